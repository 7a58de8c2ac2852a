"""The event that a command would make."""

from __future__ import annotations

import datetime as dt

import attrs

from collabmodel.case.commands import Command
from collabmodel.case.datatypes import Shape, plain
from collabmodel.case.expected import answers_with, expected
from collabmodel.case.index import index_of
from collabmodel.case.state import Case
from collabmodel.case.tables import Tables
from collabmodel.case.verbs import Verb
from collabmodel.case.viewing import view
from collabmodel.history import Actor, Event
from collabmodel.rules import Value

_OUTCOMES = {"decline": "declined", "miss": "no-show", "expire": "expired"}
"""Outcomes of verbs that end an activity, where none is given."""
_LONGEST_ID = 400
"""Most characters of an event's id that is looked for."""
RETRACTED = "retracted"
"""Transition of a correction that takes an event back."""
_ABOUT_CORRECTING = ("retract", "transition")


def candidate(tables: Tables, case: Case, command: Command, verb: Verb, now: dt.datetime) -> Event:
    """
    Give the event that a command would make, if nothing objects.

    Values come typed as the model declares them, and what follows from the verb is filled in: the answer of
    ``accept`` and ``decline``, the outcome of ``miss``, the organisation of somebody who takes part.

    Args:
        tables: The model's tables.
        case: The case.
        command: The command.
        verb: What is known of its verb.
        now: When it is recorded.
    """
    number = tables.index.get(command.element)
    by = acting(tables, case, command.by)
    original = _known(tables, case, command, by, now) if verb.name == "correct" else None
    data = _data(tables, command, verb, original)
    event = Event(
        id=f"{case.id}:{case.seq + 1}",
        case=case.id,
        seq=case.seq + 1,
        occurred=command.occurred or now,
        recorded=now,
        kind=verb.kind or ("" if number is None else tables.items[number].kind),
        element=command.element,
        transition=_transition(tables, command, verb, data),
        instance=command.instance,
        actor=by,
        data=tuple((_DEFAULTS[verb.name](tables, command, data, by) if verb.name in _DEFAULTS else data).items()),
        evidence=command.evidence,
        corrects=command.corrects if verb.name == "correct" else "",
        model_hash=tables.model_hash,
    )
    return event if original is None else _restating(event, original, command, data)


def original_of(case: Case, event: str) -> Event | None:
    """
    Give an event of a case by its id, or None.

    Args:
        case: The case.
        event: Id of the event.
    """
    found = case.record.event(event) if 0 < len(event) <= _LONGEST_ID else None
    return found if found is not None and found.seq <= case.seq else None


def _known(tables: Tables, case: Case, command: Command, by: Actor, now: dt.datetime) -> Event | None:
    """
    Give the event that is corrected, if whoever corrects it may see all of it: a correction says it anew, in the name
    of who corrects. Others are told no more than of an event that does not exist.
    """
    found = original_of(case, command.corrects)
    if found is None or not index_of(tables).roles:
        return found
    return found if view(tables, case, (found,), by, now) == (found,) else None


def acting(tables: Tables, case: Case, by: Actor) -> Actor:
    """
    Give an actor with the organisation that they take part for, or else the only one of their role.

    Args:
        tables: The model's tables.
        case: The case.
        by: The actor.
    """
    if by.organisation:
        return by
    for one in case.participants:
        if one.left is None and (one.role, one.person) == (by.role, by.person):
            return attrs.evolve(by, organisation=one.organisation)
    role = index_of(tables).roles.get(by.role)
    alone = role is not None and len(role.organisations) == 1
    return attrs.evolve(by, organisation=role.organisations[0]) if role is not None and alone else by


def _data(tables: Tables, command: Command, verb: Verb, original: Event | None) -> dict[str, Value]:
    shapes = expected(tables, verb, command.element, original).shapes
    return {name: _typed(shapes.get(name), plain(value)) for name, value in command.data}


def _typed(shape: Shape | None, value: Value) -> Value:
    if shape is None or value is None:
        return value
    found, fault = shape(value)
    return value if fault else found


def _transition(tables: Tables, command: Command, verb: Verb, data: dict[str, Value]) -> str:
    if verb.name == "consult":
        return "answered" if "answer" in data else "asked"
    activity = index_of(tables).activities.get(command.element)
    return "completed" if activity is not None and answers_with(activity, verb.name) else verb.transition


def _opened(tables: Tables, _command: Command, data: dict[str, Value], _by: Actor) -> dict[str, Value]:
    ways = tables.model.case.openings
    return {"opening": ways[0], **data} if len(ways) == 1 else data


def _ended(tables: Tables, command: Command, data: dict[str, Value], _by: Actor) -> dict[str, Value]:
    activity = index_of(tables).activities.get(command.element)
    chosen = None if activity is None else answers_with(activity, command.verb)
    if chosen is not None:
        return {**data, chosen.id: "accepted" if command.verb == "accept" else "declined"}
    if activity is None:
        return data
    outcome = _OUTCOMES.get(command.verb)
    if outcome is None:
        outcome = "accepted" if "accepted" in activity.outcomes else None
    return data if outcome is None else {"outcome": outcome, **data}


def _joined(tables: Tables, command: Command, data: dict[str, Value], by: Actor) -> dict[str, Value]:
    found: dict[str, Value] = dict(data)
    if by.role == command.element:
        found.setdefault("person", by.person)
    if command.verb == "leave":
        return found
    if found.get("person") == by.person and by.role == command.element and by.organisation:
        found.setdefault("organisation", by.organisation)
    role = index_of(tables).roles.get(command.element)
    if role is not None and len(role.organisations) == 1:
        found.setdefault("organisation", role.organisations[0])
    return found


def _extended(tables: Tables, command: Command, data: dict[str, Value], by: Actor) -> dict[str, Value]:
    limit = index_of(tables).limits.get(command.element)
    for extension in () if limit is None else limit.extensions:
        if by.role in extension.by or not extension.by:
            most = extension.duration
            text = None if most is None or hasattr(most, "parameter") else str(most)
            return data if text is None else {"by": text, **data}
    return data


_DEFAULTS = {
    "open": _opened,
    "accept": _ended,
    "decline": _ended,
    "miss": _ended,
    "expire": _ended,
    "join": _joined,
    "leave": _joined,
    "extend": _extended,
}
"""What verbs fill in."""


def _restating(event: Event, original: Event, command: Command, data: dict[str, Value]) -> Event:
    """Give a correction: the earlier event with what is to be otherwise, or its being taken back."""
    taken_back = data.get("retract") is True
    changed = data.get("transition")
    swapped = isinstance(changed, str) and changed != original.transition
    # The outcome says how it ended, so one of another ending says nothing of this.
    gone = ("because", "outcome") if swapped else ("because",)
    kept = {} if taken_back else {name: value for name, value in original.data if name not in gone}
    told = {name: value for name, value in data.items() if name not in _ABOUT_CORRECTING}
    merged = {name: value for name, value in (kept | told).items() if value is not None}
    return attrs.evolve(
        event,
        occurred=command.occurred or original.occurred,
        kind=original.kind,
        element=original.element,
        instance=original.instance,
        transition=RETRACTED if taken_back else changed if isinstance(changed, str) else original.transition,
        data=tuple(merged.items()) + ((("retract", True),) if taken_back else ()),
    )
