"""
People: who takes a case, who stands in which line, and who is offered what when somebody is free.

A task stands at once in every line that it needs, and starts when it is the first in each and all are free. Nobody is
overtaken, and because all lines are joined in one order there is no ring of people waiting for each other.
"""

from __future__ import annotations

from collabmodel.simulate.kernel.header import (
    CASE_GROUPS,
    CASE_LAY,
    GROUPS,
    N_LAY,
    OFFERS,
    OFFERS_LAST,
    URGENCIES,
)
from collabmodel.simulate.kernel.memory import OF_PLACES, free_row, new_row
from collabmodel.simulate.kernel.numbers import Ints
from collabmodel.simulate.kernel.rows import (
    CASE_PRIORITY,
    GROUP_CASELOAD,
    GROUP_COUNT,
    GROUP_KEEPS,
    GROUP_POOL,
    GROUP_SIZE,
    GROUP_WORKERS,
    LINE_FREE,
    LINE_HEAD,
    LINE_MARK,
    LINE_OFFER,
    LINE_SIZE,
    LINE_TAIL,
    MOST_PLACES,
    PLACE_LINE,
    PLACE_NEXT,
    PLACE_PREVIOUS,
    PLACE_PRIORITY,
    PLACE_SIZE,
    PLACE_TASK,
    PLAN_GROUPS,
    PLAN_LAY,
    PLAN_N_GROUPS,
    PLAN_PRIORITY,
    TASK_CASE,
    TASK_PLACES,
    TASK_PLAN,
    TASK_WORKERS,
    WORKER_AWAY,
    WORKER_BUSY,
    WORKER_CASES,
    WORKER_GROUP,
    WORKER_SIZE,
)


def assign(m: Ints, case: int, number: int) -> int:
    """
    Give the worker of a group whom a case keeps, choosing one with the fewest open cases if it has none yet.

    Those who are there come before those who are away, and lower numbers before higher. 0 if nobody has room.

    Args:
        m: The memory.
        case: Address of the case.
        number: Number of the group.
    """
    mine = case + m[CASE_GROUPS] + number
    if m[mine]:
        return m[mine]
    group = m[GROUPS] + number * GROUP_SIZE
    most = m[group + GROUP_CASELOAD]
    worker = m[group + GROUP_WORKERS]
    best = 0
    least = 0
    for _ in range(m[group + GROUP_COUNT]):
        cases = m[worker + WORKER_CASES]
        if most == 0 or cases < most:
            rank = cases + (URGENCIES if m[worker + WORKER_AWAY] else 0)
            if best == 0 or rank < least:
                best = worker
                least = rank
        worker += WORKER_SIZE
    if best:
        m[mine] = best
        m[best + WORKER_CASES] += 1
    return best


def someone(m: Ints, number: int) -> int:
    """
    Give a worker of a pool for a thing of a moment: the first who is free, else the first who is there, else the first.

    Args:
        m: The memory.
        number: Number of the group.
    """
    group = m[GROUPS] + number * GROUP_SIZE
    first = m[group + GROUP_WORKERS]
    there = 0
    worker = first
    for _ in range(m[group + GROUP_COUNT]):
        if m[worker + LINE_FREE]:
            return worker
        if there == 0 and m[worker + WORKER_AWAY] == 0:
            there = worker
        worker += WORKER_SIZE
    return there if there else first


def offer(m: Ints, line: int) -> None:
    """
    Note that the first in a line is to be asked once nothing else is left to do at this instant.

    Args:
        m: The memory.
        line: Address of the line.
    """
    if m[line + LINE_MARK]:
        return
    m[line + LINE_MARK] = 1
    m[line + LINE_OFFER] = 0
    if m[OFFERS]:
        m[m[OFFERS_LAST] + LINE_OFFER] = line
    else:
        m[OFFERS] = line
    m[OFFERS_LAST] = line


def unchain(m: Ints, first: int, last: int) -> None:
    """
    Take lines that go away out of the chain of those to be asked.

    Args:
        m: The memory.
        first: Address from which on they lie.
        last: Address before which they lie.
    """
    before = 0
    line = m[OFFERS]
    while line:
        following = m[line + LINE_OFFER]
        if first <= line < last:
            if before:
                m[before + LINE_OFFER] = following
            else:
                m[OFFERS] = following
        else:
            before = line
        line = following
    m[OFFERS_LAST] = before


def join_line(m: Ints, task: int, line: int, place_at: int) -> None:
    """
    Put a task into a line: behind all that are as urgent, before those that are less so.

    Args:
        m: The memory.
        task: Address of the task.
        line: Address of the line.
        place_at: Where the task keeps the address of its place.
    """
    place = new_row(m, OF_PLACES, PLACE_SIZE)
    urgency = m[m[task + TASK_PLAN] + PLAN_PRIORITY] * URGENCIES + m[m[task + TASK_CASE] + CASE_PRIORITY]
    m[place + PLACE_TASK] = task
    m[place + PLACE_LINE] = line
    m[place + PLACE_PRIORITY] = urgency
    before = m[line + LINE_TAIL]
    while before and m[before + PLACE_PRIORITY] > urgency:
        before = m[before + PLACE_PREVIOUS]
    after = m[before + PLACE_NEXT] if before else m[line + LINE_HEAD]
    m[place + PLACE_PREVIOUS] = before
    m[place + PLACE_NEXT] = after
    if before:
        m[before + PLACE_NEXT] = place
    else:
        m[line + LINE_HEAD] = place
    if after:
        m[after + PLACE_PREVIOUS] = place
    else:
        m[line + LINE_TAIL] = place
    m[place_at] = place


