"""Why an indicator has its result: the number found beside the number aimed at, or what is missing."""

from __future__ import annotations

import re

from collabmodel.evaluate.result import IndicatorResult
from collabmodel.model import (
    AttestationIndicator,
    Indicator,
    MeasureIndicator,
    Measuring,
    RuleIndicator,
    Scope,
    Summary,
)
from collabmodel.report import labels
from collabmodel.report.naming import Names
from collabmodel.report.readers import Readers
from collabmodel.report.words import Phrase, number_in_words


def indicator_reason(found: IndicatorResult, indicator: Indicator | None, readers: Readers) -> str:
    """
    Say why an indicator has its result: the number found beside the number aimed at.

    Args:
        found: Its result.
        indicator: The indicator, or None if its model is not at hand.
        readers: What things are called.
    """
    lang = readers.lang
    if found.value is None or indicator is None:
        return why_in_words(found.why, found.model, readers)
    names = readers.names[found.model]
    over = _over(indicator, found, readers)
    unit = _unit(indicator, found)
    value = _value(found.value, unit, lang)
    text = _phrase(indicator).say(lang, value=value, number=found.number, over=over, aim=_aim(indicator, unit, names))
    if found.missing:
        text += " " + labels.MISSING.say(lang, n=found.missing)
    return text if not found.why else f"{text} - {why_in_words(found.why, found.model, readers)}"


def _over(indicator: Indicator, found: IndicatorResult, readers: Readers) -> str:
    """Say what a number rests on."""
    lang, number = readers.lang, found.number
    match indicator:
        case MeasureIndicator():
            gaps = indicator.measure.what is Measuring.GAPS
            return (labels.GAPS if gaps else labels.LEVELS[indicator.measure.level]).say(lang, n=number)
        case RuleIndicator():
            scope = _scope(indicator.rule, found.model, readers)
            if scope is Scope.COHORT:
                return labels.TOGETHER.say(lang)
            return (labels.ADOPTIONS if scope is Scope.ADOPTION else labels.CASES).say(lang, number)
        case AttestationIndicator():
            return ""


def _scope(rule: str, model: str, readers: Readers) -> Scope:
    """Give over what a rule is judged; limits are judged over cases."""
    models = (readers.names[model].model, *(names.model for names in readers.names.values()))
    return next((each.scope for one in models for each in one.rules if each.id == rule), Scope.CASE)


def value_in_words(value: float, indicator: Indicator | None, found: IndicatorResult, lang: str) -> str:
    """
    Write a number of an indicator with its unit.

    Args:
        value: The number.
        indicator: The indicator, or None if its model is not at hand.
        found: Its result.
        lang: Language code.
    """
    return _value(value, found.unit if indicator is None else _unit(indicator, found), lang)


def _phrase(indicator: Indicator) -> Phrase:
    match indicator:
        case RuleIndicator():
            return labels.SHARE_REASON
        case AttestationIndicator():
            return labels.ANSWER_REASON
        case MeasureIndicator():
            return labels.MEASURE_REASON_LOW if indicator.lower_is_better else labels.MEASURE_REASON


def _unit(indicator: Indicator, found: IndicatorResult) -> str:
    """Give the unit of a number; a variation relative to the mean has none."""
    if isinstance(indicator, MeasureIndicator):
        return "" if indicator.measure.summary is Summary.VARIATION else found.unit
    return "share"


def _aim(indicator: Indicator, unit: str, names: Names) -> str:
    aim = names.value(indicator.met)
    if isinstance(aim, int | float) and not isinstance(aim, bool):
        return _value(aim, unit, names.lang)
    return names.amount(indicator.met)


def _value(value: float, unit: str, lang: str) -> str:
    if unit == "share":
        return f"{number_in_words(round(value * 100), lang)}\N{NO-BREAK SPACE}%"
    word = labels.UNITS[unit].say(lang) if unit in labels.UNITS else ""
    return f"{number_in_words(round(value, 1), lang)} {word}".strip()


def why_in_words(why: str, model: str, readers: Readers) -> str:
    """
    Say why something could not be assessed, in the reader's language where the words are known.

    Args:
        why: The reason as the evaluation gives it.
        model: Id of the model that states the element.
        readers: What things are called.
    """
    if why in labels.WHYS:
        return labels.WHYS[why].say(readers.lang)
    for pattern, phrase in labels.WHYS_ABOUT.items():
        named = re.fullmatch(pattern, why)
        if named:
            about = (readers.voice(model, id.strip()) for id in named[1].split(","))
            return phrase.say(readers.lang).format(", ".join(about))
    return why
