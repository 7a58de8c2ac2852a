"""
Agendas: the earliest time that suits everybody, claimed all or nothing.

A day is a number whose bits are the slots of a grid. A meeting takes the first run of slots that are open and free for
all whom it needs, lay people included, who are busy while another meeting of their case is.
"""

from __future__ import annotations

from collabmodel.simulate.kernel.header import (
    CASE_GROUPS,
    DAY_SLOTS,
    GROUPS,
    HORIZON,
    SLOT,
)
from collabmodel.simulate.kernel.numbers import Ints
from collabmodel.simulate.kernel.rows import (
    AT_WORK,
    BOOKED_FOR,
    CALENDAR_N_DAYS,
    CALENDAR_OPEN,
    CASE_TASKS,
    GROUP_CALENDAR,
    GROUP_COUNT,
    GROUP_KEEPS,
    GROUP_SIZE,
    GROUP_WORKERS,
    LINE_AGENDA,
    PLAN_GROUPS,
    PLAN_LAY,
    PLAN_N_GROUPS,
    PLAN_REPLACED,
    TASK_BITS,
    TASK_CASE,
    TASK_DAY,
    TASK_FROM,
    TASK_NEXT,
    TASK_PLAN,
    TASK_STATE,
    TASK_WORKERS,
    WORKER_AWAY,
    WORKER_CASES,
    WORKER_SIZE,
)


def lay_busy(m: Ints, task: int, day: int) -> int:
    """
    Give the slots of a day in which other meetings of a case need the same lay people.

    Args:
        m: The memory.
        task: Address of the task that looks for a time.
        day: Number of the day.
    """
    lay = m[m[task + TASK_PLAN] + PLAN_LAY]
    bits = 0
    if lay == 0:
        return bits
    other = m[m[task + TASK_CASE] + CASE_TASKS]
    while other:
        state = m[other + TASK_STATE]
        busy = state == BOOKED_FOR or state == AT_WORK  # noqa: PLR1714 - compiled code knows no tuples
        if other != task and busy and m[other + TASK_DAY] == day and m[m[other + TASK_PLAN] + PLAN_LAY] & lay:
            bits |= m[other + TASK_BITS]
        other = m[other + TASK_NEXT]
    return bits


def common(m: Ints, task: int, day: int) -> int:
    """
    Give the slots of a day that suit everybody at a task.

    Args:
        m: The memory.
        task: Address of the task, with its workers.
        day: Number of the day.
    """
    plan = m[task + TASK_PLAN]
    numbers = m[plan + PLAN_GROUPS]
    free = (1 << m[DAY_SLOTS]) - 1
    for one in range(m[plan + PLAN_N_GROUPS]):
        calendar = m[m[GROUPS] + m[numbers + one] * GROUP_SIZE + GROUP_CALENDAR]
        if calendar:
            if day >= m[calendar + CALENDAR_N_DAYS]:
                return 0
            free &= m[m[calendar + CALENDAR_OPEN] + day]
        worker = m[task + TASK_WORKERS + one]
        free &= ~m[m[worker + LINE_AGENDA] + day]
        away = m[worker + WORKER_AWAY] - day * 1440
        if away > 0:
            skip = (away + m[SLOT] - 1) // m[SLOT]
            free = (free >> skip) << skip if skip < m[DAY_SLOTS] else 0
        if free == 0:
            return 0
    return free & ~lay_busy(m, task, day)


