"""Conditions as text, with no more brackets than they need, and the binding powers that parser and printer share."""

from __future__ import annotations

import enum

from collabmodel.model.conditions import (
    And,
    Arithmetic,
    Call,
    Compare,
    Comparison,
    Expression,
    Function,
    ListOf,
    Member,
    Name,
    Not,
    Or,
)
from collabmodel.model.tokens import is_bare, is_name, quote
from collabmodel.workdays import Duration


class Power(enum.IntEnum):
    """How tightly operators bind, from loosest."""

    OR = 1
    AND = 2
    NOT = 3
    COMPARE = 4
    ADD = 5
    MULTIPLY = 6
    ATOM = 7


POWERS: dict[str, Power] = {
    "or": Power.OR,
    "and": Power.AND,
    "in": Power.COMPARE,
    "not": Power.COMPARE,
    **{each.value: Power.COMPARE for each in Comparison},
    **dict.fromkeys("+-", Power.ADD),
    **dict.fromkeys("*/", Power.MULTIPLY),
}
"""Powers of the operators that stand between two operands (``not`` as in ``not in``)."""
PATTERNS = {Function.COUNT: 1, Function.SUM: 1, Function.LAST: 1, Function.SHARE: 2}
"""How many leading arguments are event patterns; these functions alone take a window."""


def unparse(tree: Expression) -> str:
    """
    Write a condition as text, with no more brackets than it needs; reading the text gives the same tree.

    Args:
        tree: The condition.

    Raises:
        ValueError: No text stands for it: a number that is not finite, ``and`` of fewer than two parts, a name
            with control characters, a window on a function that takes none.

    >>> from collabmodel.model import parse
    >>> unparse(parse("(a or b) and 'x' in names"))
    '(a or b) and "x" in names'
    """
    return _written(tree)[0]


def _written(tree: Expression) -> tuple[str, int]:  # noqa: PLR0911 - one return a kind of node
    """Give the text of a node and the power with which it holds together."""
    if isinstance(tree, And | Or):
        return _joined(tree)
    if isinstance(tree, Not):
        return f"not {_inside(tree.part, Power.NOT)}", Power.NOT
    if isinstance(tree, Compare):
        left, right = _inside(tree.left, Power.ADD), _inside(tree.right, Power.ADD)
        return f"{left} {tree.operator.value} {right}", Power.COMPARE
    if isinstance(tree, Member):
        word = "not in" if tree.negated else "in"
        return f"{_inside(tree.item, Power.ADD)} {word} {_inside(tree.group, Power.ADD)}", Power.COMPARE
    if isinstance(tree, Arithmetic):
        power = POWERS[tree.operator.value]
        return f"{_inside(tree.left, power)} {tree.operator.value} {_inside(tree.right, power + 1)}", power
    if isinstance(tree, ListOf):
        return f"[{', '.join(_written(item)[0] for item in tree.items)}]", Power.ATOM
    if isinstance(tree, Call):
        return _called(tree), Power.ATOM
    return (_name(tree.name) if isinstance(tree, Name) else _literal(tree.value)), Power.ATOM


def _inside(tree: Expression, power: int) -> str:
    """Write a part, in brackets where it would not hold together beside an operator of that power."""
    text, own = _written(tree)
    return text if own >= power else f"({text})"


def _joined(tree: And | Or) -> tuple[str, int]:
    if len(tree.parts) < 2:
        msg = "'and' and 'or' need at least two parts"
        raise ValueError(msg)
    word, power = ("and", Power.AND) if isinstance(tree, And) else ("or", Power.OR)
    return f" {word} ".join(_inside(part, power + 1) for part in tree.parts), power


def _called(tree: Call) -> str:
    parts = [_written(argument)[0] for argument in tree.arguments]
    if tree.window is not None:
        if tree.function not in PATTERNS:
            msg = f"{tree.function.value} takes no window"
            raise ValueError(msg)
        parts.append(str(tree.window))
    return f"{tree.function.value}({', '.join(parts)})"


def _name(name: str) -> str:
    if is_bare(name):
        return name
    if is_name(name):
        return f"`{name}`"
    msg = f"the name {name!r} cannot be written"
    raise ValueError(msg)


def _literal(value: float | str | Duration | None) -> str:
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, str):
        return quote(value)
    text = repr(value) if isinstance(value, float) else str(value)
    if text in {"inf", "-inf", "nan"}:
        msg = f"the number {text} cannot be written"
        raise ValueError(msg)
    return text
