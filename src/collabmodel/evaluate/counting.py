"""How each rule fared over its traces, counted from the columns."""

from __future__ import annotations

from collabmodel.evaluate.result import Evaluation, RuleColumn, RuleCount


def counts(evaluation: Evaluation) -> tuple[RuleCount, ...]:
    """
    Count verdicts and flags rule by rule, in the order of the columns.

    Args:
        evaluation: What was found.

    >>> from array import array
    >>> import datetime as dt
    >>> from collabmodel.evaluate.result import Evidence, RuleColumn
    >>> column = RuleColumn(
    ...     rule="greet", model="m", scope="case", verdict=array("b", [0, 3]), activations=array("i", [0, 2]),
    ...     evidence=Evidence(), unknown={}, waived={},
    ... )
    >>> count_column(column).violated, count_column(column).not_activated
    (1, 1)
    """
    return tuple(count_column(column) for column in evaluation.columns)


def count_column(column: RuleColumn) -> RuleCount:
    """
    Count the verdicts and flags of one rule.

    Args:
        column: The rule's cells.
    """
    verdicts = column.verdict.tobytes()
    return RuleCount(
        id=column.rule,
        model=column.model,
        scope=column.scope,
        satisfied=verdicts.count(0),
        possibly_satisfied=verdicts.count(1),
        possibly_violated=verdicts.count(2),
        violated=verdicts.count(3),
        not_activated=column.activations.count(0),
        unknown=len(column.unknown),
        waived=len(column.waived),
    )
