"""How values become one number."""

from __future__ import annotations

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.evaluate.summaries import quantile, summarise
from collabmodel.model import Summary

numbers = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=30)


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        (Summary.MEAN, 4.0),
        (Summary.MEDIAN, 3.0),
        (Summary.LOWEST, 1.0),
        (Summary.HIGHEST, 9.0),
        (Summary.TOTAL, 16.0),
        (Summary.P90, 7.2),
        (Summary.QUARTILES, 2.0),
    ],
)
def test_summaries_by_hand(summary: Summary, expected: float) -> None:
    """Each summary of 1, 3, 3, 9 is what it is by hand."""
    found = summarise([9.0, 1.0, 3.0, 3.0], summary)

    assert found == pytest.approx(expected)


@given(numbers)
def test_median_agrees_with_the_standard_library(values: list[float]) -> None:
    """The median by interpolation is the ordinary median."""
    found = summarise(values, Summary.MEDIAN)

    assert found == pytest.approx(statistics.median(values))


@given(numbers, st.randoms())
def test_order_of_values_does_not_matter(values: list[float], random: object) -> None:
    """A summary is the same whatever the order of the values."""
    mixed = list(values)
    random.shuffle(mixed)  # type: ignore[attr-defined]

    assert all(summarise(values, summary) == summarise(mixed, summary) for summary in Summary)


def test_dispersion_needs_two_values() -> None:
    """One value has no spread, and a mean of zero no variation, so neither is reported as 0."""
    found = [summarise(values, how) for values, how in (([4.0], Summary.DEVIATION), ([-1.0, 1.0], Summary.VARIATION))]

    assert found == [None, None]


def test_nothing_gives_nothing() -> None:
    """No values give no number, not zero."""
    found = {summarise([], summary) for summary in Summary}

    assert found == {None}


def test_quantile_of_one_value() -> None:
    """Every quantile of one value is that value."""
    assert {quantile([3.0], share) for share in (0.0, 0.5, 1.0)} == {3.0}
