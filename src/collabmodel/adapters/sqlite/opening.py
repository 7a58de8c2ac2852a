"""Opening the file: made private, in the journal mode that is durable here, its tables brought up to date."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from collabmodel.adapters.sqlite.connection import Connection
from collabmodel.adapters.sqlite.failures import of_system, translated
from collabmodel.adapters.sqlite.gate import Settings
from collabmodel.adapters.sqlite.schema import APPLICATION, VERSION, statements
from collabmodel.errors import (
    BusyError,
    ConfigError,
    DamagedError,
    FullError,
    Place,
    Problem,
    ReadOnlyError,
    StoreError,
)

PRIVATE = 0o600
"""Mode of every file that a store makes."""

_PRAGMAS = ("foreign_keys=ON", "recursive_triggers=ON", "trusted_schema=OFF", "cell_size_check=ON", "temp_store=MEMORY")


def make_private(path: Path) -> int:
    """
    Make an empty file that only its owner may read, and give its descriptor.

    SQLite gives its side files the mode of the database, so the mode must be right before it opens it.

    Args:
        path: Path of the file; nothing may be there, a link neither.

    Raises:
        FileExistsError: Something is there.
        OSError: It cannot be made.
    """
    flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    return os.open(path, flags, PRIVATE)


def sync_folder(path: Path) -> None:
    """
    Have a folder's entries on the disk, so that a new file in it survives a power cut.

    Args:
        path: The folder.
    """
    # Some systems cannot open a folder; there the file's own sync is all there is.
    with contextlib.suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def ensure_file(path: Path) -> None:
    """
    See that the file is there, making it if it is not.

    Args:
        path: Path of the file.

    Raises:
        ConfigError: Its folder is missing, or it is no plain file, or no path at all.
        FullError: There is no room for it.
        ReadOnlyError: It may not be made here.
        StoreError: The system refused otherwise.
    """
    try:
        if not path.exists():
            os.close(make_private(path))
            sync_folder(path.parent)
        plain = stat.S_ISREG(path.stat().st_mode)
    except FileExistsError:
        # Somebody made it just now, or what is there is a link to nothing: that is for whoever laid it to mend.
        plain = path.exists() and stat.S_ISREG(path.stat().st_mode)
    except (OSError, ValueError) as error:
        raise of_system(error, "store", "the file cannot be made", ConfigError) from None
    if not plain:
        hint = "give the path of a file, or of one that is not there yet"
        raise ConfigError([Problem(what="store that is no plain file", place=Place("store"), hint=hint)])


def resolved(path: Path) -> Path:
    """
    Give where a path leads, links followed.

    Args:
        path: The path.

    Raises:
        ConfigError: Its links go round, or no system takes it.
    """
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):
        hint = "see its links and characters"
        raise ConfigError([Problem(what="path that leads nowhere", place=Place("store"), hint=hint)]) from None


def connect(path: Path, *, options: str = "mode=rw") -> sqlite3.Connection:
    """
    Connect to the file, with everything set that holds for this connection.

    Args:
        path: Path of the file.
        options: Options of the URI.
    """
    # Names of files are bytes, and some are no text.
    uri = f"file:{quote(os.fsencode(path.absolute()))}?{options}"
    raw = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=0)
    try:
        for pragma in _PRAGMAS:
            raw.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:
        raw.close()
        raise
    return raw


def opened(
    path: Path, settings: Settings, *, timeout: float, readonly: bool = False, at: Callable[[str], None] | None = None
) -> Connection:
    """
    Open the file for reading and writing, or for reading alone where no more is possible.

    Args:
        path: Path of the file.
        settings: Journal mode and level.
        timeout: Seconds to wait for other writers.
        readonly: Whether it is only to be read.
        at: Called with the name of each fault point that is passed.

    Raises:
        StoreError: It can be neither written nor read, or somebody else keeps it in another journal mode.
    """
    if readonly:
        return _for_reading(path, timeout=timeout, why="the store was opened for reading alone")
    ensure_file(path)
    try:
        raw = connect(path)
    except sqlite3.Error as error:
        return _fallback(path, timeout, translated(error))
    connection = Connection(raw, at=at, timeout=timeout)
    try:
        _prepare(connection, settings)
    except (ReadOnlyError, FullError) as error:
        connection.close()
        return _fallback(path, timeout, error)
    except BaseException:
        connection.close()
        raise
    return connection


def _fallback(path: Path, timeout: float, error: StoreError) -> Connection:
    """Open for reading what cannot be written; where that fails too, the first error tells more."""
    if isinstance(error, DamagedError | BusyError):
        raise error
    try:
        return _for_reading(path, timeout=timeout, why=f"opened for reading alone: {error.problems[0].what}")
    except StoreError:
        raise error from None


def _for_reading(path: Path, *, timeout: float, why: str) -> Connection:
    """Try the ways to read a file that cannot be written, the safest first."""
    # SQLite follows links, so the side files are where the file itself is.
    real = os.path.realpath(path)
    beside = [Path(f"{real}{end}") for end in ("-journal", "-wal")]
    ways = ["mode=ro"]
    # Ignoring the side files is only safe where there are none to ignore.
    if not any(side.exists() and side.stat().st_size for side in beside):
        ways.append("mode=ro&immutable=1")
    error: StoreError = StoreError(why)
    for way in ways:
        try:
            raw = connect(path, options=way)
        except sqlite3.Error as found:
            error = translated(found)
            continue
        connection = Connection(raw, frozen=why, timeout=timeout)
        try:
            _identified(connection)
        except ConfigError:
            connection.close()
            raise
        except StoreError as found:
            connection.close()
            error = found
        else:
            return connection
    raise error


def _identified(connection: Connection) -> int:
    """Give the version of the tables, 0 for an empty file."""
    # One transaction: another may be making the tables right now, and half of that would look like something else.
    connection.rows("BEGIN")
    try:
        ((application,),) = connection.rows("PRAGMA application_id")
        ((version,),) = connection.rows("PRAGMA user_version")
        filled = connection.rows("SELECT 1 FROM sqlite_master LIMIT 1")
    finally:
        connection.undo()
    if application != APPLICATION and (application or version or filled):
        hint = "choose another path"
        raise ConfigError([Problem(what="a database of something else", place=Place("store"), hint=hint)])
    return int(version)


def _prepare(connection: Connection, settings: Settings) -> None:
    version = _identified(connection)
    if version > VERSION:
        connection.frozen = f"a newer release wrote the store (tables {version}, this release knows {VERSION})"
        return
    _set_journal(connection, settings.journal)
    connection.rows(f"PRAGMA synchronous={settings.synchronous}")
    migrate(connection)


def _set_journal(connection: Connection, journal: str) -> None:
    """Bring the file into the journal mode, or say that somebody keeps it in another."""
    try:
        ((found,),) = connection.rows(f"PRAGMA journal_mode={journal}")
    except BusyError:
        found = ""
    if found != journal:
        what = f"somebody else keeps the store open, so that it cannot be brought into journal mode {journal}"
        raise BusyError([Problem(what=what, place=Place("store"), hint="close it there, or ask for its mode")])


def migrate(connection: Connection) -> None:
    """
    Bring the tables up to date, one step a transaction, so that a killed migration goes on where it was.

    Args:
        connection: The connection.
    """
    while _identified(connection) < VERSION:
        with connection.writing("migrate") as raw:
            # Somebody else may have done this step while we waited.
            ((version,),) = raw.execute("PRAGMA user_version").fetchall()
            if version < VERSION:
                for statement in statements(version):
                    raw.execute(statement)
                    connection.pass_by("migrate.step")
                raw.execute(f"PRAGMA application_id={APPLICATION}")
                raw.execute(f"PRAGMA user_version={version + 1}")
