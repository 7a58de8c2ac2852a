"""How sheets are printed: the paper, one page wide, headings on every page, and a foot that says what it is."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from collabmodel.report import Document
from collabmodel_xlsx.settings import XlsxSettings
from collabmodel_xlsx.texts import clean, cut
from collabmodel_xlsx.words import word

_PAPERS = {"letter": 1, "legal": 5, "a3": 8, "a4": 9}
_ORGANISATION, _TITLE = 40, 60
"""Most characters of what stands in the foot, so that it keeps clear of the number of the page."""


def lay_out(sheet: Worksheet, document: Document, settings: XlsxSettings, *, landscape: bool = False) -> None:
    """
    Set up a sheet for paper.

    Args:
        sheet: The sheet.
        document: What it belongs to.
        settings: How workbooks are written.
        landscape: Whether the paper lies on its side.
    """
    sheet.set_paper(_PAPERS[settings.paper])
    if landscape:
        sheet.set_landscape()
    sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.8)
    sheet.fit_to_pages(1, 0)
    page = word("page", document.lang, page="&P", pages="&N")
    whose, title = _foot(settings.organisation, _ORGANISATION), _foot(document.title, _TITLE)
    sheet.set_footer(f"&L&8 {' - '.join(filter(None, (whose, title)))}&R&8 {page}")


def _foot(text: str, most: int) -> str:
    """Give a text for the foot, where the ampersand steers."""
    line = " ".join(clean(text).split())
    return cut(line, most, "…").replace("&", "&&")
