"""Texts: everything has a name, in every language that is promised."""

from __future__ import annotations

from collections.abc import Iterator

from collabmodel.check.finding import Check, Hit, hit
from collabmodel.check.subject import Subject
from collabmodel.model import Severity, Text, elements


def _missing(subject: Subject) -> Iterator[Hit]:
    model = subject.model
    for spot, text in subject.each(Text):
        if not text:
            continue
        said = {code or model.language for code in text.languages()}
        lacking = [code for code in model.languages if code not in said]
        if lacking:
            yield hit(spot.path, languages=", ".join(lacking))


def _blank(subject: Subject) -> Iterator[Hit]:
    for spot, text in subject.each(Text):
        for code, words in text.versions:
            if not words.strip():
                path = f"{spot.path}.{code}" if code else spot.path
                yield hit(path, language=code or subject.model.language)


def _untitled(subject: Subject) -> Iterator[Hit]:
    if not subject.model.title:
        yield hit("id", value=f"the model '{subject.model.id}'")
    for section, element in elements(subject.model):
        if isinstance(title := getattr(element, "title", None), Text) and not title:
            yield hit(f"{section}.{element.id}", value=f"'{element.id}'")


def _unpromised(subject: Subject) -> Iterator[Hit]:
    model = subject.model
    promised = {*model.languages, model.language} if model.languages else set[str]()
    for spot, text in subject.each(Text):
        for code in text.languages() if promised else ():
            if code and code not in promised:
                yield hit(f"{spot.path}.{code}", value=code)


_SOURCE = "texts are promised in the languages that the model lists"

TEXT_CHECKS = (
    Check(
        code="missing-translation",
        title="texts are there in every promised language",
        severity=Severity.WARNING,
        message="this text is missing in {languages}: translate it, or take the language out of languages",
        source=_SOURCE,
        run=_missing,
    ),
    Check(
        code="blank-text",
        title="texts say something",
        severity=Severity.WARNING,
        message="this text is blank in {language}: write it, or leave the key out",
        source=_SOURCE,
        run=_blank,
    ),
    Check(
        code="missing-title",
        title="everything has a name for people",
        severity=Severity.NOTE,
        message="{value} has no title: people will see its id",
        source="a model is a plain description that people can be handed",
        run=_untitled,
    ),
    Check(
        code="unpromised-language",
        title="texts are in the languages that the model lists",
        severity=Severity.NOTE,
        message="'{value}' is not among the model's languages: add it there, or check the code",
        source=_SOURCE,
        run=_unpromised,
    ),
)
