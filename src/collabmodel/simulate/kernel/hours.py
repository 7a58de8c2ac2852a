"""
Working hours over calendar rows: when somebody is there, and when so much working time has passed.

Calendar 0 is always open. A calendar's windows reach beyond the horizon; after the last of them, and after the horizon,
it counts as open, so that every question has an answer and the answer is never before the horizon.
"""

# ruff: noqa: FURB136 - interpreted, max() costs as much as all the rest of such a line

from __future__ import annotations

from collabmodel.simulate.kernel.header import HORIZON
from collabmodel.simulate.kernel.numbers import Ints
from collabmodel.simulate.kernel.rows import (
    CALENDAR_DAYS,
    CALENDAR_N,
    CALENDAR_N_DAYS,
    CALENDAR_WINDOWS,
    WINDOW_BEFORE,
    WINDOW_DAY,
    WINDOW_END,
    WINDOW_MIDNIGHT,
    WINDOW_SIZE,
    WINDOW_START,
)  # fmt: skip

DAY = 1440
"""Minutes of a day without a change of clocks."""


def window_at(m: Ints, calendar: int, t: int) -> int:
    """
    Give the number of the first window that ends after an instant; the number of windows if none does.

    Args:
        m: The memory.
        calendar: Address of the calendar, not 0.
        t: Minutes since the start.
    """
    day = t // DAY
    count = m[calendar + CALENDAR_N]
    if day >= m[calendar + CALENDAR_N_DAYS]:
        return count
    number = m[m[calendar + CALENDAR_DAYS] + day]
    at = m[calendar + CALENDAR_WINDOWS] + number * WINDOW_SIZE + WINDOW_END
    while number < count and m[at] <= t:
        number += 1
        at += WINDOW_SIZE
    return number


def open_end(m: Ints, calendar: int) -> int:
    """
    Give the instant from which a calendar counts as open for good: the end of its last window, or the horizon.

    Args:
        m: The memory.
        calendar: Address of the calendar, not 0.
    """
    count = m[calendar + CALENDAR_N]
    horizon = m[HORIZON]
    if count == 0:
        return horizon
    last = m[m[calendar + CALENDAR_WINDOWS] + (count - 1) * WINDOW_SIZE + WINDOW_END]
    return last if last > horizon else horizon


def next_open(m: Ints, calendar: int, t: int) -> int:
    """
    Give the first instant, from one on, at which a calendar is open.

    Args:
        m: The memory.
        calendar: Address of the calendar, or 0.
        t: Minutes since the start.
    """
    if calendar == 0:
        return t
    number = window_at(m, calendar, t)
    if number == m[calendar + CALENDAR_N]:
        start = open_end(m, calendar)
    else:
        start = m[m[calendar + CALENDAR_WINDOWS] + number * WINDOW_SIZE + WINDOW_START]
    return start if start > t else t


def is_open(m: Ints, calendar: int, t: int) -> bool:
    """
    Tell whether a calendar is open at an instant. A window's end no longer belongs to it.

    Args:
        m: The memory.
        calendar: Address of the calendar, or 0.
        t: Minutes since the start.
    """
    return next_open(m, calendar, t) == t


def spread_open(m: Ints, calendar: int, t: int, u: float) -> int:
    """
    Give an instant itself if it is open, else one anywhere in what is left of the next working day's hours.

    Args:
        m: The memory.
        calendar: Address of the calendar, or 0.
        t: Minutes since the start.
        u: A uniform draw in [0, 1).
    """
    if calendar == 0:
        return t
    number = window_at(m, calendar, t)
    count = m[calendar + CALENDAR_N]
    if number == count:
        end = open_end(m, calendar)
        return end if end > t else t
    at = m[calendar + CALENDAR_WINDOWS] + number * WINDOW_SIZE
    if m[at + WINDOW_START] <= t:
        return t
    day = m[at + WINDOW_DAY]
    last = at
    while number + 1 < count and m[last + WINDOW_SIZE + WINDOW_DAY] == day:
        number += 1
        last += WINDOW_SIZE
    total = m[last + WINDOW_BEFORE] + m[last + WINDOW_END] - m[last + WINDOW_START] - m[at + WINDOW_BEFORE]
    left = int(u * total)
    while left >= m[at + WINDOW_END] - m[at + WINDOW_START]:
        left -= m[at + WINDOW_END] - m[at + WINDOW_START]
        at += WINDOW_SIZE
    return m[at + WINDOW_START] + left


