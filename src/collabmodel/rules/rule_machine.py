"""Machines of rules: events become letters, letters move one or two halves or a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from collabmodel.model import Signature
from collabmodel.rules.case_names import CaseNames
from collabmodel.rules.halves import POSSIBLY_VIOLATED, Half
from collabmodel.rules.letters import Gate, Letter, Reader
from collabmodel.rules.limit_windows import LimitSpan
from collabmodel.rules.machine import Handler, Obligation, Row
from collabmodel.rules.placed import Placed
from collabmodel.rules.scenes import Scene
from collabmodel.rules.wholes import Whole

Readers = tuple[Reader | None, Reader | None]
"""What tells whether an event is ``a`` and ``b``; None where it never is."""


class Stage:
    """
    What the machines of all rules share: the letters, the gate, what is missing.

    Args:
        scene: Where it looks.
        names: The names of conditions, a cursor.
        letters: The letters ``a`` and ``b``; None for ``b`` of templates over one.
        gate: Whether the rule applies, or None for always.
        hopeful: Which reading it follows.
        missing: Names that were missing.
        conditional: Whether there is any condition.
        limit: The window that a named limit gives, or None.
    """

    first: int

    def __init__(
        self,
        scene: Scene,
        names: CaseNames,
        letters: tuple[Letter, Letter | None],
        gate: Gate | None,
        *,
        hopeful: bool,
        missing: set[str],
        conditional: bool,
        limit: LimitSpan | None = None,
    ) -> None:
        self.limit = limit
        self.conditional = conditional
        self.scene = scene
        self.names = names
        self.letters = letters
        self.gate = gate
        self.hopeful = hopeful
        self.missing = missing
        self.first = 0

    def open_case(self, first: int) -> None:
        """
        Begin a case.

        Args:
            first: Position of its first event.
        """
        self.first = first
        self.names.open_case(first)
        self.missing.clear()
        if self.limit is not None:
            self.limit.start(first)
        if self.gate is not None:
            self.gate.start(first)

    def readers(self, signature: Signature) -> Readers:
        """
        Give what tells the letters of events of a signature.

        Args:
            signature: The signature.
        """
        a, b = self.letters
        lexicon, names = self.scene.lexicon, self.names
        return a.reader(lexicon, signature, names), (b.reader(lexicon, signature, names) if b else None)

    def watch(self, signature: Signature, machine: PairMachine | WholeMachine, then: Handler | None) -> Handler | None:
        """
        Give a handler that looks at the gate before anything else, where events of a signature may move it.

        Args:
            signature: The signature.
            machine: Whose gate it is.
            then: What else is done at such events, or None.
        """
        gate = self.gate
        if gate is None or not gate.watches(signature):
            return then

        def handle(position: int) -> None:
            before = gate.lets()
            gate.update(position)
            if before and not gate.is_open:
                machine.released(position)
            elif gate.is_open and not before:
                machine.opened(position)
            if then is not None:
                then(position)

        return handle

    def look_once(self, last: int) -> None:
        """
        Look at the gate if no event made anybody look yet.

        Args:
            last: Position after the last event seen.
        """
        if self.gate is not None and last > self.first:
            self.gate.lets()


class PairMachine:
    """
    Judges a rule per activation, by one half or two.

    Args:
        stage: Letters, gate and what is missing.
        halves: For each half whether ``a`` activates it, and the half.
    """

    count: int

    def __init__(self, stage: Stage, halves: Sequence[tuple[bool, Half]]) -> None:
        self.stage = stage
        self.missing: set[str] = stage.missing
        self.halves: tuple[tuple[bool, Half], ...] = tuple(halves)
        self.half: Half = self.halves[0][1]
        self.second: Half | None = self.halves[1][1] if len(self.halves) == 2 else None
        self.count = 0

    def handler(self, signature: Signature) -> Handler | None:
        """
        Give what to do at events of a signature, or None if they cannot move this machine.

        Args:
            signature: The signature.
        """
        self.stage.scene.learn()
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
        return tuple(one for _, half in self.halves for one in half.obligations(last, now))


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

    def __init__(self, stage: Stage, whole: Whole | Placed) -> None:
        self.stage = stage
        self.missing: set[str] = stage.missing
        self.whole = whole
        self.opened: Callable[[int], None] = whole.opened
        self.released: Callable[[int], None] = whole.released

    def handler(self, signature: Signature) -> Handler | None:
        """
        Give what to do at events of a signature, or None if they cannot move this machine.

        Args:
            signature: The signature.
        """
        self.stage.scene.learn()
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
