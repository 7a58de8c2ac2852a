"""Figures of studies in words: a number with its unit, its interval, and whether a difference is more than chance."""

from __future__ import annotations

import enum
from collections.abc import Sequence

import attrs

from collabmodel.report.words import Counted, Phrase
from collabmodel.simulate.results import Contrast, Indicator

_NO_BREAK = "\N{NO-BREAK SPACE}"
_MINUS = "\N{MINUS SIGN}"
_DASH = "\N{EN DASH}"


class Clarity(enum.Enum):
    """What an interval says of a difference."""

    LESS = "less"
    MORE = "more"
    SAME = "same"
    UNCLEAR = "unclear"
    UNKNOWN = "unknown"


def _counted(en: str, en_many: str, fi: str, fi_many: str, sv: str, sv_many: str) -> Counted:
    return Counted(Phrase(en, fi, sv), Phrase(en_many, fi_many, sv_many))


UNITS: dict[str, Counted] = {
    "minutes": _counted("minute", "minutes", "minuutti", "minuuttia", "minut", "minuter"),
    "hours": _counted("hour", "hours", "tunti", "tuntia", "timme", "timmar"),
    "working hours": _counted("working hour", "working hours", "työtunti", "työtuntia", "arbetstimme", "arbetstimmar"),
    "days": _counted("day", "days", "päivä", "päivää", "dag", "dagar"),
    "working days": _counted("working day", "working days", "työpäivä", "työpäivää", "arbetsdag", "arbetsdagar"),
    "weeks": _counted("week", "weeks", "viikko", "viikkoa", "vecka", "veckor"),
    "months": _counted("month", "months", "kuukausi", "kuukautta", "månad", "månader"),
    "years": _counted("year", "years", "vuosi", "vuotta", "år", "år"),
    "cases": _counted("case", "cases", "tapaus", "tapausta", "ärende", "ärenden"),
    "events": _counted("event", "events", "tapahtuma", "tapahtumaa", "händelse", "händelser"),
    "meetings": _counted("meeting", "meetings", "tapaaminen", "tapaamista", "möte", "möten"),
    "times": _counted("time", "times", "kerta", "kertaa", "gång", "gånger"),
    "workers": _counted("worker", "workers", "työntekijä", "työntekijää", "medarbetare", "medarbetare"),
    "cases per worker": _counted(
        "case per worker",
        "cases per worker",
        "tapaus työntekijää kohti",
        "tapausta työntekijää kohti",
        "ärende per medarbetare",
        "ärenden per medarbetare",
    ),
    "points": _counted("point", "points", "piste", "pistettä", "poäng", "poäng"),
    "per case": _counted("per case", "per case", "tapausta kohti", "tapausta kohti", "per ärende", "per ärende"),
    "per week": _counted("per week", "per week", "viikossa", "viikossa", "per vecka", "per vecka"),
    "per year": _counted("per year", "per year", "vuodessa", "vuodessa", "per år", "per år"),
    "per meeting": _counted(
        "per meeting", "per meeting", "tapaamista kohti", "tapaamista kohti", "per möte", "per möte"
    ),
}
"""Units by the names in which studies give them; any other is shown as it is written."""
UNNAMED = frozenset({"", "0 to 1", "as stated"})
"""Units of figures that are plain numbers."""

NOT_KNOWN = Phrase("cannot be told", "ei voi sanoa", "går inte att säga")
ABOUT = Phrase("about {what}", "noin {what}", "ungefär {what}")
_ALWAYS = Phrase("{what} in every replication", "{what} joka toistossa", "{what} i varje upprepning")
_POINTS = _counted(
    "percentage point",
    "percentage points",
    "prosenttiyksikkö",
    "prosenttiyksikköä",
    "procentenhet",
    "procentenheter",
)
_SPAN = Phrase("{low} to {high}", "{low} … {high}", "{low} till {high}")
_MOST_HOURS = 72
_LEAST_HALF = ((0.95, 0), (0.095, 1), (0.0095, 2))
"""Half an interval of at least so much needs no more than so many decimals."""


