"""The wrapper: a store that seals whatever it hands to another one, and opens what it gets back."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TypeVar

import attrs

from collabmodel.errors import DamagedError, ErasedError, KeyUnavailableError, StoreError
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
from collabmodel.plugin.storing import RECORDS, Registry, check_access
from collabmodel_crypto.caches import opened_snapshot, sealed_snapshot
from collabmodel_crypto.destroying import SNAPSHOTS
from collabmodel_crypto.erasing import clear, clear_again
from collabmodel_crypto.holders import Destruction, KeyStore, Kind
from collabmodel_crypto.key_file import INDEX
from collabmodel_crypto.opener import LOG, Opener
from collabmodel_crypto.people import Naming
from collabmodel_crypto.rows import erased_message, sealed_access
from collabmodel_crypto.sealing_batches import Sealer
from collabmodel_crypto.settings import TELLING
from collabmodel_crypto.verifying import verified

T = TypeVar("T")

NAMING = Naming(persons=frozenset({"person"}), telling=frozenset(TELLING))
"""Where persons stand in events, where nothing else is said."""


class CryptoStore:
    """
    A store that encrypts what another one keeps.

    Args:
        inner: The other store; closing this one closes it.
        keys: Where the keys are; closed with it.
        naming: Where persons stand in the data of events.
        registry: Which records can be read.
    """

    def __init__(self, inner: Store, keys: KeyStore, *, naming: Naming = NAMING, registry: Registry = RECORDS) -> None:
        self._inner = inner
        self._keys = keys
        self._opener = Opener(keys, registry)
        self._sealer = Sealer(inner, keys, naming)
        self._epoch = ""
        # Whatever keeps this from being done now is told by what needs it.
        with contextlib.suppress(StoreError):
            self._epoch = keys.need([(Kind.STORE, INDEX), (Kind.STORE, SNAPSHOTS)])[1].handle
            clear(inner, keys)

    @property
    def keys(self) -> KeyStore:
        """Where the keys are."""
        return self._keys

    @property
    def inner(self) -> Store:
        """The store that keeps what is sealed."""
        return self._inner

    @property
    def durability(self) -> Durability:
        """What the inner store promises; every key is on the disk before anything is sealed with it."""
        found = self._inner.durability
        return attrs.evolve(found, store=f"crypto+{found.store}", mode=f"{found.mode}, sealed by AES-256-GCM")

    def append(self, batch: Batch) -> Receipt:
        """
        Add what a command made, all or nothing, sealed.

        Args:
            batch: What to add.

        Raises:
            ErasedError: The case or somebody in it was erased.
            KeyUnavailableError: A key is missing.
            StoreError: As the inner store; also: what cannot be stored.
        """
        sealed = self._sealer.sealed(batch)
        receipt = self._inner.append(sealed)
        # It is done: whatever comes now must not be told as if it were not.
        with contextlib.suppress(StoreError):
            clear_again(self._inner, self._keys, batch.case)
        return (
            self._opener.receipt(receipt, sealed.key)
            if receipt.repeated
            else attrs.evolve(receipt, answer=batch.answer)
        )

    def receipt(self, key: str) -> Receipt | None:
        """
        Give what a key stands for, or None if it was never used.

        Args:
            key: The idempotency key.

        Raises:
            ErasedError: The case was erased.
            KeyUnavailableError: A key is missing.
        """
        self._keys.refresh()
        (index,) = self._keys.need([(Kind.STORE, INDEX)])
        mark = index.mark("key", key)
        receipt = self._inner.receipt(mark)
        return None if receipt is None else self._opener.receipt(receipt, mark)

    def read(self, case: str, after: int = 0) -> Iterator[Recorded]:
        """
        Give the events of a case in order, opened; type, payload and digest are those that are stored.

        Args:
            case: Id of the case.
            after: Place after which to begin.

        Raises:
            DamagedError: An event does not open with its key here; events before it have been given.
            ErasedError: The case was erased.
            KeyUnavailableError: A key is missing.
        """
        return map(self._opener.event, self._refreshed(self._inner.read(case, after), case))

    def _refreshed(self, found: Iterator[T], case: str = "") -> Iterator[T]:
        """Look for changes of others when something is asked for, not when the asking was begun."""
        self._keys.refresh()
        if case:
            self._keys.find(Kind.CASE, case)
        yield from found

    def head(self, case: str) -> Head | None:
        """
        Give the end of a case's record, or None if there is no such case.

        Args:
            case: Id of the case.

        Raises:
            ErasedError: The case was erased: whoever holds it in memory learns it here.
        """
        with contextlib.suppress(KeyUnavailableError):
            self._keys.refresh()
            self._keys.find(Kind.CASE, case)
        return self._inner.head(case)

    def row(self, case: str) -> CaseRow | None:
        """
        Give a case for lists, or None if there is no such case; of one that was erased, that it was.

        Args:
            case: Id of the case.
        """
        found = self._inner.row(case)
        with contextlib.suppress(KeyUnavailableError):
            self._keys.refresh()
        return None if found is None else self._opener.row(found)

    def rows(
        self, *, status: str = "", person: str = "", due_before: dt.datetime | None = None, after: str = ""
    ) -> Iterator[CaseRow]:
        """
        Give cases for lists, by id, from the index of the inner store. Without keys: id, status and due time.

        Args:
            status: Only those of this status; empty for all.
            person: Only those in which this person takes part; empty for all.
            due_before: Only those with something due before; then in order of due time. None for all.
            after: Id after which to begin; empty for the start.

        Raises:
            ErasedError: The person was erased.
            KeyUnavailableError: A person is asked for, and a key is missing.
        """
        with contextlib.suppress(KeyUnavailableError):
            self._keys.refresh()
        handle = ""
        if person:
            holder = self._keys.find(Kind.PERSON, person)
            # Nobody's handle is so short, so nothing is found.
            handle = "-" if holder is None else holder.handle
        found = self._inner.rows(status=status, person=handle, due_before=due_before, after=after)
        opened = map(self._opener.row, found)
        return (row for row in opened if not status or row.status == status)

    def put_model(self, model_hash: str, text: str) -> None:
        """
        Keep a model, in clear: it tells of nobody.

        Args:
            model_hash: Its content hash.
            text: The model as JSON.
        """
        self._inner.put_model(model_hash, text)

    def model(self, model_hash: str) -> str | None:
        """
        Give a kept model as JSON, or None.

        Args:
            model_hash: Its content hash.
        """
        return self._inner.model(model_hash)

    def log_access(self, access: Access) -> None:
        """
        Write down that somebody reads, sealed, before anything is shown.

        Args:
            access: Who, what, why.

        Raises:
            ErasedError: Who reads was erased.
            KeyUnavailableError: A key is missing.
        """
        check_access(access)
        self._keys.refresh()
        who = [(Kind.PERSON, access.person)] if access.person else []
        log, *readers = self._keys.need([(Kind.STORE, LOG), *who])
        case = None
        with contextlib.suppress(ErasedError):
            case = self._keys.find(Kind.CASE, access.case) if access.case else None
        self._inner.log_access(sealed_access(access, log, case, readers[0].handle if readers else ""))

    def accesses(self, case: str = "") -> Iterator[Access]:
        """
        Give the access log in order; of what was erased since, that it was.

        Args:
            case: Only of this case; empty for all.

        Raises:
            DamagedError: An entry does not open with its key here.
            KeyUnavailableError: A key is missing.
        """
        return map(self._opener.access, self._refreshed(self._inner.accesses(case)))

    def snapshot(self, case: str) -> Snapshot | None:
        """
        Give the cached state of a case; None if there is none, or anything about it is doubtful.

        Args:
            case: Id of the case.
        """
        found = self._inner.snapshot(case)
        if found is None:
            return None
        self._keys.refresh()
        holder, epoch = self._keys.find(Kind.CASE, case), self._keys.find(Kind.STORE, SNAPSHOTS)
        return None if holder is None or epoch is None else opened_snapshot(found, holder, epoch)

    def put_snapshot(self, snapshot: Snapshot) -> None:
        """
        Keep a cached state in place of an older one, sealed.

        It is dropped where anybody was erased since this store was opened: a state folded before may tell of them.

        Args:
            snapshot: The state.
        """
        self._keys.refresh()
        holder, epoch = self._opener.case(snapshot.case), self._keys.find(Kind.STORE, SNAPSHOTS)
        if epoch is not None and epoch.handle == self._epoch:
            self._inner.put_snapshot(sealed_snapshot(snapshot, holder, epoch))

    def claim(self, now: dt.datetime, lease: dt.timedelta, limit: int) -> tuple[Parcel, ...]:
        """
        Take messages that may be sent now. Those of what was erased, and those that do not open, are given up.

        Args:
            now: The time; timezone-aware.
            lease: For how long.
            limit: How many at most, >= 1.

        Raises:
            KeyUnavailableError: A key is missing, and nothing else may be sent. What it sealed is offered again after
                the lease.
        """
        self._keys.refresh()
        self._keys.need([(Kind.STORE, INDEX)])
        claimed: list[Parcel] = []
        missing: KeyUnavailableError | None = None
        while not claimed and (found := self._inner.claim(now, lease, limit)):
            for parcel in found:
                try:
                    claimed.append(self._opener.parcel(parcel))
                except (ErasedError, DamagedError) as error:
                    self._inner.settle(parcel.message.id, sent=False, why=type(error).__name__)
                except KeyUnavailableError as error:
                    # One that does not open now must not hold up those that it was taken with.
                    missing = error
        if missing is not None and not claimed:
            raise missing
        return tuple(claimed)

    def settle(self, message: str, *, sent: bool, next_try: dt.datetime | None = None, why: str = "") -> None:
        """
        Say what became of a claimed message.

        Args:
            message: Id of the message.
            sent: Whether it was sent.
            next_try: If not, when to try again; None gives it up (dead letter).
            why: Type of the failure, without its text.
        """
        self._inner.settle(message, sent=sent, next_try=next_try, why=why)

    def outbox(self, *, dead: bool = False) -> Iterator[Parcel]:
        """
        Give the messages that wait, or those given up; of what was erased, that it was.

        Args:
            dead: Whether those given up are wanted.

        Raises:
            DamagedError: A message does not open with its key here.
            KeyUnavailableError: A key is missing.
        """
        return self._outbox(self._refreshed(self._inner.outbox(dead=dead)))

    def _outbox(self, found: Iterator[Parcel]) -> Iterator[Parcel]:
        for parcel in found:
            try:
                yield self._opener.parcel(parcel)
            except ErasedError:
                yield attrs.evolve(parcel, message=erased_message(parcel.message))

    def heads(self) -> Iterator[Head]:
        """Give the ends of all cases' records, by id; also of those that were erased, whose chains are whole."""
        return self._inner.heads()

    def verify(self, case: str = "", after: str = "", *, heads: Iterable[Head] = ()) -> Iterator[Fault]:
        """
        Look for anything that is not as it was written: first what the inner store finds, then whether all opens.

        Args:
            case: Only this case; empty for all.
            after: Id of the case after which to go on, where an earlier look was stopped.
            heads: Ends of records as kept elsewhere.
        """
        return verified(self, case, after, heads)

    def backup(self, target: str) -> None:
        """
        Make a whole copy of what is sealed. The keys are not in it.

        Args:
            target: Path of the copy; must not exist.
        """
        self._inner.backup(target)

    def erase_case(self, case: str, *, order: str, at: dt.datetime) -> Destruction | None:
        """
        Erase a case for ever: its keys are destroyed, then that is written down; None if it was done before.

        Args:
            case: Id of the case.
            order: By whose order, such as the number of a decision; never a name.
            at: When; timezone-aware.

        Raises:
            StoreError: No case of this id has keys, or something cannot be written: doing it again finishes.
        """
        done = self._keys.destroy(Kind.CASE, case, order=order, at=at)
        clear(self._inner, self._keys)
        return done

    def erase_person(self, person: str, *, order: str, at: dt.datetime) -> Destruction | None:
        """
        Erase a person from every case for ever, while the cases stay; None if it was done before.

        Args:
            person: Id of the person.
            order: By whose order, such as the number of a decision; never a name.
            at: When; timezone-aware.

        Raises:
            StoreError: No person of this id has keys, or something cannot be written: doing it again finishes.
        """
        return self._keys.destroy(Kind.PERSON, person, order=order, at=at)

    def close(self) -> None:
        """Let go of the store and the keys; asking again does nothing."""
        try:
            self._inner.close()
        finally:
            self._keys.close()
