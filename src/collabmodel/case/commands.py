"""What somebody asks of a case, as a value."""

from __future__ import annotations

import datetime as dt

import attrs

from collabmodel.history import Actor
from collabmodel.rules import Value


@attrs.frozen(kw_only=True)
class Command:
    """
    What somebody asks of a case: that something has happened, or should be so from now on.

    Args:
        verb: What is asked, one of ``VERBS``: ``"open"``, ``"complete"``, ``"offer"``, ``"withdraw"``, ...
        element: Id of the element it is about: an activity, role, lead, consent scope, limit, rule, ...; empty where
            the verb speaks of the case.
        by: Who asks.
        data: What comes with it, as pairs of name and value. Not shown in ``repr``.
        occurred: When it happened, timezone-aware; None for now.
        instance: Which occurrence or repetition is meant; empty for the oldest open one.
        evidence: References to documents, opaque.
        corrects: Id of the event that this corrects, for the verb ``"correct"``; else empty.

    >>> Command(verb="complete", element="opening_meeting").verb
    'complete'
    """

    verb: str
    element: str = ""
    by: Actor = Actor()
    data: tuple[tuple[str, Value], ...] = attrs.field(default=(), repr=False)
    occurred: dt.datetime | None = None
    instance: str = ""
    evidence: tuple[str, ...] = ()
    corrects: str = ""

    def get(self, name: str) -> Value:
        """
        Give what comes with it under a name, or None.

        Args:
            name: Name of the data.
        """
        return dict(self.data).get(name)
