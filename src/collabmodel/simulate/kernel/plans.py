"""Plans: when a thing that people mean to do comes up, and for when it is wished."""

from __future__ import annotations

from collabmodel.simulate.kernel.codes import truth
from collabmodel.simulate.kernel.draws import sub_key, uniform
from collabmodel.simulate.kernel.entries import IN_TURN, LATER, later
from collabmodel.simulate.kernel.header import (
    DROP_WAITING,
    LETTERS,
    N_PLANS,
    NOW,
    PARKED,
    PLANS,
)
from collabmodel.simulate.kernel.hours import add_working, add_working_days, next_open, spread_open
from collabmodel.simulate.kernel.life import possible
from collabmodel.simulate.kernel.memory import OF_TASKS, free_row, new_row
from collabmodel.simulate.kernel.numbers import Floats, Heap, Ints
from collabmodel.simulate.kernel.rows import (
    ACTIVE,
    CASE_KEY,
    CASE_NUMBER,
    CASE_PARKED,
    CASE_STOP,
    CASE_TASKS,
    CASE_WAITING,
    FIRST,
    FOR_CHANCE,
    FOR_DELAY,
    FOR_INTO,
    FOR_TIMES,
    HERE,
    IS_ACTIVE,
    IS_AVAILABLE,
    IS_ENABLED,
    IS_SUSPENDED,
    LETTER_N_PLANS,
    LETTER_PLANS,
    LETTER_SIZE,
    LETTER_TRANSITION,
    LINK_BITS,
    LINK_SIZE,
    LINK_TO,
    LINK_WHERE,
    MADE,
    NEXT,
    NUMBER,
    PARKED_TASK,
    PLAN_AGAIN,
    PLAN_AT_DROP,
    PLAN_CALENDAR,
    PLAN_CALLS,
    PLAN_CHANCE,
    PLAN_DELAY,
    PLAN_EACH,
    PLAN_FULL,
    PLAN_HANDLED,
    PLAN_HASH,
    PLAN_IF,
    PLAN_INTO,
    PLAN_ITEM,
    PLAN_ITEM_STATE,
    PLAN_LETTER,
    PLAN_ORDINAL,
    PLAN_OWN_KEY,
    PLAN_PLANS,
    PLAN_QUICK,
    PLAN_RETRY,
    PLAN_RUN,
    PLAN_SEEN,
    PLAN_SIZE,
    PLAN_STATE,
    PLAN_TIMES,
    PLAN_TIMES_SHAPE,
    PLAN_WANTED,
    RESUMED,
    SHAPE_ROW,
    SHAPE_UNIT,
    STATUS,
    TASK_CASE,
    TASK_INSTANCE,
    TASK_NEXT,
    TASK_ORDINAL,
    TASK_PLAN,
    TASK_SIZE,
    TASK_STATE,
    TASK_WISHED,
    TRIES,
    WAITS_FOR_TIME,
    WITHIN,
)
from collabmodel.simulate.kernel.shapes import chosen, minutes, sample


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


def happens_by_chance(m: Ints, x: Floats, case: int, shape: int, key: int, purpose: int, ordinal: int) -> int:
    """
    Draw whether something with a share does happen.

    Args:
        m: The memory.
        x: The memory of floats.
        case: Address of the case.
        shape: Shape of the share, 0 for always.
        key: Key of the draw.
        purpose: Its purpose.
        ordinal: Its ordinal.
    """
    if shape == 0:
        return 1
    share = sample(m, x, case, shape, key, purpose, ordinal)
    return 1 if uniform(key, purpose, ordinal) < share else 0


def ends_at(
    m: Ints, x: Floats, case: int, calendar: int, at: int, shape: int, key: int, purpose: int, ordinal: int
) -> int:
    """
    Give the minute at which a drawn length of time ends, working time on a calendar.

    Args:
        m: The memory.
        x: The memory of floats.
        case: Address of the case.
        calendar: Address of the calendar, 0 for always.
        at: The minute from which it runs.
        shape: Shape of the length, not 0.
        key: Key of the draw.
        purpose: Its purpose.
        ordinal: Its ordinal.
    """
    if m[shape + SHAPE_ROW]:
        shape = chosen(m, x, case, shape)
    unit = m[shape + SHAPE_UNIT]
    length = minutes(m, x, case, shape, key, purpose, ordinal)
    if unit == -2:
        return add_working_days(m, calendar, at, length)
    return add_working(m, calendar, at, length) if unit == -1 else at + length


def wished_at(m: Ints, x: Floats, case: int, plan: int, shape: int, key: int, ordinal: int) -> int:
    """
    Give the minute for which something is wished that comes up now.

    Args:
        m: The memory.
        x: The memory of floats.
        case: Address of the case.
        plan: Address of the plan.
        shape: Shape of the delay, 0 for at once.
        key: Key of the plan's draws.
        ordinal: Their ordinal.
    """
    at = m[NOW]
    calendar = m[plan + PLAN_CALENDAR]
    if shape:
        at = ends_at(m, x, case, calendar, at, shape, key, FOR_DELAY, ordinal)
    into = m[plan + PLAN_INTO]
    if into == 1:
        at = next_open(m, calendar, at)
    elif into == 2:
        at = spread_open(m, calendar, at, uniform(key, FOR_INTO, ordinal))
    return at


