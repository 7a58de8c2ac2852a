"""How events move items: instances come, start, pause and end, and sentries remember what they saw."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

import attrs

from collabmodel.case.instances import choose
from collabmodel.case.state import Instance, ItemState, Status
from collabmodel.case.tables import ROOT, Item, Tables
from collabmodel.history import Event
from collabmodel.model import Reference, Signature
from collabmodel.rules.names import Condition

Holds = Callable[[int, Condition], bool]

_RUNNING = (Status.ACTIVE, Status.SUSPENDED)


class Life:
    """
    The items of a case while one event is folded into them.

    Args:
        tables: The model's tables.
        items: State of each item before it.
        step: The events of the step so far, this one last: signature and position of each.
        holds: Tells whether a compiled condition is true of the event at a position.
        most: Tells how many instances an item may have, or None.
    """

    def __init__(
        self,
        tables: Tables,
        items: Iterable[ItemState],
        step: tuple[tuple[Signature, int], ...],
        *,
        holds: Holds,
        most: Callable[[int | Reference], int | None],
    ) -> None:
        self.tables = tables
        self.items: list[ItemState] = list(items) or [ItemState()] * len(tables.items)
        self.step = step
        self.holds = holds
        self.most = most

    def take(self, event: Event) -> tuple[ItemState, ...]:
        """
        Fold an event in, and give the items after it. Sentries hear a correction, but it moves nothing once more.

        Args:
            event: The event, which is the last of the step.
        """
        if not event.corrects:
            self._live(event)
        signature, position = self.step[-1]
        for guard, bit, where in self.tables.heard(signature):
            self._hear(guard, bit, position, where)
        return tuple(self.items)

    def _live(self, event: Event) -> None:
        number = self.tables.index.get(event.element)
        if event.kind == "case" and event.transition == "opened":
            self._children(ROOT, 0, event)
        elif number is not None and event.kind == self.tables.items[number].kind:
            self._item(self.tables.items[number], event)
        signature, position = self.step[-1]
        for other, where in self.tables.repeated(signature):
            if where is None or self.holds(position, where):
                self._again(self.tables.items[other], event)

    def _item(self, item: Item, event: Event) -> None:
        state = self.items[item.number]
        self.items[item.number] = attrs.evolve(state, event=event.id)
        if item.is_milestone:
            self._milestone(item, event)
            return
        handler = _HANDLERS.get(event.transition)
        if handler is not None:
            handler(self, item, event)

    def _milestone(self, item: Item, event: Event) -> None:
        state = self.items[item.number]
        waiting = tuple(attrs.evolve(one, seen=(0,) * len(item.guards), touched=True) for one in state.open)
        if event.transition in ("achieved", "revoked"):
            self.items[item.number] = attrs.evolve(state, achieved=event.transition == "achieved", open=waiting)

    def started(self, item: Item, event: Event) -> None:
        """
        Let an instance begin; what lies in a phase becomes available with it.

        Args:
            item: The item.
            event: The event.
        """
        one = self.find(item, event)
        if one is None:
            return
        self.put(item, attrs.evolve(one, status=Status.ACTIVE, touched=not event.caused_by, event=event.id))
        if item.is_phase:
            self._children(item.number, one.number, event)

    def ended(self, item: Item, event: Event) -> None:
        """
        Let an instance end; a phase takes along what is in it, but for phases and what is booked, whose ends are told.

        Args:
            item: The item.
            event: The event.
        """
        one = self.find(item, event)
        done = event.transition == Status.COMPLETED.value
        outcome = dict(event.data).get("outcome")
        state = self.items[item.number]
        self.items[item.number] = attrs.evolve(
            state,
            completed=state.completed + done,
            terminated=state.terminated + (not done),
            ended=state.ended + 1,
            outcome=outcome if isinstance(outcome, str) else "",
            open=tuple(other for other in state.open if one is None or other.number != one.number),
        )
        if item.is_phase:
            self._leave(item)
        going_on = one is not None and one.within == self._runs(item)
        if going_on and item.repeats and item.again is None and self._may_come(item, self.items[item.number]):
            self._create(item, one.within if one else 0, event, like=one)

    def _leave(self, item: Item) -> None:
        for child in item.children:
            if not self.tables.items[child].is_phase:
                state = self.items[child]
                self.items[child] = attrs.evolve(state, open=tuple(one for one in state.open if one.at is not None))

    def paused(self, item: Item, event: Event) -> None:
        """
        Let an instance pause; what would let it go on is watched for from now on.

        Args:
            item: The item.
            event: The event.
        """
        one = self.find(item, event)
        if one is not None:
            paused = attrs.evolve(one, status=Status.SUSPENDED, paused=one.status, event=event.id)
            self.put(item, self._forgot(item, paused, "resume"))

    def resumed(self, item: Item, event: Event) -> None:
        """
        Let an instance go on as it was; what would pause it again is watched for from now on.

        Args:
            item: The item.
            event: The event.
        """
        one = self.find(item, event)
        if one is not None:
            resumed = attrs.evolve(one, status=one.paused or Status.ACTIVE, paused=None, event=event.id)
            self.put(item, self._forgot(item, resumed, "suspend"))

    def enabled(self, item: Item, event: Event) -> None:
        """
        Let an instance wait for somebody to start it.

        Args:
            item: The item.
            event: The event.
        """
        one = self.find(item, event)
        if one is not None:
            self.put(item, attrs.evolve(one, status=Status.ENABLED, event=event.id))

    def planned(self, item: Item, event: Event) -> None:
        """
        Let a discretionary activity become an instance, or note that an instance is planned.

        Args:
            item: The item.
            event: The event.
        """
        within = self._runs(item)
        if item.planning is not None and within is not None:
            self._create(item, within, event)
            one: Instance | None = self.items[item.number].open[-1]
        else:
            one = None if item.planning is not None else self.find(item, event)
        if one is not None:
            self.put(item, attrs.evolve(one, name=event.instance or one.name, touched=True, event=event.id))

    def booked(self, item: Item, event: Event) -> None:
        """
        Note what is agreed or tried about an instance, such as its time. One that only its booking kept goes with it.

        Args:
            item: The item.
            event: The event.
        """
        one = self.find(item, event)
        if one is None:
            return
        if event.transition == "cancelled" and one.within != self._runs(item):
            state = self.items[item.number]
            left = tuple(other for other in state.open if other.number != one.number)
            self.items[item.number] = attrs.evolve(state, open=left)
            return
        at = dict(event.data).get("at")
        agreed = at if isinstance(at, dt.datetime) else None
        when = agreed if event.transition in ("booked", "moved") else one.at
        when = None if event.transition == "cancelled" else when
        self.put(item, attrs.evolve(one, name=event.instance or one.name, touched=True, at=when, event=event.id))

    def find(self, item: Item, event: Event) -> Instance | None:
        """
        Give the instance that an event is about, or None.

        Args:
            item: The item.
            event: The event.
        """
        return choose(self.items[item.number].open, event.transition, event.instance)

    def put(self, item: Item, instance: Instance) -> None:
        """
        Put an instance in the place of what it was.

        Args:
            item: The item.
            instance: The instance.
        """
        state = self.items[item.number]
        others = tuple(instance if one.number == instance.number else one for one in state.open)
        self.items[item.number] = attrs.evolve(state, open=others)

    def _forgot(self, item: Item, one: Instance, change: str) -> Instance:
        seen = (
            0 if self.tables.guards[guard].change == change else bits
            for guard, bits in zip(item.guards, one.seen, strict=True)
        )
        return attrs.evolve(one, seen=tuple(seen))

    def _runs(self, item: Item) -> int | None:
        """Give the number of the running instance of the phase around an item, or None; 0 for the case itself."""
        if item.parent == ROOT:
            return 0
        running = (one for one in self.items[item.parent].open if one.status in _RUNNING)
        return next((one.number for one in running), None)

    def _children(self, parent: int, within: int, event: Event) -> None:
        numbers = self.tables.roots if parent == ROOT else self.tables.items[parent].children
        for number in numbers:
            self.items[number] = attrs.evolve(self.items[number], here=0, ended=0, open=())
            if self.tables.items[number].planning is None:
                self._create(self.tables.items[number], within, event)

    def _again(self, item: Item, event: Event) -> None:
        within = self._runs(item)
        state = self.items[item.number]
        idle = any(not one.touched or item.is_phase for one in state.open)
        if within is not None and not idle and self._may_come(item, state):
            self._create(item, within, event)

    def _may_come(self, item: Item, state: ItemState) -> bool:
        """Tell whether one more instance may come of itself: one that is discretionary comes only if it is planned."""
        if item.planning is not None:
            return False
        most = None if item.most is None else self.most(item.most)
        return most is None or state.here < most

    def _create(self, item: Item, within: int, event: Event, like: Instance | None = None) -> None:
        state = self.items[item.number]
        number = state.made + 1
        entries = {guard for guard in item.guards if self.tables.guards[guard].change == "entry"}
        kept = like.seen if like is not None else (0,) * len(item.guards)
        seen = [bits if guard in entries else 0 for guard, bits in zip(item.guards, kept, strict=True)]
        open_now = not entries and not item.is_phase and not item.is_milestone
        status = (Status.ENABLED if item.manual else Status.ACTIVE) if open_now else Status.AVAILABLE
        one = Instance(number=number, name=str(number), status=status, within=within, seen=tuple(seen), event=event.id)
        self.items[item.number] = attrs.evolve(state, made=number, here=state.here + 1, open=(*state.open, one))
        if like is None:
            for signature, position in self.step[:-1]:
                for guard, bit, where in self.tables.heard(signature):
                    if self.tables.guards[guard].item == item.number:
                        self._hear(guard, bit, position, where)

    def _hear(self, number: int, bit: int, position: int, where: Condition | None) -> None:
        guard = self.tables.guards[number]
        state = self.items[guard.item]
        deaf = [one for one in state.open if not one.seen[guard.slot] & bit]
        if not deaf or not (where is None or self.holds(position, where)):
            return
        heard = tuple(
            attrs.evolve(one, seen=(*one.seen[: guard.slot], one.seen[guard.slot] | bit, *one.seen[guard.slot + 1 :]))
            for one in state.open
        )
        self.items[guard.item] = attrs.evolve(state, open=heard)


_HANDLERS: dict[str, Callable[[Life, Item, Event], None]] = {
    "active": Life.started,
    "enabled": Life.enabled,
    "completed": Life.ended,
    "terminated": Life.ended,
    "suspended": Life.paused,
    "resumed": Life.resumed,
    "planned": Life.planned,
    "booked": Life.booked,
    "moved": Life.booked,
    "cancelled": Life.booked,
    "proposed": Life.booked,
    "asked": Life.booked,
    "attempted": Life.booked,
}
"""What each transition of a phase or activity does; others change nothing."""
