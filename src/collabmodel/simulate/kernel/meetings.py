"""Meetings: work that finds a time in everybody's agenda, is moved, and takes place; and what comes due in general."""

from __future__ import annotations

import math

from collabmodel.simulate.kernel.acts import actor_of, gather, happens
from collabmodel.simulate.kernel.agenda import give_back, look
from collabmodel.simulate.kernel.cases import let_go
from collabmodel.simulate.kernel.draws import uniform
from collabmodel.simulate.kernel.entries import LATER, later
from collabmodel.simulate.kernel.gates import blocked
from collabmodel.simulate.kernel.header import (
    AT_TIME,
    CASE_GROUPS,
    GROUPS,
    HAS_AT_DROP,
    HORIZON,
    ITEMS,
    N_LAY,
    NOW,
    SCHEDULING,
    SLOT,
)  # fmt: skip
from collabmodel.simulate.kernel.hours import add_working_days, next_open
from collabmodel.simulate.kernel.logging import log_act
from collabmodel.simulate.kernel.numbers import Floats, Heap, Ints
from collabmodel.simulate.kernel.people import assign, request
from collabmodel.simulate.kernel.plans import ends_at, happens_by_chance
from collabmodel.simulate.kernel.readiness import planned, ready, stands, turns_to
from collabmodel.simulate.kernel.rows import (
    ACTING,
    AT_WORK,
    BOOKED,
    BOOKED_FOR,
    BOOKING,
    CALLING_OFF,
    CANCELLED,
    CASE_LAY_MASK,
    CASE_NUMBER,
    CASE_STOP,
    CASE_X,
    FOR_NOTICE,
    FOR_SHOW,
    FOR_WAIT,
    FOR_WORD,
    FOR_WORD_TIME,
    GROUP_KEEPS,
    GROUP_SIZE,
    IN_LINE,
    ITEM_LETTER,
    ITEM_SIZE,
    MOVED,
    MOVING,
    PLAN_CALENDAR,
    PLAN_CLIENTS,
    PLAN_GROUPS,
    PLAN_ITEM,
    PLAN_LAY,
    PLAN_LENGTH,
    PLAN_N_GROUPS,
    PLAN_NO_SHOW,
    PLAN_NOTICE,
    PLAN_RETRY,
    PLAN_ROUNDS,
    PLAN_SENT_WORD,
    PLAN_TELLS,
    PLAN_WAIT,
    PLAN_WITHIN,
    TASK_CASE,
    TASK_FROM,
    TASK_INSTANCE,
    TASK_KEY,
    TASK_ORDINAL,
    TASK_PLAN,
    TASK_REQUESTED,
    TASK_ROUNDS,
    TASK_SHOWN,
    TASK_STARTED,
    TASK_STATE,
    TASK_TRY,
    TASK_WORKED,
    TASK_WORKERS,
    TRIES,
    WAITS_FOR_TIME,
    WORD_COMES,
    WORKER_AWAY,
)  # fmt: skip
from collabmodel.simulate.kernel.tasks import park, schedule
from collabmodel.simulate.kernel.work import begins, done, finish, length_of, stays_away, waits_for_room


def tells(m: Ints, x: Floats, h: Heap, log: Ints, lx: Floats, task: int, transition: int, cause: int) -> None:
    """
    Tell that a time was booked, moved or called off, where such things are told and the model lets them be.

    Args:
        m: The memory.
        x: The memory of floats.
        h: The heap.
        log: The log.
        lx: The floats beside it.
        task: Address of the task.
        transition: What happens to the booking.
        cause: The same as the log has it.
    """
    plan = m[task + TASK_PLAN]
    if m[plan + PLAN_TELLS] == 0:
        return
    case = m[task + TASK_CASE]
    if gather(m, x, h, log, lx, task) == 0 or planned(m, x, h, log, lx, task) == 0 or ready(m, x, task) == 0:
        return
    letter = m[m[ITEMS] + m[plan + PLAN_ITEM] * ITEM_SIZE + ITEM_LETTER] + transition
    actor = actor_of(m, x, task)
    at = m[AT_TIME]
    registers = m[case + CASE_X]
    if at >= 0 and cause != CALLING_OFF:
        x[registers + at] = float(m[task + TASK_FROM])
    if blocked(m, x, case, letter) == 0:
        m[task + TASK_STARTED] = m[task + TASK_FROM] + 1
        log_act(m, log, lx, task, letter, m[task + TASK_INSTANCE], cause, actor)
        m[task + TASK_STARTED] = 0
        happens(m, x, h, log, lx, case, letter, m[task + TASK_INSTANCE])
    if at >= 0:
        x[registers + at] = math.nan


