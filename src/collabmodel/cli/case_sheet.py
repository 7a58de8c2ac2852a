"""A whole case on one sheet, for people: what is open, who takes part, who leads, consents, links, what is due."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from collabmodel.case import Case, Due, Instance, Status, Tables
from collabmodel.case.tables import Item
from collabmodel.cli import case_labels as labels
from collabmodel.cli.case_views import Audience, Part, due_cells


def whole_case(case: Case, tables: Tables, found: Sequence[Due], audience: Audience) -> Iterator[Part]:
    """
    Show a case: what is open, who takes part, who leads, consents, links, what is due.

    Args:
        case: The case.
        tables: Tables of its model.
        found: What waits in it.
        audience: For whom.
    """
    yield _standing(case, audience)
    title = audience.text(tables.model.title, tables.model.id)
    yield labels.MODEL.say(audience.lang, title=title, id=f"{tables.model.id} {tables.model.version}".strip())
    sections = (
        (labels.WHAT_IS_OPEN, (labels.WHAT, labels.STATUS, labels.BOOKED), tuple(_open(case, tables, audience))),
        (labels.WHO_TAKES_PART, (labels.ROLE, labels.PERSON, labels.ORGANISATION, labels.SINCE),
         _people(case, audience)),
        (labels.LEADS, (labels.WHAT, labels.ROLE, labels.PERSON, labels.SINCE), tuple(_leads(case, tables, audience))),
        (labels.CONSENTS, (labels.WHAT, labels.STATUS, labels.ROLE, labels.SINCE, labels.UNTIL),
         _grants(case, audience)),
        (labels.LINKS, (labels.WHAT, labels.CASE),
         _links(case, audience)),
        (labels.WHAT_IS_DUE, (labels.DUE, labels.WHAT, labels.RESPONSIBLE),
         tuple(due_cells(one, audience) for one in found)),
    )  # fmt: skip
    for heading, headings, rows in sections:
        if rows:
            yield from ("", audience.word(heading), audience.table(headings, rows))


def _standing(case: Case, audience: Audience) -> str:
    if case.status == "closed":
        ending = audience.names.title(case.ending) if case.ending else ""
        return labels.IT_IS_CLOSED.say(audience.lang, id=case.id, when=audience.when(case.closed), ending=ending)
    phrase = labels.IT_IS_NONE if case.status == "none" else labels.IT_IS_OPEN
    return phrase.say(audience.lang, id=case.id, when=audience.when(case.opened))


def _open(
    case: Case, tables: Tables, audience: Audience, within: int = -1, depth: int = 0
) -> Iterator[tuple[str, ...]]:
    """Walk over what is open, phases with what lies in them."""
    for item in tables.items:
        if item.parent != within or item.is_milestone or item.number >= len(case.items):
            continue
        for one in case.items[item.number].open:
            name = f"{'  ' * depth}{audience.names.title(item.id)}"
            yield (name if one.number == 1 else f"{name} ({one.name})", audience.status(_stands(one, item)),
                   audience.when(one.at))  # fmt: skip
        if item.children and case.items[item.number].open:
            yield from _open(case, tables, audience, item.number, depth + 1)


def _stands(one: Instance, item: Item) -> str:
    """What nobody has touched and nothing holds back is not under way to people, though the engine calls it active."""
    possible = one.status is Status.ACTIVE and not item.is_phase and not one.touched
    return "possible" if possible else one.status.value


def _links(case: Case, audience: Audience) -> tuple[tuple[str, ...], ...]:
    return tuple((audience.names.title(one.link), one.to) for one in case.links)


def _people(case: Case, audience: Audience) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (audience.names.title(one.role), one.person, audience.names.title(one.organisation) if one.organisation else "",
         audience.when(one.joined))
        for one in case.participants
        if one.left is None
    )  # fmt: skip


def _leads(case: Case, tables: Tables, audience: Audience) -> Iterator[tuple[str, ...]]:
    for lead in tables.model.leads:
        holders = [one for one in case.holdings if one.lead == lead.id]
        offers = [one for one in case.offers if one.lead == lead.id]
        title = audience.names.title(lead.id)
        for held in holders:
            yield (title, audience.names.title(held.role), held.person or audience.names.title(held.organisation),
                   audience.when(held.since))  # fmt: skip
        for offer in offers:
            yield (title, audience.names.title(offer.role), audience.word(labels.OFFERED), "")
        if not holders and case.status == "open":
            yield (title, audience.word(labels.VACANT), "", "")


def _grants(case: Case, audience: Audience) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (audience.names.title(one.scope), audience.status(one.state),
         audience.names.title(one.role) if one.role else "", audience.when(one.since), audience.when(one.until))
        for one in case.grants
    )  # fmt: skip
