"""Rows for lists, messages and entries of the access log, sealed: what an inner store needs of each stays clear."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import attrs

from collabmodel.errors import ErasedError, Place, Problem, StoreError
from collabmodel.plugin import Access, CaseRow, Message
from collabmodel.plugin.storing import LONGEST_ID, access_of, access_text, row_of, row_text
from collabmodel_crypto.events import EPOCH, SEALED
from collabmodel_crypto.holders import Holder
from collabmodel_crypto.people import ERASED, Hiding, Showing
from collabmodel_crypto.sealing import framed, opened_text, sealed_text, unframed, unsound

MOST_REASON = 500_000
"""Most bytes of the reason in an entry of the access log."""
_PARTS = 3
"""Texts of a message among which what is sealed of it is shared out."""


def sealed_row(row: CaseRow, case: Holder, hiding: Hiding, handles: dict[str, str]) -> CaseRow:
    """
    Seal a case row: clear stay id, status, due time, and random names of persons.

    Args:
        row: The row.
        case: The case.
        hiding: Puts handles in the place of persons.
        handles: Handles by id of person.
    """
    text = sealed_text(case, row_text(hiding.row(row)).encode(), "row", row.id)
    people = sorted({handles[person] for _, person in row.roles if person in handles})
    return CaseRow(
        id=row.id,
        model=SEALED,
        model_hash="",
        status=row.status,
        due=None if row.due is None else row.due.astimezone(dt.UTC),
        roles=tuple(("", handle) for handle in people),
        links=tuple(
            (f"{number:06}", text[at : at + LONGEST_ID]) for number, at in enumerate(range(0, len(text), LONGEST_ID))
        ),
    )


def opened_row(found: CaseRow, case: Holder, person: Callable[[str], str]) -> CaseRow:
    """
    Open a case row.

    Args:
        found: The row as the inner store gives it.
        case: The case.
        person: Gives the id of a person by handle.

    Raises:
        DamagedError: It was sealed for another case or with another key, or was changed.
        KeyUnavailableError: A key is missing.
    """
    where = f"case {found.id}, row"
    plain = opened_text(case, "".join(text for _, text in found.links), where, "row", found.id)
    row = row_of(plain.decode())
    if (found.id, found.status, found.due) != (row.id, row.status, row.due):
        raise unsound(where)
    return Showing(person).row(row)


def bare_row(found: CaseRow, status: str = "") -> CaseRow:
    """
    Give what is clear of a case row.

    Args:
        found: The row as the inner store gives it.
        status: Another status; empty for its own.
    """
    return CaseRow(id=found.id, model=SEALED, model_hash="", status=status or found.status, due=found.due)


def sealed_message(message: Message, case: Holder, hiding: Hiding) -> Message:
    """
    Seal a message: clear stay its id and when it was made.

    Args:
        message: The message.
        case: The case.
        hiding: Puts handles in the place of persons.

    Raises:
        StoreError: It is too long.
    """
    plain = framed([part.encode() for part in (hiding.text(message.to), message.about, message.link)])
    text = sealed_text(case, plain, "message", case.identity, message.id)
    if len(text) > _PARTS * LONGEST_ID:
        hint = "receiver, subject and link together at most 2000 bytes"
        raise StoreError([Problem(what="message that is too long to be sealed", place=Place("message"), hint=hint)])
    to, about, link = (text[at * LONGEST_ID : (at + 1) * LONGEST_ID] for at in range(_PARTS))
    return attrs.evolve(message, to=to, about=about, link=link)


def opened_message(message: Message, case: Holder, person: Callable[[str], str]) -> Message:
    """
    Open a message.

    Args:
        message: The message as the inner store gives it.
        case: The case.
        person: Gives the id of a person by handle.

    Raises:
        DamagedError: It was sealed for another case or with another key, or was changed.
        ErasedError: Its receiver was erased.
        KeyUnavailableError: A key is missing.
    """
    where = f"case {case.identity}, message"
    text = message.to + message.about + message.link
    plain = opened_text(case, text, where, "message", case.identity, message.id)
    to, about, link = (part.decode() for part in unframed(plain, where))
    return attrs.evolve(message, to=Showing(person).text(to), about=about, link=link)


def erased_message(message: Message) -> Message:
    """
    Give what is left of a message that nobody can read any more.

    Args:
        message: The message as the inner store gives it.
    """
    return attrs.evolve(message, to=ERASED, about=ERASED, link=ERASED)


def sealed_access(access: Access, log: Holder, case: Holder | None, reader: str) -> Access:
    """
    Seal an entry of the access log: clear stays the id of the case. The reason goes with the case, the rest does not.

    Args:
        access: The entry, checked.
        log: What has the key of the log.
        case: The case; None where none is named, or it has no keys.
        reader: The reader's random name; empty for nobody.

    Raises:
        StoreError: The reason is too long.
    """
    reason = access.reason.encode()
    if len(reason) > MOST_REASON:
        hint = f"at most {MOST_REASON}"
        raise StoreError([Problem(what=f"reason of {len(reason)} bytes", place=Place("access reason"), hint=hint)])
    hidden = access_text(attrs.evolve(access, person=reader, reason="")).encode()
    mine = sealed_text(case, reason, "reason", access.case).encode() if case is not None and reason else b""
    theirs = b"" if mine else reason
    handle = case.handle.encode() if mine and case is not None else b""
    text = sealed_text(log, framed([hidden, handle, mine, theirs]), "access", access.case)
    return Access(at=EPOCH, case=access.case, person="", role=SEALED, what=SEALED, reason=text)


def opened_access(found: Access, log: Holder, held: Callable[[str], Holder], person: Callable[[str], str]) -> Access:
    """
    Open an entry of the access log; of what was erased it says so.

    Args:
        found: The entry as the inner store gives it.
        log: What has the key of the log.
        held: Gives a case by handle.
        person: Gives the id of a person by handle, or what stands for one who was erased.

    Raises:
        DamagedError: It was sealed for another case or with another key, or was changed.
        KeyUnavailableError: A key is missing.
    """
    where = "access log"
    if found.role != SEALED or found.what != SEALED:
        raise unsound(where)
    hidden, handle, mine, theirs = unframed(opened_text(log, found.reason, where, "access", found.case), where)
    entry = access_of(hidden)
    reason = theirs.decode()
    if handle:
        try:
            reason = opened_text(held(handle.decode()), mine.decode(), where, "reason", found.case).decode()
        except ErasedError:
            reason = ERASED
    return attrs.evolve(entry, person=person(entry.person) if entry.person else "", reason=reason)
