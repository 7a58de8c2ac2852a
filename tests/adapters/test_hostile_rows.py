"""Files written or bent by another hand: whatever stands in a row, the answer is a value or one of our errors."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3

import attrs
import pytest

from collabmodel.adapters import SqliteStore, salvage
from collabmodel.errors import DamagedError, StoreError
from collabmodel.plugin import Snapshot, digest
from collabmodel.plugin.forms import access_text
from collabmodel.testing import NOON, a_batch, a_message
from collabmodel.testing.conformance.listing import READ
from collabmodel.testing.conformance.posting import LATER, LEASE

COLUMNS = {
    "events": ("case_id", "seq", "type", "schema", "payload", "digest"),
    "keys": ("fingerprint", "case_id", "first", "last", "digest", "answer"),
    "cases": ("id", "seq", "digest", "status", "due", "row"),
    "people": ("person", "case_id"),
    "outbox": ("id", "case_id", "message", "next_try", "free", "claims", "failures", "dead", "why"),
    "accesses": ("case_id", "record", "digest"),
    "models": ("hash", "text"),
    "snapshots": ("seq", "digest", "code", "state", "checked"),
}
HOSTILE = (None, 5, 2**63 - 1, float("inf"), "x", b"\xff\xfe", "\0", "[]", "[" * 100_000, '{"id": 5}')


@pytest.fixture(scope="module")
def bent(tmp_path_factory):
    """A store whose tables no longer insist on any type, as a file written by hand or a flipped bit has them."""
    path = tmp_path_factory.mktemp("bent") / "cases.db"
    with contextlib.closing(SqliteStore(path, synchronous="normal")) as store:
        store.append(a_batch(count=3, key="k1", messages=(a_message("m1"), a_message("m2"))))
        receipt = store.append(a_batch("c2", key="k2"))
        store.put_snapshot(Snapshot(case="c2", seq=1, digest=receipt.digest, code="1", state=b"{}"))
        store.put_model("h", "{}")
        store.log_access(READ)
        store.log_access(attrs.evolve(READ, case="c2"))
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("PRAGMA writable_schema=ON")
        for old in (", STRICT", "STRICT", "NOT NULL", "CHECK (seq > 0)"):
            raw.execute("UPDATE sqlite_master SET sql = replace(sql, ?, '') WHERE type = 'table'", (old,))
        raw.execute("DELETE FROM sqlite_master WHERE type = 'trigger'")
    return path


def questions(store, path):
    """Everything that can be asked of a store, the writing ones last."""
    yield lambda: [list(store.read(case)) for case in ("c1", "c2")]
    yield lambda: [(store.head(case), store.row(case), store.snapshot(case)) for case in ("c1", "c2")]
    yield lambda: list(store.rows())
    yield lambda: list(store.rows(person="p1", due_before=LATER))
    yield lambda: [store.receipt(key) for key in ("k1", "k2")]
    yield lambda: [*store.accesses(), *store.accesses("c2")]
    yield lambda: [*store.outbox(), *store.outbox(dead=True)]
    yield lambda: list(store.heads())
    yield lambda: list(store.verify())
    yield lambda: list(store.verify("c1"))
    yield lambda: salvage(str(path), f"{path}.jsonl")
    yield lambda: store.backup(f"{path}.copy")
    yield lambda: store.claim(LATER, LEASE, 9)
    yield lambda: store.settle("m1", sent=False, why="OSError")
    yield lambda: store.log_access(READ)
    yield lambda: store.put_model("other", "{}")
    yield lambda: store.append(a_batch("c2", 1, key="k3"))
    yield lambda: store.append(a_batch("c1", 3, key="k4"))


@pytest.mark.parametrize("values", [HOSTILE[::5], pytest.param(HOSTILE, marks=pytest.mark.nightly)], ids=len)
@pytest.mark.parametrize(("table", "column"), [(table, one) for table, names in COLUMNS.items() for one in names])
def test_no_value_in_any_column_is_a_crash(bent, tmp_path, table, column, values):
    """Fault 57: wrong types, wrong JSON, no text, sizes: every call answers or raises an error of the store."""
    for number, value in enumerate(values):
        path = tmp_path / f"{number}.db"
        shutil.copy(bent, path)
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as raw:
            rowid = "rowid" if table in ("events", "accesses", "models", "snapshots") else "NULL"
            last = f"WHERE rowid = (SELECT max({rowid}) FROM {table})" if rowid == "rowid" else ""
            with contextlib.suppress(sqlite3.IntegrityError):
                raw.execute(f"UPDATE OR IGNORE {table} SET {column} = ? {last}", (value,))
        with contextlib.closing(SqliteStore(path, synchronous="normal", timeout=0)) as store:
            store._connection.raw.execute("PRAGMA synchronous=OFF")
            for ask in questions(store, path):
                with contextlib.suppress(StoreError):
                    ask()


def forged_access(raw, record):
    """Put an entry into the access log as somebody would who knows how its chain is made."""
    last, previous = raw.execute("SELECT position, digest FROM accesses ORDER BY position DESC LIMIT 1").fetchone()
    chain = digest(previous, "c1", last + 1, "access", 1, record)
    raw.execute("INSERT INTO accesses VALUES (?, 'c1', ?, ?)", (last + 1, record, chain))


@pytest.mark.parametrize(
    "record",
    [b"\xff", b"[" * 100_000, b"{}", access_text(READ).replace("+00:00", "").encode(), b'{"at": null}']
    + [json.dumps(json.loads(access_text(READ)) | {name: 5}).encode() for name in ("person", "what", "allowed")],
)
def test_an_entry_of_the_log_that_means_nothing_is_damage(path, opened, record):
    """Chained rightly and yet no entry: it is told as damage, not shown with holes or wrong kinds."""
    store = opened(path)
    store.log_access(READ)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as raw:
        forged_access(raw, record)

    with pytest.raises(DamagedError):
        list(store.accesses())


def test_a_message_that_means_nothing_holds_up_no_other(path, opened):
    """A broken row of the outbox is given up and told by verify; those behind it are sent."""
    store = opened(path)
    store.append(a_batch(messages=(a_message("m1"), a_message("m2"), a_message("m3", made=NOON))))
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("UPDATE outbox SET message = '[' WHERE id = 'm1'")
        raw.execute("UPDATE outbox SET message = replace(message, 'm2', 'm9') WHERE id = 'm2'")
    claimed = store.claim(LATER, LEASE, 1)

    assert [parcel.message.id for parcel in claimed] == ["m3"]
    assert [parcel.message.id for parcel in store.outbox()] == ["m3"]
    assert "messages of the outbox that mean nothing: 2" in [fault.what for fault in store.verify()]


def test_a_record_that_is_no_text_is_salvaged(path, opened, tmp_path):
    """What a newer release wrote in bytes of its own is saved as it is."""
    store = opened(path)
    first = store.append(a_batch())
    chain = digest(first.digest, "c1", 2, "packed", 1, b"\xff\x00")
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("INSERT INTO events VALUES (2, 'c1', 2, 'packed', 1, ?, ?)", (b"\xff\x00", chain))
        raw.execute("UPDATE cases SET seq = 2, digest = ? WHERE id = 'c1'", (chain,))
    found = salvage(str(path), str(tmp_path / "out.jsonl"))
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]

    assert (found.cases, found.events, found.faults) == (1, 2, ())
    assert [line.get("base64") for line in lines] == [None, "/wA="]
