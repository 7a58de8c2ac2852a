"""Reading: decided by the one policy, written down before anything is shown, and cut to what the reader may see."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from pathlib import Path

import attrs
import pytest
from small_cases import CLIENT, MEETING, NURSE, READER, TALK, TEACHER, Clock, joining, opened, talking

import collabmodel as cm
from collabmodel.case import Command, Reason
from collabmodel.desk import SYSTEM, Denied, Desk, Done, Reader, Refused, open_desk
from collabmodel.errors import FullError, RefusedError, StoreError
from collabmodel.history import Actor
from collabmodel.plugin import digest as chain_digest
from collabmodel.testing.faults import FaultPoints, raising

STRANGER = Reader(actor=Actor(role="nurse", person="n-9", organisation="clinic"), purpose="care")
QUESTIONS = {
    "case": lambda desk, reader: desk.case("c1", reader),
    "history": lambda desk, reader: desk.history("c1", reader),
    "due": lambda desk, reader: desk.due("c1", reader),
    "next": lambda desk, reader: desk.next_steps("c1", reader),
    "why not": lambda desk, reader: desk.why_not("c1", "talk", reader),
    "blocks closing": lambda desk, reader: desk.blocks_closing("c1", reader),
    "visible": lambda desk, reader: desk.visible("c1", CLIENT, reader),
    "list": lambda desk, reader: list(desk.cases(reader)),
}


@pytest.mark.parametrize("what", QUESTIONS)
def test_every_way_of_reading_is_logged(desk: Desk, clock: Clock, what: str) -> None:
    """Who reads, what, when and for which purpose stands in the log, once for each reading."""
    opened(desk)

    QUESTIONS[what](desk, READER)

    (access,) = desk.store.accesses()
    assert (access.what, access.person, access.role, access.purpose) == (what, "n-1", "nurse", "care")
    assert (access.case, access.at, access.allowed) == ("" if what == "list" else "c1", clock.now, True)


@pytest.mark.parametrize("what", QUESTIONS)
def test_nothing_is_shown_if_the_log_cannot_be_written(desk: Desk, points: FaultPoints, what: str) -> None:
    """A reading that cannot be written down is not done."""
    opened(desk)
    points.plan("access.before_commit", raising(FullError("full")))

    with pytest.raises(StoreError):
        QUESTIONS[what](desk, READER)

    assert list(desk.store.accesses()) == []


@pytest.mark.parametrize("what", [what for what in QUESTIONS if what != "list"])
@pytest.mark.parametrize("case", ["c1", "c2"])
def test_strangers_are_denied_and_logged(desk: Desk, what: str, case: str) -> None:
    """Who takes no part learns nothing, not even whether there is such a case; that they tried is in the log."""
    if case == "c1":
        opened(desk)

    denied = QUESTIONS[what](desk, STRANGER)

    assert isinstance(denied, Denied)
    assert denied.visibility.ground == "no participant"
    (access,) = desk.store.accesses()
    assert (access.what, access.allowed) == (what, False)
    with pytest.raises(RefusedError):
        denied.unwrap()


def test_a_read_only_store_shows_nothing(sqlite_desk: Desk, path: Path, model: cm.Model) -> None:
    """Where the access log cannot be written at all, reading is refused with a typed error."""
    opened(sqlite_desk)
    with open_desk(f"sqlite:///{path}?mode=ro", model) as desk, pytest.raises(StoreError):
        desk.case("c1", READER)


def test_the_glass_can_be_broken_by_those_who_take_part(desk: Desk) -> None:
    """A professional in the case sees with a reason what the policy would deny; it is flagged, with the reason."""
    opened(desk)
    desk.record("c1", talking(note="private"))
    desk.record("c1", joining("teacher", "t-1", "school"))
    teacher = Reader(actor=TEACHER, purpose="teaching")

    plain = [entry.event.element for entry in desk.history("c1", teacher) if entry.event]
    broken = desk.history("c1", attrs.evolve(teacher, break_glass="danger"))

    assert "talk" not in plain
    assert "talk" in [entry.event.element for entry in broken if entry.event]
    first, second = desk.store.accesses()
    assert (first.override, first.reason) == (False, "")
    assert (second.override, second.reason) == (True, "danger")


def test_breaking_the_glass_does_not_help_strangers(desk: Desk) -> None:
    """Who takes no part is denied whatever reason they give; the reason is in the log."""
    opened(desk)

    denied = desk.case("c1", attrs.evolve(STRANGER, break_glass="curious"))

    assert isinstance(denied, Denied)
    (access,) = desk.store.accesses()
    assert (access.allowed, access.override, access.reason) == (False, False, "curious")


def test_leaving_counts_at_once(desk: Desk) -> None:
    """Whoever has left a case sees nothing of it from the next question on."""
    opened(desk)
    desk.record("c1", joining("nurse", "n-2", "clinic"))
    second = Reader(actor=Actor(role="nurse", person="n-2", organisation="clinic"))
    before = desk.case("c1", second)

    desk.record("c1", Command(verb="leave", element="nurse", by=NURSE, data=(("person", "n-2"),))).unwrap()

    assert not isinstance(before, Denied)
    assert isinstance(desk.case("c1", second), Denied)


def test_lists_show_only_ones_own_cases(desk: Desk) -> None:
    """A list holds the cases in which the reader takes part in that role, and all of them for the system."""
    opened(desk, "c1")
    opened(desk, "c2", by=TEACHER)
    opened(desk, "c3", by=attrs.evolve(NURSE, person="n-2"))

    assert [row.id for row in desk.cases(READER)] == ["c1"]
    assert [row.id for row in desk.cases(Reader(actor=attrs.evolve(NURSE, role="teacher")))] == []
    assert [row.id for row in desk.cases(Reader(actor=Actor()))] == []
    assert [row.id for row in desk.cases(SYSTEM, after="c1")] == ["c2", "c3"]


def test_what_is_shown_of_a_case_holds_no_more_than_the_reader_may_see(desk: Desk) -> None:
    """The state that a reader gets lacks what their role does not reach, and the record it was folded from."""
    opened(desk)
    desk.record("c1", TALK)
    desk.record("c1", MEETING)
    desk.record("c1", joining("teacher", "t-1", "school"))

    teacher = desk.case("c1", Reader(actor=TEACHER)).unwrap()
    nurse = desk.case("c1", READER).unwrap()

    assert [state.completed for state in teacher.case.items] == [0, 1, 0, 0]
    assert [state.completed for state in nurse.case.items] == [1, 1, 0, 0]
    assert len(teacher.case.record) == len(nurse.case.record) == 0
    assert len(desk.case("c1", SYSTEM).unwrap().case.record) == 4


def test_history_masks_what_is_sensitive(desk: Desk) -> None:
    """Others' notes are not in what a reader gets of the history."""
    opened(desk)
    desk.record("c1", talking(note="private"))
    desk.record("c1", joining("client", "c-1"))

    own = desk.history("c1", READER)
    client = desk.history("c1", Reader(actor=CLIENT))

    assert "private" in [dict(entry.event.data).get("note") for entry in own if entry.event]
    assert "private" not in [dict(entry.event.data).get("note") for entry in client if entry.event]


