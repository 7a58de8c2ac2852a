"""Templates that a case as a whole keeps or breaks, from counts and from first and last positions."""

from __future__ import annotations

from collections.abc import Callable

import attrs
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
    judged = WHOLE[template](letters)
    activation, decider = judged.decide()
    return Cells(glance_whole(template, letters)[0], judged.activations, _known(activation), _known(decider))


def glance_whole(template: Template, letters: Letters) -> tuple[Ranks, Ints]:
    """
    Give rank of the verdict and number of activations of each case, without evidence.

    Args:
        template: The template.
        letters: Its events.
    """
    judged = WHOLE[template](letters)
    return close(judged.rank, letters.log.closed, all_closed=letters.log.all_closed), judged.activations


def _known(at: Ints) -> Ints:
    return np.where(at == FAR, NONE, at)


@attrs.frozen(eq=False)
class Judged:
    """
    What was found for each case.

    Args:
        rank: Rank of the verdict, closing not yet applied.
        activations: How often the rule applied.
        decide: Gives the first event that was a letter and the deciding event of each case, or ``FAR``.
    """

    rank: Ranks
    activations: Ints
    decide: Callable[[], tuple[Ints, Ints]]


def _ones(letters: Letters) -> Ints:
    return np.ones(letters.log.cases, np.int64)


def _by_count(*ranks: np.int8) -> Callable[[Letters], Judged]:
    """Judge by how often ``a`` happened: never, once, or more often where that differs from once."""
    table = np.array(ranks, np.int8)
    most = len(ranks) - 1

    def run(letters: Letters) -> Judged:
        a = letters.a

        def decide() -> tuple[Ints, Ints]:
            second = a.nth(most - 1)
            return a.head, np.where(second == FAR, a.head, second)

        return Judged(table[np.minimum(a.count, most)], _ones(letters), decide)

    return run


def _init(letters: Letters) -> Judged:
    opening, head = letters.opening, letters.a.head
    rank = np.where(opening == FAR, POSSIBLY_VIOLATED, np.where(opening == head, SATISFIED, VIOLATED))
    return Judged(rank, _ones(letters), lambda: (head, opening))


def _end(letters: Letters) -> Judged:
    a = letters.a
    last = a.some & (a.tail == letters.ending)

    def decide() -> tuple[Ints, Ints]:
        next_after = np.append(letters.after(a), FAR)
        left = np.where(a.some, next_after[a.first[1:] - 1], FAR)
        return a.head, np.where(last, _run_start(letters), left)

    return Judged(np.where(last, POSSIBLY_SATISFIED, POSSIBLY_VIOLATED), _ones(letters), decide)


def _run_start(letters: Letters) -> Ints:
    """Give the first event of the unbroken run of ``a`` that each case's last ``a`` belongs to."""
    a = letters.a
    begins = (a.previous == NONE) | (letters.before(a) != a.previous)
    start = np.maximum.accumulate(np.where(begins, np.arange(len(a.at)), 0))
    padded = np.append(a.at[start], FAR)
    return np.where(a.some, padded[a.first[1:] - 1], FAR)


def _choice(letters: Letters) -> Judged:
    first = np.minimum(letters.a.head, letters.b.head)
    return Judged(np.where(first == FAR, POSSIBLY_VIOLATED, SATISFIED), _ones(letters), lambda: (first, first))


def _meeting(neither: np.int8, one: np.int8, both: np.int8, *, counted: bool) -> Callable[[Letters], Judged]:
    """Judge by which of the two letters happened at all."""
    table = np.array([neither, one, both], np.int8)

    def run(letters: Letters) -> Judged:
        a, b = letters.a, letters.b

        def decide() -> tuple[Ints, Ints]:
            first, last = np.minimum(a.head, b.head), np.maximum(a.head, b.head)
            return first, np.where(last != FAR, last, first)

        kinds = a.some.astype(np.int8) + b.some
        return Judged(table[kinds], letters.together if counted else _ones(letters), decide)

    return run


WHOLE: dict[Template, Callable[[Letters], Judged]] = {
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
