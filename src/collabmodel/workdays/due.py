"""
When something is due: durations added on a calendar, days rolled, working days and hours counted.

A duration in days, weeks, months or years that is counted on a calendar ends at the local midnight that ends its last
day; the day it starts on does not count. Hours and minutes are true elapsed time, also when clocks change. Without a
calendar time is plain: a day is 24 hours, months and years keep the time of day in UTC, and there are no working days.
"""

from __future__ import annotations

import calendar as months
import datetime as dt

from collabmodel.errors import ModelError, Problem
from collabmodel.workdays.calendars import Calendar
from collabmodel.workdays.days import (
    DAY_US,
    EPOCH,
    HORIZON_YEARS,
    LAST_ORDINAL,
    Days,
    compile_calendar,
    from_us,
    to_us,
)
from collabmodel.workdays.durations import Duration, Unit

_CLOCK_US = {Unit.MINUTES: 60_000_000, Unit.HOURS: 3_600_000_000}
_PLAIN_US = {**_CLOCK_US, Unit.DAYS: DAY_US, Unit.WEEKS: 7 * DAY_US}
_MONTHS = {Unit.MONTHS: 1, Unit.YEARS: 12}
_MINUTES, _HOURS, _DAYS, _WEEKS, _WORKING = Unit.MINUTES, Unit.HOURS, Unit.DAYS, Unit.WEEKS, Unit.WORKING_DAYS
_HORIZON_DAYS = HORIZON_YEARS * 365
_LAST_US = (LAST_ORDINAL - EPOCH.toordinal()) * DAY_US


def due_time(
    start: dt.datetime,
    duration: Duration,
    days: Days | Calendar | None = None,
    *,
    roll: str = "none",
    cut_off: dt.time | None = None,
) -> dt.datetime:
    """
    Tell when a duration that starts at a moment has run out, in the calendar's time zone.

    For days and longer it is the midnight that ends the last day: what happens at that very moment is late. For hours
    and minutes what happens at that very moment is in time. ``last_us`` gives the last moment that is in time.

    Args:
        start: Timezone-aware moment.
        duration: How long.
        days: Calendar, or None for plain time.
        roll: ``none``, ``forward`` or ``backward``: where an end on a day off moves; never before ``start``.
        cut_off: Local time after which something counts as coming on the next day; the calendar's own if None.

    Raises:
        ModelError: Working days without a calendar, or on one without any working day.

    >>> from collabmodel.workdays import Opening, parse_duration
    >>> week = Opening(days=(0, 1, 2, 3, 4), start=dt.time(8), end=dt.time(16))
    >>> office = Calendar(id="office", zone="Europe/Helsinki", opening=(week,))
    >>> tuesday = dt.datetime(2025, 3, 4, 10, tzinfo=dt.UTC)
    >>> str(due_time(tuesday, parse_duration("7 working days"), office))  # the end of Thursday 13 March
    '2025-03-14 00:00:00+02:00'
    """
    ready = as_days(days)
    return from_us(due_us(to_us(start), duration, ready, roll, cut_off), ready.zone if ready else dt.UTC)


def as_days(days: Days | Calendar | None) -> Days | None:
    """
    Compile a calendar unless it is compiled.

    Args:
        days: Calendar, compiled or not, or None.

    Raises:
        ModelError: The calendar cannot mean anything.
        ConfigError: It needs an extra that is not installed.

    >>> as_days(None) is None
    True
    """
    return compile_calendar(days) if isinstance(days, Calendar) else days


def duration_problem(duration: Duration, days: Days | None) -> Problem | None:
    """
    Tell why a duration cannot be counted on a calendar, or None if it can.

    Args:
        duration: How long.
        days: Calendar, or None for plain time.

    >>> duration_problem(Duration(7, Unit.WORKING_DAYS), None).hint
    'name a calendar, or say days or hours'
    """
    if duration.unit is not Unit.WORKING_DAYS or (days is not None and days.countable):
        return None
    if days is None:
        return Problem(
            what="working days need a calendar", value=repr(str(duration)), hint="name a calendar, or say days or hours"
        )
    what = f"calendar '{days.calendar.id}' has no working day to count"
    return Problem(what=what, value=repr(str(duration)), hint="give it an opening, or say days or hours")


