"""The outbox in its table: claimed under a lease by whoever finds it free, settled, or given up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import attrs

from collabmodel.errors import DamagedError
from collabmodel.history import micros, moment
from collabmodel.plugin import Fault, Parcel
from collabmodel.plugin.storing import FARTHEST, message_of
from collabmodel_postgres.connection import Connection, Found

PAGE = 500
"""Messages listed at once."""
_PARTS = "id, case_id, message, next_try, failures, claims, dead, why"
_TAKE = f"""
WITH free AS (
    SELECT {_PARTS}, free AS since FROM outbox WHERE NOT dead AND free {{compared}} %(at)s
    ORDER BY free, id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
), taken AS (
    UPDATE outbox SET free = %(until)s, claims = outbox.claims + 1 FROM free WHERE outbox.id = free.id
)
SELECT {_PARTS} FROM free ORDER BY since, id
"""  # noqa: S608 - names of columns, nothing else
WAITING = _TAKE.format(compared="<=").encode()
"""Takes messages that may be sent now, passing over those that others are taking."""
STRANDED = _TAKE.format(compared=">").encode()
"""Takes messages put off farther than anybody would: by a clock that jumped."""
ANY_WAITING = b"SELECT 1 FROM outbox WHERE NOT dead AND free <= %s LIMIT 1"
ANY_STRANDED = b"SELECT 1 FROM outbox WHERE NOT dead AND free > %s LIMIT 1"
_BROKEN = b"UPDATE outbox SET dead = true, why = 'DamagedError' WHERE id = ANY(%s)"
_SENT = b"DELETE FROM outbox WHERE id = %s"
_GIVEN_UP = b"UPDATE outbox SET failures = failures + 1, why = %s, dead = true WHERE id = %s"
_AGAIN = b"UPDATE outbox SET failures = failures + 1, why = %s, next_try = %s, free = %s WHERE id = %s"
_PUT_OFF = b"UPDATE outbox SET next_try = %s, free = %s WHERE id = %s"
_LISTED = f"SELECT {_PARTS} FROM outbox WHERE dead = %s AND id > %s ORDER BY id LIMIT %s".encode()  # noqa: S608


def claim(connection: Connection, now: dt.datetime, lease: dt.timedelta, limit: int) -> tuple[Parcel, ...]:
    """
    Take messages that may be sent now, or that a clock that jumped put off beyond reason.

    Args:
        connection: The connection.
        now: The time.
        lease: For how long nobody else gets them.
        limit: How many at most.
    """
    at, until = micros(now), micros(now + lease)
    far = at + FARTHEST // dt.timedelta(microseconds=1)
    for any_such, statement, bound in ((ANY_WAITING, WAITING, at), (ANY_STRANDED, STRANDED, far)):
        # Most looks find nothing, and then nothing needs to be written.
        if connection.rows(any_such, (bound,)):
            found = _taken(connection, statement, {"at": bound, "until": until, "limit": limit})
            if found:
                return found
    return ()


def _taken(connection: Connection, statement: bytes, bound: dict[str, int]) -> tuple[Parcel, ...]:
    with connection.writing("claim") as link:
        while found := link.execute(statement, bound).fetchall():
            parcels = [_parcel(row) for row in found]
            # What means nothing to anybody is given up, so that those behind it are not held up.
            broken = [row[0] for row, parcel in zip(found, parcels, strict=True) if parcel is None]
            if broken:
                link.execute(_BROKEN, (broken,))
            if len(broken) < len(found):
                return tuple(_attempted(each, each.message.attempt + 1) for each in parcels if each is not None)
    return ()


def _attempted(parcel: Parcel, attempt: int) -> Parcel:
    return attrs.evolve(parcel, message=attrs.evolve(parcel.message, attempt=attempt))


def _parcel(row: Found) -> Parcel | None:
    """Give a message after the attempts that were made so far, or None where the row means nothing."""
    id, case, text, next_try, failures, claims, dead, why = row
    try:
        message, when = message_of(text, claims), moment(next_try)
    except (DamagedError, OverflowError):
        return None
    fits = message.id == id
    return Parcel(message=message, case=case, next_try=when, failures=failures, dead=dead, why=why) if fits else None


def settle(connection: Connection, message: str, *, sent: bool, next_try: dt.datetime | None, why: str) -> None:
    """
    Write down what became of a message.

    Args:
        connection: The connection.
        message: Its id.
        sent: Whether it was sent.
        next_try: If not, when to try again; None gives it up.
        why: Type of the failure.
    """
    with connection.writing("settle") as link:
        if sent:
            link.execute(_SENT, (message,))
        elif next_try is None:
            link.execute(_GIVEN_UP, (why, message))
        elif why:
            link.execute(_AGAIN, (why, micros(next_try), micros(next_try), message))
        else:
            # Put off without a failure: nothing went wrong, so nothing counts.
            link.execute(_PUT_OFF, (micros(next_try), micros(next_try), message))


def outbox(connection: Connection, *, dead: bool) -> Iterator[Parcel]:
    """
    Give the messages that wait, or those given up, by id; without those that mean nothing, which verify tells.

    Args:
        connection: The connection.
        dead: Whether those given up are wanted.
    """
    found = (parcel for parcel in _listed(connection, dead=dead) if parcel is not None)
    return (_attempted(parcel, max(1, parcel.message.attempt)) for parcel in found)


def _listed(connection: Connection, *, dead: bool) -> Iterator[Parcel | None]:
    last = ""
    while page := connection.rows(_LISTED, (dead, last, PAGE)):
        yield from map(_parcel, page)
        last = page[-1][0]


def outbox_faults(connection: Connection) -> Iterator[Fault]:
    """
    Look for messages that mean nothing.

    Args:
        connection: The connection.
    """
    for dead in (False, True):
        broken = [parcel for parcel in _listed(connection, dead=dead) if parcel is None]
        if broken:
            yield Fault(case="", what=f"messages of the outbox that mean nothing: {len(broken)}")
