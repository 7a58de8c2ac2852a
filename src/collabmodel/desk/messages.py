"""Messages for the outbox, with links that say nothing to anybody but the desk."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections.abc import Iterable

import attrs

from collabmodel.desk.office import Office
from collabmodel.desk.telling import News
from collabmodel.plugin import Appointment, Batch, CaseRow, Message, Receipt

OWN = "desk:"
"""What idempotency keys of the desk's own begin with; callers' keys must not."""

_LINK = "link"


def messages_of(office: Office, row: CaseRow, seq: int, news: Iterable[News], now: dt.datetime) -> tuple[Message, ...]:
    """
    Give the messages that tell news of a case.

    Args:
        office: What the desk works with.
        row: The case for lists, for one that is not in the store yet.
        seq: Place of its last event in the store.
        news: To whom, and what about.
        now: The time; timezone-aware.

    Raises:
        ConflictError: The case has gone on meanwhile.
        StoreError: The store cannot keep the link.
    """
    wanted = tuple(news)
    if not wanted:
        return ()
    link = office.base_link + token_of(office, row, seq)
    secret = _secret_of(office, row, seq) if any(news.appointment for news in wanted) else ""
    return tuple(
        Message(
            id=office.new_id(),
            to=news.to,
            about=news.about,
            link=link,
            made=now,
            appointment=_opaque(news.appointment, secret),
        )
        for news in wanted
    )


def _opaque(appointment: Appointment | None, secret: str) -> Appointment | None:
    """Give an appointment whose id tells nobody which activity of which case it is of."""
    if appointment is None:
        return None
    digest = hmac.new(secret.encode(), appointment.uid.encode("utf-8", "surrogatepass"), hashlib.sha256)
    return attrs.evolve(appointment, uid=digest.hexdigest()[:32])


def _secret_of(office: Office, row: CaseRow, seq: int) -> str:
    """Give what a case's appointments are made opaque with: random, made when first needed, and never told."""
    name = f"{OWN}uid:{hashlib.sha256(row.id.encode('utf-8', 'surrogatepass')).hexdigest()}"
    known = office.store.receipt(name)
    if known is None:
        kept = office.store.row(row.id) or row
        known = _keep(office, kept, seq, key=name, answer=office.new_id())
    return known.answer


def token_of(office: Office, row: CaseRow, seq: int) -> str:
    """
    Give the token by which links name a case: random, made when it is first needed, the same ever after.

    Args:
        office: What the desk works with.
        row: The case for lists, for one that is not in the store yet.
        seq: Place of its last event in the store.

    Raises:
        ConflictError: The case has gone on meanwhile.
        StoreError: The store cannot keep it.
    """
    name = f"{OWN}of:{hashlib.sha256(row.id.encode('utf-8', 'surrogatepass')).hexdigest()}"
    known = office.store.receipt(name)
    if known is None:
        row = office.store.row(row.id) or row
        token = office.new_id()
        # First what leads from token to case: whatever ends this between the two, no link leads nowhere.
        _keep(office, row, seq, key=OWN + token, answer="")
        office.at("link.between")
        known = _keep(office, row, seq, key=name, answer=token)
    return known.answer


def case_of(office: Office, token: str) -> str:
    """
    Give the id of the case that a token names, or empty.

    Args:
        office: What the desk works with.
        token: The token: a link without what all links begin with.

    Raises:
        StoreError: The store cannot be read.
    """
    found = office.store.receipt(OWN + token)
    return "" if found is None or found.answer else found.case


def _keep(office: Office, row: CaseRow, seq: int, *, key: str, answer: str) -> Receipt:
    batch = Batch(case=row.id, expected=seq, events=(), key=key, fingerprint=_LINK, answer=answer, row=row)
    return office.store.append(batch)
