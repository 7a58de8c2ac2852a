"""Limits: each can start, can be met in time, and stands on a calendar that works."""

from __future__ import annotations

from collections.abc import Iterator

from collabmodel.check.finding import Check, Hit, hit
from collabmodel.check.leads import LeadTimes
from collabmodel.check.readings import tree_of
from collabmodel.check.spans import Span
from collabmodel.check.subject import Subject
from collabmodel.check.walking import parts
from collabmodel.check.wording import a
from collabmodel.model import (
    Call,
    FactType,
    Limit,
    Literal,
    Measure,
    Pattern,
    Recurrence,
    Reference,
    Roll,
    Severity,
    Window,
)
from collabmodel.workdays import Duration, Unit

_DATED = frozenset({FactType.DATE, FactType.TIME})
_HINT = "name one, or use days"
_OF_DAYS = frozenset({Unit.DAYS, Unit.WORKING_DAYS, Unit.WEEKS, Unit.MONTHS, Unit.YEARS})


def lengths(limit: Limit) -> Iterator[tuple[str, Duration | Reference]]:
    """
    Walk over the lengths that a limit may have, each with its path.

    Args:
        limit: The limit.
    """
    path = f"limits.{limit.id}"
    yield f"{path}.duration", limit.duration
    for number, alternative in enumerate(limit.alternatives):
        yield f"{path}.alternatives.{number}.duration", alternative.duration


def _too_short(subject: Subject) -> Iterator[Hit]:
    times = LeadTimes.of(subject, subject.order)
    for limit in subject.model.limits:
        for anchor in limit.anchors[:1] if len(limit.anchors) == 1 else ():
            least = times.least(anchor.event, limit.stop) if anchor.event else None
            yield from (
                each for path, value in lengths(limit) for each in _judge(subject, path, value, least, limit.stop)
            )
    for rule in subject.model.rules:
        if rule.within is not None and rule.b is not None and rule.within.high is not None:
            least = times.least(rule.a, rule.b)
            yield from _judge(subject, f"rules.{rule.id}.within", rule.within.high, least, rule.b)


def _judge(
    subject: Subject, path: str, value: Duration | Reference, least: Span | None, stop: Pattern
) -> Iterator[Hit]:
    length = subject.settled(value)
    if least is not None and isinstance(length, Duration) and least.exceeds(length):
        yield hit(path, value=length, stop=stop.short(), least=least.text())


def _zero(subject: Subject) -> Iterator[Hit]:
    for limit in subject.model.limits:
        for path, value in lengths(limit):
            length = subject.settled(value)
            if isinstance(length, Duration) and length.amount == 0 and length.unit in _OF_DAYS:
                yield hit(path, value=length)


def _past(subject: Subject) -> Iterator[Hit]:
    for limit in subject.model.limits:
        stops = tuple(subject.order.named((limit.stop,)))
        anchors = tuple(subject.order.named(anchor.event for anchor in limit.anchors if anchor.event))
        if not stops or not anchors or len(anchors) != len(limit.anchors):
            continue
        if subject.order.once(stops[0]) and all(stops[0] in subject.order.before(each) for each in anchors):
            yield hit(f"limits.{limit.id}.stop", value=limit.stop.short(), limit=limit.id)


def _met_at_once(subject: Subject) -> Iterator[Hit]:
    for limit in subject.model.limits:
        if limit.recurrence is None and any(anchor.event == limit.stop for anchor in limit.anchors):
            yield hit(f"limits.{limit.id}.stop", value=limit.stop.short(), limit=limit.id)


def _idle(subject: Subject) -> Iterator[Hit]:
    for limit in subject.model.limits:
        if not limit.anchors:
            yield hit(f"limits.{limit.id}", value=limit.id, why="nothing says from when it runs")
        elif not any(anchor.event is None or subject.reach.occurs(anchor.event) for anchor in limit.anchors):
            yield hit(f"limits.{limit.id}.anchors", value=limit.id, why="what it runs from can never happen")
        elif not subject.knowledge.can_hold(limit.applies):
            yield hit(f"limits.{limit.id}.applies", value=limit.id, why="its condition for applying is never true")


def _unmeetable(subject: Subject) -> Iterator[Hit]:
    for limit in subject.model.limits:
        if not subject.reach.occurs(limit.stop):
            yield hit(f"limits.{limit.id}.stop", value=limit.id, stop=limit.stop.short())


