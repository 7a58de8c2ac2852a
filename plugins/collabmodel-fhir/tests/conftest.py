"""Histories to write, drawn and shipped, and what the official resource models say of what was written."""

from __future__ import annotations

import sys
from pathlib import Path

# Tests are found by path, not as a package; what these share lies beside them.
sys.path.insert(0, str(Path(__file__).parent))

import attrs
import pytest
from fhir_samples import MODEL, the_model, the_shipped

import collabmodel as cm
from collabmodel.simulate import load_scenario
from collabmodel.workdays import parse_duration


@pytest.fixture(scope="session")
def model():
    return the_model()


@pytest.fixture(scope="session")
def shipped():
    return the_shipped()


@pytest.fixture(scope="session")
def simulated(model, tmp_path_factory):
    scenario = attrs.evolve(load_scenario(MODEL), horizon=parse_duration("2 months"), warm_up=None)
    folder = tmp_path_factory.mktemp("study")
    cm.simulate(model, scenario, seed=1, out=folder, judge=False, compiled=False)
    return cm.read_history(folder / "events.parquet")


@pytest.fixture(params=["shipped", "simulated"])
def history(request):
    return request.getfixturevalue(request.param)
