"""Scenarios against a model: every fault is told, at its place, in words that help."""

from __future__ import annotations

import time
from pathlib import Path

import attrs
import pytest

from collabmodel.errors import CollabError, Problem
from collabmodel.formats import load
from collabmodel.model import Activity, Kind, Model, Role, Side
from collabmodel.simulate.changing import with_changes
from collabmodel.simulate.checking import check_scenario, scenario_doubts
from collabmodel.simulate.reading import load_scenario, read_scenario

FOLDER = Path(__file__).parents[1] / "golden" / "scenarios"
FILES = sorted(FOLDER.glob("*.yaml"))
SMALL = load(FOLDER / "model.yml")
GOOD = read_scenario(FOLDER / "good.yml")


def told(path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give what is said of a file to somebody in its folder: what cannot be read, what is wrong, what is doubtful."""
    monkeypatch.chdir(FOLDER)
    try:
        loaded = read_scenario(Path(path.name))
    except CollabError as error:
        return [f"unreadable: {one}" for one in error.problems]
    wrong = check_scenario(SMALL, loaded.scenario, loaded.places)
    doubts = () if wrong else scenario_doubts(SMALL, loaded.scenario, loaded.places)
    return [*(f"wrong: {one}" for one in wrong), *(f"doubtful: {one}" for one in doubts)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_broken_scenario_gives_exactly_these_located_problems(
    path: Path, monkeypatch: pytest.MonkeyPatch, regenerate: bool
) -> None:
    """Every broken file gives its own messages, word for word, with file, line and column."""
    expected = path.with_name(path.name + ".txt")

    said = "\n".join(told(path, monkeypatch)) + "\n"

    if regenerate:
        expected.write_text(said, encoding="utf-8")
    assert said == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_fault_is_told_and_located(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No broken file passes, and doubts are told of doubtful files alone."""
    said = told(path, monkeypatch)

    assert said
    assert all(f"{path.name}:" in one for one in said)
    doubtful = path.stem.startswith("doubt_") or path.stem == "perhaps_endless"
    assert all(one.startswith("doubtful:") == doubtful for one in said)


def test_the_corpus_is_large_and_has_no_leftovers() -> None:
    """There are at least 90 files, and no expectation without its file."""
    expectations = {path.name.removesuffix(".txt") for path in FOLDER.glob("*.txt")}

    assert len(FILES) >= 90
    assert expectations == {path.name for path in FILES}


def test_a_good_scenario_passes() -> None:
    """The scenario that all broken ones are made from has nothing wrong or doubtful."""
    assert check_scenario(SMALL, GOOD.scenario, GOOD.places) == ()
    assert scenario_doubts(SMALL, GOOD.scenario, GOOD.places) == ()


def test_the_shipped_scenario_fits_its_model() -> None:
    """The scenario that comes with the youth reception's model has nothing wrong or doubtful with it."""
    loaded = read_scenario("jyvaskyla-youth-reception")
    model = load("jyvaskyla-youth-reception")

    assert check_scenario(model, loaded.scenario, loaded.places) == ()
    assert scenario_doubts(model, loaded.scenario, loaded.places) == ()


def test_without_places_the_path_tells_where() -> None:
    """A scenario that no file holds is told of by paths."""
    changed = with_changes(GOOD.scenario, {"staff.teachers.count": -1})

    said = [str(one) for one in check_scenario(SMALL, changed)]

    assert said[-1] == "staff.teachers.count: 'count' must be at least 0, not -1"


def test_two_of_one_id_are_told() -> None:
    """Two groups of one id, which no file can hold, are a fault."""
    doubled = attrs.evolve(GOOD.scenario, staff=(*GOOD.scenario.staff, GOOD.scenario.staff[0]))

    assert "an id twice: 'teachers'" in str(check_scenario(SMALL, doubled)[0])


def test_numbers_that_are_none_are_told() -> None:
    """What is not finite, which no file can hold either, is a fault wherever it stands."""
    spread = attrs.evolve(GOOD.scenario.facts[0].spread, high=float("nan"))
    fact = attrs.evolve(GOOD.scenario.facts[0], spread=spread)
    stream = attrs.evolve(GOOD.scenario.arrivals[0], per_week=float("inf"))
    broken = attrs.evolve(GOOD.scenario, facts=(fact, *GOOD.scenario.facts[1:]), arrivals=(stream,))

    found: list[Problem] = list(check_scenario(SMALL, broken))

    assert sorted(str(one.place) for one in found) == ["arrivals.referrals.per_week", "facts.age.spread.high"]


def test_a_bounded_loop_is_no_fault() -> None:
    """What the model lets repeat so many times only comes to its end."""
    again = with_changes(GOOD.scenario, {"behaviour.again": {"element": "visit", "after": ["visit"], "each": True}})

    assert check_scenario(SMALL, again) == ()


def test_a_model_without_roles_asks_nobody_who_they_are() -> None:
    """Where the model has no roles, anybody does anything."""
    model = Model(id="m", activities=(Activity(id="visit", kind="contact"),))
    scenario = load_scenario(
        "id: s\nstart: 2025-01-06\nhorizon: 1 week\narrivals: {all: {per_week: 1}}\nbehaviour: {visit: }\n"
    )

    assert check_scenario(model, scenario) == ()


def test_a_role_of_several_organisations_needs_one() -> None:
    """A group whose role may be of several organisations must say of which it is."""
    role = Role(id="worker", side=Side.PROFESSIONAL, organisations=("school", "clinic"))
    model = attrs.evolve(SMALL, roles=(*SMALL.roles, role))
    changed = with_changes(GOOD.scenario, {"staff.others": {"role": "worker", "count": 1}})

    assert [str(one) for one in check_scenario(model, changed)] == [
        "staff.others: the role 'worker' is of several organisations - add organisation: one of school, clinic"
    ]


def test_huge_scenarios_are_answered_soon() -> None:
    """However large a file is, it is answered in seconds: too many elements, rows or faults stop the search."""
    many = ", ".join(f"b{number}: {{verb: close}}" for number in range(1500))
    rows = ", ".join(f"{{if: aged > {number}, spread: {number}}}" for number in range(4_000))
    head = "id: s\nstart: 2025-01-06\nhorizon: 31 years\n"
    large = load_scenario(f"{head}behaviour: {{{many}}}\n")
    long = load_scenario(f"{head}facts: {{age: {{spread: {{value: 1, rows: [{rows}]}}}}}}\n")
    start = time.monotonic()

    too_many, faulty = check_scenario(SMALL, large), check_scenario(SMALL, long)

    assert time.monotonic() - start < 10
    assert [one.what for one in too_many] == ["more than 1000 elements:"]
    assert len(faulty) == 200


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("arrivals.referrals.per_week", 1e300, "more than 100000 cases would come in one replication"),
        ("staff.teachers.count", 1_000_000, "more workers than there is room for: 1000000"),
        ("arrivals.referrals.weekdays", [1e308] * 7, "a weight must be at most 1e+15, not 1e+308"),
        ("behaviour.talk.length.cv", 1e-300, "'cv' lies between 0.001 and 1000, not at 1e-300"),
        ("behaviour.talk.length.cv", 1e300, "'cv' lies between 0.001 and 1000, not at 1e+300"),
    ],
)
def test_numbers_beyond_any_computer_are_told(path: str, value: object, said: str) -> None:
    """What would fill the memory, or what no float can be computed with, is told before anything is run."""
    changed = with_changes(GOOD.scenario, {path: value})

    wanted = said.replace("weight", "factor" if "weekdays" in path else "weight")
    assert wanted in str(check_scenario(SMALL, changed)[0])


