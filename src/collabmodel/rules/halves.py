"""
What every machine that judges per activation has: a count, the first activation, the first broken one, and what waits.

A half has one letter that activates it and one that is its target. A template is one half or two.
"""

from __future__ import annotations

import abc
from collections.abc import Iterable, Sequence

import attrs

from collabmodel.rules.machine import ALWAYS, NEVER, Obligation, Row
from collabmodel.rules.pairing import Pairing
from collabmodel.rules.scenes import Scene
from collabmodel.rules.windows import Span

SATISFIED, POSSIBLY_SATISFIED, POSSIBLY_VIOLATED, VIOLATED = range(4)


@attrs.frozen(kw_only=True)
class Setting:
    """
    What a half needs to know of its rule.

    Args:
        rule: Id of the rule.
        scene: Where it looks.
        span: Its window.
        pairing: Its correlation, activation first, or None.
        hopeful: Which reading it follows.
        missing: Where it notes the names that its correlation lacked.
        restart: Whether a repeated activation takes the place of a waiting one.
        keep: Whether all that waits is kept, for obligations; else only what the verdict needs.
    """

    rule: str
    scene: Scene
    span: Span
    pairing: Pairing | None = None
    hopeful: bool = True
    missing: set[str] = attrs.Factory(set)
    restart: bool = False
    keep: bool = False


class Half(abc.ABC):
    """
    One direction of a rule, judged per activation.

    ``pending`` is the only activation that waits, or -1, and ``latest`` the latest event that counts, or -1, in those
    halves that need no more. ``done`` is that one is broken, so that later ones cannot matter.

    Args:
        setting: What it needs to know of its rule.
    """

    count: int
    latest: int
    pending: int
    breaker: int
    broken: int
    done: bool
    first: int
    settler: int

    __slots__ = (
        "breaker", "broken", "count", "done", "first", "latest", "pairing", "pending", "scene", "setting", "settler",
        "span",
    )  # fmt: skip

    waiting_rank = POSSIBLY_VIOLATED
    """Rank of an open activation that waits."""
    in_order = True
    """Whether no activation can be found broken after a later one was."""
    looks_forward = True
    """Whether its activations have due times."""

    def __init__(self, setting: Setting) -> None:
        self.setting: Setting = setting
        self.scene: Scene = setting.scene
        self.span: Span = setting.span
        self.pairing: Pairing | None = setting.pairing
        self.start()

    def start(self) -> None:
        """Begin a case."""
        self.count = 0
        self.done = False
        self.first = self.settler = self.broken = self.breaker = self.pending = self.latest = -1
        if self.pairing is not None:
            self.pairing.start()

    @abc.abstractmethod
    def activate(self, position: int) -> None:
        """
        Take in an event that activates.

        Args:
            position: Its position.
        """

    @abc.abstractmethod
    def target(self, position: int) -> None:
        """
        Take in an event that is a target.

        Args:
            position: Its position.
        """

    @abc.abstractmethod
    def both(self, position: int) -> None:
        """
        Take in an event that activates and is a target at once.

        Args:
            position: Its position.
        """

    def release(self, position: int) -> None:
        """
        Settle what waits, because the rule applies no longer.

        Args:
            position: The event at which it stopped to apply.
        """
        del position

    def waiting(self) -> Iterable[int]:
        """Give the activations that wait, in any order."""
        return ()

    def prospect(self) -> int:
        """Give the rank of activations still to come."""
        return POSSIBLY_SATISFIED

    def counted(self, position: int) -> bool:
        """
        Note an activation, and tell whether it may matter.

        Args:
            position: Its position.
        """
        self.count += 1
        if self.first < 0:
            self.first = position
        return not self.done

    def satisfied(self, position: int, by: int) -> None:
        """
        Note that an activation is settled well; only the first one's settling is ever reported.

        Args:
            position: The activation.
            by: The deciding event, or -1.
        """
        if position == self.first:
            self.settler = by

    def violated(self, position: int, by: int) -> None:
        """
        Note that an activation is broken; the first one by position is reported.

        Args:
            position: The activation.
            by: The deciding event, or -1.
        """
        if self.broken < 0 or position < self.broken:
            self.broken = position
            self.breaker = by
            self.done = not self.setting.keep

    def fits(self, activation: int, other: int) -> bool:
        """
        Tell whether a target belongs to an activation by correlation, in this reading.

        Args:
            activation: Position of the activation.
            other: Position of the target.
        """
        if self.pairing is None:
            return True
        found = self.pairing.fits(activation, other)
        if isinstance(found, bool):
            return found
        self.setting.missing.update(self.pairing.missing(activation, other))
        return self.setting.hopeful is (self.waiting_rank == POSSIBLY_VIOLATED)

    def worst(self, last: int, now: int, *, closed: bool) -> Row:
        """
        Give the worst of the activations, leaving aside those still to come.

        Args:
            last: Position after the last event seen.
            now: The time of judging.
            closed: Whether nothing more is expected.
        """
        broken, breaker, open_ = self.broken, self.breaker, NEVER
        for position in () if broken >= 0 and self.in_order else self.waiting():
            rank, by = self.judge(position, last, now)
            if rank == VIOLATED or (closed and rank == POSSIBLY_VIOLATED):
                if broken < 0 or position < broken:
                    broken, breaker = position, by
            elif rank != SATISFIED and not closed and position < open_:
                open_ = position
        if broken >= 0:
            return (VIOLATED, self.count, broken, breaker, self.due(broken, breaker))
        if open_ != NEVER:
            return (self.waiting_rank, self.count, open_, -1, self.due(open_))
        if self.first < 0:
            return (SATISFIED, 0, -1, -1, -1)
        settler = self.first_settler(last, now)
        return (SATISFIED, self.count, self.first, settler, self.due(self.first, settler))

    def judge(self, position: int, last: int, now: int) -> tuple[int, int]:
        """
        Give rank and decider of a waiting activation at a time, as if the case stayed open.

        Args:
            position: The activation.
            last: Position after the last event seen.
            now: The time.
        """
        del last
        expired = now > self.span.last(position)
        if self.waiting_rank == POSSIBLY_VIOLATED:
            return (VIOLATED if expired else POSSIBLY_VIOLATED), -1
        return (SATISFIED if expired else POSSIBLY_SATISFIED), -1

    def first_settler(self, last: int, now: int) -> int:
        """
        Give what decided the first activation, if all are satisfied.

        Args:
            last: Position after the last event seen.
            now: The time of judging.
        """
        del last, now
        return self.settler

    def due(self, position: int, by: int = -1) -> int:
        """
        Give the due time of an activation, or -1.

        Args:
            position: The activation.
            by: The event that decided it, or -1.
        """
        if not self.looks_forward or not self.span.ends:
            return -1
        due = self.span.due(position, by)
        return -1 if due == NEVER else due

    def obligations(self, last: int, now: int) -> Sequence[Obligation]:
        """
        Give the activations that wait for their target, overdue ones too, the most urgent first.

        Args:
            last: Position after the last event seen.
            now: The time of judging.
        """
        if self.waiting_rank != POSSIBLY_VIOLATED:
            return ()
        found = []
        for position in self.waiting():
            if self.judge(position, last, now)[1] < 0:
                opens = self.span.opens(position)
                opens = self.scene.times[position] if opens == ALWAYS else opens
                found.append((self.span.due(position), position, opens))
        return tuple(
            Obligation(rule=self.setting.rule, activation=position, opens=opens, due=None if due == NEVER else due)
            for due, position, opens in sorted(found)
        )
