"""Records read back: each is what was written only if its digest follows from the one before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from collabmodel.errors import DamagedError, Place, Problem
from collabmodel.plugin.kept import Fault, Head, Recorded
from collabmodel.plugin.records import Registry, decode, digest

Row: TypeAlias = "tuple[int, str, int, bytes, str]"
"""A stored record: place, type, version, payload, digest."""

_KINDS = [int, str, int, bytes, str]
"""What the parts of a row are; a flipped bit can make a text of a number, and no strict table sees it."""

CUT = "the record ends before the end that is kept of it"


def link_fault(case: str, seq: int, previous: str, row: Row) -> str:
    """
    Say why a stored record does not follow the one before, or nothing.

    Args:
        case: Id of the case.
        seq: Place that must come next.
        previous: Digest of the record before, or empty.
        row: The stored record.
    """
    found, type, schema, payload, kept = row
    if [each.__class__ for each in row] != _KINDS:
        return "the event is not what was written: a column holds something of another kind"
    if found != seq:
        return f"event {seq} is missing: the next one is {found}"
    if digest(previous, case, found, type, schema, payload) != kept:
        return "the event or its place in the chain is not what was written"
    return ""


def sound_head(case: str, seq: object, digest: object) -> Head:
    """
    Give the end that is kept of a record.

    Args:
        case: Id of the case.
        seq: Place of the last event, as it is stored.
        digest: Its digest, as it is stored.

    Raises:
        DamagedError: It means nothing.
    """
    if not isinstance(seq, int) or not isinstance(digest, str):
        raise damaged(Fault(case=case, what="the end kept of the record means nothing"))
    return Head(case=case, seq=seq, digest=digest)


def damaged(fault: Fault) -> DamagedError:
    """
    Give the error for a fault.

    Args:
        fault: What is wrong.
    """
    where = f"case {fault.case}" + (f", event {fault.seq}" if fault.seq else "") if fault.case else "store"
    return DamagedError([Problem(what=fault.what, place=Place(where), hint="see what verify says")])


def verified(
    case: str, head: Head, rows: Iterable[Row], registry: Registry, end: Head | None = None
) -> Iterator[Recorded]:
    """
    Give the records of a case from a place on, each checked against its chain.

    Args:
        case: Id of the case.
        head: The record before the first, with its digest; place 0 and no digest at the start.
        rows: The stored records, in order.
        registry: What can be decoded.
        end: The end that was kept of the record before it was read, or None; an append since can only lead beyond it.

    Raises:
        DamagedError: A record is not what was written, or the last ones are gone; those before have been given.
    """
    seq, previous = head.seq, head.digest
    for row in rows:
        seq += 1
        found, type, schema, payload, kept = row
        # The same test as in link_fault, without a call: this is the rebuild of every case.
        try:
            fits = found == seq and digest(previous, case, seq, type, schema, payload) == kept
        except (TypeError, ValueError):
            fits = False
        if not fits:
            raise damaged(Fault(case=case, seq=seq, what=link_fault(case, seq, previous, row)))
        previous = kept
        event = decode(type, schema, payload, registry)
        yield Recorded(case=case, seq=seq, type=type, schema=schema, payload=payload, digest=kept, event=event)
    if end is not None and seq < end.seq:
        raise damaged(Fault(case=case, seq=seq + 1, what=CUT))


def case_fault(case: str, head: Head | None, rows: Iterable[Row], registry: Registry) -> Fault | None:
    """
    Look for the first fault of one case, or give None.

    Args:
        case: Id of the case.
        head: The end that the store keeps of it, or None if it keeps none.
        rows: All its stored records, in order.
        registry: What can be decoded.
    """
    seq, previous = 0, ""
    for row in rows:
        seq += 1
        what = link_fault(case, seq, previous, row)
        if not what:
            try:
                event = decode(row[1], row[2], row[3], registry)
                if event is not None and (event.case, event.seq) != (case, seq):
                    what = "the event names another case or place"
            except DamagedError as error:
                what = error.problems[0].what
        if what:
            return Fault(case=case, seq=seq, what=what)
        previous = row[4]
    if head is None:
        return Fault(case=case, what="events without a case") if seq else None
    if head.seq > seq:
        return Fault(case=case, seq=seq + 1, what=CUT)
    if (head.seq, head.digest) != (seq, previous):
        return Fault(case=case, seq=head.seq, what="the end kept of the record is not its end")
    return None


def head_fault(head: Head, found: str | None) -> Fault | None:
    """
    Compare an end kept elsewhere with the store, or give None if it is still there.

    Args:
        head: The end as kept elsewhere.
        found: Digest that the store has at that place, or None if it has nothing there.
    """
    if found == head.digest:
        return None
    what = CUT if found is None else "the record differs from the end that was kept elsewhere"
    return Fault(case=head.case, seq=head.seq, what=what)
