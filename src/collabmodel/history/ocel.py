"""Object-centric logs in OCEL 2.0, from JSON: the objects of one type are the cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import attrs

from collabmodel.history.columns import History
from collabmodel.history.intake import XES_FIELDS, Intake, did_you_mean
from collabmodel.history.json_values import Json, decode, listed, parse
from collabmodel.history.streams import Bytes
from collabmodel.history.times import moment, parse_time
from collabmodel.history.xes_values import number, truth, whole
from collabmodel.rules.trace import Value

BIGGEST = 2**30
"""Most bytes of a JSON log, because JSON is read as a whole."""


@attrs.frozen
class Thing:
    """
    An object of a log.

    Args:
        id: Its id.
        type: Its type.
        attributes: Name, value and time of its attributes, in order of time; the time is empty for what always held.
    """

    id: str
    type: str
    attributes: tuple[tuple[str, Value, str], ...] = ()


@attrs.frozen
class Happening:
    """
    An event of a log.

    Args:
        id: Its id.
        type: Its type.
        time: When it happened, as written.
        attributes: Name and value of its attributes.
        objects: Ids of objects and how they take part.
    """

    id: str
    type: str
    time: str
    attributes: tuple[tuple[str, Value], ...] = ()
    objects: tuple[tuple[str, str], ...] = ()


def read_ocel(path: Path, intake: Intake) -> History:
    """
    Read a log from JSON. See ``cases_of`` for what becomes of it.

    Args:
        path: The file, plain or gzip.
        intake: How to read it.

    Raises:
        FormatError: It is no such log; with every problem.
    """
    problems = intake.problems
    with Bytes(path, problems, attrs.evolve(intake.caps, content=min(intake.caps.content, BIGGEST))) as stream:
        pieces = []
        while piece := stream.read(1 << 20):
            pieces.append(piece)
    try:
        found = parse(b"".join(pieces).decode("utf-8-sig"))
    except UnicodeDecodeError:
        problems.stop("text that is not UTF-8", hint="save it as UTF-8")
    except ValueError as error:
        line, place = getattr(error, "lineno", 0), getattr(error, "colno", 0)
        problems.stop("not JSON", line, place, hint=getattr(error, "msg", str(error))[:60])
    if (
        not isinstance(found, dict)
        or not isinstance(found.get("events"), list)
        or not isinstance(found.get("objects"), list)
    ):
        problems.stop("not an OCEL 2.0 log", 1, 1, hint="it is an object with lists 'events' and 'objects'")
    reader = _Reader(intake, found)
    return cases_of(list(reader.things()), list(reader.happenings()), intake)


class _Reader:
    """Takes the JSON apart, and takes down what is not as it should be."""

    def __init__(self, intake: Intake, found: dict[str, Json]) -> None:
        self.intake = intake
        self.found = found

    def wrong(self, where: str, what: str) -> None:
        self.intake.problems.add(f"{where}: {what}")

    def entries(self, section: str) -> Iterator[tuple[str, dict[str, Json]]]:
        """Walk over the objects of a section, each with its place in words."""
        for number_, entry in enumerate(self.part(self.found, section, section), 1):
            where = f"{section}[{number_}]"
            if isinstance(entry, dict) and isinstance(entry.get("id"), str) and isinstance(entry.get("type"), str):
                yield where, entry
            else:
                self.wrong(where, "not an object with texts 'id' and 'type'")

    def part(self, entry: dict[str, Json], name: str, where: str) -> list[Json]:
        """Give a list inside an object."""
        found = entry.get(name)
        if found is None or isinstance(found, list):
            return found or []
        self.wrong(where, f"{name!r} is not a list")
        return []

    def declared(self, section: str) -> dict[tuple[str, str], str]:
        """Give the types of attributes, by type of event or object and name."""
        found = {}
        for kind in self.part(self.found, section, section):
            if isinstance(kind, dict):
                for attribute in self.part(kind, "attributes", section):
                    if isinstance(attribute, dict):
                        found[str(kind.get("name")), str(attribute.get("name"))] = str(attribute.get("type"))
        return found

    def attributes(
        self, where: str, entry: dict[str, Json], types: dict[tuple[str, str], str]
    ) -> Iterator[tuple[str, Value, str]]:
        """Walk over attributes: name, value, and time or an empty text."""
        for attribute in self.part(entry, "attributes", where):
            if not isinstance(attribute, dict) or not isinstance(attribute.get("name"), str):
                self.wrong(where, "attribute without a name")
                continue
            try:
                value = decode(attribute.get("value"))
                value = typed(value, types.get((str(entry["type"]), str(attribute["name"])), ""), self.intake)
            except ValueError:
                self.wrong(where, "attribute whose value means nothing")
                continue
            yield str(attribute["name"]), value, str(attribute.get("time") or "")

    def things(self) -> Iterator[Thing]:
        """Walk over the objects of the log."""
        types = self.declared("objectTypes")
        for where, entry in self.entries("objects"):
            changes = sorted(self.attributes(where, entry, types), key=lambda change: change[2])
            yield Thing(str(entry["id"]), str(entry["type"]), tuple(changes))

    def happenings(self) -> Iterator[Happening]:
        """Walk over the events of the log."""
        types = self.declared("eventTypes")
        for where, entry in self.entries("events"):
            objects = []
            for relation in self.part(entry, "relationships", where):
                if isinstance(relation, dict) and isinstance(relation.get("objectId"), str):
                    objects.append((str(relation["objectId"]), str(relation.get("qualifier") or "")))
                else:
                    self.wrong(where, "relationship without an 'objectId'")
            attributes = tuple((name, value) for name, value, _ in self.attributes(where, entry, types))
            time = entry.get("time")
            yield Happening(
                str(entry["id"]), str(entry["type"]), time if isinstance(time, str) else "", attributes, tuple(objects)
            )


def typed(value: Value, type: str, intake: Intake) -> Value:
    """
    Give a value the type that the log declares.

    Args:
        value: The value, maybe as text.
        type: ``string``, ``time``, ``integer``, ``float`` or ``boolean``.
        intake: How to read the log.

    Raises:
        ValueError: It is not of that type.
    """
    if not isinstance(value, str):
        return value
    if type == "time":
        return moment(*parse_time(value, intake.zone))
    reader = {"integer": whole, "float": number, "boolean": truth}.get(type)
    return reader(value) if reader else value


def cases_of(things: list[Thing], happenings: Iterable[Happening], intake: Intake) -> History:
    """
    Make histories of a log: its objects of one type are the cases.

    An event that takes part in several of them belongs to each, with its id as the common ``instance``. Other
    objects are event data under the name of their type: an id, or several. Attributes of a case that always held, or
    held from its first time on, are facts; later ones are events of kind ``fact``.

    Args:
        things: Objects.
        happenings: Events.
        intake: How to read the log.

    Raises:
        FormatError: The log is wrong, or which type of objects is the case is not clear.
    """
    types = {thing.id: thing.type for thing in things}
    case_type = _case_type(sorted(set(types.values())), intake)
    intake.problems.check()
    cases = {thing.id for thing in things if thing.type == case_type}
    later: list[tuple[str, str, Value, str]] = []
    for thing in things:
        if thing.type == case_type:
            intake.builder.case(thing.id)
            later += _facts(thing, intake)
    fields = {key: field for key, field in XES_FIELDS.items() if field not in {"element", "occurred"}}
    for event in happenings:
        mine = [id for id in dict.fromkeys(id for id, _ in event.objects) if id in cases]
        unknown = [id for id, _ in event.objects if id not in types]
        if unknown:
            intake.problems.add("event that names an object that is not there")
        for case in mine:
            _happened(event, case, mine, types, fields, intake)
    for case, name, value, time in later:
        row = intake.take(
            {"case": case, "occurred": time, "kind": "fact", "transition": "recorded"}, 0, lambda _: (0, 0)
        )
        if row is not None:
            intake.data(row, name, value, _nowhere)
    return intake.finish()


def _case_type(types: list[str], intake: Intake) -> str:
    """Give the type of objects that are the cases: as said, else the only one, else ``case``."""
    wanted = intake.mapping.object_type
    likely = wanted or (types[0] if len(types) == 1 else "case")
    if likely in types or not (types or wanted):
        return likely
    hint = did_you_mean(wanted, types) or f"say which objects are the cases (object_type): {', '.join(types)[:200]}"
    what = "no such type of objects" if wanted else "several types of objects"
    intake.problems.add(what, value=repr(wanted[:60]) if wanted else "", hint=hint)
    return likely


def _facts(thing: Thing, intake: Intake) -> list[tuple[str, str, Value, str]]:
    """Set the facts that a case opened with, and give the later ones."""
    facts = dict(intake.mapping.facts)
    seen: set[str] = set()
    later = []
    for name, value, time in thing.attributes:
        if name in intake.mapping.drop:
            continue
        fact = facts.get(name, name)
        if fact in seen:
            later.append((thing.id, fact, value, time))
        else:
            intake.fact(thing.id, fact, value, _nowhere)
        seen.add(fact)
    return later


def _happened(
    event: Happening, case: str, mine: list[str], types: dict[str, str], fields: dict[str, str], intake: Intake
) -> None:
    """Take in the part of an event that belongs to one case."""
    attributes = dict(event.attributes)
    parts: dict[str, Value] = {field: attributes.pop(key) for key, field in fields.items() if key in attributes}
    element = "" if parts.get("kind") == event.type and attributes.pop("collab:nameless", False) else event.type
    if isinstance(evidence := parts.get("evidence"), str):
        parts["evidence"] = listed(evidence)
    shared = {"event": f"{event.id}@{case}", "instance": event.id} if len(mine) > 1 else {"event": event.id}
    parts = {**shared, **parts, "case": case, "element": element, "occurred": event.time}
    row = intake.take(parts, 0, _nowhere)
    if row is None:
        return
    others: dict[str, list[str]] = {}
    for id, _ in event.objects:
        if id not in mine and id in types:
            others.setdefault(types[id], []).append(id)
    for type, ids in others.items():
        attributes.setdefault(type, ids[0] if len(ids) == 1 else tuple(ids))
    for name, value in attributes.items():
        if name not in intake.mapping.drop:
            intake.data(row, intake.data_name(name), value, _nowhere)


def _nowhere(_name: str) -> tuple[int, int]:
    return 0, 0
