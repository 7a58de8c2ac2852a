"""Names in conditions: each is a fact, a derived fact, a parameter, or data of the very events it is read at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import cast

import attrs

from collabmodel.check.finding import Check, Hit, hit
from collabmodel.check.nearness import meant
from collabmodel.check.subject import Subject
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
    Fact,
    Function,
    Limit,
    Literal,
    Name,
    Participation,
    Pattern,
    Planning,
    Quorum,
    Rule,
    Sentry,
    Severity,
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


def data_of(subject: Subject, patterns: tuple[Pattern, ...]) -> frozenset[str] | None:
    """
    Name the data that events of some patterns may carry, or None where that cannot be known.

    Args:
        subject: The model under check.
        patterns: The patterns.
    """
    found: set[str] = set()
    for pattern in patterns:
        items = subject.matches(pattern)
        if subject.open_kinds or not items or pattern.kind in BOOKKEEPING:
            return None
        for item in items:
            element = subject.named[item.id][1]
            if not isinstance(element, Activity):
                return None
            found.update(fact.id for fact in element.data)
    return frozenset(found | _CARRIED) if patterns else frozenset()


def reading(subject: Subject, spot: Spot) -> Reading:
    """
    Tell what a condition may read.

    Args:
        subject: The model under check.
        spot: Spot of the condition's root.
    """
    match spot.holder:
        case Pattern() as pattern:
            return Reading(data_of(subject, (pattern,)), _activation(subject, spot, pattern))
        case Eligibility(at=None):
            return Reading(None)
        case DerivedFact():
            every = (fact.id for activity in subject.model.activities for fact in activity.data)
            return Reading(None if subject.open_kinds else frozenset(every) | _CARRIED)
        case _:
            return Reading(data_of(subject, _events_at(subject, spot)))


def _events_at(subject: Subject, spot: Spot) -> tuple[Pattern, ...]:
    """Give the events whose data a condition outside a pattern may read."""
    match spot.holder:
        case Sentry(on=patterns):
            return patterns
        case Eligibility(at=Pattern() as pattern):
            return (pattern,)
        case Participation() | Quorum() | Planning():
            return (Pattern(element=spot.owner),)
        case Limit() | ConditionalDuration() | Extension() | Exemption():
            limit = subject.named.get(spot.owner, ("", None))[1]
            if isinstance(limit, Limit):
                return (*(anchor.event for anchor in limit.anchors if anchor.event), limit.stop)
    return ()


def _activation(subject: Subject, spot: Spot, pattern: Pattern) -> frozenset[str] | None:
    rule = subject.named.get(spot.owner, ("", None))[1]
    if not isinstance(rule, Rule) or rule.b is None:
        return frozenset()
    family = AUTOMATA[rule.template].family
    at_a = pattern is rule.a
    if family is Family.WHOLE or (at_a and family in _TARGET_B) or (not at_a and family is Family.PRECEDENCE):
        return frozenset()
    return data_of(subject, (rule.b if at_a else rule.a,))


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
        spot: One of the subject's conditions.
    """
    return cast("Expression", spot.value)


def _unknown_names(subject: Subject) -> Iterator[Hit]:
    declared = BUILT_IN | subject.known_names
    for spot in subject.conditions:
        may = reading(subject, spot)
        for part in asked(tree_of(spot)):
            if isinstance(part, Call):
                yield from _in_call(subject, spot, part)
            elif part.name.startswith("activation."):
                yield from _of_activation(spot, part.name, declared, may.activation)
            elif part.name not in declared and may.data is not None and part.name not in may.data:
                yield hit(spot.path, value=part.name, meant=meant(part.name, declared | may.data))


def _of_activation(spot: Spot, name: str, declared: frozenset[str], data: frozenset[str] | None) -> Iterator[Hit]:
    inner = name.removeprefix("activation.")
    if data is None or inner in data or (data and inner in declared):
        return
    hint = meant(inner, data) if data else " - only the condition of a rule's target may look at the activation"
    yield hit(spot.path, value=name, meant=hint)


def _in_call(subject: Subject, spot: Spot, call: Call) -> Iterator[Hit]:
    texts = [_text(argument) for argument in call.arguments]
    if call.function is Function.ATTENDING:
        known = subject.parties
        name = call.arguments[0] if call.arguments else None
        dotted = isinstance(name, Name) and name.name in BUILT_IN
        if texts and texts[0] not in known and not dotted and not subject.open_kinds:
            yield hit(spot.path, value=texts[0], meant=meant(texts[0], known))
    elif call.function in {Function.LAST, Function.SUM} and len(texts) == 2:
        data = data_of(subject, (parse_pattern(texts[0]),))
        if data is not None and texts[1] not in data:
            yield hit(spot.path, value=texts[1], meant=meant(texts[1], data))


def _text(part: Expression) -> str:
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
                    yield parse_pattern(_text(argument))


def _unknown_events(subject: Subject) -> Iterator[Hit]:
    for spot in subject.conditions:
        for pattern in patterns_in(tree_of(spot)):
            if pattern.element and pattern.element not in subject.items:
                yield hit(spot.path, value=pattern.element, meant=meant(pattern.element, subject.items))
            elif not subject.speaks(pattern):
                yield hit(spot.path, value=pattern.short(), meant=meant(pattern.kind, subject.of_kind))


def _hidden_data(subject: Subject) -> Iterator[Hit]:
    for activity in subject.model.activities:
        for fact in activity.data:
            if fact.id in subject.known_names:
                yield hit(f"activities.{activity.id}.data.{fact.id}", value=fact.id)


def _reserved(subject: Subject) -> Iterator[Hit]:
    words = {"now", "activation", "actor", "event"}
    for spot, fact in subject.each(Fact):
        if fact.id in words:
            yield hit(spot.path, value=fact.id)
    for section in ("derived", "parameters"):
        for id in subject.ids.get(section, frozenset()) & words:
            yield hit(f"{section}.{id}", value=id)


_LANGUAGE = "semantics 4: conditions read known names only"

NAME_CHECKS = (
    Check(
        code="unknown-name",
        title="conditions read names that exist",
        severity=Severity.ERROR,
        message="the condition reads '{value}', which is no fact, derived fact, parameter or data of its events{meant}",
        source=_LANGUAGE,
        run=_unknown_names,
    ),
    Check(
        code="unknown-event",
        title="conditions count events that exist",
        severity=Severity.ERROR,
        message="the condition counts events of '{value}', which nothing in this model has{meant}",
        source=_LANGUAGE,
        run=_unknown_events,
    ),
    Check(
        code="hidden-data",
        title="event data has names of its own",
        severity=Severity.WARNING,
        message="conditions cannot read the data '{value}', because a fact or parameter has the same id: rename one",
        source="semantics 4: a name means the case fact or parameter of that id before it means data of the event",
        run=_hidden_data,
    ),
    Check(
        code="reserved-id",
        title="facts do not take the names that conditions reserve",
        severity=Severity.ERROR,
        message="'{value}' has a meaning of its own in conditions, so nothing else may be called so",
        source=_LANGUAGE,
        run=_reserved,
    ),
)
