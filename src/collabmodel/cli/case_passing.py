"""``collabmodel case tick`` and ``deliver``: what the operator's timer calls."""

from __future__ import annotations

import click

from collabmodel.cli.answers import Answer, Json, answers
from collabmodel.cli.case_options import store_option
from collabmodel.cli.case_store import at_counter
from collabmodel.cli.exits import ExitCode
from collabmodel.cli.hosting import host
from collabmodel.cli.tables import busy
from collabmodel.reporting import labels


@click.command()
@click.option("--every", is_flag=True, help="Look at all open cases, not only those with something due.")
@store_option
@answers
def tick(*, every: bool, store: str | None, lang: str) -> Answer:
    """
    Let time pass: offers expire, limits escalate, and who answers for what is overdue is told once.

    Meant for a timer. Exits 1 if a case could not be looked at; the others went on.
    """
    with at_counter(store, lang) as counter, busy("tick"):
        found = counter.desk.tick(every=every)
    failed: list[Json] = [{"case": case, "error": error} for case, error in found.failed]
    return Answer(
        data={"looked": found.looked, "events": found.events, "told": found.told, "failed": failed},
        parts=(labels.TICKED.say(lang, looked=found.looked, events=found.events, told=found.told),),
        notes=tuple(f"{case}: {error}" for case, error in found.failed),
        code=ExitCode.FOUND if found.failed else ExitCode.DONE,
    )


@click.command()
@click.option("--limit", type=click.IntRange(min=1), default=100, help="How many messages at most; 100 if not said.")
@click.option(
    "--notifier",
    default="console",
    show_default=True,
    metavar="NAME",
    help="Which notifier tells people (see `collabmodel plugins`).",
)
@store_option
@answers
def deliver(*, limit: int, notifier: str, store: str | None, lang: str) -> Answer:
    """
    Send the notifications that wait; without --notifier one line each to standard error.

    They hold identifiers and an opaque link, never names or anything of a case. What fails is tried again later.
    """
    with at_counter(store, lang, notifier=host().open_notifier(notifier)) as counter:
        found = counter.desk.deliver(limit)
    return Answer(
        data={
            "sent": found.sent,
            "postponed": found.postponed,
            "failed": found.failed,
            "dead": found.dead,
            "reasons": dict(found.reasons),
        },
        parts=(
            labels.SENT.say(lang, sent=found.sent, postponed=found.postponed, failed=found.failed, dead=found.dead),
        ),
    )
