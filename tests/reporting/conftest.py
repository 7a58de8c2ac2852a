"""Desks over the small model of the desk's own tests."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import collabmodel as cm
from collabmodel.adapters import MemoryStore
from collabmodel.desk import Desk, open_desk

sys.path.insert(0, str(Path(__file__).parents[1] / "desk"))

from small_cases import SMALL, Clock, numbered


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(clock: Clock) -> Iterator[Desk]:
    with open_desk(MemoryStore(), cm.load(SMALL), clock=clock, new_id=numbered()) as made:
        yield made
