"""When somebody is wanted: read from what is booked, moved and called off, without a word of what it is for."""

from __future__ import annotations

import datetime as dt

from collabmodel.case import Case, Tables
from collabmodel.case.instances import instance_for
from collabmodel.case.state import Instance
from collabmodel.history import Event
from collabmodel.plugin import Appointment

_SETTLED = ("booked", "moved", "cancelled")


def appointment_of(tables: Tables, before: Case, after: Case, event: Event) -> Appointment | None:
    """
    Give the appointment that an event makes, moves or calls off; None where it does not, or its time is not known.

    Its ``uid`` is plain: id of the activity and number of its instance. Whoever tells it to others makes it opaque.

    Args:
        tables: Tables of the case's model.
        before: The case before the command of the event.
        after: The case after it.
        event: The event.
    """
    number = tables.index.get(event.element)
    if event.transition not in _SETTLED or number is None or number >= len(after.items):
        return None
    item = tables.items[number]
    one = next((one for one in after.items[number].open if one.event == event.id), None)
    open_ = before.items[number].open if before.items else ()
    earlier = next((each for each in open_ if one is not None and each.number == one.number), None)
    if one is None and before.items:
        earlier = instance_for(before, item, event.transition, event.instance)
    known = one or earlier
    cancelled = event.transition == "cancelled"
    starts = _time(earlier if cancelled else one or earlier, event, called_off=cancelled)
    if known is None or starts is None:
        return None
    return Appointment(
        uid=f"{event.element}/{known.number}",
        sequence=_settled_before(after, event),
        method="cancel" if cancelled else "request",
        starts=starts,
    )


def _time(one: Instance | None, event: Event, *, called_off: bool) -> dt.datetime | None:
    said = None if called_off else dict(event.data).get("at")
    at = said if isinstance(said, dt.datetime) else one.at if one is not None else None
    return at if at is not None and at.utcoffset() is not None else None


def _settled_before(case: Case, event: Event) -> int:
    """
    Give how often times of the event's activity were settled before it: it grows with every event that settles one,
    and what was corrected since still counts.
    """
    life = case.record.life
    kinds = {
        number
        for number, signature in enumerate(life.signatures)
        if signature.element == event.element and signature.transition in _SETTLED
    }
    end = life.place(event)
    past = life.signature[: end if end >= 0 else len(life)]
    return sum(past.count(kind) for kind in kinds) + len(case.record.superseded)
