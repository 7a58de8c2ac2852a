"""Cells of one rule over all cases, as numpy columns."""

from __future__ import annotations

from typing import TypeVar

import attrs
import numpy as np
from numpy.typing import NDArray

from collabmodel.evaluate.kernel.postings import NONE, Flags, Ints, Posting

_Number = TypeVar("_Number", np.int8, np.int64)

SATISFIED, POSSIBLY_SATISFIED, POSSIBLY_VIOLATED, VIOLATED = range(4)
_CLOSING = np.array([SATISFIED, SATISFIED, VIOLATED, VIOLATED], np.int8)
_INDEX = 2**40


@attrs.frozen(eq=False)
class Cells:
    """
    Cells of one rule, one for each case.

    Args:
        rank: Rank of the verdict.
        activations: How often the rule applied.
        activation: Position of the deciding activation, or ``NONE``.
        decider: Position of the deciding event, or ``NONE``.
        due: When due, or -1.
    """

    rank: NDArray[np.int8]
    activations: Ints
    activation: Ints
    decider: Ints
    due: Ints


@attrs.frozen(eq=False)
class Found:
    """
    What was found for every activation of a half, in order of position.

    Args:
        rank: Rank of each, closing not yet applied.
        decider: Position of the event that decided each, or ``NONE``.
        due: When each is due, or None where nothing is.
    """

    rank: NDArray[np.int8]
    decider: Ints
    due: Ints | None = None


def close(rank: NDArray[np.int8], closed: Flags) -> NDArray[np.int8]:
    """
    Settle what is only possible where nothing more can happen.

    Args:
        rank: Ranks.
        closed: Where nothing more can happen.
    """
    return np.where(closed, _CLOSING[rank], rank).astype(np.int8)


def gather(posting: Posting, found: Found, closed: Flags) -> Cells:
    """
    Make cells of activations: the first among those with the worst verdict decides each case.

    Args:
        posting: The activations.
        found: What was found for each.
        closed: Which cases are closed.
    """
    cases = len(closed)
    rank = close(found.rank, closed[posting.case]) if closed.any() else found.rank
    filled = np.flatnonzero(posting.some)
    worst = (VIOLATED - rank).astype(np.int64) * _INDEX + np.arange(len(posting.at))
    chosen = np.minimum.reduceat(worst, posting.first[:-1][filled]) % _INDEX if len(filled) else filled
    return Cells(
        rank=_spread(rank, chosen, filled, np.zeros(cases, np.int8)),
        activations=posting.count,
        activation=_spread(posting.at, chosen, filled, np.full(cases, NONE, np.int64)),
        decider=_spread(found.decider, chosen, filled, np.full(cases, NONE, np.int64)),
        due=np.full(cases, -1, np.int64)
        if found.due is None
        else _spread(found.due, chosen, filled, np.full(cases, -1, np.int64)),
    )


def _spread(values: NDArray[_Number], chosen: Ints, filled: Ints, blank: NDArray[_Number]) -> NDArray[_Number]:
    blank[filled] = values[chosen]
    return blank
