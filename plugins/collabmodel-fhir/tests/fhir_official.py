"""What the official resource models of R5, and the value sets bound to codes, say of a resource."""

from __future__ import annotations

import importlib
import json

TASKS = {
    "draft", "requested", "received", "accepted", "rejected", "ready", "cancelled", "in-progress", "on-hold", "failed",
    "completed", "entered-in-error",
}  # fmt: skip
OURS = "/CodeSystem/collabmodel-"
CODE_SYSTEMS = {
    "http://terminology.hl7.org/CodeSystem/goal-achievement": {"achieved", "not-achieved"},
    "http://terminology.hl7.org/CodeSystem/provenance-participant-type": {"performer", "custodian"},
    "http://terminology.hl7.org/CodeSystem/appointment-cancellation-reason": {"other"},
}
REFERRED = {
    "CarePlan.subject": {"Patient", "Group"},
    "CarePlan.careTeam": {"CareTeam"},
    "CarePlan.goal": {"Goal"},
    "CarePlan.partOf": {"CarePlan"},
    "EpisodeOfCare.patient": {"Patient"},
    "EpisodeOfCare.careTeam": {"CareTeam"},
    "EpisodeOfCare.careManager": {"Practitioner", "PractitionerRole"},
    "EpisodeOfCare.managingOrganization": {"Organization"},
    "CareTeam.subject": {"Patient", "Group"},
    "Goal.subject": {"Patient", "Group", "Organization"},
    "Appointment.basedOn": {"CarePlan"},
    "Task.relevantHistory": {"Provenance"},
}
"""Types that R5 lets some references point to."""


def model_of(kind):
    """Give the official model of a type of resource, which is of R5."""
    return getattr(importlib.import_module(f"fhir.resources.{kind.lower()}"), kind)


def objections(resource):
    """Give what is wrong with a resource: nothing, where it is one of R5."""
    kind = resource["resourceType"]
    found = list(_codes(model_of(kind).model_validate_json(json.dumps(resource)), kind))
    found += list(_systems(resource))
    found += list(_references(resource, kind))
    found += list(_rules(resource, kind))
    return found


def _codes(model, path):
    """Hold codes to the value sets that the official models name."""
    for name, field in type(model).model_fields.items():
        value = getattr(model, name, None)
        known = (field.json_schema_extra or {}).get("enum_values")
        if known and "+" in known:
            known = TASKS
        if known and value is not None and value not in known:
            yield f"{path}.{name} is {value!r}"
        for inner in value if isinstance(value, list) else [value]:
            if hasattr(type(inner), "model_fields"):
                yield from _codes(inner, f"{path}.{name}")


def _systems(value):
    """Hold codes to the code systems that they say to be of."""
    if isinstance(value, dict):
        system, code = value.get("system"), value.get("code")
        if system and code and OURS not in system and code not in CODE_SYSTEMS.get(system, ()):
            yield f"no code of {system}: {code}"
        for inner in value.values():
            yield from _systems(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _systems(inner)


def _references(resource, kind):
    for path, known in REFERRED.items():
        owner, name = path.split(".")
        if owner == kind and name in resource:
            for one in resource[name] if isinstance(resource[name], list) else [resource[name]]:
                sort = one.get("type") or one["reference"].split("/")[0]
                if sort not in known:
                    yield f"{path} points to {sort}"


def _rules(resource, kind):
    """Hold a resource to the invariants of R5 that its model does not check."""
    if kind == "Appointment":
        whole = ("start" in resource) == ("end" in resource)
        placed = "start" in resource or resource["status"] in {"proposed", "cancelled", "waitlist"}
        if not whole or not placed:
            yield "Appointment without start and end (app-2, app-3)"
        if resource["status"] not in {"cancelled", "noshow"} and {"cancellationReason", "cancellationDate"} & {
            *resource
        }:
            yield "Appointment with a reason to cancel that is not cancelled (app-4)"
        if any(not {"actor", "type"} & {*one} for one in resource["participant"]):
            yield "Appointment with a participant without type and actor (app-1)"
    if kind == "CareTeam" and any(not {"role", "member"} & {*one} for one in resource.get("participant", [])):
        yield "CareTeam with a participant without role and member (ctm-2)"
