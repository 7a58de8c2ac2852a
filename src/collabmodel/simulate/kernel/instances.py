"""How events move items: instances come, start, pause and end, and guards remember what they saw."""

from __future__ import annotations

import math

from collabmodel.simulate.kernel.codes import truth
from collabmodel.simulate.kernel.header import AT_TIME, ITEMS, LEFT_BEHIND, LETTERS, NOW, STEP_EVENTS, STEP_LOG
from collabmodel.simulate.kernel.memory import OF_INSTANCES, free_row, new_row
from collabmodel.simulate.kernel.numbers import Floats, Ints
from collabmodel.simulate.kernel.rows import (
    ACHIEVED,
    ACTIVE,
    AT,
    BOOKED,
    BORN,
    CANCELLED,
    CASE_STEP,
    CASE_X,
    COMPLETED,
    DONE,
    ENABLED,
    ENDS,
    FIRST,
    HAS,
    HERE,
    INSTANCE_SIZE,
    IS_ACTIVE,
    IS_AVAILABLE,
    IS_ENABLED,
    IS_SUSPENDED,
    ITEM_AGAIN,
    ITEM_CHILDREN,
    ITEM_ENTRIES,
    ITEM_ENTRY_BITS,
    ITEM_MANUAL,
    ITEM_N_CHILDREN,
    ITEM_N_GUARDS,
    ITEM_PLANNING,
    ITEM_REPEATS,
    ITEM_RESUME_BITS,
    ITEM_SIZE,
    ITEM_SORT,
    ITEM_STATE,
    ITEM_SUSPEND_BITS,
    LETTER_HEARD,
    LETTER_N_HEARD,
    LETTER_SIZE,
    LINK_BITS,
    LINK_SIZE,
    LINK_TO,
    LINK_WHERE,
    MADE,
    MOVED,
    NEXT,
    NUMBER,
    PAUSED,
    PLANNED,
    RESUMED,
    REVOKED,
    SEEN,
    STATUS,
    SUSPENDED,
    TERMINATED,
    TOUCHED,
    WITHIN,
)  # fmt: skip
from collabmodel.simulate.kernel.standing import may_come, runs


def _drop(m: Ints, state: int, at: int) -> None:
    """Take an instance out of the open ones of its item."""
    one = m[state + FIRST]
    if one == at:
        m[state + FIRST] = m[at + NEXT]
    else:
        while m[one + NEXT] != at:
            one = m[one + NEXT]
        m[one + NEXT] = m[at + NEXT]
    free_row(m, OF_INSTANCES, at)


def _tell_earlier(m: Ints, case: int, first: int) -> None:
    """Let the instances of an item hear the events of the step so far."""
    told = m[STEP_LOG]
    for _ in range(m[STEP_EVENTS]):
        row = m[LETTERS] + m[told] * LETTER_SIZE
        mask = m[told + 1]
        link = m[row + LETTER_HEARD]
        for _ in range(m[row + LETTER_N_HEARD]):
            holds = 1
            if m[link + LINK_WHERE]:
                holds = mask & 1
                mask >>= 1
            if holds and m[link + LINK_TO] == first:
                one = m[case + first]
                while one:
                    m[one + SEEN] |= m[link + LINK_BITS]
                    one = m[one + NEXT]
            link += LINK_SIZE
        told += 2


def _create(m: Ints, case: int, item: int, within: int, seen: int) -> int:
    """Give a new instance of an item; ``seen`` is what it has seen already, or -1 to let it hear the step so far."""
    state = case + m[item + ITEM_STATE]
    at = new_row(m, OF_INSTANCES, INSTANCE_SIZE)
    number = m[state + MADE] + 1
    m[state + MADE] = number
    m[state + HERE] += 1
    m[at + NUMBER] = number
    m[at + WITHIN] = within
    m[at + AT] = -1
    m[at + BORN] = m[case + CASE_STEP]
    if m[item + ITEM_SORT] == 1 and m[item + ITEM_ENTRIES] == 0:
        m[at + STATUS] = IS_ENABLED if m[item + ITEM_MANUAL] else IS_ACTIVE
    one = m[state + FIRST]
    if one == 0:
        m[state + FIRST] = at
    else:
        while m[one + NEXT]:
            one = m[one + NEXT]
        m[one + NEXT] = at
    if seen >= 0:
        m[at + SEEN] = seen
    elif m[item + ITEM_N_GUARDS] and m[STEP_EVENTS]:
        _tell_earlier(m, case, m[item + ITEM_STATE] + FIRST)
    return at


