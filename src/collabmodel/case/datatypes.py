"""What data may be: values as they come are made plain and typed, or it is told what is wrong with them."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

from collabmodel.model import Fact, FactType
from collabmodel.rules import Value
from collabmodel.workdays import Duration, parse_duration

Reading: TypeAlias = tuple[Value, str]
"""A value with its type, and what is wrong with it: a key of ``sentences.DETAILS``, or empty."""
Shape: TypeAlias = Callable[[Value], Reading]
"""What reads a value as something."""

LONGEST_TEXT = 20_000
"""Most characters of a text."""
LONGEST_NAME = 200
"""Most characters of an id, a name or a reference."""
LONGEST_LIST = 1_000
"""Most items of a list."""
MOST_VALUES = 10_000
"""Most values within one, at any depth."""
_DEEPEST = 8
_LARGEST = 2**63
_BROKEN = re.compile("[\0\ud800-\udfff]")


def plain(value: object, depth: int = 0) -> Value:
    """
    Give a value as histories keep it: lists as tuples, mappings as tuples of pairs, and nothing of any other kind.

    Args:
        value: The value, such as JSON gives it.
        depth: Levels above it.

    >>> plain({"roles": ["child"]})
    (('roles', ('child',)),)
    """
    if depth > _DEEPEST + 1:
        return None
    if isinstance(value, list | tuple):
        return tuple(plain(part, depth + 1) for part in value)
    if isinstance(value, dict):
        return tuple((str(name), plain(part, depth + 1)) for name, part in value.items())
    if isinstance(value, bool | int | float | str | dt.date | Duration):
        return value
    return None


def broken(value: Value) -> str:
    """
    Tell why a value cannot be kept, whatever it means; empty if it can.

    Args:
        value: The value.

    >>> broken("abc"), broken(float("nan")), broken("a" * 30_000)
    ('', 'number', 'too long')
    """
    waiting: list[tuple[Value, int]] = [(value, 0)]
    seen = 0
    while waiting:
        part, depth = waiting.pop()
        seen += 1
        fault = _broken_alone(part)
        if fault or depth > _DEEPEST or seen > MOST_VALUES:
            return fault or "too large"
        if isinstance(part, tuple):
            waiting.extend((inner, depth + 1) for inner in part)
    return ""


def _broken_alone(value: Value) -> str:
    if isinstance(value, str):
        return "characters" if _BROKEN.search(value) else "too long" if len(value) > LONGEST_TEXT else ""
    if isinstance(value, tuple):
        return "too long" if len(value) > LONGEST_LIST else ""
    if isinstance(value, float) and not math.isfinite(value):
        return "number"
    if isinstance(value, int) and abs(value) >= _LARGEST:
        return "too large"
    if isinstance(value, dt.datetime) and value.utcoffset() is None:
        return "time"
    return ""


def text(value: Value) -> Reading:
    """Read a text that is not empty."""
    if not isinstance(value, str):
        return value, "text"
    return value, "" if value.strip() else "empty"


def name(value: Value) -> Reading:
    """Read an id or a name: a short text of one line."""
    value, fault = text(value)
    if fault or not isinstance(value, str):
        return value, fault
    return value, "too long" if len(value) > LONGEST_NAME else "" if value.isprintable() else "characters"


def boolean(value: Value) -> Reading:
    """Read a truth value."""
    return value, "" if isinstance(value, bool) else "boolean"


def number(value: Value) -> Reading:
    """Read a number."""
    return value, "" if isinstance(value, int | float) and not isinstance(value, bool) else "number"


def integer(value: Value) -> Reading:
    """Read a whole number, also one written with a decimal point."""
    if isinstance(value, float) and value.is_integer():
        return int(value), ""
    return value, "" if isinstance(value, int) and not isinstance(value, bool) else "integer"


def day(value: Value) -> Reading:
    """Read a day, also as ISO text."""
    if isinstance(value, str):
        try:
            return dt.date.fromisoformat(value), ""
        except ValueError:
            return value, "date"
    return value, "" if isinstance(value, dt.date) and not isinstance(value, dt.datetime) else "date"


def time(value: Value) -> Reading:
    """Read a moment with its zone, also as ISO text."""
    if isinstance(value, str):
        try:
            value = dt.datetime.fromisoformat(value)
        except ValueError:
            return value, "time"
    aware = isinstance(value, dt.datetime) and value.utcoffset() is not None
    return value, "" if aware else "time"


def day_or_time(value: Value) -> Reading:
    """Read a moment or a day."""
    found, fault = day(value)
    return (found, fault) if not fault else time(value)


def duration(value: Value) -> Reading:
    """Read a duration, also as text; it is kept as text."""
    if isinstance(value, Duration):
        return str(value), ""
    try:
        return (value, "") if isinstance(value, str) and parse_duration(value) else (value, "duration")
    except ValueError:
        return value, "duration"


def anything(value: Value) -> Reading:
    """Read whatever is known."""
    return value, "missing" if value is None else ""


def many(shape: Shape) -> Shape:
    """
    Give what reads a list of something; one alone is a list of one.

    Args:
        shape: What reads an item.

    >>> many(name)(("a", "b")), many(name)("a")
    ((('a', 'b'), ''), (('a',), ''))
    """

    def read(value: Value) -> Reading:
        parts = [shape(part) for part in (value if isinstance(value, tuple) else (value,))]
        fault = next((fault for _, fault in parts if fault), "" if parts else "empty")
        return tuple(part for part, _ in parts), fault

    return read


def competences(value: Value) -> Reading:
    """Read what somebody is able to: ids, or pairs of an id and the last day of its validity."""
    found: list[Value] = []
    for one in value if isinstance(value, tuple) else (value,):
        if isinstance(one, tuple) and len(one) == 2 and one[1] is not None:
            last, fault = day(one[1])
            found.append((one[0], last))
        else:
            fault = ""
            found.append(one)
        fault = fault or name(one[0] if isinstance(one, tuple) and one else one)[1]
        if fault:
            return value, fault
    return tuple(found), ""


def mapping(value: Value) -> Reading:
    """Read named values."""
    pairs = isinstance(value, tuple) and all(
        isinstance(one, tuple) and len(one) == 2 and isinstance(one[0], str) for one in value
    )
    return value, "" if pairs and value else "mapping"


def named_values(value: Value) -> dict[str, Value]:
    """
    Give named values as a mapping; an empty one for anything else.

    Args:
        value: The value.

    >>> named_values((("role", "child"),)), named_values("child")
    ({'role': 'child'}, {})
    """
    if not isinstance(value, tuple) or mapping(value)[1]:
        return {}
    return {str(one[0]): one[1] for one in value if isinstance(one, tuple)}


def lines(value: Value) -> Reading:
    """Read a list of named values, such as those of an attendance."""
    if not isinstance(value, tuple):
        return value, "list"
    return value, next((fault for _, fault in map(mapping, value) if fault), "")


def fact(declared: Fact) -> Shape:
    """
    Give what reads the values of a fact.

    Args:
        declared: The fact, or the data of an activity.

    >>> fact(Fact(id="age", type=FactType.INTEGER, maximum=30))(31)
    (31, 'too large')
    """

    def read(value: Value) -> Reading:
        found, fault = _TYPES[declared.type](value)
        return found, fault or _bounds(declared, found)

    return read


def _bounds(declared: Fact, value: Value) -> str:
    if declared.choices:
        chosen = value if isinstance(value, tuple) else (value,)
        return "" if all(one in declared.choices for one in chosen) else "choice"
    if isinstance(value, int | float) and not isinstance(value, bool):
        if declared.minimum is not None and value < declared.minimum:
            return "too small"
        if declared.maximum is not None and value > declared.maximum:
            return "too large"
    return ""


def _list(value: Value) -> Reading:
    return value, "" if isinstance(value, tuple) else "list"


def _string(value: Value) -> Reading:
    return value, "" if isinstance(value, str) else "text"


_TYPES: Mapping[FactType, Shape] = {
    FactType.BOOLEAN: boolean,
    FactType.INTEGER: integer,
    FactType.NUMBER: number,
    FactType.TEXT: _string,
    FactType.CHOICE: _string,
    FactType.DATE: day,
    FactType.TIME: time,
    FactType.LIST: _list,
}

GIVEN: Mapping[str, Shape] = {
    "about": name,
    "answer": text,
    "at": time,
    "attendance": lines,
    "because": text,
    "by": duration,
    "competences": competences,
    "dissent": anything,
    "ending": name,
    "every_view": boolean,
    "evidence": many(name),
    "expires": time,
    "lead": name,
    "means": text,
    "opening": name,
    "organisation": name,
    "outcome": name,
    "person": name,
    "place": text,
    "purpose": text,
    "question": text,
    "quorum_waived": mapping,
    "reason": text,
    "recipients": many(name),
    "report": anything,
    "respondent": name,
    "retract": boolean,
    "role": name,
    "score": number,
    "stances": lines,
    "times": many(time),
    "to": name,
    "transition": name,
    "until": day_or_time,
    "view": text,
    "voice": name,
    "wave": name,
    "weighed": text,
    "what": name,
}
"""What reads the data that verbs take, by name; what an element declares by the same name goes before."""
