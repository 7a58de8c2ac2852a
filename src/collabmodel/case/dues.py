"""What is due: obligations of rules and running limits, each with the account of its due time in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

import attrs

from collabmodel.case.answers import Due
from collabmodel.case.evolving import current
from collabmodel.case.index import index_of
from collabmodel.case.record import Strand
from collabmodel.case.rights import DOING
from collabmodel.case.state import Case
from collabmodel.case.tables import Tables, tables_of
from collabmodel.case.telling import Saying, listed, of_duration, of_pattern, of_time, tell
from collabmodel.model import Enforcement, Limit, Model, Pattern, Rule, Signature, Template, Text
from collabmodel.rules import Cell, Obligation, Verdict
from collabmodel.workdays import Ledger, LedgerEntry, Step, from_us, to_us

_AWAITS: Saying = ("Odottaa: {target}.", "Väntar på: {target}.", "Waits for: {target}.")
_SINCE: Saying = (
    "Alkoi {at}: {event}.", "Började {at}: {event}.", "Began {at}: {event}.",
)  # fmt: skip
_BY: Saying = ("Viimeistään {due}.", "Senast {due}.", "At the latest {due}.")
_LATE: Saying = (
    "Myöhässä: aika päättyi {due}.", "Försenad: tiden gick ut {due}.", "Overdue: the time ended {due}.",
)  # fmt: skip
_ANY: Saying = (
    "Aikarajaa ei ole, kunhan se tapahtuu ennen tapauksen päättymistä.",
    "Ingen tidsfrist, bara det sker innan ärendet avslutas.",
    "No time limit, as long as it happens before the case is closed.",
)
_HALTED: Saying = (
    "Aika ei nyt kulu, joten määräpäivää ei ole.",
    "Tiden löper inte nu, så det finns ingen sista dag.",
    "Time stands still, so there is no due time.",
)
_GATE: Saying = (
    "Tapausta ei voi päättää ennen tätä.", "Ärendet kan inte avslutas före detta.", "The case cannot close before it.",
)  # fmt: skip
_LINES: dict[Step, Saying] = {
    Step.START: ("Alku {at}: {event}", "Början {at}: {event}", "Start {at}: {event}"),
    Step.BUDGET: (
        "Aikaa {duration}: {due} asti", "Tid {duration}: till {due}", "Time given, {duration}: until {due}",
    ),
    Step.PAUSE: (
        "Aika ei kulunut {at} ja {until} välillä: {due} asti",
        "Tiden löpte inte från {at} till {until}: till {due}",
        "Stood still from {at} to {until}: until {due}",
    ),
    Step.EXTENSION: (
        "Pidennetty {at}, lisää {duration}: {due} asti",
        "Förlängd {at} med {duration}: till {due}",
        "Extended {at} by {duration}: until {due}",
    ),
    Step.REFUSED: (
        "Pidennys ei ollut sallittu {at}", "Förlängningen var inte tillåten {at}", "Extension not allowed {at}",
    ),
    Step.ROLL: (
        "Siirtyy työpäivään: {due} asti",
        "Flyttas till en arbetsdag: till {due}",
        "Moved to a working day: until {due}",
    ),
    Step.CAP: (
        "Kalenteri päättyy: {due}", "Kalendern tar slut: {due}", "The calendar ends: {due}",
    ),
    Step.STOP: ("Täyttyi {at}", "Uppfylld {at}", "Met {at}"),
    Step.RELEASE: ("Raukesi {at}", "Föll bort {at}", "No longer binds since {at}"),
    Step.EXPIRY: ("Aika päättyi {at}", "Tiden gick ut {at}", "The time ended {at}"),
}  # fmt: skip
_STILL: Saying = ("Aika ei ole kulunut {at} jälkeen", "Tiden har inte löpt sedan {at}", "Stands still since {at}")
_NO_BUDGET: Saying = (
    "Aikaa ei voi laskea: tieto puuttuu", "Tiden kan inte räknas: en uppgift saknas", "The time is not known",
)  # fmt: skip
_ENDED = frozenset({Step.STOP, Step.RELEASE})


def due(model: Model | Tables, case: Case, now: dt.datetime) -> tuple[Due, ...]:
    """
    Give what waits for its target in a case: obligations of rules and running limits, the most urgent first.

    Being overdue follows from the time asked for and is never stored. What stands still has no due time. What was
    waived is left out.

    Args:
        model: The model that the case is pinned to, or its tables.
        case: The case; it stays as it is.
        now: The time; timezone-aware.

    Raises:
        ModelError: The model cannot mean anything.
        ValueError: The time has no zone.

    >>> from collabmodel.case.evolving import new_case
    >>> due(Model(id="m"), new_case(Model(id="m"), "c"), dt.datetime(2026, 3, 2, tzinfo=dt.timezone.utc))
    ()
    """
    if now.tzinfo is None:
        msg = "a time without a zone says nothing; pass a timezone-aware one"
        raise ValueError(msg)
    tables = tables_of(model)
    if case.status in ("new", "none", "closed") or not case.seq:
        return ()
    record = current(tables, case)
    moment, monitors, strand = to_us(now), record.monitors(), record.judged()
    waived = _waived(tables, case, monitors.cells(moment, closed=False))
    accounts = _accounts(monitors.ledgers(moment))
    teller = _Teller(tables=tables, called=index_of(tables).texts, strand=strand, now=moment)
    found = [
        teller.due(one, accounts.get((one.rule, one.activation), ()))
        for one in monitors.obligations(moment)
        if one.rule not in waived
    ]
    return tuple(sorted(found, key=lambda one: (one.due is None, one.due or now)))


def _waived(tables: Tables, case: Case, cells: Sequence[Cell]) -> frozenset[str]:
    told = {id for id, cell in zip(tables.program.ids, cells, strict=True) if cell.waived}
    return frozenset(case.waived) | told


def _accounts(ledgers: Sequence[Ledger]) -> Mapping[tuple[str, int], tuple[Ledger, ...]]:
    """Give the accounts of clocks that have not been met, by limit and activation."""
    found: dict[tuple[str, int], tuple[Ledger, ...]] = {}
    for one in ledgers:
        if not any(entry.step in _ENDED for entry in one.entries):
            key = (one.limit, one.activation)
            found[key] = (*found.get(key, ()), one)
    return found


@attrs.frozen(kw_only=True, eq=False)
class _Teller:
    """What it takes to tell of an obligation: the model's words and the events as the rules see them."""

    tables: Tables
    called: Mapping[str, Text]
    strand: Strand
    now: int

    def due(self, one: Obligation, accounts: Sequence[Ledger]) -> Due:
        """Tell of one obligation."""
        stated = self._stated(one.rule)
        ledger = next((each for each in accounts if _us(each.due) == one.due), accounts[0] if accounts else None)
        late = one.due is not None and one.due <= self.now
        target = _target(stated, self._signature(one.activation), self.tables)
        moment = None if one.due is None else from_us(one.due, self.tables.declared.zone)
        gate = isinstance(stated, Rule) and stated.enforcement is Enforcement.GATE
        return Due(
            rule=one.rule,
            title=self.called.get(one.rule, Text.of(one.rule)),
            verdict=Verdict.VIOLATED if late else Verdict.POSSIBLY_VIOLATED,
            due=moment,
            overdue=late,
            activation=self.strand.event_id(one.activation),
            target="" if target is None else target.short(),
            responsible=_responsible(self.tables, stated, target),
            gate=gate,
            ledger=ledger,
            text=listed(self._lines(one, target, moment, ledger, late=late, gate=gate), "\n"),
            cites=stated.cites,
        )

    def _stated(self, id: str) -> Rule | Limit:
        index = index_of(self.tables)
        return index.rules.get(id) or index.limits[id]

    def _signature(self, position: int) -> Signature:
        return self.strand.signatures[self.strand.signature[position]]

    def _event(self, position: int) -> Text:
        signature = self._signature(position)
        return of_pattern(
            self.tables, Pattern(element=signature.element, kind=signature.kind, transition=signature.transition)
        )

    def _time(self, moment: dt.datetime | None, *, end: bool = False) -> Text:
        return Text() if moment is None else of_time(moment, self.tables.declared.zone, end=end)

    def _lines(
        self, one: Obligation, target: Pattern | None, due: dt.datetime | None, ledger: Ledger | None,
        *, late: bool, gate: bool,
    ) -> Iterator[Text]:  # fmt: skip
        yield tell(_AWAITS, target=Text() if target is None else of_pattern(self.tables, target))
        if ledger is None:
            at = from_us(self.strand.occurred[one.activation], self.tables.declared.zone)
            yield tell(_SINCE, at=self._time(at), event=self._event(one.activation))
        if due is not None:
            yield tell(_LATE if late else _BY, due=self._time(due, end=True))
        else:
            yield tell(_ANY if ledger is None else _HALTED)
        if gate:
            yield tell(_GATE)
        yield from () if ledger is None else map(self._line, ledger.entries)

    def _line(self, entry: LedgerEntry) -> Text:
        saying = _LINES[entry.step]
        if entry.step is Step.PAUSE and entry.until is None:
            saying = _STILL
        if entry.step is Step.BUDGET and (entry.duration is None or entry.due is None):
            saying = _NO_BUDGET
        return tell(
            saying,
            at=self._time(entry.at),
            until=self._time(entry.until),
            due=self._time(entry.due, end=True),
            duration="" if entry.duration is None else of_duration(entry.duration),
            event=self._event(entry.position) if entry.position >= 0 else "",
        )


