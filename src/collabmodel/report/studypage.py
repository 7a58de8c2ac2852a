"""The pages of studies and comparisons: what a model would do with these people, for somebody who decides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from collabmodel.check import Finding, check
from collabmodel.evaluate import Evaluation
from collabmodel.report import figures
from collabmodel.report.contrasting import change_told, comparison_sections, what_ifs_section
from collabmodel.report.evenness import evenness_section
from collabmodel.report.keeping import promises_section
from collabmodel.report.pageparts import UNTOLD, Provenance, framed, judged, model_told
from collabmodel.report.pagewords import PAGE
from collabmodel.report.readers import Readers
from collabmodel.report.resting import cannot_section, repeat_section, rests_section, sure_section
from collabmodel.report.soundness import soundness_section
from collabmodel.report.studyview import Cell, Section, Table
from collabmodel.report.studywords import LEADS, REPLICATIONS, STUDY
from collabmodel.report.topics import Titles, Topic, topic
from collabmodel.report.waiting import waits_section
from collabmodel.report.words import LANGUAGES, Phrase, duration_in_words
from collabmodel.report.working import bottleneck_section, endings_section
from collabmodel.simulate.results import Comparison, Study

_SIZE = Phrase(
    "Simulated: {scenario}. {replications} of {horizon}, {cases} cases in all.",
    "Simuloitu: {scenario}. {replications}, kunkin pituus {horizon}, yhteensä {cases} tapausta.",
    "Simulerat: {scenario}. {replications} om {horizon}, sammanlagt {cases} ärenden.",
)


def study_page(
    study: Study,
    lang: str = "en",
    *,
    what_ifs: Sequence[Comparison] = (),
    findings: Sequence[Finding] | None = None,
    evaluation: Evaluation | None = None,
    provenance: Provenance = UNTOLD,
    command: str = "",
) -> str:
    """
    Make the page of a study.

    It shows counts, times and shares of invented cases, and of recorded histories only ids of cases and events.

    Args:
        study: The study.
        lang: Language of the page; any other than the three gives English.
        what_ifs: The study compared with the same under something else, such as one more worker.
        findings: What the checks found in the model; None checks it here.
        evaluation: How past histories fared, or None.
        provenance: Where the histories come from, and fingerprints of the models.
        command: The command that makes the same numbers again; empty for none.

    Raises:
        ConfigError: Jinja2 is not installed.
    """
    lang = lang if lang in LANGUAGES else "en"
    titles = Titles.of(study, lang)
    models = evaluation.models if evaluation else (study.model, *study.values)
    checked = check(study.model) if findings is None else findings
    told = model_told(study.model, checked, lang)
    told |= judged(evaluation, Readers.of(models, lang))
    told |= {
        "size": size_told(study, titles),
        "brackets": STUDY["brackets"].say(lang, share=figures.percent(study.confidence, lang)),
        "alerts": _alerts(study, lang),
        "sections": [soundness_section(checked, lang), *answered(study, titles, what_ifs)],
        "closing": (cannot_section(lang), repeat_section(study, titles, provenance, command)),
    }
    return framed("study.html", told, lang, PAGE | STUDY)


def size_told(study: Study, titles: Titles) -> str:
    """
    Say what was simulated and how much of it.

    Args:
        study: The study.
        titles: What things are called.
    """
    return _SIZE.say(
        titles.lang,
        scenario=titles.scenario(),
        replications=REPLICATIONS.say(titles.lang, len(study.replications)),
        horizon=duration_in_words(study.scenario.horizon, titles.lang),
        cases=figures.number(study.cases, 0, titles.lang),
    )


def _alerts(study: Study, lang: str) -> list[str]:
    if not study.replications:
        return [STUDY["nothing_ran"].say(lang)]
    return [] if study.complete else [STUDY["cut_short"].say(lang)]


def answered(study: Study, titles: Titles, what_ifs: Sequence[Comparison] = ()) -> list[Section]:
    """
    Answer the questions of somebody who decides, in their order.

    Args:
        study: The study.
        titles: What things are called.
        what_ifs: The study compared with the same under something else.
    """
    found = [
        waits_section(study, titles),
        bottleneck_section(study, titles),
        evenness_section(study, titles),
        promises_section(study, titles),
        endings_section(study, titles),
        what_ifs_section(what_ifs, titles),
        rests_section(study, titles),
        sure_section(study, titles),
        _others(study, titles),
    ]
    return [one for one in found if one is not None]


def _others(study: Study, titles: Titles) -> Section | None:
    """List the figures that no other section draws."""
    lang, caption = titles.lang, STUDY["others"].say(titles.lang)
    heads = (STUDY["what"].say(lang), STUDY["figure"].say(lang))
    plain = [one for one in study.indicators if topic(one.id) in {Topic.OTHER, Topic.SIZE}]
    behind = [one for one in study.indicators if one.id.startswith("indicator:")]
    tables = tuple(
        Table(
            caption=name,
            heads=heads,
            rows=tuple((Cell(titles.figure(one)), Cell(figures.figure(one, lang), numeric=True)) for one in some),
            folded=folded,
            hidden=True,
        )
        for some, name, folded in ((plain, caption, ""), (behind, STUDY["behind"].say(lang), STUDY["behind"].say(lang)))
        if some
    )
    return Section(id="others", title=caption, lead=LEADS["others"].say(lang), parts=tables) if tables else None


def comparison_page(comparison: Comparison, lang: str = "en", *, command: str = "") -> str:
    """
    Make the page of a comparison.

    Args:
        comparison: The comparison.
        lang: Language of the page; any other than the three gives English.
        command: The command that makes the same numbers again; empty for none.

    Raises:
        ConfigError: Jinja2 is not installed.
    """
    lang = lang if lang in LANGUAGES else "en"
    titles, others = Titles.of(comparison.a, lang), Titles.of(comparison.b, lang)
    told = {
        "title": change_told(comparison, titles),
        "sides": list(_sides(comparison, titles, others)),
        "brackets": STUDY["brackets"].say(lang, share=figures.percent(comparison.a.confidence, lang)),
        "alerts": [line for one in (comparison.a, comparison.b) for line in _alerts(one, lang)],
        "sections": (*comparison_sections(comparison, titles), sure_section(comparison.a, titles)),
        "closing": (
            cannot_section(lang),
            repeat_section(comparison.a, titles, UNTOLD, command),
        ),
    }
    return framed("comparison.html", told, lang, PAGE | STUDY)


def _sides(comparison: Comparison, titles: Titles, others: Titles) -> Iterator[tuple[str, str]]:
    lang = titles.lang
    for name, study, own in (("first", comparison.a, titles), ("second", comparison.b, others)):
        yield STUDY[name].say(lang), f"{own.model()}. {size_told(study, own)}"
