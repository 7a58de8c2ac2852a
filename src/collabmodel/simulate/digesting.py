"""One name for what happened in a history: a digest of its columns, whoever made them and however they are kept."""

from __future__ import annotations

import hashlib
import sys
from array import array
from collections.abc import Iterator, Sequence

from collabmodel.history import Column, History, NumberColumn, ObjectColumn, TextColumn
from collabmodel.history.json_values import dump, encode

FORM = b"collabmodel events 1"
"""Says which canonical form the digest is of."""


def digest_of(history: History) -> str:
    """
    Give the SHA-256 of a history's canonical columns.

    The columns follow one another, each as its name and kind ended by a line feed, how many bytes follow as 8 bytes,
    and these. Whole numbers and floats are 8 bytes, little-endian. Texts are told by number, from 0 in order of first
    appearance, after the texts themselves in UTF-8, each ended by a zero byte. A column in which values may be missing
    tells first which rows have one. Columns without any value are left out, and those of data come in order of name.

    Args:
        history: The history.

    >>> from collabmodel.history import HistoryBuilder
    >>> digest_of(HistoryBuilder().finish())[:8]
    '7637ef9d'
    """
    found = hashlib.sha256(FORM + b"\n")
    for name, parts in _columns(history):
        found.update(name.encode() + b"\n")
        for part in parts:
            found.update(len(part).to_bytes(8, "little"))
            found.update(part)
    return found.hexdigest()


def _columns(history: History) -> Iterator[tuple[str, Sequence[bytes]]]:
    yield "cases", (_words(history.cases),)
    yield "starts", (_long(history.starts),)
    yield "closed", (_long(history.closed),)
    codes, places = _numbered(history.signature)
    yield "signature", (_words(["\t".join(history.signatures[place]) for place in places]), _long(codes))
    for name in ("occurred", "recorded", "offset"):
        yield name, (_long(getattr(history, name)),)
    own = (("instance", history.instances), ("role", history.roles), ("person", history.persons))
    for name, column in (*own, ("organisation", history.organisations), *sorted(history.extras)):
        yield from _column(name, column)
    for name, column in sorted(history.data, key=lambda pair: pair[0]):
        yield from _column(f"data.{name}", column)
    for name, column in sorted(history.case_data, key=lambda pair: pair[0]):
        yield from _column(f"case.{name}", column)


def _column(name: str, column: Column) -> Iterator[tuple[str, Sequence[bytes]]]:
    """Give a column with the rows that have a value; nothing if none has."""
    parts: tuple[bytes, ...]
    if isinstance(column, TextColumn):
        rows, kept = _present(column.codes, -1)
        kind = "text"
        codes, places = _numbered(kept)
        parts = (_words([column.words[place] for place in places]), _long(codes))
    elif isinstance(column, NumberColumn):
        rows, numbers = _chosen(column.values, column.present)
        kind = "boolean" if column.boolean else "time" if column.time else _NUMBERS[column.values.typecode]
        parts = (_long(numbers),)
    else:
        rows, kind, parts = _objects(column)
    if rows:
        yield f"{name} {kind}", (_long(rows), *parts)


_NUMBERS = {"d": "number", "q": "integer"}


def _objects(column: ObjectColumn) -> tuple[array[int], str, tuple[bytes, ...]]:
    """Give values of any kind as JSON, or as texts if they are all texts."""
    rows = array("q", sorted(column.values))
    texts = all(isinstance(value, str) for value in column.values.values())
    known: dict[int, str] = {}
    words: dict[str, int] = {}
    codes = array("q")
    for row in rows:
        value = column.values[row]
        # By identity, because many rows share one value, and 1, 1.0 and True are equal but not the same.
        if id(value) not in known:
            known[id(value)] = str(value) if texts else dump(encode(value))
        codes.append(words.setdefault(known[id(value)], len(words)))
    return rows, "text" if texts else "json", (_words(tuple(words)), _long(codes))


def _words(words: Sequence[str]) -> bytes:
    return b"".join(word.encode() + b"\0" for word in words)


def _long(values: array[int] | array[float]) -> bytes:
    """Give numbers as 8 bytes each."""
    wide = values if values.typecode in "dq" else array("q", values)
    if sys.byteorder == "big":  # pragma: no cover - no such machine runs the tests
        wide = wide[:]
        wide.byteswap()
    return wide.tobytes()


def _present(codes: array[int], missing: int) -> tuple[array[int], array[int]]:
    try:
        from collabmodel.simulate.digesting_fast import present  # noqa: PLC0415 - numpy is optional
    except ImportError:
        rows = array("q", [row for row, code in enumerate(codes) if code != missing])
        return rows, array("q", map(codes.__getitem__, rows))
    return present(codes, missing)


def _chosen(values: array[int] | array[float], present: array[int]) -> tuple[array[int], array[int] | array[float]]:
    """Give the rows that have a value, and the values."""
    rows, _ = _present(present, 0)
    return rows, array(values.typecode, map(values.__getitem__, rows))


def _numbered(codes: array[int]) -> tuple[array[int], list[int]]:
    """Number codes, all at least 0, anew in order of first appearance; with the old code of each."""
    try:
        from collabmodel.simulate.digesting_fast import numbered  # noqa: PLC0415 - numpy is optional
    except ImportError:
        known: dict[int, int] = {}
        return array("q", [known.setdefault(code, len(known)) for code in codes]), list(known)
    return numbered(codes)
