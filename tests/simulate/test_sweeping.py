"""The same under other numbers: grids, designs and Sobol indices."""

from __future__ import annotations

import sys

import pytest

from collabmodel.errors import ConfigError
from collabmodel.formats import load
from collabmodel.simulate.reading import load_scenario
from collabmodel.simulate.results import Indicator
from collabmodel.simulate.sensitivity import analysed, problem, sobol
from collabmodel.simulate.sweeping import Point, Sweep, changed, sweep, sweep_design

MODEL = load("""
id: queue
roles: {client: {side: client}, worker: {side: professional, organisations: [office]}}
organisations: {office: {title: Office}}
activities:
  talk: {kind: meeting, required: true, participants: [{role: worker, mode: perform}]}
endings: {done: {outcome: success}}
parameters:
  patience: {value: 3 weeks}
  most: {value: 3}
""")
SCENARIO = load_scenario("""
id: small
start: 2025-01-06
horizon: 8 weeks
scheduling: queue
arrivals: {all: {per_week: 6}}
staff: {team: {role: worker, count: 2}}
behaviour:
  talk: {by: worker, length: {shape: exponential, mean: 9, unit: hours}}
  closing: {verb: close, by: worker, after: [talk], data: {ending: {spread: {value: done}}}}
""")


def test_every_combination_is_run() -> None:
    """A grid of two by two gives four settings, the last parameter fastest, each with a row a replication."""
    found = sweep(
        MODEL, SCENARIO, {"staff.team.count": [1, 2], "behaviour.talk.length.mean": [4, 9]}, replications=3,
        only=("queue:talk", "cases"),
    )  # fmt: skip

    columns = found.columns()
    assert [point.settings for point in found.points] == [(1, 4), (1, 9), (2, 4), (2, 9)]
    assert columns["staff.team.count"] == [1] * 6 + [2] * 6
    assert columns["replication"] == [1, 2, 3] * 4
    assert columns["cases"][:3] * 4 == columns["cases"]
    assert min(columns["queue:talk"][3:6]) > max(columns["queue:talk"][6:9])
    assert {len(one) for one in columns.values()} == {12}


def test_summaries_have_a_row_an_indicator() -> None:
    """The summary gives mean and interval of each kept indicator for each setting."""
    found = sweep(MODEL, SCENARIO, {"staff.team.count": [1, 2]}, replications=2, only=("queue:talk",)).summary()

    assert found["indicator"] == ["queue:talk"] * 2
    assert found["unit"] == ["hours"] * 2
    assert found["low"][0] <= found["mean"][0] <= found["high"][0]


def test_progress_runs_over_all_settings() -> None:
    """Progress counts replications of all settings together."""
    steps: list[tuple[int, int]] = []

    sweep(MODEL, SCENARIO, {"staff.team.count": [1, 2]}, replications=2, progress=lambda *step: steps.append(step))

    assert steps[-1] == (4, 4)


def test_a_stopped_sweep_says_nothing() -> None:
    """Ctrl-C ends a sweep at once; a setting that lacks replications is not told as if it had them."""
    seen: list[int] = []

    def stop(done: int, _all: int) -> None:
        seen.append(done)
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sweep(MODEL, SCENARIO, {"staff.team.count": [1, 2]}, replications=2, progress=stop)

    assert max(seen) == 1


@pytest.mark.parametrize(
    ("parameters", "design", "what"),
    [
        (("staff.team.count",), [(1, 2)], "row 0 of the design has 2 values"),
        (("staff.team.count",), [], "nothing to sweep over"),
        ((), [()], "nothing to sweep over"),
        (("staff.nobody.count",), [(1,)], "nobody"),
        (("model.parameters.luck",), [(1,)], "no such parameter"),
        (("model.parameters.patience",), [("soon",)], "patience"),
        (("model.parameters.patience",), [(4,)], "cannot be set"),
        (("model.parameters.most",), [(None,)], "cannot be set"),
    ],
)
def test_designs_without_sense_are_refused(parameters, design, what: str) -> None:
    """Rows of another length, empty designs, and paths or values that mean nothing are refused."""
    with pytest.raises(ConfigError, match=what):
        sweep_design(MODEL, SCENARIO, parameters, design, replications=1)


