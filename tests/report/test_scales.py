"""Scales of charts."""

import itertools

from hypothesis import assume, given
from hypothesis import strategies as st

from collabmodel.report.scales import quantiles, scale_for

VALUES = st.lists(st.floats(-1e6, 1e6, allow_nan=False).filter(lambda one: one == 0 or abs(one) > 1e-6), max_size=30)


@given(VALUES, st.integers(2, 9), st.booleans())
def test_every_value_lies_on_its_scale(values, most, zero):
    """A scale holds all values, its ticks rise evenly, and there are no more than asked for."""
    scale = scale_for(values, 200, zero=zero, most=max(most, 3))

    hair = (scale.high - scale.low) * 1e-6
    assert all(scale.low - hair <= value <= scale.high + hair for value in values)
    assert not zero or scale.low <= 0 <= scale.high
    assert 2 <= len(scale.ticks) <= max(most, 3)
    assert all(right > left for left, right in itertools.pairwise(scale.ticks))


@given(st.floats(0, 100), st.floats(0, 100))
def test_what_is_more_lies_further(one, other):
    """Distances keep the order of values and stay inside the room."""
    assume(one < other)
    scale = scale_for((0, 100), 300)

    assert 0 <= scale.at(one) <= scale.at(other) <= 300


def test_what_is_outside_lies_at_the_end():
    """Nothing is drawn outside a chart."""
    scale = scale_for((0, 10), 100)

    assert scale.at(-5) == 0
    assert scale.at(500) == 100


@given(st.lists(st.integers(0, 1000), max_size=200), st.integers(1, 40))
def test_dots_stand_for_equal_parts(values, number):
    """Few dots stand in for many values in order, each a value that there is; few values stand for themselves."""
    found = quantiles(values, number)

    assert len(found) == min(number, len(values))
    assert list(found) == sorted(found)
    assert set(found) <= set(values)
