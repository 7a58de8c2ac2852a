"""Cells gathered into columns, rule by rule, without an object for each."""

from __future__ import annotations

from array import array

from collabmodel.evaluate.result import Evidence, RuleColumn
from collabmodel.rules.verdicts import Cell


def empty_column(rule: str, model: str, scope: str) -> RuleColumn:
    """
    Make a column without cells.

    Args:
        rule: Id of the rule or limit.
        model: Id of the model that states it.
        scope: ``case``, ``adoption`` or ``cohort``.
    """
    return RuleColumn(
        rule=rule,
        model=model,
        scope=scope,
        verdict=array("b"),
        activations=array("i"),
        evidence=Evidence(),
        unknown={},
        waived={},
    )


def append(column: RuleColumn, cell: Cell) -> None:
    """
    Add one cell to a column.

    Args:
        column: The column.
        cell: The cell of its next trace.
    """
    trace = len(column.verdict)
    column.verdict.append(cell.verdict.rank)
    column.activations.append(cell.activations)
    column.activation.append(cell.activation)
    column.decider.append(cell.decider)
    column.due.append(-1 if cell.due is None else cell.due)
    if cell.unknown:
        column.unknown[trace] = cell.unknown
    if cell.waived:
        column.waived[trace] = cell.waived
