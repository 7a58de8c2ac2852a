"""Rings in graphs, against the definition."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from collabmodel.check.rings import rings

GRAPHS = st.dictionaries(st.integers(0, 7), st.lists(st.integers(0, 7), unique=True, max_size=4), max_size=8)


def reachable(graph: dict[int, list[int]], start: int) -> set[int]:
    found: set[int] = set()
    waiting = list(graph.get(start, ()))
    for node in waiting:
        if node not in found:
            found.add(node)
            waiting.extend(graph.get(node, ()))
    return found


@given(GRAPHS)
def test_rings_cover_exactly_the_nodes_that_reach_themselves(graph: dict[int, list[int]]) -> None:
    """There is one ring for every set of nodes that reach one another, and none elsewhere."""
    found = list(rings(graph))
    groups = {frozenset(other for other in reachable(graph, node) if node in reachable(graph, other)) for node in graph}

    assert len(found) == len(groups - {frozenset()})
    for ring in found:
        assert all(after in graph[node] for node, after in zip(ring, (*ring[1:], ring[0]), strict=True))


def test_long_rings_need_no_recursion() -> None:
    """A ring of thousands of nodes is found without running out of stack."""
    ring = next(rings({number: [(number + 1) % 5000] for number in range(5000)}))

    assert len(ring) == 5000
