"""Values of data as JSON, without loss: what JSON has no form for is an object of one key that starts with a dollar."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from typing import TypeAlias

from collabmodel.history.times import format_time, micros, moment, offset_minutes, parse_time
from collabmodel.rules.trace import Value
from collabmodel.workdays import Duration, parse_duration

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

DEEPEST = 32
"""Most levels of lists and objects in a value."""

_LONE = re.compile("[\0\ud800-\udfff]")


def is_mapping(value: tuple[Value, ...]) -> bool:
    """
    Tell whether a tuple is a mapping: pairs of name and value.

    Args:
        value: The tuple.

    >>> is_mapping((("a", 1),)), is_mapping((1, 2)), is_mapping(())
    (True, False, False)
    """
    return bool(value) and all(
        isinstance(pair, tuple) and len(pair) == 2 and isinstance(pair[0], str) for pair in value
    )


def encode(value: Value) -> Json:
    """
    Give a value a JSON form.

    Args:
        value: The value.

    Raises:
        ValueError: A number is not finite.

    >>> encode((("role", "child"), ("day", dt.date(2026, 3, 2))))
    {'role': 'child', 'day': {'$date': '2026-03-02'}}
    """
    if isinstance(value, tuple):
        if not is_mapping(value):
            return [encode(part) for part in value]
        pairs: list[tuple[str, Json]] = [(name, encode(part)) for name, part in value]  # type: ignore[misc, str-unpack]
        if len({name for name, _ in pairs}) < len(pairs) or (len(pairs) == 1 and pairs[0][0].startswith("$")):
            return {"$pairs": [list(pair) for pair in pairs]}
        return dict(pairs)
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(NOT_FINITE)
    if isinstance(value, dt.datetime):
        return {"$time": format_time(micros(value), offset_minutes(value))}
    return _dated(value)


def _dated(value: bool | float | str | dt.date | Duration | None) -> Json:
    if isinstance(value, dt.date):
        return {"$date": value.isoformat()}
    return {"$duration": str(value)} if isinstance(value, Duration) else value


NOT_FINITE = "number that is not finite"
_TOO_DEEP = f"value of more than {DEEPEST} levels"
_NO_TEXT = "text with NUL or half a character"


def decode(value: Json, depth: int = 0) -> Value:
    """
    Give a value back from its JSON form.

    Args:
        value: The JSON form.
        depth: Levels above it.

    Raises:
        ValueError: The form means nothing, or is too deep.
    """
    if depth > DEEPEST:
        raise ValueError(_TOO_DEEP)
    if isinstance(value, str):
        if _LONE.search(value):
            raise ValueError(_NO_TEXT)
        return value
    if isinstance(value, list):
        return tuple(decode(part, depth + 1) for part in value)
    if isinstance(value, dict):
        if len(value) == 1:
            ((name, part),) = value.items()
            if name.startswith("$"):
                return _special(name, part, depth)
        return tuple((_text(name), decode(part, depth + 1)) for name, part in value.items())
    return value


def _text(name: str) -> str:
    if _LONE.search(name):
        raise ValueError(_NO_TEXT)
    return name


def _special(name: str, part: Json, depth: int) -> Value:
    """Give the value of an object of one key that starts with a dollar."""
    if name == "$pairs" and isinstance(part, list):
        pairs = [pair for pair in part if isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], str)]
        if len(pairs) == len(part):
            return tuple((_text(str(pair[0])), decode(pair[1], depth + 1)) for pair in pairs)
    elif isinstance(part, str):
        if name == "$time":
            return moment(*parse_time(part))
        if name == "$date":
            return dt.date.fromisoformat(part)
        if name == "$duration":
            return parse_duration(part)
    raise ValueError(_NOTHING)


_NOTHING = "object of one key that starts with '$' but is no $time, $date, $duration or $pairs"


def _constant(word: str) -> float:
    raise ValueError(NOT_FINITE + word[:0])


def _unique(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError(_TWICE)
    return found


_TWICE = "object with a key that occurs twice"


def _number(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError(NOT_FINITE)
    return value


_DECODER = json.JSONDecoder(parse_constant=_constant, object_pairs_hook=_unique, parse_float=_number)


def parse(text: str) -> Json:
    """
    Read JSON, refusing what is not JSON in the strict sense: NaN, keys that occur twice.

    Args:
        text: The text.

    Raises:
        ValueError: It is no JSON; ``json.JSONDecodeError`` where the place is known.
    """
    try:
        found: Json = _DECODER.decode(text)
    except RecursionError:
        raise ValueError(_TOO_DEEP) from None
    return found


def dump(value: Json) -> str:
    """
    Write JSON on one line.

    Args:
        value: The JSON form of a value.
    """
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def listed(text: str) -> Value:
    """
    Read references written as a JSON list, else parted by blanks.

    Args:
        text: The text.
    """
    if text.startswith("["):
        try:
            return decode(parse(text))
        except ValueError:
            return text
    return text or None
