"""Our own plugs, found through entry points like any other."""

from __future__ import annotations

from collabmodel.adapters.memory import MemoryStore
from collabmodel.adapters.memory_urls import open_memory
from collabmodel.adapters.sqlite import Salvage, SqliteStore, open_sqlite, salvage
from collabmodel.deprecations import replaced

__all__ = [
    "MemoryStore",
    "Salvage",
    "SqliteStore",
    "open_memory",
    "open_sqlite",
    "salvage",
]


def __getattr__(name: str) -> object:
    """Give names that have moved, with a warning."""
    return replaced(__name__, name)
