"""Colours as settings write them, and how well text in them can be read."""

from __future__ import annotations

import re

LEAST = 4.5
"""Least contrast of text with its ground, a ratio; that of WCAG 2.2, level AA."""
_FORM = re.compile(r"#[0-9a-fA-F]{6}")


def is_colour(text: str) -> bool:
    """
    Tell whether a text is a colour as settings write it: ``#`` and six hexadecimal digits.

    Args:
        text: The text.

    >>> is_colour("#14506b"), is_colour("red")
    (True, False)
    """
    return _FORM.fullmatch(text) is not None


def contrast(first: str, second: str) -> float:
    """
    Give the contrast of two colours: from 1 (the same) to 21 (black and white).

    Args:
        first: One colour, such as ``"#14506b"``.
        second: The other one.

    Source: WCAG 2.2, contrast ratio and relative luminance.

    >>> round(contrast("#000000", "#ffffff"), 1)
    21.0
    """
    lower, upper = sorted((_luminance(first), _luminance(second)))
    return (upper + 0.05) / (lower + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
