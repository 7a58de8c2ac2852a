"""Who comes, as rows: streams of new cases, and those who come back."""

from __future__ import annotations

import datetime as dt

from collabmodel.simulate.kernel import header, rows
from collabmodel.simulate.layout import Shapes, stable_hash
from collabmodel.simulate.scenario import Arrivals, Scenario

_WEEK = 10080


def lay_streams_down(scenario: Scenario, shapes: Shapes, start: dt.datetime, horizon: int) -> None:
    """
    Lay streams of new cases and returns down.

    Args:
        scenario: The scenario.
        shapes: Distributions as rows.
        start: The instant at which it starts.
        horizon: Minutes.
    """
    ground = shapes.ground
    m = ground.m
    first = ground.rows(rows.STREAM_SIZE, len(scenario.arrivals))
    m[header.STREAMS], m[header.N_STREAMS] = first, len(scenario.arrivals)
    days = ground.numbers(_days(start, horizon)) if any(one.weekdays or one.months for one in scenario.arrivals) else 0
    for place, arrivals in enumerate(scenario.arrivals):
        _stream(shapes, first + place * rows.STREAM_SIZE, arrivals, start, days)
    back = ground.rows(rows.RETURN_SIZE, len(scenario.returns))
    m[header.RETURNS], m[header.N_RETURNS] = back, len(scenario.returns)
    for place, one in enumerate(scenario.returns):
        row, path = back + place * rows.RETURN_SIZE, f"returns.{one.id}"
        m[row + rows.RETURN_ENDINGS] = ground.numbers([ground.words.number(ending) for ending in one.endings])
        m[row + rows.RETURN_N] = len(one.endings)
        m[row + rows.RETURN_SHARE] = shapes.share(one.share, f"{path}.share")
        m[row + rows.RETURN_DELAY] = shapes.of(one.delay, f"{path}.delay")
        m[row + rows.RETURN_SAME] = int(one.same_workers)
        m[row + rows.RETURN_HASH] = stable_hash(f"return {one.id}")


def _days(start: dt.datetime, horizon: int) -> list[int]:
    """Give month and weekday of every day since the start, as one number each."""
    days = (start.date() + dt.timedelta(days=day) for day in range(horizon // 1440 + 2))
    return [(day.month - 1) * 7 + day.weekday() for day in days]


def _stream(shapes: Shapes, row: int, arrivals: Arrivals, start: dt.datetime, days: int) -> None:
    ground, m = shapes.ground, shapes.ground.m
    path = f"arrivals.{arrivals.id}"
    m[row + rows.STREAM_KEY] = stable_hash(f"stream {arrivals.id}")
    m[row + rows.STREAM_MOST] = -1 if arrivals.most is None else arrivals.most
    m[row + rows.STREAM_PRIORITY] = arrivals.priority
    m[row + rows.STREAM_CLOCK] = ground.floats([0.0])
    m[row + rows.STREAM_DAYS] = days
    if arrivals.at:
        minutes = [int((one - start) // dt.timedelta(minutes=1)) for one in arrivals.at]
        m[row + rows.STREAM_SORT] = 2
        m[row + rows.STREAM_AT], m[row + rows.STREAM_N_AT] = ground.numbers(minutes), len(minutes)
    elif arrivals.gap is not None:
        m[row + rows.STREAM_SORT] = 1
        m[row + rows.STREAM_GAP] = shapes.of(arrivals.gap, f"{path}.gap")
    highest = _thin(shapes, row, arrivals)
    hours, share = _hours(shapes, arrivals)
    m[row + rows.STREAM_HOURS] = hours
    m[row + rows.STREAM_RATE] = ground.floats([float(arrivals.per_week or 0.0) / _WEEK * highest / share])


def _thin(shapes: Shapes, row: int, arrivals: Arrivals) -> float:
    """Lay down the share of the highest rate by month and weekday, and give the highest through the mean rate."""
    if not arrivals.weekdays and not arrivals.months:
        return 1.0
    weekdays, months = arrivals.weekdays or (1.0,) * 7, arrivals.months or (1.0,) * 12
    weight = [month / (sum(months) / 12) * day / (sum(weekdays) / 7) for month in months for day in weekdays]
    highest = max(weight)
    shapes.ground.m[row + rows.STREAM_THIN] = shapes.ground.floats([one / highest for one in weight])
    return highest


def _hours(shapes: Shapes, arrivals: Arrivals) -> tuple[int, float]:
    """Give the calendar in whose hours alone cases come, and which share of all time they are."""
    m = shapes.ground.m
    if not arrivals.working_hours or not m[header.N_GROUPS]:
        return 0, 1.0
    opener = max(m[header.OPENER], 0)
    calendar = m[m[header.GROUPS] + opener * rows.GROUP_SIZE + rows.GROUP_CALENDAR]
    if not calendar or not m[calendar + rows.CALENDAR_N]:
        return 0, 1.0
    last = m[calendar + rows.CALENDAR_WINDOWS] + (m[calendar + rows.CALENDAR_N] - 1) * rows.WINDOW_SIZE
    worked = m[last + rows.WINDOW_BEFORE] + m[last + rows.WINDOW_END] - m[last + rows.WINDOW_START]
    return calendar, worked / max(m[last + rows.WINDOW_END], 1)
