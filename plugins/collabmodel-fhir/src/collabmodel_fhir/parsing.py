"""Files of resources as JSON, strictly: within caps, without NaN, without names that occur twice."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import NoReturn, cast

import attrs

from collabmodel.history import Caps
from collabmodel_fhir.faults import Faults, Part
from collabmodel_fhir.naming import Json, Object

WHOLE = 256 * 2**20
"""Most bytes of a Bundle in one piece: it is read whole, so that a file of lines is the way for more."""
_AWKWARD = re.compile(r"[\x00\ud800-\udfff]")
_NOT_FINITE = "number that is not finite"
_TWICE = "object with a name that occurs twice"
_TOO_DEEP = "more levels of lists and objects than {}"
BUNDLES = ("collection", "document", "searchset", "transaction", "batch", "message")
"""Types of bundles that are read."""


def whole(faults: Faults, caps: Caps) -> Iterator[Part]:
    """
    Give the resources of a Bundle.

    Args:
        faults: Where to take problems down; it knows the file.
        caps: How large it may be.

    Raises:
        FormatError: It is no Bundle that can be read.
    """
    most = min(caps.content, WHOLE)
    try:
        with faults.path.open("rb") as file:
            raw = file.read(most + 1)
    except OSError as error:
        faults.stop(f"cannot be opened: {error.strerror}", faults.place())
    if len(raw) > most:
        faults.stop(f"more than {most:,} bytes", faults.place(), hint="write one resource a line (.fhir.ndjson)")
    found = _parsed(raw, faults, caps, 0)
    if found is None:
        faults.check()
    bundle = Part(value=found, faults=faults)
    kind = bundle.members().get("resourceType")
    if kind != "Bundle":
        what = f"a resource of type {kind}" if isinstance(kind, str) and kind.isalpha() else "no resource"
        faults.stop(f"{what[:60]}, not a Bundle", faults.place("/resourceType"), hint="put resources into a Bundle")
    yield from _entries(bundle)


def lines(faults: Faults, caps: Caps) -> Iterator[Part]:
    """
    Give the resources of a file that has one a line, line by line; a line may be a Bundle of its own.

    Args:
        faults: Where to take problems down; it knows the file.
        caps: How large it and its lines may be.

    Raises:
        FormatError: It cannot be opened, or is too large.
    """
    try:
        file = faults.path.open("rb")
    except OSError as error:
        faults.stop(f"cannot be opened: {error.strerror}", faults.place())
    total = number = 0
    with file:
        while raw := file.readline(caps.line + 1):
            number += 1
            total += len(raw)
            if len(raw) > caps.line:
                faults.stop(f"line longer than {caps.line:,} bytes", faults.place(line=number))
            if total > caps.content:
                faults.stop(f"more than {caps.content:,} bytes", faults.place(line=number), hint="split the file")
            if raw.strip():
                yield from _line(raw, number, faults, caps)


def _line(raw: bytes, number: int, faults: Faults, caps: Caps) -> Iterator[Part]:
    found = _parsed(raw, faults, caps, number)
    if found is None:
        return
    part = Part(value=found, line=number, faults=faults)
    if not isinstance(found, dict):
        part.fault("line that is no resource")
    elif found.get("resourceType") == "Bundle":
        yield from _entries(part)
    else:
        yield part


def _entries(bundle: Part) -> Iterator[Part]:
    kind = bundle.text("type")
    if kind not in BUNDLES:
        known = f"it can be {', '.join(BUNDLES)}"
        bundle.at("type").fault("type of Bundle that is not read", hint=known)
        return
    for entry in bundle.items("entry"):
        resource = entry.inner("resource")
        if resource:
            url = entry.text("fullUrl")
            yield resource if not url else attrs.evolve(resource, url=url)
        elif "request" not in entry.members():
            entry.fault("entry without a resource")


def _parsed(raw: bytes, faults: Faults, caps: Caps, line: int) -> Json:
    """Read JSON; None, and a problem, where it is none."""
    what, row, column, hint = "no resource", 0, 0, ""
    try:
        text = raw.removeprefix(b"\xef\xbb\xbf").decode()
        found = cast("Json", _DECODER.decode(text))
        flaw = _flaw(found, caps, awkward="\\u" in text or "\0" in text)
        if found is not None and not flaw:
            return found
        what = flaw or what
    except UnicodeDecodeError:
        what, hint = "text that is not UTF-8", "save it as UTF-8"
    except json.JSONDecodeError as error:
        what, row, column, hint = "not JSON", error.lineno, error.colno, error.msg[:60]
    except RecursionError:
        what = _TOO_DEEP.format(caps.depth)
    except ValueError as error:
        what = str(error) if str(error) in {_NOT_FINITE, _TWICE} else "number of too many digits"
    faults.add(what, faults.place(line=line or row, column=column), hint=hint)
    return None


def _flaw(found: Json, caps: Caps, *, awkward: bool) -> str:
    """Find what is too deep, or a text that is none."""
    level: list[Json] = [found]
    depth = 0
    while level:
        depth += 1
        if depth > caps.depth:
            return _TOO_DEEP.format(caps.depth)
        deeper: list[Json] = []
        for one in level:
            if isinstance(one, dict):
                deeper.extend(one.values())
                deeper.extend(one if awkward else ())
            elif isinstance(one, list):
                deeper.extend(one)
            elif awkward and isinstance(one, str) and _AWKWARD.search(one):
                return "text with NUL or half a character"
        level = deeper
    return ""


def _constant(word: str) -> NoReturn:
    raise ValueError(_NOT_FINITE + word[:0])


def _number(digits: str) -> float:
    found = float(digits)
    if not math.isfinite(found):
        raise ValueError(_NOT_FINITE)
    return found


def _unique(pairs: list[tuple[str, Json]]) -> Object:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError(_TWICE)
    return found


_DECODER = json.JSONDecoder(parse_constant=_constant, parse_float=_number, object_pairs_hook=_unique)
