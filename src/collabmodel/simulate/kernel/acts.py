"""Acts: an event from outside is written to the log with its data, moves its case, and lets other things come up."""

from __future__ import annotations

import math

from collabmodel.simulate.kernel.carrying import clear_data, draw_data, tell_data
from collabmodel.simulate.kernel.codes import truth
from collabmodel.simulate.kernel.gates import blocked, owed
from collabmodel.simulate.kernel.header import (
    ACTOR_ORGANISATION,
    ACTOR_ROLE,
    BEHALF,
    CASE_JOINED,
    CLOSING_WORD,
    ENDING,
    ENDLESS,
    GROUPS,
    HEEDED,
    JOIN,
    LAY,
    LEFT,
    LETTERS,
    LOGGED,
    MOST_STEPS,
    NOW,
    OUTCOME,
    STEPS,
    STEPS_CASE,
    STEPS_TIME,
    STOPPED,
    STOPPED_CASE,
    STOPPED_PLAN,
)  # fmt: skip
from collabmodel.simulate.kernel.life import take
from collabmodel.simulate.kernel.logging import log_act, log_event
from collabmodel.simulate.kernel.noticing import would_hold
from collabmodel.simulate.kernel.numbers import Floats, Heap, Ints
from collabmodel.simulate.kernel.people import assign, someone
from collabmodel.simulate.kernel.plans import come_up, hear
from collabmodel.simulate.kernel.rows import (
    CASE_NUMBER,
    CASE_PARKED,
    CASE_STATUS,
    CASE_X,
    DONE_BY,
    GONE,
    GROUP_KEEPS,
    GROUP_ORGANISATION,
    GROUP_ROLE,
    GROUP_SIZE,
    GROUP_WORKERS,
    IS_CLOSED,
    JOINED,
    LAY_ROLE,
    LAY_SIZE,
    LETTER_N_GATES,
    LETTER_N_PLANS,
    LETTER_NEEDS,
    LETTER_SIZE,
    LOG_SIZE,
    PLAN_ACTOR,
    PLAN_BEHALF,
    PLAN_ENDED_IF,
    PLAN_GROUND,
    PLAN_GROUPS,
    PLAN_MISSED,
    PLAN_N_DATA,
    PLAN_N_ENDED_IF,
    PLAN_N_GROUPS,
    PLAN_NUMBER,
    PLAN_SORT,
    TASK_CASE,
    TASK_INSTANCE,
    TASK_PLAN,
    TASK_WORKERS,
    WORKER_AWAY,
    WORKER_NUMBER,
    WORKER_PERSON,
    WORKER_SIZE,
)  # fmt: skip
from collabmodel.simulate.kernel.tasks import unpark


def happens(m: Ints, x: Floats, h: Heap, log: Ints, lx: Floats, case: int, letter: int, instance: int) -> None:
    """
    Let an event from outside, which is in the log with its data, move its case; then let come up what can.

    Args:
        m: The memory.
        x: The memory of floats.
        h: The heap.
        log: The log.
        lx: The floats beside it.
        case: Address of the case.
        letter: Letter of the event, whose data stand in the registers.
        instance: Number of the instance, 0 for none.
    """
    number = m[case + CASE_NUMBER]
    if m[STEPS_TIME] == m[NOW] and m[STEPS_CASE] == number:
        m[STEPS] += 1
        if m[STEPS] > MOST_STEPS:
            m[STOPPED] = ENDLESS
            m[STOPPED_CASE] = number
    else:
        m[STEPS] = 0
        m[STEPS_TIME] = m[NOW]
        m[STEPS_CASE] = number
    letters = m[LETTERS] + LETTER_N_PLANS
    row = m[LOGGED]
    if m[letters + letter * LETTER_SIZE]:
        hear(m, x, case, letter)
    take(m, x, log, lx, case, letter, instance)
    while row < m[LOGGED]:
        derived = log[row * LOG_SIZE]
        if m[letters + derived * LETTER_SIZE]:
            hear(m, x, case, derived)
        row += 1
    if m[case + CASE_STATUS] != IS_CLOSED:
        # Who joins or leaves changes nothing for what was put off: else workers of a pool could take turns for ever.
        if m[case + CASE_PARKED] and (letter < m[JOIN] or letter >= m[LEFT] + m[LEFT] - m[JOIN]):
            unpark(m, h, case)
        come_up(m, x, h, case)


