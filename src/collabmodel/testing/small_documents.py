"""Documents for tests: with something of everything, with nothing, with very long tables, in every language."""

from __future__ import annotations

import datetime as dt

import attrs

from collabmodel.report import LANGUAGES, Cell, Column, Document, Figure, Measure, Section, Subject, Table
from collabmodel.testing.builders import NOON

WORDS = {
    "en": ("Reviews", "Cases", "Waiting", "working days", "Everything went as agreed.", "A bar, half as long"),
    "fi": ("Yhteenveto", "Tapaukset", "Odotus", "työpäivää", "Kaikki eteni sovitusti.", "Palkki, puolet leveydestä"),
    "sv": ("Översikt", "Ärenden", "Väntan", "arbetsdagar", "Allt gick som avtalat.", "En stapel, halva sidans bredd"),
}  # fmt: skip
"""What the documents say, by language."""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 10"><rect width="50" height="10"/></svg>'


def a_table(lang: str = "en", rows: int = 3) -> Table:
    """
    Make a table with a column of every measure and some empty cells.

    Args:
        lang: Its language.
        rows: How many rows, >= 0.

    >>> a_table(rows=2).rows[1][:3]
    ('case-2', 2, 0.25)
    """
    _, cases, waiting, unit, _, _ = WORDS[lang]
    columns = (
        Column(title=cases),
        Column(title=waiting, measure=Measure.NUMBER, unit=unit),
        Column(title="%", measure=Measure.SHARE),
        Column(title="1", measure=Measure.DATE),
        Column(title="2", measure=Measure.TIME),
    )
    return Table(columns=columns, rows=tuple(_cells(number) for number in range(1, rows + 1)))


def _cells(number: int) -> tuple[Cell, ...]:
    moment = NOON + dt.timedelta(hours=number)
    if number % 7 == 0:
        return (f"case-{number}", None, None, None, None)
    return (f"case-{number}", number, (number % 8) / 8, moment.date(), moment)


def a_document(subject: Subject = Subject.COHORT, lang: str = "en", *, rows: int = 3) -> Document:
    """
    Make a document: headings on two levels, text, a drawing, a table, an empty part, and where it comes from.

    Args:
        subject: What it is about.
        lang: Its language: ``"fi"``, ``"sv"`` or ``"en"``.
        rows: How many rows its table has, >= 0.

    >>> [section.id for section in a_document().sections]
    ['summary', 'drawing', 'cases', 'nothing']
    """
    title, cases, waiting, _, sentence, alternative = WORDS[lang]
    figure = Figure(svg=SVG, alternative=alternative)
    return Document(
        subject=subject,
        title=title,
        lang=lang,
        sections=(
            Section(id="summary", title=f"1 {title}", paragraphs=(sentence, f"{waiting} < 3 & > 1.")),
            Section(id="drawing", title=f"1.1 {waiting}", level=2, figure=figure),
            Section(id="cases", title=f"2 {cases}", table=a_table(lang, rows)),
            Section(id="nothing", title="3 -"),
        ),
        origin=(("model", "talks"), ("hash", "ab" * 32)),
    )


def documents_of(subject: Subject) -> tuple[Document, ...]:
    """
    Make documents about a subject in every language, and one that says nothing.

    Args:
        subject: What they are about.

    >>> [document.lang for document in documents_of(Subject.CASE)]
    ['en', 'fi', 'sv', 'en']
    """
    languages = sorted(LANGUAGES)
    return (*(a_document(subject, lang) for lang in languages), Document(subject=subject, title="-", lang="en"))


def with_text(document: Document, text: str) -> Document:
    """
    Put a text wherever a document holds text.

    Args:
        document: The document.
        text: The text.

    >>> with_text(a_document(), "x").sections[0].paragraphs
    ('x', 'x')
    """
    sections = tuple(_section_with(section, text) for section in document.sections)
    return attrs.evolve(document, title=text, sections=sections, origin=((text, text),))


def _section_with(section: Section, text: str) -> Section:
    figure, table = section.figure, section.table
    if table is not None:
        columns = tuple(attrs.evolve(column, title=text, unit=text) for column in table.columns)
        rows = tuple(tuple(text if isinstance(cell, str) else cell for cell in row) for row in table.rows)
        table = Table(columns=columns, rows=rows)
    return attrs.evolve(
        section,
        title=text,
        paragraphs=tuple(text for _ in section.paragraphs),
        figure=None if figure is None else attrs.evolve(figure, alternative=text),
        table=table,
    )
