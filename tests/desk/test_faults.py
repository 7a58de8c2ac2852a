"""Faults of the desk's own: kills, signals, hostile input, bad times; and that nothing personal leaks on any path."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import logging
import os
import random
import signal
import subprocess
import sys
import textwrap
import time
import traceback
from pathlib import Path
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_cases import MEETING, NURSE, READER, SMALL, START, TALK, Clock, joining, numbered, opened, quick, talking

import collabmodel as cm
from collabmodel.adapters import SqliteStore
from collabmodel.adapters.console import ConsoleNotifier
from collabmodel.case import Command, Reason
from collabmodel.desk import SYSTEM, Denied, Desk, Done, Reader, Refused, open_desk
from collabmodel.errors import BusyError, CollabError, FullError, StoreError, UnknownOutcomeError
from collabmodel.history import Actor
from collabmodel.testing.faults import FaultPoints, raising

POINTS = ("record.before_append", "append.before_commit", "append.after_insert", "append.after_commit")


def acknowledge(path: Path, number: int, told: int) -> None:
    """Write with numbered keys until somebody ends this, telling each acknowledged key."""
    desk = open_desk(SqliteStore(path, timeout=30), clock=Clock())
    for turn in range(10_000):
        key = f"{number}-{turn}"
        desk.record("c1", TALK, key=key).unwrap()
        os.write(told, f"{key}\n".encode())


def killed(path: Path, number: int, after: float) -> list[str]:
    """Kill a writing process after some time, and give the keys that it acknowledged."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        acknowledge(path, number, writing)
    os.close(writing)
    begun = os.read(reading, 1_000).decode()
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reading) as lines:
        return (begun + lines.read()).rpartition("\n")[0].split()


def kill_often(path: Path, model: cm.Model, kills: int) -> tuple[int, int]:
    """Kill writers, and give how many commands were acknowledged and how many of them lost."""
    with open_desk(SqliteStore(path), model, clock=Clock()) as desk:
        opened(desk)
    random_waits = random.Random(7)
    acknowledged = [key for number in range(kills) for key in killed(path, number, random_waits.uniform(0, 0.06))]
    with open_desk(SqliteStore(path), clock=Clock()) as desk:
        lost = [key for key in acknowledged if not desk.record("c1", TALK, key=key).unwrap().repeated]
        head = desk.store.head("c1").seq
        assert list(desk.verify()) == []
        # Of each kill at most one more command was done than was told.
        assert len(acknowledged) + 1 <= head <= len(acknowledged) + 1 + kills
    return len(acknowledged), len(lost)


def test_a_killed_desk_loses_nothing_it_acknowledged(path: Path, model: cm.Model) -> None:
    """Fault 1: whatever was acknowledged before a kill is there, and its key gives the first answer."""
    acknowledged, lost = kill_often(path, model, 10)

    assert acknowledged > 0
    assert lost == 0


@pytest.mark.nightly
def test_a_desk_killed_three_hundred_times_loses_nothing(path: Path, model: cm.Model) -> None:
    """Fault 1, often: the count of acknowledged and lost commands is printed."""
    acknowledged, lost = kill_often(path, model, 300)

    print(f"300 kills: {acknowledged} acknowledged, {lost} lost")  # noqa: T201 - the count is what the nightly run is for
    assert lost == 0


@pytest.mark.parametrize("point", [*POINTS, "link.between", "record.after_append"])
def test_a_kill_at_each_point_is_all_or_nothing(path: Path, model: cm.Model, point: str) -> None:
    """Fault 1: killed at any point, the command was done as a whole or not at all, and its key settles it."""
    with open_desk(quick(path), model, clock=Clock(), new_id=numbered()) as desk:
        opened(desk)
    child = os.fork()
    if not child:
        points = FaultPoints()
        points.plan(point, lambda: os.kill(os.getpid(), signal.SIGKILL))
        open_desk(quick(path, at=points), clock=Clock(), at=points).record("c1", MEETING, key="k")
        os._exit(0)
    _, status = os.waitpid(child, 0)

    with open_desk(quick(path), clock=Clock()) as desk:
        before = desk.store.head("c1").seq
        waiting = len(list(desk.store.outbox()))
        done = desk.record("c1", MEETING, key="k").unwrap()

        assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL
        assert (before, waiting, done.repeated) in {(1, 0, False), (2, 1, True)}
        assert (desk.store.head("c1").seq, len(list(desk.store.outbox()))) == (2, 1)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("point", POINTS)
