"""A trace of one case of any length in little memory: what events carried is forgotten, and fetched where asked for."""

from __future__ import annotations

import base64
import sys
from array import array
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from collabmodel.model import Signature
from collabmodel.rules.states import State, parts, text, texts
from collabmodel.rules.trace import Value, facts_in, tells_facts

Data: TypeAlias = Mapping[str, Value]
"""What an event carries, actor and event names included."""
_NOTHING: Data = {}
_RECENT = 64


class CaseTrace:
    """
    Events of one case in order, added one by one.

    An event costs 12 bytes, and 8 more for each fact that it tells; what it carries is kept until it is forgotten.

    Args:
        facts: Case facts known from the start.
        ids: Tells the id of the event at a position; the position itself if None.
        fetch: Gives what the event at a position carries, once that was forgotten.

    >>> trace = CaseTrace({"age": 15}, fetch=lambda position: {"unit": "north"})
    >>> trace.add(Signature("meeting", "opening", "completed"), 0, {"unit": "north"})
    0
    >>> trace.forget(1)
    >>> trace.value(0, "unit"), trace.fact(0, "age"), trace.event_id(0)
    ('north', 15, '0')
    """

    def __init__(
        self,
        facts: Data | None = None,
        *,
        ids: Callable[[int], str] | None = None,
        fetch: Callable[[int], Data] | None = None,
    ) -> None:
        self.signatures: list[Signature] = []
        self.signature: array[int] = array("i")
        self.occurred: array[int] = array("q")
        self._ids: Callable[[int], str] = str if ids is None else ids
        self._fetch = fetch
        self._start: Data = dict(facts or {})
        self._codes: dict[Signature, int] = {}
        self._data: list[Data] = []
        self._forgotten = 0
        self._fetched: dict[int, Data] = {}
        self._told: dict[str, array[int]] = {}
        self._latest: dict[str, Value] = {}

    def add(self, signature: Signature, occurred: int, data: Data | None = None) -> int:
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
        position = len(self.signature)
        self.signature.append(code)
        self.occurred.append(occurred)
        self._data.append(dict(data) if data else _NOTHING)
        if data and tells_facts(signature):
            for name, value in facts_in(data):
                self._told.setdefault(name, array("q")).append(position)
                self._latest[name] = value
        return position

    def drop(self, position: int) -> None:
        """
        Take events back from the end; their signatures stay known.

        Args:
            position: Position of the first of them.
        """
        for name in [name for name, told in self._told.items() if told[-1] >= position]:
            told = self._told[name]
            while told and told[-1] >= position:
                told.pop()
            del self._latest[name]
            if not told:
                del self._told[name]
        for column in (self.signature, self.occurred):
            del column[position:]
        del self._data[max(0, position - self._forgotten) :]
        self._forgotten = min(self._forgotten, position)
        self._fetched = {at: data for at, data in self._fetched.items() if at < position}

    def forget(self, before: int) -> None:
        """
        Let go of what earlier events carried; it is fetched again where anybody asks.

        Args:
            before: Position of the first event whose data are kept.

        Raises:
            ValueError: There is no way to fetch it.
        """
        if self._fetch is None:
            raise ValueError(f"what events before {before} carried could not be fetched again")
        count = min(before, len(self.signature)) - self._forgotten
        if count > 0:
            del self._data[:count]
            self._forgotten += count

    def value(self, position: int, name: str) -> Value:
        """
        Give event data, or None.

        Args:
            position: Position of the event.
            name: Its name.
        """
        if position >= self._forgotten:
            return self._data[position - self._forgotten].get(name)
        return self._again(position).get(name)

    def _again(self, position: int) -> Data:
        data = self._fetched.pop(position, None)
        if data is None:
            data = _NOTHING if self._fetch is None else self._fetch(position)
            if len(self._fetched) >= _RECENT:
                del self._fetched[next(iter(self._fetched))]
        self._fetched[position] = data
        return data

    def fact(self, position: int, name: str) -> Value:
        """
        Give a case fact as known right after an event, or None.

        Args:
            position: Position of the event.
            name: Id of the fact.
        """
        told = self._told.get(name)
        count = 0 if told is None else bisect_right(told, position)
        if told is None or not count:
            return self._start.get(name)
        if count < len(told):
            return self.value(told[count - 1], name)
        if name not in self._latest:
            self._latest[name] = self.value(told[-1], name)
        return self._latest[name]

    def event_id(self, position: int) -> str:
        """
        Give the id of an event.

        Args:
            position: Position of the event.
        """
        return self._ids(position)

    def save(self) -> State:
        """Give the events as plain values, without what they carry: a cache, and never the truth."""
        return (
            sys.byteorder,
            tuple(tuple(signature) for signature in self.signatures),
            _packed(self.signature),
            _packed(self.occurred),
            tuple((name, _packed(told)) for name, told in self._told.items()),
        )

    def load(self, state: State) -> None:
        """
        Take over the events of another such trace; what they carried counts as forgotten.

        Args:
            state: What ``save`` gave.

        Raises:
            ValueError: It is no such state, or of another kind of machine; add the events from the first one instead.
        """
        order, signatures, codes, occurred, told = parts(state, 5)
        if order != sys.byteorder:
            raise ValueError(f"this state was saved on a machine that is {order}-endian")
        self.signatures[:] = [_signature(each) for each in parts(signatures)]
        self._codes = {signature: code for code, signature in enumerate(self.signatures)}
        self.signature[:], self.occurred[:] = _unpacked("i", codes), _unpacked("q", occurred)
        self._told = {text(name): _unpacked("q", positions) for name, positions in _pairs(told)}
        self._forgotten = len(self.signature)
        self._data, self._fetched, self._latest = [], {}, {}


def _signature(state: State) -> Signature:
    kind, element, transition = texts(state)
    return Signature(kind, element, transition)


def _packed(column: array[int]) -> str:
    return base64.b64encode(column.tobytes()).decode("ascii")


def _unpacked(code: str, state: State) -> array[int]:
    return array(code, base64.b64decode(text(state), validate=True))


def _pairs(state: State) -> Sequence[Sequence[State]]:
    return [parts(each, 2) for each in parts(state)]
