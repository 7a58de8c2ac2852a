"""How many working days and hours lie between two moments."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import attrs
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.workdays import (
    Calendar,
    DayException,
    HolidayRule,
    Opening,
    from_us,
    is_working_day,
    to_us,
    working_days_between,
    working_time_between,
)

HELSINKI = ZoneInfo("Europe/Helsinki")
WEEK = (Opening(days=(0, 1, 2, 3, 4), start=dt.time(8), end=dt.time(16)),)
OFFICE = Calendar(
    id="office", zone="Europe/Helsinki", opening=WEEK, holidays=(HolidayRule(name="Good Friday", easter=-2),)
)
DATES = st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31))


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=HELSINKI)


def test_opening_day_does_not_count():
    """The day counted from does not count and the last day does; backwards the count is negative."""
    tuesday, thursday = dt.date(2025, 3, 4), dt.date(2025, 3, 13)

    assert working_days_between(tuesday, thursday, OFFICE) == 7
    assert working_days_between(thursday, tuesday, OFFICE) == -7
    assert working_days_between(tuesday, tuesday, OFFICE) == 0


@given(DATES, DATES)
def test_working_days_by_walking(one, other):
    """The count equals a walk day by day, over many years too."""
    first, last = sorted((one, other))
    walk = sum(
        is_working_day(dt.date.fromordinal(day), OFFICE) for day in range(first.toordinal() + 1, last.toordinal() + 1)
    )

    assert working_days_between(first, last, OFFICE) == walk


def test_working_time_skips_nights_weekends_and_holidays():
    """From Thursday before Easter 15:00 to Monday after 9:00 two hours are worked."""
    calendar = attrs.evolve(OFFICE, holidays=(*OFFICE.holidays, HolidayRule(name="Easter Monday", easter=1)))

    assert working_time_between(at("2025-04-17 15:00"), at("2025-04-22 09:00"), calendar) == dt.timedelta(hours=2)
    assert working_time_between(at("2025-04-22 09:00"), at("2025-04-17 15:00"), calendar) == -dt.timedelta(hours=2)


def test_working_time_is_elapsed_time():
    """Round the clock, the day on which clocks go forward has 23 hours and the day on which they go back 25."""
    always = Calendar(
        id="always", zone="Europe/Helsinki", opening=(Opening(days=tuple(range(7)), start=dt.time(), end=dt.time()),)
    )

    assert working_time_between(at("2026-03-29 00:00"), at("2026-03-30 00:00"), always) == dt.timedelta(hours=23)
    assert working_time_between(at("2026-10-25 00:00"), at("2026-10-26 00:00"), always) == dt.timedelta(hours=25)


def test_overlapping_openings_count_once():
    """Hours that two openings share are worked once."""
    split = (
        Opening(days=(0,), start=dt.time(8), end=dt.time(12)),
        Opening(days=(0, 1), start=dt.time(11), end=dt.time(15)),
        Opening(days=(0,), start=dt.time(9), end=dt.time(10)),
    )
    calendar = Calendar(id="split", zone="Europe/Helsinki", opening=split)

    assert working_time_between(at("2025-03-03 00:00"), at("2025-03-04 00:00"), calendar) == dt.timedelta(hours=7)


def test_a_day_opened_by_exception_has_hours():
    """A Saturday that an exception opens is worked for the hours of the first opening."""
    calendar = attrs.evolve(OFFICE, exceptions=(DayException(date=dt.date(2025, 3, 8), working=True),))

    assert working_time_between(at("2025-03-08 00:00"), at("2025-03-09 00:00"), calendar) == dt.timedelta(hours=8)


MOMENTS = st.integers(to_us(at("2025-01-01")), to_us(at("2025-12-31"))).map(from_us)


@given(MOMENTS, MOMENTS, MOMENTS)
def test_working_time_adds_up(one, two, three):
    """The time from a to c is the time from a to b and from b to c, in whatever order they lie."""
    whole = working_time_between(one, three, OFFICE)

    assert whole == working_time_between(one, two, OFFICE) + working_time_between(two, three, OFFICE)
