"""``collabmodel case migrate``: move a case, or all of a store, to another version of their model."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import click

from collabmodel.case.migrating import Migration
from collabmodel.cli.answers import Answer, Json, answers
from collabmodel.cli.case_doing import needed
from collabmodel.cli.case_input import read_actor
from collabmodel.cli.case_objects import iso, refusal_object
from collabmodel.cli.case_options import by_option, key_option, store_option
from collabmodel.cli.case_outcomes import in_doubt, no_case, told
from collabmodel.cli.case_store import Counter, at_counter
from collabmodel.cli.case_views import Part, wrapped
from collabmodel.cli.exits import ExitCode
from collabmodel.desk import Done, Move, Refused, Unknown
from collabmodel.errors import ConfigError, Place, Problem
from collabmodel.model import Model
from collabmodel.reporting import Audience, labels


@click.command()
@click.argument("case", metavar="[CASE]", default="")
@click.option("--all", "every", is_flag=True, help="Every open case of the model that runs on another version of it.")
@click.option("--to", metavar="MODEL", help="The version to move to: shipped id or path.")
@click.option("--map", "pairs", multiple=True, metavar="OLD=NEW", help="A new id for an old one; empty for none.")
@click.option("--apply", is_flag=True, help="Do it; without this nothing is moved, and the same report is given.")
@key_option
@by_option
@store_option
@answers
def migrate(  # noqa: PLR0913 - one parameter an option
    *,
    case: str,
    every: bool,
    to: str | None,
    pairs: tuple[str, ...],
    apply: bool,
    key: str | None,
    by: str | None,
    store: str | None,
    lang: str,
) -> Answer:
    """
    Tell what moving a case to another version of its model would mean, and with --apply move it.

    Stopped anywhere, --all goes on when it is called again with the same --key. Exits 1 if a case cannot be moved.
    """
    _one_or_all(case, every=every)
    target, mapping, actor = needed(to, "--to"), _mapping(pairs), read_actor(by, "--by")
    chosen = key or secrets.token_hex(8)
    with at_counter(store, lang, case=case) as counter:
        try:
            if every:
                found = list(counter.desk.migrate_all(target, mapping, by=actor, key=chosen, apply=apply))
            else:
                found = [counter.desk.migrate(case, target, mapping, by=actor, apply=apply, key=chosen)]
        except KeyboardInterrupt:
            return in_doubt(chosen, lang)
        if case and counter.row(case) is None:
            return no_case(lang)
        return _told(found, counter, target, chosen, apply=apply)


def _one_or_all(case: str, *, every: bool) -> None:
    if bool(case) == every:
        hint = "name one case, or say --all"
        raise ConfigError([Problem(what="which case?", place=Place("migrate"), hint=hint)])


def _mapping(pairs: tuple[str, ...]) -> dict[str, str]:
    """
    Read new ids by old ones.

    Args:
        pairs: As typed.

    Raises:
        ConfigError: Entries that are none; all of them.
    """
    parted = [pair.partition("=") for pair in pairs]
    unclear = [pair for pair, (old, mark, _) in zip(pairs, parted, strict=True) if not mark or not old.strip()]
    if unclear:
        hint = "write OLD=NEW, or OLD= for none"
        raise ConfigError(
            [Problem(what="no pair of ids", value=repr(one[:40]), place=Place("--map"), hint=hint) for one in unclear]
        )
    return {old.strip(): new.strip() for old, _, new in parted}


def _told(found: list[Move], counter: Counter, target: Model, key: str, *, apply: bool) -> Answer:
    audience = counter.audience(target)
    objects: list[Json] = [_move_object(move, audience) for move in found]
    parts = [part for move in found for part in _move_lines(move, counter, target)]
    moved = sum(isinstance(move.answer, Done) for move in found)
    summary = labels.MOVED if apply else labels.NOT_MOVED
    return Answer(
        data={"moves": objects, "moved": moved, "key": key},
        parts=(*parts, summary.say(audience.lang, moved=moved, looked=len(found))),
        code=_code(found),
    )


def _code(found: list[Move]) -> ExitCode:
    if any(isinstance(move.answer, Unknown) for move in found):
        return ExitCode.OUTCOME_UNKNOWN
    kept_back = [
        move for move in found
        if move.failed or move.report is None or not (move.report.allowed and isinstance(move.answer, Done | None))
    ]  # fmt: skip
    return ExitCode.FOUND if kept_back else ExitCode.DONE


def _move_object(move: Move, audience: Audience) -> dict[str, Json]:
    report, lang, main = move.report, audience.lang, audience.names.model.language
    return {
        "case": move.case,
        "moved": isinstance(move.answer, Done),
        "failed": move.failed or (type(move.answer).__name__.lower() if _held(move) else ""),
        "report": None if report is None else _report_object(report, lang, main),
    }


def _held(move: Move) -> bool:
    return move.answer is not None and not isinstance(move.answer, Done)


def _report_object(report: Migration, lang: str, main: str) -> dict[str, Json]:
    return {
        "before": report.before,
        "after": report.after,
        "allowed": report.allowed,
        "strict": report.strict,
        "departure": report.departure,
        "images": [
            {"what": one.what, "element": one.element, "instance": one.instance, "image": one.image,
             "fate": one.fate.value, "due_before": iso(one.due_before), "due_after": iso(one.due_after)}
            for one in report.images
        ],
        "refused": [refusal_object(one, lang, main) for one in report.refusals],
        "digest": report.digest,
        "text": report.text.in_language(lang, main),
    }  # fmt: skip


def _move_lines(move: Move, counter: Counter, target: Model) -> Iterator[Part]:
    audience = counter.audience(target)
    yield labels.MOVING.say(audience.lang, id=move.case)
    if move.report is not None:
        yield from (wrapped(f"  {line}", "    ") for line in audience.text(move.report.text).splitlines())
    if move.failed:
        yield f"  {move.failed}"
    if _held(move) and move.answer is not None and not isinstance(move.answer, Refused):
        yield from told(move.answer, counter, target).parts
    yield ""
