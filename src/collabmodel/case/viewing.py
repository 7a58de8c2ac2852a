"""The events of a case as one reader may see them: others left out, sensitive data masked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import attrs

from collabmodel.case.access import Sight
from collabmodel.case.answers import Visibility
from collabmodel.case.index import index_of
from collabmodel.case.state import Case, Participant
from collabmodel.case.tables import Tables, tables_of
from collabmodel.history import Actor, Event
from collabmodel.model import Model, Side, Signature
from collabmodel.rules.trace import tells_facts


def view(
    model: Model | Tables,
    case: Case,
    events: Iterable[Event],
    actor: Actor | Participant,
    now: dt.datetime,
    *,
    purpose: str = "",
    override: str | None = None,
) -> tuple[Event, ...]:
    """
    Give the events that somebody may see, in order, with sensitive data masked that is not theirs to see.

    A masked value is None under its own name, so that a reader knows that something is there. Unmasked are those whom
    the case is about, whoever shares the side and the organisation of who recorded it, who takes part in the item, and
    whom a consent, a legal basis or broken glass lets see it.

    Args:
        model: The model that the case is pinned to, or its tables.
        case: The case, as it stands now: later events decide what may be seen of earlier ones.
        events: Its events, or some of them.
        actor: Who looks.
        now: The time; timezone-aware.
        purpose: What for, as a consent names it.
        override: Why the glass is broken; None or blank for not.

    Raises:
        ModelError: The model cannot mean anything.
        ValueError: The time has no zone.

    >>> from collabmodel.case.evolving import new_case
    >>> model, noon = Model(id="m"), dt.datetime(2026, 3, 2, 12, tzinfo=dt.timezone.utc)
    >>> view(model, new_case(model, "c"), (), Actor(role="nurse", person="p1"), noon)
    ()
    """
    tables = tables_of(model)
    sight = Sight.of(tables, case, actor, now, purpose=purpose, override=override)
    found = []
    for event in events:
        seen = sight.at(sight.matter(event))
        if seen.allowed:
            found.append(event if _whole(sight, event, seen) else _masked(tables, event))
    return tuple(found)


def _whole(sight: Sight, event: Event, seen: Visibility) -> bool:
    """Tell whether somebody who may see an event may see its sensitive data too."""
    if seen.ground != "role" or sight.reader.role in sight.tables.model.case.subjects:
        return True
    roles = index_of(sight.tables).roles
    recorder = roles.get(event.actor.role)
    side = Side.OTHER if recorder is None else recorder.side
    if recorder is not None and side is sight.reader.side and side is not Side.PROFESSIONAL:
        return True
    if sight.reader.side is not Side.PROFESSIONAL:
        return False
    matter = sight.matter(event)
    ours = bool(matter.houses) and matter.recorded_by(sight.reader.organisations)
    return ours or sight.is_there(matter)


def _masked(tables: Tables, event: Event) -> Event:
    hidden = sensitive(tables, event)
    if not hidden:
        return event
    data = tuple((name, None if name in hidden else value) for name, value in event.data)
    return attrs.evolve(event, data=data)


def sensitive(tables: Tables, event: Event) -> frozenset[str]:
    """
    Give the names of data of an event that tell something about a person.

    Args:
        tables: The model's tables.
        event: The event.
    """
    index = index_of(tables)
    if tells_facts(Signature(event.kind, event.element, event.transition)):
        return frozenset(fact.id for fact in index.facts.values() if fact.sensitive)
    activity = index.activities.get(event.element)
    return frozenset() if activity is None else frozenset(fact.id for fact in activity.data if fact.sensitive)
