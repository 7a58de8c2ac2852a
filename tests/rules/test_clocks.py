"""One running limit as a budget: what standing still, lengthening and rolling do to its end, and the account of it."""

from __future__ import annotations

import datetime as dt
import json
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.rules.clocks import Change, Clock, Halt, Lengthening, of_change, to_change
from collabmodel.rules.machine import NEVER
from collabmodel.workdays import (
    Calendar,
    Days,
    Duration,
    Ledger,
    LedgerEntry,
    Opening,
    Step,
    compile_calendar,
    from_us,
    parse_duration,
    to_us,
)

HELSINKI = ZoneInfo("Europe/Helsinki")
OPENING = (Opening(days=(0, 1, 2, 3, 4), start=dt.time(8), end=dt.time(16)),)
WEEK = compile_calendar(Calendar(id="week", zone="Europe/Helsinki", opening=OPENING))
TUESDAY = "2025-03-04 10:00"
SEVEN, DUE = parse_duration("7 working days"), "2025-03-14 00:00"


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=HELSINKI)


def us(text: str) -> int:
    return to_us(at(text))


def halt(since: str, until: str) -> Halt:
    return Halt(since=us(since), until=us(until), position=5, why="papers missing")


def longer(text: str, when: str = "2025-03-05 12:00") -> Lengthening:
    return Lengthening(at=us(when), duration=parse_duration(text), position=6, why="interpreter")


def clock(
    duration: Duration | None, *changes: Change, start: str = TUESDAY, roll: str = "none", days: Days = WEEK
) -> Clock:
    made = Clock(3, us(start), 0, days, roll, duration, list(changes))
    made.reckon()
    return made


def told(made: Clock) -> str:
    return from_us(made.due, HELSINKI).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("duration", "changes", "due"),
    [
        ("7 working days", (), DUE),
        ("3 days", (), "2025-03-08 00:00"),
        ("24 hours", (), "2025-03-05 10:00"),
        ("24 hours", (halt("2025-03-04 12:00", "2025-03-04 12:30"),), "2025-03-05 10:30"),
        ("24 hours", (halt("2025-03-04 08:00", "2025-03-04 11:00"),), "2025-03-05 11:00"),
        ("24 hours", (halt("2025-03-04 08:00", "2025-03-04 10:00"),), "2025-03-05 10:00"),
        ("24 hours", (halt("2025-03-04 08:00", "2025-03-04 09:00"),), "2025-03-05 10:00"),
        ("3 days", (halt("2025-03-05 23:00", "2025-03-06 01:00"),), "2025-03-09 00:00"),
        ("3 days", (halt("2025-03-05 01:00", "2025-03-05 23:00"),), "2025-03-08 00:00"),
        ("3 days", (halt("2025-03-01 12:00", "2025-03-05 12:00"),), "2025-03-09 00:00"),
        ("3 days", (halt("2025-03-01 12:00", "2025-03-04 09:59"),), "2025-03-08 00:00"),
        ("7 working days", (halt("2025-03-06 12:00", "2025-03-11 12:00"),), "2025-03-19 00:00"),
        ("7 working days", (halt("2025-03-07 12:00", "2025-03-09 12:00"),), DUE),
        ("1 working day", (halt("2025-03-05 12:00", "2025-03-08 12:00"),), "2025-03-09 00:00"),
        (
            "3 days",
            (halt("2025-03-05 12:00", "2025-03-06 12:00"), halt("2025-03-07 12:00", "2025-03-08 12:00")),
            "2025-03-10 00:00",
        ),
        ("7 working days", (longer("12 hours"),), "2025-03-14 12:00"),
        ("7 working days", (longer("2 working days"),), "2025-03-18 00:00"),
        ("7 working days", (longer("2 days"),), "2025-03-16 00:00"),
        ("24 hours", (longer("6 hours"),), "2025-03-05 16:00"),
        ("24 hours", (longer("2 days"),), "2025-03-08 00:00"),
        ("24 hours", (longer("2 working days"),), "2025-03-08 00:00"),
        ("1 month", (longer("1 month"),), "2025-05-05 00:00"),
        ("7 working days", (Lengthening(at=0, duration=None),), DUE),
        ("3 days", (longer("1 working day"), halt("2025-03-06 12:00", "2025-03-10 12:00")), "2025-03-13 00:00"),
        ("3 working days", (longer("1 day"), halt("2025-03-06 12:00", "2025-03-10 12:00")), "2025-03-12 00:00"),
        ("24 hours", (longer("2 days"), halt("2025-03-06 12:00", "2025-03-07 12:00")), "2025-03-09 00:00"),
        ("3 days", (longer("1 hour"), halt("2025-03-06 12:00", "2025-03-06 13:00")), "2025-03-08 02:00"),
    ],
)
def test_what_changes_a_due_time(duration: str, changes: tuple[Change, ...], due: str) -> None:
    """Hours move to the minute, days by whole days, working days by working days, and each lengthening by its own."""
    assert told(clock(parse_duration(duration), *changes)) == due


