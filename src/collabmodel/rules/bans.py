"""Templates that forbid: an activation is kept as long as what must not come does not come."""

from __future__ import annotations

from collections.abc import Iterable

from collabmodel.rules.halves import POSSIBLY_SATISFIED, SATISFIED, Half, Setting
from collabmodel.rules.pairing import Key, Pairing
from collabmodel.rules.precedences import Earlier
from collabmodel.rules.responses import Chained, Lone
from collabmodel.rules.waiting import Shelf
from collabmodel.rules.windows import Span


class Ban(Half):
    """
    No target may come at or after an activation, within its window.

    Args:
        setting: What it needs to know of its rule.
        both_ways: Whether none may lie before it either.
    """

    __slots__ = ("both_ways", "earlier", "keep_all", "shelf")

    waiting_rank = POSSIBLY_SATISFIED
    in_order = False

    def __init__(self, setting: Setting, *, both_ways: bool = False) -> None:
        self.setting = setting
        self.pairing: Pairing | None = setting.pairing
        self.span: Span = setting.span
        self.both_ways: bool = both_ways
        self.shelf: Shelf = Shelf(setting.pairing, activations=True)
        self.keep_all: bool = not setting.span.endless or (setting.pairing is not None and not setting.pairing.exact)
        self.earlier: Earlier = Earlier(self)
        super().__init__(setting)

    def start(self) -> None:
        """Begin a case."""
        super().start()
        self.shelf.clear()
        self.earlier.shelf.clear()

    def activate(self, position: int) -> None:
        """
        Take in an event that activates.

        Args:
            position: Its position.
        """
        if not self.counted(position):
            return
        if self.both_ways and self.earlier.find(position) >= 0:
            self.violated(position, position)
            return
        key = self.shelf.key(position)
        if self.span.ends:
            self.outlive(key, position)
        if self.keep_all or key is None or key not in self.shelf.rows:
            self.shelf.add(key, position)

    def outlive(self, key: Key | None, position: int) -> None:
        """
        Forget the earliest activations of a row whose time has passed.

        Args:
            key: Key of the row.
            position: The present event.
        """
        row, now, passed = self.shelf.rows.get(key, ()), self.scene.times[position], 0
        while passed < len(row) and now > self.span.last(row[passed]):
            passed += 1
        if passed:
            self.shelf.put(key, list(row[passed:]))

    def target(self, position: int) -> None:
        """
        Break every activation that the target must not follow; forget those whose time has passed.

        Args:
            position: Its position.
        """
        self.shelf.sift(position, self.still_waits)
        if self.both_ways:
            self.earlier.add(position)

    def still_waits(self, activation: int, position: int) -> bool:
        """
        Settle one activation by a target if it can, and tell whether it still waits.

        Args:
            activation: The activation.
            position: The target.
        """
        now = self.scene.times[position]
        if now > self.span.last(activation):
            return False
        if now < self.span.opens(activation) or not self.fits(activation, position):
            return True
        self.violated(activation, position)
        return self.setting.probing

    def both(self, position: int) -> None:
        """
        Take in an event that activates and is a target at once: it breaks itself.

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
        for activation in self.shelf:
            if self.scene.times[position] <= self.span.last(activation):
                self.satisfied(activation, position)
        self.shelf.clear()

    def waiting(self) -> Iterable[int]:
        """Give the activations that wait."""
        return self.shelf

    def shelves(self) -> tuple[Shelf, ...]:
        """Give the shelves on which it keeps positions."""
        return self.shelf, self.earlier.shelf


class PlainBan(Lone):
    """
    ``Ban`` without correlation and window: the first activation alone matters.

    Args:
        setting: What it needs to know of its rule.
    """

    count: int
    pending: int

    __slots__ = ()

    waiting_rank = POSSIBLY_SATISFIED

    def activate(self, position: int) -> None:
        """
        Take in an event that activates.

        Args:
            position: Its position.
        """
        self.count += 1
        if self.first < 0:
            self.first = position
        if self.pending < 0 and not self.done:
            self.pending = position

    def target(self, position: int) -> None:
        """
        Take in a target.

        Args:
            position: Its position.
        """
        if self.pending >= 0:
            self.violated(self.pending, position)
            self.pending = self.pending if self.setting.probing else -1

    def both(self, position: int) -> None:
        """
        Take in an event that activates and is a target at once: it breaks itself.

        Args:
            position: Its position.
        """
        self.activate(position)
        self.target(position)


class ChainBan(Chained):
    """
    No target may be the neighbour after an activation.

    Args:
        setting: What it needs to know of its rule.
    """

    __slots__ = ()

    waiting_rank = POSSIBLY_SATISFIED
    missed_rank = SATISFIED

    def settle(self, position: int, *, target: bool) -> None:
        """
        Settle the waiting activation by its neighbour, which is the present event or lies before it.

        Args:
            position: The present event.
            target: Whether it is a target.
        """
        rank, by = self.judge(self.pending, position, self.scene.times[position])
        if rank == SATISFIED:
            self.satisfied(self.pending, by)
        elif target and self.meets(position):
            self.violated(self.pending, position)
        else:
            self.satisfied(self.pending, position)

    def first_settler(self, last: int, now: int) -> int:
        """
        Give what decided the first activation, if all are satisfied.

        Args:
            last: Position after the last event seen.
            now: The time of judging.
        """
        if self.first == self.pending:
            return self.judge(self.pending, last, now)[1]
        return self.settler
