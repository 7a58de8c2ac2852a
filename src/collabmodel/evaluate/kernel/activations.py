"""Templates that are judged activation by activation, all activations of a log at once."""

from __future__ import annotations

import attrs
import numpy as np
from numpy.typing import NDArray

from collabmodel.evaluate.kernel.cells import (
    POSSIBLY_SATISFIED,
    POSSIBLY_VIOLATED,
    SATISFIED,
    VIOLATED,
    Found,
)
from collabmodel.evaluate.kernel.letters import Letters
from collabmodel.evaluate.kernel.lines import Lines
from collabmodel.evaluate.kernel.postings import FAR, NONE, Flags, Ints, Posting
from collabmodel.evaluate.kernel.windows import Window


@attrs.frozen(eq=False)
class Half:
    """
    One direction of a rule.

    Args:
        letters: The events of the rule.
        activating: Events that activate.
        targets: Events that are targets.
        window: Its window.
        lines: Which targets may belong to which activation, where a correlation says so, or None.
    """

    letters: Letters
    activating: Posting
    targets: Posting
    window: Window
    lines: Lines

    @property
    def now(self) -> Ints:
        """The time of judging of each activation's case."""
        return self.letters.log.moments[self.activating.case]

    @property
    def times(self) -> Ints:
        """When each event happened."""
        return self.letters.log.occurred


def response(half: Half) -> Found:
    """
    Judge response: a target at or after each activation.

    Args:
        half: The direction.
    """
    return _awaited(half, half.lines.later(half, at_once=True))


def responded_existence(half: Half) -> Found:
    """
    Judge responded existence: a target on either side of each activation.

    Args:
        half: The direction.
    """
    before = half.lines.earlier(half)
    after = _awaited(half, half.lines.later(half, at_once=False))
    kept = before != NONE
    return Found(
        rank=np.where(kept, SATISFIED, after.rank).astype(np.int8),
        decider=np.where(kept, before, after.decider),
        due=after.due,
    )


def alternate_response(half: Half) -> Found:
    """
    Judge alternate response: a target after each activation, and no other activation before it.

    Args:
        half: The direction.
    """
    x, last = half.activating, half.window.last(half.activating.at)
    target, repeated = half.lines.later(half, at_once=False), half.activating.following
    broken = repeated < target
    found = _awaited(half, np.where(broken, FAR, target))
    in_time = True if last is None else _time(half, repeated) <= last
    return Found(
        rank=np.where(broken, VIOLATED, found.rank).astype(np.int8),
        decider=np.where(broken, np.where(in_time, repeated, NONE), found.decider),
        due=half.window.due(x.at),
    )


def alternate_response_of_succession(half: Half) -> Found:
    """
    Judge the first half of alternate succession, which an event that is both letters can never keep.

    Args:
        half: The direction.
    """
    found, x = alternate_response(half), half.activating
    both = half.letters.among(half.targets, x.at)
    rank = np.where(both, VIOLATED, found.rank).astype(np.int8)
    return attrs.evolve(found, rank=rank, decider=np.where(both, x.at, found.decider))


def chain_response(half: Half) -> Found:
    """
    Judge chain response: a target as the neighbour after each activation.

    Args:
        half: The direction.
    """
    fits, neighbour, in_time = _neighbour(half)
    rank = np.where(fits, SATISFIED, VIOLATED)
    waiting = np.where(_expired(half), VIOLATED, POSSIBLY_VIOLATED)
    return Found(
        rank=np.where(neighbour == FAR, waiting, rank).astype(np.int8),
        decider=np.where((neighbour != FAR) & in_time, neighbour, NONE),
        due=half.window.due(half.activating.at),
    )


def not_chain_succession(half: Half) -> Found:
    """
    Judge not chain succession: no target as the neighbour after an activation.

    Args:
        half: The direction.
    """
    fits, neighbour, in_time = _neighbour(half)
    rank = np.where(fits, VIOLATED, SATISFIED)
    waiting = np.where(_expired(half), SATISFIED, POSSIBLY_SATISFIED)
    return Found(
        rank=np.where(neighbour == FAR, waiting, rank).astype(np.int8),
        decider=np.where((neighbour != FAR) & in_time, neighbour, NONE),
        due=half.window.due(half.activating.at),
    )