def worked(m: Ints, calendar: int, t: int) -> int:
    """
    Give the working minutes from the start to an instant.

    Args:
        m: The memory.
        calendar: Address of the calendar, or 0.
        t: Minutes since the start.
    """
    if calendar == 0:
        return t
    number = window_at(m, calendar, t)
    count = m[calendar + CALENDAR_N]
    at = m[calendar + CALENDAR_WINDOWS] + number * WINDOW_SIZE
    if number < count:
        inside = t - m[at + WINDOW_START]
        return m[at + WINDOW_BEFORE] + (inside if inside > 0 else 0)
    beyond = t - open_end(m, calendar)
    total = beyond if beyond > 0 else 0
    if count > 0:
        last = at - WINDOW_SIZE
        total += m[last + WINDOW_BEFORE] + m[last + WINDOW_END] - m[last + WINDOW_START]
    return total


def working_between(m: Ints, calendar: int, a: int, b: int) -> int:
    """
    Give the working minutes from one instant to another, negative if the other is earlier.

    Args:
        m: The memory.
        calendar: Address of the calendar, or 0.
        a: Minutes since the start.
        b: Likewise.
    """
    return worked(m, calendar, b) - worked(m, calendar, a)


def seek(m: Ints, calendar: int, number: int, column: int, wanted: int) -> int:
    """
    Give the number of the last window, from one on, whose number in a column is less than wanted.

    Args:
        m: The memory.
        calendar: Address of the calendar, not 0.
        number: Number of a window whose own is less than wanted.
        column: Column that grows from window to window.
        wanted: What it is compared with.
    """
    first = m[calendar + CALENDAR_WINDOWS] + column
    count = m[calendar + CALENDAR_N]
    stride = 1
    while number + stride < count and m[first + (number + stride) * WINDOW_SIZE] < wanted:
        number += stride
        stride += stride
    while stride > 0:
        if number + stride < count and m[first + (number + stride) * WINDOW_SIZE] < wanted:
            number += stride
        stride = stride >> 1
    return number


def add_working(m: Ints, calendar: int, t: int, minutes: int) -> int:
    """
    Give the first instant by which so many working minutes have passed: a window's end, not the next one's start.

    Args:
        m: The memory.
        calendar: Address of the calendar, or 0.
        t: Minutes since the start.
        minutes: Working minutes; the instant itself if 0 or less.
    """
    if minutes <= 0:
        return t
    if calendar == 0:
        return t + minutes
    number = window_at(m, calendar, t)
    count = m[calendar + CALENDAR_N]
    if number == count:
        start = open_end(m, calendar)
        return (start if start > t else t) + minutes
    at = m[calendar + CALENDAR_WINDOWS] + number * WINDOW_SIZE
    start = m[at + WINDOW_START]
    if t > start:
        minutes += t - start
    end = start + minutes
    if end <= m[at + WINDOW_END]:
        return end
    target = m[at + WINDOW_BEFORE] + minutes
    at = m[calendar + CALENDAR_WINDOWS] + seek(m, calendar, number, WINDOW_BEFORE, target) * WINDOW_SIZE
    end = m[at + WINDOW_START] + target - m[at + WINDOW_BEFORE]
    last = m[at + WINDOW_END]
    if end <= last:
        return end
    return open_end(m, calendar) + end - last


def add_working_days(m: Ints, calendar: int, t: int, days: int) -> int:
    """
    Give the same time of day so many working days later; the day of the instant itself does not count.

    From a day that is no working day, one working day later is the next one. To or from a day on which clocks change,
    the time of day may be an hour off.

    Args:
        m: The memory.
        calendar: Address of the calendar, or 0.
        t: Minutes since the start.
        days: Working days; the instant itself if 0 or less.
    """
    if days <= 0:
        return t
    if calendar == 0:
        return t + days * DAY
    number = window_at(m, calendar, t)
    count = m[calendar + CALENDAR_N]
    first = m[calendar + CALENDAR_WINDOWS]
    if number == count or t < m[first + number * WINDOW_SIZE + WINDOW_MIDNIGHT]:
        number -= 1
    clock = 0
    wanted = days - 1
    if number >= 0:
        clock = (t - m[first + number * WINDOW_SIZE + WINDOW_MIDNIGHT]) % DAY
        wanted = m[first + number * WINDOW_SIZE + WINDOW_DAY] + days
    elif count > 0:
        number = 0
        clock = DAY - 1 - (m[first + WINDOW_MIDNIGHT] - t - 1) % DAY
    if wanted > 0 and count > 0:
        number = seek(m, calendar, number, WINDOW_DAY, wanted) + 1
    if 0 <= number < count:
        return m[first + number * WINDOW_SIZE + WINDOW_MIDNIGHT] + clock
    end = open_end(m, calendar)
    return (end if end > t else t) + days * DAY


KERNEL = (
    window_at,
    open_end,
    next_open,
    is_open,
    spread_open,
    worked,
    working_between,
    seek,
    add_working,
    add_working_days,
)
"""What is compiled of this module, callees first."""
