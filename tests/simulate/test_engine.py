"""One replication run: its log in blocks, its end, and what stops it early."""

from __future__ import annotations

import attrs
import pytest

from collabmodel.errors import ConfigError, SimulationError
from collabmodel.formats import load
from collabmodel.simulate import engine
from collabmodel.simulate.engine import Floats, Ints, Prepared, prepare, run
from collabmodel.simulate.kernel.rows import LOG_CASE, LOG_LETTER, LOG_SIZE, LOG_TIME
from collabmodel.simulate.reading import load_scenario

_MODEL = """
id: desk
case: {subjects: [client]}
roles:
  client: {side: client}
  clerk: {side: professional}
endings:
  served: {outcome: success}
activities:
  talk: {kind: meeting, participants: [{role: clerk, mode: perform}], repeat: {maximum: 100}}
"""
_SCENARIO = """
id: a desk
start: 2025-01-06
zone: UTC
horizon: 30 weeks
scheduling: queue
arrivals:
  people: {per_week: 40}
staff:
  clerks: {role: clerk, count: 2, keeps: false}
behaviour:
  talk:
    length: {shape: exponential, mean: 30, unit: minutes}
    delay: {shape: exponential, mean: 2, unit: days}
    times: 3
  close: {verb: close, by: clerk, after: [talk], delay: 20 days, data: {ending: {spread: {value: served}}}}
"""


@pytest.fixture(scope="module")
def desk() -> Prepared:
    """Give a desk at which people are served three times."""
    return prepare(load(_MODEL), load_scenario(_SCENARIO))


def _rows(prepared: Prepared, replication: int = 1, seed: int = 1) -> list[tuple[int, ...]]:
    found: list[tuple[int, ...]] = []

    def take(log: Ints, _: Floats) -> None:
        found.extend(tuple(log[at : at + LOG_SIZE]) for at in range(0, len(log), LOG_SIZE))

    run(prepared, replication=replication, seed=seed, take=take)
    return found


def test_the_log_does_not_depend_on_the_size_of_its_blocks(desk: Prepared, monkeypatch: pytest.MonkeyPatch) -> None:
    """However often the log is handed over and the memory grows, the same rows come."""
    before = _rows(desk)
    monkeypatch.setattr(engine, "_LOG_ROWS", engine.LOG_MARGIN + 50)
    monkeypatch.setattr(engine, "_TURNS", 7)

    after = _rows(desk)

    assert after == before
    assert len(before) > 5_000


def test_time_never_goes_back(desk: Prepared) -> None:
    """Rows are written in the order of time, and none at the horizon or later."""
    times = [row[LOG_TIME] for row in _rows(desk)]

    assert times == sorted(times)
    assert times[-1] < desk.horizon


def test_cases_are_numbered_as_they_come(desk: Prepared) -> None:
    """A case's number is its place among those that came."""
    opened = [row[LOG_CASE] for row in _rows(desk) if desk.letters[row[LOG_LETTER]].transition == "opened"]

    assert opened == list(range(len(opened)))


def test_replications_and_seeds_have_luck_of_their_own(desk: Prepared) -> None:
    """Another replication or seed gives another history, the same one the same."""
    first = _rows(desk)

    assert _rows(desk) == first
    assert _rows(desk, replication=2) != first
    assert _rows(desk, seed=2) != first


def test_a_run_can_be_stopped(desk: Prepared) -> None:
    """A run ends soon after it is told to, with what has happened so far."""
    ran = run(desk, replication=1, seed=1, take=lambda *_: None, until=lambda minutes: minutes < 1)

    assert 0 < ran.events < 60_000


def test_a_case_without_end_at_one_instant_is_named() -> None:
    """A behaviour that calls for itself without any delay stops the run, and is named with its case and time."""
    scenario = load_scenario(_SCENARIO)
    endless = tuple(
        attrs.evolve(one, length=None, delay=None, times=None) if one.id == "talk" else one
        for one in scenario.behaviour
    )
    model = load(_MODEL.replace("maximum: 100", "maximum: 1000000"))

    with pytest.raises(SimulationError, match=r"case 0 does the same at one instant .* the behaviour 'talk'"):
        run(prepare(model, attrs.evolve(scenario, behaviour=endless)), replication=1, seed=1, take=lambda *_: None)


def test_a_users_function_is_drawn_from() -> None:
    """A distribution of one's own is given uniform draws, and its values are used."""
    scenario = load_scenario(
        _SCENARIO.replace(
            "{shape: exponential, mean: 30, unit: minutes}", "{shape: function, function: ten, unit: minutes}"
        )
    )
    asked: list[float] = []

    def ten(draw: float) -> float:
        asked.append(draw)
        return 10.0

    prepared = prepare(load(_MODEL), scenario, functions={"ten": ten})

    run(prepared, replication=1, seed=1, take=lambda *_: None, functions={"ten": ten})

    assert asked
    assert all(0.0 <= draw < 1.0 for draw in asked)


def test_a_run_that_would_fill_the_computer_is_stopped() -> None:
    """What cannot be told beforehand, such as gaps from a function, ends with a diagnosis and not without memory."""

    def never(_: object) -> float:
        return 0.0

    gap = "{shape: function, function: never, unit: minutes}"
    scenario = load_scenario(_SCENARIO.replace("per_week: 40", f"gap: {gap}"))
    prepared = prepare(load(_MODEL), scenario, functions={"never": never})

    with pytest.raises(SimulationError, match=r"more than 100000 cases in one replication, 0 minutes after the start"):
        run(prepared, replication=1, seed=1, take=lambda *_: None, functions={"never": never})


def test_a_users_function_cannot_end_the_program() -> None:
    """A function that leaves Python is told as one that failed, so that what is finished is kept."""

    def leaves(_: object) -> float:
        raise SystemExit(3)

    gap = "{shape: function, function: leaves, unit: minutes}"
    scenario = load_scenario(_SCENARIO.replace("per_week: 40", f"gap: {gap}"))
    prepared = prepare(load(_MODEL), scenario, functions={"leaves": leaves})

    with pytest.raises(SimulationError, match="the function 'leaves' failed"):
        run(prepared, replication=1, seed=1, take=lambda *_: None, functions={"leaves": leaves})


def test_a_function_that_is_not_passed_is_named() -> None:
    """A run without a function that its scenario draws from says which one is missing."""
    text = _SCENARIO.replace(
        "{shape: exponential, mean: 30, unit: minutes}", "{shape: function, function: ten, unit: minutes}"
    )
    prepared = prepare(load(_MODEL), load_scenario(text), functions={"ten": lambda _: 10.0})

    with pytest.raises(ConfigError, match="'ten'"):
        run(prepared, replication=1, seed=1, take=lambda *_: None)
