"""Compiled rules and limits together, and the machines of one program over one trace."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from collabmodel.model import Signature
from collabmodel.rules.lexicon import Lexicon
from collabmodel.rules.machine import Handler, Machine, Subject
from collabmodel.rules.states import State, number, parts, text
from collabmodel.rules.trace import Trace

WAIVED = "waived"
"""The reason of a waiver that gives none."""


@attrs.frozen(eq=False)
class Program:
    """
    What is judged together.

    Args:
        subjects: Rules, then limits, in the order of the model.
        lexicon: Which elements there are.
    """

    subjects: tuple[Subject, ...]
    lexicon: Lexicon
    _moved: dict[tuple[tuple[int, ...], Signature], tuple[int, ...]] = attrs.field(factory=dict, init=False, repr=False)

    def moved(self, numbers: tuple[int, ...], signature: Signature, machines: Sequence[Machine]) -> tuple[int, ...]:
        """
        Tell which of some machines events of a signature can move; asked once for all cases.

        Args:
            numbers: Numbers of their subjects.
            signature: The signature.
            machines: The machines.
        """
        found = self._moved.get((numbers, signature))
        if found is None:
            found = tuple(place for place, machine in enumerate(machines) if machine.handler(signature) is not None)
            self._moved[numbers, signature] = found
        return found

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the rules and limits, in order."""
        return tuple(subject.id for subject in self.subjects)


class Bench:
    """
    A program over one trace: machines, and which of them each signature moves.

    Args:
        program: The program.
        trace: The events.
        hopeful: Which reading of what is unknown is followed.
        only: Numbers of the subjects to judge; None for all.
        keep: Whether all that waits is kept, for obligations; else only what the verdict needs.
    """

    def __init__(
        self,
        program: Program,
        trace: Trace,
        *,
        hopeful: bool = True,
        only: Sequence[int] | None = None,
        keep: bool = False,
    ) -> None:
        self.program = program
        self.trace = trace
        self.numbers: tuple[int, ...] = tuple(range(len(program.subjects)) if only is None else only)
        self.ids: tuple[str, ...] = tuple(program.subjects[number].id for number in self.numbers)
        self.machines: tuple[Machine, ...] = tuple(
            program.subjects[number].machine(trace, hopeful, keep=keep) for number in self.numbers
        )
        self.conditional: tuple[Machine, ...] = tuple(
            machine
            for number, machine in zip(self.numbers, self.machines, strict=True)
            if program.subjects[number].doubtful
        )
        self.waivers: dict[int, str] = {}
        self.table: list[Handler | None] = []
        self.learn()

    def learn(self) -> None:
        """Take in signatures that the trace has got since."""
        for signature in self.trace.signatures[len(self.table) :]:
            self.table.append(_together(tuple(self._handlers(signature))))

    def _handlers(self, signature: Signature) -> Iterator[Handler]:
        for place in self.program.moved(self.numbers, signature, self.machines):
            handler = self.machines[place].handler(signature)
            if handler is not None:
                yield handler
        waives = signature.kind == "waiver" or (signature.kind == "limit" and signature.transition == "waived")
        if waives and signature.element in self.ids:
            yield self._waiver(self.ids.index(signature.element), signature.transition)

    def _waiver(self, number: int, transition: str) -> Handler:
        def handle(position: int) -> None:
            if transition in ("", "granted", "completed", "waived"):
                reason = self.trace.value(position, "reason")
                self.waivers[number] = reason if isinstance(reason, str) and reason else WAIVED
            else:
                self.waivers.pop(number, None)

        return handle

    def start(self, first: int) -> None:
        """
        Begin a case.

        Args:
            first: Position of its first event.
        """
        self.waivers.clear()
        for machine in self.machines:
            machine.start(first)

    def save(self) -> State:
        """Give what its machines know as plain values."""
        return tuple(machine.save() for machine in self.machines), tuple(self.waivers.items())

    def load(self, first: int, state: State) -> None:
        """
        Go on with a case from what the machines of another such bench knew.

        Args:
            first: Position of the first event of the case.
            state: What ``save`` gave.

        Raises:
            ValueError: It is no such state.
        """
        self.start(first)
        machines, waivers = parts(state, 2)
        for machine, each in zip(self.machines, parts(machines, len(self.machines)), strict=True):
            machine.load(each)
        for waiver in parts(waivers):
            subject, reason = parts(waiver, 2)
            self.waivers[number(subject)] = text(reason)

    def run(self, first: int, last: int) -> None:
        """
        Take in events.

        Args:
            first: Position of the first.
            last: Position after the last.
        """
        table = self.table
        for position, code in enumerate(self.trace.signature[first:last], first):
            handle = table[code]
            if handle is not None:
                handle(position)

    def doubted(self) -> bool:
        """Tell whether any condition was unknown in this case."""
        return any(machine.missing for machine in self.conditional)

    def moment(self, first: int, last: int, now: int) -> int:
        """
        Give the time of judging: never before the last event of the case.

        Args:
            first: Position of the first event.
            last: Position after the last.
            now: The time asked for.
        """
        return max(now, self.trace.occurred[last - 1]) if last > first else now


def _together(handlers: tuple[Handler, ...]) -> Handler | None:
    if len(handlers) < 2:
        return handlers[0] if handlers else None

    def handle(position: int) -> None:
        for handler in handlers:
            handler(position)

    return handle
