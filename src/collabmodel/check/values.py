"""Values: principles can be assessed, indicators are used, measures are complete, thresholds are in order."""

from __future__ import annotations

from collections.abc import Iterator

from collabmodel.check.finding import Check, Hit, hit
from collabmodel.check.rings import rings
from collabmodel.check.spans import Span
from collabmodel.check.subject import Subject
from collabmodel.check.wording import a
from collabmodel.model import (
    AttestationIndicator,
    Indicator,
    Measure,
    MeasureIndicator,
    Measuring,
    Severity,
)
from collabmodel.workdays import Duration

_NEEDS: dict[Measuring, tuple[str, ...]] = {
    Measuring.COUNT: ("of",),
    Measuring.VALUE: ("of", "name"),
    Measuring.SUM: ("of", "name"),
    Measuring.SHARE: ("of", "to"),
    Measuring.INTERVAL: ("of", "to"),
    Measuring.LONGEST_GAP: ("of",),
    Measuring.GAPS: ("of",),
    Measuring.CHANGE: ("instrument",),
    Measuring.DISTINCT: ("of", "name"),
}


def _unassessed(subject: Subject) -> Iterator[Hit]:
    above = {principle.part_of for principle in subject.model.principles}
    for principle in subject.model.principles:
        if not principle.indicators and principle.id not in above:
            yield hit(f"principles.{principle.id}", value=principle.id)


def _unused(subject: Subject) -> Iterator[Hit]:
    used = {id for principle in subject.model.principles for id in principle.indicators}
    for indicator in subject.model.indicators:
        if indicator.id not in used:
            yield hit(f"indicators.{indicator.id}", value=indicator.id)


def _rings(subject: Subject) -> Iterator[Hit]:
    edges = {each.id: (each.part_of,) if each.part_of else () for each in subject.model.principles}
    for ring in rings(edges):
        yield hit(f"principles.{ring[0]}.part_of", ring=" in ".join((*ring, ring[0])))


def _is_share(indicator: Indicator) -> bool:
    if isinstance(indicator, MeasureIndicator):
        return indicator.measure.what is Measuring.SHARE or indicator.measure.unit == "share"
    return True


def _out_of_range(subject: Subject) -> Iterator[Hit]:
    for indicator in subject.model.indicators:
        for key, threshold in (("met", indicator.met), ("partly", indicator.partly)):
            value = subject.settled(threshold)
            if _is_share(indicator) and isinstance(value, int | float) and not 0 <= value <= 1:
                yield hit(f"indicators.{indicator.id}.{key}", value=value, key=key)


def _out_of_order(subject: Subject) -> Iterator[Hit]:
    for indicator in subject.model.indicators:
        met, partly = subject.settled(indicator.met), subject.settled(indicator.partly)
        if met is None or partly is None:
            continue
        lower = isinstance(indicator, MeasureIndicator) and indicator.lower_is_better
        if _more(met, partly) if lower else _more(partly, met):
            words = "small" if lower else "large"
            yield hit(f"indicators.{indicator.id}.partly", met=met, partly=partly, words=words)


def _more(one: Duration | float | str, other: Duration | float | str) -> bool:
    if isinstance(one, Duration) and isinstance(other, Duration):
        return Span.of([one]).exceeds(other)
    return isinstance(one, int | float) and isinstance(other, int | float) and one > other


def _incomplete(subject: Subject) -> Iterator[Hit]:
    for spot, measure in subject.each(Measure):
        lacking = [key for key in _NEEDS[measure.what] if not getattr(measure, key)]
        if lacking:
            yield hit(spot.path, what=a(measure.what.value), keys=" and ".join(lacking), value=spot.owner)


def _silent(subject: Subject) -> Iterator[Hit]:
    for indicator in subject.model.indicators:
        if isinstance(indicator, AttestationIndicator) and not indicator.voices:
            yield hit(f"indicators.{indicator.id}", value=indicator.id)


def _idle_measures(subject: Subject) -> Iterator[Hit]:
    for spot, measure in subject.each(Measure):
        for key, pattern in (("of", measure.of), ("to", measure.to)):
            if pattern is not None and not subject.reach.occurs(pattern):
                yield hit(f"{spot.path}.{key}", value=spot.owner, event=pattern.short())


_PRINCIPLES = "semantics 9: principles and indicators"

VALUE_CHECKS = (
    Check(
        code="unassessed-principle",
        title="principles have indicators",
        severity=Severity.NOTE,
        message="nothing here can assess the principle '{value}': name indicators for it, if there are any",
        source=_PRINCIPLES,
        run=_unassessed,
    ),
    Check(
        code="unused-indicator",
        title="indicators belong to principles",
        severity=Severity.WARNING,
        message="no principle uses the indicator '{value}': name it under indicators of one",
        source=_PRINCIPLES,
        run=_unused,
    ),
    Check(
        code="principle-cycle",
        title="no principle is part of itself",
        severity=Severity.ERROR,
        message="principles are part of one another in a ring: {ring}",
        source=_PRINCIPLES,
        run=_rings,
    ),
    Check(
        code="threshold-out-of-range",
        title="shares lie between 0 and 1",
        severity=Severity.ERROR,
        message="{key} is {value}, but a share lies between 0 and 1: write 80 % as 0.8",
        source=_PRINCIPLES,
        run=_out_of_range,
    ),
    Check(
        code="threshold-order",
        title="partly met is easier than met",
        severity=Severity.WARNING,
        message="partly ({partly}) is harder to reach than met ({met}), where {words} values are good: exchange them",
        source=_PRINCIPLES,
        run=_out_of_order,
    ),
    Check(
        code="incomplete-measure",
        title="measures say all that they need",
        severity=Severity.ERROR,
        message="the measure of '{value}' is {what}, which needs {keys}",
        source=_PRINCIPLES,
        run=_incomplete,
    ),
    Check(
        code="silent-attestation",
        title="attestations say whose voice they need",
        severity=Severity.WARNING,
        message="'{value}' is attested by nobody: name roles or sides under voices",
        source="semantics 9: an attestation says who, when, whose voice",
        run=_silent,
    ),
    Check(
        code="idle-measure",
        title="measures speak of what can happen",
        severity=Severity.WARNING,
        message="the measure of '{value}' looks at '{event}', which can never happen",
        source=_PRINCIPLES,
        run=_idle_measures,
    ),
)
