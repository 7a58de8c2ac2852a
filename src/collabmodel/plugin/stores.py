"""What a store must be: an append-only record of cases that loses nothing it has acknowledged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Protocol, runtime_checkable

from collabmodel.history import Event
from collabmodel.plugin.batches import Known
from collabmodel.plugin.kept import (
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
from collabmodel.plugin.records import unreadable

FARTHEST = dt.timedelta(days=31)
"""How far ahead a message is put off or leased at most."""


class Store(Protocol):
    """
    An append-only record of cases.

    Every method raises ``StoreError`` or one of its kinds if it cannot do what is asked, and then has done nothing;
    ``UnknownOutcomeError`` alone leaves that open. A store is used from one thread at a time; another thread, process
    or machine opens its own.
    """

    @property
    def durability(self) -> Durability:
        """What the store promises, and why."""

    def append(self, batch: Batch) -> Receipt:
        """
        Add what a command made, all or nothing: events, their chain, key, case row and outbox.

        Args:
            batch: What to add.

        Raises:
            ConflictError: The case has gone on.
            KeyReusedError: The key stands for another command.
            BusyError: Another writer held the store for too long.
            FullError: There is no room.
            UnknownOutcomeError: The answer was lost.
            ReadOnlyError: The case holds what a newer release wrote, or the store cannot be written.
            StoreError: Anything else; nothing was done. Also: text that no store may hold (NUL, lone surrogates).
        """

    def receipt(self, key: str) -> Receipt | None:
        """
        Give what a key stands for, or None if it was never used.

        Args:
            key: The idempotency key.
        """

    def read(self, case: str, after: int = 0) -> Iterator[Recorded]:
        """
        Give the events of a case in order, as they come: memory does not grow with the case.

        Args:
            case: Id of the case.
            after: Place after which to begin.

        Raises:
            DamagedError: A digest does not fit; events before it have been given.
        """

    def head(self, case: str) -> Head | None:
        """
        Give the end of a case's record, or None if there is no such case.

        Args:
            case: Id of the case.
        """

    def row(self, case: str) -> CaseRow | None:
        """
        Give a case for lists, or None if there is no such case.

        Args:
            case: Id of the case.
        """

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

    def put_model(self, model_hash: str, text: str) -> None:
        """
        Keep a model, so that cases pinned to it can be read for ever.

        Args:
            model_hash: Its content hash.
            text: The model as JSON.
        """

    def model(self, model_hash: str) -> str | None:
        """
        Give a kept model as JSON, or None.

        Args:
            model_hash: Its content hash.
        """

    def log_access(self, access: Access) -> None:
        """
        Write down that somebody reads, durably, before anything is shown.

        Args:
            access: Who, what, why.
        """

    def accesses(self, case: str = "") -> Iterator[Access]:
        """
        Give the access log in order.

        Args:
            case: Only of this case; empty for all.
        """

    def snapshot(self, case: str) -> Snapshot | None:
        """
        Give the cached state of a case, or None.

        Args:
            case: Id of the case.
        """

    def put_snapshot(self, snapshot: Snapshot) -> None:
        """
        Keep a cached state in place of an older one. It may be dropped at any time.

        Args:
            snapshot: The state.
        """

    def claim(self, now: dt.datetime, lease: dt.timedelta, limit: int) -> tuple[Parcel, ...]:
        """
        Take messages that may be sent now; nobody else gets them until the lease has passed.

        Those put off by more than ``FARTHEST`` may be sent now too: only a clock that jumped does that.

        Args:
            now: The time; timezone-aware.
            lease: For how long.
            limit: How many at most, >= 1.
        """

    def settle(self, message: str, *, sent: bool, next_try: dt.datetime | None = None, why: str = "") -> None:
        """
        Say what became of a claimed message.

        Args:
            message: Id of the message.
            sent: Whether it was sent.
            next_try: If not, when to try again; None gives it up (dead letter).
            why: Type of the failure, without its text; empty where it was only put off, which counts as no failure.
        """

    def outbox(self, *, dead: bool = False) -> Iterator[Parcel]:
        """
        Give the messages that wait, or those given up.

        Args:
            dead: Whether those given up are wanted.
        """

    def heads(self) -> Iterator[Head]:
        """Give the ends of all cases' records, by id: kept elsewhere, they show that nothing was cut off since."""

    def verify(self, case: str = "", after: str = "", *, heads: Iterable[Head] = ()) -> Iterator[Fault]:
        """
        Look for anything that is not as it was written: chains, order, cases, the file itself.

        Args:
            case: Only this case; empty for all.
            after: Id of the case after which to go on, where an earlier look was stopped.
            heads: Ends of records as kept elsewhere; a record that no longer reaches one of them is a fault.
        """

    def backup(self, target: str) -> None:
        """
        Make a whole copy while others go on working.

        Args:
            target: Path of the copy; must not exist.
        """

    def close(self) -> None:
        """Let go of the store; asking again does nothing."""


@runtime_checkable
class MovableStore(Protocol):
    """What a store must also be able to list so that everything in it can be moved to another; not every store can."""

    def keys(self, after: str = "") -> Iterator[tuple[str, Known]]:
        """
        Give all idempotency keys with what they stand for, by key.

        Args:
            after: Key after which to begin.
        """

    def models(self) -> Iterator[str]:
        """Give the content hashes of all kept models, sorted."""


def streamed(records: Iterable[Recorded]) -> Iterator[Event]:
    """
    Give the events of records that this release can read.

    Args:
        records: The records of one case.

    Raises:
        ReadOnlyError: A newer release wrote one of them.

    >>> list(streamed(()))
    []
    """
    for record in records:
        if record.event is None:
            raise unreadable(record.case, record.seq, record.type, record.schema)
        yield record.event
