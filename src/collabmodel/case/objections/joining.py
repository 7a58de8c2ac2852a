"""Who comes to take part in a case, and who leaves it."""

from __future__ import annotations

from collections.abc import Iterator

from collabmodel.case.answers import Lack, Reason, Refusal
from collabmodel.case.asked import Asked
from collabmodel.case.folds import competences_in
from collabmodel.case.leads import text_in
from collabmodel.case.objections.who import competent, organisation
from collabmodel.case.rights import lacking, professionals, taking_part
from collabmodel.case.wording import need, refusal
from collabmodel.model import Role, Side


def joining(asked: Asked) -> Iterator[Refusal]:
    """
    Object to who is brought in, and by whom. Professionals may come by themselves; others are brought by somebody who
    takes part, and lay people bring only lay people.

    Args:
        asked: The command.
    """
    if asked.verb.section != "roles" or asked.case.status != "open":
        return
    role = asked.index.roles[asked.command.element]
    person = text_in(asked.event, "person")
    here = taking_part(asked.case, role.id, person)
    yield from _by_whom(asked, role, person)
    if asked.verb.name == "leave":
        if here is None:
            yield refusal(Reason.NO_PARTICIPANT, element=role.id)
        return
    told = competences_in(asked.tables, asked.event)
    if here is not None and not told:
        yield refusal(Reason.DONE, element=role.id, events=(here.event,))
        return
    yield from organisation(asked, role, text_in(asked.event, "organisation"))
    strange = tuple(one for one, _ in told if one not in asked.index.competences)
    if strange:
        yield refusal(Reason.DATA, element=role.id, needs=(need(Lack.DATA, "competences", "competence"),))
    yield from competent(asked, role, lacking(role, told, asked.day))


def _by_whom(asked: Asked, role: Role, person: str) -> Iterator[Refusal]:
    actor = asked.event.actor
    own = (actor.role, actor.person) == (role.id, person)
    if own and (asked.verb.name == "leave" or role.side is Side.PROFESSIONAL):
        return
    if taking_part(asked.case, actor.role, actor.person) is None:
        needed = need(Lack.PARTICIPANT, actor.role, title=asked.title(actor.role))
        yield refusal(Reason.NO_PARTICIPANT, element=role.id, needs=(needed,))
        return
    able = tuple(professionals(asked.index))
    if actor.role not in able and (role.side is Side.PROFESSIONAL or asked.verb.name == "leave"):
        needs = tuple(need(Lack.ROLE, one, title=asked.title(one)) for one in able)
        yield refusal(Reason.ROLE, element=role.id, needs=needs, cites=role.cites)
