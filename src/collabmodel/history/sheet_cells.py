"""
Cells of a sheet: text that no spreadsheet takes for a formula, and types found again without being written down.

An apostrophe before a text says that it is text, as it does in spreadsheets. It is put where the text could be
taken for a formula or for a value of another type, and taken off only where it would have been put.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

from collabmodel.history.json_values import decode, dump, encode, parse
from collabmodel.history.times import format_time, micros, moment, offset_minutes, parse_time
from collabmodel.rules.trace import Value

_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
_WHOLE = re.compile(r"-?(0|[1-9]\d*)", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d([.,]\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?", re.ASCII)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_JSON = ("[", "{", '"')


def guarded(text: str, *, typed: bool) -> str:
    """
    Write a text into a cell.

    Args:
        text: The text.
        typed: Whether cells of its column can be read as other types.

    >>> guarded("=1+1", typed=False), guarded("12", typed=True), guarded("'s-Hertogenbosch", typed=True)
    ("'=1+1", "'12", "'s-Hertogenbosch")
    """
    return "'" + text if _needs(text, typed=typed) else text


def unguarded(cell: str, *, typed: bool) -> str:
    """
    Read a text from a cell.

    Args:
        cell: The cell.
        typed: Whether cells of its column can be read as other types.

    >>> unguarded("'=1+1", typed=False)
    '=1+1'
    """
    return cell[1:] if cell[:1] == "'" and _needs(cell[1:], typed=typed) else cell


def _needs(text: str, *, typed: bool) -> bool:
    """Tell whether a text needs an apostrophe before it."""
    bare = text.lstrip("'")
    if bare.startswith(_FORMULA):
        return typed or not _NUMBER.fullmatch(bare)
    if not typed:
        return False
    word = bare.strip()
    return (
        not word
        or word.startswith(_JSON)
        or word.lower() in _TRUTH
        or any(pattern.fullmatch(word) for pattern in (_NUMBER, _DATE, _TIME))
    )


_TRUTH = {"true": True, "false": False}


def cell(value: Value) -> str:
    """
    Write a value of data into a cell; a value of no simple type as JSON.

    Args:
        value: The value, None for an empty cell.

    Raises:
        ValueError: A number is not finite.

    >>> cell(True), cell(1.0), cell("1.0"), cell((1, 2))
    ('true', '1.0', "'1.0", '[1, 2]')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return guarded(value, typed=True)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        return format_time(micros(value), offset_minutes(value))
    return value.isoformat() if isinstance(value, dt.date) else dump(encode(value))


def mixed_cell(value: Value) -> str:
    """
    Write a value of a column of mixed types: as JSON.

    Args:
        value: The value, None for an empty cell.

    Raises:
        ValueError: A number is not finite.
    """
    return "" if value is None else dump(encode(value))


def _whole(word: str, _: ZoneInfo | None) -> Value:
    return int(word)


def _number(word: str, _: ZoneInfo | None) -> Value:
    return float(word)


def _truth(word: str, _: ZoneInfo | None) -> Value:
    return _TRUTH[word.lower()]


def _date(word: str, _: ZoneInfo | None) -> Value:
    return dt.date.fromisoformat(word)


def _time(word: str, zone: ZoneInfo | None) -> Value:
    return moment(*parse_time(word, zone))


def _json(word: str, _: ZoneInfo | None) -> Value:
    return decode(parse(word))


_TYPES: tuple[tuple[Callable[[str], object], Callable[[str, ZoneInfo | None], Value]], ...] = (
    (lambda word: word.lower() in _TRUTH, _truth),
    (_WHOLE.fullmatch, _whole),
    (_NUMBER.fullmatch, _number),
    (_DATE.fullmatch, _date),
    (_TIME.fullmatch, _time),
)


def _scalar(word: str) -> bool:
    return word in _TRUTH or bool(_NUMBER.fullmatch(word))


def values(words: Sequence[str], zone: ZoneInfo | None) -> list[Value]:
    """
    Give the values of the distinct cells of a column: of the one type that all of them can be read as, else text.

    Args:
        words: Distinct cells, none of them empty.
        zone: Zone of times that do not say theirs, or None; without it such times stay text.

    >>> values(["1", "2.5"], None), values(["1", "x"], None), values(["0123"], None)
    ([1.0, 2.5], ['1', 'x'], ['0123'])
    """
    try:
        for fits, reader in _TYPES:
            if all(fits(word) for word in words):
                return [reader(word, zone) for word in words]
        if any(word.startswith(_JSON) for word in words) or all(_scalar(word) for word in words):
            return [_json(word, zone) for word in words]
    except (ValueError, OverflowError):
        pass
    return [unguarded(word, typed=True) for word in words]
