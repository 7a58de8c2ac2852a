"""The embedded store, as a whole."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from collabmodel.adapters.sqlite import accesses, cases, copying, keeping, outbox, verifying
from collabmodel.adapters.sqlite.failures import translated
from collabmodel.adapters.sqlite.gate import NETWORK, filesystem_of, settings
from collabmodel.adapters.sqlite.opening import opened, resolved
from collabmodel.errors import ConfigError, Place, Problem
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
)
from collabmodel.plugin.storing import RECORDS, Known, Registry, check_access, encoded

TIMEOUT = 5.0
"""Seconds that a command waits for other writers before it is told that the store is busy."""


def filesystem_here(path: str) -> str:
    """
    Find the type of the file system that a path lies on; empty where the system does not tell.

    Args:
        path: Absolute path.
    """
    try:
        mountinfo = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""
    return filesystem_of(mountinfo, path)


class SqliteStore:
    """
    A store in one SQLite file.

    Each thread and each process opens its own. A writer waits ``timeout`` seconds for others, then is told that the
    store is busy; SQLite queues nobody fairly, so under many writers single waits can come near to that bound.

    Args:
        path: Path of the file; made, private to its owner, if it is not there.
        timeout: Seconds to wait for other writers, >= 0.
        journal: Journal mode, ``"delete"`` or ``"wal"``; empty for the one that is durable with this SQLite.
        synchronous: ``"normal"``, ``"full"`` or ``"extra"``; empty for the one that the journal mode needs.
        network: Whether a network file system is accepted.
        readonly: Whether the file is only to be read.
        at: Called with the name of each fault point that is passed; None costs nothing.
        registry: Which records can be read.
        filesystem: Tells the type of the file system of an absolute path, or an empty text.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     store = SqliteStore(f"{folder}/cases.db")
    ...     print(store.head("c1"), store.durability.store)
    ...     store.close()
    None sqlite
    """

    def __init__(  # noqa: PLR0913 - settings, each with a default that is right for nearly everybody
        self,
        path: str | Path,
        *,
        timeout: float = TIMEOUT,
        journal: str = "",
        synchronous: str = "",
        network: bool = False,
        readonly: bool = False,
        at: Callable[[str], None] | None = None,
        registry: Registry = RECORDS,
        filesystem: Callable[[str], str] = filesystem_here,
    ) -> None:
        self._path = Path(path)
        kind = filesystem(str(resolved(self._path)))
        if kind in NETWORK and not network:
            what = f"the store lies on a network file system ({kind}), whose locks cannot be trusted"
            hint = "keep it on a local disk, or accept the risk with network=True"
            raise ConfigError([Problem(what=what, place=Place("store"), hint=hint)])
        chosen = settings(sqlite3.sqlite_version_info, journal, synchronous, kind)
        self._durability = chosen.durability
        self._registry = registry
        self._connection = opened(self._path, chosen, timeout=timeout, readonly=readonly, at=at)

    @property
    def durability(self) -> Durability:
        """What the store promises, and why."""
        return self._durability

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
        try:
            records = encoded(batch)
        except MemoryError as error:
            raise translated(error) from error
        return cases.append(self._connection, batch, records, self._registry)

    def receipt(self, key: str) -> Receipt | None:
        """
        Give what a key stands for, or None if it was never used.

        Args:
            key: The idempotency key.
        """
        known = cases.known(self._connection.row(cases.KEY, (key,)))
        return None if known is None else known.receipt

    def read(self, case: str, after: int = 0) -> Iterator[Recorded]:
        """
        Give the events of a case in order, as they come: memory does not grow with the case.

        Args:
            case: Id of the case.
            after: Place after which to begin.
        """
        self._connection.guard()
        return cases.read(self._connection, case, after, self._registry)

    def head(self, case: str) -> Head | None:
        """
        Give the end of a case's record, or None if there is no such case.

        Args:
            case: Id of the case.
        """
        return cases.head(self._connection, case)

    def row(self, case: str) -> CaseRow | None:
        """
        Give a case for lists, or None if there is no such case.

        Args:
            case: Id of the case.
        """
        return cases.row(self._connection, case)

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
        return cases.rows(self._connection, status=status, person=person, due_before=due_before, after=after)

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
        return cases.keys(self._connection, after)

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
        return cases.heads(self._connection)

    def verify(self, case: str = "", after: str = "", *, heads: Iterable[Head] = ()) -> Iterator[Fault]:
        """
        Look for anything that is not as it was written: chains, order, cases, the file itself.

        Args:
            case: Only this case; empty for all.
            after: Id of the case after which to go on, where an earlier look was stopped.
            heads: Ends of records as kept elsewhere; a record that no longer reaches one of them is a fault.
        """
        self._connection.guard()
        return verifying.verify(self._connection, self._registry, case=case, after=after, heads=heads)

    def backup(self, target: str) -> None:
        """
        Make a whole copy while others go on working.

        Args:
            target: Path of the copy; must not exist.
        """
        copying.backup(self._connection, target)

    def close(self) -> None:
        """Let go of the store; asking again does nothing."""
        self._connection.close()
