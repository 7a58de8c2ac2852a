"""Small numbers kept back, so that a report about many people does not tell of a few."""

from __future__ import annotations

from collections.abc import Sequence

HIDDEN = "*"
"""What stands in a table instead of a number that is kept back."""


def small(number: float | None, least: int) -> bool:
    """
    Tell whether a count is above zero and yet too small to be shown.

    Args:
        number: The count, or None for nothing.
        least: The smallest count that is shown; 0 or 1 for any.

    >>> small(0, 5), small(4, 5), small(5, 5), small(1, 0)
    (False, True, False, False)
    """
    return number is not None and 0 < number < least


def hidden_places(counts: Sequence[int], least: int) -> frozenset[int]:
    """
    Choose which of several counts, whose sum is known, are kept back.

    Those too small are, and as many of the next smallest as it takes so that nobody can work a small one out: at least
    two, together at least ``least``, and not all of them ones.

    Args:
        counts: The counts, each >= 0.
        least: The smallest count that is shown; 0 or 1 for any.

    >>> sorted(hidden_places((9, 2, 0, 7), 5)), sorted(hidden_places((9, 7), 5))
    ([1, 3], [])
    """
    kept = {place for place, count in enumerate(counts) if small(count, least)}
    if not kept:
        return frozenset()
    rest = sorted((count, place) for place, count in enumerate(counts) if count and place not in kept)
    for _, place in rest:
        total = sum(counts[one] for one in kept)
        if len(kept) > 1 and total >= least and total > len(kept):
            break
        kept.add(place)
    return frozenset(kept)
