"""Working calendars as data: hours, holiday rules, local exceptions."""

from __future__ import annotations

import datetime as dt

import attrs


@attrs.frozen(kw_only=True)
class Opening:
    """
    Working hours of some days of the week.

    Args:
        days: Days of the week, 0 = Monday to 6 = Sunday.
        start: Local time at which work starts.
        end: Local time at which work ends; later than ``start``, or midnight (``00:00``) for the end of the day.
    """

    days: tuple[int, ...]
    start: dt.time
    end: dt.time


@attrs.frozen(kw_only=True)
class HolidayRule:
    """
    One day a year that is not a working day. Exactly one of the three ways of naming it is used.

    Args:
        name: What the day is called.
        month_day: Fixed date as ``"12-24"``; with ``weekday`` the first such weekday on or after that date.
        easter: Days after Easter Sunday (-2 = Good Friday), -200 to 200.
        weekday: Day of the week, 0 = Monday to 6 = Sunday, or None.
        eve: Whether the day is an eve, which a calendar may count as a working day.
        first_year: First year the rule holds, or None.
        last_year: Last year the rule holds, or None.
    """

    name: str
    month_day: str | None = None
    easter: int | None = None
    weekday: int | None = None
    eve: bool = False
    first_year: int | None = None
    last_year: int | None = None


@attrs.frozen(kw_only=True)
class DayException:
    """
    A dated exception of one place: closed although ordinary, or open although a holiday.

    Args:
        date: The day.
        working: Whether it is a working day.
        why: The reason, for people.
    """

    date: dt.date
    working: bool
    why: str = ""


@attrs.frozen(kw_only=True)
class Calendar:
    """
    When an organisation works: the rules from which every year's days follow.

    A calendar is never only a list of dates, because lists expire silently.

    Args:
        id: Id, unique in the model.
        zone: IANA time zone, such as ``"Europe/Helsinki"``.
        opening: Working hours; a day of the week without any is not a working day.
        holidays: Rules for days off.
        country: Country code whose public holidays the ``holidays`` library adds (extra ``calendar``), or "".
        eves_work: Whether days marked as eves count as working days.
        exceptions: Dated local exceptions; they win over every rule.
        cut_off: Local time after which something arriving counts as arriving on the next day, or None.
        cites: Sources.
        assumption: Why this is assumed rather than sourced; empty if it is sourced.
    """

    id: str
    zone: str
    opening: tuple[Opening, ...] = ()
    holidays: tuple[HolidayRule, ...] = ()
    country: str = ""
    eves_work: bool = True
    exceptions: tuple[DayException, ...] = ()
    cut_off: dt.time | None = None
    cites: tuple[str, ...] = ()
    assumption: str = ""
