"""Templates that are judged activation by activation, all activations of a log at once."""

from __future__ import annotations

from collections.abc import Callable

import attrs
import numpy as np

from collabmodel.evaluate.kernel.cells import (
    POSSIBLY_SATISFIED,
    POSSIBLY_VIOLATED,
    SATISFIED,
    VIOLATED,
    Found,
    Ranks,
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
        x: Events that activate.
        y: Events that are targets.
        window: Its window.
        lines: Which targets may belong to which activation.
        free: Whether there is neither window nor correlation, so that first and last targets of cases tell much.
    """

    letters: Letters
    x: Posting
    y: Posting
    window: Window
    lines: Lines
    free: bool

    @property
    def now(self) -> Ints:
        """The time of judging of each activation's case."""
        return self.letters.log.moments[self.x.case]

    @property
    def times(self) -> Ints:
        """When each event happened."""
        return self.letters.log.occurred

    def when(self, at: Ints) -> Ints:
        """
        Give when events happened; anything for ``FAR``.

        Args:
            at: Their positions.
        """
        found: Ints = self.times[np.where(at == FAR, 0, at)]
        return found


def response(half: Half) -> Found:
    """
    Judge response: a target at or after each activation.

    Args:
        half: The direction.
    """
    if half.free:
        kept = half.x.at <= half.y.tail[half.x.case]
        return Found(np.where(kept, SATISFIED, POSSIBLY_VIOLATED), _next_target(half))
    return _awaited(half, half.lines.later(half, at_once=True))


def responded_existence(half: Half) -> Found:
    """
    Judge responded existence: a target on either side of each activation.

    Args:
        half: The direction.
    """
    if half.free:
        kept = half.y.some[half.x.case]
        return Found(np.where(kept, SATISFIED, POSSIBLY_VIOLATED), _near_target(half))
    before = half.lines.earlier(half)
    after = _awaited(half, half.lines.later(half, at_once=False))
    kept = before != NONE
    return attrs.evolve(
        after,
        rank=np.where(kept, SATISFIED, after.rank),
        decide=lambda rows: np.where(kept[rows], before[rows], after.decide(rows)),
    )


def alternate_response(half: Half) -> Found:
    """
    Judge alternate response: a target after each activation, and no other activation before it.

    Args:
        half: The direction.
    """
    last = half.window.last(half.x.at)
    target, repeated = half.lines.later(half, at_once=False), half.x.following
    broken = repeated < target
    found = _awaited(half, np.where(broken, FAR, target))
    breaker = repeated if last is None else np.where(half.when(repeated) <= last, repeated, NONE)
    return attrs.evolve(
        found,
        rank=np.where(broken, VIOLATED, found.rank),
        decide=lambda rows: np.where(broken[rows], breaker[rows], found.decide(rows)),
    )


def alternate_response_of_succession(half: Half) -> Found:
    """
    Judge the first half of alternate succession, which an event that is both letters can never keep.

    Args:
        half: The direction.
    """
    found = alternate_response(half)
    if half.letters.apart:
        return found
    both = half.letters.among(half.y, half.x.at)
    return attrs.evolve(
        found,
        rank=np.where(both, VIOLATED, found.rank),
        decide=lambda rows: np.where(both[rows], half.x.at[rows], found.decide(rows)),
    )


def chain_response(half: Half) -> Found:
    """
    Judge chain response: a target as the neighbour after each activation.

    Args:
        half: The direction.
    """
    fits, neighbour, decider = _neighbour(half)
    waiting = np.where(_expired(half), VIOLATED, POSSIBLY_VIOLATED)
    rank = np.where(neighbour == FAR, waiting, np.where(fits, SATISFIED, VIOLATED))
    return Found(rank, decider.__getitem__, half.window.due_of)


def not_chain_succession(half: Half) -> Found:
    """
    Judge not chain succession: no target as the neighbour after an activation.

    Args:
        half: The direction.
    """
    fits, neighbour, decider = _neighbour(half)
    waiting = np.where(_expired(half), SATISFIED, POSSIBLY_SATISFIED)
    rank = np.where(neighbour == FAR, waiting, np.where(fits, VIOLATED, SATISFIED))
    return Found(rank, decider.__getitem__, half.window.due_of)


def not_succession(half: Half) -> Found:
    """
    Judge not succession: no target at or after an activation.

    Args:
        half: The direction.
    """
    if half.free:
        broken = half.x.at <= half.y.tail[half.x.case]
        return Found(np.where(broken, VIOLATED, POSSIBLY_SATISFIED), _next_target(half))
    target = half.lines.later(half, at_once=True)
    last = half.window.last(half.x.at)
    came = target != FAR
    late = np.zeros(len(target), np.bool_) if last is None else came & (half.when(target) > last)
    broken = came & ~late
    rank = np.where(broken, VIOLATED, np.where(late | _expired(half), SATISFIED, POSSIBLY_SATISFIED))
    decider = np.where(broken, target, NONE)
    return Found(rank, decider.__getitem__, half.window.due_of)


def not_co_existence(half: Half) -> Found:
    """
    Judge not co-existence within a window: no target on either side of an activation.

    Args:
        half: The direction.
    """
    found = not_succession(half)
    broken = half.lines.earlier(half) != NONE
    return attrs.evolve(
        found,
        rank=np.where(broken, VIOLATED, found.rank),
        decide=lambda rows: np.where(broken[rows], half.x.at[rows], found.decide(rows)),
    )


def precedence(half: Half) -> Found:
    """
    Judge precedence: a target at or before each activation.

    Args:
        half: The direction.
    """
    if half.free:
        kept = half.x.at >= half.y.head[half.x.case]
        last = _last_target(half)
        return Found(
            np.where(kept, SATISFIED, VIOLATED),
            lambda rows: np.where(kept[rows], last(rows), half.x.at[rows]),
        )
    return _looked_back(half, half.lines.earlier(half))


def alternate_precedence(half: Half) -> Found:
    """
    Judge alternate precedence: a target at or before each activation, after the activation before it.

    Args:
        half: The direction.
    """
    return _looked_back(half, half.lines.earlier(half, after=half.x.previous))


def chain_precedence(half: Half) -> Found:
    """
    Judge chain precedence: a target as the neighbour before each activation.

    Args:
        half: The direction.
    """
    neighbour = half.letters.before(half.x)
    fits = half.letters.among(half.y, neighbour)
    if not half.window.endless:
        fits = fits & half.window.reaches(np.where(fits, neighbour, half.x.at), half.x.at)
    return _looked_back(half, np.where(fits, neighbour, NONE))


def _looked_back(half: Half, target: Ints) -> Found:
    kept = target != NONE
    decider = np.where(kept, target, half.x.at)
    return Found(np.where(kept, SATISFIED, VIOLATED), decider.__getitem__)


def _awaited(half: Half, target: Ints) -> Found:
    """Judge activations by the first target that is not too early for them, or ``FAR``."""
    last = half.window.last(half.x.at)
    kept = target != FAR
    waiting: np.int8 | Ranks = POSSIBLY_VIOLATED
    if last is not None:
        waiting = np.where(kept | (half.now > last), VIOLATED, POSSIBLY_VIOLATED)
        kept = kept & (half.when(target) <= last)
    return Found(
        np.where(kept, SATISFIED, waiting),
        lambda rows: np.where(kept[rows], target[rows], NONE),
        half.window.due_of,
    )


def _next_target(half: Half) -> Callable[[Ints], Ints]:
    """Give what finds the first target at or after activations in their case."""
    x, y = half.x, half.y

    def find(rows: Ints) -> Ints:
        at, case = x.at[rows], x.case[rows]
        head = y.head[case]
        found = np.where((head >= at) & (head != FAR), head, NONE)
        inside = np.flatnonzero((head < at) & (at <= y.tail[case]))
        found[inside] = y.at[np.searchsorted(y.at, at[inside])]
        return found

    return find


def _last_target(half: Half) -> Callable[[Ints], Ints]:
    """Give what finds the last target at or before activations in their case."""
    x, y = half.x, half.y

    def find(rows: Ints) -> Ints:
        at, case = x.at[rows], x.case[rows]
        tail = y.tail[case]
        found = np.where(tail <= at, tail, NONE)
        inside = np.flatnonzero((tail > at) & (y.head[case] <= at))
        found[inside] = y.at[np.searchsorted(y.at, at[inside], "right") - 1]
        return found

    return find


def _near_target(half: Half) -> Callable[[Ints], Ints]:
    """Give what finds the last target at or before activations in their case, else the first one after."""
    last, x, y = _last_target(half), half.x, half.y

    def find(rows: Ints) -> Ints:
        before, head = last(rows), y.head[x.case[rows]]
        return np.where((before == NONE) & (head != FAR), head, before)

    return find


def _neighbour(half: Half) -> tuple[Flags, Ints, Ints]:
    """Give which neighbours are targets in the window, the neighbours, and those of them that come in time."""
    x = half.x
    neighbour = half.letters.after(x)
    fits = half.letters.among(half.y, neighbour)
    decider = np.where(neighbour == FAR, NONE, neighbour)
    opens, last = half.window.opens(x.at), half.window.last(x.at)
    if last is not None:
        in_time = half.when(neighbour) <= last
        fits, decider = fits & in_time, np.where(in_time, decider, NONE)
    if opens is not None:
        fits = fits & (half.when(neighbour) >= opens)
    return fits, neighbour, decider


def _expired(half: Half) -> Flags | bool:
    last = half.window.last(half.x.at)
    return False if last is None else half.now > last
