"""The pilot report as a document: the page's answers as text, typed tables and drawings, for other kinds of files."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterable, Iterator, Sequence

import attrs

from collabmodel.check import Finding
from collabmodel.errors import ConfigError
from collabmodel.evaluate import Evaluation
from collabmodel.model import Model
from collabmodel.report import figures, labels
from collabmodel.report.documents import Cell, Column, Document, Figure, Measure, Section, Subject, Table
from collabmodel.report.documentwords import DOCUMENT
from collabmodel.report.judgements import Judgements
from collabmodel.report.origins import origin_pairs
from collabmodel.report.page import page
from collabmodel.report.pageparts import UNTOLD, Provenance
from collabmodel.report.pagewords import PAGE
from collabmodel.report.readers import Readers
from collabmodel.report.resting import cannot_section, repeat_section
from collabmodel.report.scorecard import size
from collabmodel.report.soundness import soundness_section
from collabmodel.report.studypage import answered, size_told
from collabmodel.report.studyview import Notes, Part, Picture
from collabmodel.report.studyview import Section as Told
from collabmodel.report.studyview import Table as Shown
from collabmodel.report.studywords import STUDY
from collabmodel.report.svg import as_pictures, as_svg
from collabmodel.report.text import assumptions
from collabmodel.report.topics import TOPICS, Titles, topic
from collabmodel.report.view import Viewer
from collabmodel.report.words import LANGUAGES, sentence
from collabmodel.simulate.results import Comparison, Indicator, Study

_DESCRIBED = re.compile(r"<desc[^>]*>(.*?)</desc>", re.DOTALL)


def pilot_document(  # noqa: PLR0913 - each is a part of the report, as for the page
    model: Model,
    *,
    values: Iterable[Model] = (),
    findings: Iterable[Finding] = (),
    evaluation: Evaluation | None = None,
    lang: str = "en",
    provenance: Provenance = UNTOLD,
    study: Study | None = None,
    what_ifs: Sequence[Comparison] = (),
    command: str = "",
    made: dt.datetime | None = None,
) -> Document:
    """
    Make the document that tells what was found about a model; it says what ``page`` says.

    It shows ids of cases, never people, facts or words that staff wrote.

    Args:
        model: The model.
        values: Sets of values it was judged by as well.
        findings: What the checks found.
        evaluation: How the histories fared, or None if none were judged.
        lang: Language of the document; any other than the three gives English.
        provenance: Where the numbers come from.
        study: What simulating the model gave, or None.
        what_ifs: The study compared with the same under something else, such as one more worker.
        command: The command that makes the same numbers again; empty for none.
        made: When it is made, timezone-aware; None for a document that is the same every time.

    >>> pilot_document(Model(id="m"), lang="fi").sections[0].title
    'Yhdellä silmäyksellä'
    """
    lang = lang if lang in LANGUAGES else "en"
    checked, others = tuple(findings), tuple(values)
    if study is None:
        sections = tuple(_of_model(model, others, checked, evaluation, lang))
    else:
        sections = tuple(_of_study(study, what_ifs, checked, evaluation, provenance, command, lang))
    return Document(
        subject=Subject.PILOT,
        title=model.title.in_language(lang, model.language) or model.id,
        lang=lang,
        made=made,
        sections=sections,
        origin=origin_pairs(evaluation, provenance, lang),
        page=_page(
            model,
            values=others,
            findings=checked,
            evaluation=evaluation,
            lang=lang,
            provenance=provenance,
            study=study,
            what_ifs=what_ifs,
            command=command,
        ),
    )


def _page(model: Model, **told: object) -> str:
    """Give the page, or nothing where Jinja2 is not installed: reporters that want no HTML need none."""
    try:
        return page(model, **told)  # type: ignore[arg-type]
    except ConfigError:
        return ""


def _of_model(
    model: Model, values: Sequence[Model], findings: Sequence[Finding], evaluation: Evaluation | None, lang: str
) -> Iterator[Section]:
    """Tell of a model that was not simulated, in the order of its page."""
    held = soundness_section(findings, lang)
    models = evaluation.models if evaluation else (model, *values)
    readers = Readers.of(models, lang)
    glance = PAGE["glance"].say(lang)
    if evaluation is None:
        sound = not any(one.severity.value == "error" for one in findings)
        first = PAGE["nothing_judged" if sound else "errors_first"].say(lang)
        yield Section(id="glance", title=glance, paragraphs=(first, held.answer))
    else:
        told = (sentence(size(evaluation, lang)), held.answer, *Viewer(evaluation, readers).glance())
        tally = Judgements(evaluation, readers).tally()
        yield Section(id="glance", title=glance, paragraphs=told, table=tally if tally.rows else None)
        yield from _judged(evaluation, readers)
    yield from _model(model, lang)
    yield from _told(held)
    yield _assumptions(model, lang)
    yield Section(id="limits-of-this", title=PAGE["limits"].say(lang), paragraphs=(PAGE["limits_text"].say(lang),))


def _of_study(
    study: Study,
    what_ifs: Sequence[Comparison],
    findings: Sequence[Finding],
    evaluation: Evaluation | None,
    provenance: Provenance,
    command: str,
    lang: str,
) -> Iterator[Section]:
    """Tell of a study, in the order of its page."""
    titles = Titles.of(study, lang)
    asked = [soundness_section(findings, lang), *answered(study, titles, what_ifs)]
    brackets = STUDY["brackets"].say(lang, share=figures.percent(study.confidence, lang))
    short = " ".join((STUDY["invented"].say(lang), brackets))
    answers = Table(
        columns=(Column(title=STUDY["what"].say(lang)), Column(title=STUDY["glance"].say(lang))),
        rows=tuple((one.title, one.answer) for one in asked if one.answer),
    )
    cut = () if study.complete else (STUDY["cut_short"].say(lang),)
    yield Section(
        id="glance",
        title=STUDY["glance"].say(lang),
        paragraphs=(*cut, size_told(study, titles), short),
        table=answers,
    )
    for one in asked:
        yield from _told(one)
    yield from _figures(study, titles)
    if evaluation is not None:
        yield from _judged(evaluation, Readers.of(evaluation.models, lang), STUDY["past"].say(lang))
    yield from _model(study.model, lang)
    for one in (cannot_section(lang), repeat_section(study, titles, provenance, command)):
        yield from _told(one)


def _told(one: Told) -> Iterator[Section]:
    """Give a section of a page: its sentences, then each of its tables, pictures and lists."""
    yield Section(id=one.id, title=one.title, paragraphs=tuple(filter(None, (*one.lines, one.lead))))
    for number, part in enumerate(one.parts, start=1):
        yield from _part(part, f"{one.id}-{number}", one.title)


def _part(part: Part, id: str, title: str) -> Iterator[Section]:
    match part:
        case Shown():
            yield Section(id=id, title=part.caption or title, level=2, table=_shown(part))
        case Notes():
            yield Section(id=id, title=part.title or title, level=2, paragraphs=part.items)
        case Picture():
            drawing = Figure(svg=str(part.broad), alternative=_described(part.broad) or part.caption)
            table = None if part.table is None else _shown(part.table)
            told = (part.legend,) if part.legend else ()
            yield Section(id=id, title=part.caption, level=2, paragraphs=told, figure=drawing, table=table)


def _shown(table: Shown) -> Table:
    """Take over a table of a page. Its numbers are words with units and intervals, so its cells stay text."""
    rows = tuple(
        tuple(f"{cell.text} ({cell.small})" if cell.small else cell.text for cell in row) for row in table.rows
    )
    return Table(columns=tuple(Column(title=head) for head in table.heads), rows=rows)


def _described(svg: str) -> str:
    found = _DESCRIBED.search(svg)
    return html.unescape(found[1]) if found else ""


def _figures(study: Study, titles: Titles) -> Iterator[Section]:
    """List all figures as numbers: those of one topic together, shares apart from other numbers."""
    lang = titles.lang
    if not study.indicators:
        return
    lead = DOCUMENT["figures_lead"].say(lang)
    yield Section(id="figures", title=DOCUMENT["figures"].say(lang), paragraphs=(lead,))
    for kind, phrase in TOPICS.items():
        of_kind = [one for one in study.indicators if topic(one.id) is kind]
        for name in ("shares", "numbers"):
            some = [one for one in of_kind if (one.unit == "share") is (name == "shares")]
            if some:
                title = f"{phrase.say(lang)}: {DOCUMENT[name].say(lang)}"
                yield Section(
                    id=f"figures-{kind.value}-{name}", title=title, level=2, table=_numbers(some, titles, name)
                )


def _numbers(some: Sequence[Indicator], titles: Titles, name: str) -> Table:
    lang = titles.lang
    measure = Measure.SHARE if name == "shares" else Measure.NUMBER
    unit = () if name == "shares" else (Column(title=DOCUMENT["unit"].say(lang)),)
    ends = tuple(Column(title=DOCUMENT[head].say(lang), measure=measure) for head in ("mean", "low", "high"))

    def row(one: Indicator) -> tuple[Cell, ...]:
        said = (figures.unit_word(one.unit, lang),) if unit else ()
        numbers = (None if end is None else round(end, 6) for end in (one.mean, one.low, one.high))
        return (titles.figure(one), *numbers, *said)

    return Table(columns=(Column(title=STUDY["what"].say(lang)), *ends, *unit), rows=tuple(map(row, some)))


def _judged(evaluation: Evaluation, readers: Readers, lead: str = "") -> Iterator[Section]:
    if lead:
        title = PAGE["histories"].say(readers.lang)
        yield Section(id="past", title=title, paragraphs=(lead, sentence(size(evaluation, readers.lang))))
    for one in Judgements(evaluation, readers).sections():
        told = (_cases(evaluation, readers), one) if one.id == "gaps" else (one,)
        # A study has an answer about endings too.
        yield from (attrs.evolve(each, id=f"past-{each.id}") if lead else each for each in told)


def _cases(evaluation: Evaluation, readers: Readers) -> Section:
    """List the cases with the most broken promises first, by their ids."""
    lang = readers.lang
    viewer = Viewer(evaluation, readers)
    stands = tuple(labels.Standing)
    words = tuple(labels.STANDINGS[one].say(lang) for one in stands)
    shown = viewer.cases()
    rows: list[tuple[Cell, ...]] = []
    for case in shown:
        numbers = {count.standing: count.number for count in case.counts}
        rows.append((case.id, case.state, *(numbers.get(one.name.lower(), 0) for one in stands)))
    left = len(evaluation.history.cases) - len(shown)
    more = (PAGE["more_cases"].say(lang, n=left),) if left > 0 else ()
    columns = (
        Column(title=DOCUMENT["case"].say(lang)),
        Column(title=DOCUMENT["state"].say(lang)),
        *(Column(title=word[:1].upper() + word[1:], measure=Measure.NUMBER) for word in words),
    )
    table = Table(columns=columns, rows=tuple(rows))
    return Section(id="cases", title=DOCUMENT["cases_told"].say(lang), paragraphs=more, table=table)


def _model(model: Model, lang: str) -> Iterator[Section]:
    """Draw the model, whole, then part by part for paper."""
    whole = as_svg(model, lang, width=1080, name="wide")
    summary = model.summary.in_language(lang, model.language)
    figure = Figure(svg=whole, alternative=_described(whole))
    title = PAGE["model"].say(lang)
    yield Section(id="model", title=title, paragraphs=(summary,) if summary else (), figure=figure)
    pictures = as_pictures(model, lang, width=760, name="paper")
    for number, picture in enumerate(pictures, start=1):
        drawing = Figure(svg=picture, alternative=_described(picture))
        yield Section(id=f"model-{number}", title=f"{title}, {number}/{len(pictures)}", level=2, figure=drawing)


def _assumptions(model: Model, lang: str) -> Section:
    rows = tuple(assumptions(model, lang))
    title = PAGE["assumptions"].say(lang)
    if not rows:
        return Section(id="assumptions", title=title, paragraphs=(PAGE["assumptions_none"].say(lang),))
    columns = tuple(Column(title=PAGE[name].say(lang)) for name in ("assumed", "value", "why"))
    lead = PAGE["assumptions_lead"].say(lang)
    return Section(id="assumptions", title=title, paragraphs=(lead,), table=Table(columns=columns, rows=rows))
