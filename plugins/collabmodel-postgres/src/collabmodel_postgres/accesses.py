"""The access log in its table, with a chain of its own whose end is kept apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from collabmodel.plugin import Access, Fault, digest
from collabmodel.plugin.storing import access_of, access_text
from collabmodel_postgres.connection import Connection, Found, Link

PAGE = 500
"""Entries read at once."""
TYPE, SCHEMA = "access", 1
"""Type name and version of the records of the log."""

# Whoever holds the end writes next: entries stand one behind the other, whoever writes them.
_LAST = b"SELECT position, digest FROM ends WHERE name = 'accesses' FOR UPDATE"
_INSERT = b"""
WITH moved AS (UPDATE ends SET position = %(position)s, digest = %(digest)s WHERE name = 'accesses')
INSERT INTO accesses (position, case_id, record, digest) VALUES (%(position)s, %(case)s, %(record)b, %(digest)s)
"""
_NEXT = b"SELECT position, case_id, record, digest FROM accesses WHERE position > %s ORDER BY position LIMIT %s"
_NEXT_OF_CASE = (
    b"SELECT position, case_id, record, digest FROM accesses "
    b"WHERE case_id = %s AND position > %s ORDER BY position LIMIT %s"
)


def log_access(connection: Connection, access: Access) -> None:
    """
    Write an entry in one transaction.

    Args:
        connection: The connection.
        access: The entry, checked.
    """
    with connection.writing("access") as link:
        added(link, (access,))


def added(link: Link, accesses: Iterable[Access]) -> int:
    """
    Add entries in the transaction that is open, and tell how many.

    Args:
        link: The connection.
        accesses: The entries.
    """
    last, previous = link.execute(_LAST).fetchone() or (0, "")
    begin = last
    for access in accesses:
        record, last = access_text(access).encode(), last + 1
        previous = digest(previous, access.case, last, TYPE, SCHEMA, record)
        link.execute(_INSERT, {"position": last, "case": access.case, "record": record, "digest": previous})
    return int(last - begin)


def _stored(connection: Connection, case: str) -> Iterator[Found]:
    last = 0
    while True:
        statement, of_case = (_NEXT_OF_CASE, (case,)) if case else (_NEXT, ())
        found = connection.rows(statement, (*of_case, last, PAGE))
        if not found:
            return
        yield from found
        last = found[-1][0]


def accesses(connection: Connection, case: str) -> Iterator[Access]:
    """
    Give the log in order.

    Args:
        connection: The connection.
        case: Only of this case; empty for all.
    """
    return (access_of(record) for _, _, record, _ in _stored(connection, case))


def log_faults(connection: Connection) -> Iterator[Fault]:
    """
    Look for the first entry that is not as it was written, and for an end that was cut off.

    Args:
        connection: The connection.
    """
    kept = connection.row(b"SELECT position, digest FROM ends WHERE name = 'accesses'")
    seq, previous = 0, ""
    for position, case, record, chain in _stored(connection, ""):
        seq += 1
        if position != seq:
            yield Fault(case="", seq=seq, what="an entry of the access log is missing")
            return
        if digest(previous, case, position, TYPE, SCHEMA, record) != chain:
            yield Fault(case="", seq=seq, what="an entry of the access log is not what was written")
            return
        previous = chain
    if kept is None or kept[0] > seq:
        yield Fault(case="", seq=seq + 1, what="an entry of the access log is missing")
