"""A model compiled to tables."""

from __future__ import annotations

import pytest

from collabmodel.case.tables import ROOT, tables_of
from collabmodel.errors import ModelError
from collabmodel.model import Activity, Milestone, Model, Phase, Repeat, Sentry, Signature, Suspension, parse_pattern
from collabmodel.model.expressions import parse

DONE = Sentry(on=(parse_pattern("talk"),))


def test_items_are_numbered_and_know_who_lies_in_whom() -> None:
    """Phases, activities and milestones in that order, each with its phase, its children and its guards."""
    model = Model(
        id="m",
        phases=(Phase(id="outer"), Phase(id="inner", phase="outer", entry=(DONE,))),
        activities=(Activity(id="talk", kind="meeting", phase="inner"),),
        milestones=(Milestone(id="agreed", phase="outer", achieve=(DONE,), revoke=(DONE,)),),
    )

    tables = tables_of(model)

    assert [(item.id, item.kind, item.parent, item.children) for item in tables.items] == [
        ("outer", "phase", ROOT, (1, 3)),
        ("inner", "phase", 0, (2,)),
        ("talk", "meeting", 1, ()),
        ("agreed", "milestone", 0, ()),
    ]
    assert [(guard.change, guard.path, guard.slot) for guard in tables.guards] == [
        ("entry", "phases.inner.entry.0", 0),
        ("achieve", "milestones.agreed.achieve.0", 0),
        ("revoke", "milestones.agreed.revoke.0", 1),
    ]
    assert (tables.roots, list(tables.within(0)), list(tables.around(2))) == ((0,), [1, 3, 2], [1, 0])


def test_tables_are_made_once() -> None:
    """The same model gives the same tables, and tables are given back as they are."""
    model = Model(id="m")

    assert tables_of(model) is tables_of(model)
    assert tables_of(tables_of(model)) is tables_of(model)


@pytest.mark.parametrize("ring", [("a",), ("a", "b"), ("a", "b", "c")])
def test_a_ring_of_phases_means_nothing(ring: tuple[str, ...]) -> None:
    """Phases that lie within one another are refused, with the ring; they do not hang the engine."""
    phases = tuple(Phase(id=id, phase=ring[(place + 1) % len(ring)]) for place, id in enumerate(ring))
    model = Model(id="m", phases=phases, activities=(Activity(id="x", kind="task", phase="a"),))

    with pytest.raises(ModelError) as caught:
        tables_of(model)

    (problem,) = caught.value.problems
    assert str(problem) == f"m: phases lie within one another in a ring: {' -> '.join((*ring, 'a'))}"


def test_what_is_no_phase_holds_nothing() -> None:
    """An item whose phase is unknown, or an activity, lies in the case itself."""
    acts = (Activity(id="a", kind="task", phase="b"), Activity(id="b", kind="task", phase="nowhere"))

    assert tables_of(Model(id="m", activities=acts)).roots == (0, 1)


def test_of_two_of_one_id_the_first_counts() -> None:
    """Where a model gives an id twice, patterns and items mean the first."""
    model = Model(id="m", phases=(Phase(id="x"),), activities=(Activity(id="x", kind="task"),))

    assert [item.kind for item in tables_of(model).items] == ["phase"]


def test_deep_nesting_is_no_trouble() -> None:
    """Two hundred phases within one another are walked without recursion."""
    phases = tuple(Phase(id=f"p{number}", phase=f"p{number - 1}" if number else "") for number in range(200))

    tables = tables_of(Model(id="m", phases=phases))

    assert len(list(tables.within(0))) == len(list(tables.around(199))) == 199


def test_events_know_who_listens() -> None:
    """For each signature: the on-parts that it may meet, and the items of which it may make a new instance."""
    late = parse_pattern("talk.terminated")
    model = Model(
        id="m",
        activities=(
            Activity(id="talk", kind="meeting", suspension=Suspension(suspend=(Sentry(on=(late,)),))),
            Activity(
                id="visit", kind="task", entry=(Sentry(on=(late, parse_pattern("talk"))),), repeat=Repeat(on=late)
            ),
        ),
    )
    tables = tables_of(model)

    heard = [(guard, bit) for guard, bit, _ in tables.heard(Signature("meeting", "talk", "terminated"))]

    assert heard == [(0, 1), (1, 1)]
    assert [(guard, bit) for guard, bit, _ in tables.heard(Signature("meeting", "talk", "completed"))] == [(1, 2)]
    assert tables.repeated(Signature("meeting", "talk", "terminated")) == ((1, None),)
    assert tables.repeated(Signature("meeting", "talk", "completed")) == ()


def test_conditions_are_compiled_where_they_stand() -> None:
    """If-parts and conditions of on-parts are there both as trees, for explanations, and ready to be asked."""
    sentry = Sentry(on=(parse_pattern("talk"),), condition=parse("age > 3"))
    model = Model(
        id="m", activities=(Activity(id="talk", kind="task"), Activity(id="go", kind="task", entry=(sentry,)))
    )

    (guard,) = tables_of(model).guards

    assert (guard.expression, guard.full) == (sentry.condition, 1)
    assert guard.condition is not None
    assert guard.parts[0].where is None
