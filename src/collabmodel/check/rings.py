"""Rings in directed graphs: sets of nodes that can all reach one another."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TypeVar

N = TypeVar("N")


def rings(edges: Mapping[N, Collection[N]]) -> Iterator[tuple[N, ...]]:
    """
    Give one shortest ring for every set of nodes that reach one another, in the order of the graph.

    Args:
        edges: For each node the nodes it leads to.

    >>> list(rings({"a": ["b"], "b": ["c"], "c": ["b"], "d": ["d"]}))
    [('b', 'c'), ('d',)]
    """
    order = {node: number for number, node in enumerate(edges)}
    found = []
    for group in _groups(edges):
        start = min(group, key=lambda node: order.get(node, len(order)))
        if len(group) > 1 or start in edges.get(start, ()):
            found.append(_shortest(edges, start, group))
    yield from sorted(found, key=lambda ring: order[ring[0]])


def _groups(edges: Mapping[N, Collection[N]]) -> Iterator[frozenset[N]]:
    """Give the strongly connected groups, by Tarjan's algorithm without recursion."""
    number: dict[N, int] = {}
    low: dict[N, int] = {}
    stack: dict[N, None] = {}
    for root in edges:
        if root in number:
            continue
        number[root] = low[root] = len(number)
        stack[root] = None
        work = [(root, iter(edges.get(root, ())))]
        while work:
            node, others = work[-1]
            new = next((other for other in others if _seen(other, node, number, low, stack)), None)
            if new is not None:
                number[new] = low[new] = len(number)
                stack[new] = None
                work.append((new, iter(edges.get(new, ()))))
                continue
            work.pop()
            if work:
                above = work[-1][0]
                low[above] = min(low[above], low[node])
            if low[node] == number[node]:
                yield _taken(stack, node)


def _seen(other: N, node: N, number: dict[N, int], low: dict[N, int], stack: dict[N, None]) -> bool:
    """Tell whether a neighbour is new; if it is on the stack, note how far back it reaches."""
    if other not in number:
        return True
    if other in stack:
        low[node] = min(low[node], number[other])
    return False


def _taken(stack: dict[N, None], last: N) -> frozenset[N]:
    group = set()
    while last not in group:
        group.add(stack.popitem()[0])
    return frozenset(group)


def _shortest(edges: Mapping[N, Collection[N]], start: N, group: frozenset[N]) -> tuple[N, ...]:
    before: dict[N, N] = {}
    waiting = [start]
    for node in waiting:
        for other in edges.get(node, ()):
            if other == start:
                way = [node]
                while way[-1] != start:
                    way.append(before[way[-1]])
                return tuple(reversed(way))
            if other in group and other not in before:
                before[other] = node
                waiting.append(other)
    return (start,)
