"""The tables, as steps from nothing to today's; what is written is never changed, and triggers see to it."""

from __future__ import annotations

import sqlite3

APPLICATION = 0x434C4D31
"""Marks a file as ours, in its header."""

_RECORD = (
    """
    CREATE TABLE events (
        position INTEGER PRIMARY KEY AUTOINCREMENT,
        case_id TEXT NOT NULL,
        seq INTEGER NOT NULL CHECK (seq > 0),
        type TEXT NOT NULL,
        schema INTEGER NOT NULL,
        payload BLOB NOT NULL,
        digest TEXT NOT NULL,
        UNIQUE (case_id, seq)
    ) {strict}
    """,
    "CREATE INDEX strangers ON events (case_id, seq) WHERE type <> 'event' OR schema <> 1",
    """
    CREATE TABLE keys (
        key TEXT PRIMARY KEY,
        fingerprint TEXT NOT NULL,
        case_id TEXT NOT NULL,
        first INTEGER NOT NULL,
        last INTEGER NOT NULL,
        digest TEXT NOT NULL,
        answer TEXT NOT NULL
    ) {keyed}
    """,
    """
    CREATE TABLE cases (
        id TEXT PRIMARY KEY,
        seq INTEGER NOT NULL,
        digest TEXT NOT NULL,
        status TEXT NOT NULL,
        due INTEGER,
        row TEXT NOT NULL
    ) {keyed}
    """,
    "CREATE INDEX cases_by_status ON cases (status, id)",
    "CREATE INDEX cases_by_due ON cases (due, id) WHERE due IS NOT NULL",
    "CREATE TABLE people (person TEXT NOT NULL, case_id TEXT NOT NULL, PRIMARY KEY (person, case_id)) {keyed}",
)
_OUTBOX = (
    """
    CREATE TABLE outbox (
        id TEXT PRIMARY KEY,
        case_id TEXT NOT NULL,
        message TEXT NOT NULL,
        next_try INTEGER NOT NULL,
        free INTEGER NOT NULL,
        claims INTEGER NOT NULL DEFAULT 0,
        failures INTEGER NOT NULL DEFAULT 0,
        dead INTEGER NOT NULL DEFAULT 0,
        why TEXT NOT NULL DEFAULT ''
    ) {keyed}
    """,
    "CREATE INDEX outbox_waiting ON outbox (free, id) WHERE dead = 0",
)
_ACCESSES = (
    """
    CREATE TABLE accesses (
        position INTEGER PRIMARY KEY AUTOINCREMENT,
        case_id TEXT NOT NULL,
        record BLOB NOT NULL,
        digest TEXT NOT NULL
    ) {strict}
    """,
    "CREATE INDEX accesses_by_case ON accesses (case_id, position)",
)
_CACHES = (
    "CREATE TABLE models (hash TEXT PRIMARY KEY, text TEXT NOT NULL) {strict}",
    """
    CREATE TABLE snapshots (
        case_id TEXT PRIMARY KEY,
        seq INTEGER NOT NULL,
        digest TEXT NOT NULL,
        code TEXT NOT NULL,
        state BLOB NOT NULL,
        checked TEXT NOT NULL
    ) {strict}
    """,
)


def _guards(table: str) -> tuple[str, ...]:
    """Give the triggers that keep a table append-only; with recursive triggers they stop INSERT OR REPLACE too."""
    return tuple(
        f"CREATE TRIGGER {table}_never_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table}: append only'); END"
        for verb in ("UPDATE", "DELETE")
    )


STEPS: tuple[tuple[str, ...], ...] = (
    (*_RECORD, *_guards("events"), *_guards("keys")),
    _OUTBOX,
    (*_ACCESSES, *_guards("accesses")),
    (*_CACHES, *_guards("models")),
)
"""What leads from each version of the tables to the next, from version 0 on; a step that was released never changes."""

VERSION = len(STEPS)
"""Version of the tables that this release writes."""


def statements(step: int, version: tuple[int, ...] = sqlite3.sqlite_version_info) -> tuple[str, ...]:
    """
    Give the statements of a step.

    Where SQLite is older than 3.37 it has no strict tables: then types are as the statements of the store bind them.

    Args:
        step: From which version of the tables.
        version: Version of SQLite.
    """
    strict = version >= (3, 37)
    words = {"strict": "STRICT" if strict else "", "keyed": "WITHOUT ROWID" + (", STRICT" if strict else "")}
    return tuple(text.format(**words) if text.lstrip().startswith("CREATE TABLE") else text for text in STEPS[step])
