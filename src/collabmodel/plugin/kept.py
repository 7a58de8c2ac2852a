"""What a store keeps and gives back, as frozen values."""

from __future__ import annotations

import datetime as dt

import attrs

from collabmodel.history import Event
from collabmodel.model import Text
from collabmodel.plugin.notifiers import Message


@attrs.frozen(kw_only=True)
class CaseRow:
    """
    A case as lists show it: a projection that can be made anew from the events.

    Args:
        id: Id of the case.
        model: Id of its model.
        model_hash: Content hash of the model it is pinned to.
        status: ``"open"``, ``"closed"``, ``"none"`` for consultation outside any case, or ``"erased"`` for a case
            whose keys were destroyed: then nothing else is known of it.
        ending: Id of the ending of a closed case, or empty.
        opened: When it was opened, or None.
        due: When the next of its obligations is due, or None.
        roles: Pairs of role and opaque person of those who take part now, sorted. Not shown in ``repr``.
        links: Pairs of link id and id of the other case, sorted.
    """

    id: str
    model: str
    model_hash: str
    status: str = "open"
    ending: str = ""
    opened: dt.datetime | None = None
    due: dt.datetime | None = None
    roles: tuple[tuple[str, str], ...] = attrs.field(default=(), repr=False)
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
        sealed: Whether a wrapper has checked and sealed what is in it: then its records and its answer may be up to
            2 MiB long instead of 1 MiB, since sealing lets them grow.
    """

    case: str
    expected: int
    events: tuple[Event, ...]
    key: str
    fingerprint: str
    answer: str = ""
    row: CaseRow
    messages: tuple[Message, ...] = ()
    sealed: bool = False


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
        told: The same in words for people, in their languages; empty for ``why`` itself.
    """

    store: str
    durable: bool
    mode: str
    why: str
    told: Text = Text()
