"""What SQLite's errors mean for whoever asked: done nothing and try again, no room, damaged, unknown."""

from __future__ import annotations

import errno
import os
import sqlite3

from collabmodel.errors import (
    BusyError,
    CollabError,
    DamagedError,
    FullError,
    Place,
    Problem,
    ReadOnlyError,
    StoreError,
    UnknownOutcomeError,
)

_KINDS: dict[int, tuple[type[StoreError], str, str]] = {
    sqlite3.SQLITE_BUSY: (BusyError, "another writer held the store for too long", "try again"),
    sqlite3.SQLITE_LOCKED: (BusyError, "another writer held the store for too long", "try again"),
    sqlite3.SQLITE_FULL: (FullError, "no room to write", "free some; what was stored is whole"),
    sqlite3.SQLITE_READONLY: (ReadOnlyError, "the file or its folder cannot be written", "see their owner and mode"),
    sqlite3.SQLITE_PERM: (ReadOnlyError, "the file or its folder cannot be written", "see their owner and mode"),
    sqlite3.SQLITE_CORRUPT: (DamagedError, "the file is damaged", "see verify, and salvage what can be read"),
    sqlite3.SQLITE_NOTADB: (DamagedError, "the file is no database", "see whether it is the right file"),
    sqlite3.SQLITE_NOMEM: (StoreError, "out of memory", ""),
    sqlite3.SQLITE_CANTOPEN: (
        StoreError,
        "a file of the store could not be opened",
        "its folder may be missing or not writable, or too many files are open",
    ),
    sqlite3.SQLITE_IOERR: (StoreError, "the disk could not be read or written", ""),
    sqlite3.SQLITE_TOOBIG: (StoreError, "a text is too long", ""),
    sqlite3.SQLITE_CONSTRAINT: (StoreError, "a rule of the database refused it", ""),
}
_EXTENDED: dict[int, tuple[type[StoreError], str, str]] = {
    sqlite3.SQLITE_IOERR_WRITE: _KINDS[sqlite3.SQLITE_FULL],
    sqlite3.SQLITE_IOERR_NOMEM: _KINDS[sqlite3.SQLITE_NOMEM],
    sqlite3.SQLITE_IOERR_SHMSIZE: _KINDS[sqlite3.SQLITE_FULL],
}
_NOT_DONE = frozenset(
    {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_NOMEM}
)

_SYSTEM: dict[int, type[StoreError]] = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), FullError),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), ReadOnlyError),
}
_MISNAMED = frozenset({errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ELOOP, errno.EINVAL, errno.ENAMETOOLONG})


def _code(error: BaseException) -> int:
    if isinstance(error, MemoryError):
        return sqlite3.SQLITE_NOMEM
    return int(getattr(error, "sqlite_errorcode", 0) or 0)


def translated(error: BaseException) -> StoreError:
    """
    Give our error for one of SQLite's, raised where it is sure that nothing was done.

    Args:
        error: What the standard library raised.

    >>> translated(MemoryError())
    StoreError('store: out of memory')
    """
    if isinstance(error, UnicodeEncodeError | OverflowError):
        # What cannot be bound is stored nowhere either; the text itself is never told.
        what = "text with half a character" if isinstance(error, UnicodeEncodeError) else "number that is too large"
        return StoreError([Problem(what=what, place=Place("store"), hint="no store holds it")])
    code = _code(error)
    kind, what, hint = _EXTENDED.get(code) or _KINDS.get(
        code & 0xFF, (StoreError, f"the database refused: {type(error).__name__}", "")
    )
    if not code and isinstance(error, sqlite3.ProgrammingError):
        what, hint = "store that was closed, or that another thread opened", "each thread opens its own"
    name = getattr(error, "sqlite_errorname", "") or ""
    return kind([Problem(what=what, value=f"({name})" if name else "", place=Place("store"), hint=hint)])


def of_system(
    error: OSError | ValueError, place: str, what: str, misnamed: type[CollabError] = StoreError
) -> CollabError:
    """
    Give our error for what the system said of a file that was to be made.

    Args:
        error: What it said; ``ValueError`` for a path that no system takes.
        place: What the file is, for the message.
        what: What could not be done.
        misnamed: The error where the path itself is at fault.

    >>> type(of_system(OSError(errno.EROFS, "read only"), "store", "cannot be made")).__name__
    'ReadOnlyError'
    """
    number = error.errno if isinstance(error, OSError) else errno.EINVAL
    kind = misnamed if number in _MISNAMED else _SYSTEM.get(number or 0, StoreError)
    # The system's own words name the path, which may be private.
    return kind([Problem(what=what, value=f"({os.strerror(number or 0)})", place=Place(place))])


def out_of_commit(error: BaseException) -> StoreError:
    """
    Give our error for one that came out of COMMIT: where it is not sure that nothing was done, that it is unknown.

    A write that failed never reaches the point from which a transaction counts; a sync that failed may have.

    Args:
        error: What the standard library raised.

    >>> type(out_of_commit(sqlite3.OperationalError("disk I/O error"))).__name__
    'UnknownOutcomeError'
    """
    code = _code(error)
    if code in _EXTENDED or code & 0xFF in _NOT_DONE:
        return translated(error)
    name = getattr(error, "sqlite_errorname", "") or type(error).__name__
    hint = "ask again with the same idempotency key"
    problem = Problem(what="the answer to a commit was lost", value=f"({name})", place=Place("store"), hint=hint)
    return UnknownOutcomeError([problem])
