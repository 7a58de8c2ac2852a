"""The sheets: the cover, the text, and one for each table."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

import attrs
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from collabmodel.report import Document, Section, Table
from collabmodel_xlsx.cells import Pen
from collabmodel_xlsx.charts import Spot, drawn
from collabmodel_xlsx.columns import Shown, shown
from collabmodel_xlsx.paper import lay_out
from collabmodel_xlsx.planning import Placed, Plan
from collabmodel_xlsx.settings import XlsxSettings
from collabmodel_xlsx.words import word

_COVER = (44.0, 74.0)
_TEXT = 78.0
"""Characters of the column of text: no program makes a single column smaller that is wider than the paper."""
_LINE, _HEADING, _TITLE = 15.0, 20.0, 26.0
"""Points of a line of text, of a heading, and of the title."""
_HIGHEST = 400.0
"""Points of the highest row: a spreadsheet program has no higher ones than 409."""
_COLUMN, _NARROW = 8.43, 84.0
"""Characters of a column that nobody widened, and of the least width of text."""
_MOST_ABOVE = 6
"""Lines of text that may stand above a table; more stand below it, so that headings stay in sight."""
_LONG = 25
"""After a table of more lines than so many, a new page begins."""
_LANDSCAPE = 95
"""Characters beside each other from which on the paper lies on its side."""


@attrs.frozen(kw_only=True, eq=False)
class Sheets:
    """
    Writes the sheets of one workbook.

    Args:
        book: The workbook.
        document: What to say.
        plan: What goes where.
        pen: Writes cells.
        settings: How workbooks are written.
    """

    book: Workbook
    document: Document
    plan: Plan
    pen: Pen
    settings: XlsxSettings

    def write(self) -> None:
        """Write them all, the cover first."""
        self._cover()
        if self.plan.text:
            self._texts()
        for placed in self.plan.placed:
            if placed.tabled and placed.section.table is not None:
                self._table(placed, placed.section.table)

    def _cover(self) -> None:
        sheet = self.book.add_worksheet(self.plan.cover)
        sheet.hide_gridlines(2)
        for place, width in enumerate(_COVER):
            sheet.set_column(place, place, width)
        self._tall(sheet, 0, [(self.document.title, sum(_COVER) / 1.7)], _TITLE)
        self.pen.wide(sheet, 0, 2, self.document.title, "title")
        row = 1
        for name, value in self._facts():
            self.pen.text(sheet, row, 0, word(name, self.document.lang), "name")
            self.pen.text(sheet, row, 1, value, "plain")
            row += 1
        row = self._contents(sheet, row + 1)
        if self.document.origin:
            self.pen.text(sheet, row + 1, 0, word("origin", self.document.lang), "heading")
            for number, (what, which) in enumerate(self.document.origin, start=row + 2):
                self._tall(sheet, number, [(what, _COVER[0]), (which, _COVER[1])])
                self.pen.text(sheet, number, 0, what, "name")
                self.pen.text(sheet, number, 1, which, "plain")
        lay_out(sheet, self.document, self.settings)

    def _facts(self) -> list[tuple[str, str]]:
        facts = [("organisation", self.settings.organisation)] if self.settings.organisation else []
        made = self.document.made
        if made is not None:
            zone = self.settings.zone or ("UTC" if made.tzinfo is None else "")
            local = made.astimezone(ZoneInfo(zone)) if zone and made.tzinfo else made
            facts.append(("made", f"{local:%Y-%m-%d %H:%M} {zone or local.tzname() or ''}".strip()))
        return facts

    def _contents(self, sheet: Worksheet, row: int) -> int:
        """List what the workbook holds, each with a link to where it stands; give the next free row."""
        self.pen.text(sheet, row, 0, word("contents", self.document.lang), "heading")
        for placed in self.plan.placed:
            row += 1
            level = max(placed.section.level - 1, 0)
            self._tall(sheet, row, [(placed.section.title, _COVER[0] - level)])
            self._link(sheet, row, placed.sheet, placed.section.title, place=0, to=placed.row, indent=min(level, 8))
            table = placed.section.table
            if placed.tabled and table is not None:
                sheet.write_number(row, 1, len(table.rows), self.pen.styles("plain", align="left", num_format="#,##0"))
        return row + 1

    def _link(
        self, sheet: Worksheet, row: int, name: str, text: str, *, place: int, to: int = 0, indent: int = 0
    ) -> None:
        target = name.replace("'", "''")
        said = self.pen.told(text)
        # The way back stands in a column of any width, with nothing beside it.
        look = self.pen.styles("link", indent=indent, text_wrap=name != self.plan.cover)
        # The text is written once more as text: what writes links cuts it at its own length.
        sheet.write_url(row, place, f"internal:'{target}'!A{to + 1}", look, "-")
        sheet.write_string(row, place, said or "-", look)

    def _texts(self) -> None:
        """Write what stands in no table."""
        sheet = self.book.add_worksheet(self.plan.text)
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, _TEXT)
        self._link(sheet, 0, self.plan.cover, word("back", self.document.lang), place=0)
        for placed in self.plan.placed:
            if not placed.tabled:
                section, row = placed.section, placed.row
                self._tall(sheet, row, [(section.title, _TEXT / 1.4)], _HEADING)
                self.pen.text(sheet, row, 0, section.title, "heading" if section.level <= 1 else "subheading")
                for number, text in enumerate(_told(section), start=row + 1):
                    self._tall(sheet, number, [(text, _TEXT)])
                    self.pen.text(sheet, number, 0, text, "plain")
        lay_out(sheet, self.document, self.settings)

    def _table(self, placed: Placed, table: Table) -> None:
        sheet = self.book.add_worksheet(placed.sheet)
        columns = shown(table, self.settings)
        widths = [column.width for column in columns]
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        # Text above a narrow table runs on beside it.
        widths += [_COLUMN] * math.ceil(max(_NARROW - sum(widths), 0) / _COLUMN)
        told = _told(placed.section)
        above = told if sum(_lines(text, sum(widths)) for text in told) <= _MOST_ABOVE else ()
        self._tall(sheet, 0, [(placed.section.title, sum(widths) / 1.4)], _HEADING)
        self.pen.wide(sheet, 0, len(widths), placed.section.title, "heading")
        self._link(sheet, 1, self.plan.cover, word("back", self.document.lang), place=0)
        head = self._paragraphs(sheet, 2, above, widths)
        below = self._rows(sheet, head, table, columns)
        below = self._paragraphs(sheet, below + 1, () if above else told, widths)
        lay_out(sheet, self.document, self.settings, landscape=sum(widths) > _LANDSCAPE)
        sheet.repeat_rows(head)
        if _is_long(table, columns):
            # What a chart shows is not torn in two on paper.
            sheet.set_h_pagebreaks([below])
        sheet.freeze_panes(head + 1, 1 if len(columns) > 3 else 0)
        if self.settings.charts:
            headings = tuple(column.heading for column in columns)
            spot = Spot(sheet=placed.sheet, head=head, below=below, headings=headings)
            most, lang = self.settings.chart_rows, self.document.lang
            drawn(self.book, sheet, placed.section, spot, most=most, lang=lang)

    def _rows(self, sheet: Worksheet, head: int, table: Table, columns: Sequence[Shown]) -> int:
        """Write headings and rows; give the first row below them."""
        self._tall(sheet, head, [(column.heading, column.width - 2) for column in columns])
        for place, column in enumerate(columns):
            look = {"align": "right"} if column.numeric else {"align": "left", "indent": min(place, 1)}
            self.pen.text(sheet, head, place, column.heading, "head", **look)
        for row, cells in enumerate(table.rows, start=head + 1):
            texts = [(cell, column.width) for cell, column in zip(cells, columns, strict=True) if isinstance(cell, str)]
            self._tall(sheet, row, texts)
            for place, (cell, column) in enumerate(zip(cells, columns, strict=True)):
                self.pen.cell(sheet, row, place, cell, column)
        last = head + len(table.rows)
        if table.rows:
            sheet.autofilter(head, 0, last, len(columns) - 1)
        return last + 1

    def _paragraphs(self, sheet: Worksheet, row: int, texts: Sequence[str], widths: Sequence[float]) -> int:
        """Write texts across a table; give the first row below them."""
        for number, text in enumerate(texts, start=row):
            self._tall(sheet, number, [(text, sum(widths))])
            self.pen.wide(sheet, number, len(widths), text, "plain")
        return row + len(texts)

    @staticmethod
    def _tall(sheet: Worksheet, row: int, texts: Iterable[tuple[str, float]], line: float = _LINE) -> None:
        """Make a row high enough for texts of such widths: not every program does it by itself."""
        lines = max((_lines(text, width) for text, width in texts), default=1)
        if lines > 1 or line > _LINE:
            sheet.set_row(row, min(line * lines, _HIGHEST))


def _is_long(table: Table, columns: Sequence[Shown]) -> bool:
    if len(table.rows) > _LONG:
        return True
    widths = [column.width for column in columns]
    rows = (
        [(cell, width) for cell, width in zip(row, widths, strict=True) if isinstance(cell, str)] for row in table.rows
    )
    return sum(max((_lines(text, width) for text, width in texts), default=1) for texts in rows) > _LONG


def _told(section: Section) -> tuple[str, ...]:
    return (*section.paragraphs, *(() if section.figure is None else (section.figure.alternative,)))


def _lines(text: str, width: float) -> int:
    return sum(max(1, math.ceil(len(line) * 1.1 / max(width, 1))) for line in text.split("\n"))