def new_task(m: Ints, case: int, plan: int, instance: int, ordinal: int, wished: int) -> int:
    """
    Make a task, which is the first of its case's.

    Args:
        m: The memory.
        case: Address of the case.
        plan: Address of the plan.
        instance: Number of the instance, 0 for none.
        ordinal: First ordinal of its draws.
        wished: Minute for which it is wished.
    """
    task = new_row(m, OF_TASKS, TASK_SIZE)
    m[task + TASK_CASE] = case
    m[task + TASK_PLAN] = plan
    m[task + TASK_INSTANCE] = instance
    m[task + TASK_ORDINAL] = ordinal
    m[task + TASK_WISHED] = wished
    m[task + TASK_STATE] = WAITS_FOR_TIME
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


def wanted(m: Ints, x: Floats, case: int, plan: int, state: int, run: int) -> int:
    """
    Give how often a plan is to be done in a run, drawn once for it.

    Args:
        m: The memory.
        x: The memory of floats.
        case: Address of the case.
        plan: Address of the plan.
        state: Address of its state.
        run: Which run of its phase.
    """
    if m[state + PLAN_RUN] != run + 1:
        m[state + PLAN_RUN] = run + 1
        m[state + PLAN_TIMES] = 0
        m[state + PLAN_WANTED] = 0
    if m[state + PLAN_WANTED] == 0:
        key = own_key(m, case, plan)
        drawn = sample(m, x, case, m[plan + PLAN_TIMES_SHAPE], key, FOR_TIMES, run + 1)
        m[state + PLAN_WANTED] = int(drawn + 0.5) + 1 if drawn > 0.0 else 1
    return m[state + PLAN_WANTED] - 1


def comes_up(m: Ints, x: Floats, h: Heap, case: int, plan: int, instance: int) -> None:
    """
    Let a plan come up: draw whether it is done at all and for when it is wished. What was missed and has no delay is
    tried anew on the next day, or it would be missed at the same instant for ever.

    Args:
        m: The memory.
        x: The memory of floats.
        h: The heap.
        case: Address of the case.
        plan: Address of the plan.
        instance: Number of the instance, 0 for none.
    """
    state = case + m[plan + PLAN_STATE]
    key = own_key(m, case, plan)
    ordinal = m[state + PLAN_ORDINAL]
    m[state + PLAN_ORDINAL] = ordinal + 1
    again = m[state + PLAN_AGAIN]
    m[state + PLAN_AGAIN] = 0
    each = m[plan + PLAN_EACH]
    if each and again == 0:
        m[state + PLAN_CALLS] -= 1
    if again == 0 and happens_by_chance(m, x, case, m[plan + PLAN_CHANCE], key, FOR_CHANCE, ordinal) == 0:
        # What is not done this time is not asked again, but where every call is one of its own.
        if each == 0 and instance:
            m[state + PLAN_HANDLED] = instance
        elif each == 0:
            m[state + PLAN_TIMES] += 1
        return
    m[state + PLAN_HANDLED] = instance if instance else m[state + PLAN_HANDLED] + 1
    shape = m[plan + PLAN_DELAY]
    if again:
        if m[plan + PLAN_RETRY]:
            shape = m[plan + PLAN_RETRY]
    else:
        m[state + PLAN_TIMES] += 1
    wished = wished_at(m, x, case, plan, shape, key, ordinal * TRIES)
    if again and wished <= m[NOW]:
        wished = next_open(m, m[plan + PLAN_CALENDAR], m[NOW] + 1440)
    schedule(m, h, new_task(m, case, plan, instance, ordinal * TRIES, wished), wished)


def fitting(m: Ints, first: int, transition: int) -> int:
    """
    Give the oldest open instance that can take a transition, or 0.

    Args:
        m: The memory.
        first: Address of the oldest open instance, 0 for none.
        transition: The transition.
    """
    one = first
    while one:
        status = m[one + STATUS]
        if transition == ACTIVE:
            able = status == IS_ENABLED
        elif transition == RESUMED:
            able = status == IS_SUSPENDED
        else:
            able = status == IS_ENABLED or status == IS_ACTIVE  # noqa: PLR1714 - no tuples here
        if able:
            return one
        one = m[one + NEXT]
    return 0


