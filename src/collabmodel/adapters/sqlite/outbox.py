"""The outbox in its table: claimed under a lease, settled, or given up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from collabmodel.adapters.forms import message_of
from collabmodel.adapters.sqlite.connection import Bound, Connection
from collabmodel.history.times import micros, moment
from collabmodel.plugin import Parcel

WAITING = (
    "SELECT id, case_id, message, next_try, failures, claims FROM outbox "
    "WHERE dead = 0 AND free <= ? ORDER BY free, id LIMIT ?"
)
PAGE = 500
"""Messages listed at once."""


def claim(connection: Connection, now: dt.datetime, lease: dt.timedelta, limit: int) -> tuple[Parcel, ...]:
    """
    Take messages that may be sent now, in one transaction.

    Args:
        connection: The connection.
        now: The time.
        lease: For how long nobody else gets them.
        limit: How many at most.
    """
    at = micros(now)
    # Most looks find nothing, and then nothing needs to be written.
    if not connection.rows(WAITING, (at, 1)):
        return ()
    with connection.writing("claim") as raw:
        found = raw.execute(WAITING, (at, limit)).fetchall()
        until = micros(now + lease)
        raw.executemany(
            "UPDATE outbox SET free = ?, claims = claims + 1 WHERE id = ?", [(until, row[0]) for row in found]
        )
    return tuple(
        Parcel(message=message_of(text, claims + 1), case=case, next_try=moment(next_try), failures=failures)
        for _, case, text, next_try, failures, claims in found
    )


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
    statement = "DELETE FROM outbox WHERE id = ?"
    bound: tuple[Bound, ...] = (message,)
    if not sent and next_try is None:
        statement = "UPDATE outbox SET failures = failures + 1, why = ?, dead = 1 WHERE id = ?"
        bound = (why, message)
    elif not sent and next_try is not None:
        at = micros(next_try)
        statement = "UPDATE outbox SET failures = failures + 1, why = ?, next_try = ?, free = ? WHERE id = ?"
        bound = (why, at, at, message)
    with connection.writing("settle") as raw:
        raw.execute(statement, bound)


def outbox(connection: Connection, *, dead: bool) -> Iterator[Parcel]:
    """
    Give the messages that wait, or those given up, by id.

    Args:
        connection: The connection.
        dead: Whether those given up are wanted.
    """
    after = ""
    while found := connection.rows(
        "SELECT id, case_id, message, next_try, failures, claims, why FROM outbox "
        "WHERE dead = ? AND id > ? ORDER BY id LIMIT ?",
        (int(dead), after, PAGE),
    ):
        for _, case, text, next_try, failures, claims, why in found:
            message = message_of(text, max(1, claims))
            at = moment(next_try)
            yield Parcel(message=message, case=case, next_try=at, failures=failures, dead=dead, why=why)
        after = found[-1][0]
