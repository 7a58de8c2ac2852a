"""Histories of replications judged as any others: by rules, limits and principles."""

from __future__ import annotations

from collections.abc import Iterable

from collabmodel.evaluate import Evaluation, counts, evaluate
from collabmodel.history import History
from collabmodel.model import Model
from collabmodel.workdays import from_us

Counts = tuple[int, int, int, int, int]
"""Satisfied, possibly satisfied, possibly violated, violated, not activated."""


def judged(model: Model, history: History, values: Iterable[Model], end_us: int) -> Evaluation:
    """
    Judge the history of a replication as of its end.

    Args:
        model: The model.
        history: The history.
        values: Sets of values to judge by as well.
        end_us: The end, microseconds since 1970 UTC.

    Raises:
        ConfigError: Two different models have one id.
        ModelError: A rule or limit cannot mean anything.
    """
    return evaluate(model, history, values=values, as_of=from_us(end_us))


def rule_counts(evaluation: Evaluation) -> dict[str, Counts]:
    """
    Give the verdict counts of each rule and limit by its id; a second one of that id bears its model's before it.

    Args:
        evaluation: What was found.
    """
    found: dict[str, Counts] = {}
    for one in counts(evaluation):
        id = one.id if one.id not in found else f"{one.model}/{one.id}"
        found[id] = (one.satisfied, one.possibly_satisfied, one.possibly_violated, one.violated, one.not_activated)
    return found