def test_dues_are_told(desk: Desk, clock: Clock) -> None:
    """What waits for its target is told with its due time, by the calendar's midnight."""
    opened(desk)
    desk.record("c1", Command(verb="complete", element="plan", by=NURSE))

    (due,) = [one for one in desk.due("c1", READER) if one.rule == "answer_due"]

    assert due.due == dt.datetime(2026, 3, 4, 22, tzinfo=dt.UTC)
    assert [row.id for row in desk.cases(READER, due_before=due.due + dt.timedelta(seconds=1))] == ["c1"]
    assert list(desk.cases(READER, due_before=due.due)) == []
    clock.move(days=10)
    assert [one.overdue for one in desk.due("c1", READER) if one.rule == "answer_due"] == [True]


def test_why_not_and_next_steps_answer_for_the_reader(desk: Desk) -> None:
    """The reader is who would do it."""
    opened(desk)

    assert desk.why_not("c1", "talk", READER) is None
    assert desk.why_not("c1", Command(verb="dance"), READER) is not None
    assert "talk" in [step.element for step in desk.next_steps("c1", READER) if step.mine]


def plant(path: Path, case: str, payload: bytes = b"{}") -> None:
    """Append a record as a newer release would."""
    with contextlib.closing(sqlite3.connect(path)) as raw, raw:
        seq, digest = raw.execute("SELECT seq, digest FROM cases WHERE id = ?", (case,)).fetchone()
        made = chain_digest(digest, case, seq + 1, "event", 9, payload)
        raw.execute(
            "INSERT INTO events (case_id, seq, type, schema, payload, digest) VALUES (?, ?, 'event', 9, ?, ?)",
            (case, seq + 1, payload, made),
        )
        raw.execute("UPDATE cases SET seq = ?, digest = ? WHERE id = ?", (seq + 1, made, case))


def test_records_of_a_newer_release_open_read_only(sqlite_desk: Desk, path: Path) -> None:
    """A case with a record that nobody here can read is shown as far as it is known, and takes no commands."""
    opened(sqlite_desk)
    sqlite_desk.record("c1", TALK)
    opened(sqlite_desk, "c2")
    plant(path, "c1")

    shown = sqlite_desk.case("c1", READER).unwrap()
    refused = sqlite_desk.record("c1", TALK)
    entries = sqlite_desk.history("c1", READER)

    assert (shown.seq, shown.newer, shown.case.items[0].completed) == (3, 3, 1)
    assert isinstance(refused, Refused)
    assert refused.refusal.reason is Reason.READ_ONLY
    assert [(entry.seq, entry.schema, entry.event is None) for entry in entries] == [
        (1, 1, False), (2, 1, False), (3, 9, True),
    ]  # fmt: skip
    assert isinstance(sqlite_desk.record("c2", TALK), Done)
    assert sqlite_desk.tick(every=True).failed == ()


def test_reading_the_log_stands_in_the_log(desk: Desk) -> None:
    """The access log is the operator's to read, and every reading of it is in it."""
    opened(desk)
    desk.case("c1", READER)

    denied = desk.accesses(READER)
    log = list(desk.accesses(SYSTEM, "c1"))

    assert isinstance(denied, Denied)
    assert [(access.what, access.role) for access in log] == [("case", "nurse"), ("access log", "system")]
    assert [(access.what, access.allowed) for access in desk.store.accesses()] == [
        ("case", True), ("access log", False), ("access log", True),
    ]  # fmt: skip
