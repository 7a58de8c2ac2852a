"""The access log in its table, with a chain of its own."""

from __future__ import annotations

from collections.abc import Iterator

from collabmodel.adapters.sqlite.connection import Connection, Found
from collabmodel.plugin import Access, Fault, digest
from collabmodel.plugin.storing import access_of, access_text

PAGE = 500
"""Entries read at once."""
TYPE, SCHEMA = "access", 1
"""Type name and version of the records of the log."""

_LAST = "SELECT position, digest FROM accesses ORDER BY position DESC LIMIT 1"
_INSERT = "INSERT INTO accesses (position, case_id, record, digest) VALUES (?, ?, ?, ?)"
_NEXT = "SELECT position, case_id, record, digest FROM accesses WHERE position > ? ORDER BY position LIMIT ?"
_NEXT_OF_CASE = (
    "SELECT position, case_id, record, digest FROM accesses "
    "WHERE case_id = ? AND position > ? ORDER BY position LIMIT ?"
)


def log_access(connection: Connection, access: Access) -> None:
    """
    Write an entry in one transaction.

    Args:
        connection: The connection.
        access: The entry, checked.
    """
    record = access_text(access).encode()
    with connection.writing("access") as raw:
        last, previous = raw.execute(_LAST).fetchone() or (0, "")
        position = last + 1
        # A damaged entry is for verify to tell; it must not keep anybody from being written down.
        previous = previous if isinstance(previous, str) else ""
        chain = digest(previous, access.case, position, TYPE, SCHEMA, record)
        raw.execute(_INSERT, (position, access.case, record, chain))


def _stored(connection: Connection, case: str) -> Iterator[Found]:
    after = 0
    while found := (
        connection.rows(_NEXT_OF_CASE, (case, after, PAGE)) if case else connection.rows(_NEXT, (after, PAGE))
    ):
        yield from found
        after = found[-1][0]


def accesses(connection: Connection, case: str) -> Iterator[Access]:
    """
    Give the log in order.

    Args:
        connection: The connection.
        case: Only of this case; empty for all.
    """
    for _, _, record, _ in _stored(connection, case):
        yield access_of(record)


def log_faults(connection: Connection) -> Iterator[Fault]:
    """
    Look for the first entry that is not as it was written.

    Args:
        connection: The connection.
    """
    previous = ""
    for expected, (position, case, record, kept) in enumerate(_stored(connection, ""), 1):
        if position != expected:
            yield Fault(case="", seq=expected, what="an entry of the access log is missing")
            return
        sound = isinstance(case, str) and isinstance(record, bytes)
        if not sound or digest(previous, case, position, TYPE, SCHEMA, record) != kept:
            yield Fault(case="", seq=position, what="an entry of the access log is not what was written")
            return
        previous = kept
