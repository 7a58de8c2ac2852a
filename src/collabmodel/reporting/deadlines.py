"""What is due in all the cases of a reader, the most urgent first."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Sequence

import attrs

from collabmodel.case import Due
from collabmodel.desk import Denied, Desk, Reader
from collabmodel.desk.shelf import kept_model
from collabmodel.report.documents import Cell, Column, Document, Measure, Section, Subject, Table
from collabmodel.report.words import LANGUAGES, Phrase
from collabmodel.reporting import labels
from collabmodel.reporting.audience import Audience
from collabmodel.reporting.duerows import due_columns, due_row, late

_FAR = dt.datetime.max.replace(tzinfo=dt.UTC)


@attrs.frozen(kw_only=True)
class _Waiting:
    """Something that waits in a case, and what things are called there."""

    case: str
    due: Due
    audience: Audience


def deadlines_document(
    desk: Desk,
    reader: Reader,
    now: dt.datetime,
    lang: str = "en",
    *,
    most: int | None = None,
    made: dt.datetime | None = None,
) -> Document:
    """
    Make the document of what is due in the cases in which a reader takes part, in all to the system.

    What is overdue comes first, then what is to come, then what stands still. It names cases by id and whoever
    answers by role, never people. Every case that is looked at stands in the access log.

    Args:
        desk: The desk.
        reader: Who reads.
        now: The time; timezone-aware.
        lang: Language of the document; any other than the three gives English.
        most: Of how many cases at most, the most urgent; None for all.
        made: When it is made, timezone-aware; None for a document that says no time of its own.

    Raises:
        DamagedError: What is stored is not what was written.
        StoreError: The access log cannot be written, so nothing is shown; or the store cannot be read.
    """
    lang = lang if lang in LANGUAGES else "en"
    found = sorted(_waiting(desk, reader, lang, most), key=lambda one: (one.due.due or _FAR, one.case, one.due.rule))
    # Cases of several models may be read on several clocks; a table has one.
    zone = found[0].audience if found else None
    return Document(
        subject=Subject.DEADLINES,
        title=labels.DEADLINES.say(lang),
        lang=lang,
        made=made.astimezone(zone.zone) if made and zone else made,
        sections=tuple(_sections(found, now, zone, lang)),
        origin=() if zone is None else ((labels.AS_OF.say(lang), zone.when(now)),),
    )


def _waiting(desk: Desk, reader: Reader, lang: str, most: int | None) -> Iterator[_Waiting]:
    audiences: dict[str, Audience] = {}
    for row in itertools.islice(desk.cases(reader, due_before=_FAR), most):
        if row.model_hash not in audiences:
            audiences[row.model_hash] = Audience.of(kept_model(desk.store, row.model_hash), lang)
        found = desk.due(row.id, reader)
        for one in () if isinstance(found, Denied) else found:
            yield _Waiting(case=row.id, due=one, audience=audiences[row.model_hash])


def _sections(found: Sequence[_Waiting], now: dt.datetime, zone: Audience | None, lang: str) -> Iterator[Section]:
    overdue = [one for one in found if late(one.due, now)]
    coming = [one for one in found if one.due.due is not None and not late(one.due, now)]
    still = [one for one in found if one.due.due is None]
    groups = (
        ("overdue", labels.IS_OVERDUE, overdue),
        ("coming", labels.TO_COME, coming),
        ("still", labels.NO_TIME_SET, still),
    )
    if zone is None:
        yield Section(id="summary", title=labels.SUMMARY.say(lang), paragraphs=(labels.NOTHING.say(lang),))
        return
    yield Section(id="summary", title=labels.SUMMARY.say(lang), table=_summary(groups, found, lang))
    for id, title, some in groups:
        if some:
            yield Section(id=id, title=title.say(lang), table=_table(some, now, zone))


def _summary(groups: Sequence[tuple[str, Phrase, Sequence[_Waiting]]], found: Sequence[_Waiting], lang: str) -> Table:
    heads = (labels.WHAT, labels.CASES, labels.DEADLINES_NUMBER)
    columns = tuple(
        Column(title=_capital(head.say(lang)), measure=Measure.NUMBER if place else Measure.TEXT)
        for place, head in enumerate(heads)
    )
    every = ((title, some) for _, title, some in (*groups, ("", labels.ALL, found)))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (title.say(lang), len({one.case for one in some}), len(some)) for title, some in every
    )
    return Table(columns=columns, rows=rows)


def _table(some: Sequence[_Waiting], now: dt.datetime, zone: Audience) -> Table:
    columns = (Column(title=_capital(labels.CASE.say(zone.lang))), *due_columns(zone))
    return Table(columns=columns, rows=tuple((one.case, *due_row(one.due, now, one.audience, zone)) for one in some))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
