"""
The loop: one entry of the heap after another, and at the end of every instant the offers.

At one instant, what is due is worked off in the order of its class (a case's own continuation, what was wished for
then, new cases, absences), then of the number of its case, then of its making. Only when nothing of that instant is
left are people who are free offered to those in line, line by line in the order in which they came free; what starts
then and ends at the same instant is worked off before the next offers.
"""

from __future__ import annotations

from collabmodel.simulate.kernel.cases import new_case, opens
from collabmodel.simulate.kernel.draws import sub_key, uniform
from collabmodel.simulate.kernel.entries import ARRIVES, GOES_AWAY, later
from collabmodel.simulate.kernel.header import (
    AWAYS,
    CASE_GROUPS,
    ENDED,
    HEAP_MARGIN,
    HORIZON,
    KEY,
    LOG_MARGIN,
    LOG_ROOM,
    LOGGED,
    M_ROOM,
    MARGIN,
    N_AWAYS,
    N_GROUPS,
    N_STREAMS,
    NOW,
    OFFERS,
    OUT_OF_ROOM,
    REGISTERS,
    STATIC,
    STOPPED,
    STREAMS,
    TOP,
    X_ROOM,
    XTOP,
)  # fmt: skip
from collabmodel.simulate.kernel.heap import peek, pop, room
from collabmodel.simulate.kernel.hours import is_open
from collabmodel.simulate.kernel.meetings import due
from collabmodel.simulate.kernel.memory import OF_RETURNS, free_row
from collabmodel.simulate.kernel.numbers import Floats, Heap, Ints, entries, floats, ints
from collabmodel.simulate.kernel.numerics import log as logarithm
from collabmodel.simulate.kernel.people import set_free, startable, take_away
from collabmodel.simulate.kernel.plans import ends_at
from collabmodel.simulate.kernel.rows import (
    ABSENCE_GAP,
    ABSENCE_LEAVES,
    ABSENCE_LENGTH,
    AWAY_ABSENCE,
    AWAY_BACK,
    AWAY_DRAWS,
    AWAY_KEY,
    AWAY_SIZE,
    AWAY_WORKER,
    BACK_AFTER,
    BACK_KEY,
    BACK_STREAM,
    BACK_WORKERS,
    FOR_ABSENCE,
    FOR_ARRIVAL,
    FOR_GAP,
    LINE_CALENDAR,
    LINE_FREE,
    LINE_HEAD,
    LINE_MARK,
    LINE_OFFER,
    PLACE_TASK,
    STREAM_AT,
    STREAM_CAME,
    STREAM_CLOCK,
    STREAM_DAYS,
    STREAM_DRAWS,
    STREAM_GAP,
    STREAM_HOURS,
    STREAM_KEY,
    STREAM_MOST,
    STREAM_N_AT,
    STREAM_RATE,
    STREAM_SIZE,
    STREAM_SORT,
    STREAM_THIN,
    WORKER_AWAY,
    WORKER_CASES,
    WORKER_PERSON,
)  # fmt: skip
from collabmodel.simulate.kernel.shapes import minutes
from collabmodel.simulate.kernel.work import starts


