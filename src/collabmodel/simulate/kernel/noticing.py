"""What an event changes besides items: registers that follow events, and gates."""

from __future__ import annotations

import math

from collabmodel.simulate.kernel.codes import truth
from collabmodel.simulate.kernel.header import (
    AT_HAND,
    DATA,
    LETTERS,
    N_DATA,
    NOW,
    SCRATCH,
)
from collabmodel.simulate.kernel.numbers import Floats, Ints
from collabmodel.simulate.kernel.rows import (
    CASE_X,
    GATE_A,
    GATE_APPLIES,
    GATE_B,
    GATE_COLUMNS,
    GATE_LINK_SIZE,
    GATE_LOOKS,
    GATE_PLAIN,
    GATE_RELEASED,
    GATE_STATE,
    GATE_TABLE,
    GATE_TO,
    GATE_WAIVES,
    LETTER_GATES,
    LETTER_N_GATES,
    LETTER_N_WATCHED,
    LETTER_SIZE,
    LETTER_WATCHED,
    LINK_SIZE,
    LINK_TO,
    LINK_WHERE,
    WATCH_DATUM,
    WATCH_REGISTER,
    WATCH_SORT,
)


def watch(m: Ints, x: Floats, case: int, letter: int) -> None:
    """
    Let registers follow an event: how many there were, what they carried last.

    Args:
        m: The memory.
        x: The memory of floats.
        case: Address of the case.
        letter: The event's letter; its data stand in their registers.
    """
    row = m[LETTERS] + letter * LETTER_SIZE
    link = m[row + LETTER_WATCHED]
    here = m[case + CASE_X]
    for _ in range(m[row + LETTER_N_WATCHED]):
        if m[link + LINK_WHERE] == 0 or truth(m, x, case, m[link + LINK_WHERE]) == 1:
            at = m[link + LINK_TO]
            register = here + m[at + WATCH_REGISTER]
            sort = m[at + WATCH_SORT]
            if sort == 0:
                x[register] += 1.0
            elif sort == 3:
                x[register] = float(m[at + WATCH_DATUM])
            elif sort == 4:
                x[register] = float(m[NOW])
            else:
                found = x[here + m[at + WATCH_DATUM]]
                if sort == 1 or not math.isnan(found):
                    x[register] = found
        link += LINK_SIZE


def remember(m: Ints, x: Floats, case: int, letter: int) -> None:
    """
    Put aside the registers that would follow an event, so that ``restore`` gives them back.

    Args:
        m: The memory.
        x: The memory of floats.
        case: Address of the case.
        letter: The event's letter.
    """
    row = m[LETTERS] + letter * LETTER_SIZE
    link = m[row + LETTER_WATCHED]
    here = m[case + CASE_X]
    kept = m[SCRATCH] + m[N_DATA]
    for place in range(m[row + LETTER_N_WATCHED]):
        x[kept + place] = x[here + m[m[link + LINK_TO] + WATCH_REGISTER]]
        link += LINK_SIZE


def restore(m: Ints, x: Floats, case: int, letter: int) -> None:
    """
    Give back what ``remember`` put aside.

    Args:
        m: The memory.
        x: The memory of floats.
        case: Address of the case.
        letter: The event's letter.
    """
    row = m[LETTERS] + letter * LETTER_SIZE
    link = m[row + LETTER_WATCHED]
    here = m[case + CASE_X]
    kept = m[SCRATCH] + m[N_DATA]
    for place in range(m[row + LETTER_N_WATCHED]):
        x[here + m[m[link + LINK_TO] + WATCH_REGISTER]] = x[kept + place]
        link += LINK_SIZE


def would_hold(m: Ints, x: Floats, case: int, letter: int, code: int) -> int:
    """
    Tell whether a condition would hold once an event had happened, as ``truth`` does: counts have it in already.

    Args:
        m: The memory.
        x: The memory of floats.
        case: Address of the case.
        letter: The event's letter; its data stand in their registers.
        code: Address of the condition's code, 0 for what is always true.
    """
    if code == 0:
        return 1
    before = m[AT_HAND]
    m[AT_HAND] = letter
    remember(m, x, case, letter)
    watch(m, x, case, letter)
    found = truth(m, x, case, code)
    restore(m, x, case, letter)
    m[AT_HAND] = before
    return found


