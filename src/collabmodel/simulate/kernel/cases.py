"""Cases come and go: how one opens with its facts and people, and what its closing lets go."""

from __future__ import annotations

from collabmodel.simulate.kernel.acts import happens, person_of, speaks
from collabmodel.simulate.kernel.agenda import give_back
from collabmodel.simulate.kernel.codes import truth
from collabmodel.simulate.kernel.draws import sub_key, uniform
from collabmodel.simulate.kernel.entries import ARRIVES, later
from collabmodel.simulate.kernel.header import (
    CASE_GROUPS,
    CASE_JOINED,
    CASE_LAY,
    CASE_SIZE,
    CASE_STATES,
    CASES,
    DROP_SHAPE,
    DROP_UNTIL,
    DROP_WAITING,
    ELIGIBLE,
    FACTS,
    GROUPS,
    HORIZON,
    JOIN,
    LAY,
    N_FACTS,
    N_GROUPS,
    N_ITEMS,
    N_LAY,
    N_RETURNS,
    NOW,
    OPEN_CASES,
    OPENED,
    OPENER,
    RETURNS,
    TURNED_AWAY,
)
from collabmodel.simulate.kernel.logging import log_datum, log_event
from collabmodel.simulate.kernel.memory import (
    OF_CASES,
    OF_INSTANCES,
    OF_RETURNS,
    free_registers,
    free_row,
    new_registers,
    new_row,
)
from collabmodel.simulate.kernel.numbers import Floats, Heap, Ints
from collabmodel.simulate.kernel.people import assign, leave_lines, someone, unchain
from collabmodel.simulate.kernel.rows import (
    BACK_AFTER,
    BACK_KEY,
    BACK_STREAM,
    BACK_WORKERS,
    BOOKED_FOR,
    CANCELLED_TASK,
    CASE_AFTER,
    CASE_CLOSED,
    CASE_ENDING,
    CASE_KEY,
    CASE_LAY_MASK,
    CASE_NEXT,
    CASE_NUMBER,
    CASE_OPENED,
    CASE_PREVIOUS,
    CASE_PRIORITY,
    CASE_STATUS,
    CASE_STOP,
    CASE_STREAM,
    CASE_TASKS,
    CASE_WAITING,
    CASE_X,
    FACT_DATUM,
    FACT_HASH,
    FACT_REGISTER,
    FACT_SHAPE,
    FACT_SIZE,
    FIRST,
    FOR_DROP,
    FOR_FACT,
    FOR_LAY,
    FOR_RETURN,
    GROUP_KEEPS,
    GROUP_LAST,
    GROUP_SIZE,
    GROUP_WAITING,
    IN_LINE,
    IS_CLOSED,
    JOINED,
    LAY_HASH,
    LAY_ROLE,
    LAY_SHARE,
    LAY_SIZE,
    LINE_FREE,
    LINE_MARK,
    LINE_SIZE,
    NEXT,
    OPENING,
    PARKED_TASK,
    RETURN_DELAY,
    RETURN_ENDINGS,
    RETURN_HASH,
    RETURN_N,
    RETURN_SAME,
    RETURN_SHARE,
    RETURN_SIZE,
    STATE_SIZE,
    STREAM_PRIORITY,
    TASK_NEXT,
    TASK_STATE,
    TASK_WAITS,
    WAITS_FOR_TIME,
    WORD_COMES,
    WORKER_CASES,
)
from collabmodel.simulate.kernel.shapes import minutes, sample
from collabmodel.simulate.kernel.tasks import release, schedule


def draw_case(m: Ints, x: Floats, case: int) -> None:
    """
    Draw what is known of a new case, who belongs to it, and how long it lasts until its client stays away.

    Args:
        m: The memory.
        x: The memory of floats.
        case: Address of the case.
    """
    key = m[case + CASE_KEY]
    registers = m[case + CASE_X]
    fact = m[FACTS]
    for _ in range(m[N_FACTS]):
        drawn = sample(m, x, case, m[fact + FACT_SHAPE], sub_key(key, m[fact + FACT_HASH]), FOR_FACT, 0)
        x[registers + m[fact + FACT_REGISTER]] = drawn
        fact += FACT_SIZE
    person = m[LAY]
    line = case + m[CASE_LAY]
    mask = 0
    for one in range(m[N_LAY]):
        own = sub_key(key, m[person + LAY_HASH])
        share = m[person + LAY_SHARE]
        if share == 0 or uniform(own, FOR_LAY, 0) < sample(m, x, case, share, own, FOR_LAY, 1):
            mask |= 1 << one
        m[line + LINE_FREE] = 1
        person += LAY_SIZE
        line += LINE_SIZE
    m[case + CASE_LAY_MASK] = mask
    m[case + CASE_STOP] = m[HORIZON] * 2
    if m[DROP_SHAPE]:
        lasts = minutes(m, x, case, m[DROP_SHAPE], key, FOR_DROP, 0)
        if m[DROP_UNTIL] >= 0:
            m[case + CASE_WAITING] = 1
            pace = x[m[DROP_WAITING]]
            lasts = int(float(lasts) / pace + 0.5) if pace > 0.0 else m[HORIZON] * 2
        m[case + CASE_STOP] = m[NOW] + lasts


