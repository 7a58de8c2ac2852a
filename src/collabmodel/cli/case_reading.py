"""``collabmodel case show``, ``list`` and ``history``: cases as their readers may see them."""

from __future__ import annotations

import itertools

import click

from collabmodel.case import tables_of
from collabmodel.cli.answers import Answer, Json, answers
from collabmodel.cli.case_objects import case_object, due_object, event_object, row_object
from collabmodel.cli.case_options import Reading, reading_options
from collabmodel.cli.case_outcomes import denied
from collabmodel.cli.case_sheet import whole_case
from collabmodel.cli.case_store import at_counter, clock
from collabmodel.cli.case_views import events, listed_cases
from collabmodel.cli.reporters import fitting_suffix, reporter_option, write_document
from collabmodel.desk import Denied, Reader
from collabmodel.errors import ConfigError, Place, Problem
from collabmodel.report import Subject
from collabmodel.report.labels import PAGE_WRITTEN
from collabmodel.reporting import case_document, labels


@click.command()
@click.argument("case", metavar="CASE")
@reporter_option
@click.option("--out", metavar="FILE", help="Where the report goes, a file or a folder; with --reporter.")
@reading_options
@answers
def show(*, case: str, reporter: str | None, out: str | None, store: str | None, reading: Reading, lang: str) -> Answer:
    """Show a case: what is open, who takes part, who leads, consents, and what is due."""
    reader = reading.who()
    if reporter or out:
        return _reported(case, reporter, out, store, reader, lang)
    with at_counter(store, lang, case=case) as counter:
        shown = counter.desk.case(case, reader)
        if isinstance(shown, Denied):
            return denied(shown, counter.audience(None))
        found = counter.desk.due(case, reader)
        waiting = () if isinstance(found, Denied) else found
        audience, main = counter.audience(shown.model), shown.model.language
        tables = tables_of(shown.model)
        newer = (labels.NEWER.say(lang, seq=shown.newer),) if shown.newer else ()
        return Answer(
            data={
                "case": {**case_object(shown.case, tables), "seq": shown.seq},
                "due": [due_object(one, lang, main) for one in waiting],
                "ground": shown.visibility.ground,
                "newer": shown.newer,
            },
            parts=tuple(whole_case(shown.case, tables, waiting, audience)),
            notes=newer,
        )


def _reported(case: str, reporter: str | None, out: str | None, store: str | None, reader: Reader, lang: str) -> Answer:
    """Write the report of a case, with what happened in it."""
    if not reporter or not out:
        missing, hint = ("--out", "name a file") if reporter else ("--reporter", "name one, such as text")
        raise ConfigError([Problem(what="a report needs a reporter and a file", place=Place(missing), hint=hint)])
    suffix = fitting_suffix(reporter, Subject.CASE)
    now = clock()
    with at_counter(store, lang, case=case) as counter:
        document = case_document(counter.desk, case, reader, now, lang, made=now)
        if isinstance(document, Denied):
            return denied(document, counter.audience(None))
    path = write_document(document, reporter, out, suffix)
    return Answer(data={"report": str(path)}, parts=(PAGE_WRITTEN.say(lang, path=path),))


@click.command("list")
@click.option("--status", type=click.Choice(("open", "closed", "none")), help="Only cases of this status.")
@click.option("--after", default="", metavar="CASE", help="Begin after this case.")
@click.option("--limit", type=click.IntRange(min=1), default=200, help="How many at most; 200 if not said.")
@reading_options
@answers
def list_cases(*, status: str | None, after: str, limit: int, store: str | None, reading: Reading, lang: str) -> Answer:
    """List the cases that you take part in, by id."""
    reader = reading.who()
    with at_counter(store, lang) as counter:
        rows = list(itertools.islice(counter.desk.cases(reader, status=status or "", after=after), limit))
        model = counter.model(rows[0].model_hash) if rows else None
    found: list[Json] = [row_object(row) for row in rows]
    return Answer(data={"cases": found}, parts=tuple(listed_cases(rows, counter.audience(model))))


@click.command()
@click.argument("case", metavar="CASE")
@reading_options
@answers
def history(*, case: str, store: str | None, reading: Reading, lang: str) -> Answer:
    """Show what happened in a case, as far as you may see it."""
    reader = reading.who()
    with at_counter(store, lang, case=case) as counter:
        found = counter.desk.history(case, reader)
        if isinstance(found, Denied):
            return denied(found, counter.audience(None))
        row = counter.row(case)
        audience = counter.audience(counter.model(row.model_hash) if row else None)
    known = [entry.event for entry in found if entry.event is not None]
    newer = [entry for entry in found if entry.event is None]
    return Answer(
        data={
            "events": [event_object(event) for event in known],
            "newer": [{"seq": entry.seq, "type": entry.type, "schema": entry.schema} for entry in newer],
        },
        parts=tuple(events(known, audience)),
        notes=tuple(labels.NEWER.say(lang, seq=entry.seq) for entry in newer[:1]),
    )
