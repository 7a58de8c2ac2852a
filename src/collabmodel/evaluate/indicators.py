"""Indicators: how anybody would know whether a principle is kept, with the number and its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from collabmodel.evaluate.clocks import Clock
from collabmodel.evaluate.endings import speaks_of_ending
from collabmodel.evaluate.measures import Taken, take
from collabmodel.evaluate.readings import Readings
from collabmodel.evaluate.result import Aspect, IndicatorResult, Result, RuleColumn, Traces
from collabmodel.evaluate.summaries import summarise
from collabmodel.model import (
    AttestationIndicator,
    Indicator,
    Measure,
    MeasureIndicator,
    Measuring,
    Model,
    Reference,
    RuleIndicator,
    Summary,
)
from collabmodel.rules.verdicts import Verdict
from collabmodel.workdays import Duration

MOST_EVENTS = 20
"""How many events an indicator names as evidence at most."""


@attrs.frozen(kw_only=True, eq=False)
class Ground:
    """
    What indicators of one model rest on.

    Args:
        model: The model that states them.
        cooperation: The model of the cooperation that is judged.
        readings: The histories, read with the model's patterns.
        columns: Cells by model and rule.
        traces: Traces by scope.
        scored: 1 for each case that counts in indicators of the organisations' own work.
    """

    model: Model
    cooperation: Model
    readings: Readings
    columns: Mapping[tuple[str, str], RuleColumn]
    traces: Mapping[str, Traces]
    scored: Sequence[int]


def indicator_results(ground: Ground) -> dict[str, IndicatorResult]:
    """
    Judge every indicator of a model.

    Args:
        ground: What they rest on.

    Returns:
        Results by id, in the order of the model.
    """
    return {indicator.id: _judge(indicator, ground) for indicator in ground.model.indicators}


def grade(value: float, met: float, partly: float | None, *, lower: bool = False) -> Result:
    """
    Compare a number with its thresholds.

    Args:
        value: The number found.
        met: From which on it is met.
        partly: From which on it is partly met, or None.
        lower: Whether small values are good.

    >>> grade(0.8, 0.9, 0.5).value, grade(3, 7, None, lower=True).value
    ('partly', 'met')
    """
    sign = -1 if lower else 1
    if sign * value >= sign * met:
        return Result.MET
    return Result.PARTLY if partly is not None and sign * value >= sign * partly else Result.NOT_MET


def _judge(indicator: Indicator, ground: Ground) -> IndicatorResult:
    match indicator:
        case RuleIndicator():
            return _by_rule(indicator, ground)
        case MeasureIndicator():
            return _by_measure(indicator, ground)
        case AttestationIndicator():
            return _by_attestation(indicator, ground)


def _by_rule(indicator: RuleIndicator, ground: Ground) -> IndicatorResult:
    column = _column(indicator.rule, ground)
    blank = _blank(indicator, ground, (indicator.rule,), unit="share")
    if column is None:
        return attrs.evolve(blank, why=f"there is no rule '{indicator.rule}'")
    counted = _counted_traces(column, ground)
    applying = [trace for trace in counted if _applies(column, trace)]
    decided = [trace for trace in applying if _decided(column, trace)]
    found = attrs.evolve(blank, number=len(decided), missing=len(applying) - len(decided))
    if not decided:
        return attrs.evolve(found, why="no case could be decided yet" if applying else "the rule applied to no case")
    kept = sum(column.verdict[trace] <= Verdict.POSSIBLY_SATISFIED.rank for trace in decided)
    worst = sorted(decided, key=lambda trace: -column.verdict[trace])
    positions = (place for trace in worst for place in (column.activation[trace], column.decider[trace]))
    return _graded(found, indicator, ground, kept / len(decided), events=_names(positions, ground))


def _column(rule: str, ground: Ground) -> RuleColumn | None:
    own = ground.columns.get((ground.model.id, rule))
    return own if own is not None else ground.columns.get((ground.cooperation.id, rule))


def _counted_traces(column: RuleColumn, ground: Ground) -> Sequence[int]:
    traces = ground.traces[column.scope]
    whole = range(len(traces.cases))
    if column.scope != "case" or speaks_of_ending(column.rule, (ground.model, ground.cooperation)):
        return whole
    return [trace for trace in whole if ground.scored[traces.cases[trace]]]


def _applies(column: RuleColumn, trace: int) -> bool:
    broken = column.verdict[trace] >= Verdict.POSSIBLY_VIOLATED.rank
    return trace not in column.waived and (column.activations[trace] > 0 or broken or trace in column.unknown)


def _decided(column: RuleColumn, trace: int) -> bool:
    return trace not in column.unknown and column.verdict[trace] != Verdict.POSSIBLY_VIOLATED.rank


def _by_measure(indicator: MeasureIndicator, ground: Ground) -> IndicatorResult:
    measure, readings = indicator.measure, ground.readings
    elements = tuple(filter(None, (measure.instrument, *(p.element for p in (measure.of, measure.to) if p))))
    outcome = measure.what is Measuring.CHANGE
    clock = Clock.of(measure, ground.model, ground.cooperation)
    blank = attrs.evolve(
        _blank(indicator, ground, elements, unit=_unit(measure, clock)),
        aspect=Aspect.OUTCOME if outcome else Aspect.PROCESS,
    )
    if clock.why and measure.what in TIMED:
        return attrs.evolve(blank, why=clock.why)
    cases = [case for case in ground.traces["case"].cases if outcome or ground.scored[case]]
    taken, missing = take(measure, readings, clock, readings.cases_where(measure.condition, cases))
    found = attrs.evolve(blank, number=len(taken), missing=missing)
    groups = _summaries(indicator, taken)
    if not groups:
        return attrs.evolve(found, why=_lacking(measure, taken))
    value = (max if indicator.lower_is_better else min)(number for _, number in groups)
    worst = sorted(taken, key=lambda one: one.value, reverse=indicator.lower_is_better)
    events = _names((one.position for one in worst), ground)
    shown = tuple(group for group in groups if group[0])
    return _graded(
        attrs.evolve(found, groups=shown), indicator, ground, value, events=events, clock=_timed(measure, clock)
    )


def _unit(measure: Measure, clock: Clock) -> str:
    if measure.summary is Summary.VARIATION:
        return "share"
    return clock.unit if measure.what in TIMED else measure.unit


def _timed(measure: Measure, clock: Clock) -> Clock | None:
    """Give the clock if the number found is a time, so that a threshold may be a duration."""
    return clock if measure.what in TIMED and measure.summary is not Summary.VARIATION else None


def _lacking(measure: Measure, taken: Sequence[Taken]) -> str:
    if taken:
        return "too few values for the summary"
    return "nobody was asked twice" if measure.what is Measuring.CHANGE else "nothing of the kind happened"


def _summaries(indicator: MeasureIndicator, taken: Iterable[Taken]) -> list[tuple[str, float]]:
    """Summarise group by group, so that two sides are never pooled; the weakest group decides."""
    groups: dict[str, list[float]] = {}
    for one in taken:
        groups.setdefault(one.group, []).append(one.value)
    found = ((name, summarise(values, indicator.measure.summary)) for name, values in sorted(groups.items()))
    return [(name, value) for name, value in found if value is not None]


def _by_attestation(indicator: AttestationIndicator, ground: Ground) -> IndicatorResult:
    readings = ground.readings
    answers = readings.answers(indicator.id)
    blank = attrs.evolve(_blank(indicator, ground, (indicator.id,), unit="share"), aspect=Aspect.VOICE)
    voices = indicator.voices or tuple(sorted({answer.voice for answer in answers}))
    heard = {
        voice: [answer.answer for answer in answers if readings.speaks_for(answer.voice, voice)] for voice in voices
    }
    silent = [voice for voice in voices if not heard[voice]]
    found = attrs.evolve(blank, number=len(answers), missing=len(silent))
    if silent or not voices:
        who = ", ".join(silent)
        return attrs.evolve(found, why=f"nobody was heard as {who}" if silent else "nobody has answered")
    groups = tuple((voice, heard[voice].count(Result.MET) / len(heard[voice])) for voice in sorted(voices))
    order = (Result.NOT_MET, Result.PARTLY, Result.MET)
    worst = sorted(answers, key=lambda answer: order.index(answer.answer))
    events = _names((answer.position for answer in worst), ground)
    weakest = min(share for _, share in groups)
    return _graded(attrs.evolve(found, groups=groups), indicator, ground, weakest, events=events)


def _blank(indicator: Indicator, ground: Ground, elements: tuple[str, ...], *, unit: str) -> IndicatorResult:
    return IndicatorResult(
        id=indicator.id,
        model=ground.model.id,
        result=Result.NOT_ASSESSABLE,
        unit=unit,
        elements=elements,
        cites=indicator.cites,
    )


def _graded(
    found: IndicatorResult,
    indicator: Indicator,
    ground: Ground,
    value: float,
    *,
    events: tuple[str, ...],
    clock: Clock | None = None,
) -> IndicatorResult:
    try:
        met = _threshold(indicator.met, ground, clock)
        partly = None if indicator.partly is None else _threshold(indicator.partly, ground, clock)
    except ValueError as problem:
        return attrs.evolve(found, value=value, events=events, why=str(problem))
    lower = isinstance(indicator, MeasureIndicator) and indicator.lower_is_better
    return attrs.evolve(found, value=value, events=events, result=grade(value, met, partly, lower=lower))


def _threshold(given: float | Duration | Reference, ground: Ground, clock: Clock | None) -> float:
    value: object = given
    if isinstance(given, Reference):
        parameters = (*ground.model.parameters, *ground.cooperation.parameters)
        value = next((one.value for one in parameters if one.id == given.parameter), None)
    if isinstance(value, Duration) and clock is not None:
        return clock.amount(value)
    if isinstance(value, int | float):
        return float(value)
    name = f" '{given.parameter}'" if isinstance(given, Reference) else ""
    msg = f"the threshold{name} is no number in the unit of the indicator"
    raise ValueError(msg)


def _names(positions: Iterable[int], ground: Ground) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for position in positions:
        if position >= 0:
            found.setdefault(ground.readings.history.event_id(position))
        if len(found) == MOST_EVENTS:
            break
    return tuple(found)


TIMED = frozenset({Measuring.INTERVAL, Measuring.LONGEST_GAP, Measuring.GAPS})
"""What is measured in time between events."""