def finds(m: Ints, x: Floats, task: int) -> int:
    """
    Find and claim the earliest time for a task; tell whether there is one.

    Args:
        m: The memory.
        x: The memory of floats.
        task: Address of the task; the workers whom its case keeps have been chosen.
    """
    plan = m[task + TASK_PLAN]
    case = m[task + TASK_CASE]
    key = m[task + TASK_KEY]
    ordinal = m[task + TASK_ORDINAL] + m[task + TASK_TRY]
    earliest = m[NOW]
    calendar = m[plan + PLAN_CALENDAR]
    if m[plan + PLAN_NOTICE]:
        earliest = ends_at(m, x, case, calendar, earliest, m[plan + PLAN_NOTICE], key, FOR_NOTICE, ordinal)
    within = m[plan + PLAN_WITHIN]
    latest = m[HORIZON] - 1
    if within < -1:
        latest = min(latest, add_working_days(m, calendar, earliest, -2 - within))
    elif within >= 0:
        latest = min(latest, earliest + within)
    if earliest > latest:
        return 0
    slot = m[SLOT]
    slots = (length_of(m, x, task, 0) + slot - 1) // slot
    return 1 if look(m, task, earliest, latest, slots if slots > 0 else 1) >= 0 else 0


def sends_word(m: Ints, x: Floats, task: int) -> int:
    """
    Draw whether a client who would not come to a meeting says so beforehand. Who comes is drawn with the same key as at
    the meeting itself, so that both agree.

    Args:
        m: The memory.
        x: The memory of floats.
        task: Address of the task.
    """
    plan = m[task + TASK_PLAN]
    case = m[task + TASK_CASE]
    if m[NOW] >= m[case + CASE_STOP]:
        return 0
    key = m[task + TASK_KEY]
    ordinal = m[task + TASK_ORDINAL] + m[task + TASK_TRY]
    clients = m[plan + PLAN_CLIENTS] & m[case + CASE_LAY_MASK]
    for one in range(m[N_LAY]):
        shape = m[m[plan + PLAN_NO_SHOW] + one]
        if (clients >> one) & 1 and shape and happens_by_chance(m, x, case, shape, key, FOR_SHOW + one, ordinal):
            return happens_by_chance(m, x, case, m[plan + PLAN_SENT_WORD], key, FOR_WORD, ordinal)
    return 0


def stays_booked(m: Ints, x: Floats, h: Heap, task: int) -> None:
    """
    Let a booked task wait for its time, or for the word that it must be moved.

    Args:
        m: The memory.
        x: The memory of floats.
        h: The heap.
        task: Address of the task, with its time.
    """
    plan = m[task + TASK_PLAN]
    case = m[task + TASK_CASE]
    key = m[task + TASK_KEY]
    ordinal = m[task + TASK_ORDINAL] + m[task + TASK_TRY]
    start = m[task + TASK_FROM]
    time = start
    m[task + TASK_STATE] = BOOKED_FOR
    ahead = start - m[NOW]
    if ahead > 1 and m[plan + PLAN_SENT_WORD] and m[task + TASK_TRY] < TRIES - 1 and sends_word(m, x, task):
        time = m[NOW] + 1 + int(uniform(key, FOR_WORD_TIME, ordinal) * float(ahead - 1))
        m[task + TASK_STATE] = WORD_COMES
    later(m, h, time, LATER, m[case + CASE_NUMBER], task)


def books(m: Ints, x: Floats, h: Heap, log: Ints, lx: Floats, task: int) -> None:
    """
    Look for a time for a task, and tell of it.

    Args:
        m: The memory.
        x: The memory of floats.
        h: The heap.
        log: The log.
        lx: The floats beside it.
        task: Address of the task; the workers whom its case keeps have been chosen.
    """
    if ready(m, x, task) == 0:
        park(m, task)
        return
    if finds(m, x, task) == 0:
        no_time(m, x, h, task)
        return
    m[task + TASK_STATE] = BOOKED_FOR
    tells(m, x, h, log, lx, task, BOOKED, BOOKING)
    stays_booked(m, x, h, task)


def no_time(m: Ints, x: Floats, h: Heap, task: int) -> None:
    """
    Let a task for which there is no time look again later. Nothing is told of it: nobody has failed to come.

    After its rounds it is left alone for as long as a retry waits, and then looks anew.

    Args:
        m: The memory.
        x: The memory of floats.
        h: The heap.
        task: Address of the task.
    """
    plan = m[task + TASK_PLAN]
    case = m[task + TASK_CASE]
    rounds = m[task + TASK_ROUNDS] + 1
    m[task + TASK_ROUNDS] = rounds
    shape = m[plan + PLAN_WAIT]
    if m[plan + PLAN_RETRY] and rounds % (m[plan + PLAN_ROUNDS] + 1) == 0:
        shape = m[plan + PLAN_RETRY]
    calendar = m[plan + PLAN_CALENDAR]
    wished = m[NOW]
    if shape:
        ordinal = m[task + TASK_ORDINAL] + (rounds if rounds < TRIES else TRIES - 1)
        wished = ends_at(m, x, case, calendar, wished, shape, m[task + TASK_KEY], FOR_WAIT, ordinal)
    # Without a wait of its own the search goes on with the next day.
    if wished <= m[NOW]:
        wished = next_open(m, calendar, m[NOW] + 1440)
    schedule(m, h, task, wished)


