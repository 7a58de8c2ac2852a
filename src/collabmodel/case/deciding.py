"""What a command makes of a case: events, or the reasons why not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import attrs

from collabmodel.case.answers import Decision, Reason, Refusal
from collabmodel.case.asked import Asked
from collabmodel.case.candidates import candidate
from collabmodel.case.commands import Command
from collabmodel.case.evolving import current, folded
from collabmodel.case.gates import at_gates
from collabmodel.case.objections import OBJECTIONS
from collabmodel.case.passing import passed
from collabmodel.case.record import Record
from collabmodel.case.state import Case
from collabmodel.case.steps import Change, Done, next_change
from collabmodel.case.tables import Tables, tables_of
from collabmodel.case.verbs import verb_for
from collabmodel.case.wording import refusal
from collabmodel.history import Actor, Event
from collabmodel.model import Model
from collabmodel.rules.names import Condition

Holds = Callable[[Condition], bool]


def decide(model: Model | Tables, case: Case, command: Command, now: dt.datetime) -> tuple[Event, ...] | Refusal:
    """
    Decide what a command makes of a case: its event and all that follows from it in one step, or why not.

    Args:
        model: The model that the case is pinned to, or its tables.
        case: The case; it stays as it is.
        command: The command.
        now: The time at which it is asked; timezone-aware.

    Raises:
        ModelError: The model cannot mean anything.
        ValueError: A time has no zone.
    """
    found = consider(model, case, command, now)
    return found if isinstance(found, Refusal) else found.events


def consider(model: Model | Tables, case: Case, command: Command, now: dt.datetime) -> Decision | Refusal:
    """
    Decide as ``decide`` does, and tell also what people should know although it goes through.

    Args:
        model: The model that the case is pinned to, or its tables.
        case: The case; it stays as it is.
        command: The command.
        now: The time at which it is asked; timezone-aware.

    Raises:
        ModelError: The model cannot mean anything.
        ValueError: A time has no zone.
    """
    for moment in (now, command.occurred or now):
        if moment.tzinfo is None:
            msg = "a time without a zone says nothing; pass a timezone-aware one"
            raise ValueError(msg)
    tables = tables_of(model)
    verb = verb_for(tables.model, command.verb, command.element)
    if verb is None:
        return refusal(Reason.UNKNOWN_VERB, element=command.element, verb=command.verb[:40])
    case = attrs.evolve(case, record=current(tables, case))
    if verb.name == "clock":
        return passed(tables, case, command, now, follow)
    event = candidate(tables, case, command, verb, now)
    breaches = at_gates(tables, case, event)
    record = case.record
    length = len(record.life.ids)
    try:
        position = record.life.push(event)
        number = tables.index.get(command.element)
        asked = Asked(
            tables=tables, case=case, command=command, verb=verb,
            item=None if number is None else tables.items[number], event=event, position=position, now=now,
        )  # fmt: skip
        refusals = (*(one for objection in OBJECTIONS for one in objection(asked)), *breaches.refusals)
        if refusals:
            return joined(refusals)
        events = (event, *follow(tables, case, event, position, now))
    finally:
        record.cut(length)
    return Decision(events=events, warned=breaches.warned)


def follow(tables: Tables, case: Case, event: Event, position: int, now: dt.datetime) -> Iterator[Event]:
    """
    Give what follows from an event within its step; the events are left at the end of the record.

    Args:
        tables: The model's tables.
        case: The case before the event.
        event: The event.
        position: Its position in the record, where it is the last.
        now: When it is recorded.
    """
    record = case.record
    working = folded(tables, case, event, position)
    done: Done = set()
    while True:
        change = next_change(tables, working, done, _reader(record, position))
        if change is None:
            return
        derived = _derived(tables, working, change, event, now)
        at = record.life.push(derived)
        working = folded(tables, working, derived, at)
        yield derived


def _reader(record: Record, position: int) -> Holds:
    horizon = len(record.life.ids) - 1
    moment = record.life.occurred[position]
    return lambda condition: condition(record.names.step(position, horizon, moment)) is True


def _derived(tables: Tables, case: Case, change: Change, cause: Event, now: dt.datetime) -> Event:
    item = tables.items[change.item]
    seq = case.seq + 1
    return Event(
        id=f"{case.id}:{seq}",
        case=case.id,
        seq=seq,
        occurred=cause.occurred,
        recorded=now,
        kind=item.kind,
        element=item.id,
        transition=change.transition,
        instance=change.instance,
        actor=Actor(),
        data=(("outcome", change.outcome),) if change.outcome else (),
        caused_by=cause.id,
        model_hash=tables.model_hash,
    )


def joined(refusals: tuple[Refusal, ...]) -> Refusal:
    """
    Give several refusals as one: the first, with the others in it.

    Args:
        refusals: At least one.
    """
    first, *others = refusals
    return attrs.evolve(first, others=tuple(others))
