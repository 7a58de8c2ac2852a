"""Figures of a study as rows of charts and of tables."""

from __future__ import annotations

from collections.abc import Sequence

from collabmodel.report import figures
from collabmodel.report.charts import Axis, Row
from collabmodel.report.studyview import Cell, Picture, Table, figures_picture
from collabmodel.report.studywords import STUDY
from collabmodel.report.topics import Titles
from collabmodel.report.words import Phrase
from collabmodel.simulate.results import Indicator, Study

BAR_LEGEND = Phrase(
    "Bar: mean of all replications; line with ends: its interval.",
    "Palkki: kaikkien toistojen keskiarvo; jana: sen luottamusväli.",
    "Stapel: medelvärdet av alla upprepningar; streck med ändar: dess intervall.",
)
"""How bars with intervals are read."""


def found(study: Study, id: str) -> Indicator | None:
    """
    Give an indicator of a study, or None if it has none of this id.

    Args:
        study: The study.
        id: Id of the indicator.
    """
    return next((one for one in study.indicators if one.id == id), None)


def told_of(study: Study, kind: str) -> list[Indicator]:
    """
    Give the indicators of one kind that could be told.

    Args:
        study: The study.
        kind: First part of their ids.
    """
    return [one for one in study.indicators if one.id.partition(":")[0] == kind and one.mean is not None]


def indicator_row(one: Indicator, label: str, lang: str, *, bold: bool = False) -> Row:
    """
    Make a row of a chart of an indicator.

    Args:
        one: The indicator.
        label: What the row is called.
        lang: Language code.
        bold: Whether it stands out and shows its single replications.
    """
    single = tuple(value for value in one.values if value is not None) if bold and len(one.values) > 1 else ()
    one, told = figures.bounded(one), figures.figure(one, lang)
    return Row(label=label, told=told, value=one.mean, low=one.low, high=one.high, spots=single, bold=bold)


def rows_table(rows: Sequence[Row], caption: str, lang: str) -> Table:
    """
    Give the numbers of a chart's rows as a table that is folded away.

    Args:
        rows: The rows.
        caption: What it shows.
        lang: Language code.
    """
    return same_numbers(
        caption,
        (STUDY["what"].say(lang), STUDY["figure"].say(lang)),
        [(Cell(row.label), Cell(row.told, numeric=True)) for row in rows],
        lang,
    )


def same_numbers(caption: str, heads: tuple[str, ...], rows: Sequence[tuple[Cell, ...]], lang: str) -> Table:
    """
    Make the table that stands under a picture with the same numbers.

    Args:
        caption: What it shows.
        heads: Heads of its columns.
        rows: Its rows.
        lang: Language code.
    """
    folded = STUDY["same_numbers"].say(lang)
    return Table(caption=caption, heads=heads, rows=tuple(rows), folded=folded, hidden=True, doubled=True)


def bars(
    some: Sequence[Indicator],
    caption: Phrase,
    titles: Titles,
    name: str,
    *,
    full: float | None = None,
    others: Sequence[Indicator] = (),
) -> tuple[Picture, ...]:
    """
    Draw indicators of one unit as bars, in their order; nothing where there is none.

    Args:
        some: The indicators.
        caption: What the picture shows.
        titles: What things are called.
        name: Prefix of the ids inside the picture.
        full: Value that the axis reaches in any case, or None.
        others: More of the same that only the table has.
    """
    if not some:
        return ()
    lang, said = titles.lang, caption.say(titles.lang)
    written = figures.percent if some[0].unit == "share" else figures.plain
    rows = [indicator_row(one, titles.subject(one.id), lang) for one in some]
    unit = "" if some[0].unit in {"share", "per case", "cases per worker"} else figures.unit_word(some[0].unit, lang)
    axis = Axis(written=lambda value: written(value, lang), bars=True, full=full, title=unit)
    more = [indicator_row(one, titles.subject(one.id), lang) for one in others]
    table = rows_table([*rows, *more], said, lang)
    return (figures_picture(rows, axis, lang, name=name, caption=said, legend=BAR_LEGEND.say(lang), table=table),)
