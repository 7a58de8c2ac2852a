"""``collabmodel pilot``: try a model before adopting it."""

from __future__ import annotations

from pathlib import Path

import click

from collabmodel import formats
from collabmodel.cli.answers import Answer, answers
from collabmodel.cli.check import finding_object
from collabmodel.cli.exits import ExitCode
from collabmodel.cli.judging import complaints, history_options, moment, read, unknown_elements, verdict_object
from collabmodel.cli.requirements import parse_requirements, unmet
from collabmodel.cli.tables import busy
from collabmodel.model import Severity
from collabmodel.pilot import Pilot, sample_histories, shipped_values
from collabmodel.pilot import pilot as try_out
from collabmodel.report import labels
from collabmodel.report.scorecard import as_scorecard
from collabmodel.report.words import sentence


@click.command()
@click.argument("model", metavar="MODEL")
@history_options
@click.option("--out", default="pilot", show_default=True, metavar="DIR", help="Folder for the report.")
@click.option("--history", metavar="FILE", help="Case histories; without it, the sample beside the model.")
@answers
def pilot(  # noqa: PLR0913 - one parameter an option
    *,
    model: str,
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
    Try a model: check it, judge case histories by it and by values, and write one page for people.

    Without --values, every set of values that comes with the library is used, with `--values none` not any; without
    --history, the sample of invented cases beside the model.
    """
    wanted, when = parse_requirements(require), moment(as_of, timezone)
    loaded = formats.read(model)
    sets = tuple(formats.load(one) for one in values if one != "none") if values else shipped_values()
    chosen = history or sample_histories(model)
    histories = None
    if chosen is not None:
        histories = read(str(chosen), loaded.model, mapping=mapping, pairs=pairs, timezone=timezone)
    with busy(model):
        found = try_out(
            loaded.model,
            values=sets,
            histories=histories,
            out=out,
            lang=lang,
            as_of=when,
            places=loaded.places,
            source=Path(chosen).name if chosen else "",
        )
    missed = unmet(wanted, found.evaluation) if found.evaluation else ()
    strange = unknown_elements(found.evaluation, lang) if found.evaluation else ()
    return Answer(
        data={
            "findings": [finding_object(finding) for finding in found.findings],
            "study": None,
            "verdicts": verdict_object(found.evaluation) if found.evaluation else None,
            "report": str(found.report),
        },
        parts=(_told(found, lang),),
        notes=(*strange, *complaints(missed, lang)),
        code=ExitCode.FOUND if missed or not found.sound else ExitCode.DONE,
    )


def _told(found: Pilot, lang: str) -> str:
    counts = {severity: sum(one.severity is severity for one in found.findings) for severity in Severity}
    title = found.model.title.in_language(lang, found.model.language) or found.model.id
    lines = [title, "=" * len(title), ""]
    if not found.findings:
        lines.append(sentence(labels.FINDINGS_NONE.say(lang)))
    else:
        errors, warnings, notes = (counts[severity] for severity in (Severity.ERROR, Severity.WARNING, Severity.NOTE))
        lines.append(sentence(labels.FINDINGS_SOME.say(lang, errors=errors, warnings=warnings, notes=notes)))
        lines += [f"  {finding}" for finding in found.findings if finding.severity is Severity.ERROR]
    lines.append("")
    if found.evaluation is not None:
        lines.append(as_scorecard(found.evaluation, lang))
    else:
        lines.append(sentence((labels.NOT_JUDGED if found.sound else labels.NOT_JUDGED_ERRORS).say(lang)))
    return "\n".join([*lines, "", labels.PAGE_WRITTEN.say(lang, path=found.report)])
