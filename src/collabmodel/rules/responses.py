"""Response and its stricter forms: an activation waits for what must follow it."""

from __future__ import annotations

import abc
from collections.abc import Iterable

from collabmodel.rules.halves import VIOLATED, Half, Setting
from collabmodel.rules.pairing import Key
from collabmodel.rules.waiting import Shelf


class Response(Half):
    """
    Each activation needs a target at or after it.

    Args:
        setting: What it needs to know of its rule.
    """

    __slots__ = ("keep_all", "shelf")

    in_order = False

    def __init__(self, setting: Setting) -> None:
        self.shelf: Shelf = Shelf(setting.pairing, activations=True)
        pairing = setting.pairing
        exact = pairing is None or pairing.exact
        self.keep_all: bool = setting.keep or not setting.span.orderly or not exact
        super().__init__(setting)

    def start(self) -> None:
        """Begin a case."""
        super().start()
        self.shelf.clear()

    def activate(self, position: int) -> None:
        """
        Take in an event that activates; while an earlier one waits, a later one is not stricter.

        Args:
            position: Its position.
        """
        if not self.counted(position):
            return
        key = self.shelf.key(position)
        if key is not None and key in self.shelf.rows:
            if self.setting.restart:
                self.restart(key, position)
                return
            if not self.keep_all:
                return
        self.shelf.add(key, position)

    def restart(self, key: Key, position: int) -> None:
        """
        Let an activation take the place of those that wait in its row, unless their time has passed.

        Args:
            key: Key of the row: that of the activation.
            position: The repeated activation.
        """
        now = self.scene.times[position]
        for earlier in self.shelf.rows[key]:
            if now > self.span.last(earlier):
                self.violated(earlier, -1)
            elif earlier == self.first:
                self.first = position
        self.shelf.put(key, [position])

    def target(self, position: int) -> None:
        """
        Settle every waiting activation that the target belongs to.

        Args:
            position: Its position.
        """
        self.shelf.sift(position, self.still_waits)

    def still_waits(self, activation: int, position: int) -> bool:
        """
        Settle one activation by a target if it can, and tell whether it still waits.

        Args:
            activation: The activation.
            position: The target.
        """
        now = self.scene.times[position]
        if now > self.span.last(activation):
            self.violated(activation, -1)
        elif now < self.span.opens(activation) or not self.fits(activation, position):
            return True
        else:
            self.satisfied(activation, position)
        return False

    def both(self, position: int) -> None:
        """
        Take in an event that activates and is a target at once: it may be its own target.

        Args:
            position: Its position.
        """
        self.activate(position)
        self.target(position)

    def release(self, position: int) -> None:
        """
        Settle what waits.

        Args:
            position: The event at which the rule stopped to apply.
        """
        now = self.scene.times[position]
        for activation in self.shelf:
            if now > self.span.last(activation):
                self.violated(activation, -1)
            else:
                self.satisfied(activation, position)
        self.shelf.clear()

    def waiting(self) -> Iterable[int]:
        """Give the activations that wait."""
        return self.shelf

    def shelves(self) -> tuple[Shelf, ...]:
        """Give the shelves on which it keeps positions."""
        return (self.shelf,)


class Lone(Half):
    """
    A half of which at most one activation can wait, because the next activation settles it.

    Args:
        setting: What it needs to know of its rule.
    """

    pending: int

    __slots__ = ()

    def waiting(self) -> Iterable[int]:
        """Give the activation that waits."""
        return () if self.pending < 0 else (self.pending,)

    def release(self, position: int) -> None:
        """
        Settle what waits.

        Args:
            position: The event at which the rule stopped to apply.
        """
        if self.pending < 0:
            return
        rank, by = self.judge(self.pending, position, self.scene.times[position])
        if rank == VIOLATED:
            self.violated(self.pending, by)
        else:
            self.satisfied(self.pending, position if rank == self.waiting_rank else by)
        self.pending = -1

    def target(self, position: int) -> None:
        """
        Take in a target.

        Args:
            position: Its position.
        """
        pending = self.pending
        if pending < 0:
            return
        now = self.scene.times[position]
        if now > self.span.last(pending):
            self.violated(pending, -1)
        elif now < self.span.opens(pending) or not self.fits(pending, position):
            return
        else:
            self.satisfied(pending, position)
        self.pending = -1


