"""
The last touches on a file's structure, before it is written.

What stands at the head and foot of each page is marked as not part of the text; headings of tables say whether they
head a column or a row; links say where they lead; texts that are longer than archivable files allow are cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pydyf  # type: ignore[import-untyped]

LONGEST = 8_000
"""Most characters of one text outside the pages; a file for archives holds at most 32,767 bytes in one."""
_TEXTS = ("Alt", "Title", "Contents")


def finish(pdf: pydyf.PDF, places: Mapping[str, str]) -> None:
    """
    Give a file its last touches, in place.

    Args:
        pdf: The file, made but not written.
        places: Titles of the places that links lead to, by their names.
    """
    by_number = {found.number: found for found in pdf.objects if isinstance(found, pydyf.Dictionary)}
    _part_margins(pdf, by_number)
    for found in by_number.values():
        if found.get("S") == "/TH":
            _scope(found, by_number)
        if found.get("Subtype") == "/Link" and "Dest" in found:
            name = found["Dest"].string
            found["Contents"] = pydyf.String(places.get(name) or name)
        for key in _TEXTS:
            _cut(found, key)
    for key in _TEXTS:
        _cut(pdf.info, key)
    pdf.catalog["PageMode"] = "/UseOutlines"


def _cut(found: pydyf.Dictionary, key: str) -> None:
    text = found.get(key)
    if isinstance(text, pydyf.String) and len(text.string) > LONGEST:
        found[key] = pydyf.String(f"{text.string[: LONGEST - 1]}…")


def _referred(reference: object) -> int:
    return int(bytes(reference).split()[0]) if isinstance(reference, bytes) else 0


def _scope(cell: pydyf.Dictionary, by_number: Mapping[int, pydyf.Dictionary]) -> None:
    above = cell
    while above.get("S") not in {"/THead", "/Table", None}:
        above = by_number.get(_referred(above.get("P")), {})
    cell["A"]["Scope"] = "/Column" if above.get("S") == "/THead" else "/Row"


def _part_margins(pdf: pydyf.PDF, by_number: Mapping[int, pydyf.Dictionary]) -> None:
    """Mark what belongs to no part of the text as an artifact, in the pages as in the list of what is where."""
    root = by_number[_referred(pdf.catalog["StructTreeRoot"])]
    reached = {found.number for found in _below(root, by_number)}
    places = by_number[_referred(root["ParentTree"])]["Nums"]
    streams = {found.number: found for found in pdf.objects if isinstance(found, pydyf.Stream)}
    for page in by_number.values():
        if page.get("Type") != "/Page":
            continue
        parents = places[2 * page["StructParents"] + 1]
        loose = {place for place, parent in enumerate(parents) if _referred(parent) not in reached}
        for place in loose:
            parents[place] = "null"
        _unmark(streams[_referred(page["Contents"])].stream, loose)


def _below(element: pydyf.Dictionary, by_number: Mapping[int, pydyf.Dictionary]) -> Iterator[pydyf.Dictionary]:
    waiting = [element]
    while waiting:
        found = waiting.pop()
        yield found
        for reference in found.get("K", ()):
            below = by_number.get(_referred(reference))
            if below is not None and below.get("Type") == "/StructElem":
                waiting.append(below)


def _unmark(stream: list[object], loose: set[int]) -> None:
    for place in range(len(stream) - 2):
        marks = stream[place + 1]
        if stream[place + 2] == b"BDC" and isinstance(marks, dict) and marks.get("MCID") in loose:
            stream[place] = "/Artifact"
            stream[place + 1] = pydyf.Dictionary({"Type": "/Pagination"})
