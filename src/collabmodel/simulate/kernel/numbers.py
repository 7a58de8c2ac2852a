"""The two memories as types: what holds for a list of numbers holds for an array of them."""

from __future__ import annotations

from typing import Protocol


class Ints(Protocol):
    """Whole numbers by their place."""

    def __getitem__(self, place: int, /) -> int:
        """Give the number at a place."""

    def __setitem__(self, place: int, value: int, /) -> None:
        """Put a number at a place."""

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
