"""Distributions as a scenario tells them: of lengths of time, numbers, words and shares."""

from __future__ import annotations

import enum

import attrs

from collabmodel.model import Expression


class Shape(enum.Enum):
    """Shapes of distributions."""

    CONSTANT = "constant"
    UNIFORM = "uniform"
    TRIANGULAR = "triangular"
    EXPONENTIAL = "exponential"
    LOGNORMAL = "lognormal"
    GAMMA = "gamma"
    POISSON = "poisson"
    EMPIRICAL = "empirical"
    LAST = "last"
    FUNCTION = "function"


class Grid(enum.Enum):
    """Units in which a length of time may be given."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    WEEKS = "weeks"
    WORKING_HOURS = "working hours"
    WORKING_DAYS = "working days"


@attrs.frozen(kw_only=True)
class Row:
    """
    What holds instead where a condition is true; the first such row counts.

    Args:
        condition: The condition (key ``if`` in a file), over facts, data of the event at hand and ``count(...)``.
        spread: The distribution then.
    """

    condition: Expression = attrs.field(metadata={"key": "if"})
    spread: Spread


@attrs.frozen(kw_only=True)
class Spread:
    """
    A distribution: of lengths of time, numbers, or words.

    Args:
        shape: Its shape.
        value: The value of a constant.
        mean: Mean; of exponential, lognormal, gamma and Poisson; > 0.
        cv: Coefficient of variation (standard deviation through mean) of lognormal and gamma; > 0.
        low: Least value of uniform and triangular.
        mode: Most likely value of triangular.
        high: Greatest value of uniform and triangular.
        values: The values of an empirical one: numbers, words or truth values; of a constant, a list as one value.
        weights: How likely each is, >= 0, not all 0; empty for all alike.
        of: Of shape ``last``, what is repeated: ``ELEMENT.NAME``, the last value of an element's data.
        function: Of shape ``function``, the name under which the caller passes a Python function.
        unit: Unit of a length of time; None for what is none.
        whole: Whether numbers are rounded to whole ones.
        rows: What holds instead under conditions.
    """

    shape: Shape = Shape.CONSTANT
    value: bool | int | float | str | None = None
    mean: float | None = None
    cv: float | None = None
    low: float | None = None
    mode: float | None = None
    high: float | None = None
    values: tuple[bool | int | float | str, ...] = ()
    weights: tuple[float, ...] = ()
    of: str = ""
    function: str = ""
    unit: Grid | None = None
    whole: bool = False
    rows: tuple[Row, ...] = ()


@attrs.frozen(kw_only=True)
class Share:
    """
    A share between 0 and 1, such as how many do not come.

    Args:
        value: The share.
        rows: What holds instead under conditions; each row's spread is a constant between 0 and 1.
    """

    value: float = 0.0
    rows: tuple[Row, ...] = ()
