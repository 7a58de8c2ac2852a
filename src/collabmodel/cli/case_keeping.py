"""``collabmodel case verify`` and ``backup``: is everything as it was written, and a whole copy of it."""

from __future__ import annotations

import os.path
from pathlib import Path

import attrs
import click

from collabmodel.cli.answers import Answer, Json, answers
from collabmodel.cli.case_options import store_option
from collabmodel.cli.case_outcomes import no_case
from collabmodel.cli.case_store import at_counter
from collabmodel.cli.exits import ExitCode
from collabmodel.cli.tables import busy
from collabmodel.errors import ConfigError, FormatError, Place, Problem
from collabmodel.plugin import Durability, Fault, Head
from collabmodel.plugin.storing import parse_heads, print_heads
from collabmodel.reporting import labels


@click.command()
@click.argument("case", metavar="[CASE]", default="")
@click.option("--after", default="", metavar="CASE", help="Go on after this case, where an earlier look was stopped.")
@click.option("--heads", metavar="FILE", help="Ends of records kept elsewhere: a record cut off since is then found.")
@click.option("--write-heads", metavar="FILE", help="Write the ends of all records, to be kept elsewhere.")
@store_option
@answers
def verify(
    *, case: str, after: str, heads: str | None, write_heads: str | None, store: str | None, lang: str
) -> Answer:
    """
    Look for anything in the store that is not as it was written.

    Exits 1 if something is found. Nothing of any case is shown.
    """
    kept = _kept(heads) if heads else ()
    with at_counter(store, lang) as counter, busy("verify"):
        found = list(counter.desk.verify(case, after=after, heads=kept))
        known = {head.case for head in counter.desk.store.heads() if head.case > after and case in {"", head.case}}
        if write_heads:
            with Path(write_heads).open("x", encoding="utf-8") as file:
                file.writelines(print_heads(counter.desk.store.heads()))
        promised = counter.desk.store.durability
    if case and not known and not found:
        return no_case(lang)
    told = [_fault(one, lang) for one in found] or [labels.WHOLE.say(lang, len(known))]
    faults: list[Json] = [attrs.asdict(one) for one in found]
    return Answer(
        data={"cases": len(known), "faults": faults, "store": durability_object(promised)},
        parts=(*told, _promise(promised, lang)),
        code=ExitCode.FOUND if found else ExitCode.DONE,
    )


def _kept(path: str) -> tuple[Head, ...]:
    with Path(path).open(encoding="utf-8", errors="replace") as file:
        try:
            return parse_heads(file)
        except FormatError as error:
            # Of a file that is something else one line says enough.
            first = error.problems[0]
            place = Place(path, first.place.line, first.place.column)
            raise FormatError([attrs.evolve(first, place=place)]) from None


def _fault(fault: Fault, lang: str) -> str:
    if not fault.case:
        return labels.FAULT_OF_STORE.say(lang, what=fault.what)
    return labels.FAULT.say(lang, case=fault.case, seq=fault.seq, what=fault.what)


def _promise(promised: Durability, lang: str) -> str:
    phrase = labels.DURABLE if promised.durable else labels.NOT_DURABLE
    why = promised.told.in_language(lang) or promised.why
    return phrase.say(lang, mode=f"{promised.store}, {promised.mode}", why=why)


def durability_object(promised: Durability) -> dict[str, Json]:
    """
    Give what a store promises as JSON.

    Args:
        promised: The promise.
    """
    return {"store": promised.store, "durable": promised.durable, "mode": promised.mode, "why": promised.why}


@click.command()
@click.argument("path", metavar="PATH")
@store_option
@answers
def backup(*, path: str, store: str | None, lang: str) -> Answer:
    """
    Make a whole copy while others go on working.

    PATH must not exist.
    """
    _free(path)
    with at_counter(store, lang) as counter, busy(path):
        counter.desk.backup(path)
        promised = counter.desk.store.durability
    return Answer(
        data={"backup": path, "store": durability_object(promised)}, parts=(labels.COPIED.say(lang, path=path),)
    )


def _free(path: str) -> None:
    if os.path.lexists(path):
        raise ConfigError([Problem(what="something is there already", place=Place(path), hint="choose a new path")])
