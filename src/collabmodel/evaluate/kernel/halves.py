"""Templates that are judged activation by activation: which halves they have, and how these become cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import attrs
import numpy as np

from collabmodel.evaluate.kernel import activations as ways
from collabmodel.evaluate.kernel import glances
from collabmodel.evaluate.kernel.activations import Half
from collabmodel.evaluate.kernel.cells import (
    POSSIBLY_SATISFIED,
    SATISFIED,
    Cells,
    Found,
    Ranks,
    close,
    gather,
    worst,
)
from collabmodel.evaluate.kernel.letters import Letters
from collabmodel.evaluate.kernel.lines import Lines
from collabmodel.evaluate.kernel.postings import FAR, NONE, Flags, Ints
from collabmodel.evaluate.kernel.windows import Window
from collabmodel.model import Template


@attrs.frozen
class Direction:
    """
    One half of a template.

    Args:
        by_a: Whether ``a`` activates it.
        judge: How its activations are judged.
        lasting: Whether one target keeps all activations after it, where there is neither window nor correlation.
        glance: What gives the worst rank of each case without evidence, where there is neither, if it can.
    """

    by_a: bool
    judge: Callable[[Half], Found]
    lasting: bool = False
    glance: Callable[[Half], Ranks | None] | None = None


def judge_halves(
    template: Template, letters: Letters, window: Window, values: tuple[Ints, Ints] | None = None
) -> Cells:
    """
    Judge a template activation by activation.

    Args:
        template: The template.
        letters: Its events.
        window: Its window.
        values: Number of the value by which each ``a`` and each ``b`` find each other, or None.
    """
    directions = HALVES[template]
    parts = [_judge(direction, letters, window, values) for direction in directions]
    cells = parts[0]
    if len(parts) == 2:
        cells = attrs.evolve(_worse(parts[0], parts[1]), activations=letters.together)
    return attrs.evolve(cells, rank=_floored(cells.rank, template, letters, free=window.endless and values is None))


def glance_halves(
    template: Template, letters: Letters, window: Window, values: tuple[Ints, Ints] | None = None
) -> tuple[Ranks, Ints]:
    """
    Give rank of the verdict and number of activations of each case, without evidence.

    Args:
        template: The template.
        letters: Its events.
        window: Its window.
        values: As for ``judge_halves``.
    """
    log, directions = letters.log, HALVES[template]
    free = window.endless and values is None
    found = []
    for direction in directions:
        half = _half(direction, letters, window, values)
        seen = direction.glance(half) if free and direction.glance is not None else None
        found.append(worst(half.x, direction.judge(half).rank) if seen is None else seen)
    rank = close(found[0] if len(found) == 1 else np.maximum(*found), log.closed, all_closed=log.all_closed)
    activations = letters.together if len(found) == 2 else half.x.count
    return _floored(rank, template, letters, free=free), activations


def _floored(rank: Ranks, template: Template, letters: Letters, *, free: bool) -> Ranks:
    """Give verdicts no better than those of activations still to come, where any can come."""
    log = letters.log
    if log.all_closed:
        return rank
    prospect = np.max([_prospect(direction, letters, free=free) for direction in HALVES[template]], axis=0)
    return np.where(log.closed, rank, np.maximum(rank, prospect))


def _judge(direction: Direction, letters: Letters, window: Window, values: tuple[Ints, Ints] | None) -> Cells:
    half = _half(direction, letters, window, values)
    return gather(half.x, direction.judge(half), letters.log.closed, all_closed=letters.log.all_closed)


def _half(direction: Direction, letters: Letters, window: Window, values: tuple[Ints, Ints] | None) -> Half:
    activating, targets = (letters.a, letters.b) if direction.by_a else (letters.b, letters.a)
    if values is None:
        lines = Lines.by_case(activating, targets)
    else:
        lines = Lines.by_value(activating, targets, values if direction.by_a else values[::-1], letters.log.size)
    return Half(letters, activating, targets, window, lines, window.endless and values is None)


def _prospect(direction: Direction, letters: Letters, *, free: bool) -> Ranks:
    targets = letters.b if direction.by_a else letters.a
    if free and direction.lasting:
        return np.where(targets.some, SATISFIED, POSSIBLY_SATISFIED)
    return np.full(letters.log.cases, POSSIBLY_SATISFIED)


def _worse(one: Cells, other: Cells) -> Cells:
    """Choose for each case the worse half, then the earlier activation, then the first half."""
    place, place_other = (np.where(cells.activation == NONE, FAR, cells.activation) for cells in (one, other))
    second = (other.rank > one.rank) | ((other.rank == one.rank) & (place_other < place))
    return Cells(
        rank=np.where(second, other.rank, one.rank),
        activations=one.activations,
        activation=np.where(second, other.activation, one.activation),
        decider=np.where(second, other.decider, one.decider),
        due=_chosen_due(second, one, other),
    )


def _chosen_due(second: Flags, one: Cells, other: Cells) -> Ints | None:
    if one.due is None and other.due is None:
        return None
    dues = (np.full(len(second), -1) if cells.due is None else cells.due for cells in (one, other))
    first_due, second_due = dues
    return np.where(second, second_due, first_due)


_RESPONSE = Direction(True, ways.response, glance=glances.response)
_CHAIN_RESPONSE = Direction(True, ways.chain_response, glance=glances.chain_response)
_PRECEDENCE = Direction(False, ways.precedence, lasting=True, glance=glances.precedence)
_ALTERNATE_PRECEDENCE = Direction(False, ways.alternate_precedence, glance=glances.alternate_precedence)
_CHAIN_PRECEDENCE = Direction(False, ways.chain_precedence, glance=glances.chain_precedence)
_BY_A = Direction(True, ways.responded_existence, lasting=True, glance=glances.responded_existence)

HALVES: dict[Template, Sequence[Direction]] = {
    Template.RESPONSE: (_RESPONSE,),
    Template.ALTERNATE_RESPONSE: (Direction(True, ways.alternate_response, glance=glances.alternate_response),),
    Template.CHAIN_RESPONSE: (_CHAIN_RESPONSE,),
    Template.PRECEDENCE: (_PRECEDENCE,),
    Template.ALTERNATE_PRECEDENCE: (_ALTERNATE_PRECEDENCE,),
    Template.CHAIN_PRECEDENCE: (_CHAIN_PRECEDENCE,),
    Template.RESPONDED_EXISTENCE: (_BY_A,),
    Template.CO_EXISTENCE: (_BY_A, attrs.evolve(_BY_A, by_a=False)),
    Template.SUCCESSION: (_RESPONSE, _PRECEDENCE),
    Template.ALTERNATE_SUCCESSION: (
        Direction(True, ways.alternate_response_of_succession, glance=glances.alternate_response_of_succession),
        _ALTERNATE_PRECEDENCE,
    ),
    Template.CHAIN_SUCCESSION: (_CHAIN_RESPONSE, _CHAIN_PRECEDENCE),
    Template.NOT_CO_EXISTENCE: (Direction(True, ways.not_co_existence), Direction(False, ways.not_co_existence)),
    Template.NOT_SUCCESSION: (Direction(True, ways.not_succession, glance=glances.not_succession),),
    Template.NOT_CHAIN_SUCCESSION: (Direction(True, ways.not_chain_succession, glance=glances.not_chain_succession),),
}
"""The halves of each template that has activations."""
