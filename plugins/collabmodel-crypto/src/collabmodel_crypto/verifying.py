"""Looking whether everything that is sealed opens, besides what the inner store finds in its chains."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from collabmodel.errors import DamagedError, ErasedError, KeyUnavailableError
from collabmodel.plugin import Access, Fault, Head, Parcel, Recorded, Store
from collabmodel_crypto.holders import KeyStore, Kind
from collabmodel_crypto.key_file import INDEX
from collabmodel_crypto.rows import opened_row


class Wrapped(Protocol):
    """What is looked through."""

    @property
    def inner(self) -> Store:
        """The inner store."""

    @property
    def keys(self) -> KeyStore:
        """Where the keys are."""

    def read(self, case: str, after: int = 0) -> Iterator[Recorded]:
        """
        Give the events of a case.

        Args:
            case: Id of the case.
            after: Place after which to begin.
        """

    def accesses(self, case: str = "") -> Iterator[Access]:
        """
        Give the access log.

        Args:
            case: Only of this case.
        """

    def outbox(self, *, dead: bool = False) -> Iterator[Parcel]:
        """
        Give the messages.

        Args:
            dead: Whether those given up are wanted.
        """


def verified(store: Wrapped, case: str, after: str, heads: Iterable[Head]) -> Iterator[Fault]:
    """
    Give every fault: first those of the inner store, then what does not open.

    Args:
        store: The wrapper.
        case: Only this case; empty for all.
        after: Id of the case after which to go on.
        heads: Ends of records as kept elsewhere.
    """
    broken = set()
    for fault in store.inner.verify(case, after, heads=heads):
        broken.add(fault.case)
        yield fault
    try:
        store.keys.refresh()
        store.keys.find(Kind.STORE, INDEX)
    except KeyUnavailableError as error:
        yield Fault(case="", what=f"what is sealed was not opened: {error.problems[0].what}")
        return
    for head in [store.inner.head(case)] if case else store.inner.heads():
        if head is not None and head.case > after and head.case not in broken:
            yield from _case_faults(store, head.case)
    if not case:
        yield from _guarded("the access log", store.accesses())
        for dead in (False, True):
            yield from _guarded("a message of the outbox", store.outbox(dead=dead))


def _case_faults(store: Wrapped, case: str) -> Iterator[Fault]:
    seq = 0
    try:
        for record in store.read(case):
            seq = record.seq
            if record.event is not None and (record.event.case, record.event.seq) != (case, seq):
                yield Fault(case=case, seq=seq, what="the event names another case or place")
    except ErasedError:
        return
    except (DamagedError, KeyUnavailableError) as error:
        yield Fault(case=case, seq=seq + 1, what=error.problems[0].what)
        if isinstance(error, KeyUnavailableError):
            return
    try:
        row = store.inner.row(case)
        if row is not None:
            opened_row(row, store.keys.need([(Kind.CASE, case)])[0], str)
    except ErasedError:
        return
    except (DamagedError, KeyUnavailableError) as error:
        yield Fault(case=case, what=f"the row for lists: {error.problems[0].what}")


def _guarded(what: str, found: Iterator[object]) -> Iterator[Fault]:
    try:
        for _ in found:
            pass
    except (DamagedError, KeyUnavailableError) as error:
        yield Fault(case="", what=f"{what}: {error.problems[0].what}")
