"""Windows that a named limit gives: each activation has a clock of that limit, which its pauses and extensions move."""

from __future__ import annotations

import functools
from bisect import bisect_right
from typing import NamedTuple

from collabmodel.model import Signature
from collabmodel.rules.case_names import CaseNames
from collabmodel.rules.clocks import Clock, Halt
from collabmodel.rules.limit_lengths import Lengths
from collabmodel.rules.limit_parts import LimitParts, Meaning
from collabmodel.rules.machine import NEVER, Handler
from collabmodel.rules.standstill import Standstill
from collabmodel.rules.trace import Trace
from collabmodel.rules.windows import Span


class Entry(NamedTuple):
    """
    What happened to the limit.

    Args:
        noted: Position of the event from which on it counts.
        seen: The time that clocks showed when it began, microseconds since 1970 UTC.
        halt: The time in which they stood still, or None where they were to be lengthened.
    """

    noted: int
    seen: int
    halt: Halt | None


class LimitSpan(Span):
    """
    The window of a rule that names a limit: from an activation until a clock of the limit that starts there runs out.

    Args:
        parts: The limit.
        trace: Where the events are.
        generous: Whether unknown is read so that more lies inside.
        lacking: Where to note what was missing.
    """

    __slots__ = ("clocks", "entries", "lengths", "names", "parts", "standstill")

    def __init__(self, parts: LimitParts, trace: Trace, *, generous: bool, lacking: set[str]) -> None:
        super().__init__(trace.occurred, generous=generous)
        self.endless: bool = False
        self.orderly: bool = False
        self.ends: bool = True
        self.length: int | None = None
        self.parts: LimitParts = parts
        self.names: CaseNames = CaseNames(parts.declared, trace)
        self.lengths: Lengths = Lengths(parts, self.names, hopeful=generous, lacking=lacking)
        self.standstill: Standstill = Standstill(parts, self.names, hopeful=generous, lacking=lacking)
        self.entries: list[Entry] = []
        self.clocks: dict[tuple[int, int], tuple[Clock, int]] = {}

    def start(self, first: int) -> None:
        """
        Begin a case.

        Args:
            first: Position of its first event.
        """
        self.names.open_case(first)
        self.standstill.start()
        self.entries.clear()
        self.clocks.clear()

    def handler(self, signature: Signature) -> Handler | None:
        """
        Give what to do at events of a signature, or None if they cannot move the clocks.

        Args:
            signature: The signature.
        """
        meaning = Meaning.of(self.parts, signature)
        moves = meaning.pauses or meaning.resumes or meaning.order
        return functools.partial(self.step, meaning) if moves else None

    def step(self, meaning: Meaning, position: int) -> None:
        """
        Take in an event that may move the clocks.

        Args:
            meaning: What it may mean.
            position: Its position.
        """
        halt = self.standstill.go_on(meaning, position)
        if halt is not None:
            self.entries.append(Entry(position, halt.since, halt))
        if meaning.order == "extended":
            self.entries.append(Entry(position, self.standstill.seen(self.times[position]), None))
        self.standstill.stand_still(meaning, position)

    def due(self, activation: int, by: int = -1) -> int:
        """
        Give the time at which the window ends, or ``NEVER``, also while the limit stands still.

        Args:
            activation: Position of the activation.
            by: Position of the event as of which it is told, or -1 for the latest.
        """
        by = max(by, activation) if by >= 0 else by
        clock = self._clock(activation, activation, by)
        return NEVER if self._stands(clock, by) else clock.due

    def _last(self, start: int, activation: int, by: int = -1) -> int:
        clock = self._clock(start, activation, by)
        return NEVER if self._stands(clock, by) else clock.last

    def _stands(self, clock: Clock, by: int) -> bool:
        """Tell whether a clock that had not run out before stands still."""
        halts = [self.standstill.halt]
        if by >= 0:
            halts += [entry.halt for entry in self.entries if entry.noted > by]
        return any(halt is not None and halt.since <= clock.last and (by < 0 or halt.position < by) for halt in halts)

    def _clock(self, start: int, activation: int, by: int) -> Clock:
        count = len(self.entries)
        while by >= 0 and count and self.entries[count - 1].noted > by:
            count -= 1
        clock, known = self.clocks.get((start, activation), (None, 0))
        if clock is None or known > count:
            known = bisect_right(self.entries, start, key=lambda entry: entry.noted)
            clock = Clock(activation, self.times[start], -1, self.parts.days, self.parts.roll, None)
            self.lengths.set(clock, activation)
        if known < count:
            self._run(clock, known, count)
        self.clocks[start, activation] = (clock, max(known, count))
        return clock

    def _run(self, clock: Clock, known: int, count: int) -> None:
        """Let a clock go through entries until it has run out."""
        for noted, seen, halt in self.entries[known:count]:
            if seen > clock.last:
                return
            if halt is None:
                self.lengths.lengthen(clock, noted)
            else:
                clock.change(halt)
