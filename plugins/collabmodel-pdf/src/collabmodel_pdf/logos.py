"""The organisation's logo: looked at, made plain, and held inside the file."""

from __future__ import annotations

import base64
import io
import warnings

from collabmodel.errors import ConfigError, Problem
from collabmodel_pdf.drawings import faults
from collabmodel_pdf.files import content
from collabmodel_pdf.settings import problem

MOST_BYTES = 512 * 1024
"""Most bytes of a logo's file."""
MOST_PIXELS = 4_000_000
"""Most pixels of a logo."""
_PNG = b"\x89PNG\r\n\x1a\n"
_HINT = "an SVG or PNG file"


def logo(path: str) -> str:
    """
    Give a logo as the address of data that holds all of it.

    Args:
        path: Its file, SVG or PNG.

    Raises:
        ConfigError: It cannot be read, is too large, or holds what a logo may not.
    """
    found = content("logo", path, MOST_BYTES)
    if found.startswith(_PNG):
        return _address("image/png", _plain(found, path))
    if b"<svg" not in found:
        raise ConfigError([problem("logo", "a file of another kind", path, _HINT)])
    wrong = faults(found)
    if wrong:
        hint = "save it as plain SVG: shapes and text, nothing linked"
        raise ConfigError([problem("logo", f"a drawing that is refused: {what}", path, hint) for what in wrong])
    return _address("image/svg+xml", found)


def _plain(found: bytes, path: str) -> bytes:
    """Draw a picture anew, eight bits a channel, without anything else that its file held."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - only for logos of this kind

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(found), formats=["PNG"]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise ConfigError([_too_many(path)])
                plain = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
        plain.info.clear()
        made = io.BytesIO()
        plain.save(made, format="PNG")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ConfigError([_too_many(path)]) from None
    except (OSError, ValueError, SyntaxError, Warning, UnidentifiedImageError):
        raise ConfigError([problem("logo", "a picture that cannot be read", path, _HINT)]) from None
    return made.getvalue()


def _too_many(path: str) -> Problem:
    return problem("logo", f"more than {MOST_PIXELS:,} pixels", path, "make it smaller")


def _address(kind: str, held: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(held).decode('ascii')}"
