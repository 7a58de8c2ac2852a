"""Looking through files for what should be gone: names, numbers and words, in every form in which they may stand."""

from __future__ import annotations

import base64
import gzip
import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

import attrs

from collabmodel.errors import ConfigError, Place, Problem

CHUNK = 1 << 20
"""Bytes read at once."""
SHORTEST = 4
"""Least bytes of a marker: shorter ones are found everywhere by chance."""


class _Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


@attrs.frozen(kw_only=True)
class Residue:
    """
    That a marker was found. It does not say which words they are.

    Args:
        path: The file; behind an exclamation mark, the part of it that was unpacked.
        marker: Number of the marker, from 1.
        form: In which form it stands there: ``"text"``, ``"utf-16"``, ``"base64"``, ``"hex"``, ...
        offset: Place of its first byte in what was searched, from 0.
    """

    path: str
    marker: int
    form: str
    offset: int


def search_residue(markers: Iterable[str | bytes], paths: Iterable[str | Path]) -> tuple[Residue, ...]:
    """
    Search files, and folders with all that is in them, for markers: as text, in UTF-16 and UTF-32, in base64 at any
    place, in hexadecimal, as JSON and URLs write them, and in what is packed by gzip or zip.

    Args:
        markers: What must not be there, each at least 4 bytes: planted words, ids, or keys.
        paths: Files and folders; side files of databases lie beside them, so give the folder.

    Raises:
        ConfigError: A marker is too short, or a path is not there or cannot be read: then not finding it shows
            nothing.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.txt").write_bytes(b"--" + base64.b64encode(b"we met Aino today") + b"--")
    ...     [(one.marker, one.form) for one in search_residue(["Aino"], [folder])]
    [(1, 'base64')]
    """
    wanted = [marker.encode() if isinstance(marker, str) else bytes(marker) for marker in markers]
    problems = [
        Problem(what="a marker that is too short", place=Place(f"marker {number}"), hint=f"at least {SHORTEST} bytes")
        for number, marker in enumerate(wanted, 1)
        if len(marker) < SHORTEST
    ]
    found = [Path(path) for path in paths]
    problems += [Problem(what="nothing is there", place=Place(str(path))) for path in found if not path.exists()]
    if problems:
        raise ConfigError(problems)
    patterns = [(number, form, each) for number, one in enumerate(wanted, 1) for form, each in _forms(one)]
    try:
        return tuple(hit for path in sorted({*_files(found)}) for hit in _in_file(path, patterns))
    except OSError as error:
        what = f"it cannot be read: {error.strerror or type(error).__name__}"
        raise ConfigError([Problem(what=what, place=Place(str(error.filename or "files")))]) from None


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from (each for each in path.rglob("*") if each.is_file())
        else:
            yield path


def _forms(marker: bytes) -> Iterator[tuple[str, bytes]]:
    """Give every form in which a marker may stand, each once."""
    made: dict[bytes, str] = {marker: "text"}
    for form, each in (("hex", marker.hex().encode()), ("hex", marker.hex().upper().encode()), *_base64(marker)):
        made.setdefault(each, form)
    try:
        text = marker.decode()
    except UnicodeDecodeError:
        text = ""
    if text:
        for name in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
            made.setdefault(text.encode(name), name[:6])
        made.setdefault(text.encode("latin-1", "ignore"), "latin-1") if text.isprintable() else None
        made.setdefault(json.dumps(text)[1:-1].encode(), "json")
        made.setdefault(quote(text).encode(), "url")
    return ((form, each) for each, form in made.items() if len(each) >= SHORTEST)


def _base64(marker: bytes) -> Iterator[tuple[str, bytes]]:
    """Give what base64 makes of a marker behind none, one or two other bytes, without what depends on neighbours."""
    for before in range(3):
        whole = base64.b64encode(bytes(before) + marker).rstrip(b"=")
        sure = whole[(0, 2, 3)[before] : (before + len(marker)) * 8 // 6]
        yield "base64", sure
        yield "base64", sure.translate(bytes.maketrans(b"+/", b"-_"))


def _in_file(path: Path, patterns: list[tuple[int, str, bytes]]) -> Iterator[Residue]:
    with path.open("rb") as file:
        start = file.read(4)
        file.seek(0)
        yield from _in_stream(str(path), file, patterns)
    try:
        if start[:2] == b"\x1f\x8b":
            with gzip.open(path) as unpacked:
                yield from _in_stream(f"{path}!gzip", unpacked, patterns)
        elif start == b"PK\x03\x04":
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    with archive.open(name) as member:
                        yield from _in_stream(f"{path}!{name}", member, patterns)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        # What only looks packed was searched as it is.
        return


def _in_stream(name: str, file: _Readable, patterns: list[tuple[int, str, bytes]]) -> Iterator[Residue]:
    longest = max((len(pattern) for _, _, pattern in patterns), default=1)
    kept, at = b"", 0
    while chunk := file.read(CHUNK):
        window = kept + chunk
        for number, form, pattern in patterns:
            place = window.find(pattern)
            while place >= 0:
                # What lies wholly in what was kept was found with the chunk before.
                if place + len(pattern) > len(kept):
                    yield Residue(path=name, marker=number, form=form, offset=at - len(kept) + place)
                place = window.find(pattern, place + 1)
        at += len(chunk)
        kept = window[-(longest - 1) :] if longest > 1 else b""
