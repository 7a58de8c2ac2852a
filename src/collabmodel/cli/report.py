"""``collabmodel report``: the page of a study, or of case histories, once more."""

from __future__ import annotations

import contextlib
from pathlib import Path

import click

from collabmodel import formats
from collabmodel.check import check
from collabmodel.cli.answers import Answer, answers
from collabmodel.cli.case_store import known_store
from collabmodel.cli.exits import ExitCode
from collabmodel.cli.hosting import host
from collabmodel.cli.judging import complaints, history_options, moment, read, unknown_elements, verdict_object
from collabmodel.cli.requirements import parse_requirements, unmet
from collabmodel.cli.study_views import study_object
from collabmodel.cli.tables import busy
from collabmodel.errors import ConfigError, Place, Problem
from collabmodel.pilot import kept_what_ifs, pilot, provenance, write_page, write_report
from collabmodel.report import labels, page
from collabmodel.simulate import load_study
from collabmodel.simulate.stress import stress


@click.command()
@click.argument("source", metavar="SOURCE")
@click.option("--model", metavar="M", help="The model that histories are judged by: id or path.")
@history_options
@click.option("--out", default="report", show_default=True, metavar="DIR", help="Folder for the report.")
@click.option("--stress", "by_guideline", is_flag=True, help="Write a STRESS-DES report of a study beside the page.")
@answers
def report(  # noqa: PLR0913 - one parameter an option
    *,
    source: str,
    model: str | None,
    values: tuple[str, ...],
    out: str,
    as_of: str | None,
    mapping: str | None,
    pairs: tuple[str, ...],
    timezone: str | None,
    require: tuple[str, ...],
    by_guideline: bool,
    lang: str,
) -> Answer:
    """
    Write the page of a study, or of case histories, once more; nothing is simulated.

    SOURCE is the folder of a study, a file of case histories, or the URL of a store, such as sqlite:///cases.db.
    """
    wanted, when = parse_requirements(require), moment(as_of, timezone)
    if "://" not in source and Path(source).is_dir():
        return _of_study(source, out, by_guideline, lang)
    own = _model(source, model, by_guideline=by_guideline)
    histories = read(source, own.model, mapping=mapping, pairs=pairs, timezone=timezone)
    with busy(source):
        found = pilot(
            own.model,
            values=[formats.load(one) for one in values],
            histories=histories,
            out=out,
            lang=lang,
            as_of=when,
            places=own.places,
            source="" if "://" in source else Path(source).name,
        )
    missed = unmet(wanted, found.evaluation) if found.evaluation else ()
    strange = unknown_elements(found.evaluation, lang) if found.evaluation else ()
    return Answer(
        data={
            "report": str(found.report),
            "stress": None,
            "study": None,
            "verdicts": verdict_object(found.evaluation) if found.evaluation else None,
        },
        parts=(labels.PAGE_WRITTEN.say(lang, path=found.report),),
        notes=(*strange, *complaints(missed, lang)),
        code=ExitCode.FOUND if missed or not found.sound else ExitCode.DONE,
    )


def _of_study(folder: str, out: str, by_guideline: bool, lang: str) -> Answer:
    """Write the page of a kept study."""
    with busy(folder):
        study = load_study(folder)
        html = page(
            study.model,
            values=study.values,
            findings=check(study.model),
            lang=lang,
            provenance=provenance(study.model, study.values),
            study=study,
            what_ifs=kept_what_ifs(study),
        )
    written = [write_page(html, out)]
    if by_guideline:
        written.append(write_report(stress(study), Path(out) / "stress.md"))
    return Answer(
        data={
            "report": str(written[0]),
            "stress": str(written[1]) if by_guideline else None,
            "study": study_object(study, lang, folder),
            "verdicts": verdict_object(study.evaluation) if study.evaluation else None,
        },
        parts=tuple(labels.PAGE_WRITTEN.say(lang, path=path) for path in written),
    )


def _model(source: str, named: str | None, *, by_guideline: bool) -> formats.Loaded:
    """Read the model that histories are judged by: the one named, else the only one of a store."""
    if by_guideline:
        raise ConfigError([_only("--stress", "reports of this kind are made of studies")])
    if named:
        return formats.read(named)
    if "://" not in source and not Path(source).exists():
        what, hint = "there is nothing here", "name the folder of a study, a file of case histories, or a store"
        raise ConfigError([Problem(what=what, place=Place(source), hint=hint)])
    if "://" not in source:
        raise ConfigError([_only("--model", "histories are judged by a model", hint="name it with --model")])
    with contextlib.closing(host().open_store(known_store(source))) as store:
        hashes = {row.model_hash for row in store.rows()}
        texts = [text for one in sorted(hashes) if (text := store.model(one)) is not None]
    if len(texts) != 1:
        what = f"the cases of this store run on {len(texts)} models"
        raise ConfigError([_only("--model", what, hint="name the one to judge by with --model")])
    return formats.read(texts[0])


def _only(option: str, what: str, *, hint: str = "name the folder of a study") -> Problem:
    return Problem(what=what, place=Place(option), hint=hint)
