"""Lengths of time that are told in plain units, as minutes."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from collabmodel.case import Tables
from collabmodel.simulate.hours_of import DAY
from collabmodel.simulate.scenario import Scenario
from collabmodel.workdays import Calendar, Duration, Unit, add_to_day, compile_calendar

_PLAIN = compile_calendar(Calendar(id="plain", zone="UTC"))


def minutes_of(duration: Duration, start: dt.date) -> int | None:
    """
    Give the minutes of a length of plain time from a day on, or None for one that needs a calendar.

    Args:
        duration: The length.
        start: The day on which it starts.

    >>> minutes_of(Duration(1, Unit.MONTHS), dt.date(2025, 2, 1)) // 1440
    28
    """
    plain = {Unit.MINUTES: 1, Unit.HOURS: 60, Unit.DAYS: DAY, Unit.WEEKS: 7 * DAY}
    if duration.unit in plain:
        return duration.amount * plain[duration.unit]
    if duration.unit not in (Unit.MONTHS, Unit.YEARS):
        return None
    day = start.toordinal()
    months = min(duration.amount, 12_000) * (12 if duration.unit is Unit.YEARS else 1)
    return (add_to_day(day, Duration(months, Unit.MONTHS), _PLAIN) - day) * DAY


def start_of(tables: Tables, scenario: Scenario) -> dt.datetime:
    """
    Give the instant at which a scenario starts: midnight of its day in its zone, or in that of the model's calendars.

    Args:
        tables: The model's tables.
        scenario: The scenario.
    """
    zone = ZoneInfo(scenario.zone) if scenario.zone else tables.declared.zone
    return dt.datetime.combine(scenario.start, dt.time(), tzinfo=zone)
