"""What an evaluation could not assess, and why, so that silence is not mistaken for praise."""

from __future__ import annotations

import attrs

from collabmodel.evaluate.principles import every_principle
from collabmodel.evaluate.result import Evaluation, Result


@attrs.frozen(kw_only=True)
class Gap:
    """
    One thing that could not be assessed.

    Args:
        kind: ``principle``, ``indicator`` or ``rule``.
        id: Its id.
        model: Id of the model that states it.
        why: Why not.
        missing: How many cases, meetings or voices had nothing to say, >= 0.
    """

    kind: str
    id: str
    model: str
    why: str
    missing: int = 0


@attrs.frozen(kw_only=True)
class Coverage:
    """
    How much of what the models promise could be assessed.

    Args:
        indicators: Number of indicators, >= 0.
        assessed: How many of them have a result.
        gaps: What has none, in the order of the models: indicators, principles without any indicator, and rules
            with cells that cannot be told.
    """

    indicators: int
    assessed: int
    gaps: tuple[Gap, ...]


def coverage(evaluation: Evaluation) -> Coverage:
    """
    List what could not be assessed.

    Args:
        evaluation: What was found.

    >>> from collabmodel.evaluate import evaluate
    >>> from collabmodel.history import HistoryBuilder
    >>> from collabmodel.model import Model, Principle
    >>> found = evaluate(Model(id="m", principles=(Principle(id="trust"),)), HistoryBuilder().finish())
    >>> [(gap.id, gap.why) for gap in coverage(found).gaps]
    [('trust', 'nothing here can assess it')]
    """
    indicators = evaluation.indicators
    silent = [found for found in indicators if found.result is Result.NOT_ASSESSABLE]
    gaps = [
        Gap(kind="indicator", id=found.id, model=found.model, why=found.why, missing=found.missing) for found in silent
    ]
    gaps += [
        Gap(kind="principle", id=principle.id, model=principle.model, why="nothing here can assess it")
        for principle in every_principle(evaluation.principles)
        if not principle.indicators and not principle.parts
    ]
    gaps += [
        Gap(kind="rule", id=column.rule, model=column.model, why=_missing_names(column.unknown), missing=number)
        for column in evaluation.columns
        if (number := len(column.unknown))
    ]
    return Coverage(indicators=len(indicators), assessed=len(indicators) - len(silent), gaps=tuple(gaps))


def _missing_names(unknown: dict[int, tuple[str, ...]]) -> str:
    names = sorted({name for missing in unknown.values() for name in missing})
    return f"not known: {', '.join(names)}"
