"""Signs that an archivable file may not hold, or that no letters at hand can draw: written out, so nothing is lost."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

_STEERING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Signs that turn the direction of text or mark its beginning: left out, since they can make text read as another."""
_ENDLESS = re.compile(r"\S{121,}")
_SPAN = re.compile(r"\S{20}")
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufff9-\uffff\U000e0000-\U0010ffff]"
)
"""Control signs, halves of signs, signs for private use and signs that are none."""


def printable(text: str) -> str:
    r"""
    Write out what no archivable file may hold.

    Args:
        text: The text, or markup: no mark of markup is touched or made.

    >>> printable("a\x00b\u202ec")
    'a[U+0000]bc'
    """
    return _UNFIT.sub(_named, _STEERING.sub("", text))


def without(text: str, missing: Collection[str]) -> str:
    """
    Write out signs that nothing can draw.

    Args:
        text: The text, or markup.
        missing: The signs.

    >>> without("Hei 😀", {"😀"})
    'Hei [U+1F600]'
    """
    return "".join(f"[U+{ord(sign):04X}]" if _lacks(sign, missing) else sign for sign in text) if missing else text


def _lacks(sign: str, missing: Collection[str]) -> bool:
    """Tell whether a sign cannot be drawn, or is drawn as several of which one cannot."""
    if sign in missing:
        return True
    tag, *parts = unicodedata.decomposition(sign).split() or [""]
    return tag == "<compat>" and any(chr(int(part, 16)) in missing for part in parts)


def breakable(text: str) -> str:
    """
    Let words that nobody reads as one be broken: setting a word of thousands of letters takes minutes.

    Args:
        text: The text; a break that shows nothing comes into words of more than 120 letters.

    >>> breakable("a" * 120) == "a" * 120, len(breakable("a" * 121))
    (True, 127)
    """
    return _ENDLESS.sub(lambda found: _SPAN.sub("\\g<0>\u200b", found.group()), text)


def _named(found: re.Match[str]) -> str:
    return f"[U+{ord(found.group()):04X}]"