def _undated(subject: Subject) -> Iterator[Hit]:
    for limit in subject.model.limits:
        for number, anchor in enumerate(limit.anchors):
            fact = subject.facts.get(anchor.fact)
            if fact is not None and fact.type not in _DATED:
                path = f"limits.{limit.id}.anchors.{number}.fact"
                yield hit(path, value=fact.id, type=a(fact.type.value))


def _without_calendar(subject: Subject) -> Iterator[Hit]:
    for limit in subject.model.limits:
        for path, value in (*lengths(limit), *_more_lengths(limit)) if not limit.calendar else ():
            if _in_working_days(subject, value):
                yield hit(path, value=subject.settled(value), hint=_HINT)
    for spot, window in subject.each(Window):
        for key, end in (("low", window.low), ("high", window.high)) if not window.calendar else ():
            if _in_working_days(subject, end):
                yield hit(f"{spot.path}.{key}", value=subject.settled(end), hint=_HINT)
    for spot, measure in subject.each(Measure):
        if measure.unit == Unit.WORKING_DAYS.value and not measure.calendar:
            yield hit(f"{spot.path}.unit", value=measure.unit, hint=_HINT)
    yield from _in_conditions(subject)


def _in_conditions(subject: Subject) -> Iterator[Hit]:
    """Find working days in conditions, which are counted on the model's only calendar."""
    number = len(subject.model.calendars)
    hint = f"conditions count on the model's only one, and this model has {number or 'none'}"
    for spot in subject.conditions if number != 1 else ():
        for part in parts(tree_of(spot)):
            length = part.window if isinstance(part, Call) else part.value if isinstance(part, Literal) else None
            if isinstance(length, Duration) and length.unit is Unit.WORKING_DAYS:
                yield hit(spot.path, value=length, hint=hint)


def _more_lengths(limit: Limit) -> Iterator[tuple[str, Duration | Reference | None]]:
    for number, extension in enumerate(limit.extensions):
        yield f"limits.{limit.id}.extensions.{number}.duration", extension.duration
    for number, escalation in enumerate(limit.escalations):
        yield f"limits.{limit.id}.escalations.{number}.before", escalation.before
    if limit.recurrence is not None:
        yield f"limits.{limit.id}.recurrence.first", limit.recurrence.first


def _in_working_days(subject: Subject, value: Duration | Reference | None) -> bool:
    length = subject.settled(value)
    return isinstance(length, Duration) and length.unit is Unit.WORKING_DAYS


def _idle_rolls(subject: Subject) -> Iterator[Hit]:
    for limit in subject.model.limits:
        if limit.roll is not Roll.NONE and not limit.calendar:
            yield hit(f"limits.{limit.id}.roll", value=limit.id)


def _endless(subject: Subject) -> Iterator[Hit]:
    for spot, recurrence in subject.each(Recurrence):
        if recurrence.until is None:
            yield hit(spot.path, value=spot.owner, why="say under until what ends it, if anything does")
        elif not subject.reach.occurs(recurrence.until):
            why = f"'{recurrence.until.short()}', which is to end it, can never happen"
            yield hit(f"{spot.path}.until", value=spot.owner, why=why)


def _nobody_extends(subject: Subject) -> Iterator[Hit]:
    for limit in subject.model.limits:
        for number, extension in enumerate(limit.extensions):
            if not extension.by:
                yield hit(f"limits.{limit.id}.extensions.{number}", value=limit.id)


def _escalations(subject: Subject) -> Iterator[Hit]:
    for limit in subject.model.limits:
        length = subject.settled(limit.duration)
        for number, escalation in enumerate(limit.escalations):
            path = f"limits.{limit.id}.escalations.{number}"
            before = escalation.before
            if not escalation.tell:
                yield hit(f"{path}", value=limit.id, why="nobody is told: name roles under tell")
            elif before is not None and isinstance(length, Duration) and _not_shorter(before, length):
                yield hit(f"{path}.before", value=limit.id, why=f"{before} before its end is before it even starts")


def _not_shorter(one: Duration, other: Duration) -> bool:
    if one.unit is other.unit:
        return one.amount >= other.amount
    return Span.of([one]).exceeds(other)


def _idle_alternatives(subject: Subject) -> Iterator[Hit]:
    for limit in subject.model.limits:
        ordinary = subject.settled(limit.duration)
        for number, alternative in enumerate(limit.alternatives):
            length = subject.settled(alternative.duration)
            if not isinstance(length, Duration) or not isinstance(ordinary, Duration) or alternative.replaces:
                continue
            if _not_shorter(length, ordinary):
                path = f"limits.{limit.id}.alternatives.{number}"
                yield hit(path, value=length, ordinary=ordinary)


