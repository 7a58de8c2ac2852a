"""The library's own page made ready for paper: nothing that acts, everything open, the organisation's parts inside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

import tinyhtml5  # type: ignore[import-untyped]

from collabmodel_pdf.branding import Branding
from collabmodel_pdf.filling import filled
from collabmodel_pdf.words import language, words
from collabmodel_pdf.written import letterhead, own

_SVG = "{http://www.w3.org/2000/svg}"
# fmt: off
_GONE = frozenset({
    "script", "link", "base", "meta", "template", "noscript", "iframe", "frame", "object", "embed", "applet", "audio",
    "video", "source", "track", "canvas", "form", "input", "button", "select", "textarea", "dialog", "img", "picture",
    "map", "area",
})
# fmt: on
"""Elements that act, reach outside or ask for something: on paper they have nothing to do."""
_FEW = 3
"""Most columns of a table of words that are all made equally wide."""


def readied(tree: Element, brand: Branding, lang: str) -> None:
    """
    Change a page for paper, in place.

    Args:
        tree: The page, its root element.
        brand: What settings bring.
        lang: Language code of the document.
    """
    _remove(tree, _unwanted)
    for element in tree.iter():
        for key in [key for key in element.attrib if str(key).lower().startswith("on") or key == "style"]:
            del element.attrib[key]
        if _name(element) == "details" and brand.settings.folded:
            element.set("open", "")
        if element.tag == f"{_SVG}svg":
            _tell(element)
            element.set("font-family", brand.letters.families)
        if element.tag == "dl":
            _flatten(element)
        if element.tag == "table" and _worded(element):
            element.set("class", f"{element.get('class', '')} pdf-even")
    body = next(tree.iter("body"), tree)
    parts = _own_parts(brand, lang)
    main = next(tree.iter("main"), body)
    _contents(tree, brand, lang)
    navigation = next((place for place, child in enumerate(main) if child.tag == "nav"), -1)
    _insert(main, navigation + 1, parts["before"])
    _insert(main, len(main), parts["after"])
    _insert(body, 0, parts["masthead"])


def _unwanted(element: Element) -> bool:
    """Tell what paper has no use for; a table's hidden caption says what the heading above it says."""
    classes = _classes(element)
    hidden = element.tag == "caption" and "vh" in classes
    return hidden or _name(element) in _GONE or "skip" in classes


def _flatten(terms: Element) -> None:
    """Make paragraphs of a list of terms whose pairs are boxed: the structure of a file knows no boxes in lists."""
    if not any(child.tag == "div" for child in terms):
        return
    terms.tag = "div"
    for pair in terms:
        for part in pair:
            if part.tag in {"dt", "dd"}:
                part.set("class", f"{part.get('class', '')} pdf-{part.tag}")
                part.tag = "p"


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _classes(element: Element) -> list[str]:
    return element.get("class", "").split()


def _remove(parent: Element, unwanted: Callable[[Element], bool]) -> None:
    before: Element | None = None
    for child in list(parent):
        if unwanted(child):
            if before is None:
                parent.text = (parent.text or "") + (child.tail or "")
            else:
                before.tail = (before.tail or "") + (child.tail or "")
            parent.remove(child)
        else:
            _remove(child, unwanted)
            before = child


def _tell(drawing: Element) -> None:
    """Put all that a drawing says in words where a reader of the file's structure finds it: in its title."""
    title = drawing.find(f"{_SVG}title")
    words = [part.strip() for name in ("title", "desc") for part in _texts(drawing, name)]
    said = (
        ". ".join(word.rstrip(".") for word in words if word) or drawing.get("aria-label", "").strip() or "\N{EN DASH}"
    )
    if title is None:
        title = Element(f"{_SVG}title")
        drawing.insert(0, title)
    title.text = said or "\N{EN DASH}"


def _worded(table: Element) -> bool:
    """Tell whether a table has a few columns of words alone, whose widths would else follow their longest line."""
    head = next(table.iter("thead"), table)
    cells = [cell for cell in head.iter("th") if cell.get("scope") == "col"]
    return 1 < len(cells) <= _FEW and not any("n" in _classes(cell) for cell in cells)


def _texts(drawing: Element, name: str) -> Iterator[str]:
    found = drawing.find(f"{_SVG}{name}")
    if found is not None and found.text:
        yield found.text


def _own_parts(brand: Branding, lang: str) -> dict[str, list[Element]]:
    values = {
        **letterhead(brand),
        "lang": language(lang),
        "before": own(brand.before, language(lang)),
        "after": own(brand.after, language(lang)),
    }
    tree = tinyhtml5.parse(filled("own.html", values), namespace_html_elements=False)
    return {str(element.get("id")): list(element) for element in tree.iter("div") if element.get("id")}


def _contents(tree: Element, brand: Branding, lang: str) -> None:
    """Make a list of contents of the page's list of places, with the organisation's own sections in it."""
    for navigation in tree.iter("nav"):
        places = next(navigation.iter("ul"), None)
        if places is None or not brand.settings.contents:
            continue
        navigation.set("class", "pdf-contents pdf-shown")
        heading = next(navigation.iter("h2"), None)
        if heading is not None:
            heading.text = words(lang)["contents"]
        found = (own(sections, language(lang)) for sections in (brand.before, brand.after))
        for name, sections in zip(("before", "after"), found, strict=True):
            entries = [_entry(f"{name}-{place}", one.title) for place, one in enumerate(sections, 1)]
            _insert(places, 0 if name == "before" else len(places), entries)


def _entry(anchor: str, title: str) -> Element:
    item = Element("li")
    link = Element("a", {"href": f"#{anchor}"})
    link.text = title
    item.append(link)
    return item


def _insert(parent: Element, place: int, elements: list[Element]) -> None:
    for offset, element in enumerate(elements):
        parent.insert(place + offset, element)
