"""Histories out of a store: whole, logged, and judged as the live monitors judge."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from small_cases import NURSE, READER, SMALL, START, TALK, Clock, numbered, opened

import collabmodel as cm
from collabmodel.adapters import MemoryStore
from collabmodel.case import Command
from collabmodel.desk import SYSTEM, Desk, history_of, open_desk
from collabmodel.errors import ConfigError, FullError, StoreError
from collabmodel.testing.faults import FaultPoints, raising
from collabmodel.workdays import to_us

PLAN = Command(verb="complete", element="plan", by=NURSE)
ANSWER = Command(verb="complete", element="answer", by=NURSE)
CLOSE = Command(verb="close", by=NURSE, data=(("ending", "ready"),))


def test_all_events_of_all_cases_come_out(desk: Desk, clock: Clock) -> None:
    """What is stored is what is evaluated; open cases are open in it, closed ones closed."""
    opened(desk, "c1")
    opened(desk, "c2")
    desk.record("c1", TALK)
    desk.record("c2", CLOSE).unwrap()

    history = history_of(desk.store, at=clock.now)

    assert history.cases == ("c1", "c2")
    assert list(history.closed) == [0, 1]
    for case in history.cases:
        assert list(history.events(case)) == [entry.event for entry in desk.history(case, SYSTEM)]


def test_consultation_outside_any_case_is_left_out(desk: Desk, clock: Clock) -> None:
    """A question that opened no case is no case in a history."""
    opened(desk, "c1")
    desk.record("q1", Command(verb="consult", by=NURSE, data=(("question", "what if"),))).unwrap()

    assert history_of(desk.store, at=clock.now).cases == ("c1",)
    assert desk.store.row("q1").status == "none"


def test_reading_all_is_logged_and_for_the_system_alone(desk: Desk, clock: Clock, points: FaultPoints) -> None:
    """Evaluation reads everything, so it says that it does before it does; nobody else may."""
    opened(desk)

    history_of(desk.store, at=clock.now)
    with pytest.raises(ConfigError):
        history_of(desk.store, at=clock.now, reader=READER)
    points.plan("access.before_commit", raising(FullError("full")))
    with pytest.raises(StoreError):
        history_of(desk.store, at=clock.now)

    assert [(one.what, one.role, one.allowed) for one in desk.store.accesses()] == [
        ("export", "system", True),
        ("export", "nurse", False),
    ]


@pytest.mark.parametrize("days", [1, 3, 30])
def test_evaluation_says_what_the_live_monitors_said(days: int) -> None:
    """Verdicts of a store's history are those of the running cases at that time, late entries included."""
    model = cm.load(SMALL + "rules:\n  answered: {template: response, a: plan, b: answer, enforcement: report}\n")
    clock = Clock()
    with open_desk(MemoryStore(), model, clock=clock, new_id=numbered()) as desk:
        for number, commands in enumerate(([PLAN], [PLAN, ANSWER], [TALK])):
            opened(desk, f"c{number}")
            for command in commands:
                clock.move(minutes=1)
                desk.record(f"c{number}", command).unwrap()
        clock.move(days=1)
        late = attrs.evolve(ANSWER, occurred=START + dt.timedelta(hours=1))
        desk.record("c0", late).unwrap()
        clock.move(days=days)
        live = {
            (case, rule): cell.verdict.rank
            for case in ("c0", "c1", "c2")
            for rule, cell in _cells(desk, case, clock.now)
        }
        evaluation = cm.evaluate(model, history_of(desk.store, at=clock.now), as_of=clock.now)

    found = {
        (case, column.rule): column.verdict[number]
        for column in evaluation.columns
        for number, case in enumerate(("c0", "c1", "c2"))
    }
    assert found == live


def _cells(desk: Desk, case: str, now: dt.datetime):
    shown = desk.case(case, SYSTEM).unwrap().case
    names = shown.record.program.ids
    cells = shown.record.monitors().cells(to_us(now), closed=False)
    return list(zip(names, cells, strict=True))
