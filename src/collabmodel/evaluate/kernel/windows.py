"""Time windows of many activations at once."""

from __future__ import annotations

from collections.abc import Callable

import attrs
import numpy as np

from collabmodel.evaluate.kernel.postings import Ints
from collabmodel.rules.machine import ALWAYS, NEVER
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

    def due(self, at: Ints) -> Ints | None:
        """
        Give the due time of activations, or None where nothing is due.

        Args:
            at: Their positions.
        """
        return None if self.high is None else self._ask(self.high, at, Span.due)

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


def supported(edge: Edge | None) -> bool:
    """
    Tell whether an edge is the same for every case, so that it can be asked of many at once.

    Args:
        edge: The edge, or None.
    """
    return edge is None or isinstance(edge.duration, Duration)


__all__ = ["ALWAYS", "NEVER", "Window", "supported"]
