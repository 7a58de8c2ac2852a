"""The cohort report: how a promise, a principle or a limit fared over many cases, without telling of anybody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from collabmodel.errors import ConfigError, Place, Problem
from collabmodel.evaluate import Evaluation
from collabmodel.report.documents import Column, Document, Measure, Section, Subject, Table
from collabmodel.report.documentwords import DOCUMENT
from collabmodel.report.judgements import Judgements
from collabmodel.report.origins import origin_pairs
from collabmodel.report.pageparts import UNTOLD, Provenance
from collabmodel.report.pagewords import PAGE
from collabmodel.report.readers import Readers
from collabmodel.report.scorecard import size
from collabmodel.report.view import Viewer
from collabmodel.report.words import LANGUAGES, sentence


def cohort_document(
    evaluation: Evaluation,
    lang: str = "en",
    provenance: Provenance = UNTOLD,
    *,
    hide_below: int = 0,
    made: dt.datetime | None = None,
) -> Document:
    """
    Make the report on many cases: rules, limits, indicators, principles, how cases ended, and what is not known.

    It names no case, no event and nobody.

    Args:
        evaluation: What was found.
        lang: Language of the report; any other than the three gives English.
        provenance: Where the histories come from, and fingerprints of the models.
        hide_below: Counts of cases above zero and below this are kept back, with whatever would let them be worked
            out, >= 0; 0 to show all.
        made: When it is made, timezone-aware; None for a report that is the same every time.

    Raises:
        ConfigError: ``hide_below`` is below zero.

    >>> from collabmodel.evaluate import evaluate
    >>> from collabmodel.history import from_events
    >>> from collabmodel.model import Model
    >>> cohort_document(evaluate(Model(id="m"), from_events(()))).sections[0].id
    'summary'
    """
    if hide_below < 0:
        what, hint = "the smallest count shown is below zero:", "0 shows all"
        raise ConfigError([Problem(what=what, value=str(hide_below), place=Place("hide_below"), hint=hint)])
    lang = lang if lang in LANGUAGES else "en"
    readers = Readers.of(evaluation.models, lang)
    model = evaluation.models[0]
    title = model.title.in_language(lang, model.language) or model.id
    return Document(
        subject=Subject.COHORT,
        title=DOCUMENT["cohort"].say(lang, title=title),
        lang=lang,
        made=made,
        sections=tuple(_sections(evaluation, readers, hide_below)),
        origin=origin_pairs(evaluation, provenance, lang),
    )


def _sections(evaluation: Evaluation, readers: Readers, hide_below: int) -> Iterator[Section]:
    lang = readers.lang
    title = DOCUMENT["summary"].say(lang)
    if evaluation.cases < hide_below:
        yield Section(id="summary", title=title, paragraphs=(DOCUMENT["too_few"].say(lang, n=hide_below),))
        return
    judgements = Judgements(evaluation, readers, hide_below)
    told = (DOCUMENT["hidden"].say(lang, n=hide_below),) if hide_below > 1 else Viewer(evaluation, readers).glance()
    yield Section(
        id="summary",
        title=title,
        paragraphs=(sentence(size(evaluation, lang)), *told),
        table=_sizes(evaluation, lang),
    )
    tally = judgements.tally()
    if tally.rows:
        yield Section(id="tally", title=PAGE["glance_tally"].say(lang), level=2, table=tally)
    yield from judgements.sections()
    yield Section(id="limits-of-this", title=PAGE["limits"].say(lang), paragraphs=(PAGE["limits_text"].say(lang),))


def _sizes(evaluation: Evaluation, lang: str) -> Table:
    numbers = (
        ("cases", evaluation.cases),
        ("events", len(evaluation.history.occurred)),
        ("adoptions", evaluation.adoption_histories),
    )
    return Table(
        columns=(
            Column(title=DOCUMENT["what"].say(lang)),
            Column(title=DOCUMENT["number"].say(lang), measure=Measure.NUMBER),
        ),
        rows=tuple((DOCUMENT[name].say(lang), number) for name, number in numbers),
    )
