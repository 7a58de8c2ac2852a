"""
What the passing of time brings about: offers and questions that expire, escalations, sentries that waited for it.

Nothing of that is stored before it happens: what is due follows from the events and the time. Each expiry and each step
of an escalation happens once, at the first ``clock`` that comes after it was due, whichever times were asked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Protocol

import attrs

from collabmodel.case.answers import Decision
from collabmodel.case.commands import Command
from collabmodel.case.days import PLAIN, days_of, end_of
from collabmodel.case.index import index_of
from collabmodel.case.state import Case, Question
from collabmodel.case.tables import Tables
from collabmodel.history import Event
from collabmodel.model import Escalation, Limit, Pattern, Signature
from collabmodel.rules import Obligation, Value
from collabmodel.workdays import to_us


class Follow(Protocol):
    """What gives the events that follow within a step."""

    def __call__(
        self, tables: Tables, case: Case, event: Event, position: int, now: dt.datetime, more: Iterable[Event]
    ) -> Iterator[Event]:
        """Give the events that follow from an event and from what comes with it."""


@attrs.frozen(kw_only=True)
class _Fallen:
    """One thing that time has brought, before it is an event."""

    kind: str
    element: str
    transition: str
    instance: str = ""
    data: tuple[tuple[str, Value], ...] = ()


def passed(tables: Tables, case: Case, command: Command, now: dt.datetime, follow: Follow) -> Decision:
    """
    Let time pass up to now. Where nothing follows, nothing is recorded.

    Args:
        tables: The model's tables.
        case: The case, with a record that ends where it does.
        command: The command.
        now: The time.
        follow: Gives what follows from an event within its step.
    """
    if case.status != "open":
        return Decision()
    clock = _event(tables, case, _Fallen(kind="clock", element="", transition="passed"), 1, now)
    clock = attrs.evolve(clock, actor=command.by)
    fallen = tuple(_fallen(tables, case, now))
    more = [
        attrs.evolve(_event(tables, case, one, place, now), caused_by=clock.id) for place, one in enumerate(fallen, 2)
    ]
    record = case.record
    length = len(record.life)
    try:
        after = tuple(follow(tables, case, clock, record.life.push(clock), now, more))
    finally:
        record.cut(length)
    return Decision(events=(clock, *after) if after else ())


def _event(tables: Tables, case: Case, fallen: _Fallen, place: int, now: dt.datetime) -> Event:
    seq = case.seq + place
    return Event(
        id=f"{case.id}:{seq}", case=case.id, seq=seq, occurred=now, recorded=now, kind=fallen.kind,
        element=fallen.element, transition=fallen.transition, instance=fallen.instance, data=fallen.data,
        model_hash=tables.model_hash,
    )  # fmt: skip


def _fallen(tables: Tables, case: Case, now: dt.datetime) -> Iterator[_Fallen]:
    """Give what has fallen due and has not happened yet, in a fixed order."""
    for offer in case.offers:
        if offer.expires is not None and now > offer.expires:
            yield _Fallen(kind="lead", element=offer.lead, transition="expired", instance=offer.event)
    waiting = case.record.monitors().obligations(to_us(now))
    for question in case.questions:
        late = question.expires is not None and now > question.expires
        if late or _unanswered(tables, case, question, waiting, now):
            yield _Fallen(
                kind=index_of(tables).activities[question.element].kind,
                element=question.element,
                transition="terminated",
                instance=question.instance,
                data=(("outcome", "expired"),),
            )
    yield from _escalated(tables, case, waiting, now)


def _unanswered(
    tables: Tables, case: Case, question: Question, waiting: Iterable[Obligation], now: dt.datetime
) -> bool:
    """Tell whether a limit that runs from a question to its answer has passed."""
    strand, limits = case.record.judged(), index_of(tables).limits
    for one in waiting:
        limit = limits.get(one.rule)
        if limit is None or one.due is None or to_us(now) <= one.due or one.activation < 0:
            continue
        if strand.event_id(one.activation) == question.event and _answers(tables, limit, question):
            return True
    return False


def _answers(tables: Tables, limit: Limit, question: Question) -> bool:
    kind = index_of(tables).activities[question.element].kind
    pattern: Pattern = limit.stop
    return tables.lexicon.matches(pattern, Signature(kind, question.element, "completed"))


def _escalated(tables: Tables, case: Case, waiting: Iterable[Obligation], now: dt.datetime) -> Iterator[_Fallen]:
    """Give the steps of escalations whose time has come, limit by limit in the order of the model."""
    strand, moment = case.record.judged(), to_us(now)
    obligations = tuple(waiting)
    for limit in tables.model.limits:
        if not limit.escalations or limit.id in case.waived or limit.id in case.halted:
            continue
        for one in obligations:
            if one.rule != limit.id or one.due is None or one.activation < 0:
                continue
            activation = strand.event_id(one.activation)
            for step, escalation in enumerate(limit.escalations, 1):
                told = (limit.id, activation, step) in case.told
                if not told and _has_come(tables, limit, escalation, one.due, moment):
                    data = (("step", step), ("tell", escalation.tell), ("activation", activation))
                    yield _Fallen(kind="limit", element=limit.id, transition="escalated", data=data)


def _has_come(tables: Tables, limit: Limit, escalation: Escalation, due: int, now: int) -> bool:
    if escalation.before is None:
        return now > due
    end = end_of(now, escalation.before, days_of(tables, limit.calendar) if limit.calendar else PLAIN)
    return end is not None and end + 1 >= due