def not_succession(half: Half) -> Found:
    """
    Judge not succession: no target at or after an activation.

    Args:
        half: The direction.
    """
    target = half.lines.later(half, at_once=True)
    last = half.window.last(half.activating.at)
    found = target != FAR
    late = np.zeros(len(target), np.bool_) if last is None else found & (_time(half, target) > last)
    broken = found & ~late
    over = late | _expired(half)
    rank = np.where(broken, VIOLATED, np.where(over, SATISFIED, POSSIBLY_SATISFIED))
    due = half.window.due(half.activating.at)
    return Found(rank=rank.astype(np.int8), decider=np.where(broken, target, NONE), due=due)


def not_co_existence(half: Half) -> Found:
    """
    Judge not co-existence within a window: no target on either side of an activation.

    Args:
        half: The direction.
    """
    found = not_succession(half)
    broken = half.lines.earlier(half) != NONE
    rank = np.where(broken, VIOLATED, found.rank).astype(np.int8)
    return attrs.evolve(found, rank=rank, decider=np.where(broken, half.activating.at, found.decider))


def precedence(half: Half) -> Found:
    """
    Judge precedence: a target at or before each activation.

    Args:
        half: The direction.
    """
    return _looked_back(half, half.lines.earlier(half))


def alternate_precedence(half: Half) -> Found:
    """
    Judge alternate precedence: a target at or before each activation, after the activation before it.

    Args:
        half: The direction.
    """
    target = half.lines.earlier(half, after=half.activating.previous)
    return _looked_back(half, target)


def chain_precedence(half: Half) -> Found:
    """
    Judge chain precedence: a target as the neighbour before each activation.

    Args:
        half: The direction.
    """
    x = half.activating
    neighbour = half.letters.before(x)
    fits = half.letters.among(half.targets, neighbour)
    if not half.window.endless:
        safe = np.where(fits, neighbour, x.at)
        fits = fits & reaches(half, safe, x.at)
    return _looked_back(half, np.where(fits, neighbour, NONE))


def reaches(half: Half, earlier: Ints, at: Ints) -> Flags:
    """
    Tell which activations lie in the window of an earlier event.

    Args:
        half: The direction.
        earlier: Positions of the earlier events.
        at: Positions of the activations.
    """
    moment, window = half.times[at], half.window
    opens, last = window.opens(earlier), window.last(earlier)
    found = np.ones(len(at), np.bool_)
    if opens is not None:
        found &= opens <= moment
    if last is not None:
        found &= moment <= last
    return found


def _looked_back(half: Half, target: Ints) -> Found:
    kept = target != NONE
    rank = np.where(kept, SATISFIED, VIOLATED).astype(np.int8)
    return Found(rank=rank, decider=np.where(kept, target, half.activating.at))


def _awaited(half: Half, target: Ints) -> Found:
    """Judge activations by the first target that is not too early for them, or ``FAR``."""
    last = half.window.last(half.activating.at)
    found = target != FAR
    if last is None:
        rank = np.where(found, SATISFIED, POSSIBLY_VIOLATED)
        return Found(rank=rank.astype(np.int8), decider=np.where(found, target, NONE))
    kept = found & (_time(half, target) <= last)
    waiting = np.where(found | (half.now > last), VIOLATED, POSSIBLY_VIOLATED)
    return Found(
        rank=np.where(kept, SATISFIED, waiting).astype(np.int8),
        decider=np.where(kept, target, NONE),
        due=half.window.due(half.activating.at),
    )


def _neighbour(half: Half) -> tuple[Flags, Ints, Flags]:
    """Give which neighbours are targets in the window, the neighbours, and which of these come in time."""
    x = half.activating
    neighbour = half.letters.after(x)
    fits = half.letters.among(half.targets, neighbour)
    opens, last = half.window.opens(x.at), half.window.last(x.at)
    in_time = np.ones(len(x.at), np.bool_) if last is None else _time(half, neighbour) <= last
    if opens is not None:
        fits = fits & (_time(half, neighbour) >= opens)
    return fits & in_time, neighbour, in_time


def _time(half: Half, at: Ints) -> Ints:
    """Give when events happened; anything for ``FAR``."""
    found: Ints = half.times[np.where(at == FAR, 0, at)] if half.letters.log.size else at
    return found


def _expired(half: Half) -> Flags | NDArray[np.bool_]:
    last = half.window.last(half.activating.at)
    return np.zeros(len(half.activating.at), np.bool_) if last is None else half.now > last
