"""Machines for ``init`` and ``end``, which look at the first or last event that is there."""

from __future__ import annotations

import abc
from collections.abc import Sequence

from collabmodel.rules.letters import Gate
from collabmodel.rules.machine import Row
from collabmodel.rules.scenes import Scene
from collabmodel.rules.wholes import WholeMark, closing

_BROKEN = 3


class Placed(abc.ABC):
    """
    Follows ``init`` or ``end``, which look at the first or last event that is there.

    Args:
        scene: Where it looks.
        gate: Whether the rule applies, or None for always.
    """

    decider: int
    first: int

    __slots__ = ("decider", "first", "gate", "scene")

    def __init__(self, scene: Scene, gate: Gate | None) -> None:
        self.scene: Scene = scene
        self.gate: Gate | None = gate
        self.start(0)

    def start(self, first: int) -> None:
        """
        Begin a case.

        Args:
            first: Position of its first event.
        """
        del first
        self.first = self.decider = -1

    def one(self, position: int) -> None:
        """
        Take in an event that is ``a``.

        Args:
            position: Its position.
        """
        if self.first < 0:
            self.first = position

    def opened(self, position: int) -> None:
        """
        Take note that the rule applies from here on.

        Args:
            position: The event.
        """
        del position

    def released(self, position: int) -> None:
        """
        Take note that the rule applies no longer.

        Args:
            position: The event at which it stopped to apply.
        """
        del position

    @abc.abstractmethod
    def rank(self, last: int) -> tuple[int, int]:
        """
        Give rank and decider of an open case in which the rule applies.

        Args:
            last: Position after the last event seen.
        """

    def scalars(self) -> WholeMark:
        """Give what it knows."""
        return self.first, self.decider

    def restore(self, scalars: Sequence[int]) -> None:
        """
        Know again what was known.

        Args:
            scalars: What ``scalars`` gave.
        """
        self.first, self.decider = scalars

    def breach(self, position: int) -> int:
        """
        Give the event itself if it has broken the rule for good, else -1.

        Args:
            position: The event, the latest.
        """
        applies = self.gate is None or self.gate.is_open
        return position if applies and self.rank(position + 1) == (_BROKEN, position) else -1

    def report(self, last: int, now: int, closed: bool) -> Row:
        """
        Give what was found.

        Args:
            last: Position after the last event seen.
            now: The time of judging.
            closed: Whether nothing more is expected.
        """
        del now
        if self.gate is not None and not self.gate.ever:
            return (0 if closed else 1, 0, -1, -1, -1)
        rank, decider = self.rank(last)
        if rank == 2 and self.gate is not None and not self.gate.is_open:
            rank = 1
        return (closing(rank) if closed else rank, 1, self.first, decider, -1)


class Init(Placed):
    """
    The first event that is there, from where the rule applies, must be ``a``.

    Args:
        scene: Where it looks.
        gate: Whether the rule applies, or None for always.
    """

    decider: int
    verdict: int
    since: int

    __slots__ = ("since", "verdict")

    def start(self, first: int) -> None:
        """
        Begin a case.

        Args:
            first: Position of its first event.
        """
        super().start(first)
        self.since = first
        self.verdict = -1

    def scalars(self) -> WholeMark:
        """Give what it knows."""
        return (*super().scalars(), self.since, self.verdict)

    def restore(self, scalars: Sequence[int]) -> None:
        """
        Know again what was known.

        Args:
            scalars: What ``scalars`` gave.
        """
        *own, self.since, self.verdict = scalars
        super().restore(own)

    def one(self, position: int) -> None:
        """
        Take in an event that is ``a``.

        Args:
            position: Its position.
        """
        if self.first < 0:
            self.first = position
        if self.verdict < 0 and (self.gate is None or self.gate.lets()):
            before = self.scene.neighbour(self.since, position)
            self.verdict = 0 if before < 0 else 3
            self.decider = position if before < 0 else before

    def opened(self, position: int) -> None:
        """
        Take note that the rule applies from here on.

        Args:
            position: The event.
        """
        self.since = position

    def released(self, position: int) -> None:
        """
        Take note that the rule applies no longer; what came before is decided.

        Args:
            position: The event at which it stopped to apply.
        """
        before = self.scene.neighbour(self.since, position) if self.verdict < 0 else -1
        if before >= 0:
            self.verdict, self.decider = 3, before

    def rank(self, last: int) -> tuple[int, int]:
        """
        Give rank and decider of an open case in which the rule applies.

        Args:
            last: Position after the last event seen.
        """
        if self.verdict >= 0:
            return self.verdict, self.decider
        if self.gate is not None and not self.gate.is_open:
            return 2, -1
        before = self.scene.neighbour(self.since, last)
        return (2, -1) if before < 0 else (3, before)


class End(Placed):
    """
    The last event that is there must be ``a``.

    Args:
        scene: Where it looks.
        gate: Whether the rule applies, or None for always.
    """

    latest: int

    __slots__ = ("latest",)

    def start(self, first: int) -> None:
        """
        Begin a case.

        Args:
            first: Position of its first event.
        """
        super().start(first)
        self.latest = -1

    def scalars(self) -> WholeMark:
        """Give what it knows."""
        return (*super().scalars(), self.latest)

    def restore(self, scalars: Sequence[int]) -> None:
        """
        Know again what was known.

        Args:
            scalars: What ``scalars`` gave.
        """
        *own, self.latest = scalars
        super().restore(own)

    def one(self, position: int) -> None:
        """
        Take in an event that is ``a``.

        Args:
            position: Its position.
        """
        super().one(position)
        if self.latest < 0 or self.scene.neighbour(self.latest + 1, position) >= 0:
            self.decider = position
        self.latest = position

    def rank(self, last: int) -> tuple[int, int]:
        """
        Give rank and decider of an open case in which the rule applies.

        Args:
            last: Position after the last event seen.
        """
        if self.latest < 0:
            return 2, -1
        after = self.scene.neighbour(self.latest + 1, last)
        return (1, self.decider) if after < 0 else (2, after)
