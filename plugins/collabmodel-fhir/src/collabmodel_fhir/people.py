"""Who takes part in a case as a CareTeam, and what they agreed to as Consents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import attrs

from collabmodel.history import Event
from collabmodel.rules import Value
from collabmodel_fhir.naming import Json, Object, written_time
from collabmodel_fhir.telling import Home, Told, filled, ids, instances, period, text, value

CONSENTS = frozenset({"given", "refused", "withdrawn"})
"""Transitions of consent that change it."""


@attrs.define(kw_only=True)
class _Member:
    role: str
    person: str
    organisation: str
    start: dt.datetime | None = None
    end: dt.datetime | None = None


def care_team(told: Told) -> Home:
    """
    Make the CareTeam of a case: who joined and left, and who acted without having joined.

    Args:
        told: The case.
    """
    members: list[_Member] = []
    events = told.of_kind("participant")
    for event in events:
        _move(members, event)
    known = {(one.role, one.person) for one in members}
    for event in told.events:
        actor = event.actor
        if (actor.role or actor.person) and (actor.role, actor.person) not in known:
            known.add((actor.role, actor.person))
            members.append(_Member(role=actor.role, person=actor.person, organisation=actor.organisation))
    resource: Object = {
        "resourceType": "CareTeam",
        "id": told.whose.key("CareTeam"),
        "status": "inactive" if told.closed else "active",
        "subject": told.whose.subject,
        "participant": [_participant(told, one) for one in members],
    }
    return Home(resource=filled(resource), events=ids(events))


def _move(members: list[_Member], event: Event) -> None:
    person = text(event, "person") or event.actor.person
    if not (person or event.element):
        return
    if event.transition == "joined":
        organisation = text(event, "organisation")
        members.append(_Member(role=event.element, person=person, organisation=organisation, start=event.occurred))
    elif event.transition == "left":
        open_one = next((one for one in reversed(members) if (one.role, one.person) == (event.element, person)), None)
        if open_one is not None and open_one.end is None:
            open_one.end = event.occurred
        else:
            members.append(_Member(role=event.element, person=person, organisation="", end=event.occurred))


def _participant(told: Told, one: _Member) -> Object:
    names = told.names
    found: Object = {
        "role": names.concept("role", one.role) if one.role else {},
        "member": names.person(one.person, one.role, one.organisation) if one.person else {},
        "onBehalfOf": names.organisation(one.organisation) if one.organisation else {},
        "coveragePeriod": period(one.start, one.end),
    }
    return filled(found)


def consents(told: Told) -> Iterator[Home]:
    """
    Make a Consent each time that somebody agreed or refused, ended by its withdrawal.

    Args:
        told: The case.
    """
    events = [event for event in told.of_kind("consent") if event.element]
    for key, group in instances((attrs.evolve(event, instance="") for event in events), frozenset({"withdrawn"})):
        turns: list[list[Event]] = []
        for event in group:
            if event.transition in {"given", "refused"} or not turns:
                turns.append([])
            turns[-1].append(event)
        for number, turn in enumerate(turns):
            yield _consent(told, f"{key}\n{number}", turn)


def _consent(told: Told, key: str, events: list[Event]) -> Home:
    first, names = events[0], told.names
    withdrawn = next((event.occurred for event in events if event.transition == "withdrawn"), None)
    actor = first.actor
    grantor: list[Json] = [names.person(actor.person, actor.role, actor.organisation)] if actor.person else []
    recipients = value(first, "recipients")
    grantees = [one for one in recipients if isinstance(one, str)] if isinstance(recipients, tuple) else []
    start = first.occurred if first.transition in {"given", "refused"} else None
    resource: Object = {
        "resourceType": "Consent",
        "id": told.whose.key("Consent", key),
        "status": "inactive" if withdrawn else "active",
        "category": [names.concept("element", first.element, kind="consent")],
        "subject": told.whose.subject,
        "date": written_time(start)[:10] if start else "",
        "period": period(start, withdrawn) | _until(value(first, "until"), withdrawn),
        "grantor": grantor,
        "grantee": [names.organisation(one) for one in grantees if one],
        "decision": "deny" if first.transition == "refused" else "permit",
        "provision": _provision(told, first),
    }
    return Home(resource=filled(resource), events=ids(events))


def _until(until: Value, withdrawn: dt.datetime | None) -> Object:
    """Give until when it was given, unless it was withdrawn."""
    if withdrawn is not None or not isinstance(until, dt.date):
        return {}
    if isinstance(until, dt.datetime):
        return {"end": written_time(until)} if until.tzinfo else {}
    return {"end": until.isoformat()}


def _provision(told: Told, first: Event) -> list[Json]:
    purpose = text(first, "purpose")
    return [{"purpose": told.names.concept("purpose", purpose)["coding"]}] if purpose else []
