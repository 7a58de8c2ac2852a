"""
What a running case remembers of its events, for conditions, gates and rules.

A case is a frozen value, but its record grows with its newest state and is shared by the older ones: folding the next
event costs what that event costs. Whoever folds an event into an older state gets a record of its own.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

from collabmodel.case.names import StepNames
from collabmodel.case.strands import Strand, named
from collabmodel.history import Event
from collabmodel.rules import Declared, Monitors, Probe, Program, State
from collabmodel.rules.states import number, parts, texts
from collabmodel.workdays import to_us

__all__ = ["Log", "Record", "Strand", "named"]

Log: TypeAlias = Callable[[int, int], Iterable[Event]]
"""Gives the events of a case from one place in its record to another, both included, in order."""
KEPT = 1_000
"""How many of the latest events a record keeps that can read earlier ones from a log."""


class Record:
    """
    The events of one case as conditions, gates and rules see them.

    Item life and gates read them in the order of the record, without what a later event corrected; an event entered
    late counts there from when it was entered. Rules and limits read them in the order in which they happened.

    Args:
        program: Rules and limits, for the monitors.
        gates: Rules that block or warn, for the probe.
        declared: What conditions may name.
        log: Where earlier events can be read again: all but the latest ``KEPT`` must be there. None to keep them all.
    """

    def __init__(self, program: Program, gates: Program, declared: Declared, log: Log | None = None) -> None:
        self.program = program
        self.gates = gates
        self.declared = declared
        self.superseded: set[str] = set()
        self.life: Strand
        self.names: StepNames
        self.log = log
        self._latest: deque[Event] = deque()
        self._length = 0
        self._settled = 0
        self._judged_to = self._probed_to = 0
        self._monitors: Monitors | None = None
        self._probe: Probe | None = None
        self._judged: Strand | None = None
        self._in_order = True
        self._begin_life()

    def __len__(self) -> int:
        """Give the number of events folded."""
        return self._length

    def fork(self) -> Record:
        """Give a record of the same events that goes on by itself."""
        return Record(self.program, self.gates, self.declared, self.log).folding(self.read(1, self._length))

    def folding(self, events: Iterable[Event]) -> Record:
        """
        Take in events, and give the record itself.

        Args:
            events: The events.
        """
        for event in events:
            self.fold(event)
        return self

    @property
    def events(self) -> Sequence[Event]:
        """All events in the order of the record; read anew from the log where there is one."""
        return tuple(self.read(1, self._length))

    def read(self, first: int, last: int) -> Iterator[Event]:
        """
        Give events again.

        Args:
            first: Place of the first in the record, from 1.
            last: Place of the last.
        """
        kept = self._length - len(self._latest)
        if self.log is not None and first <= kept:
            yield from self.log(first, min(last, kept))
        for place in range(max(first, kept + 1), last + 1):
            yield self._latest[place - kept - 1]

    def event(self, id: str) -> Event | None:
        """
        Give an event by its id, or None. Costs little where ids are those that cases give.

        Args:
            id: Its id.
        """
        told = id.rpartition(":")[2]
        # Python refuses to read numbers of thousands of digits, and nobody's case is as long as that.
        if told.isdecimal() and len(told) < 19 and 0 < (place := int(told)) <= self._length:
            found = self._at(place)
            if found.id == id:
                return found
        return next((event for event in self.read(1, self._length) if event.id == id), None)

    def _at(self, place: int) -> Event:
        found = next(iter(self.read(place, place)), None)
        if found is None:
            msg = f"event {place} is not in the log"
            raise LookupError(msg)
        return found

    def _begin_life(self) -> None:
        self.life = Strand(self._at)
        self.names = StepNames(self.declared, self.life)
        self._probe = None

    def fold(self, event: Event) -> int:
        """
        Take in an event for good, and give its position in the life of the case.

        Args:
            event: The event.
        """
        late = bool(self._length) and to_us(event.occurred) < self.life.occurred[-1]
        self._latest.append(event)
        self._length += 1
        if event.corrects:
            self.superseded.add(event.corrects)
            self._begin_life()
            for kept in self.read(1, self._length):
                if kept.id not in self.superseded:
                    self.life.push(kept)
        else:
            self.life.push(event)
        self._settled = len(self.life)
        if late or event.corrects:
            self._in_order, self._judged, self._monitors = False, None, None
        elif self._judged is not None and not self._in_order:
            self._judged.push(event)
        if self.log is not None and len(self._latest) >= 2 * KEPT:
            self._let_go()
        return self._settled - 1

    def _let_go(self) -> None:
        """Forget all but the latest events, once rules and gates have followed them."""
        self.monitors()
        self.probe()
        for strand in {id(strand): strand for strand in (self.life, self.judged())}.values():
            strand.forget(len(strand) - KEPT)
        while len(self._latest) > KEPT:
            self._latest.popleft()

    def cut(self, length: int) -> None:
        """
        Take events that were put at the end for now away again.

        Args:
            length: How many events are left.
        """
        self.life.drop(length)
        self.names.cut(length)

    def judged(self) -> Strand:
        """Give the events in the order in which they happened, without those superseded."""
        if self._judged is None:
            self._judged = self.life if self._in_order else Strand(self._at)
            if not self._in_order:
                kept = (event for event in self.read(1, self._length) if event.id not in self.superseded)
                for event in sorted(kept, key=lambda one: (to_us(one.occurred), one.seq)):
                    self._judged.push(event)
        return self._judged

    def monitors(self) -> Monitors:
        """Give the monitors, brought up to the last event folded."""
        strand = self.judged()
        if self._monitors is None:
            self._monitors, self._judged_to = Monitors(self.program, strand), 0
        # A candidate at the end of the life of the case is no event yet, whoever asks meanwhile.
        settled = self._settled if strand is self.life else len(strand)
        while self._judged_to < settled:
            self._monitors.advance(self._judged_to)
            self._judged_to += 1
        return self._monitors

    def probe(self) -> Probe:
        """Give the gates, brought up to the last event folded."""
        if self._probe is None:
            self._probe, self._probed_to = Probe(self.gates, self.life), 0
        while self._probed_to < self._settled:
            self._probe.advance(self._probed_to)
            self._probed_to += 1
        return self._probe

    def save(self) -> State:
        """Give what it knows as plain values, without the events: a cache, and never the truth."""
        judged = None if self._in_order else self.judged().save()
        superseded = tuple(sorted(self.superseded))
        return self._length, self.life.save(), judged, superseded, self.monitors().save(), self.probe().save()

    def load(self, state: State) -> None:
        """
        Go on from what another record knew of the same case and model. Needs a log.

        Args:
            state: What ``save`` gave.

        Raises:
            ValueError: It is no such state; fold the events from the first one instead.
        """
        if self.log is None or self._length:
            msg = "only a new record with a log can go on from what another knew"
            raise ValueError(msg)
        length, life, judged, superseded, monitors, probe = parts(state, 6)
        self.life.load(life)
        self._length, self._settled = number(length), len(self.life)
        self.superseded = set(texts(superseded))
        if judged is not None:
            self._in_order, self._judged = False, Strand(self._at)
            self._judged.load(judged)
        self._monitors = Monitors(self.program, self.judged())
        self._monitors.load(monitors)
        self._judged_to, self._probed_to = len(self.judged()), self._settled
        self._probe = Probe(self.gates, self.life)
        self._probe.load(probe)
