"""Columns while they grow."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from collabmodel.history.cells import Column, NumberColumn, ObjectColumn, TextColumn
from collabmodel.history.times import micros, moment
from collabmodel.rules.trace import Value

_Array = TypeVar("_Array", bound="array[int] | array[float]")
_SMALL = 4096
_SPARSE = 64
_EXACT = 2**53
_LONG = 2**63


def _kind(value: Value) -> str:
    kind = _KINDS.get(type(value), "object")
    if kind == "integer" and not -_LONG <= value < _LONG:  # type: ignore[operator]
        return "object"
    return kind


_KINDS = {str: "text", bool: "boolean", int: "integer", float: "number", dt.datetime: "time"}
_CODES = {"text": "i", "boolean": "q", "integer": "q", "number": "d", "time": "q"}
_BACK: dict[str, Callable[[int | float], Value]] = {
    "boolean": bool,
    "integer": int,
    "number": float,
    "time": lambda value: moment(int(value)),
}


class ColumnBuilder:
    """
    A column with entries for some rows, of the narrowest type that holds them all.

    Whole numbers and numbers together are numbers, as long as they stay exact; anything else together is mixed.
    """

    kind: str

    __slots__ = ("index", "items", "kind", "objects", "rows")

    def __init__(self) -> None:
        self.rows: array[int] = array("q")
        self.kind = ""
        self.items: array[int] | array[float] = array("q")
        self.index: dict[str, int] = {}
        self.objects: list[Value] = []

    def add(self, row: int, value: Value) -> None:
        """
        Set the value of a row that has none yet.

        Args:
            row: Row number.
            value: The value; None is passed over.
        """
        if value is None:
            return
        kind = _kind(value)
        if kind != self.kind:
            kind = self._widen(kind, value)
        self.rows.append(row)
        if kind == "object":
            self.objects.append(value)
        elif kind == "text":
            self.items.append(self.index.setdefault(value, len(self.index)))  # type: ignore[arg-type]
        else:
            self.items.append(micros(value) if isinstance(value, dt.datetime) else value)  # type: ignore[arg-type]

    def add_text(self, row: int, text: str) -> None:
        """
        Set a text, quickly.

        Args:
            row: Row number.
            text: The text.
        """
        if self.kind != "text":
            self.add(row, text)
            return
        code = self.index.get(text)
        if code is None:
            code = self.index[text] = len(self.index)
        self.rows.append(row)
        self.items.append(code)

    def extend(self, kind: str, rows: Iterable[int], items: array[int] | array[float]) -> None:
        """
        Set many values of one type at once, as they are kept: texts by their number in ``index``.

        Args:
            kind: ``text``, ``boolean``, ``integer`` or ``number``; that of the values so far, if there are any.
            rows: Row numbers.
            items: One a row.
        """
        if not self.kind:
            self.kind = kind
            self.items = array(_CODES[kind])
        self.rows.extend(rows)
        self.items.extend(items)  # type: ignore[arg-type]

    def has(self, row: int) -> bool:
        """
        Tell whether the newest entry is that of a row.

        Args:
            row: Row number.
        """
        return bool(self.rows) and self.rows[-1] == row

    def _widen(self, kind: str, value: Value) -> str:
        """Make room for a value of another type, and give the type under which to store it."""
        if not self.kind:
            self.kind = kind
            if kind in _CODES:
                self.items = array(_CODES[kind])
            return kind
        if self.kind == "number" and kind == "integer" and abs(value) <= _EXACT:  # type: ignore[arg-type]
            return "number"
        if self.kind == "integer" and kind == "number" and all(abs(item) <= _EXACT for item in self.items):
            self.kind, self.items = "number", array("d", self.items)
            return "number"
        if self.kind != "object":
            self.objects = list(self.values())
            self.kind = "object"
        return "object"

    def values(self) -> Sequence[Value]:
        """Give the values so far, in order of entry."""
        if self.kind == "object":
            return self.objects
        if self.kind == "text":
            words = tuple(self.index)
            return [words[int(code)] for code in self.items]
        return [_BACK[self.kind](item) for item in self.items]

    def column(self, count: int) -> Column:
        """
        Give the column.

        Args:
            count: How many rows there are.
        """
        few = count > _SMALL and len(self.rows) * _SPARSE < count
        if self.kind == "object" or few or not self.kind:
            return ObjectColumn(dict(zip(self.rows, self.values(), strict=True)))
        if self.kind == "text":
            return self.text_column(count)
        present = array("b", bytes(count))
        if len(self.rows) == count and self.rows[-1] == count - 1 and self.rows[0] == 0:
            present = array("b", [1]) * count
        else:
            for row in self.rows:
                present[row] = 1
        values = self._spread(array(self.items.typecode, bytes(8 * count)))
        return NumberColumn(values, present, self.kind == "boolean", self.kind == "time")

    def text_column(self, count: int) -> TextColumn:
        """
        Give the column, of texts only.

        Args:
            count: How many rows there are.
        """
        if not self.kind:
            self.items = array("i")
        return TextColumn(self._spread(array("i", [-1]) * count), tuple(self.index))

    def _spread(self, target: _Array) -> _Array:
        """Put the items at their rows."""
        if len(self.rows) == len(target) and self.rows == array("q", range(len(target))):
            return self.items  # type: ignore[return-value]
        for row, item in zip(self.rows, self.items, strict=True):
            target[row] = item  # type: ignore[call-overload]
        return target
