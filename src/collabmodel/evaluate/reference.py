"""The reference path: monitors, one event after another, in plain Python."""

from __future__ import annotations

from collabmodel.evaluate.columns import append, empty_column
from collabmodel.evaluate.result import Evidence, RuleColumn, Traces
from collabmodel.evaluate.traces import Merged
from collabmodel.history import History
from collabmodel.rules.program import Judge, Program, judge_all


def judge_cases(program: Program, history: History, traces: Traces, *, model: str, now: int) -> list[RuleColumn]:
    """
    Judge the cases of a scope by a program.

    Args:
        program: The program.
        history: The effective histories.
        traces: The traces of the scope.
        model: Id of the model that states the rules.
        now: The time of judging, microseconds since 1970 UTC.
    """
    if len(traces.cases) == len(history.cases):
        found = judge_all(program, history, history.starts, traces.closed, now=now)
        return [
            RuleColumn(
                rule=cells.rule,
                model=model,
                scope=traces.scope,
                verdict=cells.verdict,
                activations=cells.activations,
                evidence=Evidence(cells.activation, cells.decider, cells.due),
                unknown=cells.unknown,
                waived=cells.waived,
            )
            for cells in found
        ]
    columns = [empty_column(rule, model, traces.scope) for rule in program.ids]
    judge = Judge(program, history)
    for case, closed in zip(traces.cases, traces.closed, strict=True):
        first, last = history.starts[case], history.starts[case + 1]
        for column, cell in zip(columns, judge.case(first, last, now=now, closed=bool(closed)), strict=True):
            append(column, cell)
    return columns


def judge_cohort(program: Program, merged: Merged, traces: Traces, *, model: str, now: int) -> list[RuleColumn]:
    """
    Judge all cases as one trace; positions in the cells are those of the history.

    Args:
        program: The program.
        merged: The one trace.
        traces: The one trace's number and whether it is closed.
        model: Id of the model that states the rules.
        now: The time of judging, microseconds since 1970 UTC.
    """
    cells = Judge(program, merged).case(0, len(merged.order), now=now, closed=bool(traces.closed[0]))
    columns = []
    for rule, cell in zip(program.ids, cells, strict=True):
        column = empty_column(rule, model, traces.scope)
        append(column, cell)
        for places in (column.activation, column.decider):
            places[0] = merged.order[places[0]] if places[0] >= 0 else -1
        columns.append(column)
    return columns
