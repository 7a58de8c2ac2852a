"""Texts, words of fixed lists, dates, conditions and event patterns as they stand in a file."""

from __future__ import annotations

import datetime as dt
import difflib
import enum
import re
from collections.abc import Iterable

from collabmodel.errors import FormatError, Problem
from collabmodel.formats.nodes import Form, Listing, Mapping, Node, Scalar, brief, refuse, shown
from collabmodel.model import Expression, ExpressionError, Pattern, Text, parse, parse_pattern

LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""Days of the week as files name them, Monday first."""


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
        said = brief(found.text)
        raise refuse(found.place, f"a text is wanted here, not {said}", hint=f'write "{said}"')
    return found.text


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


def read_moment(node: Node) -> dt.datetime:
    """
    Read a moment with its offset, such as ``2025-03-04T08:30+02:00``.

    Args:
        node: The node.

    Raises:
        FormatError: It is none.
    """
    found = scalar(node, "a moment")
    hint = "write the day, the time and the offset, such as 2025-03-04T08:30+02:00"
    if re.fullmatch(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)", found.text):
        try:
            return dt.datetime.fromisoformat(found.text)
        except ValueError as error:
            raise refuse(found.place, f"no moment: {error}:", shown(found)) from None
    raise refuse(found.place, "no moment", shown(found), hint)


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
