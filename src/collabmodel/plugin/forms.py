"""Rows, messages and access-log entries as JSON text, and back."""

from __future__ import annotations

import datetime as dt
import json
from types import NoneType
from typing import TypeVar, cast

import attrs

from collabmodel.errors import DamagedError
from collabmodel.plugin.kept import Access, CaseRow
from collabmodel.plugin.notifiers import Appointment, Message
from collabmodel.plugin.records import canonical

_DAMAGED = "a stored row that means nothing"
_MISREAD = (TypeError, ValueError, LookupError, AttributeError, RecursionError)

_Record = TypeVar("_Record", CaseRow, Message, Access, Appointment)
_KINDS: dict[str, tuple[type, ...]] = {
    "str": (str,),
    "int": (int,),
    "bool": (bool,),
    "dt.datetime": (dt.datetime,),
    "dt.datetime | None": (dt.datetime, NoneType),
    "tuple[tuple[str, str], ...]": (tuple,),
    "Appointment | None": (Appointment, NoneType),
}


def _pairs(found: object) -> tuple[tuple[str, str], ...]:
    return tuple((str(first), str(second)) for first, second in cast("list[tuple[str, str]]", found))


def _time(text: object) -> dt.datetime | None:
    when = None if text is None else dt.datetime.fromisoformat(cast("str", text))
    if when is not None and when.tzinfo is None:
        raise ValueError(_DAMAGED)
    return when


def _sound(record: _Record) -> _Record:
    """Give a record all of whose parts are of their kinds, as the annotations of its class name them."""
    for field in attrs.fields(type(record)):
        if not isinstance(getattr(record, field.name), _KINDS[str(field.type)]):
            raise TypeError(_DAMAGED)
    return record


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
        return _sound(CaseRow(**found))
    except _MISREAD:
        raise DamagedError(_DAMAGED) from None


def message_text(message: Message) -> str:
    """
    Write a message, without its attempt.

    Args:
        message: The message.
    """
    record = attrs.asdict(message, recurse=False) | {"made": message.made.isoformat()}
    del record["attempt"], record["appointment"]
    when = message.appointment
    if when is not None:
        record["appointment"] = attrs.asdict(when) | {"starts": _iso(when.starts), "ends": _iso(when.ends)}
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
        found |= {"made": _time(found["made"]), "attempt": attempt}
        # Messages that an earlier release stored have none.
        return _sound(Message(**(found | {"appointment": _appointment(found.get("appointment"))})))
    except _MISREAD:
        raise DamagedError(_DAMAGED) from None


def _appointment(found: dict[str, object] | None) -> Appointment | None:
    if found is None:
        return None
    starts, ends = (_time(cast("str | None", found.pop(name))) for name in ("starts", "ends"))
    return _sound(Appointment(**cast("dict[str, str]", found), starts=cast("dt.datetime", starts), ends=ends))  # type: ignore[arg-type]


def access_text(access: Access) -> str:
    """
    Write an entry of the access log.

    Args:
        access: The entry.
    """
    return canonical(attrs.asdict(access) | {"at": access.at.isoformat()})


def access_of(record: bytes) -> Access:
    """
    Read an entry of the access log.

    Args:
        record: What ``access_text`` wrote, in UTF-8.

    Raises:
        DamagedError: The record means nothing.
    """
    try:
        found = json.loads(record.decode())
        return _sound(Access(**(found | {"at": _time(found["at"])})))
    except _MISREAD:
        raise DamagedError(_DAMAGED) from None
