"""Which traces there are to judge: ordinary cases, adoption histories, and the cohort as one trace."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import attrs

from collabmodel.evaluate.result import Traces
from collabmodel.history import History
from collabmodel.model import Signature
from collabmodel.rules.trace import Trace, Value


def partition(history: History) -> tuple[Traces, Traces]:
    """
    Part ordinary cases from adoption histories: cases that have events, all of kind ``adoption``.

    Args:
        history: The effective histories.

    Returns:
        The traces of scope ``case`` and those of scope ``adoption``.
    """
    kinds = [signature.kind == "adoption" for signature in history.signatures]
    starts, numbers = history.starts, range(len(history.cases))
    adopting = [False] * len(history.cases)
    if any(kinds):
        for case in numbers:
            codes = history.signature[starts[case] : starts[case + 1]]
            adopting[case] = bool(codes) and all(kinds[code] for code in codes)
    ordinary = [case for case in numbers if not adopting[case]]
    adoption = [case for case in numbers if adopting[case]]
    return _traces("case", ordinary, history), _traces("adoption", adoption, history)


def _traces(scope: str, cases: Sequence[int], history: History) -> Traces:
    closed = (
        history.closed if len(cases) == len(history.cases) else array("b", [history.closed[case] for case in cases])
    )
    return Traces(scope=scope, cases=array("q", cases), closed=closed)


@attrs.frozen(eq=False)
class Merged:
    """
    The events of several cases as one trace, in order of (occurred, case, seq); a ``Trace`` like any other.

    Args:
        trace: The cases one after another.
        order: Position in ``trace`` of each event here.
        signature: Index into ``signatures`` of each event ('i').
        occurred: When each event happened, microseconds since 1970 UTC ('q').
    """

    trace: Trace
    order: array[int]
    signature: array[int]
    occurred: array[int]

    @classmethod
    def of(cls, history: History, cases: Sequence[int]) -> Merged:
        """
        Merge cases.

        Args:
            history: The effective histories.
            cases: Numbers of the cases, in order.
        """
        places = (place for case in cases for place in range(history.starts[case], history.starts[case + 1]))
        order = array("q", sorted(places, key=history.occurred.__getitem__))
        signature = array("i", map(history.signature.__getitem__, order))
        return cls(history, order, signature, array("q", map(history.occurred.__getitem__, order)))

    @property
    def signatures(self) -> Sequence[Signature]:
        """The distinct signatures."""
        return self.trace.signatures

    def value(self, position: int, name: str) -> Value:
        """
        Give event data, or actor and event names, or None.

        Args:
            position: Position of the event here.
            name: Name as written in a condition.
        """
        return self.trace.value(self.order[position], name)

    def fact(self, position: int, name: str) -> Value:
        """
        Give a fact of the case that an event belongs to, as known right after the event.

        Args:
            position: Position of the event here.
            name: Id of the fact.
        """
        return self.trace.fact(self.order[position], name)

    def event_id(self, position: int) -> str:
        """
        Give the id of an event.

        Args:
            position: Position of the event here.
        """
        return self.trace.event_id(self.order[position])
