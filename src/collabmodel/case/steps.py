"""
One step: what an event from outside brings about, until nothing more follows.

Every status of an instance changes at most once in a step, so every step ends; ``check`` proves that its result does
not depend on the order. ``next_change`` gives one change after another; whoever runs the step folds each in between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import attrs

from collabmodel.case.state import Case, Instance, Status
from collabmodel.case.tables import ROOT, Guard, Item, Tables
from collabmodel.rules.names import Condition

Done = set[tuple[int, int, str]]
"""Changes made in a step: item, number of the instance, and what was changed."""

_RUNNING = (Status.ACTIVE, Status.SUSPENDED)
_WANTED: dict[str, tuple[Status, ...]] = {
    "entry": (Status.AVAILABLE,),
    "exit": (Status.ENABLED, Status.ACTIVE, Status.SUSPENDED),
    "suspend": (Status.ENABLED, Status.ACTIVE),
    "resume": (Status.SUSPENDED,),
    "achieve": (Status.AVAILABLE,),
    "revoke": (Status.AVAILABLE,),
}
_MADE = {"exit": "terminated", "suspend": "suspended", "resume": "resumed", "achieve": "achieved", "revoke": "revoked"}
_ENDS = ("completed", "terminated")


@attrs.frozen(kw_only=True)
class Change:
    """
    One thing that a step derives.

    Args:
        item: Number of the item.
        instance: Name of the instance.
        transition: What happens to it.
        outcome: With which outcome, or empty.
    """

    item: int
    instance: str
    transition: str
    outcome: str = ""


def next_change(tables: Tables, case: Case, done: Done, holds: Callable[[Condition], bool]) -> Change | None:
    """
    Give the next change that follows in a step, or None where nothing more does.

    Args:
        tables: The model's tables.
        case: The case after all that the step has derived so far.
        done: Changes made in the step so far; the one given is added.
        holds: Tells whether an if-part is true now.
    """
    for change, number, mark in _candidates(tables, case, done, holds):
        if (change.item, number, mark) not in done:
            done.add((change.item, number, mark))
            return change
    return None


def fires(guard: Guard, one: Instance, holds: Callable[[Condition], bool]) -> bool:
    """
    Tell whether a sentry fires for an instance.

    Args:
        guard: The sentry.
        one: The instance.
        holds: Tells whether an if-part is true now.
    """
    if one.seen[guard.slot] != guard.full:
        return False
    return guard.condition is None or holds(guard.condition)


def running(tables: Tables, case: Case, number: int) -> bool:
    """
    Tell whether what lies in a phase can go on: the case is open and every phase around is active.

    Args:
        tables: The model's tables.
        case: The case.
        number: Number of the phase, or ``ROOT``.
    """
    if case.status != "open":
        return False
    if number == ROOT:
        return True
    around = (number, *tables.around(number))
    return all(any(one.status is Status.ACTIVE for one in case.items[each].open) for each in around)


def _candidates(
    tables: Tables, case: Case, done: Done, holds: Callable[[Condition], bool]
) -> Iterator[tuple[Change, int, str]]:
    yield from _orphans(tables, case)
    for number in tables.order:
        guard = tables.guards[number]
        yield from _guarded(tables, case, guard, done, holds)
    yield from _nested(tables, case)


def _guarded(
    tables: Tables, case: Case, guard: Guard, done: Done, holds: Callable[[Condition], bool]
) -> Iterator[tuple[Change, int, str]]:
    item, state = tables.items[guard.item], case.items[guard.item]
    if guard.change in ("achieve", "revoke") and state.achieved is (guard.change == "achieve"):
        return
    closing = guard.change == "exit" and case.status == "closed"
    for one in state.open:
        if one.status not in _WANTED[guard.change] or (guard.change == "exit" and one.status is Status.AVAILABLE):
            continue
        mark = _mark(guard.change)
        if (item.number, one.number, mark) in done or not (closing or running(tables, case, item.parent)):
            continue
        if fires(guard, one, holds):
            if guard.change == "exit" and item.is_phase:
                yield from _bookings(tables, case, item)
            yield _change(item, guard.change, one), one.number, mark


def _mark(change: str) -> str:
    return {"suspend": "suspension", "resume": "suspension", "achieve": "achieved", "revoke": "achieved"}.get(
        change, change
    )


def _change(item: Item, change: str, one: Instance) -> Change:
    if change == "entry":
        return Change(item=item.number, instance=one.name, transition="enabled" if item.manual else "active")
    outcome = "exit condition" if change == "exit" and not item.is_phase else ""
    name = "" if item.is_milestone else one.name
    return Change(item=item.number, instance=name, transition=_MADE[change], outcome=outcome)


def _orphans(tables: Tables, case: Case) -> Iterator[tuple[Change, int, str]]:
    """Give the phases whose surrounding phase has ended, and those still running in a closed case without an exit."""
    for item in tables.items:
        if not item.is_phase or item.parent == ROOT:
            continue
        around = {one.number for one in case.items[item.parent].open if one.status in _RUNNING}
        for one in case.items[item.number].open:
            if one.status in _RUNNING and one.within not in around:
                yield from _bookings(tables, case, item)
                yield Change(item=item.number, instance=one.name, transition="terminated"), one.number, "exit"


def _bookings(tables: Tables, case: Case, item: Item) -> Iterator[tuple[Change, int, str]]:
    """Give the bookings in a phase that is about to end."""
    for child in item.children:
        for one in case.items[child].open:
            if one.at is not None and not tables.items[child].is_phase:
                yield Change(item=child, instance=one.name, transition="cancelled"), one.number, "booking"


def _nested(tables: Tables, case: Case) -> Iterator[tuple[Change, int, str]]:
    for item in tables.items:
        state = case.items[item.number]
        if item.is_milestone:
            yield from _reopened(item, state.open, achieved=state.achieved)
        elif item.is_phase:
            for one in state.open:
                yield from _phase(tables, case, item, one)
        elif case.status == "closed":
            for one in state.open:
                if one.at is not None:
                    yield Change(item=item.number, instance=one.name, transition="cancelled"), one.number, "booking"


def _reopened(item: Item, open_: tuple[Instance, ...], *, achieved: bool) -> Iterator[tuple[Change, int, str]]:
    """Give the revocation of a milestone whose phase has begun anew."""
    for one in open_:
        if achieved and item.parent != ROOT and one.event and one.number > 1 and not one.touched:
            yield Change(item=item.number, instance="", transition="revoked"), one.number, "achieved"


def _phase(tables: Tables, case: Case, item: Item, one: Instance) -> Iterator[tuple[Change, int, str]]:
    guarded = any(tables.guards[guard].change == "entry" for guard in item.guards)
    if case.status == "closed" and item.parent == ROOT and one.status in _RUNNING:
        yield from _bookings(tables, case, item)
        yield Change(item=item.number, instance=one.name, transition="terminated"), one.number, "exit"
    elif one.status is Status.AVAILABLE and not guarded and running(tables, case, item.parent):
        yield _change(item, "entry", one), one.number, "entry"
    elif one.status is Status.ACTIVE and running(tables, case, item.parent) and _is_done(tables, case, item):
        yield Change(item=item.number, instance=one.name, transition="completed"), one.number, "exit"


def _is_done(tables: Tables, case: Case, item: Item) -> bool:
    for child in item.children:
        inner, state = tables.items[child], case.items[child]
        if inner.is_milestone:
            if inner.required and not state.achieved:
                return False
            continue
        if any(one.status in _RUNNING for one in state.open):
            return False
        waits = any(one.status in (Status.AVAILABLE, Status.ENABLED) for one in state.open)
        if inner.required and (not state.ended or (waits and not inner.repeats)):
            return False
    return True
