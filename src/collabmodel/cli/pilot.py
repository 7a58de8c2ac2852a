"""``collabmodel pilot``: try a model before adopting it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

import click

from collabmodel import formats
from collabmodel.cli.answers import Answer, Json, answers
from collabmodel.cli.check import finding_object
from collabmodel.cli.comparison_views import comparison_object, what_if_parts
from collabmodel.cli.exits import ExitCode
from collabmodel.cli.judging import complaints, history_options, moment, read, unknown_elements, verdict_object
from collabmodel.cli.requirements import Requirement, parse_requirements, unmet
from collabmodel.cli.stopping import cancellable
from collabmodel.cli.study_views import study_object, study_parts
from collabmodel.cli.studying import cores, replications_option, study_options
from collabmodel.cli.tables import Table, progress
from collabmodel.model import Severity
from collabmodel.pilot import REPLICATIONS, Pilot, sample_histories, shipped_values
from collabmodel.pilot import pilot as try_out
from collabmodel.report import labels
from collabmodel.report.scorecard import as_scorecard
from collabmodel.report.words import Phrase, sentence
from collabmodel.simulate.reading import LoadedScenario, read_scenario, scenario_beside

_STOPPED = Phrase(
    "stopped early; what is finished is kept in {out}, and the same command goes on there",
    "keskeytetty; valmis osa on kansiossa {out}, ja sama komento jatkaa siitä",
    "avbruten; det som är klart finns i {out}, och samma kommando fortsätter där",
)
_SIMULATED = Phrase("Simulated", "Simuloitu", "Simulerat")
_JUDGED = Phrase(
    "Judged: the cases of the first replication",
    "Arvioitu: ensimmäisen toiston tapaukset",
    "Bedömt: den första upprepningens ärenden",
)
_NONE = "none"


@click.command()
@click.argument("model", metavar="MODEL")
@study_options
@replications_option(default=REPLICATIONS)
@click.option("--what-if/--no-what-if", default=True, help="Try what one more worker would change, or do not.")
@click.option("--fresh", is_flag=True, help="Begin anew instead of going on with what the folder holds.")
@history_options
@click.option("--out", default="pilot", show_default=True, metavar="DIR", help="Folder for the report and the study.")
@click.option("--history", metavar="FILE", help="Case histories to judge as well.")
@answers
def pilot(  # noqa: PLR0913 - one parameter an option
    *,
    model: str,
    scenario: str | None,
    replications: int,
    seed: int | None,
    jobs: int | None,
    compiled: bool | None,
    what_if: bool,
    fresh: bool,
    values: tuple[str, ...],
    out: str,
    history: str | None,
    as_of: str | None,
    mapping: str | None,
    pairs: tuple[str, ...],
    timezone: str | None,
    require: tuple[str, ...],
    lang: str,
) -> Answer:
    """
    Try a model: check it, simulate it, judge what comes of it by it and by values, and write one page for people.

    The scenario beside the model is simulated, or the one named; where there is none, case histories are judged: those
    of --history, or the sample of invented cases beside the model. Without --values, every set of values that comes
    with the library is used, with `--values none` not any.
    """
    wanted, when = parse_requirements(require), moment(as_of, timezone)
    loaded = formats.read(model)
    meant = _scenario(model, scenario)
    sets = tuple(formats.load(one) for one in values if one != _NONE) if values else shipped_values()
    chosen = history or (None if meant else sample_histories(model))
    histories = None
    if chosen is not None:
        histories = read(str(chosen), loaded.model, mapping=mapping, pairs=pairs, timezone=timezone)
    with cancellable() as cancelled, progress(model) as told:
        found = try_out(
            loaded.model, values=sets, histories=histories, out=out, lang=lang, as_of=when, places=loaded.places,
            scenario=meant.scenario if meant else None, scenario_places=meant.places if meant else None,
            source=Path(chosen).name if chosen else "", replications=replications, seed=seed, jobs=jobs or cores(),
            compiled=compiled, resume=not fresh, what_if=what_if, progress=told, cancel=cancelled,
            command=_command(model, scenario, replications, seed),
        )  # fmt: skip
    return _answer(found, unmet(wanted, found.judged) if found.judged else (), lang, out)


def _scenario(model: str, named: str | None) -> LoadedScenario | None:
    source = scenario_beside(model) if named is None else named
    return None if source is None or source == _NONE else read_scenario(source)


def _command(model: str, scenario: str | None, replications: int, seed: int | None) -> str:
    options = {"--scenario": scenario, "--replications": replications, "--seed": seed}
    told = [word for name, value in options.items() if value is not None for word in (name, str(value))]
    return shlex.join(["collabmodel", "pilot", model, *told])


def _answer(found: Pilot, missed: tuple[tuple[Requirement, int], ...], lang: str, out: str) -> Answer:
    strange = unknown_elements(found.judged, lang) if found.judged else ()
    code = ExitCode.FOUND if missed or not found.sound else ExitCode.DONE
    study = None
    if found.study is not None:
        what_ifs: list[Json] = [comparison_object(one, lang) for one in found.what_ifs]
        study = {**study_object(found.study, lang, out), "what_ifs": what_ifs}
    return Answer(
        data={
            "findings": [finding_object(finding) for finding in found.findings],
            "study": study,
            "verdicts": verdict_object(found.judged) if found.judged else None,
            "report": str(found.report),
        },
        parts=tuple(_parts(found, lang)),
        notes=(*strange, *complaints(missed, lang), *(() if found.complete else (_STOPPED.say(lang, out=out),))),
        code=code if found.complete else ExitCode.INTERRUPTED,
    )


def _parts(found: Pilot, lang: str) -> Iterator[str | Table]:
    yield from _checked(found, lang)
    if found.study is not None:
        yield from ("", _SIMULATED.say(lang))
        yield from study_parts(found.study, lang)
        for one in found.what_ifs:
            yield ""
            yield from what_if_parts(one, lang)
    yield ""
    if found.judged is None:
        yield sentence((labels.NOT_JUDGED if found.sound else labels.NOT_JUDGED_ERRORS).say(lang))
    else:
        if found.evaluation is None:
            yield _JUDGED.say(lang)
        yield as_scorecard(found.judged, lang)
    yield ""
    yield labels.PAGE_WRITTEN.say(lang, path=found.report)


def _checked(found: Pilot, lang: str) -> Iterator[str]:
    counts = {severity: sum(one.severity is severity for one in found.findings) for severity in Severity}
    title = found.model.title.in_language(lang, found.model.language) or found.model.id
    yield from (title, "=" * len(title), "")
    if not found.findings:
        yield sentence(labels.FINDINGS_NONE.say(lang))
        return
    errors, warnings, notes = (counts[severity] for severity in (Severity.ERROR, Severity.WARNING, Severity.NOTE))
    yield sentence(labels.FINDINGS_SOME.say(lang, errors=errors, warnings=warnings, notes=notes))
    yield from (f"  {finding}" for finding in found.findings if finding.severity is Severity.ERROR)
