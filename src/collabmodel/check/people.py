"""People: whoever must act can be found, can see what they act on, and answers for it; the client is heard."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from collabmodel.check.catalogue import Item
from collabmodel.check.finding import Check, Hit, hit
from collabmodel.check.rings import rings
from collabmodel.check.subject import Subject
from collabmodel.model import (
    Activity,
    Barrier,
    Kind,
    Mode,
    Organisation,
    Participation,
    Role,
    Severity,
    Side,
)

ACTING = frozenset({Mode.DECIDE, Mode.PERFORM, Mode.REQUIRED})
"""Modes in which somebody must act."""
HEARD = ACTING | {Mode.HEARD, Mode.CONSULTED}
"""Modes in which somebody's voice counts."""

_CLIENT_SIDE = (Side.CLIENT, Side.FAMILY, Side.PROXY)


def acting(subject: Subject) -> Iterator[tuple[str, Activity, Participation, Role]]:
    """
    Walk over everybody who must act in an activity, with the path of the participation.

    Args:
        subject: The model under check.
    """
    roles = {role.id: role for role in subject.model.roles}
    for activity in subject.model.activities:
        for number, participation in enumerate(activity.participants):
            role = roles.get(participation.role)
            if role is not None and participation.mode in ACTING:
                yield f"activities.{activity.id}.participants.{number}", activity, participation, role


def _without_organisation(subject: Subject) -> Iterator[Hit]:
    busy = {role.id: f"in '{activity.id}'" for _, activity, _, role in reversed(tuple(acting(subject)))}
    for phase in reversed(subject.model.phases):
        busy |= dict.fromkeys(phase.responsible, f"for the phase '{phase.id}'")
    for lead in reversed(subject.model.leads):
        busy |= dict.fromkeys(lead.roles, f"as '{lead.id}'")
    for role in subject.model.roles:
        if role.side is Side.PROFESSIONAL and not role.organisations and role.id in busy:
            yield hit(f"roles.{role.id}", value=role.id, where=busy[role.id])


def covers(words: tuple[str, ...], item: Item) -> bool:
    """
    Tell whether a list of what is seen or covered holds an item.

    Args:
        words: Ids, ``kind:KIND``, ``#TAG`` or ``*``.
        item: The item.

    >>> covers(("kind:meeting",), Item(id="start", section="activities", kind="meeting"))
    True
    """
    wanted = {"*", item.id, f"kind:{item.kind}", *(f"#{tag}" for tag in item.tags)}
    return not wanted.isdisjoint(words)


def barred(barriers: tuple[Barrier, ...], role: str, item: Item) -> str:
    """
    Give the id of a barrier that always keeps a role from an item, or nothing.

    Args:
        barriers: Barriers of the model.
        role: Id of the role.
        item: The item.

    >>> barred((), "guardian", Item(id="start", section="activities", kind="meeting"))
    ''
    """
    for barrier in barriers:
        if role in barrier.roles and barrier.condition is None and covers(barrier.covers, item):
            return barrier.id
    return ""


def _cannot_see(subject: Subject) -> Iterator[Hit]:
    for path, activity, participation, role in acting(subject):
        item = subject.items[activity.id]
        barrier = barred(subject.model.barriers, role.id, item)
        if barrier:
            why = f"the barrier '{barrier}' keeps it away"
        elif not covers(role.sees, item):
            why = f"it sees only {', '.join(role.sees) or 'nothing'}"
        else:
            continue
        yield hit(path, role=role.id, mode=participation.mode.value, item=activity.id, why=why)


def _without_responsible(subject: Subject) -> Iterator[Hit]:
    if subject.model.kind is not Kind.COOPERATION:
        return
    for activity in subject.model.activities:
        if not any(each.mode in {Mode.DECIDE, Mode.PERFORM} for each in activity.participants):
            yield hit(f"activities.{activity.id}", value=activity.id)


def _phases_without_responsible(subject: Subject) -> Iterator[Hit]:
    led = {lead.scope for lead in subject.model.leads}
    for phase in subject.model.phases:
        if not phase.responsible and not led & {"", phase.id}:
            yield hit(f"phases.{phase.id}", value=phase.id)


def _unheard(subject: Subject) -> Iterator[Hit]:
    model = subject.model
    if model.kind is not Kind.COOPERATION or not model.activities:
        return
    by_side = {side: [role.id for role in model.roles if role.side is side] for side in _CLIENT_SIDE}
    wanted = next((by_side[side] for side in _CLIENT_SIDE if by_side[side]), [])
    heard = {each.role for activity in model.activities for each in activity.participants if each.mode in HEARD}
    if not wanted:
        yield hit("roles", who="no role is on the client's side")
    elif heard.isdisjoint(wanted):
        yield hit(f"roles.{wanted[0]}", who=f"no activity hears {' or '.join(repr(role) for role in wanted)}")


