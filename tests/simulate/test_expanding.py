"""Logs told as full events."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.simulate.decided import LETTERS, PREPARED, Lived, in_order

from collabmodel.history import from_events
from collabmodel.simulate.digesting import digest_of
from collabmodel.simulate.expanding import Log, events_of, history_of
from collabmodel.simulate.kernel.rows import (
    LOG_SIZE,
    LOG_WORK,
)

SEEDS = st.integers(0, 10_000)


def told(lived: Lived, *, fast: bool) -> list[object]:
    log = lived.log()
    return list(map(in_order, events_of(PREPARED, 3, log.rows, log.floats, fast=fast)))


@pytest.mark.parametrize("fast", [True, False])
@given(seed=SEEDS)
@settings(max_examples=8, deadline=None)
def test_events_are_those_that_cases_decided(seed: int, *, fast: bool) -> None:
    """What a case decided comes back from its log in every field."""
    lived = Lived(seed, 4)

    assert told(lived, fast=fast) == lived.events


@given(seed=SEEDS)
@settings(max_examples=8, deadline=None)
def test_numpy_changes_nothing(seed: int) -> None:
    """A history is the same with numpy and without: its cases, its columns in order, and its digest."""
    log = Lived(seed, 6).log()
    quick = history_of(PREPARED, 3, log.rows, log.floats)
    plain = history_of(PREPARED, 3, log.rows, log.floats, fast=False)

    assert (quick.cases, quick.starts, quick.closed) == (plain.cases, plain.starts, plain.closed)
    assert [(name, type(one)) for name, one in quick.data] == [(name, type(one)) for name, one in plain.data]
    assert digest_of(quick) == digest_of(plain)


def test_a_history_is_as_if_built_of_its_events() -> None:
    """Columns hold what a history of the same events holds, and which cases are closed."""
    lived = Lived(7, 30)
    log = lived.log()
    history = history_of(PREPARED, 3, log.rows, log.floats)
    built = from_events(lived.events)

    assert digest_of(history) == digest_of(built)
    assert set(history.closed) == {0, 1}


@pytest.mark.parametrize("fast", [True, False])
def test_columns_do_not_depend_on_what_happened(*, fast: bool) -> None:
    """An empty replication has the same columns of the same types as any other, so that files fit together."""
    full = Lived(3, 20).log()
    some = history_of(PREPARED, 3, full.rows, full.floats, fast=fast)
    none = history_of(PREPARED, 4, array("q"), array("d"), fast=fast)

    assert (len(none), none.cases, none.signatures) == (0, (), LETTERS)
    assert [(name, type(one)) for name, one in none.data] == [(name, type(one)) for name, one in some.data]
    assert [name for name, _ in none.extras] == [name for name, _ in some.extras]


def test_numbers_of_cases_that_never_opened_are_passed_over() -> None:
    """A case that was turned away leaves no case behind, and the others keep their ids."""
    lived = Lived(5, 4)
    log = lived.log()
    kept = [row for row in range(len(log)) if log.rows[row * LOG_SIZE + 1] != 1]
    rows = array("q", [log.rows[row * LOG_SIZE + place] for row in kept for place in range(LOG_SIZE)])
    history = history_of(PREPARED, 3, rows, array("d", [log.floats[row] for row in kept]))

    assert history.cases == ("r3-0", "r3-2", "r3-3")


def test_blocks_may_be_lists_or_arrays() -> None:
    """The log takes what either kernel gives, and keeps it although it is reused afterwards."""
    numpy = pytest.importorskip("numpy")
    whole = Lived(11, 5).log()
    rows, floats = numpy.array(whole.rows), numpy.array(whole.floats)
    parts = Log()
    half = len(whole) // 2
    parts.take(rows[: half * LOG_SIZE], floats[:half])
    parts.take(rows[half * LOG_SIZE :].tolist(), floats[half:].tolist())
    rows[:] = floats[:] = 0

    assert parts.rows == whole.rows
    assert list(map(str, parts.floats)) == list(map(str, whole.floats))


def test_work_that_came_to_nothing_is_no_event() -> None:
    """Rows of work without an event are told neither as events nor as data."""
    log = Log()
    log.take([LOG_WORK, 0, *([0] * 10)], [60.0])

    assert list(events_of(PREPARED, 1, log.rows, log.floats)) == []
    assert list(events_of(PREPARED, 1, log.rows, log.floats, fast=False)) == []


def test_local_time_follows_the_clock() -> None:
    """Events bear the offset that clocks had at the place when they happened, also across a change of clocks."""
    log = Lived(13, 40).log()
    offsets = set(history_of(PREPARED, 3, log.rows, log.floats).offset)

    assert offsets == {120, 180}
