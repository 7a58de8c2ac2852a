"""What may follow in a step: one move after another is looked at, and one that is possible is made."""

from __future__ import annotations

from collabmodel.simulate.kernel.codes import truth
from collabmodel.simulate.kernel.header import ITEMS, N_ITEMS, N_ROOTS, ROOTS
from collabmodel.simulate.kernel.numbers import Floats, Ints
from collabmodel.simulate.kernel.rows import (
    ACHIEVE,
    ARRANGED,
    AT,
    BIT_STEP,
    BITS,
    BORN,
    CANCELLED,
    CASE_LEFT,
    CASE_STATUS,
    CASE_STEP,
    COMPLETE,
    DONE,
    EXIT,
    FIRST,
    GUARD_IF,
    HAS,
    IS_ACTIVE,
    ITEM_AROUND,
    ITEM_CHILDREN,
    ITEM_N_CHILDREN,
    ITEM_REPEATS,
    ITEM_REQUIRED,
    ITEM_SIZE,
    ITEM_SORT,
    ITEM_STATE,
    MOVE_BIT,
    MOVE_CHANGE,
    MOVE_FROM,
    MOVE_FULL,
    MOVE_GUARD,
    MOVE_ITEM,
    NEXT,
    NUMBER,
    OVER,
    RENEW,
    REVOKE,
    SEEN,
    STATE_BIT_STEP,
    STATE_BITS,
    STATUS,
    TERMINATED,
    TOUCHED,
    WITHIN,
)  # fmt: skip
from collabmodel.simulate.kernel.standing import goes_on, runs


def note(m: Ints, case: int, state: int, one: int, bit: int) -> None:
    """
    Note that a status bit of an instance has changed in this step.

    Args:
        m: The memory.
        case: Address of the case.
        state: Address of the item's state.
        one: Address of the instance.
        bit: The bit.
    """
    step = m[case + CASE_STEP]
    m[one + BITS] = bit | (m[one + BITS] if m[one + BIT_STEP] == step else 0)
    m[one + BIT_STEP] = step
    m[state + STATE_BITS] = bit | (m[state + STATE_BITS] if m[state + STATE_BIT_STEP] == step else 0)
    m[state + STATE_BIT_STEP] = step


def take_bit(m: Ints, case: int, state: int, one: int, bit: int) -> int:
    """
    Note that a status bit changes and give 1, or give 0 where it has changed in this step already.

    Args:
        m: The memory.
        case: Address of the case.
        state: Address of the item's state.
        one: Address of the instance.
        bit: The bit.
    """
    step = m[case + CASE_STEP]
    bits = m[one + BITS] if m[one + BIT_STEP] == step else 0
    shared = m[state + STATE_BITS] if m[state + STATE_BIT_STEP] == step else 0
    if (bits | (shared if m[one + BORN] == step else 0)) & bit:
        m[case + CASE_LEFT] = 1
        return 0
    m[one + BITS] = bits | bit
    m[one + BIT_STEP] = step
    m[state + STATE_BITS] = shared | bit
    m[state + STATE_BIT_STEP] = step
    return 1


def _lets(m: Ints, x: Floats, case: int, item: int, state: int, move: int) -> int:
    """Tell whether nothing but the instance itself stands against what a guard moves."""
    change = m[move + MOVE_CHANGE]
    if (change == ACHIEVE and m[state + HAS]) or (change == REVOKE and not m[state + HAS]):
        return 0
    if goes_on(m, case, item) == 0 and not (change == EXIT and m[case + CASE_STATUS] == 2):
        return 0
    condition = m[m[move + MOVE_GUARD] + GUARD_IF]
    return 1 if condition == 0 or truth(m, x, case, condition) == 1 else 0


def _guarded(m: Ints, x: Floats, case: int, move: int) -> int:
    """Give the instance that a guard moves now, or 0."""
    item = m[ITEMS] + m[move + MOVE_ITEM] * ITEM_SIZE
    state = case + m[item + ITEM_STATE]
    one = m[state + FIRST]
    full = m[move + MOVE_FULL]
    stands = m[move + MOVE_FROM]
    asked = 0
    while one:
        if m[one + SEEN] & full == full and (stands >> m[one + STATUS]) & 1:
            if asked == 0 and _lets(m, x, case, item, state, move) == 0:
                return 0
            asked = 1
            if take_bit(m, case, state, one, m[move + MOVE_BIT]):
                return one
        one = m[one + NEXT]
    return 0


