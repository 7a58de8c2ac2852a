"""The letters of one rule over a log: where its events stand, and which events are anybody's neighbour."""

from __future__ import annotations

import functools

import attrs
import numpy as np

from collabmodel.evaluate.kernel.postings import FAR, NONE, Flags, Ints, Log, Posting


@attrs.frozen(eq=False)
class Letters:
    """
    The events of one rule.

    Args:
        log: Where they are.
        a: Events of the first letter.
        b: Events of the second letter; none for templates over one.
        apart: Whether no event can be both.
        visible: Positions of events that are there for this rule, or None for every event.
    """

    log: Log
    a: Posting
    b: Posting
    apart: bool
    visible: Ints | None

    @functools.cached_property
    def shared(self) -> Posting | None:
        """Events that are both letters, or None if there can be none."""
        if self.apart:
            return None
        return self.log.posting(np.intersect1d(self.a.at, self.b.at, assume_unique=True))

    @functools.cached_property
    def together(self) -> Ints:
        """How many events of each case are either letter."""
        both = 0 if self.shared is None else self.shared.count
        return self.a.count + self.b.count - both

    @functools.cached_property
    def opening(self) -> Ints:
        """Position of the first event of each case that is there, or ``FAR``."""
        starts = self.log.starts
        if self.visible is None:
            return np.where(starts[:-1] < starts[1:], starts[:-1], FAR)
        padded = np.append(self.visible, FAR)
        found = padded[np.searchsorted(self.visible, starts[:-1])]
        return np.where(found < starts[1:], found, FAR)

    @functools.cached_property
    def ending(self) -> Ints:
        """Position of the last event of each case that is there, or ``NONE``."""
        starts = self.log.starts
        if self.visible is None:
            return np.where(starts[:-1] < starts[1:], starts[1:] - 1, NONE)
        padded = np.append(self.visible, NONE)
        found = padded[np.searchsorted(self.visible, starts[1:]) - 1]
        return np.where(found >= starts[:-1], found, NONE)

    def after(self, posting: Posting) -> Ints:
        """
        Give the neighbour after each event, or ``FAR``.

        Args:
            posting: The events.
        """
        end = self.log.starts[1:][posting.case]
        if self.visible is None:
            found = posting.at + 1
        else:
            found = np.append(self.visible, FAR)[np.searchsorted(self.visible, posting.at, "right")]
        return np.where(found < end, found, FAR)

    def before(self, posting: Posting) -> Ints:
        """
        Give the neighbour before each event, or ``NONE``.

        Args:
            posting: The events.
        """
        start = self.log.starts[:-1][posting.case]
        if self.visible is None:
            found = posting.at - 1
        else:
            found = np.append(self.visible, NONE)[np.searchsorted(self.visible, posting.at) - 1]
        return np.where(found >= start, found, NONE)

    def among(self, posting: Posting, at: Ints) -> Flags:
        """
        Tell which positions are events of a posting; ``FAR`` and ``NONE`` never are.

        Args:
            posting: The events.
            at: The positions.
        """
        found: Flags = posting.flags(self.log.size)[np.minimum(at, self.log.size)]
        return found
