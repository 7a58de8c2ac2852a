"""The store in memory."""

from __future__ import annotations

import pytest

from collabmodel.adapters import MemoryStore, open_memory
from collabmodel.errors import ConfigError
from collabmodel.plugin import Store, digest
from collabmodel.plugin.batches import Entry
from collabmodel.testing import StoreConformance

CONFORMS: Store = MemoryStore()


class TestMemoryStore(StoreConformance):
    """The suite for stores, on the store in memory."""

    plugin = "collabmodel.adapters.memory_urls"
    lacks = {  # noqa: RUF012 - as a plugin author writes it
        "sharing": "it lives in one process and one thread",
        "reopening": "nothing outlives the process",
        "backup": "nothing outlives the process",
    }

    def open_store(self, folder, at=None):
        del folder
        return MemoryStore(at=at)

    def plant(self, store, folder, case, type, schema):
        del folder
        head = store.head(case)
        chain = digest(head.digest, case, head.seq + 1, type, schema, b"{}")
        entry = Entry(seq=head.seq + 1, type=type, schema=schema, payload=b"{}", digest=chain)
        store._events[case].append(entry)
        store._kinds[case].add((type, schema))


def test_each_store_in_memory_is_new():
    """Two stores opened by the same URL share nothing, and a URL with a name is refused."""
    assert open_memory("memory://") is not open_memory("memory://")
    with pytest.raises(ConfigError):
        open_memory("memory://cases")
