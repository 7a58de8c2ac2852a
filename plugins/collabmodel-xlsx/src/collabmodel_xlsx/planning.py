"""What goes on which sheet: the cover, one sheet for all text without tables, and one for each table."""

from __future__ import annotations

import attrs

from collabmodel.errors import ConfigError, Place, Problem
from collabmodel.report import Document, Section
from collabmodel_xlsx.names import Names
from collabmodel_xlsx.words import word

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
"""Rows and columns of a sheet."""
_ABOVE = 50
"""Rows kept for what stands around a table."""


@attrs.frozen(kw_only=True)
class Placed:
    """
    A section with its place.

    Args:
        section: The section.
        sheet: Name of its sheet.
        row: The row where it begins, from 0.
    """

    section: Section
    sheet: str
    row: int = 0

    @property
    def tabled(self) -> bool:
        """Whether it has a sheet of its own, for its table."""
        return has_table(self.section)


@attrs.frozen(kw_only=True)
class Plan:
    """
    What goes where.

    Args:
        cover: Name of the cover sheet.
        text: Name of the sheet of text; empty where there is none.
        placed: The sections, in reading order.
        cells: How many cells all tables have together.
    """

    cover: str
    text: str
    placed: tuple[Placed, ...]
    cells: int


def planned(document: Document) -> Plan:
    """
    Decide what goes where.

    Args:
        document: What to say.

    Raises:
        ConfigError: A table does not fit on a sheet; every such table is told.
    """
    problems = [problem for section in document.sections if (problem := _too_large(section)) is not None]
    if problems:
        raise ConfigError(problems)
    names = Names()
    cover = names.fresh(word("cover", document.lang))
    texts = [section for section in document.sections if not has_table(section)]
    text = names.fresh(word("text", document.lang)) if texts else ""
    placed, row = [], 2
    for section in document.sections:
        if has_table(section):
            placed.append(Placed(section=section, sheet=names.fresh(section.title)))
        else:
            placed.append(Placed(section=section, sheet=text, row=row))
            row += 2 + len(section.paragraphs) + (section.figure is not None)
    tables = [section.table for section in document.sections if section.table is not None]
    cells = sum(len(table.rows) * len(table.columns) for table in tables)
    return Plan(cover=cover, text=text, placed=tuple(placed), cells=cells)


def has_table(section: Section) -> bool:
    """
    Tell whether a section has a table with columns.

    Args:
        section: The section.
    """
    return section.table is not None and bool(section.table.columns)


def _too_large(section: Section) -> Problem | None:
    table = section.table
    if table is None:
        return None
    place = Place(f"section {section.id}")
    around = _ABOVE + len(section.paragraphs)
    if len(table.rows) + around > MOST_ROWS:
        what = f"a table of {len(table.rows):,} rows does not fit on a sheet, which has {MOST_ROWS:,}"
        return Problem(what=what, place=place, hint="report on fewer cases at once, or write it as text")
    if len(table.columns) > MOST_COLUMNS:
        what = f"a table of {len(table.columns):,} columns does not fit on a sheet, which has {MOST_COLUMNS:,}"
        return Problem(what=what, place=place, hint="write it as text")
    return None
