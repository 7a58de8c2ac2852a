"""What may follow in a step: one move after another is looked at, and one that is possible is made."""

from __future__ import annotations

from collabmodel.simulate.kernel.codes import truth
from collabmodel.simulate.kernel.header import (
    ITEMS,
    N_ITEMS,
    N_ROOTS,
    ROOTS,
)
from collabmodel.simulate.kernel.numbers import Floats, Ints
from collabmodel.simulate.kernel.rows import (
    ACHIEVE,
    ACHIEVED,
    ACTIVE,
    AT,
    BIT_STEP,
    BITS,
    BORN,
    CANCELLED,
    CASE_LEFT,
    CASE_STATUS,
    CASE_STEP,
    COMPLETE,
    COMPLETED,
    DONE,
    ENABLED,
    ENTRY,
    EXIT,
    FIRST,
    GUARD_FULL,
    GUARD_IF,
    HAS,
    IS_ACTIVE,
    IS_AVAILABLE,
    ITEM_AROUND,
    ITEM_CHILDREN,
    ITEM_MANUAL,
    ITEM_N_CHILDREN,
    ITEM_REPEATS,
    ITEM_REQUIRED,
    ITEM_SIZE,
    ITEM_SORT,
    ITEM_STATE,
    MOVE_CHANGE,
    MOVE_GUARD,
    MOVE_ITEM,
    NEXT,
    NUMBER,
    RENEW,
    RESUME,
    RESUMED,
    REVOKE,
    REVOKED,
    SEEN,
    START,
    STATE_BIT_STEP,
    STATE_BITS,
    STATUS,
    SUSPEND,
    SUSPENDED,
    TERMINATED,
    TOUCHED,
    WITHIN,
)
from collabmodel.simulate.kernel.standing import goes_on, runs

BEGUN, OVER, STILL, REACHED, ARRANGED = 1, 2, 4, 8, 16
"""The status bits of an instance, each of which changes at most once in a step."""


def bit_of(transition: int) -> int:
    """
    Give the status bit that a transition changes, 0 for none.

    Args:
        transition: The transition.
    """
    if transition in (ACTIVE, ENABLED):
        return BEGUN
    if transition in (COMPLETED, TERMINATED):
        return OVER
    if transition in (SUSPENDED, RESUMED):
        return STILL
    if transition in (ACHIEVED, REVOKED):
        return REACHED
    return ARRANGED if transition == CANCELLED else 0


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
    if m[one + BIT_STEP] != step:
        m[one + BIT_STEP] = step
        m[one + BITS] = 0
    if m[state + STATE_BIT_STEP] != step:
        m[state + STATE_BIT_STEP] = step
        m[state + STATE_BITS] = 0
    m[one + BITS] |= bit
    m[state + STATE_BITS] |= bit


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
    changed = m[one + BIT_STEP] == step and m[one + BITS] & bit != 0
    if not changed and m[one + BORN] == step and m[state + STATE_BIT_STEP] == step:
        changed = m[state + STATE_BITS] & bit != 0
    if changed:
        m[case + CASE_LEFT] = 1
        return 0
    note(m, case, state, one, bit)
    return 1


def _stands(change: int, status: int) -> int:
    """Tell whether an instance stands where a change takes it from."""
    if change == EXIT:
        return 1 if status != IS_AVAILABLE else 0
    if change == SUSPEND:
        return 1 if status in (1, IS_ACTIVE) else 0
    if change == RESUME:
        return 1 if status > IS_ACTIVE else 0
    if change == COMPLETE:
        return 1 if status == IS_ACTIVE else 0
    return 1 if status == IS_AVAILABLE else 0


def _guarded(  # noqa: PLR0911 - one thing after another may stand against it
    m: Ints, x: Floats, case: int, move: int
) -> int:
    """Give the instance that a guard moves now, or 0."""
    item = m[ITEMS] + m[move + MOVE_ITEM] * ITEM_SIZE
    state = case + m[item + ITEM_STATE]
    one = m[state + FIRST]
    if one == 0:
        return 0
    change = m[move + MOVE_CHANGE]
    guard = m[move + MOVE_GUARD]
    full = m[guard + GUARD_FULL]
    asked = 0
    while one:
        if m[one + SEEN] & full == full and _stands(change, m[one + STATUS]):
            if asked == 0:
                if change == ACHIEVE and m[state + HAS]:
                    return 0
                if change == REVOKE and not m[state + HAS]:
                    return 0
                if goes_on(m, case, item) == 0 and not (change == EXIT and m[case + CASE_STATUS] == 2):
                    return 0
                if truth(m, x, case, m[guard + GUARD_IF]) != 1:
                    return 0
                asked = 1
            if take_bit(m, case, state, one, _bit(change)):
                return one
        one = m[one + NEXT]
    return 0


def _bit(change: int) -> int:
    """Give the status bit that a change touches."""
    if change in (ENTRY, START):
        return BEGUN
    if change in (EXIT, COMPLETE):
        return OVER
    return STILL if change in (SUSPEND, RESUME) else REACHED


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
    while one:
        if change == RENEW:
            able = 1 if m[state + HAS] and m[one + NUMBER] > 1 and m[one + TOUCHED] == 0 else 0
        else:
            able = _stands(change, m[one + STATUS])
        if able:
            if goes_on(m, case, item) == 0:
                return 0
            if change == COMPLETE and _is_done(m, case, item) == 0:
                return 0
            if take_bit(m, case, state, one, _bit(change)):
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


def made(m: Ints, move: int) -> int:
    """
    Give the transition that a move makes.

    Args:
        m: The memory.
        move: Address of the move.
    """
    change = m[move + MOVE_CHANGE]
    if change in (ENTRY, START):
        return ENABLED if m[m[ITEMS] + m[move + MOVE_ITEM] * ITEM_SIZE + ITEM_MANUAL] else ACTIVE
    if change == EXIT:
        return TERMINATED
    if change == COMPLETE:
        return COMPLETED
    if change == SUSPEND:
        return SUSPENDED
    if change == RESUME:
        return RESUMED
    return ACHIEVED if change == ACHIEVE else REVOKED


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
    return take_bit(m, case, case + m[item + ITEM_STATE], one, bit_of(how))


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
    bit_of, note, take_bit, _stands, _bit, _guarded, _is_done, _nested, find_change, made, left_over, _end_left,
    find_left, find_closed,
)  # fmt: skip
"""What is compiled of this module, callees first."""