def test_parameters_of_the_model_can_be_set() -> None:
    """Numbers and durations that the model itself names are set by their own path."""
    model, scenario = changed(MODEL, SCENARIO, {"model.parameters.most": 5, "model.parameters.patience": "2 weeks"})

    assert [str(one.value) for one in model.parameters] == ["2 weeks", "5"]
    assert scenario == SCENARIO


def test_numbers_of_numpy_are_taken() -> None:
    """A design may be a numpy array."""
    numpy = pytest.importorskip("numpy")

    found = sweep_design(MODEL, SCENARIO, ["staff.team.count"], numpy.array([[1], [2]]), replications=1)

    assert [point.settings[0] for point in found.points] == [1, 2]


def test_sobol_finds_what_matters() -> None:
    """How long talks take matters for how busy people are; a delay of nobody's time does not."""
    pytest.importorskip("SALib")
    scenario = load_scenario(_TEXT)

    found = sobol(
        MODEL, scenario, {"behaviour.talk.length.mean": (2, 9), "behaviour.closing.delay.value": (1, 2)},
        indicators=["utilisation:team", "stuck"], samples=8, replications=1,
    )  # fmt: skip

    total = {one.parameter: one.total for one in found.effects}
    assert total["behaviour.talk.length.mean"] > 0.9
    assert total["behaviour.closing.delay.value"] < 0.1
    assert found.untold == ("stuck",)
    assert len(found.sweep.points) == 8 * 4
    assert set(found.columns()) == {"indicator", "parameter", "first", "first_half", "total", "total_half"}


_TEXT = """
id: small
start: 2025-01-06
horizon: 8 weeks
scheduling: queue
arrivals: {all: {per_week: 6}}
staff: {team: {role: worker, count: 2}}
behaviour:
  talk: {by: worker, length: {shape: exponential, mean: 9, unit: hours}}
  closing:
    {verb: close, by: worker, after: [talk], delay: {value: 1, unit: days}, data: {ending: {spread: {value: done}}}}
"""


def test_sobol_of_a_known_function() -> None:
    """Of x + 2 y the second explains four fifths of the variance."""
    sampling = pytest.importorskip("SALib.sample.sobol")
    analysing = pytest.importorskip("SALib.analyze.sobol")
    asked = problem({"x": (0, 1), "y": (0, 1)})
    points = tuple(
        Point(settings=tuple(row), indicators=(_indicator(row[0] + 2 * row[1]),))
        for row in sampling.sample(asked, 512, calc_second_order=False, seed=1).tolist()
    )

    made = Sweep(parameters=("x", "y"), points=points, seed=1, replications=1)
    found = {one.parameter: one for one in analysed(asked, made, ["sum", "gone"], analysing, 0.95).effects}

    assert found["x"].first == pytest.approx(0.2, abs=0.02)
    assert found["y"].total == pytest.approx(0.8, abs=0.02)


def _indicator(mean: float) -> Indicator:
    return Indicator(id="sum", unit="", mean=mean, low=None, high=None)


@pytest.mark.parametrize("bounds", [{}, {"x": (1, 1)}, {"x": (2, 1), "y": (0, 1)}])
def test_ranges_without_values_are_refused(bounds: dict[str, tuple[float, float]]) -> None:
    """Nothing to vary, or a range that is empty, is refused."""
    with pytest.raises(ConfigError):
        problem(bounds)


def test_without_salib_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where SALib is not installed the message names the extra that brings it."""
    monkeypatch.setitem(sys.modules, "SALib.sample.sobol", None)

    with pytest.raises(ConfigError, match=r"collabmodel\[sensitivity\]"):
        sobol(MODEL, SCENARIO, {"staff.team.count": (1, 4)}, indicators=["cases"])
