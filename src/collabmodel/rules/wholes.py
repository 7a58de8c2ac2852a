"""Machines for templates that are judged as a whole, by following the template's automaton."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

import attrs

from collabmodel.rules.letters import Gate
from collabmodel.rules.machine import Handler, Row
from collabmodel.rules.templates import AUTOMATA, Automaton, Family
from collabmodel.rules.verdicts import Verdict

WholeMark: TypeAlias = tuple[int, ...]
"""What the follower of a whole knew at a moment."""
_BROKEN = 3
_START = 1
"""The set that holds state 0 only; a set of states is a number with one bit for each."""


def _members(states: int) -> list[int]:
    return [state for state in range(states.bit_length()) if states >> state & 1]


@attrs.frozen
class Plan:
    """
    An automaton over sets of states, ready to be followed.

    Args:
        moves: For each letter, the set of states that follows each set.
        idle: The same while the rule does not apply: no step into a violation is taken.
        ranks: The worst and the best rank of each set's states.
        idle_ranks: The same while the rule does not apply.
        counts: Whether events activate it; else the case itself does.
    """

    moves: tuple[tuple[int, ...], ...]
    idle: tuple[tuple[int, ...], ...]
    ranks: tuple[tuple[int, ...], tuple[int, ...]]
    idle_ranks: tuple[tuple[int, ...], tuple[int, ...]]
    counts: bool

    @classmethod
    def of(cls, automaton: Automaton) -> Plan:
        """
        Make the plan of a template.

        Args:
            automaton: The template's automaton.

        >>> from collabmodel.model import Template
        >>> plan = Plan.of(AUTOMATA[Template.EXISTENCE])
        >>> plan.moves[1][1], plan.ranks[1][2]
        (2, 0)
        """
        sets = range(1 << len(automaton.steps))
        colours = [automaton.colour(state) for state in range(len(automaton.steps))]
        idle = [Verdict.POSSIBLY_SATISFIED if c is Verdict.POSSIBLY_VIOLATED else c for c in colours]

        def step(state: int, letter: int, stay: bool) -> int:
            following = automaton.steps[state][letter]
            return state if stay and colours[following] is Verdict.VIOLATED else following

        def moves(stay: bool) -> tuple[tuple[int, ...], ...]:
            return tuple(
                tuple(_union(step(state, letter, stay) for state in _members(states)) for states in sets)
                for letter in range(4)
            )

        return cls(
            moves=moves(stay=False),
            idle=moves(stay=True),
            ranks=_extremes([colour.rank for colour in colours]),
            idle_ranks=_extremes([colour.rank for colour in idle]),
            counts=automaton.family is Family.TOGETHER,
        )


def _extremes(ranks: Sequence[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    members = [[ranks[state] for state in _members(states)] or [0] for states in range(1 << len(ranks))]
    return tuple(map(max, members)), tuple(map(min, members))


def _union(states: Iterable[int]) -> int:
    found = 0
    for state in states:
        found |= 1 << state
    return found


PLANS = {
    template: Plan.of(automaton)
    for template, automaton in AUTOMATA.items()
    if automaton.family in (Family.WHOLE, Family.TOGETHER)
}
"""The plans of all templates that are judged as a whole."""


def _joined(sets: Iterable[int]) -> int:
    found = 0
    for states in sets:
        found |= states
    return found


class Whole:
    """
    Follows one automaton.

    Args:
        plan: The plan of its template.
        gate: Whether the rule applies, or None for always.
        hopeful: Which reading it follows.
    """

    count: int
    decider: int
    first: int
    states: int

    __slots__ = ("count", "decider", "first", "gate", "hopeful", "plan", "states")

    def __init__(self, plan: Plan, gate: Gate | None, *, hopeful: bool) -> None:
        self.plan: Plan = plan
        self.gate: Gate | None = gate
        self.hopeful: bool = hopeful
        self.start(0)

    def start(self, first: int) -> None:
        """
        Begin a case.

        Args:
            first: Position of its first event.
        """
        del first
        self.states = _START
        self.count = 0
        self.first = self.decider = -1

    def follower(self, letter: int) -> Handler:
        """
        Give what takes in events of one letter.

        Args:
            letter: The letter.
        """
        moves = self.plan.moves[letter]

        def follow(position: int) -> None:
            self.count += 1
            if self.first < 0:
                self.first = position
            states = moves[self.states]
            if states != self.states:
                self.states = states
                self.decider = position

        def follow_gated(position: int) -> None:
            self.doubt(position, (letter,))

        return follow if self.gate is None else follow_gated

    def doubt(self, position: int, letters: Iterable[int]) -> None:
        """
        Take in an event that may have any of several letters.

        Args:
            position: Its position.
            letters: The letters.
        """
        lets = self.gate is None or self.gate.lets()
        moves = self.plan.moves if lets else self.plan.idle
        if 0 not in letters:
            self.count += lets
            self.first = position if self.first < 0 else self.first
        states = 0
        for letter in letters:
            states |= moves[letter][self.states]
        if states != self.states:
            self.states = states
            self.decider = position

    def scalars(self) -> WholeMark:
        """Give what it knows."""
        return self.count, self.decider, self.first, self.states

    def restore(self, scalars: Sequence[int]) -> None:
        """
        Know again what was known.

        Args:
            scalars: What ``scalars`` gave.
        """
        self.count, self.decider, self.first, self.states = scalars

    def breach(self, position: int) -> int:
        """
        Give the first event that mattered if an event has broken the rule, else -1; only the latest can be asked about.

        Args:
            position: The event.
        """
        if self.decider != position or not self._is_broken():
            return -1
        return self.first if self.first >= 0 else position

    def _is_broken(self) -> bool:
        return self.plan.ranks[self.hopeful][self.states] == _BROKEN

    def opened(self, position: int) -> None:
        """
        Take note that the rule applies from here on; the automaton needs nothing.

        Args:
            position: The event.
        """

    def released(self, position: int) -> None:
        """
        Take note that the rule applies no longer; the automaton needs nothing.

        Args:
            position: The event at which it stopped to apply.
        """

    def report(self, last: int, now: int, closed: bool) -> Row:
        """
        Give what was found.

        Args:
            last: Position after the last event seen.
            now: The time of judging.
            closed: Whether nothing more is expected.
        """
        del last, now
        gate = self.gate
        if gate is not None and not gate.ever:
            return (0 if closed else 1, 0, -1, -1, -1)
        ranks = self.plan.ranks if gate is None or gate.is_open else self.plan.idle_ranks
        rank = ranks[self.hopeful][self.states]
        count = self.count if self.plan.counts else 1
        return (closing(rank) if closed else rank, count, self.first, self.decider, -1)


class Forgiving(Whole):
    """
    Follows one automaton to tell which events break it, also after it was broken: an event is looked at as though those
    that broke the rule before had not come. Where events activate the rule, each that comes after breaks it again.

    Args:
        plan: The plan of its template.
        gate: Whether the rule applies, or None for always.
        hopeful: Which reading it follows.
    """

    breaching: int
    forgiven: int

    __slots__ = ("breaching", "forgiven")

    def start(self, first: int) -> None:
        """
        Begin a case.

        Args:
            first: Position of its first event.
        """
        super().start(first)
        self.forgiven = _START
        self.breaching = -1

    def follower(self, letter: int) -> Handler:
        """
        Give what takes in events of one letter.

        Args:
            letter: The letter.
        """

        def follow(position: int) -> None:
            self.doubt(position, (letter,))

        return follow

    def doubt(self, position: int, letters: Iterable[int]) -> None:
        """
        Take in an event that may have any of several letters.

        Args:
            position: Its position.
            letters: The letters.
        """
        letters, plan, before = tuple(letters), self.plan, self._is_broken()
        forgiven = self.forgiven
        super().doubt(position, letters)
        self.forgiven = _joined(plan.idle[letter][forgiven] for letter in letters)
        if self.gate is not None and not self.gate.is_open:
            return
        breaks = (all if self.hopeful else any)(self._steps(forgiven, letters)) if before else self._is_broken()
        if breaks:
            self.breaching = position

    def _steps(self, states: int, letters: Sequence[int]) -> list[bool]:
        """Tell of every step that an event may be whether it breaks the rule."""
        plan = self.plan
        if plan.counts:
            return [bool(letter) for letter in letters]
        steps = ((1 << state, letter) for state in _members(states) for letter in letters)
        return [plan.moves[letter][state] != plan.idle[letter][state] for state, letter in steps]

    def scalars(self) -> WholeMark:
        """Give what it knows."""
        return (*super().scalars(), self.forgiven, self.breaching)

    def restore(self, scalars: Sequence[int]) -> None:
        """
        Know again what was known.

        Args:
            scalars: What ``scalars`` gave.
        """
        *own, self.forgiven, self.breaching = scalars
        super().restore(own)

    def breach(self, position: int) -> int:
        """
        Give the first event that mattered if an event has broken the rule, else -1; only the latest can be asked about.

        Args:
            position: The event.
        """
        if self.breaching != position:
            return -1
        return self.first if self.first >= 0 else position


def closing(rank: int) -> int:
    """
    Give the rank of a verdict once nothing more can happen.

    Args:
        rank: The rank while the case is open.

    >>> [closing(rank) for rank in range(4)]
    [0, 0, 3, 3]
    """
    return 0 if rank < 2 else 3
