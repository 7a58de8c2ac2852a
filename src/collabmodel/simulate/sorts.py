"""Sorts of values that conditions may have, and what comes of comparing and reckoning with them."""

from __future__ import annotations

import attrs

from collabmodel.case import Tables
from collabmodel.model import Comparison, Fact, FactType, Operator
from collabmodel.simulate.kernel import codes
from collabmodel.workdays import Unit

_FIXED = {Unit.MINUTES: 1.0, Unit.HOURS: 60.0, Unit.DAYS: 1_440.0, Unit.WEEKS: 10_080.0}
_MONTHS = {Unit.MONTHS: 1.0, Unit.YEARS: 12.0}
_OPERATIONS = {
    Comparison.EQUAL: codes.EQUAL,
    Comparison.UNEQUAL: codes.UNEQUAL,
    Comparison.LESS: codes.LESS,
    Comparison.AT_MOST: codes.AT_MOST,
    Comparison.MORE: codes.MORE,
    Comparison.AT_LEAST: codes.AT_LEAST,
}
_EQUALITY = (Comparison.EQUAL, Comparison.UNEQUAL)


@attrs.frozen
class Sort:
    """
    What a value is.

    Args:
        name: Its name.
        unit: Unit of a duration, or None.
    """

    name: str
    unit: Unit | None = None

    @property
    def minutes(self) -> float:
        """Minutes in one of a span of fixed length, 0 for others."""
        if self.name == "span":
            return 1.0
        return _FIXED.get(self.unit, 0.0) if self.unit is not None else 0.0

    @property
    def months(self) -> float:
        """Months in one of a duration of months or years, 0 for others."""
        return _MONTHS.get(self.unit, 0.0) if self.unit is not None else 0.0


ANY, NUMBER, TRUTH, WORD, TIME, SPAN = map(Sort, ("anything", "number", "truth value", "word", "time", "span"))
"""Sorts without a unit; of ``ANY`` nobody knows before a run what it is."""


FACT_SORTS = {
    FactType.BOOLEAN: TRUTH,
    FactType.INTEGER: NUMBER,
    FactType.NUMBER: NUMBER,
    FactType.TEXT: WORD,
    FactType.CHOICE: WORD,
    FactType.DATE: Sort("date"),
    FactType.TIME: TIME,
    FactType.LIST: Sort("list"),
}
_WORDS = ("outcome", "ending", "reason", "opening", "lead", "basis")
"""Data that commands bring by themselves, which are words."""


def of_unit(unit: Unit) -> Sort:
    """
    Give the sort of durations of a unit.

    Args:
        unit: The unit.

    >>> of_unit(Unit.WEEKS).minutes
    10080.0
    """
    return Sort("duration", unit)


class Comparing:
    """What comes of two sorts together."""

    def compare(  # noqa: PLR0911 - a table of sorts
        self, how: Comparison, left: Sort, right: Sort
    ) -> tuple[int, float, float] | tuple[()] | None:
        """
        Give the operation and what either side is multiplied by first; nothing where it is always unknown; None where
        it depends on more than the sorts.

        Args:
            how: The comparison.
            left: Sort of the left value.
            right: Sort of the right value.
        """
        operation = _OPERATIONS[how]
        names = {left.name, right.name}
        if "list" in names or (names == {"word"} and how not in _EQUALITY):
            return None
        if names == {"date", "time"}:
            return None
        if names == {"truth value"}:
            return (operation, 1, 1) if how in _EQUALITY else ()
        if left == right or "anything" in names or names == {"number", "duration"}:
            return operation, 1, 1
        if left.minutes and right.minutes:
            return operation, left.minutes, right.minutes
        if left.months and right.months:
            return operation, left.months, right.months
        return None if names == {"span", "duration"} else ()

    def reckon(self, how: Operator, left: Sort, right: Sort) -> tuple[Sort | None, float, float] | None:
        """
        Give the sort that comes of it and what either side is multiplied by first; the sort None where it means
        nothing; None where the simulator cannot tell.

        Args:
            how: The operation.
            left: Sort of the left value.
            right: Sort of the right value.
        """
        names = {left.name, right.name}
        if names <= {"number", "anything"}:
            return NUMBER, 1, 1
        if how is Operator.MINUS and names == {"time"}:
            return SPAN, 1, 1
        if how is Operator.MINUS and left == TIME and right.minutes:
            return TIME, 1, right.minutes
        if left.minutes and right.minutes and how in (Operator.PLUS, Operator.MINUS):
            return SPAN, left.minutes, right.minutes
        if "truth value" in names or "word" in names:
            return None, 1, 1
        return None


COMPARING = Comparing()
"""The one table of sorts."""


def sorts_of_data(tables: Tables) -> dict[str, Sort]:
    """
    Give the sort of each datum that is declared, where all declare it alike.

    Args:
        tables: The model's tables.
    """
    found: dict[str, Sort] = dict.fromkeys(_WORDS, WORD)
    declared: list[Fact] = [fact for activity in tables.model.activities for fact in activity.data]
    for fact in declared:
        sort = FACT_SORTS[fact.type]
        found[fact.id] = sort if found.get(fact.id, sort) == sort else ANY
    return found
