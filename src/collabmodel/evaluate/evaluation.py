"""Histories judged by a model and by values: every rule and limit over every case, and what follows for principles."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path

import attrs

from collabmodel.errors import ConfigError, Problem
from collabmodel.evaluate.columns import empty_column
from collabmodel.evaluate.endings import scored_cases
from collabmodel.evaluate.indicators import Ground, indicator_results
from collabmodel.evaluate.principles import principle_trees
from collabmodel.evaluate.readings import Readings
from collabmodel.evaluate.reference import judge_cases, judge_cohort
from collabmodel.evaluate.result import Evaluation, IndicatorResult, PrincipleResult, RuleColumn, Traces
from collabmodel.evaluate.traces import Merged, partition
from collabmodel.history import History, read_history
from collabmodel.model import Model, Scope
from collabmodel.rules.declared import Declared, applied_to
from collabmodel.rules.lexicon import Lexicon
from collabmodel.rules.program import Program, compile_rules
from collabmodel.workdays import from_us, to_us


def evaluate(
    model: Model,
    histories: History | Path | str,
    *,
    values: Iterable[Model] = (),
    as_of: dt.datetime | None = None,
    fast: bool = True,
) -> Evaluation:
    """
    Judge histories by a cooperation model, and by sets of values that speak of kinds of events.

    Every verdict is over what was recorded by ``as_of``, corrections applied, in order of (occurred, seq). Adoption
    histories (all of whose events are of kind ``adoption``) are judged by rules of scope ``adoption`` only, other
    cases by rules of scope ``case`` and by limits; rules of scope ``cohort`` see all other cases as one history, if
    there is any.

    Args:
        model: The cooperation model. Patterns of all models speak of its elements.
        histories: Histories, or a file of them.
        values: Further models whose rules and principles are asked of the same histories; each counts once.
        as_of: The time of judging, timezone-aware; None for the latest time at which anything was recorded.
        fast: Whether to use numpy where it is installed; the cells are the same either way.

    Raises:
        ConfigError: ``as_of`` has no time zone, or two different models have one id.
        FormatError: The file cannot be read as a history.
        ModelError: A rule or limit cannot mean anything.

    >>> from collabmodel.history import HistoryBuilder
    >>> evaluation = evaluate(Model(id="m"), HistoryBuilder().finish())
    >>> evaluation.columns, evaluation.as_of.year
    ((), 1970)
    """
    if as_of is not None and as_of.tzinfo is None:
        raise ConfigError(
            (Problem(what="a time without a zone", value=as_of.isoformat(), hint="add one, such as +02:00"),)
        )
    whole = histories if isinstance(histories, History) else read_history(histories, model=model)
    models = _distinct(model, values)
    now, history = _effective(whole, as_of, fast=fast)
    traces = _traces(history)
    lexicon = Lexicon.of(model)
    programs = {
        scope: [(each.id, compile_rules(each, lexicon=lexicon, scope=scope, cooperation=model)) for each in models]
        for scope in Scope
    }
    columns = tuple(
        column for scope in Scope for column in _judged(history, traces[scope], programs[scope], now=now, fast=fast)
    )
    found = Evaluation(
        history=history,
        as_of=from_us(now) if as_of is None else as_of,
        columns=_by_model(columns, models),
        principles=(),
        traces=tuple(traces.values()),
        models=models,
    )
    indicators, principles = _indicators(found, models, lexicon)
    return attrs.evolve(found, indicators=indicators, principles=principles)


def _distinct(model: Model, values: Iterable[Model]) -> tuple[Model, ...]:
    """Give the models, each once; two that differ under one id could not be told apart."""
    models = [model]
    for each in values:
        if each in models:
            continue
        if each.id in {known.id for known in models}:
            hint = "give one of them another id"
            raise ConfigError((Problem(what="two different models of one id", value=repr(each.id), hint=hint),))
        models.append(each)
    return tuple(models)


def _effective(whole: History, as_of: dt.datetime | None, *, fast: bool) -> tuple[int, History]:
    kernel = _settled(whole, as_of) if fast else None
    if kernel is not None:
        return kernel, whole
    now = max(whole.recorded, default=0) if as_of is None else to_us(as_of)
    return now, whole.effective(from_us(now) if as_of is None else as_of)


def _settled(whole: History, as_of: dt.datetime | None) -> int | None:
    """Give the time of judging if numpy finds the history to be effective as it is."""
    try:
        from collabmodel.evaluate.kernel.settled import time_if_settled  # noqa: PLC0415 - numpy is optional
    except ImportError:
        return None
    return time_if_settled(whole, None if as_of is None else to_us(as_of))


def _traces(history: History) -> dict[Scope, Traces]:
    ordinary, adoption = partition(history)
    together = [all(ordinary.closed)] if ordinary.cases else []
    cohort = Traces(scope="cohort", cases=array("q", [-1] * len(together)), closed=array("b", together))
    return {Scope.CASE: ordinary, Scope.ADOPTION: adoption, Scope.COHORT: cohort}


def _judged(
    history: History, traces: Traces, programs: Sequence[tuple[str, Program]], *, now: int, fast: bool
) -> list[RuleColumn]:
    used = [(model, program) for model, program in programs if program.subjects]
    if traces.scope == Scope.COHORT.value:
        if not traces.cases:
            return [empty_column(rule, id, traces.scope) for id, each in used for rule in each.ids]
        if not used:
            return []
        merged = Merged.of(history, partition(history)[0].cases)
        return [found for id, each in used for found in judge_cohort(each, merged, traces, model=id, now=now)]
    columns = []
    for model, program in used:
        quick = _fast_columns(history, traces, program, model, now) if fast else {}
        rest = Program(tuple(each for each in program.subjects if each.id not in quick), program.lexicon)
        slow = judge_cases(rest, history, traces, model=model, now=now) if rest.subjects else []
        by_rule = quick | {column.rule: column for column in slow}
        columns += [by_rule[rule] for rule in program.ids]
    return columns


def _fast_columns(history: History, traces: Traces, program: Program, model: str, now: int) -> dict[str, RuleColumn]:
    """Judge what numpy can; where it is not installed that is nothing."""
    try:
        from collabmodel.evaluate.kernel.ruling import judge_fast  # noqa: PLC0415 - numpy is optional
    except ImportError:
        return {}
    return judge_fast(history, traces, program, model, now)


def _by_model(columns: Iterable[RuleColumn], models: Sequence[Model]) -> tuple[RuleColumn, ...]:
    """Put columns in the order of the models: the rules of each, then its limits."""
    order: dict[tuple[str, str], int] = {}
    for model in models:
        for id in (*(rule.id for rule in model.rules), *(limit.id for limit in model.limits)):
            order.setdefault((model.id, id), len(order))
    return tuple(sorted(columns, key=lambda column: order[column.model, column.rule]))


def _indicators(
    found: Evaluation, models: Sequence[Model], lexicon: Lexicon
) -> tuple[tuple[IndicatorResult, ...], tuple[PrincipleResult, ...]]:
    columns = {(column.model, column.rule): column for column in found.columns}
    traces = {each.scope: each for each in found.traces}
    scored = scored_cases(found.history, models[0]) if any(model.indicators for model in models) else b""
    sides = tuple((role.id, role.side.value) for model in models for role in model.roles)
    indicators: list[IndicatorResult] = []
    principles: list[PrincipleResult] = []
    for model in models:
        readings = Readings(found.history, Declared.of(applied_to(model, models[0]), lexicon), sides)
        ground = Ground(
            model=model, cooperation=models[0], readings=readings, columns=columns, traces=traces, scored=scored
        )
        results = indicator_results(ground)
        indicators += results.values()
        principles += principle_trees(model, results)
    return tuple(indicators), tuple(principles)
