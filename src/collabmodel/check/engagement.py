"""When the client does not come: tries are possible, the referrer hears of it, and nobody is blamed."""

from __future__ import annotations

from collections.abc import Iterator

from collabmodel.check.finding import Check, Hit, hit
from collabmodel.check.subject import Subject
from collabmodel.model import Kind, Severity


def _scored(subject: Subject) -> Iterator[Hit]:
    endings = {ending.id: ending for ending in subject.model.endings}
    for path in subject.model.non_engagement:
        ending = endings.get(path.ending)
        if ending is not None and ending.scored:
            yield hit(f"endings.{ending.id}", value=ending.id)


def _silent(subject: Subject) -> Iterator[Hit]:
    for path in subject.model.non_engagement:
        if not path.notice:
            yield hit(f"non_engagement.{path.id}", value=path.id)


def _impossible(subject: Subject) -> Iterator[Hit]:
    for path in subject.model.non_engagement:
        if not subject.reach.occurs(path.attempts_at):
            yield hit(f"non_engagement.{path.id}.attempts_at", value=path.attempts_at.short())


def _missing(subject: Subject) -> Iterator[Hit]:
    model = subject.model
    meetings = any(activity.kind == "meeting" for activity in model.activities)
    if model.kind is Kind.COOPERATION and meetings and model.endings and not model.non_engagement:
        yield hit("non_engagement")


_SOURCE = "semantics 8: non-engagement has a bounded number of attempts, a notice, and an ending of its own"

ENGAGEMENT_CHECKS = (
    Check(
        code="scored-absence",
        title="not coming is not the organisations' failure",
        severity=Severity.WARNING,
        message="cases that end as '{value}', because the client did not come, count against the organisations:"
        " say scored: false",
        source=_SOURCE,
        run=_scored,
    ),
    Check(
        code="absence-without-notice",
        title="the referrer hears when the client does not come",
        severity=Severity.NOTE,
        message="nobody is told when '{value}' happens: name the activity under notice",
        source=_SOURCE,
        run=_silent,
    ),
    Check(
        code="impossible-attempt",
        title="attempts can be made",
        severity=Severity.ERROR,
        message="attempts are counted by '{value}', which can never happen",
        source=_SOURCE,
        run=_impossible,
    ),
    Check(
        code="absence-unplanned",
        title="it is said what happens if the client does not come",
        severity=Severity.NOTE,
        message="the model has meetings but does not say what happens if the client does not come:"
        " consider adding non_engagement",
        source=_SOURCE,
        run=_missing,
    ),
)
