"""What monitors need to see of a history: columns by position, and values by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol, TypeAlias

from collabmodel.model import Signature
from collabmodel.workdays import Duration

Plain: TypeAlias = bool | int | float | str | dt.datetime | dt.date | Duration | None
"""A value that holds no other."""
Value: TypeAlias = "Plain | tuple[Value, ...] | tuple[tuple[str, Value], ...]"
"""A value of a case fact or of event data; mappings are tuples of pairs. None and absence both mean unknown."""


_OWN = ("actor.", "event.")


def tells_facts(signature: Signature) -> bool:
    """
    Tell whether the data of events of a signature are case facts from then on: what a case opens with, and what
    becomes known later.

    Args:
        signature: The signature.

    >>> tells_facts(Signature("case", "", "opened")), tells_facts(Signature("case", "", "closed"))
    (True, False)
    """
    return signature.kind == "fact" or (signature.kind == "case" and signature.transition == "opened")


def facts_in(data: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
    """
    Give the facts that an event tells by its data: what has a value, actor and event names aside.

    Args:
        data: What an event carries that tells facts.

    >>> dict(facts_in({"age": 15, "school": None, "actor.role": "worker"}))
    {'age': 15}
    """
    return ((name, value) for name, value in data.items() if value is not None and not name.startswith(_OWN))


class Trace(Protocol):
    """
    The events of many cases by position, case after case, each case in order of (occurred, seq).

    ``history.History`` is one; a running case gives another.
    """

    @property
    def signatures(self) -> Sequence[Signature]:
        """The distinct signatures."""

    @property
    def signature(self) -> Sequence[int]:
        """Index into ``signatures`` of each event."""

    @property
    def occurred(self) -> Sequence[int]:
        """When each event happened, microseconds since 1970 UTC."""

    def value(self, position: int, name: str) -> Value:
        """
        Give event data, or actor and event names (``actor.role``, ``event.instance``), or None.

        Args:
            position: Position of the event.
            name: Name as written in a condition.
        """

    def fact(self, position: int, name: str) -> Value:
        """
        Give a case fact as known right after the event at a position: what was known from the start, overlaid by
        the data of events that tell facts (``case.opened`` and those of kind ``fact``), by name.

        Args:
            position: Position of the event.
            name: Id of the fact.
        """

    def event_id(self, position: int) -> str:
        """
        Give the id of an event.

        Args:
            position: Position of the event.
        """
