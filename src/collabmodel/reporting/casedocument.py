"""One case as a document: what the desk shows its reader, and nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from collabmodel.case import tables_of
from collabmodel.desk import Denied, Desk, Entry, Reader, Shown
from collabmodel.report.documents import Cell, Column, Document, Measure, Section, Subject, Table
from collabmodel.report.words import LANGUAGES
from collabmodel.reporting import labels
from collabmodel.reporting.audience import Audience
from collabmodel.reporting.duerows import due_columns, due_row
from collabmodel.reporting.happenings import happened, told_who
from collabmodel.reporting.sheet import SheetPart, model_named, sheet_parts, standing


def case_document(
    desk: Desk, case_id: str, reader: Reader, now: dt.datetime, lang: str = "en", *, made: dt.datetime | None = None
) -> Document | Denied:
    """
    Make the document of one case: what is open, who takes part, who leads, consents, links, what is due, what happened.

    It holds what the desk shows this reader; that it was read stands in the access log.

    Args:
        desk: The desk.
        case_id: Id of the case.
        reader: Who reads.
        now: The time; timezone-aware.
        lang: Language of the document; any other than the three gives English.
        made: When it is made, timezone-aware; None for a document that says no time.

    Returns:
        The document; or on what ground nothing is shown.

    Raises:
        DamagedError: What is stored is not what was written.
        StoreError: The access log cannot be written, so nothing is shown; or the store cannot be read.
    """
    lang = lang if lang in LANGUAGES else "en"
    shown = desk.case(case_id, reader)
    if isinstance(shown, Denied):
        return shown
    history = desk.history(case_id, reader)
    if isinstance(history, Denied):
        return history
    audience = Audience.of(shown.model, lang)
    return Document(
        subject=Subject.CASE,
        title=labels.THE_CASE.say(lang, id=shown.id),
        lang=lang,
        made=made and made.astimezone(audience.zone),
        sections=tuple(_sections(desk, shown, reader, now, history, audience)),
        origin=((labels.LAST_EVENT.say(lang), str(shown.seq)), (labels.GROUND.say(lang), _ground(shown, audience))),
    )


def _sections(
    desk: Desk, shown: Shown, reader: Reader, now: dt.datetime, history: tuple[Entry, ...], audience: Audience
) -> Iterator[Section]:
    tables = tables_of(shown.model)
    said = (standing(shown.case, audience), model_named(tables, audience))
    newer = (labels.NEWER.say(audience.lang, seq=shown.newer),) if shown.newer else ()
    yield Section(id="standing", title=audience.word(labels.HOW_IT_STANDS), paragraphs=(*said, *newer))
    waiting = desk.due(shown.id, reader)
    if not isinstance(waiting, Denied) and waiting:
        rows = tuple(due_row(one, now, audience) for one in waiting)
        table = Table(columns=due_columns(audience), rows=rows)
        yield Section(id="due", title=audience.word(labels.WHAT_IS_DUE), table=table)
    for part in sheet_parts(shown.case, tables, audience):
        yield Section(id=part.id, title=audience.word(part.title), table=_table(part, audience))
    yield _happenings(history, audience)


def _table(part: SheetPart, audience: Audience) -> Table:
    """Give a table of the sheet; columns of times are told in the zone of the model."""
    columns = []
    for place, head in enumerate(part.heads):
        timed = any(isinstance(row[place], dt.datetime) for row in part.rows)
        columns.append(_column(head.say(audience.lang), timed, audience))
    return Table(columns=tuple(columns), rows=part.rows)


def _column(title: str, timed: bool, audience: Audience) -> Column:
    title = title[:1].upper() + title[1:]
    return Column(title=title, measure=Measure.TIME, unit=audience.zone.key) if timed else Column(title=title)


def _happenings(history: tuple[Entry, ...], audience: Audience) -> Section:
    def row(entry: Entry) -> tuple[Cell, ...]:
        event = entry.event
        if event is None:
            return (entry.seq, None, audience.word(labels.BY_A_NEWER), "")
        return (entry.seq, audience.local(event.occurred), happened(event, audience), told_who(event, audience))

    lang = audience.lang
    seq = labels.SEQ.say(lang)
    columns = (
        Column(title=seq[:1].upper() + seq[1:], measure=Measure.NUMBER),
        _column(labels.WHEN.say(lang), True, audience),
        _column(labels.HAPPENED.say(lang), False, audience),
        _column(labels.WHO.say(lang), False, audience),
    )
    title = audience.word(labels.HAPPENED)
    return Section(
        id="history",
        title=title[:1].upper() + title[1:],
        table=Table(columns=columns, rows=tuple(map(row, history))),
    )


def _ground(shown: Shown, audience: Audience) -> str:
    return audience.text(shown.visibility.text, shown.visibility.ground)
