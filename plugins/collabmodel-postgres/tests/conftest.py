"""A real server for the session, and another for tests that break it."""

from __future__ import annotations

import contextlib
import hashlib
import sys
from pathlib import Path

import psycopg
import pytest

# Tests are found by path, not as a package; what these share lies beside them.
sys.path.insert(0, str(Path(__file__).parent))

from pg_server import QUICK, Server, why_not

from collabmodel_postgres import PostgresSettings
from collabmodel_postgres.store import PostgresStore


def _server(*settings):
    why = why_not()
    if why:
        pytest.skip(why)
    return Server(*settings)


@pytest.fixture(scope="session")
def server():
    """A server that everything shares and nothing breaks."""
    started = _server(*QUICK, "max_connections=60", "autovacuum=off")
    yield started
    started.destroy()


@pytest.fixture(scope="session")
def app(server):
    """Give the URL of a role that owns nothing and may create nothing."""
    with contextlib.closing(server.admin()) as admin:
        admin.execute("CREATE ROLE app LOGIN PASSWORD 'app-secret'")
    return server.url("app", password="app-secret")


@pytest.fixture(scope="module")
def fragile():
    """A server of a module's own, to be killed."""
    started = _server(*QUICK, "max_connections=40", "max_prepared_transactions=5", "shared_buffers=16MB")
    yield started
    started.destroy()


def settings_of(folder, **how):
    """Give the settings of the store of a folder: a schema of its own."""
    return PostgresSettings(schema="t" + hashlib.sha256(str(folder).encode()).hexdigest()[:20], **how)


@pytest.fixture
def opened(server, tmp_path):
    """Open the store of a test, as often as it asks."""
    made = []

    def opening(at=None, url="", **how):
        made.append(PostgresStore(url or server.url(), settings_of(tmp_path, **how), at=at))
        return made[-1]

    yield opening
    for one in made:
        one.close()


@pytest.fixture
def store(opened):
    return opened()


@pytest.fixture
def admin(server, store):
    """Ask as the one who may do everything, in the schema of the test's store."""
    schema = store._connection.settings.schema
    with psycopg.connect(server.url(), autocommit=True, options=f"-c search_path={schema}") as connection:
        yield connection