def forget(m: Ints, x: Floats, case: int) -> None:
    """
    Let no datum of an event be known, its actor included.

    Args:
        m: The memory.
        x: The memory of floats.
        case: Address of the case.
    """
    here = m[case + CASE_X]
    for place in range(m[DATA], m[DATA] + m[N_DATA]):
        x[here + m[place]] = math.nan


def put_aside(m: Ints, x: Floats, case: int) -> None:
    """
    Put the data of the event at hand aside, while another event carries none.

    Args:
        m: The memory.
        x: The memory of floats.
        case: Address of the case.
    """
    here = m[case + CASE_X]
    kept = m[SCRATCH]
    for place in range(m[DATA], m[DATA] + m[N_DATA]):
        register = here + m[place]
        x[kept] = x[register]
        x[register] = math.nan
        kept += 1


def take_back(m: Ints, x: Floats, case: int) -> None:
    """
    Give the data back that ``put_aside`` put aside.

    Args:
        m: The memory.
        x: The memory of floats.
        case: Address of the case.
    """
    here = m[case + CASE_X]
    kept = m[SCRATCH]
    for place in range(m[DATA], m[DATA] + m[N_DATA]):
        x[here + m[place]] = x[kept]
        kept += 1


def column(m: Ints, x: Floats, case: int, link: int, applies: int) -> int:
    """
    Give which letter an event is to a gate: a column of the gate's table.

    Args:
        m: The memory.
        x: The memory of floats.
        case: Address of the case.
        link: Address of the gate link.
        applies: Whether the gate applies: 0 no, 1 yes, 2 unknown.
    """
    a = m[link + GATE_A]
    b = m[link + GATE_B]
    found = m[link + GATE_PLAIN]
    if applies != 1:
        found += 9 if applies == 0 else 18
    if a >= 0:
        found += truth(m, x, case, a)
    if b >= 0:
        found += 3 * truth(m, x, case, b)
    return found


def looked(m: Ints, x: Floats, case: int, gate: int) -> int:
    """
    Give the state of a gate once it is known whether it applies now, as it stands in a case row.

    Args:
        m: The memory.
        x: The memory of floats.
        case: Address of the case.
        gate: Address of the gate.
    """
    at = m[case + m[gate + GATE_STATE]]
    state = at >> 3
    applies = truth(m, x, case, m[gate + GATE_APPLIES])
    if at & 3 == 1 and applies != 1:
        state = m[m[gate + GATE_TABLE] + state * GATE_COLUMNS + GATE_RELEASED] >> 1
    return state * 8 + (at & 4) + applies


def drive(m: Ints, x: Floats, case: int, letter: int) -> None:
    """
    Let gates follow an event.

    Args:
        m: The memory.
        x: The memory of floats.
        case: Address of the case.
        letter: The event's letter; registers have followed it already.
    """
    row = m[LETTERS] + letter * LETTER_SIZE
    link = m[row + LETTER_GATES]
    for _ in range(m[row + LETTER_N_GATES]):
        gate = m[link + GATE_TO]
        at = case + m[gate + GATE_STATE]
        state = m[at] >> 3
        applies = m[at] & 3
        waived = m[at] & 4
        table = m[gate + GATE_TABLE]
        if m[link + GATE_LOOKS]:
            state = looked(m, x, case, gate)
            applies = state & 3
            state = state >> 3
        which = column(m, x, case, link, applies)
        state = m[table + state * GATE_COLUMNS + which] >> 1
        if m[link + GATE_WAIVES]:
            waived = 4
        m[at] = state * 8 + waived + applies
        link += GATE_LINK_SIZE


KERNEL = (watch, remember, restore, would_hold, forget, put_aside, take_back, column, looked, drive)
"""What is compiled of this module, callees first."""
