"""
How a batch is written: one look, then one statement that does all of it or nothing.

The statement first moves the end of the case on, if it still is where the look found it; everything else it adds hangs
on that. So no transaction stays open between two messages to the server, nobody holds a lock while a program thinks,
and of two writers of one case exactly one moves the end.
"""

from __future__ import annotations

import functools
from typing import Any

import attrs
import psycopg

from collabmodel.errors import DamagedError, Place, Problem, StoreError
from collabmodel.history import micros
from collabmodel.plugin import Batch, Receipt
from collabmodel.plugin.storing import (
    Entry,
    Known,
    Registry,
    chained,
    judged,
    message_text,
    receipt_of,
    row_of,
    row_text,
    sound_head,
    unreadable,
)
from collabmodel_postgres.connection import Connection, Found, busy
from collabmodel_postgres.failures import RAISED, out_of_commit

TRIES = 20
"""How often a batch is looked at again because others were faster, before it is told that the store is busy."""

KEY = b"SELECT fingerprint, case_id, first, last, digest, answer FROM keys WHERE key = %s"
BEFORE = b"""
SELECT c.seq, c.digest, c.row,
       EXISTS (SELECT 1 FROM events WHERE case_id = %(case)s AND (type <> 'event' OR schema <> 1)),
       k.fingerprint, k.case_id, k.first, k.last, k.digest, k.answer
FROM (SELECT 1) AS one LEFT JOIN cases AS c ON c.id = %(case)s LEFT JOIN keys AS k ON k.key = %(key)s
"""
"""Everything that a batch is judged by, in one look."""
STRANGERS = b"SELECT seq, type, schema FROM events WHERE case_id = %s AND (type <> 'event' OR schema <> 1) ORDER BY seq"

_NEW = """moved AS (
INSERT INTO cases (id, seq, digest, status, due, row)
VALUES (%(case)s, %(last)s, %(digest)s, %(status)s, %(due)s::bigint, %(row)s) ON CONFLICT DO NOTHING RETURNING 1)"""
_CHANGED = """moved AS (
UPDATE cases SET seq = %(last)s, digest = %(digest)s, status = %(status)s, due = %(due)s::bigint, row = %(row)s
WHERE id = %(case)s AND seq = %(expected)s AND digest = %(previous)s RETURNING 1)"""
_SAME = """moved AS (
UPDATE cases SET seq = %(last)s, digest = %(digest)s
WHERE id = %(case)s AND seq = %(expected)s AND digest = %(previous)s RETURNING 1)"""
_NONE = "moved AS (SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM cases WHERE id = %(case)s))"
_KEYED = """keyed AS (
INSERT INTO keys (key, fingerprint, case_id, first, last, digest, answer)
SELECT %(key)s, %(fingerprint)s, %(case)s, %(first)s, %(last)s, %(digest)s, %(answer)s FROM moved)"""
_ONE = """recorded AS (
INSERT INTO events (era, case_id, seq, type, schema, payload, digest)
SELECT (SELECT max(era) FROM eras), %(case)s, %(first)s, %(type)s, %(schema)s, %(payload)b::bytea, %(digest)s
FROM moved)"""
_MANY = """recorded AS (
INSERT INTO events (era, case_id, seq, type, schema, payload, digest)
SELECT (SELECT max(era) FROM eras), %(case)s, %(first)s + e.n - 1, e.type, e.schema, e.payload, e.digest
FROM moved, unnest(string_to_array(%(types)s, chr(31)), string_to_array(%(schemas)s, ',')::integer[],
%(payloads)b::bytea[], string_to_array(%(digests)s, ',')) WITH ORDINALITY AS e (type, schema, payload, digest, n)
ORDER BY e.n)"""
# Words joined by what they never hold travel as one text: the driver takes longer over a list than over all the rest.
_POSTED = """posted AS (
INSERT INTO outbox (id, case_id, message, next_try, free)
SELECT m.id, %(case)s, m.message, m.made, m.made FROM moved, unnest(
%(ids)s::text[], %(messages)s::text[], %(made)s::bigint[]) AS m (id, message, made))"""
_GONE = """gone AS (
DELETE FROM people USING moved WHERE person = ANY(%(gone)s::text[]) AND case_id = %(case)s)"""
_CAME = """came AS (
INSERT INTO people (person, case_id) SELECT p.person, %(case)s FROM moved, unnest(%(came)s::text[]) AS p (person)
ON CONFLICT DO NOTHING)"""


@attrs.frozen(kw_only=True)
class _Shape:
    """
    What a batch needs to have written, which is what its statement depends on.

    Args:
        moving: How the end of the case is moved.
        events: How many events there are: 0, 1, or 2 for more.
        posts: Whether anybody is to be told.
        gone: Whether somebody no longer takes part.
        came: Whether somebody takes part now.
    """

    moving: str
    events: int
    posts: bool
    gone: bool
    came: bool


@functools.cache
def _statement(shape: _Shape) -> bytes:
    parts = [shape.moving, _KEYED, *([], [_ONE], [_MANY])[shape.events]]
    parts += [part for part, wanted in ((_POSTED, shape.posts), (_GONE, shape.gone), (_CAME, shape.came)) if wanted]
    return f"WITH {', '.join(parts)} SELECT count(*) FROM moved".encode()  # noqa: S608 - fixed texts only


