"""How records, rows and heads are read: chunk by chunk, from indexes, with no transaction held in between."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterator
from typing import cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from collabmodel.history import micros
from collabmodel.plugin import CaseRow, Fault, Head, Recorded
from collabmodel.plugin.storing import CUT, Registry, Row, damaged, row_of, sound_head, verified
from collabmodel_postgres.connection import Connection
from collabmodel_postgres.tables import cases, people

CHUNK = 256
"""Records read at once."""
HEAVY = 4 << 20
"""Bytes of payload after which a chunk ends early."""
PAGE = 500
"""Case rows read at once."""

_DIALECT: sa.Dialect = postgresql.psycopg.dialect()  # type: ignore[no-untyped-call]
RECORDS_OF = (
    b"SELECT seq, type, schema, payload, digest FROM events WHERE case_id = %s AND seq > %s ORDER BY seq LIMIT %s"
)
_HEAD = b"SELECT seq, digest FROM cases WHERE id = %s"
_HEADS = b"SELECT id, seq, digest FROM cases WHERE id > %s ORDER BY id LIMIT %s"
_DIGEST = b"SELECT digest FROM events WHERE case_id = %s AND seq = %s"


def head(connection: Connection, case: str) -> Head | None:
    """
    Give the end of a case's record, or None.

    Args:
        connection: The connection.
        case: Id of the case.
    """
    found = connection.row(_HEAD, (case,))
    return None if found is None else sound_head(case, *found)


def heads(connection: Connection) -> Iterator[Head]:
    """
    Give the ends of all cases' records, by id.

    Args:
        connection: The connection.
    """
    after = ""
    while found := connection.rows(_HEADS, (after, PAGE)):
        yield from (sound_head(*each) for each in found)
        after = found[-1][0]


def record_digest(connection: Connection, case: str, seq: int) -> str | None:
    """
    Give the digest of one record, or None if there is none.

    Args:
        connection: The connection.
        case: Id of the case.
        seq: Place of the record.
    """
    found = connection.row(_DIGEST, (case, seq))
    return None if found is None else str(found[0])


def stored(connection: Connection, case: str, after: int = 0) -> Iterator[Row]:
    """
    Give the stored records of a case, chunk by chunk, each as large as memory should hold.

    Args:
        connection: The connection.
        case: Id of the case.
        after: Place after which to begin.
    """
    wanted = CHUNK
    while chunk := connection.rows(RECORDS_OF, (case, after, wanted)):
        yield from cast("list[Row]", chunk)
        if len(chunk) < wanted:
            break
        after = chunk[-1][0]
        each = max(1, sum(len(found[3]) for found in chunk) // len(chunk))
        wanted = min(CHUNK, max(1, HEAVY // each))


def read(connection: Connection, case: str, after: int, registry: Registry) -> Iterator[Recorded]:
    """
    Give the records of a case from a place on, each checked against its chain.

    Args:
        connection: The connection.
        case: Id of the case.
        after: Place after which to begin.
        registry: What can be decoded.

    Raises:
        DamagedError: A record is not what was written, or the last ones are gone.
    """
    end = head(connection, case)
    before = record_digest(connection, case, after) if after else ""
    if before is None and end is not None and end.seq >= after:
        raise damaged(Fault(case=case, seq=after, what=CUT))
    start = Head(case=case, seq=after, digest=before or "")
    return verified(case, start, stored(connection, case, after), registry, end)


def row(connection: Connection, case: str) -> CaseRow | None:
    """
    Give a case for lists, or None.

    Args:
        connection: The connection.
        case: Id of the case.
    """
    found = connection.row(b"SELECT row FROM cases WHERE id = %s", (case,))
    return None if found is None else row_of(found[0])


@functools.cache
def listing(*, status: bool, person: bool, due: bool, further: bool) -> bytes:
    """
    Give the statement for one page of case rows: due time, id, row.

    Args:
        status: Whether only those of a status are wanted.
        person: Whether only those in which a person takes part are wanted.
        due: Whether only those with something due are wanted, in order of due time.
        further: In order of due time, whether to begin after a case.

    >>> statement = listing(status=True, person=False, due=False, further=False).decode()
    >>> "cases.status = %(status)s" in statement, "ORDER BY cases.id" in statement
    (True, True)
    """
    page = sa.bindparam("page", type_=sa.Integer)
    after, after_due = sa.bindparam("after", type_=sa.Text), sa.bindparam("after_due", type_=sa.BigInteger)
    wanted = sa.select(cases.c.due, cases.c.id, cases.c.row).limit(page)
    order = [cases.c.id]
    if person:
        of_person = people.c.person == sa.bindparam("person", type_=sa.Text)
        wanted = wanted.join(people, people.c.case_id == cases.c.id).where(of_person)
        order = [people.c.case_id]
    if status:
        wanted = wanted.where(cases.c.status == sa.bindparam("status", type_=sa.Text))
    if not due:
        wanted = wanted.where(order[0] > after)
    else:
        order = [cases.c.due, cases.c.id]
        wanted = wanted.where(cases.c.due < sa.bindparam("due_before", type_=sa.BigInteger))
        if further:
            wanted = wanted.where(sa.tuple_(cases.c.due, cases.c.id) > sa.tuple_(after_due, after))
    # Bound by the driver, whose names for values are the same.
    return str(wanted.order_by(*order).compile(dialect=_DIALECT)).encode()


def rows(
    connection: Connection, *, status: str, person: str, due_before: dt.datetime | None, after: str
) -> Iterator[CaseRow]:
    """
    Give cases for lists, page by page.

    Args:
        connection: The connection.
        status: Only those of this status; empty for all.
        person: Only those in which this person takes part; empty for all.
        due_before: Only those with something due before; then in order of due time. None for all.
        after: Id after which to begin; empty for the start.
    """
    bound: dict[str, object] = {"status": status, "person": person, "after": after, "page": PAGE}
    if due_before is not None:
        place = connection.row(b"SELECT due FROM cases WHERE id = %s", (after,)) if after else None
        bound |= {"due_before": micros(due_before), "after_due": place[0] if place else None}
    while True:
        further = bound.get("after_due") is not None
        shape = {"status": bool(status), "person": bool(person), "due": due_before is not None, "further": further}
        found = connection.rows(listing(**shape), bound)
        yield from (row_of(text) for _, _, text in found)
        if len(found) < PAGE:
            return
        bound |= {"after_due": found[-1][0], "after": found[-1][1]}
