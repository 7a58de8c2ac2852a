"""Documents as plain text: headings, paragraphs, and tables with their columns side by side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from collabmodel.plugin import NoSettings, ReporterKind, hookimpl
from collabmodel.report import Cell, Document, Section, Table

_UNDERLINE = "=-~."


class PlainText:
    r"""
    Writes documents as plain text in UTF-8.

    >>> from collabmodel.report import Subject
    >>> PlainText().write(Document(subject=Subject.COHORT, title="Reviews", lang="en")).decode()
    'Reviews\n=======\n'
    """

    def write(self, document: Document) -> bytes:
        """
        Give a document as text.

        Args:
            document: What to say.
        """
        return "".join(f"{line}\n" for line in _lines(document)).encode()


def _lines(document: Document) -> Iterator[str]:
    yield from _heading(document.title, 0)
    for section in document.sections:
        yield ""
        yield from _section(section)
    if document.origin:
        yield ""
        yield from (f"{what}: {which}" for what, which in document.origin)


def _heading(text: str, level: int) -> Iterator[str]:
    clean = _clean(text)
    yield clean
    yield _UNDERLINE[min(level, len(_UNDERLINE) - 1)] * max(len(clean), 1)


def _section(section: Section) -> Iterator[str]:
    yield from _heading(section.title, section.level)
    for paragraph in section.paragraphs:
        yield _clean(paragraph)
    if section.figure is not None:
        yield _clean(section.figure.alternative)
    if section.table is not None:
        yield from _table(section.table)


def _table(table: Table) -> Iterator[str]:
    titles = [f"{one.title} ({one.unit})" if one.unit else one.title for one in table.columns]
    rows = [[_clean(title) for title in titles], *([written(cell) for cell in row] for row in table.rows)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(titles))]
    for row in rows:
        yield "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()


def written(cell: Cell) -> str:
    """
    Write one cell: times to the minute, numbers as they are, nothing as nothing.

    Args:
        cell: The cell.

    >>> written(None), written(0.5), written(dt.date(2026, 3, 2))
    ('', '0.5', '2026-03-02')
    """
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ", timespec="minutes")
    return _clean(str(cell))


def _clean(text: str) -> str:
    """Keep a text on its line, whatever is in it."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


@hookimpl
def collabmodel_register_reporters() -> tuple[ReporterKind[NoSettings], ...]:
    """Bring plain text."""
    kind = ReporterKind(
        name="text", summary="plain text", config=NoSettings, open=lambda _: PlainText(), suffix=".txt"
    )  # fmt: skip
    return (kind,)
