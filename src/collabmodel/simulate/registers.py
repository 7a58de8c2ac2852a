"""Which register of a case holds what: facts, counts, last values, data of the event at hand; and words as numbers."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from collabmodel.model import Pattern
from collabmodel.simulate.kernel.codes import CONSTANT, END
from collabmodel.simulate.kernel.rows import (
    CODE_SIZE,
)

COUNT, LAST, LAST_KNOWN, SET, WHEN = range(5)
"""What a watch does: counts, keeps a datum, keeps one that is known, sets a number, keeps the time."""
ROLE, ORGANISATION, BEHALF = "actor.role", "actor.organisation", "actor.on_behalf_of"
"""Data that tell who acts: number of the role, number of the organisation's word, number of the lay role spoken for."""


class Words:
    """
    Texts by numbers, in the order in which they were met.

    >>> words = Words()
    >>> words.number("accepted"), words.number("declined"), words.number("accepted"), words.texts
    (0, 1, 0, ('accepted', 'declined'))
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, text: str) -> int:
        """
        Give the number of a text.

        Args:
            text: The text.
        """
        return self._numbers.setdefault(text, len(self._numbers))

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts by their numbers."""
        return tuple(self._numbers)


@attrs.frozen(kw_only=True)
class Watch:
    """
    A register that follows events.

    Args:
        pattern: Which events.
        where: Code of its condition, 0 for none; compiled when its letters are known.
        sort: What it does.
        register: The register.
        datum: Register of the datum that it keeps, or the number that it sets.
    """

    pattern: Pattern
    where: int = 0
    sort: int
    register: int
    datum: int = 0


class Registers:
    """
    The registers of a case by name; each gets its place when it is asked for first.

    >>> registers = Registers()
    >>> registers.fact("age"), registers.datum("answer"), registers.fact("age"), registers.size
    (0, 1, 0, 2)
    """

    def __init__(self) -> None:
        self.facts: dict[str, int] = {}
        self.data: dict[str, int] = {}
        self.watches: list[Watch] = []
        self.counts: list[int] = []
        self._named: dict[tuple[str, ...], int] = {}
        self.size: int = 0

    def fact(self, name: str) -> int:
        """
        Give the register of a case fact.

        Args:
            name: Id of the fact.
        """
        if name not in self.facts:
            self.facts[name] = self._next()
        return self.facts[name]

    def datum(self, name: str) -> int:
        """
        Give the register of a datum of the event at hand, ``actor.role`` and such included.

        Args:
            name: Name of the datum.
        """
        if name not in self.data:
            self.data[name] = self._next()
        return self.data[name]

    def count(self, pattern: Pattern, where: int = 0) -> int:
        """
        Give the register that counts events.

        Args:
            pattern: Which events.
            where: Code of a condition that they must meet, 0 for none.
        """
        key = ("count", pattern.short(), str(where))
        if key not in self._named:
            register = self._named[key] = self._next()
            self.counts.append(register)
            self.watches.append(Watch(pattern=pattern, where=where, sort=COUNT, register=register))
        return self._named[key]

    def last(self, pattern: Pattern, name: str) -> int:
        """
        Give the register that keeps what events carried last.

        Args:
            pattern: Which events.
            name: Name of the datum; ``event.occurred`` for when they happened.
        """
        key = ("last", pattern.short(), name)
        if key not in self._named:
            register = self._named[key] = self._next()
            when = name == "event.occurred"
            datum = 0 if when else self.datum(name)
            self.watches.append(Watch(pattern=pattern, sort=WHEN if when else LAST, register=register, datum=datum))
        return self._named[key]

    def set_by(self, name: str, *ways: tuple[Pattern, int, int]) -> int:
        """
        Give a register that events set to numbers.

        Args:
            name: Name of the register.
            ways: For each sort of event its pattern, the code of a condition or 0, and the number.
        """
        key = ("set", name)
        if key not in self._named:
            register = self._named[key] = self._next()
            for pattern, where, number in ways:
                self.watches.append(Watch(pattern=pattern, where=where, sort=SET, register=register, datum=number))
        return self._named[key]

    def recorded(self) -> Iterator[Watch]:
        """Give the watches that keep facts told after the opening."""
        for name, register in self.facts.items():
            if name in self.data:
                yield Watch(
                    pattern=Pattern(kind="fact", transition="*"),
                    sort=LAST_KNOWN,
                    register=register,
                    datum=self.data[name],
                )

    def _next(self) -> int:
        self.size += 1
        return self.size - 1


@attrs.frozen
class Code:
    """
    Instructions before they are written down.

    Args:
        steps: Operation, number and address in ``x`` of each; the number of a jump is how many steps on it goes.
    """

    steps: tuple[tuple[int, int, int], ...]

    def __add__(self, other: Code) -> Code:
        """Give both, one after the other."""
        return Code(self.steps + other.steps)


class Pool:
    """
    Where codes and constants are written; what is the same is written once.

    Args:
        m: The memory, as a list that grows.
        x: The memory of floats, as a list that grows.
    """

    def __init__(self, m: list[int], x: list[float]) -> None:
        self.m: list[int] = m
        self.x: list[float] = x
        self._constants: dict[float, int] = {}
        self._codes: dict[tuple[tuple[int, int, int], ...], int] = {}
        self.steps: dict[int, tuple[tuple[int, int, int], ...]] = {}
        self.deepest: int = 1

    def constant(self, number: float) -> int:
        """
        Give the address of a constant.

        Args:
            number: The number; ``nan`` for what is unknown.
        """
        if number not in self._constants:
            self._constants[number] = len(self.x)
            self.x.append(number)
        return self._constants[number]

    def table(self, numbers: list[float]) -> int:
        """
        Give the address of constants one after another.

        Args:
            numbers: The numbers.
        """
        self.x.extend(numbers)
        return len(self.x) - len(numbers)

    def push(self, number: float) -> Code:
        """
        Give the code of a constant.

        Args:
            number: The number; ``nan`` for what is unknown.
        """
        return Code(((CONSTANT, 0, self.constant(number)),))

    def write(self, code: Code) -> int:
        """
        Write a code down, and give its address.

        Args:
            code: The code.
        """
        found = self._codes.get(code.steps)
        if found is None:
            found = self._codes[code.steps] = len(self.m)
            self.steps[found] = code.steps
            self.deepest = max(self.deepest, len(code.steps) + 3)
            for place, (operation, number, address) in enumerate(code.steps):
                jumps = operation >= FIRST_JUMP
                self.m += [operation, found + (place + number) * CODE_SIZE if jumps else number, address]
            self.m += [END, 0, 0]
        return found

    def numbers(self, numbers: list[int]) -> int:
        """
        Write whole numbers down, and give the address of the first.

        Args:
            numbers: The numbers.
        """
        self.m += numbers
        return len(self.m) - len(numbers)


FIRST_JUMP = 32
"""The operations from this one on go on elsewhere."""
