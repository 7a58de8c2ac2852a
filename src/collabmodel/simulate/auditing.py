"""The audit: a simulated history's events from outside, decided anew one by one, must give the same events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

import attrs

from collabmodel.case import Case, Command, Refusal, Tables, decide, evolve, new_case, tables_of
from collabmodel.case.expected import answers_with
from collabmodel.case.index import index_of
from collabmodel.case.verbs import ACTIVITIES, CASE, VERBS
from collabmodel.history import Event
from collabmodel.rules import Value
from collabmodel.simulate.prepared import Prepared
from collabmodel.simulate.results import Audit, Deviation

_FIELDS = tuple(field.name for field in attrs.fields(Event) if field.name != "data")
_ENDING = {"declined": "decline", "expired": "expire"}


def audit(prepared: Prepared, events: Iterable[Event], *, most: int = 20) -> Audit:
    """
    Decide each simulated case anew and compare; a case is left at its first difference.

    Args:
        prepared: What ``prepare`` gave.
        events: The events of cases, those of a case together and in order.
        most: Most differences that are told of.
    """
    tables = tables_of(prepared.model)
    verbs = {(act.element, act.verb) for act in prepared.acts}
    cases = count = wrong = 0
    found: list[Deviation] = []
    for id, group in groupby(events, key=lambda event: event.case):
        one = tuple(group)
        cases, count = cases + 1, count + len(one)
        difference = _deviation(tables, verbs, new_case(tables, id), one)
        if difference is not None:
            wrong += 1
            found += [difference] if len(found) < most else []
    return Audit(cases=cases, events=count, wrong=wrong, deviations=tuple(found))


def commands_of(prepared: Prepared, events: Iterable[Event]) -> Iterator[Command]:
    """
    Give what somebody would have asked so that events from outside happened; derived ones are passed over.

    Args:
        prepared: What ``prepare`` gave.
        events: The events.
    """
    tables = tables_of(prepared.model)
    verbs = {(act.element, act.verb) for act in prepared.acts}
    for event in events:
        if not event.caused_by:
            yield _command(tables, verbs, event)


def _deviation(tables: Tables, verbs: set[tuple[str, str]], case: Case, events: Sequence[Event]) -> Deviation | None:
    """Give the first difference of a case, or None."""
    for step in _steps(events):
        first = step[0]
        if first.caused_by:
            return Deviation(case=case.id, seq=first.seq, field="caused_by", simulated=first.caused_by, decided="")
        decided = decide(tables, case, _command(tables, verbs, first), first.occurred)
        if isinstance(decided, Refusal):
            reasons = (decided, *decided.others)
            told = ", ".join(f"{one.reason.value} {one.element}".strip() for one in reasons)
            return Deviation(case=case.id, seq=first.seq, field="refused", simulated=_told(first), decided=told)
        for simulated, made in zip(step, decided, strict=False):
            difference = _difference(simulated, made)
            if difference is not None:
                return difference
        if len(step) != len(decided):
            at = min(len(step), len(decided))
            more = _told(step[at]) if at < len(step) else "", _told(decided[at]) if at < len(decided) else ""
            return Deviation(case=case.id, seq=first.seq + at, field="events", simulated=more[0], decided=more[1])
        for event in decided:
            case = evolve(tables, case, event)
    return None


def _steps(events: Sequence[Event]) -> Iterator[Sequence[Event]]:
    """Give the events step by step: one from outside with those that follow from it."""
    starts = [0, *(place for place, event in enumerate(events) if place and not event.caused_by), len(events)]
    for first, last in pairwise(starts):
        yield events[first:last]


def _difference(simulated: Event, made: Event) -> Deviation | None:
    for field in _FIELDS:
        one, other = getattr(simulated, field), getattr(made, field)
        if one != other:
            return Deviation(
                case=made.case, seq=simulated.seq, field=field, simulated=_shown(one), decided=_shown(other)
            )
    one_data, other_data = dict(simulated.data), dict(made.data)
    for name in sorted({*one_data, *other_data}):
        a, b = one_data.get(name), other_data.get(name)
        if a != b or type(a) is not type(b):
            return Deviation(
                case=made.case, seq=simulated.seq, field=f"data.{name}", simulated=_shown(a), decided=_shown(b)
            )
    return None


def _command(tables: Tables, verbs: set[tuple[str, str]], event: Event) -> Command:
    return Command(
        verb=_verb(tables, verbs, event),
        element=event.element,
        by=event.actor,
        data=event.data,
        occurred=event.occurred,
        instance=event.instance,
        evidence=event.evidence,
    )


def _verb(tables: Tables, verbs: set[tuple[str, str]], event: Event) -> str:
    """Give the verb by which somebody asks for an event: one of the scenario's where it has one, else the plain one."""
    index = index_of(tables)
    section = index.sections.get(event.element, "" if event.element else CASE)
    activity = index.activities.get(event.element)
    able = [
        verb.name
        for verb in VERBS
        if verb.section == section
        and (not verb.kind or verb.kind == event.kind)
        and (
            verb.transition == event.transition
            or (activity is not None and event.transition == "completed" and answers_with(activity, verb.name))
        )
    ]
    own = [name for name in able if (event.element, name) in verbs]
    if section == ACTIVITIES and event.transition == "terminated":
        return _ended(own, event)
    return (own or able or [event.transition])[0]


def _ended(own: Sequence[str], event: Event) -> str:
    """Give the verb by which an activity ended without being done: what the outcome says, if the scenario does so."""
    told = dict(event.data)
    if "attendance" in told:
        return "miss"
    said = _ENDING.get(str(told.get("outcome")), "")
    return said if said in own else "end" if "end" in own else "miss"


def _told(event: Event) -> str:
    return " ".join(part for part in (event.kind, event.element, event.transition, event.instance) if part)


def _shown(value: Value | object) -> str:
    return str(value)