def begin_children(m: Ints, case: int, children: int, n: int, within: int) -> None:
    """
    Let what lies in a phase, or in the case itself, become available.

    Args:
        m: The memory.
        case: Address of the case.
        children: Address of the numbers of the items.
        n: How many there are.
        within: Number of the phase's instance, 0 for the case itself.
    """
    for place in range(children, children + n):
        item = m[ITEMS] + m[place] * ITEM_SIZE
        state = case + m[item + ITEM_STATE]
        m[state + HERE] = 0
        m[state + DONE] = 0
        while m[state + FIRST]:
            _drop(m, state, m[state + FIRST])
        if m[item + ITEM_PLANNING] == 0:
            _create(m, case, item, within, -1)


def _leave(m: Ints, case: int, item: int) -> None:
    """Take away what is open in a phase that has ended, but for phases and what is booked."""
    children = m[item + ITEM_CHILDREN]
    for place in range(children, children + m[item + ITEM_N_CHILDREN]):
        child = m[ITEMS] + m[place] * ITEM_SIZE
        state = case + m[child + ITEM_STATE]
        one = m[state + FIRST]
        if m[child + ITEM_SORT] == 0:
            while one:
                if m[one + STATUS] >= IS_ACTIVE or m[one + AT] >= 0:
                    m[LEFT_BEHIND] = 1
                one = m[one + NEXT]
            continue
        while one:
            following = m[one + NEXT]
            if m[one + AT] < 0:
                _drop(m, state, one)
            else:
                m[LEFT_BEHIND] = 1
            one = following


def _ended(m: Ints, x: Floats, case: int, item: int, at: int) -> None:
    """Let an instance end; where it repeats of itself, the next one comes."""
    state = case + m[item + ITEM_STATE]
    m[state + DONE] += 1
    m[state + ENDS] += 1
    within = -1
    kept = 0
    if at:
        within = m[at + WITHIN]
        kept = m[at + SEEN] & m[item + ITEM_ENTRY_BITS]
        _drop(m, state, at)
    if m[item + ITEM_SORT] == 0:
        _leave(m, case, item)
    if (
        at
        and m[item + ITEM_REPEATS]
        and m[item + ITEM_AGAIN] == 0
        and m[item + ITEM_PLANNING] == 0
        and within == runs(m, case, item)
        and may_come(m, x, case, item)
    ):
        _create(m, case, item, within, kept)


def _achieved(m: Ints, case: int, item: int, has: int) -> None:
    """Let a milestone be achieved or revoked; it hears everything anew."""
    state = case + m[item + ITEM_STATE]
    m[state + HAS] = has
    one = m[state + FIRST]
    while one:
        m[one + SEEN] = 0
        m[one + TOUCHED] = 1
        one = m[one + NEXT]


def _booked(m: Ints, x: Floats, case: int, item: int, at: int, transition: int) -> None:
    """Note what is agreed or tried about an instance; one that only its booking kept goes with it."""
    if transition == CANCELLED and m[at + WITHIN] != runs(m, case, item):
        _drop(m, case + m[item + ITEM_STATE], at)
        return
    m[at + TOUCHED] = 1
    if transition == CANCELLED:
        m[at + AT] = -1
    elif transition in (BOOKED, MOVED):
        when = float(m[NOW])
        if m[AT_TIME] >= 0:
            when = x[m[case + CASE_X] + m[AT_TIME]]
        m[at + AT] = int(when) if not math.isnan(when) else -1


def _can(m: Ints, at: int, transition: int) -> int:
    """Give an instance back if it stands where a transition takes it, else 0."""
    if at == 0:
        return 0
    status = m[at + STATUS]
    if transition == ACTIVE:
        return at if status <= IS_ENABLED else 0
    if transition == ENABLED:
        return at if status == IS_AVAILABLE else 0
    if transition == SUSPENDED:
        return at if status in (IS_ACTIVE, IS_ENABLED) else 0
    if transition == RESUMED:
        return at if status == IS_SUSPENDED else 0
    return at


def _stopped(m: Ints, item: int, at: int, transition: int) -> None:
    """Let an instance pause or go on; what would undo that is watched for from now on."""
    if transition == SUSPENDED:
        m[at + PAUSED] = m[at + STATUS]
        m[at + STATUS] = IS_SUSPENDED
        m[at + SEEN] &= ~m[item + ITEM_RESUME_BITS]
    else:
        m[at + STATUS] = m[at + PAUSED]
        m[at + SEEN] &= ~m[item + ITEM_SUSPEND_BITS]


