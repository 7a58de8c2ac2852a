"""How cells look: each look is made once for a workbook."""

from __future__ import annotations

from typing import TypeAlias

from xlsxwriter import Workbook
from xlsxwriter.format import Format

Look: TypeAlias = dict[str, str | int | float | bool]

INK, DEEP, PALE, EDGE = "#1f2933", "#124e66", "#dcebf2", "#b8c4cc"
LOOKS: dict[str, Look] = {
    "title": {"bold": True, "font_size": 18, "font_color": DEEP, "valign": "top", "text_wrap": True},
    "heading": {"bold": True, "font_size": 14, "font_color": DEEP, "valign": "top", "text_wrap": True},
    "subheading": {"bold": True, "font_size": 12, "font_color": DEEP, "valign": "top", "text_wrap": True},
    "plain": {"font_color": INK, "valign": "top", "text_wrap": True},
    "name": {"bold": True, "font_color": INK, "valign": "top", "text_wrap": True},
    "link": {"font_color": "#0b5394", "underline": 1, "valign": "top", "text_wrap": True},
    "head": {
        "bold": True, "font_color": INK, "bg_color": PALE, "bottom": 2, "bottom_color": DEEP, "valign": "vcenter",
        "text_wrap": True,
    },
    "cell": {"font_color": INK, "valign": "top", "text_wrap": True, "bottom": 1, "bottom_color": EDGE},
}  # fmt: skip
"""Looks by name."""


class Styles:
    """
    Makes looks for one workbook.

    Args:
        book: The workbook.
    """

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[object, ...], Format] = {}

    def __call__(self, name: str, **more: str | float | bool) -> Format:
        """
        Give a look.

        Args:
            name: Its name in ``LOOKS``.
            **more: What differs from it.
        """
        key: tuple[object, ...] = (name, *more.items())
        if key not in self._made:
            self._made[key] = self._book.add_format({**LOOKS[name], **more})
        return self._made[key]
