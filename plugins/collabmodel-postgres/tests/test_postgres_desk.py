"""The scenario year and the machine of the desk's own tests, unchanged, on PostgreSQL."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

import pytest
from conftest import settings_of

from collabmodel_postgres.store import PostgresStore

DESK = Path(__file__).parents[3] / "tests" / "desk"
if not DESK.is_dir():
    pytest.skip("the tests of the desk are not here: they are in the library's own repository", allow_module_level=True)
sys.path.insert(0, str(DESK))

import test_machine  # noqa: E402
from test_year import *  # noqa: E402, F403 - the tests of the year, played on the store that is opened below


@pytest.fixture(scope="module")
def opener(server):
    """Open the store of a path in a schema of its own."""
    return lambda path, **how: PostgresStore(server.url(), settings_of(path), **how)


def machine(server):
    """Give the machine with its desks on the server; what an example leaves is taken away."""

    class OnPostgres(test_machine.Interleavings):
        opener = staticmethod(lambda path, **how: PostgresStore(server.url(), settings_of(path), **how))

        def teardown(self):
            super().teardown()
            with contextlib.closing(server.admin()) as admin:
                admin.execute("SET client_min_messages = error")
                admin.execute(f"DROP SCHEMA {settings_of(self.path).schema} CASCADE")

    return OnPostgres


def test_any_interleaving_equals_a_case_folded_in_memory_on_postgresql(server):
    """Fifteen interleavings of two desks in the ordinary run."""
    test_machine.run(15, machine(server))


@pytest.mark.nightly
def test_any_interleaving_equals_a_case_folded_in_memory_on_postgresql_at_night(server):
    """Four hundred in the nightly one."""
    test_machine.run(400, machine(server))