def request(m: Ints, task: int) -> None:
    """
    Let a task stand in every line that it needs.

    Args:
        m: The memory.
        task: Address of the task; the workers whom its case keeps have been chosen.
    """
    plan = m[task + TASK_PLAN]
    case = m[task + TASK_CASE]
    numbers = m[plan + PLAN_GROUPS]
    place_at = task + TASK_PLACES
    for one in range(m[plan + PLAN_N_GROUPS]):
        number = m[numbers + one]
        group = m[GROUPS] + number * GROUP_SIZE
        line = m[case + m[CASE_GROUPS] + number] if m[group + GROUP_KEEPS] else m[group + GROUP_POOL]
        join_line(m, task, line, place_at)
        place_at += 1
    lay = m[plan + PLAN_LAY]
    if lay:
        line = case + m[CASE_LAY]
        for one in range(m[N_LAY]):
            if (lay >> one) & 1:
                join_line(m, task, line, place_at)
                place_at += 1
            line += LINE_SIZE
    offer(m, m[m[task + TASK_PLACES] + PLACE_LINE])


def leave_lines(m: Ints, task: int) -> None:
    """
    Take a task out of its lines; whoever is first then is asked.

    Args:
        m: The memory.
        task: Address of the task.
    """
    for at in range(task + TASK_PLACES, task + TASK_PLACES + MOST_PLACES):
        place = m[at]
        if place == 0:
            return
        line = m[place + PLACE_LINE]
        before = m[place + PLACE_PREVIOUS]
        after = m[place + PLACE_NEXT]
        if before:
            m[before + PLACE_NEXT] = after
        else:
            m[line + LINE_HEAD] = after
        if after:
            m[after + PLACE_PREVIOUS] = before
        else:
            m[line + LINE_TAIL] = before
        if after and before == 0 and m[line + LINE_FREE] > 0:
            offer(m, line)
        free_row(m, OF_PLACES, place)
        m[at] = 0


def startable(m: Ints, task: int) -> int:
    """
    Tell whether a task is the first in all of its lines and everybody is free.

    Args:
        m: The memory.
        task: Address of the task.
    """
    for at in range(task + TASK_PLACES, task + TASK_PLACES + MOST_PLACES):
        place = m[at]
        if place == 0:
            return 1
        if m[place + PLACE_PREVIOUS] or m[m[place + PLACE_LINE] + LINE_FREE] <= 0:
            return 0
    return 1


def seize(m: Ints, task: int) -> None:
    """
    Let a task that is startable take its people and leave its lines. Its workers stand in the task afterwards, in the
    order of the plan's groups.

    Args:
        m: The memory.
        task: Address of the task.
    """
    plan = m[task + TASK_PLAN]
    case = m[task + TASK_CASE]
    numbers = m[plan + PLAN_GROUPS]
    for one in range(m[plan + PLAN_N_GROUPS]):
        number = m[numbers + one]
        group = m[GROUPS] + number * GROUP_SIZE
        if m[group + GROUP_KEEPS]:
            worker = m[case + m[CASE_GROUPS] + number]
        else:
            worker = someone(m, number)
            m[m[group + GROUP_POOL] + LINE_FREE] -= 1
        m[worker + WORKER_BUSY] = 1
        m[worker + LINE_FREE] = 0
        m[task + TASK_WORKERS + one] = worker
    lay = m[plan + PLAN_LAY]
    line = case + m[CASE_LAY]
    for one in range(m[N_LAY]):
        if (lay >> one) & 1:
            m[line + LINE_FREE] = 0
        line += LINE_SIZE
    leave_lines(m, task)


def set_free(m: Ints, worker: int) -> None:
    """
    Let a worker who is neither at work nor away be there for those in line.

    Args:
        m: The memory.
        worker: Address of the worker.
    """
    if m[worker + WORKER_BUSY] or m[worker + WORKER_AWAY]:
        return
    m[worker + LINE_FREE] = 1
    group = m[worker + WORKER_GROUP]
    if m[group + GROUP_KEEPS]:
        if m[worker + LINE_HEAD]:
            offer(m, worker)
    else:
        pool = m[group + GROUP_POOL]
        m[pool + LINE_FREE] += 1
        if m[pool + LINE_HEAD]:
            offer(m, pool)


def take_away(m: Ints, worker: int) -> None:
    """
    Let a worker who has just gone be offered to nobody.

    Args:
        m: The memory.
        worker: Address of the worker.
    """
    if m[worker + LINE_FREE] == 0:
        return
    m[worker + LINE_FREE] = 0
    group = m[worker + WORKER_GROUP]
    if m[group + GROUP_KEEPS] == 0:
        m[m[group + GROUP_POOL] + LINE_FREE] -= 1


def free_people(m: Ints, task: int) -> None:
    """
    Let everybody go who was at a task.

    Args:
        m: The memory.
        task: Address of the task.
    """
    plan = m[task + TASK_PLAN]
    for at in range(task + TASK_WORKERS, task + TASK_WORKERS + m[plan + PLAN_N_GROUPS]):
        worker = m[at]
        if worker:
            m[worker + WORKER_BUSY] = 0
            set_free(m, worker)
    lay = m[plan + PLAN_LAY]
    if lay:
        line = m[task + TASK_CASE] + m[CASE_LAY]
        for one in range(m[N_LAY]):
            if (lay >> one) & 1:
                m[line + LINE_FREE] = 1
                if m[line + LINE_HEAD]:
                    offer(m, line)
            line += LINE_SIZE


KERNEL = (
    assign,
    someone,
    offer,
    unchain,
    join_line,
    request,
    leave_lines,
    startable,
    seize,
    set_free,
    take_away,
    free_people,
)
"""What is compiled of this module, callees first."""
