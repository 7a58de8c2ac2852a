"""The columns that histories are made of."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TypeAlias, TypeVar

import attrs

from collabmodel.history.times import moment
from collabmodel.rules.trace import Value

_Array = TypeVar("_Array", bound="array[int] | array[float]")


def taken(values: _Array, rows: Sequence[int]) -> _Array:
    """
    Give some values of an array.

    Args:
        values: The array.
        rows: Row numbers, in the order wanted.
    """
    return array(values.typecode, map(values.__getitem__, rows))  # type: ignore[return-value]


@attrs.frozen(eq=False)
class TextColumn:
    """
    Texts by code, because they repeat.

    Args:
        codes: Index into ``words`` for each row ('i'); -1 where missing.
        words: Distinct texts.
    """

    codes: array[int]
    words: Sequence[str]

    def value(self, row: int) -> Value:
        """
        Give the text of a row, or None.

        Args:
            row: Row number.
        """
        code = self.codes[row]
        return None if code < 0 else self.words[code]

    def text(self, row: int) -> str:
        """
        Give the text of a row, or an empty one.

        Args:
            row: Row number.
        """
        code = self.codes[row]
        return "" if code < 0 else self.words[code]

    def take(self, rows: Sequence[int]) -> TextColumn:
        """
        Give the column of some rows.

        Args:
            rows: Row numbers, in the order wanted.
        """
        return TextColumn(taken(self.codes, rows), self.words)


@attrs.frozen(eq=False)
class NumberColumn:
    """
    Whole numbers ('q') or numbers ('d').

    Args:
        values: One value a row; 0 where missing.
        present: 1 where there is a value ('b').
        boolean: Whether the values are truth values.
        time: Whether the values are times, microseconds since 1970 UTC.
    """

    values: array[int] | array[float]
    present: array[int]
    boolean: bool = False
    time: bool = False

    def value(self, row: int) -> Value:
        """
        Give the value of a row, or None; times in UTC.

        Args:
            row: Row number.
        """
        if not self.present[row]:
            return None
        value = self.values[row]
        if self.boolean:
            return bool(value)
        return moment(int(value)) if self.time else value

    def take(self, rows: Sequence[int]) -> NumberColumn:
        """
        Give the column of some rows.

        Args:
            rows: Row numbers, in the order wanted.
        """
        return attrs.evolve(self, values=taken(self.values, rows), present=taken(self.present, rows))


@attrs.frozen(eq=False)
class ObjectColumn:
    """
    Values of mixed or nested type, few of them.

    Args:
        values: Row number to value; rows without are missing.
    """

    values: dict[int, Value]

    def value(self, row: int) -> Value:
        """
        Give the value of a row, or None.

        Args:
            row: Row number.
        """
        return self.values.get(row)

    def take(self, rows: Sequence[int]) -> ObjectColumn:
        """
        Give the column of some rows.

        Args:
            rows: Row numbers, in the order wanted.
        """
        values = self.values
        return ObjectColumn({new: values[old] for new, old in enumerate(rows) if old in values})


Column: TypeAlias = TextColumn | NumberColumn | ObjectColumn

ALIASES = {
    "org:resource": "actor.person",
    "org:role": "actor.role",
    "org:group": "actor.organisation",
    "concept:name": "event.element",
    "concept:instance": "event.instance",
    "lifecycle:transition": "event.transition",
    "time:timestamp": "event.occurred",
}
"""Names under which XES knows parts of an event; they can be used wherever names of data can."""
