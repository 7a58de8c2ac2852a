"""``collabmodel report``: the page of a study, of case histories or of a store, or the same by any reporter."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import attrs
import click

from collabmodel import formats
from collabmodel.check import check
from collabmodel.cli.answers import Answer, Json, answers
from collabmodel.cli.case_input import read_actor
from collabmodel.cli.case_store import at_counter, clock, known_store
from collabmodel.cli.exits import ExitCode
from collabmodel.cli.hosting import host
from collabmodel.cli.judging import complaints, history_options, moment, read, unknown_elements, verdict_object
from collabmodel.cli.reporters import fitting_suffix, report_options, write_document
from collabmodel.cli.requirements import Requirement, parse_requirements, unmet
from collabmodel.cli.study_views import study_object
from collabmodel.cli.tables import busy
from collabmodel.desk import SYSTEM, Reader
from collabmodel.errors import ConfigError, Place, Problem
from collabmodel.evaluate import Evaluation
from collabmodel.pilot import Pilot, kept_what_ifs, pilot, provenance, write_page, write_report
from collabmodel.report import Document, Provenance, Subject, cohort_document, labels, page, pilot_document
from collabmodel.reporting import deadlines_document
from collabmodel.simulate import load_study
from collabmodel.simulate.stress import stress


@attrs.frozen(kw_only=True)
class _Wanted:
    """What report is wanted, and where."""

    out: str
    lang: str
    about: Subject
    reporter: str | None
    suffix: str
    hide_below: int

    def written(self, document: Document) -> Path:
        return write_document(document, self.reporter or "", self.out, self.suffix)


@click.command()
@click.argument("source", metavar="SOURCE")
@click.option("--model", metavar="M", help="The model that histories are judged by: id or path.")
@history_options
@report_options
@answers
def report(  # noqa: PLR0913 - one parameter an option
    *,
    source: str,
    model: str | None,
    values: tuple[str, ...],
    reporter: str | None,
    about: str | None,
    hide_below: int,
    reader: str | None,
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
    required, when = parse_requirements(require), moment(as_of, timezone)
    wanted = _wanted(out, lang, about, reporter, hide_below)
    if wanted.about is Subject.DEADLINES:
        return _of_deadlines(source, wanted, reader)
    if "://" not in source and Path(source).is_dir():
        return _of_study(source, wanted, by_guideline)
    own = _model(source, model, by_guideline=by_guideline)
    histories = read(source, own.model, mapping=mapping, pairs=pairs, timezone=timezone)
    with busy(source):
        found = pilot(
            own.model,
            values=[formats.load(one) for one in values],
            histories=histories,
            lang=lang,
            as_of=when,
            places=own.places,
            source=_named(source),
        )
        path = _of_histories(found, wanted, _named(source))
    return _judged(found, path, required, lang)


def _named(source: str) -> str:
    return "" if "://" in source else Path(source).name


def _of_histories(found: Pilot, wanted: _Wanted, source: str) -> Path:
    """Write the report of judged histories."""
    if not wanted.reporter:
        return write_page(found.html, wanted.out)
    known = provenance(found.model, found.values, source)
    if wanted.about is Subject.COHORT:
        return wanted.written(_cohort(found.evaluation, wanted, known))
    document = pilot_document(
        found.model,
        values=found.values,
        findings=found.findings,
        evaluation=found.evaluation,
        lang=wanted.lang,
        provenance=known,
    )
    return wanted.written(document)


def _judged(found: Pilot, path: Path, required: tuple[Requirement, ...], lang: str) -> Answer:
    judged = found.evaluation
    missed = unmet(required, judged) if judged else ()
    strange = unknown_elements(judged, lang) if judged else ()
    return Answer(
        data=_told(path, verdicts=verdict_object(judged) if judged else None),
        parts=(labels.PAGE_WRITTEN.say(lang, path=path),),
        notes=(*strange, *complaints(missed, lang)),
        code=ExitCode.FOUND if missed or not found.sound else ExitCode.DONE,
    )


def _wanted(out: str, lang: str, about: str | None, reporter: str | None, hide_below: int) -> _Wanted:
    subject = Subject(about or Subject.PILOT.value)
    if reporter is None and subject is not Subject.PILOT:
        raise ConfigError(
            [_only("--about", f"the page is about a pilot, not {subject.value}", hint="name a reporter: --as text")]
        )
    suffix = fitting_suffix(reporter, subject) if reporter else ".html"
    return _Wanted(out=out, lang=lang, about=subject, reporter=reporter, suffix=suffix, hide_below=hide_below)


def _told(
    path: Path | None, *, study: Json = None, verdicts: Json = None, stress: Path | None = None
) -> Mapping[str, Json]:
    return {
        "report": None if path is None else str(path),
        "stress": None if stress is None else str(stress),
        "study": study,
        "verdicts": verdicts,
    }


def _cohort(evaluation: Evaluation | None, wanted: _Wanted, known: Provenance) -> Document:
    if evaluation is None:
        what, hint = "nothing was judged, so there is nothing to tell of cases", "mend the errors of the model first"
        raise ConfigError([_only("--about", what, hint=hint)])
    return cohort_document(evaluation, wanted.lang, known, hide_below=wanted.hide_below)


def _of_deadlines(source: str, wanted: _Wanted, reader: str | None) -> Answer:
    """Write what is due in the cases of a store."""
    if "://" not in source:
        raise ConfigError([_only("--about", "only a store knows what is due", hint="name one, as sqlite:///cases.db")])
    who = Reader(actor=read_actor(reader, "--reader")) if reader else SYSTEM
    now: dt.datetime = clock()
    with at_counter(source, wanted.lang) as counter, busy(source):
        document = deadlines_document(counter.desk, who, now, wanted.lang, made=now)
    path = wanted.written(document)
    return Answer(data=_told(path), parts=(labels.PAGE_WRITTEN.say(wanted.lang, path=path),))


def _of_study(folder: str, wanted: _Wanted, by_guideline: bool) -> Answer:
    """Write the report of a kept study."""
    with busy(folder):
        study = load_study(folder)
        known = provenance(study.model, study.values)
        findings, what_ifs = check(study.model), kept_what_ifs(study)
        if wanted.about is Subject.COHORT:
            path = wanted.written(_cohort(study.evaluation, wanted, known))
        elif wanted.reporter:
            path = wanted.written(
                pilot_document(
                    study.model,
                    values=study.values,
                    findings=findings,
                    lang=wanted.lang,
                    provenance=known,
                    study=study,
                    what_ifs=what_ifs,
                )
            )
        else:
            html = page(
                study.model,
                values=study.values,
                findings=findings,
                lang=wanted.lang,
                provenance=known,
                study=study,
                what_ifs=what_ifs,
            )
            path = write_page(html, wanted.out)
    beside = None
    if by_guideline:
        beside = write_report(stress(study), (path.parent if wanted.reporter else Path(wanted.out)) / "stress.md")
    return Answer(
        data=_told(
            path,
            study=study_object(study, wanted.lang, folder),
            verdicts=verdict_object(study.evaluation) if study.evaluation else None,
            stress=beside,
        ),
        parts=tuple(labels.PAGE_WRITTEN.say(wanted.lang, path=one) for one in (path, beside) if one),
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
    with contextlib.closing(host().open_store(known_store(source), create=False)) as store:
        hashes = {row.model_hash for row in store.rows()}
        texts = [text for one in sorted(hashes) if (text := store.model(one)) is not None]
    if len(texts) != 1:
        what = f"the cases of this store run on {len(texts)} models"
        raise ConfigError([_only("--model", what, hint="name the one to judge by with --model")])
    return formats.read(texts[0])


def _only(option: str, what: str, *, hint: str = "name the folder of a study") -> Problem:
    return Problem(what=what, place=Place(option), hint=hint)
