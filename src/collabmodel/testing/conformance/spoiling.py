"""Files that a reader must not fall for: of another kind, nested or packed to harm, or not there at all."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import attrs

from collabmodel.history import History, from_events

MARK = "p-hidden-9"
"""Stands in hostile files as a person, and must not stand in what is said about them."""
_ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
_LAUGHING = f'<?xml version="1.0"?><!DOCTYPE log [<!ENTITY e0 "{MARK}">{_ENTITIES}]><log>&e9;</log>'
_OUTSIDE = f'<?xml version="1.0"?><!DOCTYPE log [<!ENTITY e SYSTEM "file:///etc/passwd">]><log a="{MARK}">&e;</log>'
_CONTENTS: tuple[tuple[str, bytes], ...] = (
    ("bytes of no kind", bytes(range(256)) * 40),
    ("words", f"{MARK} is no history\n".encode()),
    ("half a character", b'{"case": "\xff\xfe' + MARK.encode()),
    ("deep nesting of lists", b"[" * 200_000),
    ("deep nesting of mappings", b'{"a":' * 100_000),
    ("deep nesting of tags", b"<a>" * 100_000),
    ("a very long line", b'{"case": "' + MARK.encode() * 300_000 + b'"}'),
    ("entities of entities", _LAUGHING.encode()),
    ("an entity from outside", _OUTSIDE.encode()),
    ("a number too long", b'{"case": "c1", "seq": ' + b"9" * 10_000 + b"}"),
    ("another kind of JSON", f'[{{"{MARK}": null}}, 7, "{MARK}"]'.encode()),
    ("a picture", b"\x89PNG\r\n\x1a\n" + bytes(200)),
)


def spoilt(folder: Path, suffix: str) -> Iterator[tuple[str, Path]]:
    """
    Write hostile files.

    Args:
        folder: Where.
        suffix: Ending of their names.

    Returns:
        What each is, and its path.
    """
    for number, (what, content) in enumerate((*_CONTENTS, *_packed()), 1):
        path = folder / f"hostile-{number}{suffix}"
        path.write_bytes(content)
        yield what, path
    inside = folder / f"folder{suffix}"
    inside.mkdir()
    yield "a folder", inside
    yield "no file", folder / f"missing{suffix}"


def _packed() -> Iterator[tuple[str, bytes]]:
    yield "a packed bomb", gzip.compress(b" " * 30_000_000, mtime=0)
    yield "a packed file cut off", gzip.compress(MARK.encode() * 10_000, mtime=0)[:-20]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", " " * 30_000_000)
        archive.writestr("../outside.txt", MARK)
    yield "an archive with a bomb", file.getvalue()


def marked(history: History) -> History:
    """
    Give a history with persons who must not be quoted.

    Args:
        history: The history.

    >>> from collabmodel.testing.small_model import a_history
    >>> {event.actor.person for event in marked(a_history()).events("c1")}
    {'p-hidden-9'}
    """
    events = [event for number in range(len(history.cases)) for event in history.events(number)]
    return from_events(attrs.evolve(event, actor=attrs.evolve(event.actor, person=MARK)) for event in events)
