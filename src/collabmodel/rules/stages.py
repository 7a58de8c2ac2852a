"""What the machines of all rules share: the letters, the gate, what is missing."""

from __future__ import annotations

from typing import Protocol, TypeAlias

from collabmodel.model import Signature
from collabmodel.rules.case_names import CaseNames
from collabmodel.rules.letters import Gate, Letter, Reader
from collabmodel.rules.limit_windows import LimitSpan, SpanMark
from collabmodel.rules.machine import Handler
from collabmodel.rules.postings import Postings
from collabmodel.rules.scenes import Scene
from collabmodel.rules.states import State, parts, texts

StageMark: TypeAlias = tuple[frozenset[str], tuple[bool, bool | None] | None, SpanMark | None]
"""What a stage knew at a moment."""
Readers = tuple[Reader | None, Reader | None]
"""What tells whether an event is ``a`` and ``b``; None where it never is."""


class Applied(Protocol):
    """What is told when a rule begins or stops to apply."""

    @property
    def opened(self) -> Handler:
        """What to do when it applies from an event on."""

    @property
    def released(self) -> Handler:
        """What to do when it applies no longer."""


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

    def share(self, postings: Postings) -> None:
        """
        Look back by what others over the same case have found as well.

        Args:
            postings: What they have found.
        """
        self.names.share(postings)
        if self.limit is not None:
            self.limit.names.share(postings)

    def readers(self, signature: Signature) -> Readers:
        """
        Give what tells the letters of events of a signature.

        Args:
            signature: The signature.
        """
        a, b = self.letters
        lexicon, names = self.scene.lexicon, self.names
        return a.reader(lexicon, signature, names), (b.reader(lexicon, signature, names) if b else None)

    def watch(self, signature: Signature, machine: Applied, then: Handler | None) -> Handler | None:
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

    def mark(self) -> StageMark:
        """Note what is known; the windows of a named limit are tried on copies from here on."""
        gate, limit = self.gate, self.limit
        return (
            frozenset(self.missing),
            None if gate is None else (gate.ever, gate.is_open),
            None if limit is None else limit.mark(),
        )

    def back(self, mark: StageMark, end: int) -> None:
        """
        Undo what happened since a mark.

        Args:
            mark: What ``mark`` gave.
            end: Position of the first event that is taken back.
        """
        missing, gate, limit = mark
        if len(missing) != len(self.missing):
            self.missing.intersection_update(missing)
        if self.gate is not None and gate is not None:
            self.gate.ever, self.gate.is_open = gate
        if self.limit is not None and limit is not None:
            self.limit.back(limit, end)
        self.names.cut(end)
        self.scene.cut(end)

    def save(self) -> State:
        """Give what is known as plain values."""
        gate, limit = self.gate, self.limit
        return (
            tuple(sorted(self.missing)),
            None if gate is None else gate.save(),
            None if limit is None else limit.save(),
        )

    def load(self, state: State) -> None:
        """
        Take over what another knew.

        Args:
            state: What ``save`` gave.

        Raises:
            ValueError: It is no such state.
        """
        missing, gate, limit = parts(state, 3)
        self.missing.update(texts(missing))
        if self.gate is not None:
            self.gate.load(gate)
        if self.limit is not None:
            self.limit.load(limit)

    def look_once(self, last: int) -> None:
        """
        Look at the gate if no event made anybody look yet.

        Args:
            last: Position after the last event seen.
        """
        if self.gate is not None and last > self.first:
            self.gate.lets()
