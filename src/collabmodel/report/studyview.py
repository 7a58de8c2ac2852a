"""What the page of a study is made of: sections of sentences, pictures and tables; the template only arranges them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import attrs

from collabmodel.report.blocks import Block, document
from collabmodel.report.charts import Axis, Row, rows_chart
from collabmodel.report.markup import Markup
from collabmodel.report.words import sentence

BROAD, SLIM = 760, 326
"""Widths of the two drawings of each picture: for desks and paper, and for phones."""
_ROWS = 12
"""More rows than so many make a picture of their own, so that each fits on a sheet of paper."""


@attrs.frozen
class Cell:
    """
    One cell of a table.

    Args:
        text: What stands in it.
        badge: Class of the badge it is shown as; empty for plain text.
        small: What stands under it in small letters.
        numeric: Whether it is a number and stands to the right.
    """

    text: str
    badge: str = ""
    small: str = ""
    numeric: bool = False


@attrs.frozen(kw_only=True)
class Table:
    """
    A table.

    Args:
        caption: What it shows.
        heads: Heads of its columns.
        rows: Its rows; the first cell of each names it.
        folded: Words under which it is folded away; empty for an open table.
        hidden: Whether the caption is for those who hear the page only.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    folded: str = ""
    hidden: bool = False
    kind: str = attrs.field(default="table", init=False)


@attrs.frozen(kw_only=True)
class Picture:
    """
    A picture in two widths, with the numbers it shows as a table.

    Args:
        caption: What it shows.
        legend: How it is read, in words.
        broad: The drawing for desks and paper.
        slim: The drawing for phones.
        table: The same numbers, or None if a table beside it has them.
    """

    caption: str
    legend: str
    broad: Markup
    slim: Markup
    table: Table | None = None
    kind: str = attrs.field(default="picture", init=False)


@attrs.frozen(kw_only=True)
class Notes:
    """
    A list of sentences.

    Args:
        items: The sentences.
        title: Heading above them; empty for none.
    """

    items: tuple[str, ...]
    title: str = ""
    kind: str = attrs.field(default="notes", init=False)


Part = Table | Picture | Notes


@attrs.frozen(kw_only=True)
class Section:
    """
    One question with its answer.

    Args:
        id: Where links find it.
        title: The question.
        answer: The answer in short, for the top of the page; empty for none.
        lead: What its numbers mean.
        lines: What was found, sentence by sentence.
        parts: Pictures, tables and lists.
    """

    id: str
    title: str
    answer: str = ""
    lead: str = ""
    lines: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()


def picture(
    draw: Callable[[float], Block],
    *,
    name: str,
    caption: str,
    told: Sequence[str],
    legend: str = "",
    table: Table | None = None,
) -> Picture:
    """
    Draw a picture for desks and for phones, with its text alternative.

    Args:
        draw: Draws it at a width.
        name: Prefix of the ids inside; different for each picture of a page.
        caption: What it shows.
        told: What it shows in words, for those who hear it.
        legend: How it is read.
        table: The same numbers as a table, or None.
    """
    said = " ".join(map(sentence, told))
    broad, slim = (
        document(draw(width), title=caption, description=said, name=f"{name}-{kind}", margin=2)
        for kind, width in (("broad", BROAD), ("slim", SLIM))
    )
    return Picture(caption=caption, legend=legend, broad=Markup(broad), slim=Markup(slim), table=table)


def figures_picture(
    rows: Sequence[Row], axis: Axis, *, name: str, caption: str, legend: str = "", table: Table | None = None
) -> tuple[Picture, ...]:
    """
    Draw figures with their intervals; many make several pictures over axes of one length.

    Args:
        rows: The figures.
        axis: How the axis is written.
        name: Prefix of the ids inside.
        caption: What it shows.
        legend: How it is read.
        table: The same numbers as a table, or None.
    """
    drawn = [rows[start : start + _ROWS] for start in range(0, len(rows), _ROWS)]
    known = [value for row in rows for value in (row.value, row.high) if value is not None]
    wide = axis if len(drawn) < 2 or not known else attrs.evolve(axis, full=max(*known, axis.full or 0))
    return tuple(
        picture(
            lambda room, some=some: rows_chart(some, wide, room),  # type: ignore[misc]
            name=f"{name}-{number}" if number else name,
            caption=caption if len(drawn) < 2 else f"{caption} ({number + 1}/{len(drawn)})",
            told=[f"{row.label}: {row.told}" for row in some],
            legend="" if number else legend,
            table=table if number == len(drawn) - 1 else None,
        )
        for number, some in enumerate(drawn)
    )
