"""Rules one by one: each names something, can apply, can be kept, and says nothing that has no effect."""

from __future__ import annotations

from collections.abc import Iterator

from collabmodel.check.finding import Check, Hit, hit
from collabmodel.check.letters import Happening
from collabmodel.check.subject import Subject
from collabmodel.check.wording import meant
from collabmodel.model import (
    BOOKKEEPING,
    UNARY,
    Activity,
    Enforcement,
    Milestone,
    Pattern,
    Phase,
    Scope,
    Severity,
    Template,
)
from collabmodel.rules.templates import takes_window

_LIFE = frozenset({"available", "enabled", "disabled", "active", "completed", "terminated", "suspended", "resumed"})
_TRANSITIONS: dict[str, frozenset[str]] = {
    "phases": _LIFE,
    "milestones": frozenset({"available", "open", "achieved", "revoked"}),
}
_OF_KIND: dict[str, frozenset[str]] = {
    "phase": _LIFE,
    "milestone": _TRANSITIONS["milestones"],
    "case": frozenset({"opened", "closed", "reopened"}),
    "consent": frozenset({"given", "refused", "withdrawn"}),
    "fact": frozenset({"recorded"}),
    "waiver": frozenset({"granted"}),
    "limit": frozenset({"suspended", "resumed", "extended", "waived"}),
}
_MOST_NEEDED = 6
"""Most required items that one gate is tried on together."""
_NOT_OF_ACTIVITIES = frozenset({"achieved", "revoked"})


def _names_nothing(subject: Subject) -> Iterator[Hit]:
    for spot, pattern in subject.each(Pattern):
        unknown_id = pattern.element and pattern.element not in subject.items
        if subject.open_kinds or unknown_id or subject.speaks(pattern):
            continue
        known = set(subject.of_kind) | BOOKKEEPING
        if pattern.kind and pattern.kind not in known:
            why = f"nothing has the kind '{pattern.kind}'{meant(pattern.kind, known)}"
        else:
            items = (subject.items[pattern.element],) if pattern.element else subject.of_kind.get(pattern.kind, ())
            tags = {tag for item in items for tag in item.tags}
            why = f"nothing of that name has the tag '{pattern.tag}'{meant(pattern.tag, tags)}"
        yield hit(spot.path, value=pattern.short(), why=why)


def _impossible_transitions(subject: Subject) -> Iterator[Hit]:
    for spot, pattern in subject.each(Pattern):
        if pattern.transition in {"", "*"}:
            continue
        item = subject.items.get(pattern.element)
        known = _TRANSITIONS.get(item.section) if item else _OF_KIND.get(pattern.kind)
        wrong = known is not None and pattern.transition not in known
        activity = item is not None and item.section == "activities" and pattern.transition in _NOT_OF_ACTIVITIES
        if wrong or activity:
            hint = meant(pattern.transition, known or _LIFE)
            yield hit(spot.path, value=pattern.transition, item=pattern.element or pattern.kind, meant=hint)


def _letters(subject: Subject) -> Iterator[Hit]:
    for rule in subject.model.rules:
        alone = rule.template in UNARY
        if alone == (rule.b is None):
            continue
        what = "speaks of one pattern, so leave b out" if alone else "needs a second pattern: add b"
        yield hit(f"rules.{rule.id}", value=rule.id, template=rule.template.value, what=what)


def _never_applies(subject: Subject) -> Iterator[Hit]:
    letters = subject.letters
    for rule in subject.model.rules:
        why = letters.vacuous(rule)
        if why:
            yield hit(f"rules.{rule.id}", value=rule.id, why=why)


def _cannot_be_kept(subject: Subject) -> Iterator[Hit]:
    letters = subject.letters
    for rule in subject.model.rules:
        why = letters.hopeless(rule)
        if why:
            yield hit(f"rules.{rule.id}", value=rule.id, why=why)


def _idle_windows(subject: Subject) -> Iterator[Hit]:
    for rule in subject.model.rules:
        if rule.within is not None and not takes_window(rule.template):
            yield hit(f"rules.{rule.id}.within", value=rule.id, template=rule.template.value)


def _idle_restarts(subject: Subject) -> Iterator[Hit]:
    for rule in subject.model.rules:
        if rule.restart and (rule.within is None or not takes_window(rule.template)):
            yield hit(f"rules.{rule.id}.restart", value=rule.id)


