"""What nothing in the model speaks of."""

from __future__ import annotations

from collections.abc import Iterator

from collabmodel.check.finding import Check, Hit, hit
from collabmodel.check.readings import tree_of
from collabmodel.check.references import named_ids
from collabmodel.check.subject import Subject
from collabmodel.check.walking import parts
from collabmodel.model import ConsentScope, Element, Literal, Name, Organisation, Pattern, Severity

_JUDGED = (
    "calendars",
    "organisations",
    "competences",
    "roles",
    "facts",
    "derived",
    "parameters",
    "consents",
    "instruments",
)
_SINGULAR = {"facts": "fact", "derived": "derived fact", "competences": "competence"}


def _unused(subject: Subject) -> Iterator[Hit]:
    used = {named.id for named in named_ids(subject)}
    used |= {pattern.element for _, pattern in subject.each(Pattern)}
    for spot in subject.conditions:
        for part in parts(tree_of(spot)):
            if isinstance(part, Name):
                used.add(part.name.removeprefix("activation."))
            elif isinstance(part, Literal) and isinstance(part.value, str):
                used.add(part.value.partition(".")[0])
    for section in _JUDGED:
        for element in getattr(subject.model, section):
            if element.id not in used and not _works_alone(element):
                word = _SINGULAR.get(section, section.removesuffix("s"))
                yield hit(f"{section}.{element.id}", word=word, value=element.id)


def _works_alone(element: Element) -> bool:
    """Tell whether something has an effect although nothing names it: what it covers, or whom it leads on to."""
    if isinstance(element, Organisation):
        return bool(element.succeeded_by)
    return isinstance(element, ConsentScope) and bool(element.covers)


UNUSED_CHECKS = (
    Check(
        code="unused-element",
        title="everything declared is used",
        severity=Severity.NOTE,
        message="nothing in the model speaks of the {word} '{value}'",
        source="semantics 11: no dead items",
        run=_unused,
    ),
)
