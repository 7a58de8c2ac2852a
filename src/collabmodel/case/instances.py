"""Which of an item's open instances an event is about."""

from __future__ import annotations

from collections.abc import Callable

from collabmodel.case.elements import Item
from collabmodel.case.state import Case, Instance, Status

_AT_WORK = (Status.ACTIVE, Status.ENABLED)
_ANY = (*_AT_WORK, Status.AVAILABLE, Status.SUSPENDED)
_WANTED: dict[str, tuple[Status, ...]] = {
    "active": (Status.ENABLED, Status.AVAILABLE),
    "enabled": (Status.AVAILABLE,),
    "suspended": _AT_WORK,
    "resumed": (Status.SUSPENDED,),
}
_NAMING = ("planned", "proposed", "booked", "asked")
_BOOKED = ("moved", "cancelled")


def instance_for(case: Case, item: Item, transition: str, name: str = "") -> Instance | None:
    """
    Give the open instance that an event would be about, or None if there is none.

    A name means the instance that bears it. To plan, propose, book or ask may give a name that is not there yet, and
    that is no number, to an instance without one. Without a name the oldest is meant: of those that can take the event,
    one that is at work rather than one that waits or pauses, to book or plan one that is free, to move or cancel one
    that is booked.

    Args:
        case: The case.
        item: The phase or activity.
        transition: What happens to it.
        name: Name of the instance, or empty.
    """
    return choose(case.items[item.number].open, transition, name)


def choose(open_: tuple[Instance, ...], transition: str, name: str) -> Instance | None:
    """
    Give the one of an item's open instances that an event is about, or None.

    Args:
        open_: Its open instances, oldest first.
        transition: What happens.
        name: Name of the instance, or empty.
    """
    able = [one for one in open_ if one.status in _WANTED.get(transition, _ANY)]
    if name:
        bearers = [one for one in open_ if one.name == name]
        if bearers:
            return next((one for one in able if one.name == name), None)
        if transition not in _NAMING or name.isdecimal():
            return None
        able = [one for one in able if one.name == str(one.number)]
    return min(able, key=_preference(transition), default=None)


def _preference(transition: str) -> Callable[[Instance], tuple[bool, bool, int]]:
    def rank(one: Instance) -> tuple[bool, bool, int]:
        booked = one.at is not None
        unfit = (transition in _BOOKED and not booked) or (transition in _NAMING and booked)
        return unfit, one.status not in _AT_WORK, one.number

    return rank
