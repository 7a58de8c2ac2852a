"""When things are due: golden dates, changes of clocks, and every duration against a walk day by day."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.errors import ModelError
from collabmodel.workdays import (
    Calendar,
    DayException,
    Duration,
    HolidayRule,
    Opening,
    Unit,
    compile_calendar,
    due_time,
    due_us,
    easter_sunday,
    ends_at_midnight,
    from_us,
    last_us,
    parse_duration,
    roll,
    shift,
    to_us,
    working_days_between,
)

HELSINKI = ZoneInfo("Europe/Helsinki")
WEEK = (Opening(days=(0, 1, 2, 3, 4), start=dt.time(8), end=dt.time(16)),)
RULES = (
    HolidayRule(name="New Year", month_day="01-01"),
    HolidayRule(name="Epiphany", month_day="01-06"),
    HolidayRule(name="Good Friday", easter=-2),
    HolidayRule(name="Easter Monday", easter=1),
    HolidayRule(name="May Day", month_day="05-01"),
    HolidayRule(name="Ascension", easter=39),
    HolidayRule(name="Midsummer Eve", month_day="06-19", weekday=4, eve=True),
    HolidayRule(name="Independence", month_day="12-06"),
    HolidayRule(name="Christmas Eve", month_day="12-24", eve=True),
    HolidayRule(name="Christmas", month_day="12-25"),
    HolidayRule(name="Boxing Day", month_day="12-26"),
)
EVES_WORK = Calendar(id="eves-work", zone="Europe/Helsinki", opening=WEEK, holidays=RULES)
EVES_FREE = attrs.evolve(EVES_WORK, id="eves-free", eves_work=False)


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=HELSINKI)


def last_day(start, duration, calendar, **options):
    return (due_time(at(start), parse_duration(duration), calendar, **options) - dt.timedelta(microseconds=1)).date()


def test_seven_working_days():
    """Counting leaves the opening day out: Tuesday 4 March 2025 and 7 working days end with Thursday 13 March."""
    due = due_time(at("2025-03-04 10:15"), parse_duration("7 working days"), EVES_WORK)

    assert due == at("2025-03-14 00:00")


@pytest.mark.parametrize(
    ("start", "calendar", "expected"),
    [
        ("2025-06-17", EVES_FREE, "2025-06-27"),
        ("2025-06-17", EVES_WORK, "2025-06-26"),
        ("2025-12-18", EVES_FREE, "2026-01-02"),
        ("2025-12-18", EVES_WORK, "2025-12-31"),
    ],
)
def test_eves(start, calendar, expected):
    """Whether eves count moves seven working days by one."""
    assert last_day(start, "7 working days", calendar).isoformat() == expected


def test_three_months_and_rolling():
    """30 November and 3 months end with 28 February; where the limit rolls, that Saturday becomes Monday 2 March."""
    assert last_day("2025-11-30", "3 months", EVES_WORK) == dt.date(2026, 2, 28)
    assert last_day("2025-11-30", "3 months", EVES_WORK, roll="forward") == dt.date(2026, 3, 2)
    assert last_day("2025-11-30", "3 months", EVES_WORK, roll="backward") == dt.date(2026, 2, 27)


@pytest.mark.parametrize(
    ("start", "duration", "expected"),
    [
        ("2025-05-02 09:00", "28 days", "2025-05-30"),
        ("2024-01-31 09:00", "1 month", "2024-02-29"),
        ("2024-02-29 09:00", "1 year", "2025-02-28"),
        ("2023-02-28 23:59", "1 year", "2024-02-28"),
        ("2025-12-31 00:00", "2 weeks", "2026-01-14"),
        ("2025-03-04 23:59", "same day", "2025-03-04"),
        ("2025-03-04 23:59", "0 days", "2025-03-04"),
        ("2025-03-08 12:00", "1 working day", "2025-03-10"),
        ("2025-03-08 12:00", "0 working days", "2025-03-08"),
    ],
)
def test_days_and_longer(start, duration, expected):
    """Days, weeks, months and years end with a day; months keep the day number or end with the month."""
    assert last_day(start, duration, EVES_WORK).isoformat() == expected


@pytest.mark.parametrize(
    ("start", "duration", "expected"),
    [
        ("2026-03-28 12:00", "24 hours", "2026-03-29 13:00"),
        ("2026-10-24 12:00", "24 hours", "2026-10-25 11:00"),
        ("2026-03-28 12:00", "1 day", "2026-03-30 00:00"),
        ("2026-10-24 12:00", "1 day", "2026-10-26 00:00"),
        ("2026-03-29 02:30", "60 minutes", "2026-03-29 04:30"),
    ],
)
def test_changes_of_clocks(start, duration, expected):
    """Hours are true elapsed time over a change of clocks; days end at local midnight all the same."""
    due = due_time(at(start), parse_duration(duration), EVES_WORK)

    assert due.astimezone(dt.UTC) == at(expected).astimezone(dt.UTC)


def test_the_hour_shown_twice():
    """On 25 October 2026 the two half past threes in Helsinki are an hour apart, and so are their limits."""
    first = dt.datetime(2026, 10, 25, 3, 30, tzinfo=HELSINKI, fold=0)
    second = first.replace(fold=1)

    gap = to_us(due_time(second, parse_duration("2 hours"), EVES_WORK)) - to_us(
        due_time(first, parse_duration("2 hours"), EVES_WORK)
    )

    assert gap == 3_600_000_000


def test_midnight_is_late_for_days_and_in_time_for_hours():
    """The due midnight of a limit in days is the first moment too late; the due moment of one in hours is in time."""
    days, start = compile_calendar(EVES_WORK), to_us(at("2025-03-04 00:00"))
    one_day, day_of_hours = parse_duration("1 day"), parse_duration("24 hours")

    assert from_us(due_us(start, one_day, days), HELSINKI) == at("2025-03-06 00:00")
    assert last_us(start, one_day, days) == due_us(start, one_day, days) - 1
    assert last_us(start, day_of_hours, days) == due_us(start, day_of_hours, days)


def test_plain_time():
    """Without a calendar a day is 24 hours, months keep the time of day in UTC, the same day ends at midnight UTC."""
    start = dt.datetime(2025, 11, 30, 10, 30, tzinfo=dt.UTC)

    assert due_time(start, parse_duration("2 days")) == start + dt.timedelta(days=2)
    assert due_time(start, parse_duration("3 months")) == dt.datetime(2026, 2, 28, 10, 30, tzinfo=dt.UTC)
    assert due_time(start, parse_duration("same day")) == dt.datetime(2025, 12, 1, tzinfo=dt.UTC)


def test_working_days_need_a_calendar():
    """Working days without a calendar, or on one that is never open, are refused with a hint and never loop."""
    never = Calendar(id="never", zone="UTC")

    with pytest.raises(ModelError, match="name a calendar"):
        due_time(at("2025-03-04"), parse_duration("1 working day"))
    with pytest.raises(ModelError, match="calendar 'never' has no working day"):
        due_time(at("2025-03-04"), parse_duration("1 working day"), never)


def test_a_calendar_with_one_working_day_ends():
    """Counting past the last working day there will ever be stops at the horizon."""
    exceptions = (DayException(date=dt.date(2025, 3, 10), working=True),)
    rare = Calendar(id="rare", zone="UTC", exceptions=exceptions)

    assert last_day("2025-03-04", "1 working day", rare) == dt.date(2025, 3, 10)
    assert last_day("2025-03-04", "2 working days", rare) == dt.date(2225, 12, 31)


@pytest.mark.parametrize("unit", [unit for unit in Unit if unit is not Unit.SAME_DAY])
def test_huge_amounts_end_at_the_horizon(unit):
    """No amount overflows or runs for long: what would end centuries ahead ends at the horizon."""
    huge = Duration(999_999_999_999, unit)
    start = at("2025-03-04 12:00")

    assert 2224 <= due_time(start, huge, EVES_WORK).year <= 2226
    assert due_time(dt.datetime(9998, 12, 30, tzinfo=dt.UTC), huge, EVES_WORK).year <= 9999


@pytest.mark.parametrize(
    ("start", "expected"), [("2025-03-04 16:00", "2025-03-05"), ("2025-03-04 16:00:01", "2025-03-06")]
)
def test_cut_off(start, expected):
    """What comes after the cut-off hour counts as coming on the next day; the hour itself is in time."""
    calendar = attrs.evolve(EVES_WORK, cut_off=dt.time(16))

    assert last_day(start, "1 working day", calendar).isoformat() == expected
    assert last_day(start, "1 working day", EVES_WORK, cut_off=dt.time(16)).isoformat() == expected


def test_cut_off_leaves_hours_alone():
    """A cut-off hour moves days, not elapsed hours."""
    due = due_time(at("2025-03-04 18:00"), parse_duration("3 hours"), EVES_WORK, cut_off=dt.time(16))

    assert due == at("2025-03-04 21:00")


def test_rolling_hours():
    """A limit in hours that ends on a day off rolls to the end of a working day, and never before its start."""
    saturday = at("2025-03-08 10:00")
    hours = parse_duration("3 hours")

    assert due_time(saturday, hours, EVES_WORK, roll="forward") == at("2025-03-11 00:00")
    assert due_time(saturday, hours, EVES_WORK, roll="backward") == saturday
    assert due_time(saturday, hours, EVES_WORK) == at("2025-03-08 13:00")


def test_roll_keeps_the_time_of_day():
    """Rolling a moment keeps its local time of day, over a change of clocks too; rolling a date gives a date."""
    saturday = at("2026-03-28 12:00")

    assert roll(saturday, EVES_WORK) == at("2026-03-30 12:00")
    assert roll(dt.date(2026, 3, 28), EVES_WORK, "backward") == dt.date(2026, 3, 27)
    assert roll(at("2026-03-30 12:00"), EVES_WORK) == at("2026-03-30 12:00")


def test_shift():
    """Shifting adds without rounding to days, and is None where it means nothing."""
    office = compile_calendar(EVES_WORK)

    assert shift(dt.date(2025, 3, 4), parse_duration("7 working days"), office) == dt.date(2025, 3, 13)
    assert shift(at("2025-01-31 10:00"), parse_duration("1 month")) == at("2025-02-28 10:00")
    assert shift(at("2026-03-28 12:00"), parse_duration("1 day")) == at("2026-03-29 13:00")
    assert shift(dt.date(2025, 3, 4), parse_duration("2 weeks")) == dt.date(2025, 3, 18)
    assert shift(dt.date(2025, 3, 4), parse_duration("2 hours")) is None
    assert shift(dt.date(2025, 3, 4), parse_duration("2 working days")) is None
    assert shift(dt.date(2025, 3, 4), parse_duration("same day")) == dt.date(2025, 3, 4)


def test_a_date_that_stands_for_ever_never_moves_back():
    """Adding to the last day there is leaves it where it is."""
    found = shift(dt.date(9999, 12, 31), Duration(1, Unit.DAYS))

    assert found == dt.date(9999, 12, 31)


def naive_holiday(day, calendar):
    """Tell naively whether one of the rules above makes a day free."""
    for rule in calendar.holidays:
        if rule.eve and calendar.eves_work:
            continue
        if rule.easter is not None:
            hit = day - easter_sunday(day.year) == dt.timedelta(days=rule.easter)
        elif rule.weekday is not None:
            month, first = map(int, rule.month_day.split("-"))
            hit = day.weekday() == rule.weekday and 0 <= (day - dt.date(day.year, month, first)).days < 7
        else:
            hit = day.strftime("%m-%d") == rule.month_day
        if hit:
            return True
    return False


def naive_due(start, amount, calendar, how):
    """Walk day by day from the day after the start, counting working days; then roll day by day."""
    day = start.astimezone(HELSINKI).date()
    while amount:
        day += dt.timedelta(days=1)
        amount -= day.weekday() < 5 and not naive_holiday(day, calendar)
    step = {"none": 0, "forward": 1, "backward": -1}[how]
    while step and (day.weekday() > 4 or naive_holiday(day, calendar)):
        day += dt.timedelta(days=step)
    return max(dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), HELSINKI), start)


MOMENTS = st.integers(to_us(at("1999-01-01")), to_us(at("2040-01-01"))).map(from_us)
CALENDARS = st.sampled_from([EVES_WORK, EVES_FREE])


@given(MOMENTS, st.integers(0, 300), CALENDARS, st.sampled_from(["none", "forward", "backward"]))
def test_working_days_by_walking(start, amount, calendar, how):
    """Any number of working days ends where a walk day by day ends, and the count back agrees."""
    due = due_time(start, Duration(amount, Unit.WORKING_DAYS), calendar, roll=how)
    last = due - dt.timedelta(microseconds=1)

    assert due == naive_due(start, amount, calendar, how)
    if how == "none":
        assert working_days_between(start, last, calendar) == amount


@given(MOMENTS, st.sampled_from([Unit.DAYS, Unit.WEEKS, Unit.MONTHS, Unit.YEARS]), st.integers(0, 40))
def test_calendar_units_by_definition(start, unit, amount):
    """Days, weeks, months and years end with the day that the definition names, at local midnight."""
    local = start.astimezone(HELSINKI).date()
    if unit in (Unit.DAYS, Unit.WEEKS):
        day = local + dt.timedelta(days=amount * (7 if unit is Unit.WEEKS else 1))
    else:
        months = local.year * 12 + local.month - 1 + amount * (12 if unit is Unit.YEARS else 1)
        year, month = divmod(months, 12)
        day = dt.date(year, month + 1, 1) + dt.timedelta(days=local.day - 1)
        while day.month != month + 1:
            day -= dt.timedelta(days=1)

    due = due_time(start, Duration(amount, unit), EVES_WORK)

    assert due == dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), HELSINKI)


@given(MOMENTS, st.sampled_from(list(Unit)), st.integers(0, 500), CALENDARS, st.sampled_from(["none", "forward"]))
def test_due_times_are_ordered(start, unit, amount, calendar, how):
    """A due time never lies before its start; more, or a later start, is never due sooner, rolled hours excepted."""
    days = compile_calendar(calendar)
    begin = to_us(start)
    duration, more = Duration(amount, unit), Duration(amount + 1, unit)

    due = due_us(begin, duration, days, how)

    assert due >= begin
    if ends_at_midnight(duration, days) or how == "none":
        assert due_us(begin, more, days, how) >= due
        assert due_us(begin + 5_000_000_000, duration, days, how) >= due
    assert due - last_us(begin, duration, days, how) == ends_at_midnight(duration, days)


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "Pacific/Honolulu"])
@pytest.mark.parametrize("year", [1, 9999])
def test_the_ends_of_the_calendar_are_no_cliff(zone, year):
    """Every duration from the first and the last moments there are has a due time that every zone can show."""
    office = compile_calendar(Calendar(id="office", zone=zone, opening=WEEK, cut_off=dt.time(9)))
    start = to_us(dt.datetime(year, 1, 1, tzinfo=dt.UTC) if year == 1 else dt.datetime(year, 12, 31, 23, tzinfo=dt.UTC))

    for text in ("same day", "3 days", "7 working days", "3 months", "99 years", "24 hours"):
        for how in ("none", "forward", "backward"):
            for moment in (start - 14 * 3_600_000_000, start, start + 14 * 3_600_000_000):
                due = due_us(moment, parse_duration(text), office, how)
                assert due >= moment
                assert from_us(due, HELSINKI).year in {1, 2, 100, 9998, 9999}
