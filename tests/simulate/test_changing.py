"""Single values of a scenario set otherwise."""

from __future__ import annotations

import attrs
import pytest

from collabmodel.errors import ConfigError
from collabmodel.simulate.changing import with_changes
from collabmodel.simulate.reading import load_scenario
from collabmodel.simulate.scenario import Grid, Known, Share, Spread
from collabmodel.workdays import Duration, Unit

SHIPPED = load_scenario("jyvaskyla-youth-reception")


def test_values_are_set_where_their_paths_lead() -> None:
    """Elements go by id, lists by number, and a value is written as in a file."""
    changed = with_changes(
        SHIPPED,
        {
            "staff.social_workers.count": 7,
            "behaviour.opening_meeting.no_show.value": 0.2,
            "behaviour.opening_meeting.length": "2 hours",
            "behaviour.partner_contact.no_show.value": 0.1,
            "arrivals.referrals.months.0": 2,
            "drop_out": None,
            "horizon": Duration(2, Unit.YEARS),
        },
    )

    behaviour = {one.id: one for one in changed.behaviour}
    assert changed.staff == (attrs.evolve(SHIPPED.staff[0], count=7), *SHIPPED.staff[1:])
    assert behaviour["opening_meeting"].no_show == Share(value=0.2)
    assert behaviour["opening_meeting"].length == Spread(value=2, unit=Grid.HOURS)
    assert behaviour["partner_contact"].no_show == Share(value=0.1)
    assert changed.arrivals[0].months == (2.0, *SHIPPED.arrivals[0].months[1:])
    assert changed.drop_out is None
    assert str(changed.horizon) == "2 years"


def test_whole_elements_are_replaced_and_added() -> None:
    """A path that ends at an id sets the whole element; a new id adds one."""
    changed = with_changes(SHIPPED, {"facts.age": 15, "behaviour.extra": {"verb": "close"}})

    assert changed.facts[0] == Known(id="age", spread=Spread(value=15))
    assert changed.behaviour[-1].id == "extra"


def test_a_value_that_is_right_already_stays() -> None:
    """Typed values are taken as they are."""
    share = Share(value=0.3)

    assert with_changes(SHIPPED, {"returns.comes_back.share": share}).returns[0].share is share


def test_nothing_to_change_changes_nothing() -> None:
    """No changes give the same scenario."""
    assert with_changes(SHIPPED, {}) is SHIPPED


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("staff.social_wrkers.count", 7, "leads nowhere at 'social_wrkers' - did you mean 'social_workers'?"),
        ("staff.social_workers.cuont", 7, "leads nowhere at 'cuont' - did you mean 'count'?"),
        ("staff.social_workers.count", "x", "a whole number is wanted here, not 'x'"),
        ("staff.social_workers.id", "x", "leads nowhere at 'id'"),
        ("behaviour.opening_meeting.no_show", True, "a number is wanted here, not true"),
        ("facts.age.spread.weights.99", 1, "leads nowhere at '99'"),
        ("facts.age.spread.weights.0.x", 1, "leads nowhere at 'x'"),
        ("seed.x", 1, "'seed' is a single value, without 'x' in it"),
        ("horizon", object(), "a object cannot stand there"),
        ("", 1, "leads nowhere at ''"),
    ],
)
def test_wrong_paths_and_values_are_told(path: str, value: object, said: str) -> None:
    """A path that leads nowhere and a value of another type are told with the path and what would be right."""
    with pytest.raises(ConfigError) as caught:
        with_changes(SHIPPED, {path: value})

    (problem,) = caught.value.problems
    assert said in str(problem)
    assert str(problem.place) == path


def test_all_that_is_wrong_is_told_at_once() -> None:
    """Several wrong changes give several problems."""
    with pytest.raises(ConfigError) as caught:
        with_changes(SHIPPED, {"sed": 1, "horizon": "long"})

    assert [str(one.place) for one in caught.value.problems] == ["sed", "horizon"]
