"""
In which order a step tries its moves: whatever may bring another about comes before it.

Then a condition that counts what a step has derived is read when nothing can change the count any more, and the
result is the only one there is. Three sorts of edges order the moves; in a ring the loosest gives way:

- *bound*: one brings about an event that the other reads, or one is part of the other's nesting. ``check`` finds models
  in which these go in a ring.
- *likely*: the same where a new instance stands between them, which may lie in a later step as well.
- *loose*: nothing but order decides between the two. What lies in a phase moves before the phase ends or pauses, so
  that a milestone still counts when it and the end of its phase come of one event. An item starts, goes on, ends and
  pauses in that order; ending beats pausing, and a sentry beats the end that comes of itself. One phase ends before
  another beside it begins that the model names later.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence

import attrs

from collabmodel.case.elements import ROOT, Guard, Item
from collabmodel.case.reading import patterns_read
from collabmodel.model import Expression, Pattern, Signature
from collabmodel.rules import Lexicon

BOUND, LIKELY, LOOSE = range(3)

_MAKES = {
    "exit": "terminated",
    "complete": "completed",
    "suspend": "suspended",
    "resume": "resumed",
    "achieve": "achieved",
    "revoke": "revoked",
    "renew": "revoked",
}
_STARTS = ("entry", "start")
_OF_ONE_ITEM = ("renew", "entry", "start", "resume", "achieve", "revoke", "exit", "complete", "suspend")
_OF_SEVERAL = ("renew", "achieve", "revoke", "resume", "exit", "complete", "suspend", "entry", "start")
_AFTER_WITHIN = ("exit", "complete", "suspend")

Edges = Mapping[int, Mapping[int, int]]
"""For each move those that come before it, by their places, with the sort of edge."""


@attrs.frozen
class Move:
    """
    One thing that a step may do to an item.

    Args:
        item: Number of the item.
        change: What it does: that of a guard, or ``"start"`` (a phase without entry sentries), ``"complete"`` (a phase
            in which nothing is left to do) or ``"renew"`` (a milestone whose phase begins anew is revoked).
        guard: Number of the guard, or -1 where nesting decides.
    """

    item: int
    change: str
    guard: int = -1


def moves_of(items: Sequence[Item], guards: Sequence[Guard]) -> tuple[Move, ...]:
    """
    Give everything that a step may do, as it is tried where nothing decides: what ends before what begins, inside out.

    Args:
        items: The items.
        guards: The guards.
    """
    found = [Move(guard.item, guard.change, guard.number) for guard in guards]
    for item in items:
        if item.is_milestone and item.parent != ROOT:
            found.append(Move(item.number, "renew"))
        elif item.is_phase:
            found.append(Move(item.number, "complete"))
            if not any(guards[guard].change == "entry" for guard in item.guards):
                found.append(Move(item.number, "start"))
    return tuple(
        sorted(
            found,
            key=lambda move: (_OF_SEVERAL.index(move.change), -depth(items, move.item), move.item, move.guard),
        )
    )


def depth(items: Sequence[Item], number: int) -> int:
    """
    Give how many phases lie around an item.

    Args:
        items: The items; their phases go in no ring.
        number: Number of the item.
    """
    found = 0
    while (number := items[number].parent) != ROOT:
        found += 1
    return found


def edges_of(
    moves: Sequence[Move],
    items: Sequence[Item],
    guards: Sequence[Guard],
    lexicon: Lexicon,
    derived: Mapping[str, Expression],
) -> Edges:
    """
    Give which moves come before which.

    Args:
        moves: The moves.
        items: The items.
        guards: The guards.
        lexicon: What patterns speak of.
        derived: Conditions of derived facts, by id.
    """
    found: dict[int, dict[int, int]] = {place: {} for place in range(len(moves))}
    for before, after, sort in (
        *_by_reading(moves, items, guards, lexicon, derived),
        *_by_nesting(moves, items),
        *_by_item(moves),
        *_by_sibling(moves, items),
    ):
        if before != after:
            found[after][before] = min(sort, found[after].get(before, LOOSE))
    return found


def in_order(count: int, edges: Edges) -> tuple[int, ...]:
    """
    Give moves in an order that keeps their edges; those without an edge between them stay as they are.

    Args:
        count: How many moves there are.
        edges: Which come before which.

    >>> in_order(3, {0: {2: BOUND}, 1: {0: BOUND}, 2: {1: LOOSE}})
    (2, 0, 1)
    """
    waiting = {place: dict(edges.get(place, {})) for place in range(count)}
    followers: dict[int, list[int]] = {place: [] for place in range(count)}
    for place, before in waiting.items():
        for other in before:
            followers[other].append(place)
    ready = [place for place in range(count) if not waiting[place]]
    found: list[int] = []
    while waiting:
        if not ready:
            after = _loosened(waiting)
            ready.extend(() if waiting[after] else (after,))
            continue
        place = heapq.heappop(ready)
        del waiting[place]
        found.append(place)
        for other in followers[place]:
            if other in waiting and waiting[other].pop(place, None) is not None and not waiting[other]:
                heapq.heappush(ready, other)
    return tuple(found)


def _loosened(waiting: dict[int, dict[int, int]]) -> int:
    """Take the loosest edge out of a ring, and give the move that it led to."""
    way: list[int] = []
    place = min(waiting)
    while place not in way:
        way.append(place)
        place = min(waiting[place], key=lambda other: (waiting[way[-1]][other], other))
    ring = way[way.index(place) :]
    links = list(zip(ring, [*ring[1:], ring[0]], strict=True))
    after, before = max(links, key=lambda link: (waiting[link[0]][link[1]], -link[0]))
    del waiting[after][before]
    return after


def _by_reading(
    moves: Sequence[Move],
    items: Sequence[Item],
    guards: Sequence[Guard],
    lexicon: Lexicon,
    derived: Mapping[str, Expression],
) -> Iterator[tuple[int, int, int]]:
    makers = _makers(moves, items)
    met: dict[Pattern, list[tuple[int, int]]] = {}
    for after, move in enumerate(moves):
        item = items[move.item]
        patterns = [] if move.guard < 0 else [part.pattern for part in guards[move.guard].parts]
        if move.guard >= 0 and (expression := guards[move.guard].expression) is not None:
            patterns.extend(patterns_read(expression, derived))
        later = item.repeats and move.change == "entry"
        if item.again is not None and move.change in _STARTS:
            patterns.append(item.again.pattern)
            later = True
        for pattern in dict.fromkeys(patterns):
            if pattern not in met:
                met[pattern] = [
                    (maker, made)
                    for signature, made_by in makers.items()
                    if lexicon.matches(pattern, signature)
                    for maker, made in made_by
                ]
            for before, ended in met[pattern]:
                yield before, after, LIKELY if later or _around(items, ended, move.item) else BOUND


def _makers(moves: Sequence[Move], items: Sequence[Item]) -> dict[Signature, list[tuple[int, int]]]:
    """Give the moves that make events of a signature, each with the item that ends with its phase by it, or ROOT."""
    found: dict[Signature, list[tuple[int, int]]] = {}
    for place, move in enumerate(moves):
        item = items[move.item]
        made = ("enabled" if item.manual else "active") if move.change in _STARTS else _MAKES[move.change]
        found.setdefault(Signature(item.kind, item.id, made), []).append((place, ROOT))
        if move.change in ("exit", "complete"):
            for number in inside(items, item.number):
                inner = items[number]
                made = "terminated" if inner.is_phase else "cancelled"
                found.setdefault(Signature(inner.kind, inner.id, made), []).append((place, number))
    return found


def _around(items: Sequence[Item], ended: int, number: int) -> bool:
    """Tell whether an item lies around another that ended with its phase: that cannot end it a second time."""
    while ended != ROOT:
        ended = items[ended].parent
        if ended == number:
            return True
    return False


def inside(items: Sequence[Item], number: int) -> Iterator[int]:
    """
    Give the numbers of all that lies in an item, at any depth.

    Args:
        items: The items; their phases go in no ring.
        number: Number of the item.
    """
    waiting = list(items[number].children)
    while waiting:
        inner = waiting.pop(0)
        yield inner
        waiting.extend(items[inner].children)


def _by_nesting(moves: Sequence[Move], items: Sequence[Item]) -> Iterator[tuple[int, int, int]]:
    places: dict[int, list[int]] = {}
    for place, move in enumerate(moves):
        places.setdefault(move.item, []).append(place)
    for phase in (item for item in items if item.is_phase):
        own = places.get(phase.number, ())
        for number in inside(items, phase.number):
            for child in places.get(number, ()):
                for place in own:
                    sort = _nested(moves[place].change, moves[child].change, phase, items[number])
                    yield (child, place, sort) if moves[place].change in _AFTER_WITHIN else (place, child, sort)


def _nested(change: str, inner: str, phase: Item, child: Item) -> int:
    """Give the sort of edge between a move of a phase and one of what lies in it."""
    if child.parent != phase.number:
        return LOOSE
    if change in _STARTS:
        return BOUND if inner in _STARTS and not child.repeats else LIKELY
    if change == "complete":
        ends = inner in ("exit", "complete") or (inner == "achieve" and child.required)
        return BOUND if ends else LIKELY
    return LOOSE


def _by_item(moves: Sequence[Move]) -> Iterator[tuple[int, int, int]]:
    places: dict[int, list[int]] = {}
    for place, move in enumerate(moves):
        places.setdefault(move.item, []).append(place)
    for own in places.values():
        for before in own:
            for after in own:
                if _OF_ONE_ITEM.index(moves[before].change) < _OF_ONE_ITEM.index(moves[after].change):
                    yield before, after, LOOSE


def _by_sibling(moves: Sequence[Move], items: Sequence[Item]) -> Iterator[tuple[int, int, int]]:
    """Let a phase end before one beside it begins that the model names later."""
    phases = [(place, move) for place, move in enumerate(moves) if items[move.item].is_phase]
    for before, ending in phases:
        for after, starting in phases:
            beside = ending.item < starting.item and items[ending.item].parent == items[starting.item].parent
            if beside and ending.change in ("exit", "complete") and starting.change in _STARTS:
                yield before, after, LOOSE
