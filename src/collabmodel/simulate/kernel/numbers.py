"""The two memories as types: what holds for a list of numbers holds for an array of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, overload

Heap = list[tuple[int, int, int, int]]
"""The heap where it is interpreted."""


class Ints(Protocol):
    """Whole numbers by their place."""

    def __getitem__(self, place: int, /) -> int:
        """Give the number at a place."""

    @overload
    def __setitem__(self, place: int, value: int, /) -> None: ...
    @overload
    def __setitem__(self, place: slice, value: Iterable[int], /) -> None: ...

    def __len__(self) -> int:
        """Give how many there are."""


class Floats(Protocol):
    """Floats by their place."""

    def __getitem__(self, place: int, /) -> float:
        """Give the number at a place."""

    def __setitem__(self, place: int, value: float, /) -> None:
        """Put a number at a place."""

    def __len__(self) -> int:
        """Give how many there are."""


def ints(numbers: Ints) -> Ints:
    """
    Give whole numbers as the kernel works on them within: as they are, or compiled as their address.

    Args:
        numbers: The numbers.
    """
    return numbers


def floats(numbers: Floats) -> Floats:
    """
    Give floats as the kernel works on them within: as they are, or compiled as their address.

    Args:
        numbers: The floats.
    """
    return numbers


def entries(heap: Heap) -> Heap:
    """
    Give the heap as the kernel works on it within: as it is, or compiled as its address.

    Args:
        heap: The heap.
    """
    return heap


KERNEL = ()
"""What is compiled of this module."""
NATIVE = ((ints, "ints"), (floats, "floats"), (entries, "ints"))
"""What is a type or a function of the compiler's."""