def _unanswered(subject: Subject) -> Iterator[Hit]:
    for limit in subject.model.limits:
        if not limit.responsible:
            yield hit(f"limits.{limit.id}", value=limit.id)


def _windows(subject: Subject) -> Iterator[Hit]:
    for spot, window in subject.each(Window):
        low, high = subject.settled(window.low), subject.settled(window.high)
        if isinstance(low, Duration) and isinstance(high, Duration) and Span.of([low]).exceeds(high):
            yield hit(spot.path, low=low, high=high)


_LIMITS = "semantics 7: limits"

LIMIT_CHECKS = (
    Check(
        code="short-limit",
        title="limits leave the time that the way takes",
        severity=Severity.ERROR,
        message="'{stop}' must come within {value}, but what has to come before it takes at least {least}",
        source="semantics 11: no time-locks",
        run=_too_short,
    ),
    Check(
        code="zero-limit",
        title="limits have a length",
        severity=Severity.WARNING,
        message="a limit of {value} leaves no time: say 'same day', a number of hours, or at least one day",
        source=_LIMITS,
        run=_zero,
    ),
    Check(
        code="past-limit",
        title="what meets a limit comes after what starts it",
        severity=Severity.ERROR,
        message="'{value}' has always happened before the limit '{limit}' starts, and happens only once",
        source=_LIMITS,
        run=_past,
    ),
    Check(
        code="instant-limit",
        title="limits run from one event to another",
        severity=Severity.WARNING,
        message="the limit '{limit}' runs from '{value}' to the same event, so it is met at once:"
        " name another event, or add a recurrence",
        source=_LIMITS,
        run=_met_at_once,
    ),
    Check(
        code="idle-limit",
        title="every limit can start",
        severity=Severity.WARNING,
        message="the limit '{value}' never runs: {why}",
        source=_LIMITS,
        run=_idle,
    ),
    Check(
        code="unmeetable-limit",
        title="every limit can be met",
        severity=Severity.ERROR,
        message="the limit '{value}' can never be met: '{stop}' can never happen",
        source=_LIMITS,
        run=_unmeetable,
    ),
    Check(
        code="undated-anchor",
        title="limits run from dates and times",
        severity=Severity.ERROR,
        message="a limit cannot run from the fact '{value}', because it is {type}: make it a date or a time",
        source=_LIMITS,
        run=_undated,
    ),
    Check(
        code="working-days-without-calendar",
        title="working days are counted on a calendar",
        severity=Severity.ERROR,
        message="'{value}' needs a calendar: {hint}",
        source=_LIMITS,
        run=_without_calendar,
    ),
    Check(
        code="idle-roll",
        title="limits roll on a calendar",
        severity=Severity.WARNING,
        message="the limit '{value}' is to roll off days off, but has no calendar that says which those are",
        source=_LIMITS,
        run=_idle_rolls,
    ),
    Check(
        code="endless-recurrence",
        title="what recurs has an end",
        severity=Severity.NOTE,
        message="the limit '{value}' recurs until the case closes: {why}",
        source=_LIMITS,
        run=_endless,
    ),
    Check(
        code="nobody-extends",
        title="somebody may lengthen what can be lengthened",
        severity=Severity.WARNING,
        message="the limit '{value}' may be lengthened, but by nobody: name roles under by",
        source=_LIMITS,
        run=_nobody_extends,
    ),
    Check(
        code="idle-escalation",
        title="escalations tell somebody, in time",
        severity=Severity.WARNING,
        message="an escalation of the limit '{value}' has no use: {why}",
        source=_LIMITS,
        run=_escalations,
    ),
    Check(
        code="idle-alternative",
        title="other lengths of a limit make a difference",
        severity=Severity.WARNING,
        message="this other length of {value} has no effect, because the shortest counts and the ordinary one is"
        " {ordinary}: say replaces: true if it is meant to replace it",
        source=_LIMITS,
        run=_idle_alternatives,
    ),
    Check(
        code="limit-without-responsible",
        title="somebody answers for every limit",
        severity=Severity.NOTE,
        message="nobody answers for the limit '{value}': name roles under responsible",
        source="each task has somebody responsible (semantics 8)",
        run=_unanswered,
    ),
    Check(
        code="reversed-window",
        title="windows open before they close",
        severity=Severity.ERROR,
        message="the window opens after {low} and closes after {high}: nothing can fall inside",
        source="semantics 5: within is an interval",
        run=_windows,
    ),
)
