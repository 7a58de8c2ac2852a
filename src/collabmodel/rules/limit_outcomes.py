"""How clocks of limits ended, for their ledgers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from collabmodel.rules.clocks import Clock, Halt
from collabmodel.rules.states import State, number, parts, text
from collabmodel.workdays import Days, Ledger, LedgerEntry, Step, from_us


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


def with_overdue(ended: Iterable[Outcome], overdue: Sequence[Clock]) -> list[Outcome]:
    """
    Give how clocks ended, those that are overdue among them, each once.

    Args:
        ended: How clocks ended.
        overdue: Clocks that ran out and are not met yet.

    >>> with_overdue((), ())
    []
    """
    owed = {clock.name for clock in overdue}
    rest = [each for each in ended if each.step is not Step.EXPIRY or each.clock.name not in owed]
    return [*rest, *(Outcome(clock, Step.EXPIRY, clock.due, -1) for clock in overdue)]


def ledgers_of(
    limit: str, ended: Iterable[Outcome], running: Iterable[Clock], seen: int, halt: Halt | None
) -> tuple[Ledger, ...]:
    """
    Give the accounts of a limit's clocks, in order of activation.

    Args:
        limit: Id of the limit.
        ended: How clocks ended.
        running: Clocks that run.
        seen: The time that these show, microseconds since 1970 UTC.
        halt: Why they stand still, or None.

    >>> ledgers_of("soon", (), (), 0, None)
    ()
    """
    found: list[tuple[Clock, int | None, Outcome | None]] = [(each.clock, None, each) for each in ended]
    for clock in running:
        expired = Outcome(clock, Step.EXPIRY, clock.due, -1) if seen > clock.last else None
        found.append((clock, None if halt is None else halt.since, expired))
    ordered = sorted(found, key=lambda row: row[0].name[:2])
    return tuple(clock.ledger(limit, since, _line(outcome)) for clock, since, outcome in ordered)


def _line(outcome: Outcome | None) -> tuple[LedgerEntry, ...]:
    if outcome is None:
        return ()
    at = from_us(outcome.at, outcome.clock.days.zone)
    return (LedgerEntry(step=outcome.step, at=at, position=outcome.position),)
