"""Conditions over many events at once: false 0, unknown 1, true 2, so that *and* is the lesser and *or* the greater."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import TypeAlias

import attrs
import numpy as np
from numpy.typing import NDArray

from collabmodel.evaluate.kernel.postings import Flags, Ints
from collabmodel.history import Column, History, NumberColumn, TextColumn
from collabmodel.model import And, Compare, Comparison, Expression, ListOf, Literal, Member, Name, Not, Or
from collabmodel.rules.amounts import Found
from collabmodel.rules.case_names import CaseNames
from collabmodel.rules.conditions import compile_condition
from collabmodel.rules.declared import Declared

Truths: TypeAlias = NDArray[np.int8]

FALSE, UNKNOWN, TRUE = range(3)
_EXACT = 2**53


@attrs.frozen(eq=False)
class Asked:
    """
    The events that a condition is asked of.

    Args:
        history: Where they are.
        at: Their positions.
        declared: What the model declares.
        present: Which of them have every value that was asked for so far; lowered in place.
    """

    history: History
    at: Ints
    declared: Declared
    present: Flags


def truths(expression: Expression, history: History, at: Ints, declared: Declared) -> Truths:
    """
    Give the truth of a condition at events: whole columns at once where it is simple and nothing is missing, and event
    by event elsewhere.

    Args:
        expression: The condition, without ``activation.``.
        history: Where the events are.
        at: Their positions.
        declared: What the model declares.
    """
    asked = Asked(history, at, declared, np.ones(len(at), np.bool_))
    found = _vector(expression, asked)
    if found is None:
        return _one_by_one(expression, asked, at)
    lacking = np.flatnonzero(~asked.present)
    if len(lacking):
        found[lacking] = _one_by_one(expression, asked, at[lacking])
    return found


def _one_by_one(expression: Expression, asked: Asked, at: Ints) -> Truths:
    condition, history = compile_condition(expression), asked.history
    names = CaseNames(asked.declared, history)
    found = np.empty(len(at), np.int8)
    case = -1
    for index, position in enumerate(at.tolist()):
        number = history.case_number(position)
        if number != case:
            case = number
            names.open_case(history.starts[case])
        value = condition(names.move(position))
        found[index] = TRUE if value is True else FALSE if value is False else UNKNOWN
    return found


def _vector(expression: Expression, asked: Asked) -> Truths | None:
    """Give the truth of a condition for whole columns, or None where it is not simple enough."""
    match expression:
        case Not(part):
            inner = _vector(part, asked)
            return None if inner is None else (TRUE - inner).astype(np.int8)
        case And(parts) | Or(parts):
            found = [_vector(part, asked) for part in parts]
            known = [part for part in found if part is not None]
            if not known or len(known) < len(found):
                return None
            join = np.minimum if isinstance(expression, And) else np.maximum
            joined: Truths = join.reduce(known)
            return joined
        case _:
            return _leaf(expression, asked)


def _leaf(expression: Expression, asked: Asked) -> Truths | None:
    match expression:
        case Compare(how, Name(name), Literal(value)):
            return _compared(expression, how, name, value, asked)
        case Compare(how, Literal(value), Name(name)):
            return _compared(expression, _MIRROR[how], name, value, asked)
        case Member(Name(name), ListOf(items)) if all(isinstance(item, Literal) for item in items):
            column = _column(name, asked)
            return _by_word(expression, name, column, asked) if isinstance(column, TextColumn) else None
        case Name(name):
            column = _column(name, asked)
            if isinstance(column, NumberColumn) and column.boolean:
                flags: Truths = (_numbers(column, asked) != 0).astype(np.int8) * np.int8(TRUE)
                return flags
    return None


def _column(name: str, asked: Asked) -> Column | None:
    declared = asked.declared
    if name in declared.types or name in declared.values or name in declared.parameters:
        return None
    return asked.history.column(name)


def _compared(expression: Expression, how: Comparison, name: str, value: Found, asked: Asked) -> Truths | None:
    column = _column(name, asked)
    if isinstance(column, TextColumn) and isinstance(value, str):
        return _by_word(expression, name, column, asked)
    number = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= _EXACT
    if not number or not isinstance(column, NumberColumn) or column.boolean or column.time:
        return None
    if column.values.typecode == "q" and not isinstance(value, int):
        return None
    return COMPARE[how](_numbers(column, asked), value).astype(np.int8) * np.int8(TRUE)


def _numbers(column: NumberColumn, asked: Asked) -> NDArray[np.int64] | NDArray[np.float64]:
    np.logical_and(asked.present, np.frombuffer(column.present, np.int8)[asked.at] != 0, out=asked.present)
    if column.values.typecode == "d":
        return np.frombuffer(column.values, np.float64)[asked.at]
    return np.frombuffer(column.values, np.int64)[asked.at]


def _by_word(expression: Expression, name: str, column: TextColumn, asked: Asked) -> Truths:
    """Ask a condition once for every distinct text rather than once for every event."""
    codes = np.frombuffer(column.codes, np.int32)[asked.at]
    np.logical_and(asked.present, codes >= 0, out=asked.present)
    condition = compile_condition(expression)
    table = np.full(len(column.words) + 1, UNKNOWN, np.int8)
    for code in np.unique(codes[codes >= 0]).tolist():
        value = condition(_Only(asked.declared, asked.history, {name: column.words[code]}))
        table[code] = TRUE if value is True else FALSE if value is False else UNKNOWN
    return table[codes]


class _Only(CaseNames):
    """Names of which one has a given value, so that a condition over it needs no event."""

    __slots__ = ("given",)

    def __init__(self, declared: Declared, history: History, given: Mapping[str, Found]) -> None:
        super().__init__(declared, history)
        self.given = given

    def get(self, name: str) -> Found:
        """
        Give the value of the name.

        Args:
            name: The name.
        """
        return self.given[name]


COMPARE: dict[Comparison, Callable[..., Flags]] = {
    Comparison.EQUAL: operator.eq,
    Comparison.UNEQUAL: operator.ne,
    Comparison.LESS: operator.lt,
    Comparison.AT_MOST: operator.le,
    Comparison.MORE: operator.gt,
    Comparison.AT_LEAST: operator.ge,
}
"""Comparisons of whole columns."""
_MIRROR = {
    Comparison.EQUAL: Comparison.EQUAL,
    Comparison.UNEQUAL: Comparison.UNEQUAL,
    Comparison.LESS: Comparison.MORE,
    Comparison.AT_MOST: Comparison.AT_LEAST,
    Comparison.MORE: Comparison.LESS,
    Comparison.AT_LEAST: Comparison.AT_MOST,
}
