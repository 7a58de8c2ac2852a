"""
Correlation: the part of a rule's conditions that reads ``activation.``, as a relation between two events.

On ``b`` it reads the event that is ``a`` as the activation, on ``a`` the event that is ``b``; both must hold. Where it
says that two names are equal the events can be found by value, so that a monitor need not look at all that wait.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

import attrs

from collabmodel.model import And, Compare, Comparison, Expression, Name
from collabmodel.rules.amounts import UNKNOWN, Found, Unknown
from collabmodel.rules.case_names import CaseNames
from collabmodel.rules.conditions import compile_condition, missing, parts_of
from collabmodel.rules.names import Condition
from collabmodel.rules.trace import Value

Key: TypeAlias = tuple[Value, ...]
"""Values by which correlated events find each other."""
_ACTIVATION = "activation."
_PLAIN: dict[type, str] = {str: "text", int: "number", float: "number", bool: "truth", dt.date: "date"}

_TEXT = ("text",)


def conjuncts(expression: Expression | None) -> Iterator[Expression]:
    """
    Give the parts that must all hold.

    Args:
        expression: A condition, or None.

    >>> len(list(conjuncts(And((Name("x"), And((Name("y"), Name("z"))))))))
    3
    """
    if isinstance(expression, And):
        for part in expression.parts:
            yield from conjuncts(part)
    elif expression is not None:
        yield expression


def reads_activation(expression: Expression) -> bool:
    """
    Tell whether a condition reads the activation.

    Args:
        expression: The condition.

    >>> reads_activation(Name("activation.unit")), reads_activation(Name("unit"))
    (True, False)
    """
    if isinstance(expression, Name):
        return expression.name.startswith(_ACTIVATION)
    return any(reads_activation(part) for part in parts_of(expression))


@attrs.frozen
class Link:
    """
    One condition that relates two events.

    Args:
        expression: The condition.
        condition: It, compiled.
        on_a: Whether it is written on ``a``, so that ``b`` is what it calls the activation.
    """

    expression: Expression
    condition: Condition
    on_a: bool

    @classmethod
    def of(cls, expression: Expression, *, on_a: bool) -> Link:
        """
        Compile a condition.

        Args:
            expression: The condition.
            on_a: Whether it is written on ``a``.
        """
        return cls(expression, compile_condition(expression), on_a)

    def equal_names(self) -> tuple[str, str] | None:
        """Give the names on ``a`` and on ``b`` that must be equal, or None if it says something else."""
        match self.expression:
            case Compare(Comparison.EQUAL, Name(one), Name(other)):
                far, near = sorted((one, other), key=lambda name: not name.startswith(_ACTIVATION))
            case _:
                return None
        if not far.startswith(_ACTIVATION) or near.startswith(_ACTIVATION):
            return None
        far = far.removeprefix(_ACTIVATION)
        return (near, far) if self.on_a else (far, near)


class Pairing:
    """
    The correlation of a rule, seen from the letter that activates.

    Args:
        links: The conditions that relate two events; at least one.
        names: The names of conditions, a cursor.
        activated_by_a: Whether ``a`` activates.
    """

    activation_key: Callable[[int], Key | None]
    target_key: Callable[[int], Key | None]

    __slots__ = ("activated_by_a", "activation_key", "exact", "links", "names", "shape", "target_key")

    def __init__(self, links: tuple[Link, ...], names: CaseNames, *, activated_by_a: bool) -> None:
        self.links: tuple[Link, ...] = links
        self.names: CaseNames = names
        self.activated_by_a: bool = activated_by_a
        equal = [pair for link in links if (pair := link.equal_names()) is not None]
        self.exact: bool = len(equal) == len(links)
        on_a = self._keyer(tuple(pair[0] for pair in equal))
        on_b = self._keyer(tuple(pair[1] for pair in equal))
        self.activation_key, self.target_key = (on_a, on_b) if activated_by_a else (on_b, on_a)
        self.shape: tuple[str, ...] | None = None

    def start(self) -> None:
        """Begin a case."""
        self.shape = None

    def take_shape(self, shape: Sequence[str] | None) -> None:
        """
        Take over of which types the values were so far by which events belong together.

        Args:
            shape: The types, or None if there were none.
        """
        self.shape = None if shape is None else _TEXT if tuple(shape) == _TEXT else tuple(shape)

    def _keyer(self, names: tuple[str, ...]) -> Callable[[int], Key | None]:
        """Give what tells the values by which an event is found; None where one is missing or unlike those before."""
        fetchers = tuple((_fetcher(self.names, name), name) for name in names)
        if len(fetchers) != 1:
            return lambda position: self._checked(tuple([fetch(position, name) for fetch, name in fetchers]))
        fetch, only = fetchers[0]

        def key(position: int) -> Key | None:
            value = fetch(position, only)
            return (value,) if type(value) is str and self.shape is _TEXT else self._checked((value,))

        return key

    def _checked(self, key: tuple[Found, ...]) -> Key | None:
        try:
            shape = tuple([_PLAIN[type(value)] for value in key])
        except KeyError:
            return None
        if self.shape is None:
            self.shape = _TEXT if shape == _TEXT else shape
        return key if shape == self.shape and key == key else None  # type: ignore[return-value]  # noqa: PLR0124

    def fits(self, activation: int, target: int) -> bool | Unknown:
        """
        Tell whether two events belong together.

        Args:
            activation: Position of the activation.
            target: Position of the target.
        """
        result: bool | Unknown = True
        for link in self.links:
            found = link.condition(self._look(link, activation, target))
            if found is False:
                return False
            result = result if found is True else UNKNOWN
        return result

    def missing(self, activation: int, target: int) -> set[str]:
        """
        Name what is missing to tell whether two events belong together.

        Args:
            activation: Position of the activation.
            target: Position of the target.
        """
        found: set[str] = set()
        for link in self.links:
            found.update(missing(link.expression, self._look(link, activation, target)))
        return found

    def _look(self, link: Link, activation: int, target: int) -> CaseNames:
        if link.on_a is self.activated_by_a:
            return self.names.move(activation, activation=target)
        return self.names.move(target, activation=activation)


def _fetcher(names: CaseNames, name: str) -> Callable[[int, str], Found]:
    declared = names.declared
    own = name in declared.types or name in declared.values or name in declared.parameters
    if own or name in ("now", "actor.side") or name.startswith("event."):
        return lambda position, name: names.move(position).get(name)
    return names.trace.value
