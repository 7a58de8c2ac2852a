"""How many working days or hours lie between two moments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from collabmodel.workdays.calendars import Calendar, Opening
from collabmodel.workdays.days import Days, compile_calendar, to_us
from collabmodel.workdays.due import local_day


def is_working_day(moment: dt.date, days: Days | Calendar) -> bool:
    """
    Tell whether a date, or the local day of a moment, is a working day.

    Args:
        moment: A date, or a timezone-aware moment.
        days: Calendar.

    Raises:
        ModelError: The calendar cannot mean anything.
        ConfigError: It needs an extra that is not installed.

    >>> is_working_day(dt.date(2025, 3, 8), Calendar(id="none", zone="UTC"))
    False
    """
    ready = days if isinstance(days, Days) else compile_calendar(days)
    return ready.is_working(local_day(moment, ready))


def working_days_between(start: dt.date, end: dt.date, days: Days | Calendar) -> int:
    """
    Count the working days after the day of one moment, through the day of another.

    The opening day does not count, so a limit of so many working days from ``start`` ends on the day of ``end``.

    Args:
        start: A date, or a timezone-aware moment.
        end: Likewise; if it is earlier the count is negative.
        days: Calendar.

    Raises:
        ModelError: The calendar cannot mean anything.
        ConfigError: It needs an extra that is not installed.

    >>> week = Opening(days=(0, 1, 2, 3, 4), start=dt.time(8), end=dt.time(16))
    >>> office = Calendar(id="office", zone="Europe/Helsinki", opening=(week,))
    >>> working_days_between(dt.date(2025, 3, 4), dt.date(2025, 3, 13), office)
    7
    """
    ready = days if isinstance(days, Days) else compile_calendar(days)
    first, last = local_day(start, ready), local_day(end, ready)
    return ready.count(first, last) if first <= last else -ready.count(last, first)


def working_time_between(start: dt.datetime, end: dt.datetime, days: Days | Calendar) -> dt.timedelta:
    """
    Sum the opening hours between two moments, as true elapsed time.

    A day that an exception opens although its day of the week has no hours has the hours of the first opening.

    Args:
        start: Timezone-aware moment.
        end: Likewise; if it is earlier the sum is negative.
        days: Calendar.

    Raises:
        ModelError: The calendar cannot mean anything.
        ConfigError: It needs an extra that is not installed.

    >>> week = Opening(days=(0, 1, 2, 3, 4), start=dt.time(8), end=dt.time(16))
    >>> office = Calendar(id="office", zone="UTC", opening=(week,))
    >>> friday, monday = dt.datetime(2025, 3, 7, 15, tzinfo=dt.UTC), dt.datetime(2025, 3, 10, 9, tzinfo=dt.UTC)
    >>> working_time_between(friday, monday, office)
    datetime.timedelta(seconds=7200)
    """
    ready = days if isinstance(days, Days) else compile_calendar(days)
    first, last = to_us(start), to_us(end)
    if first > last:
        return -working_time_between(end, start, ready)
    total = 0
    for day in range(ready.day_of(first), ready.day_of(last) + 1):
        if ready.is_working(day):
            total += sum(max(0, min(shut, last) - max(opens, first)) for opens, shut in _hours(ready, day))
    return dt.timedelta(microseconds=total)


def _hours(days: Days, day: int) -> Iterator[tuple[int, int]]:
    date = dt.date.fromordinal(day)
    openings = [opening for opening in days.calendar.opening if date.weekday() in opening.days]
    spans = sorted(_span(days, date, opening) for opening in openings or days.calendar.opening[:1])
    reached = 0
    for opens, shut in spans:
        if shut > reached:
            yield max(opens, reached), shut
            reached = shut


def _span(days: Days, date: dt.date, opening: Opening) -> tuple[int, int]:
    opens = to_us(dt.datetime.combine(date, opening.start, days.zone))
    if opening.end == dt.time():
        return opens, days.midnight(date.toordinal() + 1)
    return opens, to_us(dt.datetime.combine(date, opening.end, days.zone))
