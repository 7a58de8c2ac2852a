"""How clocks of limits ended, for their ledgers."""

from __future__ import annotations

import attrs

from collabmodel.rules.clocks import Clock
from collabmodel.rules.states import State, number, parts, text
from collabmodel.workdays import Days, LedgerEntry, Step, from_us


@attrs.frozen
class Outcome:
    """
    How a clock ended, kept where ledgers are asked for.

    Args:
        clock: The clock.
        step: Stopped, released or expired.
        at: When, microseconds since 1970 UTC.
        position: The deciding event, or -1.
    """

    clock: Clock
    step: Step
    at: int
    position: int

    def save(self) -> State:
        """Give it as plain values."""
        return self.clock.save(), self.step.value, self.at, self.position

    @classmethod
    def saved(cls, state: State, days: Days, roll: str) -> Outcome:
        """
        Make one of plain values.

        Args:
            state: What ``save`` gave.
            days: Calendar of the clock.
            roll: ``none``, ``forward`` or ``backward``.

        Raises:
            ValueError: It is no such state.
        """
        clock, step, at, position = parts(state, 4)
        return cls(Clock.saved(clock, days, roll), Step(text(step)), number(at), number(position))


def line(outcome: Outcome | None) -> tuple[LedgerEntry, ...]:
    """
    Give the last line of a ledger, if its clock has ended.

    Args:
        outcome: How it ended, or None.

    >>> line(None)
    ()
    """
    if outcome is None:
        return ()
    at = from_us(outcome.at, outcome.clock.days.zone)
    return (LedgerEntry(step=outcome.step, at=at, position=outcome.position),)
