"""The letters that a file is set in: a family that is installed, or files of the organisation's own."""

from __future__ import annotations

import base64
import io
import struct

import attrs
from fontTools.ttLib import TTFont, TTLibError  # type: ignore[import-untyped]

from collabmodel.errors import ConfigError, Problem
from collabmodel_pdf.files import content
from collabmodel_pdf.settings import problem
from collabmodel_pdf.styling import quoted

MOST_BYTES = 8 * 1024 * 1024
"""Most bytes of a file of letters."""
COMMON = '"Noto Sans", "Liberation Sans", "DejaVu Sans", Arial, sans-serif'
"""Families tried in this order where none is set."""
_KINDS = (b"\0\1\0\0", b"true", b"OTTO")
"""How files of letters begin that hold them as they are: packed ones could unpack to any size."""
_RESTRICTED = 0x0002
"""The mark by which a family forbids being held in documents."""


@attrs.frozen(kw_only=True)
class Letters:
    """
    What a file is set in.

    Args:
        families: Families as a style sheet lists them.
        faces: The rules of a style sheet that bring the organisation's own files.
    """

    families: str = COMMON
    faces: str = attrs.field(default="", repr=False)


def letters(font: str, files: tuple[str, ...]) -> Letters:
    """
    Give the letters that settings ask for.

    Args:
        font: Name of the family; empty for a common one.
        files: Paths of its own files; none where it is installed.

    Raises:
        ConfigError: A file cannot be read, is no such file, or may not be held in documents; with every problem.
    """
    problems: list[Problem] = []
    faces = []
    for path in files:
        try:
            faces.append(_face(font, path))
        except ConfigError as error:
            problems += error.problems
    if problems:
        raise ConfigError(problems)
    return Letters(families=f"{quoted(font)}, {COMMON}" if font else COMMON, faces="\n".join(faces))


def _face(font: str, path: str) -> str:
    held = content("font_files", path, MOST_BYTES)
    if not held.startswith(_KINDS):
        raise ConfigError([_no_letters(path)])
    try:
        with TTFont(io.BytesIO(held), lazy=True) as file:
            weight, slope, rights = _traits(file)
    except (TTLibError, KeyError, ValueError, AssertionError, OSError, struct.error):
        raise ConfigError([_no_letters(path)]) from None
    if rights & 0x000F == _RESTRICTED:
        what = "letters that say they may not be held in documents"
        raise ConfigError([problem("font_files", what, path, "take others, or get the right to")])
    address = f"data:font/ttf;base64,{base64.b64encode(held).decode('ascii')}"
    cut = f"font-family: {quoted(font)}; font-weight: {weight}; font-style: {slope};"
    return f"@font-face {{ {cut} src: url({address}); }}"


def _no_letters(path: str) -> Problem:
    return problem("font_files", "no file of letters", path, "a TTF or OTF file")


def _traits(file: TTFont) -> tuple[int, str, int]:
    """Give weight, slope and rights of a file of letters, all of whose tables are there."""
    if not {"cmap", "head", "hhea", "hmtx", "maxp"} <= set(file.keys()) or not {"glyf", "CFF "} & set(file.keys()):
        message = "tables are missing"
        raise ValueError(message)
    table = file["OS/2"]
    slope = "italic" if table.fsSelection & 1 else "normal"
    return min(max(int(table.usWeightClass), 1), 1000), slope, int(table.fsType)
