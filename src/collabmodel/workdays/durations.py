"""Durations as people write them: ``7 working days``, ``24 hours``, ``3 months``, ``same day``."""

from __future__ import annotations

import enum
import re

import attrs


class Unit(enum.Enum):
    """What a duration is counted in. Only clock units and calendar units that cannot be confused are here."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    SAME_DAY = "same day"


@attrs.frozen
class Duration:
    """
    An amount of time in one unit.

    Args:
        amount: How many units, >= 0; 0 for ``same day``.
        unit: The unit.

    >>> str(Duration(7, Unit.WORKING_DAYS)), str(Duration(1, Unit.MONTHS)), str(Duration(0, Unit.SAME_DAY))
    ('7 working days', '1 month', 'same day')
    """

    amount: int = attrs.field(validator=attrs.validators.ge(0))
    unit: Unit

    def __str__(self) -> str:
        word: str = self.unit.value
        if self.unit is Unit.SAME_DAY:
            return word
        return f"{self.amount} {word[:-1] if self.amount == 1 else word}"


_PATTERN = re.compile(r"(\d{1,9})\s+(minute|hour|day|working day|week|month|year)s?")


def parse_duration(text: str) -> Duration:
    """
    Read a duration as people write it.

    Args:
        text: For example ``"7 working days"``, ``"24 hours"``, ``"same day"``.

    Raises:
        ValueError: The text is no duration; the message says what would be.

    >>> parse_duration("2 weeks")
    Duration(amount=2, unit=<Unit.WEEKS: 'weeks'>)
    >>> parse_duration("P1D")
    Traceback (most recent call last):
    ...
    ValueError: 'P1D' is ambiguous: say '24 hours', '1 day' or '1 working day'
    """
    words = " ".join(text.split()).lower()
    if words == Unit.SAME_DAY.value:
        return Duration(0, Unit.SAME_DAY)
    match = _PATTERN.fullmatch(words)
    if match:
        return Duration(int(match[1]), Unit(match[2] + "s"))
    if re.fullmatch(r"P[0-9TYMWDHS.]+", text.strip().upper()):
        msg = f"{text!r} is ambiguous: say '24 hours', '1 day' or '1 working day'"
    else:
        msg = f"{text!r} is no duration: write a whole number and a unit, such as '7 working days' or '24 hours'"
    raise ValueError(msg)
