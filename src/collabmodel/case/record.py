"""
What a running case remembers of its events, for conditions, gates and rules.

A case is a frozen value, but its record grows with its newest state and is shared by the older ones: folding the next
event costs what that event costs. Whoever folds an event into an older state gets a record of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from collabmodel.case.names import StepNames
from collabmodel.history import Event
from collabmodel.model import Signature
from collabmodel.rules import ListedTrace, Monitors, Program, Value
from collabmodel.rules.declared import Declared
from collabmodel.workdays import to_us

_EARLIEST = -(2**62)


class Strand(ListedTrace):
    """Events of one case in one order, with their ids."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []

    def push(self, event: Event) -> int:
        """
        Put an event at the end and give its position; it counts there from no earlier than the one before it.

        Args:
            event: The event.
        """
        self.ids.append(event.id)
        occurred = max(to_us(event.occurred), self.occurred[-1] if self.occurred else _EARLIEST)
        return self.add(Signature(event.kind, event.element, event.transition), occurred, named(event))

    def cut(self, length: int) -> None:
        """
        Take events from the end again.

        Args:
            length: How many events are left.
        """
        while len(self.ids) > length:
            self.ids.pop()
            for row in (self.signature, self.occurred, self._data, self._facts):
                row.pop()
        self._known = self._facts[-1] if self._facts else {}

    def event_id(self, position: int) -> str:
        """
        Give the id of an event.

        Args:
            position: Its position.
        """
        return self.ids[position]


class Record:
    """
    The events of one case as conditions, gates and rules see them.

    Item life and gates read them in the order of the record, without what a later event corrected; an event entered
    late counts there from when it was entered. Rules and limits read them in the order in which they happened.

    Args:
        program: Rules and limits, for the monitors.
        gates: Rules that block or warn, for the probe.
        declared: What conditions may name.
        events: The events so far, in the order of the record.
    """

    def __init__(self, program: Program, gates: Program, declared: Declared, events: Iterable[Event] = ()) -> None:
        self.program = program
        self.gates = gates
        self.declared = declared
        self.events: list[Event] = []
        self.superseded: set[str] = set()
        self.life: Strand
        self.names: StepNames
        self._monitors: Monitors | None = None
        self._judged: Strand | None = None
        self._followed = 0
        self._in_order = True
        self._begin_life()
        for event in events:
            self.fold(event)

    def __len__(self) -> int:
        """Give the number of events folded."""
        return len(self.events)

    def _begin_life(self) -> None:
        self.life = Strand()
        self.names = StepNames(self.declared, self.life)

    def fold(self, event: Event) -> int:
        """
        Take in an event for good, and give its position in the life of the case.

        Args:
            event: The event.
        """
        late = bool(self.events) and to_us(event.occurred) < self.life.occurred[-1]
        self.events.append(event)
        if event.corrects:
            self.superseded.add(event.corrects)
            self._begin_life()
            for kept in self.events:
                if kept.id not in self.superseded:
                    self.life.push(kept)
        else:
            self.life.push(event)
        if late or event.corrects:
            self._in_order, self._judged, self._monitors = False, None, None
        elif self._judged is not None and not self._in_order:
            self._judged.push(event)
        return len(self.life.ids) - 1

    def cut(self, length: int) -> None:
        """
        Take events that were put at the end for now away again.

        Args:
            length: How many events are left.
        """
        self.life.cut(length)
        self.names.forget(length)

    def judged(self) -> Strand:
        """Give the events in the order in which they happened, without those superseded."""
        if self._judged is None:
            self._judged = self.life if self._in_order else Strand()
            if not self._in_order:
                kept = (event for event in self.events if event.id not in self.superseded)
                for event in sorted(kept, key=lambda one: (to_us(one.occurred), one.seq)):
                    self._judged.push(event)
        return self._judged

    def monitors(self) -> Monitors:
        """Give the monitors, brought up to the last event."""
        strand = self.judged()
        if self._monitors is None:
            self._monitors, self._followed = Monitors(self.program, strand), 0
        while self._followed < len(strand.ids):
            self._monitors.advance(self._followed)
            self._followed += 1
        return self._monitors


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
    return {name: value for name, value in found.items() if value is not None} | dict(event.data)
