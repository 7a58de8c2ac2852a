"""Acts: an event from outside is written to the log with its data, moves its case, and lets other things come up."""

from __future__ import annotations

import math

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
)
from collabmodel.simulate.kernel.life import take
from collabmodel.simulate.kernel.logging import log_datum, log_event
from collabmodel.simulate.kernel.noticing import would_hold
from collabmodel.simulate.kernel.numbers import Floats, Heap, Ints
from collabmodel.simulate.kernel.people import assign, someone
from collabmodel.simulate.kernel.plans import come_up, hear, own_key, unpark
from collabmodel.simulate.kernel.rows import (
    CASE_NUMBER,
    CASE_PARKED,
    CASE_STATUS,
    CASE_X,
    DATUM_NUMBER,
    DATUM_REGISTER,
    DATUM_SHAPE,
    DATUM_SIZE,
    DONE_BY,
    FOR_DATA,
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
    PLAN_DATA,
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
    TASK_LENGTH,
    TASK_ORDINAL,
    TASK_PLAN,
    TASK_REQUESTED,
    TASK_ROUNDS,
    TASK_SHOWN,
    TASK_STARTED,
    TASK_WISHED,
    TASK_WORKERS,
    WORKER_AWAY,
    WORKER_NUMBER,
    WORKER_PERSON,
    WORKER_SIZE,
)
from collabmodel.simulate.kernel.shapes import sample


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
        speaks(m, x, case, 0, -1 - actor, m[plan + PLAN_BEHALF])
        return actor
    speaks(m, x, case, m[GROUPS] + actor * GROUP_SIZE, 0, m[plan + PLAN_BEHALF])
    return m[case + m[CASE_JOINED] + actor]


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
    key = own_key(m, case, plan)
    datum = m[plan + PLAN_DATA]
    for one in range(m[plan + PLAN_N_DATA]):
        register = m[datum + DATUM_REGISTER]
        drawn = sample(m, x, case, m[datum + DATUM_SHAPE], key, FOR_DATA + one, m[task + TASK_ORDINAL])
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
    if ground and would_hold(m, x, case, letter, ground) != 1:
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


def note(m: Ints, log: Ints, lx: Floats, task: int, at: int, actor: int) -> None:
    """
    Fill in the row of an act with who did it, when it was wished, asked for and begun.

    Args:
        m: The memory.
        log: The log.
        lx: The floats beside it.
        task: Address of the task.
        at: Address of the row in the log.
        actor: Who acts, as the log names them.
    """
    log[at + 5] = m[m[task + TASK_PLAN] + PLAN_NUMBER]
    log[at + 6] = actor
    log[at + 7] = m[task + TASK_WISHED]
    log[at + 8] = m[task + TASK_REQUESTED] - 1
    log[at + 9] = m[task + TASK_STARTED] - 1
    log[at + 10] = m[task + TASK_SHOWN]
    log[at + 11] = m[task + TASK_ROUNDS]
    lx[at // LOG_SIZE] = float(m[task + TASK_LENGTH])


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
    registers = m[case + CASE_X]
    outcome = m[OUTCOME]
    if cause == DONE_BY:
        if m[plan + PLAN_N_DATA]:
            draw_data(m, x, task)
    elif outcome >= 0:
        x[registers + outcome] = float(m[plan + PLAN_MISSED])
    if refused(m, x, task, letter):
        happened = 0
    else:
        happened = 1
        note(m, log, lx, task, log_event(m, log, lx, letter, case, m[task + TASK_INSTANCE], cause), actor)
        if cause == DONE_BY:
            datum = m[plan + PLAN_DATA]
            for _ in range(m[plan + PLAN_N_DATA]):
                log_datum(m, log, lx, m[datum + DATUM_NUMBER], case, x[registers + m[datum + DATUM_REGISTER]])
                datum += DATUM_SIZE
        if m[plan + PLAN_SORT] == 3:
            m[CLOSING_WORD] = int(x[registers + m[ENDING]]) if m[ENDING] >= 0 else -1
        happens(m, x, h, log, lx, case, letter, m[task + TASK_INSTANCE])
        if m[STOPPED]:
            m[STOPPED_PLAN] = m[plan + PLAN_NUMBER]
    if cause == DONE_BY:
        if m[plan + PLAN_N_DATA]:
            clear_data(m, x, task)
    elif outcome >= 0:
        x[registers + outcome] = math.nan
    return happened


KERNEL = (
    happens,
    person_of,
    speaks,
    brings_in,
    worker_for,
    gather,
    actor_of,
    draw_data,
    clear_data,
    refused,
    note,
    act,
)
"""What is compiled of this module, callees first."""
