"""
What every machine that judges per activation has: a count, the first activation, the first broken one, and what waits.

A half has one letter that activates it and one that is its target. A template is one half or two.
"""

from __future__ import annotations

import abc
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import TypeAlias

import attrs

from collabmodel.rules.machine import ALWAYS, NEVER, Obligation, Row
from collabmodel.rules.pairing import Pairing
from collabmodel.rules.scenes import Scene
from collabmodel.rules.states import State, numbers, parts, texts
from collabmodel.rules.waiting import Shelf
from collabmodel.rules.windows import Span

SATISFIED, POSSIBLY_SATISFIED, POSSIBLY_VIOLATED, VIOLATED = range(4)
_NAMES = (
    "count", "done", "first", "settler", "broken", "breaker", "pending", "latest", "breached", "breaching",
)  # fmt: skip
_SCALARS = attrgetter(*_NAMES)
HalfMark: TypeAlias = tuple[tuple[int, ...], tuple[str, ...] | None]
"""What a half knew at a moment, its shelves aside."""


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
        probing: Whether only breaches by events matter: then none that is broken makes later ones not matter, and none
            is used up by it.
    """

    rule: str
    scene: Scene
    span: Span
    pairing: Pairing | None = None
    hopeful: bool = True
    missing: set[str] = attrs.Factory(set)
    restart: bool = False
    keep: bool = False
    probing: bool = False


class Half(abc.ABC):
    """
    One direction of a rule, judged per activation.

    ``pending`` is the only activation that waits, or -1, and ``latest`` the latest event that counts, or -1, in those
    halves that need no more. ``done`` is that one is broken, so that later ones cannot matter. ``breaching`` is the
    latest event that broke an activation, and ``breached`` the first that it broke.

    Args:
        setting: What it needs to know of its rule.
    """

    count: int
    latest: int
    pending: int
    breaker: int
    breached: int
    breaching: int
    broken: int
    done: bool
    first: int
    settler: int

    __slots__ = (
        "breached", "breaching", "breaker", "broken", "count", "done", "first", "latest", "pairing", "pending", "scene",
        "setting", "settler", "span",
    )  # fmt: skip

    waiting_rank = POSSIBLY_VIOLATED
    """Rank of an open activation that waits."""
    in_order = True
    """Whether no activation can be found broken after a later one was."""
    looks_forward = True
    """Whether its activations have due times."""
    anywhere = False
    """Whether an event that the rule does not speak of may break it."""

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
        self.breached = self.breaching = -1
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

    def shelves(self) -> tuple[Shelf, ...]:
        """Give the shelves on which it keeps positions."""
        return ()

    def scalars(self) -> tuple[int, ...]:
        """Give what it knows, its shelves aside."""
        return _SCALARS(self)

    def restore(self, scalars: Sequence[int]) -> None:
        """
        Know again what was known.

        Args:
            scalars: What ``scalars`` gave.
        """
        for name, value in zip(_NAMES, scalars, strict=True):
            setattr(self, name, value)
        self.done = bool(self.done)

    def mark(self) -> HalfMark:
        """Note what it knows, and what happens to its shelves from here on."""
        for shelf in self.shelves():
            shelf.mark()
        return self.scalars(), None if self.pairing is None else self.pairing.shape

    def back(self, mark: HalfMark) -> None:
        """
        Undo what happened since a mark; only the latest one can be gone back to, and once.

        Args:
            mark: What ``mark`` gave.
        """
        for shelf in self.shelves():
            shelf.back()
        scalars, shape = mark
        self.restore(scalars)
        if self.pairing is not None:
            self.pairing.shape = shape

    def save(self) -> State:
        """Give what it knows as plain values."""
        shape = None if self.pairing is None else self.pairing.shape
        return self.scalars(), shape, tuple(shelf.save() for shelf in self.shelves())

    def load(self, state: State) -> None:
        """
        Take over what another knew.

        Args:
            state: What ``save`` gave.

        Raises:
            ValueError: It is no such state.
        """
        scalars, shape, rows = parts(state, 3)
        self.restore(numbers(scalars, len(self.scalars())))
        if self.pairing is not None:
            self.pairing.take_shape(None if shape is None else texts(shape))
        shelves = self.shelves()
        for shelf, row in zip(shelves, parts(rows, len(shelves)), strict=True):
            shelf.load(row)

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
            self.done = not (self.setting.keep or self.setting.probing)
        if by >= 0 and (by != self.breaching or position < self.breached):
            self.breached, self.breaching = position, by

    def breach(self, position: int, now: int) -> int:
        """
        Give the first activation that an event has broken, or -1; only the latest event can be asked about.

        Args:
            position: The event.
            now: When it happened.
        """
        del now
        return self.breached if self.breaching == position else -1

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
        if not found:
            return ()
        return tuple(
            Obligation(rule=self.setting.rule, activation=position, opens=opens, due=None if due == NEVER else due)
            for due, position, opens in sorted(found)
        )
