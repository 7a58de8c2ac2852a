"""A whole copy of a store that others go on writing."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from pathlib import Path

from collabmodel.adapters.sqlite.connection import PAUSE, Connection
from collabmodel.adapters.sqlite.failures import of_system, translated
from collabmodel.adapters.sqlite.opening import make_private, sync_folder
from collabmodel.errors import BusyError, Place, Problem, StoreError

PAGES = 1_024
"""Pages copied before others are let in."""
PATIENCE = 3
"""How many times the size of the store is copied before it is held still instead."""


class _OvertakenError(Exception):
    """Others wrote so often that the copy would never end."""


def backup(connection: Connection, target: str) -> None:
    """
    Copy a store while others go on working, and have the copy on the disk.

    Args:
        connection: The connection.
        target: Path of the copy; must not exist. It is private to its owner.

    Raises:
        BusyError: Another writer held the store for too long.
        FullError: There is no room; what was copied was taken away.
        ReadOnlyError: It may not be made there.
        StoreError: Something is there, or the copy failed and was taken away.
    """
    connection.guard()
    path = Path(target)
    try:
        descriptor = make_private(path)
    except FileExistsError:
        problem = Problem(what="something is already there", place=Place("backup"), hint="choose a new path")
        raise StoreError([problem]) from None
    except (OSError, ValueError) as error:
        raise of_system(error, "backup", "the copy cannot be made") from None
    try:
        _copy(connection, path)
        os.fsync(descriptor)
    except BaseException as error:
        with contextlib.suppress(OSError):
            path.unlink()
        if isinstance(error, sqlite3.Error | MemoryError):
            raise translated(error) from error
        if isinstance(error, OSError):
            raise of_system(error, "backup", "the copy cannot be written") from None
        raise
    finally:
        os.close(descriptor)
    sync_folder(path.absolute().parent)


def _copy(connection: Connection, path: Path) -> None:
    steps, held_since = 0, 0.0

    def count(status: int, _remaining: int, total: int) -> None:
        nonlocal steps, held_since
        if status & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            held_since = held_since or time.monotonic()
            if time.monotonic() - held_since > connection.timeout:
                what = "another writer held the store for too long"
                raise BusyError([Problem(what=what, place=Place("backup"), hint="try again")])
            return
        steps, held_since = steps + 1, 0.0
        connection.pass_by("backup.step")
        if steps * PAGES > PATIENCE * total + PAGES:
            raise _OvertakenError

    def hold(status: int, remaining: int, total: int) -> None:
        nonlocal steps
        steps = 0
        count(status, remaining, total)

    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as copy:
        copy.execute("PRAGMA synchronous=FULL")
        try:
            connection.raw.backup(copy, pages=PAGES, progress=count, sleep=PAUSE)
        except _OvertakenError:
            connection.raw.backup(copy, progress=hold, sleep=PAUSE)
