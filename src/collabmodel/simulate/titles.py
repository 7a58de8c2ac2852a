"""What indicators are called in Finnish, Swedish and English, and the unit of each."""

from __future__ import annotations

from collections.abc import Mapping

from collabmodel.model import Indicator, MeasureIndicator, Model, Summary, Text, elements
from collabmodel.simulate.scenario import Scenario

LANGUAGES = ("fi", "sv", "en")
Words = tuple[str, str, str]

PLAIN: dict[str, tuple[str, Words]] = {
    "cases": ("cases", ("Tapauksia", "Ärenden", "Cases")),
    "events": ("events", ("Tapahtumia", "Händelser", "Events")),
    "open_at_end": ("cases", ("Avoinna lopussa", "Öppna vid slutet", "Open at the end")),
    "closed": ("cases", ("Päättyneitä tapauksia", "Avslutade ärenden", "Closed cases")),
    "lead_time": (
        "days",
        ("Kesto avaamisesta päättymiseen", "Tid från öppnande till avslut", "Time from opening to closing"),
    ),
    "moved": ("per case", ("Siirrettyjä aikoja", "Flyttade tider", "Appointments moved")),
    "silence": (
        "days",
        (
            "Pisin väli, jolloin kukaan työntekijä ei tehnyt mitään",
            "Längsta tid då ingen medarbetare gjorde något",
            "Longest gap in which no worker did anything",
        ),
    ),
    "stuck": (
        "cases",
        ("Tapauksia, jotka eivät pääse eteenpäin", "Ärenden som inte kommer vidare", "Cases that cannot go on"),
    ),
}
"""Unit and words of indicators that are about nothing in particular."""

ABOUT: dict[str, tuple[str, Words]] = {
    "ending": ("share", ("Päättyi näin: {}", "Avslutades så här: {}", "Ended thus: {}")),
    "wait": ("days", ("Odotus avaamisesta: {}", "Väntan från öppnandet: {}", "Wait from the opening: {}")),
    "never": ("share", ("Jäi kokonaan ilman: {}", "Fick aldrig: {}", "Never got to: {}")),
    "queue": ("hours", ("Jono pyynnöstä alkuun: {}", "Kö från begäran till start: {}", "From request to start: {}")),
    "work": ("per case", ("Kertoja: {}", "Gånger: {}", "Times: {}")),
    "missed": ("share", ("Jäi väliin: {}", "Uteblivna: {}", "Missed: {}")),
    "utilisation": (
        "share",
        (
            "Osuus työajasta tässä työssä: {}",
            "Andel av arbetstiden i detta arbete: {}",
            "Share of working time used: {}",
        ),
    ),
    "caseload": (
        "cases per worker",
        ("Avoimia tapauksia työntekijää kohden: {}", "Öppna ärenden per medarbetare: {}", "Open cases per worker: {}"),
    ),
    "rule": ("share", ("Noudatettiin: {}", "Följdes: {}", "Kept: {}")),
    "principle": (
        "0 to 1",
        (
            "Toteutui (1 kyllä, 0,5 osin, 0 ei): {}",
            "Uppfylldes (1 ja, 0,5 delvis, 0 nej): {}",
            "Met (1 yes, 0.5 partly, 0 no): {}",
        ),
    ),
    "indicator": ("as stated", ("Mittari: {}", "Indikator: {}", "Indicator: {}")),
    "spread": (
        "share",
        (
            "Kuinka eri tavalla tapaukset odottivat (hajonta / keskiarvo): {}",
            "Hur olika ärendena väntade (spridning / medelvärde): {}",
            "How unevenly cases waited (deviation / mean): {}",
        ),
    ),
}
"""Unit and words of indicators about an element, whose id follows the first part of theirs and a colon."""


def worded(fi: str, sv: str, en: str, **names: object) -> Text:
    """
    Give a sentence in the three languages, with its gaps filled.

    Args:
        fi: In Finnish, gaps in braces.
        sv: In Swedish.
        en: In English.
        names: What fills the gaps; a ``Text`` in the language of the sentence.

    >>> worded("{n} viikkoa", "{n} veckor", "{n} weeks", n=3).in_language("sv")
    '3 veckor'
    """
    pairs = zip(LANGUAGES, (fi, sv, en), strict=True)
    return Text(tuple((lang, words.format(**_in(lang, names))) for lang, words in pairs))


def _in(lang: str, names: Mapping[str, object]) -> dict[str, object]:
    return {key: one.in_language(lang, "en") if isinstance(one, Text) else one for key, one in names.items()}


def unit_of(id: str, model: Model | None = None) -> str:
    """
    Give the unit of an indicator.

    Args:
        id: Its id.
        model: The model, which knows the units of its own indicators; or None.

    >>> unit_of("lead_time"), unit_of("queue:visit"), unit_of("spread:wait:visit")
    ('days', 'hours', 'share')
    """
    kind, _, about = id.partition(":")
    if kind == "indicator" and model is not None:
        for one in model.indicators:
            if one.id == about:
                return _measured(one)
    known = PLAIN.get(kind) or ABOUT.get(kind)
    return known[0] if known else ""


def _measured(indicator: Indicator) -> str:
    if not isinstance(indicator, MeasureIndicator) or indicator.measure.summary is Summary.VARIATION:
        return "share"
    return indicator.measure.unit or "days"


def indicator_title(id: str, model: Model, scenario: Scenario | None = None) -> Text:
    """
    Say what an indicator tells, in Finnish, Swedish and English.

    Args:
        id: Its id.
        model: The model, whose elements have titles.
        scenario: The scenario, whose groups of staff are named by their role; or None.

    >>> indicator_title("lead_time", Model(id="m")).in_language("sv")
    'Tid från öppnande till avslut'
    >>> indicator_title("never:talk", Model(id="m")).in_language("en")
    'Never got to: talk'
    """
    kind, _, about = id.partition(":")
    if kind in PLAIN:
        return Text(tuple(zip(LANGUAGES, PLAIN[kind][1], strict=True)))
    if kind not in ABOUT:
        return Text.of(id)
    name = about.removeprefix("wait:") if kind == "spread" else about.rpartition("/")[2]
    words = zip(LANGUAGES, ABOUT[kind][1], strict=True)
    return Text(tuple((lang, sentence.format(_named(name, lang, model, scenario))) for lang, sentence in words))


def _named(id: str, lang: str, model: Model, scenario: Scenario | None) -> str:
    staff = scenario.staff if scenario is not None else ()
    for group in staff:
        if group.id == id:
            role = next(
                (one.title.in_language(lang, model.language) for one in model.roles if one.id == group.role), ""
            )
            alone = sum(other.role == group.role for other in staff) == 1
            return role if role and alone else f"{role} ({id})" if role else id
    for _, element in elements(model):
        if element.id == id:
            title: Text = getattr(element, "title", Text())
            return title.in_language(lang, model.language) or id
    return id
