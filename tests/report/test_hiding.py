"""Small numbers kept back: neither shown nor to be worked out."""

from hypothesis import given
from hypothesis import strategies as st

from collabmodel.report.hiding import hidden_places, small

COUNTS = st.lists(st.integers(0, 40), min_size=1, max_size=8)


@given(COUNTS, st.integers(0, 12))
def test_no_small_count_is_shown(counts, least):
    """Every count above zero and below the least is kept back; zeros are shown."""
    hidden = hidden_places(counts, least)

    assert [one for place, one in enumerate(counts) if place not in hidden and small(one, least)] == []
    assert all(counts[place] for place in hidden)


@given(COUNTS, st.integers(2, 12))
def test_no_small_count_can_be_worked_out(counts, least):
    """Where the sum is known and large enough, two at least are kept back, and together they say nothing of one."""
    hidden = hidden_places(counts, least)
    together = sum(counts[place] for place in hidden)
    everything = len(hidden) == sum(map(bool, counts))

    assert not hidden or everything or (len(hidden) > 1 and together >= least and together > len(hidden))


@given(COUNTS)
def test_nothing_is_kept_back_unless_asked(counts):
    """Where no least is set every count is shown."""
    assert hidden_places(counts, 0) == hidden_places(counts, 1) == frozenset()
