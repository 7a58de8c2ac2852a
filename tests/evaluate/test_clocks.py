"""Time between events in the unit of a measure."""

from __future__ import annotations

import pytest

from collabmodel.evaluate.clocks import Clock
from collabmodel.model import Measure, Measuring, Model
from collabmodel.workdays import Calendar, Duration, Unit

HOUR = 3_600_000_000


@pytest.mark.parametrize(("unit", "expected"), [("minutes", 2160), ("hours", 36), ("days", 1.5), ("weeks", 1.5 / 7)])
def test_units_of_elapsed_time(unit: str, expected: float) -> None:
    """Elapsed time is the same in every unit."""
    found = Clock.of(Measure(what=Measuring.GAPS, unit=unit)).between(0, 36 * HOUR)

    assert found == pytest.approx(expected)


@pytest.mark.parametrize(
    ("duration", "expected"),
    [(Duration(2, Unit.WEEKS), 14), (Duration(12, Unit.MONTHS), 365.2425), (Duration(0, Unit.SAME_DAY), 0)],
)
def test_durations_as_thresholds(duration: Duration, expected: float) -> None:
    """A threshold may be a duration; months have their mean length."""
    assert Clock(unit="days").amount(duration) == pytest.approx(expected)


def test_a_unit_that_is_no_time_is_refused() -> None:
    """Time is not counted in points."""
    assert "cannot be counted" in Clock.of(Measure(what=Measuring.GAPS, unit="points")).why


def test_a_calendar_that_cannot_be_used_is_told() -> None:
    """A broken calendar makes the measure unassessable, not the evaluation fail."""
    model = Model(id="m", calendars=(Calendar(id="odd", zone="Nowhere/Else"),))

    found = Clock.of(Measure(what=Measuring.GAPS, unit="working days", calendar="odd"), model)

    assert found.why == "calendar 'odd' cannot be used"
