"""Cells: each is written as what it is, and text is never anything but text."""

from __future__ import annotations

import datetime as dt

import attrs
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from collabmodel.report import Cell
from collabmodel_xlsx.columns import Shown, days, keeps
from collabmodel_xlsx.settings import XlsxSettings
from collabmodel_xlsx.styles import Styles
from collabmodel_xlsx.texts import formula_like, told
from collabmodel_xlsx.words import word

_FIRST = dt.date(1900, 3, 1)
"""Spreadsheet programs disagree about days before this one."""


@attrs.frozen(eq=False)
class Pen:
    """
    Writes cells of one workbook.

    Args:
        styles: How cells look.
        settings: How workbooks are written.
        lang: Language code.
    """

    styles: Styles
    settings: XlsxSettings
    lang: str

    def told(self, text: str) -> str:
        """
        Give a text as a cell may hold it.

        Args:
            text: The text.
        """
        return told(text, apostrophe=self.settings.apostrophe, note=word("cut", self.lang))

    def text(self, sheet: Worksheet, row: int, place: int, text: str, look: str, **more: str | float | bool) -> None:
        """
        Write a text.

        Args:
            sheet: The sheet.
            row: The row, from 0.
            place: The column, from 0.
            text: The text.
            look: Name of its look.
            **more: What differs from that look.
        """
        sheet.write_string(row, place, self.told(text), self._guarded(text, look, **more))

    def wide(self, sheet: Worksheet, row: int, columns: int, text: str, look: str) -> None:
        """
        Write a text across several columns.

        Args:
            sheet: The sheet.
            row: The row, from 0.
            columns: How many columns, >= 1.
            text: The text.
            look: Name of its look.
        """
        if columns == 1:
            self.text(sheet, row, 0, text, look)
            return
        style = self._guarded(text, look)
        # What merges writes by its own guess of what a text is; the text itself is written as text, over it.
        sheet.merge_range(row, 0, row, columns - 1, "", style)
        sheet.write_string(row, 0, self.told(text), style)

    def _guarded(self, text: str, look: str, **more: str | float | bool) -> Format:
        # With this mark a text stays text even if somebody edits the cell.
        return self.styles(look, quote_prefix=True, **more) if formula_like(text) else self.styles(look, **more)

    def cell(self, sheet: Worksheet, row: int, place: int, cell: Cell, column: Shown) -> None:
        """
        Write a cell of a table.

        Args:
            sheet: The sheet.
            row: The row, from 0.
            place: The column, from 0.
            cell: What stands in it.
            column: How its column is shown.
        """
        if cell is None:
            sheet.write_blank(row, place, None, self.styles("cell"))
        elif isinstance(cell, str):
            # After a number, text would else begin where the number ends.
            side = {"align": "right"} if column.numeric else {"align": "left", "indent": min(place, 1)}
            self.text(sheet, row, place, cell, "cell", **side)
        elif isinstance(cell, bool):
            sheet.write_boolean(row, place, cell, self.styles("cell"))
        elif isinstance(cell, dt.date):
            self._day(sheet, row, place, cell, column)
        elif keeps(cell):
            sheet.write_number(row, place, cell, self.styles("cell", num_format=column.numbers))
        else:
            self.text(sheet, row, place, str(cell), "cell", align="right")

    def _day(self, sheet: Worksheet, row: int, place: int, cell: dt.date, column: Shown) -> None:
        local = self.local(cell, column.zone)
        day = local.date() if isinstance(local, dt.datetime) else local
        if day < _FIRST:
            self.text(sheet, row, place, cell.isoformat(), "cell")
            return
        shown = f"{days(self.lang)} hh:mm" if isinstance(local, dt.datetime) else days(self.lang)
        look = self.styles("cell", num_format=shown, align="left", indent=min(place, 1))
        # A date is written as its midnight.
        moment = local if isinstance(local, dt.datetime) else dt.datetime.combine(local, dt.time())
        # Cells keep thousandths of a second; rounded up, the last moment of all would be none.
        moment = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
        sheet.write_datetime(row, place, moment, look)

    @staticmethod
    def local(cell: dt.date, zone: dt.tzinfo) -> dt.date:
        """
        Give a time as the clocks of a zone show it; dates, and times without a zone, stay as they are.

        Args:
            cell: The date or time.
            zone: The zone.
        """
        if not isinstance(cell, dt.datetime) or cell.tzinfo is None:
            return cell
        try:
            return cell.astimezone(zone).replace(tzinfo=None)
        except OverflowError:
            return cell.replace(tzinfo=None)
