"""Entries of the heap: what is to happen when, and who comes first at one instant."""

from __future__ import annotations

from collabmodel.simulate.kernel.header import (
    CREATED,
)
from collabmodel.simulate.kernel.heap import push
from collabmodel.simulate.kernel.numbers import Heap, Ints

IN_TURN, LATER, ARRIVES, GOES_AWAY = range(4)
"""Classes of entries at one instant: a case's own continuation; what was wished for then; new cases; absences."""


def later(m: Ints, h: Heap, time: int, sort: int, number: int, payload: int) -> None:
    """
    Put an entry into the heap.

    Args:
        m: The memory.
        h: The heap.
        time: Minute at which it is due.
        sort: Its class at that instant.
        number: Number of the case, which decides among equals.
        payload: Address of the row it is about.
    """
    m[CREATED] += 1
    push(h, time * 8 + sort, number, m[CREATED], payload)


KERNEL = (later,)
"""What is compiled of this module, callees first."""
