"""Work: what is wished comes due, finds its people, begins, and ends well or is missed."""

from __future__ import annotations

from collabmodel.simulate.kernel.acts import act, actor_of, brings_in, gather, happens, note, speaks
from collabmodel.simulate.kernel.cases import closes, let_go
from collabmodel.simulate.kernel.codes import truth
from collabmodel.simulate.kernel.entries import IN_TURN, later
from collabmodel.simulate.kernel.gates import blocked
from collabmodel.simulate.kernel.header import (
    CASE_JOINED,
    CLOSING_WORD,
    GROUPS,
    HAS_AT_DROP,
    ITEMS,
    LETTERS,
    LOGGED,
    N_LAY,
    NOW,
    SCHEDULING,
)
from collabmodel.simulate.kernel.hours import add_working, next_open
from collabmodel.simulate.kernel.life import find_instance, possible
from collabmodel.simulate.kernel.logging import log_datum, log_event
from collabmodel.simulate.kernel.numbers import Floats, Heap, Ints
from collabmodel.simulate.kernel.people import assign, free_people, leave_lines, seize, someone
from collabmodel.simulate.kernel.plans import (
    come_up_at_drop,
    happens_by_chance,
    own_key,
    park,
    schedule,
    wished_at,
)
from collabmodel.simulate.kernel.rows import (
    ACTING,
    ACTIVE,
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
    GROUP_KEEPS,
    GROUP_LAST,
    GROUP_SIZE,
    GROUP_WAITING,
    IS_ACTIVE,
    IS_ENABLED,
    IS_OPEN,
    IS_SUSPENDED,
    ITEM_LETTER,
    ITEM_MANUAL,
    ITEM_SIZE,
    ITEM_STATE,
    LETTER_SIZE,
    LETTER_TRANSITION,
    LOG_SIZE,
    LOG_WORK,
    MADE,
    MISSED,
    PLAN_ACTOR,
    PLAN_AGAIN,
    PLAN_CALENDAR,
    PLAN_CLIENTS,
    PLAN_DELAY,
    PLAN_GROUND,
    PLAN_ITEM,
    PLAN_LAY,
    PLAN_LENGTH,
    PLAN_LETTER,
    PLAN_MISS_LETTER,
    PLAN_MISSED_LENGTH,
    PLAN_N_QUORUMS,
    PLAN_NO_SHOW,
    PLAN_NUMBER,
    PLAN_PLANNER,
    PLAN_PLANS,
    PLAN_QUORUMS,
    PLAN_RETRY,
    PLAN_SORT,
    PLAN_STATE,
    PLAN_STOPS,
    PLANNED,
    PLANNING,
    RESUMED,
    STARTING,
    STATUS,
    TASK_CASE,
    TASK_ENDS,
    TASK_INSTANCE,
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
)
from collabmodel.simulate.kernel.shapes import minutes
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
    one = find_instance(m, case, m[m[task + TASK_PLAN] + PLAN_ITEM], number)
    if one == 0:
        return 0
    status = m[one + STATUS]
    transition = m[m[LETTERS] + m[m[task + TASK_PLAN] + PLAN_LETTER] * LETTER_SIZE + LETTER_TRANSITION]
    if transition == ACTIVE:
        return 1 if status == IS_ENABLED else 0
    if transition == RESUMED:
        return 1 if status == IS_SUSPENDED else 0
    return 1 if status == IS_ENABLED or status == IS_ACTIVE or status == IS_SUSPENDED else 0


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
    item = m[plan + PLAN_ITEM]
    if item < 0:
        return 1
    case = m[task + TASK_CASE]
    how = possible(m, x, case, item)
    if m[task + TASK_INSTANCE] == 0:
        return 1 if how == 2 else 0
    one = find_instance(m, case, item, m[task + TASK_INSTANCE])
    if one == 0:
        return 0
    status = m[one + STATUS]
    transition = m[m[LETTERS] + m[plan + PLAN_LETTER] * LETTER_SIZE + LETTER_TRANSITION]
    if transition == RESUMED:
        return 1 if status == IS_SUSPENDED and goes_on(m, case, m[ITEMS] + item * ITEM_SIZE) else 0
    if how == 0 or (transition == ACTIVE and status != IS_ENABLED):
        return 0
    return 1 if status == IS_ENABLED or status == IS_ACTIVE else 0


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
    note(m, log, lx, task, log_event(m, log, lx, letter, case, number, PLANNING), actor)
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
    note(m, log, lx, task, log_event(m, log, lx, letter, case, m[task + TASK_INSTANCE], STARTING), actor)
    happens(m, x, h, log, lx, case, letter, m[task + TASK_INSTANCE])
    return ready(m, x, task)


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
    if ready(m, x, task) == 0 or gather(m, x, h, log, lx, task) == 0 or planned(m, x, h, log, lx, task) == 0:
        happened = 0
    elif m[plan + PLAN_PLANS] == 2:
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
        key = own_key(m, case, plan)
        shapes = m[plan + PLAN_NO_SHOW]
        ordinal = m[task + TASK_ORDINAL] + m[task + TASK_TRY]
        for one in range(m[N_LAY]):
            if (invited >> one) & 1:
                shape = m[shapes + one]
                if shape == 0 or happens_by_chance(m, x, case, shape, key, FOR_SHOW + one, ordinal) == 0:
                    came |= 1 << one
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
    return minutes(m, x, case, shape, own_key(m, case, plan), FOR_LENGTH, m[task + TASK_ORDINAL] + m[task + TASK_TRY])


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
        or planned(m, x, h, log, lx, task) == 0
        or begun(m, x, h, log, lx, task) == 0
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
    if m[SCHEDULING] == 0:
        ends = add_working(m, m[plan + PLAN_CALENDAR], m[NOW], length)
    else:
        ends = m[NOW] + length
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
    if m[HAS_AT_DROP] and stays_away(m, x, h, task):
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
    key = own_key(m, case, plan)
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
    if m[case + CASE_STATUS] == IS_OPEN and m[plan + PLAN_STOPS]:
        if happens_by_chance(m, x, case, m[plan + PLAN_STOPS], key, FOR_STOPS, ordinal):
            m[case + CASE_STOP] = m[NOW]
            stays_away(m, x, h, task)
    if stands(m, task):
        if m[task + TASK_TRY] < TRIES - 1:
            m[task + TASK_TRY] += 1
        shape = m[plan + PLAN_RETRY] if m[plan + PLAN_RETRY] else m[plan + PLAN_DELAY]
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
    stands,
    stays_away,
    waits_for_room,
    ready,
    planned,
    begun,
    done,
    show,
    length_of,
    begins,
    starts,
    missed,
    finish,
)
"""What is compiled of this module, callees first."""
