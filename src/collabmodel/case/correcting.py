"""
What a correction changes of a case as it stands.

The event it supersedes counts as if it had been what the correction says, or as if it had not been: what is kept of
people, leads, consents and limits is found out anew from all events, each correction in the place of what it corrects;
of items only the superseded event's own effect on its instance is replaced or undone. What was derived from it stays
and may be corrected itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import attrs

from collabmodel.case.folds import bookkept
from collabmodel.case.leads import leads_named, text_in, time_in
from collabmodel.case.state import Case, Holding, Instance, ItemState, Status
from collabmodel.case.tables import ROOT, Item, Tables
from collabmodel.history import Event
from collabmodel.model import Signature
from collabmodel.rules.names import Condition

RETRACTED = "retracted"
"""Transition of a correction that takes an event back."""
_ENDS = ("completed", "terminated")


def corrected(tables: Tables, case: Case, event: Event) -> Case:
    """
    Give a case as a correction leaves it.

    Args:
        tables: The model's tables.
        case: The case with the correction's place in the record, but without what it changes.
        event: The correction.
    """
    events = [one for one in case.record.read(1, case.seq) if one.id != event.id]
    chain = {one.id: one for one in events}
    before = chain.get(event.corrects)
    places = {id: place for place, id in enumerate(case.record.life.ids)}
    blank = attrs.evolve(
        case, status="new", opened=None, closed=None, ending="", turned="", participants=(), holdings=(), offers=(),
        grants=(), questions=(), links=(), lengthened=(), halted=(), waived=(), told=(),
    )  # fmt: skip
    for one in effective([*events, event]):
        names = _named(tables, case, one, places)
        blank = bookkept(tables, blank, one, names)
    blank = attrs.evolve(blank, holdings=tuple(one for one in blank.holdings if _still_here(blank, one)))
    return blank if before is None else attrs.evolve(blank, items=_items(tables, case, before, event))


def _still_here(case: Case, holding: Holding) -> bool:
    """Tell whether who holds a lead takes part, now that a joining may have been taken back."""
    here = {(one.role, one.person) for one in case.participants if one.left is None}
    return not holding.person or (holding.role, holding.person) in here


def _named(tables: Tables, case: Case, event: Event, places: Mapping[str, int]) -> tuple[str, ...]:
    """Give the leads that an event names, its conditions read where it happened."""
    record, place = case.record, places.get(event.id, -1)

    def holds(where: Condition) -> bool:
        return place < 0 or where(record.names.step(place, place, record.life.occurred[place])) is True

    return leads_named(tables, Signature(event.kind, event.element, event.transition), holds)


def effective(events: list[Event]) -> Iterator[Event]:
    """
    Give the events that count, each correction in the place of what it corrects.

    Args:
        events: The events of a case, in the order of the record.
    """
    place = {event.id: number for number, event in enumerate(events)}
    latest: dict[int, Event] = {}
    for number, event in enumerate(events):
        root = place.get(event.corrects, number) if event.corrects else number
        while events[root].corrects and events[root].corrects in place and place[events[root].corrects] < root:
            root = place[events[root].corrects]
        latest[root] = event
    for root in sorted(latest):
        if latest[root].transition != RETRACTED:
            yield latest[root]


def _items(tables: Tables, case: Case, before: Event, event: Event) -> tuple[ItemState, ...]:
    number = tables.index.get(before.element)
    if number is None or before.kind != tables.items[number].kind:
        return case.items
    item, items = tables.items[number], list(case.items)
    undo = _UNDONE.get(before.transition) if event.transition == RETRACTED else _RESTATED.get(before.transition)
    if undo is not None:
        items[number] = undo(tables, case, item, before, event)
    return tuple(items)


_Change = Callable[[Tables, Case, Item, Event, Event], ItemState]


def _ended_anew(_tables: Tables, case: Case, item: Item, before: Event, event: Event) -> ItemState:
    """Count an ending as what it is now said to have been."""
    state = case.items[item.number]
    moved = (event.transition == _ENDS[0]) - (before.transition == _ENDS[0])
    last = text_in(before, "outcome") == state.outcome
    return attrs.evolve(
        state,
        completed=state.completed + moved,
        terminated=state.terminated - moved,
        outcome=text_in(event, "outcome") if last else state.outcome,
        event=event.id,
    )


def _not_ended(_tables: Tables, case: Case, item: Item, before: Event, event: Event) -> ItemState:
    """Let an instance go on whose ending was taken back, unless another waits in its place."""
    state = case.items[item.number]
    done = before.transition == _ENDS[0]
    state = attrs.evolve(
        state,
        completed=max(0, state.completed - done),
        terminated=max(0, state.terminated - (not done)),
        ended=max(0, state.ended - 1),
        outcome="" if text_in(before, "outcome") == state.outcome else state.outcome,
        event=event.id,
    )
    within = _run(case, item)
    if within is None or any(not one.touched for one in state.open):
        return state
    number = state.made + 1
    name = before.instance or str(number)
    guards = (0,) * len(item.guards)
    again = Instance(
        number=number, name=name, status=Status.ACTIVE, within=within, seen=guards, touched=True, event=event.id
    )
    return attrs.evolve(state, made=number, open=(again, *state.open))


def _run(case: Case, item: Item) -> int | None:
    if item.parent == ROOT:
        return 0
    return next((one.number for one in case.items[item.parent].open if one.status is Status.ACTIVE), None)


def _altered(change: Callable[[Item, Instance, Event], Instance | None]) -> _Change:
    """Give what changes the instance that the corrected event was about, or takes it away."""

    def alter(_tables: Tables, case: Case, item: Item, before: Event, event: Event) -> ItemState:
        state = case.items[item.number]
        named = [one for one in state.open if before.instance and one.name == before.instance]
        chosen = next(iter(named or [one for one in state.open if one.event == before.id] or state.open), None)
        if chosen is None:
            return state
        put = change(item, chosen, event)
        kept = tuple((put if one is chosen else one) for one in state.open)
        gone = put is None
        return attrs.evolve(
            state,
            made=state.made,
            here=max(0, state.here - gone),
            open=tuple(one for one in kept if one is not None),
            event=event.id,
        )

    return alter


def _not_started(item: Item, one: Instance, event: Event) -> Instance | None:
    status = Status.ENABLED if item.manual else Status.AVAILABLE if item.guards else Status.ACTIVE
    return attrs.evolve(one, status=status, event=event.id) if one.status is Status.ACTIVE else one


def _not_planned(item: Item, one: Instance, event: Event) -> Instance | None:
    return None if item.planning is not None else attrs.evolve(one, touched=False, event=event.id)


def _not_booked(_item: Item, one: Instance, event: Event) -> Instance | None:
    return attrs.evolve(one, at=None, event=event.id)


def _not_paused(_item: Item, one: Instance, event: Event) -> Instance | None:
    return attrs.evolve(one, status=Status.ACTIVE, event=event.id) if one.status is Status.SUSPENDED else one


def _paused_still(_item: Item, one: Instance, event: Event) -> Instance | None:
    return attrs.evolve(one, status=Status.SUSPENDED, event=event.id) if one.status is Status.ACTIVE else one


def _booked_anew(_item: Item, one: Instance, event: Event) -> Instance | None:
    at = time_in(event, "at")
    return one if at is None else attrs.evolve(one, at=at, event=event.id)


def _milestone(*, achieved: bool) -> _Change:
    def change(_tables: Tables, case: Case, item: Item, _before: Event, event: Event) -> ItemState:
        return attrs.evolve(case.items[item.number], achieved=achieved, event=event.id)

    return change


_UNDONE: Mapping[str, _Change] = {
    "completed": _not_ended,
    "terminated": _not_ended,
    "active": _altered(_not_started),
    "planned": _altered(_not_planned),
    "booked": _altered(_not_booked),
    "moved": _altered(_not_booked),
    "suspended": _altered(_not_paused),
    "resumed": _altered(_paused_still),
    "achieved": _milestone(achieved=False),
    "revoked": _milestone(achieved=True),
}
"""What taking back an event of each transition does to its item; of others it changes nothing."""
_RESTATED: Mapping[str, _Change] = {
    "completed": _ended_anew,
    "terminated": _ended_anew,
    "booked": _altered(_booked_anew),
    "moved": _altered(_booked_anew),
}
"""What saying anew does."""
