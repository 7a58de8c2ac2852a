"""Where the instances of an item stand, and whether something can be done with them now."""

from __future__ import annotations

import math

from collabmodel.simulate.kernel.codes import CONSTANT, END, value
from collabmodel.simulate.kernel.header import ITEMS
from collabmodel.simulate.kernel.noticing import would_hold
from collabmodel.simulate.kernel.numbers import Floats, Ints
from collabmodel.simulate.kernel.rows import (
    CASE_STATUS,
    CODE_SIZE,
    FIRST,
    HERE,
    IS_ACTIVE,
    IS_ENABLED,
    ITEM_AROUND,
    ITEM_LETTER,
    ITEM_MOST,
    ITEM_OVER,
    ITEM_PLANNABLE,
    ITEM_PLANNING,
    ITEM_REPEATS,
    ITEM_SIZE,
    ITEM_STATE,
    NEXT,
    NUMBER,
    PLANNED,
    STATUS,
)  # fmt: skip


def runs(m: Ints, case: int, item: int) -> int:
    """
    Give the number of the running instance of the phase around an item, 0 in the case itself, -1 where none runs.

    Args:
        m: The memory.
        case: Address of the case.
        item: Address of the item.
    """
    around = m[item + ITEM_AROUND]
    if around == 0:
        return 0
    one = m[case + around]
    while one:
        if m[one + STATUS] >= IS_ACTIVE:
            return m[one + NUMBER]
        one = m[one + NEXT]
    return -1


def goes_on(m: Ints, case: int, item: int) -> int:
    """
    Tell whether what lies where an item lies can go on: the case is open, and every phase around is active.

    Args:
        m: The memory.
        case: Address of the case.
        item: Address of the item.
    """
    if m[case + CASE_STATUS] != 1:
        return 0
    around = m[item + ITEM_AROUND]
    while around:
        one = m[case + around]
        while one and m[one + STATUS] != IS_ACTIVE:
            one = m[one + NEXT]
        if one == 0:
            return 0
        item = m[item + ITEM_OVER]
        around = m[item + ITEM_AROUND]
    return 1


def find_instance(m: Ints, case: int, item: int, number: int) -> int:
    """
    Give the address of an open instance, 0 if there is none.

    Args:
        m: The memory.
        case: Address of the case.
        item: Number of the item.
        number: Number of the instance.
    """
    one = m[case + m[m[ITEMS] + item * ITEM_SIZE + ITEM_STATE] + FIRST]
    while one and m[one + NUMBER] != number:
        one = m[one + NEXT]
    return one


def open_instance(m: Ints, case: int, item: int) -> int:
    """
    Give the address of the oldest open instance that can be done now, 0 if there is none.

    Args:
        m: The memory.
        case: Address of the case.
        item: Number of the item.
    """
    one = m[case + m[m[ITEMS] + item * ITEM_SIZE + ITEM_STATE] + FIRST]
    while one and m[one + STATUS] != IS_ACTIVE and m[one + STATUS] != IS_ENABLED:
        one = m[one + NEXT]
    return one


def may_come(m: Ints, x: Floats, case: int, item: int) -> int:
    """
    Tell whether the most instances of an item are not reached.

    Args:
        m: The memory.
        x: The memory of floats.
        case: Address of the case.
        item: Address of the item.
    """
    most = m[item + ITEM_MOST]
    if most == 0:
        return 1
    # Most limits are plain numbers.
    plain = m[most] == CONSTANT and m[most + CODE_SIZE] == END
    limit = x[m[most + 2]] if plain else value(m, x, case, most)
    if math.isnan(limit):
        return 1
    return 1 if m[case + m[item + ITEM_STATE] + HERE] < limit else 0


def _plannable(m: Ints, x: Floats, case: int, item: int) -> int:
    """Tell whether one more instance of what is discretionary may be planned."""
    letter = m[item + ITEM_LETTER] + PLANNED
    if m[item + ITEM_REPEATS] == 0 and m[case + m[item + ITEM_STATE] + HERE] >= 1:
        return 0
    if would_hold(m, x, case, letter, m[item + ITEM_PLANNABLE]) != 1:
        return 0
    return 1 if m[item + ITEM_REPEATS] == 0 or may_come(m, x, case, item) else 0


def possible(m: Ints, x: Floats, case: int, item: int) -> int:
    """
    Tell whether an item can be done now: 1 if so, 2 if it must be planned first and may be, else 0.

    Args:
        m: The memory.
        x: The memory of floats.
        case: Address of the case.
        item: Number of the item.
    """
    row = m[ITEMS] + item * ITEM_SIZE
    one = m[case + m[row + ITEM_STATE] + FIRST]
    while one and m[one + STATUS] != IS_ACTIVE and m[one + STATUS] != IS_ENABLED:
        one = m[one + NEXT]
    if (one == 0 and m[row + ITEM_PLANNING] == 0) or goes_on(m, case, row) == 0:
        return 0
    if one:
        return 1
    return 2 if _plannable(m, x, case, row) else 0


KERNEL = (runs, goes_on, find_instance, open_instance, may_come, _plannable, possible)
"""What is compiled of this module, callees first."""
