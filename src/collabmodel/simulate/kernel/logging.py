"""The log: one compact row an event, and one for each datum that it carries."""

from __future__ import annotations

from collabmodel.simulate.kernel.header import EVENTS, LOGGED, NOW
from collabmodel.simulate.kernel.numbers import Floats, Ints
from collabmodel.simulate.kernel.rows import (
    CASE_NUMBER,
    LOG_SIZE,
    PLAN_NUMBER,
    TASK_CASE,
    TASK_LENGTH,
    TASK_PLAN,
    TASK_REQUESTED,
    TASK_ROUNDS,
    TASK_SHOWN,
    TASK_STARTED,
    TASK_WISHED,
)  # fmt: skip


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
    at = row * LOG_SIZE
    log[at : at + LOG_SIZE] = (letter, m[case + CASE_NUMBER], instance, m[NOW], cause, -1, 0, -1, -1, -1, 0, 0)
    lx[row] = 0.0
    return at


def flat_event(m: Ints, log: Ints, lx: Floats, letter: int, case: int, instance: int, cause: int) -> int:
    """
    Write the row of an event into an array, as ``log_event`` does.

    Args:
        m: The memory.
        log: The log.
        lx: The floats beside it.
        letter: The event's letter.
        case: Address of the case.
        instance: Number of the instance, 0 for none.
        cause: What it comes from.
    """
    row = m[LOGGED]
    m[LOGGED] = row + 1
    m[EVENTS] += 1
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


def log_act(m: Ints, log: Ints, lx: Floats, task: int, letter: int, instance: int, cause: int, actor: int) -> None:
    """
    Write the row of an act that happens now: who did it, and when it was wished, asked for and begun.

    Args:
        m: The memory.
        log: The log.
        lx: The floats beside it.
        task: Address of the task.
        letter: The event's letter.
        instance: Number of the instance, 0 for none.
        cause: What it comes from, as ``LOG_CAUSE`` says.
        actor: Who acts, as the log names them.
    """
    row = m[LOGGED]
    m[LOGGED] = row + 1
    m[EVENTS] += 1
    log[row * LOG_SIZE : row * LOG_SIZE + LOG_SIZE] = (
        letter, m[m[task + TASK_CASE] + CASE_NUMBER], instance, m[NOW], cause, m[m[task + TASK_PLAN] + PLAN_NUMBER],
        actor, m[task + TASK_WISHED], m[task + TASK_REQUESTED] - 1, m[task + TASK_STARTED] - 1, m[task + TASK_SHOWN],
        m[task + TASK_ROUNDS],
    )  # fmt: skip
    lx[row] = float(m[task + TASK_LENGTH])


def flat_act(m: Ints, log: Ints, lx: Floats, task: int, letter: int, instance: int, cause: int, actor: int) -> None:
    """
    Write the row of an act into an array, as ``log_act`` does.

    Args:
        m: The memory.
        log: The log.
        lx: The floats beside it.
        task: Address of the task.
        letter: The event's letter.
        instance: Number of the instance, 0 for none.
        cause: What it comes from.
        actor: Who acts, as the log names them.
    """
    at = flat_event(m, log, lx, letter, m[task + TASK_CASE], instance, cause)
    log[at + 5] = m[m[task + TASK_PLAN] + PLAN_NUMBER]
    log[at + 6] = actor
    log[at + 7] = m[task + TASK_WISHED]
    log[at + 8] = m[task + TASK_REQUESTED] - 1
    log[at + 9] = m[task + TASK_STARTED] - 1
    log[at + 10] = m[task + TASK_SHOWN]
    log[at + 11] = m[task + TASK_ROUNDS]
    lx[at // LOG_SIZE] = float(m[task + TASK_LENGTH])


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


KERNEL = (log_event, log_act, log_datum)
"""What is compiled of this module, callees first."""
INSTEAD = ((log_event, flat_event), (log_act, flat_act))
"""What is compiled in place of what."""
