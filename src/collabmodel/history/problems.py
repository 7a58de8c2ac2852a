"""Problems met while reading or writing a history, all at once but not without end."""

from __future__ import annotations

from typing import NoReturn

from collabmodel.errors import FormatError, Place, Problem

SHOWN = 100
"""How many problems are told one by one."""

ENOUGH = 10_000
"""How many problems end a reading, because the file is of another kind."""


def shortened(text: object, length: int = 40) -> str:
    """
    Show a value in a message: quoted, on one line, cut.

    Args:
        text: The value.
        length: Most characters of it, > 0.

    >>> shortened("a" * 50, 5)
    "'aaaaa...'"
    """
    words = str(text)
    return repr(words if len(words) <= length else words[:length] + "...")


class Problems:
    """
    A collection of problems of one file, raised together.

    Args:
        file: Name of the file as the caller gave it.
        most: How many problems end the reading.
    """

    number: int

    def __init__(self, file: str, most: int = ENOUGH) -> None:
        self.file = file
        self.most = most
        self.found: list[Problem] = []
        self.number = 0

    def add(self, what: str, line: int = 0, column: int = 0, *, value: str = "", hint: str = "") -> None:
        """
        Take a problem down.

        Args:
            what: What is wrong, one sentence without a full stop.
            line: Line, from 1; 0 where there is none.
            column: Column, from 1; 0 where there is none.
            value: The offending value, already shortened; empty where it may be personal.
            hint: What would be right.

        Raises:
            FormatError: There are so many that reading on makes no sense.
        """
        self.number += 1
        if self.number <= SHOWN:
            self.found.append(Problem(what=what, value=value, place=Place(self.file, line, column), hint=hint))
        if self.number >= self.most:
            self.check()

    def check(self) -> None:
        """
        Raise what was found, if anything.

        Raises:
            FormatError: There are problems.
        """
        if self.number:
            raise self._error() from None

    def _error(self) -> FormatError:
        more = self.number - len(self.found)
        rest = [Problem(what=f"and {more} more problems", place=Place(self.file))] if more else []
        return FormatError([*self.found, *rest])

    def stop(self, what: str, line: int = 0, column: int = 0, *, value: str = "", hint: str = "") -> NoReturn:
        """
        Take a problem down after which nothing more can be read, and raise what was found.

        Args:
            what: As in ``add``.
            line: As in ``add``.
            column: As in ``add``.
            value: As in ``add``.
            hint: As in ``add``.

        Raises:
            FormatError: Always.
        """
        self.add(what, line, column, value=value, hint=hint)
        raise self._error() from None
