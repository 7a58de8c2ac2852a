"""What machines keep: activations that wait for a target, and earlier events that an activation may look back to."""

from __future__ import annotations

from collections.abc import Iterator

from collabmodel.rules.pairing import Key, Pairing

_UNPAIRED: Key = ()


class Shelf:
    """
    Positions of events by correlation key, in order.

    Without correlation there is one key. With equality (``activation.unit == unit``) a look-up touches only the
    events of that key, and those whose key is missing; with any other correlation it touches all.

    Args:
        pairing: The correlation, or None.
        activations: Whether the events kept are activations; else they are targets.
    """

    __slots__ = ("activations", "pairing", "rows")

    def __init__(self, pairing: Pairing | None, *, activations: bool) -> None:
        self.pairing: Pairing | None = pairing
        self.activations: bool = activations
        self.rows: dict[Key | None, list[int]] = {}

    def row(self, position: int) -> list[int]:
        """
        Give the row that an event belongs in, made if need be.

        Args:
            position: The event.
        """
        pairing = self.pairing
        key: Key | None = _UNPAIRED
        if pairing is not None:
            key = pairing.activation_key(position) if self.activations else pairing.target_key(position)
        row = self.rows.get(key)
        if row is None:
            row = self.rows[key] = []
        return row

    def is_odd(self, row: list[int]) -> bool:
        """
        Tell whether a row holds events whose key is missing, so that they may belong to different partners.

        Args:
            row: The row.
        """
        return self.pairing is not None and self.rows.get(None) is row

    def across(self, position: int) -> Iterator[list[int]]:
        """
        Give the rows that may hold partners of an event on the other side.

        Args:
            position: The event.
        """
        pairing = self.pairing
        if pairing is None:
            if self.rows:
                yield self.rows[_UNPAIRED]
            return
        key = pairing.target_key(position) if self.activations else pairing.activation_key(position)
        if key is None:
            yield from self.rows.values()
            return
        for each in (key, None):
            row = self.rows.get(each)
            if row:
                yield row

    def __iter__(self) -> Iterator[int]:
        for row in self.rows.values():
            yield from row
