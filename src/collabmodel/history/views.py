"""Sequences whose items are made when they are looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import overload

import attrs

from collabmodel.history.events import Event


@attrs.frozen(eq=False)
class CaseEvents(Sequence[Event]):
    """
    The events of one case as a sequence that makes each event when it is looked at.

    Args:
        make: Makes the event at a position.
        first: Position of the first event.
        end: Position after the last one.
    """

    make: Callable[[int], Event]
    first: int
    end: int

    def __len__(self) -> int:
        """Give the number of events."""
        return self.end - self.first

    @overload
    def __getitem__(self, index: int) -> Event: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Event]: ...

    def __getitem__(self, index: int | slice) -> Event | Sequence[Event]:
        """
        Make one event, or several.

        Args:
            index: Place in the case, from 0, or a slice of places.
        """
        rows = range(self.first, self.end)[index]
        return self.make(rows) if isinstance(rows, int) else tuple(map(self.make, rows))
