"""
One step of a case: an event from outside, and all that follows from it, as ``collabmodel.case`` has it.

Only moves that an event can have made possible are looked at: which those are is known before a run starts, letter by
letter. Where something was possible that had changed once in its step already, the next step looks at everything.
"""

from __future__ import annotations

from collabmodel.simulate.kernel.changes import find_change, find_closed, find_left, left_over, note
from collabmodel.simulate.kernel.codes import truth
from collabmodel.simulate.kernel.header import (
    ALL_MOVES,
    AT_HAND,
    COUNTS,
    ENDLESS,
    EXIT_WORD,
    ITEMS,
    LEFT_BEHIND,
    LETTERS,
    N_COUNTS,
    N_ITEMS,
    N_MOVES,
    N_ROOTS,
    OUTCOME,
    PENDING,
    ROOTS,
    STEP_EVENTS,
    STEP_ROOM,
    STOPPED,
    STOPPED_CASE,
)  # fmt: skip
from collabmodel.simulate.kernel.instances import begin_children, come_again, hear, move_item
from collabmodel.simulate.kernel.logging import log_event
from collabmodel.simulate.kernel.noticing import drive, put_aside, take_back, watch
from collabmodel.simulate.kernel.numbers import Floats, Ints
from collabmodel.simulate.kernel.rows import (
    CASE_LEFT,
    CASE_NUMBER,
    CASE_STATUS,
    CASE_STEP,
    CASE_X,
    FIRST,
    ITEM_LETTER,
    ITEM_SIZE,
    ITEM_SORT,
    LETTER_AGAIN,
    LETTER_BIT,
    LETTER_CASE,
    LETTER_CODED,
    LETTER_FIRST,
    LETTER_ITEM,
    LETTER_N_AGAIN,
    LETTER_N_FIRST,
    LETTER_N_GATES,
    LETTER_N_THEN,
    LETTER_N_WATCHED,
    LETTER_SIZE,
    LETTER_STATE,
    LETTER_THEN,
    LETTER_TRANSITION,
    LINK_SIZE,
    LINK_TO,
    LINK_WHERE,
    MOVE_FIRST,
    MOVE_FROM,
    MOVE_FULL,
    MOVE_ITEM,
    MOVE_TURN,
    NEXT,
    NUMBER,
    SEEN,
    STATUS,
    TERMINATED,
)  # fmt: skip
from collabmodel.simulate.kernel.standing import find_instance, open_instance, possible


def _apply(  # noqa: C901 - one thing after another that an event may touch
    m: Ints, x: Floats, case: int, letter: int, at: int, follows: int
) -> None:
    """Fold one event in: registers, gates, its item, new instances, what guards hear, the case itself."""
    row = m[LETTERS] + letter * LETTER_SIZE
    turns = m[row + LETTER_CASE]
    if turns == 1:
        for place in range(m[COUNTS], m[COUNTS] + m[N_COUNTS]):
            x[m[case + CASE_X] + m[place]] = 0.0
    if m[row + LETTER_N_WATCHED]:
        watch(m, x, case, letter)
    if m[row + LETTER_N_GATES]:
        drive(m, x, case, letter)
    if turns == 1:
        begin_children(m, case, m[ROOTS], m[N_ROOTS], 0)
    number = m[row + LETTER_ITEM]
    if number >= 0:
        transition = m[row + LETTER_TRANSITION]
        if transition >= 0:
            move_item(m, x, case, m[ITEMS] + number * ITEM_SIZE, transition, at, follows)
    n = m[row + LETTER_N_AGAIN]
    if n:
        link = m[row + LETTER_AGAIN]
        for _ in range(n):
            if m[link + LINK_WHERE] == 0 or truth(m, x, case, m[link + LINK_WHERE]) == 1:
                come_again(m, x, case, m[link + LINK_TO])
            link += LINK_SIZE
    hear(m, x, case, letter)
    if turns:
        m[case + CASE_STATUS] = 2 if turns == 2 else 1


def _derive(m: Ints, x: Floats, log: Ints, lx: Floats, case: int, number: int, transition: int, at: int) -> int:
    """Log an event that follows and fold it in; give its letter."""
    item = m[ITEMS] + number * ITEM_SIZE
    letter = m[item + ITEM_LETTER] + transition
    sort = m[item + ITEM_SORT]
    log_event(m, log, lx, letter, case, 0 if sort == 2 else m[at + NUMBER], 1)
    if m[m[LETTERS] + letter * LETTER_SIZE + LETTER_CODED] == 0:
        _apply(m, x, case, letter, at, 1)
        return letter
    before = m[AT_HAND]
    m[AT_HAND] = letter
    put_aside(m, x, case)
    if transition == TERMINATED and sort == 1 and m[OUTCOME] >= 0:
        x[m[case + CASE_X] + m[OUTCOME]] = float(m[EXIT_WORD])
    _apply(m, x, case, letter, at, 1)
    take_back(m, x, case)
    m[AT_HAND] = before
    return letter


