"""Intervals over replications: Student's t, paired differences, how many are enough, and shares."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.simulate.statistics import (
    estimate,
    paired,
    replications_needed,
    student_quantile,
    variation,
    wilson,
)

SHARES = (0.5001, 0.6, 0.75, 0.9, 0.95, 0.975, 0.99, 0.995, 0.9995, 0.99999, 1e-6, 0.025)
FREEDOMS = (1, 2, 3, 4, 5, 9, 29, 99, 500, 1999, 9999, 10_000, 20_000, 1_000_000)


@pytest.mark.parametrize("freedom", FREEDOMS)
def test_quantiles_agree_with_scipy(freedom: int) -> None:
    """Quantiles of Student's t are those of scipy to one part in 10^9."""
    special = pytest.importorskip("scipy.special")

    for share in SHARES:
        assert student_quantile(share, freedom) == pytest.approx(special.stdtrit(freedom, share), rel=1e-9)


@pytest.mark.parametrize(
    ("share", "freedom", "quantile"), [(0.975, 1, 12.706204736), (0.95, 4, 2.131846786), (0.995, 30, 2.749995654)]
)
def test_quantiles_of_printed_tables(share: float, freedom: int, quantile: float) -> None:
    """Quantiles are those of printed tables, without scipy too."""
    assert student_quantile(share, freedom) == pytest.approx(quantile, abs=1e-8)


@given(st.floats(1e-6, 1 - 1e-6), st.integers(1, 300))
def test_quantiles_are_symmetric(share: float, freedom: int) -> None:
    """The quantile of a share is that of its complement with the sign turned."""
    assert student_quantile(share, freedom) == pytest.approx(-student_quantile(1 - share, freedom), rel=1e-6, abs=1e-6)


@pytest.mark.parametrize(("share", "freedom"), [(0.0, 3), (1.0, 3), (0.5, 0)])
def test_quantiles_of_nothing_are_refused(share: float, freedom: int) -> None:
    """There is no quantile of a share of 0 or 1, nor without degrees of freedom."""
    with pytest.raises(ValueError, match="no quantile"):
        student_quantile(share, freedom)


def test_intervals_cover_as_often_as_they_say() -> None:
    """Of many 90 % intervals from normal samples about 90 % hold the true mean."""
    luck = random.Random(1)
    found = [estimate([luck.gauss(5, 2) for _ in range(8)], 0.9) for _ in range(2000)]

    held = sum(one.low <= 5 <= one.high for one in found)

    assert 0.88 < held / 2000 < 0.92


def test_too_few_values_have_no_interval() -> None:
    """Without values there is no mean, with one no interval, and what could not be told does not count."""
    assert estimate([]).mean is None
    assert estimate([None, 3.0]) == estimate([3.0])
    assert (estimate([3.0]).mean, estimate([3.0]).low, estimate([3.0]).half_width) == (3.0, None, None)


def test_a_confidence_is_a_share() -> None:
    """A confidence of 95 instead of 0.95 is refused."""
    with pytest.raises(ValueError, match="confidence of 95"):
        estimate([1.0], 95)


def test_pairing_takes_common_luck_away() -> None:
    """Where both sides share their luck, the interval of the difference is narrower and the gain says by how much."""
    luck = random.Random(2)
    shared = [luck.gauss(0, 10) for _ in range(50)]
    a = [10 + one + luck.gauss(0, 1) for one in shared]
    b = [12 + one + luck.gauss(0, 1) for one in shared]

    found = paired(a, b)

    assert found.difference.low < 2 < found.difference.high
    assert found.gain > 20
    assert found.b - found.a == pytest.approx(found.difference.mean)


def test_pairs_that_cannot_be_told_are_left_out() -> None:
    """A replication that one side could not tell is no pair, and two pairs tell no gain."""
    found = paired([1.0, None, 3.0], [2.0, 5.0, 5.0])

    assert (found.difference.count, found.difference.mean, found.gain) == (2, 1.5, None)


@given(st.lists(st.floats(0, 100), min_size=3, max_size=30), st.floats(0.01, 50))
def test_needed_replications_would_be_enough(values: list[float], half: float) -> None:
    """With as many values of that deviation as are said to be needed the interval is at most as wide as wished."""
    need = replications_needed(values, half)
    deviation = estimate(values).deviation

    assert need is not None
    assert need >= 2
    if need < 1000:
        assert student_quantile(0.975, need - 1) * deviation / math.sqrt(need) <= half * (1 + 1e-9)
    if 2 < need < 1000:
        assert student_quantile(0.975, need - 2) * deviation / math.sqrt(need - 1) > half or need == math.ceil(
            (1.959963984540054 * deviation / half) ** 2
        )


def test_a_share_of_a_mean_of_zero_cannot_be_reached() -> None:
    """No number of replications gives a tenth of a mean of zero, and no half-width is zero."""
    assert replications_needed([-1.0, 1.0], 0.1, relative=True) is None
    assert replications_needed([4.0, 4.0], 0.1, relative=True) == 2
    assert replications_needed([4.0, None, None, 4.0], 0.1, relative=True) == 4
    with pytest.raises(ValueError, match="not above 0"):
        replications_needed([1.0, 2.0], 0)


def test_the_interval_of_a_share_keeps_within_bounds() -> None:
    """Shares of 0 and 1 have intervals that reach inwards alone, and nothing tried leaves all open."""
    assert wilson(0, 20)[0] == 0
    assert 0 < wilson(0, 20)[1] < 0.2
    assert wilson(20, 20)[1] == 1
    assert wilson(0, 0) == (0.0, 1.0)


def test_variation_needs_two_values_and_a_mean() -> None:
    """The coefficient of variation is told of two values or more whose mean is not zero."""
    assert variation([2.0]) is None
    assert variation([-1.0, 1.0]) is None
    assert variation([2.0, 2.0]) == 0
