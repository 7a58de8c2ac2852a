"""What acts carry: data are drawn into registers, told in the log, and unknown again."""

from __future__ import annotations

import math

from collabmodel.simulate.kernel.header import (
    NOW,
)
from collabmodel.simulate.kernel.logging import log_datum
from collabmodel.simulate.kernel.numbers import Floats, Ints
from collabmodel.simulate.kernel.plans import ends_at
from collabmodel.simulate.kernel.rows import (
    CASE_X,
    DATUM_AHEAD,
    DATUM_NUMBER,
    DATUM_REGISTER,
    DATUM_SHAPE,
    DATUM_SIZE,
    FOR_DATA,
    PLAN_CALENDAR,
    PLAN_DATA,
    PLAN_N_DATA,
    TASK_CASE,
    TASK_KEY,
    TASK_ORDINAL,
    TASK_PLAN,
)
from collabmodel.simulate.kernel.shapes import sample


def draw_data(m: Ints, x: Floats, task: int) -> None:
    """
    Draw the data of an act into the registers that are read, one after another, so that later ones may depend on them.

    Args:
        m: The memory.
        x: The memory of floats.
        task: Address of the task.
    """
    plan = m[task + TASK_PLAN]
    case = m[task + TASK_CASE]
    registers = m[case + CASE_X]
    key = m[task + TASK_KEY]
    datum = m[plan + PLAN_DATA]
    for one in range(m[plan + PLAN_N_DATA]):
        register = m[datum + DATUM_REGISTER]
        shape = m[datum + DATUM_SHAPE]
        if m[datum + DATUM_AHEAD]:
            calendar = m[plan + PLAN_CALENDAR]
            ahead = ends_at(m, x, case, calendar, m[NOW], shape, key, FOR_DATA + one, m[task + TASK_ORDINAL])
            drawn = float(ahead)
        else:
            drawn = sample(m, x, case, shape, key, FOR_DATA + one, m[task + TASK_ORDINAL])
        x[registers + register] = drawn
        datum += DATUM_SIZE


def clear_data(m: Ints, x: Floats, task: int) -> None:
    """
    Let the registers of an act's data be unknown again.

    Args:
        m: The memory.
        x: The memory of floats.
        task: Address of the task.
    """
    plan = m[task + TASK_PLAN]
    registers = m[m[task + TASK_CASE] + CASE_X]
    datum = m[plan + PLAN_DATA]
    for _ in range(m[plan + PLAN_N_DATA]):
        x[registers + m[datum + DATUM_REGISTER]] = math.nan
        datum += DATUM_SIZE


def tell_data(m: Ints, x: Floats, log: Ints, lx: Floats, task: int) -> None:
    """
    Write the data of an act into the log.

    Args:
        m: The memory.
        x: The memory of floats.
        log: The log.
        lx: The floats beside it.
        task: Address of the task, whose data stand in their registers.
    """
    plan = m[task + TASK_PLAN]
    case = m[task + TASK_CASE]
    registers = m[case + CASE_X]
    datum = m[plan + PLAN_DATA]
    for _ in range(m[plan + PLAN_N_DATA]):
        log_datum(m, log, lx, m[datum + DATUM_NUMBER], case, x[registers + m[datum + DATUM_REGISTER]])
        datum += DATUM_SIZE


KERNEL = (
    draw_data,
    clear_data,
    tell_data,
)
"""What is compiled of this module, callees first."""
