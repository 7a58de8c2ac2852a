"""The log: one compact row an event, and one for each datum that it carries."""

from __future__ import annotations

from collabmodel.simulate.kernel.header import (
    EVENTS,
    LOGGED,
    NOW,
)
from collabmodel.simulate.kernel.numbers import Floats, Ints
from collabmodel.simulate.kernel.rows import (
    CASE_NUMBER,
    CASE_SEQ,
    LOG_SIZE,
)


def log_event(m: Ints, log: Ints, lx: Floats, letter: int, case: int, instance: int, cause: int) -> int:
    """
    Write the row of an event that happens now, and give its address in the log.

    Args:
        m: The memory.
        log: The log.
        lx: The floats beside it.
        letter: The event's letter.
        case: Address of the case.
        instance: Number of the instance, 0 for none.
        cause: 0 for an event from outside, 1 for one that follows in the step, others as ``LOG_CAUSE`` says.
    """
    row = m[LOGGED]
    m[LOGGED] = row + 1
    m[EVENTS] += 1
    m[case + CASE_SEQ] += 1
    at = row * LOG_SIZE
    log[at] = letter
    log[at + 1] = m[case + CASE_NUMBER]
    log[at + 2] = instance
    log[at + 3] = m[NOW]
    log[at + 4] = cause
    log[at + 5] = -1
    log[at + 6] = 0
    log[at + 7] = -1
    log[at + 8] = -1
    log[at + 9] = -1
    log[at + 10] = 0
    log[at + 11] = 0
    lx[row] = 0.0
    return at


def log_datum(m: Ints, log: Ints, lx: Floats, datum: int, case: int, value: float) -> None:
    """
    Write the row of a datum of the event written before.

    Args:
        m: The memory.
        log: The log.
        lx: The floats beside it.
        datum: Number of the datum.
        case: Address of the case.
        value: Its value.
    """
    row = m[LOGGED]
    m[LOGGED] = row + 1
    at = row * LOG_SIZE
    log[at] = -1 - datum
    log[at + 1] = m[case + CASE_NUMBER]
    log[at + 2] = 0
    log[at + 3] = m[NOW]
    for place in range(at + 4, at + LOG_SIZE):
        log[place] = 0
    lx[row] = value


KERNEL = (log_event, log_datum)
"""What is compiled of this module, callees first."""
