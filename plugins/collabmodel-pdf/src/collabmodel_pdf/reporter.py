"""The reporter: a document and the organisation's settings become one archivable file."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Collection
from xml.etree.ElementTree import Element

from collabmodel.errors import ConfigError, PluginError, Problem
from collabmodel.report import Document
from collabmodel_pdf.branding import Branding, branding
from collabmodel_pdf.pages import readied
from collabmodel_pdf.settings import PdfSettings, problem
from collabmodel_pdf.signs import printable, without
from collabmodel_pdf.styling import style
from collabmodel_pdf.words import marked, words
from collabmodel_pdf.written import written

try:
    from collabmodel_pdf.rendering import About, Rendered, rendered
except OSError as missing_library:  # pragma: no cover - only where Pango is not installed
    _HINT = "install Pango 1.44 or later with your system's package manager"
    raise ConfigError([Problem(what="WeasyPrint cannot be loaded", hint=_HINT)]) from missing_library


class PdfReporter:
    """
    Writes documents as PDF/A-2a.

    Args:
        settings: How files look; None for a plain look.

    Raises:
        ConfigError: A file that settings name cannot be used, or the letters are not installed; with every problem.

    >>> from collabmodel.report import Subject
    >>> PdfReporter().write(Document(subject=Subject.CASE, title="C1", lang="en"))[:8]
    b'%PDF-1.7'
    """

    def __init__(self, settings: PdfSettings | None = None) -> None:
        self._brand = branding(settings or PdfSettings())
        _installed(self._brand)

    def write(self, document: Document) -> bytes:
        """
        Give the whole file of a document; the same document gives the same bytes with the same letters installed.

        Args:
            document: What to say. Where it brings the library's own page, that is set; else its sections.

        Raises:
            FormatError: A drawing in it holds what it may not.
            PluginError: It cannot be set on pages.
        """
        first = self._rendered(document, frozenset())
        if not first.missing:
            return first.content
        second = self._rendered(document, first.missing)
        if second.missing - first.missing:
            second = self._rendered(document, first.missing | second.missing)
        if second.missing:
            message = "the letters installed cannot draw the document; install a family such as DejaVu Sans"
            raise PluginError(message)
        return second.content

    def _rendered(self, document: Document, missing: Collection[str]) -> Rendered:
        title = document.title.strip() or words(document.lang)[document.subject.value]
        lang = marked(document.lang)
        author = self._brand.settings.organisation.strip()
        about = About(title=title, lang=lang, author=author, created=_stamp(document.made))
        sheet = self._sheet(title, lang, missing)
        if not document.page:
            return rendered(written(document, self._brand, missing), sheet, about, missing=missing)
        change = functools.partial(_for_paper, brand=self._brand, lang=document.lang)
        return rendered(document.page, sheet, about, change, missing)

    def _sheet(self, title: str, lang: str, missing: Collection[str]) -> str:
        settings = self._brand.settings
        head = settings.organisation.strip(), title
        return style(
            families=self._brand.letters.families,
            faces=self._brand.letters.faces,
            accent=settings.accent,
            size=settings.page_size,
            lang=lang,
            head=(without(printable(head[0]), missing), without(printable(head[1]), missing)),
            foot=without(printable(settings.footer), missing),
        )


def _for_paper(tree: Element, *, brand: Branding, lang: str) -> None:
    readied(tree, brand, lang)


def _stamp(made: dt.datetime | None) -> str:
    if made is None:
        return ""
    text = made.isoformat(timespec="seconds")
    return text if made.utcoffset() is not None else f"{text}Z"


def _installed(brand: Branding) -> None:
    """Look that the family set is there: another one in its place would change every page."""
    font = brand.settings.font.strip()
    if not font:
        return
    sheet = f"{brand.letters.faces}\nbody {{ font-family: {brand.letters.families}; }}"
    shown = rendered("<!DOCTYPE html><html><body><p>Aa</p></body></html>", sheet, About(title=font, lang="en"))
    if font.casefold() not in {family.casefold() for family in shown.families}:
        hint = "install the family, or name its files in font_files"
        raise ConfigError([problem("font", "letters that are not installed", font, hint)])