@pytest.mark.parametrize(
    ("start", "duration", "roll", "due"),
    [
        ("2025-03-04 10:00", "4 days", "none", "2025-03-09 00:00"),
        ("2025-03-04 10:00", "4 days", "forward", "2025-03-11 00:00"),
        ("2025-03-04 10:00", "4 days", "backward", "2025-03-08 00:00"),
        ("2025-03-04 10:00", "3 days", "forward", "2025-03-08 00:00"),
        ("2025-03-07 10:00", "24 hours", "none", "2025-03-08 10:00"),
        ("2025-03-07 10:00", "24 hours", "forward", "2025-03-11 00:00"),
        ("2025-03-07 10:00", "24 hours", "backward", "2025-03-08 00:00"),
        ("2025-03-06 10:00", "24 hours", "forward", "2025-03-07 10:00"),
        ("2025-03-08 10:00", "1 day", "backward", "2025-03-08 10:00"),
        ("2025-03-08 10:00", "2 hours", "backward", "2025-03-08 10:00"),
    ],
)
@pytest.mark.parametrize("changes", [(), (Lengthening(at=0, duration=None),)])
def test_rolling_comes_last(start: str, duration: str, roll: str, due: str, changes: tuple[Change, ...]) -> None:
    """An end on a day off rolls to the end of a working day, but never to before the start; else it stays."""
    assert told(clock(parse_duration(duration), *changes, start=start, roll=roll)) == due


@pytest.mark.parametrize(("duration", "gap"), [("3 days", 1), ("2 working days", 1), ("24 hours", 0)])
@pytest.mark.parametrize("changes", [(), (Lengthening(at=0, duration=None),)])
def test_the_last_moment_in_time(duration: str, gap: int, changes: tuple[Change, ...]) -> None:
    """The midnight that ends the last day is too late; the moment that ends hours is in time."""
    made = clock(parse_duration(duration), *changes)

    assert made.due - made.last == gap


def test_going_on_after_the_last_day_leaves_the_rest_of_that_day() -> None:
    """A clock that goes on after its end would have come lasts at least through the day on which it goes on."""
    made = clock(parse_duration("1 day"), halt("2025-03-05 12:00", "2025-03-05 18:00"))
    late = clock(parse_duration("1 working day"), halt("2025-03-05 12:00", "2025-03-09 12:00"))

    assert told(made) == "2025-03-06 00:00"
    assert told(late) == "2025-03-10 00:00"


def test_what_cannot_be_told_never_ends() -> None:
    """Without a length there is no due time, whatever happens."""
    made = clock(None)
    made.change(halt("2025-03-05 12:00", "2025-03-06 12:00"))
    made.change(longer("2 days"))

    assert (made.due, made.last, made.due_with(longer("2 days"))) == (NEVER, NEVER, NEVER)
    assert made.ledger("answer", None).due is None


MOMENTS = st.integers(0, 20 * 24 * 60).map(lambda minutes: us(TUESDAY) + (minutes - 1440) * 60_000_000)
LENGTHS = st.sampled_from(["2 hours", "1 day", "2 working days", "1 week", "same day"]).map(parse_duration)
CHANGES = st.one_of(
    st.tuples(MOMENTS, MOMENTS).map(lambda pair: Halt(since=min(pair), until=max(pair))),
    st.builds(Lengthening, at=MOMENTS, duration=st.one_of(st.none(), LENGTHS)),
)


@given(LENGTHS, st.lists(CHANGES, min_size=1, max_size=4), st.sampled_from(["none", "forward", "backward"]))
def test_one_change_at_a_time_is_as_all_at_once(length: Duration, changes: list[Change], roll: str) -> None:
    """Taking in changes as they come, foreseeing the next one, and reckoning anew give one due time."""
    step_by_step = clock(length, roll=roll)
    for change in changes:
        foreseen = step_by_step.due_with(change)
        step_by_step.change(change)

        assert step_by_step.due == foreseen

    anew = clock(length, *changes, roll=roll)

    assert (anew.due, anew.last) == (step_by_step.due, step_by_step.last)
    assert anew.due >= us(TUESDAY)


def test_a_copy_goes_its_own_way() -> None:
    """What happens to a copy leaves the clock that was copied as it was."""
    made = clock(SEVEN)
    other = made.copy()
    other.change(longer("2 days"))
    other.used[0] = 1

    assert (told(made), made.changes, made.used) == (DUE, [], {})
    assert (told(other), other.name) == ("2025-03-16 00:00", made.name)


def test_clocks_are_told_apart_by_where_they_run_from() -> None:
    """A clock is named by its activation, its start and its anchor."""
    assert clock(SEVEN).name == (3, us(TUESDAY), 0)


@pytest.mark.parametrize(
    "change",
    [
        halt("2025-03-05 12:00", "2025-03-06 12:00"),
        longer("2 days"),
        Lengthening(at=7, duration=None, position=1, why="too often"),
    ],
)
def test_a_change_comes_back_from_plain_values(change: Change) -> None:
    """A pause, a lengthening and a refusal go through JSON and are the same again, every part of them."""
    assert to_change(json.loads(json.dumps(of_change(change)))) == change


