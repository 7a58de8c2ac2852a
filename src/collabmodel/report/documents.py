"""What a report says, apart from how it looks: sections of text, typed tables and drawings, for any kind of file."""

from __future__ import annotations

import datetime as dt
import enum
from typing import TypeAlias

import attrs

Cell: TypeAlias = str | int | float | bool | dt.date | dt.datetime | None
"""What stands in one place of a table; None where nothing is known."""


class Subject(enum.Enum):
    """What a report is about: trying a model, judging a cohort, one case, or what is due."""

    PILOT = "pilot"
    COHORT = "cohort"
    CASE = "case"
    DEADLINES = "deadlines"


class Measure(enum.Enum):
    """What the cells of a column are: it decides how they are aligned and written."""

    TEXT = "text"
    NUMBER = "number"
    SHARE = "share"
    DATE = "date"
    TIME = "time"


@attrs.frozen(kw_only=True)
class Column:
    """
    One column of a table.

    Args:
        title: Its heading, in the document's language.
        measure: What its cells are; a share is a number from 0 to 1.
        unit: Unit of its numbers in the document's language, such as ``"working days"``, or the zone of its times, such
            as ``"Europe/Helsinki"``; empty where there is none.
    """

    title: str
    measure: Measure = Measure.TEXT
    unit: str = ""


@attrs.frozen(kw_only=True)
class Table:
    """
    A table.

    Args:
        columns: Its columns.
        rows: Its rows, each with as many cells as there are columns; a text stands in place of a number that is kept
            back, and None where nothing is known.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...] = attrs.field(default=(), repr=False)


@attrs.frozen(kw_only=True)
class Figure:
    """
    A drawing.

    Args:
        svg: The drawing, a whole ``<svg>`` element that needs nothing from outside.
        alternative: The same in words, for whoever cannot see it.
    """

    svg: str = attrs.field(repr=False)
    alternative: str


@attrs.frozen(kw_only=True)
class Section:
    """
    One part of a document.

    Args:
        id: Short stable name, lower case with hyphens: the same in every language.
        title: Its heading.
        level: Depth of the heading, from 1.
        paragraphs: Its text, plain.
        figure: Its drawing, or None.
        table: Its table, or None.
    """

    id: str
    title: str
    level: int = 1
    paragraphs: tuple[str, ...] = attrs.field(default=(), repr=False)
    figure: Figure | None = None
    table: Table | None = None


@attrs.frozen(kw_only=True)
class Document:
    """
    A report, apart from how it looks.

    Args:
        subject: What it is about.
        title: Its title.
        lang: Its language: ``"fi"``, ``"sv"`` or ``"en"``.
        made: When it was made, as the caller says; None for a document that must be the same bytes every time.
        sections: Its parts, in reading order.
        origin: Where its numbers come from: pairs of what and which, such as a model and its content hash.
        page: The same as one self-contained HTML page, where the library makes one; else empty.

    >>> Document(subject=Subject.COHORT, title="Reviews", lang="en").sections
    ()
    """

    subject: Subject
    title: str
    lang: str
    made: dt.datetime | None = None
    sections: tuple[Section, ...] = ()
    origin: tuple[tuple[str, str], ...] = ()
    page: str = attrs.field(default="", repr=False)
