"""What a desk shows of cases, to whom the policy allows it."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterator

import attrs

from collabmodel.case import Case, ItemState, Visibility, new_case
from collabmodel.case.viewing import view
from collabmodel.desk.answers import Denied
from collabmodel.desk.borders import known_case
from collabmodel.desk.live import Live
from collabmodel.desk.office import Office
from collabmodel.desk.permission import permitted, seen, write_access
from collabmodel.desk.readers import Reader
from collabmodel.desk.rows import row_of
from collabmodel.history import Event
from collabmodel.model import Model, Text
from collabmodel.plugin import Access, CaseRow


@attrs.frozen(kw_only=True)
class Shown:
    """
    A case as a reader may see it.

    Args:
        row: The case for lists.
        seq: Place of its last event: what the next command may expect.
        case: Its state: to a system reader as it is; to others without what they may not see, and without the record
            that questions to the case rest on, which the desk answers. Not shown in ``repr``.
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
        event: The event, sensitive data masked that is not the reader's to see; None where a newer release wrote it.
            Not shown in ``repr``.
        type: Type name of the record.
        schema: Version of the record.
        clock_back: Whether it was entered by a clock that stood before the event before it.
    """

    seq: int
    event: Event | None = attrs.field(repr=False)
    type: str = "event"
    schema: int = 1
    clock_back: bool = False


def show(office: Office, id: str, reader: Reader) -> Shown | Denied:
    """
    Show a case: what the reader may see of it.

    Args:
        office: What the desk works with.
        id: Id of the case.
        reader: Who reads.

    Raises:
        StoreError: No case can have that id, the access log cannot be written, or the store cannot be read.
    """
    known_case(id)
    live = office.live.get(id)
    found = permitted(office, id, live, reader, "case")
    if not found.allowed or live is None:
        return Denied(visibility=found)
    now = office.now()
    row = row_of(live.tables, live.case, now)
    case = live.case if reader.system else _cleared(live, reader, now)
    return Shown(row=row, seq=live.last, case=case, model=live.tables.model, visibility=found, newer=live.newer)


def _cleared(live: Live, reader: Reader, now: dt.datetime) -> Case:
    """Give a case without what the reader may not see of it, and without its record."""
    case, tables = live.case, live.tables

    @functools.cache
    def may(element: str) -> bool:
        return seen(live, reader, now, element).allowed

    def may_item(id: str, state: ItemState) -> bool:
        event = case.record.event(state.event) if state.event else None
        return may(id) or (event is not None and seen(live, reader, now, event=event).allowed)

    return attrs.evolve(
        case,
        items=tuple(
            state if may_item(item.id, state) else ItemState()
            for item, state in zip(tables.items, case.items, strict=True)
        ),
        participants=tuple(one for one in case.participants if may(one.role)),
        holdings=tuple(one for one in case.holdings if may(one.lead)),
        offers=tuple(one for one in case.offers if may(one.lead)),
        questions=tuple(one for one in case.questions if may(one.element)),
        grants=tuple(one for one in case.grants if may(one.scope)),
        links=tuple(one for one in case.links if may(one.link)),
        halted=tuple(one for one in case.halted if may(one)),
        waived=tuple(one for one in case.waived if may(one)),
        lengthened=tuple(one for one in case.lengthened if may(one[0])),
        told=tuple(one for one in case.told if may(one[0])),
        record=new_case(tables, case.id).record,
    )


def history(office: Office, id: str, reader: Reader) -> tuple[Entry, ...] | Denied:
    """
    Show the events of a case that a reader may see, sensitive data masked that is not theirs to see.

    Args:
        office: What the desk works with.
        id: Id of the case.
        reader: Who reads.

    Raises:
        DamagedError: What is stored is not what was written.
        StoreError: No case can have that id, the access log cannot be written, or the store cannot be read.
    """
    known_case(id)
    live = office.live.get(id)
    found = permitted(office, id, live, reader, "history")
    if not found.allowed or live is None:
        return Denied(visibility=found)
    now = office.now()
    entries: list[Entry] = []
    latest: dt.datetime | None = None
    for record in office.store.read(id):
        event = record.event
        back = event is not None and latest is not None and event.recorded < latest
        if event is not None:
            latest = event.recorded if latest is None else max(latest, event.recorded)
        shown = None if event is None else _viewed(live, event, reader, now)
        if shown is not None or event is None:
            entries.append(Entry(seq=record.seq, event=shown, type=record.type, schema=record.schema, clock_back=back))
    return tuple(entries)


def _viewed(live: Live, event: Event, reader: Reader, now: dt.datetime) -> Event | None:
    if reader.system:
        return event
    found = view(
        live.tables,
        live.case,
        (event,),
        reader.actor,
        now,
        purpose=reader.purpose,
        override=reader.break_glass or None,
    )
    return found[0] if found else None


def listed(
    office: Office, reader: Reader, *, status: str = "", due_before: dt.datetime | None = None, after: str = ""
) -> Iterator[CaseRow]:
    """
    Give the cases in which a reader takes part, by id; all of them to the system.

    Args:
        office: What the desk works with.
        reader: Who reads.
        status: Only those of this status; empty for all.
        due_before: Only those with something due before, in order of due time; None for all.
        after: Id after which to begin.

    Raises:
        StoreError: No case can have that id, the access log cannot be written, or the store cannot be read.
    """
    actor = reader.actor
    allowed = reader.system or bool(actor.person and actor.role)
    write_access(office, "", reader, "list", allowed=allowed, at=office.now())
    if not allowed:
        return iter(())
    person = "" if reader.system else actor.person
    rows = office.store.rows(status=status, person=person, due_before=due_before, after=after)
    return (row for row in rows if reader.system or (actor.role, actor.person) in row.roles)


def accesses(office: Office, id: str, reader: Reader) -> Iterator[Access] | Denied:
    """
    Give the access log to the system; that it was read stands in it too.

    Args:
        office: What the desk works with.
        id: Id of a case; empty for all.
        reader: Who reads.

    Raises:
        StoreError: The access log cannot be written, or the store cannot be read.
    """
    write_access(office, id, reader, "access log", allowed=reader.system, at=office.now())
    if reader.system:
        return office.store.accesses(id)
    text = Text.of({"fi": "Vain ylläpito lukee lokia.", "sv": "Bara driften läser loggen.", "en": "Only the operator."})
    return Denied(visibility=Visibility(allowed=False, ground="scope", text=text))
