"""The fixed list of functions that conditions may call, as a table of compilers to closures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TypeAlias

from collabmodel.model import Call, Comparison, Expression, Function, Literal, Name, Operator
from collabmodel.rules.amounts import UNKNOWN, Elapsed, Found, Unknown, compare, fixed, is_number, reckon
from collabmodel.rules.names import Condition, Names
from collabmodel.workdays import Duration

Arguments: TypeAlias = tuple[Condition, ...]
"""Compiled arguments of a call."""
Compiler: TypeAlias = Callable[[Call, Arguments], Condition]
"""What makes a condition of a call and its compiled arguments."""

_LOOKING_BACK = frozenset({Function.COUNT, Function.SUM, Function.SHARE, Function.LAST})
_ATTENDING = frozenset({Function.ATTENDING, Function.ATTENDING_ORGANISATIONS})


def needs(call: Call) -> set[str]:
    """
    Name what a call that looks at events rests on, beside its arguments; empty for other functions.

    Args:
        call: The call.

    >>> needs(Call(Function.LAST, (Literal("contact"), Literal("mood"))))
    {'mood'}
    """
    if call.function in _ATTENDING:
        return {"attendance"}
    if call.function in _LOOKING_BACK:
        return {text for argument in call.arguments[-1:] if (text := _text(argument))}
    return set()


def _text(expression: Expression) -> str:
    if isinstance(expression, Literal) and isinstance(expression.value, str):
        return expression.value
    return expression.name if isinstance(expression, Name) else ""


def _texts(call: Call, number: int) -> tuple[str, ...] | None:
    found = tuple(_text(argument) for argument in call.arguments)
    return found if len(found) == number and all(found) else None


def _unknown(_names: Names) -> Found:
    return UNKNOWN


def _looking_back(number: int, look: Callable[[Names, tuple[str, ...], Duration | None], Found]) -> Compiler:
    def compiler(call: Call, _arguments: Arguments) -> Condition:
        texts, window = _texts(call, number), call.window
        return _unknown if texts is None else lambda names: look(names, texts, window)

    return compiler


def _count(names: Names, texts: tuple[str, ...], window: Duration | None) -> Found:
    found = names.look_back(texts[0], window)
    return UNKNOWN if isinstance(found, Unknown) else len(found)


def _sum(names: Names, texts: tuple[str, ...], window: Duration | None) -> Found:
    found = names.look_back(texts[0], window)
    if isinstance(found, Unknown):
        return UNKNOWN
    total: Found = 0
    for position in found:
        value = names.at(position, texts[1])
        if not is_number(value):
            return UNKNOWN
        total = reckon(Operator.PLUS, total, value)
    return total


def _share(names: Names, texts: tuple[str, ...], window: Duration | None) -> Found:
    whole, matching = names.look_back(texts[0], window), names.look_back(texts[1], window)
    if isinstance(whole, Unknown) or isinstance(matching, Unknown) or not whole:
        return UNKNOWN
    part = frozenset(matching)
    return sum(position in part for position in whole) / len(whole)


def _last(names: Names, texts: tuple[str, ...], window: Duration | None) -> Found:
    found = names.look_back(texts[0], window)
    if isinstance(found, Unknown) or not found:
        return UNKNOWN
    value = names.at(found[-1], texts[1])
    return UNKNOWN if value is None else value


def _attending(call: Call, arguments: Arguments) -> Condition:
    if len(arguments) != 1:
        return _unknown
    who, asked = _text(call.arguments[0]), arguments[0]
    by_value = not who or who.startswith(("actor.", "event.", "activation."))

    def run(names: Names) -> Found:
        wanted, attendance = asked(names) if by_value else who, names.attendance()
        if isinstance(attendance, Unknown) or not isinstance(wanted, str):
            return UNKNOWN
        there = [
            line.person for line in attendance if line.came and wanted in (line.role, line.side, line.organisation)
        ]
        return there.count("") + len(set(there) - {""})

    return run


def _attending_organisations(_call: Call, _arguments: Arguments) -> Condition:
    def run(names: Names) -> Found:
        attendance = names.attendance()
        if isinstance(attendance, Unknown):
            return UNKNOWN
        return len({line.organisation for line in attendance if line.came and line.organisation})

    return run


def _size(_call: Call, arguments: Arguments) -> Condition:
    return _of_one(arguments, lambda value: len(value) if isinstance(value, tuple) else UNKNOWN)


def _distinct(_call: Call, arguments: Arguments) -> Condition:
    return _of_one(arguments, _count_distinct)


def _count_distinct(value: Found) -> Found:
    if not isinstance(value, tuple) or UNKNOWN in value or None in value:
        return UNKNOWN
    return len({(isinstance(item, bool), item) for item in value})


def _known(_call: Call, arguments: Arguments) -> Condition:
    if len(arguments) != 1:
        return _unknown
    asked = arguments[0]
    return lambda names: asked(names) is not UNKNOWN


def _date(_call: Call, arguments: Arguments) -> Condition:
    return _of_one(arguments, as_date)


def as_date(value: Found) -> Found:
    """
    Make a date of a text, time or date; unknown where it is none.

    Args:
        value: Any value.

    >>> as_date("2025-03-04"), as_date("soon")
    (datetime.date(2025, 3, 4), <Unknown.UNKNOWN: 'unknown'>)
    """
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if not isinstance(value, str):
        return UNKNOWN
    try:
        return dt.datetime.fromisoformat(value).date()
    except ValueError:
        return UNKNOWN


def _absolute(_call: Call, arguments: Arguments) -> Condition:
    return _of_one(arguments, _magnitude)


def _magnitude(value: Found) -> Found:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return abs(value)
    span = fixed(value) if isinstance(value, Elapsed | dt.timedelta) else None
    return UNKNOWN if span is None else abs(span)


def _of_one(arguments: Arguments, change: Callable[[Found], Found]) -> Condition:
    if len(arguments) != 1:
        return _unknown
    asked = arguments[0]
    return lambda names: change(asked(names))


def _minimum(_call: Call, arguments: Arguments) -> Condition:
    return _extreme(arguments, Comparison.LESS)


def _maximum(_call: Call, arguments: Arguments) -> Condition:
    return _extreme(arguments, Comparison.MORE)


def _extreme(arguments: Arguments, better: Comparison) -> Condition:
    def run(names: Names) -> Found:
        values: Sequence[Found] = [argument(names) for argument in arguments]
        if len(values) == 1 and isinstance(values[0], tuple):
            values = values[0]
        best: Found = values[0] if values else UNKNOWN
        for value in values[1:]:
            decided = compare(better, value, best, names.days)
            if isinstance(decided, Unknown):
                return UNKNOWN
            best = value if decided else best
        return UNKNOWN if best is None else best

    return run


FUNCTIONS: dict[Function, Compiler] = {
    Function.COUNT: _looking_back(1, _count),
    Function.SUM: _looking_back(2, _sum),
    Function.SHARE: _looking_back(2, _share),
    Function.LAST: _looking_back(2, _last),
    Function.ATTENDING: _attending,
    Function.ATTENDING_ORGANISATIONS: _attending_organisations,
    Function.SIZE: _size,
    Function.DISTINCT: _distinct,
    Function.KNOWN: _known,
    Function.DATE: _date,
    Function.ABS: _absolute,
    Function.MIN: _minimum,
    Function.MAX: _maximum,
}
"""How each function is compiled, given the call and its compiled arguments."""
