"""Any interleaving of commands, retries, conflicts, crashes and reopenings equals a case that is folded in memory."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from small_cases import CLIENT, MEETING, NURSE, SMALL, TEACHER, Clock, joining, numbered, quick, talking

import collabmodel as cm
from collabmodel.case import Case, Command, Refusal, consider, evolve, new_case
from collabmodel.desk import SYSTEM, Conflict, Desk, Done, Refused, Unknown, open_desk
from collabmodel.errors import KeyReusedError, UnknownOutcomeError
from collabmodel.testing.faults import FaultPoints, raising

MODEL = cm.load(SMALL.replace("caseload: 3", "caseload: 100"))
CASES = ("c1", "c2")
OPENING = Command(verb="open", by=NURSE)
COMMANDS = (
    OPENING,
    talking(note="a"),
    talking(by=TEACHER),
    MEETING,
    Command(verb="complete", element="plan", by=NURSE),
    Command(verb="complete", element="answer", by=NURSE),
    joining("teacher", "t-1", "school"),
    joining("client", "c-1"),
    Command(verb="take", element="responsible", by=NURSE),
    Command(verb="offer", element="responsible", by=NURSE, data=(("role", "teacher"), ("person", "t-1"))),
    Command(verb="accept", element="responsible", by=TEACHER),
    Command(verb="close", by=NURSE, data=(("ending", "ready"),)),
    Command(verb="dance", by=CLIENT),
)
CRASHES = (
    "record.before_append",
    "append.before_commit",
    "append.after_insert",
    "append.after_commit",
    "record.after_append",
    "link.between",
    "snapshot.before_commit",
    "snapshot.after_commit",
)


class Crash(BaseException):
    """The process ended here; nothing after it runs, and the desk is opened anew."""


class Bookkeeper:
    """What must be so: cases folded in memory, and what each key stands for."""

    def __init__(self) -> None:
        self.cases: dict[str, Case] = {id: new_case(MODEL, id) for id in CASES}
        self.keys: dict[str, tuple[str, Command, int]] = {}
        self.doubts: dict[str, tuple[str, Command, dt.datetime]] = {}

    def would(self, id: str, command: Command, now: dt.datetime) -> Case | None:
        """Give the case after a command, or None where it is refused."""
        found = consider(MODEL, self.cases[id], command, now)
        if isinstance(found, Refusal):
            return None
        case = self.cases[id]
        for event in found.events:
            case = evolve(MODEL, case, event)
        return case

    def do(self, id: str, command: Command, now: dt.datetime, key: str) -> bool:
        """Do a command, unless it is refused."""
        case = self.would(id, command, now)
        if case is None or (self.cases[id].seq == 0 and command is not OPENING):
            return False
        self.cases[id] = case
        self.keys[key] = (id, command, case.seq)
        return True


class Interleavings(RuleBasedStateMachine):
    """A desk on a real store against the bookkeeper."""

    opener = staticmethod(quick)
    """Opens a store at a path; a plugin that brings a store runs this machine on it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "cases.db"
        self.clock = Clock()
        self.ids = numbered()
        self.points = FaultPoints()
        self.book = Bookkeeper()
        self.number = 0
        self.desk = self.opened()
        self.other = self.opened(FaultPoints())

    def opened(self, points: FaultPoints | None = None) -> Desk:
        points = points or self.points
        store = self.opener(self.path, at=points)
        return open_desk(store, MODEL, clock=self.clock, new_id=self.ids, at=points, live=1)

    def teardown(self) -> None:
        assert list(self.desk.verify()) == []
        self.desk.close()
        self.other.close()
        self.folder.cleanup()

    def key(self) -> str:
        self.number += 1
        return f"k{self.number}"

    def asked(self, desk: Desk, id: str, command: Command, key: str, expected: int | None = None) -> None:
        """Ask a desk that nothing disturbs, and hold its answer against the book."""
        before = self.book.cases[id].seq
        answer = desk.record(id, command, key=key, expected=expected)
        if expected is not None and expected != before and (before or command is OPENING):
            assert answer == Conflict(expected=expected, found=before, key=key)
        elif self.book.do(id, command, self.clock.now, key):
            assert isinstance(answer, Done)
            assert not answer.repeated
            assert answer.seq == self.book.cases[id].seq
        else:
            assert isinstance(answer, Refused)

    @rule(id=st.sampled_from(CASES), command=st.sampled_from(COMMANDS), elsewhere=st.booleans())
    def command(self, id: str, command: Command, elsewhere: bool) -> None:
        """A command through either of two desks."""
        self.asked(self.other if elsewhere else self.desk, id, command, self.key())

    @rule(id=st.sampled_from(CASES), command=st.sampled_from(COMMANDS), back=st.integers(0, 3))
    def expecting(self, id: str, command: Command, back: int) -> None:
        """A command that expects the case as it is, or as it was."""
        self.asked(self.desk, id, command, self.key(), expected=max(0, self.book.cases[id].seq - back))

    @rule(id=st.sampled_from(CASES), command=st.sampled_from(COMMANDS), meanwhile=st.sampled_from(COMMANDS))
    def overtaken(self, id: str, command: Command, meanwhile: Command) -> None:
        """Somebody else's command comes between decision and append."""
        mine, theirs = self.key(), self.key()
        went = []

        def intrude() -> None:
            went.append(self.book.do(id, meanwhile, self.clock.now, theirs))
            answer = self.other.record(id, meanwhile, key=theirs)
            assert isinstance(answer, Done) is went[0]

        self.points.plan("record.before_append", intrude)
        answer = self.desk.record(id, command, key=mine)
        self.points._plans.clear()
        assert isinstance(answer, Done) is self.book.do(id, command, self.clock.now, mine)

    @precondition(lambda self: self.book.keys)
    @rule(data=st.data(), elsewhere=st.booleans())
    def again(self, data: st.DataObject, elsewhere: bool) -> None:
        """A key that was used gives its first answer again, to the same command only."""
        key = data.draw(st.sampled_from(sorted(self.book.keys)))
        id, command, seq = self.book.keys[key]
        desk = self.other if elsewhere else self.desk
        answer = desk.record(id, command, key=key)
        assert isinstance(answer, Done)
        assert (answer.repeated, answer.seq, answer.id) == (True, seq, id)
        with pytest.raises(KeyReusedError):
            desk.record(id, talking(note="another"), key=key)

    @rule(id=st.sampled_from(CASES), command=st.sampled_from(COMMANDS), point=st.sampled_from(CRASHES))
    def crash(self, id: str, command: Command, point: str) -> None:
        """The process ends at a fault point, if the command comes by; then the desk is opened anew."""
        key = self.key()
        self.points.plan(point, raising(Crash()))
        try:
            self.desk.record(id, command, key=key)
        except Crash:
            self.reopen()
            self.book.doubts[key] = (id, command, self.clock.now)
        else:
            self.points._plans.clear()
            self.book.do(id, command, self.clock.now, key)
        self.settle()

    @rule(id=st.sampled_from(CASES), command=st.sampled_from(COMMANDS), before=st.booleans())
    def answer_lost(self, id: str, command: Command, before: bool) -> None:
        """The store does not know whether it was done; the same key settles it."""
        key = self.key()
        point = "append.before_commit" if before else "append.after_commit"
        self.points.plan(point, raising(UnknownOutcomeError("lost")))
        answer = self.desk.record(id, command, key=key)
        self.points._plans.clear()
        if isinstance(answer, Unknown):
            assert answer.key == key
            self.book.doubts[key] = (id, command, self.clock.now)
            self.settle()
        else:
            assert isinstance(answer, Done) is self.book.do(id, command, self.clock.now, key)

    def settle(self) -> None:
        """Ask again what is in doubt: done before or done now, it is done once, and the book goes on."""
        for key, (id, command, now) in self.book.doubts.items():
            answer = self.desk.record(id, command, key=key)
            assert isinstance(answer, Done) is self.book.do(id, command, now, key)
            if isinstance(answer, Done):
                assert answer.seq == self.book.cases[id].seq
        self.book.doubts.clear()

    @rule()
    def reopen(self) -> None:
        """The desk is left and opened again."""
        self.points._plans.clear()
        assert list(self.desk.verify()) == []
        self.desk.close()
        self.desk = self.opened()

    @rule(minutes=st.integers(0, 60 * 24 * 3))
    def later(self, minutes: int) -> None:
        """Time goes on; what is overdue is told and nothing is stored of it."""
        self.clock.move(minutes=minutes)
        assert self.desk.tick().failed == ()

    @invariant()
    def the_store_is_the_book(self) -> None:
        """Every case is what the book says, by each desk and by its rows."""
        for id, case in self.book.cases.items():
            head = self.desk.store.head(id)
            assert (head.seq if head else 0) == case.seq
            if head is not None:
                for desk in (self.desk, self.other):
                    assert desk.case(id, SYSTEM).unwrap().case == case
                assert self.desk.store.row(id).status == case.status


def run(examples: int, machine: type[Interleavings] = Interleavings) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )


def test_any_interleaving_equals_a_case_folded_in_memory() -> None:
    """Two hundred interleavings in the ordinary run."""
    run(200)


@pytest.mark.nightly
def test_any_interleaving_equals_a_case_folded_in_memory_at_night() -> None:
    """Two thousand in the nightly one."""
    run(2_000)
