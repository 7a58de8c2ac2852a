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

    __slots__ = ("bare", "codes", "first", "lexicon", "mapped", "times", "trace")

    def __init__(self, trace: Trace, lexicon: Lexicon) -> None:
        self.trace: Trace = trace
        self.lexicon: Lexicon = lexicon
        self.codes: Sequence[int] = trace.signature
        self.times: Sequence[int] = trace.occurred
        self.mapped: list[bool] = []
        self.first: int = 0
        self.bare: tuple[int, int] = (0, 0)

    def learn(self) -> None:
        """Take in signatures that the trace has got since."""
        for signature in self.trace.signatures[len(self.mapped) :]:
            self.mapped.append(self.lexicon.is_mapped(signature))

    def neighbour(self, start: int, end: int) -> int:
        """
        Give the first event from ``start`` up to ``end`` that is there, or -1; asking again from the same start passes
        by those that are not there at once.

        Args:
            start: First position to look at.
            end: Position after the last one to look at.
        """
        if len(self.mapped) < len(self.trace.signatures):
            self.learn()
        since, until = self.bare
        for position in range(until if since == start and until <= end else start, end):
            if self.mapped[self.codes[position]]:
                self.bare = (start, position)
                return position
        self.bare = (start, max(start, end))
        return -1

    def cut(self, end: int) -> None:
        """
        Forget what was seen of events that are taken back.

        Args:
            end: Position of the first of them.
        """
        since, until = self.bare
        self.bare = (since, max(since, min(until, end)))
