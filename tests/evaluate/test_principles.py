"""Principles as trees."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.errors import ModelError
from collabmodel.evaluate.principles import DEEPEST, combine, every_principle, principle_trees
from collabmodel.evaluate.result import Aspect, IndicatorResult, Result
from collabmodel.model import Combining, Model, Principle

KNOWN = (Result.MET, Result.PARTLY, Result.NOT_MET)
results = st.lists(st.sampled_from(Result), max_size=5)


def indicator(id: str, result: Result, aspect: Aspect = Aspect.PROCESS) -> IndicatorResult:
    return IndicatorResult(id=id, model="m", result=result, aspect=aspect)


@pytest.mark.parametrize(
    ("combining", "expected"),
    [(Combining.ALL, Result.NOT_MET), (Combining.ANY, Result.MET), (Combining.MOST, Result.PARTLY)],
)
def test_ways_of_combining(combining: Combining, expected: Result) -> None:
    """All asks for the worst, any for the best, most for what more than half reach."""
    found = combine([Result.MET, Result.PARTLY, Result.NOT_MET], combining)

    assert found is expected


@given(results, st.sampled_from(Combining))
def test_unknown_counts_neither_way(given_results: list[Result], combining: Combining) -> None:
    """A result is told exactly if it is the same however everything unknown turns out."""
    found = combine(given_results, combining)

    filled = [
        combine([best if result is Result.NOT_ASSESSABLE else result for result in given_results], combining)
        for best in KNOWN
    ]
    assert found is (filled[0] if len(set(filled)) == 1 and given_results else Result.NOT_ASSESSABLE)


def test_parent_combines_indicators_and_parts() -> None:
    """A principle with parts is no better than its parts allow."""
    model = Model(
        id="m",
        principles=(
            Principle(id="whole", indicators=("good",)),
            Principle(id="part", part_of="whole", indicators=("bad",)),
        ),
    )

    (found,) = principle_trees(model, {"good": indicator("good", Result.MET), "bad": indicator("bad", Result.NOT_MET)})

    assert (found.result, [part.id for part in found.parts]) == (Result.NOT_MET, ["part"])


@given(st.lists(st.sampled_from(["p0", "p1", "p2", "p3", "nowhere", ""]), min_size=4, max_size=4))
def test_every_principle_occurs_once(parents: list[str]) -> None:
    """Rings and missing parents neither lose a principle nor repeat one."""
    model = Model(id="m", principles=tuple(Principle(id=f"p{n}", part_of=parent) for n, parent in enumerate(parents)))

    found = [principle.id for principle in every_principle(principle_trees(model, {}))]

    assert sorted(found) == ["p0", "p1", "p2", "p3"]


def test_process_and_outcome_stay_apart() -> None:
    """Beside the combined result stands that of each aspect, so that good process cannot hide a bad outcome."""
    model = Model(id="m", principles=(Principle(id="p", indicators=("x", "y"), combining=Combining.ANY),))
    found = {"x": indicator("x", Result.MET), "y": indicator("y", Result.NOT_MET, Aspect.OUTCOME)}

    (tree,) = principle_trees(model, found)

    assert tree.aspects == ((Aspect.PROCESS, Result.MET), (Aspect.OUTCOME, Result.NOT_MET))


def test_principle_without_indicators_cannot_be_assessed() -> None:
    """A principle that nothing measures is not called kept."""
    (tree,) = principle_trees(Model(id="m", principles=(Principle(id="p"),)), {})

    assert tree.result is Result.NOT_ASSESSABLE


def nested(levels: int) -> Model:
    parts = (Principle(id=f"p{level}", part_of=f"p{level - 1}") for level in range(levels))
    return Model(id="m", principles=tuple(parts))


def test_principles_nest_to_a_depth_that_is_told() -> None:
    """A tree as deep as allowed is built; a deeper one is refused by name, never a crash."""
    assert len(list(every_principle(principle_trees(nested(DEEPEST), {})))) == DEEPEST
    with pytest.raises(ModelError, match="more than 100 levels: 'p100'"):
        principle_trees(nested(1500), {})
