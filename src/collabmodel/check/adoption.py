"""Adoption: its rules speak of its steps only, and its steps concern somebody."""

from __future__ import annotations

from collections.abc import Iterator

from collabmodel.check.finding import Check, Hit, hit
from collabmodel.check.subject import Subject
from collabmodel.model import Pattern, Rule, Scope, Severity


def _letters(rule: Rule) -> Iterator[tuple[str, Pattern]]:
    for key, pattern in (("a", rule.a), ("b", rule.b)):
        if pattern is not None:
            yield f"rules.{rule.id}.{key}", pattern


def _mixed_scopes(subject: Subject) -> Iterator[Hit]:
    for rule in subject.model.rules:
        adopting = rule.scope is Scope.ADOPTION
        for path, pattern in _letters(rule):
            items = subject.matches(pattern)
            right = any((item.section == "adoption") is adopting for item in items)
            if items and not right:
                what = "what happens in a case" if adopting else "a step of adoption"
                yield hit(path, value=pattern.short(), what=what, scope=rule.scope.value)


def _partiless(subject: Subject) -> Iterator[Hit]:
    for step in subject.model.adoption:
        if not step.parties:
            yield hit(f"adoption.{step.id}", value=step.id)


def _each_of_one(subject: Subject) -> Iterator[Hit]:
    for step in subject.model.adoption:
        if step.each_party and len(step.parties) == 1:
            yield hit(f"adoption.{step.id}.each_party", value=step.id)


_SCOPE = "semantics 5: scope case, adoption or cohort"

ADOPTION_CHECKS = (
    Check(
        code="mixed-scope",
        title="rules of adoption speak of adoption, rules of cases of cases",
        severity=Severity.ERROR,
        message="'{value}' is {what}, which a rule of scope {scope} never sees",
        source=_SCOPE,
        run=_mixed_scopes,
    ),
    Check(
        code="step-without-parties",
        title="steps of adoption concern somebody",
        severity=Severity.WARNING,
        message="nobody is to take the step '{value}': name organisations or roles under parties",
        source="adoption preconditions hold organisation by organisation",
        run=_partiless,
    ),
    Check(
        code="each-of-one",
        title="steps for each party have several",
        severity=Severity.NOTE,
        message="'{value}' is to be done by each party, but there is only one",
        source="adoption preconditions hold organisation by organisation",
        run=_each_of_one,
    ),
)
