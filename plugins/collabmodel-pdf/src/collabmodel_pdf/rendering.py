"""The only place that knows WeasyPrint: markup in, the bytes of an archivable file out, nothing fetched."""

from __future__ import annotations

import contextlib
import functools
import logging
import threading
import warnings
from collections.abc import Callable, Collection, Iterator
from typing import Any
from xml.etree.ElementTree import Element

import attrs
import weasyprint  # type: ignore[import-untyped]
from weasyprint.urls import URLFetcher  # type: ignore[import-untyped]

from collabmodel.errors import PluginError
from collabmodel_pdf.finishing import finish
from collabmodel_pdf.signs import breakable, printable, without

VARIANT = "pdf/a-2a"
"""What files are: PDF/A-2, level A."""


@attrs.frozen(kw_only=True)
class About:
    """
    What a file says of itself.

    Args:
        title: Its title.
        lang: Its language.
        author: Who made it, or empty.
        created: When it was made, as ``YYYY-MM-DDThh:mm:ss+hh:mm``; empty where that is not told.
    """

    title: str = attrs.field(repr=False)
    lang: str
    author: str = ""
    created: str = ""


class Sealed(URLFetcher):  # type: ignore[misc]
    """
    Gives what stands inside a document, and nothing else: no network, no file.

    >>> Sealed().fetch("file:///etc/hostname")
    Traceback (most recent call last):
        ...
    ValueError: nothing outside the document is fetched
    """

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
        """
        Give what an address holds, if it holds it itself.

        Args:
            url: The address.
            headers: Ignored but for addresses of data.

        Raises:
            ValueError: It lies outside the document.
        """
        if not url.lower().startswith("data:"):
            message = "nothing outside the document is fetched"
            raise ValueError(message)
        return super().fetch(url, headers)


@attrs.frozen(kw_only=True)
class Rendered:
    """
    A file, and what could not be drawn in it.

    Args:
        content: The file.
        missing: Signs that no letters at hand can draw as archivable files need it.
        families: Families of the letters that it holds.
    """

    content: bytes = attrs.field(repr=False)
    missing: frozenset[str] = frozenset()
    families: frozenset[str] = frozenset()


def rendered(
    markup: str,
    style: str,
    about: About,
    change: Callable[[Element], None] | None = None,
    missing: Collection[str] = (),
) -> Rendered:
    """
    Set markup on pages.

    Args:
        markup: The markup of the whole document.
        style: The style sheet, which goes before what the markup brings.
        about: What the file says of itself.
        change: Changes the markup's tree first; None for nothing.
        missing: Signs to be written out.

    Raises:
        PluginError: It cannot be set.
    """
    try:
        with _quiet():
            return _drawn(markup, style, about, change, missing)
    except Exception as error:  # noqa: BLE001 - whatever another library raises
        # The text of the error may quote the document, so only its kind is told.
        message = f"the document cannot be set on pages: {type(error).__name__}"
        raise PluginError(message) from None


def _drawn(
    markup: str, style: str, about: About, change: Callable[[Element], None] | None, missing: Collection[str]
) -> Rendered:
    html = weasyprint.HTML(string=printable(markup), url_fetcher=Sealed())
    tree = html.etree_element
    if change is not None:
        change(tree)
    _write_out(tree, missing)
    sheet = Element("style")
    sheet.text = style
    next(tree.iter("head"), tree).append(sheet)
    tree.set("lang", about.lang)
    paged = html.render(pdf_variant=VARIANT)
    _describe(paged.metadata, about, missing)
    places = {name: " ".join("".join(element.itertext()).split())[:200] for name, element in _named(tree)}
    with warnings.catch_warnings():
        # WeasyPrint leaves the file of its colour profile to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        content = paged.write_pdf(pdf_variant=VARIANT, finisher=lambda _, pdf: finish(pdf, places))
    fonts = tuple(paged.fonts.values())
    families = frozenset(str(font.family) for font in fonts)
    return Rendered(content=content, missing=frozenset(_undrawn(fonts)), families=families)


def _write_out(tree: Element, missing: Collection[str]) -> None:
    for element in tree.iter():
        if element.tag != "style":
            element.text = element.text and breakable(without(element.text, missing))
        element.tail = element.tail and breakable(without(element.tail, missing))
        for key in {"alt", "title"} & element.attrib.keys():
            element.set(key, without(element.attrib[key], missing))


def _describe(metadata: Any, about: About, missing: Collection[str]) -> None:
    metadata.title = without(printable(about.title), missing)
    metadata.lang = about.lang
    metadata.authors = [printable(about.author)] if about.author else []
    metadata.created = metadata.modified = about.created or None
    metadata.generator = "collabmodel-pdf"
    metadata.description = None
    metadata.keywords = []
    metadata.attachments = []


def _named(tree: Element) -> Iterator[tuple[str, Element]]:
    """Give every place that a link can lead to, with the heading that stands there."""
    for element in tree.iter():
        name = element.get("id")
        if name and isinstance(element.tag, str):
            yield name, next((found for found in element.iter() if found.tag in {"h1", "h2", "h3", "h4"}), Element("p"))


def _undrawn(fonts: Any) -> Iterator[str]:
    for font in fonts:
        yield from map(chr, font.missing)
        if font.bitmap or font.png or font.svg or font.colr:
            # Pictures of signs are no letters: archives could neither search nor copy them.
            for text in font.to_unicode.values():
                yield from text


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep what is said of the document's content out of logs, in this thread."""
    logs = [logging.getLogger(name) for name in ("weasyprint", "weasyprint.progress")]
    silence = functools.partial(_elsewhere, threading.get_ident())
    for log in logs:
        log.addFilter(silence)
    try:
        yield
    finally:
        for log in logs:
            log.removeFilter(silence)


def _elsewhere(thread: int, record: logging.LogRecord) -> bool:
    return record.thread != thread
