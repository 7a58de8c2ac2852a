"""``collabmodel case show`` and ``list``: cases as their readers may see them."""

from __future__ import annotations

import itertools

import click

from collabmodel.case import tables_of
from collabmodel.cli.answers import Answer, Json, answers
from collabmodel.cli.case_objects import case_object, row_object
from collabmodel.cli.case_options import Reading, reading_options
from collabmodel.cli.case_outcomes import denied
from collabmodel.cli.case_store import at_counter
from collabmodel.cli.case_views import listed_cases, whole_case
from collabmodel.desk import Denied


@click.command()
@click.argument("case", metavar="CASE")
@reading_options
@answers
def show(*, case: str, store: str | None, reading: Reading, lang: str) -> Answer:
    """Show a case: what is open, who takes part, who leads, consents, and what is due."""
    reader = reading.who()
    with at_counter(store, lang, case=case) as counter:
        shown = counter.desk.case(case, reader)
        if isinstance(shown, Denied):
            return denied(shown, counter.audience(None))
        audience = counter.audience(shown.model)
        tables = tables_of(shown.model)
        return Answer(
            data={"case": case_object(shown.case, tables), "ground": shown.visibility.ground},
            parts=tuple(whole_case(shown.case, tables, (), audience)),
        )


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
