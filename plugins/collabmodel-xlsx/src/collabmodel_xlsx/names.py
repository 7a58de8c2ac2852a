"""Names of sheets: legal, short and different from each other, whatever the titles are."""

from __future__ import annotations

import re

from collabmodel_xlsx.texts import clean, cut, units

LONGEST = 31
"""Most UTF-16 units in the name of a sheet."""
_ILLEGAL = re.compile(r"[\[\]:*?/\\\s\ufffd]+")
_RESERVED = frozenset({"history"})
"""Names that spreadsheet programs keep for themselves, lower case."""


class Names:
    """
    Gives names of sheets.

    >>> names = Names()
    >>> names.fresh("Rules: all"), names.fresh("rules all"), names.fresh("")
    ('Rules all', 'rules all 2', '-')
    """

    def __init__(self) -> None:
        self._taken: set[str] = set(_RESERVED)

    def fresh(self, title: str) -> str:
        """
        Give a name like a title, different from all before.

        Args:
            title: The title.
        """
        words = " ".join(_ILLEGAL.sub(" ", clean(title)).split()).strip("' ") or "-"
        name = cut(words, LONGEST).strip("' ")
        number = 1
        while name.casefold() in self._taken:
            number += 1
            end = f" {number}"
            name = cut(words, LONGEST - units(end)).strip("' ") + end
        self._taken.add(name.casefold())
        return name
