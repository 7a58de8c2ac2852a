"""``collabmodel plugins``: what is plugged in, what is not, and why."""

from __future__ import annotations

from collections.abc import Iterator

import click

from collabmodel.cli.answers import Answer, answers, problem_object
from collabmodel.cli.exits import ExitCode
from collabmodel.cli.hosting import host
from collabmodel.cli.tables import Table
from collabmodel.errors import Place, Problem
from collabmodel.plugin import Host
from collabmodel.report.words import Phrase

_HEADINGS = (
    Phrase("plugin", "liitännäinen", "tillägg"),
    Phrase("distribution", "paketti", "paket"),
    Phrase("version", "versio", "version"),
    Phrase("status", "tila", "status"),
    Phrase("brings", "tuo", "ger"),
    Phrase("why not", "miksi ei", "varför inte"),
)
_STATUS = {
    "ok": Phrase("ok", "kunnossa", "ok"),
    "blocked": Phrase("blocked", "estetty", "spärrad"),
    "broken": Phrase("broken", "rikki", "trasig"),
}


def _shadows(found: Host) -> Iterator[Problem]:
    """Find verbs of plugins that are ours already."""
    group = click.get_current_context().find_root().command
    ours = group.commands if isinstance(group, click.Group) else {}
    for one in found.commands:
        if one.name in ours:
            what = f"the verb {one.name!r} is the library's own, so that of a plugin is not used"
            yield Problem(what=what, place=Place("plugins"), hint="rename it there")


@click.command()
@answers
def plugins(*, lang: str) -> Answer:
    """
    List the plugins that are installed, what each brings, and why one is blocked or broken.

    Exits 4 if one is broken or the file of settings names what nothing brings; blocked ones are no fault.
    """
    found = host()
    rows = tuple(
        (
            one.name,
            one.distribution or "-",
            one.version or "-",
            _STATUS[one.status].say(lang),
            ", ".join(f"{sort} {name}" for sort, name in one.brings),
            one.why,
        )
        for one in found.plugins
    )
    problems = (*found.problems(), *_shadows(found))
    bad = bool(problems) or any(one.status == "broken" for one in found.plugins)
    return Answer(
        data={
            "plugins": [
                {
                    "name": one.name,
                    "distribution": one.distribution,
                    "version": one.version,
                    "hooks": list(one.hooks),
                    "status": one.status,
                    "why": one.why,
                    "brings": [{"sort": sort, "name": name} for sort, name in one.brings],
                }
                for one in found.plugins
            ],
            "problems": [problem_object(problem) for problem in problems],
        },
        parts=(Table(headings=tuple(one.say(lang) for one in _HEADINGS), rows=rows),),
        notes=tuple(map(str, problems)),
        code=ExitCode.PLUGIN if bad else ExitCode.DONE,
    )
