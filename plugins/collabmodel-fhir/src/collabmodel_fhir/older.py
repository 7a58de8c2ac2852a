"""Signs of resources that were written for an older release of FHIR."""

from __future__ import annotations

from collections.abc import Mapping

from collabmodel_fhir.faults import Part

_MEMBERS: Mapping[str, tuple[str, ...]] = {
    "CarePlan": ("author", "assignedTo"),
    "CareTeam": ("encounter", "reasonCode", "reasonReference"),
    "EpisodeOfCare": ("team",),
    "Task": ("reasonCode", "reasonReference", "performerType"),
    "Appointment": ("cancelationReason", "reasonCode", "reasonReference", "comment"),
    "Consent": ("scope", "patient", "dateTime", "performer", "organization", "policy", "policyRule"),
    "Provenance": ("reason",),
}
_INNER: Mapping[str, tuple[tuple[str, str], ...]] = {
    "CarePlan": (("activity", "detail"), ("activity", "reference"), ("activity", "outcomeReference")),
    "CareTeam": (("participant", "period"),),
    "Appointment": (("serviceType", "coding"),),
}


def older(kind: str, part: Part) -> str:
    """
    Give what shows that a resource was written for R4 or before; empty where nothing does.

    Args:
        kind: Its type.
        part: The resource.
    """
    members = part.members()
    for name in _MEMBERS.get(kind, ()):
        if name in members:
            return f"{kind}.{name}"
    for name, inner in _INNER.get(kind, ()):
        held = members.get(name)
        if isinstance(held, list) and any(isinstance(one, dict) and inner in one for one in held):
            return f"{kind}.{name}.{inner}"
    if kind == "Consent" and isinstance(members.get("provision"), dict):
        return "Consent.provision as an object"
    return ""
