"""Meetings and leads: required sets can be filled, and whoever is to lead may."""

from __future__ import annotations

from collections.abc import Iterator

from collabmodel.check.finding import Check, Hit, hit
from collabmodel.check.subject import Subject
from collabmodel.model import (
    Activity,
    Counting,
    Holder,
    Kind,
    Lead,
    Mode,
    Participation,
    Passing,
    Pattern,
    Quorum,
    Role,
    Severity,
    Side,
)


def _counted(subject: Subject, activity: Activity, quorum: Quorum) -> tuple[Role, ...]:
    """Give the roles of an activity whose holders may count towards a quorum."""
    roles = {role.id: role for role in subject.model.roles}
    found: dict[str, Role] = {}
    for each in activity.participants:
        role = roles.get(each.role)
        if role is not None and each.mode is not Mode.INFORMED and _may_count(subject, role, each, quorum):
            found[role.id] = role
    return tuple(found.values())


def _may_count(subject: Subject, role: Role, each: Participation, quorum: Quorum) -> bool:
    there = not quorum.presence or not each.presence or not set(quorum.presence).isdisjoint(each.presence)
    return (
        there
        and subject.knowledge.can_hold(each.condition)
        and (not quorum.roles or role.id in quorum.roles)
        and (not quorum.sides or role.side.value in quorum.sides)
        and (not quorum.organisations or not set(quorum.organisations).isdisjoint(role.organisations))
    )


def _most(quorum: Quorum, roles: tuple[Role, ...]) -> float:
    """Give the most that a quorum can ever count to."""
    if quorum.counting is Counting.ROLES:
        return len(roles)
    if quorum.counting is Counting.ORGANISATIONS:
        bound = {id for role in roles for id in role.organisations}
        return len(bound & set(quorum.organisations) if quorum.organisations else bound)
    if not roles:
        return 0
    return 1 if quorum.counting is Counting.SHARE else float("inf")


_UNITS = {
    Counting.PEOPLE: "number of people",
    Counting.ROLES: "number of roles",
    Counting.ORGANISATIONS: "number of organisations",
    Counting.SHARE: "share of people",
}


def _quorums(subject: Subject) -> Iterator[Hit]:
    for activity in subject.model.activities:
        for number, quorum in enumerate(activity.quorums):
            wanted = subject.settled(quorum.at_least)
            if not isinstance(wanted, int | float) or not subject.knowledge.can_hold(quorum.condition):
                continue
            most = _most(quorum, _counted(subject, activity, quorum))
            if wanted > most:
                words = {"wanted": wanted, "unit": _UNITS[quorum.counting], "most": most}
                yield hit(f"activities.{activity.id}.quorums.{number}", value=activity.id, **words)


def _useless_quorums(subject: Subject) -> Iterator[Hit]:
    for activity in subject.model.activities:
        for number, quorum in enumerate(activity.quorums):
            wanted = subject.settled(quorum.at_least)
            if isinstance(wanted, int | float) and wanted <= 0:
                yield hit(f"activities.{activity.id}.quorums.{number}.at_least", value=activity.id, wanted=wanted)


def _twice_there(subject: Subject) -> Iterator[Hit]:
    for activity in subject.model.activities:
        seen: set[tuple[str, Mode]] = set()
        for number, each in enumerate(activity.participants):
            if (each.role, each.mode) in seen and each.condition is None:
                path = f"activities.{activity.id}.participants.{number}"
                yield hit(path, value=each.role, mode=each.mode.value, item=activity.id)
            seen.add((each.role, each.mode))


def _promised_leads(subject: Subject) -> Iterator[Hit]:
    if subject.model.leads or subject.model.kind is not Kind.COOPERATION:
        return
    for spot, pattern in subject.each(Pattern):
        if pattern.kind == "lead" and not pattern.element:
            yield hit(spot.path, value=spot.owner)


def _joint_work(subject: Subject) -> Iterator[Hit]:
    model = subject.model
    if model.leads or model.kind is not Kind.COOPERATION:
        return
    roles = {role.id: role for role in model.roles}
    bodies: dict[str, None] = {}
    for activity in model.activities:
        for each in activity.participants:
            if each.role in roles and each.mode in {Mode.DECIDE, Mode.PERFORM, Mode.REQUIRED}:
                bodies |= dict.fromkeys(roles[each.role].organisations)
    if len(bodies) > 1:
        yield hit("leads", who=", ".join(f"'{id}'" for id in bodies))


