"""A study as JSON and as words: its figures with their intervals, what was assumed, what to do next."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from collabmodel.cli.answers import Json
from collabmodel.report import study_text
from collabmodel.report.topics import Titles
from collabmodel.report.words import Phrase, sentence
from collabmodel.simulate import Study
from collabmodel.simulate.results import Indicator

_LUCK = Phrase(
    "Scenario {name}, seed {seed}; there are {n} figures in all, and --json gives every one",
    "Skenaario {name}, siemenluku {seed}; lukuja on kaikkiaan {n}, ja --json antaa ne kaikki",
    "Scenario {name}, frö {seed}; det finns {n} tal i allt, och --json ger alla",
)
_UNFINISHED = Phrase(
    "Stopped before the end: these figures are of what was finished",
    "Keskeytetty ennen loppua: luvut kertovat siitä, mikä ehti valmiiksi",
    "Avbruten före slutet: siffrorna gäller det som hann bli klart",
)
_AUDIT_RIGHT = Phrase(
    "All {cases} cases were decided anew: every event is the same.",
    "Kaikki {cases} tapausta päätettiin uudelleen: jokainen tapahtuma on sama.",
    "Alla {cases} ärenden avgjordes på nytt: varje händelse är densamma.",
)
_AUDIT_WRONG = Phrase(
    "Of {cases} cases decided anew, {wrong} differ; case, event, what differs, simulated / decided:",
    "Uudelleen päätetyistä {cases} tapauksesta {wrong} eroaa; tapaus, tapahtuma, mikä eroaa, simuloitu / päätetty:",
    "Av {cases} ärenden som avgjordes på nytt skiljer sig {wrong}; ärende, händelse, vad, simulerat / avgjort:",
)


def study_object(study: Study, lang: str, out: str | None) -> dict[str, Json]:
    """
    Give a study as JSON.

    Args:
        study: The study.
        lang: Language of titles and advice.
        out: Its folder as the caller named it, or None.
    """
    assumed, bare = _unsourced(study)
    titles = Titles.of(study, lang)
    return {
        "model": study.model.id,
        "scenario": study.scenario.id,
        "seed": study.seed,
        "replications": len(study.replications),
        "complete": study.complete,
        "cases": study.cases,
        "events": study.events,
        "stuck": _stuck(study),
        "warm_up_minutes": study.warm_up,
        "confidence": study.confidence,
        "indicators": [_indicator_object(one, titles) for one in study.indicators],
        "numbers": {"all": len(study.standing), "assumed": assumed, "unsourced": bare},
        "advice": [told.in_language(lang, "en") for told in study.advice],
        "audit": None if study.audit is None else attrs.asdict(study.audit),
        "out": out,
    }


def _indicator_object(one: Indicator, titles: Titles) -> Json:
    title = titles.figure(one)
    return {"id": one.id, "title": title, "unit": one.unit, "mean": one.mean, "low": one.low, "high": one.high}


def study_parts(study: Study, lang: str) -> Iterator[str]:
    """
    Tell of a study: what it answers, its main figures, how sure they are, and what to do next.

    Args:
        study: The study.
        lang: Language code.
    """
    yield study_text(study, lang)
    yield ""
    if not study.complete:
        yield sentence(_UNFINISHED.say(lang))
    yield sentence(_LUCK.say(lang, name=study.scenario.id, seed=study.seed, n=len(study.indicators)))
    for told in study.advice:
        yield sentence(told.in_language(lang, "en"))
    if study.audit is not None:
        number = {"cases": study.audit.cases, "wrong": study.audit.wrong}
        yield (_AUDIT_WRONG if study.audit.wrong else _AUDIT_RIGHT).say(lang, **number)
        for one in study.audit.deviations:
            yield f"  {one.case}, {one.seq}, {one.field}: {one.simulated!r} / {one.decided!r}"


def _unsourced(study: Study) -> tuple[int, int]:
    """Count the numbers that are assumed, and those that are neither sourced nor assumed."""
    bare = sum(one.unsourced for one in study.standing)
    return sum(not one.sources and not one.unsourced for one in study.standing), bare


def _stuck(study: Study) -> int:
    return sum(one.stuck for one in study.replications)
