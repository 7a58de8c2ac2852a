"""A case followed event by event in both readings of what is unknown."""

from __future__ import annotations

from collabmodel.rules.benches import Bench, Program
from collabmodel.rules.postings import Postings
from collabmodel.rules.states import State, numbers, parts, texts
from collabmodel.rules.trace import Trace


class Following:
    """
    A program over one case as it goes on.

    Args:
        program: The program.
        trace: The events; its sequences may grow at their ends.
        first: Position of the case's first event, or where it will be.
        keep: Whether all that waits is kept, for obligations; else only what the verdict needs.
    """

    def __init__(self, program: Program, trace: Trace, first: int, *, keep: bool) -> None:
        doubtful = [number for number, subject in enumerate(program.subjects) if subject.doubtful]
        self.hopeful: Bench = Bench(program, trace, keep=keep)
        self.fearful: Bench = Bench(program, trace, hopeful=False, only=doubtful)
        self.trace = trace
        self.first: int = first
        self.last: int = first
        postings: Postings = {}
        for bench in (self.hopeful, self.fearful):
            for machine in bench.machines:
                machine.share(postings)
            bench.start(first)

    def advance(self, position: int) -> None:
        """
        Take in the next event of the case.

        Args:
            position: Its position.

        Raises:
            ValueError: It is not the next one.
        """
        if position != self.last:
            raise ValueError(f"event {position} is not the next one, {self.last}")
        self.run(position)
        self.last += 1

    def run(self, position: int) -> None:
        """
        Let the machines take in an event.

        Args:
            position: Its position.
        """
        signatures = len(self.trace.signatures)
        for bench in (self.hopeful, self.fearful):
            if len(bench.table) != signatures:
                bench.learn()
            bench.run(position, position + 1)

    def save(self) -> State:
        """Give what is known as plain values."""
        return self.hopeful.ids, (self.first, self.last), self.hopeful.save(), self.fearful.save()

    def load(self, state: State) -> None:
        """
        Go on from what another knew that followed the same program over the same events.

        Args:
            state: What ``save`` gave.

        Raises:
            ValueError: It is no such state, that of another program, or of a longer case than the trace has.
        """
        ids, places, hopeful, fearful = parts(state, 4)
        first, last = numbers(places, 2)
        if tuple(texts(ids)) != self.hopeful.ids:
            raise ValueError(f"this state is of other rules than {', '.join(self.hopeful.ids)}")
        if not first <= last <= len(self.trace.signature):
            raise ValueError(f"this state is of {last} events; there are {len(self.trace.signature)}")
        self.hopeful.load(first, hopeful)
        self.fearful.load(first, fearful)
        self.first, self.last = first, last
