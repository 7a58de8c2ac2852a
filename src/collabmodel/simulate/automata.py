"""
Gates as finite tables: for each state and each letter the next state, and whether the event breaks the rule.

States and steps are those of the machines of ``collabmodel.rules`` in the hopeful reading, for rules without a window
and without conditions that relate two events; templates judged as a whole are stepped by those machines themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable

import attrs

from collabmodel.model import Template
from collabmodel.rules.templates import AUTOMATA, Family, Reach
from collabmodel.rules.wholes import PLANS, Forgiving, Whole
from collabmodel.simulate.kernel.rows import (
    GATE_COLUMNS,
    GATE_RELEASED,
)

NO, YES, UNKNOWN = range(3)
_POSSIBLY_VIOLATED = 2
_APPLIES = (YES, NO, UNKNOWN)
"""Whether a rule applies, in the order of the table's columns."""


@attrs.frozen(kw_only=True)
class Letter:
    """
    What an event is to a rule.

    Args:
        a: Whether it is ``a``: no, yes, unknown.
        b: Whether it is ``b``.
        applies: Whether the rule applies: no, yes, unknown.
        plain: Whether it is no "next" event of chain templates.
    """

    a: int
    b: int
    applies: int
    plain: bool


Step = tuple[Hashable, bool]
"""The next state, and whether the event breaks the rule."""


@attrs.frozen
class Half:
    """
    One direction of a rule: what activates it, and what is its target.

    Args:
        by_a: Whether ``a`` activates it.
        step: Gives the next state from state, whether it activates, whether it is a target, and whether it is "next".
        released: Gives the state once the rule applies no longer.
        owes: Tells whether a state waits for a target.
        start: The first state.
        hopeful: Whether an unknown target is read as one.
    """

    by_a: bool
    step: Callable[[int, bool, bool, bool], tuple[int, bool]]
    released: Callable[[int], int] = lambda state: state
    owes: Callable[[int], bool] = lambda _state: False
    start: int = 0
    hopeful: bool = True

    def take(self, state: int, letter: Letter) -> tuple[int, bool]:
        """
        Take in an event.

        Args:
            state: The state before it.
            letter: What the event is.
        """
        one, other = (letter.a, letter.b) if self.by_a else (letter.b, letter.a)
        activates = letter.applies == YES and one == YES
        target = other == YES or (other == UNKNOWN and self.hopeful)
        return self.step(state, activates, target, not letter.plain)


def _response(state: int, activates: bool, target: bool, _following: bool) -> tuple[int, bool]:
    return (0 if target else 1 if activates else state), False


def _responded(state: int, activates: bool, target: bool, _following: bool) -> tuple[int, bool]:
    return (2 if target or state == 2 else 1 if activates else state), False


def _alternate_response(state: int, activates: bool, target: bool, _following: bool) -> tuple[int, bool]:
    waits = state == 1 and not target
    return (1 if activates else int(waits)), activates and waits


def _strict_response(state: int, activates: bool, target: bool, following: bool) -> tuple[int, bool]:
    """Step as ``_alternate_response`` where precedence is asked as well: what is both is never put right."""
    if activates and target:
        return 0, True
    return _alternate_response(state, activates, target, following)


def _chain_response(state: int, activates: bool, target: bool, following: bool) -> tuple[int, bool]:
    """Nothing waits; the latest activation waits for its neighbour; its neighbour was no target."""
    if activates or target:
        return (1 if activates else 0), state == 1 and not target
    return (2, True) if state == 1 and following else (state, False)


def _precedence(state: int, activates: bool, target: bool, _following: bool) -> tuple[int, bool]:
    seen = state == 1 or target
    return int(seen), activates and not seen


def _alternate_precedence(state: int, activates: bool, target: bool, _following: bool) -> tuple[int, bool]:
    seen = state == 1 or target
    return (0 if activates else int(seen)), activates and not seen


def _chain_precedence(state: int, activates: bool, target: bool, following: bool) -> tuple[int, bool]:
    if target:
        return 1, activates and state == 0
    return (0 if activates or following else state), activates and state == 0


def _ban(state: int, activates: bool, target: bool, _following: bool) -> tuple[int, bool]:
    waits = state == 1 or activates
    return int(waits), waits and target


def _chain_ban(state: int, activates: bool, target: bool, following: bool) -> tuple[int, bool]:
    if activates or target:
        return (1 if activates else 0), target and state == 1
    return (2 if state == 1 and following else state), False


def _nothing(_state: int) -> int:
    return 0


def _waits(state: int) -> bool:
    return state == 1


def _halves(template: Template) -> tuple[Half, ...]:
    automaton = AUTOMATA[template]
    chain, alternate = automaton.reach is Reach.CHAIN, automaton.reach is Reach.ALTERNATE
    found = []
    if automaton.family in (Family.RESPONSE, Family.SUCCESSION):
        strict = _strict_response if automaton.family is Family.SUCCESSION else _alternate_response
        step = _chain_response if chain else strict if alternate else _response
        found.append(Half(True, step, released=_nothing, owes=_waits))
    if automaton.family in (Family.PRECEDENCE, Family.SUCCESSION):
        found.append(Half(False, _chain_precedence if chain else _alternate_precedence if alternate else _precedence))
    if automaton.family is Family.RESPONDED:
        found.append(Half(True, _responded, released=lambda state: 2 if state == 2 else 0, owes=_waits))
    if automaton.family is Family.BAN:
        found.append(Half(True, _chain_ban if chain else _ban, released=_nothing, hopeful=False))
    return tuple(found)


