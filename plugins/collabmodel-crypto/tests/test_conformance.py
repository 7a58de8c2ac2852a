"""The suite for stores, on the wrapper around each store at hand."""

from __future__ import annotations

import contextlib
import sqlite3
import sys
from pathlib import Path

from collabmodel.plugin import digest
from collabmodel.plugin.storing import Entry
from collabmodel.testing import StoreConformance

# Tests are found by path, not as a package; what these share lies beside them.
sys.path.append(str(Path(__file__).parent))

from wrapping import memory, sqlite


class TestCryptoOnMemory(StoreConformance):
    """Around the store in memory."""

    plugin = "collabmodel_crypto"

    lacks = {  # noqa: RUF012 - as a plugin author writes it
        "sharing": "the store in memory lives in one process and one thread",
        "reopening": "nothing in memory outlives the process",
        "backup": "nothing in memory outlives the process",
    }

    def open_store(self, folder, at=None):
        return memory(folder, at=at)

    def plant(self, store, folder, case, type, schema):
        del folder
        head = store.head(case)
        chain = digest(head.digest, case, head.seq + 1, type, schema, b"{}")
        entry = Entry(seq=head.seq + 1, type=type, schema=schema, payload=b"{}", digest=chain)
        store.inner._events[case].append(entry)
        store.inner._kinds[case].add((type, schema))


class TestCryptoOnSqlite(StoreConformance):
    """Around SQLite."""

    plugin = "collabmodel_crypto"

    def open_store(self, folder, at=None):
        return sqlite(folder, at=at, quick=False)

    def plant(self, store, folder, case, type, schema):
        head = store.head(case)
        chain = digest(head.digest, case, head.seq + 1, type, schema, b"{}")
        with contextlib.closing(sqlite3.connect(folder / "cases.db", isolation_level=None)) as connection:
            connection.execute(
                "INSERT INTO events (case_id, seq, type, schema, payload, digest) VALUES (?, ?, ?, ?, ?, ?)",
                (case, head.seq + 1, type, schema, b"{}", chain),
            )
            connection.execute("UPDATE cases SET seq = ?, digest = ? WHERE id = ?", (head.seq + 1, chain, case))
            connection.execute(
                "INSERT INTO keys VALUES (?, '', ?, ?, ?, ?, '')", (chain, case, head.seq + 1, head.seq + 1, chain)
            )
