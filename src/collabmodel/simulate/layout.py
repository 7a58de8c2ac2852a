"""Rows as they are laid down before a run: distributions, words, and whatever else stands in the memory for good."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate

import attrs

from collabmodel.errors import Place, Problem
from collabmodel.model import Expression
from collabmodel.simulate.kernel.header import (
    HEADER,
)
from collabmodel.simulate.kernel.numerics import log
from collabmodel.simulate.kernel.rows import (
    CONSTANT,
    EMPIRICAL,
    EXPONENTIAL,
    FUNCTION,
    GAMMA,
    LAST,
    LOGNORMAL,
    POISSON,
    SHAPE_N,
    SHAPE_NEXT,
    SHAPE_ROW,
    SHAPE_ROW_IF,
    SHAPE_SIZE,
    SHAPE_SORT,
    SHAPE_UNIT,
    SHAPE_WHOLE,
    SHAPE_X,
    TRIANGULAR,
    UNIFORM,
)
from collabmodel.simulate.registers import Words
from collabmodel.simulate.scenario import Grid, Row, Shape, Share, Spread

UNITS: Mapping[Grid | None, int] = {
    None: 0,
    Grid.MINUTES: 1,
    Grid.HOURS: 60,
    Grid.DAYS: 1440,
    Grid.WEEKS: 10080,
    Grid.WORKING_HOURS: -1,
    Grid.WORKING_DAYS: -2,
}
"""Minutes in a unit of time; of working time, how it is told from others."""
_SORTS: Mapping[Shape, int] = {
    Shape.CONSTANT: CONSTANT,
    Shape.UNIFORM: UNIFORM,
    Shape.TRIANGULAR: TRIANGULAR,
    Shape.EXPONENTIAL: EXPONENTIAL,
    Shape.LOGNORMAL: LOGNORMAL,
    Shape.GAMMA: GAMMA,
    Shape.POISSON: POISSON,
    Shape.EMPIRICAL: EMPIRICAL,
    Shape.LAST: LAST,
    Shape.FUNCTION: FUNCTION,
}


def stable_hash(text: str) -> int:
    """
    Give a number for a text that is the same everywhere, of 62 bits.

    Args:
        text: The text.

    >>> stable_hash("opening") == stable_hash("opening") != stable_hash("closing")
    True
    """
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") >> 2


@attrs.define(eq=False)
class Ground:
    """
    The memories while rows are laid down.

    Args:
        words: Texts by numbers.
        functions: Names of users' functions by numbers.
        m: Whole numbers.
        x: Floats; the first is nothing, so that 0 can mean none.
        problems: What was found wrong so far.
    """

    words: Words = attrs.field(factory=Words)
    functions: Words = attrs.field(factory=Words)
    m: list[int] = attrs.field(factory=lambda: [0] * HEADER)
    x: list[float] = attrs.field(factory=lambda: [0.0])
    problems: list[Problem] = attrs.field(factory=list)

    def rows(self, size: int, count: int = 1) -> int:
        """
        Lay down rows of zeros and give the address of the first.

        Args:
            size: Numbers in a row.
            count: How many rows.
        """
        at = len(self.m)
        self.m += [0] * (size * count)
        return at

    def numbers(self, values: Iterable[int]) -> int:
        """
        Lay down whole numbers and give their address.

        Args:
            values: The numbers.
        """
        at = len(self.m)
        self.m += values
        return at

    def floats(self, values: Iterable[float]) -> int:
        """
        Lay down floats and give their address.

        Args:
            values: The floats.
        """
        at = len(self.x)
        self.x += values
        return at

    def value(self, value: bool | float | str | None) -> float:
        """
        Give a value as the kernel knows it: words by their numbers, truth values as 0 and 1, nothing as no number.

        Args:
            value: The value.
        """
        if value is None:
            return math.nan
        return float(self.words.number(value)) if isinstance(value, str) else float(value)

    def object_to(self, path: str, what: str, value: object = "", hint: str = "") -> None:
        """
        Note something that is wrong.

        Args:
            path: Where it stands in the scenario.
            what: What is wrong.
            value: The value.
            hint: What would be right.
        """
        self.problems.append(Problem(what=what, value=repr(value) if value != "" else "", place=Place(path), hint=hint))


Code = Callable[[Expression, str], int]
"""Compiles a condition that stands at a path, and gives the address of its code."""
Last = Callable[[str, str], int]
"""Gives the register of what ``ELEMENT.NAME`` says, told at a path."""


@attrs.frozen(kw_only=True, eq=False)
class Shapes:
    """
    Distributions as rows.

    Args:
        ground: The memories.
        code: Compiles conditions.
        last: Gives registers of last values.
    """

    ground: Ground
    code: Code
    last: Last

    def of(self, spread: Spread | None, path: str) -> int:
        """
        Lay a distribution down and give its address; 0 for none.

        Args:
            spread: The distribution.
            path: Where it stands in the scenario.
        """
        if spread is None:
            return 0
        return self._with_rows(self._plain(spread, path), spread.rows, path)

    def share(self, share: Share, path: str) -> int:
        """
        Lay a share down and give its address.

        Args:
            share: The share.
            path: Where it stands in the scenario.
        """
        return self._with_rows(self._plain(Spread(value=share.value), path), share.rows, path)

    def _with_rows(self, shape: int, rows: Sequence[Row], path: str) -> int:
        for place in reversed(range(len(rows))):
            row, at = rows[place], f"{path}.rows.{place}"
            chosen = self.of(row.spread, f"{at}.spread")
            before = self.ground.rows(SHAPE_SIZE)
            m = self.ground.m
            m[before : before + SHAPE_SIZE] = m[shape : shape + SHAPE_SIZE]
            m[before + SHAPE_ROW_IF] = self.code(row.condition, f"{at}.if")
            m[before + SHAPE_ROW] = chosen
            m[before + SHAPE_NEXT] = shape
            shape = before
        return shape

    def _plain(self, spread: Spread, path: str) -> int:
        floats, count = self._numbers(spread, path)
        shape = self.ground.rows(SHAPE_SIZE)
        m = self.ground.m
        m[shape + SHAPE_SORT] = _SORTS[spread.shape]
        m[shape + SHAPE_X] = floats
        m[shape + SHAPE_N] = count
        m[shape + SHAPE_UNIT] = UNITS[spread.unit]
        m[shape + SHAPE_WHOLE] = spread.whole
        return shape

    def _numbers(self, spread: Spread, path: str) -> tuple[int, int]:
        ground = self.ground
        if spread.shape is Shape.EMPIRICAL:
            return ground.floats([*map(ground.value, spread.values), *_cumulative(spread)]), len(spread.values)
        if spread.shape is Shape.LAST:
            return self.last(spread.of, f"{path}.of"), 0
        if spread.shape is Shape.FUNCTION:
            return ground.functions.number(spread.function), 0
        return ground.floats(_parameters(ground, spread)), 0


def _cumulative(spread: Spread) -> list[float]:
    weights = [float(one) for one in spread.weights] or [1.0] * len(spread.values)
    exact = list(accumulate(map(Fraction, weights)))
    return [*(float(one) / float(exact[-1]) for one in exact[:-1]), 1.0]


def _parameters(ground: Ground, spread: Spread) -> list[float]:
    mean, cv = float(spread.mean or 0.0), float(spread.cv or 0.0)
    if spread.shape is Shape.LOGNORMAL:
        sigma2 = log(1.0 + cv * cv)
        return [log(mean) - sigma2 / 2.0, math.sqrt(sigma2)]
    if spread.shape is Shape.GAMMA:
        return [1.0 / (cv * cv), mean * cv * cv]
    if spread.shape in {Shape.EXPONENTIAL, Shape.POISSON}:
        return [mean]
    if spread.shape is Shape.CONSTANT:
        return [ground.value(spread.value)]
    low, mode, high = (float(one or 0.0) for one in (spread.low, spread.mode, spread.high))
    return [low, high] if spread.shape is Shape.UNIFORM else [low, mode, high]
