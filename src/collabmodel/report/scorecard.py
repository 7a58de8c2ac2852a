"""What an evaluation found, in a manager's words: promises by how they stand, principles with a reason, worst first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import attrs

from collabmodel.evaluate.result import Evaluation, PrincipleResult, Result, RuleColumn
from collabmodel.model import (
    Indicator,
    Limit,
    Rule,
    Severity,
)
from collabmodel.report import labels
from collabmodel.report.labels import Standing
from collabmodel.report.readers import Readers
from collabmodel.report.reasons import indicator_reason
from collabmodel.report.words import sentence
from collabmodel.rules.verdicts import Verdict

_WORST = (Result.NOT_MET, Result.PARTLY, Result.NOT_ASSESSABLE, Result.MET)
_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
_MOST_PROMISES = 15


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
    """Give the reason of the indicator that weighs most: the first with the principle's own result, else the worst."""
    if not found.indicators:
        return "" if found.parts else labels.NO_INDICATOR.say(readers.lang)
    worst = min(found.indicators, key=lambda one: _WORST.index(one.result))
    told = next((one for one in found.indicators if one.result is found.result), worst)
    title = readers.title(told.model, told.id)
    return f"{title}: {indicator_reason(told, indicators.get((told.model, told.id)), readers)}"


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
    lines = [size(evaluation, lang)]
    if not evaluation.history.cases:
        return "\n".join([*lines, "", sentence(labels.NOT_JUDGED.say(lang))])
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


def size(evaluation: Evaluation, lang: str) -> str:
    """
    Say how much was judged, and on which day: cases, events, and histories of preparation, which are no cases.

    Args:
        evaluation: What was found.
        lang: Language code.
    """
    when, adoptions = evaluation.as_of, evaluation.adoption_histories
    parts = [labels.CASES.say(lang, evaluation.cases), labels.EVENTS.say(lang, len(evaluation.history.occurred))]
    if adoptions:
        parts.insert(1, labels.ADOPTIONS.say(lang, adoptions))
    if evaluation.history.cases:
        parts.append(labels.AS_OF.say(lang, when=f"{when.day}.{when.month}.{when.year}"))
    return ", ".join(parts)


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
