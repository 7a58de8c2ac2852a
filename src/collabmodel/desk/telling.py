"""Whom events concern: identifiers and a kind of news, never a name and never what happened."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterator

import attrs

from collabmodel.case import Case, Tables
from collabmodel.case.access import visible
from collabmodel.desk.appointments import appointment_of
from collabmodel.history import Actor, Event
from collabmodel.model import Activity, Expression, Mode, Participation, Side
from collabmodel.plugin import Appointment
from collabmodel.rules.conditions import compile_condition
from collabmodel.rules.names import Condition

CHANGED, OFFER, DUE, OVERDUE = "changed", "offer", "due", "overdue"
"""What a message may be about."""

_NEWS = frozenset({"planned", "booked", "moved", "cancelled", "asked", "completed", "terminated"})


@attrs.frozen
class News:
    """
    That somebody is to be told something.

    Args:
        to: To whom. Not shown in ``repr``.
        about: What it is about.
        appointment: When they are wanted or no longer, its ``uid`` still a plain one; None where it is about no time.
    """

    to: str = attrs.field(repr=False)
    about: str
    appointment: Appointment | None = None


def concerned(
    tables: Tables, case: Case, events: tuple[Event, ...], now: dt.datetime, before: Case
) -> tuple[News, ...]:
    """
    Give who is to be told of events, each once for each kind of news, without who brought them about and without
    those whom a barrier of the model keeps them from.

    Args:
        tables: Tables of the case's model.
        case: The case after the events.
        events: The events, in order.
        now: The time; timezone-aware.
        before: The case before them, for times that were called off.
    """
    found: dict[News, None] = {}
    for event in events:
        when = appointment_of(tables, before, case, event)
        for role, person, about, wanted in _concerned(tables, case, event, called=when is not None):
            for to in (person,) if person else holders(tables, case, role):
                if to != event.actor.person and not _barred(tables, case, event, Actor(role=role, person=to), now):
                    found.setdefault(News(to, about, when if wanted else None))
    called = {(news.to, news.about) for news in found if news.appointment is not None}
    return tuple(news for news in found if news.appointment is not None or (news.to, news.about) not in called)


def _barred(tables: Tables, case: Case, event: Event, who: Actor, now: dt.datetime) -> bool:
    """Tell whether somebody must not learn of an event; that there is news would tell them."""
    if not any(who.role in barrier.roles for barrier in tables.model.barriers):
        return False
    return visible(tables, case, who, now, event=event).ground == "barrier"


def holders(tables: Tables, case: Case, role: str) -> tuple[str, ...]:
    """
    Give the people who have a role in a case now; the role itself where nobody has it and it is professional.

    Args:
        tables: Tables of the case's model.
        case: The case.
        role: Id of the role.
    """
    people = {one.person for one in case.participants if one.role == role and one.left is None and one.person}
    if people:
        return tuple(sorted(people))
    professional = any(one.id == role and one.side is Side.PROFESSIONAL for one in tables.model.roles)
    return (role,) if professional else ()


def _concerned(tables: Tables, case: Case, event: Event, *, called: bool) -> Iterator[tuple[str, str, str, bool]]:
    """Give role, person (or empty), kind of news and whether they are wanted at its time, for one event."""
    data = dict(event.data)
    if event.kind == "lead" and event.transition == "offered":
        yield str(data.get("role") or ""), str(data.get("person") or ""), OFFER, False
    elif event.kind == "limit" and event.transition == "escalated":
        tell = data.get("tell")
        about = OVERDUE if _is_last(tables, event.element, data.get("step")) else DUE
        for role in (tell,) if isinstance(tell, str) else tell if isinstance(tell, tuple) else ():
            yield str(role), "", about, False
    elif event.transition in _NEWS and event.element in tables.index:
        subject = tables.items[tables.index[event.element]].subject
        for participation in subject.participants if isinstance(subject, Activity) else ():
            informed = participation.mode is Mode.INFORMED
            if (informed or called) and _applies(participation, case, event):
                yield participation.role, "", CHANGED, not informed


def _is_last(tables: Tables, limit: str, step: object) -> bool:
    """Tell whether an escalation comes when the limit has passed, not before."""
    for one in tables.model.limits:
        if one.id == limit and isinstance(step, int) and 1 <= step <= len(one.escalations):
            return one.escalations[step - 1].before is None
    return True


def _applies(participation: Participation, case: Case, event: Event) -> bool:
    if participation.condition is None:
        return True
    record = case.record
    if event.id not in record.life.ids:
        return False
    position = record.life.ids.index(event.id, max(0, len(record.life.ids) - 200))
    names = record.names.step(position, position, record.life.occurred[position])
    return _compiled(participation.condition)(names) is True


@functools.lru_cache(maxsize=256)
def _compiled(expression: Expression) -> Condition:
    return compile_condition(expression)
