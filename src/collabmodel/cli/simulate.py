"""``collabmodel simulate``: what would happen, with these people, calendars and no-shows?"""

from __future__ import annotations

import click

from collabmodel import formats
from collabmodel.cli.answers import Answer, answers
from collabmodel.cli.exits import ExitCode
from collabmodel.cli.stopping import cancellable, stoppable
from collabmodel.cli.study_views import study_object, study_parts
from collabmodel.cli.studying import cores, replications_option, study_options, trial, unsound
from collabmodel.cli.tables import progress
from collabmodel.errors import ConfigError, Place, Problem
from collabmodel.report.words import Counted, Phrase
from collabmodel.simulate import Study, verify
from collabmodel.simulate import simulate as run_study

_FOLDER = "study"
_KEPT = Phrase(
    "Kept in {out}. `collabmodel report {out} --out DIR` makes a page of it, `collabmodel simulate --verify {out}` "
    "repeats it.",
    "Tallessa kansiossa {out}. `collabmodel report {out} --out DIR` tekee siitä sivun, "
    "`collabmodel simulate --verify {out}` toistaa sen.",
    "Sparad i {out}. `collabmodel report {out} --out DIR` gör en sida av den, `collabmodel simulate --verify {out}` "
    "upprepar den.",
)
_STOPPED = Phrase(
    "stopped after {done} of {all} replications; what is finished is kept in {out}, and the same command goes on there",
    "keskeytetty, kun {all} toistosta {done} oli valmiina; ne ovat kansiossa {out}, ja sama komento jatkaa niistä",
    "avbruten efter {done} av {all} upprepningar; det som är klart finns i {out}, och samma kommando fortsätter där",
)
_SAME = Counted(
    Phrase(
        "Repeated {n} replication: the same, byte for byte.",
        "Toistettu {n} toisto: täsmälleen sama.",
        "Upprepade {n} upprepning: exakt samma.",
    ),
    Phrase(
        "Repeated {n} replications: the same, byte for byte.",
        "Toistettu {n} toistoa: täsmälleen samat.",
        "Upprepade {n} upprepningar: exakt samma.",
    ),
)
_DIFFERS = Counted(
    Phrase(
        "Repeated {n} replication: not the same.",
        "Toistettu {n} toisto: ei sama.",
        "Upprepade {n} upprepning: inte samma.",
    ),
    Phrase(
        "Repeated {n} replications: not the same.",
        "Toistettu {n} toistoa: eivät samat.",
        "Upprepade {n} upprepningar: inte samma.",
    ),
)
_REPLICATION = Phrase(
    "  replication {n} gives other events", "  toisto {n} antaa eri tapahtumat", "  upprepning {n} ger andra händelser"
)
_FILE = Phrase(
    "  {name} is not what was written", "  {name} ei ole se, joka kirjoitettiin", "  {name} är inte det som skrevs"
)


@click.command()
@click.argument("model", metavar="[MODEL]", required=False)
@study_options
@replications_option(default=30)
@click.option("--values", multiple=True, metavar="V", help="A set of values to judge by as well. Repeatable.")
@click.option("--out", metavar="DIR", help="Folder of the study. Default: study.")
@click.option("--fresh", is_flag=True, help="Begin anew instead of going on with what the folder holds.")
@click.option("--audit", is_flag=True, help="Hold every simulated event against what running a case gives.")
@click.option("--verify", "verified", metavar="DIR", help="Repeat the study in a folder and compare every byte.")
@answers
def simulate(  # noqa: PLR0913 - one parameter an option
    *,
    model: str | None,
    scenario: str | None,
    replications: int,
    seed: int | None,
    jobs: int | None,
    compiled: bool | None,
    values: tuple[str, ...],
    out: str | None,
    fresh: bool,
    audit: bool,
    verified: str | None,
    lang: str,
) -> Answer:
    """
    Simulate cases of a model under a scenario: who comes, who is on staff, how long things take, who stays away.

    The study is kept in a folder: every event, and all that is needed to repeat it byte for byte. A study that was
    stopped goes on where it was when the same command is given again.
    """
    if verified is not None:
        return _verified(verified, jobs or cores(), compiled, lang, others=(model, out))
    source = _named(model)
    meant = trial(source, scenario)
    refused = unsound((meant,), lang)
    if refused is not None:
        return refused
    with cancellable() as cancelled, progress(source) as told:
        study = run_study(
            meant.model,
            meant.scenario,
            values=[formats.load(one) for one in values],
            replications=replications,
            seed=seed,
            jobs=jobs or cores(),
            out=out or _FOLDER,
            compiled=compiled,
            progress=told,
            resume=not fresh,
            audit=audit,
            cancel=cancelled,
        )
    doubts = tuple(str(one) for one in meant.findings if one.code == "scenario-doubt")
    return _answer(study, replications, out or _FOLDER, lang, doubts)


def _answer(study: Study, wanted: int, out: str, lang: str, doubts: tuple[str, ...]) -> Answer:
    kept = _KEPT.say(lang, out=out)
    stopped = _STOPPED.say(lang, done=len(study.replications), all=wanted, out=out)
    wrong = study.audit is not None and study.audit.wrong > 0
    return Answer(
        data=study_object(study, lang, out),
        parts=(*study_parts(study, lang), "", kept) if study.replications else (),
        notes=doubts if study.complete else (*doubts, stopped),
        code=ExitCode.INTERRUPTED if not study.complete else ExitCode.FOUND if wrong else ExitCode.DONE,
    )


def _named(model: str | None) -> str:
    if model is None:
        raise ConfigError([Problem(what="no model", place=Place("MODEL"), hint="name one, or a study with --verify")])
    return model


def _verified(folder: str, jobs: int, compiled: bool | None, lang: str, *, others: tuple[str | None, ...]) -> Answer:
    if any(others):
        hint = "name the folder of the study and nothing more"
        what = "a study is repeated from its own folder alone"
        raise ConfigError([Problem(what=what, place=Place("--verify"), hint=hint)])
    with stoppable(), progress(folder) as told:
        found = verify(folder, jobs=jobs, progress=told, compiled=compiled)
    said = _SAME if found.same else _DIFFERS
    lines = [_REPLICATION.say(lang, n=number) for number in found.differing]
    lines += [_FILE.say(lang, name=name) for name in found.damaged]
    return Answer(
        data={
            "same": found.same,
            "replications": found.replications,
            "differing": list(found.differing),
            "damaged": list(found.damaged),
        },
        parts=(said.say(lang, found.replications), *lines),
        code=ExitCode.DONE if found.same else ExitCode.FOUND,
        no=not found.same,
    )
