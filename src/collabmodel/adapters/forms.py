"""Rows, messages and access-log entries as JSON text, and back."""

from __future__ import annotations

import datetime as dt
import json
from typing import cast

import attrs

from collabmodel.errors import DamagedError
from collabmodel.plugin import Access, CaseRow, Message
from collabmodel.plugin.records import canonical

_DAMAGED = "a stored row that means nothing"
_MISREAD = (TypeError, ValueError, LookupError, AttributeError)


def _pairs(found: object) -> tuple[tuple[str, str], ...]:
    return tuple((str(first), str(second)) for first, second in cast("list[tuple[str, str]]", found))


def _time(text: object) -> dt.datetime | None:
    return None if text is None else dt.datetime.fromisoformat(cast("str", text))


def _iso(when: dt.datetime | None) -> str | None:
    return None if when is None else when.isoformat()


def row_text(row: CaseRow) -> str:
    """
    Write a case row.

    Args:
        row: The row.

    >>> row_of(row_text(CaseRow(id="c1", model="m", model_hash="h"))) == CaseRow(id="c1", model="m", model_hash="h")
    True
    """
    return canonical(
        {
            "id": row.id,
            "model": row.model,
            "model_hash": row.model_hash,
            "status": row.status,
            "ending": row.ending,
            "opened": _iso(row.opened),
            "due": _iso(row.due),
            "roles": row.roles,
            "links": row.links,
        }
    )


def row_of(text: str) -> CaseRow:
    """
    Read a case row.

    Args:
        text: What ``row_text`` wrote.

    Raises:
        DamagedError: The text means nothing.
    """
    try:
        found = json.loads(text)
        found |= {"opened": _time(found["opened"]), "due": _time(found["due"])}
        found |= {"roles": _pairs(found["roles"]), "links": _pairs(found["links"])}
        return CaseRow(**found)
    except _MISREAD:
        raise DamagedError(_DAMAGED) from None


def message_text(message: Message) -> str:
    """
    Write a message, without its attempt.

    Args:
        message: The message.
    """
    record = attrs.asdict(message) | {"made": message.made.isoformat()}
    del record["attempt"]
    return canonical(record)


def message_of(text: str, attempt: int) -> Message:
    """
    Read a message.

    Args:
        text: What ``message_text`` wrote.
        attempt: Which attempt this is, from 1.

    Raises:
        DamagedError: The text means nothing.
    """
    try:
        found = json.loads(text)
        return Message(**(found | {"made": _time(found["made"]), "attempt": attempt}))
    except _MISREAD:
        raise DamagedError(_DAMAGED) from None


def access_text(access: Access) -> str:
    """
    Write an entry of the access log.

    Args:
        access: The entry.
    """
    return canonical(attrs.asdict(access) | {"at": access.at.isoformat()})


def access_of(text: str) -> Access:
    """
    Read an entry of the access log.

    Args:
        text: What ``access_text`` wrote.

    Raises:
        DamagedError: The text means nothing.
    """
    try:
        found = json.loads(text)
        return Access(**(found | {"at": _time(found["at"])}))
    except _MISREAD:
        raise DamagedError(_DAMAGED) from None
