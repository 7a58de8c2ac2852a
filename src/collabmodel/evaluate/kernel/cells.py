"""Cells of one rule over all cases, as numpy columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import attrs
import numpy as np
from numpy.typing import NDArray

from collabmodel.evaluate.kernel.postings import NONE, Flags, Ints, Posting

Ranks: TypeAlias = NDArray[np.int8]

SATISFIED, POSSIBLY_SATISFIED, POSSIBLY_VIOLATED, VIOLATED = np.arange(4, dtype=np.int8)
_CLOSING = np.array([SATISFIED, SATISFIED, VIOLATED, VIOLATED], np.int8)


@attrs.frozen(eq=False)
class Cells:
    """
    Cells of one rule, one for each case.

    Args:
        rank: Rank of the verdict.
        activations: How often the rule applied.
        activation: Position of the deciding activation, or ``NONE``.
        decider: Position of the deciding event, or ``NONE``.
        due: When due, or -1; None where nothing ever is.
    """

    rank: Ranks
    activations: Ints
    activation: Ints
    decider: Ints
    due: Ints | None = None


@attrs.frozen(eq=False)
class Found:
    """
    What was found for every activation of a half, in order of position.

    Who decided, and when it was due, is asked only of the one activation of each case that is reported.

    Args:
        rank: Rank of each, closing not yet applied.
        decide: Gives the position of the event that decided activations, or ``NONE``, told their numbers.
        due: Gives when activations are due, told their positions; None where nothing is.
    """

    rank: Ranks
    decide: Callable[[Ints], Ints]
    due: Callable[[Ints], Ints] | None = None


def close(rank: Ranks, closed: Flags, *, all_closed: bool) -> Ranks:
    """
    Settle what is only possible where nothing more can happen.

    Args:
        rank: Ranks.
        closed: Where nothing more can happen.
        all_closed: Whether that is everywhere.
    """
    settled = _CLOSING[rank]
    return settled if all_closed else np.where(closed, settled, rank)


def gather(posting: Posting, found: Found, closed: Flags, *, all_closed: bool) -> Cells:
    """
    Make cells of activations: the first among those with the worst verdict decides each case.

    Args:
        posting: The activations.
        found: What was found for each.
        closed: Which cases are closed.
        all_closed: Whether every case is.
    """
    at, some, cases = posting.at, posting.some, len(closed)
    if not len(at):
        return Cells(np.zeros(cases, np.int8), posting.count, np.full(cases, NONE), np.full(cases, NONE))
    rank = found.rank
    if not all_closed:
        rank = close(rank, closed[posting.case], all_closed=False)
    # a case without any gets a neighbour's event here, which is left aside below
    chosen = np.minimum(posting.first[:-1], len(at) - 1)
    for worse in (POSSIBLY_SATISFIED, POSSIBLY_VIOLATED, VIOLATED):
        if worse != VIOLATED and all_closed:
            continue
        rows = np.flatnonzero(rank >= POSSIBLY_VIOLATED if all_closed else rank == worse)[::-1]
        # of repeated cases the last one written stays: the first activation
        chosen[posting.case[rows]] = rows
    verdict = rank[chosen]
    return Cells(
        rank=np.where(some, _CLOSING[verdict] if all_closed else verdict, SATISFIED),
        activations=posting.count,
        activation=np.where(some, at[chosen], NONE),
        decider=np.where(some, found.decide(chosen), NONE),
        due=None if found.due is None else np.where(some, found.due(at[chosen]), -1),
    )


def worst(posting: Posting, rank: Ranks) -> Ranks:
    """
    Give the worst rank of each case; cases without activations are satisfied.

    Args:
        posting: The activations.
        rank: Rank of each.
    """
    found = np.full(len(posting.count), SATISFIED)
    for worse in (POSSIBLY_SATISFIED, POSSIBLY_VIOLATED, VIOLATED):
        found[posting.case[rank == worse]] = worse
    return found
