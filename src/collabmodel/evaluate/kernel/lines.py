"""Which targets lie before and after each activation: in the same case, or with the same value in it."""

from __future__ import annotations

from typing import Protocol

import attrs
import numpy as np

from collabmodel.evaluate.kernel.postings import FAR, NONE, Flags, Ints, Posting
from collabmodel.evaluate.kernel.windows import Window


class Looking(Protocol):
    """What lines need to know of the half that looks along them."""

    @property
    def window(self) -> Window:
        """Its window."""

    @property
    def times(self) -> Ints:
        """When each event happened."""


@attrs.frozen(eq=False)
class Side:
    """
    Events of one letter in the order of their lines.

    Args:
        at: Positions.
        group: Line of each.
        place: Number that grows along every line, and from line to line.
    """

    at: Ints
    group: Ints
    place: Ints


@attrs.frozen(eq=False)
class Lines:
    """
    Activations and targets along lines.

    Args:
        x: Activations.
        y: Targets.
        back: Where each activation stood before they were ordered by line, or None if they were not moved.
    """

    x: Side
    y: Side
    back: Ints | None = None

    @classmethod
    def by_case(cls, activating: Posting, targets: Posting) -> Lines:
        """
        Make every case a line.

        Args:
            activating: Activations.
            targets: Targets.
        """
        x, y = (Side(posting.at, posting.case, posting.at) for posting in (activating, targets))
        return cls(x, y)

    @classmethod
    def by_value(cls, activating: Posting, targets: Posting, values: tuple[Ints, Ints], size: int) -> Lines:
        """
        Make every value in every case a line.

        Args:
            activating: Activations.
            targets: Targets.
            values: Number of the value of each activation, and of each target; from 0.
            size: Number of events in the log.
        """
        kinds = 1 + max((int(value.max()) for value in values if len(value)), default=0)
        sides, order = [], np.empty(0, np.int64)
        for posting, value in reversed(list(zip((activating, targets), values, strict=True))):
            group = posting.case * kinds + value
            place = group * max(size, 1) + posting.at
            order = np.argsort(place, kind="stable")
            sides.append(Side(posting.at[order], group[order], place[order]))
        return cls(sides[1], sides[0], order)

    def later(self, half: Looking, *, at_once: bool) -> Ints:
        """
        Give the first target after each activation that is not too early for it, or ``FAR``.

        Args:
            half: What looks.
            at_once: Whether an activation may be its own target.
        """
        x, y = self.x, self.y
        if not len(y.at):
            return np.full(len(x.at), FAR)
        index = np.searchsorted(y.place, x.place, "left" if at_once else "right")
        opens = half.window.opens(x.at)
        if opens is not None:
            last = half.window.last(x.at)
            self._skip(index, half.times, opens if last is None else np.minimum(opens, last + 1))
        safe = np.minimum(index, len(y.at) - 1)
        return self._restored(np.where((y.group[safe] == x.group) & (index < len(y.at)), y.at[safe], FAR))

    def _skip(self, index: Ints, times: Ints, opens: Ints) -> None:
        """Go on to targets that are not too early, in place."""
        x, y = self.x, self.y
        groups, moments = np.append(y.group, NONE), np.append(times[y.at], 0)
        early = np.flatnonzero((groups[index] == x.group) & (moments[index] < opens))
        while len(early):
            index[early] += 1
            places = index[early]
            early = early[(groups[places] == x.group[early]) & (moments[places] < opens[early])]

    def earlier(self, half: Looking, after: Ints | None = None) -> Ints:
        """
        Give the last target at or before each activation whose window reaches it, or ``NONE``.

        Args:
            half: What looks.
            after: Position of each activation after which the target must lie, or None.
        """
        x, y = self.x, self.y
        if not len(y.at):
            return np.full(len(x.at), NONE)
        index = np.searchsorted(y.place, x.place, "right") - 1
        if not half.window.endless:
            self._retreat(index, half)
        found = np.where((y.group[index] == x.group) & (index >= 0), y.at[index], NONE)
        if after is not None:
            found = np.where(found > after, found, NONE)
        return self._restored(found)

    def _retreat(self, index: Ints, half: Looking) -> None:
        """Go back to targets whose window reaches the activation, in place."""
        x, y, moment = self.x, self.y, half.times[self.x.at]
        opens, last = (np.append(self._edge(edge, blank), blank) for edge, blank in self._edges(half))
        groups = np.append(y.group, NONE)

        def misses(rows: Ints) -> Flags:
            places = index[rows]
            inside = (opens[places] <= moment[rows]) & (moment[rows] <= last[places])
            found: Flags = (groups[places] == x.group[rows]) & ~inside
            return found

        rows = np.arange(len(x.at))
        rows = rows[misses(rows)]
        while len(rows):
            index[rows] -= 1
            rows = rows[misses(rows)]

    def _edges(self, half: Looking) -> tuple[tuple[Ints | None, int], tuple[Ints | None, int]]:
        window = half.window
        return (window.opens(self.y.at), -(2**62)), (window.last(self.y.at), 2**62)

    def _edge(self, edge: Ints | None, blank: int) -> Ints:
        return np.full(len(self.y.at), blank, np.int64) if edge is None else edge

    def _restored(self, found: Ints) -> Ints:
        if self.back is None:
            return found
        restored = np.empty_like(found)
        restored[self.back] = found
        return restored
