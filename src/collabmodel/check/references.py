"""References: every id that is named anywhere exists, once, and is of the right sort."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from collabmodel.check.finding import Check, Hit, hit
from collabmodel.check.subject import Subject
from collabmodel.check.walking import Spot
from collabmodel.check.wording import a, meant
from collabmodel.model import (
    BOOKKEEPING,
    SECTIONS,
    Activity,
    AdoptionStep,
    Anchor,
    AttestationIndicator,
    Barrier,
    CaseKey,
    ConsentScope,
    Escalation,
    Extension,
    Instrument,
    Lead,
    LegalBasis,
    Limit,
    Measure,
    Milestone,
    NonEngagement,
    NotModelled,
    Organisation,
    Participation,
    Pattern,
    Phase,
    Planning,
    Principle,
    Quorum,
    Reference,
    Role,
    Rule,
    RuleIndicator,
    Severity,
    Side,
    Window,
)

SIDES = "sides"
"""Stands beside section names for the sides of the table, which need no declaration."""

_ITEMS = ("phases", "activities", "milestones", "adoption")
_EVENTS = (*_ITEMS, "consents", "leads", "limits", "links", "instruments", "indicators", "rules")

REFERENCES: dict[tuple[type, str], tuple[str, ...]] = {
    (Organisation, "part_of"): ("organisations",),
    (Organisation, "succeeded_by"): ("organisations",),
    (Organisation, "calendar"): ("calendars",),
    (Role, "organisations"): ("organisations",),
    (Role, "competences"): ("competences",),
    (Role, "may_substitute"): ("roles",),
    (Lead, "scope"): ("phases", "activities"),
    (Lead, "roles"): ("roles",),
    (Lead, "substitutes"): ("roles",),
    (CaseKey, "subjects"): ("roles",),
    (ConsentScope, "givers"): ("roles",),
    (ConsentScope, "recipients"): ("organisations", "roles"),
    (LegalBasis, "instead_of"): ("consents",),
    (Barrier, "roles"): ("roles",),
    (Phase, "phase"): ("phases",),
    (Phase, "responsible"): ("roles",),
    (Participation, "role"): ("roles",),
    (Quorum, "roles"): ("roles",),
    (Quorum, "sides"): (SIDES,),
    (Quorum, "organisations"): ("organisations",),
    (Quorum, "competences"): ("competences",),
    (Quorum, "waived_by"): ("roles",),
    (Planning, "by"): ("roles",),
    (Activity, "phase"): ("phases",),
    (Activity, "consent"): ("consents", "legal_bases"),
    (Milestone, "phase"): ("phases",),
    (NonEngagement, "notice"): ("activities",),
    (NonEngagement, "ending"): ("endings",),
    (Extension, "by"): ("roles",),
    (Escalation, "tell"): ("roles",),
    (Limit, "calendar"): ("calendars",),
    (Limit, "responsible"): ("roles",),
    (Limit, "waived_by"): ("roles",),
    (Rule, "waived_by"): ("roles",),
    (Anchor, "fact"): ("facts", "derived"),
    (Window, "calendar"): ("calendars",),
    (Window, "limit"): ("limits",),
    (Measure, "instrument"): ("instruments",),
    (Measure, "calendar"): ("calendars",),
    (Measure, "respondent"): ("roles", SIDES),
    (RuleIndicator, "rule"): ("rules", "limits"),
    (AttestationIndicator, "voices"): ("roles", SIDES),
    (Instrument, "respondents"): ("roles", SIDES),
    (Principle, "part_of"): ("principles",),
    (Principle, "indicators"): ("indicators",),
    (AdoptionStep, "parties"): ("organisations", "roles"),
    (NotModelled, "id"): ("claims",),
    (Reference, "parameter"): ("parameters",),
    (Pattern, "element"): _EVENTS,
}
"""Which sections the ids in a field may come from; ``cites`` and ``covers`` have rules of their own."""


class Named(NamedTuple):
    """
    One id that stands somewhere in a model.

    Args:
        path: Path of the place where it stands.
        id: The id.
        sections: Sections from which it may come.
        spot: The record that names it.
    """

    path: str
    id: str
    sections: tuple[str, ...]
    spot: Spot


def named_ids(subject: Subject) -> Iterator[Named]:
    """
    Walk over every id that a model names, in file order.

    Args:
        subject: The model under check.
    """
    by_type: dict[type, list[tuple[str, tuple[str, ...]]]] = {}
    for (record, field), sections in REFERENCES.items():
        by_type.setdefault(record, []).append((field, sections))
    for spot in subject.spots:
        for field, sections in by_type.get(type(spot.value), ()):
            yield from _in_field(spot, field, sections)
        if getattr(spot.value, "cites", ()):
            yield from _in_field(spot, "cites", ("sources", "claims"))


def _in_field(spot: Spot, field: str, sections: tuple[str, ...]) -> Iterator[Named]:
    value = getattr(spot.value, field)
    # A reference or an unmodelled claim is the id itself, without a key of its own in the file.
    path = spot.path if isinstance(spot.value, Reference | NotModelled) else f"{spot.path}.{field}"
    if isinstance(value, str):
        if value:
            yield Named(path, value, sections, spot)
        return
    for number, word in enumerate(value):
        yield Named(f"{path}.{number}", word, sections, spot)


def _known(subject: Subject, sections: tuple[str, ...]) -> set[str]:
    known = {side.value for side in Side} if SIDES in sections else set[str]()
    return known.union(*(subject.ids.get(section, frozenset()) for section in sections))


def _unknown(subject: Subject) -> Iterator[Hit]:
    for named in named_ids(subject):
        known = _known(subject, named.sections)
        if named.id not in known and named.id not in subject.everything:
            yield hit(named.path, what=_sort(named.sections), value=named.id, meant=meant(named.id, known))


def _wrong_sort(subject: Subject) -> Iterator[Hit]:
    for named in named_ids(subject):
        if named.id in subject.everything and named.id not in _known(subject, named.sections):
            sort = a(_sort((subject.everything[named.id],)))
            yield hit(named.path, value=named.id, sort=sort, what=a(_sort(named.sections)))


_WORDS = {
    "organisations": "organisation", "competences": "competence", "roles": "role", "calendars": "calendar",
    "phases": "phase", "activities": "activity", "milestones": "milestone", "adoption": "adoption step",
    "consents": "consent scope", "legal_bases": "legal basis", "endings": "ending", "facts": "fact",
    "derived": "derived fact", "limits": "limit", "instruments": "instrument", "rules": "rule", "leads": "lead",
    "principles": "principle", "indicators": "indicator", "sources": "source", "claims": "claim",
    "parameters": "parameter", SIDES: "side", "links": "link", "barriers": "barrier", "eligibility": "criterion",
    "non_engagement": "non-engagement path",
}  # fmt: skip


def _sort(sections: tuple[str, ...]) -> str:
    words = [_WORDS[section] for section in (_ITEMS if sections == _EVENTS else sections)]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _duplicates(subject: Subject) -> Iterator[Hit]:
    seen: dict[str, str] = {}
    for path, section, id in _declared(subject):
        if id in seen:
            yield hit(path, value=id, first=a(seen[id]))
        else:
            seen[id] = _WORDS[section]


def _declared(subject: Subject) -> Iterator[tuple[str, str, str]]:
    for source in subject.model.sources:
        yield f"sources.{source.id}", "sources", source.id
        for claim in source.claims:
            yield f"sources.{source.id}.claims.{claim.id}", "claims", claim.id
    for section in SECTIONS:
        for element in getattr(subject.model, section):
            yield f"{section}.{element.id}", section, element.id


def covering(subject: Subject) -> Iterator[tuple[str, str]]:
    """
    Walk over everything that a role sees, or that a consent, legal basis or barrier covers.

    Args:
        subject: The model under check.
    """
    for record, field in ((Role, "sees"), (ConsentScope, "covers"), (LegalBasis, "covers"), (Barrier, "covers")):
        for spot in subject.by_type.get(record, ()):
            for number, word in enumerate(getattr(spot.value, field)):
                yield f"{spot.path}.{field}.{number}", word


def _covers_nothing(subject: Subject) -> Iterator[Hit]:
    if subject.open_kinds:
        return
    kinds = set(subject.of_kind)
    tags = {tag for item in subject.items.values() for tag in item.tags}
    for path, word in covering(subject):
        known = tags if word.startswith("#") else set(subject.items)
        known = kinds | BOOKKEEPING if word.startswith("kind:") else known
        bare = word.removeprefix("kind:").removeprefix("#")
        if word != "*" and bare not in known:
            yield hit(path, value=word, meant=meant(bare, known))


REFERENCE_CHECKS = (
    Check(
        code="unknown-reference",
        title="every id that is named exists",
        severity=Severity.ERROR,
        message="there is no {what} '{value}'{meant}",
        source="semantics 11: ids resolve",
        run=_unknown,
    ),
    Check(
        code="wrong-reference",
        title="every id that is named is of the right sort",
        severity=Severity.ERROR,
        message="'{value}' is {sort}, but here {what} is needed",
        source="semantics 11: ids resolve",
        run=_wrong_sort,
    ),
    Check(
        code="duplicate-id",
        title="ids are unique in the model",
        severity=Severity.ERROR,
        message="the id '{value}' is already that of {first}: give one of them another id",
        source="semantics 10: element ids are stable and never reused",
        run=_duplicates,
    ),
    Check(
        code="empty-cover",
        title="what is seen or covered exists",
        severity=Severity.ERROR,
        message="'{value}' covers nothing in this model{meant}",
        source="semantics 8: visibility is per role, consent and barrier",
        run=_covers_nothing,
    ),
)
