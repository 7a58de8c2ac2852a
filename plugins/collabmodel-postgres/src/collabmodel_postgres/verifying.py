"""Looking through a store for anything that is not as it was written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from collabmodel.errors import DamagedError, StoreError
from collabmodel.plugin import Fault, Head
from collabmodel.plugin.storing import Registry, case_fault, head_fault, row_of
from collabmodel_postgres.accesses import log_faults
from collabmodel_postgres.connection import Connection
from collabmodel_postgres.outbox import outbox_faults
from collabmodel_postgres.reading import head, record_digest, stored

_NEXT_CASE = b"""
SELECT min(id) FROM (
    (SELECT id FROM cases WHERE id > %(after)s ORDER BY id LIMIT 1)
    UNION ALL (SELECT case_id FROM events WHERE case_id > %(after)s ORDER BY case_id LIMIT 1)) AS next
"""
_UNKEYED = b"""
SELECT c.id FROM cases AS c LEFT JOIN (
    SELECT case_id, sum(last - first + 1) AS held FROM keys GROUP BY case_id) AS k ON k.case_id = c.id
WHERE k.held IS DISTINCT FROM c.seq ORDER BY c.id LIMIT 20
"""
_LEFT = b"""
SELECT k.last FROM keys AS k LEFT JOIN events AS e ON e.case_id = k.case_id AND e.seq = k.last
WHERE k.last > 0 AND e.digest IS DISTINCT FROM k.digest LIMIT 20
"""
_LISTED = b"""
SELECT id, status, row, ARRAY(SELECT person FROM people WHERE case_id = cases.id ORDER BY person)
FROM cases WHERE id = %s
"""


def verify(
    connection: Connection, registry: Registry, *, case: str, after: str, heads: Iterable[Head]
) -> Iterator[Fault]:
    """
    Give every fault: case by case, then of ends kept elsewhere, of keys, of the access log and of the outbox.

    Args:
        connection: The connection.
        registry: What can be decoded.
        case: Only this case; empty for all.
        after: Id of the case after which to go on.
        heads: Ends of records as kept elsewhere.
    """
    for id in (case,) if case else _ids(connection, after):
        yield from _going_on(id, _faults_of(connection, id, registry))
    for kept in heads:
        if not case or kept.case == case:
            yield from _going_on(kept.case, _lost_head(connection, kept))
    if not case:
        for look in (_key_faults, log_faults, outbox_faults):
            yield from _going_on("", look(connection))


def _going_on(case: str, faults: Iterator[Fault]) -> Iterator[Fault]:
    """Tell an error of the server as one more fault, so that the look goes on."""
    try:
        yield from faults
    except StoreError as error:
        yield Fault(case=case, what=error.problems[0].what)


def _ids(connection: Connection, after: str) -> Iterator[str]:
    """Give the ids of cases, also of those that only one of the tables has."""
    found = connection.row(_NEXT_CASE, {"after": after})
    while found is not None and found[0] is not None:
        yield found[0]
        found = connection.row(_NEXT_CASE, {"after": found[0]})


def _faults_of(connection: Connection, case: str, registry: Registry) -> Iterator[Fault]:
    for _ in range(2):
        end = head(connection, case)
        fault = case_fault(case, end, stored(connection, case), registry)
        # An append in the meantime is no fault, so look again.
        if fault is None or head(connection, case) == end:
            break
    if fault is not None:
        yield fault
    found = connection.row(_LISTED, (case,))
    if found is None:
        return
    id, status, text, people = found
    try:
        row = row_of(text)
    except DamagedError:
        yield Fault(case=case, what="the row for lists means nothing")
        return
    if (row.id, row.status) != (id, status):
        yield Fault(case=case, what="the row for lists is of another case or status")
    if sorted({person for _, person in row.roles if person}) != sorted(people):
        yield Fault(case=case, what="the people for lists are not those of the row")


def _lost_head(connection: Connection, kept: Head) -> Iterator[Fault]:
    fault = head_fault(kept, record_digest(connection, kept.case, kept.seq))
    if fault is not None:
        yield fault


def _key_faults(connection: Connection) -> Iterator[Fault]:
    for (last,) in connection.rows(_LEFT):
        yield Fault(case="", seq=last, what="an idempotency key stands for an event that is not there")
    for (case,) in connection.rows(_UNKEYED):
        yield Fault(case=case, what="the idempotency keys of the case are not those of its commands")
