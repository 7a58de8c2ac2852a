"""How a log's rows are told as events: all that is the same in every replication of a study."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Iterator, Mapping

import attrs

from collabmodel.case import Command, Tables, new_case, tables_of
from collabmodel.case.candidates import candidate
from collabmodel.case.index import index_of
from collabmodel.case.verbs import verb_of
from collabmodel.history import Actor
from collabmodel.model import Activity, Presence, Signature
from collabmodel.rules import Value
from collabmodel.simulate.naming import Names, Party, names_of
from collabmodel.simulate.prepared import Act, Prepared
from collabmodel.simulate.scenario import Known, Shape

EXIT = "exit condition"
"""Outcome of an activity that its exit condition ends."""
_NO_SHOW = "no-show"
_KINDS = {
    "number": "number",
    "integer": "integer",
    "truth": "boolean",
    "word": "text",
    "list": "object",
    "date": "object",
    "moment": "time",
}
_TYPES: dict[type, str] = {str: "text", bool: "boolean", int: "integer", float: "number", dt.datetime: "time"}
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@attrs.frozen(kw_only=True)
class Told:
    """
    What a letter's events tell beside their data.

    Args:
        named: Whether they name an instance.
        exit: Whether they end an activity, so that one that follows in a step was ended by its exit condition.
        part: ``joined`` or ``left`` where somebody takes part from then on or no more, else empty.
        role: Place of the role that is joined among the names' roles, or -1.
        lay: Number of the lay role that is joined, or -1.
        at: Whether they tell the time of an appointment.
        tried: Whether they tell of a try that came to nothing, and so not who was there.
        opens: Whether they open a case.
        closes: Whether they close one.
    """

    named: bool = False
    exit: bool = False
    part: str = ""
    role: int = -1
    lay: int = -1
    at: bool = False
    tried: bool = False
    opens: bool = False
    closes: bool = False


@attrs.frozen(kw_only=True)
class Deed:
    """
    What a plan's events tell.

    Args:
        data: What it tells every time.
        missed: Outcome of a missed one.
        behalf: Number of the lay role spoken for, or -1.
        attendance: Whether it tells who was there.
        groups: Parties of workers at it.
        lay: Numbers of the lay roles at it.
        presence: How each of the groups and lay roles at it is there, empty for in person.
        named: Whether it tells which workers were there, because competences of theirs count.
    """

    data: tuple[tuple[str, Value], ...]
    missed: str
    behalf: int
    attendance: bool
    groups: tuple[int, ...]
    lay: tuple[int, ...]
    presence: tuple[str, ...]
    named: bool = False


@attrs.frozen(kw_only=True, eq=False)
class Layout:
    """
    How the logs of a study are told.

    Args:
        prepared: What ``prepare`` gave.
        names: What people are called.
        told: By letter.
        deeds: By plan.
        columns: Name and kind of every datum that may occur, in order: ``text``, ``boolean``, ``integer``,
            ``number``, ``time`` or ``object``.
        opening: What is told of every opening.
        model_hash: Content hash of the model.
    """

    prepared: Prepared
    names: Names
    told: tuple[Told, ...]
    deeds: tuple[Deed, ...]
    columns: tuple[tuple[str, str], ...]
    opening: tuple[tuple[str, Value], ...]
    model_hash: str

    def attendance(self, plan: int, shown: int, there: int, workers: Mapping[int, str] | None = None) -> Value:
        """
        Give the lines about who came.

        Args:
            plan: Number of the plan.
            shown: Bits of the lay people who came.
            there: Bits of the lay people whom the case has.
            workers: Ids of the case's workers by group, where they are told.
        """
        deed, first = self.deeds[plan], self.names.groups
        ways = dict(zip((*deed.groups, *(first + one for one in deed.lay)), deed.presence, strict=True))
        people = [(party, True) for party in deed.groups]
        people += [(first + one, bool(shown >> one & 1)) for one in deed.lay if there >> one & 1]
        return tuple(
            _line(self.names.parties[party], (workers or {}).get(party, ""), ways[party], came=came)
            for party, came in people
        )


def _line(party: Party, person: str, presence: str, *, came: bool) -> Value:
    told = (("role", party.role), ("person", person), ("organisation", party.organisation))
    way = (("presence", presence if came else ""), ("outcome", "came" if came else _NO_SHOW))
    return tuple((name, word) for name, word in (*told, *way) if word)


@functools.lru_cache(maxsize=8)
def layout_of(prepared: Prepared) -> Layout:
    """
    Find how the logs of a study are told, once.

    Args:
        prepared: What ``prepare`` gave.
    """
    tables, names = tables_of(prepared.model), names_of(prepared)
    deeds = tuple(_deed(tables, names, act) for act in prepared.acts)
    ways = prepared.model.case.openings
    asked = next((one.opening for one in prepared.scenario.arrivals if one.opening), "")
    way = asked or (ways[0] if ways else "")
    opening = (*((("opening", way),) if way else ()), *_lists(prepared.scenario.facts))
    return Layout(
        prepared=prepared,
        names=names,
        told=tuple(_told(tables, names, signature) for signature in prepared.letters),
        deeds=deeds,
        columns=tuple(_columns(prepared, deeds, opening)),
        opening=opening,
        model_hash=tables.model_hash,
    )


def _told(tables: Tables, names: Names, signature: Signature) -> Told:
    number = tables.index.get(signature.element)
    item = None if number is None or tables.items[number].kind != signature.kind else tables.items[number]
    part = signature.transition if signature.kind == "participant" and not item else ""
    role = names.roles.index(signature.element) if part and signature.element in names.roles else -1
    lay = [party.id for party in names.parties[names.groups :]]
    of_case = signature.kind == "case" and not item
    return Told(
        named=item is not None,
        exit=item is not None and not item.is_phase and not item.is_milestone and signature.transition == "terminated",
        part=part if part in ("joined", "left") else "",
        role=role,
        lay=lay.index(signature.element) if part and signature.element in lay else -1,
        at=item is not None and signature.transition in ("booked", "moved"),
        tried=signature.transition == "attempted",
        opens=of_case and signature.transition == "opened",
        closes=of_case and signature.transition == "closed",
    )


def _deed(tables: Tables, names: Names, act: Act) -> Deed:
    activity = index_of(tables).activities.get(act.element)
    parties = (*act.groups, *(names.groups + number for number in act.lay))
    return Deed(
        data=_as_decided(tables, act),
        missed=act.missed or _NO_SHOW,
        behalf=act.on_behalf_of,
        attendance=act.attendance,
        groups=act.groups,
        lay=act.lay,
        presence=tuple("" if activity is None else _presence(activity, names.parties[one].role) for one in parties),
        named=activity is not None and any(one.competences for one in activity.quorums),
    )


def _as_decided(tables: Tables, act: Act) -> tuple[tuple[str, Value], ...]:
    """Give the data of a plan's act as a case makes it: values typed, and what follows from the verb filled in."""
    verb = verb_of(index_of(tables).sections.get(act.element), act.verb, act.element)
    data = (*act.data, *_lists(act.behaviour.data))
    if verb is None:
        return data
    command = Command(verb=act.verb, element=act.element, by=Actor(role=act.role), data=data)
    event = candidate(tables, new_case(tables, "any"), command, verb, _EPOCH)
    return () if event.kind == "participant" else event.data


