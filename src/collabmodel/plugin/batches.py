"""What every store does with a batch before it keeps it: check, encode, judge, chain."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from collabmodel.errors import ConflictError, KeyReusedError, Place, Problem, StoreError
from collabmodel.plugin.kept import Access, Batch, CaseRow, Receipt
from collabmodel.plugin.records import digest, encode
from collabmodel.plugin.refusals import (
    LONGEST_ID,
    LONGEST_KEY,
    LONGEST_RECORD,
    LONGEST_SEALED,
    check_text,
    is_unholdable,
)

NO_CASE_HASH = ""
"""Digest before the first event of a case."""


@attrs.frozen(kw_only=True)
class Entry:
    """
    One record on its way into a store.

    Args:
        seq: Place in the case's record.
        type: Type name.
        schema: Version.
        payload: The record.
        digest: Digest that chains it to the one before.
    """

    seq: int
    type: str
    schema: int
    payload: bytes = attrs.field(repr=False)
    digest: str


@attrs.frozen(kw_only=True)
class Known:
    """
    What a used idempotency key stands for.

    Args:
        receipt: What the first call was told.
        fingerprint: Digest of its command.
    """

    receipt: Receipt
    fingerprint: str


def encoded(batch: Batch) -> tuple[tuple[str, int, bytes], ...]:
    """
    Check a batch and encode its events.

    Args:
        batch: The batch.

    Raises:
        StoreError: Something in it cannot be stored; everything that is wrong.
    """
    problems = [] if _looks_right(batch) else [*_text_problems(batch), *_order_problems(batch)]
    found = []
    for event in batch.events:
        try:
            found.append(encode(event, _longest(batch)))
        except StoreError as error:
            problems += error.problems
    if problems:
        raise StoreError(problems)
    return tuple(found)


def _longest(batch: Batch) -> int:
    return LONGEST_SEALED if batch.sealed else LONGEST_RECORD


def _looks_right(batch: Batch) -> bool:
    """Look at everything at once: nearly every batch is right, and telling what is wrong takes longer."""
    row = batch.row
    names = [batch.case, batch.fingerprint, row.model, row.model_hash, row.status, row.ending]
    for pair in (*row.roles, *row.links):
        names += pair
    for message in batch.messages:
        when = message.appointment
        names += (message.id, message.to, message.about, message.link, "" if when is None else when.uid)
    times = [row.opened, row.due, *[message.made for message in batch.messages]]
    return (
        0 < len(batch.key) <= LONGEST_KEY
        and max(map(len, names)) <= LONGEST_ID
        and batch.case == row.id != ""
        and not is_unholdable("".join((*names, batch.key, batch.answer)))
        and len(batch.answer) <= _longest(batch)
        and all(when is None or when.utcoffset() is not None for when in times)
        and all(e.case == batch.case and e.seq == n for n, e in enumerate(batch.events, batch.expected + 1))
    )


def _text_problems(batch: Batch) -> Iterator[Problem]:
    if not batch.key:
        yield Problem(what="no idempotency key", place=Place("key"))
    if not batch.case:
        yield Problem(what="no id of a case", place=Place("case"))
    yield from check_text("key", batch.key, LONGEST_KEY)
    yield from check_text("case", batch.case, LONGEST_ID)
    yield from check_text("fingerprint", batch.fingerprint, LONGEST_ID)
    yield from check_text("answer", batch.answer, _longest(batch))
    yield from _row_problems(batch.row)
    for message in batch.messages:
        if message.made.utcoffset() is None:
            yield Problem(what="time without zone", place=Place("message made"))
        for name in ("id", "to", "about", "link"):
            yield from check_text(f"message {name}", getattr(message, name), LONGEST_ID)


def _row_problems(row: CaseRow) -> Iterator[Problem]:
    for name in ("model", "model_hash", "status", "ending"):
        yield from check_text(f"row {name}", getattr(row, name), LONGEST_ID)
    for name, pairs in (("roles", row.roles), ("links", row.links)):
        for pair in pairs:
            for text in pair:
                yield from check_text(f"row {name}", text, LONGEST_ID)
    for name, when in (("opened", row.opened), ("due", row.due)):
        if when is not None and when.utcoffset() is None:
            yield Problem(what="time without zone", place=Place(f"row {name}"))


def _order_problems(batch: Batch) -> Iterator[Problem]:
    if batch.row.id != batch.case:
        yield Problem(what="row of another case", place=Place("row id"))
    for seq, event in enumerate(batch.events, batch.expected + 1):
        if event.case != batch.case or event.seq != seq:
            hint = f"place {seq} of the batch's case"
            yield Problem(what="event of another case or place", place=Place(f"event {event.seq}"), hint=hint)


def check_access(access: Access) -> None:
    """
    Check an entry of the access log.

    Args:
        access: The entry.

    Raises:
        StoreError: Something in it cannot be stored; everything that is wrong.
    """
    problems: list[Problem] = []
    for name in ("case", "person", "role", "organisation", "what", "purpose", "reason"):
        longest = LONGEST_RECORD if name == "reason" else LONGEST_ID
        problems += check_text(f"access {name}", getattr(access, name), longest)
    if access.at.utcoffset() is None:
        problems.append(Problem(what="time without zone", place=Place("access at")))
    if problems:
        raise StoreError(problems)


def judged(batch: Batch, known: Known | None, last: int) -> Receipt | None:
    """
    Say whether a batch may be added: None if so, the first answer if it was done before.

    Args:
        batch: The batch.
        known: What its key stands for, or None.
        last: Place of the last event of the case, 0 if there is none.

    Raises:
        KeyReusedError: The key stands for another command.
        ConflictError: The case has gone on.
    """
    if known is not None:
        if known.fingerprint != batch.fingerprint or known.receipt.case != batch.case:
            what = "idempotency key that already stands for another command"
            raise KeyReusedError([Problem(what=what, place=Place("key"), hint="use a new key for a new command")])
        return attrs.evolve(known.receipt, repeated=True)
    if last != batch.expected:
        what = f"the case has {last} events, not {batch.expected}"
        problem = Problem(what=what, place=Place(f"case {batch.case}"), hint="read it again and decide anew")
        raise ConflictError([problem], expected=batch.expected, found=last)
    return None


def chained(batch: Batch, records: tuple[tuple[str, int, bytes], ...], previous: str) -> list[Entry]:
    """
    Chain encoded events to the end of their case.

    Args:
        batch: The batch.
        records: Its events, encoded.
        previous: Digest of the last event of the case, or empty.
    """
    found = []
    for seq, (type, schema, payload) in enumerate(records, batch.expected + 1):
        previous = digest(previous, batch.case, seq, type, schema, payload)
        found.append(Entry(seq=seq, type=type, schema=schema, payload=payload, digest=previous))
    return found


def receipt_of(batch: Batch, entries: list[Entry], previous: str) -> Receipt:
    """
    Give the receipt of a batch.

    Args:
        batch: The batch.
        entries: Its events, chained.
        previous: Digest of the last event of the case before it, or empty.
    """
    return Receipt(
        case=batch.case,
        first=batch.expected + 1,
        last=batch.expected + len(entries),
        digest=entries[-1].digest if entries else previous,
        answer=batch.answer,
    )
