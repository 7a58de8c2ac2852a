"""The store in one SQLite file."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor

import attrs
import pytest

from collabmodel.adapters import SqliteStore, open_sqlite
from collabmodel.adapters.sqlite import accesses, cases, outbox
from collabmodel.adapters.sqlite.schema import STEPS, VERSION, statements
from collabmodel.errors import ConfigError, DamagedError, StoreError
from collabmodel.plugin import Store, digest
from collabmodel.plugin.storing import MovableStore
from collabmodel.testing import StoreConformance, a_batch, a_message
from collabmodel.testing.conformance.listing import READ


def conforms(store: SqliteStore) -> Store:
    """Let the type checker compare the store with what a store must be."""
    return store


@contextlib.contextmanager
def raw(path):
    """Open the file as an administrator would, with the triggers in force as they are for anybody."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


class TestSqliteStore(StoreConformance):
    """The suite for stores, on SQLite, with pages so small that every list has several."""

    plugin = "collabmodel.adapters.sqlite.urls"

    @pytest.fixture(autouse=True)
    def small_pages(self, monkeypatch):
        for module in (cases, outbox, accesses):
            monkeypatch.setattr(module, "PAGE", 7)

    def open_store(self, folder, at=None):
        return SqliteStore(folder / "cases.db", at=at)

    def plant(self, store, folder, case, type, schema):
        head = store.head(case)
        chain = digest(head.digest, case, head.seq + 1, type, schema, b"{}")
        with raw(folder / "cases.db") as connection:
            connection.execute(
                "INSERT INTO events (case_id, seq, type, schema, payload, digest) VALUES (?, ?, ?, ?, ?, ?)",
                (case, head.seq + 1, type, schema, b"{}", chain),
            )
            connection.execute("UPDATE cases SET seq = ?, digest = ? WHERE id = ?", (head.seq + 1, chain, case))
            connection.execute(
                "INSERT INTO keys VALUES (?, '', ?, ?, ?, ?, '')", (chain, case, head.seq + 1, head.seq + 1, chain)
            )


class TestSqliteStoreInWal(TestSqliteStore):
    """The suite for stores, on SQLite with a write-ahead log."""

    def open_store(self, folder, at=None):
        return SqliteStore(folder / "cases.db", at=at, journal="wal")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "cases.db"


@pytest.fixture
def store(path):
    with contextlib.closing(SqliteStore(path)) as opened:
        yield opened


def test_every_file_is_private(path):
    """The database and what SQLite puts beside it can be read by their owner alone, whatever the umask."""
    modes = {}

    def look(_name):
        modes.update({file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()})

    previous = os.umask(0)
    try:
        for journal in ("delete", "wal"):
            other = path.with_name(f"{journal}.db")
            with contextlib.closing(SqliteStore(other, journal=journal, at=look)) as opened:
                opened.append(a_batch())
    finally:
        os.umask(previous)

    assert {"delete.db", "delete.db-journal", "wal.db", "wal.db-wal", "wal.db-shm"} <= modes.keys()
    assert set(modes.values()) == {0o600}


def test_a_link_is_not_followed_when_the_file_is_made(path):
    """A link to nowhere, laid out for the store to make a file elsewhere, is refused."""
    path.symlink_to(path.with_name("elsewhere.db"))

    with pytest.raises(ConfigError):
        SqliteStore(path)
    assert not path.with_name("elsewhere.db").exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET payload = x'00'",
        "DELETE FROM events",
        "INSERT OR REPLACE INTO events SELECT position, case_id, seq, type, schema, x'00', digest FROM events",
        "UPDATE keys SET answer = 'x'",
        "DELETE FROM keys",
        "INSERT OR REPLACE INTO keys SELECT key, 'x', case_id, first, last, digest, answer FROM keys",
        "UPDATE accesses SET case_id = 'x'",
        "DELETE FROM accesses",
        "INSERT OR REPLACE INTO accesses SELECT position, 'x', record, digest FROM accesses",
        "UPDATE models SET text = 'x'",
        "DELETE FROM models",
        "INSERT OR REPLACE INTO models SELECT hash, 'x' FROM models",
    ],
)
def test_what_is_written_is_never_changed(store, statement):
    """No statement on the store's own connection changes or removes events, keys, models or access entries."""
    store.append(a_batch())
    store.log_access(READ)
    store.put_model("h", "{}")

    with pytest.raises(sqlite3.IntegrityError, match="append only"):
        store._connection.raw.execute(statement)
    assert list(store.verify()) == []


def test_tables_are_strict(store):
    """Every table refuses values of another type where SQLite can do that."""
    made = store._connection.rows("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE%'")
    own = {name: sql for name, sql in made if not name.startswith("sqlite_")}

    assert len(own) == 8
    if sqlite3.sqlite_version_info >= (3, 37):
        assert [name for name, sql in own.items() if not sql.rstrip().endswith("STRICT")] == []
    assert "STRICT" not in "".join(text for step in range(VERSION) for text in statements(step, (3, 36, 0)))


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("foreign_keys", 1), ("recursive_triggers", 1), ("trusted_schema", 0), ("cell_size_check", 1)],
)
def test_pragmas_are_set(store, pragma, value):
    """What protects the file is switched on for the connection."""
    assert store._connection.rows(f"PRAGMA {pragma}") == [(value,)]


def test_positions_are_never_used_again(path, store):
    """Where an administrator removed the last row by force, its position is not given to another event."""
    store.append(a_batch(count=3))
    with raw(path) as connection:
        connection.execute("DROP TRIGGER events_never_delete")
        connection.execute("DELETE FROM events WHERE seq = 3")
    store.append(a_batch("c2"))

    assert store._connection.rows("SELECT position FROM events WHERE case_id = 'c2'") == [(4,)]


