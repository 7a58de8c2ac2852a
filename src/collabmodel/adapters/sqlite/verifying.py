"""Looking through a store for anything that is not as it was written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from collabmodel.adapters.sqlite.accesses import log_faults
from collabmodel.adapters.sqlite.cases import head, record_digest, stored
from collabmodel.adapters.sqlite.connection import Connection
from collabmodel.adapters.sqlite.outbox import outbox_faults
from collabmodel.errors import DamagedError, StoreError
from collabmodel.plugin import Fault, Head
from collabmodel.plugin.storing import Registry, case_fault, head_fault, row_of

_NEXT_CASE = (
    "SELECT min(id) FROM (SELECT min(id) AS id FROM cases WHERE id > ?1 "
    "UNION ALL SELECT min(case_id) FROM events WHERE case_id > ?1)"
)
_GIVEN = "SELECT ifnull((SELECT seq FROM sqlite_sequence WHERE name = '{0}'), 0), (SELECT count(*) FROM {0})"
_UNKEYED = (
    "SELECT c.id FROM cases AS c LEFT JOIN "
    "(SELECT case_id, sum(last - first + 1) AS held FROM keys GROUP BY case_id) AS k ON k.case_id = c.id "
    "WHERE k.held IS NOT c.seq ORDER BY c.id"
)
_KEYS = (
    "SELECT k.last FROM keys AS k LEFT JOIN events AS e ON e.case_id = k.case_id AND e.seq = k.last "
    "WHERE k.last > 0 AND e.digest IS NOT k.digest"
)


def verify(
    connection: Connection, registry: Registry, *, case: str, after: str, heads: Iterable[Head]
) -> Iterator[Fault]:
    """
    Give every fault: first of the file, then case by case, then of ends kept elsewhere and of the access log.

    Args:
        connection: The connection.
        registry: What can be decoded.
        case: Only this case; empty for all.
        after: Id of the case after which to go on.
        heads: Ends of records as kept elsewhere.
    """
    if not case and not after:
        yield from _guarded("", _file_faults(connection))
    for id in [case] if case else _cases(connection, after):
        yield from _guarded(id, _case_faults(connection, id, registry))
    for kept in heads:
        if case in {"", kept.case}:
            yield from _guarded(kept.case, _head_faults(connection, kept))
    if not case:
        yield from _guarded("", _key_faults(connection))
        yield from _guarded("", log_faults(connection))
        yield from _guarded("", outbox_faults(connection))


def _guarded(case: str, faults: Iterator[Fault]) -> Iterator[Fault]:
    """Turn an error of the file into one more fault, so that the look goes on."""
    try:
        yield from faults
    except StoreError as error:
        yield Fault(case=case, what=str(error.problems[0].what))


def _file_faults(connection: Connection) -> Iterator[Fault]:
    for (what,) in connection.rows("PRAGMA integrity_check(20)"):
        if what != "ok":
            yield Fault(case="", what=f"the file: {what}")
    for table, what in (("events", "events"), ("accesses", "entries of the access log")):
        # Places are given out one after the other and never again, so a hole or a lower end is something taken away.
        ((given, there),) = connection.rows(_GIVEN.format(table))
        if given != there:
            yield Fault(case="", what=f"{what} are missing: {there} of the {given} that were ever written")


def _cases(connection: Connection, after: str) -> Iterator[str]:
    """Give the ids of cases, also of those that only one of the tables has."""
    while True:
        try:
            ((id,),) = connection.rows(_NEXT_CASE, (after,))
        except StoreError:
            # Where the file is damaged, the look ends; the file's own fault has been told.
            return
        if id is None:
            return
        yield id
        after = id


def _case_faults(connection: Connection, case: str, registry: Registry) -> Iterator[Fault]:
    """Compare a case's record with its end and its row; an append in the meantime is no fault, so look again."""
    end = head(connection, case)
    fault = case_fault(case, end, stored(connection, case), registry)
    if fault is not None and head(connection, case) != end:
        fault = case_fault(case, head(connection, case), stored(connection, case), registry)
    if fault is not None:
        yield fault
    found = connection.row("SELECT id, status, row FROM cases WHERE id = ?", (case,))
    if found is not None:
        try:
            row = row_of(found[2])
        except DamagedError:
            yield Fault(case=case, what="the row for lists means nothing")
        else:
            if (row.id, row.status) != found[:2]:
                yield Fault(case=case, what="the row for lists is of another case or status")


def _head_faults(connection: Connection, kept: Head) -> Iterator[Fault]:
    fault = head_fault(kept, record_digest(connection, kept.case, kept.seq))
    if fault is not None:
        yield fault


def _key_faults(connection: Connection) -> Iterator[Fault]:
    for (last,) in connection.rows(_KEYS + " LIMIT 20"):
        yield Fault(case="", seq=last, what="an idempotency key stands for an event that is not there")
    for (case,) in connection.rows(_UNKEYED + " LIMIT 20"):
        yield Fault(case=case, what="the idempotency keys of the case are not those of its commands")