def _nobody_may_lead(subject: Subject) -> Iterator[Hit]:
    roles = {role.id: role for role in subject.model.roles}
    for lead in subject.model.leads:
        holders = [roles[id] for id in lead.roles if id in roles]
        if not lead.roles:
            yield hit(f"leads.{lead.id}", value=lead.id, why="it names no roles")
        elif holders and lead.holder is Holder.ORGANISATION and not any(role.organisations for role in holders):
            why = "an organisation must hold it, but its roles belong to none"
            yield hit(f"leads.{lead.id}.roles", value=lead.id, why=why)


def _never_agreed(subject: Subject) -> Iterator[Hit]:
    for lead in subject.model.leads:
        if lead.agreed is None:
            yield hit(f"leads.{lead.id}", value=lead.id, what="names who holds it: say so under agreed")
        elif not subject.reach.occurs(lead.agreed):
            what = f"names who holds it, because '{lead.agreed.short()}' can never happen"
            yield hit(f"leads.{lead.id}.agreed", value=lead.id, what=what)
        if lead.passing is Passing.EVENT and lead.passed is None:
            yield hit(
                f"leads.{lead.id}", value=lead.id, what="passes it on, although it passes by event: say so under passed"
            )


def _lay_leads(subject: Subject) -> Iterator[Hit]:
    roles = {role.id: role for role in subject.model.roles}
    for lead in subject.model.leads:
        if _all_lay(lead, roles):
            yield hit(f"leads.{lead.id}.roles", value=lead.id)


def _all_lay(lead: Lead, roles: dict[str, Role]) -> bool:
    holders = [roles[id] for id in lead.roles if id in roles]
    return bool(holders) and not any(role.side is Side.PROFESSIONAL for role in holders)


_LEAD = "semantics 8: lead is a named function; semantics 11: one lead at any time"

MEETING_CHECKS = (
    Check(
        code="unfillable-quorum",
        title="every required set can be filled",
        severity=Severity.ERROR,
        message="'{value}' can never count as held: it needs {wanted} by {unit},"
        " but its participants give at most {most}",
        source="semantics 8: a meeting is held iff its requirement is met",
        run=_quorums,
    ),
    Check(
        code="empty-quorum",
        title="a quorum asks for somebody",
        severity=Severity.WARNING,
        message="this quorum of '{value}' asks for at least {wanted}, so it is always met: ask for one or more",
        source="semantics 8: a meeting is held iff its requirement is met",
        run=_useless_quorums,
    ),
    Check(
        code="twin-participants",
        title="nobody takes part twice in the same way",
        severity=Severity.WARNING,
        message="'{value}' already takes part in '{item}' in the mode {mode}: take one of the two out",
        source="semantics 8: a mode per item and role",
        run=_twice_there,
    ),
    Check(
        code="missing-lead",
        title="a lead that is spoken of is declared",
        severity=Severity.WARNING,
        message="'{value}' speaks of events of a lead, but the model names no lead: add one under leads",
        source=_LEAD,
        run=_promised_leads,
    ),
    Check(
        code="joint-work-without-lead",
        title="joint work has a lead",
        severity=Severity.NOTE,
        message="several organisations act together ({who}) and nobody leads: consider naming a lead under leads",
        source=_LEAD,
        run=_joint_work,
    ),
    Check(
        code="unheld-lead",
        title="somebody may hold every lead",
        severity=Severity.ERROR,
        message="nobody may hold the lead '{value}': {why}",
        source=_LEAD,
        run=_nobody_may_lead,
    ),
    Check(
        code="unagreed-lead",
        title="an event names the holder of every lead, and passes it on",
        severity=Severity.WARNING,
        message="for the lead '{value}' no event {what}",
        source=_LEAD,
        run=_never_agreed,
    ),
    Check(
        code="lay-lead",
        title="professionals lead",
        severity=Severity.NOTE,
        message="only people who are no professionals may hold the lead '{value}': is that what is meant?",
        source=_LEAD,
        run=_lay_leads,
    ),
)
