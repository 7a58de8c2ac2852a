"""Which letters an event has to a rule, in one reading of what is unknown; and while when the rule applies at all."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from collabmodel.model import And, Call, Expression, Function, Literal, Model, Name, Pattern, Signature
from collabmodel.rules.case_names import CaseNames
from collabmodel.rules.conditions import compile_condition, missing, parts_of
from collabmodel.rules.lexicon import Lexicon
from collabmodel.rules.names import Condition
from collabmodel.rules.pairing import conjuncts, reads_activation
from collabmodel.rules.states import State, number, parts
from collabmodel.rules.trace import tells_facts

_OF_FACTS = frozenset({Function.SIZE, Function.DISTINCT, Function.KNOWN, Function.DATE, Function.ABS, Function.MIN})
_STEADY = _OF_FACTS | {Function.MAX}


@attrs.frozen
class Letter:
    """
    One letter of a rule: a pattern, with the part of its condition that speaks of the event alone.

    Args:
        pattern: The pattern.
        expression: The condition, or None for any event that the pattern speaks of.
        condition: It, compiled.
    """

    pattern: Pattern
    expression: Expression | None = None
    condition: Condition | None = None

    @classmethod
    def of(cls, pattern: Pattern) -> Letter:
        """
        Compile a letter.

        Args:
            pattern: The pattern; conditions that read the activation are left to the correlation.

        >>> Letter.of(Pattern(element="opening")).expression is None
        True
        """
        own = tuple(part for part in conjuncts(pattern.where) if not reads_activation(part))
        if not own:
            return cls(pattern)
        expression = own[0] if len(own) == 1 else And(own)
        return cls(pattern, expression, compile_condition(expression))

    def reader(self, lexicon: Lexicon, signature: Signature, names: CaseNames) -> Reader | None:
        """
        Give what tells whether events of a signature have this letter, or None if none has.

        Args:
            lexicon: What patterns speak of.
            signature: The signature.
            names: The names of conditions, a cursor.
        """
        if not lexicon.matches(self.pattern, signature):
            return None
        return Reader(self, names)


@attrs.frozen
class Reader:
    """
    What tells whether an event has a letter, given that the pattern speaks of it.

    Args:
        letter: The letter.
        names: The names of conditions, a cursor.
    """

    letter: Letter
    names: CaseNames

    @property
    def certain(self) -> bool:
        """Whether every such event has it."""
        return self.letter.condition is None

    def read(self, position: int, missed: set[str]) -> bool | None:
        """
        Tell whether an event has the letter; None if that is unknown.

        Args:
            position: The event.
            missed: Where to note the names that were missing.
        """
        condition, expression = self.letter.condition, self.letter.expression
        if condition is None or expression is None:
            return True
        found = condition(self.names.move(position))
        if isinstance(found, bool):
            return found
        missed.update(missing(expression, self.names))
        return None


class Gate:
    """
    Whether a rule applies, as facts change.

    Args:
        expression: The condition.
        names: The names of conditions, a cursor.
        hopeful: Which reading it follows: not to apply is better for a rule.
        missed: Where to note the names that were missing.
        steady: Whether it can change only at events that tell facts.
        counted: Patterns whose events it counts, if besides facts it rests on nothing else; else None.
    """

    ever: bool
    first: int
    is_open: bool | None

    __slots__ = (
        "condition", "counted", "ever", "expression", "first", "hopeful", "is_open", "missed", "names", "steady",
    )  # fmt: skip

    def __init__(
        self,
        expression: Expression,
        names: CaseNames,
        *,
        hopeful: bool,
        missed: set[str],
        steady: bool,
        counted: tuple[str, ...] | None = None,
    ) -> None:
        self.expression: Expression = expression
        self.condition: Condition = compile_condition(expression)
        self.names: CaseNames = names
        self.hopeful: bool = hopeful
        self.missed: set[str] = missed
        self.steady: bool = steady
        self.counted: tuple[str, ...] | None = () if steady else counted
        self.start(0)

    def start(self, first: int) -> None:
        """
        Begin a case.

        Args:
            first: Position of its first event, at which it is looked at first.
        """
        self.first = first
        self.is_open = None
        self.ever = False

    def save(self) -> tuple[bool, int, bool | None]:
        """Give what it knows as plain values."""
        return self.ever, self.first, self.is_open

    def load(self, state: State) -> None:
        """
        Take over what another knew.

        Args:
            state: What ``save`` gave.

        Raises:
            ValueError: It is no such state.
        """
        ever, first, is_open = parts(state, 3)
        self.ever, self.first = bool(number(ever)), number(first)
        self.is_open = None if is_open is None else bool(number(is_open))

    def watches(self, signature: Signature) -> bool:
        """
        Tell whether events of a signature may open or shut it.

        Args:
            signature: The signature.
        """
        if self.counted is None or tells_facts(signature):
            return True
        return any(self.names.declared.speaks_of(pattern, signature) for pattern in self.counted)

    def update(self, position: int) -> None:
        """
        Look again.

        Args:
            position: The event at which to look.
        """
        found = self.condition(self.names.move(position))
        if not isinstance(found, bool):
            self.missed.update(missing(self.expression, self.names))
            found = not self.hopeful
        self.is_open = found
        self.ever = self.ever or found

    def lets(self) -> bool:
        """Tell whether the rule applies now."""
        if self.is_open is None:
            self.update(self.first)
        return self.is_open is True


def is_steady(expression: Expression, model: Model) -> bool:
    """
    Tell whether a condition rests on case facts and parameters only.

    Args:
        expression: The condition.
        model: The model that declares them.

    >>> is_steady(Name("now"), Model(id="m"))
    False
    """
    return all(_steady_leaf(leaf, model, frozenset()) for leaf in _leaves(expression))


def counted_in(expression: Expression, model: Model) -> tuple[str, ...] | None:
    """
    Give the patterns whose events a condition counts, if it rests on that, case facts and parameters only; else None.

    Args:
        expression: The condition.
        model: The model that declares them.

    >>> counted_in(Call(Function.COUNT, (Literal("talk"),)), Model(id="m"))
    ('talk',)
    >>> counted_in(Name("now"), Model(id="m"))
    """
    found = set()
    for leaf in _leaves(expression):
        if isinstance(leaf, Call) and leaf.function is Function.COUNT and leaf.window is None:
            found |= {str(part.value) for part in leaf.arguments if isinstance(part, Literal)}
        elif not _steady_leaf(leaf, model, frozenset()):
            return None
    return tuple(sorted(found))


def _leaves(expression: Expression) -> Iterator[Name | Call]:
    if isinstance(expression, Name | Call):
        yield expression
    for part in parts_of(expression):
        yield from _leaves(part)


def _steady_leaf(leaf: Name | Call, model: Model, seen: frozenset[str]) -> bool:
    if isinstance(leaf, Call):
        return leaf.function in _STEADY
    if leaf.name in seen or any(fact.id == leaf.name for fact in model.facts):
        return True
    behind = [fact.value for fact in model.derived if fact.id == leaf.name]
    parameters = [parameter for parameter in model.parameters if parameter.id == leaf.name]
    behind += [row.condition for parameter in parameters for row in parameter.rows]
    within = seen | {leaf.name}
    known = bool(behind or parameters)
    return known and all(_steady_leaf(each, model, within) for part in behind for each in _leaves(part))
