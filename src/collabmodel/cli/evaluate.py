"""``collabmodel evaluate``: do case histories follow the model and the values?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from collabmodel import formats
from collabmodel.cli.answers import Answer, Json, answers
from collabmodel.cli.exits import ExitCode
from collabmodel.cli.hosting import host
from collabmodel.cli.in_force import judged_in_force, version_parts, versions_object
from collabmodel.cli.judging import (
    complaints,
    history_options,
    moment,
    other_versions,
    read,
    unknown_elements,
    verdict_object,
    version_notes,
)
from collabmodel.cli.requirements import parse_requirements, unmet
from collabmodel.cli.tables import Table, busy
from collabmodel.evaluate import Evaluation, write_verdicts
from collabmodel.evaluate import evaluate as judge
from collabmodel.model import Scope
from collabmodel.plugin import IndicatorKind, Measured
from collabmodel.report import labels
from collabmodel.report.labels import Standing
from collabmodel.report.readers import Readers
from collabmodel.report.scorecard import as_scorecard, promises
from collabmodel.report.words import Phrase

_FROM_PLUGINS = Phrase("Indicators of plugins", "Liitännäisten mittarit", "Tilläggens indikatorer")
_INDICATOR = Phrase("indicator", "mittari", "indikator")
_VALUE = Phrase("value", "arvo", "värde")
_RESTS_ON = Phrase("rests on", "perustuu", "bygger på")


@click.command()
@click.argument("model", metavar="MODEL")
@click.argument("history", metavar="HISTORY")
@history_options
@click.option("--verdicts", metavar="FILE", help="Write every verdict with its evidence: .csv, .parquet or .jsonl.")
@answers
def evaluate(  # noqa: PLR0913 - one parameter an option
    *,
    model: str,
    history: str,
    values: tuple[str, ...],
    as_of: str | None,
    verdicts: str | None,
    mapping: str | None,
    pairs: tuple[str, ...],
    timezone: str | None,
    require: tuple[str, ...],
    lang: str,
) -> Answer:
    """
    Judge case histories by a model and, with --values, by sets of values.

    HISTORY is a file, or the URL of a store with cases that were run here, such as sqlite:///cases.db.

    Exits 0 however bad the verdicts are, unless --require says otherwise.
    """
    wanted, when = parse_requirements(require), moment(as_of, timezone)
    cooperation = formats.load(model)
    sets = [formats.load(one) for one in values]
    histories = read(history, cooperation, mapping=mapping, pairs=pairs, timezone=timezone)
    with busy(history):
        found = judge(cooperation, histories, values=sets, as_of=when)
    if verdicts:
        write_verdicts(found, verdicts)
    measured = host().measure(found)
    missed, others = unmet(wanted, found), other_versions(histories, cooperation)
    versions = judged_in_force(history, sets, found.as_of) if others and "://" in history else ()
    return Answer(
        data={
            "model": cooperation.id,
            "model_hash": formats.content_hash(cooperation),
            **verdict_object(found),
            "other_versions": others,
            "versions": versions_object(versions),
            "plugin_indicators": [_measured_object(kind, one) for kind, one in measured],
        },
        parts=(
            as_scorecard(found, lang),
            *_tables(found, lang),
            *version_parts(versions, lang),
            *_measured(measured, lang),
        ),
        notes=(*version_notes(others, lang), *unknown_elements(found, lang), *complaints(missed, lang)),
        code=ExitCode.FOUND if missed else ExitCode.DONE,
    )


def _measured_object(kind: IndicatorKind, found: Measured) -> Json:
    return {"id": kind.id, "unit": kind.unit, "value": found.value, "number": found.number, "why": found.why}


def _measured(found: Sequence[tuple[IndicatorKind, Measured]], lang: str) -> Iterator[str | Table]:
    """Give what indicators of plugins told, if there are any."""
    headings = (_INDICATOR.say(lang), _VALUE.say(lang), _RESTS_ON.say(lang), "")
    rows = tuple(
        (
            kind.title.in_language(lang),
            "-" if one.value is None else f"{one.value:g} {kind.unit}".strip(),
            str(one.number),
            one.why,
        )
        for kind, one in found
    )
    if rows:
        yield from ("", _FROM_PLUGINS.say(lang), Table(headings=headings, rows=rows))


def _tables(evaluation: Evaluation, lang: str) -> Iterator[str | Table]:
    """Give every promise with how it stands, in the order of the models: each scope apart, as it counts its own."""
    found = sorted(promises(evaluation, Readers.of(evaluation.models, lang)), key=lambda one: one.column)
    headings = (labels.PROMISE.say(lang), *(labels.STANDINGS[stands].say(lang) for stands in Standing))
    for scope, over in (
        (Scope.CASE, labels.CASES.say(lang, evaluation.cases)),
        (Scope.ADOPTION, labels.ADOPTIONS.say(lang, evaluation.adoption_histories)),
        (Scope.COHORT, labels.TOGETHER.say(lang)),
    ):
        own = [one for one in found if one.scope == scope.value]
        if own or scope is Scope.CASE:
            rows = tuple((one.id, *(str(one.counts.get(stands, 0)) for stands in Standing)) for one in own)
            yield from ("", labels.ALL_PROMISES.say(lang, over=over), Table(headings=headings, rows=rows))
