"""Contradictions: what rules together make impossible, told rule by rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from collabmodel.check.finding import Check, Hit, hit
from collabmodel.check.subject import Subject
from collabmodel.model import Rule, Severity


def _contradictions(subject: Subject) -> Iterator[Hit]:
    for joint in subject.joints:
        for clash in joint.clashes:
            if len(clash) > 1:
                yield hit(f"rules.{clash[-1].id}", value=clash[-1].id, others=_list(clash[:-1]))


def _dead(subject: Subject) -> Iterator[Hit]:
    for joint in subject.joints:
        for happening, culprits in joint.dead:
            ids = _list(culprits[:-1])
            words = {"value": happening.item, "transition": happening.transition, "others": ids}
            yield hit(f"rules.{culprits[-1].id}", rule=culprits[-1].id, **words)


def _undecided(subject: Subject) -> Iterator[Hit]:
    for joint in subject.joints:
        if joint.undecided:
            yield hit(f"rules.{joint.rules[0].id}", value=joint.rules[0].id, number=len(joint.rules))


def _list(rules: Sequence[Rule]) -> str:
    return ", ".join(f"'{rule.id}'" for rule in rules)


_SOURCE = "semantics 11: joint automata; Di Ciccio and others, Information Systems 64 (2017)"

CONTRADICTION_CHECKS = (
    Check(
        code="contradictory-rules",
        title="some case can keep all rules",
        severity=Severity.ERROR,
        message="no case can keep the rule '{value}' together with {others}",
        source=_SOURCE,
        run=_contradictions,
    ),
    Check(
        code="excluded-event",
        title="rules together leave room for everything that can happen",
        severity=Severity.WARNING,
        message="a case in which '{value}' is {transition} breaks the rule '{rule}' or {others}",
        source=_SOURCE,
        run=_dead,
    ),
    Check(
        code="undecided-rules",
        title="all rules could be judged together",
        severity=Severity.NOTE,
        message="the {number} rules that hang together with '{value}' are too many to be judged at once:"
        " only pairs were judged, so a contradiction among three or more may be unseen",
        source=_SOURCE,
        run=_undecided,
    ),
)
