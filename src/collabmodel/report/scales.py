"""Scales of charts: where a value lies, and which values are written at the axis."""

from __future__ import annotations

import math
from collections.abc import Iterable

import attrs

_TINY = 1e-9
"""Values closer than this are drawn as one."""
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@attrs.frozen(kw_only=True)
class Scale:
    """
    From values to distances.

    Args:
        low: Value at the left or lower end.
        high: Value at the other end, above ``low``.
        room: Distance between the ends, > 0.
        ticks: Values that are written, in order, between the ends.
    """

    low: float
    high: float
    room: float
    ticks: tuple[float, ...] = ()

    def at(self, value: float) -> float:
        """
        Say how far from the lower end a value lies; what is outside lies at the end.

        Args:
            value: The value.

        >>> Scale(low=0, high=10, room=200).at(5)
        100.0
        """
        inside = min(max(value, self.low), self.high)
        return (inside - self.low) / (self.high - self.low) * self.room


def scale_for(values: Iterable[float], room: float, *, zero: bool = True, most: int = 5) -> Scale:
    """
    Give a scale that holds all values, with round numbers at its ticks and ends.

    Args:
        values: The values.
        room: Distance between the ends, > 0.
        zero: Whether zero is on it in any case.
        most: How many ticks at most, >= 2.

    >>> scale_for((3, 17), 100).ticks
    (0.0, 5.0, 10.0, 15.0, 20.0)
    >>> scale_for((-0.3, 0.1), 100, most=4).ticks
    (-0.4, -0.2, 0.0, 0.2)
    """
    known = [value for value in values if math.isfinite(value)] + ([0.0] if zero else [])
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    if high - low < _TINY:
        low, high = (low - abs(low) / 2, high + abs(high) / 2) if abs(high) > _TINY else (0.0, 1.0)
    step = _step((high - low) / (most - 1), low, high, most)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = tuple(float(f"{number * step:.12g}") for number in range(first, last + 1))
    return Scale(low=ticks[0], high=ticks[-1], room=room, ticks=ticks)


def _step(least: float, low: float, high: float, most: int) -> float:
    """Find the smallest round step with which so many ticks are enough."""
    size = 10.0 ** math.floor(math.log10(least))
    steps = (size * factor * larger for larger in (1.0, 10.0) for factor in _STEPS)
    return next(step for step in steps if math.ceil(high / step - 1e-9) - math.floor(low / step + 1e-9) <= most - 1)


def quantiles(values: Iterable[float], number: int) -> tuple[float, ...]:
    """
    Stand in for many values with a few, each for an equal part of them: the middles of those parts.

    Args:
        values: The values.
        number: How many to give at most, >= 1.

    >>> quantiles(range(100), 4)
    (12, 37, 62, 87)
    >>> quantiles((3, 1), 4)
    (1, 3)
    """
    ordered = sorted(values)
    if len(ordered) <= number:
        return tuple(ordered)
    return tuple(ordered[int((place + 0.5) * len(ordered) / number)] for place in range(number))