def accepted(m: Ints, x: Floats, stream: int, at: int, ordinal: int) -> int:
    """
    Tell whether a case of a stream does come at a minute, where more come in some months, on some days, at some hours.

    Args:
        m: The memory.
        x: The memory of floats.
        stream: Address of the stream.
        at: The minute.
        ordinal: Ordinal of the draw.
    """
    if m[stream + STREAM_HOURS] and not is_open(m, m[stream + STREAM_HOURS], at):
        return 0
    if m[stream + STREAM_THIN] == 0:
        return 1
    share = x[m[stream + STREAM_THIN] + m[m[stream + STREAM_DAYS] + at // 1440]]
    return 1 if uniform(m[stream + STREAM_KEY], FOR_ARRIVAL, ordinal) < share else 0


def next_arrival(m: Ints, x: Floats, stream: int) -> int:
    """
    Give the minute at which the next case of a stream comes, or one at or after the horizon.

    Args:
        m: The memory.
        x: The memory of floats.
        stream: Address of the stream.
    """
    horizon = m[HORIZON]
    if m[stream + STREAM_CAME] == m[stream + STREAM_MOST]:
        return horizon
    sort = m[stream + STREAM_SORT]
    if sort == 2:
        came = m[stream + STREAM_CAME]
        return m[m[stream + STREAM_AT] + came] if came < m[stream + STREAM_N_AT] else horizon
    key = m[stream + STREAM_KEY]
    clock = x[m[stream + STREAM_CLOCK]]
    at = horizon
    while clock < float(horizon):
        ordinal = m[stream + STREAM_DRAWS]
        m[stream + STREAM_DRAWS] = ordinal + 1
        if sort == 1:
            clock += float(minutes(m, x, 0, m[stream + STREAM_GAP], key, FOR_GAP, ordinal))
        else:
            rate = x[m[stream + STREAM_RATE]]
            clock = clock - logarithm(1.0 - uniform(key, FOR_GAP, ordinal)) / rate if rate > 0.0 else float(horizon)
        if clock < float(horizon) and accepted(m, x, stream, int(clock), ordinal):
            at = int(clock)
            break
    x[m[stream + STREAM_CLOCK]] = clock
    return at


def arrive(m: Ints, x: Floats, h: Heap, log: Ints, lx: Floats, row: int) -> None:
    """
    Let a new case come, of a stream or of somebody who comes back.

    Args:
        m: The memory.
        x: The memory of floats.
        h: The heap.
        log: The log.
        lx: The floats beside it.
        row: Address of the stream, or of the one who comes back.
    """
    if row < m[STATIC]:
        came = m[row + STREAM_CAME]
        m[row + STREAM_CAME] = came + 1
        case = new_case(m, x, sub_key(m[row + STREAM_KEY], came), row, -1)
        opens(m, x, h, log, lx, case)
        at = next_arrival(m, x, row)
        if at < m[HORIZON]:
            later(m, h, at, ARRIVES, 0, row)
        return
    case = new_case(m, x, m[row + BACK_KEY], m[row + BACK_STREAM], m[row + BACK_AFTER])
    mine = case + m[CASE_GROUPS]
    for one in range(m[N_GROUPS]):
        worker = m[row + BACK_WORKERS + one]
        if worker:
            m[mine + one] = worker
            m[worker + WORKER_CASES] += 1
    free_row(m, OF_RETURNS, row)
    opens(m, x, h, log, lx, case)


def goes_next(m: Ints, x: Floats, h: Heap, away: int) -> None:
    """
    Draw when a worker goes away next.

    Args:
        m: The memory.
        x: The memory of floats.
        h: The heap.
        away: Address of the row of worker and absence.
    """
    shape = m[m[away + AWAY_ABSENCE] + ABSENCE_GAP]
    ordinal = m[away + AWAY_DRAWS]
    m[away + AWAY_DRAWS] = ordinal + 1
    at = m[NOW] + minutes(m, x, 0, shape, m[away + AWAY_KEY], FOR_GAP, ordinal)
    if at < m[HORIZON]:
        later(m, h, at, GOES_AWAY, 0, away)


def goes_or_returns(m: Ints, x: Floats, h: Heap, away: int) -> None:
    """
    Let a worker go away, or come back.

    Args:
        m: The memory.
        x: The memory of floats.
        h: The heap.
        away: Address of the row of worker and absence.
    """
    worker = m[away + AWAY_WORKER]
    if m[away + AWAY_BACK]:
        m[away + AWAY_BACK] = 0
        m[worker + WORKER_AWAY] = 0
        set_free(m, worker)
        goes_next(m, x, h, away)
        return
    if m[worker + WORKER_AWAY]:
        goes_next(m, x, h, away)
        return
    absence = m[away + AWAY_ABSENCE]
    shape = m[absence + ABSENCE_LENGTH]
    calendar = m[worker + LINE_CALENDAR]
    ordinal = m[away + AWAY_DRAWS]
    until = ends_at(m, x, 0, calendar, m[NOW], shape, m[away + AWAY_KEY], FOR_ABSENCE, ordinal)
    if until <= m[NOW]:
        until = m[NOW] + 1
    m[worker + WORKER_AWAY] = until
    m[worker + WORKER_PERSON] += m[absence + ABSENCE_LEAVES]
    take_away(m, worker)
    m[away + AWAY_BACK] = 1
    if until < m[HORIZON]:
        later(m, h, until, GOES_AWAY, 0, away)


def offers(m: Ints, x: Floats, h: Heap, log: Ints, lx: Floats) -> None:
    """
    Offer people who are free to those in line, until no line is left in which something has changed or work has begun
    that ends at this very instant.

    Args:
        m: The memory.
        x: The memory of floats.
        h: The heap.
        log: The log.
        lx: The floats beside it.
    """
    line = m[OFFERS]
    m[OFFERS] = m[line + LINE_OFFER]
    m[line + LINE_MARK] = 0
    m[line + LINE_OFFER] = 0
    while m[line + LINE_HEAD] and m[line + LINE_FREE] > 0:
        task = m[m[line + LINE_HEAD] + PLACE_TASK]
        if startable(m, task) == 0:
            return
        starts(m, x, h, log, lx, task)


def set_off(m: Ints, x: Floats, h: Heap) -> None:
    """
    Put the first entries into the heap: the first case of each stream, the first absence of each worker.

    Args:
        m: The memory.
        x: The memory of floats.
        h: The heap.
    """
    stream = m[STREAMS]
    for number in range(m[N_STREAMS]):
        m[stream + STREAM_KEY] = sub_key(m[KEY], m[stream + STREAM_KEY])
        at = next_arrival(m, x, stream)
        if at < m[HORIZON]:
            later(m, h, at, ARRIVES, number, stream)
        stream += STREAM_SIZE
    away = m[AWAYS]
    for _ in range(m[N_AWAYS]):
        m[away + AWAY_KEY] = sub_key(m[KEY], m[away + AWAY_KEY])
        goes_next(m, x, h, away)
        away += AWAY_SIZE


def go_on(m: Ints, x: Floats, h: Heap, log: Ints, lx: Floats, turns: int) -> None:
    """
    Work off entries until so many are done, nothing is left before the horizon, or something must be seen to first.

    Args:
        m: The memory.
        x: The memory of floats.
        h: The heap.
        log: The log.
        lx: The floats beside it.
        turns: Most entries and offers.
    """
    horizon = m[HORIZON]
    size = m[M_ROOM] - MARGIN
    most = m[X_ROOM] - m[REGISTERS] * 2
    logged = m[LOG_ROOM] - LOG_MARGIN
    for _ in range(turns):
        if m[STOPPED]:
            return
        if m[TOP] > size or m[XTOP] > most or m[LOGGED] > logged or room(h) < HEAP_MARGIN:
            m[STOPPED] = OUT_OF_ROOM
            return
        key = peek(h)
        time = key >> 3
        if m[OFFERS] and time != m[NOW]:
            offers(m, x, h, log, lx)
        elif key < 0 or time >= horizon:
            m[ENDED] = 1
            return
        else:
            m[NOW] = time
            row = pop(h)
            sort = key & 7
            if sort < ARRIVES:
                due(m, x, h, log, lx, row)
            elif sort == ARRIVES:
                arrive(m, x, h, log, lx, row)
            else:
                goes_or_returns(m, x, h, row)


def begin(m: Ints, x: Floats, h: Heap) -> None:
    """
    Set a run off.

    Args:
        m: The memory.
        x: The memory of floats.
        h: The heap.
    """
    set_off(ints(m), floats(x), entries(h))


def advance(m: Ints, x: Floats, h: Heap, log: Ints, lx: Floats, turns: int) -> None:
    """
    Let a run go on until so many entries are done, nothing is left before the horizon, or something must be seen to.

    Args:
        m: The memory.
        x: The memory of floats.
        h: The heap.
        log: The log.
        lx: The floats beside it.
        turns: Most entries and offers.
    """
    go_on(ints(m), floats(x), entries(h), ints(log), floats(lx), turns)


KERNEL = (
    accepted,
    next_arrival,
    arrive,
    goes_next,
    goes_or_returns,
    offers,
    set_off,
    go_on,
    begin,
    advance,
)
"""What is compiled of this module, callees first."""
ENTRANCES = (begin, advance)
"""What is called from outside."""
