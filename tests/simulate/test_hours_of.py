"""Calendars become rows that say what the calendars say."""

from __future__ import annotations

import datetime as dt
import random
from zoneinfo import ZoneInfo

import pytest

from collabmodel.errors import ModelError
from collabmodel.simulate.hours_of import BEYOND, Window, append_calendar, calendar_rows
from collabmodel.simulate.kernel import header
from collabmodel.simulate.kernel import rows as r
from collabmodel.simulate.kernel.hours import add_working_days, is_open, working_between
from collabmodel.workdays import (
    Calendar,
    DayException,
    HolidayRule,
    Opening,
    compile_calendar,
    from_us,
    to_us,
    working_time_between,
)

HELSINKI = ZoneInfo("Europe/Helsinki")
MINUTE_US = 60_000_000
WEEK = (0, 1, 2, 3, 4)
START = to_us(dt.datetime(2025, 3, 19, tzinfo=HELSINKI))
HORIZON = 30 * 1440


def hours(days: tuple[int, ...], start: int, end: int) -> Opening:
    return Opening(days=days, start=dt.time(start), end=dt.time(end % 24))


CALENDARS = (
    Calendar(
        id="office",
        zone="Europe/Helsinki",
        opening=(hours(WEEK, 13, 16), hours(WEEK, 8, 12)),
        holidays=(HolidayRule(name="Fools' Day", month_day="04-01"),),
    ),
    Calendar(id="day and night", zone="Europe/Helsinki", opening=(hours((0, 1, 2, 3, 4, 5, 6), 0, 24),)),
    Calendar(
        id="far away",
        zone="America/New_York",
        opening=(hours((0, 2, 6), 0, 4), hours((0, 2, 6), 3, 9), hours((6,), 20, 24)),
        exceptions=(DayException(date=dt.date(2025, 3, 21), working=True),),
    ),
    Calendar(id="closed", zone="UTC"),
)


def memory(calendar: Calendar | None, slot: int = 0) -> tuple[list[int], int]:
    m = [0] * header.HEADER
    m[header.HORIZON] = HORIZON
    return m, append_calendar(m, calendar_rows(calendar, start_us=START, horizon=HORIZON), slot=slot)


@pytest.mark.parametrize("calendar", CALENDARS, ids=lambda calendar: calendar.id)
def test_rows_hold_the_working_time_of_the_calendar(calendar: Calendar) -> None:
    """Working time over rows is the calendar's, over clock changes, holidays, exceptions and other zones."""
    m, at = memory(calendar)
    days = compile_calendar(calendar)
    chance = random.Random(1)
    for _ in range(300):
        a, b = sorted(chance.randrange(HORIZON) for _ in "ab")

        told = working_time_between(from_us(START + a * MINUTE_US), from_us(START + b * MINUTE_US), days)

        assert working_between(m, at, a, b) * 60 == told.total_seconds()


@pytest.mark.parametrize("calendar", CALENDARS[:3], ids=lambda calendar: calendar.id)
def test_rows_count_the_working_days_of_the_calendar(calendar: Calendar) -> None:
    """So many working days later over rows is the calendar's day, at the same local time where no clock changes."""
    m, at = memory(calendar)
    days = compile_calendar(calendar)
    chance = random.Random(2)
    for _ in range(300):
        t, count = chance.randrange(HORIZON), chance.randrange(1, 8)
        found = from_us(START + add_working_days(m, at, t, count) * MINUTE_US).astimezone(days.zone)
        came = from_us(START + t * MINUTE_US).astimezone(days.zone)

        right = days.later(came.date().toordinal(), count)

        if dt.date(2025, 3, 30) not in {came.date(), found.date()}:
            assert (found.date().toordinal(), found.time()) == (right, came.time())


def test_hours_that_touch_or_overlap_are_one_window() -> None:
    """Openings of one day that touch or overlap make one window, so that work in them ends once."""
    openings = (hours((2,), 8, 12), hours((2,), 12, 16), hours((2,), 15, 17))
    calendar = Calendar(id="long", zone="Europe/Helsinki", opening=openings)

    first = (calendar_rows(calendar, start_us=START, horizon=HORIZON) or ())[0]

    assert first == Window(start=480, end=1020, midnight=0)


def test_windows_begin_with_the_scenario() -> None:
    """A window under way at the start is cut to begin there; its local day began before."""
    far = CALENDARS[2].opening[:1]
    tokyo = Calendar(
        id="tokyo", zone="Asia/Tokyo", opening=(Opening(days=(2,), start=dt.time(6), end=dt.time(9)), *far)
    )

    first = (calendar_rows(tokyo, start_us=START, horizon=HORIZON) or ())[0]

    assert first == Window(start=0, end=120, midnight=-420)


def test_rows_reach_beyond_the_horizon() -> None:
    """Hours are worked out for 60 days beyond the horizon."""
    windows = calendar_rows(CALENDARS[1], start_us=START, horizon=HORIZON) or ()

    assert HORIZON + BEYOND <= windows[-1].end <= HORIZON + BEYOND + 1440


def test_no_calendar_has_no_rows() -> None:
    """Without a calendar nothing is put into the memory, and its address is 0."""
    m, at = memory(None)

    assert (at, len(m)) == (0, header.HEADER)


def test_windows_are_numbered() -> None:
    """Every window knows the working minutes before it, its working day and when that began."""
    m, at = memory(CALENDARS[0])
    first = m[at + r.CALENDAR_WINDOWS]

    rows = [m[first + n * r.WINDOW_SIZE : first + (n + 1) * r.WINDOW_SIZE] for n in range(7)]

    assert [row[r.WINDOW_BEFORE] for row in rows] == [0, 240, 420, 660, 840, 1080, 1260]
    assert [row[r.WINDOW_DAY] for row in rows] == [0, 0, 1, 1, 2, 2, 3]
    assert [row[r.WINDOW_MIDNIGHT] // 1440 for row in rows] == [0, 0, 1, 1, 2, 2, 5]


@pytest.mark.parametrize("calendar", CALENDARS, ids=lambda calendar: calendar.id)
@pytest.mark.parametrize("slot", [30, 45, 50])
def test_slots_are_open_from_end_to_end(calendar: Calendar, slot: int) -> None:
    """A slot is open where every minute of it is; a slot that would reach into the next day is none."""
    m, at = memory(calendar, slot)

    for day in range(0, min(m[at + r.CALENDAR_N_DAYS], HORIZON // 1440), 3):
        bits = m[m[at + r.CALENDAR_OPEN] + day]
        starts = range(day * 1440, (day + 1) * 1440 - slot + 1, slot)
        right = [all(is_open(m, at, t) for t in range(start, start + slot)) for start in starts]
        assert [bool(bits >> n & 1) for n in range(len(right))] == right
        assert bits >> len(right) == 0


def test_bad_calendars_are_refused() -> None:
    """A calendar that cannot mean anything is refused with its fault."""
    with pytest.raises(ModelError, match="no such time zone"):
        calendar_rows(Calendar(id="lost", zone="Nowhere/Atlantis"), start_us=START, horizon=HORIZON)