@pytest.mark.parametrize("duration", [SEVEN, parse_duration("24 hours"), None])
@pytest.mark.parametrize("changes", [(), (halt("2025-03-05 12:00", "2025-03-06 12:00"), longer("2 days"))])
def test_a_clock_comes_back_from_plain_values(duration: Duration | None, changes: tuple[Change, ...]) -> None:
    """A clock goes through JSON and is the same again, and what happens later moves it just as far."""
    made = clock(duration, *changes, roll="forward")
    made.used[1] = 2
    other = Clock.saved(json.loads(json.dumps(made.save())), WEEK, "forward")

    assert (other.name, other.duration, other.used) == (made.name, duration, {1: 2})
    assert (other.changes, other.due, other.last) == (made.changes, made.due, made.last)
    for each in (made, other):
        each.change(longer("3 hours"))
    assert (other.due, other.last, other.save()) == (made.due, made.last, made.save())


@pytest.mark.parametrize("state", [None, (1, 2), (1, 2, -1, "", "longer", 6), (1, 2, -1, 7), ("1", 2, -1, "")])
def test_a_change_that_is_none_is_refused(state: object) -> None:
    """What no clock has saved is not taken for a change."""
    with pytest.raises(ValueError, match=r"."):
        to_change(state)  # type: ignore[arg-type]


def test_the_account_of_a_life() -> None:
    """Start, budget, each pause, lengthening and refusal stand in the account with times, events and reasons."""
    made = clock(
        SEVEN,
        halt("2025-03-03 10:00", "2025-03-06 12:00"),
        longer("2 working days"),
        Lengthening(at=us("2025-03-07 09:00"), duration=None, position=7, why="too often"),
    )
    stop = LedgerEntry(step=Step.STOP, at=at("2025-03-10 10:00"), position=8)

    assert made.ledger("answer", None, (stop,)) == Ledger(
        limit="answer",
        activation=3,
        due=at("2025-03-20 00:00"),
        entries=(
            LedgerEntry(step=Step.START, at=at(TUESDAY), position=3),
            LedgerEntry(step=Step.BUDGET, at=at(TUESDAY), duration=SEVEN, due=at(DUE)),
            LedgerEntry(
                step=Step.PAUSE, at=at(TUESDAY), until=at("2025-03-06 12:00"), due=at("2025-03-18 00:00"), position=5,
                why="papers missing",
            ),
            LedgerEntry(
                step=Step.EXTENSION, at=at("2025-03-05 12:00"), duration=parse_duration("2 working days"),
                due=at("2025-03-20 00:00"), position=6, why="interpreter",
            ),
            LedgerEntry(
                step=Step.REFUSED, at=at("2025-03-07 09:00"), due=at("2025-03-20 00:00"), position=7, why="too often"
            ),
            stop,
        ),
    )  # fmt: skip


def test_the_account_while_standing_still() -> None:
    """While it stands still there is no due time; the pause stands in the account from where it touched the clock."""
    made = clock(SEVEN, roll="forward")
    entries = made.ledger("answer", us("2025-03-01 10:00")).entries
    later = made.ledger("answer", us("2025-03-06 10:00"))

    assert entries[-1] == LedgerEntry(step=Step.PAUSE, at=at(TUESDAY))
    assert later.entries[-1] == LedgerEntry(step=Step.PAUSE, at=at("2025-03-06 10:00"))
    assert (len(later.entries), later.due) == (3, None)


def test_the_account_tells_rolling_where_it_moved_something() -> None:
    """The due time before rolling stands with the budget, the rolled one in a line of its own; else there is none."""
    made = clock(parse_duration("4 days"), roll="forward")
    still = clock(parse_duration("3 days"), roll="forward")
    back = clock(parse_duration("4 days"), roll="backward").ledger("answer", None).entries[-1]

    assert (back.due, back.why) == (at("2025-03-08 00:00"), "rolls backward")

    assert made.ledger("answer", None).entries[1:] == (
        LedgerEntry(step=Step.BUDGET, at=at(TUESDAY), duration=parse_duration("4 days"), due=at("2025-03-09 00:00")),
        LedgerEntry(step=Step.ROLL, at=at(TUESDAY), due=at("2025-03-11 00:00"), why="rolls forward"),
    )
    assert [entry.step for entry in still.ledger("answer", None).entries] == [Step.START, Step.BUDGET]


def test_the_account_tells_where_counting_ends() -> None:
    """A budget beyond two hundred years says so; one below says nothing."""
    made = clock(parse_duration("999999999 working days"))
    below = clock(parse_duration("199 years"))
    cap = made.ledger("answer", None).entries[-1]

    assert (cap.step, cap.at, cap.why) == (
        Step.CAP, at(TUESDAY), "nothing is counted further than 200 years ahead"
    )  # fmt: skip
    assert cap.due == from_us(made.due, HELSINKI)
    assert below.ledger("answer", None).entries[-1].step is Step.BUDGET
