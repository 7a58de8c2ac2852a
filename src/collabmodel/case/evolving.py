"""A case as a fold over its events."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from collabmodel.case.answers import Decision
from collabmodel.case.correcting import corrected
from collabmodel.case.folds import bookkept
from collabmodel.case.gates import used
from collabmodel.case.leads import leads_named
from collabmodel.case.life import Life
from collabmodel.case.record import Log, Record
from collabmodel.case.state import Case, ItemState
from collabmodel.case.tables import Tables, tables_of
from collabmodel.history import Event
from collabmodel.model import Model, Reference
from collabmodel.rules.names import Condition


def new_case(model: Model | Tables, id: str, log: Log | None = None) -> Case:
    """
    Give a case in which nothing has happened yet.

    Args:
        model: The model, or its tables.
        id: Id of the case, opaque.
        log: Gives events that were folded again, all but the latest thousand: with it a case of any length takes
            little memory. None to keep them all.

    Raises:
        ModelError: The model cannot mean anything.

    >>> new_case(Model(id="m"), "c1").status
    'new'
    """
    tables = tables_of(model)
    record = Record(tables.program, tables.gates, tables.declared, log)
    return Case(id=id, model_hash=tables.model_hash, items=(ItemState(),) * len(tables.items), record=record)


def evolve(model: Model | Tables, case: Case, event: Event) -> Case:
    """
    Fold the next event into a case.

    Args:
        model: The model that the case is pinned to, or its tables.
        case: The case before it.
        event: The event, with ``seq`` one more than the case's.

    Raises:
        ModelError: The model cannot mean anything.
        ValueError: The event belongs to another case, or is not the next one.
    """
    if event.case != case.id or event.seq != case.seq + 1:
        msg = f"event {event.seq} is not event {case.seq + 1} of the case"
        raise ValueError(msg)
    tables = tables_of(model)
    case = upto(tables, case)
    return folded(tables, case, event, case.record.fold(event))


def evolved(tables: Tables, case: Case, decision: Decision) -> Case:
    """
    Fold all that a decision makes of a case; what was folded to decide is not folded once more.

    Args:
        tables: Tables of the model that the case is pinned to.
        case: The case that was decided on.
        decision: The decision.

    Raises:
        ModelError: The model cannot mean anything.
        ValueError: The decision is about another case.
    """
    after = decision.after
    if after is None or after.id != case.id or after.seq != case.seq + len(decision.events):
        for event in decision.events:
            case = evolve(tables, case, event)
        return case
    record = upto(tables, case).record
    for event in decision.events:
        record.fold(event)
    return after if after.record is record else attrs.evolve(after, record=record)


def replay(model: Model | Tables, id: str, events: Iterable[Event], log: Log | None = None) -> Case:
    """
    Fold a whole record.

    Args:
        model: The model, or its tables.
        id: Id of the case.
        events: Its events, in the order of the record.
        log: As of ``new_case``.

    Raises:
        ModelError: The model cannot mean anything.
        ValueError: An event belongs to another case, or one is missing.
    """
    tables = tables_of(model)
    case = new_case(tables, id, log)
    for event in events:
        case = evolve(tables, case, event)
    return case


def current(tables: Tables, case: Case) -> Record:
    """
    Give the record that ends where a case does and follows its model: its own, or a new one where that has gone on.

    Args:
        tables: The model's tables.
        case: The case.
    """
    record = case.record
    if len(record) == case.seq and record.program is tables.program:
        return record
    return Record(tables.program, tables.gates, tables.declared, record.log).folding(record.read(1, case.seq))


def upto(tables: Tables, case: Case) -> Case:
    """
    Give a case with a record that ends where the case does and follows its model.

    Args:
        tables: The model's tables.
        case: The case.
    """
    record = current(tables, case)
    return case if record is case.record else attrs.evolve(case, record=record)


def folded(tables: Tables, case: Case, event: Event, position: int) -> Case:
    """
    Give a case after an event whose place in the record is known.

    Args:
        tables: The model's tables.
        case: The case before it, with a record that holds the event.
        event: The event.
        position: Its position in the life of the case.
    """
    step = (*case.step, position) if event.caused_by and case.step else (position,)
    record = case.record
    life = record.life

    def holds(at: int, where: Condition) -> bool:
        return where(record.names.step(at, at, life.occurred[at])) is True

    def most(number: int | Reference) -> int | None:
        if isinstance(number, int):
            return number
        names = record.names.step(position, position, life.occurred[position])
        values = [value for value in tables.declared.possible(number.parameter, names) if isinstance(value, int)]
        return min(values, default=None)

    heard = tuple((life.signatures[life.signature[at]], at) for at in step)
    items = Life(tables, case.items, heard, holds=holds, most=most).take(event)
    latest = event.recorded if case.latest is None else max(case.latest, event.recorded)
    after = used(attrs.evolve(case, seq=event.seq, items=items, step=step, latest=latest), event)
    if event.corrects:
        return corrected(tables, after, event)
    named = leads_named(tables, life.signatures[life.signature[position]], lambda where: holds(position, where))
    return bookkept(tables, after, event, named)
