"""The case under its model as EpisodeOfCare, CarePlan, CarePlans of phases, and Goals of milestones."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest
from urllib.parse import quote

from collabmodel.history import Event, moment
from collabmodel.model import Model, Phase, Text
from collabmodel.plugin import encode
from collabmodel_fhir.config import FhirConfig
from collabmodel_fhir.naming import Json, Object, identified, written_time
from collabmodel_fhir.telling import Home, Told, filled, ids, instances, period, text
from collabmodel_fhir.values import UnwritableError, written

LIFE = {"opened": "active", "reopened": "active", "closed": "finished"}
"""Status of the episode after a transition of the case."""
PHASES = {"active": "active", "resumed": "active", "suspended": "on-hold", "completed": "completed",
          "terminated": "revoked"}  # fmt: skip
"""Status of the plan of a phase after a transition."""
_ENDS = frozenset({"completed", "terminated"})
_ACHIEVEMENT = "http://terminology.hl7.org/CodeSystem/goal-achievement"


def canonical(model: Model, config: FhirConfig) -> str:
    """
    Give the canonical address of a model, with its version.

    Args:
        model: The model.
        config: Addresses.
    """
    return f"{config.base}/PlanDefinition/{quote(model.id, safe='')}|{quote(model.version, safe='')}"


def episode(told: Told) -> Home:
    """
    Make the EpisodeOfCare of a case: its life.

    Args:
        told: The case.
    """
    life = [event for event in told.of_kind("case") if event.transition in LIFE]
    history: list[Json] = [
        {"status": LIFE[event.transition], "period": period(event.occurred, after.occurred if after else None)}
        for event, after in zip_longest(life, life[1:])
    ]
    status = LIFE[life[-1].transition] if life else ("finished" if told.closed else "active")
    manager, organisation = _held(told)
    resource: Object = {
        "resourceType": "EpisodeOfCare",
        "id": told.whose.key("EpisodeOfCare"),
        "identifier": _identifier(told),
        "status": status,
        "statusHistory": history,
        "patient": told.whose.subject,
        "managingOrganization": organisation,
        "period": _life_period(told),
        "careManager": manager,
        "careTeam": [told.whose.reference("CareTeam")],
    }
    return Home(resource=filled(resource), events=ids(life))


def _identifier(told: Told) -> list[Json]:
    return [identified(told.names.config.system("case"), told.whose.id)]


def _life_period(told: Told) -> Object:
    """Give from when a case was open, and to when if it is closed."""
    life = [event for event in told.of_kind("case") if event.transition in LIFE]
    if not life:
        return {}
    closed = life[-1].occurred if life[-1].transition == "closed" else None
    return period(life[0].occurred if life[0].transition != "closed" else None, closed)


def _held(told: Told) -> tuple[Object, Object]:
    """Refer to the person and the organisation that lead the case now."""
    person: Object = {}
    organisation: Object = {}
    for event in told.of_kind("lead"):
        if event.transition in {"taken", "accepted"}:
            names = told.names
            whom, whose = text(event, "person"), text(event, "organisation") or event.actor.organisation
            role = text(event, "role") or event.actor.role
            who = whom or event.actor.person
            person = {**names.person(who, role, whose), "type": "Practitioner"} if who else {}
            organisation = names.organisation(whose) if whose else {}
        elif event.transition == "released":
            person, organisation = {}, {}
    return person, organisation


def care_plan(told: Told, homes: Iterable[Home]) -> Home:
    """
    Make the CarePlan of a case: the case under its model, with what was planned and done.

    Args:
        told: The case.
        homes: The resources of its work.
    """
    life = [event for event in told.of_kind("case") if event.transition in LIFE]
    closed = life[-1].transition == "closed" if life else told.closed
    model, names = told.names.model, told.names
    work = [home for home in homes if home.work]
    goals: list[Json] = [home.reference for home in homes if home.resource["resourceType"] == "Goal"]
    resource: Object = {
        "resourceType": "CarePlan",
        "id": told.whose.key("CarePlan"),
        "language": names.language,
        "extension": _extensions(told),
        "identifier": _identifier(told),
        "instantiatesCanonical": [canonical(model, names.config)] if model else [],
        "status": "completed" if closed else "active",
        "intent": "plan",
        **names.titled("title", model.title if model else Text()),
        "subject": told.whose.subject,
        "period": _life_period(told),
        "careTeam": [told.whose.reference("CareTeam")],
        "goal": goals,
        "activity": [_activity(home) for home in work],
    }
    return Home(resource=filled(resource), events=())


def _activity(home: Home) -> Object:
    done: Object = {"performedActivity": [{"reference": home.reference}]} if home.done else {}
    return done | {"plannedActivityReference": home.reference}


def _extensions(told: Told) -> list[Json]:
    """Give the content hash of the model, and the facts known when the case opened."""
    config, found = told.names.config, list[Json]()
    if told.names.model is not None:
        found.append({"url": config.extension("model-hash"), "valueString": told.names.model_hash})
    if told.facts:
        found.append({"url": config.extension("facts"), "extension": _facts(told)})
    return found


def _facts(told: Told) -> list[Json]:
    try:
        return [written(name, known, told.names.config) for name, known in told.facts]
    except UnwritableError:
        return [{"url": "record", "valueString": _record(told)}]


def _record(told: Told) -> str:
    """Write facts that have no plain form as the record of an event that tells them."""
    epoch = moment(0)
    event = Event(id="facts", case="facts", seq=1, occurred=epoch, recorded=epoch, kind="fact", data=told.facts)
    return encode(event)[2].decode()


def phases(told: Told) -> Iterable[Home]:
    """
    Make a CarePlan for each occurrence of a phase, part of that of the case or of its phase.

    Args:
        told: The case.
    """
    newest: dict[str, Object] = {}
    for key, events in instances((one for one in told.of_kind("phase") if one.element), _ENDS):
        element, last = events[0].element, events[-1]
        starts = next((one.occurred for one in events if one.transition == "active"), None)
        ended = last.occurred if last.transition in _ENDS else None
        phase = told.names.element(element)
        above = newest.get(phase.phase) if isinstance(phase, Phase) else None
        resource: Object = {
            "resourceType": "CarePlan",
            "id": told.whose.key("CarePlan", key),
            "partOf": [above or told.whose.reference("CarePlan")],
            "status": PHASES.get(last.transition, "unknown"),
            "intent": "plan",
            "category": [told.names.concept("element", element, kind="phase")],
            "subject": told.whose.subject,
            "period": period(starts, ended),
        }
        home = Home(resource=filled(resource), events=ids(events))
        newest[element] = home.reference
        yield home


def goals(told: Told) -> Iterable[Home]:
    """
    Make a Goal for each milestone that was reached or revoked.

    Args:
        told: The case.
    """
    found: dict[str, list[Event]] = {}
    for event in told.of_kind("milestone"):
        if event.element:
            found.setdefault(event.element, []).append(event)
    for element, events in found.items():
        last = events[-1]
        reached = last.transition == "achieved"
        code = "achieved" if reached else "not-achieved"
        resource: Object = {
            "resourceType": "Goal",
            "id": told.whose.key("Goal", element),
            "lifecycleStatus": "completed" if reached else "active",
            "achievementStatus": {"coding": [{"system": _ACHIEVEMENT, "code": code}]},
            "description": told.names.concept("element", element, kind="milestone"),
            "subject": told.whose.subject,
            "statusDate": written_time(last.occurred)[:10],
        }
        yield Home(resource=resource, events=ids(events))
