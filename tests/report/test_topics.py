"""What figures and groups are called."""

import attrs
import pytest

from collabmodel.report.topics import TOPICS, Titles, Topic, topic
from collabmodel.simulate.results import Indicator
from collabmodel.simulate.scenario import Staff
from collabmodel.simulate.titles import ABOUT, PLAIN


def test_every_kind_of_figure_answers_a_question():
    """No figure that studies have falls among the others by oversight."""
    assert {kind for kind in (*ABOUT, *PLAIN) if topic(f"{kind}:x") is Topic.OTHER} == set()
    assert set(TOPICS) == set(Topic)


@pytest.mark.parametrize(
    ("groups", "names"),
    [
        ((("a", "worker", ""),), ["Social worker"]),
        (
            (("a", "worker", "town"), ("b", "worker", "clinic")),
            ["Social worker (Town services)", "Social worker (Youth clinic)"],
        ),
        (
            (("north_side", "worker", "town"), ("b", "worker", "town")),
            ["Social worker (north side)", "Social worker (b)"],
        ),
    ],
)
def test_groups_of_one_role_are_told_apart(study, groups, names):
    """A group is called by its role, with its organisation or its id where that is not enough."""
    staff = tuple(Staff(id=id, role=role, organisation=place, count=1) for id, role, place in groups)
    given = attrs.evolve(study, scenario=attrs.evolve(study.scenario, staff=staff))

    assert list(Titles.of(given, "en").staff.values()) == names


def test_figures_of_other_models_are_called_by_their_titles(study):
    """An id in a title is replaced by the name that its own model gives it."""
    from collabmodel.model import Text  # noqa: PLC0415 - beside its only use

    one = Indicator(id="indicator:i_heard", title=Text.of("Indicator: i_heard"), unit="share", mean=1, low=1, high=1)

    assert Titles.of(study, "en").figure(one) == "Indicator: Heard"
    assert Titles.of(study, "fi").subject("rule:sample-values/child_heard") == "Lasta kuullaan"


def test_figures_without_a_title_are_called_by_what_they_are_about(study):
    """No figure is nameless."""
    one = Indicator(id="wait:closing", unit="days", mean=1, low=1, high=1)

    assert Titles.of(study, "sv").figure(one) == "Avslutande möte"
    assert Titles.of(study, "sv").figure(attrs.evolve(one, id="no_such_thing")) == "no such thing"
