"""What resources tell by themselves, without a Provenance of ours: events, as far as it goes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

import attrs

from collabmodel.history import micros
from collabmodel.rules import Value
from collabmodel_fhir.config import FhirConfig
from collabmodel_fhir.dated import day_or_time, told_at
from collabmodel_fhir.faults import Part
from collabmodel_fhir.plans import PHASES
from collabmodel_fhir.pointing import code_of, own_code, who


@attrs.frozen(kw_only=True)
class Happening:
    """
    One thing that a resource tells.

    Args:
        kind: Kind of event.
        element: Code of what it is about, or empty.
        transition: What happened to it.
        at: When; timezone-aware.
        role: Code of the role, or empty.
        person: Opaque id, or empty. Not shown in ``repr``.
        organisation: Opaque id, or empty.
        data: What it carries; not shown in ``repr``.
    """

    kind: str
    element: str = ""
    transition: str
    at: dt.datetime
    role: str = ""
    person: str = attrs.field(default="", repr=False)
    organisation: str = ""
    data: tuple[tuple[str, Value], ...] = attrs.field(default=(), repr=False)

    @property
    def micros(self) -> int:
        """When it happened, microseconds since 1970 UTC."""
        return micros(self.at)

    @property
    def offset(self) -> int:
        """Minutes that its local time is ahead of UTC."""
        return int((self.at.utcoffset() or dt.timedelta()).total_seconds() // 60)


@attrs.frozen(kw_only=True)
class Reading:
    """
    A resource while it is read.

    Args:
        part: The resource.
        config: Addresses.
    """

    part: Part
    config: FhirConfig

    def at(self, name: str, *inner: str) -> dt.datetime | None:
        """
        Give a time; None where there is none.

        Args:
            name: Name of the member.
            inner: Names below it.

        Raises:
            FormatError: There are too many problems.
        """
        part, names = self.part, (name, *inner)
        for one in names[:-1]:
            part = part.inner(one)
        return day_or_time(part, names[-1], self.config)

    def needed(self, what: str, *found: dt.datetime | None) -> dt.datetime | None:
        """
        Give the first time there is, else that of the last update of the resource, else take a problem down.

        Args:
            what: What the time is wanted for.
            found: The times.

        Raises:
            FormatError: There are too many problems.
        """
        known = next((one for one in found if one), None) or told_at(self.part, self.config)
        if known is None:
            self.part.fault(f"no time at which it was {what}", hint="meta.lastUpdated would do")
        return known

    def status(self, known: Mapping[str, object]) -> str:
        """
        Give the status; empty, and a problem, where it is none of those of R5.

        Args:
            known: The statuses there are.

        Raises:
            FormatError: There are too many problems.
        """
        found = self.part.text("status")
        if found in known:
            return found
        kind = self.part.members().get("resourceType")
        self.part.at("status").fault(f"no status of {kind}", hint=f"it can be {', '.join(sorted(known))}")
        return ""


EPISODES = dict.fromkeys(
    ("planned", "waitlist", "active", "onhold", "finished", "cancelled", "entered-in-error"), True
)  # fmt: skip
PLANS = dict.fromkeys(("draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown"), True)
TASKS = {
    "draft": "", "requested": "", "received": "", "accepted": "", "rejected": "terminated", "ready": "",
    "cancelled": "terminated", "in-progress": "active", "on-hold": "suspended", "failed": "terminated",
    "completed": "completed", "entered-in-error": "",
}  # fmt: skip
APPOINTMENTS = {
    "proposed": "proposed", "pending": "proposed", "booked": "booked", "arrived": "active", "fulfilled": "completed",
    "cancelled": "cancelled", "noshow": "terminated", "entered-in-error": "", "checked-in": "active", "waitlist": "",
}  # fmt: skip
CONSENTS = dict.fromkeys(("draft", "active", "inactive", "not-done", "entered-in-error", "unknown"), True)
_OVER = ("finished", "cancelled")


def life_of(reading: Reading) -> list[Happening]:
    """
    Read the life of a case from an EpisodeOfCare.

    Args:
        reading: The resource.

    Raises:
        FormatError: There are too many problems.
    """
    status = reading.status(EPISODES)
    turns: list[tuple[str, dt.datetime | None]] = []
    for one in reading.part.items("statusHistory"):
        inner = attrs.evolve(reading, part=one)
        at = inner.at("period", "start")
        if inner.status(EPISODES):
            turns.append((one.text("status"), at))
    if not turns:
        turns = [("active", reading.at("period", "start"))]
        if status in _OVER:
            turns.append((status, reading.at("period", "end")))
    return [] if status == "entered-in-error" else _turns(turns)


def _turns(turns: list[tuple[str, dt.datetime | None]]) -> list[Happening]:
    found: list[Happening] = []
    last = ""
    for status, at in turns:
        transition = ""
        if status == "active" and last != "active":
            transition = "reopened" if last in _OVER else "" if last else "opened"
        elif status in _OVER and last not in _OVER:
            transition = "closed"
        if status == "active" or status in _OVER:
            last = status
        if transition and at is not None:
            found.append(Happening(kind="case", transition=transition, at=at))
    return found


def phase_of(reading: Reading) -> list[Happening]:
    """
    Read a phase from a CarePlan that is part of another.

    Args:
        reading: The resource.

    Raises:
        FormatError: There are too many problems.
    """
    status = reading.status(PLANS)
    element = next((code for one in reading.part.items("category") if (code := code_of(one, "element"))), "")
    start, end = reading.at("period", "start"), reading.at("period", "end")
    found = [Happening(kind="phase", element=element, transition="active", at=start)] if start else []
    ended = {after: before for before, after in PHASES.items()}.get(status, "")
    if status in ("completed", "revoked") and (at := reading.needed("ended", end)):
        found.append(Happening(kind="phase", element=element, transition=ended, at=at))
    return [] if status == "entered-in-error" else found


def plan_of(reading: Reading) -> list[Happening]:
    """
    Read the life of a case from a CarePlan that no EpisodeOfCare goes with.

    Args:
        reading: The resource.

    Raises:
        FormatError: There are too many problems.
    """
    status = reading.status(PLANS)
    turns = [("active", reading.at("period", "start"))]
    if status in ("completed", "revoked"):
        turns.append(("finished", reading.at("period", "end")))
    return [] if status == "entered-in-error" else _turns(turns)


def people_of(reading: Reading) -> list[Happening]:
    """
    Read who joined and left from a CareTeam.

    Args:
        reading: The resource.

    Raises:
        FormatError: There are too many problems.
    """
    found: list[Happening] = []
    for one in reading.part.items("participant"):
        inner = attrs.evolve(reading, part=one)
        person, organisation = who(one.inner("member"), reading.config), who(one.inner("onBehalfOf"), reading.config)
        role = code_of(one.inner("role"), "role")
        parts = (("person", person), ("organisation", organisation))
        data = tuple((name, text) for name, text in parts if text)
        for name, transition in (("start", "joined"), ("end", "left")):
            if at := inner.at("coveragePeriod", name):
                found.append(Happening(kind="participant", element=role, transition=transition, at=at, data=data))
    return found


def task_of(reading: Reading) -> list[Happening]:
    """
    Read work, a handover or a limit from a Task.

    Args:
        reading: The resource.

    Raises:
        FormatError: There are too many problems.
    """
    part, config = reading.part, reading.config
    status = reading.status(TASKS)
    code = part.inner("code")
    kind, element = own_code(code, "kind") or "task", code_of(code, "element")
    last = own_code(part.inner("businessStatus"), "transition") or TASKS.get(status, "")
    asked = reading.at("authoredOn")
    start, end = reading.at("executionPeriod", "start"), reading.at("executionPeriod", "end")
    changed = reading.at("lastModified")
    performer = next(iter(part.items("performer")), None)
    person = who(performer.inner("actor"), config) if performer else who(part.inner("owner"), config)
    role = code_of(performer.inner("function"), "role") if performer else ""
    at = reading.needed(last, end, changed, start) if last else None
    first = "offered" if kind == "lead" else "planned"
    found: list[Happening] = []
    if asked and asked not in (at, start) and kind != "limit":
        asker = who(part.inner("requester"), config)
        found.append(Happening(kind=kind, element=element, transition=first, at=asked, person=asker))
    if start and start != at and kind not in ("lead", "limit"):
        found.append(Happening(kind=kind, element=element, transition="active", at=start))
    if last and at:
        outcome = (("outcome", _outcome(status, part)),) if last == "terminated" else ()
        found.append(Happening(kind=kind, element=element, transition=last, at=at, role=role, person=person,
                               data=outcome))  # fmt: skip
    return [] if status == "entered-in-error" else found


def _outcome(status: str, part: Part) -> str:
    said = own_code(part.inner("statusReason").inner("concept"), "outcome")
    return said or ("declined" if status == "rejected" else status)


def meeting_of(reading: Reading) -> list[Happening]:
    """
    Read a meeting from an Appointment.

    Args:
        reading: The resource.

    Raises:
        FormatError: There are too many problems.
    """
    part = reading.part
    status = reading.status(APPOINTMENTS)
    concept = next((one.inner("concept") for one in part.items("serviceType")), part.at("none"))
    kind, element = own_code(concept, "kind") or "meeting", code_of(concept, "element")
    start, end, created = reading.at("start"), reading.at("end"), reading.at("created")
    over = reading.at("cancellationDate")
    last = own_code(part.inner("cancellationReason"), "transition") or APPOINTMENTS.get(status, "")
    found: list[Happening] = []
    if start and created and created != end and last not in ("", "proposed"):
        found.append(Happening(kind=kind, element=element, transition="booked", at=created, data=(("at", start),)))
    ways = {"completed": (end, start), "terminated": (over, end, start), "active": (start,), "cancelled": (over,)}
    if last == "booked" and not found and start and (at := reading.needed("booked", created)):
        found.append(Happening(kind=kind, element=element, transition="booked", at=at, data=(("at", start),)))
    elif last == "proposed" and (at := reading.needed("proposed", created)):
        found.append(Happening(kind=kind, element=element, transition="proposed", at=at))
    elif last in ways and (at := reading.needed(last, *ways[last])):
        outcome = own_code(part.inner("cancellationReason"), "outcome") or ("no-show" if status == "noshow" else "")
        data = (("outcome", outcome),) if last == "terminated" and outcome else ()
        found.append(Happening(kind=kind, element=element, transition=last, at=at, data=data))
    return [] if status == "entered-in-error" else found


def consent_of(reading: Reading) -> list[Happening]:
    """
    Read consent from a Consent.

    Args:
        reading: The resource.

    Raises:
        FormatError: There are too many problems.
    """
    part = reading.part
    status = reading.status(CONSENTS)
    if status not in ("active", "inactive"):
        return []
    element = next((code for one in part.items("category") if (code := code_of(one, "element"))), "")
    decision = part.text("decision")
    if decision not in ("", "permit", "deny"):
        part.at("decision").fault("no decision of Consent", hint="it can be permit or deny")
    grantor = next(iter(part.items("grantor")), None)
    person = who(grantor, reading.config) if grantor else ""
    begun = reading.at("period", "start")
    start = begun if begun or status == "inactive" else reading.needed("given", reading.at("date"))
    found: list[Happening] = []
    if start:
        transition = "refused" if decision == "deny" else "given"
        found.append(Happening(kind="consent", element=element, transition=transition, at=start, person=person))
    if status == "inactive" and (at := reading.needed("withdrawn", reading.at("period", "end"))):
        found.append(Happening(kind="consent", element=element, transition="withdrawn", at=at))
    return found


TELLERS: dict[str, Callable[[Reading], list[Happening]]] = {
    "EpisodeOfCare": life_of, "CareTeam": people_of, "Task": task_of, "Appointment": meeting_of,
    "Consent": consent_of,
}  # fmt: skip
"""How each type of resource is read; a CarePlan is a phase or the plan of a case."""