def person_of(m: Ints, worker: int) -> int:
    """
    Give a worker as the log names one: the post and the person who holds it now.

    Args:
        m: The memory.
        worker: Address of the worker.
    """
    return m[worker + WORKER_NUMBER] * 4096 + m[worker + WORKER_PERSON] + 1


def brings_in(m: Ints, x: Floats, h: Heap, log: Ints, lx: Floats, case: int, number: int, worker: int) -> None:
    """
    Let a worker take part in a case; whoever of the group took part before leaves it.

    Args:
        m: The memory.
        x: The memory of floats.
        h: The heap.
        log: The log.
        lx: The floats beside it.
        case: Address of the case.
        number: Number of the group.
        worker: Address of the worker.
    """
    mine = case + m[CASE_JOINED] + number
    person = person_of(m, worker)
    before = m[mine]
    if before == person:
        return
    group = m[GROUPS] + number * GROUP_SIZE
    role = m[group + GROUP_ROLE]
    speaks(m, x, case, group, 0, -1)
    if before:
        at = log_event(m, log, lx, m[LEFT] + role, case, 0, GONE)
        log[at + 6] = before
        m[mine] = 0
        happens(m, x, h, log, lx, case, m[LEFT] + role, 0)
    m[mine] = person
    at = log_event(m, log, lx, m[JOIN] + role, case, 0, JOINED)
    log[at + 6] = person
    happens(m, x, h, log, lx, case, m[JOIN] + role, 0)


def speaks(m: Ints, x: Floats, case: int, group: int, lay: int, behalf: int) -> None:
    """
    Note who does the next event.

    Args:
        m: The memory.
        x: The memory of floats.
        case: Address of the case.
        group: Address of the group of the worker who does it, 0 for none.
        lay: Number of the lay role that does it, where no worker does.
        behalf: Number of the lay role on whose behalf, or -1.
    """
    registers = m[case + CASE_X]
    role = m[group + GROUP_ROLE] if group else m[m[LAY] + lay * LAY_SIZE + LAY_ROLE]
    x[registers + m[ACTOR_ROLE]] = float(role)
    organisation = m[group + GROUP_ORGANISATION] if group else -1
    x[registers + m[ACTOR_ORGANISATION]] = float(organisation) if organisation >= 0 else math.nan
    x[registers + m[BEHALF]] = float(behalf) if behalf >= 0 else math.nan


