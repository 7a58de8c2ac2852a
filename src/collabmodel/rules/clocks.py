"""
One running limit as a budget: where its clock started, how long it has, when it stood still, how it was lengthened.

Nothing that is derived is kept except the due time itself, which is worked out again after every change.

- A halt moves an end in hours or minutes by its elapsed time. An end in days moves by as many days (working days, if
  the budget is in these) as lie after the day on which the clock stopped, through the day on which it went on; it never
  ends before that day.
- A lengthening counts on from the end before rolling. In days or longer it makes the limit end with a day.
- Rolling comes last.
"""

from __future__ import annotations

import datetime as dt
from typing import TypeAlias

import attrs

from collabmodel.rules.machine import NEVER
from collabmodel.rules.states import State, number, numbers, of_duration, parts, text, to_duration
from collabmodel.workdays import (
    Days,
    Duration,
    Ledger,
    LedgerEntry,
    Step,
    Unit,
    add_to_day,
    due_us,
    ends_at_midnight,
    from_us,
    roll_day,
    start_day,
)
from collabmodel.workdays.days import DAY_US, HORIZON_YEARS, LAST_ORDINAL

_OF_HALT = 4
_HORIZON_US = HORIZON_YEARS * 365 * DAY_US


@attrs.frozen(kw_only=True)
class Halt:
    """
    A time in which the clock stood still.

    Args:
        since: When it stopped, microseconds since 1970 UTC.
        until: When it went on.
        position: Position of the event that stopped it, or -1.
        why: The reason, for people.
    """

    since: int
    until: int
    position: int = -1
    why: str = ""


@attrs.frozen(kw_only=True)
class Lengthening:
    """
    More time, or the refusal of it.

    Args:
        at: When it was granted, microseconds since 1970 UTC.
        duration: How much; None where it was refused.
        position: Position of the event, or -1.
        why: The reason, for people.
    """

    at: int
    duration: Duration | None
    position: int = -1
    why: str = ""


Change: TypeAlias = Halt | Lengthening
"""What may happen to a running limit."""


def of_change(change: Change) -> State:
    """
    Give what happened to a limit as plain values.

    Args:
        change: What happened.

    >>> of_change(Halt(since=1, until=2))
    (1, 2, -1, '')
    """
    if isinstance(change, Halt):
        return change.since, change.until, change.position, change.why
    return change.at, of_duration(change.duration), change.position, change.why, "longer"


def to_change(state: State) -> Change:
    """
    Give what happened to a limit.

    Args:
        state: What ``of_change`` gave.

    Raises:
        ValueError: It is no such state.

    >>> to_change([1, 2, -1, ""])
    Halt(since=1, until=2, position=-1, why='')
    """
    if len(parts(state)) == _OF_HALT:
        return to_halt(state)
    at, told, position, why, _ = parts(state, _OF_HALT + 1)
    return Lengthening(at=number(at), duration=to_duration(told), position=number(position), why=text(why))


def to_halt(state: State) -> Halt:
    """
    Give a time in which a clock stood still.

    Args:
        state: What ``of_change`` gave of it.

    Raises:
        ValueError: It is no such state.

    >>> to_halt((1, 2, -1, "")).until
    2
    """
    since, until, position, why = parts(state, _OF_HALT)
    return Halt(since=number(since), until=number(until), position=number(position), why=text(why))


@attrs.frozen
class _End:
    """Where a budget ends before rolling: with a day, or (``day`` is -1) at a moment."""

    day: int
    moment: int
    working: bool


