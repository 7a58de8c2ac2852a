"""What elements are called, of what kind they are and what they are about: which events a pattern speaks of."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from collabmodel.model import BOOKKEEPING, Model, Pattern, Signature

ANY = "*"
"""The transition that stands for any."""
_POSSIBLE = frozenset({"available", "enabled", "retracted"})
_LIFE: dict[str, str] = {"milestone": "achieved"}


@attrs.frozen
class Entry:
    """
    What is known of one element that events name.

    Args:
        kind: Kind of its events.
        tags: What it is about.
        transition: Transition that a pattern means if it names none.
        sort: Kind of adoption step, or the kind again.
    """

    kind: str
    tags: frozenset[str] = frozenset()
    transition: str = "completed"
    sort: str = ""


@attrs.frozen
class Lexicon:
    """
    The elements that events may name, of one or several models.

    Args:
        entries: What is known of each, by id.

    >>> from collabmodel.model import Activity
    >>> lexicon = Lexicon.of(Model(id="m", activities=(Activity(id="opening", kind="meeting", tags=("start",)),)))
    >>> lexicon.matches(Pattern(kind="meeting", tag="start"), Signature("meeting", "opening", "completed"))
    True
    >>> lexicon.matches(Pattern(element="opening"), Signature("meeting", "opening", "available"))
    False
    """

    entries: Mapping[str, Entry]

    @classmethod
    def of(cls, *models: Model) -> Lexicon:
        """
        Gather the elements of models; where two name one id, the first counts.

        Args:
            models: The models.
        """
        found: dict[str, Entry] = {}
        for model in models:
            for phase in model.phases:
                found.setdefault(phase.id, Entry("phase", frozenset(phase.tags)))
            for activity in model.activities:
                found.setdefault(activity.id, Entry(activity.kind, frozenset(activity.tags)))
            for milestone in model.milestones:
                found.setdefault(milestone.id, Entry("milestone", frozenset(milestone.tags), "achieved"))
            for step in model.adoption:
                found.setdefault(step.id, Entry("adoption", frozenset(step.tags), sort=step.kind))
        return cls(found)

    def is_mapped(self, signature: Signature) -> bool:
        """
        Tell whether events of a signature are ever *other*: of an element that a model names, no bookkeeping, and more
        than the news that something became possible or was taken back.

        Args:
            signature: The signature.
        """
        if signature.kind in BOOKKEEPING or signature.transition in _POSSIBLE:
            return False
        return signature.element in self.entries

    def default_transition(self, signature: Signature) -> str:
        """
        Give the transition that a pattern means if it names none.

        Args:
            signature: Signature of an event that the pattern might speak of.

        >>> Lexicon.of().default_transition(Signature("consent", "sharing", "given"))
        '*'
        """
        if signature.kind in BOOKKEEPING:
            return ANY
        entry = self.entries.get(signature.element)
        return entry.transition if entry else _LIFE.get(signature.kind, "completed")

    def matches(self, pattern: Pattern, signature: Signature) -> bool:
        """
        Tell whether a pattern speaks of events of a signature, its condition aside.

        Args:
            pattern: The pattern.
            signature: The signature.
        """
        entry = self.entries.get(signature.element)
        if pattern.element and pattern.element != signature.element:
            return False
        if pattern.kind and pattern.kind != signature.kind and not (entry and entry.sort == pattern.kind):
            return False
        if pattern.tag and not (entry and pattern.tag in entry.tags):
            return False
        transition = pattern.transition or self.default_transition(signature)
        return transition in (ANY, signature.transition)
