"""What a check says: findings, the checks that make them, and the hits in between."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

import attrs

from collabmodel.check.subject import Subject
from collabmodel.errors import Place
from collabmodel.model import Severity


class Placing(Protocol):
    """Whatever knows where in a file the parts of a model stand; ``formats`` reads one beside every model."""

    def of(self, path: str) -> Place:
        """
        Give the place of a part of the model.

        Args:
            path: Path into the model, such as ``"rules.opening_first.a"``.
        """


@attrs.frozen
class Hit:
    """
    One spot that a check objects to, before it has words.

    Args:
        path: Path into the model, such as ``"rules.opening_first.a"``.
        words: What the check's message says at its named gaps, as pairs.
    """

    path: str
    words: tuple[tuple[str, str], ...] = ()


def hit(path: str, **words: object) -> Hit:
    """
    Make a hit.

    Args:
        path: Path into the model.
        words: What fills the gaps of the check's message.

    >>> hit("roles.nurse", value="nurse").words
    (('value', 'nurse'),)
    """
    return Hit(path, tuple((name, str(word)) for name, word in words.items()))


@attrs.frozen(kw_only=True)
class Check:
    """
    One named question about a model.

    Args:
        code: Short stable name, lower case with hyphens.
        title: What a sound model does, in a few words.
        severity: Error for what makes a model unable to work, warning for a likely mistake, note for advice.
        message: What a finding says; gaps in braces are filled by each hit.
        source: The document or reasoning behind the check.
        run: Gives the hits of a model.

    >>> Check(code="no-title", title="has a title", severity=Severity.NOTE, message="the model has no title",
    ...       source="plain language", run=lambda subject: iter(())).code
    'no-title'
    """

    code: str
    title: str
    severity: Severity
    message: str
    source: str
    run: Callable[[Subject], Iterator[Hit]]


@attrs.frozen(kw_only=True)
class Finding:
    """
    One thing that a check found.

    Args:
        code: Code of the check.
        severity: Error, warning or note.
        message: What is wrong, with the value and what would be right.
        path: Path into the model, such as ``"rules.opening_first.a"``.
        place: Where that stands in the file.
        element: Id of the element it is about, or empty for the model as a whole.
        source: What the check rests on, and what the element cites.

    >>> finding = Finding(code="no-ending", severity=Severity.WARNING, message="the model names no ending",
    ...                   path="endings", place=Place("m.yaml", 3, 1), element="", source="")
    >>> str(finding)
    'm.yaml:3:1: warning no-ending the model names no ending'
    """

    code: str
    severity: Severity
    message: str
    path: str
    place: Place
    element: str
    source: str

    def __str__(self) -> str:
        return f"{self.place}: {self.severity.value} {self.code} {self.message}"
