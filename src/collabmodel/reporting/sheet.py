"""A whole case on one sheet: what is open, who takes part, who leads, consents and links, as typed rows."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from collabmodel.case import Case, Instance, Status, Tables
from collabmodel.case.tables import Item
from collabmodel.report.documents import Cell
from collabmodel.report.words import Phrase
from collabmodel.reporting import labels
from collabmodel.reporting.audience import Audience

Row = tuple[Cell, ...]


@attrs.frozen(kw_only=True)
class SheetPart:
    """
    One table of the sheet.

    Args:
        id: Short stable name.
        title: What it is called.
        heads: Heads of its columns.
        rows: Its rows; times as times. Not shown in ``repr``.
    """

    id: str
    title: Phrase
    heads: tuple[Phrase, ...]
    rows: tuple[Row, ...] = attrs.field(repr=False)


def sheet_parts(case: Case, tables: Tables, audience: Audience) -> Iterator[SheetPart]:
    """
    Give the tables of a case, without those that would be empty.

    Args:
        case: The case, as a reader may see it.
        tables: Tables of its model.
        audience: For whom.
    """
    parts = (
        ("open", labels.WHAT_IS_OPEN, (labels.WHAT, labels.STATUS, labels.BOOKED), _open(case, tables, audience)),
        ("people", labels.WHO_TAKES_PART, (labels.ROLE, labels.PERSON, labels.ORGANISATION, labels.SINCE),
         _people(case, audience)),
        ("leads", labels.LEADS, (labels.WHAT, labels.ROLE, labels.PERSON, labels.SINCE),
         _leads(case, tables, audience)),
        ("consents", labels.CONSENTS, (labels.WHAT, labels.STATUS, labels.ROLE, labels.SINCE, labels.UNTIL),
         _grants(case, audience)),
        ("links", labels.LINKS, (labels.WHAT, labels.CASE), _links(case, audience)),
    )  # fmt: skip
    for id, title, heads, found in parts:
        rows = tuple(found)
        if rows:
            yield SheetPart(id=id, title=title, heads=heads, rows=rows)


def standing(case: Case, audience: Audience) -> str:
    """
    Say whether a case is open, and since when.

    Args:
        case: The case.
        audience: For whom.
    """
    if case.status == "closed":
        ending = audience.names.title(case.ending) if case.ending else ""
        return labels.IT_IS_CLOSED.say(audience.lang, id=case.id, when=audience.when(case.closed), ending=ending)
    phrase = labels.IT_IS_NONE if case.status == "none" else labels.IT_IS_OPEN
    return phrase.say(audience.lang, id=case.id, when=audience.when(case.opened))


def model_named(tables: Tables, audience: Audience) -> str:
    """
    Say which model a case runs on.

    Args:
        tables: Tables of the model.
        audience: For whom.
    """
    title = audience.text(tables.model.title, tables.model.id)
    return labels.MODEL.say(audience.lang, title=title, id=f"{tables.model.id} {tables.model.version}".strip())


def _open(case: Case, tables: Tables, audience: Audience, within: int = -1, depth: int = 0) -> Iterator[Row]:
    """Walk over what is open, phases with what lies in them."""
    for item in tables.items:
        if item.parent != within or item.is_milestone or item.number >= len(case.items):
            continue
        for one in case.items[item.number].open:
            name = f"{'  ' * depth}{audience.names.title(item.id)}"
            yield (name if one.number == 1 else f"{name} ({one.name})", audience.status(_stands(one, item)),
                   audience.local(one.at))  # fmt: skip
        if item.children and case.items[item.number].open:
            yield from _open(case, tables, audience, item.number, depth + 1)


def _stands(one: Instance, item: Item) -> str:
    """What nobody has touched and nothing holds back is not under way to people, though the engine calls it active."""
    possible = one.status is Status.ACTIVE and not item.is_phase and not one.touched
    return "possible" if possible else one.status.value


def _links(case: Case, audience: Audience) -> Iterator[Row]:
    return ((audience.names.title(one.link), one.to) for one in case.links)


def _people(case: Case, audience: Audience) -> Iterator[Row]:
    return (
        (audience.names.title(one.role), one.person, audience.names.title(one.organisation) if one.organisation else "",
         audience.local(one.joined))
        for one in case.participants
        if one.left is None
    )  # fmt: skip


def _leads(case: Case, tables: Tables, audience: Audience) -> Iterator[Row]:
    for lead in tables.model.leads:
        holders = [one for one in case.holdings if one.lead == lead.id]
        offers = [one for one in case.offers if one.lead == lead.id]
        title = audience.names.title(lead.id)
        for held in holders:
            yield (title, audience.names.title(held.role), held.person or audience.names.title(held.organisation),
                   audience.local(held.since))  # fmt: skip
        for offer in offers:
            yield (title, audience.names.title(offer.role), audience.word(labels.OFFERED), None)
        if not holders and case.status == "open":
            yield (title, audience.word(labels.VACANT), "", None)


def _grants(case: Case, audience: Audience) -> Iterator[Row]:
    return (
        (audience.names.title(one.scope), audience.status(one.state),
         audience.names.title(one.role) if one.role else "", audience.local(one.since), audience.local(one.until))
        for one in case.grants
    )  # fmt: skip