def test_a_signal_at_each_point_is_all_or_nothing(
    path: Path, tmp_path: Path, model: cm.Model, number: int, point: str
) -> None:
    """Fault 59: an interrupted command is done or not, the exit says that it was interrupted, the store is whole."""
    with open_desk(quick(path), model, clock=Clock(), new_id=numbered()) as desk:
        opened(desk)
    script = tmp_path / "interrupted.py"
    script.write_text(
        textwrap.dedent(f"""
        import os, signal, sys
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        from pathlib import Path
        from small_cases import MEETING, Clock, quick
        from collabmodel.desk import open_desk
        from collabmodel.testing.faults import FaultPoints
        # Whoever runs tests in the background has them start deaf to SIGINT.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        points = FaultPoints()
        points.plan({point!r}, lambda: os.kill(os.getpid(), {int(number)}))
        with open_desk(quick(Path({str(path)!r}), at=points), clock=Clock(), at=points) as desk:
            desk.record("c1", MEETING, key="k")
        """)
    )
    found = subprocess.run([sys.executable, str(script)], check=False, capture_output=True, timeout=60)

    with open_desk(quick(path), clock=Clock()) as desk:
        before = desk.store.head("c1").seq
        done = desk.record("c1", MEETING, key="k").unwrap()

        assert found.returncode == -number
        assert done.repeated is (before == 2)
        assert desk.store.head("c1").seq == 2
        assert list(desk.verify()) == []


