"""Meetings, and other work that is booked, as Appointment resources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from collabmodel.history import Event
from collabmodel.model import Activity, Mode
from collabmodel_fhir.naming import Json, Object, coded, written_time
from collabmodel_fhir.tasks import WORK_ENDS, outcome_code, work_task
from collabmodel_fhir.telling import Home, Told, attendance, filled, ids, instances, text, time

BOOKING = frozenset({"proposed", "booked", "moved"})
"""Transitions by which work comes to have a time."""
STATUS = {
    "planned": "proposed", "proposed": "proposed", "asked": "pending", "booked": "booked", "moved": "booked",
    "active": "arrived", "completed": "fulfilled", "cancelled": "cancelled", "terminated": "cancelled",
}  # fmt: skip
"""Status of an appointment after a transition."""
NO_SHOW = "no-show"
APART = frozenset(
    {"case", "phase", "milestone", "participant", "lead", "consent", "legal_basis", "limit", "fact", "rating",
     "attestation", "waiver", "override", "link", "clock", "migration", "correction", "adoption"}
)  # fmt: skip
"""Kinds of events that are no work."""
_CANCELLED = "http://terminology.hl7.org/CodeSystem/appointment-cancellation-reason"


def work(told: Told) -> Iterator[Home]:
    """
    Make an Appointment for each occurrence of a meeting or of work that was booked, a Task for each of other work.

    Args:
        told: The case.
    """
    events = (event for event in told.events if event.element and event.kind not in APART)
    for key, occurrence in instances(events, WORK_ENDS):
        booked = any(event.transition in BOOKING for event in occurrence)
        if booked or occurrence[0].kind == "meeting":
            yield _appointment(told, key, occurrence)
        else:
            yield work_task(told, key, occurrence)


def _appointment(told: Told, key: str, events: Sequence[Event]) -> Home:
    names, last = told.names, events[-1]
    status = _status(events)
    start, end = _when(events, status)
    if start is None and status not in {"proposed", "cancelled"}:
        status = "proposed"
    over = status in {"cancelled", "noshow"}
    resource: Object = {
        "resourceType": "Appointment",
        "id": told.whose.key("Appointment", key),
        "status": status,
        "cancellationReason": _reason(told, last) if over else {},
        "serviceType": [{"concept": names.concept("element", events[0].element, kind=events[0].kind)}],
        "basedOn": [told.whose.reference("CarePlan")],
        "subject": told.whose.subject,
        "start": written_time(start) if start else "",
        "end": written_time(end) if end else "",
        "created": written_time(next((one for one in events if one.transition in BOOKING), events[0]).occurred),
        "cancellationDate": written_time(last.occurred) if over else "",
        "participant": _participants(told, events),
    }
    return Home(resource=filled(resource), events=ids(events), work=True, done=status == "fulfilled")


def _status(events: Sequence[Event]) -> str:
    last = next((event for event in reversed(events) if event.transition in STATUS), None)
    if last is None:
        return "proposed"
    if last.transition == "terminated" and text(last, "outcome") == NO_SHOW:
        return "noshow"
    return STATUS[last.transition]


def _reason(told: Told, last: Event) -> Object:
    """Give why it came to nothing as codes; reasons in words stay with the event."""
    codings: list[Json] = [{"system": _CANCELLED, "code": "other"}]
    codings.append(coded(told.names.config.codes("transition"), last.transition))
    if outcome := outcome_code(told, last):
        codings.append(coded(told.names.config.codes("outcome"), outcome))
    return {"coding": codings}


def _when(events: Sequence[Event], status: str) -> tuple[dt.datetime | None, dt.datetime | None]:
    """
    Give when it was to be, or was: as last booked, else when it was done.

    How long it takes is nowhere told, so until it was completed its end is its start.
    """
    booked = next((at for event in reversed(events) if event.transition in BOOKING and (at := time(event, "at"))), None)
    ended = events[-1].occurred if status in {"fulfilled", "noshow"} else None
    begun = next((event.occurred for event in reversed(events) if event.transition == "active"), None)
    if booked:
        return booked, max(booked, ended or booked)
    if ended:
        return begun or ended, ended
    return begun, begun


def _participants(told: Told, events: Sequence[Event]) -> list[Json]:
    """Give who came, else who is to come, else whom it is about."""
    for event in reversed(events):
        if lines := attendance(event):
            return [_came(told, line) for line in lines]
    element = told.names.element(events[0].element)
    found: list[Json] = []
    for part in element.participants if isinstance(element, Activity) else ():
        concept = told.names.concept("role", part.role)
        required: Object = {"required": True} if part.mode is Mode.REQUIRED else {}
        found.append({"type": [concept], **required, "status": "needs-action"})
    return found or [{"actor": told.whose.subject, "status": "needs-action"}]


def _came(told: Told, line: dict[str, str]) -> Object:
    role, person, organisation = (line.get(name, "") for name in ("role", "person", "organisation"))
    came = line.get("outcome", "came") == "came"
    found: Object = {"type": [told.names.concept("role", role)]} if role else {}
    if person:
        found["actor"] = told.names.person(person, role, organisation)
    if not found:
        found["actor"] = told.whose.subject
    return found | {"status": "accepted" if came else "declined"}