def moves(m: Ints, x: Floats, h: Heap, log: Ints, lx: Floats, task: int) -> None:
    """
    Move a booked task to another time, or call it off and look again later.

    Args:
        m: The memory.
        x: The memory of floats.
        h: The heap.
        log: The log.
        lx: The floats beside it.
        task: Address of the task.
    """
    give_back(m, task)
    if stands(m, task) == 0:
        let_go(m, x, task, m[task + TASK_CASE])
        return
    m[task + TASK_STATE] = ACTING
    m[task + TASK_TRY] += 1 if m[task + TASK_TRY] < TRIES - 1 else 0
    if finds(m, x, task):
        m[task + TASK_STATE] = BOOKED_FOR
        tells(m, x, h, log, lx, task, MOVED, MOVING)
        stays_booked(m, x, h, task)
    else:
        tells(m, x, h, log, lx, task, CANCELLED, CALLING_OFF)
        no_time(m, x, h, task)


def meets(m: Ints, x: Floats, h: Heap, log: Ints, lx: Floats, task: int) -> None:
    """
    Let a booked task take place, or be moved if a worker is away.

    Args:
        m: The memory.
        x: The memory of floats.
        h: The heap.
        log: The log.
        lx: The floats beside it.
        task: Address of the task.
    """
    if stands(m, task) == 0 or stays_away(m, x, h, task):
        give_back(m, task)
        let_go(m, x, task, m[task + TASK_CASE])
        return
    for at in range(task + TASK_WORKERS, task + TASK_WORKERS + m[m[task + TASK_PLAN] + PLAN_N_GROUPS]):
        if m[m[at] + WORKER_AWAY] > m[NOW]:
            moves(m, x, h, log, lx, task)
            return
    begins(m, x, h, log, lx, task)


def wishes(m: Ints, x: Floats, h: Heap, log: Ints, lx: Floats, task: int) -> None:
    """
    Let a task that can be done find its people, or be done at once if it is a thing of a moment.

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
    if m[task + TASK_WORKED]:
        done(m, x, h, log, lx, task)
        return
    numbers = m[plan + PLAN_GROUPS]
    mine = case + m[CASE_GROUPS]
    for at in range(numbers, numbers + m[plan + PLAN_N_GROUPS]):
        number = m[at]
        if m[mine + number] == 0:
            group = m[GROUPS] + number * GROUP_SIZE
            if m[group + GROUP_KEEPS] and assign(m, case, number) == 0:
                waits_for_room(m, task, group)
                return
    if m[task + TASK_REQUESTED] == 0:
        m[task + TASK_REQUESTED] = m[NOW] + 1
    if m[plan + PLAN_LENGTH] == 0:
        m[task + TASK_SHOWN] = m[plan + PLAN_LAY] & m[case + CASE_LAY_MASK]
        done(m, x, h, log, lx, task)
    elif m[SCHEDULING] == 0:
        m[task + TASK_STATE] = IN_LINE
        request(m, task)
    else:
        books(m, x, h, log, lx, task)


def due(m: Ints, x: Floats, h: Heap, log: Ints, lx: Floats, task: int) -> None:
    """
    Let a task do what it was waiting for when its time has come.

    Args:
        m: The memory.
        x: The memory of floats.
        h: The heap.
        log: The log.
        lx: The floats beside it.
        task: Address of the task.
    """
    state = m[task + TASK_STATE]
    case = m[task + TASK_CASE]
    if state == WAITS_FOR_TIME:
        gone = m[HAS_AT_DROP] and m[NOW] >= m[case + CASE_STOP]
        if (stands(m, task) == 0 and turns_to(m, task) == 0) or (gone and stays_away(m, x, h, task)):
            let_go(m, x, task, case)
        else:
            wishes(m, x, h, log, lx, task)
    elif state == AT_WORK:
        finish(m, x, h, log, lx, task)
    elif state == BOOKED_FOR:
        meets(m, x, h, log, lx, task)
    elif state == WORD_COMES:
        moves(m, x, h, log, lx, task)
    else:
        let_go(m, x, task, case)


KERNEL = (tells, finds, sends_word, stays_booked, no_time, books, moves, meets, wishes, due)
"""What is compiled of this module, callees first."""
