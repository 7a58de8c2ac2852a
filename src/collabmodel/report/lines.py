"""Laying out plain text: headings underlined, items as bullets, paragraphs wrapped."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

import attrs

WIDTH = 88
"""Characters in a line, at most."""


@attrs.frozen
class Line:
    """
    One line of a rendering before it is laid out.

    Args:
        text: Its words.
        level: 0 for the title, 1 for a heading, 2 for a group, 3 for an item, 4 for what is said of an item,
            5 for a paragraph of its own.
        depth: How deep it is nested, >= 0.
    """

    text: str
    level: int
    depth: int = 0


def laid_out(lines: Iterable[Line]) -> Iterator[str]:
    """
    Lay lines out for a page of fixed width.

    Args:
        lines: The lines.

    >>> list(laid_out([Line("Who", 1), Line("Child", 3), Line("Speaks for itself.", 4)]))
    ['Who', '---', '', '- Child', '  Speaks for itself.']
    """
    last = -1
    for line in lines:
        text = " ".join(line.text.split())
        indent = "  " * line.depth
        if line.level in {0, 1}:
            yield from ([""] if last >= 0 else [])
            yield from (text, ("=" if line.level == 0 else "-") * len(text))
        if line.level in {2, 5} or (line.level == 3 and last in {0, 1, 5}):
            yield ""
        if line.level in {2, 5}:
            yield from _wrapped(text, indent, indent)
        if line.level == 3:
            yield from _wrapped(text, indent + "- ", indent + "  ")
        if line.level == 4:
            yield from _wrapped(text, indent + "  ", indent + "  ")
        last = line.level


def _wrapped(text: str, first: str, rest: str) -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    ) or [first.rstrip()]
