"""The data of events out of the numbers of a log, and their columns, in plain Python."""

from __future__ import annotations

import datetime as dt
import math
from array import array
from bisect import bisect_right

from collabmodel.history import Column, NumberColumn, ObjectColumn, TextColumn
from collabmodel.history.times import micros, moment
from collabmodel.rules import Value
from collabmodel.simulate.naming import MINUTE
from collabmodel.simulate.telling import Layout


def typed(layout: Layout, datum: int, value: float) -> Value:
    """
    Give a datum as events tell it; None where it is not known.

    Args:
        layout: How logs are told.
        datum: Its number.
        value: What the log says.
    """
    kind = layout.prepared.types[datum]
    if math.isnan(value) or (kind == "truth" and value not in (0, 1)):
        return None
    if kind in ("word", "list"):
        word = layout.prepared.words[int(value)]
        return word if kind == "word" else (word,)
    if kind in ("date", "moment"):
        return _moment(layout, int(value), day=kind == "date")
    return value if kind == "number" else bool(value) if kind == "truth" else int(value)


def _moment(layout: Layout, minutes: int, *, day: bool) -> Value:
    """Give a moment, or its day where the scenario is, by minutes since the start."""
    when = moment(layout.prepared.start_us + minutes * MINUTE)
    if not day:
        return when
    clock = layout.names.clock
    ahead = clock[max(bisect_right(clock, (minutes, 1440)) - 1, 0)][1]
    return (when + dt.timedelta(minutes=ahead)).date()


def column_of(kind: str, count: int, values: dict[int, Value]) -> Column:
    """
    Give a column of values.

    Args:
        kind: What they are, as ``Layout.columns`` says.
        count: How many rows there are.
        values: Value by row.
    """
    if kind == "object":
        return ObjectColumn(values)
    if kind == "text":
        words: dict[str, int] = {}
        codes = array("i", [-1]) * count
        for row, value in values.items():
            codes[row] = words.setdefault(str(value), len(words))
        return TextColumn(codes, tuple(words))
    present = array("b", bytes(count))
    cells: array[int] | array[float] = array("d" if kind == "number" else "q", bytes(8 * count))
    for row, value in values.items():
        present[row] = 1
        cells[row] = micros(value) if isinstance(value, dt.datetime) else value  # type: ignore[assignment]
    return NumberColumn(cells, present, kind == "boolean", kind == "time")
