"""Calendars compiled: which days are working days and when each local day begins, worked out year by year."""

from __future__ import annotations

import datetime as dt
import functools
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import attrs

from collabmodel.errors import ConfigError, ModelError, Problem
from collabmodel.workdays.calendars import Calendar, HolidayRule
from collabmodel.workdays.easter import easter_sunday

DAY_US = 86_400_000_000
"""Microseconds of a day without a change of clocks."""
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""The moment from which microseconds are counted."""
EPOCH_ORDINAL = EPOCH.toordinal()
HORIZON_YEARS = 200
"""Nothing is counted further than this many years ahead; what would end later ends there."""
LAST_ORDINAL = dt.date(9998, 12, 31).toordinal()
"""The last day that is counted at all."""
FURTHEST_EASTER = 200
"""Most days that a holiday lies before or after Easter."""
_FIRST_DAY, _LAST_DAY = dt.date.min.toordinal(), dt.date.max.toordinal()
_EARLIEST, _LATEST = EPOCH.replace(year=1, day=2), EPOCH.replace(year=9999, month=12, day=30)


def to_us(moment: dt.datetime) -> int:
    """
    Give a moment as microseconds since 1970 UTC.

    Args:
        moment: Timezone-aware moment.

    >>> to_us(dt.datetime(1970, 1, 1, 0, 0, 1, tzinfo=dt.UTC))
    1000000
    """
    return (moment - EPOCH) // dt.timedelta(microseconds=1)


def from_us(microseconds: int, zone: dt.tzinfo = dt.UTC) -> dt.datetime:
    """
    Give microseconds since 1970 UTC as a moment; the first or last that every zone can show, for one beyond.

    Args:
        microseconds: Microseconds since 1970 UTC.
        zone: Time zone of the result.

    >>> from_us(1_000_000)
    datetime.datetime(1970, 1, 1, 0, 0, 1, tzinfo=datetime.timezone.utc)
    """
    try:
        return (EPOCH + dt.timedelta(microseconds=microseconds)).astimezone(zone)
    except OverflowError:
        return (_EARLIEST if microseconds < 0 else _LATEST).astimezone(zone)


@attrs.frozen(eq=False)
class Days:
    """
    A calendar made ready to be asked often. Make one with ``compile_calendar``.

    Days are ordinals (``date.toordinal``), moments are microseconds since 1970 UTC.

    Args:
        calendar: The calendar as data.
        zone: Its time zone.
        closed: Days off by exception.
        opened: Working days by exception.
        weekdays: Days of the week that have working hours, 0 = Monday to 6 = Sunday.
        countable: Whether there is any working day at all; follows from the others.

    >>> days = compile_calendar(Calendar(id="week", zone="UTC"))
    >>> days.is_working(dt.date(2025, 3, 8).toordinal()), days.countable
    (False, False)
    """

    calendar: Calendar
    zone: ZoneInfo
    closed: frozenset[int]
    opened: frozenset[int]
    weekdays: frozenset[int]
    countable: bool = attrs.field(init=False)
    _years: dict[int, tuple[int, ...]] = attrs.field(factory=dict, repr=False)
    _midnights: dict[int, int] = attrs.field(factory=dict, repr=False)

    @countable.default
    def _is_countable(self) -> bool:
        return bool(self.weekdays or self.opened)

    def working_ordinals(self, year: int) -> tuple[int, ...]:
        """
        Give the working days of a year, in order.

        Args:
            year: Year, 1-9999.
        """
        found = self._years.get(year)
        if found is None:
            found = self._years[year] = tuple(self._work_out(year))
        return found

    def _work_out(self, year: int) -> Iterator[int]:
        off = frozenset(_holidays(self.calendar, year))
        for ordinal in range(dt.date(year, 1, 1).toordinal(), dt.date(year, 12, 31).toordinal() + 1):
            ordinary = (ordinal + 6) % 7 in self.weekdays and ordinal not in off
            if ordinal in self.opened or (ordinary and ordinal not in self.closed):
                yield ordinal

    def is_working(self, ordinal: int) -> bool:
        """
        Tell whether a day is a working day.

        Args:
            ordinal: The day.
        """
        working = self.working_ordinals(dt.date.fromordinal(ordinal).year)
        place = bisect_left(working, ordinal)
        return place < len(working) and working[place] == ordinal

    def later(self, ordinal: int, count: int) -> int:
        """
        Give the working day that is so many working days after a day, which itself does not count.

        Args:
            ordinal: The day counted from.
            count: How many working days, >= 1. Counting ends at the horizon.
        """
        first = dt.date.fromordinal(max(ordinal, _FIRST_DAY)).year
        working = self._years.get(first) or self.working_ordinals(first)
        start = bisect_right(working, ordinal) + count - 1
        if start < len(working):
            return working[start]
        horizon = min(first + HORIZON_YEARS, dt.date.fromordinal(LAST_ORDINAL).year)
        for year in range(first, horizon + 1):
            working = self.working_ordinals(year)
            start = bisect_right(working, ordinal)
            if start + count <= len(working):
                return working[start + count - 1]
            count -= len(working) - start
        return dt.date(horizon, 12, 31).toordinal()

    def earlier(self, ordinal: int) -> int:
        """
        Give the last working day on or before a day; the day itself if there is none within the horizon.

        Args:
            ordinal: The day.
        """
        last = dt.date.fromordinal(ordinal).year
        for year in range(last, max(last - HORIZON_YEARS, 0), -1):
            working = self.working_ordinals(year)
            place = bisect_right(working, ordinal)
            if place:
                return working[place - 1]
        return ordinal

    def count(self, after: int, through: int) -> int:
        """
        Count the working days after one day, through another.

        Args:
            after: Day that does not count.
            through: Last day that counts, not before ``after``.
        """
        total = 0
        for year in range(dt.date.fromordinal(after).year, dt.date.fromordinal(through).year + 1):
            working = self.working_ordinals(year)
            total += bisect_right(working, through) - bisect_right(working, after)
        return total

    def midnight(self, ordinal: int) -> int:
        """
        Give the moment at which a local day begins; of the first or last day there is, for one beyond.

        Args:
            ordinal: The day.
        """
        found = self._midnights.get(ordinal)
        if found is None:
            told = min(max(ordinal, _FIRST_DAY), _LAST_DAY)
            start = dt.datetime.combine(dt.date.fromordinal(told), dt.time(), self.zone)
            found = self._midnights[ordinal] = to_us(start)
        return found

    def day_of(self, microseconds: int) -> int:
        """
        Give the local day in which a moment lies; the first or last day there is, for one beyond.

        Args:
            microseconds: The moment.
        """
        day = min(max(microseconds // DAY_US + EPOCH_ORDINAL, _FIRST_DAY), _LAST_DAY)
        known = self._midnights.get
        after = known(day + 1)
        if microseconds >= (self.midnight(day + 1) if after is None else after):
            return min(day + 1, _LAST_DAY)
        start = known(day)
        return day if microseconds >= (self.midnight(day) if start is None else start) else max(day - 1, _FIRST_DAY)


@functools.lru_cache(maxsize=256)
def compile_calendar(calendar: Calendar) -> Days:
    """
    Make a calendar ready to be asked often.

    Args:
        calendar: The calendar as data.

    Raises:
        ModelError: The calendar cannot mean anything; it lists every fault.
        ConfigError: It wants the holidays of a country and the extra ``calendar`` is not installed.

    >>> from collabmodel.workdays import Opening
    >>> week = Opening(days=(0, 1, 2, 3, 4), start=dt.time(8), end=dt.time(16))
    >>> compile_calendar(Calendar(id="office", zone="Europe/Helsinki", opening=(week,))).countable
    True
    """
    problems = tuple(_problems(calendar))
    if problems:
        raise ModelError(problems)
    if calendar.country:
        _check_country(calendar)
    return Days(
        calendar,
        ZoneInfo(calendar.zone),
        frozenset(day.date.toordinal() for day in calendar.exceptions if not day.working),
        frozenset(day.date.toordinal() for day in calendar.exceptions if day.working),
        frozenset(day for opening in calendar.opening for day in opening.days),
    )


def _problems(calendar: Calendar) -> Iterator[Problem]:
    where = f"calendar '{calendar.id}'"
    try:
        ZoneInfo(calendar.zone)
    except (KeyError, ValueError, OSError):
        yield Problem(what=f"{where}: no such time zone", value=repr(calendar.zone), hint="such as 'Europe/Helsinki'")
    for opening in calendar.opening:
        if not all(0 <= day <= 6 for day in opening.days):
            yield Problem(what=f"{where}: day of the week out of range", value=str(opening.days), hint="0 to 6")
        if opening.end != dt.time() and opening.start >= opening.end:
            yield Problem(what=f"{where}: opening ends before it starts", value=f"{opening.start}-{opening.end}")
    for rule in calendar.holidays:
        if (rule.month_day is None) == (rule.easter is None) or (rule.easter is not None and rule.weekday is not None):
            hint = "give 'month_day', with or without 'weekday', or 'easter'"
            yield Problem(what=f"{where}: a holiday is named in exactly one way", value=repr(rule.name), hint=hint)
        elif rule.month_day is not None and _fixed_date(2000, rule.month_day) is None:
            yield Problem(what=f"{where}: no such day of the year", value=repr(rule.month_day), hint="such as '12-24'")
        if rule.easter is not None and abs(rule.easter) > FURTHEST_EASTER:
            hint = f"{-FURTHEST_EASTER} to {FURTHEST_EASTER}"
            yield Problem(what=f"{where}: days from Easter out of range", value=str(rule.easter), hint=hint)
        if rule.weekday is not None and not 0 <= rule.weekday <= 6:
            yield Problem(what=f"{where}: day of the week out of range", value=str(rule.weekday), hint="0 to 6")


def _holidays(calendar: Calendar, year: int) -> Iterator[int]:
    for rule in calendar.holidays:
        if rule.eve and calendar.eves_work:
            continue
        for named in (year - 1, year, year + 1):
            day = _day_off(rule, named)
            if day is not None and day.year == year:
                yield day.toordinal()
    if calendar.country:
        yield from _country_holidays(calendar, year)


def _day_off(rule: HolidayRule, year: int) -> dt.date | None:
    if not dt.MINYEAR < year < dt.MAXYEAR:
        return None
    if (rule.first_year is not None and year < rule.first_year) or (
        rule.last_year is not None and year > rule.last_year
    ):
        return None
    if rule.easter is not None:
        return easter_sunday(year) + dt.timedelta(days=rule.easter)
    day = _fixed_date(year, rule.month_day or "")
    if day is None or rule.weekday is None:
        return day
    return day + dt.timedelta(days=(rule.weekday - day.weekday()) % 7)


def _fixed_date(year: int, month_day: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(f"{year:04}-{month_day}")
    except ValueError:
        return None


def _check_country(calendar: Calendar) -> None:
    where = f"calendar '{calendar.id}'"
    try:
        from holidays import list_supported_countries  # noqa: PLC0415 - an optional extra that few calendars need
    except ImportError:
        hint = "install collabmodel[calendar], or list the holidays as rules"
        raise ConfigError((Problem(what=f"{where}: 'country' needs the holidays library", hint=hint),)) from None
    country, _, part = calendar.country.partition("-")
    parts = list_supported_countries().get(country)
    if parts is None or (part and part not in parts):
        problem = Problem(what=f"{where}: no holidays are known for this country", value=repr(calendar.country))
        raise ModelError((problem,))


def _country_holidays(calendar: Calendar, year: int) -> tuple[int, ...]:
    from holidays import country_holidays  # noqa: PLC0415 - as above

    country, _, part = calendar.country.partition("-")
    return tuple(day.toordinal() for day in country_holidays(country, subdiv=part or None, years=year))