@pytest.mark.parametrize(
    "gap",
    [
        "{value: 0, unit: minutes}",
        "{shape: exponential, mean: 0.0001, unit: working hours}",
        "{shape: uniform, low: 0, high: 0, unit: days}",
        "{shape: empirical, values: [0, 9], weights: [1, 0], unit: weeks}",
    ],
)
def test_cases_that_come_without_end_are_told(gap: str) -> None:
    """Gaps of next to nothing are found whatever their shape, unless a greatest number of cases is said."""
    head = f"id: s\nstart: 2025-01-06\nhorizon: 1 year\narrivals: {{all: {{gap: {gap}"
    endless, bounded = load_scenario(f"{head}}}}}\n"), load_scenario(f"{head}, most: 3}}}}\n")

    found = check_scenario(Model(id="m"), endless)

    assert [one.what for one in found] == ["more than 100000 cases would come in one replication"]
    assert check_scenario(Model(id="m"), bounded) == ()


def test_a_set_of_values_is_told_as_one_mistake() -> None:
    """Where values are to be simulated, it is said once instead of for every name that they have not."""
    scenario = load_scenario("id: s\nstart: 2025-01-06\nhorizon: 1 year\nstaff:\n  w: {role: worker, count: 1}\n")

    found = check_scenario(Model(id="v", kind=Kind.VALUES), scenario)

    assert [str(one) for one in found] == [
        "model: a set of values cannot be simulated: 'v' - simulate a cooperation model, and judge it by these values"
    ]
