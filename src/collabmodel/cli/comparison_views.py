"""A comparison as JSON and as words: each figure under both, the difference, and what changes with it."""

from __future__ import annotations

from collections.abc import Iterator

from collabmodel.cli.answers import Json
from collabmodel.cli.tables import Table
from collabmodel.report import comparison_text, figures
from collabmodel.report.contrasting import change_told, short_contrasts, shown
from collabmodel.report.topics import Titles
from collabmodel.report.words import Phrase, sentence
from collabmodel.simulate import Comparison
from collabmodel.simulate.results import Contrast

_WHAT_IF = Phrase("What if: {what}", "Entä jos: {what}", "Tänk om: {what}")
_NO_DIFFERENCE = Phrase(
    "No main figure changes by more than luck explains",
    "Yksikään pääluku ei muutu enempää kuin sattuma selittää",
    "Inget huvudtal ändras mer än slumpen förklarar",
)
_CLEARLY = frozenset({figures.Clarity.LESS, figures.Clarity.MORE})
_PAST = Phrase(
    "Past cases: kept, of those decided",
    "Menneet tapaukset: pidetty ratkenneista",
    "Tidigare ärenden: hållet av de avgjorda",
)


def comparison_object(found: Comparison, lang: str) -> dict[str, Json]:
    """
    Give a comparison as JSON.

    Args:
        found: The comparison.
        lang: Language of titles and warnings.
    """
    titles = Titles.of(found.a, lang)
    return {
        "a": _side(found, "a"),
        "b": _side(found, "b"),
        "indicators": [_contrast_object(one, titles) for one in found.indicators],
        "structure": list(found.structure),
        "changed": [{"id": id, "a": a, "b": b} for id, a, b in found.changed],
        "warnings": [told.in_language(lang, "en") for told in found.warnings],
        "past": [{"id": id, "a": a, "b": b} for id, (a, b) in found.past.items()],
    }


def _side(found: Comparison, side: str) -> Json:
    study = found.a if side == "a" else found.b
    return {
        "model": study.model.id,
        "scenario": study.scenario.id,
        "seed": study.seed,
        "replications": len(study.replications),
        "cases": study.cases,
        "events": study.events,
    }


def _contrast_object(one: Contrast, titles: Titles) -> Json:
    return {
        "id": one.id,
        "title": titles.figure(one),
        "unit": one.unit,
        "a": one.a,
        "b": one.b,
        "difference": one.difference,
        "low": one.low,
        "high": one.high,
        "pairs": one.pairs,
        "gain": one.gain,
    }


def comparison_parts(found: Comparison, lang: str) -> Iterator[str | Table]:
    """
    Tell of a comparison: figures under both with their difference, what changes besides, and how past cases fare.

    Args:
        found: The comparison.
        lang: Language code.
    """
    yield comparison_text(found, lang)
    if found.past:
        titles = Titles.of(found.a, lang)
        rows = tuple(
            (titles.subject(id), *(figures.amount(one, "share", lang) for one in both))
            for id, both in found.past.items()
        )
        yield ""
        yield Table(headings=(_PAST.say(lang), "a", "b"), rows=rows)


def what_if_parts(found: Comparison, lang: str) -> Iterator[str]:
    """
    Tell what one change does: the main figures whose difference luck does not explain, or that there are none.

    Args:
        found: The study beside the same under one change.
        lang: Language code.
    """
    titles = Titles.of(found.a, lang)
    yield _WHAT_IF.say(lang, what=change_told(found, titles))
    clear = [one for one in short_contrasts(found) if figures.clarity(one) in _CLEARLY]
    if not clear:
        yield f"  {sentence(_NO_DIFFERENCE.say(lang))}"
    for one in clear:
        line = f"  {titles.figure(one)}: {figures.amount(one.a, one.unit, lang)}, {shown(one, lang)}"
        yield line.replace("\N{NO-BREAK SPACE}", " ")
