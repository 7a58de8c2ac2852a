"""Templates that a case as a whole keeps or breaks, from counts and from first and last positions."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from collabmodel.evaluate.kernel.cells import (
    POSSIBLY_SATISFIED,
    POSSIBLY_VIOLATED,
    SATISFIED,
    VIOLATED,
    Cells,
    Ranks,
    close,
)
from collabmodel.evaluate.kernel.letters import Letters
from collabmodel.evaluate.kernel.postings import FAR, NONE, Ints
from collabmodel.model import Template


def judge_whole(template: Template, letters: Letters) -> Cells:
    """
    Judge a template that is followed as one automaton.

    Args:
        template: The template.
        letters: Its events.
    """
    rank, activations, activation, decider = WHOLE[template](letters)
    return Cells(
        rank=close(rank, letters.log.closed, all_closed=letters.log.all_closed),
        activations=activations,
        activation=_known(activation),
        decider=_known(decider),
    )


def _known(at: Ints) -> Ints:
    return np.where(at == FAR, NONE, at)


_Parts = tuple[Ranks, Ints, Ints, Ints]


def _ones(letters: Letters) -> Ints:
    return np.ones(letters.log.cases, np.int64)


def _by_count(*ranks: np.int8) -> Callable[[Letters], _Parts]:
    """Judge by how often ``a`` happened: never, once, or more often where that differs from once."""
    table = np.array(ranks, np.int8)
    most = len(ranks) - 1

    def run(letters: Letters) -> _Parts:
        count, first = letters.a.count, letters.a.head
        decider = first
        if most > 1:
            second = letters.a.nth(1)
            decider = np.where(second == FAR, first, second)
        return table[np.minimum(count, most)], _ones(letters), first, decider

    return run


def _init(letters: Letters) -> _Parts:
    opening, head = letters.opening, letters.a.head
    rank = np.where(opening == FAR, POSSIBLY_VIOLATED, np.where(opening == head, SATISFIED, VIOLATED))
    return rank, _ones(letters), head, opening


def _end(letters: Letters) -> _Parts:
    a, ending = letters.a, letters.ending
    last = a.some & (a.tail == ending)
    next_after = np.append(letters.after(a), FAR)
    left = np.where(a.some, next_after[a.first[1:] - 1], FAR)
    decider = np.where(last, _run_start(letters), left)
    return np.where(last, POSSIBLY_SATISFIED, POSSIBLY_VIOLATED), _ones(letters), a.head, decider


def _run_start(letters: Letters) -> Ints:
    """Give the first event of the unbroken run of ``a`` that each case's last ``a`` belongs to."""
    a = letters.a
    begins = (a.previous == NONE) | (letters.before(a) != a.previous)
    start = np.maximum.accumulate(np.where(begins, np.arange(len(a.at)), 0))
    padded = np.append(a.at[start], FAR)
    return np.where(a.some, padded[a.first[1:] - 1], FAR)


def _choice(letters: Letters) -> _Parts:
    first = np.minimum(letters.a.head, letters.b.head)
    return np.where(first == FAR, POSSIBLY_VIOLATED, SATISFIED), _ones(letters), first, first


def _meeting(neither: np.int8, one: np.int8, both: np.int8, *, counted: bool) -> Callable[[Letters], _Parts]:
    """Judge by which of the two letters happened at all."""

    def run(letters: Letters) -> _Parts:
        one_head, other_head = letters.a.head, letters.b.head
        first, last = np.minimum(one_head, other_head), np.maximum(one_head, other_head)
        rank = np.where(last != FAR, both, np.where(first != FAR, one, neither))
        activations = letters.together if counted else _ones(letters)
        return rank, activations, first, np.where(last != FAR, last, first)

    return run


WHOLE: dict[Template, Callable[[Letters], _Parts]] = {
    Template.EXISTENCE: _by_count(POSSIBLY_VIOLATED, SATISFIED),
    Template.EXISTENCE_2: _by_count(POSSIBLY_VIOLATED, POSSIBLY_VIOLATED, SATISFIED),
    Template.ABSENCE_1: _by_count(POSSIBLY_SATISFIED, VIOLATED),
    Template.ABSENCE_2: _by_count(POSSIBLY_SATISFIED, POSSIBLY_SATISFIED, VIOLATED),
    Template.EXACTLY_1: _by_count(POSSIBLY_VIOLATED, POSSIBLY_SATISFIED, VIOLATED),
    Template.INIT: _init,
    Template.END: _end,
    Template.CHOICE: _choice,
    Template.EXCLUSIVE_CHOICE: _meeting(POSSIBLY_VIOLATED, POSSIBLY_SATISFIED, VIOLATED, counted=False),
    Template.CO_EXISTENCE: _meeting(POSSIBLY_SATISFIED, POSSIBLY_VIOLATED, SATISFIED, counted=True),
    Template.NOT_CO_EXISTENCE: _meeting(POSSIBLY_SATISFIED, POSSIBLY_SATISFIED, VIOLATED, counted=True),
}
"""How each of these templates is judged."""
