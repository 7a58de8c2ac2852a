"""Comparing lengths of time in different units only as far as that is certain."""

from __future__ import annotations

import pytest

from collabmodel.check.spans import Span
from collabmodel.workdays import parse_duration

PAIRS = [
    ("8 working days", "7 working days", True),
    ("7 working days", "7 working days", False),
    ("3 weeks", "5 days", True),
    ("1 week", "7 days", False),
    ("30 days", "1 month", False),
    ("33 days", "1 month", True),
    ("3 working days", "10 days", False),
    ("25 hours", "same day", True),
    ("24 hours", "same day", False),
    ("5 weeks", "7 working days", True),
    ("2 weeks", "7 working days", False),
]


@pytest.mark.parametrize(("one", "other", "longer"), PAIRS)
def test_longer_means_certainly_longer(one: str, other: str, longer: bool) -> None:
    """Where units differ, only what no calendar can change counts."""
    assert Span.of([parse_duration(one)]).exceeds(parse_duration(other)) is longer


def test_sums_keep_their_units_apart() -> None:
    """A sum of two units is said as such."""
    assert Span.of(map(parse_duration, ["2 days", "1 week", "3 days"])).text() == "5 days and 1 week"