def _is_done(m: Ints, case: int, item: int) -> int:
    """Tell whether nothing in a phase runs and all that it needs has ended."""
    children = m[item + ITEM_CHILDREN]
    for place in range(children, children + m[item + ITEM_N_CHILDREN]):
        child = m[ITEMS] + m[place] * ITEM_SIZE
        state = case + m[child + ITEM_STATE]
        needed = m[child + ITEM_REQUIRED]
        if m[child + ITEM_SORT] == 2:
            if needed and not m[state + HAS]:
                return 0
            continue
        one = m[state + FIRST]
        if needed and (m[state + DONE] == 0 or (one and m[child + ITEM_REPEATS] == 0)):
            return 0
        while one:
            if m[one + STATUS] >= IS_ACTIVE:
                return 0
            one = m[one + NEXT]
    return 1


def _nested(m: Ints, case: int, move: int) -> int:
    """Give the instance that nesting moves, or 0: a phase that starts or is done, a milestone to be reached anew."""
    item = m[ITEMS] + m[move + MOVE_ITEM] * ITEM_SIZE
    state = case + m[item + ITEM_STATE]
    one = m[state + FIRST]
    change = m[move + MOVE_CHANGE]
    stands = m[move + MOVE_FROM]
    while one:
        able = (stands >> m[one + STATUS]) & 1
        if able and change == RENEW:
            able = 1 if m[state + HAS] and m[one + NUMBER] > 1 and m[one + TOUCHED] == 0 else 0
        if able:
            if (change == COMPLETE and _is_done(m, case, item) == 0) or goes_on(m, case, item) == 0:
                return 0
            if take_bit(m, case, state, one, m[move + MOVE_BIT]):
                return one
        one = m[one + NEXT]
    return 0


def find_change(m: Ints, x: Floats, case: int, move: int) -> int:
    """
    Give the address of the instance that a move is possible for and may be made of, or 0; it is noted as made.

    Args:
        m: The memory.
        x: The memory of floats.
        case: Address of the case.
        move: Address of the move.
    """
    if m[move + MOVE_GUARD]:
        return _guarded(m, x, case, move)
    return _nested(m, case, move)


def left_over(m: Ints, item: int, one: int) -> int:
    """
    Give how what is left over of an instance must end: the transition, or -1 where nothing is.

    Args:
        m: The memory.
        item: Address of the item.
        one: Address of the instance.
    """
    if m[item + ITEM_SORT] == 0 and m[one + STATUS] >= IS_ACTIVE:
        return TERMINATED
    return CANCELLED if m[one + AT] >= 0 else -1


def _end_left(m: Ints, case: int, item: int, one: int) -> int:
    """Tell whether an instance that is left over may end now, and note it."""
    how = left_over(m, item, one)
    if how < 0:
        return 0
    return take_bit(m, case, case + m[item + ITEM_STATE], one, OVER if how == TERMINATED else ARRANGED)


def find_left(m: Ints, case: int) -> int:
    """
    Give the number of an item of which something is left over from a phase that has ended, or -1; the address of the
    instance is put behind it in ``LEFT_BEHIND``.

    Args:
        m: The memory.
        case: Address of the case.
    """
    for number in range(m[N_ITEMS]):
        item = m[ITEMS] + number * ITEM_SIZE
        if m[item + ITEM_AROUND] == 0 or m[item + ITEM_SORT] == 2:
            continue
        one = m[case + m[item + ITEM_STATE] + FIRST]
        if one == 0:
            continue
        within = runs(m, case, item)
        while one:
            if m[one + WITHIN] != within and _end_left(m, case, item, one):
                return one * m[N_ITEMS] + number
            one = m[one + NEXT]
    return -1


def find_closed(m: Ints, case: int) -> int:
    """
    Give what closing ends, as ``find_left`` does.

    Args:
        m: The memory.
        case: Address of the case.
    """
    for place in range(m[ROOTS], m[ROOTS] + m[N_ROOTS]):
        item = m[ITEMS] + m[place] * ITEM_SIZE
        one = m[case + m[item + ITEM_STATE] + FIRST]
        while one:
            if _end_left(m, case, item, one):
                return one * m[N_ITEMS] + m[place]
            one = m[one + NEXT]
    return -1


KERNEL = (
    note, take_bit, _lets, _guarded, _is_done, _nested, find_change, left_over, _end_left, find_left, find_closed,
)  # fmt: skip
"""What is compiled of this module, callees first."""
