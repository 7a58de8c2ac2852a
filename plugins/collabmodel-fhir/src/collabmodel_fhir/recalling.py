"""Provenance resources of ours back as events."""

from __future__ import annotations

import datetime as dt

import attrs

from collabmodel.errors import StoreError
from collabmodel.history import Actor, Event
from collabmodel.plugin import decode
from collabmodel.rules import Value
from collabmodel_fhir.config import MARK
from collabmodel_fhir.faults import Part
from collabmodel_fhir.naming import plain
from collabmodel_fhir.recording import NOBODY
from collabmodel_fhir.values import read_named

_SINGLE = {"case": "valueString", "id": "valueString", "seq": "valuePositiveInt", "instance": "valueString",
           "caused-by": "valueString", "model-hash": "valueString", "record": "valueString",
           "in-order": "valueBoolean"}  # fmt: skip
_SORTS: dict[str | None, type] = {"valuePositiveInt": int, "valueBoolean": bool}


def extension(resource: Part, name: str) -> Part | None:
    """
    Give an extension of ours, whoever's base its address begins with; None where there is none.

    Args:
        resource: What has it.
        name: Its name, such as ``"event"``.

    Raises:
        FormatError: There are too many problems.
    """
    if "extension" not in resource.members():
        return None
    for part in resource.items("extension"):
        url = part.members().get("url")
        if isinstance(url, str) and url.endswith(MARK + name):
            return part
    return None


def recalled(resource: Part) -> Event | None:
    """
    Give the event that a Provenance of ours keeps; None, and problems, where it cannot be read.

    Args:
        resource: A Provenance that has our extension.

    Raises:
        FormatError: There are too many problems.
    """
    held = extension(resource, "event")
    if held is None:
        return None
    before = resource.faults.number
    single, data = _parts(held)
    record = single.get("record")
    if record is not None:
        found = of_record(str(record), held)
        return attrs.evolve(found, id="", seq=0) if found and "in-order" in single else found
    occurred, recorded = when(resource, "occurredDateTime"), when(resource, "recorded")
    case, seq = single.get("case"), single.get("seq", 0)
    if case is None:
        held.fault("no case", hint="the extension names the case in a part 'case'")
    if occurred is None and not resource.at("occurredDateTime"):
        resource.fault("no occurredDateTime")
    if resource.faults.number > before or occurred is None:
        return None
    kinds = _activity(resource)
    return Event(
        id=str(single.get("id", "")),
        case=str(case),
        seq=seq if isinstance(seq, int) else 0,
        occurred=occurred,
        recorded=recorded or occurred,
        kind=kinds.get("kind", ""),
        transition=kinds.get("transition", ""),
        element=kinds.get("element", ""),
        instance=str(single.get("instance", "")),
        actor=_actor(resource),
        data=data,
        evidence=_entities(resource, "source"),
        corrects=next(iter(_entities(resource, "revision")), ""),
        caused_by=str(single.get("caused-by", "")),
        model_hash=str(single.get("model-hash", "")),
    )


def of_record(text: str, held: Part) -> Event | None:
    """
    Give the event of a record; None, and a problem, where it is none.

    Args:
        text: The record.
        held: What holds it.

    Raises:
        FormatError: There are too many problems.
    """
    try:
        found = decode("event", 1, text.encode("utf-8", "replace"))
    except StoreError:
        found = None
    if found is None:
        held.fault("record of no event")
    return found


def when(part: Part, name: str) -> dt.datetime | None:
    """
    Give a time with its zone; None where there is none, and a problem where it is no such time.

    Args:
        part: What has it.
        name: Its name.

    Raises:
        FormatError: There are too many problems.
    """
    text = part.text(name)
    if not text:
        return None
    try:
        found = dt.datetime.fromisoformat(text)
        if found.tzinfo is None:
            what = "time without zone" if len(text) > 10 else "day without time and zone"
            part.at(name).fault(what, value=repr(text[:40]), hint="such as 2026-03-02T09:00:00+02:00")
            return None
        found.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        part.at(name).fault("not a time", hint="such as 2026-03-02T09:00:00+02:00")
        return None
    return found


def _parts(held: Part) -> tuple[dict[str, str | int], tuple[tuple[str, Value], ...]]:
    single: dict[str, str | int] = {}
    data: dict[str, Value] = {}
    for part in held.items("extension"):
        url = part.members().get("url")
        if url == "data":
            named = named_value(part)
            if named is not None and named[0] in data:
                part.fault("data that is there twice")
            elif named is not None:
                data[named[0]] = named[1]
            continue
        slot = _SINGLE.get(url) if isinstance(url, str) else None
        value = part.members().get(slot) if slot else None
        wanted = _SORTS.get(slot, str)
        if slot is None or type(value) is not wanted or url in single or value in ("", 0, False):
            part.fault("part of an event that means nothing", hint=f"its url is data or one of {', '.join(_SINGLE)}")
        elif isinstance(url, str) and isinstance(value, str | int):
            single[url] = value
    if single.get("seq", 1) not in range(1, 2**31):
        held.fault("place in a case's record that is none")
    return single, tuple(data.items())


def named_value(part: Part) -> tuple[str, Value] | None:
    """
    Give a name and its value; None, and a problem, where it is none.

    Args:
        part: The extension that holds them.

    Raises:
        FormatError: There are too many problems.
    """
    try:
        return read_named(part.value)
    except (ValueError, OverflowError):
        part.fault("data that means nothing")
        return None


def _activity(resource: Part) -> dict[str, str]:
    found: dict[str, str] = {}
    for coding in resource.inner("activity").items("coding"):
        system, code = coding.text("system"), coding.text("code")
        name = system.removesuffix("-quoted").rpartition("/collabmodel-")[2]
        if name in ("kind", "transition", "element") and code:
            found[name] = plain(system, code)
    return found


def _actor(resource: Part) -> Actor:
    role = person = organisation = behalf = ""
    for agent in resource.items("agent"):
        if _code(agent.inner("type")) == "custodian":
            organisation = _identifier(agent.inner("who"))
            continue
        person = _identifier(agent.inner("who"))
        behalf = _identifier(agent.inner("onBehalfOf"))
        role = next((_code(one) for one in agent.items("role")), "")
    return Actor(role=role, person=person, organisation=organisation, on_behalf_of=behalf)


def _code(concept: Part) -> str:
    for coding in concept.items("coding"):
        return plain(coding.text("system"), coding.text("code"))
    return ""


def _identifier(reference: Part) -> str:
    if not reference:
        return ""
    found = reference.inner("identifier")
    system, value = found.text("system"), found.text("value")
    return "" if system.endswith("/sid/actor") and value == NOBODY else plain(system, value)


def _entities(resource: Part, role: str) -> tuple[str, ...]:
    return tuple(_identifier(one.inner("what")) for one in resource.items("entity") if one.text("role") == role)
