"""A history as numpy sees it: where each kind of event stands, case by case."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import TypeAlias

import attrs
import numpy as np
from numpy.typing import NDArray

from collabmodel.history import History
from collabmodel.rules.lexicon import Lexicon

Ints: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

NONE = -1
"""Stands for *no event* in columns of positions."""
FAR = 2**62
"""A position after every event."""


@attrs.frozen(eq=False)
class Posting:
    """
    The events of one letter, in order.

    Args:
        at: Their positions.
        case: Number of the case of each.
        first: Index into ``at`` of the first of each case, and their number at the end.
    """

    at: Ints
    case: Ints
    first: Ints

    @functools.cached_property
    def count(self) -> Ints:
        """Number of events in each case."""
        return np.diff(self.first)

    @functools.cached_property
    def some(self) -> Flags:
        """Which cases have any."""
        return self.count > 0

    @functools.cached_property
    def head(self) -> Ints:
        """Position of the first event of each case, or ``FAR``."""
        return self.nth(0)

    @functools.cached_property
    def tail(self) -> Ints:
        """Position of the last event of each case, or ``NONE``."""
        padded = np.append(self.at, NONE)
        return np.where(self.some, padded[self.first[1:] - 1], NONE)

    def nth(self, number: int) -> Ints:
        """
        Give the position of an event of each case by its number from 0, or ``FAR`` where there are too few.

        Args:
            number: Which one, from 0.
        """
        padded = np.append(self.at, FAR)
        index = np.minimum(self.first[:-1] + number, len(self.at))
        return np.where(self.count > number, padded[index], FAR)

    @functools.cached_property
    def previous(self) -> Ints:
        """Position of the event before each one in its case, or ``NONE``."""
        found = np.empty_like(self.at)
        found[:1] = NONE
        found[1:] = np.where(self.case[1:] == self.case[:-1], self.at[:-1], NONE)
        return found

    @functools.cached_property
    def following(self) -> Ints:
        """Position of the event after each one in its case, or ``FAR``."""
        found = np.empty_like(self.at)
        found[-1:] = FAR
        found[:-1] = np.where(self.case[1:] == self.case[:-1], self.at[1:], FAR)
        return found


@attrs.frozen(eq=False)
class Log:
    """
    A history with its columns as numpy arrays; nothing is copied.

    Args:
        history: The history, effective.
        lexicon: Which elements there are.
        closed: Which cases are closed.
        now: The time of judging, microseconds since 1970 UTC.
    """

    history: History
    lexicon: Lexicon
    closed: Flags
    now: int

    @functools.cached_property
    def starts(self) -> Ints:
        """Position of the first event of each case, and the number of events."""
        return np.frombuffer(self.history.starts, dtype=np.int64)

    @functools.cached_property
    def occurred(self) -> Ints:
        """When each event happened."""
        return np.frombuffer(self.history.occurred, dtype=np.int64) if self.size else np.empty(0, np.int64)

    @functools.cached_property
    def moments(self) -> Ints:
        """The time of judging of each case: never before its last event."""
        times = np.append(self.occurred, self.now)
        last = np.where(np.diff(self.starts) > 0, self.starts[1:] - 1, self.size)
        return np.maximum(times[last], self.now)

    @property
    def size(self) -> int:
        """Number of events."""
        return len(self.history.occurred)

    @property
    def cases(self) -> int:
        """Number of cases."""
        return len(self.history.cases)

    @functools.cached_property
    def case_of(self) -> NDArray[np.int32]:
        """Number of the case of each event."""
        return np.repeat(np.arange(self.cases, dtype=np.int32), np.diff(self.starts))

    @functools.cached_property
    def mapped(self) -> Sequence[bool]:
        """Which signatures are of elements that a model names."""
        return tuple(self.lexicon.is_mapped(signature) for signature in self.history.signatures)

    @functools.cached_property
    def _sorted(self) -> tuple[Ints, Ints]:
        """Positions by signature, and where each signature's positions start."""
        kinds = len(self.history.signatures)
        if not self.size:
            return np.empty(0, np.int64), np.zeros(kinds + 1, np.int64)
        codes = np.frombuffer(self.history.signature, dtype=np.int32)
        # numpy sorts small unsigned numbers by radix, which is what makes postings cheap
        small = codes.astype(np.uint8 if kinds <= 2**8 else np.uint16 if kinds <= 2**16 else np.int32)
        ends = np.cumsum(np.bincount(codes, minlength=kinds))
        return np.argsort(small, kind="stable"), np.concatenate(([0], ends))

    def positions(self, codes: Sequence[int]) -> Ints:
        """
        Give the positions of events with some signatures, in order.

        Args:
            codes: Indexes into the history's signatures.
        """
        order, bounds = self._sorted
        parts = [order[bounds[code] : bounds[code + 1]] for code in codes]
        if len(parts) == 1:
            return parts[0]
        return np.sort(np.concatenate(parts), kind="stable") if parts else np.empty(0, np.int64)

    def posting(self, at: Ints) -> Posting:
        """
        Make a posting of positions.

        Args:
            at: The positions, in order.
        """
        case = self.case_of[at]
        first = np.zeros(self.cases + 1, np.int64)
        np.cumsum(np.bincount(case, minlength=self.cases), out=first[1:])
        return Posting(at, case.astype(np.int64), first)

    @functools.cached_property
    def there(self) -> Ints | None:
        """Positions of the events that are never absent to a rule, or None if that is every event."""
        if all(self.mapped):
            return None
        return self.positions([code for code, known in enumerate(self.mapped) if known])
