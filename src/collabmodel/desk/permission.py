"""May somebody see this? Decided by the one policy function, and written down before anything is shown."""

from __future__ import annotations

import datetime as dt

from collabmodel.case import Visibility
from collabmodel.desk.live import Live
from collabmodel.desk.office import Office
from collabmodel.desk.readers import Reader
from collabmodel.model import Text
from collabmodel.plugin import Access

_NO_CASE = Text.of(
    {
        "fi": "Tapausta ei ole, tai et osallistu siihen.",
        "sv": "Det finns inget sådant ärende, eller du deltar inte i det.",
        "en": "There is no such case, or you take no part in it.",
    }
)


def permitted(office: Office, id: str, live: Live | None, reader: Reader, what: str) -> Visibility:
    """
    Decide whether a reader may see something of a case, and write that down.

    Args:
        office: What the desk works with.
        id: Id of the case.
        live: The case, or None if there is none: then nobody but the system learns so.
        reader: Who reads.
        what: What is read.

    Raises:
        StoreError: The access log cannot be written, so nothing may be shown.
    """
    now = office.now()
    found = _decided(live, reader, now)
    write_access(office, id, reader, what, allowed=found.allowed, at=now, override=found.ground == "override")
    return found


def write_access(
    office: Office, id: str, reader: Reader, what: str, *, allowed: bool, at: dt.datetime, override: bool = False
) -> None:
    """
    Write down that somebody reads.

    Args:
        office: What the desk works with.
        id: Id of the case, or empty for a list.
        reader: Who reads.
        what: What is read.
        allowed: Whether it will be shown.
        at: When; timezone-aware.
        override: Whether the glass is broken.

    Raises:
        StoreError: The access log cannot be written, so nothing may be shown.
    """
    actor = reader.actor
    access = Access(
        at=at,
        case=id,
        person=actor.person,
        role=actor.role,
        organisation=actor.organisation,
        what=what,
        purpose=reader.purpose,
        reason=reader.break_glass,
        override=override,
        allowed=allowed,
    )
    office.store.log_access(access)


def _decided(live: Live | None, reader: Reader, now: dt.datetime) -> Visibility:
    if reader.system:
        return Visibility(allowed=True, ground="system")
    if live is None:
        return Visibility(allowed=False, ground="no participant", text=_NO_CASE)
    actor = reader.actor
    for one in live.case.participants:
        if one.left is None and (one.role, one.person) == (actor.role, actor.person) and actor.person:
            return Visibility(allowed=True, ground="role", by=one.role, events=(one.event,))
    return Visibility(allowed=False, ground="no participant", text=_NO_CASE)
