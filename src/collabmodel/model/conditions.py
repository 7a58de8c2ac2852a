"""
Condition trees: the tiny closed language in which models state when something applies.

A tree holds comparisons, boolean algebra, membership, arithmetic and a fixed list of functions over known
names. There is no attribute access and no call beyond that list, so a model from anywhere is safe to read.
``expressions`` reads and writes the text form; ``collabmodel.rules`` gives a tree its value.
"""

from __future__ import annotations

import enum
from typing import TypeAlias

import attrs

from collabmodel.workdays import Duration


class Comparison(enum.Enum):
    """Operators that compare two values."""

    EQUAL = "=="
    UNEQUAL = "!="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="


class Operator(enum.Enum):
    """Operators of arithmetic on numbers and durations."""

    PLUS = "+"
    MINUS = "-"
    TIMES = "*"
    DIVIDE = "/"


class Function(enum.Enum):
    """
    The fixed list of functions.

    ``count(pattern)``, ``last(pattern, name)``, ``sum(pattern, name)`` and ``share(pattern, pattern)`` look at
    the case's events up to now, inside a window where one is given as last argument (``count("contact", 30 days)``).
    ``attending(who)`` counts the people of a role, side or organisation who came to this event, and
    ``attending_organisations()`` the distinct organisations. ``size(x)`` and ``distinct(x)`` measure a list,
    ``known(x)`` is true where x has a value, ``date(text)`` makes a date, ``abs``, ``min`` and ``max`` are as ever.
    """

    COUNT = "count"
    SUM = "sum"
    SHARE = "share"
    LAST = "last"
    ATTENDING = "attending"
    ATTENDING_ORGANISATIONS = "attending_organisations"
    SIZE = "size"
    DISTINCT = "distinct"
    KNOWN = "known"
    DATE = "date"
    ABS = "abs"
    MIN = "min"
    MAX = "max"


@attrs.frozen
class Literal:
    """A value written in the model. Text, number, truth value, duration, or None for ``null``."""

    value: bool | int | float | str | Duration | None


@attrs.frozen
class Name:
    """
    A known name, dotted text as written.

    ``actor.role``, ``actor.side``, ``actor.person``, ``actor.organisation``, ``actor.on_behalf_of``;
    ``event.element``, ``event.kind``, ``event.transition``, ``event.instance``, ``event.occurred``; ``now``;
    ``activation.X`` is X as it was at the activation; any other name is a case fact, a derived fact or a
    parameter where one is declared by that id, else data of the event.
    """

    name: str


@attrs.frozen
class ListOf:
    """A list of expressions: ``["child", "guardian"]``."""

    items: tuple[Expression, ...]


@attrs.frozen
class Compare:
    """A comparison; its value is true, false or unknown."""

    operator: Comparison
    left: Expression
    right: Expression


@attrs.frozen
class Member:
    """Membership: ``role in ["child", "guardian"]``; with ``negated``, ``not in``."""

    item: Expression
    group: Expression
    negated: bool = False


@attrs.frozen
class Arithmetic:
    """Arithmetic on numbers, durations and times."""

    operator: Operator
    left: Expression
    right: Expression


@attrs.frozen
class Call:
    """A call of one function of the fixed list; ``window`` looks back from now."""

    function: Function
    arguments: tuple[Expression, ...] = ()
    window: Duration | None = None


@attrs.frozen
class Not:
    """Negation; unknown stays unknown."""

    part: Expression


@attrs.frozen
class And:
    """Conjunction in strong Kleene logic: false wins over unknown."""

    parts: tuple[Expression, ...]


@attrs.frozen
class Or:
    """Disjunction in strong Kleene logic: true wins over unknown."""

    parts: tuple[Expression, ...]


Expression: TypeAlias = Literal | Name | ListOf | Compare | Member | Arithmetic | Call | Not | And | Or
