"""
Worst ranks of cases at a glance, for rules with neither window nor correlation.

First and last events, and who stands beside whom, tell whether any activation is broken or waits, without finding
the target of each.
"""

from __future__ import annotations

import numpy as np

from collabmodel.evaluate.kernel.activations import Half
from collabmodel.evaluate.kernel.cells import POSSIBLY_VIOLATED, SATISFIED, VIOLATED, Ranks
from collabmodel.evaluate.kernel.postings import Flags, Ints


def response(half: Half) -> Ranks:
    """
    Glance at response: the last activation waits if no target follows it.

    Args:
        half: The direction.
    """
    return np.where(half.x.tail > half.y.tail, POSSIBLY_VIOLATED, SATISFIED)


def precedence(half: Half) -> Ranks:
    """
    Glance at precedence: the first activation is broken if no target lies before it.

    Args:
        half: The direction.
    """
    return np.where(half.x.head < half.y.head, VIOLATED, SATISFIED)


def responded_existence(half: Half) -> Ranks:
    """
    Glance at responded existence: everything waits if there is no target.

    Args:
        half: The direction.
    """
    return np.where(half.x.some & ~half.y.some, POSSIBLY_VIOLATED, SATISFIED)


def not_succession(half: Half) -> Ranks:
    """
    Glance at not succession: the first activation is broken if any target follows it.

    Args:
        half: The direction.
    """
    return np.where(half.x.head <= half.y.tail, VIOLATED, SATISFIED)


def alternate_response(half: Half) -> Ranks:
    """
    Glance at alternate response: activations with no target between are broken, the last one may wait.

    Args:
        half: The direction.
    """
    waits = half.x.some & (half.x.tail >= half.y.tail)
    found = np.where(waits, POSSIBLY_VIOLATED, SATISFIED)
    found[_repeated(half)] = VIOLATED
    return found


def alternate_response_of_succession(half: Half) -> Ranks:
    """
    Glance at the first half of alternate succession: an event that is both letters breaks it.

    Args:
        half: The direction.
    """
    found, shared = alternate_response(half), half.letters.shared
    return found if shared is None else np.where(shared.some, VIOLATED, found)


def alternate_precedence(half: Half) -> Ranks:
    """
    Glance at alternate precedence: activations with no target between, or before the first, are broken.

    Args:
        half: The direction.
    """
    found = precedence(half)
    found[_repeated(half)] = VIOLATED
    return found


def chain_response(half: Half) -> Ranks | None:
    """
    Glance at chain response, where every event is somebody's neighbour.

    Args:
        half: The direction.
    """
    found = _neighbours(half, 1)
    if found is None:
        return None
    beside, none = found
    ranks = np.full(half.letters.log.cases, SATISFIED)
    ranks[half.x.case[none]] = POSSIBLY_VIOLATED
    ranks[half.x.case[~beside & ~none]] = VIOLATED
    return ranks


def chain_precedence(half: Half) -> Ranks | None:
    """
    Glance at chain precedence, where every event is somebody's neighbour.

    Args:
        half: The direction.
    """
    found = _neighbours(half, -1)
    return None if found is None else _broken(half, ~found[0] | found[1])


def not_chain_succession(half: Half) -> Ranks | None:
    """
    Glance at not chain succession, where every event is somebody's neighbour.

    Args:
        half: The direction.
    """
    found = _neighbours(half, 1)
    return None if found is None else _broken(half, found[0] & ~found[1])


def _broken(half: Half, which: Flags) -> Ranks:
    ranks = np.full(half.letters.log.cases, SATISFIED)
    ranks[half.x.case[which]] = VIOLATED
    return ranks


def _neighbours(half: Half, step: int) -> tuple[Flags, Flags] | None:
    """Give which activations have a target beside them and which have nothing there; None if any event is absent."""
    log = half.letters.log
    if half.letters.visible is not None:
        return None
    beside = half.y.flags(log.size)[half.x.at + step]
    return beside, log.opening[half.x.at + max(step, 0)]


def _repeated(half: Half) -> Ints:
    """Give the cases in which two activations follow each other with no target between, nor on the later one."""
    places = np.concatenate((half.x.at * 2 + 1, half.y.at * 2))
    places.sort(kind="stable")
    odd = (places & 1).astype(np.bool_)
    pairs = np.flatnonzero(odd[1:] & odd[:-1])
    one, other = places[pairs] >> 1, places[pairs + 1] >> 1
    cases = half.letters.log.case_of
    first, second = cases[one], cases[other]
    found: Ints = second[first == second]
    return found
