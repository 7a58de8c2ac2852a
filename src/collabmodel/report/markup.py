"""Text on its way into markup, and text that is markup already."""

from __future__ import annotations

import html
import re

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]")


class Markup(str):
    """Text that is markup of our own making and is not escaped."""

    __slots__ = ()

    def __html__(self) -> str:
        """Give the markup as it is."""
        return str(self)


def clean(text: str) -> str:
    r"""
    Replace the signs that no page or picture may hold.

    Args:
        text: The text.

    >>> clean("a\x00b") == "a\ufffdb"
    True
    """
    return _CONTROL.sub("\ufffd", text)


def escaped(text: str) -> str:
    """
    Make text safe as content or attribute of markup.

    Args:
        text: The text.

    >>> escaped("<b>")
    '&lt;b&gt;'
    """
    return html.escape(clean(text))
