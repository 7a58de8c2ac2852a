"""What is wrong in a file of resources, each with a pointer to it, all at once but not without end."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import attrs

from collabmodel.errors import FormatError, Place, Problem
from collabmodel_fhir.naming import Json, Object

SHOWN = 100
"""How many problems are told one by one."""
ENOUGH = 10_000
"""How many problems end a reading, because the file is of another kind."""


class Faults:
    """
    The problems of one file.

    Args:
        path: The file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.found: list[Problem] = []
        self.number = 0

    def place(self, pointer: str = "", line: int = 0, column: int = 0) -> Place:
        """
        Give a place in the file.

        Args:
            pointer: JSON pointer, or empty for the whole file or line.
            line: Line, from 1; 0 where there is one resource or bundle only.
            column: Column, from 1, or 0.
        """
        return Place(f"{self.path}#{pointer}" if pointer else str(self.path), line, column)

    def add(self, what: str, place: Place, *, value: str = "", hint: str = "") -> None:
        """
        Take a problem down.

        Args:
            what: What is wrong, one sentence without a full stop.
            place: Where.
            value: The value, only where it cannot be personal.
            hint: What would be right.

        Raises:
            FormatError: There are so many that reading on makes no sense.
        """
        self.take(Problem(what=what, value=value, place=place, hint=hint))

    def take(self, problem: Problem) -> None:
        """
        Take a problem down that is there as a value.

        Args:
            problem: The problem.

        Raises:
            FormatError: There are so many that reading on makes no sense.
        """
        self.number += 1
        if self.number <= SHOWN:
            self.found.append(problem)
        if self.number >= ENOUGH:
            self.check()

    def stop(self, what: str, place: Place, *, hint: str = "") -> NoReturn:
        """
        Take a problem down after which nothing more can be read, and raise what was found.

        Args:
            what: As in ``add``.
            place: As in ``add``.
            hint: As in ``add``.

        Raises:
            FormatError: Always.
        """
        self.add(what, place, hint=hint)
        raise self._error() from None

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
        rest = [Problem(what=f"and {more} more problems", place=self.place())] if more else []
        return FormatError([*self.found, *rest])


@attrs.frozen(kw_only=True)
class Part:
    """
    A part of a resource while it is read: looking at something that is not what it should be takes a problem down.

    Args:
        value: The JSON.
        pointer: JSON pointer to it.
        line: Line of the file, or 0.
        faults: Where to take problems down.
        url: Address under which a Bundle has it, or empty.
    """

    value: Json = attrs.field(repr=False)
    pointer: str = ""
    line: int = 0
    faults: Faults
    url: str = attrs.field(default="", repr=False)

    def fault(self, what: str, *, value: str = "", hint: str = "") -> None:
        """
        Tell that this part is wrong.

        Args:
            what: What is wrong.
            value: The value, only where it cannot be personal.
            hint: What would be right.

        Raises:
            FormatError: There are too many problems.
        """
        self.faults.add(what, self.faults.place(self.pointer, self.line), value=value, hint=hint)

    def at(self, name: str | int) -> Part:
        """
        Give what stands under a name or number; nothing where there is nothing.

        Args:
            name: The name, or the place in a list.
        """
        inner: Json = None
        if isinstance(name, str) and isinstance(self.value, dict):
            inner = self.value.get(name)
        elif isinstance(name, int) and isinstance(self.value, list):
            inner = self.value[name]
        return Part(value=inner, pointer=f"{self.pointer}/{name}", line=self.line, faults=self.faults)

    def __bool__(self) -> bool:
        return self.value is not None

    def text(self, name: str) -> str:
        """
        Give a text, empty where there is none.

        Args:
            name: Its name.

        Raises:
            FormatError: There are too many problems.
        """
        found = self.at(name)
        if isinstance(found.value, str):
            if found.value.strip():
                return found.value
            found.fault("empty text", hint="leave out what is not known")
        elif found:
            found.fault("not a text")
        return ""

    def inner(self, name: str) -> Part:
        """
        Give an object; an empty part where there is none.

        Args:
            name: Its name.

        Raises:
            FormatError: There are too many problems.
        """
        found = self.at(name)
        if found and not isinstance(found.value, dict):
            found.fault("not an object")
            return Part(value=None, pointer=found.pointer, line=found.line, faults=found.faults)
        return found

    def items(self, name: str) -> tuple[Part, ...]:
        """
        Give the objects of a list; none where there is no list.

        Args:
            name: Its name.

        Raises:
            FormatError: There are too many problems.
        """
        found = self.at(name)
        if not isinstance(found.value, list):
            if found:
                found.fault("not a list")
            return ()
        parts = [found.at(number) for number in range(len(found.value))]
        for part in parts:
            if not isinstance(part.value, dict):
                part.fault("not an object")
        return tuple(part for part in parts if isinstance(part.value, dict))

    def members(self) -> Object:
        """Give the object itself; an empty one where it is none."""
        return self.value if isinstance(self.value, dict) else {}
