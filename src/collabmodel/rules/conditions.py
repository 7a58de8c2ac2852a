"""
The value of conditions, in strong Kleene logic: true, false, or unknown where something is missing.

A condition is compiled once into nested closures and then asked of many events. What its names mean comes in
through ``Names``; ``CaseNames`` in ``collabmodel.rules.case_names`` reads them from a case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from collabmodel.model import (
    And,
    Arithmetic,
    Call,
    Compare,
    Comparison,
    Expression,
    ListOf,
    Literal,
    Member,
    Name,
    Not,
    Or,
)
from collabmodel.rules.amounts import COMPARE, UNKNOWN, Found, Unknown, compare, reckon
from collabmodel.rules.functions import FUNCTIONS, needs
from collabmodel.rules.names import Attendee, Condition, Names

__all__ = ["UNKNOWN", "Attendee", "Condition", "Found", "Names", "Unknown", "compile_condition", "evaluate", "missing"]


MOST_LISTED = 10_000
"""Most values that a list written in a condition may hold, those of lists in it included; it is unknown beyond."""


def evaluate(expression: Expression, names: Names) -> Found:
    """
    Give the value of an expression once; compile it where it is asked often.

    Args:
        expression: The expression.
        names: What its names mean.

    >>> evaluate(And((Literal(True), Not(Literal(False)))), None)
    True
    """
    return compile_condition(expression)(names)


def compile_condition(expression: Expression) -> Condition:
    """
    Turn an expression into a function that gives its value, never an exception.

    Args:
        expression: The expression.

    >>> compile_condition(And((Literal(True), Literal(None))))(None)
    <Unknown.UNKNOWN: 'unknown'>
    """
    compiler = _COMPILERS.get(type(expression))
    return compiler(expression) if compiler else _nothing


def _nothing(_names: Names) -> Found:
    return UNKNOWN


def _literal(expression: Literal) -> Condition:
    value: Found = UNKNOWN if expression.value is None else expression.value
    return lambda _names: value


def _name(expression: Name) -> Condition:
    name = expression.name
    earlier = name.removeprefix("activation.")

    def at_activation(names: Names) -> Found:
        value = names.at_activation(earlier)
        return UNKNOWN if value is None else value

    def here(names: Names) -> Found:
        value = names.get(name)
        return UNKNOWN if value is None else value

    return here if earlier == name else at_activation


def _list(expression: ListOf) -> Condition:
    items = tuple(compile_condition(item) for item in expression.items)

    def run(names: Names) -> Found:
        values = tuple(item(names) for item in items)
        return UNKNOWN if _weigh(values, MOST_LISTED) < 0 else values  # type: ignore[return-value]

    return run


def _weigh(value: object, most: int) -> int:
    """Give what is left of a number when a value and all that it holds are taken off; negative if that is too much."""
    most -= 1
    if isinstance(value, tuple):
        for item in value:
            if most < 0:
                break
            most = _weigh(item, most)
    return most


def _compare(expression: Compare) -> Condition:
    left, right, how = compile_condition(expression.left), compile_condition(expression.right), expression.operator
    quick = COMPARE[how]
    plain = (str, int, float)

    def run(names: Names) -> Found:
        one, other = left(names), right(names)
        if type(one) is type(other) and type(one) in plain:
            return quick(one, other)
        return compare(how, one, other, names.days)

    return run


def _member(expression: Member) -> Condition:
    item, group, negated = compile_condition(expression.item), compile_condition(expression.group), expression.negated

    def run(names: Names) -> Found:
        found = _is_member(item(names), group(names), names)
        return found if isinstance(found, Unknown) else found is not negated

    return run


def _is_member(item: Found, group: Found, names: Names) -> bool | Unknown:
    if not isinstance(group, tuple):
        return UNKNOWN
    result: bool | Unknown = False
    for member in group:
        same = (
            item == member if type(item) is str is type(member) else compare(Comparison.EQUAL, item, member, names.days)
        )
        if same is True:
            return True
        result = UNKNOWN if same is UNKNOWN else result
    return result


def _arithmetic(expression: Arithmetic) -> Condition:
    left, right, how = compile_condition(expression.left), compile_condition(expression.right), expression.operator
    return lambda names: reckon(how, left(names), right(names))


def _not(expression: Not) -> Condition:
    part = compile_condition(expression.part)

    def run(names: Names) -> Found:
        value = part(names)
        return (not value) if isinstance(value, bool) else UNKNOWN

    return run


def _junction(parts: tuple[Expression, ...], deciding: bool) -> Condition:
    compiled = tuple(compile_condition(part) for part in parts)

    def run(names: Names) -> Found:
        result: Found = not deciding
        for part in compiled:
            value = part(names)
            if value is deciding:
                return deciding
            if not isinstance(value, bool):
                result = UNKNOWN
        return result

    return run


def _call(expression: Call) -> Condition:
    return FUNCTIONS[expression.function](expression, tuple(compile_condition(part) for part in expression.arguments))


_COMPILERS: dict[type, Callable[..., Condition]] = {
    Literal: _literal,
    Name: _name,
    ListOf: _list,
    Compare: _compare,
    Member: _member,
    Arithmetic: _arithmetic,
    Call: _call,
    Not: _not,
    And: lambda expression: _junction(expression.parts, deciding=False),
    Or: lambda expression: _junction(expression.parts, deciding=True),
}


def missing(expression: Expression, names: Names) -> tuple[str, ...]:
    """
    Name what is missing for an expression to have a value, sorted; empty if it has one.

    A derived fact is followed to the names it rests on. Where nothing is missing but values are unlike, all names of
    the part that cannot be told are given; ``null`` if it has none, as in ``1 / 0``.

    Args:
        expression: The expression.
        names: What its names mean.

    >>> missing(Literal(True), None)
    ()
    """
    found = _missing(expression, names, {})
    if not found and evaluate(expression, names) is UNKNOWN:
        return ("null",)
    return tuple(sorted(found))


def _missing(expression: Expression, names: Names, told: dict[str, set[str]]) -> set[str]:
    if evaluate(expression, names) is not UNKNOWN:
        return set()
    if isinstance(expression, Name):
        return _missing_behind(expression.name, names, told)
    if isinstance(expression, Call):
        return needs(expression) or _missing_parts(expression, names, told)
    return _missing_parts(expression, names, told)


def _missing_behind(name: str, names: Names, told: dict[str, set[str]]) -> set[str]:
    if name not in told:
        told[name] = {name}
        derived = names.derivation(name)
        told[name] = (_missing(derived, names, told) if derived is not None else set()) or {name}
    return told[name]


def _missing_parts(expression: Expression, names: Names, told: dict[str, set[str]]) -> set[str]:
    parts = parts_of(expression)
    found: set[str] = set().union(*(_missing(part, names, told) for part in parts))
    return found or set().union(*(names_in(part) for part in parts))


def names_in(expression: Expression) -> Iterator[str]:
    """
    Walk over the names in an expression, in reading order.

    Args:
        expression: The expression.

    >>> list(names_in(Not(Name("urgent"))))
    ['urgent']
    """
    if isinstance(expression, Name):
        yield expression.name
    for part in parts_of(expression):
        yield from names_in(part)


def parts_of(expression: Expression) -> tuple[Expression, ...]:  # noqa: PLR0911 - one branch a node
    """
    Give the expressions that an expression is made of, in reading order.

    Args:
        expression: The expression.

    >>> parts_of(Not(Name("urgent")))
    (Name(name='urgent'),)
    """
    match expression:
        case ListOf(items):
            return items
        case Compare(_, left, right) | Arithmetic(_, left, right):
            return (left, right)
        case Member(item, group, _):
            return (item, group)
        case Call(_, arguments, _):
            return arguments
        case Not(part):
            return (part,)
        case And(parts) | Or(parts):
            return parts
        case _:
            return ()
