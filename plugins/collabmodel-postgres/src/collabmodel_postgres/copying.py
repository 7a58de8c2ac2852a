"""Moving a store here from elsewhere: everything that was written, under the digests that it was written with."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

import attrs

from collabmodel.errors import ConfigError, DamagedError, Place, Problem, StoreError
from collabmodel.history import micros
from collabmodel.plugin import CaseRow, Head, Parcel, Recorded, Store
from collabmodel.plugin.storing import Known, MovableStore, message_text, row_text
from collabmodel_postgres.accesses import accesses, added
from collabmodel_postgres.appending import known
from collabmodel_postgres.connection import Connection, Link
from collabmodel_postgres.reading import head, heads

T = TypeVar("T")
PAGE = 500
"""Keys, entries and messages moved in one transaction."""
_BEGUN, _DONE = 1, 2
"""What is kept of a move: that it began, and that it came to its end."""

_KEYS = b"SELECT key, fingerprint, case_id, first, last, digest, answer FROM keys WHERE key > %s ORDER BY key LIMIT %s"
_STATE = b"SELECT position, EXISTS (SELECT 1 FROM cases) OR EXISTS (SELECT 1 FROM keys) FROM ends WHERE name = 'moved'"
_SAY = b"UPDATE ends SET position = %s WHERE name = 'moved'"
_MODEL = b"INSERT INTO models (hash, text) VALUES (%s, %s) ON CONFLICT DO NOTHING"
_COPY = b"COPY events (era, case_id, seq, type, schema, payload, digest) FROM STDIN (FORMAT BINARY)"
_TYPES = ("int4", "text", "int8", "text", "int4", "bytea", "text")
_CASE = b"""
INSERT INTO cases (id, seq, digest, status, due, row) VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, digest = excluded.digest, status = excluded.status,
due = excluded.due, row = excluded.row
"""
_NOBODY = b"DELETE FROM people WHERE case_id = %s"
_PERSON = b"INSERT INTO people (person, case_id) VALUES (%s, %s)"
_KEY = b"""
INSERT INTO keys (key, fingerprint, case_id, first, last, digest, answer) VALUES (%s, %s, %s, %s, %s, %s, %s)
ON CONFLICT DO NOTHING
"""
_PARCEL = b"""
INSERT INTO outbox (id, case_id, message, next_try, free, claims, failures, dead, why)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING
"""


@attrs.frozen(kw_only=True)
class Moved:
    """
    What is in a store after everything was moved there.

    Args:
        cases: How many cases.
        events: How many events.
        keys: How many idempotency keys.
        accesses: How many entries of the access log.
    """

    cases: int
    events: int
    keys: int
    accesses: int


def keys(connection: Connection, after: str) -> Iterator[tuple[str, Known]]:
    """
    Give all idempotency keys with what they stand for, by key, page by page.

    Args:
        connection: The connection.
        after: Key after which to begin.
    """
    while page := connection.rows(_KEYS, (after, PAGE)):
        after = page[-1][0]
        for key, *parts in page:
            used = known(tuple(parts))
            assert used is not None
            yield key, used


def take(connection: Connection, source: Store) -> Moved:
    """
    Take everything from another store; what was broken off goes on where it was.

    Args:
        connection: The connection, to a store in which nothing else is.
        source: The other store; nobody writes it meanwhile.

    Raises:
        ConfigError: The other store cannot list its keys and models.
        DamagedError: What is here differs from what is there.
        StoreError: Something else is here already, or either store failed; ask again to go on.
    """
    if not isinstance(source, MovableStore):
        hint = "what wraps a store cannot be moved: move what it wraps"
        problem = Problem(what="the other store cannot list its keys and models", place=Place("source"), hint=hint)
        raise ConfigError([problem])
    found = connection.row(_STATE)
    state, filled = found or (0, False)
    if not state and filled:
        hint = "move into a schema of its own"
        raise StoreError([Problem(what="there are cases here already", place=Place("target"), hint=hint)])
    if state < _DONE:
        _say(connection, _BEGUN)
        _models(connection, source, source.models())
        for end in source.heads():
            _take_case(connection, source, end)
        _paged(connection, source.keys(), _put_key)
        _take_accesses(connection, source)
        _paged(connection, itertools.chain(source.outbox(), source.outbox(dead=True)), _put_parcel)
    moved = _compared(connection, source)
    _say(connection, _DONE)
    return moved


def _say(connection: Connection, state: int) -> None:
    with connection.writing("move") as link:
        link.execute(_SAY, (state,))


def _models(connection: Connection, source: Store, hashes: Iterator[str]) -> None:
    for model_hash in hashes:
        with connection.writing("model") as link:
            link.execute(_MODEL, (model_hash, source.model(model_hash)))


def _take_case(connection: Connection, source: Store, end: Head) -> None:
    """Take the events of a case that are not here yet, in one transaction with its end and row."""
    here = head(connection, end.case)
    if here == end:
        return
    row = source.row(end.case)
    if row is None or (here is not None and here.seq >= end.seq):
        raise _differs(end.case)
    with connection.writing("move") as link:
        # As an append does: a new era must not begin between reading which it is and writing under it.
        link.execute(b"LOCK TABLE events IN ROW EXCLUSIVE MODE")
        era = link.execute(b"SELECT max(era) FROM eras").fetchone()
        last = _copied(link, source.read(end.case, here.seq if here else 0), era[0] if era else 1)
        if last is None or (last.seq, last.digest) != (end.seq, end.digest):
            raise _differs(end.case)
        _put_row(link, end, row)


def _copied(link: Link, records: Iterable[Recorded], era: int) -> Recorded | None:
    record = None
    with link.cursor().copy(_COPY) as copy:
        copy.set_types(_TYPES)
        for record in records:
            parts = (record.case, record.seq, record.type, record.schema, record.payload, record.digest)
            copy.write_row((era, *parts))
    return record


def _put_row(link: Link, end: Head, row: CaseRow) -> None:
    due = None if row.due is None else micros(row.due)
    link.execute(_CASE, (end.case, end.seq, end.digest, row.status, due, row_text(row)))
    link.execute(_NOBODY, (end.case,))
    for person in sorted({person for _, person in row.roles if person}):
        link.execute(_PERSON, (person, end.case))


def _paged(connection: Connection, things: Iterator[T], put: Callable[[T], tuple[bytes, tuple[object, ...]]]) -> None:
    while page := list(itertools.islice(things, PAGE)):
        with connection.writing("move") as link, link.pipeline():
            for each in page:
                link.execute(*put(each))


def _put_key(used: tuple[str, Known]) -> tuple[bytes, tuple[object, ...]]:
    key, stands = used
    was = stands.receipt
    return _KEY, (key, stands.fingerprint, was.case, was.first, was.last, was.digest, was.answer)


def _put_parcel(parcel: Parcel) -> tuple[bytes, tuple[object, ...]]:
    at, message = micros(parcel.next_try), parcel.message
    parts = (message.id, parcel.case, message_text(message), at, at, parcel.failures, parcel.failures)
    return _PARCEL, (*parts, parcel.dead, parcel.why)


def _take_accesses(connection: Connection, source: Store) -> None:
    ((there,),) = connection.rows(b"SELECT position FROM ends WHERE name = 'accesses'")
    entries = itertools.islice(source.accesses(), there, None)
    while page := list(itertools.islice(entries, PAGE)):
        with connection.writing("move") as link:
            added(link, page)


def _compared(connection: Connection, source: Store) -> Moved:
    """Hold both stores side by side: every end, every key, every entry of the access log."""
    cases = events = used = entries = 0
    for ours, theirs in itertools.zip_longest(heads(connection), source.heads()):
        if ours is None or ours != theirs:
            raise _differs((ours or theirs).case)
        cases, events = cases + 1, events + ours.seq
    assert isinstance(source, MovableStore)
    for ours, theirs in itertools.zip_longest(keys(connection, ""), source.keys()):
        if ours is None or ours != theirs:
            raise _differs((ours or theirs)[1].receipt.case)
        used += 1
    for mine, other in itertools.zip_longest(accesses(connection, ""), source.accesses()):
        if mine is None or mine != other:
            raise DamagedError([Problem(what="the access log here is not the one there", place=Place("target"))])
        entries += 1
    return Moved(cases=cases, events=events, keys=used, accesses=entries)


def _differs(case: str) -> DamagedError:
    hint = "see what verify says of both, and move into a schema of its own"
    return DamagedError([Problem(what="the record here is not the one there", place=Place(f"case {case}"), hint=hint)])