def test_a_file_of_something_else_is_refused(path):
    """A database that is not ours is left alone."""
    with raw(path) as connection:
        connection.execute("CREATE TABLE t (a)")
    before = path.read_bytes()

    with pytest.raises(ConfigError):
        SqliteStore(path)
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_told_apart(path):
    """A file of another kind is reported as damaged, not as a traceback."""
    path.write_bytes(b"no database, but long enough to be looked at" * 100)

    with pytest.raises(DamagedError):
        SqliteStore(path)


@pytest.mark.parametrize("where", ["missing/cases.db", "."])
def test_a_place_that_cannot_hold_a_file_is_refused(tmp_path, where):
    """A missing folder, or a folder in place of the file, is a matter of configuration."""
    with pytest.raises(ConfigError):
        SqliteStore(tmp_path / where)


def test_another_thread_is_refused(store):
    """A store used in a thread that did not open it says so."""
    with ThreadPoolExecutor(1) as pool:
        error = pool.submit(store.head, "c1").exception()

    assert isinstance(error, StoreError)
    assert "each thread opens its own" in str(error)


def test_urls_name_paths_and_options(tmp_path, monkeypatch):
    """Three slashes mean a relative path, four an absolute one; options are read, blanks written as %20."""
    monkeypatch.chdir(tmp_path)
    for url, file in [
        ("sqlite:///cases.db", "cases.db"),
        (f"sqlite:///{tmp_path}/own%20cases.db?timeout=1.5", "own cases.db"),
    ]:
        with contextlib.closing(open_sqlite(url)) as opened:
            opened.append(a_batch())

        assert (tmp_path / file).stat().st_size > 0
    with contextlib.closing(open_sqlite("sqlite:///cases.db?mode=ro")) as opened:
        assert opened.head("c1") is not None
        assert opened.readonly


def test_urls_that_make_no_sense_are_refused_as_a_whole():
    """Everything wrong with a URL is told at once, and none of its values."""
    with pytest.raises(ConfigError) as caught:
        open_sqlite("sqlite://?journal=hunter2&password=hunter2&timeout=hunter2&mode=hunter2")

    assert len(caught.value.problems) == 5
    assert "hunter2" not in str(caught.value)


PLANS = [
    ({"status": "open"}, "cases_by_status"),
    ({"person": "p-17"}, "PRIMARY KEY (person=? AND case_id>?)"),
    ({"due_before": 1}, "cases_by_due"),
    ({"due_before": 1, "after": "c", "after_due": 0}, "cases_by_due"),
    ({}, "PRIMARY KEY (id>?)"),
]


@pytest.mark.parametrize(("wanted", "index"), PLANS, ids=[str(wanted) for wanted, _ in PLANS])
def test_lists_come_from_an_index(store, wanted, index):
    """No list of cases looks at every case or sorts them, whatever is asked."""
    parts = {"status": "", "person": "", "due_before": None, "after": "", "after_due": None} | wanted
    text, bound = cases.listing(**parts)
    plan = [row[3] for row in store._connection.rows(f"EXPLAIN QUERY PLAN {text}", bound)]

    assert any(index in step for step in plan), plan
    assert not [step for step in plan if "SCAN" in step or "TEMP B-TREE" in step], plan


def test_statements_of_every_command_use_an_index(store):
    """Appending, reading and claiming look things up by index alone."""
    asked = [
        (cases.KEY, ("k",)),
        (cases.BEFORE, ("c", "k")),
        (cases.STRANGERS, ("c",)),
        (cases.RECORDS_OF, ("c", 0, 9)),
        (outbox.WAITING, (0, 9)),
        (accesses._NEXT_OF_CASE, ("c", 0, 9)),
    ]
    for text, bound in asked:
        plan = [row[3] for row in store._connection.rows(f"EXPLAIN QUERY PLAN {text}", bound)]

        assert [step for step in plan if step.startswith("SEARCH")], (text, plan)
        assert not [step for step in plan if "TEMP B-TREE" in step], (text, plan)
        assert {step.split()[1] for step in plan if step.startswith("SCAN")} <= {"CONSTANT", "(subquery-2)"}, plan


def test_steps_stay_as_they_were_released():
    """The statements that lead from one version of the tables to the next are never edited: their digest is known."""
    digests = [hashlib.sha256("\0".join(step).encode()).hexdigest()[:16] for step in STEPS]

    assert digests == ["5b6f7546fbd381da", "36ae3f62181c1dbe", "3d0bed5ce2d97271", "aceb12f7efd85062"]


def test_the_outbox_is_emptied_on_disk_as_well(store):
    """A message that was sent leaves no row behind."""
    store.append(a_batch(messages=(a_message(),)))
    store.settle("m1", sent=True)

    assert store._connection.rows("SELECT count(*) FROM outbox") == [(0,)]


def test_everything_that_a_move_needs_can_be_listed(store, monkeypatch):
    """Keys with what they stand for, by key and from any on, and hashes of models, sorted."""
    monkeypatch.setattr(cases, "PAGE", 2)
    receipts = {f"k{number}": store.append(a_batch(f"c{number}", key=f"k{number}")) for number in range(5)}
    for model_hash in ("h2", "h1"):
        store.put_model(model_hash, "{}")
    listed = list(store.keys())

    assert isinstance(store, MovableStore)
    assert [(key, known.receipt) for key, known in listed] == [
        (key, attrs.evolve(receipt, repeated=True)) for key, receipt in receipts.items()
    ]
    assert {known.fingerprint for _, known in listed} == {"f"}
    assert [key for key, _ in store.keys("k2")] == ["k3", "k4"]
    assert list(store.models()) == ["h1", "h2"]
