"""The passing of time: over all cases with something due, once each, whatever the clock does."""

from __future__ import annotations

import datetime as dt
import zoneinfo

import attrs
import pytest
from small_cases import NURSE, START, TALK, Clock, joining, numbered, opened

import collabmodel as cm
from collabmodel.adapters import MemoryStore
from collabmodel.case import Command
from collabmodel.desk import SYSTEM, Desk, open_desk
from collabmodel.errors import BusyError
from collabmodel.testing.faults import FaultPoints, raising

PLAN = Command(verb="complete", element="plan", by=NURSE)
ANSWER = Command(verb="complete", element="answer", by=NURSE)
HELSINKI = zoneinfo.ZoneInfo("Europe/Helsinki")


def told(desk: Desk) -> list[tuple[str, str]]:
    return [(parcel.message.to, parcel.message.about) for parcel in desk.store.outbox()]


def test_who_answers_for_what_is_overdue_is_told_once(desk: Desk, clock: Clock) -> None:
    """A limit that has passed is told to who is responsible, at the first tick after it and never again."""
    opened(desk)
    desk.record("c1", PLAN)
    clock.move(days=2)
    early = desk.tick()
    clock.move(days=2)

    ticks = [desk.tick() for _ in range(3)]

    assert early.told == 0
    assert [tick.told for tick in ticks] == [1, 0, 0]
    assert told(desk) == [("n-1", "overdue")]
    assert desk.store.head("c1").seq == 2


def test_what_is_met_is_not_told(desk: Desk, clock: Clock) -> None:
    """What came in time leaves nothing due."""
    opened(desk)
    desk.record("c1", PLAN)
    desk.record("c1", ANSWER)
    clock.move(days=30)

    assert desk.tick(every=True).told == 0
    assert desk.store.row("c1").due is None


def test_only_cases_with_something_due_are_looked_at(desk: Desk, clock: Clock) -> None:
    """The index tells which cases a tick looks at; all open ones only where that is asked for."""
    opened(desk, "c1")
    opened(desk, "c2")
    desk.record("c1", PLAN)
    clock.move(days=5)

    assert desk.tick().looked == 1
    assert desk.tick(every=True).looked == 2


def test_an_offer_that_nobody_answered_expires(desk: Desk, clock: Clock) -> None:
    """Expiry is an event of the clock's; the offer's own time puts the case into the index."""
    opened(desk)
    desk.record("c1", joining("nurse", "n-2", "clinic")).unwrap()
    desk.record("c1", Command(verb="take", element="responsible", by=NURSE)).unwrap()
    data = (("role", "nurse"), ("person", "n-2"), ("expires", START + dt.timedelta(days=1)))
    desk.record("c1", Command(verb="offer", element="responsible", by=NURSE, data=data)).unwrap()
    clock.move(days=1, seconds=1)

    first, second = desk.tick(), desk.tick()

    assert (first.events, second.events) == (2, 0)
    entry = desk.history("c1", SYSTEM)[-1]
    assert (entry.event.element, entry.event.transition) == ("responsible", "expired")
    assert [one.person for one in desk.case("c1", SYSTEM).unwrap().case.holdings] == ["n-1"]


def test_a_case_that_fails_does_not_stop_the_others(desk: Desk, clock: Clock, points: FaultPoints) -> None:
    """What fails at one case is told with the type of the error, and the others go on."""
    for case in ("c1", "c2"):
        opened(desk, case)
        desk.record(case, PLAN)
    clock.move(days=5)
    points.plan("append.before_commit", raising(BusyError("x")))

    tick = desk.tick()

    assert tick.failed == (("c1", "BusyError"),)
    assert tick.told == 1
    assert desk.tick().told == 1


def test_a_tick_that_is_interrupted_goes_on(desk: Desk, clock: Clock, points: FaultPoints) -> None:
    """Wherever a tick is stopped, the next one tells what is still to be told, and nothing twice."""
    for case in ("c1", "c2", "c3"):
        opened(desk, case)
        desk.record(case, PLAN)
    clock.move(days=5)
    points.plan("append.after_commit", raising(KeyboardInterrupt()), turn=5)

    with pytest.raises(KeyboardInterrupt):
        desk.tick()
    desk.tick()

    assert len(told(desk)) == 3


