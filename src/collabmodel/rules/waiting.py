"""What machines keep: activations that wait for a target, and earlier events that an activation may look back to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from collabmodel.rules.pairing import Key, Pairing
from collabmodel.rules.states import State, numbers, of_key, parts, to_key

Rows: TypeAlias = dict[Key | None, list[int]]
"""Positions by key; None where a part of the key is missing."""
_UNPAIRED: Key = ()
_ONLY = (_UNPAIRED,)


class Shelf:
    """
    Positions of events by correlation key, in order.

    Without correlation there is one key. With equality (``activation.unit == unit``) a look-up touches only the
    events of that key, and those whose key is missing; with any other correlation it touches all.

    While a mark is set, what happens to rows is noted, so that going back costs as much as what happened since.

    Args:
        pairing: The correlation, or None.
        activations: Whether the events kept are activations; else they are targets.
    """

    __slots__ = ("activations", "changes", "marked", "pairing", "rows")

    def __init__(self, pairing: Pairing | None, *, activations: bool) -> None:
        self.pairing: Pairing | None = pairing
        self.activations: bool = activations
        self.rows: Rows = {}
        self.marked: Rows | None = None
        self.changes: list[tuple[Rows, Key | None, list[int] | None, int]] = []

    def key(self, position: int) -> Key | None:
        """
        Give the key of the row that an event belongs in; None where a part is missing, so that those in the row may
        belong to different partners.

        Args:
            position: The event.
        """
        pairing = self.pairing
        if pairing is None:
            return _UNPAIRED
        return pairing.activation_key(position) if self.activations else pairing.target_key(position)

    def add(self, key: Key | None, position: int) -> None:
        """
        Put an event at the end of a row.

        Args:
            key: Key of the row.
            position: The event.
        """
        row = self.rows.get(key)
        if self.marked is not None:
            self.changes.append((self.rows, key, row, 0 if row is None else len(row)))
        if row is None:
            self.rows[key] = [position]
        else:
            row.append(position)

    def put(self, key: Key | None, row: list[int]) -> None:
        """
        Let other events take the place of a row.

        Args:
            key: Key of the row.
            row: The events; a row without any is taken away.
        """
        if self.marked is not None:
            before = self.rows.get(key)
            self.changes.append((self.rows, key, before, 0 if before is None else len(before)))
        if row:
            self.rows[key] = row
        else:
            del self.rows[key]

    def clear(self) -> None:
        """Take every row away."""
        self.rows = {}

    def sift(self, position: int, stays: Callable[[int, int], bool]) -> None:
        """
        Take away those partners of an event that it settles.

        Args:
            position: The event.
            stays: Tells of a partner and the event whether the partner stays.
        """
        for key in self.across(position):
            row = self.rows[key]
            left = [earlier for earlier in row if stays(earlier, position)]
            if len(left) != len(row):
                self.put(key, left)

    def across(self, position: int) -> tuple[Key | None, ...]:
        """
        Give the keys of the rows that may hold partners of an event on the other side.

        Args:
            position: The event.
        """
        pairing, rows = self.pairing, self.rows
        if pairing is None:
            return _ONLY if rows else ()
        key = pairing.target_key(position) if self.activations else pairing.activation_key(position)
        if key is None:
            return tuple(rows)
        return tuple([each for each in (key, None) if each in rows])

    def __iter__(self) -> Iterator[int]:
        for row in self.rows.values():
            yield from row

    def mark(self) -> None:
        """Note from here on what happens, so that ``back`` can undo it."""
        self.marked = self.rows

    def back(self) -> None:
        """Undo what happened since the mark."""
        for rows, key, row, size in reversed(self.changes):
            if row is None:
                rows.pop(key, None)
            else:
                del row[size:]
                rows[key] = row
        if self.marked is not None:
            self.rows = self.marked
        self.marked = None
        self.changes.clear()

    def save(self) -> State:
        """Give the rows as plain values."""
        return tuple((None if key is None else of_key(key), tuple(row)) for key, row in self.rows.items())

    def load(self, state: State) -> None:
        """
        Take over rows.

        Args:
            state: What ``save`` gave.

        Raises:
            ValueError: It is no such state.
        """
        self.rows = {}
        for each in parts(state):
            key, row = parts(each, 2)
            self.rows[None if key is None else to_key(key)] = numbers(row)
