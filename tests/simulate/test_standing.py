"""What numbers rest on."""

from __future__ import annotations

from collabmodel.formats import load
from collabmodel.model import Model
from collabmodel.simulate.reading import load_scenario
from collabmodel.simulate.results import Standing
from collabmodel.simulate.scenario import Grid, Shape, Spread
from collabmodel.simulate.standing import standing, told

MODEL = load("jyvaskyla-youth-reception")
SHIPPED = load_scenario("jyvaskyla-youth-reception")
HEAD = "id: s\nstart: 2025-01-06\nhorizon: 1 year\n"


def by_path(found: tuple[Standing, ...]) -> dict[str, Standing]:
    return {one.path: one for one in found}


def test_every_number_of_the_shipped_scenario_stands_on_something() -> None:
    """Each has a source that is there, or says in three languages why it is assumed."""
    sources = (*MODEL.sources, *SHIPPED.sources)
    known = {one.id for one in sources} | {claim.id for one in sources for claim in one.claims}

    for one in standing(MODEL, SHIPPED):
        assert not one.unsourced, one.path
        assert set(one.sources) <= known, one.path
        assert set(one.assumption.languages()) in (set(), {"fi", "sv", "en"}), one.path


def test_published_no_shows_are_cited() -> None:
    """The no-shows that were published stand with their source."""
    found = by_path(standing(MODEL, SHIPPED))

    assert found["behaviour.opening_meeting.no_show"].sources == ("first_no_show",)
    assert found["behaviour.opening_meeting.no_show"].value == "0.136"
    assert "psychiatry_no_show" in found["behaviour.youth_reception_visit.no_show"].sources


def test_assumed_parameters_of_the_model_are_told() -> None:
    """Parameters that the model assumes are among the numbers; those it only cites are not."""
    found = by_path(standing(MODEL, SHIPPED))

    assert found["parameters.opening_time"].assumption
    assert "parameters.youngest_age" not in found


def test_a_number_with_neither_is_told() -> None:
    """A number without source or reason is unsourced; what lies within something sourced rests on that."""
    text = (
        f"{HEAD}staff:\n  team:\n    role: worker\n    count: 4\n    absences:\n"
        "      ill: {per_year: 2, length: 3 days, assumption: A guess.}\n"
        "behaviour:\n  visit: {delay: 3 days, search: {rounds: 1}, data: {mood: 3, word: fine}, cites: survey}\n"
    )

    found = by_path(standing(Model(id="m"), load_scenario(text)))

    assert found["staff.team.count"].unsourced
    assert found["staff.team.absences.ill.per_year"].assumption
    assert {path: one.value for path, one in found.items() if one.sources} == {
        "behaviour.visit.delay": "3 days",
        "behaviour.visit.search.rounds": "1",
        "behaviour.visit.data.mood": "3",
    }


def test_numbers_are_told_as_people_write_them() -> None:
    """Shapes are told with their parts and unit, rows with their condition."""
    rows = load_scenario(f"{HEAD}behaviour: {{a: {{chance: {{value: 1, rows: [{{if: x > 2, spread: 0.5}}]}}}}}}\n")

    assert told(rows.behaviour[0].chance) == "1; if x > 2: 0.5"
    assert told(Spread(shape=Shape.LOGNORMAL, mean=5.0, cv=0.5, unit=Grid.DAYS)) == "lognormal, mean 5, cv 0.5, days"
    assert told(Spread(value=1, unit=Grid.WORKING_HOURS)) == "1 working hour"
    assert told(Spread(shape=Shape.FUNCTION, function="mine", unit=Grid.HOURS)) == "the function 'mine' hours"
    assert told(Spread(values=("a", "b"))) == "a, b"
    assert told(2_500_000) == "2500000"
