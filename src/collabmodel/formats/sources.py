"""Where the text of a model comes from: a file, the library, or the caller; decoded and seen to be text."""

from __future__ import annotations

import re
from bisect import bisect_right
from importlib import resources
from pathlib import Path

from collabmodel.errors import Place
from collabmodel.formats.nodes import LARGEST, refuse

NO_TEXT = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no text file should hold."""
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00")
LONG_TAG = re.compile(r"!\S{1000}")
"""What a YAML reader would take a time to read that grows with the square of its length."""
SUFFIXES = (".yaml", ".yml", ".json")
"""Endings of the names of model files."""


class Source:
    """
    A text with the name it goes by.

    Args:
        file: Name of the file, as the caller gave it.
        text: What is in it.
        path: Where it is, or None for text that is in no file.
        noun: What it should be.
    """

    def __init__(self, file: str, text: str, path: Path | None = None, noun: str = "model") -> None:
        self.file = file
        self.noun = noun
        self.text = text
        self.path = path
        self._breaks = [match.end() for match in re.finditer("\n", text)]

    def place(self, index: int) -> Place:
        r"""
        Give the place of a character.

        Args:
            index: Its index in the text, from 0.

        >>> Source("m.yaml", "id: a\nkind: b").place(6)
        Place(file='m.yaml', line=2, column=1)
        """
        line = bisect_right(self._breaks, index)
        return Place(self.file, line + 1, index - (self._breaks[line - 1] if line else 0) + 1)

    @property
    def is_json(self) -> bool:
        """Whether it is JSON: by the ending of the file's name, else by how it starts."""
        if self.file.endswith(SUFFIXES):
            return self.file.endswith(".json")
        return bool(re.match(r'\s*\{\s*["}]', self.text))


def from_text(text: str, file: str = "<text>", path: Path | None = None, noun: str = "model") -> Source:
    """
    Take a text as a source.

    Args:
        text: The text.
        file: Name to show.
        path: Where it is, or None.
        noun: What it should be.

    Raises:
        FormatError: It is too large, or holds characters that no text holds.
    """
    if len(text) > LARGEST:
        raise refuse(Place(file), f"more than {LARGEST:,} bytes", hint=f"split the {noun}")
    source = Source(file, text.removeprefix("\ufeff"), path, noun)
    wrong = NO_TEXT.search(source.text)
    if wrong:
        what = f"the character U+{ord(wrong[0]):04X} is no text"
        raise refuse(source.place(wrong.start()), what, hint="leave it out, or write it as an escape in double quotes")
    return source


def from_file(path: Path, file: str, noun: str = "model") -> Source:
    """
    Read a file.

    Args:
        path: Where it is.
        file: Name to show.
        noun: What it should be.

    Raises:
        FormatError: It cannot be read, is too large, or is not UTF-8.
    """
    try:
        if not path.is_file():
            raise refuse(Place(file), "no file", hint=f"a {noun} is one file")
        with path.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        raise refuse(Place(file), f"cannot be read: {getattr(error, 'strerror', None) or error}") from None
    return from_text(_decoded(content, file, noun), file, path, noun)


def _decoded(content: bytes, file: str, noun: str) -> str:
    if len(content) > LARGEST:
        raise refuse(Place(file), f"more than {LARGEST:,} bytes", hint=f"split the {noun}")
    if content.startswith(_WIDE):
        raise refuse(Place(file, 1, 1), "no UTF-8 text", hint="save the file as UTF-8")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = Source(file, content[: error.start].decode("utf-8").removeprefix("\ufeff"))
        what, value = "no UTF-8 text: the byte", f"0x{content[error.start]:02x}"
        raise refuse(before.place(len(before.text)), what, value, "save the file as UTF-8") from None


def shipped(infix: str = "") -> tuple[str, ...]:
    """
    List the ids of the models, or of other files, that come with the library.

    Args:
        infix: What stands between the ids and ``.yaml``; empty for models.

    >>> "jyvaskyla-youth-reception" in shipped()
    True
    """
    return tuple(sorted(_library(infix)))


def from_library(id: str, infix: str = "", noun: str = "model") -> Source | None:
    """
    Read a shipped model or other file, or give None if there is none of that id.

    Args:
        id: Id of the model, which is also the name of its file or folder in the library.
        infix: What stands between the id and ``.yaml``; empty for models.
        noun: What it should be.
    """
    found = _library(infix).get(id)
    return None if found is None else from_file(found, found.name, noun)


def _library(infix: str) -> dict[str, Path]:
    """Find the files of the library: ``ID.yaml``, or ``model.yaml`` in a folder ``ID``; others ``ID.INFIX.yaml``."""
    folder = Path(str(resources.files("collabmodel"))) / "library"
    stems = {path.stem: path for path in folder.glob("*.yaml")}
    if infix:
        return {stem.removesuffix(infix): path for stem, path in stems.items() if stem.endswith(infix)}
    found = {stem: path for stem, path in stems.items() if "." not in stem}
    return found | {path.parent.name: path for path in folder.glob("*/model.yaml")}
