"""What a desk shows of cases, to whom the policy allows it."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from collabmodel.case import Case, Visibility
from collabmodel.desk.answers import Denied
from collabmodel.desk.live import Live
from collabmodel.desk.office import Office
from collabmodel.desk.permission import permitted, write_access
from collabmodel.desk.readers import Reader
from collabmodel.desk.rows import row_of
from collabmodel.history import Event
from collabmodel.model import Model
from collabmodel.plugin import CaseRow


@attrs.frozen(kw_only=True)
class Shown:
    """
    A case as a reader may see it.

    Args:
        row: The case for lists.
        seq: Place of its last event: what the next command may expect.
        case: Its state. Not shown in ``repr``.
        model: The model that it runs on. Not shown in ``repr``.
        visibility: On what ground it is shown.
        newer: Place of its first event that a newer release wrote, from which on the state says nothing and
            the case takes no commands; 0 for none.
    """

    row: CaseRow = attrs.field(repr=False)
    seq: int
    case: Case = attrs.field(repr=False)
    model: Model = attrs.field(repr=False)
    visibility: Visibility
    newer: int = 0

    @property
    def id(self) -> str:
        """Id of the case."""
        return self.case.id

    def unwrap(self) -> Shown:
        """Give this answer: it may be seen."""
        return self


@attrs.frozen(kw_only=True)
class Entry:
    """
    One event of a record as a reader may see it.

    Args:
        seq: Place in the record.
        event: The event, or None where it is not for this reader, or a newer release wrote it.
        type: Type name of the record.
        schema: Version of the record.
        clock_back: Whether it was entered by a clock that stood before the event before it.
    """

    seq: int
    event: Event | None = attrs.field(repr=False)
    type: str = "event"
    schema: int = 1
    clock_back: bool = False


def show(office: Office, id: str, reader: Reader, what: str = "case") -> Shown | Denied:
    """
    Show a case.

    Args:
        office: What the desk works with.
        id: Id of the case.
        reader: Who reads.
        what: What is read, for the access log.

    Raises:
        StoreError: The access log cannot be written, or the store cannot be read.
    """
    live = office.live.get(id)
    found = permitted(office, id, live, reader, what)
    if not found.allowed or live is None:
        return Denied(visibility=found)
    return _shown(office, live, found)


def _shown(office: Office, live: Live, found: Visibility) -> Shown:
    row = row_of(live.tables, live.case, office.now())
    return Shown(row=row, seq=live.last, case=live.case, model=live.tables.model, visibility=found, newer=live.newer)


def listed(office: Office, reader: Reader, *, status: str = "", after: str = "") -> Iterator[CaseRow]:
    """
    Give the cases in which a reader takes part, by id; all of them to the system.

    Args:
        office: What the desk works with.
        reader: Who reads.
        status: Only those of this status; empty for all.
        after: Id after which to begin.

    Raises:
        StoreError: The access log cannot be written, or the store cannot be read.
    """
    actor = reader.actor
    allowed = reader.system or bool(actor.person)
    write_access(office, "", reader, "list", allowed=allowed, at=office.now())
    if not allowed:
        return iter(())
    rows = office.store.rows(status=status, person="" if reader.system else actor.person, after=after)
    return (row for row in rows if reader.system or (actor.role, actor.person) in row.roles)
