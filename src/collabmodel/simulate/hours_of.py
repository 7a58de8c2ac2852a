"""Calendars as rows: a calendar's working hours as windows in minutes, and their place in the kernel's memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import attrs

from collabmodel.simulate.kernel.rows import (
    CALENDAR_DAYS,
    CALENDAR_N,
    CALENDAR_N_DAYS,
    CALENDAR_OPEN,
    CALENDAR_SIZE,
    CALENDAR_WINDOWS,
    WINDOW_BEFORE,
    WINDOW_DAY,
    WINDOW_END,
    WINDOW_MIDNIGHT,
    WINDOW_SIZE,
    WINDOW_START,
)
from collabmodel.workdays import Calendar, Days, compile_calendar, to_us

DAY = 1440
"""Minutes of a day without a change of clocks."""
BEYOND = 60 * DAY
"""Minutes beyond the horizon for which hours are worked out."""
MINUTE_US = 60_000_000


@attrs.frozen(kw_only=True)
class Window:
    """
    A stretch of working hours.

    Args:
        start: Its first minute since the scenario's start, >= 0.
        end: The minute at which it is over.
        midnight: The minute at which its local day began; negative for a day that began before the start.
    """

    start: int
    end: int
    midnight: int


def calendar_rows(calendar: Calendar | None, *, start_us: int, horizon: int) -> tuple[Window, ...] | None:
    """
    Work out the working hours of a calendar, from the start to 60 days beyond the horizon.

    Hours that touch or overlap within a day are one window. A day that an exception opens although its day of the week
    has no hours has the hours of the first opening.

    Args:
        calendar: The calendar, or None for what is always open, which has no rows.
        start_us: The scenario's start, microseconds since 1970 UTC.
        horizon: Minutes for which it is watched.

    Raises:
        ModelError: The calendar cannot mean anything.
        ConfigError: It needs an extra that is not installed.

    >>> from collabmodel.workdays import Opening
    >>> week = Opening(days=(0, 1, 2, 3, 4), start=dt.time(8), end=dt.time(16))
    >>> friday = to_us(dt.datetime(2025, 3, 7, tzinfo=dt.UTC))
    >>> rows = calendar_rows(Calendar(id="office", zone="UTC", opening=(week,)), start_us=friday, horizon=1440)
    >>> [(window.start, window.end) for window in rows[:2]]
    [(480, 960), (4800, 5280)]
    """
    if calendar is None:
        return None
    days = compile_calendar(calendar)
    last = days.day_of(start_us + (horizon + BEYOND) * MINUTE_US)
    windows: list[Window] = []
    for day in range(days.day_of(start_us), last + 1):
        if days.is_working(day):
            windows += _windows_of(days, day, start_us)
    return tuple(windows)


def _windows_of(days: Days, day: int, start_us: int) -> Iterator[Window]:
    date = dt.date.fromordinal(day)
    openings = [opening for opening in days.calendar.opening if date.weekday() in opening.days]
    midnight = (days.midnight(day) - start_us) // MINUTE_US
    spans = []
    for opening in openings or days.calendar.opening[:1]:
        opens = to_us(dt.datetime.combine(date, opening.start, days.zone))
        whole_day = opening.end == dt.time()
        shuts = days.midnight(day + 1) if whole_day else to_us(dt.datetime.combine(date, opening.end, days.zone))
        spans.append(((opens - start_us) // MINUTE_US, (shuts - start_us) // MINUTE_US))
    for start, end in _merged(spans):
        if end > max(start, 0):
            yield Window(start=max(start, 0), end=end, midnight=midnight)


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def append_calendar(m: list[int], windows: Sequence[Window] | None, *, slot: int = 0) -> int:
    """
    Put a calendar's windows at the end of the memory and give its address; 0 for what is always open.

    Args:
        m: The memory; it grows.
        windows: The windows in order, or None for what is always open.
        slot: Minutes of the grid of appointments, 0 for none; a day has at most 48 of them.
    """
    if windows is None:
        return 0
    calendar = len(m)
    n_days = (windows[-1].end - 1) // DAY + 1 if windows else 0
    first = calendar + CALENDAR_SIZE
    index = first + len(windows) * WINDOW_SIZE
    m += [0] * (CALENDAR_SIZE + len(windows) * WINDOW_SIZE)
    m[calendar + CALENDAR_WINDOWS] = first
    m[calendar + CALENDAR_N] = len(windows)
    m[calendar + CALENDAR_DAYS] = index
    m[calendar + CALENDAR_N_DAYS] = n_days
    m[calendar + CALENDAR_OPEN] = index + n_days
    _fill_windows(m, first, windows)
    m += _first_of_days(windows, n_days)
    m += _open_slots(windows, n_days, slot)
    return calendar


def _fill_windows(m: list[int], at: int, windows: Sequence[Window]) -> None:
    before, day, midnight = 0, -1, None
    for window in windows:
        if window.midnight != midnight:
            day, midnight = day + 1, window.midnight
        m[at + WINDOW_START] = window.start
        m[at + WINDOW_END] = window.end
        m[at + WINDOW_BEFORE] = before
        m[at + WINDOW_DAY] = day
        m[at + WINDOW_MIDNIGHT] = window.midnight
        before += window.end - window.start
        at += WINDOW_SIZE


def _first_of_days(windows: Sequence[Window], n_days: int) -> list[int]:
    firsts, number = [], 0
    for day in range(n_days):
        while windows[number].end <= day * DAY:
            number += 1
        firsts.append(number)
    return firsts


def _open_slots(windows: Sequence[Window], n_days: int, slot: int) -> list[int]:
    bits = [0] * n_days
    for start, end in _merged([(window.start, window.end) for window in windows]) if slot else ():
        for day in range(start // DAY, (end - 1) // DAY + 1):
            opens, shuts = max(start - day * DAY, 0), min(end - day * DAY, DAY)
            for number in range(-(-opens // slot), shuts // slot):
                bits[day] |= 1 << number
    return bits