_SYMMETRIC = frozenset(
    {
        Template.CHOICE,
        Template.EXCLUSIVE_CHOICE,
        Template.CO_EXISTENCE,
        Template.NOT_CO_EXISTENCE,
    }
)


def _twins(subject: Subject) -> Iterator[Hit]:
    seen: dict[object, str] = {}
    for rule in subject.model.rules:
        letters: tuple[object, ...] = (rule.a, rule.b)
        meaning = (rule.template, letters, rule.within, rule.applies, rule.scope)
        swapped = (rule.template, letters[::-1], rule.within, rule.applies, rule.scope)
        first = seen.get(meaning) or (seen.get(swapped) if rule.template in _SYMMETRIC else None)
        if first:
            yield hit(f"rules.{rule.id}", value=rule.id, first=first)
        seen.setdefault(meaning, rule.id)


def _blocking_gates(subject: Subject) -> Iterator[Hit]:
    letters = subject.letters
    needed = tuple(
        _done(owner) for owner in subject.reach.owners.values() if owner.required and _needed(subject, owner)
    )
    for rule in subject.model.rules:
        if rule.enforcement is not Enforcement.GATE or rule.scope is not Scope.CASE or rule.applies is not None:
            continue
        spoken = tuple(each for each in needed if letters.speaks(rule, each))
        barred = [each for each in spoken if letters.bars(rule, (each,))]
        if not barred and 1 < len(spoken) <= _MOST_NEEDED and letters.bars(rule, spoken):
            barred = [spoken[-1]]
        for each in barred:
            yield hit(f"rules.{rule.id}", value=rule.id, item=each.item)


def _done(owner: Phase | Activity | Milestone) -> Happening:
    return Happening(owner.id, "achieved" if isinstance(owner, Milestone) else "completed")


def _needed(subject: Subject, owner: Phase | Activity | Milestone) -> bool:
    """Tell whether a required item lies in phases that are all required, so that every case needs it."""
    seen: set[str] = set()
    around = subject.reach.owners.get(owner.phase)
    while around is not None and around.id not in seen:
        if not around.required:
            return False
        seen.add(around.id)
        around = subject.reach.owners.get(around.phase)
    return True


_TEMPLATES = "semantics 5: the templates"

RULE_CHECKS = (
    Check(
        code="empty-pattern",
        title="everything that is spoken of exists",
        severity=Severity.ERROR,
        message="'{value}' speaks of nothing in this model: {why}",
        source="semantics 5: a rule speaks of events of the model",
        run=_names_nothing,
    ),
    Check(
        code="impossible-transition",
        title="items change as their life allows",
        severity=Severity.ERROR,
        message="'{item}' is never '{value}'{meant}",
        source="semantics 2: the life of items",
        run=_impossible_transitions,
    ),
    Check(
        code="letter-count",
        title="templates have as many patterns as they need",
        severity=Severity.ERROR,
        message="the rule '{value}': the template {template} {what}",
        source=_TEMPLATES,
        run=_letters,
    ),
    Check(
        code="vacuous-rule",
        title="every rule can apply",
        severity=Severity.WARNING,
        message="the rule '{value}' can never be broken: {why}",
        source="semantics 5; Di Ciccio and others 2017 on redundancy",
        run=_never_applies,
    ),
    Check(
        code="hopeless-rule",
        title="every rule can be kept",
        severity=Severity.ERROR,
        message="the rule '{value}' can never be kept: {why}",
        source="semantics 11: inconsistent rules",
        run=_cannot_be_kept,
    ),
    Check(
        code="idle-window",
        title="windows stand where they mean something",
        severity=Severity.WARNING,
        message="the time window of '{value}' has no effect: the template {template} has no activation to count from",
        source=_TEMPLATES,
        run=_idle_windows,
    ),
    Check(
        code="idle-restart",
        title="restart stands where there is a window",
        severity=Severity.NOTE,
        message="'{value}' says restart but has no time window that could start again",
        source="semantics 6: the earliest due time stays unless the rule says restart",
        run=_idle_restarts,
    ),
    Check(
        code="twin-rules",
        title="no two rules say the same",
        severity=Severity.WARNING,
        message="the rule '{value}' means the same as '{first}': keep one of them",
        source="semantics 11: redundant rules",
        run=_twins,
    ),
    Check(
        code="blocking-gate",
        title="gates let through what is required",
        severity=Severity.ERROR,
        message="the gate '{value}' never lets '{item}' happen, although every case needs it",
        source="semantics 5: gates block",
        run=_blocking_gates,
    ),
)
