"""What names mean within a step: data of the event that set it going, facts and counts as of all it has derived."""

from __future__ import annotations

from collections.abc import Sequence

from collabmodel.rules import Trace
from collabmodel.rules.amounts import Unknown
from collabmodel.rules.case_names import CaseNames
from collabmodel.rules.declared import Declared
from collabmodel.workdays import Duration


class StepNames(CaseNames):
    """
    The names of conditions in one running case: event data of one event, facts and counts up to a later one.

    Args:
        declared: What the model declares.
        trace: The events.
    """

    position: int

    __slots__ = ("horizon",)

    def __init__(self, declared: Declared, trace: Trace) -> None:
        super().__init__(declared, trace)
        self.horizon: int = -1

    def step(self, position: int, horizon: int, now: int) -> StepNames:
        """
        Go to a moment within a step.

        Args:
            position: The event whose data and actor are meant.
            horizon: The last event derived so far.
            now: The step's time, microseconds since 1970 UTC.
        """
        self.move(position, now=now, known=horizon)
        self.horizon = horizon
        return self

    def look_back(self, pattern: str, window: Duration | None) -> Sequence[int] | Unknown:
        """
        Give the case's events up to the horizon that match.

        Args:
            pattern: Pattern in its short form.
            window: How far back, or None for the whole case.
        """
        here, self.position = self.position, max(self.position, self.horizon)
        try:
            return super().look_back(pattern, window)
        finally:
            self.position = here
