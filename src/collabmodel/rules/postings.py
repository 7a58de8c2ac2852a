"""Where the events of one case are that a condition looks back for."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TypeAlias, overload

import attrs

_FEW = 32


@attrs.define(eq=False)
class Posting:
    """
    Positions of one case's events that match a pattern, found as far as anybody asked.

    Args:
        scanned: Position of the first event that was not looked at yet.
        matching: Of each signature whether its events match.
        found: The positions, in order.
    """

    scanned: int
    matching: list[bool] = attrs.Factory(list)
    found: array[int] = attrs.Factory(lambda: array("q"))

    def start(self, first: int) -> None:
        """
        Go to another case.

        Args:
            first: Position of its first event.
        """
        self.scanned = first
        if self.found:
            self.found = array("q")

    def cut(self, end: int) -> None:
        """
        Forget events that are taken back.

        Args:
            end: Position of the first of them.
        """
        self.scanned = min(self.scanned, end)
        while self.found and self.found[-1] >= end:
            self.found.pop()

    def scan(self, codes: Sequence[int], end: int) -> None:
        """
        Look at further events; of all their signatures it must be known whether they match.

        Args:
            codes: Signatures of all events.
            end: Position after the last event to look at.
        """
        first, matching = self.scanned, self.matching
        if end - first < _FEW:
            self.found.extend([place for place in range(first, end) if matching[codes[place]]])
        else:
            wanted = frozenset(code for code, matches in enumerate(matching) if matches)
            self.found.extend([place for place, code in enumerate(codes[first:end], first) if code in wanted])
        self.scanned = end


Postings: TypeAlias = dict[str, Posting]
"""Postings by pattern in its short form."""


@attrs.frozen(eq=False)
class Run(Sequence[int]):
    """
    A part of a growing column, without copying it.

    Args:
        whole: The column.
        start: Where the part begins.
        end: Where it ends.
    """

    whole: array[int]
    start: int
    end: int

    def __len__(self) -> int:
        return max(0, self.end - self.start)

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[int]: ...
    def __getitem__(self, index: int | slice) -> int | Sequence[int]:
        return self.whole[self.start : self.end][index] if isinstance(index, slice) else self.whole[self._place(index)]

    def _place(self, index: int) -> int:
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        return (self.start if index >= 0 else self.end) + index
