"""What an evaluation found, in a manager's words: promises by how they stand, principles with a reason, worst first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import attrs

from collabmodel.evaluate.result import Evaluation, IndicatorResult, PrincipleResult, Result, RuleColumn
from collabmodel.model import (
    AttestationIndicator,
    Indicator,
    Limit,
    MeasureIndicator,
    Model,
    Rule,
    RuleIndicator,
    Severity,
    Summary,
)
from collabmodel.report import labels
from collabmodel.report.labels import Standing
from collabmodel.report.naming import Names
from collabmodel.report.phrases import SIDES_BY_VALUE
from collabmodel.report.words import Phrase, number_in_words, sentence
from collabmodel.rules.verdicts import Verdict

_WORST = (Result.NOT_MET, Result.PARTLY, Result.NOT_ASSESSABLE, Result.MET)
_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
_MOST_PROMISES = 15
_NOBODY = re.compile(r"nobody was heard as (?P<who>.+)")


@attrs.frozen(kw_only=True)
class Promise:
    """
    How one rule or limit fared.

    Args:
        id: Its id.
        model: Id of the model that states it.
        title: Its name.
        scope: ``case``, ``adoption`` or ``cohort``.
        severity: How bad a breach is.
        column: Which column of the evaluation it is, from 0.
        counts: How many traces stand how.
        broken: Numbers of the traces in which it is broken.
    """

    id: str
    model: str
    title: str
    scope: str
    severity: Severity
    column: int
    counts: Mapping[Standing, int]
    broken: tuple[int, ...]


@attrs.frozen(kw_only=True)
class Score:
    """
    How one principle or indicator fared.

    Args:
        id: Its id.
        model: Id of the model that states it.
        title: Its name.
        result: How far it is kept.
        reason: Why, in words.
        depth: How deep it stands in the tree of principles, >= 0.
        found: The principle's result, with everything under it.
    """

    id: str
    model: str
    title: str
    result: Result
    reason: str
    depth: int
    found: PrincipleResult


@attrs.frozen(eq=False)
class Readers:
    """
    What the elements of several models are called in one language.

    Args:
        lang: Language code.
        names: Names by id of the model.
    """

    lang: str
    names: dict[str, Names]

    @classmethod
    def of(cls, models: Iterable[Model], lang: str) -> Readers:
        """
        Collect the names of several models.

        Args:
            models: The models.
            lang: Language code.
        """
        return cls(lang, {model.id: Names.of(model, lang) for model in models})

    def title(self, model: str, id: str) -> str:
        """
        Give the title of an element of one of the models; the others are asked where it has none.

        Args:
            model: Id of the model.
            id: Id of the element.
        """
        for names in (self.names.get(model), *self.names.values()):
            if names and id in names.titles:
                return names.titles[id]
        return id.replace("_", " ")


def standing(column: RuleColumn, trace: int) -> Standing:
    """
    Say how a promise stands in one trace. What is waived is excused, whatever the verdict.

    Args:
        column: The promise's cells.
        trace: Number of the trace.
    """
    if trace in column.waived:
        return Standing.EXCUSED
    if trace in column.unknown:
        return Standing.CANNOT_SAY
    return _plain(column.verdict[trace], column.activations[trace] > 0)


def _plain(rank: int, applied: bool) -> Standing:
    if rank >= Verdict.POSSIBLY_VIOLATED.rank:
        return Standing.BROKEN if rank == Verdict.VIOLATED.rank else Standing.OPEN
    return Standing.KEPT if applied else Standing.NOT_APPLIED


def broken_in(column: RuleColumn) -> tuple[int, ...]:
    """
    Give the numbers of the traces in which a promise is broken.

    Args:
        column: The promise's cells.
    """
    aside = column.waived.keys() | column.unknown.keys()
    worst = Verdict.VIOLATED.rank
    return tuple(trace for trace, rank in enumerate(column.verdict) if rank == worst and trace not in aside)


def counted(column: RuleColumn) -> Counter[Standing]:
    """
    Count how many traces stand how. Cells that stand alike are counted together, as there may be very many.

    Args:
        column: The promise's cells.
    """
    counts: Counter[Standing] = Counter()
    for (rank, applied), number in Counter(zip(column.verdict, map(bool, column.activations), strict=True)).items():
        counts[_plain(rank, applied)] += number
    for trace in column.waived.keys() | column.unknown.keys():
        counts[_plain(column.verdict[trace], column.activations[trace] > 0)] -= 1
        counts[standing(column, trace)] += 1
    return counts


def promises(evaluation: Evaluation, readers: Readers) -> tuple[Promise, ...]:
    """
    Give every rule and limit with its counts, most broken first.

    Args:
        evaluation: What was found.
        readers: What things are called.
    """
    stated = {
        (model.id, one.id): one
        for model in evaluation.models
        for part in (model.rules, model.limits)
        for one in _all(part)
    }
    found = [_promise(number, column, stated, readers) for number, column in enumerate(evaluation.columns)]
    return tuple(sorted(found, key=lambda one: (-len(one.broken), _WEIGHT[one.severity], one.column)))


def _all(part: Iterable[Rule | Limit]) -> Iterator[Rule | Limit]:
    yield from part


def _promise(
    number: int, column: RuleColumn, stated: Mapping[tuple[str, str], Rule | Limit], readers: Readers
) -> Promise:
    one = stated.get((column.model, column.rule))
    return Promise(
        id=column.rule,
        model=column.model,
        title=readers.title(column.model, column.rule),
        scope=column.scope,
        severity=one.severity if isinstance(one, Rule) else Severity.ERROR,
        column=number,
        counts=counted(column),
        broken=broken_in(column),
    )


def scores(evaluation: Evaluation, readers: Readers) -> tuple[Score, ...]:
    """
    Give every principle with a word and a reason: trees together, the worst first.

    Args:
        evaluation: What was found.
        readers: What things are called.
    """
    indicators = {(model.id, one.id): one for model in evaluation.models for one in model.indicators}
    return tuple(_tree(evaluation.principles, 0, indicators, readers))


def _tree(
    results: Iterable[PrincipleResult], depth: int, indicators: Mapping[tuple[str, str], Indicator], readers: Readers
) -> Iterator[Score]:
    for found in sorted(results, key=lambda one: _WORST.index(one.result)):
        yield Score(
            id=found.id,
            model=found.model,
            title=readers.title(found.model, found.id),
            result=found.result,
            reason=_reason_of_principle(found, indicators, readers),
            depth=depth,
            found=found,
        )
        yield from _tree(found.parts, depth + 1, indicators, readers)


def _reason_of_principle(
    found: PrincipleResult, indicators: Mapping[tuple[str, str], Indicator], readers: Readers
) -> str:
    """Give the reason of the indicator that weighs most: the worst one."""
    if not found.indicators:
        return "" if found.parts else labels.NO_INDICATOR.say(readers.lang)
    worst = min(found.indicators, key=lambda one: _WORST.index(one.result))
    if found.result is Result.MET:
        worst = found.indicators[0]
    title = readers.title(worst.model, worst.id)
    return f"{title}: {indicator_reason(worst, indicators.get((worst.model, worst.id)), readers)}"


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
    over = (
        labels.LEVELS[indicator.measure.level].say(lang, n=found.number)
        if isinstance(indicator, MeasureIndicator)
        else ""
    )
    unit = _unit(indicator, found)
    value = _value(found.value, unit, lang)
    text = _phrase(indicator).say(lang, value=value, number=found.number, over=over, aim=_aim(indicator, unit, names))
    if found.missing:
        text += " " + labels.MISSING.say(lang, n=found.missing)
    return text if not found.why else f"{text} - {why_in_words(found.why, found.model, readers)}"


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
    heard = _NOBODY.fullmatch(why)
    if heard:
        who = ", ".join(_voice(id.strip(), model, readers) for id in heard["who"].split(","))
        return labels.NOBODY_HEARD.say(readers.lang, who=who)
    return labels.WHYS[why].say(readers.lang) if why in labels.WHYS else why


def _voice(id: str, model: str, readers: Readers) -> str:
    """Name a role or a side."""
    side = SIDES_BY_VALUE.get(id)
    return readers.title(model, id) if side is None else side.say(readers.lang).lower()


def as_scorecard(evaluation: Evaluation, lang: str = "en", *, most: int = 6) -> str:
    """
    Write what was found for somebody who leads the work: principles worst first, then what was broken and where.

    Args:
        evaluation: What was found.
        lang: Language code.
        most: How many cases are named for one broken promise at most.

    >>> from collabmodel.evaluate import evaluate
    >>> from collabmodel.history import from_events
    >>> from collabmodel.model import Model
    >>> print(as_scorecard(evaluate(Model(id="m"), from_events(()))).splitlines()[0])
    0 cases, 0 events
    """
    readers = Readers.of(evaluation.models, lang)
    history = evaluation.history
    cases = labels.CASES.say(lang, len(history.cases))
    events = labels.EVENTS.say(lang, len(history.occurred))
    lines = [f"{cases}, {events}" + (f", {labels.AS_OF.say(lang, when=day(evaluation))}" if history.cases else "")]
    found = scores(evaluation, readers)
    if found:
        lines += ["", labels.PRINCIPLES.say(lang)]
        lines += [line for score in found for line in _score_lines(score, lang)]
    lines += ["", labels.BROKEN_PROMISES.say(lang)]
    broken = [one for one in promises(evaluation, readers) if one.broken]
    lines += [line for one in broken[:_MOST_PROMISES] for line in _broken_lines(one, evaluation, lang, most)]
    if len(broken) > _MOST_PROMISES:
        lines.append(f"  {labels.MORE_BROKEN.say(lang, n=len(broken) - _MOST_PROMISES)}")
    return "\n".join(lines if broken else [*lines, "  " + sentence(labels.NONE_BROKEN.say(lang))])


def day(evaluation: Evaluation) -> str:
    """
    Write the day on which things were judged.

    Args:
        evaluation: What was found.
    """
    when = evaluation.as_of
    return f"{when.day}.{when.month}.{when.year}"


def _score_lines(score: Score, lang: str) -> Iterator[str]:
    indent = "  " * (score.depth + 1)
    yield f"{indent}{labels.RESULTS[score.result].say(lang).upper()}  {score.title}"
    if score.reason:
        yield f"{indent}  {sentence(score.reason)}"


def _broken_lines(promise: Promise, evaluation: Evaluation, lang: str, most: int) -> Iterator[str]:
    yield f"  {len(promise.broken)} x  {promise.title}"
    cases = case_names(promise, evaluation)
    if cases:
        named = ", ".join(cases[:most])
        more = f" {labels.AND_MORE.say(lang, n=len(cases) - most)}" if len(cases) > most else ""
        yield f"       {labels.IN_CASES.say(lang, cases=named + more)}"


def case_names(promise: Promise, evaluation: Evaluation) -> tuple[str, ...]:
    """
    Give the ids of the cases in which a promise is broken; none for a promise over the whole cohort.

    Args:
        promise: The promise.
        evaluation: What was found.
    """
    traces = evaluation.traces_of(promise.scope)
    numbers = (traces.cases[trace] for trace in promise.broken)
    return tuple(evaluation.history.cases[number] for number in numbers if number >= 0)