def _us(moment: dt.datetime | None) -> int | None:
    return None if moment is None else to_us(moment)


def _target(stated: Rule | Limit, activation: Signature, tables: Tables) -> Pattern | None:
    """Give the pattern that would meet an obligation: of a rule that goes both ways, the other letter."""
    if isinstance(stated, Limit):
        return stated.stop
    if stated.template is Template.CO_EXISTENCE and not tables.lexicon.matches(stated.a, activation):
        return stated.a
    return stated.b or stated.a


def _responsible(tables: Tables, stated: Rule | Limit, target: Pattern | None) -> tuple[str, ...]:
    """
    Give who answers for an obligation: whom the limit names, else all who decide, perform or must be there where it
    would be met, professionals first: the client who decides does not call the meeting.
    """
    if isinstance(stated, Limit) and stated.responsible:
        return stated.responsible
    index = index_of(tables)
    if isinstance(stated, Rule) and stated.within is not None and stated.within.limit:
        limit = index.limits.get(stated.within.limit)
        if limit is not None and limit.responsible:
            return limit.responsible
    activity = None if target is None else index.activities.get(target.element)
    doing = () if activity is None else tuple(one.role for one in activity.participants if one.mode in DOING)
    return tuple(dict.fromkeys(sorted(doing, key=lambda role: role not in index.professionals)))