class PlainResponse(Lone):
    """
    ``Response`` without correlation, in windows of one length for all: while one activation waits, it alone matters.

    Args:
        setting: What it needs to know of its rule.
    """

    count: int
    first: int
    pending: int

    __slots__ = ()

    def activate(self, position: int) -> None:
        """
        Take in an event that activates.

        Args:
            position: Its position.
        """
        self.count += 1
        if self.first < 0:
            self.first = position
        if self.pending < 0:
            self.pending = -1 if self.done else position
        elif self.setting.restart:
            self.restart(position)

    def restart(self, position: int) -> None:
        """
        Let an activation take the place of the one that waits, unless its time has passed.

        Args:
            position: The repeated activation.
        """
        if self.scene.times[position] > self.span.last(self.pending):
            self.violated(self.pending, -1)
        elif self.pending == self.first:
            self.first = position
        self.pending = -1 if self.done else position

    def both(self, position: int) -> None:
        """
        Take in an event that activates and is a target at once: it may be its own target.

        Args:
            position: Its position.
        """
        self.activate(position)
        self.target(position)


class AlternateResponse(Lone):
    """
    Each activation needs a target after it, with no other activation between.

    Args:
        setting: What it needs to know of its rule.
        alone: Whether it stands alone; with precedence asked as well, an event that is both can never be put right.
    """

    pending: int

    __slots__ = ("alone",)

    def __init__(self, setting: Setting, *, alone: bool = True) -> None:
        self.alone: bool = alone
        super().__init__(setting)

    def activate(self, position: int) -> None:
        """
        Take in an event that activates; it breaks one that waits.

        Args:
            position: Its position.
        """
        if self.pending >= 0:
            late = self.scene.times[position] > self.span.last(self.pending)
            self.violated(self.pending, -1 if late else position)
        self.pending = position if self.counted(position) else -1

    def both(self, position: int) -> None:
        """
        Take in an event that activates and is a target at once: a target first, because its own must follow.

        Args:
            position: Its position.
        """
        self.target(position)
        self.activate(position)
        if not self.alone:
            self.violated(position, position)
            self.pending = -1


class Chained(Lone):
    """
    A half whose activation is settled by its neighbour.

    Args:
        setting: What it needs to know of its rule.
    """

    pending: int

    __slots__ = ()
    anywhere = True

    missed_rank = VIOLATED
    """Rank of an activation whose neighbour is no target."""

    def breach(self, position: int, now: int) -> int:
        """
        Give the first activation that an event has broken, or -1; only the latest event can be asked about.

        Args:
            position: The event.
            now: When it happened.
        """
        if self.pending >= 0 and self.judge(self.pending, position + 1, now) == (VIOLATED, position):
            return self.pending
        return super().breach(position, now)

    def activate(self, position: int) -> None:
        """
        Take in an event that activates.

        Args:
            position: Its position.
        """
        if self.pending >= 0:
            self.settle(position, target=False)
        self.pending = position if self.counted(position) else -1

    def target(self, position: int) -> None:
        """
        Take in a target.

        Args:
            position: Its position.
        """
        if self.pending >= 0:
            self.settle(position, target=True)
            self.pending = -1

    def both(self, position: int) -> None:
        """
        Take in an event that activates and is a target at once: a target for one before it, never for itself.

        Args:
            position: Its position.
        """
        self.target(position)
        self.activate(position)

    @abc.abstractmethod
    def settle(self, position: int, *, target: bool) -> None:
        """
        Settle the waiting activation by its neighbour, which is the present event or lies before it.

        Args:
            position: The present event.
            target: Whether it is a target.
        """

    def meets(self, position: int) -> bool:
        """
        Tell whether a target that is the neighbour counts: not too early, and correlated.

        Args:
            position: The target.
        """
        early = self.scene.times[position] < self.span.opens(self.pending)
        return not early and self.fits(self.pending, position)

    def judge(self, position: int, last: int, now: int) -> tuple[int, int]:
        """
        Give rank and decider of the waiting activation: a neighbour before ``last`` was no target.

        Args:
            position: The activation.
            last: Position after the last event seen.
            now: The time.
        """
        neighbour = self.scene.neighbour(position + 1, last)
        end = self.span.last(position, neighbour)
        if neighbour >= 0:
            return self.missed_rank, (-1 if self.scene.times[neighbour] > end else neighbour)
        return (self.missed_rank, -1) if now > end else (self.waiting_rank, -1)


class ChainResponse(Chained):
    """
    Each activation needs a target as its neighbour.

    Args:
        setting: What it needs to know of its rule.
    """

    __slots__ = ()

    def settle(self, position: int, *, target: bool) -> None:
        """
        Settle the waiting activation by its neighbour, which is the present event or lies before it.

        Args:
            position: The present event.
            target: Whether it is a target.
        """
        pending, times = self.pending, self.scene.times
        neighbour = self.scene.neighbour(pending + 1, position) if position > pending + 1 else -1
        by = position if neighbour < 0 else neighbour
        late = times[by] > self.span.last(pending, by)
        if neighbour < 0 and target and not late and self.meets(position):
            self.satisfied(pending, position)
        else:
            self.violated(pending, -1 if late else by)
