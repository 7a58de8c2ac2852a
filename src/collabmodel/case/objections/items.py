"""Whether a phase or activity can be done now: its phase, its instance, its entry, its planning, how often."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from collabmodel.case.answers import Lack, Need, Reason, Refusal
from collabmodel.case.asked import Asked
from collabmodel.case.sentries import condition_needs, waiting
from collabmodel.case.state import Instance, Status
from collabmodel.case.steps import running
from collabmodel.case.tables import ROOT, Item
from collabmodel.case.verbs import ACTIVITIES
from collabmodel.case.wording import need, refusal
from collabmodel.model import Activity, Reference

_ARRANGING = ("plan", "propose", "book", "move", "cancel")
"""What may be done before the entry condition is met."""
_NAMING = ("plan", "propose", "book")
"""What may give an occurrence its name."""


def items(asked: Asked) -> Iterator[Refusal]:
    """
    Object to what an item does not let be done now.

    Args:
        asked: The command.
    """
    if asked.verb.section not in (ACTIVITIES, "phases") or asked.item is None or asked.case.status != "open":
        return
    yield from _around(asked, asked.item)
    open_ = asked.state.open
    if asked.verb.name == "plan" and asked.item.planning is not None:
        yield from _planning(asked, asked.item)
    elif not open_:
        if running(asked.tables, asked.case, asked.item.parent):
            yield from _none(asked, asked.item)
    else:
        yield from _instance(asked, asked.item)


def _around(asked: Asked, item: Item) -> Iterator[Refusal]:
    """Object to a phase around that is not under way, the outermost of them."""
    phases = (
        [one for one in (item.parent, *asked.tables.around(item.parent)) if one != ROOT] if item.parent >= 0 else []
    )
    for number in reversed(phases):
        state, phase = asked.case.items[number], asked.tables.items[number]
        statuses = [one.status for one in state.open]
        if Status.ACTIVE in statuses:
            continue
        paused = Status.SUSPENDED in statuses
        needs = (need(Lack.PHASE, phase.id, title=asked.title(phase.id)),)
        yield refusal(
            Reason.SUSPENDED if paused else Reason.PHASE,
            element=item.id, needs=needs, events=(state.event,), cites=phase.subject.cites, name=asked.title(phase.id),
        )  # fmt: skip
        return


def most(asked: Asked, item: Item) -> int | None:
    """
    Give how many instances an item may have within its phase, or None for any number.

    Args:
        asked: The command.
        item: The item.
    """
    if not isinstance(item.most, Reference):
        return item.most
    values = asked.tables.declared.possible(item.most.parameter, asked.names)
    return min((one for one in values if isinstance(one, int)), default=None)


def _planning(asked: Asked, item: Item) -> Iterator[Refusal]:
    assert item.planning is not None
    condition = item.planning.condition
    if condition is not None and (value := asked.holds(condition)) is not True:
        needs = tuple(condition_needs(condition, asked.names, false=value is False))
        yield refusal(Reason.ENTRY, element=item.id, sentry=f"activities.{item.id}.planning", needs=needs)
    limit = 1 if not item.repeats else most(asked, item)
    if limit is not None and asked.state.here >= limit:
        yield _often(asked, item, limit)


def _often(asked: Asked, item: Item, limit: int) -> Refusal:
    reason = Reason.MAXIMUM if item.repeats else Reason.DONE
    needs = (need(Lack.CONDITION, item.id, str(limit), title=asked.title(item.id)),) if item.repeats else ()
    return refusal(reason, element=item.id, needs=needs, events=(asked.state.event,), cites=item.subject.cites)


def _none(asked: Asked, item: Item) -> Iterator[Refusal]:
    """Object to what has no open instance: not planned, done, or done as often as it may be."""
    state, limit = asked.state, most(asked, item)
    full = item.repeats and limit is not None and state.here >= limit
    if item.planning is not None and (not state.here or (item.repeats and not full)):
        needs: tuple[Need, ...] = (need(Lack.PLAN, item.id, title=asked.title(item.id)),)
        yield refusal(Reason.NOT_PLANNED, element=item.id, needs=needs)
    elif full and limit is not None:
        yield _often(asked, item, limit)
    else:
        again = item.again
        needs = (
            (need(Lack.EVENT, again.pattern.short(), title=asked.called(again.pattern)),) if again is not None else ()
        )
        yield refusal(Reason.DONE, element=item.id, needs=needs, events=(state.event,), cites=item.subject.cites)


def _instance(asked: Asked, item: Item) -> Iterator[Refusal]:
    """Object to an instance that does not stand where the command needs it."""
    open_, name, verb = asked.state.open, asked.command.instance, asked.verb.name
    named = [one for one in open_ if one.name == name]
    if name and not named and verb not in _NAMING:
        needs = tuple(need(Lack.EVENT, item.id, one.name, title=asked.title(item.id)) for one in open_)
        yield refusal(Reason.NO_INSTANCE, element=item.id, needs=needs)
        return
    wanted = _WANTED.get(verb, (Status.ENABLED, Status.ACTIVE))
    chosen = named or list(open_)
    if not any(one.status in wanted for one in chosen):
        yield from _stands(asked, item, chosen[0])
    elif verb in ("move", "cancel") and not any(one.touched and one.status in wanted for one in chosen):
        needs = (need(Lack.PLAN, item.id, title=asked.title(item.id)),)
        yield refusal(Reason.NOT_PLANNED, element=item.id, needs=needs)


_WANTED: dict[str, tuple[Status, ...]] = {
    "start": (Status.ENABLED,),
    "suspend": (Status.ENABLED, Status.ACTIVE),
    "resume": (Status.SUSPENDED,),
    **dict.fromkeys(_ARRANGING, (Status.AVAILABLE, Status.ENABLED, Status.ACTIVE)),
}
"""Where an instance must stand for each verb; for others it must be possible or under way."""


def _stands(asked: Asked, item: Item, one: Instance) -> Iterator[Refusal]:
    if asked.verb.name == "resume":
        yield refusal(Reason.NOT_SUSPENDED, element=item.id, events=(one.event,))
    elif one.status is Status.SUSPENDED:
        yield refusal(Reason.SUSPENDED, element=item.id, events=(one.event,))
    elif one.status is Status.ACTIVE:
        yield refusal(Reason.DONE, element=item.id, events=(one.event,))
    else:
        yield from _entry(asked, item, one)


def _entry(asked: Asked, item: Item, one: Instance) -> Iterator[Refusal]:
    """Object to an entry condition that is not met, told for each sentry that would do."""
    if not running(asked.tables, asked.case, item.parent):
        return
    for number in item.guards:
        guard = asked.tables.guards[number]
        told = waiting(asked.tables, asked.case, guard, one, asked.names) if guard.change == "entry" else None
        if told is not None:
            cites = item.subject.cites if isinstance(item.subject, Activity) else told.cites
            yield attrs.evolve(told, cites=cites)
