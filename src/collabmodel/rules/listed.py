"""A trace in memory that grows at its end: one running case, or a few small ones in an example."""

from __future__ import annotations

from collections.abc import Mapping

from collabmodel.model import Signature
from collabmodel.rules.trace import Value, facts_in, tells_facts


class ListedTrace:
    """
    Events in order, added one by one.

    Args:
        facts: Case facts known from the start.

    >>> trace = ListedTrace({"age": 15})
    >>> trace.add(Signature("meeting", "opening", "completed"), 0, {"unit": "north"})
    0
    >>> trace.value(0, "unit"), trace.fact(0, "age"), trace.event_id(0)
    ('north', 15, '0')
    """

    def __init__(self, facts: Mapping[str, Value] | None = None) -> None:
        self.signatures: list[Signature] = []
        self.signature: list[int] = []
        self.occurred: list[int] = []
        self._codes: dict[Signature, int] = {}
        self._data: list[Mapping[str, Value]] = []
        self._facts: list[Mapping[str, Value]] = []
        self._start: Mapping[str, Value] = dict(facts or {})
        self._known: Mapping[str, Value] = self._start

    def add(self, signature: Signature, occurred: int, data: Mapping[str, Value] | None = None) -> int:
        """
        Add an event, and give its position. Data of ``case.opened`` and of events of kind ``fact`` are facts from
        then on.

        Args:
            signature: What it is.
            occurred: When it happened, microseconds since 1970 UTC; not before the event added last.
            data: What it carries, actor and event names included.
        """
        code = self._codes.setdefault(signature, len(self.signatures))
        if code == len(self.signatures):
            self.signatures.append(signature)
        data = dict(data or {})
        if tells_facts(signature):
            self._known = {**self._known, **dict(facts_in(data))}
        self.signature.append(code)
        self.occurred.append(occurred)
        self._data.append(data)
        self._facts.append(self._known)
        return len(self.signature) - 1

    def drop(self, position: int) -> None:
        """
        Take events back from the end; their signatures stay known.

        Args:
            position: Position of the first of them.
        """
        for column in (self.signature, self.occurred, self._data, self._facts):
            del column[position:]
        self._known = self._facts[-1] if self._facts else self._start

    def value(self, position: int, name: str) -> Value:
        """
        Give event data, or None.

        Args:
            position: Position of the event.
            name: Its name.
        """
        return self._data[position].get(name)

    def fact(self, position: int, name: str) -> Value:
        """
        Give a case fact as known right after an event, or None.

        Args:
            position: Position of the event.
            name: Id of the fact.
        """
        return self._facts[position].get(name)

    def event_id(self, position: int) -> str:
        """
        Give the id of an event: its position.

        Args:
            position: Position of the event.
        """
        return str(position)
