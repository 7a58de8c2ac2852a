"""Whom events concern: conditions, escalations before and after a limit, and who holds a role."""

from __future__ import annotations

import datetime as dt

import pytest
from small_cases import MEETING, NURSE, SMALL, START, Clock, joining, numbered, opened

import collabmodel as cm
from collabmodel.adapters import MemoryStore
from collabmodel.case import Command
from collabmodel.desk import Desk, open_desk

PLAN = Command(verb="complete", element="plan", by=NURSE)
ESCALATING = SMALL.replace(
    "    responsible: [nurse]\n", "    escalations: [{before: 1 days, tell: [nurse]}, {tell: [teacher, client]}]\n"
)
CONDITIONAL = SMALL.replace("{role: teacher, mode: informed}", "{role: teacher, mode: informed, if: age < 18}")


def desk_of(text: str, clock: Clock) -> Desk:
    return open_desk(MemoryStore(), cm.load(text), clock=clock, new_id=numbered())


def told(desk: Desk) -> list[tuple[str, str]]:
    return [(parcel.message.to, parcel.message.about) for parcel in desk.store.outbox()]


def test_escalations_tell_whom_the_limit_names(clock: Clock) -> None:
    """Before a limit it is due, after it overdue; each step once; roles of clients only where somebody has them."""
    with desk_of(ESCALATING, clock) as desk:
        opened(desk)
        desk.record("c1", PLAN)
        clock.now = START + dt.timedelta(days=2)
        desk.tick()
        before = told(desk)
        clock.now = START + dt.timedelta(days=4)
        for _ in range(2):
            desk.tick()

        assert before == [("n-1", "due")]
        assert told(desk) == [("n-1", "due"), ("teacher", "overdue")]


@pytest.mark.parametrize(("age", "expected"), [(15, ["teacher"]), (20, []), (None, [])])
def test_conditions_of_being_informed_are_kept(clock: Clock, age: int | None, expected: list[str]) -> None:
    """Who is informed under a condition is told where it surely holds."""
    with desk_of(CONDITIONAL, clock) as desk:
        desk.open_case(by=NURSE, id="c1", data={} if age is None else {"age": age}).unwrap()
        desk.record("c1", MEETING).unwrap()

        assert [to for to, _ in told(desk)] == expected


def test_all_who_have_a_role_are_told(clock: Clock) -> None:
    """A role that several have reaches each of them, those who left no more."""
    with desk_of(SMALL, clock) as desk:
        opened(desk)
        for person in ("t-1", "t-2", "t-3"):
            desk.record("c1", joining("teacher", person, "school")).unwrap()
        desk.record("c1", Command(verb="leave", element="teacher", by=NURSE, data=(("person", "t-2"),))).unwrap()
        desk.record("c1", MEETING).unwrap()

        assert [to for to, _ in told(desk)] == ["t-1", "t-3"]
