"""An event as a Provenance resource: who did what, when, on whose behalf, to which resources. Nothing is lost."""

from __future__ import annotations

import datetime as dt

from collabmodel.history import EVENT_SCHEMA, Event
from collabmodel.plugin import encode
from collabmodel_fhir.naming import Json, Names, Object, Whose, coded, identified, is_code, is_text, written_time
from collabmodel_fhir.values import UnwritableError, written

PARTICIPANTS = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"
NOBODY = "nobody"
"""Id, under a system of its own, of an actor whom the case does not name."""


def provenance(event: Event, whose: Whose, names: Names, targets: list[Object], *, named: bool) -> Object:
    """
    Write an event.

    Args:
        event: The event.
        whose: The case.
        names: What things are called.
        targets: References to the resources that it shaped, at least one.
        named: Whether its id and place must be written, because they do not follow from the order.

    Raises:
        StoreError: It holds what no record of an event may.
    """
    found: Object = {
        "resourceType": "Provenance",
        "id": whose.key("Provenance", event.id),
        "extension": [_extension(event, names, named=named)],
        "target": [*targets],
        "occurredDateTime": written_time(event.occurred),
        "recorded": written_time(event.recorded),
    }
    codings = _activity(event, names)
    if codings:
        found["activity"] = {"coding": codings}
    found["agent"] = _agents(event, names)
    entities = _entities(event, whose, names)
    return found | ({"entity": entities} if entities else {})


def _activity(event: Event, names: Names) -> list[Json]:
    parts = (("kind", event.kind), ("transition", event.transition), ("element", event.element))
    return [coded(names.config.codes(name), code) for name, code in parts if code]


def _agents(event: Event, names: Names) -> list[Json]:
    actor = event.actor
    who: Object = {"identifier": {"system": names.config.system("actor"), "value": NOBODY}}
    if actor.person:
        who = names.person(actor.person, actor.role, actor.organisation)
    first: Object = {"type": _participation("performer")}
    if actor.role:
        first["role"] = [{"coding": [coded(names.config.codes("role"), actor.role)]}]
    first["who"] = who
    if actor.on_behalf_of:
        first["onBehalfOf"] = names.person(actor.on_behalf_of)
    agents: list[Json] = [first]
    if actor.organisation:
        agents.append({"type": _participation("custodian"), "who": names.organisation(actor.organisation)})
    return agents


def _participation(code: str) -> Object:
    return {"coding": [{"system": PARTICIPANTS, "code": code}]}


def _entities(event: Event, whose: Whose, names: Names) -> list[Json]:
    found: list[Json] = []
    if event.corrects:
        id = identified(names.config.system("event"), event.corrects)
        what = {"type": "Provenance", **whose.reference("Provenance", event.corrects), "identifier": id}
        found.append({"role": "revision", "what": what})
    system = names.config.system("evidence")
    found.extend({"role": "source", "what": {"identifier": identified(system, one)}} for one in event.evidence if one)
    return found


def _extension(event: Event, names: Names, *, named: bool) -> Object:
    """Give what has no home elsewhere; where a text or value has no plain form, the whole record of the event."""
    parts: list[Json] = [{"url": "case", "valueString": event.case}] if is_text(event.case) else []
    try:
        parts.extend(_parts(event, names, named=named))
    except UnwritableError:
        parts = [{"url": "record", "valueString": encode(event)[2].decode()}]
        parts += [] if named else [{"url": "in-order", "valueBoolean": True}]
    return {"url": names.config.extension("event"), "extension": parts}


def _parts(event: Event, names: Names, *, named: bool) -> list[Json]:
    """Give the parts in plain form."""
    if not _is_plain(event):
        raise UnwritableError
    found: list[Json] = []
    if named:
        found.append({"url": "id", "valueString": event.id})
        found.append({"url": "seq", "valuePositiveInt": event.seq})
    texts = (("instance", event.instance), ("caused-by", event.caused_by), ("model-hash", event.model_hash))
    found.extend({"url": url, "valueString": text} for url, text in texts if text)
    found.extend(written(name, value, names.config) for name, value in event.data)
    return found


def _is_plain(event: Event) -> bool:
    """Tell whether every part of an event has a plain form in FHIR."""
    actor = event.actor
    codes = (event.kind, event.element, event.transition, actor.role)
    texts = (event.instance, event.caused_by, event.model_hash, event.corrects, actor.person, actor.organisation)
    times = all(_has_form(when) for when in (event.occurred, event.recorded))
    return (
        times
        and event.schema == EVENT_SCHEMA
        and 0 < event.seq < 2**31
        and isinstance(event.evidence, tuple)
        and all(map(is_code, filter(None, codes)))
        and all(map(is_text, filter(None, (*texts, actor.on_behalf_of))))
        and all(map(is_text, (event.case, event.id, *event.evidence)))
    )


def _has_form(when: dt.datetime) -> bool:
    return written_time(when) == when.isoformat()