def new_case(m: Ints, x: Floats, key: int, stream: int, after: int) -> int:
    """
    Make the row of a case that comes now.

    Args:
        m: The memory.
        x: The memory of floats.
        key: Key of its draws.
        stream: Address of its stream.
        after: Number of the case it follows, or -1.
    """
    case = new_row(m, OF_CASES, m[CASE_SIZE])
    m[case + CASE_NUMBER] = m[CASES]
    m[CASES] += 1
    m[case + CASE_KEY] = key
    m[case + CASE_X] = new_registers(m, x)
    m[case + CASE_OPENED] = m[NOW]
    m[case + CASE_STREAM] = stream
    m[case + CASE_PRIORITY] = m[stream + STREAM_PRIORITY]
    m[case + CASE_AFTER] = after
    m[case + CASE_ENDING] = -1
    following = m[OPEN_CASES]
    m[case + CASE_NEXT] = following
    if following:
        m[following + CASE_PREVIOUS] = case
    m[OPEN_CASES] = case
    draw_case(m, x, case)
    return case


def forget(m: Ints, x: Floats, case: int) -> None:
    """
    Give back the rows of a case of which nothing speaks any more.

    Args:
        m: The memory.
        x: The memory of floats.
        case: Address of the case.
    """
    state = case + m[CASE_STATES]
    for _ in range(m[N_ITEMS]):
        one = m[state + FIRST]
        while one:
            following = m[one + NEXT]
            free_row(m, OF_INSTANCES, one)
            one = following
        state += STATE_SIZE
    before = m[case + CASE_PREVIOUS]
    after = m[case + CASE_NEXT]
    if before:
        m[before + CASE_NEXT] = after
    else:
        m[OPEN_CASES] = after
    if after:
        m[after + CASE_PREVIOUS] = before
    line = case + m[CASE_LAY]
    for _ in range(m[N_LAY]):
        if m[line + LINE_MARK]:
            unchain(m, case, case + m[CASE_SIZE])
        line += LINE_SIZE
    free_registers(m, x, m[case + CASE_X])
    free_row(m, OF_CASES, case)


def let_go(m: Ints, x: Floats, task: int, case: int) -> None:
    """
    Let go of a task, and of its case if that is closed and this was the last.

    Args:
        m: The memory.
        x: The memory of floats.
        task: Address of the task.
        case: Address of its case.
    """
    release(m, task)
    if m[case + CASE_STATUS] == IS_CLOSED and m[case + CASE_TASKS] == 0:
        forget(m, x, case)


def opens(m: Ints, x: Floats, h: Heap, log: Ints, lx: Floats, case: int) -> None:
    """
    Let a case open with its facts, and its lay people join.

    Args:
        m: The memory.
        x: The memory of floats.
        h: The heap.
        log: The log.
        lx: The floats beside it.
        case: Address of the case.
    """
    if m[ELIGIBLE] and truth(m, x, case, m[ELIGIBLE]) == 0:
        m[TURNED_AWAY] += 1
        m[CASES] -= 1
        forget(m, x, case)
        return
    opener = m[OPENER]
    actor = opener
    mask = m[case + CASE_LAY_MASK]
    if opener >= 0:
        group = m[GROUPS] + opener * GROUP_SIZE
        worker = assign(m, case, opener) if m[group + GROUP_KEEPS] else someone(m, opener)
        if worker == 0:
            worker = someone(m, opener)
            m[case + m[CASE_GROUPS] + opener] = worker
            m[worker + WORKER_CASES] += 1
        actor = person_of(m, worker)
        m[case + m[CASE_JOINED] + opener] = actor
        speaks(m, x, case, group, 0, -1)
    else:
        mask &= ~(1 << (-1 - opener))
        speaks(m, x, case, 0, -1 - opener, -1)
    at = log_event(m, log, lx, m[OPENED], case, 0, OPENING)
    log[at + 6] = actor
    log[at + 10] = m[case + CASE_LAY_MASK]
    log[at + 11] = m[case + CASE_AFTER] + 1
    fact = m[FACTS]
    for _ in range(m[N_FACTS]):
        log_datum(m, log, lx, m[fact + FACT_DATUM], case, x[m[case + CASE_X] + m[fact + FACT_REGISTER]])
        fact += FACT_SIZE
    happens(m, x, h, log, lx, case, m[OPENED], 0)
    person = m[LAY]
    for one in range(m[N_LAY]):
        if (mask >> one) & 1:
            letter = m[JOIN] + m[person + LAY_ROLE]
            at = log_event(m, log, lx, letter, case, 0, JOINED)
            log[at + 6] = actor
            log[at + 10] = 1 << one
            happens(m, x, h, log, lx, case, letter, 0)
        person += LAY_SIZE


