"""
What is to happen, in order: a heap of entries by (key, number, made), each with a payload.

No two entries have the same three numbers, so their order is total and the same everywhere. Interpreted, it is a list
of tuples in the standard library's care; compiled, a flat array: how many entries there are, how many it holds,
then from place 4 on four numbers an entry. Key, number, made and payload are whole numbers of at most 63 bits each.
"""

from __future__ import annotations

from heapq import heappop, heappush

from collabmodel.simulate.kernel.numbers import Heap, Ints

ENTRY = 4
"""Numbers that an entry has in the array, and that stand before the first."""


def push(h: Heap, key: int, number: int, made: int, payload: int) -> None:
    """
    Put an entry in.

    Args:
        h: The heap.
        key: What comes first, >= 0.
        number: What comes first among those of one key.
        made: What comes first among those of one key and number; no two alike.
        payload: What it is about.
    """
    heappush(h, (key, number, made, payload))


def peek(h: Heap) -> int:
    """
    Give the key of the first entry; -1 if there is none.

    Args:
        h: The heap.
    """
    return h[0][0] if h else -1


def pop(h: Heap) -> int:
    """
    Take the first entry out and give its payload. There must be one.

    Args:
        h: The heap.
    """
    return heappop(h)[3]


def size(h: Heap) -> int:
    """
    Give how many entries there are.

    Args:
        h: The heap.
    """
    return len(h)


def room(h: Heap) -> int:
    """
    Give how many more entries there is room for; of a list, more than anybody wants.

    Args:
        h: The heap.
    """
    return (1 << 40) - len(h)


def flat_before(h: Ints, at: int, key: int, number: int, made: int) -> bool:
    """
    Tell whether an entry of the array comes before another.

    Args:
        h: The array.
        at: Where the entry stands.
        key: The other's key.
        number: The other's number.
        made: The other's count.
    """
    if h[at] != key:
        return h[at] < key
    if h[at + 1] != number:
        return h[at + 1] < number
    return h[at + 2] < made


def flat_put(h: Ints, at: int, key: int, number: int, made: int, payload: int) -> None:
    """
    Write an entry into the array.

    Args:
        h: The array.
        at: Where it goes.
        key: Its key.
        number: Its number.
        made: Its count.
        payload: What it is about.
    """
    h[at] = key
    h[at + 1] = number
    h[at + 2] = made
    h[at + 3] = payload


def flat_push(h: Ints, key: int, number: int, made: int, payload: int) -> None:
    """
    Put an entry into the array, which must have room.

    Args:
        h: The array.
        key: What comes first.
        number: What comes first among those of one key.
        made: What comes first among those of one key and number.
        payload: What it is about.
    """
    place = h[0] + 1
    h[0] = place
    while place > 1:
        above = (place >> 1) * ENTRY
        if flat_before(h, above, key, number, made):
            break
        flat_put(h, place * ENTRY, h[above], h[above + 1], h[above + 2], h[above + 3])
        place = place >> 1
    flat_put(h, place * ENTRY, key, number, made, payload)


def flat_peek(h: Ints) -> int:
    """
    Give the key of the first entry of the array; -1 if there is none.

    Args:
        h: The array.
    """
    return h[ENTRY] if h[0] > 0 else -1


def flat_pop(h: Ints) -> int:
    """
    Take the first entry out of the array and give its payload. There must be one.

    Args:
        h: The array.
    """
    payload = h[ENTRY + 3]
    count = h[0] - 1
    h[0] = count
    last = (count + 1) * ENTRY
    key = h[last]
    number = h[last + 1]
    made = h[last + 2]
    place = 1
    while place + place <= count:
        below = place + place
        at = below * ENTRY
        if below < count and flat_before(h, at + ENTRY, h[at], h[at + 1], h[at + 2]):
            below += 1
            at += ENTRY
        if not flat_before(h, at, key, number, made):
            break
        flat_put(h, place * ENTRY, h[at], h[at + 1], h[at + 2], h[at + 3])
        place = below
    flat_put(h, place * ENTRY, key, number, made, h[last + 3])
    return payload


def flat_size(h: Ints) -> int:
    """
    Give how many entries the array has.

    Args:
        h: The array.
    """
    return h[0]


def flat_room(h: Ints) -> int:
    """
    Give how many more entries the array has room for.

    Args:
        h: The array.
    """
    return h[1] - h[0]


KERNEL = (push, peek, pop, size, room)
"""What is compiled of this module, callees first."""
BESIDE = (flat_before, flat_put)
"""What is compiled besides."""
INSTEAD = ((push, flat_push), (peek, flat_peek), (pop, flat_pop), (size, flat_size), (room, flat_room))
"""What is compiled in place of what."""
