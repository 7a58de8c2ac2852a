"""Why something may not be done now: a command, or an element by its id."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

import attrs

from collabmodel.case.answers import Lack, Need, Reason, Refusal
from collabmodel.case.commands import Command
from collabmodel.case.deciding import consider
from collabmodel.case.evolving import current
from collabmodel.case.index import index_of
from collabmodel.case.sentries import names_now, waiting
from collabmodel.case.state import Case, Instance, Status
from collabmodel.case.steps import running
from collabmodel.case.tables import Item, Tables, tables_of
from collabmodel.case.telling import Saying, tell
from collabmodel.case.verbs import section_of
from collabmodel.case.wording import refusal
from collabmodel.history import Actor
from collabmodel.model import Model, Text

SUPPLIED = frozenset({Reason.DATA, Reason.ATTENDANCE, Reason.QUORUM, Reason.OUTCOME})
"""Reasons that what comes with a command takes away."""

_REACHED: Saying = ("{title}: saavutettu jo.", "{title}: redan uppnådd.", "{title}: reached already.")
_RUNS: Saying = ("{title}: käynnissä jo.", "{title}: pågår redan.", "{title}: running already.")
_ENDED: Saying = (
    "{title}: on jo päättynyt eikä ala uudelleen.",
    "{title}: har redan avslutats och börjar inte på nytt.",
    "{title}: has ended and does not start again.",
)
_NEVER: Saying = (
    "{title}: mikään mallissa ei saa tätä aikaan.",
    "{title}: ingenting i modellen leder till detta.",
    "{title}: nothing in the model brings it about.",
)
_AROUND: Saying = (
    "{title}: vaihe, johon tämä kuuluu, ei ole käynnissä: {phase}.",
    "{title}: fasen som detta hör till pågår inte: {phase}.",
    "{title}: the phase it belongs to is not running: {phase}.",
)
_START_IT: Saying = ("Vaiheen pitää olla käynnissä: {phase}", "Fasen ska pågå: {phase}", "The phase must run: {phase}")


def why_not(model: Model | Tables, case: Case, asked: Command | str, actor: Actor, now: dt.datetime) -> Refusal | None:
    """
    Tell why a case does not take a command now, or why an element is not possible; None if nothing stands against it.

    Of an element the most natural command is meant: to complete an activity (or to plan it, where it is
    discretionary), to start a phase, to take a lead, to give a consent, to close with an ending. Data that it lacks is
    then no reason, but named among the needs of whatever is. Of a phase that nobody starts by hand, and of a
    milestone, every sentry is told with what it has seen and what it waits for; one that runs or is reached is
    refused as done.

    Args:
        model: The model that the case is pinned to, or its tables.
        case: The case; it stays as it is.
        asked: A command, or the id of an element.
        actor: Who asks. A command that names somebody itself keeps that.
        now: The time; timezone-aware.

    Raises:
        ModelError: The model cannot mean anything.
        ValueError: A time has no zone.

    >>> from collabmodel.case.evolving import new_case
    >>> noon = dt.datetime(2026, 3, 2, 12, tzinfo=dt.timezone.utc)
    >>> why_not(Model(id="m"), new_case(Model(id="m"), "c"), "dance", Actor(), noon).reason.value
    'unknown element'
    """
    tables = tables_of(model)
    if isinstance(asked, Command):
        return _refused(tables, case, asked if asked.by != Actor() else attrs.evolve(asked, by=actor), now)
    case = attrs.evolve(case, record=current(tables, case))
    number = tables.index.get(asked)
    if number is not None and tables.items[number].section != "activities":
        told = _derived(tables, case, tables.items[number], now)
        if told is not None or tables.items[number].is_milestone:
            return told
    command = natural(tables, case, asked)
    if command is None:
        return _unaskable(tables, asked)
    return _without_data(_refused(tables, case, attrs.evolve(command, by=actor), now))


def natural(tables: Tables, case: Case, element: str) -> Command | None:
    """
    Give the command that somebody means who names an element and nothing else; None where no command speaks of it.

    Args:
        tables: The model's tables.
        case: The case.
        element: Id of the element; empty for the case.

    >>> from collabmodel.case.evolving import new_case
    >>> natural(tables_of(Model(id="m")), new_case(Model(id="m"), "c"), "").verb
    'open'
    """
    if not element:
        return Command(verb={"new": "open", "closed": "reopen"}.get(case.status, "close"))
    if any(ending.id == element for ending in tables.model.endings):
        return Command(verb="close", data=(("ending", element),))
    number = tables.index.get(element)
    if number is not None:
        item = tables.items[number]
        plans = item.planning is not None and not case.items[number].open
        return Command(verb="plan" if plans else _VERBS.get(item.section, "complete"), element=element)
    if any(lead.id == element for lead in tables.model.leads):
        offered = any(offer.lead == element for offer in case.offers)
        held = any(holding.lead == element for holding in case.holdings)
        return Command(verb="accept" if offered else "offer" if held else "take", element=element)
    verb = _VERBS.get(section_of(tables.model, element) or "")
    return None if verb is None else Command(verb=verb, element=element)


_VERBS = {
    "activities": "complete",
    "phases": "start",
    "roles": "join",
    "consents": "give",
    "legal_bases": "record",
    "limits": "extend",
    "rules": "waive",
    "instruments": "rate",
    "indicators": "attest",
    "links": "link",
}
"""The most natural verb of each section; leads go by how they stand."""


def reasons(whole: Refusal) -> tuple[Refusal, ...]:
    """
    Give a refusal and those in it, one by one.

    Args:
        whole: The refusal.

    >>> [one.reason.value for one in reasons(Refusal(reason=Reason.ROLE, others=(Refusal(reason=Reason.TIME),)))]
    ['role', 'time']
    """
    return (attrs.evolve(whole, others=()), *(each for other in whole.others for each in reasons(other)))


def together(refusals: Iterable[Refusal]) -> Refusal | None:
    """
    Give refusals as one: the first, with the others in it; None for none.

    Args:
        refusals: The refusals.

    >>> together([]) is None
    True
    """
    found = tuple(refusals)
    return attrs.evolve(found[0], others=found[1:]) if found else None


def _refused(tables: Tables, case: Case, command: Command, now: dt.datetime) -> Refusal | None:
    found = consider(tables, case, command, now)
    return found if isinstance(found, Refusal) else None


def _without_data(found: Refusal | None) -> Refusal | None:
    """Leave out reasons that what comes with a command takes away; what they need is told with the first other one."""
    if found is None:
        return None
    whole = reasons(found)
    lacking = tuple(need for one in whole if one.reason in SUPPLIED for need in one.needs)
    left = together(one for one in whole if one.reason not in SUPPLIED)
    return None if left is None else attrs.evolve(left, needs=(*left.needs, *lacking))


def _unaskable(tables: Tables, element: str) -> Refusal:
    known = element in index_of(tables).texts
    return refusal(Reason.UNKNOWN_VERB, element=element) if known else refusal(Reason.UNKNOWN_ELEMENT)


def _derived(tables: Tables, case: Case, item: Item, now: dt.datetime) -> Refusal | None:
    """Tell what keeps a phase or milestone from coming about by itself; None for a phase that somebody may start."""
    title = index_of(tables).texts[item.id]
    if case.status != "open":
        return refusal(Reason.CLOSED if case.status == "closed" else Reason.NOT_OPEN, element=item.id)
    done = _done(tables, case, item)
    if done is not None:
        return done
    state = case.items[item.number]
    if not running(tables, case, item.parent):
        return _outside(tables, item)
    if any(one.status is Status.ENABLED for one in state.open):
        return None
    if not state.open:
        return _plain(Reason.DONE, item, tell(_ENDED, title=title))
    change = "achieve" if item.is_milestone else "entry"
    return together(_guards(tables, case, item, change, state.open[0], now))


def _done(tables: Tables, case: Case, item: Item) -> Refusal | None:
    """Tell that a milestone is reached, or that a phase runs."""
    state, title = case.items[item.number], index_of(tables).texts[item.id]
    if item.is_milestone and state.achieved:
        return attrs.evolve(_plain(Reason.DONE, item, tell(_REACHED, title=title)), events=(state.event,))
    going = [one for one in state.open if one.status in (Status.ACTIVE, Status.SUSPENDED)]
    return _plain(Reason.DONE, item, tell(_RUNS, title=title)) if going else None


def _guards(tables: Tables, case: Case, item: Item, change: str, one: Instance, now: dt.datetime) -> Iterator[Refusal]:
    guards = [tables.guards[number] for number in item.guards if tables.guards[number].change == change]
    if not guards:
        yield _plain(Reason.ENTRY, item, tell(_NEVER, title=index_of(tables).texts[item.id]))
    for guard in guards:
        told = waiting(tables, case, guard, one, names_now(case, now))
        if told is not None:
            yield told


def _outside(tables: Tables, item: Item) -> Refusal:
    called = index_of(tables).texts
    parent = tables.items[item.parent].id
    phase = called[parent]
    need = Need(lack=Lack.PHASE, name=parent, text=tell(_START_IT, phase=phase))
    return attrs.evolve(_plain(Reason.PHASE, item, tell(_AROUND, title=called[item.id], phase=phase)), needs=(need,))


def _plain(reason: Reason, item: Item, text: Text) -> Refusal:
    return Refusal(reason=reason, element=item.id, text=text)
