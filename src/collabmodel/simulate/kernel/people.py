"""
People: who takes a case, who stands in which line, and who is offered what when somebody is free.

A task stands at once in every line that it needs, and starts when it is the first in each and all are free. Nobody is
overtaken, and because all lines are joined in one order there is no ring of people waiting for each other.
"""

from __future__ import annotations

from collabmodel.simulate.kernel.header import CASE_GROUPS, CASE_LAY, FREE, GROUPS, OFFERS, OFFERS_LAST, TOP, URGENCIES
from collabmodel.simulate.kernel.memory import OF_PLACES
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
    PLACE_LINE,
    PLACE_NEXT,
    PLACE_PREVIOUS,
    PLACE_PRIORITY,
    PLACE_SIZE,
    PLACE_TASK,
    PLAN_GROUPS,
    PLAN_KEPT,
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
)  # fmt: skip


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
    return there or first


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


def join_line(m: Ints, task: int, line: int, place_at: int, urgency: int) -> None:
    """
    Put a task into a line: behind all that are as urgent, before those that are less so.

    Args:
        m: The memory.
        task: Address of the task.
        line: Address of the line.
        place_at: Where the task keeps the address of its place.
        urgency: How late it comes among those in line.
    """
    place = m[FREE + OF_PLACES]
    if place:
        m[FREE + OF_PLACES] = m[place]
    else:
        place = m[TOP]
        m[TOP] = place + PLACE_SIZE
    m[place + PLACE_TASK] = task
    m[place + PLACE_LINE] = line
    m[place + PLACE_PRIORITY] = urgency
    m[place_at] = place
    before = m[line + LINE_TAIL]
    if before == 0:
        m[place + PLACE_PREVIOUS] = 0
        m[place + PLACE_NEXT] = 0
        m[line + LINE_HEAD] = place
        m[line + LINE_TAIL] = place
        return
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


def request(m: Ints, task: int) -> None:
    """
    Let a task stand in every line that it needs.

    Args:
        m: The memory.
        task: Address of the task; the workers whom its case keeps have been chosen.
    """
    plan = m[task + TASK_PLAN]
    case = m[task + TASK_CASE]
    urgency = m[plan + PLAN_PRIORITY] * URGENCIES + m[case + CASE_PRIORITY]
    kept = m[plan + PLAN_KEPT]
    mine = case + m[CASE_GROUPS]
    place_at = task + TASK_PLACES
    numbers = m[plan + PLAN_GROUPS]
    for at in range(numbers, numbers + m[plan + PLAN_N_GROUPS]):
        number = m[at]
        line = m[mine + number]
        if kept == 0:
            group = m[GROUPS] + number * GROUP_SIZE
            if m[group + GROUP_KEEPS] == 0:
                line = m[group + GROUP_POOL]
        join_line(m, task, line, place_at, urgency)
        place_at += 1
    lay = m[plan + PLAN_LAY]
    line = case + m[CASE_LAY]
    while lay:
        if lay & 1:
            join_line(m, task, line, place_at, urgency)
            place_at += 1
        lay = lay >> 1
        line += LINE_SIZE
    offer(m, m[m[task + TASK_PLACES] + PLACE_LINE])


def leave_lines(m: Ints, task: int) -> None:
    """
    Take a task out of its lines; whoever is first then is asked.

    Args:
        m: The memory.
        task: Address of the task.
    """
    at = task + TASK_PLACES
    place = m[at]
    while place:
        line = m[place + PLACE_LINE]
        before = m[place + PLACE_PREVIOUS]
        after = m[place + PLACE_NEXT]
        if before:
            m[before + PLACE_NEXT] = after
        else:
            m[line + LINE_HEAD] = after
        if after == 0:
            m[line + LINE_TAIL] = before
        else:
            m[after + PLACE_PREVIOUS] = before
            if before == 0 and m[line + LINE_FREE] > 0:
                offer(m, line)
        m[place] = m[FREE + OF_PLACES]
        m[FREE + OF_PLACES] = place
        m[at] = 0
        at += 1
        place = m[at]


def startable(m: Ints, task: int) -> int:
    """
    Tell whether a task is the first in all of its lines and everybody is free.

    Args:
        m: The memory.
        task: Address of the task.
    """
    at = task + TASK_PLACES
    place = m[at]
    while place:
        if m[place + PLACE_PREVIOUS] or m[m[place + PLACE_LINE] + LINE_FREE] <= 0:
            return 0
        at += 1
        place = m[at]
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
    n = m[plan + PLAN_N_GROUPS]
    at = task + TASK_PLACES
    numbers = m[plan + PLAN_GROUPS]
    for one in range(n):
        worker = m[m[at + one] + PLACE_LINE]
        if m[plan + PLAN_KEPT] == 0:
            number = m[numbers + one]
            if m[m[GROUPS] + number * GROUP_SIZE + GROUP_KEEPS] == 0:
                m[worker + LINE_FREE] -= 1
                worker = someone(m, number)
        m[worker + WORKER_BUSY] = 1
        m[worker + LINE_FREE] = 0
        m[task + TASK_WORKERS + one] = worker
    place = m[at + n]
    while place:
        m[m[place + PLACE_LINE] + LINE_FREE] = 0
        n += 1
        place = m[at + n]
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
            if m[plan + PLAN_KEPT] == 0:
                set_free(m, worker)
            elif m[worker + WORKER_AWAY] == 0:
                m[worker + LINE_FREE] = 1
                if m[worker + LINE_HEAD]:
                    offer(m, worker)
    lay = m[plan + PLAN_LAY]
    line = m[task + TASK_CASE] + m[CASE_LAY]
    while lay:
        if lay & 1:
            m[line + LINE_FREE] = 1
            if m[line + LINE_HEAD]:
                offer(m, line)
        lay = lay >> 1
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
