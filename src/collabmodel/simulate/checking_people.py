"""People of a scenario: who is on staff, when they work, and whether whoever is needed is there at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from collabmodel.case import VERBS, Verb
from collabmodel.case.rights import fits, lacking, roles_that_may
from collabmodel.errors import CollabError, Problem
from collabmodel.model import Role, Side
from collabmodel.simulate.checking_subject import Subject
from collabmodel.simulate.doings import element_of
from collabmodel.simulate.scenario import Behaviour, Staff

_OPEN = next(verb for verb in VERBS if verb.name == "open")


def staff(subject: Subject) -> Iterator[Problem]:
    """
    Find groups whose workers could not act in their role.

    Args:
        subject: The scenario under check.
    """
    for group in subject.scenario.staff:
        role = subject.index.roles.get(group.role)
        if role is not None:
            yield from _group(subject, group, role)


def _group(subject: Subject, group: Staff, role: Role) -> Iterator[Problem]:
    path = f"staff.{group.id}"
    if role.side is not Side.PROFESSIONAL and Side.PROFESSIONAL in {one.side for one in subject.model.roles}:
        what = "no role of workers:"
        yield subject.problem(f"{path}.role", what, group.role, "people who are no workers stand under 'people'")
        return
    if not group.organisation and len(role.organisations) > 1:
        hint = f"one of {', '.join(role.organisations)}"
        yield subject.problem(
            path, f"the role {role.id!r} is of several organisations", hint=f"add organisation: {hint}"
        )
    known = group.organisation in subject.index.organisations
    if known and not fits(subject.index, role, group.organisation, subject.scenario.start):
        hint = f"its organisations are {', '.join(role.organisations)}" if role.organisations else ""
        where = f"{path}.organisation"
        yield subject.problem(where, f"the role {role.id!r} is not of the organisation", group.organisation, hint)
    if group.competences is not None:
        missing = lacking(role, ((one, None) for one in group.competences), subject.scenario.start)
        for one in missing:
            hint = "without it the model refuses what they do"
            yield subject.problem(f"{path}.competences", f"the role {role.id!r} needs the competence", one, hint)


def lay(subject: Subject) -> Iterator[Problem]:
    """
    Find people who are workers after all.

    Args:
        subject: The scenario under check.
    """
    sides = {role.side for role in subject.model.roles}
    for person in subject.scenario.people:
        role = subject.index.roles.get(person.id)
        if role is not None and role.side is Side.PROFESSIONAL and sides != {Side.PROFESSIONAL}:
            hint = "workers stand under 'staff'"
            yield subject.problem(f"people.{person.id}", "a role of workers:", person.id, hint)


def acting(subject: Subject) -> Iterator[Problem]:
    """
    Find things to be done by somebody who may not, or who is not there.

    Args:
        subject: The scenario under check.
    """
    yield from _opener(subject)
    for behaviour in subject.scenario.behaviour:
        verb = subject.verb(behaviour)
        if verb is not None:
            yield from _actor(subject, behaviour, verb)
        named = [(f"with.{at}", role) for at, role in enumerate(behaviour.with_)]
        if behaviour.on_behalf_of:
            named.append(("on_behalf_of", behaviour.on_behalf_of))
        for key, role in named:
            yield from _there(subject, f"behaviour.{behaviour.id}.{key}", role)


def _opener(subject: Subject) -> Iterator[Problem]:
    role = subject.scenario.opened_by
    able = roles_that_may(subject.tables, _OPEN, "")
    present = [one for one in able if one in subject.staff or one in subject.lay]
    if role in subject.index.roles and role not in able:
        hint = f"those who may are {', '.join(able)}" if able else ""
        yield subject.problem("opened_by", "a role that may not open cases:", role, hint)
    elif role in subject.index.roles:
        yield from _there(subject, "opened_by", role)
    elif subject.index.roles and not role and not present:
        yield subject.problem("staff", "nobody who may open cases is on staff", hint=f"that is {', '.join(able)}")


def _actor(subject: Subject, behaviour: Behaviour, verb: Verb) -> Iterator[Problem]:
    path, element = f"behaviour.{behaviour.id}", element_of(behaviour)
    able = roles_that_may(subject.tables, verb, element)
    if not subject.index.roles:
        return
    if behaviour.by:
        if behaviour.by in subject.index.roles and not _may(subject, behaviour, able):
            hint = f"those who may are {', '.join(able)}" if able else "the model lets no role do this"
            what = f"a role that may not {verb.name} this:"
            yield subject.problem(f"{path}.by", what, behaviour.by, hint)
        yield from _there(subject, f"{path}.by", behaviour.by)
    elif not any(one in subject.staff or one in subject.lay for one in able):
        hint = (
            f"those who may are {', '.join(able)}: put one under 'staff'" if able else "the model lets no role do this"
        )
        yield subject.problem(path, f"nobody is there who may {verb.name} this", hint=hint)


def _may(subject: Subject, behaviour: Behaviour, able: tuple[str, ...]) -> bool:
    """Tell whether a role may do something by the model, by a lead, or for somebody it speaks for."""
    if behaviour.by in able or behaviour.on_behalf_of in able:
        return True
    leads = subject.index.leads.values()
    scoped = [lead for lead in leads if lead.scope]
    return any(behaviour.by in (*lead.roles, *lead.substitutes) for lead in scoped)


def _there(subject: Subject, path: str, role: str) -> Iterator[Problem]:
    known = subject.index.roles.get(role)
    if known is None or role in subject.staff or role in subject.lay:
        return
    workers = known.side is Side.PROFESSIONAL
    hint = f"add a group of this role under {'staff' if workers else 'people'!r}"
    empty = any(group.role == role for group in subject.scenario.staff)
    hint = "its count is 0" if empty else hint
    yield subject.problem(path, "nobody is there in the role", role, hint)


def calendars(subject: Subject) -> Iterator[Problem]:
    """
    Find calendars that cannot be worked out, and workers whose calendar has no hours while the scenario runs.

    Args:
        subject: The scenario under check.
    """
    told: set[str] = set()
    for group in subject.scenario.staff:
        if not group.calendar or group.calendar not in subject.calendars or group.calendar in told:
            continue
        told.add(group.calendar)
        own = any(one.id == group.calendar for one in subject.scenario.calendars)
        path = f"calendars.{group.calendar}" if own else f"staff.{group.id}.calendar"
        try:
            hours = subject.hours(group.calendar)
        except CollabError as error:
            yield from (subject.problem(path, one.what, None, one.hint) for one in error.problems)
            continue
        if not hours:
            what = "a calendar without any working hours while the scenario runs:"
            yield subject.problem(path, what, group.calendar, "nobody with it could ever work")


PEOPLE_CHECKS: tuple[Callable[[Subject], Iterator[Problem]], ...] = (staff, lay, acting, calendars)
"""Checks of people."""