def known(found: Found | None) -> Known | None:
    """
    Give what a key stands for.

    Args:
        found: Its row, or None.
    """
    if found is None:
        return None
    fingerprint, case, first, last, digest, answer = found
    receipt = Receipt(case=case, first=first, last=last, digest=digest, answer=answer, repeated=True)
    return Known(receipt=receipt, fingerprint=fingerprint)


def append(
    connection: Connection, batch: Batch, records: tuple[tuple[str, int, bytes], ...], registry: Registry
) -> Receipt:
    """
    Write a batch, all or nothing.

    Args:
        connection: The connection.
        batch: The batch, checked.
        records: Its events, encoded.
        registry: Which records can be read.

    Raises:
        BusyError: Others were faster again and again, or held what it needs.
        ConflictError: The case has gone on.
        DamagedError: The end that is kept of the case means nothing.
        KeyReusedError: The key stands for another command.
        ReadOnlyError: The case holds what this release cannot read, or the store cannot be written.
        UnknownOutcomeError: The answer was lost.
        StoreError: Nothing was done.
    """
    connection.writable()
    row = row_text(batch.row)
    for _ in range(TRIES):
        found = connection.row(BEFORE, {"case": batch.case, "key": batch.key})
        assert found is not None
        last, previous, old, strange, *used = found
        if last is not None:
            sound_head(batch.case, last, previous)
        repeated = judged(batch, known(tuple(used)) if used[0] is not None else None, last or 0)
        if repeated is not None:
            return repeated
        if strange:
            _refuse_strangers(connection, batch.case, registry)
        entries = chained(batch, records, previous or "")
        receipt = receipt_of(batch, entries, previous or "")
        shape, bound = _wanted(batch, receipt, entries, old or "", row)
        bound |= {"previous": previous or ""}
        if _written(connection, _statement(shape), bound):
            return receipt
    raise busy(_OVERTAKEN)


def _refuse_strangers(connection: Connection, case: str, registry: Registry) -> None:
    for seq, type, schema in connection.rows(STRANGERS, (case,)):
        if (type, schema) not in registry.readers:
            raise unreadable(case, seq, type, schema)


def _wanted(batch: Batch, receipt: Receipt, entries: list[Entry], old: str, row: str) -> tuple[_Shape, dict[str, Any]]:
    """Give what is to be written, and the values of it."""
    bound: dict[str, Any] = {
        "case": batch.case, "expected": batch.expected, "key": batch.key, "fingerprint": batch.fingerprint,
        "answer": batch.answer, "first": receipt.first, "last": receipt.last, "digest": receipt.digest,
    }  # fmt: skip
    moving, gone, came = _NONE if not receipt.last else _SAME, set[str](), set[str]()
    if receipt.last and old != row:
        moving = _CHANGED if old else _NEW
        due = None if batch.row.due is None else micros(batch.row.due)
        bound |= {"status": batch.row.status, "due": due, "row": row}
        before = {person for _, person in row_of(old).roles} if old else set()
        after = {person for _, person in batch.row.roles if person}
        gone, came = before - after, after - before
        bound |= {"gone": sorted(gone), "came": sorted(came)}
    if len(entries) == 1:
        bound |= {"type": entries[0].type, "schema": entries[0].schema, "payload": entries[0].payload}
    elif entries:
        bound["types"] = "\x1f".join(entry.type for entry in entries)
        bound["schemas"] = ",".join(str(entry.schema) for entry in entries)
        bound["digests"] = ",".join(entry.digest for entry in entries)
        bound["payloads"] = [entry.payload for entry in entries]
    if batch.messages:
        bound["ids"] = [message.id for message in batch.messages]
        bound["messages"] = [message_text(message) for message in batch.messages]
        bound["made"] = [micros(message.made) for message in batch.messages]
    count, posts = min(len(entries), 2), bool(batch.messages)
    return _Shape(moving=moving, events=count, posts=posts, gone=bool(gone), came=bool(came)), bound


def _written(connection: Connection, statement: bytes, bound: dict[str, Any]) -> bool:
    """Execute the statement; tell whether the end was still where the look had found it."""
    try:
        if connection.at is not None:
            with connection.writing("append") as link:
                done = bool(_executed(link, statement, bound))
                connection.pass_by("append.after_insert")
            return done
        # By itself a statement is a transaction: the server begins and commits it without being asked again.
        link = connection.writable()
        try:
            return bool(_executed(link, statement, bound))
        except RAISED as error:
            connection.failed(error)
            raise out_of_commit(error) from None
        except BaseException:
            connection.undo()
            raise
    except _CollidedError as error:
        if error.args[0] != "keys_pkey":
            what = "a message with this id waits already" if error.args[0] == "outbox_pkey" else _OVERLAP
            kind = StoreError if error.args[0] == "outbox_pkey" else DamagedError
            raise kind([Problem(what=what, place=Place("store"), hint="nothing was done")]) from None
        # Somebody used the key a moment ago; the next look tells for what.
        return False


_OVERTAKEN = "others were faster again and again"
_OVERLAP = "the record has events beyond the end that is kept of it"


class _CollidedError(Exception):
    """What was to be added is there already; the constraint's name says what."""


def _executed(link: psycopg.Connection[Found], statement: bytes, bound: dict[str, Any]) -> int:
    try:
        found = link.execute(statement, bound).fetchone()
    except psycopg.errors.UniqueViolation as error:
        raise _CollidedError(error.diag.constraint_name or "") from None
    assert found is not None
    return int(found[0])