def decimals(value: float, low: float | None = None, high: float | None = None) -> int:
    """
    Say how many decimals a figure deserves: no more than its interval lets anybody trust.

    Args:
        value: The figure, as it is shown.
        low: Lower end of its interval, or None.
        high: Upper end, or None.

    >>> decimals(12.345, 11.2, 13.4), decimals(12.345, 12.2, 12.5), decimals(0.51)
    (0, 1, 2)
    """
    half = (high - low) / 2 if low is not None and high is not None else 0.0
    if half > 0:
        return next((places for least, places in _LEAST_HALF if half >= least), 2)
    most = 0 if abs(value) >= 100 else 1 if abs(value) >= 1 else 2
    return next(places for places in range(most + 1) if places == most or abs(value - round(value, places)) < 1e-9)


def number(value: float, places: int, lang: str, *, signed: bool = False) -> str:
    r"""
    Write a number with a fixed number of decimals, the way the language does.

    Args:
        value: The number.
        places: Decimals, >= 0.
        lang: Language code.
        signed: Whether a number above zero bears its sign too.

    >>> ascii(number(-1234.56, 1, "fi")), number(0.04, 1, "en", signed=True)
    ("'\\u22121\\xa0234,6'", '0.0')
    """
    shown = round(value, places)
    text = f"{abs(shown):,.{places}f}".replace(",", "\0").replace(".", "," if lang in {"fi", "sv"} else ".")
    text = text.replace("\0", "," if lang not in {"fi", "sv"} else _NO_BREAK)
    sign = _MINUS if shown < 0 else "+" if signed and shown > 0 else ""
    return sign + text


def _shown(value: float | None, unit: str) -> float | None:
    return value * 100 if unit == "share" and value is not None else value


def _with_unit(text: str, value: float, unit: str, lang: str, *, apart: bool = False) -> str:
    if unit == "share":
        return f"{text}{_NO_BREAK}{(_POINTS.say(lang, abs(value)) if apart else '%')}"
    word = UNITS[unit].say(lang, abs(value)) if unit in UNITS else "" if unit in UNNAMED else unit
    return f"{text}{_NO_BREAK}{word}" if word else text


def amount(value: float | None, unit: str, lang: str) -> str:
    r"""
    Write a figure with its unit, without an interval.

    Args:
        value: The figure; None for one that cannot be told.
        unit: Its unit.
        lang: Language code.

    >>> amount(0.183, "share", "fi"), amount(1, "days", "en"), amount(None, "days", "sv")
    ('18,3\xa0%', '1\xa0day', 'går inte att säga')
    """
    shown = _shown(value, unit)
    if shown is None:
        return NOT_KNOWN.say(lang)
    places = decimals(shown)
    return _with_unit(number(shown, places, lang), round(shown, places), unit, lang)


def plain(value: float, lang: str) -> str:
    """
    Write a number at an axis, with as many decimals as it needs.

    Args:
        value: The number.
        lang: Language code.

    >>> plain(2.5, "sv"), plain(20.0, "en")
    ('2,5', '20')
    """
    shown = next((places for places in range(4) if abs(value - round(value, places)) < 1e-9), 4)
    return number(value, shown, lang)


def percent(value: float, lang: str) -> str:
    r"""
    Write a share at an axis.

    Args:
        value: The share.
        lang: Language code.

    >>> percent(0.25, "fi")
    '25\xa0%'
    """
    return f"{plain(value * 100, lang)}{_NO_BREAK}%"


def unit_word(unit: str, lang: str) -> str:
    """
    Name a unit under an axis.

    Args:
        unit: The unit.
        lang: Language code.

    >>> unit_word("days", "sv"), unit_word("share", "en")
    ('dagar', '%')
    """
    if unit == "share":
        return "%"
    return UNITS[unit].say(lang, 2) if unit in UNITS else "" if unit in UNNAMED else unit


def points_word(lang: str) -> str:
    """
    Name the unit in which differences of shares are given.

    Args:
        lang: Language code.

    >>> points_word("sv")
    'procentenheter'
    """
    return _POINTS.many.say(lang)


def span(low: float, high: float, places: int, lang: str, *, signed: bool = False) -> str:
    r"""
    Write an interval without its unit.

    Args:
        low: Lower end, as it is shown.
        high: Upper end.
        places: Decimals.
        lang: Language code.
        signed: Whether its ends bear their signs.

    >>> ascii(span(11.2, 13.4, 0, "en")), span(1, 2, 1, "sv", signed=True)
    ("'11\\u201313'", '+1,0 till +2,0')
    """
    ends = [number(end, places, lang, signed=signed) for end in (low, high)]
    return _SPAN.say(lang, low=ends[0], high=ends[1]) if signed or low < 0 else _DASH.join(ends)


