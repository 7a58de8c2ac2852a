"""Rows come and go: those that are done with are kept in chains by sort and used again."""

from __future__ import annotations

import math

from collabmodel.simulate.kernel.header import FREE, REGISTERS, TOP, XTOP
from collabmodel.simulate.kernel.numbers import Floats, Ints

OF_CASES, OF_INSTANCES, OF_TASKS, OF_PLACES, OF_REGISTERS, OF_RETURNS = range(6)
"""Sorts of rows, each with a chain of its own."""


def new_row(m: Ints, sort: int, size: int) -> int:
    """
    Give the address of a row of zeros.

    Args:
        m: The memory.
        sort: Sort of the row.
        size: How many numbers it has; always the same for a sort within a run.
    """
    at = m[FREE + sort]
    if at == 0:
        at = m[TOP]
        m[TOP] = at + size
        return at
    m[FREE + sort] = m[at]
    m[at : at + size] = [0] * size
    return at


def flat_row(m: Ints, sort: int, size: int) -> int:
    """
    Give the address of a row of zeros in an array.

    Args:
        m: The memory.
        sort: Sort of the row.
        size: How many numbers it has.
    """
    at = m[FREE + sort]
    if at:
        m[FREE + sort] = m[at]
        for place in range(at, at + size):
            m[place] = 0
    else:
        at = m[TOP]
        m[TOP] = at + size
    return at


def free_row(m: Ints, sort: int, at: int) -> None:
    """
    Give a row back.

    Args:
        m: The memory.
        sort: Sort of the row.
        at: Its address.
    """
    m[at] = m[FREE + sort]
    m[FREE + sort] = at


def new_registers(m: Ints, x: Floats) -> int:
    """
    Give the address in ``x`` of the registers of a case, all of them unknown.

    Args:
        m: The memory.
        x: The memory of floats.
    """
    size = m[REGISTERS]
    at = m[FREE + OF_REGISTERS]
    if at == 0:
        at = m[XTOP]
        m[XTOP] = at + size
    else:
        m[FREE + OF_REGISTERS] = int(x[at])
    for place in range(at, at + size):
        x[place] = math.nan
    return at


def free_registers(m: Ints, x: Floats, at: int) -> None:
    """
    Give the registers of a case back.

    Args:
        m: The memory.
        x: The memory of floats.
        at: Their address.
    """
    x[at] = float(m[FREE + OF_REGISTERS])
    m[FREE + OF_REGISTERS] = at


KERNEL = (new_row, free_row, new_registers, free_registers)
"""What is compiled of this module, callees first."""
INSTEAD = ((new_row, flat_row),)
"""What is compiled in place of what."""
