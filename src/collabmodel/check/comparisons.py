"""Conditions: what is compared can be compared, and the answer is not known beforehand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from collabmodel.check.finding import Check, Hit, hit
from collabmodel.check.readings import tree_of
from collabmodel.check.subject import Subject
from collabmodel.check.walking import Spot, parts
from collabmodel.check.wording import a, meant
from collabmodel.model import (
    BOOKKEEPING,
    Activity,
    Compare,
    Comparison,
    ConditionalDuration,
    DerivedFact,
    Eligibility,
    Ending,
    Expression,
    Fact,
    FactType,
    Limit,
    ListOf,
    Literal,
    Member,
    Name,
    ParameterRow,
    Pattern,
    Rule,
    Sentry,
    Service,
    Severity,
    Side,
)
from collabmodel.workdays import Duration

_EQUALITY = frozenset({Comparison.EQUAL, Comparison.UNEQUAL})
_ORDERED = frozenset({FactType.INTEGER, FactType.NUMBER, FactType.DATE, FactType.TIME})
_FITTING: dict[FactType, tuple[type, ...]] = {
    FactType.BOOLEAN: (bool,),
    FactType.INTEGER: (int, float),
    FactType.NUMBER: (int, float),
    FactType.TEXT: (str,),
    FactType.CHOICE: (str,),
}


class Pair(NamedTuple):
    """
    A name compared with one fixed value.

    Args:
        name: The name, without ``activation.``.
        value: The value.
        ordered: Whether the comparison asks which is more.
    """

    name: str
    value: object
    ordered: bool


def pairs(tree: Expression) -> Iterator[Pair]:
    """
    Walk over the names of a condition that are compared with fixed values, membership included.

    Args:
        tree: The condition.

    >>> list(pairs(Compare(Comparison.MORE, Name("age"), Literal(12))))
    [Pair(name='age', value=12, ordered=True)]
    """
    for part in parts(tree):
        match part:
            case Compare(operator, Name(name), Literal(value)) | Compare(operator, Literal(value), Name(name)):
                yield Pair(name.removeprefix("activation."), value, operator not in _EQUALITY)
            case Member(Name(name), ListOf(items), _):
                for item in items:
                    if isinstance(item, Literal):
                        yield Pair(name.removeprefix("activation."), item.value, ordered=False)
            case Member(Literal(value), Name(name), _):
                yield Pair(name.removeprefix("activation."), value, ordered=False)
            case _:
                pass


def _facts_at(subject: Subject, spot: Spot, name: str) -> tuple[Fact, ...]:
    """Give what declares a name in a condition: the case fact, or the data of that name of the events it is read at."""
    found = subject.facts.get(name)
    if found is not None:
        return (found,)
    patterns: tuple[Pattern, ...] = spot.holder.on if isinstance(spot.holder, Sentry) else ()
    if isinstance(spot.holder, Pattern):
        patterns = (spot.holder,)
    ids = {item.id for pattern in patterns for item in subject.matches(pattern)} or {spot.owner}
    activities = [subject.named[id][1] for id in ids if id in subject.named]
    return tuple(fact for each in activities if isinstance(each, Activity) for fact in each.data if fact.id == name)


def _unknown_choices(subject: Subject) -> Iterator[Hit]:
    for spot in subject.conditions:
        for pair in pairs(tree_of(spot)):
            if not isinstance(pair.value, str):
                continue
            known = _choices(subject, spot, pair.name)
            if known and pair.value not in known:
                yield hit(spot.path, name=pair.name, value=pair.value, meant=meant(pair.value, known))


def _choices(subject: Subject, spot: Spot, name: str) -> frozenset[str]:
    """Give the texts that a name may have, or nothing where they are open."""
    declared = _facts_at(subject, spot, name)
    if declared:
        return frozenset(choice for fact in declared for choice in fact.choices)
    if name == "actor.side":
        return frozenset(side.value for side in Side)
    at_closing = isinstance(spot.holder, Pattern) and spot.holder.kind == "case"
    known = {
        "actor.role": subject.ids.get("roles"),
        "actor.organisation": subject.ids.get("organisations"),
        "event.element": subject.items,
        "event.kind": {*subject.of_kind, *BOOKKEEPING},
        "ending": subject.ids.get("endings") if at_closing else None,
    }
    return frozenset() if subject.open_kinds else frozenset(known.get(name) or ())


def _mismatches(subject: Subject) -> Iterator[Hit]:
    for spot in subject.conditions:
        for pair in pairs(tree_of(spot)):
            for fact in _facts_at(subject, spot, pair.name)[:1]:
                why = _misfit(fact, pair)
                if why:
                    yield hit(spot.path, name=pair.name, value=_shown(pair.value), why=why)


def _misfit(fact: Fact, pair: Pair) -> str:
    fitting = _FITTING.get(fact.type)
    if pair.value is None or fitting is None:
        return ""
    as_number = isinstance(pair.value, bool) and bool not in fitting
    if as_number or not isinstance(pair.value, fitting):
        return f"it is {a(fact.type.value)}"
    if pair.ordered and fact.type not in _ORDERED:
        return f"{a(fact.type.value)} has no order, only == and !="
    return ""


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float | Duration) else f"'{value}'"


def _never(subject: Subject) -> Iterator[Hit]:
    for spot in subject.conditions:
        # Other checks tell what follows where these never hold.
        told = isinstance(spot.holder, DerivedFact | Eligibility | Ending | Limit | Rule | Service)
        if not told and not subject.knowledge.can_hold(tree_of(spot)):
            yield hit(spot.path, value=spot.owner)


def _always(subject: Subject) -> Iterator[Hit]:
    for spot in subject.conditions:
        if isinstance(
            spot.holder, ConditionalDuration | Eligibility | Ending | ParameterRow | Pattern | Sentry
        ) and not (subject.knowledge.can_fail(tree_of(spot))):
            yield hit(spot.path, value=spot.owner)


_LANGUAGE = "semantics 4: conditions"

COMPARISON_CHECKS = (
    Check(
        code="unknown-choice",
        title="conditions compare with values that exist",
        severity=Severity.ERROR,
        message="the condition compares '{name}' with '{value}', which it can never be{meant}",
        source=_LANGUAGE,
        run=_unknown_choices,
    ),
    Check(
        code="type-mismatch",
        title="conditions compare like with like",
        severity=Severity.ERROR,
        message="the condition compares '{name}' with {value}, but {why}",
        source=_LANGUAGE,
        run=_mismatches,
    ),
    Check(
        code="condition-never-true",
        title="every condition can be true",
        severity=Severity.WARNING,
        message="this condition of '{value}' can never be true: look at the ranges and choices of what it reads",
        source=_LANGUAGE,
        run=_never,
    ),
    Check(
        code="condition-always-true",
        title="every condition can be false",
        severity=Severity.NOTE,
        message="this condition of '{value}' is always true and could be left out",
        source=_LANGUAGE,
        run=_always,
    ),
)
