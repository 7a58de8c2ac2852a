"""Documents as plain text: headings, wrapped paragraphs, and tables with their columns side by side."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterator, Sequence

from collabmodel.plugin import NoSettings, ReporterKind, hookimpl
from collabmodel.report import Cell, Column, Document, Measure, Section, Table

_UNDERLINE = "=-~."
_WIDTH = 100
"""Characters in a line, at most, where words allow it."""
_LONG, _MOST_KEYS = 24, 6
"""A text longer than this that many rows repeat is written once below a wide table; of more texts, none."""
_FEW = 4
"""In a wide table of more columns than so many, a long last column stands beneath its rows."""
_NARROWEST = 14
"""Columns of text are not made narrower than this."""
_TO_THE_RIGHT = frozenset({Measure.NUMBER, Measure.SHARE})
_COMMA = frozenset({"fi", "sv"})
"""Languages that write a comma before decimals."""


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
        yield from _section(section, document.lang)
    if document.origin:
        yield ""
        for what, which in document.origin:
            yield from _paragraph(f"{what}: {which}")


def _heading(text: str, level: int) -> Iterator[str]:
    clean = _clean(text)
    yield clean
    yield _UNDERLINE[min(level, len(_UNDERLINE) - 1)] * max(len(clean), 1)


def _section(section: Section, lang: str) -> Iterator[str]:
    yield from _heading(section.title, section.level)
    for paragraph in section.paragraphs:
        yield from _paragraph(paragraph)
    if section.figure is not None:
        yield from _paragraph(section.figure.alternative)
    if section.table is not None and section.table.columns:
        if section.paragraphs or section.figure is not None:
            yield ""
        yield from _table(section.table, lang)


def _paragraph(text: str) -> Sequence[str]:
    return _wrapped(_clean(text), _WIDTH)


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, max(width, 1), break_long_words=False, break_on_hyphens=False) or [""]


def _table(table: Table, lang: str) -> Iterator[str]:
    titles = [_clean(f"{one.title} ({one.unit})" if one.unit else one.title) for one in table.columns]
    measures = [one.measure for one in table.columns]
    rows = [[written(cell, one, lang) for cell, one in zip(row, table.columns, strict=True)] for row in table.rows]
    wide = _line(_natural(titles, rows)) > _WIDTH
    keys = _keys(measures, rows) if wide else {}
    rows = [[row[0], *(keys.get(text, text) for text in row[1:])] for row in rows]
    beneath = wide and len(titles) > _FEW and measures[-1] is Measure.TEXT and max(len(row[-1]) for row in rows) > _LONG
    yield from _laid_out(titles, measures, rows, beneath=beneath)
    for text, key in keys.items():
        yield from textwrap.wrap(f"{key} {text}", _WIDTH, subsequent_indent=" " * (len(key) + 1))


def _keys(measures: Sequence[Measure], rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """Give short keys to the few long texts that a column repeats: the line below the table has them in full."""
    keys: dict[str, str] = {}
    for place, measure in enumerate(measures):
        texts = [row[place] for row in rows]
        known = dict.fromkeys(texts)
        repeated = len(known) <= _MOST_KEYS and len(rows) >= 2 * len(known)
        if place and measure is Measure.TEXT and repeated and all(len(text) > _LONG for text in known):
            for text in known:
                keys.setdefault(text, f"[{len(keys) + 1}]")
    return keys


def _laid_out(
    titles: Sequence[str], measures: Sequence[Measure], rows: Sequence[Sequence[str]], *, beneath: bool
) -> Iterator[str]:
    """Lay out a table; of one with many columns, the words of the last stand beneath each row."""
    last = len(titles) - beneath
    widths = _widths(titles[:last], measures[:last], [row[:last] for row in rows])
    for number, row in enumerate([titles, *rows]):
        yield from _row(row[:last], widths, measures)
        if number == 0:
            yield "  ".join("-" * width for width in widths)
        elif beneath and row[-1]:
            yield from textwrap.wrap(row[-1], _WIDTH, initial_indent="    ", subsequent_indent="    ")


def _row(row: Sequence[str], widths: Sequence[int], measures: Sequence[Measure]) -> Iterator[str]:
    cells = [_wrapped(text, width) for text, width in zip(row, widths, strict=True)]
    for place in range(max(map(len, cells))):
        texts = (cell[place] if place < len(cell) else "" for cell in cells)
        yield "  ".join(
            text.rjust(width) if measure in _TO_THE_RIGHT else text.ljust(width)
            for text, width, measure in zip(texts, widths, measures, strict=False)
        ).rstrip()


def _natural(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """Give the width that each column takes where nothing is wrapped."""
    return [max(map(len, texts)) for texts in zip(titles, *rows, strict=True)]


def _line(widths: Sequence[int]) -> int:
    return sum(widths) + 2 * (len(widths) - 1)


def _widths(titles: Sequence[str], measures: Sequence[Measure], rows: Sequence[Sequence[str]]) -> list[int]:
    """Give each column the room it takes; where a line would grow too long, text and headings are wrapped."""
    longest = _natural([""] * len(titles), rows)
    words = [max(map(len, title.split()), default=1) for title in titles]
    least = [
        max(word, min(cells, _NARROWEST)) if measure is Measure.TEXT else max(word, cells)
        for word, cells, measure in zip(words, longest, measures, strict=True)
    ]
    widths = _natural(titles, rows)
    while _line(widths) > _WIDTH:
        # The column whose tallest cell takes the fewest lines gives way, so that rows stay low.
        room = [(longest[place] / width, -width, place) for place, width in enumerate(widths) if width > least[place]]
        if not room:
            break
        widths[min(room)[2]] -= 1
    return widths


def written(cell: Cell, column: Column | None = None, lang: str = "en") -> str:
    """
    Write one cell: shares in per cent, times to the minute, numbers as the language does, nothing as nothing.

    Args:
        cell: The cell.
        column: The column that it stands in; None for plain text.
        lang: Language code.

    >>> written(None), written(0.5, Column(title="", measure=Measure.SHARE)), written(dt.date(2026, 3, 2))
    ('', '50 %', '2026-03-02')
    >>> written(2.5, lang="fi"), written(True)
    ('2,5', 'True')
    """
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        # A column that names its zone has local times: nobody needs to be told in every row.
        local = cell.replace(tzinfo=None) if column is not None and column.unit else cell
        return local.isoformat(sep=" ", timespec="minutes")
    if isinstance(cell, bool | str | dt.date):
        return _clean(str(cell))
    if column is not None and column.measure is Measure.SHARE:
        return f"{_number(round(cell * 100, 1), lang)} %"
    return _number(cell, lang)


def _number(number: float, lang: str) -> str:
    if isinstance(number, int):
        return str(number)
    text = f"{number:.6f}".rstrip("0").rstrip(".") if abs(number) < 1e15 else repr(number)
    text = "0" if text == "-0" else text
    return text.replace(".", ",") if lang in _COMMA else text


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
