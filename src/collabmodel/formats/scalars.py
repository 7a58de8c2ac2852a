"""Single values as they stand in a file: what a text may mean where a number, a date or a condition is wanted."""

from __future__ import annotations

import datetime as dt
import difflib
import enum
import re
from collections.abc import Iterable
from typing import TypeAlias

from collabmodel.errors import FormatError, Problem
from collabmodel.formats.nodes import Form, Listing, Mapping, Node, Scalar, refuse, shown
from collabmodel.model import Expression, ExpressionError, Pattern, Reference, Text, parse, parse_pattern
from collabmodel.workdays import Duration, parse_duration

Amount: TypeAlias = "bool | int | float | str | Duration | Reference"

INTEGER = re.compile(r"-?(?:0|[1-9]\d{0,17})")
NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,17})(?:\.\d+)?(?:[eE][+-]?\d{1,3})?")
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""Days of the week as files name them, Monday first."""

_NUMBER_LIKE = re.compile(r"[+-]?[\d.][\d.,_:'+eExXoOaAbBcCdDfF-]*|[+-]?\.(?:inf|nan)", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d][\w:.-]*")
_DURATION_LIKE = re.compile(r"\d+\s+[^\W\d]+.*", re.DOTALL)
_ISO_DURATION = re.compile(r"P(?=[\dT])[\dTYMWDHS.]+", re.IGNORECASE)
_TRUTHS = {"yes": "true", "on": "true", "no": "false", "off": "false", "y": "true", "n": "false"}


def meant(word: str, known: Iterable[str]) -> str:
    """
    Make a "did you mean" of the known word that comes closest, or nothing.

    Args:
        word: The word found.
        known: The words that would be right.

    >>> meant("Alternate_Response", ["response", "alternate response"])
    "did you mean 'alternate response'?"
    """
    words = sorted(known)
    plain = {_plain(one): one for one in reversed(words)}
    close = difflib.get_close_matches(_plain(word)[:100], plain, n=1, cutoff=0.65)
    return f"did you mean {plain[close[0]]!r}?" if close else ""


def _plain(word: str) -> str:
    return " ".join(re.split(r"[\s_-]+", word.lower()))


def scalar(node: Node, wanted: str) -> Scalar:
    """
    Take a node as a single value that is not empty.

    Args:
        node: The node.
        wanted: What is wanted, with its article.

    Raises:
        FormatError: It is a list, a mapping, or nothing.
    """
    if isinstance(node, Scalar) and not node.is_empty:
        return node
    hint = "write a value, or leave the key out" if isinstance(node, Scalar) else ""
    found = "nothing" if isinstance(node, Scalar) else shown(node)
    raise refuse(node.place, f"{wanted} is wanted here, not {found}", hint=hint)


def read_str(node: Node) -> str:
    """
    Read a text; plain YAML keeps it as written, also ``on``, ``12:30``, ``0123`` and ``1.10``.

    Args:
        node: The node.

    Raises:
        FormatError: It is no text.
    """
    found = scalar(node, "a text")
    if found.form is Form.BARE:
        raise refuse(found.place, f"a text is wanted here, not {found.text}", hint=f'write "{found.text}"')
    return found.text


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
    if INTEGER.fullmatch(text) and kinds & {int, float}:
        return int(text) if int in kinds else float(text)
    if NUMBER.fullmatch(text) and float in kinds and float(text) not in {float("inf"), float("-inf")}:
        if str in kinds and re.search(r"\.\d+0$", text):
            hint = f'write {float(text)!r} for a number, "{text}" for a text'
            raise refuse(found.place, "it is not clear whether this is a number or a text:", text, hint)
        return float(text)
    if text in {"true", "false"} or _NUMBER_LIKE.fullmatch(text):
        unclear = "it is not clear what this is:" if str in kinds else f"{_wanted(kinds)} is wanted here, not"
        raise refuse(found.place, unclear, text, _number_hint(text, kinds))
    return None


def _number_hint(text: str, kinds: frozenset[type]) -> str:
    """Say how to write what looks like a number and is none."""
    plain = text.lstrip("+0").replace(",", ".").replace("_", "").replace("'", "") or "0"
    options = []
    if kinds & {int, float} and (INTEGER if float not in kinds else NUMBER).fullmatch(plain):
        options.append(f"write {plain}")
    if Duration in kinds and INTEGER.fullmatch(plain) and not kinds & {int, float}:
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
    if kinds & {int, float} and NUMBER.fullmatch(text):
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


def read_text(node: Node) -> Text:
    """
    Read words in the main language, or a mapping of languages to words.

    Args:
        node: The node.

    Raises:
        FormatError: It is neither.
    """
    if not isinstance(node, Mapping):
        return Text.of(read_str(node))
    problems: list[Problem] = []
    versions = []
    for key, value in node.entries:
        if key.text and not LANGUAGE.fullmatch(key.text):
            hint = "languages are codes such as fi, sv, en"
            problems.append(Problem(what="no language", value=shown(key), place=key.place, hint=hint))
        try:
            versions.append((key.text, read_str(value)))
        except FormatError as error:
            problems.extend(error.problems)
    if problems:
        raise FormatError(problems)
    return Text(tuple(versions))


def read_enum(node: Node, kind: type[enum.Enum]) -> enum.Enum:
    """
    Read one of a fixed list of words.

    Args:
        node: The node.
        kind: The list.

    Raises:
        FormatError: It is not on the list.
    """
    words = [str(member.value) for member in kind]
    found = scalar(node, f"one of {', '.join(words)}")
    if found.form is not Form.BARE and found.text in words:
        return kind(found.text)
    name = re.sub(r"(?<!^)(?=[A-Z])", " ", kind.__name__).lower()
    raise refuse(found.place, f"no {name}", shown(found), meant(found.text, words) or f"one of {', '.join(words)}")


def read_date(node: Node) -> dt.date:
    """
    Read a date such as ``2025-03-04``.

    Args:
        node: The node.

    Raises:
        FormatError: It is none.
    """
    found = scalar(node, "a date")
    if re.fullmatch(r"\d{4}-\d\d-\d\d", found.text):
        try:
            return dt.date.fromisoformat(found.text)
        except ValueError as error:
            raise refuse(found.place, f"no date: {error}:", shown(found)) from None
    raise refuse(found.place, "no date", shown(found), "write year-month-day, such as 2025-03-04")


def read_time(node: Node) -> dt.time:
    """
    Read a time of day such as ``"12:30"``.

    Args:
        node: The node.

    Raises:
        FormatError: It is none.
    """
    found = scalar(node, "a time of day")
    if re.fullmatch(r"\d\d:\d\d(?::\d\d)?", found.text):
        try:
            return dt.time.fromisoformat(found.text)
        except ValueError as error:
            raise refuse(found.place, f"no time of day: {error}:", shown(found)) from None
    raise refuse(found.place, "no time of day", shown(found), 'write hours and minutes, such as "08:30"')


def read_expression(node: Node) -> Expression:
    """
    Read a condition; errors name the very character.

    Args:
        node: The node.

    Raises:
        FormatError: It is no condition.
    """
    found = scalar(node, "a condition")
    try:
        return parse(found.text)
    except ExpressionError as error:
        raise refuse(found.at(error.offset), error.what, hint=error.hint) from None


def read_pattern(node: Node) -> Pattern:
    """
    Read the short form of an event pattern.

    Args:
        node: The node.

    Raises:
        FormatError: It is no pattern.
    """
    text = read_str(scalar(node, "an event pattern"))
    try:
        return parse_pattern(text)
    except ValueError as error:
        what, _, hint = str(error).partition(": ")
        raise refuse(node.place, what, hint=hint) from None


def read_weekday(node: Node) -> int:
    """
    Read a day of the week.

    Args:
        node: The node.

    Raises:
        FormatError: It is none.
    """
    found = scalar(node, "a day of the week")
    if found.text in DAYS:
        return DAYS.index(found.text)
    hint = meant(found.text[:3], DAYS) or f"one of {', '.join(DAYS)}"
    raise refuse(found.place, "no day of the week", shown(found), hint)


def read_days(node: Node) -> tuple[int, ...]:
    """
    Read days of the week, one by one or as ranges such as ``mon-fri``.

    Args:
        node: A list of them, or one.

    Raises:
        FormatError: Something among them is none.
    """
    problems: list[Problem] = []
    days: list[int] = []
    for item in node.items if isinstance(node, Listing) else (node,):
        try:
            first, dash, last = scalar(item, "a day of the week").text.partition("-")
            low = read_weekday(_named(item, first))
            high = read_weekday(_named(item, last)) if dash else low
            if high < low:
                raise refuse(item.place, "a range of days that runs backwards", shown(item), "weeks start on mon")
            days.extend(range(low, high + 1))
        except FormatError as error:
            problems.extend(error.problems)
    if problems:
        raise FormatError(problems)
    return tuple(days)


def _named(node: Node, text: str) -> Scalar:
    return Scalar(text.strip(), Form.QUOTED, node.place, text)
