"""What the page of a study is made of: sections of sentences, pictures and tables; the template only arranges them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import attrs

from collabmodel.report.blocks import Block, document
from collabmodel.report.charts import Axis, Row, rows_chart
from collabmodel.report.markup import Markup
from collabmodel.report.words import Phrase, sentence

BROAD, SLIM = 760, 326
"""Widths of the two drawings of each picture: for desks and paper, and for phones."""
_ROWS = 12
"""Of more rows than so many only the first are drawn; the table has all."""
_FIRST = Phrase(
    "Drawn: the first {n} of {all}; the table has all.",
    "Kuvassa ensimmäiset {n}, kaikkiaan {all}; taulukossa kaikki.",
    "I bilden de första {n} av {all}; tabellen har alla.",
)


@attrs.frozen
class Cell:
    """
    One cell of a table.

    Args:
        text: What stands in it.
        badge: Class of the badge it is shown as; empty for plain text.
        small: What stands under it in small letters.
        numeric: Whether it is a number and stands to the right.
        lang: Language of its text, where that is not the page's.
    """

    text: str
    badge: str = ""
    small: str = ""
    numeric: bool = False
    lang: str = ""


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
        doubled: Whether a picture shows the same, so that paper needs it no second time.
        printed: Whether it is unfolded on paper.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    folded: str = ""
    hidden: bool = False
    doubled: bool = False
    printed: bool = False
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
        lang: Language of the sentences, where that is not the page's.
    """

    items: tuple[str, ...]
    title: str = ""
    lang: str = ""
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
    rows: Sequence[Row], axis: Axis, lang: str, *, name: str, caption: str, legend: str = "", table: Table | None = None
) -> Picture:
    """
    Draw figures with their intervals; of very many, the first ones.

    Args:
        rows: The figures, those that matter most first.
        axis: How the axis is written.
        lang: Language code.
        name: Prefix of the ids inside.
        caption: What it shows.
        legend: How it is read.
        table: All the same numbers as a table, or None.
    """
    drawn = rows[:_ROWS]
    left = [_FIRST.say(lang, n=len(drawn), all=len(rows))] if len(rows) > len(drawn) else []
    return picture(
        lambda room: rows_chart(drawn, axis, room),
        name=name,
        caption=caption,
        told=[*(f"{row.label}: {row.told}" for row in drawn), *left],
        legend=" ".join([legend, *left]).strip(),
        table=table,
    )
