"""
Drawings (SVG) from outside: hostile until looked at.

Nothing in them may reach outside, run, or draw the same again and again; what is not known to be harmless is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

MOST_ELEMENTS = 20_000
"""Most elements of a drawing."""
DEEPEST = 60
"""Deepest that elements stand in one another."""
MOST_STOPS = 200
"""Most colours of all gradients: each shape that is filled with one goes through all of its colours."""
_SVG = "{http://www.w3.org/2000/svg}"
# fmt: off
_KNOWN = frozenset({
    "svg", "g", "a", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "title",
    "desc", "metadata", "defs", "style", "switch", "linearGradient", "radialGradient", "stop", "clipPath",
})
# fmt: on
_FOREIGN = re.compile(r"\{(?!http://www\.w3\.org/2000/svg\})")
"""The mark of an element that drawing programs leave for themselves."""
_REACHING = re.compile(r"@|\\|url\(\s*(?!['\"]?#)|expression|javascript:", re.IGNORECASE)


def faults(svg: bytes) -> list[str]:
    """
    Say everything for which a drawing is refused, at most ten things; nothing if it may be drawn.

    Args:
        svg: The drawing, a whole SVG file.

    >>> faults(b'<svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>')
    ["element 'script' is not allowed"]
    """
    try:
        root = fromstring(svg, forbid_dtd=True)
    except DefusedXmlException:
        return ["a document type or entities are not allowed"]
    except (ParseError, ValueError, LookupError):
        return ["it is not well-formed XML"]
    if root.tag != f"{_SVG}svg":
        return ["it is not an SVG drawing"]
    found: dict[str, None] = {}
    for count, (element, depth) in enumerate(_all(root)):
        if count >= MOST_ELEMENTS or depth > DEEPEST:
            return [f"more than {MOST_ELEMENTS:,} elements, or more than {DEEPEST} in one another"]
        found.update(dict.fromkeys(_of(element)))
    found.update(dict.fromkeys(_repeating(root)))
    return list(found)[:10]


def _all(root: Element) -> Iterator[tuple[Element, int]]:
    waiting = [(root, 1)]
    while waiting:
        element, depth = waiting.pop()
        yield element, depth
        waiting.extend((child, depth + 1) for child in reversed(element))


def _repeating(root: Element) -> Iterator[str]:
    """Find what is small to write and endless to draw."""
    if len(list(root.iter(f"{_SVG}stop"))) > MOST_STOPS:
        yield f"more than {MOST_STOPS} colours of gradients"
    inner = {id(one): one for clip in root.iter(f"{_SVG}clipPath") for one in clip.iter()}
    clipped = any(
        "clip-path" in f"{key} {value}".lower() for one in inner.values() for key, value in one.attrib.items()
    )
    if clipped or any("clip-path" in (style.text or "").lower() for style in root.iter(f"{_SVG}style")):
        yield "a clip within a clip, or in a style, is not allowed"


def _of(element: Element) -> Iterator[str]:
    name = str(element.tag).removeprefix(_SVG)
    if _FOREIGN.match(name):
        return
    if name not in _KNOWN:
        yield f"element {name[:40]!r} is not allowed"
    if name == "style" and _REACHING.search(element.text or ""):
        yield "a style that reaches outside is not allowed"
    for key, value in element.attrib.items():
        plain = key.rpartition("}")[2].lower()
        if plain.startswith("on"):
            yield f"attribute {plain[:40]!r} is not allowed"
        elif plain in {"href", "src", "base"}:
            yield f"attribute {plain!r} is not allowed: a drawing holds everything itself"
        elif plain == "spreadmethod" and value.strip() != "pad":
            yield "a gradient that is drawn again and again is not allowed"
        elif _REACHING.search(value) and not _FOREIGN.match(key):
            yield f"attribute {plain[:40]!r} reaches outside"