@attrs.define(eq=False)
class Clock:
    """
    One activation of a limit.

    Args:
        activation: Position of the event it runs from, or at which the date it runs from became known.
        start: When it starts, microseconds since 1970 UTC.
        anchor: Number of its anchor; -1 if it runs from the meeting of the one before.
        days: Its calendar.
        roll: ``none``, ``forward`` or ``backward``.
        duration: Its budget; None until it is set, or if it cannot be told and there is hope: then it never ends.
        changes: What happened to it, in order.
        used: How often each way of lengthening it was used.
        due: When it ends; ``NEVER`` if that cannot be told.
        last: Last moment in time.
    """

    activation: int
    start: int
    anchor: int
    days: Days
    roll: str
    duration: Duration | None
    changes: list[Change] = attrs.Factory(list)
    used: dict[int, int] = attrs.Factory(dict)
    due: int = NEVER
    last: int = NEVER
    _reached: _End | None = None

    def reckon(self) -> None:
        """Work the due time out anew."""
        duration = self.duration
        if duration is not None and not self.changes:
            self.due = due_us(self.start, duration, self.days, self.roll)
            self.last = self.due - ends_at_midnight(duration, self.days)
            return
        end = self._begin()
        if end is not None:
            for change in self.changes:
                end = self._changed(end, change)
        self._reached = end
        self.due, self.last = self._rolled(end, self.roll)

    def change(self, change: Change) -> None:
        """
        Let something happen to it.

        Args:
            change: What.
        """
        end = self._reached if self.changes else self._begin()
        self.changes.append(change)
        self._reached = None if end is None else self._changed(end, change)
        self.due, self.last = self._rolled(self._reached, self.roll)

    @property
    def name(self) -> tuple[int, int, int]:
        """What tells it from the other clocks of its limit."""
        return self.activation, self.start, self.anchor

    def copy(self) -> Clock:
        """Give another that knows the same."""
        return attrs.evolve(self, changes=list(self.changes), used=dict(self.used))

    def save(self) -> State:
        """Give it as plain values."""
        end = self._reached
        return (
            (self.activation, self.start, self.anchor, self.due, self.last),
            of_duration(self.duration),
            tuple(of_change(change) for change in self.changes),
            tuple(self.used.items()),
            None if end is None else (end.day, end.moment, end.working),
        )

    @classmethod
    def saved(cls, state: State, days: Days, roll: str) -> Clock:
        """
        Make a clock of what one knew.

        Args:
            state: What ``save`` gave.
            days: Its calendar.
            roll: ``none``, ``forward`` or ``backward``.

        Raises:
            ValueError: It is no such state.
        """
        told, duration, changes, used, end = parts(state, 5)
        activation, start, anchor, due, last = numbers(told, 5)
        clock = cls(activation, start, anchor, days, roll, to_duration(duration))
        clock.changes = [to_change(change) for change in parts(changes)]
        for pair in parts(used):
            way, times = numbers(pair, 2)
            clock.used[way] = times
        clock.due, clock.last = due, last
        if end is not None:
            day, moment, working = numbers(end, 3)
            clock._reached = _End(day, moment, working=bool(working))
        return clock

    def due_with(self, change: Change) -> int:
        """
        Tell when it would end if something happened to it.

        Args:
            change: What.
        """
        end = self._begin()
        if end is None:
            return NEVER
        for each in (*self.changes, change):
            end = self._changed(end, each)
        return self._rolled(end, self.roll)[0]

    def _begin(self) -> _End | None:
        duration, days = self.duration, self.days
        if duration is None:
            return None
        if ends_at_midnight(duration, days):
            day = add_to_day(start_day(self.start, days), duration, days)
            return _End(day, 0, duration.unit is Unit.WORKING_DAYS)
        return _End(-1, due_us(self.start, duration, days), working=False)

    def _changed(self, end: _End, change: Change) -> _End:
        days = self.days
        if isinstance(change, Halt):
            since = max(change.since, self.start)
            if change.until <= since:
                return end
            if end.day < 0:
                return attrs.evolve(end, moment=end.moment + change.until - since)
            stopped, went_on = days.day_of(since), days.day_of(change.until)
            if end.working:
                count = days.count(stopped, went_on)
                day = days.later(end.day, count) if count else end.day
            else:
                day = end.day + went_on - stopped
            return attrs.evolve(end, day=min(max(day, went_on), LAST_ORDINAL))
        duration = change.duration
        if duration is None:
            return end
        if ends_at_midnight(duration, days):
            day = add_to_day(days.day_of(end.moment) if end.day < 0 else end.day, duration, days)
            return _End(day, 0, end.working or duration.unit is Unit.WORKING_DAYS)
        moment = end.moment if end.day < 0 else days.midnight(end.day + 1)
        return _End(-1, due_us(moment, duration, days), working=False)

    def _rolled(self, end: _End | None, roll: str) -> tuple[int, int]:
        if end is None:
            return NEVER, NEVER
        days = self.days
        if end.day >= 0:
            due = max(days.midnight(roll_day(end.day, days, roll) + 1), self.start)
            return due, due - 1
        day = days.day_of(end.moment)
        rolled = roll_day(day, days, roll)
        due = end.moment if rolled == day else max(days.midnight(rolled + 1), self.start)
        return due, due

    def ledger(self, limit: str, halted_since: int | None, outcome: tuple[LedgerEntry, ...] = ()) -> Ledger:
        """
        Give the account of the due time.

        Args:
            limit: Id of the limit.
            halted_since: Since when it stands still now, or None.
            outcome: How it ended, if it did.
        """
        zone = self.days.zone
        start = from_us(self.start, zone)
        end = self._begin()
        entries = [
            LedgerEntry(step=Step.START, at=start, position=self.activation),
            LedgerEntry(step=Step.BUDGET, at=start, duration=self.duration, due=self._told(end, "none")),
        ]
        for change in self.changes:
            end = None if end is None else self._changed(end, change)
            entries.append(self._entry(change, end))
        if halted_since is not None:
            entries.append(LedgerEntry(step=Step.PAUSE, at=from_us(max(halted_since, self.start), zone)))
        elif end is not None and self._told(end, "none") != self._told(end, self.roll):
            entries.append(
                LedgerEntry(step=Step.ROLL, at=start, due=self._told(end, self.roll), why=f"rolls {self.roll}")
            )
        if end is not None and self.due - self.start >= _HORIZON_US:
            why = f"nothing is counted further than {HORIZON_YEARS} years ahead"
            entries.append(LedgerEntry(step=Step.CAP, at=start, due=self._told(end, self.roll), why=why))
        due = None if halted_since is not None or self.due == NEVER else from_us(self.due, zone)
        return Ledger(limit=limit, activation=self.activation, due=due, entries=(*entries, *outcome))

    def _entry(self, change: Change, end: _End | None) -> LedgerEntry:
        zone, due = self.days.zone, self._told(end, "none")
        if isinstance(change, Halt):
            since, until = from_us(max(change.since, self.start), zone), from_us(change.until, zone)
            return LedgerEntry(
                step=Step.PAUSE, at=since, until=until, due=due, position=change.position, why=change.why
            )
        step = Step.REFUSED if change.duration is None else Step.EXTENSION
        at = from_us(change.at, zone)
        return LedgerEntry(
            step=step, at=at, duration=change.duration, due=due, position=change.position, why=change.why
        )

    def _told(self, end: _End | None, roll: str) -> dt.datetime | None:
        due = self._rolled(end, roll)[0]
        return None if due == NEVER else from_us(due, self.days.zone)
