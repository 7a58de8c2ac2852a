"""
Time windows: from when to when a target may come.

Without a calendar a day is 24 hours, and the ends of a window belong to it. On a calendar a window in days or longer
ends with its last day (its due time is the midnight after) and, where it has a least distance, opens with the day on
which that distance is reached. A look back asks whether the earlier event's window reaches the activation.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import attrs

from collabmodel.rules.machine import ALWAYS, NEVER
from collabmodel.workdays import Days, Duration, Unit, due_us, ends_at_midnight, last_us

_CLOCK = frozenset({Unit.MINUTES, Unit.HOURS})
_MONTHS = frozenset({Unit.MONTHS, Unit.YEARS})
_LONGEST = 100 * 366 * 86_400_000_000


@attrs.frozen
class Edge:
    """
    One end of a window.

    Args:
        duration: Its distance from the activation: one for all, or told by the activation's position (None: unknown).
        days: Calendar, or None for plain time.
        roll: Where an end on a day off moves: ``none``, ``forward`` or ``backward``.
    """

    duration: Duration | Callable[[int], Duration | None]
    days: Days | None = None
    roll: str = "none"

    def at(self, activation: int) -> Duration | None:
        """
        Give the distance for an activation.

        Args:
            activation: Its position.
        """
        return self.duration if isinstance(self.duration, Duration) else self.duration(activation)

    @property
    def orderly(self) -> bool:
        """Whether what starts later also ends later."""
        if not isinstance(self.duration, Duration):
            return False
        if self.days is None:
            return self.duration.unit not in _MONTHS
        return self.roll == "none" or self.duration.unit not in _CLOCK

    @property
    def length(self) -> int | None:
        """Its length in microseconds, or None where that differs from start to start."""
        if not isinstance(self.duration, Duration) or self.duration.unit is Unit.SAME_DAY or not self.orderly:
            return None
        if self.days is not None and (self.duration.unit not in _CLOCK or self.roll != "none"):
            return None
        length = due_us(0, Duration(self.duration.amount, self.duration.unit))
        return length if length < _LONGEST else None


class Span:
    """
    A window as a rule uses it: times are microseconds since 1970 UTC, activations and events are positions.

    Args:
        times: When each event happened.
        low: Least distance, or None.
        high: Greatest distance, or None.
        generous: Whether an end that is unknown is read so that more lies inside.
    """

    __slots__ = ("endless", "ends", "generous", "high", "length", "low", "orderly", "times")

    def __init__(
        self, times: Sequence[int], low: Edge | None = None, high: Edge | None = None, *, generous: bool = True
    ) -> None:
        self.times: Sequence[int] = times
        self.generous: bool = generous
        self.low: Edge | None = low
        self.high: Edge | None = high
        self.endless: bool = low is None and high is None
        self.ends: bool = high is not None
        self.orderly: bool = low is None and (high is None or high.orderly)
        self.length: int | None = NEVER if high is None else high.length

    def due(self, activation: int, by: int = -1) -> int:
        """
        Give the time at which the window ends, or ``NEVER``.

        Args:
            activation: Position of the activation.
            by: Position of the event as of which it is told, or -1 for the latest; only a limit's window may change.
        """
        del by
        if self.high is None:
            return NEVER
        if self.length is not None:
            return self.times[activation] + self.length
        duration = self.high.at(activation)
        if duration is None:
            return NEVER if self.generous else self.times[activation]
        return due_us(self.times[activation], duration, self.high.days, self.high.roll)

    def last(self, activation: int, by: int = -1) -> int:
        """
        Give the last moment inside the window.

        Args:
            activation: Position of the activation.
            by: Position of the event as of which it is told, or -1 for the latest; only a limit's window may change.
        """
        return self._last(activation, activation, by)

    def opens(self, activation: int) -> int:
        """
        Give the first moment inside the window, or ``ALWAYS`` without a least distance.

        Args:
            activation: Position of the activation.
        """
        return self._opens(activation, activation)

    def reaches_back(self, earlier: int, activation: int) -> bool:
        """
        Tell whether an activation lies in the window of an earlier event.

        Args:
            earlier: Position of the earlier event.
            activation: Position of the activation, which tells the distances.
        """
        if self.endless:
            return True
        moment = self.times[activation]
        return self._opens(earlier, activation) <= moment <= self._last(earlier, activation)

    def _last(self, start: int, activation: int, by: int = -1) -> int:
        del by
        if self.high is None:
            return NEVER
        if self.length is not None:
            return self.times[start] + self.length
        duration = self.high.at(activation)
        if duration is None:
            return NEVER if self.generous else self.times[start]
        return last_us(self.times[start], duration, self.high.days, self.high.roll)

    def _opens(self, start: int, activation: int) -> int:
        if self.low is None:
            return ALWAYS
        duration = self.low.at(activation)
        if duration is None:
            return ALWAYS if self.generous else NEVER
        days = self.low.days
        if days is None or not ends_at_midnight(duration, days):
            return due_us(self.times[start], duration, days)
        return days.midnight(days.day_of(last_us(self.times[start], duration, days)))
