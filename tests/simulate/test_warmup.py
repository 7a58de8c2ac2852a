"""Where the start stops to colour the figures, and what is said about it."""

from __future__ import annotations

import random

from collabmodel.simulate.warmup import averaged, mser, suggested_weeks, warm_up_advice, welch

WEEK = 7 * 24 * 60


def rising(weeks: int, length: int, seed: int = 1) -> tuple[float, ...]:
    """Give a series that rises for some weeks to 50 and stays there, with noise."""
    luck = random.Random(seed)
    return tuple(min(at / weeks, 1) * 50 + luck.gauss(0, 1) for at in range(length))


def test_mser_cuts_the_rise_off() -> None:
    """A series that rises for 30 weeks and then stays loses at least the rise."""
    cut = mser(averaged(rising(30, 200, seed) for seed in range(20)))

    assert cut is not None
    assert cut.at >= 25
    assert cut.settled


def test_mser_cuts_nothing_off_what_is_steady() -> None:
    """A constant series is not cut."""
    assert mser((3.0,) * 50).at == 0


def test_a_series_that_never_settles_is_not_trusted() -> None:
    """A cut as late as is looked for says that the series is too short."""
    assert not mser(rising(100, 60)).settled


def test_short_series_say_nothing() -> None:
    """Of fewer than ten values nothing is said."""
    assert mser((1.0,) * 9) is None


def test_welch_averages_over_neighbours() -> None:
    """Each value becomes the mean of itself and its neighbours, fewer near the start, none past the end."""
    assert welch((0.0, 3.0, 6.0, 9.0, 30.0), 2) == (0.0, 3.0, 9.6)
    assert welch((1.0, 2.0), 0) == (1.0, 2.0)


def test_advice_names_the_weeks() -> None:
    """A warm-up shorter than what MSER-5 suggests is told with both numbers, a longer one is not."""
    series = {"open": [rising(30, 200, seed) for seed in range(10)]}
    weeks, settled = suggested_weeks(series)

    short = warm_up_advice(series, 2 * WEEK)

    assert settled
    assert f"The warm-up is 2 weeks, but MSER-5 suggests at least {weeks} weeks" in short[0].in_language("en")
    assert short[0].languages() == ("fi", "sv", "en")
    assert warm_up_advice(series, weeks * WEEK) == ()


def test_a_short_horizon_is_told() -> None:
    """Where no series can tell when things settle, that is said instead."""
    assert "too short" in warm_up_advice({"open": [(1.0, 2.0)]}, 0)[0].in_language("en")
    assert warm_up_advice({}, 0) == ()
