"""
Who holds a lead, and how it passes on.

``taken`` and ``accepted`` make a holder, ``released`` ends one, and somebody who leaves the case holds nothing any
longer: the lead is vacant. An event that a lead's ``agreed`` or ``passed`` speaks of names its holder: by its data
``lead``, which is the id of a role, of an organisation or of somebody who takes part, else its actor, else whoever
takes part first in a role that may hold it. Where nobody takes part who fits, the lead is held by the role or
organisation named, for whoever comes.

An offer asks somebody to follow its giver, or to fill a place that is vacant. Once the lead is taken, released or
passes on, it is void, unless its giver held the lead before and still does: else the lead could be accepted away from
whoever took it meanwhile.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable

import attrs

from collabmodel.case.index import index_of
from collabmodel.case.state import Case, Holding, Offer
from collabmodel.case.tables import Tables
from collabmodel.history import Actor, Event
from collabmodel.model import Holder, Lead, Signature
from collabmodel.rules import compile_condition
from collabmodel.rules.names import Condition

_Naming = tuple[tuple[str, Condition | None], ...]


def leads_named(tables: Tables, signature: Signature, holds: Callable[[Condition], bool]) -> tuple[str, ...]:
    """
    Give the ids of the leads whose holder an event names.

    Args:
        tables: The model's tables.
        signature: What the event is.
        holds: Tells whether a condition is true of it.
    """
    found = _naming(tables, signature)
    return tuple(dict.fromkeys(lead for lead, where in found if where is None or holds(where)))


@functools.lru_cache(maxsize=4096)
def _naming(tables: Tables, signature: Signature) -> _Naming:
    return tuple(
        (lead.id, None if pattern.where is None else compile_condition(pattern.where))
        for lead in tables.model.leads
        for pattern in (lead.agreed, lead.passed)
        if pattern is not None and tables.lexicon.matches(pattern, signature)
    )


def text_in(event: Event, name: str) -> str:
    """
    Give a text that an event carries, or empty.

    Args:
        event: The event.
        name: Name of the data.
    """
    value = dict(event.data).get(name)
    return value if isinstance(value, str) else ""


def time_in(event: Event, name: str) -> dt.datetime | None:
    """
    Give a moment that an event carries, or None.

    Args:
        event: The event.
        name: Name of the data.
    """
    value = dict(event.data).get(name)
    return value if isinstance(value, dt.datetime) and value.utcoffset() is not None else None


def lead_passing(tables: Tables, case: Case, event: Event) -> Case:
    """
    Fold what happens to a lead: taken, offered, accepted, refused, withdrawn, expired, released.

    Args:
        tables: The model's tables.
        case: The case before it.
        event: The event.
    """
    lead = index_of(tables).leads.get(event.element)
    if lead is None:
        return case
    actor = event.actor
    if event.transition == "taken":
        return _held_by(case, lead, _holding(lead, event, actor.role, actor.person, actor.organisation))
    if event.transition == "released":
        return _passed(case, lead, tuple(one for one in case.holdings if not held_by(one, lead.id, actor)))
    if event.transition == "offered":
        return attrs.evolve(case, offers=(*case.offers, _offer(event)))
    return _answered(case, lead, event)


def _answered(case: Case, lead: Lead, event: Event) -> Case:
    offer, actor = offer_of(case, event), event.actor
    if offer is None:
        return case
    case = attrs.evolve(case, offers=tuple(one for one in case.offers if one is not offer))
    if event.transition != "accepted":
        return case
    given = [one for one in case.holdings if one.lead == lead.id and one.person == offer.giver]
    case = _passed(case, lead, tuple(one for one in case.holdings if one not in given))
    return _held_by(case, lead, _holding(lead, event, actor.role, actor.person, actor.organisation))


def _offer(event: Event) -> Offer:
    return Offer(
        lead=event.element,
        giver=event.actor.person,
        role=text_in(event, "role"),
        person=text_in(event, "person"),
        organisation=text_in(event, "organisation"),
        expires=time_in(event, "expires"),
        event=event.id,
    )


def offer_of(case: Case, event: Event) -> Offer | None:
    """
    Give the offer that an event answers: the one it names, else the first made to its actor, or made by them.

    Args:
        case: The case.
        event: The event.
    """
    offers = [one for one in case.offers if one.lead == event.element]
    named = [one for one in offers if event.instance and one.event == event.instance]
    if named or event.transition == "expired":
        return next(iter(named or offers), None)
    actor = event.actor
    if event.transition == "withdrawn":
        return next((one for one in offers if one.giver == actor.person), None)
    fitting = (
        one
        for one in offers
        if one.role == actor.role and one.person in ("", actor.person) and one.organisation in ("", actor.organisation)
    )
    return next(fitting, None)


def held_by(holding: Holding, lead: str, actor: Actor) -> bool:
    """
    Tell whether somebody holds a lead by a holding.

    Args:
        holding: The holding.
        lead: Id of the lead.
        actor: Who.
    """
    if holding.lead != lead or holding.role not in ("", actor.role):
        return False
    if holding.person:
        return holding.person == actor.person
    return holding.organisation in ("", actor.organisation)


def _holding(lead: Lead, event: Event, role: str, person: str, organisation: str) -> Holding:
    own = lead.holder is Holder.PERSON
    return Holding(
        lead=lead.id,
        role=role if own else "",
        person=person if own else "",
        organisation=organisation,
        since=event.occurred,
        event=event.id,
    )


def _held_by(case: Case, lead: Lead, holding: Holding) -> Case:
    """Give a case in which a lead is held by one more; the oldest holders give way where there would be too many."""
    own = [one for one in case.holdings if one.lead == lead.id and not _alike(one, holding)]
    kept = own[max(0, len(own) - lead.at_most + 1) :]
    others = tuple(one for one in case.holdings if one.lead != lead.id)
    return _passed(case, lead, (*others, *kept, holding))


def _passed(case: Case, lead: Lead, holdings: tuple[Holding, ...]) -> Case:
    """Give a case with other holders of a lead: offers stand whose giver has held it all along."""
    before, after = ({one.person for one in some if one.lead == lead.id} for some in (case.holdings, holdings))
    still = (before & after) - {""}
    offers = tuple(one for one in case.offers if one.lead != lead.id or one.giver in still)
    return attrs.evolve(case, holdings=holdings, offers=offers)


def _alike(one: Holding, other: Holding) -> bool:
    return (one.role, one.person, one.organisation) == (other.role, other.person, other.organisation)


def agreed(tables: Tables, case: Case, event: Event, lead: Lead) -> Case:
    """
    Let an event by which a lead is agreed or passes on name its holder.

    Args:
        tables: The model's tables.
        case: The case before it.
        event: The event.
        lead: The lead.
    """
    wanted = text_in(event, "lead")
    here = [one for one in case.participants if one.left is None and one.role in lead.roles]
    if wanted:
        here = [one for one in here if wanted in (one.role, one.person, one.organisation)]
    own = [one for one in here if (one.role, one.person) == (event.actor.role, event.actor.person)]
    chosen = next(iter(own or here), None)
    if chosen is not None:
        holding = _holding(lead, event, chosen.role, chosen.person, chosen.organisation)
        return _held_by(case, lead, holding)
    index = index_of(tables)
    roles = [role for role in lead.roles if wanted in (role, *index.roles[role].organisations)]
    if not wanted or not roles:
        return case
    organisation = wanted if wanted in index.organisations else ""
    return _held_by(case, lead, _holding(lead, event, roles[0], "", organisation))
