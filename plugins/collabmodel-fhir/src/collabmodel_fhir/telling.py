"""What a case tells, gathered for the resources that are made of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import attrs

from collabmodel.history import Event
from collabmodel.model import Side
from collabmodel.rules import Value
from collabmodel_fhir.naming import Json, Names, Object, Whose, coded, identified, written_time

RETRACTED = "retracted"
"""Transition of a correction that takes an event back."""


@attrs.frozen(kw_only=True)
class Told:
    """
    A case as it stands: its events in order of when they happened, without those that were corrected.

    Args:
        whose: The case.
        names: What things are called.
        events: The events that count.
        facts: What was known when it opened.
        closed: Whether nothing more is expected.
    """

    whose: Whose
    names: Names
    events: tuple[Event, ...] = attrs.field(repr=False)
    facts: tuple[tuple[str, Value], ...] = attrs.field(default=(), repr=False)
    closed: bool = False

    def of_kind(self, kind: str) -> tuple[Event, ...]:
        """
        Give the events of a kind.

        Args:
            kind: The kind.
        """
        return tuple(event for event in self.events if event.kind == kind)


@attrs.frozen(kw_only=True)
class Home:
    """
    A resource, and the events that shaped it.

    Args:
        resource: The resource.
        events: Ids of the events.
        work: Whether the plan lists it among its activities.
        done: Whether it was done.
    """

    resource: Object = attrs.field(repr=False)
    events: tuple[str, ...]
    work: bool = False
    done: bool = False

    @property
    def reference(self) -> Object:
        """A reference to it."""
        return {"reference": f"{self.resource['resourceType']}/{self.resource['id']}"}


def told(
    case: str, events: Sequence[Event], names: Names, facts: tuple[tuple[str, Value], ...] = (), *, closed: bool = False
) -> Told:
    """
    Gather what a case tells.

    Args:
        case: Its id.
        events: All its events, as recorded.
        names: What things are called.
        facts: What was known when it opened.
        closed: Whether nothing more is expected.
    """
    superseded = {event.corrects for event in events if event.corrects and event.corrects != event.id}
    kept = (event for event in events if event.id not in superseded and event.transition != RETRACTED)
    inorder = tuple(sorted(kept, key=lambda event: (event.occurred, event.seq)))
    whose = Whose(id=case, subject=_subject(case, inorder, names))
    return Told(whose=whose, names=names, events=inorder, facts=facts, closed=closed)


def _subject(case: str, events: Iterable[Event], names: Names) -> Object:
    """Refer to the client: by the opaque id of the first person on their side, else by that of the case."""
    for event in events:
        people = [(event.actor.role, event.actor.person)]
        people += [(line.get("role", ""), line.get("person", "")) for line in attendance(event)]
        if event.kind == "participant":
            people.append((event.element, text(event, "person")))
        for role, person in people:
            if person and names.side(role) is Side.CLIENT:
                return {"type": "Patient", "identifier": identified(names.config.system("person"), person)}
    return {"type": "Patient", "identifier": identified(names.config.system("client"), case)}


def value(event: Event, name: str) -> Value:
    """
    Give event data, or None.

    Args:
        event: The event.
        name: Its name.
    """
    return next((found for known, found in event.data if known == name), None)


def text(event: Event, name: str) -> str:
    """
    Give event data that is text, else nothing.

    Args:
        event: The event.
        name: Its name.
    """
    found = value(event, name)
    return found if isinstance(found, str) else ""


def time(event: Event, *names: str) -> dt.datetime | None:
    """
    Give event data that is a time, under the first name that has one.

    Args:
        event: The event.
        names: The names.
    """
    for name in names:
        found = value(event, name)
        if isinstance(found, dt.datetime) and found.tzinfo is not None:
            return found
    return None


def attendance(event: Event) -> tuple[dict[str, str], ...]:
    """
    Give who came, line by line, as far as an event tells it.

    Args:
        event: The event.
    """
    lines = value(event, "attendance")
    if not isinstance(lines, tuple):
        return ()
    found = []
    for line in lines:
        pairs = line if isinstance(line, tuple) else ()
        texts = {
            pair[0]: pair[1]
            for pair in pairs
            if isinstance(pair, tuple) and len(pair) == 2 and isinstance(pair[0], str) and isinstance(pair[1], str)
        }
        if texts:
            found.append(texts)
    return tuple(found)


def period(start: dt.datetime | None, end: dt.datetime | None) -> Object:
    """
    Give a period; empty where neither end is known.

    Args:
        start: Its start, or None.
        end: Its end, or None.
    """
    found: Object = {"start": written_time(start)} if start else {}
    return found | ({"end": written_time(end)} if end and (not start or start <= end) else {})


def filled(resource: Object) -> Object:
    """
    Give a resource without what is empty: FHIR has no empty lists, objects and texts.

    Args:
        resource: The resource.
    """
    return {name: part for name, part in resource.items() if part not in ("", [], {}, None)}


def instances(events: Iterable[Event], ends: frozenset[str]) -> list[tuple[str, list[Event]]]:
    """
    Part the events of elements into occurrences, each with a key.

    Where events do not say which occurrence they are of, one ends with its end and the next event begins another.

    Args:
        events: The events, in order.
        ends: Transitions after which nothing more comes of an occurrence that has no name.
    """
    found: dict[tuple[str, str, str, int], list[Event]] = {}
    turns: dict[tuple[str, str], int] = {}
    for event in events:
        turn = 0
        if not event.instance:
            key = (event.kind, event.element)
            turn = turns.get(key, 0)
            turns[key] = turn + (event.transition in ends)
        found.setdefault((event.kind, event.element, event.instance, turn), []).append(event)
    return [("\n".join((*key[:3], str(key[3]))), group) for key, group in found.items()]


def ids(events: Iterable[Event]) -> tuple[str, ...]:
    """
    Give the ids of events.

    Args:
        events: The events.
    """
    return tuple(event.id for event in events)


def status_concept(told: Told, transition: str) -> Object:
    """
    Give the transition that something went through last, in our own words.

    Args:
        told: The case.
        transition: The transition, or empty.
    """
    codings: list[Json] = [coded(told.names.config.codes("transition"), transition)] if transition else []
    return {"coding": codings} if codings else {}
