"""Persons in what is sealed: a handle stands for each, and what tells of one is sealed by that person's own key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeGuard

import attrs

from collabmodel.history import Actor, Event
from collabmodel.plugin import CaseRow
from collabmodel.rules import Value

ERASED = "erased"
"""What stands where something of an erased person stood; behind it, for the person, a hyphen and a random name."""
_SIGN = "\x7f"
"""Begins a text that stands for something else; a text that begins so by itself is given one more."""
_PERSON, _SLOT = "@", "#"


@attrs.frozen(kw_only=True)
class Naming:
    """
    Where persons stand in the data of events.

    Args:
        persons: Names of data whose values are ids of persons.
        telling: Names of data whose values tell of the person that they stand beside.
    """

    persons: frozenset[str]
    telling: frozenset[str]


@attrs.frozen(kw_only=True)
class Hidden:
    """
    An event in which handles stand for persons.

    Args:
        event: The event.
        told: What tells of persons, by handle: pairs of the number that stands for it, and the value.
    """

    event: Event
    told: dict[str, list[tuple[str, Value]]] = attrs.field(repr=False)


def named_in(event: Event, naming: Naming) -> Iterator[str]:
    """
    Give the ids of persons that an event names; some more than once.

    Args:
        event: The event.
        naming: Where they stand.
    """
    yield from (who for who in (event.actor.person, event.actor.on_behalf_of) if who)
    for name, value in event.data:
        yield from _named(name, value, naming)


def _named(name: str, value: Value, naming: Naming) -> Iterator[str]:
    if isinstance(value, str):
        if value and name in naming.persons:
            yield value
    elif isinstance(value, tuple):
        if _is_group(value):
            for inner, part in value:
                yield from _named(inner, part, naming)
        else:
            for part in value:
                yield from _named(name, part, naming)


def _is_group(value: tuple[object, ...]) -> TypeGuard[tuple[tuple[str, Value], ...]]:
    """Tell whether a tuple is pairs of name and value."""
    return bool(value) and all(type(pair) is tuple and len(pair) == 2 and type(pair[0]) is str for pair in value)


def _made(event: Event, actor: Actor, data: tuple[tuple[str, Value], ...]) -> Event:
    """Give an event with another actor and other data: part by part, since evolving takes three times as long."""
    return Event(
        id=event.id,
        case=event.case,
        seq=event.seq,
        occurred=event.occurred,
        recorded=event.recorded,
        kind=event.kind,
        element=event.element,
        transition=event.transition,
        instance=event.instance,
        actor=actor,
        data=data,
        evidence=event.evidence,
        caused_by=event.caused_by,
        corrects=event.corrects,
        schema=event.schema,
        model_hash=event.model_hash,
    )


class Hiding:
    """
    Puts handles in the place of persons.

    Args:
        handles: Handles by id of person.
        naming: Where persons stand.
    """

    def __init__(self, handles: Mapping[str, str], naming: Naming) -> None:
        self._handles = handles
        self._naming = naming
        self._told: dict[str, list[tuple[str, Value]]] = {}
        self._count = 0

    def event(self, event: Event) -> Hidden:
        """
        Hide the persons of an event.

        Args:
            event: The event.
        """
        self._told, self._count = {}, 0
        actor = event.actor
        # Lay people have no organisation: what they say tells of them, or of whom they speak for.
        about = actor.on_behalf_of or ("" if actor.organisation else actor.person)
        data = tuple(self._group(event.data, about)) if event.data else ()
        if actor.person or actor.on_behalf_of:
            person, behalf = self.text(actor.person), self.text(actor.on_behalf_of)
            actor = Actor(role=actor.role, person=person, organisation=actor.organisation, on_behalf_of=behalf)
        hidden = _made(event, actor, data)
        return Hidden(event=hidden, told=self._told)

    def row(self, row: CaseRow) -> CaseRow:
        """
        Hide the persons of a case row.

        Args:
            row: The row.
        """
        return attrs.evolve(row, roles=tuple((role, self.text(person)) for role, person in row.roles))

    def text(self, text: str) -> str:
        """
        Hide a text if it is the id of a person.

        Args:
            text: The text.
        """
        handle = self._handles.get(text)
        if handle is not None:
            return f"{_SIGN}{_PERSON}{handle}"
        return _SIGN + text if text.startswith(_SIGN) else text

    def _group(self, pairs: Iterable[tuple[str, Value]], about: str) -> Iterator[tuple[str, Value]]:
        group = tuple(pairs)
        whom = [value for name, value in group if name in self._naming.persons and isinstance(value, str) and value]
        about = whom[0] if whom else about
        for name, value in group:
            if name in self._naming.telling and about in self._handles:
                self._count += 1
                slot = str(self._count)
                self._told.setdefault(self._handles[about], []).append((slot, self._value(value, about)))
                yield name, f"{_SIGN}{_SLOT}{slot}"
            else:
                yield name, self._value(value, about)

    def _value(self, value: Value, about: str) -> Value:
        if type(value) is str:
            return self.text(value)
        if type(value) is not tuple:
            return value
        if _is_group(value):
            return tuple((self.text(name), part) for name, part in self._group(value, about))
        return tuple(self._value(part, about) for part in value)


class Showing:
    """
    Puts persons back in the place of handles.

    Args:
        person: Gives the id of a person by handle, or what stands for one who was erased.
        told: Gives, by handle, what tells of persons: values by the number that stands for each; None where the person
            was erased.
    """

    def __init__(self, person: Callable[[str], str], told: Mapping[str, Value] | None = None) -> None:
        self._person = person
        self._told = told or {}

    def event(self, event: Event) -> Event:
        """
        Show the persons of an event.

        Args:
            event: The event.
        """
        actor = event.actor
        if actor.person or actor.on_behalf_of:
            person, behalf = self.text(actor.person), self.text(actor.on_behalf_of)
            actor = Actor(role=actor.role, person=person, organisation=actor.organisation, on_behalf_of=behalf)
        data = tuple((name, self._value(value)) for name, value in event.data)
        return _made(event, actor, data)

    def row(self, row: CaseRow) -> CaseRow:
        """
        Show the persons of a case row.

        Args:
            row: The row.
        """
        return attrs.evolve(row, roles=tuple((role, self.text(person)) for role, person in row.roles))

    def text(self, text: str) -> str:
        """
        Show a text if it stands for a person.

        Args:
            text: The text.
        """
        if not text.startswith(_SIGN):
            return text
        return self._person(text[2:]) if text[1:2] == _PERSON else text[1:]

    def _value(self, value: Value) -> Value:
        if type(value) is str:
            if value.startswith(_SIGN + _SLOT):
                return self._value(self._told.get(value[2:], ERASED))
            return self.text(value)
        return tuple(self._value(part) for part in value) if type(value) is tuple else value
