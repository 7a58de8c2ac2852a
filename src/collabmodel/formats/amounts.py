"""
Truth values, numbers, durations and references as they stand in a file.

Whatever could mean two things is refused with what to write: ``0123``, ``12:30``, ``yes``, ``P1D``, quoted numbers.
"""

from __future__ import annotations

import re
from typing import TypeAlias

from collabmodel.formats.nodes import Form, Mapping, Node, Scalar, brief, refuse, shown
from collabmodel.formats.scalars import read_str, scalar
from collabmodel.model import Reference
from collabmodel.workdays import Duration, parse_duration

Amount: TypeAlias = "bool | int | float | str | Duration | Reference"

_INTEGER = re.compile(r"-?(?:0|[1-9]\d{0,17})")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,17})(?:\.\d+)?(?:[eE][+-]?\d{1,3})?")
_LONG = re.compile(r"-?[1-9]\d{18,}")
_NUMBER_LIKE = re.compile(r"[+-]?[\d.][\d.,_:'+eExXoOaAbBcCdDfF-]*|[+-]?\.(?:inf|nan)", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d][\w:.-]*")
_DURATION_LIKE = re.compile(r"\d+\s+[^\W\d]+.*", re.DOTALL)
_ISO_DURATION = re.compile(r"P(?=[\dT])[\dTYMWDHS.]+", re.IGNORECASE)
_TRUTHS = {"yes": "true", "on": "true", "no": "false", "off": "false", "y": "true", "n": "false"}


def read_bool(node: Node) -> bool:
    """
    Read a truth value: ``true`` or ``false`` and nothing else.

    Args:
        node: The node.

    Raises:
        FormatError: It is none.
    """
    found = scalar(node, "true or false")
    if found.form in {Form.PLAIN, Form.BARE} and found.text in {"true", "false"}:
        return found.text == "true"
    lower = found.text.lower()
    right = _TRUTHS.get(lower, lower if lower in {"true", "false"} else "")
    hint = f"write {right}" + (" without quotes" if found.form is Form.QUOTED else "") if right else ""
    raise refuse(found.place, "true or false is wanted here, not", shown(found), hint)


def read_int(node: Node) -> int:
    """
    Read a whole number.

    Args:
        node: The node.

    Raises:
        FormatError: It is none.
    """
    value = read_amount(node, frozenset({int}))
    assert isinstance(value, int)
    return value


def read_float(node: Node) -> float:
    """
    Read a number.

    Args:
        node: The node.

    Raises:
        FormatError: It is none.
    """
    value = read_amount(node, frozenset({float}))
    assert isinstance(value, float)
    return value


def read_amount(node: Node, kinds: frozenset[type]) -> Amount:
    """
    Read a value of one of several types: truth values, numbers, text, durations, references to parameters.

    Args:
        node: The node; where text and other types are allowed, ``{text: ...}`` is text whatever it looks like.
        kinds: The types allowed.

    Raises:
        FormatError: It is of none of them, or could be of several.
    """
    if isinstance(node, Mapping) and str in kinds and [key.text for key, _ in node.entries] == ["text"]:
        return read_str(node.entries[0][1])
    found = scalar(node, _wanted(kinds))
    if found.form in {Form.PLAIN, Form.BARE}:
        value = _unquoted(found, kinds)
        if value is not None:
            return value
    return _worded(found, kinds)


def _unquoted(found: Scalar, kinds: frozenset[type]) -> Amount | None:
    """Read a value without quotes as a truth value or number if it is one."""
    text = found.text
    if text in {"true", "false"} and bool in kinds:
        return text == "true"
    if _INTEGER.fullmatch(text) and kinds & {int, float}:
        return int(text) if int in kinds else float(text)
    if _NUMBER.fullmatch(text) and float in kinds and float(text) not in {float("inf"), float("-inf")}:
        if str in kinds and re.search(r"\.\d+0$", text):
            hint = f'write {float(text)!r} for a number, "{brief(text)}" for a text'
            raise refuse(found.place, "it is not clear whether this is a number or a text:", brief(text), hint)
        return float(text)
    if text in {"true", "false"} or _NUMBER_LIKE.fullmatch(text):
        unclear = "it is not clear what this is:" if str in kinds else f"{_wanted(kinds)} is wanted here, not"
        raise refuse(found.place, unclear, brief(text), _number_hint(brief(text), kinds))
    return None


def _number_hint(text: str, kinds: frozenset[type]) -> str:
    """Say how to write what looks like a number and is none."""
    if float in kinds and str not in kinds and _NUMBER.fullmatch(text):
        return "it is too large"
    if _LONG.fullmatch(text) or (text.endswith("...") and _LONG.fullmatch(text[:-3])):
        return "it is too large"
    plain = text.lstrip("+0").replace(",", ".").replace("_", "").replace("'", "") or "0"
    options = []
    if kinds & {int, float} and (_INTEGER if float not in kinds else _NUMBER).fullmatch(plain):
        options.append(f"write {plain}")
    if Duration in kinds and _INTEGER.fullmatch(plain) and not kinds & {int, float}:
        options.append(f"add a unit, such as {plain} days")
    if str in kinds:
        options.append(f'"{text}" for a text' if options else f'write "{text}" for a text')
    return ", or ".join(options) or "write digits, such as 12"


def _worded(found: Scalar, kinds: frozenset[type]) -> Amount:
    """Read a value in words as a duration, a parameter's id or a text."""
    text = found.text
    if Duration in kinds:
        try:
            return parse_duration(text)
        except ValueError as error:
            if _DURATION_LIKE.fullmatch(text) or _ISO_DURATION.fullmatch(text.strip()):
                what, _, hint = str(error).partition(": ")
                raise refuse(found.place, what, hint=hint) from None
    if Reference in kinds and is_reference(text):
        return Reference(text)
    if str in kinds:
        return text
    hint = "write a whole number and a unit, such as 7 working days" if Duration in kinds else ""
    if kinds & {int, float} and _NUMBER.fullmatch(text):
        hint = f"write {text} without quotes"
    raise refuse(found.place, f"{_wanted(kinds)} is wanted here, not", shown(found), hint)


def is_reference(text: str) -> bool:
    """
    Tell whether a text can be the id of a parameter where a duration or number could stand.

    Args:
        text: The text.

    >>> is_reference("attempts"), is_reference("7 days"), is_reference("P1D"), is_reference("true")
    (True, False, False, False)
    """
    plain = text not in {"true", "false", "null"} and not _ISO_DURATION.fullmatch(text)
    return plain and bool(_WORD.fullmatch(text))


def _wanted(kinds: frozenset[type]) -> str:
    names = {bool: "true or false", float: "a number", int: "a whole number", Duration: "a duration"}
    names |= {Reference: "the id of a parameter", str: "a text"}
    if float in kinds:
        del names[int]
    return " or ".join(name for kind, name in names.items() if kind in kinds)


def read_duration(node: Node) -> Duration:
    """
    Read a duration such as ``7 working days``.

    Args:
        node: The node.

    Raises:
        FormatError: It is none.
    """
    value = read_amount(node, frozenset({Duration}))
    assert isinstance(value, Duration)
    return value
