"""Sources: elements cite, claims are answered, numbers say where they come from."""

from __future__ import annotations

from collections.abc import Iterator

from collabmodel.check.finding import Check, Hit, hit
from collabmodel.check.references import named_ids
from collabmodel.check.subject import Subject
from collabmodel.model import (
    AttestationIndicator,
    Element,
    Instrument,
    Limit,
    MeasureIndicator,
    NonEngagement,
    Parameter,
    Reference,
    Rule,
    RuleIndicator,
    Severity,
    elements,
)


def _sourceless(element: Element) -> bool:
    assumption = getattr(element, "assumption", "")
    return not getattr(element, "cites", ("",)) and not assumption


def _numbers(element: Element) -> tuple[object, ...]:
    """Give the numbers and durations that an element states itself."""
    match element:
        case Parameter(value=value):
            found: tuple[object, ...] = (value,)
        case Limit(duration=duration):
            found = (duration,)
        case Rule(within=within) if within is not None:
            found = (within.low, within.high)
        case NonEngagement(attempts=attempts):
            found = (attempts,)
        case RuleIndicator() | MeasureIndicator() | AttestationIndicator():
            found = (element.met, element.partly)
        case Instrument():
            found = (element.cut_off, element.reliable_change, element.minimum, element.maximum)
        case _:
            found = ()
    return tuple(value for value in found if value is not None and not isinstance(value, Reference))


def _numbers_without_source(subject: Subject) -> Iterator[Hit]:
    for section, element in elements(subject.model):
        numbers = _numbers(element)
        if numbers and _sourceless(element):
            yield hit(f"{section}.{element.id}", value=element.id, number=", ".join(map(str, numbers)))


def _uncited(subject: Subject) -> Iterator[Hit]:
    if not subject.model.sources:
        return
    for section, element in elements(subject.model):
        if _sourceless(element) and not _numbers(element):
            yield hit(f"{section}.{element.id}", value=element.id)


def _no_sources(subject: Subject) -> Iterator[Hit]:
    if not subject.model.sources and any(True for _ in elements(subject.model)):
        yield hit("sources", value=subject.model.id)


def _cited(subject: Subject) -> set[str]:
    return {named.id for named in named_ids(subject) if named.path.rpartition(".")[0].endswith("cites")}


def _unanswered(subject: Subject) -> Iterator[Hit]:
    answered = _cited(subject) | {each.id for each in subject.model.not_modelled}
    for source in subject.model.sources:
        for claim in source.claims:
            if claim.id not in answered:
                yield hit(f"sources.{source.id}.claims.{claim.id}", value=claim.id)


def _answered_twice(subject: Subject) -> Iterator[Hit]:
    cited = _cited(subject)
    for each in subject.model.not_modelled:
        if each.id in cited:
            yield hit(f"not_modelled.{each.id}", value=each.id)


def _reasonless(subject: Subject) -> Iterator[Hit]:
    for each in subject.model.not_modelled:
        if not any(words.strip() for _, words in each.reason.versions):
            yield hit(f"not_modelled.{each.id}", value=each.id)


_SOURCE = "every element may cite its source; a value without one is marked as an assumption"

CITATION_CHECKS = (
    Check(
        code="number-without-source",
        title="numbers have a source or are marked as assumptions",
        severity=Severity.WARNING,
        message="'{value}' states {number} without a source: cite one, or say under assumption why it is assumed",
        source=_SOURCE,
        run=_numbers_without_source,
    ),
    Check(
        code="uncited-element",
        title="elements cite their source",
        severity=Severity.NOTE,
        message="'{value}' cites nothing: name a source or claim under cites, or say under assumption why it is there",
        source=_SOURCE,
        run=_uncited,
    ),
    Check(
        code="no-sources",
        title="a model says what it rests on",
        severity=Severity.NOTE,
        message="the model '{value}' names no sources: list the documents it rests on",
        source=_SOURCE,
        run=_no_sources,
    ),
    Check(
        code="unanswered-claim",
        title="every claim of a source is modelled or left out with a reason",
        severity=Severity.WARNING,
        message="nothing cites the claim '{value}': cite it, or say under not_modelled why it is left out",
        source=_SOURCE,
        run=_unanswered,
    ),
    Check(
        code="contested-claim",
        title="no claim is both modelled and left out",
        severity=Severity.WARNING,
        message="the claim '{value}' is cited and also listed as not modelled: decide which",
        source=_SOURCE,
        run=_answered_twice,
    ),
    Check(
        code="omission-without-reason",
        title="claims are left out for a reason",
        severity=Severity.WARNING,
        message="the claim '{value}' is not modelled, but no reason is given: say why",
        source=_SOURCE,
        run=_reasonless,
    ),
)
