"""The store on PostgreSQL, as a whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator

from collabmodel.plugin import (
    Access,
    Batch,
    CaseRow,
    Durability,
    Fault,
    Head,
    Parcel,
    Receipt,
    Recorded,
    Snapshot,
    Store,
)
from collabmodel.plugin.storing import RECORDS, Known, Registry, check_access, encoded
from collabmodel_postgres import (
    accesses,
    appending,
    backing_up,
    copying,
    following,
    keeping,
    outbox,
    reading,
    verifying,
)
from collabmodel_postgres.connection import Connection, parameters
from collabmodel_postgres.copying import Moved
from collabmodel_postgres.following import Followed, Lag, Position
from collabmodel_postgres.opening import Standing
from collabmodel_postgres.settings import PostgresSettings

_START = Position()


class PostgresStore:
    """
    A store in one schema of a PostgreSQL database.

    Each thread and each process opens its own. A connection that was lost is made anew by the next call; what a command
    is told then is either that nothing was done or that its outcome is unknown, never that it was done when it was not.

    Args:
        url: ``postgresql://ROLE@HOST:PORT/DATABASE``, with anything that the server's own library understands.
        settings: The settings; None for those that hold by themselves.
        at: Called with the name of each fault point that is passed; None costs nothing, and saves two messages to the
            server for each append.
        registry: Which records can be read.

    Raises:
        ConfigError: The URL is none, the server refuses the role, or there are no tables and the role may not make
            them.
        StoreError: The server cannot be reached.
    """

    def __init__(
        self,
        url: str,
        settings: PostgresSettings | None = None,
        *,
        at: Callable[[str], None] | None = None,
        registry: Registry = RECORDS,
    ) -> None:
        own = settings or PostgresSettings()
        self._standing = Standing(own)
        self._registry = registry
        self._connection = Connection(parameters(url, own), own, self._standing.greet, at=at)

    @property
    def durability(self) -> Durability:
        """What the store promises, as the server is set up."""
        return self._standing.durability

    @property
    def readonly(self) -> str:
        """Why the store cannot be written, or empty if it can."""
        return self._connection.frozen

    def append(self, batch: Batch) -> Receipt:
        """
        Add what a command made, all or nothing: events, their chain, key, case row and outbox.

        Args:
            batch: What to add.
        """
        return appending.append(self._connection, batch, encoded(batch), self._registry)

    def receipt(self, key: str) -> Receipt | None:
        """
        Give what a key stands for, or None if it was never used.

        Args:
            key: The idempotency key.
        """
        found = appending.known(self._connection.row(appending.KEY, (key,)))
        return None if found is None else found.receipt

    def read(self, case: str, after: int = 0) -> Iterator[Recorded]:
        """
        Give the events of a case in order, as they come: memory does not grow with the case.

        Args:
            case: Id of the case.
            after: Place after which to begin.
        """
        self._connection.guard()
        return reading.read(self._connection, case, after, self._registry)

    def head(self, case: str) -> Head | None:
        """
        Give the end of a case's record, or None if there is no such case.

        Args:
            case: Id of the case.
        """
        return reading.head(self._connection, case)

    def row(self, case: str) -> CaseRow | None:
        """
        Give a case for lists, or None if there is no such case.

        Args:
            case: Id of the case.
        """
        return reading.row(self._connection, case)

    def rows(
        self, *, status: str = "", person: str = "", due_before: dt.datetime | None = None, after: str = ""
    ) -> Iterator[CaseRow]:
        """
        Give cases for lists, by id; from an index, whatever the number of cases.

        Args:
            status: Only those of this status; empty for all.
            person: Only those in which this person takes part; empty for all.
            due_before: Only those with something due before; then in order of due time. None for all.
            after: Id after which to begin; empty for the start.
        """
        self._connection.guard()
        return reading.rows(self._connection, status=status, person=person, due_before=due_before, after=after)

    def put_model(self, model_hash: str, text: str) -> None:
        """
        Keep a model, so that cases pinned to it can be read for ever.

        Args:
            model_hash: Its content hash.
            text: The model as JSON.
        """
        keeping.put_model(self._connection, model_hash, text)

    def model(self, model_hash: str) -> str | None:
        """
        Give a kept model as JSON, or None.

        Args:
            model_hash: Its content hash.
        """
        return keeping.model(self._connection, model_hash)

    def models(self) -> Iterator[str]:
        """Give the content hashes of all kept models, sorted."""
        return keeping.models(self._connection)

    def keys(self, after: str = "") -> Iterator[tuple[str, Known]]:
        """
        Give all idempotency keys with what they stand for, by key.

        Args:
            after: Key after which to begin.
        """
        self._connection.guard()
        return copying.keys(self._connection, after)

    def log_access(self, access: Access) -> None:
        """
        Write down that somebody reads, durably, before anything is shown.

        Args:
            access: Who, what, why.
        """
        check_access(access)
        accesses.log_access(self._connection, access)

    def accesses(self, case: str = "") -> Iterator[Access]:
        """
        Give the access log in order.

        Args:
            case: Only of this case; empty for all.
        """
        self._connection.guard()
        return accesses.accesses(self._connection, case)

    def snapshot(self, case: str) -> Snapshot | None:
        """
        Give the cached state of a case; None if there is none or anything about it is doubtful.

        Args:
            case: Id of the case.
        """
        return keeping.snapshot(self._connection, case)

    def put_snapshot(self, snapshot: Snapshot) -> None:
        """
        Keep a cached state in place of an older one.

        Args:
            snapshot: The state.
        """
        keeping.put_snapshot(self._connection, snapshot)

    def claim(self, now: dt.datetime, lease: dt.timedelta, limit: int) -> tuple[Parcel, ...]:
        """
        Take messages that may be sent now; nobody else gets them until the lease has passed.

        Args:
            now: The time; timezone-aware.
            lease: For how long.
            limit: How many at most, >= 1.
        """
        return outbox.claim(self._connection, now, lease, limit)

    def settle(self, message: str, *, sent: bool, next_try: dt.datetime | None = None, why: str = "") -> None:
        """
        Say what became of a claimed message; of one that is no longer there, nothing.

        Args:
            message: Id of the message.
            sent: Whether it was sent.
            next_try: If not, when to try again; None gives it up (dead letter).
            why: Type of the failure, without its text.
        """
        outbox.settle(self._connection, message, sent=sent, next_try=next_try, why=why)

    def outbox(self, *, dead: bool = False) -> Iterator[Parcel]:
        """
        Give the messages that wait, or those given up, by id.

        Args:
            dead: Whether those given up are wanted.
        """
        self._connection.guard()
        return outbox.outbox(self._connection, dead=dead)

    def heads(self) -> Iterator[Head]:
        """Give the ends of all cases' records, by id: kept elsewhere, they show that nothing was cut off since."""
        self._connection.guard()
        return reading.heads(self._connection)

    def verify(self, case: str = "", after: str = "", *, heads: Iterable[Head] = ()) -> Iterator[Fault]:
        """
        Look for anything that is not as it was written: chains, order, cases, keys, the access log.

        Args:
            case: Only this case; empty for all.
            after: Id of the case after which to go on, where an earlier look was stopped.
            heads: Ends of records as kept elsewhere; a record that no longer reaches one of them is a fault.
        """
        self._connection.guard()
        return verifying.verify(self._connection, self._registry, case=case, after=after, heads=heads)

    def follow(self, after: Position = _START) -> Iterator[Followed]:
        """
        Give the events of the whole store after a position, missing none, whoever writes meanwhile.

        It ends where nothing more is certain yet; ask again from the last position, and see ``lag`` for what is held
        back.

        Args:
            after: Where to begin.

        Raises:
            DamagedError: The store no longer has the event at that position: it was restored from an older copy.
        """
        self._connection.guard()
        return following.follow(self._connection, after, self._registry)

    def lag(self) -> Lag:
        """Say how far a reader that has read everything lags behind what is committed."""
        return following.lag(self._connection)

    def take(self, source: Store) -> Moved:
        """
        Take everything from another store, with its digests; what was broken off goes on where it was.

        Args:
            source: The other store; nobody writes it meanwhile.

        Raises:
            ConfigError: The other store cannot list its keys and models.
            DamagedError: What is here differs from what is there.
            StoreError: Something else is here already, or either store failed; ask again to go on.
        """
        return copying.take(self._connection, source)

    def backup(self, target: str) -> None:
        """
        Make a whole copy while others go on working, in the form that ``pg_restore`` reads.

        Args:
            target: Path of the copy; must not exist.
        """
        backing_up.backup(self._connection, target)

    def close(self) -> None:
        """Let go of the store; asking again does nothing."""
        self._connection.close()
