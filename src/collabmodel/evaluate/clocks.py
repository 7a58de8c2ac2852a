"""How the time between two events is counted in the unit of a measure."""

from __future__ import annotations

import attrs

from collabmodel.errors import CollabError
from collabmodel.model import Measure, Model, Summary
from collabmodel.workdays import Days, Duration, Unit, compile_calendar

_DAY = 86_400_000_000
_LENGTHS = {"minutes": _DAY // 1440, "hours": _DAY // 24, "days": _DAY, "weeks": 7 * _DAY}
_YEAR = 365.2425 * _DAY
_OTHERS = {Unit.MONTHS: _YEAR / 12, Unit.YEARS: _YEAR, Unit.SAME_DAY: 0.0}


@attrs.frozen(kw_only=True)
class Clock:
    """
    A way of counting time between events.

    Args:
        unit: ``minutes``, ``hours``, ``days``, ``weeks`` or ``working days``.
        days: Calendar of working days, or None.
        why: Why time cannot be counted so; empty if it can.

    >>> clock = Clock(unit="days")
    >>> clock.between(0, 36 * 3_600_000_000), clock.amount(Duration(2, Unit.WEEKS))
    (1.5, 14.0)
    """

    unit: str
    days: Days | None = None
    why: str = ""

    @classmethod
    def of(cls, measure: Measure, *models: Model) -> Clock:
        """
        Make the clock of a measure. Without a unit, time is in days.

        Args:
            measure: The measure.
            models: Where its calendar may be declared, the nearest first.
        """
        unit = measure.unit or "days"
        if measure.summary is Summary.VARIATION:
            # a share of the mean has no unit of its own; whatever time is counted in cancels out
            unit = Unit.WORKING_DAYS.value if measure.calendar else "days"
        if unit in _LENGTHS:
            return cls(unit=unit)
        if unit != Unit.WORKING_DAYS.value:
            return cls(unit=unit, why=f"time cannot be counted in '{unit}'")
        calendars = [calendar for model in models for calendar in model.calendars]
        named = [calendar for calendar in calendars if calendar.id == measure.calendar]
        if not named:
            return cls(unit=unit, why="working days need a calendar")
        try:
            return cls(unit=unit, days=compile_calendar(named[0]))
        except CollabError:
            return cls(unit=unit, why=f"calendar '{measure.calendar}' cannot be used")

    def between(self, start: int, end: int) -> float:
        """
        Count the time between two moments.

        Args:
            start: Microseconds since 1970 UTC.
            end: Likewise, not earlier.
        """
        if self.days is not None:
            return float(self.days.count(self.days.day_of(start), self.days.day_of(end)))
        return (end - start) / _LENGTHS[self.unit]

    def amount(self, duration: Duration) -> float:
        """
        Give a duration in the clock's unit; months and years have their mean length.

        Args:
            duration: The duration.

        Raises:
            ValueError: It has no length in that unit.
        """
        if (duration.unit is Unit.WORKING_DAYS) is not (self.days is not None) or self.unit not in {
            *_LENGTHS,
            Unit.WORKING_DAYS.value,
        }:
            msg = f"'{duration}' has no length in {self.unit or 'this unit'}"
            raise ValueError(msg)
        if self.days is not None:
            return float(duration.amount)
        length = _OTHERS.get(duration.unit) if duration.unit in _OTHERS else _LENGTHS[duration.unit.value]
        return duration.amount * (length or 0.0) / _LENGTHS[self.unit]
