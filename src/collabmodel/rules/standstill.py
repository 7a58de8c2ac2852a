"""When a limit stands still in a case: its own pauses, orders about it, and the closing of a case that it outlives."""

from __future__ import annotations

from typing import TypeAlias

import attrs

from collabmodel.rules.case_names import CaseNames
from collabmodel.rules.clocks import Halt, of_change, to_halt
from collabmodel.rules.limit_parts import LimitParts, Meaning
from collabmodel.rules.states import State, parts, texts

StandstillMark: TypeAlias = tuple[Halt | None, frozenset[str]]
"""What a standstill was at a moment."""


class Standstill:
    """
    Follows what stops the clocks of a limit and what lets them go on, in one reading of what is unknown.

    Args:
        parts: The limit.
        names: The names of its case.
        hopeful: Whether unknown is read for the better.
        lacking: Where to note what was missing.
        endless: Whether the closing of the case stops them as well.
    """

    halt: Halt | None
    keys: set[str]

    def __init__(
        self, parts: LimitParts, names: CaseNames, *, hopeful: bool, lacking: set[str], endless: bool = False
    ) -> None:
        self.parts = parts
        self.names = names
        self.hopeful = hopeful
        self.lacking = lacking
        self.endless = endless
        self.start()

    def start(self) -> None:
        """Begin a case."""
        self.halt = None
        self.keys = set()

    def mark(self) -> StandstillMark:
        """Note what it knows."""
        return self.halt, frozenset(self.keys)

    def back(self, mark: StandstillMark) -> None:
        """
        Know again what was known.

        Args:
            mark: What ``mark`` gave.
        """
        self.halt, keys = mark
        self.keys = set(keys)

    def save(self) -> State:
        """Give what it knows as plain values."""
        return None if self.halt is None else of_change(self.halt), tuple(sorted(self.keys))

    def load(self, state: State) -> None:
        """
        Take over what another knew.

        Args:
            state: What ``save`` gave.

        Raises:
            ValueError: It is no such state.
        """
        halt, keys = parts(state, 2)
        self.halt = None if halt is None else to_halt(halt)
        self.keys = set(texts(keys))

    def seen(self, now: int) -> int:
        """
        Give the time that the clocks show.

        Args:
            now: The time, microseconds since 1970 UTC.
        """
        return now if self.halt is None else min(now, self.halt.since)

    def go_on(self, meaning: Meaning, position: int) -> Halt | None:
        """
        Let an event end what keeps the clocks from running; give the whole halt, if nothing else keeps them.

        Args:
            meaning: What the event may mean.
            position: Its position.
        """
        for number in meaning.resumes:
            end = self.parts.pauses[number].end
            if end.holds(self.names, position, doubt=not self.hopeful, lacking=self.lacking):
                self.keys.discard(f"pause {number}")
        if meaning.order == "resumed":
            self.keys.discard("limit")
        if meaning.case == "reopened":
            self.keys.discard("case")
        if self.keys or self.halt is None:
            return None
        halt, self.halt = self.halt, None
        return attrs.evolve(halt, until=self.names.trace.occurred[position])

    def stand_still(self, meaning: Meaning, position: int) -> None:
        """
        Let an event stop the clocks.

        Args:
            meaning: What the event may mean.
            position: Its position.
        """
        for number in meaning.pauses:
            pause = self.parts.pauses[number]
            if pause.start.holds(self.names, position, doubt=self.hopeful, lacking=self.lacking):
                self._suspend(f"pause {number}", position, pause.why)
        if meaning.order == "suspended":
            reason = self.names.trace.value(position, "reason")
            self._suspend("limit", position, reason if isinstance(reason, str) else "")
        if meaning.case == "closed" and self.endless:
            self._suspend("case", position, "case closed")

    def _suspend(self, key: str, position: int, why: str) -> None:
        self.keys.add(key)
        if self.halt is None:
            now = self.names.trace.occurred[position]
            self.halt = Halt(since=now, until=now, position=position, why=why)
