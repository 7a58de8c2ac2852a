"""On which calendar something of a model is counted."""

from __future__ import annotations

import functools

from collabmodel.case.tables import Tables
from collabmodel.errors import CollabError
from collabmodel.workdays import Calendar, Days, Duration, compile_calendar, duration_problem, last_us

PLAIN = compile_calendar(Calendar(id="", zone="UTC"))
"""Of what names no calendar: days end at midnight UTC, and there are no working days."""


@functools.lru_cache(maxsize=256)
def days_of(tables: Tables, calendar: str = "") -> Days:
    """
    Give a calendar of a model, made ready; ``PLAIN`` where there is none.

    Args:
        tables: The model's tables.
        calendar: Id of the calendar; empty for the model's only one.
    """
    for one in tables.model.calendars:
        if one.id == calendar or (not calendar and len(tables.model.calendars) == 1):
            try:
                return compile_calendar(one)
            except CollabError:
                break
    return PLAIN


def end_of(start: int, length: Duration, days: Days) -> int | None:
    """
    Give the last moment of a length of time, microseconds since 1970 UTC; None where the calendar cannot count it.

    Args:
        start: Its start, microseconds since 1970 UTC.
        length: How long.
        days: The calendar.
    """
    return None if duration_problem(length, days) is not None else last_us(start, length, days)
