"""Gates: rules that an event must not break, and that must not wait for anything when a case closes."""

from __future__ import annotations

from collabmodel.simulate.kernel.codes import truth
from collabmodel.simulate.kernel.header import (
    AT_HAND,
    CLOSED,
    GATES,
    LETTERS,
    N_GATES,
)
from collabmodel.simulate.kernel.noticing import column, looked, remember, restore, watch
from collabmodel.simulate.kernel.numbers import Floats, Ints
from collabmodel.simulate.kernel.rows import (
    GATE_APPLIES,
    GATE_COLUMNS,
    GATE_LINK_SIZE,
    GATE_LOOKS,
    GATE_MET,
    GATE_OWES,
    GATE_SIZE,
    GATE_STATE,
    GATE_TABLE,
    GATE_TO,
    LETTER_CODED,
    LETTER_GATES,
    LETTER_N_GATES,
    LETTER_SIZE,
)


def _breaks(m: Ints, x: Floats, case: int, link: int) -> int:
    """Tell whether an event breaks a gate by where it stands; registers have followed it already."""
    gate = m[link + GATE_TO]
    at = m[case + m[gate + GATE_STATE]]
    if at & 4:
        return 0
    if m[link + GATE_LOOKS]:
        at = looked(m, x, case, gate)
    which = column(m, x, case, link, at & 3)
    return m[m[gate + GATE_TABLE] + (at >> 3) * GATE_COLUMNS + which] & 1


def blocked(m: Ints, x: Floats, case: int, letter: int) -> int:
    """
    Tell whether an event from outside would break a gate, with the data that stand in their registers now.

    Args:
        m: The memory.
        x: The memory of floats.
        case: Address of the case.
        letter: The event's letter.
    """
    row = m[LETTERS] + letter * LETTER_SIZE
    n = m[row + LETTER_N_GATES]
    if n == 0:
        return 0
    coded = m[row + LETTER_CODED]
    m[AT_HAND] = letter
    if coded:
        remember(m, x, case, letter)
        watch(m, x, case, letter)
    found = 0
    link = m[row + LETTER_GATES]
    for _ in range(n):
        if _breaks(m, x, case, link):
            found = 1
            break
        link += GATE_LINK_SIZE
    if coded:
        restore(m, x, case, letter)
    return found


def owed(m: Ints, x: Floats, case: int) -> int:
    """
    Tell whether closing now would be refused because a gate still waits for something.

    Args:
        m: The memory.
        x: The memory of floats.
        case: Address of the case; data of the closing stand in their registers.
    """
    gate = m[GATES]
    found = 0
    letter = m[CLOSED]
    m[AT_HAND] = letter
    remember(m, x, case, letter)
    watch(m, x, case, letter)
    for _ in range(m[N_GATES]):
        at = m[case + m[gate + GATE_STATE]]
        if m[m[gate + GATE_OWES] + (at >> 3)] and at & 4 == 0:
            waits = at & 3 == 1 or m[gate + GATE_APPLIES] == 0
            met = m[gate + GATE_MET]
            if waits and (met == 0 or truth(m, x, case, met) != 1):
                found = 1
                break
        gate += GATE_SIZE
    restore(m, x, case, letter)
    return found


KERNEL = (_breaks, blocked, owed)
"""What is compiled of this module, callees first."""