def test_the_time_of_a_tick_may_be_given(desk: Desk, clock: Clock) -> None:
    """Whoever replays or tests says what time it is."""
    opened(desk)
    desk.record("c1", PLAN)

    assert desk.tick(clock.now + dt.timedelta(days=9)).told == 1


@pytest.mark.parametrize("hours", [-24 * 400, -1, 24 * 365 * 5])
def test_a_clock_that_jumps_harms_no_case(desk: Desk, clock: Clock, hours: int) -> None:
    """Fault 50: dues follow from the time asked at: with the clock right again, so are they; order has not changed."""
    opened(desk)
    desk.record("c1", PLAN)
    right = desk.due("c1", SYSTEM)
    clock.move(hours=hours)
    desk.tick()
    clock.move(hours=-hours)

    assert desk.due("c1", SYSTEM) == right
    assert [entry.seq for entry in desk.history("c1", SYSTEM)] == [1, 2]
    assert desk.record("c1", ANSWER).unwrap().seq == 3


@pytest.mark.parametrize(
    ("opened_at", "due"),
    [
        # A limit in days ends at local midnight: the days on which clocks change have 23 and 25 hours.
        (dt.datetime(2026, 3, 27, 9, tzinfo=HELSINKI), dt.datetime(2026, 3, 30, 0, tzinfo=HELSINKI)),
        (dt.datetime(2026, 10, 24, 9, tzinfo=HELSINKI), dt.datetime(2026, 10, 27, 0, tzinfo=HELSINKI)),
        (dt.datetime(2026, 10, 25, 3, 30, tzinfo=HELSINKI), dt.datetime(2026, 10, 28, 0, tzinfo=HELSINKI)),
        (dt.datetime(2026, 10, 25, 3, 30, fold=1, tzinfo=HELSINKI), dt.datetime(2026, 10, 28, 0, tzinfo=HELSINKI)),
        (dt.datetime(2028, 2, 28, 9, tzinfo=HELSINKI), dt.datetime(2028, 3, 2, 0, tzinfo=HELSINKI)),
    ],
)
def test_dues_hold_on_days_when_clocks_change(model: cm.Model, opened_at: dt.datetime, due: dt.datetime) -> None:
    """Due times are calendar days of the model's zone, not multiples of 24 hours."""
    with open_desk(MemoryStore(), model, clock=Clock(opened_at), new_id=numbered()) as desk:
        opened(desk)
        desk.record("c1", PLAN)

        assert desk.store.row("c1").due == due.astimezone(dt.UTC)


def test_the_hour_that_comes_twice_stays_two(model: cm.Model) -> None:
    """Times keep their offset, so both half past threes of an autumn night are told apart after a round trip."""
    first = dt.datetime(2026, 10, 25, 3, 30, tzinfo=HELSINKI)
    second = first.replace(fold=1)
    clock = Clock(first)
    with open_desk(MemoryStore(), model, clock=clock, new_id=numbered()) as desk:
        opened(desk)
        clock.now = second
        done = desk.record("c1", TALK).unwrap()
        times = [entry.event.recorded for entry in desk.history("c1", SYSTEM)]

    assert times[1] - times[0] == dt.timedelta(hours=1)
    assert not done.clock_back


def test_two_hosts_clocks_are_not_compared(model: cm.Model) -> None:
    """Desks whose clocks differ write one case in order; nothing is refused or lost by the difference."""
    store = MemoryStore()
    early, late = Clock(START + dt.timedelta(hours=1)), Clock(START + dt.timedelta(hours=2))
    one = open_desk(store, model, clock=early, new_id=numbered("a"))
    other = open_desk(store, clock=late, new_id=numbered("b"))
    opened(one)

    seqs = [desk.record("c1", TALK).unwrap().seq for _ in range(3) for desk in (other, one)]

    assert seqs == [2, 3, 4, 5, 6, 7]
    assert attrs.asdict(one.case("c1", SYSTEM).unwrap().row) == attrs.asdict(other.case("c1", SYSTEM).unwrap().row)
    store.close()
