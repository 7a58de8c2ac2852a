"""Whom events concern: conditions, escalations before and after a limit, and who holds a role."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_cases import MEETING, NURSE, SMALL, START, Clock, joining, numbered, opened

import collabmodel as cm
from collabmodel.adapters import MemoryStore
from collabmodel.case import Command
from collabmodel.desk import Desk, Done, open_desk
from collabmodel.plugin import Appointment

PLAN = Command(verb="complete", element="plan", by=NURSE)
ESCALATING = SMALL.replace(
    "    responsible: [nurse]\n", "    escalations: [{before: 1 days, tell: [nurse]}, {tell: [teacher, client]}]\n"
)
INVITING = SMALL.replace("{role: teacher, mode: informed", "{role: teacher, mode: invited")
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


def booking(verb: str, at: dt.datetime | None = None, instance: str = "") -> Command:
    data = () if at is None else (("at", at),)
    return Command(verb=verb, element="meeting", by=NURSE, data=data, instance=instance)


def test_who_takes_part_is_told_when_and_who_is_informed_is_told_that(clock: Clock) -> None:
    """What is booked tells those who take part its time, those who are only informed no time, the booker nothing."""
    with desk_of(INVITING, clock) as desk:
        opened(desk)
        desk.record("c1", joining("client", "c-1")).unwrap()
        desk.record("c1", booking("book", START + dt.timedelta(days=3))).unwrap()

        found = {parcel.message.to: parcel.message.appointment for parcel in desk.store.outbox()}

    assert set(found) == {"teacher", "c-1"}
    assert found["c-1"] is None
    assert (found["teacher"].method, found["teacher"].sequence) == ("request", 0)
    assert (found["teacher"].starts, found["teacher"].ends) == (START + dt.timedelta(days=3), None)


def appointments(desk: Desk) -> list[Appointment]:
    told = [parcel.message for parcel in desk.store.outbox() if parcel.message.to == "teacher"]
    found = [message.appointment for message in told if message.appointment is not None]
    return sorted(found, key=lambda one: one.sequence)


def test_an_appointment_keeps_its_id_and_counts_up(clock: Clock) -> None:
    """Booked, moved and called off, an appointment has one id that tells nothing, and a growing sequence."""
    with desk_of(INVITING, clock) as desk:
        opened(desk)
        for command in (booking("book", START), booking("move", START + dt.timedelta(days=1)), booking("cancel")):
            desk.record("c1", command).unwrap()
        booked, moved, cancelled = appointments(desk)

    assert booked.uid == moved.uid == cancelled.uid
    assert [one.sequence for one in (booked, moved, cancelled)] == [0, 1, 2]
    assert [one.method for one in (booked, moved, cancelled)] == ["request", "request", "cancel"]
    assert moved.starts == cancelled.starts == START + dt.timedelta(days=1)
    assert "meeting" not in booked.uid


def test_meetings_have_appointments_of_their_own(clock: Clock) -> None:
    """Instances of one activity, and the same activity of two cases, have different ids; a restart keeps them."""
    with desk_of(INVITING, clock) as desk:
        for case in ("c1", "c2"):
            opened(desk, case)
            desk.record(case, booking("book", START)).unwrap()
        with open_desk(desk.store, cm.load(INVITING), clock=clock, new_id=numbered("later")) as again:
            again.record("c1", booking("move", START + dt.timedelta(hours=1))).unwrap()
            found = [(parcel.case, parcel.message.appointment.uid) for parcel in again.store.outbox()]

    assert len({*found}) == 2
    assert len(found) == 3


def test_a_correction_of_what_was_called_off_tells_no_time(clock: Clock) -> None:
    """Where there is no time any more, there is no appointment to call off once more."""
    with desk_of(INVITING, clock) as desk:
        opened(desk)
        desk.record("c1", booking("book", START + dt.timedelta(days=2))).unwrap()
        event = desk.record("c1", booking("cancel")).unwrap().events[0]
        because = (("because", "typo"),)
        command = Command(verb="correct", corrects=event.id, by=NURSE, data=because, evidence=("letter",))
        desk.record("c1", command).unwrap()

        assert [one.method for one in appointments(desk)] == ["request", "cancel"]


def test_closing_a_case_calls_off_what_is_booked(clock: Clock) -> None:
    """What closing cancels is called off for those who were invited."""
    with desk_of(INVITING, clock) as desk:
        opened(desk)
        desk.record("c1", booking("book", START + dt.timedelta(days=2))).unwrap()
        desk.close_case("c1", "ready", by=NURSE).unwrap()
        booked, called_off = appointments(desk)

    assert (called_off.uid, called_off.method, called_off.starts) == (booked.uid, "cancel", booked.starts)
    assert called_off.sequence > booked.sequence


def test_the_end_of_a_phase_calls_off_what_is_booked_in_it(clock: Clock) -> None:
    """What ends with its phase, and is gone from the case, is called off under the id that it had."""
    phased = INVITING.replace(
        "activities:\n", "phases:\n  work: {entry: kind:case.opened, exit: [plan]}\nactivities:\n"
    )
    phased = phased.replace("  meeting:\n    kind: meeting\n", "  meeting:\n    kind: meeting\n    phase: work\n")
    with desk_of(phased, clock) as desk:
        opened(desk)
        desk.record("c1", booking("book", START + dt.timedelta(days=2))).unwrap()
        desk.record("c1", PLAN).unwrap()
        booked, called_off = appointments(desk)

    assert (called_off.uid, called_off.method, called_off.starts) == (booked.uid, "cancel", booked.starts)


def test_a_corrected_time_is_told_anew(clock: Clock) -> None:
    """A booking whose time is put right is told with the same id and a higher sequence."""
    right = START + dt.timedelta(days=5)
    with desk_of(INVITING, clock) as desk:
        opened(desk)
        event = desk.record("c1", booking("book", START)).unwrap().events[0]
        put_right = (("because", "typo"), ("at", right))
        desk.record("c1", Command(verb="correct", corrects=event.id, by=NURSE, data=put_right)).unwrap()
        booked, corrected = appointments(desk)

    assert (corrected.uid, corrected.starts) == (booked.uid, right)
    assert corrected.sequence > booked.sequence


STEPS = st.lists(st.sampled_from(["book", "move", "cancel", "correct", "complete"]), max_size=12)


@given(STEPS)
@settings(max_examples=40, deadline=None)
def test_whatever_happens_the_later_word_on_an_appointment_counts(steps: list[str]) -> None:
    """Booked, moved, corrected, called off and booked anew in any order, no sequence of an appointment comes twice."""
    clock = Clock()
    with desk_of(INVITING, clock) as desk:
        opened(desk)
        last = ""
        for number, verb in enumerate(steps):
            at = START + dt.timedelta(days=1 + number)
            data = (("because", "typo"), ("at", at)) if verb == "correct" else (("at", at),)
            command = booking(verb, at) if verb in {"book", "move"} else booking(verb)
            command = Command(verb=verb, corrects=last, by=NURSE, data=data) if verb == "correct" else command
            answer = desk.record("c1", command)
            if isinstance(answer, Done):
                last = answer.events[0].id if verb in {"book", "move"} else last
            clock.move(minutes=1)
        told = [parcel.message for parcel in desk.store.outbox() if parcel.message.to == "teacher"]
    in_order = sorted((one for one in told if one.appointment is not None), key=lambda one: one.made)
    by_uid: dict[str, list[int]] = {}
    for one in in_order:
        by_uid.setdefault(one.appointment.uid, []).append(one.appointment.sequence)

    assert all(found == sorted({*found}) for found in by_uid.values())
