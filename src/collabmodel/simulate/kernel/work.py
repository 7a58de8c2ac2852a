"""Work: what is wished comes due, finds its people, begins, and ends well or is missed."""

from __future__ import annotations

from collabmodel.simulate.kernel.acts import act, gather
from collabmodel.simulate.kernel.cases import closes, let_go
from collabmodel.simulate.kernel.codes import truth
from collabmodel.simulate.kernel.entries import IN_TURN, later
from collabmodel.simulate.kernel.header import (
    CLOSING_WORD,
    HAS_AT_DROP,
    LETTERS,
    LOGGED,
    NOW,
    SCHEDULING,
)  # fmt: skip
from collabmodel.simulate.kernel.hours import add_working, next_open
from collabmodel.simulate.kernel.logging import log_datum
from collabmodel.simulate.kernel.numbers import Floats, Heap, Ints
from collabmodel.simulate.kernel.people import free_people, leave_lines, seize
from collabmodel.simulate.kernel.plans import come_up_at_drop, happens_by_chance, wished_at
from collabmodel.simulate.kernel.readiness import begun, planned, ready, stands
from collabmodel.simulate.kernel.rows import (
    ACTING,
    AT_WORK,
    CASE_LAY_MASK,
    CASE_NUMBER,
    CASE_STATUS,
    CASE_STOP,
    CASE_TOLD,
    DONE_BY,
    FOR_LENGTH,
    FOR_SHOW,
    FOR_STOPS,
    GROUP_LAST,
    GROUP_WAITING,
    IS_OPEN,
    LETTER_SIZE,
    LETTER_TRANSITION,
    LOG_SIZE,
    LOG_WORK,
    MISSED,
    PLAN_AGAIN,
    PLAN_CALENDAR,
    PLAN_CLIENTS,
    PLAN_DELAY,
    PLAN_LAY,
    PLAN_LENGTH,
    PLAN_LETTER,
    PLAN_MISS_LETTER,
    PLAN_MISSED_LENGTH,
    PLAN_N_QUORUMS,
    PLAN_NO_SHOW,
    PLAN_NUMBER,
    PLAN_PLAIN,
    PLAN_PLANS,
    PLAN_QUORUMS,
    PLAN_RETRY,
    PLAN_SORT,
    PLAN_STATE,
    PLAN_STOPS,
    TASK_CASE,
    TASK_ENDS,
    TASK_INSTANCE,
    TASK_KEY,
    TASK_LENGTH,
    TASK_MISSED,
    TASK_ORDINAL,
    TASK_PLAN,
    TASK_REQUESTED,
    TASK_ROUNDS,
    TASK_SHOWN,
    TASK_STARTED,
    TASK_STATE,
    TASK_TRY,
    TASK_WAITS,
    TASK_WISHED,
    TASK_WORKED,
    TERMINATED,
    TRIES,
    WAITS_FOR_ROOM,
)  # fmt: skip
from collabmodel.simulate.kernel.shapes import minutes
from collabmodel.simulate.kernel.tasks import park, schedule


def stays_away(m: Ints, x: Floats, h: Heap, task: int) -> int:
    """
    Tell whether a task is given up because its client stays away for good; the first time it is told in the case.

    Args:
        m: The memory.
        x: The memory of floats.
        h: The heap.
        task: Address of the task.
    """
    case = m[task + TASK_CASE]
    if m[HAS_AT_DROP] == 0 or m[m[task + TASK_PLAN] + PLAN_LAY] == 0 or m[NOW] < m[case + CASE_STOP]:
        return 0
    if m[case + CASE_TOLD] == 0:
        m[case + CASE_TOLD] = 1
        come_up_at_drop(m, x, h, case)
    return 1


def waits_for_room(m: Ints, task: int, group: int) -> None:
    """
    Let a task wait until a worker of a group has room under the caseload.

    Args:
        m: The memory.
        task: Address of the task.
        group: Address of the group.
    """
    m[task + TASK_STATE] = WAITS_FOR_ROOM
    last = m[group + GROUP_LAST]
    if last:
        m[last + TASK_WAITS] = task
    else:
        m[group + GROUP_WAITING] = task
    m[group + GROUP_LAST] = task
    m[task + TASK_WAITS] = 0


