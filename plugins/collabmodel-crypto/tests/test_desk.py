"""What the desk does on any store it does on an encrypted one: a year of cases, and any interleaving of commands."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
DESK = HERE.parents[2] / "tests" / "desk"
if not DESK.is_dir():
    pytest.skip("the tests of the library are not beside the plugin", allow_module_level=True)
sys.path += [str(HERE), str(DESK)]

import test_machine  # noqa: E402 - what is found by path
from test_year import *  # noqa: E402, F403 - the year as it is played on any store
from wrapping import sqlite  # noqa: E402 - what is found by path


def encrypted(path, at=None):
    """Open the wrapper around the file that the desk's own tests open bare."""
    return sqlite(path.parent, at=at)


@pytest.fixture(scope="module")
def opener():
    return encrypted


class Sealed(test_machine.Interleavings):
    """The machine on the wrapper around SQLite."""

    opener = staticmethod(encrypted)


def test_any_interleaving_equals_a_case_folded_in_memory():
    """Thirty interleavings in the ordinary run."""
    test_machine.run(30, Sealed)


@pytest.mark.nightly
def test_any_interleaving_equals_a_case_folded_in_memory_at_night():
    """A thousand in the nightly one."""
    test_machine.run(1_000, Sealed)
