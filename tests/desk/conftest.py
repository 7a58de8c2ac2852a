"""Desks on either store, over a small model."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import collabmodel as cm
from collabmodel.adapters import MemoryStore
from collabmodel.desk import Desk, open_desk
from collabmodel.testing.faults import FaultPoints

# Tests are found by path, not as a package; what these share lies beside them.
sys.path.insert(0, str(Path(__file__).parent))

from small_cases import SMALL, Clock, numbered, quick


@pytest.fixture(scope="session")
def model() -> cm.Model:
    return cm.load(SMALL)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def points() -> FaultPoints:
    return FaultPoints()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cases.db"


@pytest.fixture(params=["memory", "sqlite"])
def desk(
    request: pytest.FixtureRequest, model: cm.Model, clock: Clock, points: FaultPoints, path: Path
) -> Iterator[Desk]:
    """A desk on each kind of store; both pass the same fault points."""
    store = MemoryStore(at=points) if request.param == "memory" else quick(path, at=points)
    with open_desk(store, model, clock=clock, new_id=numbered(), at=points) as made:
        yield made


@pytest.fixture
def sqlite_desk(model: cm.Model, clock: Clock, points: FaultPoints, path: Path) -> Iterator[Desk]:
    with open_desk(quick(path, at=points), model, clock=clock, new_id=numbered(), at=points) as made:
        yield made
