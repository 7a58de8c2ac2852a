"""How wide the columns of a table are: decided by what stands in them, so that setting a long table stays quick."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

LOOKED_AT = 200
"""Rows that are looked at."""
LONGEST_WORD, SHORTEST_WORD = 28, 6
"""Letters of a word that a column makes room for, where there is much room and where there is little; a longer one is
broken."""
LONGEST_LINE = 80
"""Letters of a line for which a column is made wider."""
UPRIGHT = 108
"""Letters that stand beside one another in a table on an upright page."""
BROAD = 185
"""The same on a broad page."""
_PADDING = 3
_WORD, _BOLD = 1.08, 1.2
"""How much wider letters of one word may be than those of a line, in cells and in headings."""
_CAPITAL = 0.5
"""How much wider the first letter of a heading is again."""


def widths(heads: Sequence[str], rows: Iterable[Sequence[str]], room: int = UPRIGHT) -> list[float]:
    """
    Give the widths of columns in percent: each has room for its words first, and then for its lines.

    Args:
        heads: Their headings.
        rows: The rows, as they are written.
        room: Letters that stand beside one another.

    >>> widths(["Case", "Days"], [["a long title of a case", "3"]])
    [73.5, 26.5]
    """
    seen = [row for row, _ in zip(rows, range(LOOKED_AT), strict=False)]
    columns = [(head, [row[place] for row in seen if place < len(row)]) for place, head in enumerate(heads)]
    least = _least([_word(head, cells) for head, cells in columns], room)
    most = [max(_line(cells) + _PADDING, low) for (_, cells), low in zip(columns, least, strict=True)]
    share = _share(sum(least), sum(most), room)
    wanted = [low + share * (high - low) for low, high in zip(least, most, strict=True)]
    whole = sum(wanted)
    return [round(100 * one / whole, 1) for one in wanted]


def _least(words: Sequence[int], room: int) -> list[int]:
    """Make room for words; where there is too little, the longest ones are broken first."""
    for longest in range(LONGEST_WORD, SHORTEST_WORD, -1):
        least = [min(word, longest) + _PADDING for word in words]
        if sum(least) <= room:
            return least
    return [min(word, SHORTEST_WORD) + _PADDING for word in words]


def _share(least: int, most: int, room: int) -> float:
    """Tell how much of what lines want beyond words they get."""
    return 1.0 if most <= room else max(0.0, (room - least) / (most - least)) if most > least else 0.0


def _word(head: str, cells: Sequence[str]) -> int:
    # A no-break space holds together: only the blank parts words.
    named = max((math.ceil(len(word) * _BOLD + _CAPITAL) for word in head.split(" ")), default=1)
    return max(named, *(math.ceil(len(word) * _WORD) for text in cells for word in text.split(" ")), 1)


def _line(cells: Sequence[str]) -> int:
    return min(max((len(text) for text in cells), default=1), LONGEST_LINE)
