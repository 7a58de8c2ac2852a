"""Charts of shares: bars that make a whole where the shares of each row do, else bars of the first share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import attrs
from xlsxwriter import Workbook
from xlsxwriter.chart_bar import ChartBar
from xlsxwriter.worksheet import Worksheet

from collabmodel.report import Cell, Measure, Section, Table
from collabmodel_xlsx.texts import clean, cut
from collabmodel_xlsx.words import word

_COLOURS = ("#0072b2", "#d55e00", "#b8b8b8", "#009e73", "#cc79a7", "#f0e442")
"""Colours that most people can tell from each other, in print as well."""
_ROW, _AROUND, _WIDTH = 26, 130, 960
"""Pixels of one bar, of what stands around all of them, and of the width."""
_LONGEST_TITLE = 120


@attrs.frozen(kw_only=True)
class Spot:
    """
    Where a table stands.

    Args:
        sheet: Name of the sheet.
        head: Row of its headings, from 0.
        below: First free row below it.
        headings: What stands above its columns.
    """

    sheet: str
    head: int
    below: int
    headings: tuple[str, ...]


def drawn(book: Workbook, sheet: Worksheet, section: Section, spot: Spot, *, most: int, lang: str) -> None:
    """
    Draw the shares of a table below it, if it has any.

    Args:
        book: The workbook.
        sheet: The sheet.
        section: The section that the table belongs to.
        spot: Where the table stands.
        most: Most rows that are drawn.
        lang: Language code.
    """
    table = section.table
    if table is None or not table.rows:
        return
    places, rows = share_columns(table), min(len(table.rows), most)
    if not places:
        return
    stacked = len(places) > 1
    options = {"type": "bar", "subtype": "stacked"} if stacked else {"type": "bar"}
    chart = cast("ChartBar", book.add_chart(options))
    for number, place in enumerate(places):
        colour = _COLOURS[number % len(_COLOURS)]
        chart.add_series(_series(spot, place, rows, spot.headings[place], colour))
    left = f" ({word('first_rows', lang, n=rows)})" if rows < len(table.rows) else ""
    title = cut(" ".join(clean(section.title).split()), _LONGEST_TITLE, "…") + left
    chart.set_title({"name": title, "name_font": {"size": 12}, "overlay": False})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}})
    chart.set_x_axis(
        {"min": 0, "max": 1, "num_format": "0%", "major_gridlines": {"visible": True, "line": {"color": "#d0d7dc"}}}
    )
    chart.set_legend({"position": "bottom"} if stacked else {"none": True})
    chart.set_size({"width": _WIDTH, "height": _AROUND + _ROW * rows})
    sheet.insert_chart(spot.below + 1, 0, chart, {"description": title, "object_position": 2})


def _series(spot: Spot, place: int, rows: int, heading: str, colour: str) -> dict[str, object]:
    last = spot.head + rows
    return {
        "name": cut(clean(heading), _LONGEST_TITLE, "…"),
        "categories": [spot.sheet, spot.head + 1, 0, last, 0],
        "values": [spot.sheet, spot.head + 1, place, last, place],
        "fill": {"color": colour},
        "border": {"color": "#ffffff", "width": 0.5},
        "gap": 40,
    }


def share_columns(table: Table) -> tuple[int, ...]:
    """
    Choose the columns of shares that a chart draws: all of them if each row makes a whole, else the first.

    Args:
        table: The table.
    """
    shares = [place for place, column in enumerate(table.columns) if column.measure is Measure.SHARE]
    told = [place for place in shares if place and any(_number(row[place]) for row in table.rows)]
    if len(told) > 1 and all(_whole([row[place] for place in shares]) for row in table.rows):
        return tuple(shares)
    return tuple(told[:1])


def _whole(cells: Sequence[Cell]) -> bool:
    numbers = [cell for cell in cells if isinstance(cell, int | float)]
    return not numbers or abs(sum(numbers) - 1) < 1e-6


def _number(cell: Cell) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)
