"""``collabmodel check``: does a model hold together?"""

from __future__ import annotations

import click

from collabmodel import formats
from collabmodel.check import Finding
from collabmodel.cli.answers import Answer, Json, answers, problem_object
from collabmodel.cli.exits import ExitCode
from collabmodel.cli.hosting import host
from collabmodel.errors import CollabError, ConfigError, Place, Problem
from collabmodel.model import Severity
from collabmodel.pilot import scenario_findings
from collabmodel.report import labels
from collabmodel.report.words import Phrase, sentence
from collabmodel.simulate.reading import read_scenario

_UNREAD = Phrase(
    "Files that could not be read: {n}", "Tiedostoja, joita ei voitu lukea: {n}", "Filer som inte kunde läsas: {n}"
)


@click.command()
@click.argument("models", nargs=-1, required=True, metavar="MODEL...")
@click.option("--scenario", metavar="S", help="A scenario to check together with the model.")
@answers
def check(*, models: tuple[str, ...], scenario: str | None, lang: str) -> Answer:
    """
    Check models: does everything hang together, can every case end, is the client heard?

    Findings go to standard output, one a line; what cannot be read goes to standard error.
    """
    _one_model(models, scenario)
    problems: list[Problem] = []
    findings: list[Finding] = []
    unread = 0
    for source in models:
        try:
            loaded = formats.read(source)
            findings += host().check(loaded.model, loaded.places)
            if scenario and not any(one.severity is Severity.ERROR for one in findings):
                meant = read_scenario(scenario)
                findings += scenario_findings(loaded.model, meant.scenario, meant.places)
        except CollabError as error:
            problems += error.problems
            unread += 1
    objects: list[Json] = [_unreadable(problem) for problem in problems]
    objects += [finding_object(finding) for finding in findings]
    summary = _summary(findings, unread, lang)
    return Answer(
        data={"findings": objects},
        parts=(*map(str, findings), summary),
        notes=tuple(map(str, problems)),
        code=_code(findings, unread),
    )


def _one_model(models: tuple[str, ...], scenario: str | None) -> None:
    if scenario and len(models) > 1:
        hint = "name one model"
        raise ConfigError([Problem(what="a scenario is checked with one model", place=Place("--scenario"), hint=hint)])


def _code(findings: list[Finding], unread: int) -> ExitCode:
    if unread:
        return ExitCode.UNREADABLE
    return ExitCode.FOUND if any(one.severity is Severity.ERROR for one in findings) else ExitCode.DONE


def _summary(findings: list[Finding], unread: int, lang: str) -> str:
    counts = {severity: sum(one.severity is severity for one in findings) for severity in Severity}
    if not findings:
        told = "" if unread else sentence(labels.FINDINGS_NONE.say(lang))
    else:
        told = sentence(
            labels.FINDINGS_SOME.say(
                lang,
                errors=counts[Severity.ERROR],
                warnings=counts[Severity.WARNING],
                notes=counts[Severity.NOTE],
            )
        )
    return " ".join(part for part in (told, sentence(_UNREAD.say(lang, n=unread)) if unread else "") if part)


def finding_object(finding: Finding) -> Json:
    """
    Give a finding as JSON.

    Args:
        finding: The finding.
    """
    place = finding.place
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "path": place.file,
        "line": place.line,
        "column": place.column,
        "source": finding.source,
        "element": finding.path,
    }


def _unreadable(problem: Problem) -> Json:
    found = problem_object(problem)
    assert isinstance(found, dict)
    return {"code": "unreadable", "severity": Severity.ERROR.value, **found, "source": "", "element": ""}
