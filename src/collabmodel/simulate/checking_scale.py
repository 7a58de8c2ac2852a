"""How much a scenario asks of a computer: cases that come, and workers whose days are kept."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from collabmodel.errors import Problem
from collabmodel.simulate.checking_subject import Subject
from collabmodel.simulate.hours_of import DAY
from collabmodel.simulate.scenario import Arrivals, Grid, Shape, Spread

MOST_CASES = 100_000
"""Most cases of one replication, which take about 2 GiB with their verdicts."""
MOST_EVENTS = 4_000_000
"""Most events of one replication."""
MOST_WORKED = 10_000_000
"""Most days of all workers together."""
_WEEK = 7 * DAY
_MINUTES = {Grid.HOURS: 60, Grid.WORKING_HOURS: 60, Grid.DAYS: DAY, Grid.WORKING_DAYS: DAY, Grid.WEEKS: _WEEK}


def too_large(subject: Subject) -> Iterator[Problem]:
    """
    Find more cases or workers than a computer has room for.

    Args:
        subject: The scenario under check.
    """
    scenario, minutes = subject.scenario, subject.minutes
    for stream in scenario.arrivals:
        key = "per_week" if stream.per_week is not None else "gap" if stream.gap is not None else "at"
        if _expected(stream, minutes) > MOST_CASES:
            what = f"more than {MOST_CASES} cases would come in one replication"
            hint = "let fewer come, watch less, or say 'most'"
            yield subject.problem(f"arrivals.{stream.id}.{key}", what, hint=hint)
    days = minutes // DAY + 1
    for group in scenario.staff:
        if group.count * days > MOST_WORKED:
            hint = f"at most {MOST_WORKED // days} while {days} days are watched"
            yield subject.problem(f"staff.{group.id}.count", "more workers than there is room for:", group.count, hint)


def _expected(stream: Arrivals, minutes: int) -> float:
    """Give how many cases of a stream come about; of what cannot be told beforehand, none."""
    most = math.inf if stream.most is None else stream.most
    if stream.per_week is not None:
        return min(stream.per_week * minutes / _WEEK, most) if math.isfinite(stream.per_week) else 0.0
    if stream.gap is None:
        return min(len(stream.at), most)
    gap = _mean(stream.gap)
    if gap is None:
        return 0.0
    return min(minutes / gap if gap > 0 else math.inf, most)


def _mean(spread: Spread) -> float | None:
    """Give the mean of a length in minutes at least; None where it cannot be told."""
    unit = _MINUTES.get(spread.unit, 1) if spread.unit is not None else 1
    told: tuple[object, ...] = (spread.mean,)
    if spread.shape is Shape.CONSTANT:
        told = (spread.value,)
    elif spread.shape in (Shape.UNIFORM, Shape.TRIANGULAR):
        told = (spread.low, spread.high) if spread.shape is Shape.UNIFORM else (spread.low, spread.mode, spread.high)
    elif spread.shape is Shape.EMPIRICAL:
        return _weighted(spread, unit)
    numbers = [one for one in told if isinstance(one, int | float)]
    return unit * sum(numbers) / len(numbers) if numbers and len(numbers) == len(told) else None


def _weighted(spread: Spread, unit: int) -> float | None:
    weights = spread.weights or (1.0,) * len(spread.values)
    pairs = [(one, weight) for one, weight in zip(spread.values, weights, strict=False) if weight > 0]
    highest = max((weight for _, weight in pairs), default=0.0)
    if not highest or any(isinstance(one, str) for one, _ in pairs):
        return None
    shares = [weight / highest for _, weight in pairs]
    return unit * sum(float(one) * share for (one, _), share in zip(pairs, shares, strict=True)) / sum(shares)


SCALE_CHECKS: tuple[Callable[[Subject], Iterator[Problem]], ...] = (too_large,)
"""Checks of how large a scenario is."""
