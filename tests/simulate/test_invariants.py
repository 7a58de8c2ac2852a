"""What must hold in every simulated log, whatever model and scenario: nobody is at two places at once."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from itertools import pairwise

import pytest
from tests.simulate.generating import pair_of

from collabmodel.simulate.engine import Floats, Ints, Prepared, prepare, run
from collabmodel.simulate.kernel.header import PLANS
from collabmodel.simulate.kernel.hours import add_working
from collabmodel.simulate.kernel.rows import (
    DONE_BY,
    LOG_ACTOR,
    LOG_CASE,
    LOG_CAUSE,
    LOG_LETTER,
    LOG_PLAN,
    LOG_REQUESTED,
    LOG_SIZE,
    LOG_STARTED,
    LOG_TIME,
    LOG_WISHED,
    MISSED,
    PLAN_CALENDAR,
    PLAN_SIZE,
)
from collabmodel.simulate.scenario import Scheduling

_SEEDS = range(40)


@cache
def _worked(seed: int) -> tuple[Prepared, list[tuple[int, ...]]]:
    """Give the rows of work that took time."""
    pair = pair_of(seed)
    prepared = prepare(pair.model, pair.scenario)
    found: list[tuple[int, ...]] = []

    def take(log: Ints, floats: Floats) -> None:
        for place, length in enumerate(floats):
            row = tuple(int(one) for one in log[place * LOG_SIZE : place * LOG_SIZE + LOG_SIZE])
            if row[LOG_LETTER] >= 0 and row[LOG_CAUSE] in (DONE_BY, MISSED) and row[LOG_STARTED] >= 0:
                found.append((*row, _end(prepared, row, int(length))))

    run(prepared, replication=1, seed=pair.scenario.seed, take=take)
    return prepared, found


def _end(prepared: Prepared, row: tuple[int, ...], length: int) -> int:
    """Give the minute at which work ended; its event may come later, where the model lets it be only then."""
    m = prepared.numbers
    calendar = m[m[PLANS] + row[LOG_PLAN] * PLAN_SIZE + PLAN_CALENDAR]
    in_line = prepared.scenario.scheduling is Scheduling.QUEUE
    return add_working(m, calendar, row[LOG_STARTED], length) if in_line else row[LOG_STARTED] + length


def _overlap(spans: list[tuple[int, int]]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    ordered = sorted(spans)
    return [(one, other) for one, other in pairwise(ordered) if other[0] < one[1]]


@pytest.mark.parametrize("seed", _SEEDS)
def test_nobody_is_at_two_places_at_once(seed: int) -> None:
    """Work that one worker does, and what one client comes to, never overlaps."""
    prepared, rows = _worked(seed)
    spans: dict[tuple[str, int, int], list[tuple[int, int]]] = defaultdict(list)
    for row in rows:
        act, span = prepared.acts[row[LOG_PLAN]], (row[LOG_STARTED], row[-1])
        if row[LOG_ACTOR] > 0:
            spans["worker", (row[LOG_ACTOR] - 1) // 4096, 0].append(span)
        for lay in act.lay:
            spans["lay", row[LOG_CASE], lay].append(span)

    assert {who: _overlap(one) for who, one in spans.items() if _overlap(one)} == {}


@pytest.mark.parametrize("seed", _SEEDS)
def test_work_is_wished_then_asked_for_then_begun_then_ended(seed: int) -> None:
    """Nothing is asked for before it was wished, begun before it was asked for, or ended before it began."""
    _, rows = _worked(seed)

    wrong = [
        row for row in rows if not row[LOG_WISHED] <= row[LOG_REQUESTED] <= row[LOG_STARTED] <= row[-1] <= row[LOG_TIME]
    ]
    assert wrong == []


def test_the_pairs_hold_work_that_takes_time() -> None:
    """The pairs drawn do have such work, so the other tests can fail."""
    assert sum(len(_worked(seed)[1]) for seed in _SEEDS) > 1_000
