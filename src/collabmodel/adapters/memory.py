"""A store in memory: for tests, teaching and trying models; nothing outlives the process."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator

import attrs

from collabmodel.errors import Place, Problem, StoreError
from collabmodel.history import micros
from collabmodel.model import Text
from collabmodel.plugin import (
    Access,
    Batch,
    CaseRow,
    Durability,
    Fault,
    Head,
    Message,
    Parcel,
    Receipt,
    Recorded,
    Snapshot,
)
from collabmodel.plugin.storing import (
    FARTHEST,
    RECORDS,
    Entry,
    Known,
    Registry,
    case_fault,
    chained,
    check_access,
    encoded,
    head_fault,
    judged,
    receipt_of,
    unreadable,
    verified,
)

_WHY = {
    "fi": "mikään ei jää jäljelle, kun ohjelma päättyy",
    "sv": "ingenting finns kvar när programmet avslutas",
    "en": "nothing outlives the process",
}


@attrs.frozen(kw_only=True)
class _Waiting:
    """A parcel, when it is free again, and how often it was claimed."""

    parcel: Parcel
    free: dt.datetime
    claims: int = 0


class MemoryStore:
    """
    A store in memory.

    Args:
        at: Called with the name of each fault point that is passed; None costs nothing.
        registry: Which records can be read.

    >>> store = MemoryStore()
    >>> store.head("c1") is None
    True
    """

    def __init__(self, *, at: Callable[[str], None] | None = None, registry: Registry = RECORDS) -> None:
        self._at = at or _nowhere
        self._registry = registry
        self._events: dict[str, list[Entry]] = {}
        self._kinds: dict[str, set[tuple[str, int]]] = {}
        self._rows: dict[str, CaseRow] = {}
        self._keys: dict[str, Known] = {}
        self._models: dict[str, str] = {}
        self._accesses: list[Access] = []
        self._snapshots: dict[str, Snapshot] = {}
        self._parcels: dict[str, _Waiting] = {}
        self._closed = False

    @property
    def durability(self) -> Durability:
        """What the store promises: nothing beyond the process."""
        return Durability(store="memory", durable=False, mode="memory", why=_WHY["en"], told=Text.of(_WHY))

    def append(self, batch: Batch) -> Receipt:
        """
        Add what a command made, all or nothing.

        Args:
            batch: What to add.

        Raises:
            ReadOnlyError: The case holds a record that this release cannot read.
            StoreError: A message's id is already used, or something cannot be stored.
        """
        self._open()
        records = encoded(batch)
        kept = self._events.get(batch.case, [])
        repeated = judged(batch, self._keys.get(batch.key), len(kept))
        if repeated is not None:
            return repeated
        self._readable(batch.case)
        ids = [message.id for message in batch.messages]
        if len({*ids}) < len(ids) or not self._parcels.keys().isdisjoint(ids):
            raise StoreError([Problem(what="message whose id is already used", place=Place("message id"))])
        previous = kept[-1].digest if kept else ""
        entries = chained(batch, records, previous)
        receipt = receipt_of(batch, entries, previous)
        self._at("append.after_insert")
        self._at("append.before_commit")
        if kept or entries:
            self._events.setdefault(batch.case, []).extend(entries)
            self._kinds.setdefault(batch.case, set()).update((entry.type, entry.schema) for entry in entries)
            self._rows[batch.case] = batch.row
        self._keys[batch.key] = Known(receipt=receipt, fingerprint=batch.fingerprint)
        self._post(batch.case, batch.messages)
        self._at("append.after_commit")
        return receipt

    def _readable(self, case: str) -> None:
        strange = self._kinds.get(case, set()) - self._registry.readers.keys()
        for entry in self._events[case] if strange else ():
            if (entry.type, entry.schema) in strange:
                raise unreadable(case, entry.seq, entry.type, entry.schema)

    def _post(self, case: str, messages: tuple[Message, ...]) -> None:
        for message in messages:
            parcel = Parcel(message=message, case=case, next_try=message.made)
            self._parcels[message.id] = _Waiting(parcel=parcel, free=message.made)

    def _open(self) -> None:
        if self._closed:
            raise StoreError([Problem(what="store that was closed", place=Place("store"))])

    def receipt(self, key: str) -> Receipt | None:
        """
        Give what a key stands for, or None if it was never used.

        Args:
            key: The idempotency key.
        """
        self._open()
        known = self._keys.get(key)
        return None if known is None else attrs.evolve(known.receipt, repeated=True)

    def read(self, case: str, after: int = 0) -> Iterator[Recorded]:
        """
        Give the events of a case in order.

        Args:
            case: Id of the case.
            after: Place after which to begin.
        """
        self._open()
        # A copy of the list: an append while somebody reads is not shown half.
        entries = self._events.get(case, [])[after:]
        start = Head(case=case, seq=after, digest=self._events[case][after - 1].digest if after and entries else "")
        return verified(case, start, map(_row, entries), self._registry)

    def head(self, case: str) -> Head | None:
        """
        Give the end of a case's record, or None if there is no such case.

        Args:
            case: Id of the case.
        """
        self._open()
        entries = self._events.get(case)
        return Head(case=case, seq=entries[-1].seq, digest=entries[-1].digest) if entries else None

    def row(self, case: str) -> CaseRow | None:
        """
        Give a case for lists, or None if there is no such case.

        Args:
            case: Id of the case.
        """
        self._open()
        return self._rows.get(case)

    def rows(
        self, *, status: str = "", person: str = "", due_before: dt.datetime | None = None, after: str = ""
    ) -> Iterator[CaseRow]:
        """
        Give cases for lists, by id.

        Args:
            status: Only those of this status; empty for all.
            person: Only those in which this person takes part; empty for all.
            due_before: Only those with something due before; then in order of due time. None for all.
            after: Id after which to begin; empty for the start.
        """
        self._open()
        found = [row for row in self._rows.values() if not status or row.status == status]
        found = [row for row in found if not person or person in {holder for _, holder in row.roles}]
        if due_before is None:
            return iter(sorted((row for row in found if row.id > after), key=lambda row: row.id))
        order = {row.id: (micros(row.due), row.id) for row in self._rows.values() if row.due is not None}
        first = order.get(after, (-(1 << 63), after))
        due = [row for row in found if row.id in order and order[row.id] > first]
        due = [row for row in due if order[row.id][0] < micros(due_before)]
        return iter(sorted(due, key=lambda row: order[row.id]))

    def put_model(self, model_hash: str, text: str) -> None:
        """
        Keep a model.

        Args:
            model_hash: Its content hash.
            text: The model as JSON.
        """
        self._open()
        self._models.setdefault(model_hash, text)

    def model(self, model_hash: str) -> str | None:
        """
        Give a kept model as JSON, or None.

        Args:
            model_hash: Its content hash.
        """
        self._open()
        return self._models.get(model_hash)

    def log_access(self, access: Access) -> None:
        """
        Write down that somebody reads.

        Args:
            access: Who, what, why.
        """
        self._open()
        check_access(access)
        self._at("access.before_commit")
        self._accesses.append(access)
        self._at("access.after_commit")

    def accesses(self, case: str = "") -> Iterator[Access]:
        """
        Give the access log in order.

        Args:
            case: Only of this case; empty for all.
        """
        self._open()
        return iter([access for access in self._accesses if not case or access.case == case])

    def snapshot(self, case: str) -> Snapshot | None:
        """
        Give the cached state of a case, or None.

        Args:
            case: Id of the case.
        """
        self._open()
        found = self._snapshots.get(case)
        entries = self._events.get(case, [])
        fits = found is not None and 0 < found.seq <= len(entries) and entries[found.seq - 1].digest == found.digest
        return found if fits else None

    def put_snapshot(self, snapshot: Snapshot) -> None:
        """
        Keep a cached state in place of an older one.

        Args:
            snapshot: The state.
        """
        self._open()
        self._snapshots[snapshot.case] = snapshot

    def claim(self, now: dt.datetime, lease: dt.timedelta, limit: int) -> tuple[Parcel, ...]:
        """
        Take messages that may be sent now, or that a clock that jumped put off beyond reason; nobody else gets them
        until the lease has passed.

        Args:
            now: The time; timezone-aware.
            lease: For how long.
            limit: How many at most, >= 1.
        """
        self._open()
        live = [item for item in self._parcels.values() if not item.parcel.dead]
        free = [item for item in live if item.free <= now] or [item for item in live if item.free > now + FARTHEST]
        free.sort(key=lambda item: (item.free, item.parcel.message.id))
        self._at("claim.before_commit")
        claimed = []
        for item in free[:limit]:
            message = attrs.evolve(item.parcel.message, attempt=item.claims + 1)
            parcel = attrs.evolve(item.parcel, message=message)
            self._parcels[message.id] = _Waiting(parcel=parcel, free=now + lease, claims=item.claims + 1)
            claimed.append(parcel)
        self._at("claim.after_commit")
        return tuple(claimed)

    def settle(self, message: str, *, sent: bool, next_try: dt.datetime | None = None, why: str = "") -> None:
        """
        Say what became of a claimed message.

        Args:
            message: Id of the message.
            sent: Whether it was sent.
            next_try: If not, when to try again; None gives it up (dead letter).
            why: Type of the failure, without its text; empty where it was only put off.
        """
        self._open()
        item = self._parcels.get(message)
        self._at("settle.before_commit")
        if item is not None and sent:
            del self._parcels[message]
        elif item is not None:
            parcel = item.parcel
            failed = {"failures": parcel.failures + 1, "why": why} if why or next_try is None else {}
            tried = attrs.evolve(parcel, dead=next_try is None, **failed)  # type: ignore[arg-type]
            free = next_try or parcel.next_try
            self._parcels[message] = attrs.evolve(item, parcel=attrs.evolve(tried, next_try=free), free=free)
        self._at("settle.after_commit")

    def outbox(self, *, dead: bool = False) -> Iterator[Parcel]:
        """
        Give the messages that wait, or those given up.

        Args:
            dead: Whether those given up are wanted.
        """
        self._open()
        found = [item.parcel for item in self._parcels.values() if item.parcel.dead is dead]
        return iter(sorted(found, key=lambda parcel: parcel.message.id))

    def heads(self) -> Iterator[Head]:
        """Give the ends of all cases' records, by id."""
        self._open()
        found = (self.head(case) for case in sorted(self._events))
        return iter([head for head in found if head is not None])

    def verify(self, case: str = "", after: str = "", *, heads: Iterable[Head] = ()) -> Iterator[Fault]:
        """
        Look for anything that is not as it was written.

        Args:
            case: Only this case; empty for all.
            after: Id of the case after which to go on, where an earlier look was stopped.
            heads: Ends of records as kept elsewhere.
        """
        self._open()
        for id in [case] if case else sorted(id for id in self._events if id > after):
            fault = case_fault(id, self.head(id), map(_row, self._events.get(id, [])), self._registry)
            if fault is not None:
                yield fault
        for kept in heads:
            entries = self._events.get(kept.case, [])
            fault = head_fault(kept, entries[kept.seq - 1].digest if kept.seq <= len(entries) else None)
            if fault is not None and case in {"", kept.case}:
                yield fault

    def backup(self, target: str) -> None:  # noqa: ARG002 - a store has this method
        """
        Refuse: a copy of what does not outlive the process would promise too much.

        Args:
            target: Path of the copy.

        Raises:
            StoreError: Always.
        """
        problem = Problem(what="a store in memory has no backup", place=Place("store"), hint="use sqlite:///cases.db")
        raise StoreError([problem])

    def close(self) -> None:
        """Let go of the store; asking again does nothing."""
        self._closed = True


def _nowhere(name: str) -> None:
    """Do nothing at a fault point."""


def _row(entry: Entry) -> tuple[int, str, int, bytes, str]:
    return entry.seq, entry.type, entry.schema, entry.payload, entry.digest