def done(m: Ints, x: Floats, h: Heap, log: Ints, lx: Floats, task: int) -> None:
    """
    Let a task's act happen, or put it off until something else happens in its case.

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
    m[task + TASK_STATE] = ACTING
    happened = 0
    if ready(m, x, task) and gather(m, x, h, log, lx, task):
        if m[plan + PLAN_PLAIN]:
            happened = act(m, x, h, log, lx, task, m[plan + PLAN_LETTER], DONE_BY)
        elif planned(m, x, h, log, lx, task):
            if m[plan + PLAN_PLANS] == 2:
                happened = 1
            elif begun(m, x, h, log, lx, task):
                happened = act(m, x, h, log, lx, task, m[plan + PLAN_LETTER], DONE_BY)
    if happened:
        if m[plan + PLAN_SORT] == 3:
            closes(m, x, h, case, m[CLOSING_WORD])
        let_go(m, x, task, case)
    elif stands(m, task):
        park(m, task)
    else:
        if m[task + TASK_WORKED]:
            log_datum(m, log, lx, -1 - LOG_WORK, case, float(m[task + TASK_LENGTH]))
            at = (m[LOGGED] - 1) * LOG_SIZE
            log[at + 5] = m[plan + PLAN_NUMBER]
            log[at + 9] = m[task + TASK_STARTED] - 1
        let_go(m, x, task, case)


def show(m: Ints, x: Floats, task: int) -> int:
    """
    Draw which lay people come to a task, and tell whether it can be held with them.

    Args:
        m: The memory.
        x: The memory of floats.
        task: Address of the task.
    """
    plan = m[task + TASK_PLAN]
    case = m[task + TASK_CASE]
    invited = m[plan + PLAN_LAY] & m[case + CASE_LAY_MASK]
    came = 0
    if invited and m[NOW] < m[case + CASE_STOP]:
        came = invited
        shapes = m[plan + PLAN_NO_SHOW]
        ordinal = m[task + TASK_ORDINAL] + m[task + TASK_TRY]
        one = 0
        while invited >> one:
            shape = m[shapes + one]
            if shape and (invited >> one) & 1:
                came -= happens_by_chance(m, x, case, shape, m[task + TASK_KEY], FOR_SHOW + one, ordinal) << one
            one += 1
    m[task + TASK_SHOWN] = came
    if (came & m[plan + PLAN_CLIENTS]) != (invited & m[plan + PLAN_CLIENTS]):
        return 0
    pair = m[plan + PLAN_QUORUMS]
    for _ in range(m[plan + PLAN_N_QUORUMS]):
        if (m[pair] == 0 or truth(m, x, case, m[pair]) == 1) and m[m[pair + 1] + came] == 0:
            return 0
        pair += 2
    return 1


def length_of(m: Ints, x: Floats, task: int, missing: int) -> int:
    """
    Draw how many working minutes a try of a task takes.

    Args:
        m: The memory.
        x: The memory of floats.
        task: Address of the task.
        missing: Whether somebody needed does not come.
    """
    plan = m[task + TASK_PLAN]
    case = m[task + TASK_CASE]
    shape = m[plan + PLAN_LENGTH]
    if missing and m[plan + PLAN_MISSED_LENGTH]:
        shape = m[plan + PLAN_MISSED_LENGTH]
    return minutes(m, x, case, shape, m[task + TASK_KEY], FOR_LENGTH, m[task + TASK_ORDINAL] + m[task + TASK_TRY])


def begins(m: Ints, x: Floats, h: Heap, log: Ints, lx: Floats, task: int) -> None:
    """
    Let the work of a task begin now, with everybody whose time it takes.

    Args:
        m: The memory.
        x: The memory of floats.
        h: The heap.
        log: The log.
        lx: The floats beside it.
        task: Address of the task, which holds its people.
    """
    plan = m[task + TASK_PLAN]
    case = m[task + TASK_CASE]
    m[task + TASK_STATE] = ACTING
    m[task + TASK_STARTED] = m[NOW] + 1
    if (
        ready(m, x, task) == 0
        or gather(m, x, h, log, lx, task) == 0
        or (m[plan + PLAN_PLAIN] == 0 and (planned(m, x, h, log, lx, task) == 0 or begun(m, x, h, log, lx, task) == 0))
    ):
        if m[SCHEDULING] == 0:
            free_people(m, task)
        if stands(m, task):
            park(m, task)
        else:
            let_go(m, x, task, case)
        return
    missing = 0 if show(m, x, task) else 1
    m[task + TASK_MISSED] = missing
    length = length_of(m, x, task, missing)
    m[task + TASK_LENGTH] = length
    queued = m[SCHEDULING] == 0
    ends = add_working(m, m[plan + PLAN_CALENDAR], m[NOW], length) if queued else m[NOW] + length
    m[task + TASK_ENDS] = ends
    m[task + TASK_STATE] = AT_WORK
    later(m, h, ends, IN_TURN, m[case + CASE_NUMBER], task)


def starts(m: Ints, x: Floats, h: Heap, log: Ints, lx: Floats, task: int) -> None:
    """
    Let a task that is the first in all of its lines start, or leave them if it is no longer wanted.

    Args:
        m: The memory.
        x: The memory of floats.
        h: The heap.
        log: The log.
        lx: The floats beside it.
        task: Address of the task.
    """
    if m[HAS_AT_DROP] and m[NOW] >= m[m[task + TASK_CASE] + CASE_STOP] and stays_away(m, x, h, task):
        leave_lines(m, task)
        let_go(m, x, task, m[task + TASK_CASE])
        return
    seize(m, task)
    begins(m, x, h, log, lx, task)


def finish(m: Ints, x: Floats, h: Heap, log: Ints, lx: Floats, task: int) -> None:
    """
    Let the work of a task end: it is done or was missed, its case goes on, and then its people are free.

    Args:
        m: The memory.
        x: The memory of floats.
        h: The heap.
        log: The log.
        lx: The floats beside it.
        task: Address of the task.
    """
    if m[SCHEDULING] == 0:
        free_people(m, task)
    m[task + TASK_WORKED] = 1
    if m[task + TASK_MISSED] and stands(m, task):
        missed(m, x, h, log, lx, task)
    else:
        done(m, x, h, log, lx, task)


def missed(m: Ints, x: Floats, h: Heap, log: Ints, lx: Floats, task: int) -> None:
    """
    Tell that a try was missed, draw whether the client stays away from now on, and let it be tried anew.

    What repeats ends with an outcome, and its next instance is the new try; what does not is only told as attempted.

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
    state = case + m[plan + PLAN_STATE]
    key = m[task + TASK_KEY]
    ordinal = m[task + TASK_ORDINAL] + m[task + TASK_TRY]
    letter = m[plan + PLAN_MISS_LETTER]
    ends = 0
    if letter >= 0 and m[m[LETTERS] + letter * LETTER_SIZE + LETTER_TRANSITION] == TERMINATED:
        ends = 1
    m[task + TASK_STATE] = ACTING
    m[task + TASK_WORKED] = 0
    if letter >= 0 and m[task + TASK_INSTANCE] and ready(m, x, task) and gather(m, x, h, log, lx, task):
        m[state + PLAN_AGAIN] = ends
        if act(m, x, h, log, lx, task, letter, MISSED) == 0:
            m[state + PLAN_AGAIN] = 0
    stops = m[plan + PLAN_STOPS] if m[case + CASE_STATUS] == IS_OPEN else 0
    if stops and happens_by_chance(m, x, case, stops, key, FOR_STOPS, ordinal):
        m[case + CASE_STOP] = m[NOW]
        stays_away(m, x, h, task)
    if stands(m, task):
        if m[task + TASK_TRY] < TRIES - 1:
            m[task + TASK_TRY] += 1
        shape = m[plan + PLAN_RETRY] or m[plan + PLAN_DELAY]
        wished = wished_at(m, x, case, plan, shape, key, m[task + TASK_ORDINAL] + m[task + TASK_TRY])
        m[task + TASK_WISHED] = wished
        m[task + TASK_REQUESTED] = 0
        m[task + TASK_STARTED] = 0
        m[task + TASK_LENGTH] = 0
        m[task + TASK_ROUNDS] = 0
        # Without any delay the same would be tried at the same instant for ever.
        if wished <= m[NOW]:
            wished = next_open(m, m[plan + PLAN_CALENDAR], m[NOW] + 1440)
        schedule(m, h, task, wished)
    else:
        let_go(m, x, task, case)


KERNEL = (
    stays_away,
    waits_for_room,
    done,
    show,
    length_of,
    begins,
    starts,
    missed,
    finish,
)
"""What is compiled of this module, callees first."""
