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
        count: How many there are in each case.
    """

    at: Ints
    count: Ints
    _flags: Flags | None = attrs.field(default=None, init=False)

    @functools.cached_property
    def first(self) -> Ints:
        """Index into ``at`` of the first of each case, and their number at the end."""
        found = np.zeros(len(self.count) + 1, np.int64)
        np.cumsum(self.count, out=found[1:])
        return found

    @functools.cached_property
    def case(self) -> Ints:
        """Number of the case of each."""
        return np.repeat(np.arange(len(self.count)), self.count)

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
        if not len(self.at):
            return np.full(len(self.count), NONE)
        # where a case has none this looks at a neighbour's event, which is then left aside
        return np.where(self.some, self.at[self.first[1:] - 1], NONE)

    def nth(self, number: int) -> Ints:
        """
        Give the position of an event of each case by its number from 0, or ``FAR`` where there are too few.

        Args:
            number: Which one, from 0.
        """
        if not len(self.at):
            return np.full(len(self.count), FAR)
        index = np.minimum(self.first[:-1] + number, len(self.at) - 1)
        return np.where(self.count > number, self.at[index], FAR)

    def flags(self, size: int) -> Flags:
        """
        Give a flag for each event of a log, and two that are never set: for ``NONE`` (the last one) and after the end.

        Args:
            size: Number of events in the log.
        """
        flags = self._flags
        if flags is None:
            flags = np.zeros(size + 2, np.bool_)
            flags[self.at] = True
            object.__setattr__(self, "_flags", flags)
        return flags

    @functools.cached_property
    def previous(self) -> Ints:
        """Position of the event before each one in its case, or ``NONE``."""
        found = np.empty_like(self.at)
        found[1:] = self.at[:-1]
        found[self.first[:-1][self.some]] = NONE
        return found

    @functools.cached_property
    def following(self) -> Ints:
        """Position of the event after each one in its case, or ``FAR``."""
        found = np.empty_like(self.at)
        found[:-1] = self.at[1:]
        found[self.first[1:][self.some] - 1] = FAR
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
    def all_closed(self) -> bool:
        """Whether every case is closed."""
        return bool(self.closed.all())

    @functools.cached_property
    def moments(self) -> Ints:
        """The time of judging of each case: never before its last event."""
        times = np.append(self.occurred, self.now)
        last = np.where(np.diff(self.starts) > 0, self.starts[1:] - 1, self.size)
        found: Ints = np.maximum(times[last], self.now)
        return found

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
    def opening(self) -> Flags:
        """Which events are the first of their case; set after the last event too."""
        found = np.zeros(self.size + 1, np.bool_)
        found[self.starts] = True
        return found

    @functools.cached_property
    def _table(self) -> Ints | None:
        """How many events of each signature each case has; None if that table would be larger than the log."""
        kinds = len(self.history.signatures)
        if not self.size or kinds * self.cases > 2 * self.size:
            return None
        key = self._codes * np.int32(self.cases) + self.case_of
        return np.bincount(key, minlength=kinds * self.cases).reshape(kinds, self.cases)

    @functools.cached_property
    def _codes(self) -> NDArray[np.int32]:
        return np.frombuffer(self.history.signature, np.int32) if self.size else np.empty(0, np.int32)

    @functools.cached_property
    def _sorted(self) -> tuple[Ints, Ints]:
        """Positions by signature, and where each signature's positions start."""
        kinds = len(self.history.signatures)
        # numpy sorts small unsigned numbers by radix, which is what makes postings cheap
        small = self._codes.astype(np.uint8 if kinds <= 2**8 else np.uint16 if kinds <= 2**16 else np.int32)
        sums = np.bincount(self._codes, minlength=kinds) if self._table is None else self._table.sum(axis=1)
        return np.argsort(small, kind="stable"), np.concatenate(([0], np.cumsum(sums)))

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

    def letter(self, codes: Sequence[int]) -> Posting:
        """
        Give the posting of some signatures.

        Args:
            codes: Indexes into the history's signatures.
        """
        at = self.positions(codes)
        if self._table is None:
            return self.posting(at)
        counts = self._table[list(codes)]
        return Posting(at, counts[0] if len(codes) == 1 else counts.sum(axis=0))

    def posting(self, at: Ints) -> Posting:
        """
        Make a posting of any positions.

        Args:
            at: The positions, in order.
        """
        return Posting(at, np.bincount(self.case_of[at], minlength=self.cases))

    @functools.cached_property
    def there(self) -> Ints | None:
        """Positions of the events that are never absent to a rule, or None if that is every event."""
        if all(self.mapped):
            return None
        return self.positions([code for code, known in enumerate(self.mapped) if known])
