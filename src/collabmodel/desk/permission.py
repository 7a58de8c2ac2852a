"""May somebody see this? Decided by the one policy function, and written down before anything is shown."""

from __future__ import annotations

import datetime as dt

from collabmodel.case import Visibility
from collabmodel.case.access import visible
from collabmodel.desk.borders import reading_as
from collabmodel.desk.live import Live
from collabmodel.desk.office import Office
from collabmodel.desk.readers import Reader
from collabmodel.history import Event
from collabmodel.model import Text
from collabmodel.plugin import Access

_NO_CASE = Text.of(
    {
        "fi": "Tapausta ei ole, tai et osallistu siihen.",
        "sv": "Det finns inget sådant ärende, eller du deltar inte i det.",
        "en": "There is no such case, or you take no part in it.",
    }
)


def permitted(office: Office, id: str, live: Live | None, reader: Reader, what: str, element: str = "") -> Visibility:
    """
    Decide whether a reader may see something of a case, and write that down.

    Args:
        office: What the desk works with.
        id: Id of the case.
        live: The case, or None if there is none: then nobody but the system learns so.
        reader: Who reads.
        what: What is read.
        element: Id of the element as a task, where one is asked about; empty for the case itself.

    Raises:
        StoreError: The access log cannot be written, so nothing may be shown.
    """
    now = office.now()
    found = _decided(live, reader, now)
    if found.allowed and element and live is not None and not reaches(live, reader, now, element):
        found = seen(live, reader, now, element)
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
    reading_as(actor)
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
    return seen(live, reader, now)


_OUT_OF_REACH = ("no participant", "barrier", "scope")


def reaches(live: Live, reader: Reader, now: dt.datetime, element: str) -> bool:
    """
    Tell whether somebody may know how an element stands as a task: whether it is due, possible, or why not.

    What others have recorded of it may still need a consent; that there is something to do does not.

    Args:
        live: The case.
        reader: Who reads.
        now: The time; timezone-aware.
        element: Id of the element; empty for the case itself.
    """
    found = seen(live, reader, now, element)
    return found.allowed or found.ground not in _OUT_OF_REACH


def seen(live: Live, reader: Reader, now: dt.datetime, element: str = "", event: Event | None = None) -> Visibility:
    """
    Tell what the policy says, without writing that down: for parts of what is being shown already.

    Args:
        live: The case.
        reader: Who reads.
        now: The time; timezone-aware.
        element: Id of the element; empty for the case itself.
        event: The event, where one is looked at, or None.
    """
    if reader.system:
        return Visibility(allowed=True, ground="system")
    return visible(
        live.tables,
        live.case,
        reader.actor,
        now,
        event=event,
        element=element,
        purpose=reader.purpose,
        override=reader.break_glass or None,
    )
