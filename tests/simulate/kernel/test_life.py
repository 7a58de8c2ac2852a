"""The kernel's step against that of cases: the same events follow, in the same order, interpreted and compiled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.case.test_steps import SEEDS, drawn, model_of, walk

from collabmodel.case import tables_of
from collabmodel.case.tables import Tables
from collabmodel.history import Event
from collabmodel.model import (
    Activity,
    Fact,
    FactType,
    Model,
    Phase,
    Planning,
    Repeat,
    Sentry,
    Signature,
    parse,
    parse_pattern,
)
from collabmodel.simulate.compiled import available, kernel
from collabmodel.simulate.kernel import header, rows
from collabmodel.simulate.trying import Derived, Trial, carried

OTHERS = (Signature("case", "", "reopened"), Signature("clock", "", "passed"), Signature("fact", "", "recorded"))
MODULES = ("memory", "logging", "codes", "noticing", "standing", "gates", "instances", "changes", "life")
TALK = Signature("meeting", "talk", "completed")
OPENED = Signature("case", "", "opened")


def told(events: Sequence[Event]) -> tuple[Derived, ...]:
    """Give events as a trial gives them."""
    return tuple((one.kind, one.element, one.transition, one.instance) for one in events)


def lives(seed: int, most: int = 40) -> Iterator[tuple[Tables, list[tuple[Event, tuple[Derived, ...]]]]]:
    """Give a drawn model with what people do in a case of it, and what follows each time."""
    things, asked = drawn(seed, most)
    tables = tables_of(model_of(things))
    yield tables, [(event, told(events)) for _, event, events, _ in walk(tables, asked)]


def take(trial: Trial, event: Event) -> tuple[Derived, ...]:
    """Let a trial take an event."""
    signature = Signature(event.kind, event.element, event.transition)
    return trial.take(signature, int(event.instance or 0), carried(event), event.occurred)


def differs(seed: int) -> list[tuple[Event, tuple[Derived, ...], tuple[Derived, ...]]]:
    """Give the events after which something else follows in the kernel."""
    for tables, steps in lives(seed):
        trial = Trial(tables, signatures=OTHERS)
        return [(event, want, got) for event, want in steps if (got := take(trial, event)) != want]
    return []


@settings(max_examples=150, deadline=None)
@given(SEEDS)
def test_the_same_follows_as_in_a_case(seed: int) -> None:
    """Whatever the model and whatever people do, a step of the kernel derives the events that a case derives."""
    assert differs(seed) == []


@pytest.mark.nightly
@pytest.mark.parametrize("block", range(0, 40_000, 1_000))
def test_the_same_follows_in_very_many_cases(block: int) -> None:
    """As above, over tens of thousands of drawn models."""
    assert [seed for seed in range(block, block + 1_000) if differs(seed)] == []


@pytest.mark.skipif(not available(), reason="needs the extra 'fast'")
@settings(max_examples=30, deadline=None)
@given(SEEDS)
def test_the_compiled_step_leaves_the_same_memory(seed: int) -> None:
    """Compiled and interpreted, the same events leave the same numbers in memory and in the log."""
    import numpy as np  # noqa: PLC0415 - an optional extra

    compiled = kernel(compiled=True, modules=MODULES)
    for tables, steps in lives(seed):
        plain, fast = Trial(tables, signatures=OTHERS), Trial(tables, signatures=OTHERS)
        m, x = np.array(fast.m, dtype=np.int64), np.array(fast.x)
        log, lx = np.array(fast.log, dtype=np.int64), np.array(fast.lx)
        for event, _ in steps:
            signature = Signature(event.kind, event.element, event.transition)
            take(plain, event)
            fast.m, fast.x = m, x
            fast.put(signature, carried(event), event.occurred)
            m[header.LOGGED] = 0
            compiled.take(m, x, log, lx, fast.case, fast.rows.letters[signature], int(event.instance or 0))

            assert m.tolist() == plain.m
            assert log[: m[header.LOGGED] * rows.LOG_SIZE].tolist() == plain.log[: m[header.LOGGED] * rows.LOG_SIZE]
            assert np.array_equal(x, np.array(plain.x), equal_nan=True)


def test_memory_follows_what_is_open() -> None:
    """Instances that are done with give their rows back, so that a case of any length takes no more memory."""
    trial = Trial(Model(id="m", activities=(Activity(id="talk", kind="meeting", repeat=Repeat(maximum=10_000)),)))
    trial.take(OPENED)
    trial.take(TALK, 1)
    before = trial.m[header.TOP]
    for number in range(2, 500):
        trial.take(TALK, number)

    assert trial.m[header.TOP] == before


def test_what_is_open_is_found() -> None:
    """The oldest instance that can be done is found, and one by its number; there is none before its phase runs."""
    work = Phase(id="work", entry=(Sentry(on=(parse_pattern("talk"),)),))
    activities = (Activity(id="talk", kind="meeting"), Activity(id="visit", kind="task", phase="work"))
    trial = Trial(Model(id="m", phases=(work,), activities=activities))
    trial.take(OPENED)

    assert [trial.possible(one) for one in ("talk", "visit")] == [1, 0]
    trial.take(TALK, 1)
    assert [trial.possible(one) for one in ("talk", "visit")] == [0, 1]


@given(st.integers(0, 3))
def test_what_is_discretionary_is_planned_first(age: int) -> None:
    """What must be planned may be while its condition holds and there are not too many of it."""
    plan = Planning(condition=parse("n >= 2"))
    extra = Activity(id="extra", kind="task", planning=plan, repeat=Repeat(maximum=2))
    trial = Trial(Model(id="m", activities=(extra,), facts=(Fact(id="n", type=FactType.INTEGER),)))
    trial.take(OPENED, data={"n": age})
    may = 2 if age >= 2 else 0

    assert trial.possible("extra") == may
    trial.take(Signature("task", "extra", "planned"))
    assert trial.possible("extra") == 1
    trial.take(Signature("task", "extra", "completed"), 1)
    assert trial.possible("extra") == may
    trial.take(Signature("task", "extra", "planned"))
    trial.take(Signature("task", "extra", "completed"), 2)
    assert trial.possible("extra") == 0
