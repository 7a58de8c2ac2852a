"""Tasks come and go: what somebody means to do waits for its time, is put off, and is let go of."""

from __future__ import annotations

from collabmodel.simulate.kernel.draws import sub_key
from collabmodel.simulate.kernel.entries import IN_TURN, LATER, later
from collabmodel.simulate.kernel.header import NOW, PARKED
from collabmodel.simulate.kernel.memory import OF_TASKS, free_row, new_row
from collabmodel.simulate.kernel.numbers import Heap, Ints
from collabmodel.simulate.kernel.rows import (
    CASE_KEY,
    CASE_NUMBER,
    CASE_PARKED,
    CASE_TASKS,
    PARKED_TASK,
    PLAN_HASH,
    PLAN_OWN_KEY,
    PLAN_STATE,
    TASK_CASE,
    TASK_INSTANCE,
    TASK_KEY,
    TASK_NEXT,
    TASK_ORDINAL,
    TASK_PLAN,
    TASK_SIZE,
    TASK_STATE,
    TASK_WISHED,
    WAITS_FOR_TIME,
)


def own_key(m: Ints, case: int, plan: int) -> int:
    """
    Give the key of a plan's draws in a case: no other plan's draws shift it.

    Args:
        m: The memory.
        case: Address of the case.
        plan: Address of the plan.
    """
    at = case + m[plan + PLAN_STATE] + PLAN_OWN_KEY
    key = m[at]
    if key == 0:
        key = sub_key(m[case + CASE_KEY], m[plan + PLAN_HASH])
        m[at] = key
    return key


def new_task(m: Ints, case: int, plan: int, instance: int, ordinal: int, wished: int, key: int) -> int:
    """
    Make a task, which is the first of its case's.

    Args:
        m: The memory.
        case: Address of the case.
        plan: Address of the plan.
        instance: Number of the instance, 0 for none.
        ordinal: First ordinal of its draws.
        wished: Minute for which it is wished.
        key: Key of the plan's draws in the case.
    """
    task = new_row(m, OF_TASKS, TASK_SIZE)
    m[task + TASK_CASE] = case
    m[task + TASK_PLAN] = plan
    m[task + TASK_INSTANCE] = instance
    m[task + TASK_ORDINAL] = ordinal
    m[task + TASK_WISHED] = wished
    m[task + TASK_KEY] = key
    m[task + TASK_NEXT] = m[case + CASE_TASKS]
    m[case + CASE_TASKS] = task
    return task


def release(m: Ints, task: int) -> None:
    """
    Let go of a task of which no entry of the heap speaks any more.

    Args:
        m: The memory.
        task: Address of the task.
    """
    case = m[task + TASK_CASE]
    following = m[task + TASK_NEXT]
    one = m[case + CASE_TASKS]
    if one == task:
        m[case + CASE_TASKS] = following
    else:
        while m[one + TASK_NEXT] != task:
            one = m[one + TASK_NEXT]
        m[one + TASK_NEXT] = following
    free_row(m, OF_TASKS, task)


def schedule(m: Ints, h: Heap, task: int, wished: int) -> None:
    """
    Let a task come up again at a minute; what is wished for now is the case's own continuation.

    Args:
        m: The memory.
        h: The heap.
        task: Address of the task.
        wished: The minute.
    """
    m[task + TASK_STATE] = WAITS_FOR_TIME
    number = m[m[task + TASK_CASE] + CASE_NUMBER]
    later(m, h, wished, IN_TURN if wished <= m[NOW] else LATER, number, task)


def unpark(m: Ints, h: Heap, case: int) -> None:
    """
    Let what was put off in a case be tried anew.

    Args:
        m: The memory.
        h: The heap.
        case: Address of the case.
    """
    if m[case + CASE_PARKED] == 0:
        return
    m[case + CASE_PARKED] = 0
    task = m[case + CASE_TASKS]
    while task:
        if m[task + TASK_STATE] == PARKED_TASK:
            schedule(m, h, task, m[NOW])
        task = m[task + TASK_NEXT]


def park(m: Ints, task: int) -> None:
    """
    Put a task off until something happens in its case.

    Args:
        m: The memory.
        task: Address of the task.
    """
    m[task + TASK_STATE] = PARKED_TASK
    m[m[task + TASK_CASE] + CASE_PARKED] += 1
    m[PARKED] += 1


KERNEL = (
    own_key,
    new_task,
    release,
    schedule,
    unpark,
    park,
)
"""What is compiled of this module, callees first."""
