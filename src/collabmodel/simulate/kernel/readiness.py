"""Whether what a task is about can still be done, and made ready: planned and started where somebody must."""

from __future__ import annotations

from collabmodel.simulate.kernel.acts import actor_of, brings_in, happens, speaks
from collabmodel.simulate.kernel.codes import truth
from collabmodel.simulate.kernel.gates import blocked
from collabmodel.simulate.kernel.header import (
    CASE_JOINED,
    GROUPS,
    ITEMS,
)
from collabmodel.simulate.kernel.life import find_instance, possible
from collabmodel.simulate.kernel.logging import log_act
from collabmodel.simulate.kernel.numbers import Floats, Heap, Ints
from collabmodel.simulate.kernel.people import assign, someone
from collabmodel.simulate.kernel.rows import (
    ACTIVE,
    CASE_STATUS,
    FIRST,
    GROUP_KEEPS,
    GROUP_SIZE,
    IS_AVAILABLE,
    IS_ENABLED,
    IS_OPEN,
    ITEM_LETTER,
    ITEM_MANUAL,
    ITEM_SIZE,
    ITEM_STATE,
    MADE,
    NEXT,
    NUMBER,
    PLAN_ACTOR,
    PLAN_AT_DROP,
    PLAN_EACH,
    PLAN_FITS,
    PLAN_GROUND,
    PLAN_ITEM,
    PLAN_ITEM_ROW,
    PLAN_ITEM_STATE,
    PLAN_PLANNER,
    PLAN_PLANS,
    PLAN_SORT,
    PLAN_STANDS,
    PLANNED,
    PLANNING,
    STARTING,
    STATUS,
    TASK_CASE,
    TASK_INSTANCE,
    TASK_PLAN,
)
from collabmodel.simulate.kernel.standing import goes_on


def stands(m: Ints, task: int) -> int:
    """
    Tell whether what a task is about can still be done: its case is open, and its instance is there.

    Args:
        m: The memory.
        task: Address of the task.
    """
    case = m[task + TASK_CASE]
    if m[case + CASE_STATUS] != IS_OPEN:
        return 0
    number = m[task + TASK_INSTANCE]
    if number == 0:
        return 1
    plan = m[task + TASK_PLAN]
    one = m[case + m[plan + PLAN_ITEM_STATE] + FIRST]
    while one:
        if m[one + NUMBER] == number:
            return (m[plan + PLAN_STANDS] >> m[one + STATUS]) & 1
        one = m[one + NEXT]
    return 0


def ready(m: Ints, x: Floats, task: int) -> int:
    """
    Tell whether the instance that a task is about can be worked on now: it is possible or under way, and what is around
    it runs.

    Args:
        m: The memory.
        x: The memory of floats.
        task: Address of the task.
    """
    plan = m[task + TASK_PLAN]
    row = m[plan + PLAN_ITEM_ROW]
    if row == 0:
        return 1
    case = m[task + TASK_CASE]
    number = m[task + TASK_INSTANCE]
    if number == 0:
        return 1 if possible(m, x, case, m[plan + PLAN_ITEM]) == 2 else 0
    one = m[case + m[plan + PLAN_ITEM_STATE] + FIRST]
    while one:
        if m[one + NUMBER] == number:
            return (m[plan + PLAN_FITS] >> m[one + STATUS]) & 1 and goes_on(m, case, row)
        one = m[one + NEXT]
    return 0


def planned(m: Ints, x: Floats, h: Heap, log: Ints, lx: Floats, task: int) -> int:
    """
    Plan the discretionary activity that a task is about, if it has not been planned; tell whether it stands ready.

    Args:
        m: The memory.
        x: The memory of floats.
        h: The heap.
        log: The log.
        lx: The floats beside it.
        task: Address of the task; its workers take part in the case.
    """
    plan = m[task + TASK_PLAN]
    item = m[plan + PLAN_ITEM]
    if m[plan + PLAN_PLANS] == 0 or m[task + TASK_INSTANCE]:
        return 1
    case = m[task + TASK_CASE]
    row = m[ITEMS] + item * ITEM_SIZE
    letter = m[row + ITEM_LETTER] + PLANNED
    if possible(m, x, case, item) != 2 or blocked(m, x, case, letter):
        return 0
    number = m[case + m[row + ITEM_STATE] + MADE] + 1
    planner = m[plan + PLAN_PLANNER]
    actor = actor_of(m, x, task)
    if planner >= 0 and planner != m[plan + PLAN_ACTOR]:
        group = m[GROUPS] + planner * GROUP_SIZE
        worker = assign(m, case, planner) if m[group + GROUP_KEEPS] else someone(m, planner)
        if worker == 0:
            return 0
        brings_in(m, x, h, log, lx, case, planner, worker)
        speaks(m, x, case, group, 0, -1)
        actor = m[case + m[CASE_JOINED] + planner]
    log_act(m, log, lx, task, letter, number, PLANNING, actor)
    m[task + TASK_INSTANCE] = number
    happens(m, x, h, log, lx, case, letter, number)
    return stands(m, task)


def begun(m: Ints, x: Floats, h: Heap, log: Ints, lx: Floats, task: int) -> int:
    """
    Start the instance that a task is about where somebody must; tell whether it is under way.

    Args:
        m: The memory.
        x: The memory of floats.
        h: The heap.
        log: The log.
        lx: The floats beside it.
        task: Address of the task, which is ready; its workers take part in the case.
    """
    plan = m[task + TASK_PLAN]
    item = m[plan + PLAN_ITEM]
    if item < 0 or m[plan + PLAN_SORT] != 0:
        return 1
    row = m[ITEMS] + item * ITEM_SIZE
    if m[row + ITEM_MANUAL] == 0:
        return 1
    case = m[task + TASK_CASE]
    if m[find_instance(m, case, item, m[task + TASK_INSTANCE]) + STATUS] != IS_ENABLED:
        return 1
    ground = m[plan + PLAN_GROUND]
    letter = m[row + ITEM_LETTER] + ACTIVE
    actor = actor_of(m, x, task)
    if (ground and truth(m, x, case, ground) != 1) or blocked(m, x, case, letter):
        return 0
    log_act(m, log, lx, task, letter, m[task + TASK_INSTANCE], STARTING, actor)
    happens(m, x, h, log, lx, case, letter, m[task + TASK_INSTANCE])
    return ready(m, x, task)


def turns_to(m: Ints, task: int) -> int:
    """
    Let a task turn to the next instance where another behaviour has done its own meanwhile, if every call of its plan
    is one of its own; tell whether it did.

    Args:
        m: The memory.
        task: Address of the task.
    """
    plan = m[task + TASK_PLAN]
    case = m[task + TASK_CASE]
    calls = m[plan + PLAN_EACH] or m[plan + PLAN_AT_DROP]
    if calls == 0 or m[task + TASK_INSTANCE] == 0 or m[case + CASE_STATUS] != IS_OPEN:
        return 0
    one = m[case + m[plan + PLAN_ITEM_STATE] + FIRST]
    while one and (m[one + STATUS] == IS_AVAILABLE or m[one + NUMBER] <= m[task + TASK_INSTANCE]):
        one = m[one + NEXT]
    if one == 0:
        return 0
    m[task + TASK_INSTANCE] = m[one + NUMBER]
    return stands(m, task)


KERNEL = (
    stands,
    turns_to,
    ready,
    planned,
    begun,
)
"""What is compiled of this module, callees first."""
