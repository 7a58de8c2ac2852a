"""Things that call for one another without any time passing, so that an instant would never end."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from collabmodel.errors import Problem
from collabmodel.model import Pattern, Signature
from collabmodel.simulate.checking_subject import Subject
from collabmodel.simulate.doings import element_of
from collabmodel.simulate.scenario import Behaviour, Shape, Spread


def endless(subject: Subject) -> Iterator[Problem]:
    """
    Find rings of behaviours that call for one another at one instant, for ever.

    Args:
        subject: The scenario under check.
    """
    for ring in rings(subject):
        if all(one.condition is None and _certain(one) for one in ring):
            names = " -> ".join((*(one.id for one in ring), ring[0].id))
            what = f"an endless loop at one instant: {names}"
            hint = "give one of them a delay, a length, times or a condition"
            yield subject.problem(f"behaviour.{ring[0].id}", what, hint=hint)


def _certain(behaviour: Behaviour) -> bool:
    return behaviour.chance.value == 1 and not behaviour.chance.rows


def rings(subject: Subject) -> Iterator[tuple[Behaviour, ...]]:
    """
    Walk over the rings of behaviours that call for one another without a delay, each ring once.

    Args:
        subject: The scenario under check.
    """
    quick = [one for one in subject.scenario.behaviour if _recurs(subject, one)]
    told = {one.id: _signature(subject, one) for one in quick}
    calls = {one.id: [other for other in quick if _calls(subject, told[one.id], other)] for one in quick}
    seen: set[frozenset[str]] = set()
    for first in quick:
        ring = _ring(first, calls)
        key = frozenset(one.id for one in ring)
        if ring and key not in seen:
            seen.add(key)
            yield ring


def _recurs(subject: Subject, behaviour: Behaviour) -> bool:
    """Tell whether something is done at once, each time it is called for, as often as one likes."""
    activity = subject.index.activities.get(element_of(behaviour))
    if activity is not None and (activity.repeat is None or activity.repeat.maximum is not None):
        return False
    at_once = _none(behaviour.delay) and _none(behaviour.length)
    return at_once and behaviour.each and behaviour.times is None and len(behaviour.after) == 1


def _none(spread: Spread | None) -> bool:
    return spread is None or (spread.shape is Shape.CONSTANT and spread.value == 0 and not spread.rows)


def _signature(subject: Subject, behaviour: Behaviour) -> Signature | None:
    verb = subject.verb(behaviour)
    if verb is None:
        return None
    activity = subject.index.activities.get(element_of(behaviour))
    kind = verb.kind or (activity.kind if activity is not None else "")
    return Signature(kind, element_of(behaviour), verb.transition)


def _calls(subject: Subject, signature: Signature | None, other: Behaviour) -> bool:
    return signature is not None and all(_matches(subject, pattern, signature) for pattern in other.after)


def _matches(subject: Subject, pattern: Pattern, signature: Signature) -> bool:
    return pattern.where is None and subject.tables.lexicon.matches(pattern, signature)


def _ring(first: Behaviour, calls: dict[str, list[Behaviour]]) -> tuple[Behaviour, ...]:
    """Find the shortest way from a behaviour back to itself."""
    waiting: list[tuple[Behaviour, ...]] = [(first,)]
    seen: set[str] = set()
    while waiting:
        way = waiting.pop(0)
        for after in calls[way[-1].id]:
            if after.id == first.id:
                return way
            if after.id not in seen:
                seen.add(after.id)
                waiting.append((*way, after))
    return ()


LOOP_CHECKS: tuple[Callable[[Subject], Iterator[Problem]], ...] = (endless,)
"""Checks of loops."""
