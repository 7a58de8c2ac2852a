"""Whether the one who asks may: their role, organisation, competence, and that they take part."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from collabmodel.case.answers import Lack, Need, Reason, Refusal
from collabmodel.case.asked import Asked
from collabmodel.case.folds import competences_in
from collabmodel.case.leads import held_by
from collabmodel.case.rights import fits, lacking, roles_that_may, taking_part, voice_of
from collabmodel.case.telling import Saying, listed, tell
from collabmodel.case.verbs import ACTIVITIES
from collabmodel.case.wording import need, refusal
from collabmodel.model import Role, Text

_JOINING = ("open", "reopen", "consult")
_MEMBERSHIP = ("join", "leave")
_NOBODY: Saying = (
    "Malli ei anna tähän oikeutta millekään roolille.",
    "Modellen ger ingen roll rätt till detta.",
    "The model lets no role do this.",
)
_SPEAKING = ("consents", "instruments", "indicators")


def who(asked: Asked) -> Iterator[Refusal]:
    """
    Object to who asks. A model without roles asks nobody who they are.

    Args:
        asked: The command.
    """
    if not asked.index.roles or asked.verb.name == "clock":
        return
    actor = asked.event.actor
    role = asked.index.roles.get(actor.role)
    if role is None:
        yield _barred(asked)
        return
    yield from organisation(asked, role, actor.organisation)
    if asked.verb.name in _MEMBERSHIP:
        return
    yield from _part(asked, role)
    if not _may(asked, role):
        yield _barred(asked, role)


def _barred(asked: Asked, role: Role | None = None) -> Refusal:
    """Name the roles that may, or say that none may."""
    needs = able(asked)
    found = refusal(Reason.ROLE, element=asked.event.element, needs=needs, cites=() if role is None else role.cites)
    return found if needs else attrs.evolve(found, text=tell(_NOBODY))


def able(asked: Asked) -> tuple[Need, ...]:
    """
    Give the roles that might ask it.

    Args:
        asked: The command.
    """
    roles = roles_that_may(asked.tables, asked.verb, asked.command.element, lambda one: asked.holds(one) is not False)
    return tuple(need(Lack.ROLE, one, title=asked.title(one)) for one in roles)


def organisation(asked: Asked, role: Role, given: str) -> Iterator[Refusal]:
    """
    Object to an organisation that does not fit a role.

    Args:
        asked: The command.
        role: The role.
        given: Id of the organisation, or empty.
    """
    if not fits(asked.index, role, given, asked.day):
        needs = tuple(need(Lack.ORGANISATION, one, title=asked.title(one)) for one in role.organisations)
        yield refusal(Reason.ORGANISATION, element=role.id, needs=needs, cites=role.cites)


def competent(asked: Asked, role: Role, missing: tuple[str, ...]) -> Iterator[Refusal]:
    """
    Object to competences that are missing.

    Args:
        asked: The command.
        role: The role that needs them.
        missing: Their ids.
    """
    if missing:
        needs = tuple(need(Lack.COMPETENCE, one, title=_titled(asked, one)) for one in missing)
        cites = tuple(cite for one in missing if one in asked.index.competences for cite in _cites(asked, one))
        yield refusal(Reason.COMPETENCE, element=role.id, needs=needs, cites=tuple(dict.fromkeys(cites)))


def _titled(asked: Asked, competence: str) -> Text:
    """Give a competence's title with its id, by which it is told who has it."""
    title = asked.title(competence)
    return title if title == Text.of(competence) else listed((title, f"({competence})"), " ")


def _cites(asked: Asked, competence: str) -> tuple[str, ...]:
    return asked.index.competences[competence].cites


def _part(asked: Asked, role: Role) -> Iterator[Refusal]:
    """Object to somebody who takes no part, or whose competence has run out; who opens a case takes part by that."""
    actor, case = asked.event.actor, asked.case
    here = taking_part(case, actor.role, actor.person)
    told = competences_in(asked.tables, asked.event) if asked.verb.name in _JOINING else ()
    if asked.verb.name == "consult":
        return
    if here is None and asked.verb.name not in _JOINING:
        if case.status in ("open", "closed"):
            needs = (need(Lack.PARTICIPANT, actor.role, title=asked.title(actor.role)),)
            yield refusal(Reason.NO_PARTICIPANT, element=asked.event.element, needs=needs)
        return
    if not actor.person:
        yield refusal(Reason.NO_PARTICIPANT, needs=(need(Lack.PARTICIPANT, role.id, title=asked.title(role.id)),))
    if here is not None and here.organisation and actor.organisation not in ("", here.organisation):
        needs = (need(Lack.ORGANISATION, here.organisation, title=asked.title(here.organisation)),)
        yield refusal(Reason.ORGANISATION, element=role.id, needs=needs, events=(here.event,))
    held = told or (() if here is None else here.competences)
    behalf = actor.on_behalf_of
    if behalf and not any(one.person == behalf and one.left is None for one in case.participants):
        yield refusal(Reason.NO_PARTICIPANT, element=asked.event.element, needs=able(asked))
    for one in competent(asked, role, lacking(role, held, asked.day)):
        yield attrs.evolve(one, events=() if here is None else (here.event,))


def _may(asked: Asked, role: Role) -> bool:
    """Tell whether a role may ask it: by the model, or by a lead over it."""
    roles = roles_that_may(asked.tables, asked.verb, asked.command.element, lambda one: asked.holds(one) is not False)
    spoken = voice_of(asked.index, asked.case, asked.event.actor) if asked.verb.section in _SPEAKING else (role.id,)
    if any(one in roles for one in spoken):
        return True
    return asked.verb.section in (ACTIVITIES, "phases") and _leads(asked, role)


def _leads(asked: Asked, role: Role) -> bool:
    """
    Tell whether somebody holds a lead over this very item or a phase around it, or stands in while there is no holder.

    A lead of the whole case coordinates; it gives nobody the acts of another role.
    """
    assert asked.item is not None
    around = {asked.item.id, *(asked.tables.items[one].id for one in asked.tables.around(asked.item.number))}
    for lead in asked.index.leads.values():
        if lead.scope not in around:
            continue
        holders = [one for one in asked.case.holdings if one.lead == lead.id]
        if any(held_by(one, lead.id, asked.event.actor) for one in holders):
            return True
        if not holders and role.id in lead.substitutes:
            return True
    return False
