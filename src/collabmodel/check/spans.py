"""Comparing lengths of time that are counted in different units, as far as that is certain."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from collabmodel.workdays import Duration, Unit

_DAY = 1440
_BOUNDS: dict[Unit, tuple[int, int, int]] = {
    Unit.MINUTES: (1, 1, 0),
    Unit.HOURS: (60, 60, 0),
    Unit.DAYS: (_DAY, _DAY, _DAY),
    Unit.WORKING_DAYS: (_DAY, 3 * _DAY, 10 * _DAY),
    Unit.WEEKS: (7 * _DAY, 7 * _DAY, _DAY),
    Unit.MONTHS: (28 * _DAY, 31 * _DAY, _DAY),
    Unit.YEARS: (365 * _DAY, 366 * _DAY, _DAY),
    Unit.SAME_DAY: (0, 0, _DAY),
}
"""Fewest and most minutes in one unit, and how many more the end of the day may add."""


@attrs.frozen
class Span:
    """
    The sum of some durations.

    Args:
        parts: The durations, units with no amount left out.

    >>> Span.of([Duration(2, Unit.DAYS), Duration(1, Unit.DAYS)]).text()
    '3 days'
    """

    parts: tuple[Duration, ...] = ()

    @classmethod
    def of(cls, durations: Iterable[Duration]) -> Span:
        """
        Add durations up.

        Args:
            durations: The durations.
        """
        amounts: dict[Unit, int] = {}
        for duration in durations:
            amounts[duration.unit] = amounts.get(duration.unit, 0) + duration.amount
        return cls(tuple(Duration(amount, unit) for unit, amount in amounts.items() if amount))

    def text(self) -> str:
        """Say it in words."""
        return " and ".join(str(part) for part in self.parts) or "no time"

    def fewest(self) -> int:
        """Give the fewest minutes that it can take."""
        return sum(part.amount * _BOUNDS[part.unit][0] for part in self.parts)

    def exceeds(self, limit: Duration) -> bool:
        """
        Tell whether it is certainly longer than a duration.

        Args:
            limit: The duration.

        >>> Span.of([Duration(3, Unit.WEEKS)]).exceeds(Duration(5, Unit.DAYS))
        True
        """
        if {part.unit for part in self.parts} == {limit.unit}:
            return sum(part.amount for part in self.parts) > limit.amount
        _, most, rest = _BOUNDS[limit.unit]
        return self.fewest() > limit.amount * most + rest