def _lay_organisations(subject: Subject) -> Iterator[Hit]:
    for role in subject.model.roles:
        if role.side in {Side.CLIENT, Side.FAMILY} and role.organisations:
            yield hit(f"roles.{role.id}.organisations", value=role.id, side=role.side.value)


def _ended_organisations(subject: Subject) -> Iterator[Hit]:
    known = {organisation.id: organisation for organisation in subject.model.organisations}
    for role in subject.model.roles:
        for number, id in enumerate(role.organisations):
            ended = _end(known.get(id))
            if ended is not None:
                yield hit(f"roles.{role.id}.organisations.{number}", value=id, role=role.id, date=ended.isoformat())


def _end(organisation: Organisation | None) -> dt.date | None:
    return organisation.valid_until if organisation and not organisation.succeeded_by else None


def _organisation_rings(subject: Subject) -> Iterator[Hit]:
    for field, words in (("part_of", "part of"), ("succeeded_by", "succeeded by")):
        edges = {each.id: tuple(filter(None, [getattr(each, field)])) for each in subject.model.organisations}
        for ring in rings(edges):
            yield hit(f"organisations.{ring[0]}.{field}", ring=f" {words} ".join((*ring, ring[0])))


def _never_planned(subject: Subject) -> Iterator[Hit]:
    for activity in subject.model.activities:
        if activity.planning is not None and not activity.planning.by:
            yield hit(f"activities.{activity.id}.planning", value=activity.id)


_ONE_SOURCE = "semantics 8: who acts must be able to see; semantics 11"

PEOPLE_CHECKS = (
    Check(
        code="role-without-organisation",
        title="professionals who must act belong to an organisation",
        severity=Severity.WARNING,
        message="the professional role '{value}' must act {where} but belongs to no organisation: name at least one",
        source="semantics 11: each required actor can act",
        run=_without_organisation,
    ),
    Check(
        code="blind-role",
        title="whoever must act can see what they act on",
        severity=Severity.ERROR,
        message="'{role}' must act in '{item}' ({mode}) but cannot see it: {why}",
        source=_ONE_SOURCE,
        run=_cannot_see,
    ),
    Check(
        code="nobody-responsible",
        title="somebody decides or performs every activity",
        severity=Severity.WARNING,
        message="nobody decides or performs '{value}': give it a participant with the mode decide or perform",
        source="each task has somebody responsible (semantics 8)",
        run=_without_responsible,
    ),
    Check(
        code="phase-without-responsible",
        title="somebody answers for every phase",
        severity=Severity.NOTE,
        message="nobody answers for the phase '{value}': name responsible roles, or a lead for it",
        source="every phase says who does what (semantics 8)",
        run=_phases_without_responsible,
    ),
    Check(
        code="client-unheard",
        title="the client is heard somewhere",
        severity=Severity.WARNING,
        message="the client's side is never heard: {who} (modes heard, consulted, required, decide or perform)",
        source="semantics 8: to be heard is a mode of taking part; the right to be heard before decisions",
        run=_unheard,
    ),
    Check(
        code="lay-role-with-organisation",
        title="clients and families act for themselves",
        severity=Severity.WARNING,
        message="'{value}' is on the {side} side and so has no organisation: leave organisations out,"
        " or make it a professional, proxy or other role",
        source="semantics 1: lay people have no organisation",
        run=_lay_organisations,
    ),
    Check(
        code="ended-organisation",
        title="roles are bound to organisations that go on",
        severity=Severity.WARNING,
        message="'{value}' ended on {date} and nobody succeeded it, but '{role}' still belongs to it:"
        " say who took over (succeeded_by), or bind the role to another",
        source="organisations have successors; duties go on (semantics 8)",
        run=_ended_organisations,
    ),
    Check(
        code="organisation-cycle",
        title="no organisation is part of itself or its own successor",
        severity=Severity.ERROR,
        message="organisations go in a ring: {ring}",
        source="semantics 11: graph checks",
        run=_organisation_rings,
    ),
    Check(
        code="nobody-plans",
        title="somebody may plan what is optional",
        severity=Severity.WARNING,
        message="'{value}' happens only if somebody plans it, but nobody may: name roles under planning.by",
        source="semantics 2: discretionary activities have authorised roles",
        run=_never_planned,
    ),
)
