"""The key file as SQLite: opened so that what is deleted is overwritten, its errors in the library's own words."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from collabmodel.errors import (
    BusyError,
    ConfigError,
    FullError,
    KeyUnavailableError,
    Place,
    Problem,
    ReadOnlyError,
    StoreError,
)
from collabmodel_crypto.lines import PRIVATE, sync_folder

APPLICATION = 0x434C4D4B
"""Marks a file as a key file, in its header."""
_TABLES = f"""
    CREATE TABLE holders (
        handle TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        identity BLOB NOT NULL,
        UNIQUE (kind, name)
    ) WITHOUT ROWID;
    CREATE TABLE keys (
        handle TEXT NOT NULL,
        generation INTEGER NOT NULL,
        master TEXT NOT NULL,
        wrapped BLOB NOT NULL,
        PRIMARY KEY (handle, generation)
    ) WITHOUT ROWID;
    CREATE INDEX keys_by_master ON keys (master, handle, generation);
    CREATE TABLE destroyed (
        handle TEXT PRIMARY KEY,
        what TEXT NOT NULL,
        name TEXT NOT NULL,
        at TEXT NOT NULL,
        ordered TEXT NOT NULL,
        logged INTEGER NOT NULL,
        cleared INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE gone (name TEXT PRIMARY KEY) WITHOUT ROWID;
    PRAGMA application_id = {APPLICATION};
"""
"""Nothing leads from a person in ``gone`` to a handle in ``destroyed``: both are in the order of what they hold."""
# The journal holds what was there before; it is deleted with every commit, and never left as a side file.
_PRAGMAS = (
    "journal_mode=DELETE",
    "synchronous=EXTRA",
    "secure_delete=ON",
    "temp_store=MEMORY",
    "trusted_schema=OFF",
    "cell_size_check=ON",
)
_KINDS: dict[int, tuple[type[StoreError], str]] = {
    sqlite3.SQLITE_BUSY: (BusyError, "another writer held the key file for too long"),
    sqlite3.SQLITE_LOCKED: (BusyError, "another writer held the key file for too long"),
    sqlite3.SQLITE_FULL: (FullError, "no room to write the key file"),
    sqlite3.SQLITE_READONLY: (ReadOnlyError, "the key file or its folder cannot be written"),
}


def translated(error: sqlite3.Error) -> StoreError:
    """
    Give our error for one of SQLite's.

    Args:
        error: What the standard library raised.
    """
    code = getattr(error, "sqlite_errorcode", 0) or 0
    kind, what = _KINDS.get(code & 0xFF, (KeyUnavailableError, "the key file cannot be used"))
    name = getattr(error, "sqlite_errorname", "") or type(error).__name__
    return kind([Problem(what=what, value=f"({name})", place=Place("keys"))])


class KeyTables:
    """
    A connection to the key file.

    Args:
        path: Path of the file.
        make: Whether it is made if it is not there, or is empty.
        timeout: Seconds to wait for others.
        at: Called with the name of each fault point that is passed; None costs nothing.
    """

    def __init__(
        self, path: Path, *, make: bool, timeout: float = 5.0, at: Callable[[str], None] | None = None
    ) -> None:
        self.path = path
        self._at = at
        self._process = os.getpid()
        if make and not path.exists():
            _made_private(path)
        self._raw: sqlite3.Connection | None = None
        self._why = "the key file is not there"
        if path.exists():
            try:
                self._raw, self._why = _connected(path, timeout), ""
                self._ensure(make=make)
            except KeyUnavailableError as error:
                # Lists and chains can still be read, so it is told by what needs a key.
                self._why = self._why or error.problems[0].what

    def _ensure(self, *, make: bool) -> None:
        """Make the tables in a new file; a file of something else is left alone."""
        ((mark,),) = self.rows("PRAGMA application_id")
        if mark == APPLICATION:
            return
        if not make:
            self._why = "the file is no key file"
            return
        with self.writing("make") as raw:
            mark, tables = raw.execute(
                "SELECT (SELECT * FROM pragma_application_id), count(*) FROM sqlite_schema"
            ).fetchone()
            if not mark and not tables:
                for statement in _TABLES.split(";"):
                    raw.execute(statement)
            elif mark != APPLICATION:
                self._why = "the file is no key file"

    def _open(self) -> sqlite3.Connection:
        if self._process != os.getpid():
            problem = Problem(what="keys that the parent process opened", place=Place("keys"), hint="open your own")
            raise StoreError([problem])
        if self._raw is None or self._why:
            hint = "put the right key file back; without it nothing that is sealed can be read"
            raise KeyUnavailableError([Problem(what=self._why, place=Place("keys"), hint=hint)])
        return self._raw

    def rows(self, statement: str, bound: tuple[str | int | bytes, ...] = ()) -> list[tuple[Any, ...]]:
        """
        Ask for rows.

        Args:
            statement: The statement.
            bound: Values for its question marks.

        Raises:
            KeyUnavailableError: The file cannot be used.
            StoreError: Another process opened it.
        """
        try:
            return self._open().execute(statement, bound).fetchall()
        except sqlite3.Error as error:
            raise translated(error) from None

    @contextlib.contextmanager
    def writing(self, name: str) -> Iterator[sqlite3.Connection]:
        """
        Hold one transaction: all of what is done inside, durably, or nothing.

        Args:
            name: What it does, for fault points.

        Raises:
            StoreError: Nothing was done, or, of a commit that failed, perhaps all of it: doing it again settles it.
        """
        raw = self._open()
        try:
            raw.execute("BEGIN IMMEDIATE")
            yield raw
            self.pass_by(f"{name}.before_commit")
            raw.execute("COMMIT")
        except BaseException as error:
            if raw.in_transaction:
                with contextlib.suppress(sqlite3.Error):
                    raw.execute("ROLLBACK")
            if isinstance(error, sqlite3.Error):
                raise translated(error) from None
            raise
        self.pass_by(f"{name}.after_commit")

    def pass_by(self, name: str) -> None:
        """
        Pass a fault point.

        Args:
            name: Its name.
        """
        if self._at is not None:
            self._at(name)

    def close(self) -> None:
        """Let go of the file; asking again does nothing."""
        if self._raw is not None and self._process == os.getpid():
            self._raw.close()
            self._raw, self._why = None, "keys that were closed"


def _made_private(path: Path) -> None:
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0), PRIVATE))
    except FileExistsError:
        return
    except (OSError, ValueError) as error:
        what = f"the key file cannot be made: {getattr(error, 'strerror', None) or type(error).__name__}"
        raise ConfigError([Problem(what=what, place=Place("keys"), hint="see the setting keys")]) from None
    sync_folder(path.parent)


def _connected(path: Path, timeout: float) -> sqlite3.Connection:
    try:
        uri = f"file:{quote(os.fsencode(path.resolve()))}?mode=rw"
        raw = sqlite3.connect(uri, uri=True, timeout=timeout, isolation_level=None)
    except sqlite3.Error as error:
        raise translated(error) from None
    try:
        for pragma in _PRAGMAS:
            raw.execute(f"PRAGMA {pragma}")
    except sqlite3.Error as error:
        raw.close()
        raise translated(error) from None
    return raw