def able(m: Ints, x: Floats, h: Heap, case: int, plan: int) -> int:
    """
    Let a plan come up once if it can now, and tell whether it did, so that it may be asked once more.

    Args:
        m: The memory.
        x: The memory of floats.
        h: The heap.
        case: Address of the case.
        plan: Address of the plan.
    """
    state = case + m[plan + PLAN_STATE]
    item = m[plan + PLAN_ITEM]
    again = m[state + PLAN_AGAIN]
    if again == 0:
        if m[plan + PLAN_EACH]:
            if m[state + PLAN_CALLS] == 0:
                return 0
        elif m[state + PLAN_SEEN] != m[plan + PLAN_FULL]:
            return 0
    instance = 0
    run = 0
    if item >= 0:
        own = case + m[plan + PLAN_ITEM_STATE]
        if m[plan + PLAN_PLANS]:
            if possible(m, x, case, item) != 2:
                return 0
            run = m[own + MADE] - m[own + HERE]
        else:
            transition = m[m[LETTERS] + m[plan + PLAN_LETTER] * LETTER_SIZE + LETTER_TRANSITION]
            found = m[own + FIRST]
            while found and m[found + NUMBER] <= m[state + PLAN_HANDLED]:
                found = m[found + NEXT]
            found = fitting(m, found, transition)
            if found == 0 or possible(m, x, case, item) == 0:
                return 0
            instance = m[found + NUMBER]
            run = m[found + WITHIN]
    condition = m[plan + PLAN_IF]
    if condition and truth(m, x, case, condition) != 1:
        return 0
    if again == 0 and m[plan + PLAN_TIMES_SHAPE]:
        if wanted(m, x, case, plan, state, run) <= m[state + PLAN_TIMES]:
            if instance:
                m[state + PLAN_HANDLED] = instance
            return 0
    comes_up(m, x, h, case, plan, instance)
    return 1


def come_up(m: Ints, x: Floats, h: Heap, case: int) -> None:
    """
    Let everything come up in a case that can after what has just happened in it.

    Args:
        m: The memory.
        x: The memory of floats.
        h: The heap.
        case: Address of the case.
    """
    plan = m[PLANS] - PLAN_SIZE
    for _ in range(m[N_PLANS]):
        plan += PLAN_SIZE
        state = case + m[plan + PLAN_STATE]
        quick = m[plan + PLAN_QUICK]
        # Most plans are about an item that has nothing new or possible, or wait for events: they are passed by here.
        if quick:
            own = case + quick
            if m[own + MADE] <= m[state + PLAN_HANDLED]:
                continue
            one = m[own + FIRST]
            while one and m[one + STATUS] == IS_AVAILABLE:
                one = m[one + NEXT]
            if one == 0:
                continue
        elif m[state + PLAN_SEEN] != m[plan + PLAN_FULL] and m[plan + PLAN_EACH] == 0:
            continue
        if m[plan + PLAN_AT_DROP] == 0:
            while able(m, x, h, case, plan):
                pass


def come_up_at_drop(m: Ints, x: Floats, h: Heap, case: int) -> None:
    """
    Let everything come up that answers to the client's staying away.

    Args:
        m: The memory.
        x: The memory of floats.
        h: The heap.
        case: Address of the case.
    """
    plan = m[PLANS]
    for _ in range(m[N_PLANS]):
        if m[plan + PLAN_AT_DROP]:
            able(m, x, h, case, plan)
        plan += PLAN_SIZE


def hear(m: Ints, x: Floats, case: int, letter: int) -> None:
    """
    Let plans hear an event that they wait for.

    Args:
        m: The memory.
        x: The memory of floats.
        case: Address of the case.
        letter: Letter of the event, whose data stand in the registers.
    """
    row = m[LETTERS] + letter * LETTER_SIZE
    link = m[row + LETTER_PLANS]
    for _ in range(m[row + LETTER_N_PLANS]):
        where = m[link + LINK_WHERE]
        if where == 0 or truth(m, x, case, where) == 1:
            number = m[link + LINK_TO]
            if number < 0:
                waits_no_more(m, x, case)
            else:
                plan = m[PLANS] + number * PLAN_SIZE
                state = case + m[plan + PLAN_STATE]
                seen = m[state + PLAN_SEEN] | m[link + LINK_BITS]
                if m[plan + PLAN_EACH] and seen == m[plan + PLAN_FULL]:
                    m[state + PLAN_CALLS] += 1
                    seen = 0
                m[state + PLAN_SEEN] = seen
        link += LINK_SIZE


def waits_no_more(m: Ints, x: Floats, case: int) -> None:
    """
    Let the drop-out clock of a case go at its ordinary pace from now on.

    Args:
        m: The memory.
        x: The memory of floats.
        case: Address of the case.
    """
    if m[case + CASE_WAITING] and m[case + CASE_STOP] > m[NOW]:
        left = float(m[case + CASE_STOP] - m[NOW]) * x[m[DROP_WAITING]]
        m[case + CASE_STOP] = m[NOW] + int(left + 0.5)
    m[case + CASE_WAITING] = 0


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
    happens_by_chance,
    ends_at,
    wished_at,
    new_task,
    release,
    schedule,
    wanted,
    comes_up,
    fitting,
    able,
    come_up,
    come_up_at_drop,
    waits_no_more,
    hear,
    unpark,
    park,
)
"""What is compiled of this module, callees first."""