def call_off(m: Ints, case: int) -> None:
    """
    Call off what was meant in a case that closes. What waits for its time goes then; work is finished.

    Args:
        m: The memory.
        case: Address of the case.
    """
    task = m[case + CASE_TASKS]
    while task:
        following = m[task + TASK_NEXT]
        state = m[task + TASK_STATE]
        if state in (BOOKED_FOR, WORD_COMES):
            give_back(m, task)
            m[task + TASK_STATE] = CANCELLED_TASK
        elif state == WAITS_FOR_TIME:
            m[task + TASK_STATE] = CANCELLED_TASK
        elif state in (IN_LINE, PARKED_TASK):
            leave_lines(m, task)
            release(m, task)
        task = following


def takes_next(m: Ints, h: Heap, group: int) -> None:
    """
    Let the first come up anew who waits for room under a group's caseload.

    Args:
        m: The memory.
        h: The heap.
        group: Address of the group.
    """
    task = m[group + GROUP_WAITING]
    if task == 0:
        return
    m[group + GROUP_WAITING] = m[task + TASK_WAITS]
    if m[group + GROUP_WAITING] == 0:
        m[group + GROUP_LAST] = 0
    m[task + TASK_WAITS] = 0
    schedule(m, h, task, m[NOW])


def comes_back(m: Ints, x: Floats, h: Heap, case: int) -> None:
    """
    Draw whether the client of a case that has closed comes back.

    Args:
        m: The memory.
        x: The memory of floats.
        h: The heap.
        case: Address of the case.
    """
    row = m[RETURNS]
    for _ in range(m[N_RETURNS]):
        meant = 1 if m[row + RETURN_N] == 0 else 0
        for at in range(m[row + RETURN_ENDINGS], m[row + RETURN_ENDINGS] + m[row + RETURN_N]):
            if m[at] == m[case + CASE_ENDING]:
                meant = 1
        key = sub_key(m[case + CASE_KEY], m[row + RETURN_HASH])
        if meant and uniform(key, FOR_RETURN, 0) < sample(m, x, case, m[row + RETURN_SHARE], key, FOR_RETURN, 1):
            back = new_row(m, OF_RETURNS, BACK_WORKERS + m[N_GROUPS])
            m[back + BACK_STREAM] = m[case + CASE_STREAM]
            m[back + BACK_AFTER] = m[case + CASE_NUMBER]
            m[back + BACK_KEY] = key
            if m[row + RETURN_SAME]:
                for one in range(m[N_GROUPS]):
                    m[back + BACK_WORKERS + one] = m[case + m[CASE_GROUPS] + one]
            wait = minutes(m, x, case, m[row + RETURN_DELAY], key, FOR_RETURN, 2)
            later(m, h, m[NOW] + wait, ARRIVES, m[case + CASE_NUMBER], back)
        row += RETURN_SIZE


def closes(m: Ints, x: Floats, h: Heap, case: int, ending: int) -> None:
    """
    Let go of what a case held when it closes, once its closing is in the log.

    Args:
        m: The memory.
        x: The memory of floats.
        h: The heap.
        case: Address of the case.
        ending: Number of the word of its ending, or -1.
    """
    m[case + CASE_CLOSED] = m[NOW]
    m[case + CASE_ENDING] = ending
    call_off(m, case)
    mine = case + m[CASE_GROUPS]
    group = m[GROUPS]
    for one in range(m[N_GROUPS]):
        worker = m[mine + one]
        if worker:
            m[worker + WORKER_CASES] -= 1
            takes_next(m, h, group)
        group += GROUP_SIZE
    comes_back(m, x, h, case)


KERNEL = (
    draw_case,
    new_case,
    forget,
    let_go,
    opens,
    call_off,
    takes_next,
    comes_back,
    closes,
)
"""What is compiled of this module, callees first."""
