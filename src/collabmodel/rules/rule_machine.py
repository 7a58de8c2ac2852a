"""Machines of rules: events become letters, letters move one or two halves or a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from collabmodel.model import Signature
from collabmodel.rules.halves import POSSIBLY_VIOLATED, Half
from collabmodel.rules.letters import Reader
from collabmodel.rules.machine import Handler, Obligation, Row
from collabmodel.rules.placed import Placed
from collabmodel.rules.postings import Postings
from collabmodel.rules.stages import Readers, Stage
from collabmodel.rules.states import State, number, numbers, parts
from collabmodel.rules.wholes import Whole


class PairMachine:
    """
    Judges a rule per activation, by one half or two.

    Args:
        stage: Letters, gate and what is missing.
        halves: For each half whether ``a`` activates it, and the half.
    """

    count: int
    anywhere: bool
    """Whether an event that the rule does not speak of may break it."""
    owes: bool
    """Whether its activations may wait for a target that is due."""

    def __init__(self, stage: Stage, halves: Sequence[tuple[bool, Half]]) -> None:
        self.stage = stage
        self.missing: set[str] = stage.missing
        self.halves: tuple[tuple[bool, Half], ...] = tuple(halves)
        self.half: Half = self.halves[0][1]
        self.second: Half | None = self.halves[1][1] if len(self.halves) == 2 else None
        self.count = 0
        self.anywhere = any(half.anywhere for _, half in self.halves)
        self.owes = any(half.waiting_rank == POSSIBLY_VIOLATED for _, half in self.halves)

    def handler(self, signature: Signature) -> Handler | None:
        """
        Give what to do at events of a signature, or None if they cannot move this machine.

        Args:
            signature: The signature.
        """
        readers = self.stage.readers(signature)
        then: Handler | None = None
        if readers != (None, None):
            steps = [self._step(half, readers if by_a else readers[::-1]) for by_a, half in self.halves]
            then = steps[0] if len(steps) == 1 else self._both(steps[0], steps[1])
        handler = self.stage.watch(signature, self, then)
        limit = None if self.stage.limit is None else self.stage.limit.handler(signature)
        return _in_turn(limit, handler) if limit is not None and handler is not None else limit or handler

    def _step(self, half: Half, readers: Readers) -> Handler:
        activates, targets = readers
        certain = all(reader is None or reader.certain for reader in readers)
        if certain and (self.stage.gate is None or activates is None):
            if activates is None:
                return half.target
            return half.activate if targets is None else half.both
        return self._reading_step(half, activates, targets)

    def _reading_step(self, half: Half, activates: Reader | None, targets: Reader | None) -> Handler:
        stage = self.stage
        doubted_target = stage.hopeful is (half.waiting_rank == POSSIBLY_VIOLATED)

        def handle(position: int) -> None:
            is_activation = activates is not None and (stage.gate is None or stage.gate.lets())
            if is_activation and activates is not None:
                found = activates.read(position, stage.missing)
                is_activation = not stage.hopeful if found is None else found
            is_target = False
            if targets is not None:
                found = targets.read(position, stage.missing)
                is_target = doubted_target if found is None else found
            if is_activation:
                (half.both if is_target else half.activate)(position)
            elif is_target:
                half.target(position)

        return handle

    def _both(self, one: Handler, other: Handler) -> Handler:
        halves = (self.halves[0][1], self.halves[1][1])

        def handle(position: int) -> None:
            before = halves[0].count + halves[1].count
            one(position)
            other(position)
            self.count += halves[0].count + halves[1].count > before

        return handle

    def start(self, first: int) -> None:
        """
        Forget everything and begin a case.

        Args:
            first: Position of its first event.
        """
        if self.stage.conditional:
            self.stage.open_case(first)
        self.count = 0
        for _, half in self.halves:
            half.start()

    def breach(self, position: int, now: int) -> int:
        """
        Give the first activation that an event has broken, or -1; only the latest event can be asked about.

        Args:
            position: The event.
            now: When it happened.
        """
        found = [half.breach(position, now) for _, half in self.halves]
        return min((activation for activation in found if activation >= 0), default=-1)

    def try_on(self) -> Handler:
        """Let what happens from here on be undone: give what does that, told the first event that is taken back."""
        count, stage, halves = self.count, self.stage.mark(), tuple(half.mark() for _, half in self.halves)

        def back(end: int) -> None:
            self.count = count
            self.stage.back(stage, end)
            for (_, half), mark in zip(self.halves, halves, strict=True):
                half.back(mark)

        return back

    def share(self, postings: Postings) -> None:
        """
        Look back by what others over the same case have found as well.

        Args:
            postings: What they have found.
        """
        self.stage.share(postings)

    def save(self) -> State:
        """Give what it knows as plain values."""
        return self.count, self.stage.save(), tuple(half.save() for _, half in self.halves)

    def load(self, state: State) -> None:
        """
        Take over what another knew, right after ``start``.

        Args:
            state: What ``save`` gave.

        Raises:
            ValueError: It is no such state.
        """
        count, stage, halves = parts(state, 3)
        self.count = number(count)
        self.stage.load(stage)
        for (_, half), each in zip(self.halves, parts(halves, len(self.halves)), strict=True):
            half.load(each)

    def opened(self, position: int) -> None:
        """
        Take note that the rule applies from here on.

        Args:
            position: The event.
        """

    def released(self, position: int) -> None:
        """
        Settle what waits, because the rule applies no longer.

        Args:
            position: The event at which it stopped to apply.
        """
        for _, half in self.halves:
            half.release(position)

    def report(self, last: int, now: int, closed: bool) -> Row:
        """
        Give what was found.

        Args:
            last: Position after the last event seen.
            now: The time of judging.
            closed: Whether nothing more is expected.
        """
        half, second = self.half, self.second
        found = half.worst(last, now, closed=closed)
        if second is None:
            return found if closed or found[0] else (half.prospect(), *found[1:])
        other = second.worst(last, now, closed=closed)
        rank, _, activation, decider, due = _worse(found, other)
        if not closed:
            rank = max(rank, half.prospect(), second.prospect())
        return rank, self.count, activation, decider, due

    def obligations(self, last: int, now: int) -> Sequence[Obligation]:
        """
        Give what waits for its target, the most urgent first.

        Args:
            last: Position after the last event seen.
            now: The time of judging.
        """
        if self.second is None:
            return self.half.obligations(last, now)
        return (*self.half.obligations(last, now), *self.second.obligations(last, now))


def _in_turn(one: Handler, other: Handler) -> Handler:
    def handle(position: int) -> None:
        one(position)
        other(position)

    return handle


def _worse(one: Row, other: Row) -> Row:
    rank, activation = one[0], one[2]
    other_rank, other_activation = other[0], other[2]
    if rank != other_rank:
        return one if rank > other_rank else other
    if activation < 0 or other_activation < 0:
        return other if activation < 0 else one
    return other if other_activation < activation else one


class WholeMachine:
    """
    Judges a rule as a whole.

    Args:
        stage: Letters, gate and what is missing.
        whole: What follows the letters.
    """

    anywhere: bool
    """Whether an event that the rule does not speak of may break it."""

    def __init__(self, stage: Stage, whole: Whole | Placed) -> None:
        self.stage = stage
        self.missing: set[str] = stage.missing
        self.whole = whole
        self.anywhere = isinstance(whole, Placed)
        self.opened: Callable[[int], None] = whole.opened
        self.released: Callable[[int], None] = whole.released

    def handler(self, signature: Signature) -> Handler | None:
        """
        Give what to do at events of a signature, or None if they cannot move this machine.

        Args:
            signature: The signature.
        """
        a, b = self.stage.readers(signature)
        then: Handler | None = None
        if a is not None or b is not None:
            certain = all(reader is None or reader.certain for reader in (a, b))
            then = self._certain(a is not None, b is not None) if certain else self._reading(a, b)
        return self.stage.watch(signature, self, then)

    def _certain(self, is_a: bool, is_b: bool) -> Handler:
        whole = self.whole
        return whole.one if isinstance(whole, Placed) else whole.follower(is_a + 2 * is_b)

    def _reading(self, a: Reader | None, b: Reader | None) -> Handler:
        stage, whole = self.stage, self.whole

        def handle(position: int) -> None:
            is_a = a.read(position, stage.missing) if a is not None else False
            is_b = b.read(position, stage.missing) if b is not None else False
            if isinstance(whole, Placed):
                if is_a or (is_a is None and stage.hopeful):
                    whole.one(position)
                return
            ones = (0, 1) if is_a is None else (int(is_a),)
            twos = (0, 2) if is_b is None else (2 * is_b,)
            letters = [one + two for one in ones for two in twos]
            if letters != [0]:
                whole.doubt(position, letters)

        return handle

    def start(self, first: int) -> None:
        """
        Forget everything and begin a case.

        Args:
            first: Position of its first event.
        """
        if self.stage.conditional:
            self.stage.open_case(first)
        self.whole.start(first)

    def report(self, last: int, now: int, closed: bool) -> Row:
        """
        Give what was found.

        Args:
            last: Position after the last event seen.
            now: The time of judging.
            closed: Whether nothing more is expected.
        """
        if self.stage.gate is not None:
            self.stage.look_once(last)
        return self.whole.report(last, now, closed)

    def breach(self, position: int, now: int) -> int:
        """
        Give the first event that mattered to the rule if an event has broken it, else -1; only the latest event can be
        asked about.

        Args:
            position: The event.
            now: When it happened.
        """
        del now
        self.stage.look_once(position + 1)
        return self.whole.breach(position)

    def try_on(self) -> Handler:
        """Let what happens from here on be undone: give what does that, told the first event that is taken back."""
        stage, scalars = self.stage.mark(), self.whole.scalars()

        def back(end: int) -> None:
            self.stage.back(stage, end)
            self.whole.restore(scalars)

        return back

    def share(self, postings: Postings) -> None:
        """
        Look back by what others over the same case have found as well.

        Args:
            postings: What they have found.
        """
        self.stage.share(postings)

    def save(self) -> State:
        """Give what it knows as plain values."""
        return self.stage.save(), self.whole.scalars()

    def load(self, state: State) -> None:
        """
        Take over what another knew, right after ``start``.

        Args:
            state: What ``save`` gave.

        Raises:
            ValueError: It is no such state.
        """
        stage, scalars = parts(state, 2)
        self.stage.load(stage)
        self.whole.restore(numbers(scalars, len(self.whole.scalars())))
