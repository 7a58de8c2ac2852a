"""Documents of sections as markup: headings in order, contents, tables as people read them, drawings with words."""

from __future__ import annotations

import base64
from collections.abc import Collection, Iterator

import attrs

from collabmodel.errors import FormatError, Place, Problem
from collabmodel.report import Document, Figure, Measure, Section, Table
from collabmodel_pdf import columns
from collabmodel_pdf.branding import Branding, Own
from collabmodel_pdf.cells import numeric, told
from collabmodel_pdf.drawings import faults
from collabmodel_pdf.filling import filled
from collabmodel_pdf.signs import printable, without
from collabmodel_pdf.styling import shortened
from collabmodel_pdf.words import language, marked, words

DEEPEST = 6
"""Deepest heading."""
BROAD = 7
"""Most columns of a table on a page that stands upright."""
LONGEST_HEADING = 120
"""Most characters of the heading of a column: it stands on every page of its table."""
FEWEST = 4
"""Fewest entries for which there is a list of contents."""


@attrs.frozen(kw_only=True)
class _Entry:
    anchor: str
    title: str
    depth: int


def written(document: Document, brand: Branding, missing: Collection[str] = ()) -> str:
    """
    Give a document as markup.

    Args:
        document: The document.
        brand: What settings bring.
        missing: Signs to be written out in drawings.

    Raises:
        FormatError: A drawing holds what it may not; with every problem.
    """
    lang = language(document.lang)
    found = words(lang)
    before, after = (own(sections, lang) for sections in (brand.before, brand.after))
    parts = tuple(_parts(document, lang, missing))
    values = {
        **letterhead(brand),
        "lang": marked(document.lang),
        "w": found,
        "kind": found[document.subject.value],
        "title": document.title.strip() or found[document.subject.value],
        "made": _made(document, lang),
        "contents": _contents(before, parts, after) if brand.settings.contents else (),
        "before": before,
        "parts": parts,
        "after": after,
        "origin": document.origin,
    }
    return filled("document.html", values)


def letterhead(brand: Branding) -> dict[str, object]:
    """
    Give what stands at the head of every document.

    Args:
        brand: What settings bring.
    """
    return {"organisation": brand.settings.organisation.strip(), "logo": brand.logo}


def own(sections: tuple[Own, ...], lang: str) -> tuple[Own, ...]:
    """
    Give the sections of the organisation's own that stand in documents of a language.

    Args:
        sections: All of them.
        lang: Language code.
    """
    return tuple(one for one in sections if one.lang in {"", lang})


def _contents(before: tuple[Own, ...], parts: tuple[dict[str, object], ...], after: tuple[Own, ...]) -> list[_Entry]:
    found = [_Entry(anchor=f"before-{place}", title=one.title, depth=1) for place, one in enumerate(before, 1)]
    for one in parts:
        level = one["level"]
        if isinstance(level, int) and level <= 3:
            found.append(_Entry(anchor=str(one["anchor"]), title=str(one["title"]), depth=level - 1))
    found += [_Entry(anchor=f"after-{place}", title=one.title, depth=1) for place, one in enumerate(after, 1)]
    return found if len(found) >= FEWEST else []


def _parts(document: Document, lang: str, missing: Collection[str]) -> Iterator[dict[str, object]]:
    level = 1
    problems: list[Problem] = []
    for place, section in enumerate(document.sections, 1):
        # A heading is never more than one deeper than the one before: readers of the file's structure rely on it.
        level = min(max(section.level, 1) + 1, level + 1, DEEPEST)
        yield {
            "anchor": f"part-{place}",
            "title": section.title.strip() or "\N{EN DASH}",
            "level": level,
            "paragraphs": tuple(text for text in section.paragraphs if text.strip()),
            "figure": _figure(section, place, missing, problems),
            "table": _table(section.table, lang) if section.table else None,
            "broad": section.table is not None and len(section.table.columns) > BROAD,
        }
    if problems:
        raise FormatError(problems)


def _figure(section: Section, place: int, missing: Collection[str], problems: list[Problem]) -> dict[str, str] | None:
    figure: Figure | None = section.figure
    if figure is None:
        return None
    drawn = without(printable(figure.svg), missing).encode()
    where = Place(f"section {place}, figure")
    problems += [Problem(what=f"a drawing that is refused: {what}", place=where) for what in faults(drawn)]
    address = f"data:image/svg+xml;base64,{base64.b64encode(drawn).decode('ascii')}"
    return {"address": address, "alternative": figure.alternative.strip() or section.title.strip() or "\N{EN DASH}"}


def _table(table: Table, lang: str) -> dict[str, object]:
    measures = [column.measure for column in table.columns]
    rows = [[told(cell, measure, lang) for cell, measure in zip(row, measures, strict=False)] for row in table.rows]
    titles = [f"{column.title} ({column.unit})" if column.unit else column.title for column in table.columns]
    room = columns.BROAD if len(titles) > BROAD else columns.UPRIGHT
    heads = [
        {
            "title": shortened(column.title, LONGEST_HEADING),
            "unit": shortened(column.unit, LONGEST_HEADING),
            "numeric": numeric(column.measure),
            "width": width,
        }
        for column, width in zip(table.columns, columns.widths(titles, rows, room), strict=True)
    ]
    return {"heads": heads, "named": bool(measures) and not numeric(measures[0]), "rows": rows if heads else []}


def _made(document: Document, lang: str) -> str:
    """Tell when a document was made, with the zone of its clock: it may be read anywhere."""
    if document.made is None:
        return ""
    zone = document.made.strftime("%z")
    told_zone = " UTC" if zone == "+0000" else f" UTC{zone[:3]}:{zone[3:5]}" if zone else ""
    return f"{told(document.made, Measure.TIME, lang)}{told_zone}"