def test_an_interrupt_leaves_a_desk_that_goes_on(desk: Desk, points: FaultPoints) -> None:
    """Fault 59, caught: after an interrupt the same desk decides on what is stored, not on what it meant to."""
    opened(desk)
    for turn, point in enumerate(POINTS if "append.after_insert" in points.passed else POINTS[:2]):
        points.plan(point, raising(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            desk.record("c1", TALK, key=f"k{turn}")
        before = desk.store.head("c1").seq

        done = desk.record("c1", TALK, key=f"k{turn}").unwrap()

        assert done.seq == desk.store.head("c1").seq
        assert done.repeated is (done.seq == before)


HOSTILE = st.one_of(
    st.text(st.characters(), max_size=20),
    st.sampled_from(
        ["\0", "\ud800", "x" * 2_000, "'; DROP TABLE events; --", "../../etc/passwd", "\x1b[2J", "desk:of:"]
    ),
)
VALUES = st.recursive(
    st.one_of(
        HOSTILE,
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.datetimes(),
        st.sets(st.integers(), max_size=1),
        st.binary(max_size=3),
    ),
    lambda inner: st.lists(inner, max_size=3).map(tuple),
    max_leaves=5,
)
VERBS = st.one_of(
    HOSTILE, st.sampled_from(["open", "complete", "join", "offer", "close", "clock", "migrate", "correct"])
)


@given(
    id=st.one_of(st.just("c1"), HOSTILE),
    verb=VERBS,
    element=st.one_of(st.just("talk"), HOSTILE),
    person=HOSTILE,
    data=st.dictionaries(HOSTILE, VALUES, max_size=3),
    key=st.one_of(st.none(), HOSTILE),
    expected=st.one_of(st.none(), st.integers()),
)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_hostile_commands_are_refused_in_order(
    path_factory,
    id: str,
    verb: str,
    element: str,
    person: str,
    data: dict[str, object],
    key: str | None,
    expected: object,
) -> None:
    """Faults 57 and 60: whatever comes in, the answer is a value or one of our errors, and the store stays whole."""
    desk = path_factory
    by = attrs.evolve(NURSE, person=person) if person else NURSE
    command = Command(verb=verb, element=element, by=by, data=tuple(data.items()))
    with contextlib.suppress(CollabError):
        desk.record(id, command, key=key, expected=expected)
    for ask in (desk.case, desk.history, desk.due, desk.next_steps):
        with contextlib.suppress(CollabError):
            ask(id, Reader(actor=by, purpose=person, break_glass=person))

    assert isinstance(desk.record("c0", TALK), Done)


@pytest.fixture(scope="module")
def path_factory(tmp_path_factory: pytest.TempPathFactory):
    """One desk for all hostile commands: what one of them breaks, the next would show."""
    path = tmp_path_factory.mktemp("hostile") / "cases.db"
    model = cm.load(SMALL.replace("caseload: 3", "caseload: 100000"))
    with open_desk(quick(path), model, clock=Clock(), new_id=numbered()) as desk:
        opened(desk, "c0")
        opened(desk, "c1")
        yield desk
        assert list(desk.verify()) == []


PERSON, NOTE, REASON, EVIDENCE = "Aino-Planted", "planted note", "planted reason", "planted-paper"
PLANTED = (PERSON, NOTE, REASON, EVIDENCE, "planted")


def leaks(text: str) -> list[str]:
    return [word for word in PLANTED if word.casefold() in text.casefold()]


def test_nothing_personal_leaks_on_any_path(  # noqa: PLR0915 - every path, one after the other
    tmp_path: Path, model: cm.Model, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Planted people, notes and reasons are in no log, output, exception, message, repr of an answer, or file name."""
    caplog.set_level(logging.DEBUG)
    points, clock, stream = FaultPoints(), Clock(), io.StringIO()
    path = tmp_path / "cases.db"
    by = Actor(role="nurse", person=PERSON, organisation="clinic")
    said: list[str] = []

    def tell(value: object) -> object:
        said.append(f"{value!r} {value!s}")
        return value

    def fails(ask) -> None:
        with pytest.raises(CollabError) as caught:
            ask()
        said.append("".join(traceback.format_exception(caught.value)).replace(str(Path(__file__)), ""))

    store = quick(path, at=points)
    desk = open_desk(
        store, model, clock=clock, new_id=numbered(), notifier=ConsoleNotifier(stream), base_link="l/", at=points
    )
    command = attrs.evolve(talking(by, note=NOTE), evidence=(EVIDENCE,))
    tell(desk.open_case(by=by, id="c1").unwrap())
    tell(desk.record("c1", command, key="k").unwrap())
    tell(desk.record("c1", command, key="k"))
    tell(desk.record("c1", Command(verb="complete", element="meeting", by=by)))
    tell(desk.record("c1", joining("client", PERSON + "-2", by=by)))
    tell(desk.record("c1", joining("client", PERSON + "-2", by=by)))
    tell(desk.record("c1", attrs.evolve(command, data=(("nope", NOTE),))))
    tell(desk.record("c1", attrs.evolve(command, by=Actor(role="nurse", person="other-" + PERSON))))
    tell(desk.record("c1", Command(verb="waive", element="answer_due", by=by, data=(("reason", REASON),))))
    fails(lambda: desk.record("c1", talking(by, note="other" + NOTE), key="k"))
    tell(desk.record("c1", talking(by, note=NOTE + "\0")))
    fails(lambda: desk.record("c1", attrs.evolve(command, evidence=(EVIDENCE + "\0",))).unwrap())
    fails(lambda: desk.record("c1", attrs.evolve(command, data=(("note", {NOTE}),))))
    fails(lambda: desk.record("c1", Command(verb="leave", element="nurse", by=by, data=(("person", 7),))).unwrap())
    for error in (BusyError("x"), UnknownOutcomeError("x")):
        points.plan("append.before_commit", raising(error))
        fails(tell(desk.record("c1", command)).unwrap)
    points.plan("append.before_commit", raising(FullError("full")))
    fails(lambda: desk.record("c1", command))
    reader = Reader(actor=by, purpose="care", break_glass=REASON)
    for ask in (desk.case, desk.history, desk.due, desk.next_steps, desk.blocks_closing):
        tell(ask("c1", reader))
        tell(ask("c1", attrs.evolve(reader, actor=attrs.evolve(by, person=PERSON + "-9"))))
    tell(list(desk.cases(reader)))
    points.plan("access.before_commit", raising(FullError("full")))
    fails(lambda: desk.case("c1", reader))
    clock.move(days=9)
    tell(desk.tick())
    tell(desk.migrate("c1", cm.load(SMALL + "milestones: {done: {}}\n"), by=by))
    sent = [parcel.message for parcel in desk.store.outbox()]
    tell((desk, sent))
    tell(list(desk.verify()))
    desk.close()
    files = " ".join(str(one.relative_to(tmp_path)) for one in tmp_path.rglob("*"))
    out, err = capfd.readouterr()

    assert leaks("\n".join(said)) == []
    assert leaks(files + out + err + caplog.text) == []
    assert {message.to for message in sent} <= {"teacher", PERSON, PERSON + "-2"}
    assert leaks("".join(f"{one.id}{one.about}{one.link}" for one in sent)) == []


def test_the_access_log_cannot_be_written_so_nothing_is_read(path: Path, model: cm.Model) -> None:
    """Fault 53: a file that can only be read gives nothing away."""
    with open_desk(quick(path), model, clock=Clock(), new_id=numbered()) as desk:
        opened(desk)
    with open_desk(quick(path, readonly=True), clock=Clock()) as desk:
        for ask in (desk.case, desk.history, desk.due, desk.next_steps):
            with pytest.raises(StoreError):
                ask("c1", READER)
            with pytest.raises(StoreError):
                ask("c1", SYSTEM)


def test_times_without_zone_are_mistakes(desk: Desk) -> None:
    """Fault 51: no time is guessed."""
    opened(desk)

    with pytest.raises(ValueError, match="zone"):
        desk.record("c1", attrs.evolve(TALK, occurred=dt.datetime(2026, 3, 2, 10)))  # noqa: DTZ001


@pytest.mark.parametrize("fold", [0, 1])
def test_an_hour_that_comes_twice_is_two_times(desk: Desk, clock: Clock, fold: int) -> None:
    """Fault 51: half past three in the night of the change is stored as the one that was meant."""
    opened(desk)
    clock.now = dt.datetime(2026, 10, 26, 9, tzinfo=dt.UTC)
    half_past = dt.datetime(2026, 10, 25, 3, 30, fold=fold, tzinfo=ZoneInfo("Europe/Helsinki"))
    desk.record("c1", attrs.evolve(TALK, occurred=half_past)).unwrap()
    desk._office.live.drop("c1")

    kept = desk.history("c1", SYSTEM)[-1].event.occurred

    assert kept.astimezone(dt.UTC) == dt.datetime(2026, 10, 25, fold, 30, tzinfo=dt.UTC)
    assert kept.utcoffset() == dt.timedelta(hours=3 - fold)


@pytest.mark.parametrize("day", [dt.date(2026, 3, 27), dt.date(2026, 10, 23), dt.date(2028, 2, 28)])
def test_days_are_days_of_the_calendar(desk: Desk, clock: Clock, day: dt.date) -> None:
    """Fault 51: two days end with the second local day also where one has 23 or 25 hours, and in leap years."""
    helsinki = ZoneInfo("Europe/Helsinki")
    clock.now = dt.datetime.combine(day, dt.time(12), tzinfo=helsinki)
    opened(desk)
    desk.record("c1", Command(verb="complete", element="plan", by=NURSE)).unwrap()

    (one,) = desk.due("c1", SYSTEM)

    midnight = dt.datetime.combine(day + dt.timedelta(days=3), dt.time(), tzinfo=helsinki)
    assert one.due == midnight


def test_two_hosts_need_not_agree_on_the_time(path: Path, model: cm.Model) -> None:
    """Fault 52: desks whose clocks are days apart write to one case in turn; order and messages come from no clock."""
    fast, slow = Clock(START + dt.timedelta(days=3)), Clock(START)
    with (
        open_desk(quick(path), model, clock=slow, new_id=numbered("s")) as one,
        open_desk(quick(path), model, clock=fast, new_id=numbered("f")) as other,
    ):
        opened(one)
        done = [desk.record("c1", MEETING, key=f"k{n}").unwrap() for n, desk in enumerate((other, one, other, one))]
        again = one.record("c1", MEETING, key="k0").unwrap()

        assert [answer.seq for answer in done] == [2, 3, 4, 5]
        assert [answer.clock_back for answer in done] == [False, True, False, True]
        assert (again.repeated, again.seq) == (True, 2)
        assert [entry.seq for entry in one.history("c1", SYSTEM)] == [1, 2, 3, 4, 5]
        assert one.due("c1", SYSTEM) == other.due("c1", SYSTEM)
        assert list(other.verify()) == []


def test_what_happened_earlier_may_be_entered_late(desk: Desk, clock: Clock) -> None:
    """Fault 50: order is by place; a late entry keeps its own time and is no clock that went back."""
    opened(desk)
    clock.move(days=3)
    desk.record("c1", TALK)

    late = desk.record("c1", attrs.evolve(TALK, occurred=START + dt.timedelta(days=1))).unwrap()

    assert not late.clock_back
    assert [entry.seq for entry in desk.history("c1", SYSTEM)] == [1, 2, 3]
    assert late.events[0].occurred == START + dt.timedelta(days=1)


NAME = "Ada Lovelace"


@pytest.mark.parametrize(
    ("command", "place"),
    [
        (attrs.evolve(TALK, by=attrs.evolve(NURSE, person=NAME)), "by"),
        (attrs.evolve(TALK, by=attrs.evolve(NURSE, on_behalf_of=NAME)), "on_behalf_of"),
        (joining("client", NAME), "person"),
        (attrs.evolve(TALK, data=(("attendance", ({"role": "client", "person": NAME},)),)), "attendance.person"),
        (attrs.evolve(TALK, data=(("stances", ((("person", NAME),),)),)), "stances.person"),
    ],
)
def test_nobody_is_recorded_by_a_name(desk: Desk, command: Command, place: str) -> None:
    """An id with a space may be a name: nothing is stored, the remedy is told, and the name is not."""
    opened(desk)

    with pytest.raises(StoreError) as caught:
        desk.record("c1", command)

    told = f"{place}: id of a person with a space in it - use an opaque id, such as p-17; names are never stored"
    assert told in str(caught.value)
    assert NAME not in str(caught.value)
    assert desk.store.head("c1").seq == 1


def test_nobody_reads_by_a_name(desk: Desk) -> None:
    """The access log keeps who reads, so a reader is known by an opaque id too; nothing is logged or shown."""
    opened(desk)
    before = len(list(desk.store.accesses("c1")))

    with pytest.raises(StoreError, match="reader: id of a person with a space in it"):
        desk.case("c1", Reader(actor=attrs.evolve(NURSE, person=NAME)))

    assert len(list(desk.store.accesses("c1"))) == before


def test_who_cannot_open_a_case_is_told_what_is_missing(desk: Desk) -> None:
    """A case that is not opened yet has nothing to keep from anybody, so its opener learns every need."""
    found = desk.record("c9", Command(verb="open", by=NURSE, data=(("odd", 1),)))

    assert [one.text.in_language("en") for one in found.refusal.needs] == ["Data odd: does not belong here"]


def test_strangers_learn_nothing_by_writing(desk: Desk) -> None:
    """Who takes no part is refused for that alone, without a word about how the case stands."""
    opened(desk)
    desk.record("c1", talking(note="planted note"))
    desk.close_case("c1", "ready", by=NURSE).unwrap()
    stranger = attrs.evolve(NURSE, person="n-9")

    refused = desk.record("c1", attrs.evolve(TALK, by=stranger))
    own = desk.record("c1", TALK)

    assert isinstance(refused, Refused)
    assert (refused.refusal.reason, refused.refusal.others) == (Reason.NO_PARTICIPANT, ())
    assert isinstance(own, Refused)
    assert own.refusal.reason is Reason.CLOSED
    assert leaks(repr(refused)) == []
    assert isinstance(desk.case("c1", Reader(actor=attrs.evolve(NURSE, person="n-9"))), Denied)