def ends_at_midnight(duration: Duration, days: Days | None) -> bool:
    """
    Tell whether a duration runs out at the end of a day, so that its due time is the first moment too late.

    Args:
        duration: How long.
        days: Calendar, or None for plain time.

    >>> ends_at_midnight(Duration(24, Unit.HOURS), None), ends_at_midnight(Duration(0, Unit.SAME_DAY), None)
    (False, True)
    """
    return duration.unit is Unit.SAME_DAY or (days is not None and duration.unit not in _CLOCK_US)


def last_us(
    start_us: int, duration: Duration, days: Days | None = None, roll: str = "none", cut_off: dt.time | None = None
) -> int:
    """
    Give the last microsecond that is in time: the due time, or just before it where that is a midnight.

    Args:
        start_us: Start, microseconds since 1970 UTC.
        duration: How long.
        days: Calendar, or None for plain time.
        roll: As for ``due_time``.
        cut_off: As for ``due_time``.

    Raises:
        ModelError: As for ``due_time``.

    >>> last_us(0, Duration(1, Unit.MINUTES)), last_us(0, Duration(0, Unit.SAME_DAY))
    (60000000, 86399999999)
    """
    return due_us(start_us, duration, days, roll, cut_off) - ends_at_midnight(duration, days)


def due_us(
    start_us: int, duration: Duration, days: Days | None = None, roll: str = "none", cut_off: dt.time | None = None
) -> int:
    """
    Do what ``due_time`` does on microseconds since 1970 UTC, for callers that ask often.

    Args:
        start_us: Start, microseconds since 1970 UTC.
        duration: How long.
        days: Calendar, or None for plain time.
        roll: As for ``due_time``.
        cut_off: As for ``due_time``.

    Raises:
        ModelError: As for ``due_time``.

    >>> due_us(0, Duration(2, Unit.HOURS))
    7200000000
    """
    if days is None:
        return _plain_us(start_us, duration)
    unit = duration.unit
    if unit is _HOURS or unit is _MINUTES:
        end = _capped(start_us, duration.amount * _CLOCK_US[unit])
        if roll == "none" or days.is_working(days.day_of(end)):
            return end
        last = days.day_of(end)
    else:
        last = add_to_day(start_day(start_us, days, cut_off), duration, days)
    due = days.midnight((last if roll == "none" else roll_day(last, days, roll)) + 1)
    return max(due, start_us)


def _capped(start_us: int, length_us: int) -> int:
    return min(start_us + min(length_us, _HORIZON_DAYS * DAY_US), max(_LAST_US, start_us))


