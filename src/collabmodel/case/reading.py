"""Which events a condition looks back on, derived facts that it names included."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from collabmodel.model import Call, Expression, Function, Literal, Name, Pattern, parse_pattern
from collabmodel.rules.conditions import parts_of

_LOOKS_BACK = (Function.COUNT, Function.SUM, Function.SHARE, Function.LAST)


def patterns_read(expression: Expression, derived: Mapping[str, Expression]) -> Iterator[Pattern]:
    """
    Give the patterns whose events a condition looks back on.

    Args:
        expression: The condition.
        derived: Conditions of derived facts, by id.

    >>> visits = Call(Function.COUNT, (Literal("visit"),))
    >>> [pattern.short() for pattern in patterns_read(Name("often"), {"often": visits})]
    ['visit']
    """
    waiting: list[Expression] = [expression]
    seen: set[str] = set()
    while waiting:
        part = waiting.pop()
        if isinstance(part, Name) and part.name in derived and part.name not in seen:
            seen.add(part.name)
            waiting.append(derived[part.name])
        if isinstance(part, Call) and part.function in _LOOKS_BACK:
            for argument in part.arguments[: 2 if part.function is Function.SHARE else 1]:
                yield from _pattern(argument)
        waiting.extend(parts_of(part))


def _pattern(argument: Expression) -> Iterator[Pattern]:
    said = argument.name if isinstance(argument, Name) else argument.value if isinstance(argument, Literal) else None
    if isinstance(said, str):
        try:
            yield parse_pattern(said)
        except ValueError:
            return
