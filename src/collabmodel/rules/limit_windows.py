"""Windows that a named limit gives: each activation has a clock of that limit, which its pauses and extensions move."""

from __future__ import annotations

import functools
from bisect import bisect_right
from typing import NamedTuple, TypeAlias

from collabmodel.model import Signature
from collabmodel.rules.case_names import CaseNames
from collabmodel.rules.clocks import Clock, Halt, of_change, to_halt
from collabmodel.rules.limit_lengths import Lengths
from collabmodel.rules.limit_parts import LimitParts, Meaning
from collabmodel.rules.machine import NEVER, Handler
from collabmodel.rules.standstill import Standstill, StandstillMark
from collabmodel.rules.states import State, number, parts
from collabmodel.rules.trace import Trace
from collabmodel.rules.windows import Span

_MOST = 2_000
"""How many clocks are remembered; others are worked out again when they are asked for."""
Clocks: TypeAlias = dict[tuple[int, int], tuple[Clock, int]]
"""Clocks by where they start and by activation, each with how many entries it went through."""
SpanMark: TypeAlias = tuple[int, StandstillMark]
"""What a window knew at a moment."""


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

    __slots__ = ("clocks", "entries", "lengths", "names", "parts", "standstill", "tried")

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
        self.clocks: Clocks = {}
        self.tried: Clocks | None = None

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

    def mark(self) -> SpanMark:
        """Note what it knows; clocks are tried on copies from here on."""
        self.tried = {}
        return len(self.entries), self.standstill.mark()

    def back(self, mark: SpanMark, end: int) -> None:
        """
        Undo what happened since a mark.

        Args:
            mark: What ``mark`` gave.
            end: Position of the first event that is taken back.
        """
        count, standstill = mark
        self.tried = None
        del self.entries[count:]
        self.standstill.back(standstill)
        self.names.cut(end)

    def save(self) -> State:
        """Give what it knows as plain values; clocks are worked out again."""
        entries = tuple((noted, seen, None if halt is None else of_change(halt)) for noted, seen, halt in self.entries)
        return entries, self.standstill.save()

    def load(self, state: State) -> None:
        """
        Take over what another knew.

        Args:
            state: What ``save`` gave.

        Raises:
            ValueError: It is no such state.
        """
        entries, standstill = parts(state, 2)
        for entry in parts(entries):
            noted, seen, halt = parts(entry, 3)
            self.entries.append(Entry(number(noted), number(seen), None if halt is None else to_halt(halt)))
        self.standstill.load(standstill)

    def handler(self, signature: Signature) -> Handler | None:
        """
        Give what to do at events of a signature, or None if they cannot move the clocks.

        Args:
            signature: The signature.
        """
        meaning = self.parts.meaning(signature)
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
        kept = self.clocks if self.tried is None else self.tried
        count = len(self.entries)
        while by >= 0 and count and self.entries[count - 1].noted > by:
            count -= 1
        key = (start, activation)
        clock, known = kept.get(key) or self.clocks.get(key) or (None, 0)
        if clock is None or known > count:
            known = bisect_right(self.entries, start, key=lambda entry: entry.noted)
            clock = Clock(activation, self.times[start], -1, self.parts.days, self.parts.roll, None)
            self.lengths.set(clock, activation)
        if known < count:
            clock = clock if self.tried is None else clock.copy()
            self._run(clock, known, count)
        if len(kept) > _MOST:
            kept.clear()
        kept[key] = (clock, max(known, count))
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