@attrs.define
class _Applies:
    """Stands for what tells a machine whether its rule applies."""

    is_open: bool

    def lets(self) -> bool:
        """Tell whether it does."""
        return self.is_open


def _in_halves(
    template: Template,
) -> tuple[Hashable, Callable[..., Step], Callable[..., Hashable], Callable[..., bool]]:
    halves = _halves(template)

    def step(state: tuple[int, ...], letter: Letter) -> Step:
        found = [half.take(one, letter) for half, one in zip(halves, state, strict=True)]
        return tuple(one for one, _ in found), any(breaks for _, breaks in found)

    def released(state: tuple[int, ...]) -> Hashable:
        return tuple(half.released(one) for half, one in zip(halves, state, strict=True))

    def owes(state: tuple[int, ...]) -> bool:
        return any(half.owes(one) for half, one in zip(halves, state, strict=True))

    return tuple(half.start for half in halves), step, released, owes


def _as_a_whole(
    template: Template,
) -> tuple[Hashable, Callable[..., Step], Callable[..., Hashable], Callable[..., bool]]:
    plan = PLANS[template]

    def step(state: tuple[int, int, int], letter: Letter) -> Step:
        whole = Forgiving(plan, _Applies(letter.applies == YES), hopeful=True)  # type: ignore[arg-type]
        fearful = Whole(plan, _Applies(letter.applies != NO), hopeful=False)  # type: ignore[arg-type]
        whole.states, whole.forgiven, fearful.states = state
        ones = (0, 1) if letter.a == UNKNOWN else (letter.a,)
        twos = (0, 2) if letter.b == UNKNOWN else (2 * letter.b,)
        letters = [one + two for one in ones for two in twos]
        if letters != [0]:
            whole.doubt(0, letters)
            fearful.doubt(0, letters)
        return (whole.states, whole.forgiven, fearful.states), whole.breaching == 0

    def owes(state: tuple[int, int, int]) -> bool:
        return plan.ranks[1][state[0]] == plan.ranks[0][state[2]] == _POSSIBLY_VIOLATED

    return (1, 1, 1), step, lambda state: state, owes


def _first(_template: Template) -> tuple[Hashable, Callable[..., Step], Callable[..., Hashable], Callable[..., bool]]:
    """Nothing has come that is ever first; it was right; it was wrong."""

    def step(state: int, letter: Letter) -> Step:
        if state:
            return state, False
        if letter.a:
            return 1, False
        return (0, False) if letter.plain else (2, True)

    return 0, step, lambda state: state, lambda state: state == 0


def _at_last(_template: Template) -> tuple[Hashable, Callable[..., Step], Callable[..., Hashable], Callable[..., bool]]:
    def step(state: int, letter: Letter) -> Step:
        return (1 if letter.a else state if letter.plain else 0), False

    return 0, step, lambda state: state, lambda state: state == 0


@attrs.frozen(kw_only=True)
class Table:
    """
    A gate as a table.

    Args:
        steps: ``GATE_COLUMNS`` numbers a state: the next state x 2, plus 1 where the event breaks the rule.
        owes: For each state 1 where a case must not close.
    """

    steps: tuple[int, ...]
    owes: tuple[int, ...]

    @property
    def heeds(self) -> bool:
        """Whether an event that is neither ``a`` nor ``b`` may change anything, or break the rule."""
        return any(
            self.steps[state * GATE_COLUMNS + column] != state * 2
            for state in range(len(self.owes))
            for column in range(0, GATE_RELEASED, 9)
        )


def table_of(template: Template, *, always: bool) -> Table:
    """
    Give the table of a template.

    Args:
        template: The template.
        always: Whether the rule applies always.

    >>> table_of(Template.PRECEDENCE, always=True).steps[3]
    1
    """
    makers = {Template.INIT: _first, Template.END: _at_last}
    whole = _as_a_whole if template in PLANS else _in_halves
    start, step, released, owes = makers.get(template, whole)(template)
    states: list[Hashable] = [start]
    rows: list[int] = []
    for state in states:
        for column in range(GATE_RELEASED):
            letter = Letter(
                a=column % 3,
                b=column // 3 % 3,
                applies=YES if always else _APPLIES[column // 9 % 3],
                plain=column >= 27,
            )
            following, breaks = step(state, letter)
            if following not in states:
                states.append(following)
            rows.append(states.index(following) * 2 + breaks)
        gone = released(state)
        if gone not in states:
            states.append(gone)
        rows.append(states.index(gone) * 2)
    assert len(rows) == len(states) * GATE_COLUMNS
    return Table(steps=tuple(rows), owes=tuple(int(owes(state)) for state in states))
