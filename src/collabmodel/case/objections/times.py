"""Whether something can have happened when it is said to have, and be booked for when it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from collabmodel.case.answers import Lack, Need, Reason, Refusal
from collabmodel.case.asked import Asked
from collabmodel.case.correcting import effective
from collabmodel.case.wording import need, refusal
from collabmodel.rules import Value

_AHEAD = ("at", "times", "expires")


def times(asked: Asked) -> Iterator[Refusal]:
    """
    Object to what would have happened in the future or before the case was opened, and to bookings in the past.

    Args:
        asked: The command.
    """
    needs = tuple(_faults(asked))
    if needs:
        yield refusal(Reason.TIME, element=asked.event.element, needs=needs)


def _faults(asked: Asked) -> Iterator[Need]:
    event, case = asked.event, asked.case
    if event.occurred > asked.now:
        yield need(Lack.TIME, "occurred", "future")
    if case.opened is not None and event.occurred < case.opened and _anew(asked):
        yield need(Lack.TIME, "occurred", "before opening")
    if event.kind == "case" and not _in_turn(asked):
        yield need(Lack.TIME, "occurred", "turns")
    if asked.verb.section in ("activities", "leads"):
        for name in _AHEAD:
            if name in (*asked.verb.needs, *asked.verb.takes) and _past(asked, asked.data(name)):
                yield need(Lack.TIME, name, "past")
    until = asked.data("until")
    ended = isinstance(until, dt.date) and not isinstance(until, dt.datetime) and until < asked.day
    if ended or _past(asked, until):
        yield need(Lack.TIME, "until", "past")


def _anew(asked: Asked) -> bool:
    """Tell whether something is said to have happened then for the first time; the opening itself may be moved."""
    restated = asked.event.corrects and (asked.command.occurred is None or asked.event.kind == "case")
    return not restated


def _in_turn(asked: Asked) -> bool:
    """Tell whether opening, closing and reopening still follow one another in time as they do in the record."""
    if not asked.event.corrects:
        turned = asked.case.record.event(asked.case.turned) if asked.case.turned else None
        return turned is None or turned.occurred <= asked.event.occurred
    events = [*asked.case.record.read(1, asked.case.seq), asked.event]
    turns = [(one.occurred, one.seq) for one in effective(events) if one.kind == "case"]
    return turns == sorted(turns)


def _past(asked: Asked, value: Value) -> bool:
    values = value if isinstance(value, tuple) else (value,)
    moments = [one for one in values if isinstance(one, dt.datetime) and one.utcoffset() is not None]
    return any(one < asked.event.occurred for one in moments)
