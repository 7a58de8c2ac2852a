"""What a case answers, for people: lines and tables in their language, times in the zone of the model."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from zoneinfo import ZoneInfo

import attrs

from collabmodel.case import Case, Due, Instance, NextStep, Refusal, Status, Tables
from collabmodel.case.tables import Item
from collabmodel.cli import case_labels as labels
from collabmodel.cli.case_input import zone_of
from collabmodel.cli.case_objects import said
from collabmodel.cli.tables import Table
from collabmodel.history import Event
from collabmodel.model import Model, Text
from collabmodel.plugin import CaseRow
from collabmodel.report.lines import WIDTH
from collabmodel.report.naming import Names
from collabmodel.report.words import Phrase, sentence

Part = str | Table


@attrs.frozen(eq=False)
class Reader:
    """
    For whom something is written: language, zone, and what things are called.

    Args:
        lang: Language code.
        zone: Zone of the times.
        names: What the model's elements are called.
    """

    lang: str
    zone: ZoneInfo
    names: Names

    @classmethod
    def of(cls, model: Model, lang: str) -> Reader:
        """
        Give the reader of a model's cases.

        Args:
            model: The model.
            lang: Language code.
        """
        return cls(lang, zone_of(model), Names.of(model, lang))

    def when(self, at: dt.datetime | None) -> str:
        """
        Say a time on the model's clock.

        Args:
            at: The time, or None for nothing.

        >>> noon = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
        >>> Reader.of(Model(id="m"), "en").when(noon)
        '2.3.2026 10:00'
        """
        if at is None:
            return ""
        try:
            here = at.astimezone(self.zone)
        except OverflowError:
            here = at
        return f"{here.day}.{here.month}.{here.year} {here:%H:%M}"

    def text(self, text: Text, otherwise: str = "") -> str:
        """
        Say a text of the model or of an answer.

        Args:
            text: The text.
            otherwise: What to say where it is empty.
        """
        return said(text, self.lang, self.names.model.language, otherwise)

    def word(self, phrase: Phrase) -> str:
        """
        Say a phrase.

        Args:
            phrase: The phrase.
        """
        return phrase.say(self.lang)

    def status(self, status: str) -> str:
        """
        Say where something stands.

        Args:
            status: The word that events and JSON have for it.
        """
        return labels.STATUSES[status].say(self.lang) if status in labels.STATUSES else status.replace("_", " ")

    def table(self, headings: Sequence[Phrase], rows: Iterable[tuple[str, ...]]) -> Table:
        """
        Give a table.

        Args:
            headings: Names of the columns.
            rows: The rows.
        """
        return Table(headings=tuple(map(self.word, headings)), rows=tuple(rows))


def wrapped(text: str, indent: str = "") -> str:
    """
    Break a long line between words.

    Args:
        text: The line.
        indent: What stands before every line but the first.
    """
    return "\n".join(textwrap.wrap(text, WIDTH, subsequent_indent=indent, break_long_words=False)) or text


def refused(refusal: Refusal, reader: Reader) -> Iterator[str]:
    """
    Say why not, and what would change that.

    Args:
        refusal: The refusal.
        reader: For whom.
    """
    yield wrapped(_why(refusal, labels.REFUSED, reader), "  ")
    yield from _needs(refusal, reader)
    for other in refusal.others:
        yield wrapped(_why(other, labels.ALSO, reader), "  ")
        yield from _needs(other, reader)


def _why(refusal: Refusal, phrase: Phrase, reader: Reader) -> str:
    parts = [sentence(phrase.say(reader.lang, text=reader.text(refusal.text, refusal.reason.value)))]
    told = ((labels.FROM_RULE, refusal.rule), (labels.FROM_SENTRY, refusal.sentry))
    parts += [origin.say(reader.lang, id=id) for origin, id in told if id]
    if refusal.events:
        parts.append(labels.FROM_EVENTS.say(reader.lang, ids=", ".join(refusal.events)))
    if refusal.cites:
        parts.append(labels.FROM_SOURCES.say(reader.lang, ids=", ".join(refusal.cites)))
    return " ".join(parts)


def _needs(refusal: Refusal, reader: Reader) -> Iterator[str]:
    if refusal.needs:
        yield f"  {reader.word(labels.NEEDED)}:"
    for need in refusal.needs:
        told = reader.text(need.text) or " ".join(part for part in (need.lack.value, need.name, need.detail) if part)
        yield wrapped(f"  - {told}", "    ")


def listed_cases(rows: Sequence[CaseRow], reader: Reader) -> Iterator[Part]:
    """
    Show cases as a list.

    Args:
        rows: The cases.
        reader: For whom.
    """
    if not rows:
        yield reader.word(labels.NO_CASES)
        return
    headings = (labels.CASE, labels.STATUS, labels.OPENED, labels.DUE, labels.ENDING)
    yield reader.table(
        headings,
        (
            (row.id, reader.status(row.status), reader.when(row.opened), reader.when(row.due),
             reader.names.title(row.ending) if row.ending else "")
            for row in rows
        ),
    )  # fmt: skip


def dues(found: Sequence[Due], reader: Reader) -> Iterator[Part]:
    """
    Show what waits, the most urgent first.

    Args:
        found: What waits.
        reader: For whom.
    """
    if not found:
        yield reader.word(labels.NOTHING)
        return
    yield reader.table((labels.DUE, labels.WHAT, labels.BY), (_due(one, reader) for one in found))


def _due(one: Due, reader: Reader) -> tuple[str, ...]:
    when = reader.when(one.due) or reader.word(labels.STANDS_STILL)
    if one.overdue:
        when += f" ({reader.word(labels.OVERDUE)})"
    title = reader.text(one.title, one.rule)
    return (
        when,
        f"{title} ({reader.word(labels.BLOCKS)})" if one.gate else title,
        reader.names.people(one.responsible),
    )


def accounts(found: Sequence[Due], reader: Reader) -> Iterator[str]:
    """
    Tell how each due time came about.

    Args:
        found: What waits.
        reader: For whom.
    """
    for one in found:
        if one.text:
            yield ""
            yield reader.text(one.title, one.rule)
            yield from (wrapped(f"  {line}", "  ") for line in reader.text(one.text).splitlines())


def steps(found: Sequence[NextStep], reader: Reader) -> Iterator[Part]:
    """
    Show what may be done now.

    Args:
        found: The steps.
        reader: For whom.
    """
    if not found:
        yield reader.word(labels.NOTHING)
        return
    headings = (labels.DO, labels.WHAT, labels.DUE, labels.MISSING, labels.BY)
    yield reader.table(
        headings,
        (
            (" ".join(part for part in (one.verb, one.element) if part), reader.text(one.title), reader.when(one.due),
             ", ".join(one.missing), reader.names.people(one.roles))
            for one in found
        ),
    )  # fmt: skip


def events(found: Sequence[Event], reader: Reader) -> Iterator[Part]:
    """
    Show what happened; who did it by role and organisation only.

    Args:
        found: The events that the reader may see.
        reader: For whom.
    """
    if not found:
        yield reader.word(labels.NOTHING)
        return
    headings = (labels.SEQ, labels.WHEN, labels.HAPPENED, labels.WHO)
    yield reader.table(headings, (_event(event, reader) for event in found))


def _event(event: Event, reader: Reader) -> tuple[str, ...]:
    named = reader.names.title(event.element) if event.element else reader.names.kind(event.kind)
    who = reader.names.title(event.actor.role) if event.actor.role else ""
    if event.actor.organisation:
        who += f", {reader.names.title(event.actor.organisation)}"
    return (str(event.seq), reader.when(event.occurred), f"{named}: {reader.status(event.transition)}", who)


def whole_case(case: Case, tables: Tables, found: Sequence[Due], reader: Reader) -> Iterator[Part]:
    """
    Show a case: what is open, who takes part, who leads, consents, links, what is due.

    Args:
        case: The case.
        tables: Tables of its model.
        found: What waits in it.
        reader: For whom.
    """
    yield _standing(case, reader)
    title = reader.text(tables.model.title, tables.model.id)
    yield labels.MODEL.say(reader.lang, title=title, id=tables.model.id)
    sections = (
        (labels.WHAT_IS_OPEN, (labels.WHAT, labels.STATUS, labels.BOOKED), tuple(_open(case, tables, reader))),
        (labels.WHO_TAKES_PART, (labels.ROLE, labels.PERSON, labels.ORGANISATION, labels.SINCE), _people(case, reader)),
        (labels.LEADS, (labels.WHAT, labels.ROLE, labels.PERSON, labels.SINCE), tuple(_leads(case, tables, reader))),
        (labels.CONSENTS, (labels.WHAT, labels.STATUS, labels.ROLE, labels.SINCE, labels.UNTIL), _grants(case, reader)),
        (labels.LINKS, (labels.WHAT, labels.CASE),
         tuple((reader.names.title(one.link), one.to) for one in case.links)),
        (labels.WHAT_IS_DUE, (labels.DUE, labels.WHAT, labels.BY), tuple(_due(one, reader) for one in found)),
    )  # fmt: skip
    for heading, headings, rows in sections:
        if rows:
            yield from ("", reader.word(heading), reader.table(headings, rows))


def _standing(case: Case, reader: Reader) -> str:
    if case.status == "closed":
        ending = reader.names.title(case.ending) if case.ending else ""
        return labels.IT_IS_CLOSED.say(reader.lang, id=case.id, when=reader.when(case.closed), ending=ending)
    phrase = labels.IT_IS_NONE if case.status == "none" else labels.IT_IS_OPEN
    return phrase.say(reader.lang, id=case.id, when=reader.when(case.opened))


def _open(case: Case, tables: Tables, reader: Reader, within: int = -1, depth: int = 0) -> Iterator[tuple[str, ...]]:
    """Walk over what is open, phases with what lies in them."""
    for item in tables.items:
        if item.parent != within or item.is_milestone or item.number >= len(case.items):
            continue
        for one in case.items[item.number].open:
            name = f"{'  ' * depth}{reader.names.title(item.id)}"
            yield (name if one.number == 1 else f"{name} ({one.name})", reader.status(_stands(one, item)),
                   reader.when(one.at))  # fmt: skip
        if item.children and case.items[item.number].open:
            yield from _open(case, tables, reader, item.number, depth + 1)


def _stands(one: Instance, item: Item) -> str:
    """What nobody has touched and nothing holds back is not under way to people, though the engine calls it active."""
    possible = one.status is Status.ACTIVE and not item.is_phase and not one.touched
    return "possible" if possible else one.status.value


def _people(case: Case, reader: Reader) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (reader.names.title(one.role), one.person, reader.names.title(one.organisation) if one.organisation else "",
         reader.when(one.joined))
        for one in case.participants
        if one.left is None
    )  # fmt: skip


def _leads(case: Case, tables: Tables, reader: Reader) -> Iterator[tuple[str, ...]]:
    for lead in tables.model.leads:
        holders = [one for one in case.holdings if one.lead == lead.id]
        offers = [one for one in case.offers if one.lead == lead.id]
        title = reader.names.title(lead.id)
        for held in holders:
            yield (title, reader.names.title(held.role), held.person or reader.names.title(held.organisation),
                   reader.when(held.since))  # fmt: skip
        for offer in offers:
            yield (title, reader.names.title(offer.role), reader.word(labels.OFFERED), "")
        if not holders and case.status == "open":
            yield (title, reader.word(labels.VACANT), "", "")


def _grants(case: Case, reader: Reader) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (reader.names.title(one.scope), reader.status(one.state), reader.names.title(one.role) if one.role else "",
         reader.when(one.since), reader.when(one.until))
        for one in case.grants
    )  # fmt: skip
