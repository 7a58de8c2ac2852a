"""The embedded store: one SQLite file, through the standard library, durable by default."""

from __future__ import annotations

from collabmodel.adapters.sqlite.salvaging import Salvage, salvage
from collabmodel.adapters.sqlite.store import SqliteStore
from collabmodel.adapters.sqlite.urls import open_sqlite

__all__ = ["Salvage", "SqliteStore", "open_sqlite", "salvage"]
