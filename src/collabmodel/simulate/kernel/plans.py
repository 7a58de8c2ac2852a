"""Plans: when a thing that people mean to do comes up, and for when it is wished."""

from __future__ import annotations

from collabmodel.simulate.kernel.codes import truth
from collabmodel.simulate.kernel.draws import uniform
from collabmodel.simulate.kernel.entries import IN_TURN, LATER, later
from collabmodel.simulate.kernel.header import DROP_WAITING, LETTERS, LOOKS, N_LOOKS, N_PLANS, NOW, PLANS
from collabmodel.simulate.kernel.hours import add_working, add_working_days, next_open, spread_open
from collabmodel.simulate.kernel.life import possible
from collabmodel.simulate.kernel.numbers import Floats, Heap, Ints
from collabmodel.simulate.kernel.rows import (
    CASE_NUMBER,
    CASE_STOP,
    CASE_WAITING,
    CONSTANT,
    FIRST,
    FOR_CHANCE,
    FOR_DELAY,
    FOR_INTO,
    FOR_TIMES,
    HERE,
    LETTER_N_PLANS,
    LETTER_PLANS,
    LETTER_SIZE,
    LINK_BITS,
    LINK_SIZE,
    LINK_TO,
    LINK_WHERE,
    LOOK_FULL,
    LOOK_MADE,
    LOOK_PLAN,
    LOOK_SIZE,
    MADE,
    NEXT,
    NUMBER,
    PLAN_AGAIN,
    PLAN_AT_DROP,
    PLAN_CALENDAR,
    PLAN_CALLS,
    PLAN_CHANCE,
    PLAN_DELAY,
    PLAN_EACH,
    PLAN_FITS,
    PLAN_FULL,
    PLAN_HANDLED,
    PLAN_IF,
    PLAN_INTO,
    PLAN_ITEM,
    PLAN_ITEM_ROW,
    PLAN_ITEM_STATE,
    PLAN_ORDINAL,
    PLAN_OWN_KEY,
    PLAN_PLANS,
    PLAN_RETRY,
    PLAN_RUN,
    PLAN_SEEN,
    PLAN_SIZE,
    PLAN_STATE,
    PLAN_TIMES,
    PLAN_TIMES_SHAPE,
    PLAN_TURN,
    PLAN_WANTED,
    RESUMED,
    SHAPE_ROW,
    SHAPE_SORT,
    SHAPE_UNIT,
    SHAPE_WHOLE,
    SHAPE_X,
    STATUS,
    TRIES,
    WITHIN,
)  # fmt: skip
from collabmodel.simulate.kernel.shapes import chosen, minutes, sample
from collabmodel.simulate.kernel.standing import goes_on
from collabmodel.simulate.kernel.tasks import new_task, own_key


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
    if m[shape + SHAPE_SORT] == CONSTANT and m[shape + SHAPE_ROW] == 0 and m[shape + SHAPE_WHOLE] == 0:
        share = x[m[shape + SHAPE_X]]
    else:
        share = sample(m, x, case, shape, key, purpose, ordinal)
    return 1 if uniform(key, purpose, ordinal) < share else 0


