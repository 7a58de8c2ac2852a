"""Text on its way into a cell: signs that no workbook may hold, texts like formulas, texts too long."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 32_767
"""Most UTF-16 units of a text in one cell."""
_SIGNS = frozenset("=+-@\t\r\n|%\uff1d\uff0b\uff0d\uff20")
"""First signs of what a spreadsheet program may take for a formula when it opens a CSV file."""
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_LINES = re.compile("\r\n?|[\u2028\u2029]")


def clean(text: str) -> str:
    r"""
    Replace the signs that no workbook may hold; line ends become plain ones.

    Args:
        text: The text.

    >>> clean("a\x00b\r\nc") == "a\ufffdb\nc"
    True
    """
    return _ILLEGAL.sub("\ufffd", _LINES.sub("\n", text))


def units(text: str) -> int:
    r"""
    Count the UTF-16 units of a text, as spreadsheet programs do.

    Args:
        text: The text.

    >>> units("a"), units("\U0001f600")
    (1, 2)
    """
    return len(text) + sum(sign > "\uffff" for sign in text)


def cut(text: str, most: int, note: str = "") -> str:
    """
    Cut a text that is too long, with a note that says so.

    Args:
        text: The text.
        most: Most UTF-16 units.
        note: What stands at its end if it is cut.

    >>> cut("abcdef", 4, "~"), cut("abc", 4, "~")
    ('abc~', 'abc')
    """
    if units(text) <= most:
        return text
    room = most - units(note)
    kept = text[:room]
    while units(kept) > room:
        kept = kept[: -max(1, (units(kept) - room) // 2)]
    return kept + note


def formula_like(text: str) -> bool:
    """
    Tell whether a spreadsheet program may take a text for a formula when it opens a CSV file that holds it.

    Args:
        text: The text.

    >>> formula_like("=1+1"), formula_like(" @SUM(A1)"), formula_like("a=1"), formula_like("-")
    (True, True, False, False)
    """
    start = 0
    while start < len(text) and _unseen(text[start]):
        start += 1
    first = text[start : start + 1]
    # A lone sign computes nothing.
    return text[:1] in {"\t", "\r", "\n"} or (first in _SIGNS and first != "" and len(text) > start + 1)


def _unseen(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) in {"Cf", "Cc"}


def told(text: str, *, apostrophe: bool, note: str = "") -> str:
    """
    Give a text as a cell may hold it.

    Args:
        text: The text.
        apostrophe: Whether an apostrophe is put before what looks like a formula.
        note: What stands at the end of a text that is cut.

    >>> told("=1+1", apostrophe=True), told("=1+1", apostrophe=False), told("kept", apostrophe=True)
    ("'=1+1", '=1+1', 'kept')
    """
    sound = clean(text)
    guarded = f"'{sound}" if apostrophe and formula_like(sound) else sound
    return cut(guarded, LONGEST, note)
