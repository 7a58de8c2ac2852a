"""
What a machine knows, as plain nested values that go through JSON and come back the same.

A state is kept beside a history to go on quickly, and never instead of it: one that cannot be read is thrown away, and
the events are followed anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from collabmodel.rules.trace import Value
from collabmodel.workdays import Duration, Unit

State: TypeAlias = "int | str | tuple[State, ...] | list[State] | None"
"""Numbers, texts, truth values and None, nested; tuples may come back as lists."""

_STRANGE = "this is no state that was saved here"


def parts(state: State, count: int = -1) -> Sequence[State]:
    """
    Give the parts of a state.

    Args:
        state: The state.
        count: How many there must be; -1 for any number.

    Raises:
        ValueError: It is no state that was saved here.

    >>> parts([1, "a"], 2)
    [1, 'a']
    """
    if isinstance(state, list | tuple) and count in (-1, len(state)):
        return state
    raise ValueError(_STRANGE)


def number(state: State) -> int:
    """
    Give a number, or a truth value.

    Args:
        state: The state.

    Raises:
        ValueError: It is no number.

    >>> number(3)
    3
    """
    if isinstance(state, int):
        return state
    raise ValueError(_STRANGE)


def numbers(state: State, count: int = -1) -> list[int]:
    """
    Give numbers.

    Args:
        state: The state.
        count: How many there must be; -1 for any number.

    Raises:
        ValueError: It is no list of as many numbers.

    >>> numbers((1, 2))
    [1, 2]
    """
    return [number(part) for part in parts(state, count)]


def pair(state: State) -> tuple[int, int]:
    """
    Give two numbers.

    Args:
        state: The state.

    Raises:
        ValueError: It is not two numbers.

    >>> pair([1, 2])
    (1, 2)
    """
    one, other = numbers(state, 2)
    return one, other


def triple(state: State) -> tuple[int, int, int]:
    """
    Give three numbers.

    Args:
        state: The state.

    Raises:
        ValueError: It is not three numbers.

    >>> triple([1, 2, 3])
    (1, 2, 3)
    """
    one, other, third = numbers(state, 3)
    return one, other, third


def text(state: State) -> str:
    """
    Give a text.

    Args:
        state: The state.

    Raises:
        ValueError: It is no text.

    >>> text("a")
    'a'
    """
    if isinstance(state, str):
        return state
    raise ValueError(_STRANGE)


def texts(state: State) -> list[str]:
    """
    Give texts.

    Args:
        state: The state.

    Raises:
        ValueError: It is no list of texts.

    >>> texts(["a"])
    ['a']
    """
    return [text(part) for part in parts(state)]


def of_key(values: Iterable[Value]) -> State:
    """
    Give the values by which events belong together as a state.

    Args:
        values: Texts, numbers, truth values and dates.

    >>> of_key(("a", 0.5, dt.date(2026, 3, 1)))
    ('a', ('0x1.0000000000000p-1',), (739676,))
    """
    return tuple(_of_value(value) for value in values)


def _of_value(value: Value) -> State:
    if isinstance(value, float):
        return (value.hex(),)
    if isinstance(value, dt.date):
        return (value.toordinal(),)
    return value if isinstance(value, int | str) else None


def to_key(state: State) -> tuple[Value, ...]:
    """
    Give the values by which events belong together.

    Args:
        state: What ``of_key`` gave.

    Raises:
        ValueError: It is no such state.

    >>> to_key(("a", ("0x1.0p-1",), (739676,)))
    ('a', 0.5, datetime.date(2026, 3, 1))
    """
    return tuple(_to_value(part) for part in parts(state))


def _to_value(state: State) -> Value:
    if isinstance(state, int | str):
        return state
    (told,) = parts(state, 1)
    return float.fromhex(told) if isinstance(told, str) else dt.date.fromordinal(number(told))


def of_duration(duration: Duration | None) -> State:
    """
    Give a duration as a state.

    Args:
        duration: The duration, or None.

    >>> of_duration(Duration(7, Unit.DAYS))
    (7, 'days')
    """
    return None if duration is None else (duration.amount, duration.unit.value)


def to_duration(state: State) -> Duration | None:
    """
    Give a duration, or None.

    Args:
        state: What ``of_duration`` gave.

    Raises:
        ValueError: It is no such state.

    >>> to_duration((7, "days"))
    Duration(amount=7, unit=<Unit.DAYS: 'days'>)
    """
    if state is None:
        return None
    amount, unit = parts(state, 2)
    return Duration(number(amount), Unit(text(unit)))
