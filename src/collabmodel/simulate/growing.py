"""Columns of histories while they are put together with numpy."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Sequence
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from collabmodel.history import Column, NumberColumn, ObjectColumn, TextColumn
from collabmodel.history.times import micros
from collabmodel.rules import Value

Whole = NDArray[np.int64]

_ROOM = {"b": np.int8, "h": np.int16, "i": np.int32, "q": np.int64, "d": np.float64}


def as_array(code: str, values: NDArray[np.generic]) -> array[int]:
    """
    Give numbers as an array of the standard library.

    Args:
        code: Its type code.
        values: The numbers.
    """
    found = array(code)
    found.frombytes(np.ascontiguousarray(values, _ROOM[code]).tobytes())
    return found


class Growing:
    """
    A column in the making; this one of values of any kind, by row.

    Args:
        count: How many rows there are.
    """

    def __init__(self, count: int) -> None:
        self.count = count
        self.values: dict[int, Value] = {}

    def objects(self, rows: Whole, values: Sequence[Value]) -> None:
        """
        Set values.

        Args:
            rows: The rows.
            values: One a row.
        """
        self.values.update(zip(rows.tolist(), values, strict=True))

    def constant(self, rows: Whole, value: Value) -> None:
        """
        Set one value in many rows.

        Args:
            rows: The rows.
            value: The value.
        """
        self.values.update(zip(rows.tolist(), repeat(value)))

    def texts(self, rows: Whole, codes: Whole, words: Sequence[str]) -> None:
        """
        Set texts.

        Args:
            rows: The rows.
            codes: Place in ``words`` of each.
            words: The texts.
        """
        self.objects(rows, [words[code] for code in codes.tolist()])

    def numbers(self, rows: Whole, values: NDArray[np.generic], *, boolean: bool = False) -> None:
        """
        Set numbers.

        Args:
            rows: The rows.
            values: One a row.
            boolean: Whether they are truth values.
        """
        self.objects(rows, [bool(one) for one in values.tolist()] if boolean else values.tolist())

    def column(self) -> Column:
        """Give the column."""
        return ObjectColumn(self.values)


class _Texts(Growing):
    """A column of texts in the making."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.codes = np.full(count, -1, np.int32)
        self.words: tuple[str, ...] = ()

    def texts(self, rows: Whole, codes: Whole, words: Sequence[str]) -> None:
        self.codes[rows] = codes + len(self.words)
        self.words = (*self.words, *words)

    def constant(self, rows: Whole, value: Value) -> None:
        if str(value) not in self.words:
            self.words = (*self.words, str(value))
        self.codes[rows] = self.words.index(str(value))

    def column(self) -> Column:
        return distinct(self.codes, self.words)


class _Numbers(Growing):
    """A column of numbers, truth values or times in the making."""

    def __init__(self, count: int, kind: str) -> None:
        super().__init__(count)
        self.kind = kind
        self.cells = np.zeros(count, np.float64 if kind == "number" else np.int64)
        self.present = np.zeros(count, np.int8)

    def objects(self, rows: Whole, values: Sequence[Value]) -> None:
        for row, value in zip(rows, values, strict=True):
            self.constant(np.array([row]), value)

    def numbers(self, rows: Whole, values: NDArray[np.generic], *, boolean: bool = False) -> None:
        del boolean
        self.cells[rows] = values
        self.present[rows] = 1

    def constant(self, rows: Whole, value: Value) -> None:
        self.cells[rows] = micros(value) if isinstance(value, dt.datetime) else value  # type: ignore[assignment]
        self.present[rows] = 1

    def column(self) -> Column:
        cells = as_array("d" if self.kind == "number" else "q", self.cells)
        return NumberColumn(cells, as_array("b", self.present), self.kind == "boolean", self.kind == "time")


def distinct(codes: NDArray[np.int32], words: Sequence[str]) -> TextColumn:
    """
    Give a column of texts in which each word stands once.

    Args:
        codes: Place in ``words`` for each row; -1 where missing.
        words: Texts, some of them perhaps more than once.
    """
    places: dict[str, int] = {}
    table = np.array([*(places.setdefault(word, len(places)) for word in words), -1], np.int32)
    return TextColumn(as_array("i", table[codes]), tuple(places))


def growing_column(kind: str, count: int) -> Growing:
    """
    Give an empty column for values of a kind.

    Args:
        kind: What they are, as ``Layout.columns`` says.
        count: How many rows there are.
    """
    if kind == "object":
        return Growing(count)
    return _Texts(count) if kind == "text" else _Numbers(count, kind)
