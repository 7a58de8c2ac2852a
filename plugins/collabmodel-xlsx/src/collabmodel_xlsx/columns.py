"""Columns of a sheet: what stands above them, how wide they are, and how their numbers and times are shown."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import attrs

from collabmodel.report import Cell, Column, Measure, Table
from collabmodel_xlsx.settings import XlsxSettings
from collabmodel_xlsx.words import DAYS

_LOOKED_AT = 500
"""Rows whose length decides the width of a column."""
_NARROWEST, _WIDEST, _HEADING = 8.0, 36.0, 12
_MOST = 10**15
"""A cell keeps fifteen digits of a number."""


@attrs.frozen(kw_only=True)
class Shown:
    """
    One column as a sheet shows it.

    Args:
        heading: What stands above it.
        measure: What its cells are.
        width: Its width in characters.
        numbers: Format of its numbers.
        zone: Zone in which its times are written.
    """

    heading: str
    measure: Measure
    width: float
    numbers: str
    zone: dt.tzinfo

    @property
    def numeric(self) -> bool:
        """Whether its cells are numbers, which stand to the right."""
        return self.measure in {Measure.NUMBER, Measure.SHARE}


def shown(table: Table, settings: XlsxSettings) -> tuple[Shown, ...]:
    """
    Decide how each column of a table is shown.

    Args:
        table: The table.
        settings: How workbooks are written.
    """
    return tuple(_shown(column, place, table.rows, settings) for place, column in enumerate(table.columns))


def _shown(column: Column, place: int, rows: Sequence[Sequence[Cell]], settings: XlsxSettings) -> Shown:
    cells = [row[place] for row in itertools.islice(rows, _LOOKED_AT)]
    aware = any(isinstance(cell, dt.datetime) and cell.tzinfo is not None for cell in cells)
    name = _zone_name(column, settings)
    unit = name if aware else column.unit
    heading = f"{column.title} ({unit})" if unit else column.title
    numbers = _numbers(column.measure, cells, settings)
    return Shown(
        heading=heading,
        measure=column.measure,
        width=_width(heading, cells, numbers),
        numbers=numbers,
        zone=ZoneInfo(name),
    )


def _zone_name(column: Column, settings: XlsxSettings) -> str:
    """Give the zone of the settings, else the one that a column names, else UTC."""
    for name in (settings.zone, column.unit if column.measure is Measure.TIME else ""):
        try:
            if name:
                return ZoneInfo(name).key
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    return "UTC"


def _numbers(measure: Measure, cells: Iterable[Cell], settings: XlsxSettings) -> str:
    if measure is Measure.SHARE:
        return _decimals("0", settings.percent_decimals) + "%"
    floats = [cell for cell in cells if isinstance(cell, float) and math.isfinite(cell)]
    needed = max((_needed(cell, settings.decimals) for cell in floats), default=0)
    return _decimals("#,##0" if measure is Measure.NUMBER else "0", needed)


def _decimals(whole: str, places: int) -> str:
    return f"{whole}.{'0' * places}" if places else whole


def _needed(number: float, most: int) -> int:
    return next((places for places in range(most) if abs(number - round(number, places)) < 1e-9), most)


def _width(heading: str, cells: Iterable[Cell], numbers: str) -> float:
    words = max(map(len, heading.split()), default=0)
    least = max(words, min(len(heading), _HEADING)) + 2.5
    longest = max((_length(cell, numbers) for cell in cells), default=0)
    return min(max(_NARROWEST, least, longest + 1.5), _WIDEST)


def _length(cell: Cell, numbers: str) -> float:
    if isinstance(cell, str):
        return float(max(map(len, cell.splitlines()), default=0))
    if isinstance(cell, dt.datetime):
        return 16.0
    if isinstance(cell, dt.date):
        return 10.0
    return 0.0 if cell is None else len(f"{int(_finite(cell)):,}") + len(numbers.partition(".")[2])


def _finite(number: float) -> float:
    return number if math.isfinite(number) else 0.0


def keeps(number: float) -> bool:
    """
    Tell whether a cell keeps a number as it is.

    Args:
        number: The number.

    >>> keeps(12), keeps(10**15), keeps(float("nan"))
    (True, False, False)
    """
    if isinstance(number, int):
        return -_MOST < number < _MOST
    return math.isfinite(number)


def days(lang: str) -> str:
    """
    Give the format of dates.

    Args:
        lang: Language code.

    >>> days("fi"), days("en")
    ('d.m.yyyy', 'yyyy-mm-dd')
    """
    return DAYS.get(lang, "yyyy-mm-dd")
