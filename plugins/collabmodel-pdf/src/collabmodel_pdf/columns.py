"""How wide the columns of a table are: decided by what stands in them, so that setting a long table stays quick."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

LOOKED_AT = 200
"""Rows that are looked at."""
LONGEST_WORD = 16
"""Letters of a word that a column makes room for; a longer one is broken."""
LONGEST_LINE = 44
"""Letters of a line for which a column is made wider."""
_PADDING = 3


def widths(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[float]:
    """
    Give the widths of columns in percent.

    Args:
        heads: Their headings.
        rows: The rows, as they are written.

    >>> widths(["Case", "Days"], [["a long title of a case", "3"]])
    [78.1, 21.9]
    """
    seen = [row for row, _ in zip(rows, range(LOOKED_AT), strict=False)]
    wanted = [_wanted(head, [row[place] for row in seen if place < len(row)]) for place, head in enumerate(heads)]
    whole = sum(wanted)
    return [round(100 * one / whole, 1) for one in wanted]


def _wanted(head: str, cells: Sequence[str]) -> int:
    words = [len(word) for text in (head, *cells) for word in text.split()]
    word = min(max(words, default=1), LONGEST_WORD)
    line = min(max((len(text) for text in cells), default=1), LONGEST_LINE)
    return max(word, line) + _PADDING
