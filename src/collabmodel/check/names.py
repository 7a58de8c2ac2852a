"""Names in conditions: each is a fact, a derived fact, a parameter, or data of the very events it is read at."""

from __future__ import annotations

from collections.abc import Iterator

from collabmodel.check.finding import Check, Hit, hit
from collabmodel.check.readings import (
    BUILT_IN,
    asked,
    data_of,
    patterns_in,
    reading,
    text_of,
    tree_of,
)
from collabmodel.check.subject import Subject
from collabmodel.check.walking import Spot
from collabmodel.check.wording import meant
from collabmodel.model import (
    Call,
    Fact,
    Function,
    Name,
    Severity,
)
from collabmodel.model.patterns import parse_pattern

_NAMES = "fact, derived fact, parameter or data of its events"
_PARTIES = "role, organisation or side"
_WHO_LOOKS = "only the condition of a rule's target, or of a limit's stop, may look at the activation"
_DATA = "data of the events that it looks back at"


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
                yield hit(spot.path, value=part.name, what=_NAMES, meant=meant(part.name, declared | may.data))


def _of_activation(spot: Spot, name: str, declared: frozenset[str], data: frozenset[str] | None) -> Iterator[Hit]:
    inner = name.removeprefix("activation.")
    if data is None or inner in data or (data and inner in declared):
        return
    hint = meant(inner, data) if data else f" - {_WHO_LOOKS}"
    yield hit(spot.path, value=name, what=_NAMES, meant=hint)


def _in_call(subject: Subject, spot: Spot, call: Call) -> Iterator[Hit]:
    texts = [text_of(argument) for argument in call.arguments]
    if call.function is Function.ATTENDING:
        known = subject.parties
        name = call.arguments[0] if call.arguments else None
        dotted = isinstance(name, Name) and name.name in BUILT_IN
        if texts and texts[0] not in known and not dotted and not subject.open_kinds:
            yield hit(spot.path, value=texts[0], what=_PARTIES, meant=meant(texts[0], known))
    elif call.function in {Function.LAST, Function.SUM} and len(texts) == 2:
        data = data_of(subject, (parse_pattern(texts[0]),))
        if data is not None and texts[1] not in data:
            yield hit(spot.path, value=texts[1], what=_DATA, meant=meant(texts[1], data))


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
        message="the condition reads '{value}', which is no {what}{meant}",
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
