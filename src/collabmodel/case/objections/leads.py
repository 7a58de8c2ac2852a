"""Whether a lead can be taken, offered, answered or let go."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from collabmodel.case.answers import Lack, Need, Reason, Refusal
from collabmodel.case.asked import Asked
from collabmodel.case.leads import held_by, offer_of, text_in
from collabmodel.case.rights import professionals, taking_part
from collabmodel.case.state import Offer
from collabmodel.case.wording import need, refusal
from collabmodel.model import Lead, Passing, Pattern


def leads(asked: Asked) -> Iterator[Refusal]:
    """
    Object to how a lead would pass.

    Args:
        asked: The command.
    """
    if asked.verb.section != "leads" or asked.case.status != "open":
        return
    lead = asked.index.leads[asked.command.element]
    yield from _CASES[asked.verb.name](asked, lead)


def _refused(asked: Asked, lead: Lead, *events: str, needs: tuple[Need, ...] = ()) -> Refusal:
    own = need(Lack.LEAD, lead.id, title=asked.title(lead.id))
    return refusal(Reason.LEAD, element=lead.id, needs=(*needs, own), events=events, cites=lead.cites)


def _holders(asked: Asked, lead: Lead) -> tuple[str, ...]:
    return tuple(one.event for one in asked.case.holdings if one.lead == lead.id)


def _holds(asked: Asked, lead: Lead) -> bool:
    return any(held_by(one, lead.id, asked.event.actor) for one in asked.case.holdings)


def _take(asked: Asked, lead: Lead) -> Iterator[Refusal]:
    """Object to taking a lead that is not vacant, or for somebody else."""
    holders = _holders(asked, lead)
    if len(holders) >= lead.at_most or _holds(asked, lead):
        yield _refused(asked, lead, *holders)
    actor = asked.event.actor
    told = {"role": actor.role, "person": actor.person, "organisation": actor.organisation}
    others = [name for name, own in told.items() if text_in(asked.event, name) not in ("", own)]
    if others:
        needs = tuple(need(Lack.DATA, name, "own") for name in others)
        yield refusal(Reason.LEAD, element=lead.id, needs=needs, cites=lead.cites)
    if actor.role not in lead.roles:
        yield _roles(asked, lead)


def _roles(asked: Asked, lead: Lead) -> Refusal:
    needs = tuple(need(Lack.ROLE, one, title=asked.title(one)) for one in lead.roles)
    return refusal(Reason.LEAD, element=lead.id, needs=needs, cites=lead.cites)


def _offer(asked: Asked, lead: Lead) -> Iterator[Refusal]:
    """Object to offers of a lead that passes otherwise, by who does not hold it, to whom it cannot be given."""
    if lead.passing is Passing.EVENT and lead.passed is not None:
        needs = (need(Lack.EVENT, lead.passed.short(), title=asked.called(lead.passed)),)
        yield refusal(Reason.LEAD, element=lead.id, needs=needs, cites=lead.cites)
    role, person = text_in(asked.event, "role"), text_in(asked.event, "person")
    holders = _holders(asked, lead)
    vacant = not holders and asked.event.actor.role in (*professionals(asked.index), *lead.substitutes)
    if not vacant and not _holds(asked, lead):
        yield _refused(asked, lead, *holders)
    if role and role not in lead.roles:
        yield _roles(asked, lead)
    elif person and taking_part(asked.case, role, person) is None:
        needs = (need(Lack.PARTICIPANT, role, title=asked.title(role)),)
        yield refusal(Reason.LEAD, element=lead.id, needs=needs, cites=lead.cites)
    alike = [one for one in asked.case.offers if (one.lead, one.role, one.person) == (lead.id, role, person)]
    if alike:
        yield refusal(Reason.DONE, element=lead.id, events=tuple(one.event for one in alike))


def _answered(asked: Asked, lead: Lead) -> Iterator[Refusal]:
    """Object to answers to offers that were not made, or have expired."""
    offer = offer_of(asked.case, asked.event)
    if offer is None:
        offered = Pattern(element=lead.id, transition="offered")
        needs = (need(Lack.EVENT, offered.short(), title=asked.called(offered)),)
        yield refusal(Reason.LEAD, element=lead.id, needs=needs, cites=lead.cites)
    elif asked.verb.name != "expire" and _expired(asked, offer):
        needs = (need(Lack.TIME, "expires", "no window"),)
        yield refusal(Reason.WINDOW, element=lead.id, needs=needs, events=(offer.event,))
    elif asked.verb.name == "expire" and not _expired(asked, offer):
        detail = offer.expires.isoformat() if offer.expires is not None else "missing"
        needs = (need(Lack.TIME, "expires", detail),)
        yield refusal(Reason.LEAD, element=lead.id, needs=needs, events=(offer.event,))


def _expired(asked: Asked, offer: Offer) -> bool:
    return offer.expires is not None and asked.event.occurred > offer.expires


def _release(asked: Asked, lead: Lead) -> Iterator[Refusal]:
    if not _holds(asked, lead):
        yield _refused(asked, lead, *_holders(asked, lead))


_CASES: Mapping[str, Callable[[Asked, Lead], Iterator[Refusal]]] = {
    "take": _take,
    "offer": _offer,
    "accept": _answered,
    "refuse": _answered,
    "withdraw": _answered,
    "expire": _answered,
    "release": _release,
}
