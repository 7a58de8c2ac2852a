"""What an evaluation of one replication says, as indicators."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from collabmodel.evaluate import Evaluation, PrincipleResult, Result, RuleColumn
from collabmodel.history import History
from collabmodel.rules import Verdict

WORTH: Mapping[Result, float | None] = {
    Result.MET: 1.0,
    Result.PARTLY: 0.5,
    Result.NOT_MET: 0.0,
    Result.NOT_ASSESSABLE: None,
}
"""What a result of a principle counts as."""


def judged_measures(
    evaluation: Evaluation, history: History | None, model: str, counted: Collection[int]
) -> dict[str, float | None]:
    """
    Give the indicators that rest on verdicts: ``rule:ID``, ``principle:ID`` and ``indicator:ID``.

    A rule's is the share of decided cases that keep it, of cases that count. Principles and indicators are as
    ``evaluate`` found them over all cases it was given. Of two models with one id the cooperation model's comes plain,
    the other's as ``MODEL/ID``.

    Args:
        evaluation: What was found.
        history: The history it was found in, or None for the evaluation's own.
        model: Id of the cooperation model.
        counted: Numbers of the cases that count, as their ids end.
    """
    judged = evaluation.history if evaluation.history.cases else history or evaluation.history
    numbers = [_number(case) for case in judged.cases]
    keep = set(counted)
    found: dict[str, float | None] = {}
    for column in evaluation.columns:
        traces = evaluation.traces_of(column.scope).cases
        wanted = [trace for trace, case in enumerate(traces) if case < 0 or numbers[case] in keep]
        found[_free("rule", column.model, column.rule, model, found)] = kept_share(column, wanted)
    for principle in _all(evaluation.principles):
        found[_free("principle", principle.model, principle.id, model, found)] = WORTH[principle.result]
    for indicator in evaluation.indicators:
        found[_free("indicator", indicator.model, indicator.id, model, found)] = indicator.value
    return found


def kept_share(column: RuleColumn, traces: Iterable[int]) -> float | None:
    """
    Give the share of decided traces that keep a rule, among those it applied to; None if there is none.

    Args:
        column: The rule's cells.
        traces: Numbers of the traces that are counted.
    """
    kept = decided = 0
    for trace in traces:
        verdict = column.verdict[trace]
        applied = column.activations[trace] > 0 or verdict >= Verdict.POSSIBLY_VIOLATED.rank
        if not applied or trace in column.waived or trace in column.unknown:
            continue
        if verdict != Verdict.POSSIBLY_VIOLATED.rank:
            decided += 1
            kept += verdict <= Verdict.POSSIBLY_SATISFIED.rank
    return kept / decided if decided else None


def results_of(evaluation: Evaluation) -> dict[str, str]:
    """
    Give the result of each principle by its id: ``met``, ``partly``, ``not met``, ``not assessable``.

    Args:
        evaluation: What was found.
    """
    found: dict[str, str] = {}
    for one in _all(evaluation.principles):
        found.setdefault(one.id, one.result.value.replace("_", " "))
    return found


def _all(principles: Iterable[PrincipleResult]) -> Iterator[PrincipleResult]:
    for one in principles:
        yield one
        yield from _all(one.parts)


def _free(kind: str, model: str, id: str, first: str, taken: Collection[str]) -> str:
    plain = f"{kind}:{id}"
    return plain if model == first or plain not in taken else f"{kind}:{model}/{id}"


def _number(case: str) -> int:
    """Give the number that a simulated case's id ends in, from 0; -1 of another."""
    tail = case.rpartition("-")[2]
    return int(tail) if tail.isdecimal() else -1
