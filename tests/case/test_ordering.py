"""The order in which a step tries its moves."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.case.ordering import BOUND, LIKELY, LOOSE, in_order, moves_of
from collabmodel.case.tables import Tables, tables_of
from collabmodel.model import (
    Activity,
    Call,
    DerivedFact,
    Expression,
    Function,
    ListOf,
    Literal,
    Milestone,
    Model,
    Phase,
    Repeat,
    Sentry,
    Suspension,
    parse_pattern,
)
from collabmodel.model.expressions import parse


def on(*patterns: str, condition: str = "") -> tuple[Sentry, ...]:
    """Give one sentry as a list of sentries."""
    return (Sentry(on=tuple(map(parse_pattern, patterns)), condition=parse(condition) if condition else None),)


def order(tables: Tables) -> list[str]:
    """Give the moves in order, by names."""
    return [f"{move.change} {tables.items[move.item].id}" for move in tables.order]


def test_what_is_read_comes_first() -> None:
    """A sentry comes after the moves whose events it waits for or counts, wherever the model has it."""
    model = Model(
        id="m",
        phases=(
            Phase(id="late", entry=on(condition='count("early.active") == 0')),
            Phase(id="early", entry=on("agreed")),
        ),
        milestones=(Milestone(id="agreed", achieve=on(condition="true")),),
    )

    found = order(tables_of(model))

    assert found.index("achieve agreed") < found.index("entry early") < found.index("entry late")


def test_what_follows_from_nesting_is_read_as_well() -> None:
    """That a phase completes, or takes a phase within it along, comes before what counts those events."""
    model = Model(
        id="m",
        phases=(
            Phase(id="after", entry=on(condition='count("inner.terminated") == 0 or count("other.completed") == 0')),
            Phase(id="outer", exit=on("go")),
            Phase(id="inner", phase="outer"),
            Phase(id="other"),
        ),
        activities=(Activity(id="go", kind="task"),),
    )

    found = order(tables_of(model))

    assert max(found.index("exit outer"), found.index("complete other")) < found.index("entry after")


def test_derived_facts_are_looked_through() -> None:
    """A condition that names a derived fact reads what the fact counts."""
    often = DerivedFact(id="often", value=parse('count("early.active") > 0'))
    model = Model(
        id="m",
        derived=(often,),
        phases=(Phase(id="late", entry=on(condition="not often")), Phase(id="early", entry=on(condition="true"))),
    )

    found = order(tables_of(model))

    assert found.index("entry early") < found.index("entry late")


def test_where_nothing_decides_the_inside_comes_first() -> None:
    """What lies in a phase moves before the phase ends, it ends before another begins, and ending beats pausing."""
    model = Model(
        id="m",
        phases=(
            Phase(id="work", exit=on("go"), suspension=Suspension(suspend=on("go"), resume=on("go"))),
            Phase(id="next", entry=on("go")),
        ),
        activities=(Activity(id="go", kind="task"),),
        milestones=(Milestone(id="agreed", phase="work", achieve=on("go")),),
    )

    found = order(tables_of(model))
    ordered = ["start work", "resume work", "achieve agreed", "exit work", "complete work", "suspend work"]
    assert [move for move in found if move in ordered] == ordered
    assert found.index("complete work") < found.index("entry next")


def test_rings_over_time_keep_what_binds() -> None:
    """A ladder that repeats makes a ring of likely edges only; what binds still orders the moves."""
    model = Model(
        id="m",
        phases=(
            Phase(id="one", entry=on("two.completed"), repeat=Repeat(maximum=5)),
            Phase(id="two", entry=on("one.completed")),
        ),
    )

    found = order(tables_of(model))

    assert found.index("complete one") < found.index("entry two")


def test_every_item_has_its_moves() -> None:
    """A guard is a move; so is that a phase starts of itself or completes, and that a milestone's phase begins anew."""
    model = Model(
        id="m",
        phases=(Phase(id="p"), Phase(id="q", entry=on("a"))),
        activities=(Activity(id="a", kind="task"),),
        milestones=(Milestone(id="n", phase="p"), Milestone(id="r")),
    )
    tables = tables_of(model)

    assert sorted(order(tables)) == ["complete p", "complete q", "entry q", "renew n", "start p"]
    assert sorted(moves_of(tables.items, tables.guards), key=str) == sorted(tables.order, key=str)


def test_the_loosest_edge_of_a_ring_gives_way() -> None:
    """Of a ring, the edge that binds least is left aside, and nothing is lost."""
    assert in_order(3, {0: {2: BOUND}, 1: {0: BOUND}, 2: {1: LIKELY}}) == (2, 0, 1)
    assert in_order(3, {0: {2: LOOSE}, 1: {0: BOUND}, 2: {1: LIKELY}}) == (0, 1, 2)
    assert in_order(2, {0: {1: BOUND}, 1: {0: BOUND}}) == (0, 1)


EDGES = st.dictionaries(
    st.integers(0, 7),
    st.dictionaries(st.integers(0, 7), st.sampled_from([BOUND, LIKELY, LOOSE]), max_size=4),
    max_size=8,
).map(
    lambda found: {
        after: {before: sort for before, sort in each.items() if before != after} for after, each in found.items()
    }
)


@given(EDGES)
def test_an_order_keeps_every_edge_it_can(edges: dict[int, dict[int, int]]) -> None:
    """All moves are there once; without rings of bound edges none of those is broken, and without rings none at all."""
    found = in_order(8, edges)

    assert sorted(found) == list(range(8))
    for sort in (BOUND, LIKELY, LOOSE):
        kept = {after: {one for one, each in before.items() if each <= sort} for after, before in edges.items()}
        if not ringed(kept):
            assert all(found.index(one) < found.index(after) for after, before in kept.items() for one in before)


def ringed(edges: Mapping[int, set[int]]) -> bool:
    """Tell whether edges go in a ring, by taking away what nothing comes before."""
    left = {after: set(before) for after, before in edges.items()}
    while free := [after for after, before in left.items() if not before & left.keys()]:
        for after in free:
            del left[after]
    return bool(left)


@pytest.mark.parametrize("argument", [Literal("go."), Literal(""), Literal(3), ListOf(())])
def test_broken_patterns_are_read_past(argument: Expression) -> None:
    """A condition that names no pattern orders nothing and stops nothing."""
    sentry = Sentry(condition=Call(Function.COUNT, (argument,)))

    assert order(tables_of(Model(id="m", phases=(Phase(id="p", entry=(sentry,)),)))) == ["entry p", "complete p"]
