"""What a store must be: an append-only record of cases that loses nothing it has acknowledged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Protocol

import attrs

from collabmodel.history import Event
from collabmodel.plugin.notifiers import Message
from collabmodel.plugin.records import unreadable


@attrs.frozen(kw_only=True)
class CaseRow:
    """
    A case as lists show it: a projection that can be made anew from the events.

    Args:
        id: Id of the case.
        model: Id of its model.
        model_hash: Content hash of the model it is pinned to.
        status: ``"open"``, ``"closed"``, or ``"none"`` for consultation outside any case.
        ending: Id of the ending of a closed case, or empty.
        opened: When it was opened, or None.
        due: When the next of its obligations is due, or None.
        roles: Pairs of role and opaque person of those who take part now, sorted.
        links: Pairs of link id and id of the other case, sorted.
    """

    id: str
    model: str
    model_hash: str
    status: str = "open"
    ending: str = ""
    opened: dt.datetime | None = None
    due: dt.datetime | None = None
    roles: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, str], ...] = ()


@attrs.frozen(kw_only=True)
class Batch:
    """
    What one command adds to one case, all or nothing.

    Args:
        case: Id of the case.
        expected: Place of the last event that the command was decided on, 0 for a new case.
        events: The events, with ``seq`` from ``expected + 1`` on; none where nothing happened.
        key: Idempotency key of the command, at most 200 characters.
        fingerprint: Digest of the command's content: the same key with another fingerprint is refused.
        answer: What the first call was told, given again to whoever repeats the key.
        row: The case for lists, as it is now.
        messages: Who is to be told.
    """

    case: str
    expected: int
    events: tuple[Event, ...]
    key: str
    fingerprint: str
    answer: str = ""
    row: CaseRow
    messages: tuple[Message, ...] = ()


@attrs.frozen(kw_only=True)
class Receipt:
    """
    That a command was done, durably.

    Args:
        case: Id of the case.
        first: Place of its first event, or ``last + 1`` where it made none.
        last: Place of the last event of the case after it.
        digest: Head of the case's chain after it, hexadecimal.
        answer: What the first call was told.
        repeated: Whether the key had been used before, so that nothing was done now.
    """

    case: str
    first: int
    last: int
    digest: str
    answer: str = ""
    repeated: bool = False


@attrs.frozen(kw_only=True)
class Recorded:
    """
    One event as stored.

    Args:
        case: Id of the case.
        seq: Place in the case's record, from 1.
        type: Type name of the record, from a closed list.
        schema: Version of the record.
        payload: The record, canonical JSON in UTF-8.
        digest: Digest that chains it to the one before, hexadecimal.
        event: The event, or None where a newer release wrote it: then nothing is guessed.
    """

    case: str
    seq: int
    type: str
    schema: int
    payload: bytes = attrs.field(repr=False)
    digest: str
    event: Event | None = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class Head:
    """
    The end of a case's record.

    Args:
        case: Id of the case.
        seq: Place of the last event.
        digest: Its digest, hexadecimal.
    """

    case: str
    seq: int
    digest: str


@attrs.frozen(kw_only=True)
class Snapshot:
    """
    A cached state of a case; never the truth, and thrown away where anything about it is doubtful.

    Args:
        case: Id of the case.
        seq: Place of the last event in it.
        digest: Digest of that event.
        code: What made it: release, format and content hash of the model.
        state: The state, in the engine's own encoding.
    """

    case: str
    seq: int
    digest: str
    code: str
    state: bytes = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class Access:
    """
    That somebody read something, written before it is shown.

    Args:
        at: When; timezone-aware.
        case: Id of the case, or empty for a list of cases.
        person: Opaque id of who reads. Not shown in ``repr``.
        role: Role in which.
        organisation: For which organisation, or empty.
        what: What is read: ``"case"``, ``"history"``, ``"list"``, ``"access log"``, ``"export"``, ...
        purpose: What for.
        reason: Why, in the reader's words; needed where ``override`` is set. Not shown in ``repr``.
        override: Whether the reader broke the glass: saw what the policy would have denied.
        allowed: Whether it was shown.
    """

    at: dt.datetime
    case: str
    person: str = attrs.field(repr=False)
    role: str
    organisation: str = ""
    what: str
    purpose: str = ""
    reason: str = attrs.field(default="", repr=False)
    override: bool = False
    allowed: bool = True


@attrs.frozen(kw_only=True)
class Parcel:
    """
    One message in the outbox.

    Args:
        message: What to tell whom.
        case: Id of the case it came from.
        next_try: When it may be tried next; timezone-aware.
        failures: How often it failed so far.
        dead: Whether it was given up.
        why: Type of the last failure, without its text.
    """

    message: Message
    case: str
    next_try: dt.datetime
    failures: int = 0
    dead: bool = False
    why: str = ""


@attrs.frozen(kw_only=True)
class Fault:
    """
    Something in a store that is not as it was written.

    Args:
        case: Id of the case, or empty where the store as a whole is concerned.
        seq: Place of the first event that is wrong, or 0.
        what: What is wrong, one sentence without a full stop.
    """

    case: str
    seq: int = 0
    what: str = ""


@attrs.frozen(kw_only=True)
class Durability:
    """
    What a store promises on this machine, and why.

    Args:
        store: Kind of store, such as ``"sqlite"``.
        durable: Whether an acknowledged command survives a power cut.
        mode: How it is configured, such as ``"journal_mode=DELETE synchronous=EXTRA"``.
        why: Why so.
    """

    store: str
    durable: bool
    mode: str
    why: str


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
            why: Type of the failure, without its text.
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
