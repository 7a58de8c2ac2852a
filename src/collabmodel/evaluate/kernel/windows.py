"""Time windows of many activations at once."""

from __future__ import annotations

from collections.abc import Callable

import attrs
import numpy as np

from collabmodel.evaluate.kernel.postings import Flags, Ints
from collabmodel.rules.windows import Edge, Span
from collabmodel.workdays import Duration, Unit

_CLOCK = frozenset({Unit.MINUTES, Unit.HOURS})


@attrs.frozen(eq=False)
class Window:
    """
    A window of one rule over a log.

    Args:
        times: When each event happened.
        low: Least distance, or None.
        high: Greatest distance, or None.
    """

    times: Ints
    low: Edge | None = None
    high: Edge | None = None

    @property
    def endless(self) -> bool:
        """Whether there is no window."""
        return self.low is None and self.high is None

    def last(self, at: Ints) -> Ints | None:
        """
        Give the last moment in time of activations, or None where there is none.

        Args:
            at: Their positions.
        """
        return None if self.high is None else self._ask(self.high, at, Span.last)

    def opens(self, at: Ints) -> Ints | None:
        """
        Give the first moment in time of activations, or None where there is none.

        Args:
            at: Their positions.
        """
        return None if self.low is None else self._ask(self.low, at, Span.opens)

    @property
    def due_of(self) -> Callable[[Ints], Ints] | None:
        """What gives the due times of activations, told their positions; None where nothing is due."""
        high = self.high
        return None if high is None else lambda at: self._ask(high, at, Span.due)

    def reaches(self, earlier: Ints, at: Ints) -> Flags:
        """
        Tell which activations lie in the window of an earlier event.

        Args:
            earlier: Positions of the earlier events.
            at: Positions of the activations.
        """
        moment, opens, last = self.times[at], self.opens(earlier), self.last(earlier)
        found = np.ones(len(at), np.bool_)
        if opens is not None:
            found &= opens <= moment
        if last is not None:
            found &= moment <= last
        return found

    def _ask(self, edge: Edge, at: Ints, what: Callable[[Span, int], int]) -> Ints:
        times = self.times[at]
        if edge.length is not None:
            return times + edge.length
        span = Span([0], low=edge if what is Span.opens else None, high=None if what is Span.opens else edge)
        known: dict[int, int] = {}
        found = np.empty(len(at), np.int64)
        for index, moment in enumerate(times.tolist()):
            key = _same(edge, moment)
            value = known.get(key)
            if value is None:
                span.times = [moment]
                value = known[key] = what(span, 0)
            found[index] = value
        return found


def _same(edge: Edge, moment: int) -> int:
    """Give what all moments share that a window in days treats alike: their local day, unless the hour matters."""
    days, duration = edge.days, edge.duration
    by_day = days is not None and days.calendar.cut_off is None
    if by_day and isinstance(duration, Duration) and duration.unit not in _CLOCK:
        return days.day_of(moment)  # type: ignore[union-attr]
    return moment
