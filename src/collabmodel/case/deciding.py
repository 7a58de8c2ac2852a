"""What a command makes of a case: events, or the reasons why not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator, Iterable

import attrs

from collabmodel.case.answers import Decision, Reason, Refusal
from collabmodel.case.asked import Asked
from collabmodel.case.candidates import candidate
from collabmodel.case.commands import Command
from collabmodel.case.evolving import folded, upto
from collabmodel.case.gates import AtGates, at_gates
from collabmodel.case.index import index_of
from collabmodel.case.instances import instance_for
from collabmodel.case.objections import OBJECTIONS
from collabmodel.case.objections.data import references
from collabmodel.case.objections.unsure import unsure
from collabmodel.case.passing import passed
from collabmodel.case.record import Record
from collabmodel.case.state import Case
from collabmodel.case.steps import Change, Holds, Toggles, next_change
from collabmodel.case.tables import Tables, tables_of
from collabmodel.case.verbs import Verb, verb_of
from collabmodel.case.wording import refusal
from collabmodel.history import Actor, Event
from collabmodel.model import Model


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
    section = index_of(tables).sections.get(command.element)
    verb = verb_of(section, command.verb, command.element)
    if verb is None:
        unknown = command.element and command.element not in index_of(tables).texts
        return refusal(Reason.UNKNOWN_ELEMENT if unknown else Reason.UNKNOWN_VERB, element=command.element)
    case = upto(tables, case)
    if verb.name == "clock":
        faults = tuple(references(command))
        if faults:
            return refusal(Reason.DATA, needs=faults)
        return passed(tables, case, command, now, follow)
    event = placed(tables, case, candidate(tables, case, command, verb, now))
    told = at_gates(tables, case, event)
    event = told.passing(event)
    if event.corrects:
        case = attrs.evolve(case, record=case.record.fork())
        return _weighed(_asked(tables, case, command, verb, event, case.record.fold(event), now), told)
    record = case.record
    length = len(record.life)
    try:
        return _weighed(_asked(tables, case, command, verb, event, record.life.push(event), now), told)
    finally:
        record.cut(length)


def derived(tables: Tables, case: Case, event: Event, now: dt.datetime) -> tuple[Event, ...]:
    """
    Give what follows from an event from outside in one step, whether or not anything stands against the event.

    Args:
        tables: The model's tables.
        case: The case before it; it stays as it is.
        event: The event, with ``seq`` one more than the case's.
        now: When what follows is recorded.
    """
    case = upto(tables, case)
    if event.corrects:
        case = attrs.evolve(case, record=case.record.fork())
        return tuple(follow(tables, case, event, case.record.fold(event), now))
    length = len(case.record.life)
    try:
        return tuple(follow(tables, case, event, case.record.life.push(event), now))
    finally:
        case.record.cut(length)


def placed(tables: Tables, case: Case, event: Event) -> Event:
    """
    Give an event from outside with the name of the instance that it is about.

    Args:
        tables: The model's tables.
        case: The case before it.
        event: The event.
    """
    number = tables.index.get(event.element)
    if number is None or event.corrects or event.kind != tables.items[number].kind:
        return event
    item = tables.items[number]
    if event.transition == "planned" and item.planning is not None:
        name = event.instance or str(case.items[number].made + 1)
    else:
        one = instance_for(case, item, event.transition, event.instance)
        name = event.instance or ("" if one is None else one.name)
    return event if name == event.instance else attrs.evolve(event, instance=name)


def _asked(
    tables: Tables, case: Case, command: Command, verb: Verb, event: Event, position: int, now: dt.datetime
) -> Asked:
    number = tables.index.get(command.element)
    item = None if number is None else tables.items[number]
    return Asked(
        tables=tables, case=case, command=command, verb=verb, item=item, event=event, position=position, now=now
    )


def _weighed(asked: Asked, told: AtGates) -> Decision | Refusal:
    refusals = (*(one for objection in OBJECTIONS for one in objection(asked)), *told.refusals)
    if refusals:
        return joined(refusals)
    warned = (*told.warned, *unsure(asked))
    events, after = [asked.event], None
    following = follow(asked.tables, asked.case, asked.event, asked.position, asked.now)
    while after is None:
        try:
            events.append(next(following))
        except StopIteration as end:
            after = end.value
    return Decision(events=tuple(events), warned=warned, after=None if asked.event.corrects else after)


def follow(
    tables: Tables, case: Case, event: Event, position: int, now: dt.datetime, more: Iterable[Event] = ()
) -> Generator[Event, None, Case]:
    """
    Give what follows from an event within its step, and in the end the case after it all; the events are left at the
    end of the record.

    Args:
        tables: The model's tables.
        case: The case before the event.
        event: The event.
        position: Its position in the record, where it is the last.
        now: When it is recorded.
        more: Events that come with it, such as those that time alone brings.
    """
    record = case.record
    working = folded(tables, case, event, position)
    toggles = Toggles(case)
    toggles.outside(tables, case, event)
    for each in more:
        toggles.outside(tables, working, each)
        working = folded(tables, working, each, record.life.push(each))
        yield each
    while True:
        change = next_change(tables, working, toggles, _reader(record, position))
        if change is None:
            return working
        derived = _derived(tables, working, change, event, now)
        at = record.life.push(derived)
        working = folded(tables, working, derived, at)
        yield derived


def _reader(record: Record, position: int) -> Holds:
    horizon = len(record.life) - 1
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