def _planned(m: Ints, case: int, item: int, at: int) -> None:
    """Let what is discretionary become an instance, or note that an instance is planned."""
    if m[item + ITEM_PLANNING]:
        within = runs(m, case, item)
        if within < 0:
            return
        at = _create(m, case, item, within, -1)
    if at:
        m[at + TOUCHED] = 1


def move_item(  # noqa: C901 - one branch a transition
    m: Ints, x: Floats, case: int, item: int, transition: int, at: int, follows: int
) -> None:
    """
    Do to an item what an event says.

    Args:
        m: The memory.
        x: The memory of floats.
        case: Address of the case.
        item: Address of the item.
        transition: What happens.
        at: Address of the instance, 0 for none.
        follows: Whether the event follows in a step.
    """
    if COMPLETED <= transition <= TERMINATED:
        _ended(m, x, case, item, at)
        return
    if transition in (ACHIEVED, REVOKED):
        _achieved(m, case, item, 1 if transition == ACHIEVED else 0)
        return
    if transition == PLANNED:
        _planned(m, case, item, at)
        return
    at = _can(m, at, transition)
    if at == 0:
        return
    if transition == ACTIVE:
        m[at + STATUS] = IS_ACTIVE
        m[at + TOUCHED] = 0 if follows else 1
        if m[item + ITEM_SORT] == 0:
            begin_children(m, case, m[item + ITEM_CHILDREN], m[item + ITEM_N_CHILDREN], m[at + NUMBER])
    elif transition == ENABLED:
        m[at + STATUS] = IS_ENABLED
    elif transition in (SUSPENDED, RESUMED):
        _stopped(m, item, at, transition)
    elif transition == CANCELLED or transition >= BOOKED:
        _booked(m, x, case, item, at, transition)
    if m[item + ITEM_SORT] == 0 or transition >= CANCELLED:
        _look_around(m, case, item)


def _look_around(m: Ints, case: int, item: int) -> None:
    """Note whether an instance lies in a run of its phase that is over, and has something that must be ended."""
    within = runs(m, case, item)
    one = m[case + m[item + ITEM_STATE] + FIRST]
    while one:
        if m[one + WITHIN] != within:
            m[LEFT_BEHIND] = 1
        one = m[one + NEXT]


def come_again(m: Ints, x: Floats, case: int, number: int) -> None:
    """
    Let an event make a new instance of an item, where none waits and there may be more.

    Args:
        m: The memory.
        x: The memory of floats.
        case: Address of the case.
        number: Number of the item.
    """
    item = m[ITEMS] + number * ITEM_SIZE
    if m[item + ITEM_PLANNING]:
        return
    within = runs(m, case, item)
    if within < 0:
        return
    one = m[case + m[item + ITEM_STATE] + FIRST]
    while one:
        if m[one + TOUCHED] == 0 or m[item + ITEM_SORT] == 0:
            return
        one = m[one + NEXT]
    if may_come(m, x, case, item):
        _create(m, case, item, within, -1)


def hear(m: Ints, x: Floats, case: int, letter: int) -> None:
    """
    Let guards hear an event, and note it among those of the step.

    Args:
        m: The memory.
        x: The memory of floats.
        case: Address of the case.
        letter: The event's letter.
    """
    row = m[LETTERS] + letter * LETTER_SIZE
    at = m[STEP_LOG] + 2 * m[STEP_EVENTS]
    m[STEP_EVENTS] += 1
    m[at] = letter
    n = m[row + LETTER_N_HEARD]
    if n == 0:
        return
    link = m[row + LETTER_HEARD]
    mask = 0
    bit = 1
    for _ in range(n):
        where = m[link + LINK_WHERE]
        holds = 1
        if where:
            holds = 1 if truth(m, x, case, where) == 1 else 0
            mask += bit * holds
            bit += bit
        if holds:
            one = m[case + m[link + LINK_TO]]
            while one:
                m[one + SEEN] |= m[link + LINK_BITS]
                one = m[one + NEXT]
        link += LINK_SIZE
    m[at + 1] = mask


KERNEL = (
    _drop, _tell_earlier, _create, begin_children, _leave, _ended, _achieved, _booked, _can, _stopped, _planned,
    _look_around, move_item, come_again, hear,
)  # fmt: skip
"""What is compiled of this module, callees first."""