def worker_for(m: Ints, task: int, one: int) -> int:
    """
    Give the worker of one of a plan's groups who is at a task, or does a thing of a moment; 0 if nobody has room.

    Args:
        m: The memory.
        task: Address of the task.
        one: Place of the group in the plan.
    """
    worker = m[task + TASK_WORKERS + one]
    if worker:
        return worker
    case = m[task + TASK_CASE]
    number = m[m[m[task + TASK_PLAN] + PLAN_GROUPS] + one]
    group = m[GROUPS] + number * GROUP_SIZE
    if m[group + GROUP_KEEPS]:
        return assign(m, case, number)
    before = m[case + m[CASE_JOINED] + number]
    if before:
        first = m[group + GROUP_WORKERS]
        worker = first + (before // 4096 - m[first + WORKER_NUMBER]) * WORKER_SIZE
        if m[worker + WORKER_AWAY] == 0 and person_of(m, worker) == before:
            return worker
    return someone(m, number)


def gather(m: Ints, x: Floats, h: Heap, log: Ints, lx: Floats, task: int) -> int:
    """
    Let every worker of a task take part in its case; tell whether there is one for each group.

    Args:
        m: The memory.
        x: The memory of floats.
        h: The heap.
        log: The log.
        lx: The floats beside it.
        task: Address of the task.
    """
    plan = m[task + TASK_PLAN]
    case = m[task + TASK_CASE]
    numbers = m[plan + PLAN_GROUPS]
    joined = case + m[CASE_JOINED]
    for one in range(m[plan + PLAN_N_GROUPS]):
        worker = m[task + TASK_WORKERS + one]
        if worker == 0:
            worker = worker_for(m, task, one)
            if worker == 0:
                return 0
        number = m[numbers + one]
        if m[joined + number] != m[worker + WORKER_NUMBER] * 4096 + m[worker + WORKER_PERSON] + 1:
            brings_in(m, x, h, log, lx, case, number, worker)
    return 1


def actor_of(m: Ints, x: Floats, task: int) -> int:
    """
    Give who acts at a task as the log names them, and note their role.

    Args:
        m: The memory.
        x: The memory of floats.
        task: Address of the task, whose workers take part in the case.
    """
    plan = m[task + TASK_PLAN]
    case = m[task + TASK_CASE]
    actor = m[plan + PLAN_ACTOR]
    if actor < 0:
        if m[HEEDED]:
            speaks(m, x, case, 0, -1 - actor, m[plan + PLAN_BEHALF])
        return actor
    if m[HEEDED]:
        speaks(m, x, case, m[GROUPS] + actor * GROUP_SIZE, 0, m[plan + PLAN_BEHALF])
    return m[case + m[CASE_JOINED] + actor]


def refused(m: Ints, x: Floats, task: int, letter: int) -> int:
    """
    Tell whether the model would refuse an act now, whose data stand in the registers.

    Args:
        m: The memory.
        x: The memory of floats.
        task: Address of the task.
        letter: Letter of its event.
    """
    plan = m[task + TASK_PLAN]
    case = m[task + TASK_CASE]
    row = m[LETTERS] + letter * LETTER_SIZE
    needs = m[row + LETTER_NEEDS]
    if needs and would_hold(m, x, case, letter, needs) == 0:
        return 1
    ground = m[plan + PLAN_GROUND]
    if ground:
        # What a consent's withdrawal needs must stand before it; what an activity needs may come of it.
        stands = truth(m, x, case, ground) if m[plan + PLAN_SORT] == 2 else would_hold(m, x, case, letter, ground)
        if stands != 1:
            return 1
    if m[row + LETTER_N_GATES] and blocked(m, x, case, letter):
        return 1
    if m[plan + PLAN_SORT] == 3:
        if owed(m, x, case):
            return 1
        ending = x[m[case + CASE_X] + m[ENDING]]
        pair = m[plan + PLAN_ENDED_IF]
        for _ in range(m[plan + PLAN_N_ENDED_IF]):
            if ending == float(m[pair]) and truth(m, x, case, m[pair + 1]) != 1:
                return 1
            pair += 2
    return 0


def act(m: Ints, x: Floats, h: Heap, log: Ints, lx: Floats, task: int, letter: int, cause: int) -> int:
    """
    Let an act happen with its data, unless the model refuses it now; tell whether it happened.

    Args:
        m: The memory.
        x: The memory of floats.
        h: The heap.
        log: The log.
        lx: The floats beside it.
        task: Address of the task; its workers take part in the case.
        letter: Letter of its event.
        cause: ``DONE_BY``, or ``MISSED``, which carries an outcome instead of data.
    """
    plan = m[task + TASK_PLAN]
    case = m[task + TASK_CASE]
    actor = actor_of(m, x, task)
    row = m[LETTERS] + letter * LETTER_SIZE
    sort = m[plan + PLAN_SORT]
    outcome = -1
    carries = 0
    if cause != DONE_BY:
        outcome = m[case + CASE_X] + m[OUTCOME]
        x[outcome] = float(m[plan + PLAN_MISSED])
    elif m[plan + PLAN_N_DATA]:
        carries = 1
        draw_data(m, x, task)
    asked = m[row + LETTER_NEEDS] or m[plan + PLAN_GROUND] or m[row + LETTER_N_GATES] or sort == 3
    happened = 0 if asked and refused(m, x, task, letter) else 1
    if happened:
        log_act(m, log, lx, task, letter, m[task + TASK_INSTANCE], cause, actor)
        if carries:
            tell_data(m, x, log, lx, task)
        if sort == 3:
            ending = m[ENDING]
            m[CLOSING_WORD] = int(x[m[case + CASE_X] + ending]) if ending >= 0 else -1
        happens(m, x, h, log, lx, case, letter, m[task + TASK_INSTANCE])
        if m[STOPPED]:
            m[STOPPED_PLAN] = m[plan + PLAN_NUMBER]
    if carries:
        clear_data(m, x, task)
    elif outcome >= 0:
        x[outcome] = math.nan
    return happened


KERNEL = (
    happens,
    person_of,
    speaks,
    brings_in,
    worker_for,
    gather,
    actor_of,
    refused,
    act,
)
"""What is compiled of this module, callees first."""