def _plain_us(start_us: int, duration: Duration) -> int:
    unit = duration.unit
    length = _PLAIN_US.get(unit)
    if length is not None:
        return _capped(start_us, duration.amount * length)
    if unit is Unit.SAME_DAY:
        return (start_us // DAY_US + 1) * DAY_US
    problem = duration_problem(duration, None)
    if problem:
        raise ModelError((problem,))
    day, within = divmod(start_us, DAY_US)
    day += EPOCH.toordinal()
    return (_add_months(day, duration.amount * _MONTHS[unit]) - EPOCH.toordinal()) * DAY_US + within


def start_day(start_us: int, days: Days, cut_off: dt.time | None = None) -> int:
    """
    Give the local day on which something counts as having come, as an ordinal.

    Args:
        start_us: When it came, microseconds since 1970 UTC.
        days: Calendar.
        cut_off: Local time after which it counts as coming on the next day; the calendar's own if None.

    >>> days = compile_calendar(Calendar(id="office", zone="UTC", cut_off=dt.time(16)))
    >>> start_day(to_us(dt.datetime(2025, 3, 4, 16, 1, tzinfo=dt.UTC)), days) - dt.date(2025, 3, 4).toordinal()
    1
    """
    day = days.day_of(start_us)
    if cut_off is None:
        cut_off = days.calendar.cut_off
    if cut_off is not None and from_us(start_us, days.zone).time() > cut_off:
        return min(day + 1, dt.date.max.toordinal())
    return day


def add_to_day(day: int, duration: Duration, days: Days) -> int:
    """
    Give the last day of a duration in days or longer that starts on a day, which itself does not count.

    Args:
        day: The day it starts on, an ordinal.
        duration: How long; not in hours or minutes.
        days: Calendar.

    Raises:
        ModelError: Working days on a calendar without any.

    >>> days = compile_calendar(Calendar(id="plain", zone="UTC"))
    >>> dt.date.fromordinal(add_to_day(dt.date(2025, 11, 30).toordinal(), Duration(3, Unit.MONTHS), days))
    datetime.date(2026, 2, 28)
    """
    unit, amount = duration.unit, duration.amount
    if unit is _WORKING:
        if not days.countable:
            problem = duration_problem(duration, days)
            raise ModelError((problem,) if problem else ())
        return days.later(day, amount) if amount else day
    if unit is _DAYS or unit is _WEEKS:
        step = min(7 * amount if unit is _WEEKS else amount, _HORIZON_DAYS)
        return min(day + step, LAST_ORDINAL)
    return _add_months(day, amount * _MONTHS[unit]) if unit in _MONTHS else day


def _add_months(day: int, count: int) -> int:
    start = dt.date.fromordinal(day)
    year, month = divmod(start.year * 12 + start.month - 1 + min(count, HORIZON_YEARS * 12), 12)
    if year > dt.date.fromordinal(LAST_ORDINAL).year:
        return LAST_ORDINAL
    return dt.date(year, month + 1, min(start.day, months.monthrange(year, month + 1)[1])).toordinal()


def roll_day(day: int, days: Days, how: str) -> int:
    """
    Move a day off to a working day; a working day stays.

    Args:
        day: The day, an ordinal.
        days: Calendar; where it has no working day at all, nothing moves.
        how: ``none``, ``forward`` or ``backward``.

    >>> days = compile_calendar(Calendar(id="plain", zone="UTC"))
    >>> roll_day(738000, days, "forward")
    738000
    """
    if how == "none" or not days.countable:
        return day
    return days.earlier(day) if how == "backward" else days.later(day - 1, 1)


def roll(moment: dt.date, days: Days | Calendar, how: str = "forward") -> dt.date:
    """
    Move a date, or a moment with its local time of day, from a day off to a working day.

    Args:
        moment: A date, or a timezone-aware moment.
        days: Calendar.
        how: ``none``, ``forward`` or ``backward``.

    Raises:
        ModelError: The calendar cannot mean anything.
        ConfigError: It needs an extra that is not installed.

    >>> from collabmodel.workdays import Opening
    >>> week = Opening(days=(0, 1, 2, 3, 4), start=dt.time(8), end=dt.time(16))
    >>> roll(dt.date(2026, 2, 28), Calendar(id="office", zone="Europe/Helsinki", opening=(week,)))
    datetime.date(2026, 3, 2)
    """
    ready = days if isinstance(days, Days) else compile_calendar(days)
    day = local_day(moment, ready)
    moved = dt.date.fromordinal(roll_day(day, ready, how))
    if not isinstance(moment, dt.datetime):
        return moved
    local = moment.astimezone(ready.zone)
    return moment if moved.toordinal() == day else local.replace(year=moved.year, month=moved.month, day=moved.day)


def local_day(moment: dt.date, days: Days) -> int:
    """
    Give the local day of a date or moment, as an ordinal.

    Args:
        moment: A date, or a timezone-aware moment.
        days: Calendar.

    >>> local_day(dt.date(1, 1, 2), compile_calendar(Calendar(id="plain", zone="UTC")))
    2
    """
    return days.day_of(to_us(moment)) if isinstance(moment, dt.datetime) else moment.toordinal()


def shift(moment: dt.date, duration: Duration, days: Days | None = None) -> dt.date | None:
    """
    Add a duration to a date or moment without rounding to the end of a day; None where that means nothing.

    Minutes to weeks are elapsed time; months, years and working days keep the local time of day.

    Args:
        moment: A date, or a timezone-aware moment.
        duration: How long.
        days: Calendar for working days, or None.

    >>> shift(dt.date(2024, 2, 29), Duration(1, Unit.YEARS))
    datetime.date(2025, 2, 28)
    """
    unit = duration.unit
    day = moment.toordinal()
    if unit in _MONTHS:
        day = _add_months(day, duration.amount * _MONTHS[unit])
    elif unit is Unit.WORKING_DAYS:
        if days is None or not days.countable:
            return None
        day = add_to_day(day, duration, days)
    elif unit in _PLAIN_US and isinstance(moment, dt.datetime):
        return from_us(_plain_us(to_us(moment), duration), moment.tzinfo or dt.UTC)
    elif unit in _CLOCK_US:
        return None
    else:
        day = min(day + min({Unit.DAYS: 1, Unit.WEEKS: 7}.get(unit, 0) * duration.amount, _HORIZON_DAYS), LAST_ORDINAL)
    # A date that stands for ever stays where it is; nothing moves back.
    moved = dt.date.fromordinal(max(day, moment.toordinal()))
    if isinstance(moment, dt.datetime):
        return moment.replace(year=moved.year, month=moved.month, day=moved.day)
    return moved