def search(m: Ints, task: int, earliest: int, latest: int, slots: int) -> int:
    """
    Give the first minute from which a run of slots suits everybody, or -1; the task keeps the day and the slots.

    Args:
        m: The memory.
        task: Address of the task, with its workers.
        earliest: First minute that would do.
        latest: Last minute at which it may start.
        slots: How many slots in a row it takes.
    """
    slot = m[SLOT]
    day = earliest // 1440
    skip = (earliest - day * 1440 + slot - 1) // slot
    last = latest // 1440
    while day <= last:
        free = common(m, task, day)
        if skip:
            free = (free >> skip) << skip
            skip = 0
        run = free
        for shift in range(1, slots):
            run &= free >> shift
        if run:
            first = 0
            while (run >> first) & 1 == 0:
                first += 1
            start = day * 1440 + first * slot
            if start > latest:
                return -1
            m[task + TASK_DAY] = day
            m[task + TASK_BITS] = ((1 << slots) - 1) << first
            m[task + TASK_FROM] = start
            return start
        day += 1
    return -1


def claim(m: Ints, task: int) -> None:
    """
    Take the slots that were found out of everybody's agenda.

    Args:
        m: The memory.
        task: Address of the task.
    """
    day = m[task + TASK_DAY]
    for at in range(task + TASK_WORKERS, task + TASK_WORKERS + m[m[task + TASK_PLAN] + PLAN_N_GROUPS]):
        m[m[m[at] + LINE_AGENDA] + day] |= m[task + TASK_BITS]


def give_back(m: Ints, task: int) -> None:
    """
    Give the slots of a booked task back.

    Args:
        m: The memory.
        task: Address of the task.
    """
    day = m[task + TASK_DAY]
    for at in range(task + TASK_WORKERS, task + TASK_WORKERS + m[m[task + TASK_PLAN] + PLAN_N_GROUPS]):
        m[m[m[at] + LINE_AGENDA] + day] &= ~m[task + TASK_BITS]


def look(m: Ints, task: int, earliest: int, latest: int, slots: int) -> int:  # noqa: C901 - one search, two sorts
    """
    Find the earliest time for a task and its workers, and claim it; -1 if there is none.

    Workers whom the case keeps are its own. Of a pool, and of a group that may stand in for its own, each worker is
    tried, and the one with the earliest time is taken; among equals the one with the fewest cases, then the lowest.

    Args:
        m: The memory.
        task: Address of the task; the workers whom its case keeps have been chosen.
        earliest: First minute that would do.
        latest: Last minute at which it may start.
        slots: How many slots in a row it takes.
    """
    plan = m[task + TASK_PLAN]
    case = m[task + TASK_CASE]
    numbers = m[plan + PLAN_GROUPS]
    loose = -1
    for one in range(m[plan + PLAN_N_GROUPS]):
        number = m[numbers + one]
        group = m[GROUPS] + number * GROUP_SIZE
        if m[group + GROUP_KEEPS]:
            m[task + TASK_WORKERS + one] = m[case + m[CASE_GROUPS] + number]
            if (m[plan + PLAN_REPLACED] >> number) & 1 and loose < 0:
                loose = one
        else:
            m[task + TASK_WORKERS + one] = m[group + GROUP_WORKERS]
            loose = one
    if latest >= m[HORIZON]:
        latest = m[HORIZON] - 1
    if loose < 0:
        start = search(m, task, earliest, latest, slots)
        if start >= 0:
            claim(m, task)
        return start
    group = m[GROUPS] + m[numbers + loose] * GROUP_SIZE
    own = m[task + TASK_WORKERS + loose]
    best = -1
    chosen = 0
    worker = m[group + GROUP_WORKERS]
    for _ in range(m[group + GROUP_COUNT]):
        m[task + TASK_WORKERS + loose] = worker
        start = search(m, task, earliest, latest if best < 0 else best, slots)
        better = start >= 0 and (best < 0 or start < best)
        if not better and start >= 0 and start == best:
            better = worker == own or (chosen != own and m[worker + WORKER_CASES] < m[chosen + WORKER_CASES])
        if better:
            best = start
            chosen = worker
        worker += WORKER_SIZE
    if best < 0:
        return best
    m[task + TASK_WORKERS + loose] = chosen
    search(m, task, earliest, best, slots)
    claim(m, task)
    return best


KERNEL = (lay_busy, common, search, claim, give_back, look)
"""What is compiled of this module, callees first."""
