"""
One step: what an event from outside brings about, until nothing more follows.

Every status of an instance changes at most once in a step, the event from outside included, and an instance that comes
of a repetition within the step shares the changes of its item so far: so every step ends. The moves are tried in the
order of the tables, the first one that is possible is made, and then all are tried anew; ``check`` proves that the
result does not depend on more than that order. ``next_change`` gives one change after another; whoever runs the step
folds each in between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import attrs

from collabmodel.case.state import Case, Instance, Status
from collabmodel.case.tables import ROOT, Guard, Item, Move, Tables
from collabmodel.history import Event
from collabmodel.rules.names import Condition

Holds = Callable[[Condition], bool]

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
_BITS = {
    "active": "begun",
    "enabled": "begun",
    "completed": "ended",
    "terminated": "ended",
    "suspended": "paused",
    "resumed": "paused",
    "achieved": "achieved",
    "revoked": "achieved",
    "cancelled": "booked",
}


@attrs.frozen(kw_only=True)
class Change:
    """
    One thing that a step derives.

    Args:
        item: Number of the item.
        instance: Name of the instance.
        transition: What happens to it.
        outcome: With which outcome, or empty.
        number: Number of the instance.
    """

    item: int
    instance: str
    transition: str
    outcome: str = ""
    number: int = 0


class Toggles:
    """
    Which statuses have changed in a step.

    Args:
        case: The case before the step.
    """

    def __init__(self, case: Case) -> None:
        self._made = tuple(state.made for state in case.items)
        self._done: set[tuple[int, int, str]] = set()
        self._items: set[tuple[int, str]] = set()

    def outside(self, tables: Tables, case: Case, event: Event) -> None:
        """
        Note what the event from outside changes itself.

        Args:
            tables: The model's tables.
            case: The case before it.
            event: The event.
        """
        number = tables.index.get(event.element)
        if number is None or event.corrects:
            return
        for one in case.items[number].open:
            if one.name == event.instance and event.transition in _BITS:
                self._note(number, one.number, _BITS[event.transition])

    def take(self, change: Change) -> bool:
        """
        Note a change, and tell whether it may be made.

        Args:
            change: The change.
        """
        bit = _BITS[change.transition]
        born = change.number > self._made[change.item]
        if (change.item, change.number, bit) in self._done or (born and (change.item, bit) in self._items):
            return False
        self._note(change.item, change.number, bit)
        return True

    def _note(self, item: int, number: int, bit: str) -> None:
        self._done.add((item, number, bit))
        self._items.add((item, bit))


def next_change(tables: Tables, case: Case, toggles: Toggles, holds: Holds) -> Change | None:
    """
    Give the next change that follows in a step, or None where nothing more does.

    Args:
        tables: The model's tables.
        case: The case after all that the step has derived so far.
        toggles: What has changed in the step so far; the change given is noted.
        holds: Tells whether an if-part is true now.
    """
    return next((change for change in _possible(tables, case, holds) if toggles.take(change)), None)


def fires(guard: Guard, one: Instance, holds: Holds) -> bool:
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


def _possible(tables: Tables, case: Case, holds: Holds) -> Iterator[Change]:
    yield from _left(tables, case)
    for move in tables.order:
        open_ = case.items[move.item].open
        if move.guard >= 0:
            # Most sentries still wait for something, and are passed by here without more ado.
            guard = tables.guards[move.guard]
            slot, full = guard.slot, guard.full
            for one in open_:
                if one.seen[slot] == full:
                    yield from _guarded(tables, case, guard, holds)
                    break
        elif open_:
            yield from _moved(tables, case, move)
    if case.status == "closed":
        yield from _closed(tables, case)


def _moved(tables: Tables, case: Case, move: Move) -> Iterator[Change]:
    item = tables.items[move.item]
    if move.change == "renew":
        yield from _renewed(tables, case, item)
    else:
        yield from _nested(tables, case, item, move.change)


def _guarded(tables: Tables, case: Case, guard: Guard, holds: Holds) -> Iterator[Change]:
    item, state = tables.items[guard.item], case.items[guard.item]
    if guard.change in ("achieve", "revoke") and state.achieved is (guard.change == "achieve"):
        return
    for one in state.open:
        heard = one.seen[guard.slot] == guard.full and one.status in _WANTED[guard.change]
        if heard and _able(tables, case, item, guard.change) and fires(guard, one, holds):
            yield _change(item, guard.change, one)


def _able(tables: Tables, case: Case, item: Item, change: str) -> bool:
    """Tell whether an item may move: what is around it runs; or it ends, and the case is closed."""
    return running(tables, case, item.parent) or (change == "exit" and case.status == "closed")


def _change(item: Item, change: str, one: Instance) -> Change:
    if change == "entry":
        made = "enabled" if item.manual else "active"
        return Change(item=item.number, instance=one.name, transition=made, number=one.number)
    outcome = "exit condition" if change == "exit" and not item.is_phase else ""
    name = "" if item.is_milestone else one.name
    return Change(item=item.number, instance=name, transition=_MADE[change], outcome=outcome, number=one.number)


def _left(tables: Tables, case: Case) -> Iterator[Change]:
    """Give what is left over from phases that have ended: phases that ran in them, and what was booked."""
    for item, state in zip(tables.items, case.items, strict=True):
        if not state.open or item.parent == ROOT or item.is_milestone:
            continue
        around = {one.number for one in case.items[item.parent].open if one.status in _RUNNING}
        for one in state.open:
            if one.within not in around:
                yield from _left_over(item, one)


def _left_over(item: Item, one: Instance) -> Iterator[Change]:
    if item.is_phase and one.status in _RUNNING:
        yield Change(item=item.number, instance=one.name, transition="terminated", number=one.number)
    elif one.at is not None:
        yield Change(item=item.number, instance=one.name, transition="cancelled", number=one.number)


def _closed(tables: Tables, case: Case) -> Iterator[Change]:
    """Give what closing ends: phases of the case itself, and what is booked in it."""
    for number in tables.roots:
        for one in case.items[number].open:
            yield from _left_over(tables.items[number], one)


def _renewed(tables: Tables, case: Case, item: Item) -> Iterator[Change]:
    """Give the revocation of a milestone whose phase has begun anew."""
    state = case.items[item.number]
    for one in state.open:
        if state.achieved and one.number > 1 and not one.touched and running(tables, case, item.parent):
            yield Change(item=item.number, instance="", transition="revoked", number=one.number)


def _nested(tables: Tables, case: Case, item: Item, change: str) -> Iterator[Change]:
    for one in case.items[item.number].open:
        wanted = Status.AVAILABLE if change == "start" else Status.ACTIVE
        if one.status is not wanted or not running(tables, case, item.parent):
            continue
        if change == "start":
            yield _change(item, "entry", one)
        elif _is_done(tables, case, item):
            yield Change(item=item.number, instance=one.name, transition="completed", number=one.number)


def _is_done(tables: Tables, case: Case, item: Item) -> bool:
    """Tell whether nothing in a phase runs and all that it needs has ended."""
    for child in item.children:
        inner, state = tables.items[child], case.items[child]
        if inner.is_milestone:
            if inner.required and not state.achieved:
                return False
            continue
        if any(one.status in _RUNNING for one in state.open):
            return False
        if inner.required and (not state.ended or (state.open and not inner.repeats)):
            return False
    return True
