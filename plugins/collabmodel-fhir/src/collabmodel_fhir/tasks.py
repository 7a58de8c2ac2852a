"""Work items, handovers of leads, and limits as Task resources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from collabmodel.history import Event
from collabmodel_fhir.naming import Json, Object, written_time
from collabmodel_fhir.telling import Home, Told, filled, ids, instances, period, status_concept, text, time

WORK = {
    "planned": "requested", "asked": "requested", "attempted": "in-progress", "active": "in-progress",
    "suspended": "on-hold", "resumed": "in-progress", "completed": "completed", "terminated": "failed",
    "cancelled": "cancelled",
}  # fmt: skip
"""Status of the task of a work item after a transition."""
LEADS = {
    "offered": "requested", "taken": "completed", "accepted": "completed", "refused": "rejected",
    "withdrawn": "cancelled", "expired": "failed", "released": "completed",
}  # fmt: skip
"""Status of the task that a lead is after a transition."""
LIMITS = {
    "suspended": "on-hold", "resumed": "in-progress", "extended": "in-progress", "escalated": "in-progress",
    "waived": "cancelled",
}  # fmt: skip
"""Status of the task that a limit is after a transition."""
WORK_ENDS = frozenset({"completed", "terminated", "cancelled"})
_LEAD_ENDS = frozenset({"refused", "withdrawn", "expired", "released"})
_TURNED = frozenset({"rejected", "failed", "cancelled"})
_OUTCOMES = ("no-show", "not held", "declined", "expired", "not reached")


def work_task(told: Told, key: str, events: Sequence[Event]) -> Home:
    """
    Make the Task of an occurrence of a work item.

    Args:
        told: The case.
        key: What makes it the one it is.
        events: Its events, at least one.
    """
    last = events[-1]
    status = _status(events, WORK, "received")
    if last.transition == "terminated" and text(last, "outcome") == "declined":
        status = "rejected"
    resource = _task(told, key, events, status)
    return Home(resource=resource, events=ids(events), work=True, done=status == "completed")


def lead_tasks(told: Told) -> Iterator[Home]:
    """
    Make a Task for each offer and holding of a lead.

    Args:
        told: The case.
    """
    for key, events in instances(_with_element(told, "lead"), _LEAD_ENDS):
        resource = _task(told, key, events, _status(events, LEADS, "received"))
        taken = next((one for one in reversed(events) if one.transition in {"offered", "taken", "accepted"}), None)
        person = text(taken, "person") if taken else ""
        if taken and person:
            role = text(taken, "role")
            resource["owner"] = told.names.person(person, role, text(taken, "organisation"))
        yield Home(resource=resource, events=ids(events))


def limit_tasks(told: Told) -> Iterator[Home]:
    """
    Make a Task for each limit that was stopped, extended, waived or told of.

    Args:
        told: The case.
    """
    for key, events in instances(_with_element(told, "limit"), frozenset({"waived"})):
        yield Home(resource=_task(told, key, events, _status(events, LIMITS, "received")), events=ids(events))


def _with_element(told: Told, kind: str) -> Iterable[Event]:
    return (event for event in told.of_kind(kind) if event.element)


def _status(events: Sequence[Event], table: dict[str, str], other: str) -> str:
    """Give the status after the last transition that has one."""
    found = (table[event.transition] for event in reversed(events) if event.transition in table)
    return next(found, other)


def _task(told: Told, key: str, events: Sequence[Event], status: str) -> Object:
    names, first, last = told.names, events[0], events[-1]
    asker = first.actor
    resource: Object = {
        "resourceType": "Task",
        "id": told.whose.key("Task", key),
        "basedOn": [told.whose.reference("CarePlan")],
        "status": status,
        "statusReason": _reason(told, last, status),
        "businessStatus": status_concept(told, last.transition),
        "intent": "plan",
        "code": names.concept("element", first.element, kind=first.kind),
        "for": told.whose.subject,
        "executionPeriod": _executed(events),
        "authoredOn": written_time(first.occurred),
        "lastModified": written_time(last.occurred),
        "requester": names.person(asker.person, asker.role, asker.organisation) if asker.person else {},
        "performer": _performers(told, last),
        "owner": _owner(told, events),
        "restriction": _restriction(events),
        "relevantHistory": [told.whose.reference("Provenance", event.id) for event in events],
    }
    return filled(resource)


def _reason(told: Told, last: Event, status: str) -> Object:
    """Give the outcome as a code: reasons in words stay with the event."""
    outcome = outcome_code(told, last)
    return {"concept": told.names.concept("outcome", outcome)} if outcome and status in _TURNED else {}


def outcome_code(told: Told, last: Event) -> str:
    """
    Give the outcome of an event where it is a word of the model or of ours; words of people are no codes.

    Args:
        told: The case.
        last: The event.
    """
    outcome = text(last, "outcome")
    element = told.names.element(last.element)
    return outcome if outcome in (*getattr(element, "outcomes", ()), *_OUTCOMES) else ""


def _executed(events: Sequence[Event]) -> Object:
    start: dt.datetime | None = next((one.occurred for one in events if one.transition in {"active", "taken"}), None)
    ended = events[-1].transition in WORK_ENDS | _LEAD_ENDS
    return period(start, events[-1].occurred if ended else None)


def _performers(told: Told, last: Event) -> list[Json]:
    actor, names = last.actor, told.names
    if not actor.person:
        return []
    who: Object = {"actor": names.person(actor.person, actor.role, actor.organisation)}
    return [{"function": names.concept("role", actor.role), **who} if actor.role else who]


def _owner(told: Told, events: Sequence[Event]) -> Object:
    """Refer to whoever it was asked of, else to who did the last of it."""
    for event in reversed(events):
        actor = event.actor
        if actor.person and event.transition not in {"planned", "asked", "offered"}:
            return told.names.person(actor.person, actor.role, actor.organisation)
    asked = next((text(event, "to") for event in events if text(event, "to")), "")
    organisation = bool(asked) and type(told.names.element(asked)).__name__ == "Organisation"
    return told.names.organisation(asked) if organisation else {}


def _restriction(events: Sequence[Event]) -> Object:
    until = next((at for one in reversed(events) if (at := time(one, "expires", "due", "until"))), None)
    return {"period": {"end": written_time(until)}} if until else {}
