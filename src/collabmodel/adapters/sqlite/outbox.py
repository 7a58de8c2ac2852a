"""The outbox in its table: claimed under a lease, settled, or given up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import attrs

from collabmodel.adapters.sqlite.connection import Bound, Connection, Found
from collabmodel.errors import DamagedError
from collabmodel.history import micros, moment
from collabmodel.plugin import Fault, Parcel
from collabmodel.plugin.storing import FARTHEST, message_of

_PARTS = "SELECT id, case_id, message, next_try, failures, claims, dead, why FROM outbox "
WAITING = _PARTS + "WHERE dead = 0 AND free <= ? ORDER BY free, id LIMIT ?"
"""Messages that may be sent now."""
STRANDED = _PARTS + "WHERE dead = 0 AND free > ? ORDER BY free, id LIMIT ?"
"""Messages put off farther than anybody would: by a clock that jumped."""
PAGE = 500
"""Messages listed at once."""


def claim(connection: Connection, now: dt.datetime, lease: dt.timedelta, limit: int) -> tuple[Parcel, ...]:
    """
    Take messages that may be sent now, or that a clock that jumped put off beyond reason, in one transaction.

    Args:
        connection: The connection.
        now: The time.
        lease: For how long nobody else gets them.
        limit: How many at most.
    """
    at, until = micros(now), micros(now + lease)
    looks = ((WAITING, at), (STRANDED, at + FARTHEST // dt.timedelta(microseconds=1)))
    claimed: list[Parcel] = []
    # Most looks find nothing, and then nothing needs to be written.
    for statement, bound in (look for look in looks if connection.rows(look[0], (look[1], 1))):
        with connection.writing("claim") as raw:
            while not claimed and (found := raw.execute(statement, (bound, limit)).fetchall()):
                parcels = [_parcel(row) for row in found]
                claimed = [parcel for parcel in parcels if parcel is not None]
                # What means nothing to anybody is given up, so that those behind it are not held up.
                broken = [(row[0],) for row, parcel in zip(found, parcels, strict=True) if parcel is None]
                raw.executemany("UPDATE outbox SET dead = 1, why = 'DamagedError' WHERE id = ?", broken)
                raw.executemany(
                    "UPDATE outbox SET free = ?, claims = claims + 1 WHERE id = ?",
                    [(until, parcel.message.id) for parcel in claimed],
                )
        if claimed:
            break
    return tuple(_attempted(parcel, parcel.message.attempt + 1) for parcel in claimed)


def _attempted(parcel: Parcel, attempt: int) -> Parcel:
    return attrs.evolve(parcel, message=attrs.evolve(parcel.message, attempt=attempt))


def _parcel(row: Found) -> Parcel | None:
    """Give a message after the attempts that were made so far, or None where the row means nothing."""
    id, case, text, next_try, failures, claims, dead, why = row
    if [each.__class__ for each in row] != [str, str, str, int, int, int, int, str]:
        return None
    try:
        message, at = message_of(text, claims), moment(next_try)
    except (DamagedError, OverflowError):
        return None
    if message.id != id:
        return None
    return Parcel(message=message, case=case, next_try=at, failures=failures, dead=bool(dead), why=why)


def settle(connection: Connection, message: str, *, sent: bool, next_try: dt.datetime | None, why: str) -> None:
    """
    Write down what became of a message.

    Args:
        connection: The connection.
        message: Its id.
        sent: Whether it was sent.
        next_try: If not, when to try again; None gives it up.
        why: Type of the failure; empty where it was only put off.
    """
    statement = "DELETE FROM outbox WHERE id = ?"
    bound: tuple[Bound, ...] = (message,)
    if not sent and next_try is None:
        statement = "UPDATE outbox SET failures = failures + 1, why = ?, dead = 1 WHERE id = ?"
        bound = (why, message)
    elif not sent and next_try is not None:
        at = micros(next_try)
        statement = "UPDATE outbox SET failures = failures + 1, why = ?, next_try = ?, free = ? WHERE id = ?"
        bound = (why, at, at, message)
        if not why:
            statement = "UPDATE outbox SET next_try = ?, free = ? WHERE id = ?"
            bound = (at, at, message)
    with connection.writing("settle") as raw:
        raw.execute(statement, bound)


def outbox(connection: Connection, *, dead: bool) -> Iterator[Parcel]:
    """
    Give the messages that wait, or those given up, by id; without those that mean nothing, which verify tells.

    Args:
        connection: The connection.
        dead: Whether those given up are wanted.
    """
    for parcel in _listed(connection, dead=dead):
        if parcel is not None:
            yield _attempted(parcel, max(1, parcel.message.attempt))


def _listed(connection: Connection, *, dead: bool) -> Iterator[Parcel | None]:
    after = ""
    while found := connection.rows(_PARTS + "WHERE dead = ? AND id > ? ORDER BY id LIMIT ?", (int(dead), after, PAGE)):
        yield from map(_parcel, found)
        after = found[-1][0]


def outbox_faults(connection: Connection) -> Iterator[Fault]:
    """
    Look for messages that mean nothing.

    Args:
        connection: The connection.
    """
    for dead in (False, True):
        broken = sum(parcel is None for parcel in _listed(connection, dead=dead))
        if broken:
            yield Fault(case="", what=f"messages of the outbox that mean nothing: {broken}")