def _merged(m: Ints, one: int, n: int, other: int, k: int, into: int) -> int:
    """Join two lists of numbers in order into a third, and give how many it has."""
    i = 0
    j = 0
    count = 0
    while i < n or j < k:
        if j >= k or (i < n and m[one + i] <= m[other + j]):
            found = m[one + i]
            i += 1
            if j < k and m[other + j] == found:
                j += 1
        else:
            found = m[other + j]
            j += 1
        m[into + count] = found
        count += 1
    return count


def _follow(  # noqa: C901 - where the next change may come from, one after another
    m: Ints, x: Floats, log: Ints, lx: Floats, case: int, moves: int, n: int
) -> None:
    """Let follow what follows, of a list of moves and of all that they make possible in turn."""
    spare = m[PENDING]
    other = spare + m[N_MOVES]
    first = 0
    while m[STEP_EVENTS] < m[STEP_ROOM]:
        at = 0
        number = -1
        transition = -1
        found = -1
        if m[LEFT_BEHIND]:
            found = find_left(m, case)
            if found < 0:
                m[LEFT_BEHIND] = 0
        while first < n and at == 0 and found < 0:
            move = m[moves + first]
            first += 1
            one = m[case + m[move + MOVE_FIRST]]
            if one:
                full = m[move + MOVE_FULL]
                if (m[one + SEEN] & full == full and (m[move + MOVE_FROM] >> m[one + STATUS]) & 1) or m[one + NEXT]:
                    at = find_change(m, x, case, move)
                    number = m[move + MOVE_ITEM]
                    transition = m[move + MOVE_TURN]
        if at == 0 and found < 0 and m[case + CASE_STATUS] == 2:
            found = find_closed(m, case)
        if found >= 0:
            number = found % m[N_ITEMS]
            at = found // m[N_ITEMS]
            transition = left_over(m, m[ITEMS] + number * ITEM_SIZE, at)
        if at == 0:
            return
        letter = _derive(m, x, log, lx, case, number, transition, at)
        row = m[LETTERS] + letter * LETTER_SIZE
        # What was made may be possible of another instance: then it is among what the event makes possible, too.
        if first == n:
            moves = m[row + LETTER_THEN]
            n = m[row + LETTER_N_THEN]
        elif m[row + LETTER_N_THEN]:
            n = _merged(m, moves + first, n - first, m[row + LETTER_THEN], m[row + LETTER_N_THEN], spare)
            moves = spare
            spare = other
            other = moves
        else:
            continue
        first = 0
    m[STOPPED] = ENDLESS
    m[STOPPED_CASE] = m[case + CASE_NUMBER]


def take(m: Ints, x: Floats, log: Ints, lx: Floats, case: int, letter: int, instance: int) -> None:
    """
    Take in an event from outside, whose data stand in their registers and whose row is in the log already, and let
    follow what follows; that is logged.

    Args:
        m: The memory.
        x: The memory of floats.
        log: The log.
        lx: The floats beside it.
        case: Address of the case.
        letter: The event's letter.
        instance: Number of the instance that it is about, 0 for none.
    """
    m[case + CASE_STEP] += 1
    m[STEP_EVENTS] = 0
    m[LEFT_BEHIND] = 0
    m[AT_HAND] = letter
    row = m[LETTERS] + letter * LETTER_SIZE
    number = m[row + LETTER_ITEM]
    at = 0
    if number >= 0 and instance > 0:
        state = case + m[row + LETTER_STATE]
        at = m[state + FIRST]
        while at and m[at + NUMBER] != instance:
            at = m[at + NEXT]
        if at and m[row + LETTER_BIT]:
            note(m, case, state, at, m[row + LETTER_BIT])
    _apply(m, x, case, letter, at, 0)
    if m[case + CASE_LEFT] or m[row + LETTER_CASE] or m[case + CASE_STATUS] == 2:
        m[case + CASE_LEFT] = 0
        m[LEFT_BEHIND] = 1
        _follow(m, x, log, lx, case, m[ALL_MOVES], m[N_MOVES])
    elif m[row + LETTER_N_FIRST] or m[LEFT_BEHIND]:
        _follow(m, x, log, lx, case, m[row + LETTER_FIRST], m[row + LETTER_N_FIRST])


__all__ = ["KERNEL", "find_instance", "open_instance", "possible", "take"]
KERNEL = (_apply, _derive, _merged, _follow, take)
"""What is compiled of this module, callees first."""
