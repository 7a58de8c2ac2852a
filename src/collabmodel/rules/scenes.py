"""Where machines look: the columns of a trace, and which of its events are there to be anybody's neighbour."""

from __future__ import annotations

from collections.abc import Sequence

from collabmodel.rules.lexicon import Lexicon
from collabmodel.rules.trace import Trace


class Scene:
    """
    A trace as machines see it; one is shared by all machines of a program.

    Args:
        trace: Where the events are. Its sequences may grow at their ends.
        lexicon: Which elements there are.
    """

    __slots__ = ("codes", "first", "lexicon", "mapped", "times", "trace")

    def __init__(self, trace: Trace, lexicon: Lexicon) -> None:
        self.trace: Trace = trace
        self.lexicon: Lexicon = lexicon
        self.codes: Sequence[int] = trace.signature
        self.times: Sequence[int] = trace.occurred
        self.mapped: list[bool] = []
        self.first: int = 0

    def learn(self) -> None:
        """Take in signatures that the trace has got since."""
        for signature in self.trace.signatures[len(self.mapped) :]:
            self.mapped.append(self.lexicon.is_mapped(signature))

    def neighbour(self, start: int, end: int) -> int:
        """
        Give the first event from ``start`` up to ``end`` that is there, or -1.

        Args:
            start: First position to look at.
            end: Position after the last one to look at.
        """
        if len(self.mapped) < len(self.trace.signatures):
            self.learn()
        for position in range(start, end):
            if self.mapped[self.codes[position]]:
                return position
        return -1