def bounded(one: Indicator) -> Indicator:
    """
    Cut an interval where the figure itself must end: no count is below zero, and no part above the whole.

    Args:
        one: The indicator; what may be negative, as its values show, stays as it is.

    >>> part = Indicator(id="never:x", unit="share", mean=0.1, low=-0.1, high=0.3, values=(0.0, 0.2))
    >>> bounded(part).low
    0.0
    """
    known = [value for value in one.values if value is not None]
    if one.low is None or one.high is None or not known or min(known) < 0:
        return one
    whole = one.unit == "share" and max(known) <= 1 and not one.id.startswith("spread:")
    return attrs.evolve(one, low=max(one.low, 0.0), high=min(one.high, 1.0) if whole else one.high)


def in_days(some: Sequence[Indicator]) -> list[Indicator]:
    """
    Give hours around the clock as days, where any of them is longer than three days.

    Args:
        some: Indicators; those in other units stay as they are.
    """
    if not some or any(one.unit != "hours" for one in some) or max(one.mean or 0.0 for one in some) <= _MOST_HOURS:
        return list(some)
    return [_scaled(one, 24.0, "days") for one in some]


def _scaled(one: Indicator, by: float, unit: str) -> Indicator:
    mean, low, high = (None if value is None else value / by for value in (one.mean, one.low, one.high))
    values = tuple(None if value is None else value / by for value in one.values)
    return attrs.evolve(one, unit=unit, mean=mean, low=low, high=high, values=values)


def figure(one: Indicator, lang: str) -> str:
    r"""
    Write an indicator's mean with its unit and its interval in brackets.

    Args:
        one: The indicator.
        lang: Language code.

    >>> ascii(figure(Indicator(id="wait", unit="days", mean=12.3, low=11.2, high=13.4), "en"))
    "'12\\xa0days (11\\u201313)'"
    """
    one = bounded(one)
    mean, low, high = (_shown(value, one.unit) for value in (one.mean, one.low, one.high))
    if mean is None or low is None or high is None:
        return amount(one.mean, one.unit, lang)
    if low == high:
        return _ALWAYS.say(lang, what=amount(one.mean, one.unit, lang))
    places = decimals(mean, low, high)
    text = _with_unit(number(mean, places, lang), round(mean, places), one.unit, lang)
    return f"{text} ({span(low, high, places, lang)})"


def about(one: Indicator, lang: str) -> str:
    r"""
    Write an indicator for a sentence: about so much, with its interval.

    Args:
        one: The indicator.
        lang: Language code.

    >>> about(Indicator(id="wait", unit="days", mean=12.3, low=None, high=None), "fi")
    'noin 12,3\xa0päivää'
    """
    exact = one.mean is None or (one.low is not None and one.low == one.high)
    return figure(one, lang) if exact else ABOUT.say(lang, what=figure(one, lang))


def clarity(one: Contrast) -> Clarity:
    """
    Say what the interval of a difference shows: that there is one, and which way, or nothing for sure.

    Args:
        one: The contrast.

    >>> clarity(Contrast(id="w", unit="days", a=3, b=1, difference=-2, low=-3, high=-1)).value
    'less'
    """
    if one.difference is None or one.low is None or one.high is None:
        return Clarity.UNKNOWN
    if one.low == one.high == 0:
        return Clarity.SAME
    if one.low > 0:
        return Clarity.MORE
    return Clarity.LESS if one.high < 0 else Clarity.UNCLEAR


def difference(one: Contrast, lang: str) -> str:
    r"""
    Write a difference with its sign, its unit and its interval.

    Args:
        one: The contrast.
        lang: Language code.

    >>> difference(Contrast(id="w", unit="share", a=0.1, b=0.3, difference=0.2, low=0.15, high=0.25), "en")
    '+20\xa0percentage points (+15 to +25)'
    """
    shown, low, high = (_shown(value, one.unit) for value in (one.difference, one.low, one.high))
    if shown is None:
        return NOT_KNOWN.say(lang)
    places = decimals(shown, low, high)
    text = _with_unit(number(shown, places, lang, signed=True), round(shown, places), one.unit, lang, apart=True)
    if low is None or high is None:
        return text
    return f"{text} ({span(low, high, places, lang, signed=True)})"
