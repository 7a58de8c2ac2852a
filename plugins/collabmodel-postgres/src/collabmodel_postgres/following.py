"""
Following the whole store and missing nothing.

Places are given out before transactions end, so a reader that asks for what lies behind the last place it saw misses
what commits late. Here only events of transactions are given that all others which still run came after: what is given
is complete up to there, and what is still open holds the reader up, never leads it past.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from collabmodel.errors import DamagedError, Place, Problem
from collabmodel.plugin import Recorded, decode
from collabmodel.plugin.storing import Registry
from collabmodel_postgres.connection import Connection

PAGE = 500
"""Events read at once."""


@attrs.frozen(kw_only=True)
class Position:
    """
    A place in the whole store, to be kept by whoever follows it.

    Args:
        era: The era of the event there; 0 before the first.
        transaction: Its transaction.
        place: Its place.
        digest: Its digest, by which a store that was restored from an older copy is known.

    >>> Position()
    Position(era=0, transaction=0, place=0, digest='')
    """

    era: int = 0
    transaction: int = 0
    place: int = 0
    digest: str = ""


@attrs.frozen
class Followed:
    """
    An event of the whole store.

    Args:
        position: Where it stands: from here the reader goes on.
        record: The event as stored.
    """

    position: Position
    record: Recorded


@attrs.frozen
class Lag:
    """
    How far a reader that has read everything lags behind what is committed.

    Args:
        events: Events that are committed and not given yet, because an older transaction is still open.
        seconds: For how long that transaction has been open; None where none is, or the role may not know.
    """

    events: int
    seconds: float | None = None


_NEXT = b"""
SELECT era, xid::text AS transaction, position, case_id, seq, type, schema, payload, digest FROM events
WHERE (era, xid, position) > (%(era)s::integer, %(transaction)s::text::xid8, %(place)s::bigint)
AND (era < (SELECT max(era) FROM eras) OR xid < pg_snapshot_xmin(pg_current_snapshot()))
ORDER BY era, events.xid, position LIMIT %(page)s
"""
_THERE = b"SELECT digest FROM events WHERE position = %s AND era = %s AND xid = %s::text::xid8"
_HELD = b"""
SELECT count(*) FROM events
WHERE era = (SELECT max(era) FROM eras) AND xid >= pg_snapshot_xmin(pg_current_snapshot())
"""
_OLDEST = b"""
SELECT extract(epoch FROM clock_timestamp() - min(began))::float8 FROM (
    SELECT xact_start AS began FROM pg_stat_activity WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid()
    UNION ALL SELECT prepared FROM pg_prepared_xacts) AS open
"""


def follow(connection: Connection, after: Position, registry: Registry) -> Iterator[Followed]:
    """
    Give the events of the whole store after a position, as far as nothing can come before them any more.

    Args:
        connection: The connection.
        after: Where to begin.
        registry: What can be decoded.

    Raises:
        DamagedError: The store no longer has the event at that position, or one does not mean what it should.
    """
    if after.place:
        _see_that_it_is_there(connection, after)
    while True:
        bound = {"era": after.era, "transaction": str(after.transaction), "place": after.place, "page": PAGE}
        found = connection.rows(_NEXT, bound)
        for era, transaction, place, case, seq, type, schema, payload, digest in found:
            after = Position(era=era, transaction=int(transaction), place=place, digest=digest)
            event = decode(type, schema, payload, registry)
            yield Followed(
                after,
                Recorded(case=case, seq=seq, type=type, schema=schema, payload=payload, digest=digest, event=event),
            )
        if len(found) < PAGE:
            return


def _see_that_it_is_there(connection: Connection, after: Position) -> None:
    found = connection.row(_THERE, (after.place, after.era, str(after.transaction)))
    if found is None or found[0] != after.digest:
        what = "the store does not have the event up to which it was followed: it was restored from an older copy"
        hint = "what was made of the events since that copy is to be made anew, from the beginning"
        raise DamagedError([Problem(what=what, place=Place("store"), hint=hint)])


def lag(connection: Connection) -> Lag:
    """
    Say how far a reader that has read everything lags behind.

    Args:
        connection: The connection.
    """
    ((events,),) = connection.rows(_HELD)
    ((seconds,),) = connection.rows(_OLDEST) if events else ((None,),)
    return Lag(events, seconds)
