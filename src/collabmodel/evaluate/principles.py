"""Principles as trees: how results of indicators and of parts become the result of a principle."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import attrs

from collabmodel.errors import ModelError, Place, Problem
from collabmodel.evaluate.result import Aspect, Evaluation, IndicatorResult, PrincipleResult, Result
from collabmodel.model import Combining, Model, Principle

DEEPEST = 100
"""Most levels of principles within each other."""


@attrs.frozen(kw_only=True)
class PrincipleCount:
    """
    How the indicators under a principle, its parts included, came out.

    Args:
        id: Id of the principle.
        model: Id of the model that states it.
        result: How far the principle is kept.
        met: Number of indicators, >= 0; likewise the rest.
        partly: As above.
        not_met: As above.
        not_assessable: As above.
    """

    id: str
    model: str
    result: Result
    met: int = 0
    partly: int = 0
    not_met: int = 0
    not_assessable: int = 0


def combine(results: Sequence[Result], combining: Combining) -> Result:
    """
    Combine results; what cannot be assessed counts as unknown, not as kept and not as broken.

    The result is known iff it is the same whether everything unknown turns out well or badly.

    Args:
        results: Results of indicators and parts.
        combining: How they become one.

    >>> combine([Result.MET, Result.NOT_ASSESSABLE], Combining.ANY).value
    'met'
    >>> combine([Result.MET, Result.NOT_ASSESSABLE], Combining.ALL).value
    'not_assessable'
    >>> combine([Result.NOT_MET, Result.NOT_ASSESSABLE], Combining.ALL).value
    'not_met'
    """
    if not results:
        return Result.NOT_ASSESSABLE
    best = _COMBINE[combining]([_KEPT.get(result, 2) for result in results])
    worst = _COMBINE[combining]([_KEPT.get(result, 0) for result in results])
    return _RESULTS[best] if best == worst else Result.NOT_ASSESSABLE


def principle_trees(model: Model, indicators: Mapping[str, IndicatorResult]) -> tuple[PrincipleResult, ...]:
    """
    Build the principles of one model as trees in which each occurs exactly once.

    A principle whose parent is missing, or that would be its own ancestor, stands at the top.

    Args:
        model: The model that states them.
        indicators: Results of its indicators by id.

    Raises:
        ModelError: A principle lies more than 100 levels deep.
    """
    parents = _parents(model.principles)
    _refuse_depth(model, parents)
    children: dict[str, list[Principle]] = {}
    for principle in model.principles:
        children.setdefault(parents[principle.id], []).append(principle)

    def grow(principle: Principle) -> PrincipleResult:
        parts = tuple(grow(child) for child in children.get(principle.id, ()))
        own = tuple(indicators[id] for id in principle.indicators if id in indicators)
        return PrincipleResult(
            id=principle.id,
            model=model.id,
            result=combine([*(one.result for one in own), *(part.result for part in parts)], principle.combining),
            indicators=own,
            parts=parts,
            cites=principle.cites,
            aspects=_aspects(own, principle.combining),
        )

    return tuple(grow(principle) for principle in children.get("", ()))


def principle_counts(evaluation: Evaluation) -> tuple[PrincipleCount, ...]:
    """
    Count, for every principle, the results of the indicators under it; parents before their parts.

    Args:
        evaluation: What was found.

    >>> from collabmodel.evaluate import evaluate
    >>> from collabmodel.history import HistoryBuilder
    >>> found = evaluate(Model(id="m", principles=(Principle(id="trust"),)), HistoryBuilder().finish())
    >>> [(count.id, count.result.value) for count in principle_counts(found)]
    [('trust', 'not_assessable')]
    """
    return tuple(_count(principle) for principle in every_principle(evaluation.principles))


def every_principle(principles: Iterable[PrincipleResult]) -> Iterator[PrincipleResult]:
    """
    Walk over trees of principles, parents before their parts.

    Args:
        principles: The trees.
    """
    for principle in principles:
        yield principle
        yield from every_principle(principle.parts)


def _count(principle: PrincipleResult) -> PrincipleCount:
    found = [indicator.result for part in every_principle((principle,)) for indicator in part.indicators]
    return PrincipleCount(
        id=principle.id,
        model=principle.model,
        result=principle.result,
        met=found.count(Result.MET),
        partly=found.count(Result.PARTLY),
        not_met=found.count(Result.NOT_MET),
        not_assessable=found.count(Result.NOT_ASSESSABLE),
    )


def _parents(principles: Sequence[Principle]) -> dict[str, str]:
    known = {principle.id for principle in principles}
    parents = {p.id: p.part_of if p.part_of in known else "" for p in principles}
    for principle in principles:
        above, seen = parents[principle.id], {principle.id}
        while above and above not in seen:
            seen.add(above)
            above = parents[above]
        if above == principle.id:
            parents[principle.id] = ""
    return parents


def _refuse_depth(model: Model, parents: Mapping[str, str]) -> None:
    for principle in model.principles:
        level, above = 1, parents[principle.id]
        while above and level <= DEEPEST:
            level, above = level + 1, parents[above]
        if level > DEEPEST:
            what = f"principles are parts of one another through more than {DEEPEST} levels:"
            hint = "let it be part of a principle further up"
            problem = Problem(what=what, value=repr(principle.id), place=Place(model.id), hint=hint)
            raise ModelError((problem,))


def _aspects(indicators: Sequence[IndicatorResult], combining: Combining) -> tuple[tuple[Aspect, Result], ...]:
    present = {indicator.aspect for indicator in indicators}
    return tuple(
        (aspect, combine([found.result for found in indicators if found.aspect is aspect], combining))
        for aspect in Aspect
        if aspect in present
    )


def _most(kept: Sequence[int]) -> int:
    if 2 * kept.count(2) > len(kept):
        return 2
    return 1 if 2 * (len(kept) - kept.count(0)) > len(kept) else 0


_KEPT = {Result.MET: 2, Result.PARTLY: 1, Result.NOT_MET: 0}
_RESULTS = (Result.NOT_MET, Result.PARTLY, Result.MET)
_COMBINE: dict[Combining, Callable[[Sequence[int]], int]] = {
    Combining.ALL: min,
    Combining.ANY: max,
    Combining.MOST: _most,
}
