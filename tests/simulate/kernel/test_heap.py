"""The heap gives entries in their order, and the array gives them as the list does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collabmodel.simulate.compiled import Kernel, available, kernel
from collabmodel.simulate.kernel import heap
from collabmodel.simulate.kernel.heap import ENTRY, Heap

ROOM = 200
ACTS = st.lists(st.none() | st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 2**62)), max_size=ROOM)
GREAT = 2**62


def play(acts: list[tuple[int, int, int] | None], on: Kernel, h: object) -> list[tuple[int, int, int]]:
    """Put in what is given and take out where there is nothing; tell what was seen."""
    seen = []
    for made, act in enumerate(acts):
        if act is not None:
            on.push(h, act[0], act[1], made, act[2])
        elif on.size(h):
            seen.append((on.peek(h), on.pop(h), on.size(h)))
    while on.size(h):
        seen.append((on.peek(h), on.pop(h), on.size(h)))
    return [*seen, (on.peek(h), 0, 0)]


LISTED = Kernel(push=heap.push, pop=heap.pop, peek=heap.peek, size=heap.size, room=heap.room)
FLAT = Kernel(push=heap.flat_push, pop=heap.flat_pop, peek=heap.flat_peek, size=heap.flat_size, room=heap.flat_room)


@given(acts=ACTS)
def test_entries_come_in_order(acts: list[tuple[int, int, int] | None]) -> None:
    """What comes out is ordered by key, then number, then when it was put in."""
    put_in = [act for act in acts if act is not None]

    seen = play([*put_in], LISTED, [])

    ordered = sorted(put_in, key=lambda act: act[:2])
    assert [(key, payload) for key, payload, _ in seen[:-1]] == [(key, payload) for key, _, payload in ordered]
    assert seen[-1] == (-1, 0, 0)


@given(acts=ACTS)
def test_the_array_does_as_the_list(acts: list[tuple[int, int, int] | None]) -> None:
    """The flat heap, read as it stands, gives what the list gives at every turn."""
    assert play(acts, FLAT, [0] * ENTRY * (ROOM + 1)) == play(acts, LISTED, [])


@pytest.fixture(scope="module")
def compiled() -> Kernel:
    if not available():
        pytest.skip("the extra fast is not installed")
    return kernel(compiled=True, modules=("heap",))


@settings(deadline=None)
@given(acts=ACTS)
def test_the_compiled_heap_does_as_the_list(compiled: Kernel, acts: list[tuple[int, int, int] | None]) -> None:
    """Compiled, under the list's names, it gives what the list gives at every turn."""
    np = pytest.importorskip("numpy")

    assert play(acts, compiled, np.zeros(ENTRY * (ROOM + 1), np.int64)) == play(acts, LISTED, [])


def test_great_numbers_keep_their_order() -> None:
    """Keys, numbers and payloads of 62 bits are kept whole."""
    listed: Heap = []
    flat = [0] * ENTRY * 4
    for key, number in ((GREAT, GREAT), (GREAT, GREAT - 1), (GREAT - 1, GREAT)):
        heap.push(listed, key, number, GREAT, GREAT + number)
        heap.flat_push(flat, key, number, GREAT, GREAT + number)

    assert [heap.pop(listed) for _ in range(3)] == [heap.flat_pop(flat) for _ in range(3)]
    assert heap.flat_size(flat) == 0


def test_room_is_told() -> None:
    """The array tells how many more entries go in; the list always has room."""
    flat = [0] * ENTRY * 4
    flat[1] = 3

    heap.flat_push(flat, 1, 1, 1, 1)

    assert heap.flat_room(flat) == 2
    assert heap.room([]) > 2**39
