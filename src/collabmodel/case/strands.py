"""Events of one case in one order, in little memory: what each carried is kept for a while, and then fetched again."""

from __future__ import annotations

import base64
from array import array
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from typing import overload

from collabmodel.history import Event
from collabmodel.model import Signature
from collabmodel.rules import CaseTrace, State, Value
from collabmodel.rules.states import number, parts, text
from collabmodel.workdays import to_us

_EARLIEST = -(2**62)


class Strand(CaseTrace):
    """
    Events of one case in one order, with their ids.

    Args:
        event: Gives the event at a place of the record.
    """

    def __init__(self, event: Callable[[int], Event]) -> None:
        super().__init__(ids=self._id, fetch=self._carried)
        # Most cases have no corrections: then the event at a position is the next one in the record, and costs nothing.
        self._straight = 0
        self._places: array[int] = array("q")
        self._event = event
        self._case = ""
        self._named: dict[int, str] = {}

    def __len__(self) -> int:
        """Give the number of events."""
        return len(self.signature)

    @property
    def ids(self) -> Sequence[str]:
        """Ids of the events, by position."""
        return _Ids(self)

    def push(self, event: Event) -> int:
        """
        Put an event at the end and give its position; it counts there from no earlier than the one before it.

        Args:
            event: The event.
        """
        self._case = event.case
        if event.id != f"{event.case}:{event.seq}":
            self._named[len(self)] = event.id
        if not self._places and event.seq == self._straight + 1:
            self._straight += 1
        else:
            self._places.append(event.seq)
        occurred = max(to_us(event.occurred), self.occurred[-1] if self.occurred else _EARLIEST)
        return self.add(Signature(event.kind, event.element, event.transition), occurred, named(event))

    def drop(self, position: int) -> None:
        """
        Take events back from the end; their signatures stay known.

        Args:
            position: Position of the first of them.
        """
        if len(self) > position:
            super().drop(position)
            del self._places[max(0, position - self._straight) :]
            self._straight = min(self._straight, position)
            self._named = {at: id for at, id in self._named.items() if at < position}

    def place(self, event: Event) -> int:
        """
        Give the position of an event in a strand in the order of the record, or -1 if it is not there.

        Args:
            event: The event.
        """
        found = event.seq - 1
        if found >= self._straight:
            found = self._straight + bisect_left(self._places, event.seq)
        return found if 0 <= found < len(self) and self._id(found) == event.id else -1

    def _seq(self, position: int) -> int:
        return position + 1 if position < self._straight else self._places[position - self._straight]

    def _id(self, position: int) -> str:
        return self._named.get(position) or f"{self._case}:{self._seq(position)}"

    def _carried(self, position: int) -> Mapping[str, Value]:
        return named(self._event(self._seq(position)))

    def save(self) -> State:
        """Give the events as plain values, without what they carry: a cache, and never the truth."""
        places = base64.b64encode(self._places.tobytes()).decode("ascii")
        return super().save(), places, self._case, tuple(self._named.items())

    def load(self, state: State) -> None:
        """
        Take over the events of another strand; what they carried is fetched where it is asked for.

        Args:
            state: What ``save`` gave.

        Raises:
            ValueError: It is no such state, or of another kind of machine.
        """
        trace, places, case, names = parts(state, 4)
        super().load(trace)
        self._places = array("q", base64.b64decode(text(places), validate=True))
        self._straight = len(self) - len(self._places)
        self._case = text(case)
        self._named = {number(at): text(id) for at, id in (parts(pair, 2) for pair in parts(names))}
        if self._straight < 0:
            msg = "this state has not as many events as it says"
            raise ValueError(msg)


class _Ids(Sequence[str]):
    """Ids of the events of a strand, by position, without a list of them."""

    def __init__(self, strand: Strand) -> None:
        self._strand = strand

    def __len__(self) -> int:
        return len(self._strand)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        places = range(len(self._strand))[index]
        if isinstance(places, int):
            return self._strand.event_id(places)
        return [self._strand.event_id(place) for place in places]


def named(event: Event) -> Mapping[str, Value]:
    """
    Give what an event carries, by the names that conditions have for it.

    Args:
        event: The event.

    >>> import datetime as dt
    >>> noon = dt.datetime(2026, 3, 2, 12, tzinfo=dt.timezone.utc)
    >>> event = Event(id="c:1", case="c", seq=1, occurred=noon, recorded=noon, kind="fact", data=(("age", 15),))
    >>> named(event)["age"]
    15
    """
    actor = event.actor
    found: dict[str, Value] = {
        "actor.role": actor.role or None,
        "actor.person": actor.person or None,
        "actor.organisation": actor.organisation or None,
        "actor.on_behalf_of": actor.on_behalf_of or None,
        "event.instance": event.instance or None,
        "event.recorded": event.recorded,
    }
    return dict(event.data) | {name: value for name, value in found.items() if value is not None}
