"""Events, keys and cases in the tables: how a batch is written, and how records and rows are read."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator

from collabmodel.adapters.sqlite.connection import Bound, Connection, Found
from collabmodel.errors import DamagedError, Place, Problem
from collabmodel.history import micros
from collabmodel.plugin import Batch, CaseRow, Fault, Head, Receipt, Recorded
from collabmodel.plugin.storing import (
    CUT,
    Entry,
    Known,
    Registry,
    Row,
    chained,
    damaged,
    judged,
    message_text,
    receipt_of,
    row_of,
    row_text,
    sound_head,
    unreadable,
    verified,
)

CHUNK = 256
"""Records read at once: between two chunks no lock is held, so a slow reader holds up no writer."""
HEAVY = 4 << 20
"""Bytes of payload after which a chunk ends early."""
PAGE = 500
"""Case rows read at once."""

KEY = "SELECT fingerprint, case_id, first, last, digest, answer FROM keys WHERE key = ?"
_KEYS_AFTER = (
    "SELECT key, fingerprint, case_id, first, last, digest, answer FROM keys WHERE key > ? ORDER BY key LIMIT ?"
)
BEFORE = (
    "SELECT c.seq, c.digest, c.row, "
    "EXISTS (SELECT 1 FROM events INDEXED BY strangers "
    "WHERE case_id = ?1 AND (type <> 'event' OR schema <> 1)), "
    "k.fingerprint, k.case_id, k.first, k.last, k.digest, k.answer "
    "FROM (SELECT 1) LEFT JOIN cases AS c ON c.id = ?1 LEFT JOIN keys AS k ON k.key = ?2"
)
"""Everything that a batch is judged by, in one look."""
STRANGERS = (
    "SELECT seq, type, schema FROM events INDEXED BY strangers "
    "WHERE case_id = ? AND (type <> 'event' OR schema <> 1) ORDER BY seq"
)
RECORDS_OF = "SELECT seq, type, schema, payload, digest FROM events WHERE case_id = ? AND seq > ? ORDER BY seq LIMIT ?"
_INSERT_EVENT = "INSERT INTO events (case_id, seq, type, schema, payload, digest) VALUES (?, ?, ?, ?, ?, ?)"
_INSERT_KEY = "INSERT INTO keys (key, fingerprint, case_id, first, last, digest, answer) VALUES (?, ?, ?, ?, ?, ?, ?)"
_INSERT_CASE = "INSERT INTO cases (seq, digest, status, due, row, id) VALUES (?, ?, ?, ?, ?, ?)"
_UPDATE_CASE = "UPDATE cases SET seq = ?, digest = ?, status = ?, due = ?, row = ? WHERE id = ?"
_UPDATE_HEAD = "UPDATE cases SET seq = ?, digest = ? WHERE id = ?"
_INSERT_MESSAGE = "INSERT INTO outbox (id, case_id, message, next_try, free) VALUES (?, ?, ?, ?, ?)"


def known(found: Found | None) -> Known | None:
    """
    Give what a key stands for.

    Args:
        found: Its row, or None.

    Raises:
        DamagedError: The row means nothing.
    """
    if found is None:
        return None
    fingerprint, case, first, last, digest, answer = found
    if [each.__class__ for each in found] != [str, str, int, int, str, str]:
        raise DamagedError([Problem(what="an idempotency key that stands for nothing", place=Place("store"))])
    receipt = Receipt(case=case, first=first, last=last, digest=digest, answer=answer, repeated=True)
    return Known(receipt=receipt, fingerprint=fingerprint)


def keys(connection: Connection, after: str) -> Iterator[tuple[str, Known]]:
    """
    Give all idempotency keys with what they stand for, by key, page by page.

    Args:
        connection: The connection.
        after: Key after which to begin.
    """
    while found := connection.rows(_KEYS_AFTER, (after, PAGE)):
        after = found[-1][0]
        for key, *parts in found:
            used = known(tuple(parts))
            if used is not None:
                yield key, used


def append(
    connection: Connection, batch: Batch, records: tuple[tuple[str, int, bytes], ...], registry: Registry
) -> Receipt:
    """
    Write a batch in one transaction.

    Args:
        connection: The connection.
        batch: The batch, checked.
        records: Its events, encoded.
        registry: Which records can be read.

    Raises:
        DamagedError: The end that is kept of the case means nothing.
        ReadOnlyError: The case holds what this release cannot read.
    """
    row = row_text(batch.row)
    posted = [_posted(batch.case, message_text(m), m.id, micros(m.made)) for m in batch.messages]
    with connection.writing("append") as raw:
        last, previous, old, strange, *used = raw.execute(BEFORE, (batch.case, batch.key)).fetchone()
        if last is not None:
            sound_head(batch.case, last, previous)
        repeated = judged(batch, known(used) if used[0] is not None else None, last or 0)
        if repeated is None:
            if strange:
                _refuse_strangers(raw, batch.case, registry)
            entries = chained(batch, records, previous or "")
            receipt = receipt_of(batch, entries, previous or "")
            _insert(raw, batch, entries, receipt)
            connection.pass_by("append.after_insert")
            if receipt.last:
                _keep_case(raw, batch, receipt, old or "", row)
            if posted:
                raw.executemany(_INSERT_MESSAGE, posted)
            return receipt
    return repeated


def _refuse_strangers(raw: sqlite3.Connection, case: str, registry: Registry) -> None:
    for seq, type, schema in raw.execute(STRANGERS, (case,)).fetchall():
        if (type, schema) not in registry.readers:
            raise unreadable(case, seq, type, schema)


def _posted(case: str, text: str, id: str, made: int) -> tuple[Bound, ...]:
    return id, case, text, made, made


def _insert(raw: sqlite3.Connection, batch: Batch, entries: list[Entry], receipt: Receipt) -> None:
    rows = [(batch.case, entry.seq, entry.type, entry.schema, entry.payload, entry.digest) for entry in entries]
    if len(rows) == 1:
        raw.execute(_INSERT_EVENT, rows[0])
    else:
        raw.executemany(_INSERT_EVENT, rows)
    raw.execute(
        _INSERT_KEY,
        (batch.key, batch.fingerprint, batch.case, receipt.first, receipt.last, receipt.digest, batch.answer),
    )


def _keep_case(raw: sqlite3.Connection, batch: Batch, receipt: Receipt, old: str, row: str) -> None:
    """Bring the case for lists up to date, touching its indexes only where something in them may have changed."""
    if old == row:
        raw.execute(_UPDATE_HEAD, (receipt.last, receipt.digest, batch.case))
        return
    due = None if batch.row.due is None else micros(batch.row.due)
    bound = (receipt.last, receipt.digest, batch.row.status, due, row, batch.case)
    raw.execute(_UPDATE_CASE if old else _INSERT_CASE, bound)
    before = {person for _, person in row_of(old).roles} if old else set()
    after = {person for _, person in batch.row.roles if person}
    raw.executemany(
        "DELETE FROM people WHERE person = ? AND case_id = ?", [(who, batch.case) for who in sorted(before - after)]
    )
    raw.executemany(
        "INSERT OR IGNORE INTO people (person, case_id) VALUES (?, ?)",
        [(who, batch.case) for who in sorted(after - before)],
    )


def head(connection: Connection, case: str) -> Head | None:
    """
    Give the end of a case's record, or None.

    Args:
        connection: The connection.
        case: Id of the case.
    """
    found = connection.row("SELECT seq, digest FROM cases WHERE id = ?", (case,))
    return None if found is None else sound_head(case, found[0], found[1])


def record_digest(connection: Connection, case: str, seq: int) -> str | None:
    """
    Give the digest of one record, or None if there is none.

    Args:
        connection: The connection.
        case: Id of the case.
        seq: Place of the record.
    """
    found = connection.row("SELECT digest FROM events WHERE case_id = ? AND seq = ?", (case, seq))
    return None if found is None else str(found[0])


def stored(connection: Connection, case: str, after: int = 0) -> Iterator[Row]:
    """
    Give the stored records of a case, chunk by chunk: each chunk holds whole batches, and no lock is held in between.

    Args:
        connection: The connection.
        case: Id of the case.
        after: Place after which to begin.
    """
    count = CHUNK
    while True:
        rows = connection.rows(RECORDS_OF, (case, after, count))
        yield from rows
        if len(rows) < count:
            return
        after = rows[-1][0]
        # Large records come in smaller chunks, so that memory does not grow with them.
        size = sum(len(row[3]) for row in rows) // len(rows) or 1
        count = max(1, min(CHUNK, HEAVY // size))


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
    digest: str | None = ""
    if after:
        digest = record_digest(connection, case, after)
        if digest is None and end is not None and end.seq >= after:
            raise damaged(Fault(case=case, seq=after, what=CUT))
    start = Head(case=case, seq=after, digest=digest or "")
    return verified(case, start, stored(connection, case, after), registry, end)


def row(connection: Connection, case: str) -> CaseRow | None:
    """
    Give a case for lists, or None.

    Args:
        connection: The connection.
        case: Id of the case.
    """
    found = connection.row("SELECT row FROM cases WHERE id = ?", (case,))
    return None if found is None else row_of(found[0])


def listing(
    *, status: str, person: str, due_before: int | None, after: str, after_due: int | None
) -> tuple[str, list[Bound]]:
    """
    Give the statement and values for one page of case rows: due time, id, row.

    Args:
        status: Only those of this status; empty for all.
        person: Only those in which this person takes part; empty for all.
        due_before: Only those due before, microseconds; None for all.
        after: Id after which to begin.
        after_due: Due time of that case, microseconds, where the order is by due time.

    >>> listing(status="", person="", due_before=None, after="", after_due=None)[0]
    'SELECT due, id, row FROM cases WHERE id > ? ORDER BY id LIMIT 500'
    """
    tables, order, wheres, bound = "cases", "id", [], list[Bound]()
    if person:
        tables, order = "people CROSS JOIN cases ON cases.id = people.case_id", "people.case_id"
        wheres.append("people.person = ?")
        bound.append(person)
    if status:
        wheres.append("status = ?")
        bound.append(status)
    if due_before is not None:
        order = "due, id"
        wheres.append("due < ?")
        bound.append(due_before)
        if after_due is not None:
            wheres.append("(due, id) > (?, ?)")
            bound += [after_due, after]
    else:
        wheres.append(f"{order} > ?")
        bound.append(after)
    # Nothing but the fixed texts above is ever put into the statement.
    text = f"SELECT due, id, row FROM {tables} WHERE {' AND '.join(wheres)} ORDER BY {order} LIMIT {PAGE}"  # noqa: S608
    return text, bound


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
    limit = None if due_before is None else micros(due_before)
    place = connection.row("SELECT due FROM cases WHERE id = ?", (after,)) if after and limit is not None else None
    after_due = place[0] if place else None
    while True:
        text, bound = listing(status=status, person=person, due_before=limit, after=after, after_due=after_due)
        found = connection.rows(text, bound)
        for _, _, stored_row in found:
            yield row_of(stored_row)
        if len(found) < PAGE:
            return
        after_due, after = found[-1][0], found[-1][1]


def heads(connection: Connection) -> Iterator[Head]:
    """
    Give the ends of all cases' records, by id.

    Args:
        connection: The connection.
    """
    after = ""
    while found := connection.rows("SELECT id, seq, digest FROM cases WHERE id > ? ORDER BY id LIMIT ?", (after, PAGE)):
        for case, seq, digest in found:
            yield sound_head(case, seq, digest)
        after = found[-1][0]
