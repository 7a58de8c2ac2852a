"""Durations as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.workdays import Duration, Unit, parse_duration


@given(st.integers(0, 999_999_999), st.sampled_from([unit for unit in Unit if unit is not Unit.SAME_DAY]))
def test_written_and_read(amount, unit):
    """What a duration is printed as is read as that duration."""
    duration = Duration(amount, unit)

    assert parse_duration(str(duration)) == duration


@pytest.mark.parametrize("text", ["P1D", "PT24H", "p3m"])
def test_iso_durations_are_ambiguous(text):
    """An ISO duration is refused because a day on a working calendar could mean three things."""
    with pytest.raises(ValueError, match="ambiguous"):
        parse_duration(text)


@pytest.mark.parametrize("text", ["", "7", "seven days", "-1 days", "1.5 hours", "7 workdays", "1 day 2 hours"])
def test_anything_else_is_no_duration(text):
    """Anything else is refused with what would be right."""
    with pytest.raises(ValueError, match="no duration"):
        parse_duration(text)
