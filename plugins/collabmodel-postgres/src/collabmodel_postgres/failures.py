"""What the server's errors mean for whoever asked: nothing done and try again, no room, damaged, unknown."""

from __future__ import annotations

import psycopg

from collabmodel.errors import (
    BusyError,
    CollabError,
    ConfigError,
    DamagedError,
    FullError,
    Place,
    Problem,
    ReadOnlyError,
    StoreError,
    UnknownOutcomeError,
)

RAISED = (psycopg.Error, UnicodeEncodeError, OverflowError)
"""What asking the server can raise."""

_BUSY = (BusyError, "others held the store for too long", "nothing was done; try again")
_AWAY = (StoreError, "the connection to the server was lost", "nothing was done; try again")
_DENIED = (ReadOnlyError, "the role may not do this", "grant it what the application needs: collabmodel_postgres.grant")
_DAMAGED = (DamagedError, "the server found its files damaged", "see verify, and the server's log")
_MISSING = (StoreError, "a table of the store is not there as it should be", "see which schema the settings name")
_KINDS: dict[str, tuple[type[CollabError], str, str]] = {
    "55P03": _BUSY,
    "57014": (BusyError, "the server broke off a statement that took too long", "nothing was done; try again"),
    "40P01": _BUSY,
    "40001": _BUSY,
    "53100": (FullError, "the server's disk is full", "free some; what was stored is whole"),
    "53200": (StoreError, "the server is out of memory", ""),
    "53300": (BusyError, "the server takes no more connections", "try again, or raise max_connections"),
    "57P03": (BusyError, "the server is starting or stopping", "try again"),
    "25006": (ReadOnlyError, "the server takes no writes: it is a replica, or set to be read only", ""),
    "42501": _DENIED,
    "XX001": _DAMAGED,
    "XX002": _DAMAGED,
    "25P03": (StoreError, "the server ended a transaction in which nothing happened for too long", "nothing was done"),
    "58030": (StoreError, "the server could not read or write its disk", "see its log"),
    "42P01": _MISSING,
    "42703": _MISSING,
    "3F000": _MISSING,
    "3D000": (ConfigError, "the server has no such database", "make it, or see the URL"),
    "28000": (ConfigError, "the server refuses the role", "see the role, the password and pg_hba.conf"),
    "28P01": (ConfigError, "the server refuses the role or its password", "see the role and the password"),
}
_ENDED = ("08", "57P01", "57P02", "57P05", "25P03", "25P04")
"""Beginnings of the codes with which the server takes leave."""


_BEFORE = ("25P03",)
"""Codes with which the server took leave before it was asked to commit: it had ended what was open and idle."""


class LateError(psycopg.OperationalError):
    """The server said nothing for so long that it was given up."""


def is_lost(error: BaseException) -> bool:
    """
    Tell whether an error means that the connection is gone, whatever the driver knows of it yet.

    Args:
        error: What was raised.

    >>> is_lost(LateError()), is_lost(psycopg.errors.UniqueViolation())
    (True, False)
    """
    if isinstance(error, LateError):
        return True
    state = getattr(error, "sqlstate", None)
    return isinstance(error, psycopg.OperationalError) and (state is None or state.startswith(_ENDED))


def translated(error: BaseException) -> StoreError:
    """
    Give our error for one of the server's, raised where it is sure that nothing was done.

    The server's own words can quote what was to be stored, so only its code is told.

    Args:
        error: What was raised.

    >>> translated(psycopg.errors.DiskFull())
    FullError("store: the server's disk is full (53100) - free some; what was stored is whole")
    """
    if isinstance(error, UnicodeEncodeError | OverflowError | psycopg.DataError):
        return StoreError([Problem(what="text or number that the server cannot hold", place=Place("store"))])
    kind, what, hint = _meaning(error)
    problem = Problem(what=what, value=_code(error), place=Place("store"), hint=hint)
    return kind([problem]) if issubclass(kind, StoreError) else StoreError([problem])


def of_connecting(error: BaseException) -> CollabError:
    """
    Give our error for a connection that did not come about.

    Args:
        error: What was raised.
    """
    kind, what, hint = _meaning(error)
    if (kind, what, hint) == _AWAY:
        what, hint = "the server cannot be reached", "see that it runs, its address and port; nothing was done"
        words = str(error)
        # The library tells some refusals in words alone, without their code.
        if "authentication failed" in words or "no password supplied" in words or "pg_hba.conf" in words:
            kind, what, hint = _KINDS["28P01"]
        elif "does not exist" in words:
            kind, what, hint = (
                _KINDS["3D000"] if "database" in words.partition("does not exist")[0] else _KINDS["28000"]
            )
        elif "starting up" in words or "shutting down" in words or "recovery" in words:
            kind, what, hint = _KINDS["57P03"]
        elif "too many" in words or "remaining connection slots" in words:
            kind, what, hint = _KINDS["53300"]
    return kind([Problem(what=what, value=_code(error), place=Place("store"), hint=hint)])


def _meaning(error: BaseException) -> tuple[type[CollabError], str, str]:
    state = getattr(error, "sqlstate", None) or ""
    if state in _KINDS:
        return _KINDS[state]
    if isinstance(error, LateError):
        return StoreError, "the server said nothing for too long", "nothing was done; try again"
    if is_lost(error):
        return _AWAY
    if state.startswith("23"):
        return StoreError, "a rule of the database refused it", "nothing was done"
    return StoreError, f"the server refused: {type(error).__name__}", "nothing was done"


def _code(error: BaseException) -> str:
    state = getattr(error, "sqlstate", None)
    return f"({state})" if state else ""


def out_of_commit(error: BaseException) -> StoreError:
    """
    Give our error for one that came where the server may have committed: only its own refusal says that it did not.

    Args:
        error: What was raised.

    >>> type(out_of_commit(psycopg.OperationalError())).__name__
    'UnknownOutcomeError'
    """
    if not is_lost(error) or getattr(error, "sqlstate", None) in _BEFORE:
        return translated(error)
    hint = "ask again with the same idempotency key"
    problem = Problem(what="the answer to a commit was lost", value=_code(error), place=Place("store"), hint=hint)
    return UnknownOutcomeError([problem])