def ends_at(  # noqa: PLR0913, PLR0917 - all that a draw of time needs
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
    key = m[state + PLAN_OWN_KEY]
    if key == 0:
        key = own_key(m, case, plan)
    ordinal = m[state + PLAN_ORDINAL]
    m[state + PLAN_ORDINAL] = ordinal + 1
    again = m[state + PLAN_AGAIN]
    shape = m[plan + PLAN_DELAY]
    if again:
        m[state + PLAN_AGAIN] = 0
        if m[plan + PLAN_RETRY]:
            shape = m[plan + PLAN_RETRY]
    else:
        each = m[plan + PLAN_EACH]
        if each:
            m[state + PLAN_CALLS] -= 1
        if happens_by_chance(m, x, case, m[plan + PLAN_CHANCE], key, FOR_CHANCE, ordinal) == 0:
            # What is not done this time is not asked again, but where every call is one of its own.
            if each == 0 and instance:
                m[state + PLAN_HANDLED] = instance
            elif each == 0:
                m[state + PLAN_TIMES] += 1
            return
        m[state + PLAN_TIMES] += 1
    m[state + PLAN_HANDLED] = instance or m[state + PLAN_HANDLED] + 1
    ordinal = ordinal * TRIES
    now = m[NOW]
    wished = wished_at(m, x, case, plan, shape, key, ordinal) if shape or m[plan + PLAN_INTO] else now
    if again and wished <= now:
        wished = next_open(m, m[plan + PLAN_CALENDAR], now + 1440)
    task = new_task(m, case, plan, instance, ordinal, wished, key)
    later(m, h, wished, IN_TURN if wished <= now else LATER, m[case + CASE_NUMBER], task)


def fitting(m: Ints, first: int, handled: int, fits: int) -> int:
    """
    Give the oldest open instance that has not been taken up and stands where a plan can come up, or 0.

    Args:
        m: The memory.
        first: Address of the oldest open instance, 0 for none.
        handled: Number of the latest instance taken up.
        fits: Where it must stand, bit by bit.
    """
    one = first
    while one and (m[one + NUMBER] <= handled or (fits >> m[one + STATUS]) & 1 == 0):
        one = m[one + NEXT]
    return one


def able(  # noqa: C901, PLR0911, PLR0912 - one thing after another may stand against it
    m: Ints, x: Floats, h: Heap, case: int, plan: int
) -> int:
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
    again = m[state + PLAN_AGAIN]
    if again == 0:
        if m[plan + PLAN_EACH]:
            if m[state + PLAN_CALLS] == 0:
                return 0
        elif m[state + PLAN_SEEN] != m[plan + PLAN_FULL]:
            return 0
    instance = 0
    run = 0
    row = m[plan + PLAN_ITEM_ROW]
    if row:
        own = case + m[plan + PLAN_ITEM_STATE]
        if m[plan + PLAN_PLANS]:
            if possible(m, x, case, m[plan + PLAN_ITEM]) != 2:
                return 0
            run = m[own + MADE] - m[own + HERE]
        else:
            found = fitting(m, m[own + FIRST], m[state + PLAN_HANDLED], m[plan + PLAN_FITS])
            if found == 0 or goes_on(m, case, row) == 0:
                return 0
            if m[plan + PLAN_TURN] == RESUMED and possible(m, x, case, m[plan + PLAN_ITEM]) == 0:
                return 0
            instance = m[found + NUMBER]
            run = m[found + WITHIN]
    condition = m[plan + PLAN_IF]
    if condition and truth(m, x, case, condition) != 1:
        return 0
    times = again == 0 and m[plan + PLAN_TIMES_SHAPE] != 0
    if times and wanted(m, x, case, plan, state, run) <= m[state + PLAN_TIMES]:
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
    look = m[LOOKS]
    for _ in range(m[N_LOOKS]):
        state = case + m[look]
        made = m[look + LOOK_MADE]
        # Most plans are about an item that has nothing new, or wait for events: they are passed by here.
        if made > 0:
            if m[case + made] > m[state + PLAN_HANDLED]:
                while able(m, x, h, case, m[look + LOOK_PLAN]) and m[case + made] > m[state + PLAN_HANDLED]:
                    pass
        elif made < 0 or m[state + PLAN_SEEN] == m[look + LOOK_FULL]:
            while able(m, x, h, case, m[look + LOOK_PLAN]):
                pass
        look += LOOK_SIZE


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


KERNEL = (
    happens_by_chance,
    ends_at,
    wished_at,
    wanted,
    comes_up,
    fitting,
    able,
    come_up,
    come_up_at_drop,
    waits_no_more,
    hear,
)
"""What is compiled of this module, callees first."""
