"""The wrapper around PostgreSQL: the suite, the year and the machine, on a real server."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import sys
from pathlib import Path

import pytest

from collabmodel.errors import ErasedError
from collabmodel.plugin import Host, read_settings
from collabmodel.testing import NOON, StoreConformance

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
SUPPORT = ROOT / "plugins" / "collabmodel-postgres" / "tests" / "pg_server.py"
if "postgresql" not in {kind.name for kind in Host.discover().stores}:
    pytest.skip("the plugin that brings postgresql:// is not installed", allow_module_level=True)
if not SUPPORT.exists() or not (ROOT / "tests" / "desk").is_dir():
    pytest.skip(
        "what starts a server, and the tests of the library, are not beside the plugin", allow_module_level=True
    )
sys.path += [str(HERE), str(ROOT / "tests" / "desk")]

import test_machine  # noqa: E402 - what is found by path
from test_erasing import PLANTED, filled  # noqa: E402 - what is found by path
from test_year import *  # noqa: E402, F403 - the year as it is played on any store
from wrapping import wrapped  # noqa: E402 - what is found by path

from collabmodel_crypto import search_residue  # noqa: E402 - what is found by path


def started():
    """Start a server of our own, as the tests of that plugin do, or say why there can be none."""
    spec = importlib.util.spec_from_file_location("a_server_of_ones_own", SUPPORT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    why = module.why_not()
    if why:
        pytest.skip(why)
    return module.Server(*module.QUICK, "max_connections=60", "autovacuum=off")


SERVERS: list[object] = []


@pytest.fixture(scope="module", autouse=True)
def server():
    SERVERS.append(started())
    yield SERVERS[-1]
    SERVERS.pop().destroy()


def inner(folder):
    """Open the bare store of a folder: a schema of its own."""
    schema = "c" + hashlib.sha256(str(folder).encode()).hexdigest()[:20]
    host = Host.discover(settings=read_settings(f"stores:\n  postgresql: {{schema: {schema}}}\n"))
    return host.open_store(SERVERS[-1].url())


def encrypted(folder):
    return wrapped(folder, lambda: inner(folder))


class TestCryptoOnPostgresql(StoreConformance):
    """Around PostgreSQL, opened as anybody would open it: by its URL."""

    plugin = "collabmodel_crypto"
    lacks = {  # noqa: RUF012 - as a plugin author writes it
        "fault points": "a store opened by its URL has none; the inner store's own tests pass them",
        "planting": "the inner store's own tests plant",
    }

    def open_store(self, folder, at=None):
        del at
        return encrypted(folder)


@pytest.fixture(scope="module")
def opener():
    return lambda path: encrypted(path.parent)


class SealedOnPostgresql(test_machine.Interleavings):
    """The machine on the wrapper around PostgreSQL."""

    opener = staticmethod(lambda path, at=None: encrypted(path.parent))  # noqa: ARG005 - as the machine asks


def test_any_interleaving_equals_a_case_folded_in_memory():
    """Three interleavings in the ordinary run, since each makes tables of its own."""
    test_machine.run(3, SealedOnPostgresql)


@pytest.mark.nightly
def test_any_interleaving_equals_a_case_folded_in_memory_at_night():
    """Two hundred in the nightly one."""
    test_machine.run(200, SealedOnPostgresql)


def test_nothing_is_in_any_file_of_the_server_after_an_erasure(tmp_path, server):
    """Tables, indexes and write-ahead log hold no planted word, and an erased case stays erased."""
    with contextlib.closing(encrypted(tmp_path)) as store:
        filled(store)
        store.erase_case("c1", order="decision 1", at=NOON)
        with pytest.raises(ErasedError):
            list(store.read("c1"))
        assert [row.status for row in store.rows()] == ["erased"]
        assert list(store.verify()) == []
    server.stop("fast")
    server.start()

    assert search_residue(PLANTED, [server.data, tmp_path / "keys.db"]) == ()