def _lists(known: Iterable[Known]) -> Iterator[tuple[str, Value]]:
    """Give the data that are lists, which no number of the log stands for: they are the same every time."""
    for one in known:
        if one.spread.shape is Shape.CONSTANT and one.spread.values:
            yield one.id, one.spread.values


def _presence(activity: Activity, role: str) -> str:
    """Give a way of being there that counts wherever an activity asks for one; empty for in person."""
    asked = [one.presence for one in activity.participants if one.role == role and one.presence]
    asked += [one.presence for one in activity.quorums if one.presence and role in (one.roles or (role,))]
    if all(Presence.IN_PERSON in ways for ways in asked):
        return ""
    able = [way for way in Presence if all(way in ways for ways in asked)]
    return (able or [asked[0][0]])[0].value


def _columns(
    prepared: Prepared, deeds: Iterable[Deed], opening: Iterable[tuple[str, Value]]
) -> Iterator[tuple[str, str]]:
    found: dict[str, str] = {}
    for name, kind in _told_data(prepared, deeds, opening):
        known = found.get(name, kind)
        numeric = {known, kind} == {"integer", "number"}
        found[name] = kind if known == kind else "number" if numeric else "object"
    yield from found.items()


def _told_data(
    prepared: Prepared, deeds: Iterable[Deed], opening: Iterable[tuple[str, Value]]
) -> Iterator[tuple[str, str]]:
    for name, value in opening:
        yield name, _TYPES.get(type(value), "object")
    for name, kind in zip(prepared.data, prepared.types, strict=True):
        yield name, _KINDS[kind]
    for deed in deeds:
        for name, value in deed.data:
            yield name, _TYPES.get(type(value), "object")
    yield from (("person", "text"), ("organisation", "text"), ("competences", "object"))
    yield from (("at", "time"), ("outcome", "text"), ("attendance", "object"))
