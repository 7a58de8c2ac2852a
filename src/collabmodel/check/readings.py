"""What conditions read: which names and which data are there at the place where a condition stands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import cast

import attrs

from collabmodel.check.catalogue import Catalogue
from collabmodel.check.walking import Spot, below
from collabmodel.model import (
    BOOKKEEPING,
    Activity,
    Call,
    ConditionalDuration,
    DerivedFact,
    Eligibility,
    Exemption,
    Expression,
    Extension,
    Function,
    Limit,
    Literal,
    Measure,
    Name,
    Participation,
    Pattern,
    Planning,
    Quorum,
    Rule,
    Sentry,
)
from collabmodel.model.patterns import parse_pattern
from collabmodel.rules.templates import AUTOMATA, Family

BUILT_IN = frozenset(
    {
        "now",
        *(f"actor.{name}" for name in ("role", "side", "person", "organisation", "on_behalf_of")),
        *(f"event.{name}" for name in ("element", "kind", "transition", "instance", "occurred")),
    }
)
"""Names that every condition may use."""

_CARRIED = frozenset({"attendance", "outcome"})
"""Data that events of any activity may carry without being declared."""

_TARGET_B = frozenset({Family.RESPONSE, Family.RESPONDED, Family.BAN})
"""Families whose target is ``b`` alone, so that only its condition may look at the activation."""

_LOOKING_BACK = frozenset({Function.COUNT, Function.SUM, Function.SHARE, Function.LAST})


@attrs.frozen
class Reading:
    """
    What a condition may read besides what is known of the case.

    Args:
        data: Names of event data, or None where they cannot be known (events of other models, bookkeeping).
        activation: Names of data of the activation, None if unknowable; empty where there is no activation.
    """

    data: frozenset[str] | None = frozenset()
    activation: frozenset[str] | None = frozenset()


def data_of(catalogue: Catalogue, patterns: tuple[Pattern, ...]) -> frozenset[str] | None:
    """
    Name the data that events of some patterns may carry, or None where that cannot be known.

    Args:
        catalogue: Indexes of the model.
        patterns: The patterns.
    """
    found: set[str] = set()
    for pattern in patterns:
        items = catalogue.matches(pattern)
        if catalogue.open_kinds or not items or pattern.kind in BOOKKEEPING:
            return None
        for item in items:
            element = catalogue.named[item.id][1]
            if not isinstance(element, Activity):
                return None
            found.update(fact.id for fact in element.data)
    return frozenset(found | _CARRIED) if patterns else frozenset()


def reading(catalogue: Catalogue, spot: Spot) -> Reading:
    """
    Tell what a condition may read.

    Args:
        catalogue: Indexes of the model.
        spot: Spot of the condition's root.
    """
    match spot.holder:
        case Pattern() as pattern:
            return Reading(data_of(catalogue, (pattern,)), _activation(catalogue, spot, pattern))
        case Measure():
            return Reading(frozenset({"ending"}))
        case DerivedFact():
            every = (fact.id for activity in catalogue.model.activities for fact in activity.data)
            return Reading(None if catalogue.open_kinds else frozenset(every) | _CARRIED)
        case _:
            return Reading(data_of(catalogue, _events_at(catalogue, spot)))


def _events_at(catalogue: Catalogue, spot: Spot) -> tuple[Pattern, ...]:
    """Give the events whose data a condition outside a pattern may read."""
    match spot.holder:
        case Sentry(on=patterns):
            return patterns
        case Eligibility(at=Pattern() as pattern):
            return (pattern,)
        case Participation() | Quorum() | Planning():
            return (Pattern(element=spot.owner),)
        case Limit() | ConditionalDuration() | Extension() | Exemption():
            limit = catalogue.named.get(spot.owner, ("", None))[1]
            if isinstance(limit, Limit):
                return (*(anchor.event for anchor in limit.anchors if anchor.event), limit.stop)
    return ()


def _activation(catalogue: Catalogue, spot: Spot, pattern: Pattern) -> frozenset[str] | None:
    rule = catalogue.named.get(spot.owner, ("", None))[1]
    if isinstance(rule, Limit):
        return _limit_activation(catalogue, rule, pattern)
    if not isinstance(rule, Rule) or rule.b is None:
        return frozenset()
    family = AUTOMATA[rule.template].family
    at_a = pattern is rule.a
    if family is Family.WHOLE or (at_a and family in _TARGET_B) or (not at_a and family is Family.PRECEDENCE):
        return frozenset()
    return data_of(catalogue, (rule.b if at_a else rule.a,))


def _limit_activation(catalogue: Catalogue, limit: Limit, pattern: Pattern) -> frozenset[str] | None:
    """Name the data of the event that a limit runs from, where what stops or voids it may look at that."""
    if pattern is not limit.stop and all(pattern is not anchor.revoked for anchor in limit.anchors):
        return frozenset()
    if any(anchor.fact for anchor in limit.anchors):
        return None
    events = tuple(anchor.event for anchor in limit.anchors if anchor.event is not None)
    return data_of(catalogue, (*events, limit.stop) if limit.recurrence else events)


def asked(tree: Expression) -> Iterator[Name | Call]:
    """
    Walk over the names that a condition reads, and over the calls that look at events, whose arguments are no names.

    Args:
        tree: The condition.

    >>> [type(part).__name__ for part in asked(Call(Function.SIZE, (Name("goals"),)))]
    ['Name']
    """
    match tree:
        case Name():
            yield tree
        case Call(function, _, _) if function in _LOOKING_BACK or function is Function.ATTENDING:
            yield tree
        case _:
            for part in below(tree):
                yield from asked(part)


def tree_of(spot: Spot) -> Expression:
    """
    Give the condition at a spot.

    Args:
        spot: One of the model's conditions.
    """
    return cast("Expression", spot.value)


def text_of(part: Expression) -> str:
    """
    Give the text that a call's argument stands for, quoted or bare; nothing for any other argument.

    Args:
        part: The argument.

    >>> text_of(Literal("visit"))
    'visit'
    """
    if isinstance(part, Literal) and isinstance(part.value, str):
        return part.value
    return part.name if isinstance(part, Name) else ""


def patterns_in(tree: Expression) -> Iterator[Pattern]:
    """
    Walk over the event patterns that a condition's calls name.

    Args:
        tree: The condition.

    >>> [pattern.short() for pattern in patterns_in(Call(Function.COUNT, (Literal("kind:contact"),)))]
    ['kind:contact']
    """
    for part in asked(tree):
        if isinstance(part, Call) and part.function in _LOOKING_BACK:
            for argument in part.arguments[: 2 if part.function is Function.SHARE else 1]:
                with suppress(ValueError):
                    yield parse_pattern(text_of(argument))
