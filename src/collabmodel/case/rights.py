"""Who may do what: the roles that the model lets act, and the organisations and competences they need."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping

from collabmodel.case.index import Index, index_of
from collabmodel.case.state import Case, Participant
from collabmodel.case.tables import Tables
from collabmodel.case.verbs import ACTIVITIES, CASE, Verb
from collabmodel.history import Actor
from collabmodel.model import Activity, Expression, Extension, Mode, Role, Side

Allows = Callable[[Expression], bool]
"""Tells whether a condition lets something be: true or unknown."""
DOING = (Mode.DECIDE, Mode.PERFORM, Mode.REQUIRED)
"""Ways of taking part that let a role act."""
_ANSWERING = ("answer", "decline", "accept")
_EVERYBODY = ("clock", "correct", "join", "leave")


def roles_that_may(tables: Tables, verb: Verb, element: str, allows: Allows = lambda _: True) -> tuple[str, ...]:
    """
    Give the ids of the roles that may do something by the model, in its order; holders of leads may besides.

    Args:
        tables: The model's tables.
        verb: What is asked.
        element: Id of the element.
        allows: Tells whether a condition lets something be.

    >>> from collabmodel.case.tables import tables_of
    >>> from collabmodel.case.verbs import verb_for
    >>> from collabmodel.model import Model
    >>> model = Model(id="m", roles=(Role(id="worker", side=Side.PROFESSIONAL), Role(id="child", side=Side.CLIENT)))
    >>> roles_that_may(tables_of(model), verb_for(model, "close", ""), "")
    ('worker',)
    """
    index = index_of(tables)
    found = set(_roles(tables, index, verb, element, allows))
    return tuple(role for role in index.roles if role in found)


def _roles(tables: Tables, index: Index, verb: Verb, element: str, allows: Allows) -> Iterable[str]:
    if verb.name in _EVERYBODY:
        return index.roles
    if verb.section == ACTIVITIES:
        return _doing(index, index.activities[element], verb, allows)
    if verb.section == CASE and verb.name == "open":
        return (*professionals(index), *tables.model.case.subjects)
    of_section = _OF_SECTION.get(verb.section)
    return professionals(index) if of_section is None else of_section(index, verb, element)


def _phase(index: Index, _verb: Verb, element: str) -> Iterable[str]:
    return index.phases[element].responsible or professionals(index)


def _lead(index: Index, verb: Verb, element: str) -> Iterable[str]:
    own = verb.name in ("take", "accept", "refuse", "release")
    return substituted(index, index.leads[element].roles) if own else index.roles


def _consent(index: Index, verb: Verb, element: str) -> Iterable[str]:
    return professionals(index) if verb.name == "disclose" else index.consents[element].givers


def professionals(index: Index) -> Iterator[str]:
    """
    Give the ids of the professional roles; of all roles where none is professional.

    Args:
        index: The elements of the model.
    """
    return iter(index.professionals)


def substituted(index: Index, roles: Iterable[str]) -> Iterator[str]:
    """
    Give roles and those that may stand in for them.

    Args:
        index: The elements of the model.
        roles: Their ids.
    """
    wanted = set(roles)
    for role in index.roles.values():
        if role.id in wanted or wanted.intersection(role.may_substitute):
            yield role.id


def _doing(index: Index, activity: Activity, verb: Verb, allows: Allows) -> Iterator[str]:
    if verb.name == "plan" and activity.planning is not None and activity.planning.by:
        return substituted(index, activity.planning.by)
    modes = (*DOING, Mode.CONSULTED) if verb.name in _ANSWERING else DOING
    found = [
        one.role
        for one in activity.participants
        if one.mode in modes and (one.condition is None or allows(one.condition))
    ]
    if found:
        return substituted(index, found)
    return professionals(index) if activity.participants else iter(index.roles)


def _voices(index: Index, verb: Verb, element: str) -> Iterator[str]:
    attested = index.attestations.get(element)
    wanted = index.instruments[element].respondents if verb.section == "instruments" else ()
    wanted = attested.voices if attested is not None else wanted
    for role in index.roles.values():
        if not wanted or role.id in wanted or role.side.value in wanted:
            yield role.id


def _limit(index: Index, verb: Verb, element: str) -> Iterable[str]:
    limit = index.limits[element]
    if verb.name == "waive":
        return limit.waived_by
    if verb.name == "extend":
        return {role for extension in limit.extensions for role in by(index, extension)}
    named = {*limit.responsible, *limit.waived_by, *(role for each in limit.extensions for role in each.by)}
    return named or professionals(index)


_OF_SECTION: Mapping[str, Callable[[Index, Verb, str], Iterable[str]]] = {
    "phases": _phase,
    "leads": _lead,
    "consents": _consent,
    "instruments": _voices,
    "indicators": _voices,
    "limits": _limit,
    "rules": lambda index, _verb, element: index.rules[element].waived_by,
}
"""Who may act on the elements of each section; of others, professionals."""


def by(index: Index, extension: Extension) -> Iterable[str]:
    """
    Give the ids of the roles that may lengthen a limit in a way.

    Args:
        index: The elements of the model.
        extension: The way.
    """
    return extension.by or professionals(index)


def taking_part(case: Case, role: str, person: str) -> Participant | None:
    """
    Give somebody who takes part now in a role, or None.

    Args:
        case: The case.
        role: Id of the role.
        person: Opaque id of the person.
    """
    return next((one for one in case.participants if (one.role, one.person) == (role, person) and not one.left), None)


def voice_of(index: Index, case: Case, actor: Actor) -> tuple[str, ...]:
    """
    Give the ids of the roles that somebody speaks in: their own, or those of whom they speak for. Professionals note
    down what others say and proxies speak for them; nobody else speaks in another's voice, relatives least of all.

    Args:
        index: The elements of the model.
        case: The case.
        actor: Who.
    """
    if not actor.on_behalf_of:
        return (actor.role,)
    role = index.roles.get(actor.role)
    if role is None or role.side not in (Side.PROFESSIONAL, Side.PROXY):
        return ()
    return tuple(one.role for one in case.participants if actor.on_behalf_of == one.person and not one.left)


def fits(index: Index, role: Role, organisation: str, day: dt.date) -> bool:
    """
    Tell whether people of an organisation may hold a role on a day: it is one of the role's, a part of one, or took
    one's duties over, and it exists then. Lay people have no organisation.

    Args:
        index: The elements of the model.
        role: The role.
        organisation: Id of the organisation, or empty.
        day: The day.
    """
    if not organisation:
        return not role.organisations
    if not role.organisations:
        return role.side is Side.PROFESSIONAL and (organisation in index.organisations or not index.organisations)
    known = index.organisations.get(organisation)
    if (
        known is None
        or (known.valid_from and day < known.valid_from)
        or (known.valid_until and day > known.valid_until)
    ):
        return False
    return any(organisation in (one, *_successors(index, one)) for one in role.organisations) or any(
        one in _around(index, organisation) for one in role.organisations
    )


def _successors(index: Index, organisation: str) -> Iterator[str]:
    return _chain(index, organisation, lambda one: index.organisations[one].succeeded_by)


def _around(index: Index, organisation: str) -> Iterator[str]:
    return _chain(index, organisation, lambda one: index.organisations[one].part_of)


def _chain(index: Index, start: str, following: Callable[[str], str]) -> Iterator[str]:
    seen = {start, ""}
    while start in index.organisations and (start := following(start)) not in seen:
        seen.add(start)
        yield start


def lacking(role: Role, held: Iterable[tuple[str, dt.date | None]], day: dt.date) -> tuple[str, ...]:
    """
    Give the ids of the competences that somebody needs in a role and has not on a day.

    Args:
        role: The role.
        held: What they have: pairs of competence and last day, None for ever.
        day: The day.
    """
    valid = {one for one, until in held if until is None or day <= until}
    return tuple(one for one in role.competences if one not in valid)
