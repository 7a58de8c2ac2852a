"""The reporter: a document as a whole workbook, the same bytes for the same document."""

from __future__ import annotations

import datetime as dt
import io

from xlsxwriter import Workbook

from collabmodel.report import Document
from collabmodel_xlsx.cells import Pen
from collabmodel_xlsx.planning import planned
from collabmodel_xlsx.settings import XlsxSettings
from collabmodel_xlsx.sheets import Sheets
from collabmodel_xlsx.styles import Styles
from collabmodel_xlsx.texts import clean, cut
from collabmodel_xlsx.words import word

BIG = 500_000
"""From so many cells on, rows go to temporary files while the workbook is written."""
_PROPERTY = 255
"""Most characters of a property."""
_ONLY_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class XlsxReporter:
    """
    Writes documents as workbooks.

    Args:
        settings: How.

    >>> from collabmodel.report import Subject
    >>> reporter = XlsxReporter(XlsxSettings())
    >>> reporter.write(Document(subject=Subject.COHORT, title="Reviews", lang="en"))[:2]
    b'PK'
    """

    def __init__(self, settings: XlsxSettings) -> None:
        self._settings = settings

    def write(self, document: Document) -> bytes:
        """
        Give a document as a workbook.

        Args:
            document: What to say.

        Raises:
            ConfigError: A table does not fit on a sheet; every such table is told.
        """
        plan = planned(document)
        whole = io.BytesIO()
        big = plan.cells > BIG
        options = {**_ONLY_TEXT, "in_memory": not big, "constant_memory": big}
        with Workbook(whole, options) as book:
            self._describe(book, document)
            pen = Pen(Styles(book), self._settings, document.lang)
            Sheets(book=book, document=document, plan=plan, pen=pen, settings=self._settings).write()
        return whole.getvalue()

    def _describe(self, book: Workbook, document: Document) -> None:
        """Tell in the file's properties what it is; times there have no zone, and are of UTC."""
        organisation = _line(self._settings.organisation)
        book.set_properties({
            "title": _line(document.title),
            "subject": word(document.subject.value, document.lang),
            "author": organisation,
            "company": organisation,
            "created": created(document.made),
        })  # fmt: skip
        book.set_custom_property("Language", _line(document.lang), "text")


def created(made: dt.datetime | None) -> dt.datetime:
    """
    Give the time for the properties of a file: the same for ever where nobody says when it was made.

    Args:
        made: When it was made, or None.

    >>> created(None)
    datetime.datetime(2000, 1, 1, 0, 0)
    """
    if made is None:
        return dt.datetime(2000, 1, 1)  # noqa: DTZ001 - properties have no zone
    return made.astimezone(dt.UTC).replace(tzinfo=None) if made.tzinfo else made


def _line(text: str) -> str:
    return cut(" ".join(clean(text).split()), _PROPERTY)
