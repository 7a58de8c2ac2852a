"""
Simulated cases are cases: decided anew from their events from outside, they give the same events, the derived ones too.

The pairs of models and scenarios are drawn from seeds; ``generating.pair_of(SEED)`` gives one again, as text too.
"""

from __future__ import annotations

import zlib
from collections import Counter
from functools import cache
from pathlib import Path

import attrs
import pytest
from tests.simulate.generating import pair_of

import collabmodel as cm
from collabmodel.model import Model
from collabmodel.simulate.auditing import audit
from collabmodel.simulate.engine import Prepared, prepare, run
from collabmodel.simulate.expanding import Log, events_of
from collabmodel.simulate.reading import load_scenario
from collabmodel.simulate.scenario import Scenario
from collabmodel.workdays import Duration, Unit

MODELS = Path(__file__).parents[1] / "oracles" / "models"
ORDINARY = [range(first, first + 10) for first in range(0, 60, 10)]
NIGHTLY = [range(first, first + 40) for first in range(60, 1_260, 40)]
BLOCKS = [*ORDINARY, *(pytest.param(block, marks=pytest.mark.nightly) for block in NIGHTLY)]
SEEN = ("active", "completed", "terminated", "suspended", "resumed", "achieved", "revoked", "planned", "joined", "left")
APPOINTED = ("booked", "moved", "cancelled")


@cache
def drawn(seed: int) -> Prepared:
    pair = pair_of(seed)
    return prepare(pair.model, pair.scenario)


def log_of(prepared: Prepared, *, compiled: bool = False, replication: int = 1) -> Log:
    log = Log()
    run(prepared, replication=replication, seed=prepared.scenario.seed, take=log.take, compiled=compiled)
    return log


def deviations(prepared: Prepared) -> tuple[object, ...]:
    """Give what the audit finds of one replication, after its length."""
    log = log_of(prepared)
    return audit(prepared, events_of(prepared, 1, log.rows, log.floats), most=3).deviations


def digest(prepared: Prepared, *, compiled: bool) -> tuple[int, int, int]:
    log = log_of(prepared, compiled=compiled)
    return len(log), zlib.crc32(log.rows.tobytes()), zlib.crc32(log.floats.tobytes())


@pytest.mark.parametrize("seeds", BLOCKS, ids=lambda seeds: f"{seeds[0]}-{seeds[-1]}")
def test_drawn_pairs_replay(seeds: range) -> None:
    """Nothing that the simulator does would be refused by the model, and the same follows from it."""
    found = {seed: told for seed in seeds if (told := deviations(drawn(seed)))}

    assert found == {}


@pytest.mark.parametrize("seeds", BLOCKS, ids=lambda seeds: f"{seeds[0]}-{seeds[-1]}")
def test_drawn_pairs_are_the_same_compiled(seeds: range) -> None:
    """The compiled kernel logs the same bytes as the interpreted one."""
    pytest.importorskip("numba")
    found = [seed for seed in seeds if digest(drawn(seed), compiled=True) != digest(drawn(seed), compiled=False)]

    assert found == []


def written(name: str) -> tuple[Model, Scenario]:
    if name == "jyvaskyla-youth-reception":
        return cm.load(name), load_scenario(name)
    scenario = load_scenario(MODELS / f"{name}.scenario.yaml")
    fewer = tuple(attrs.evolve(one, per_week=5.0) for one in scenario.arrivals)
    staff = tuple(attrs.evolve(one, count=4) for one in scenario.staff)
    return cm.load(MODELS / f"{name}.yaml"), attrs.evolve(scenario, arrivals=fewer, staff=staff)


@pytest.mark.parametrize(
    ("name", "weeks"),
    [
        ("jyvaskyla-youth-reception", 20),
        ("two-agencies", 16),
        ("pools", 10),
        pytest.param("jyvaskyla-youth-reception", 156, marks=pytest.mark.nightly),
        pytest.param("two-agencies", 156, marks=pytest.mark.nightly),
        pytest.param("pools", 104, marks=pytest.mark.nightly),
    ],
)
def test_written_pairs_replay(name: str, weeks: int) -> None:
    """The shipped model and the benchmark's workloads replay as well, and are the same compiled."""
    pytest.importorskip("numba")
    model, scenario = written(name)
    prepared = prepare(model, attrs.evolve(scenario, horizon=Duration(weeks, Unit.WEEKS), warm_up=None))

    assert deviations(prepared) == ()
    assert digest(prepared, compiled=True) == digest(prepared, compiled=False)


def test_drawn_pairs_use_the_language() -> None:
    """Whatever may happen in a case does happen in some drawn pair, with events of several cases in most."""
    happened: Counter[str] = Counter()
    busy = 0
    for seed in range(60):
        prepared = drawn(seed)
        log = log_of(prepared)
        events = list(events_of(prepared, 1, log.rows, log.floats))
        happened.update({event.transition for event in events})
        busy += len({event.case for event in events}) > 2
    common = {name: happened[name] for name in (*SEEN, *APPOINTED)}

    assert min(common.values()) >= 1, common
    assert busy >= 50
