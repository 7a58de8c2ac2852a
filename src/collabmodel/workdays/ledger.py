"""The account of a due time: where it started, what was added, where it stood still, and why."""

from __future__ import annotations

import datetime as dt
import enum

import attrs

from collabmodel.workdays.durations import Duration


class Step(enum.Enum):
    """What an entry of a ledger tells."""

    START = "start"
    BUDGET = "budget"
    PAUSE = "pause"
    EXTENSION = "extension"
    REFUSED = "refused"
    ROLL = "roll"
    CAP = "cap"
    STOP = "stop"
    RELEASE = "release"
    EXPIRY = "expiry"


@attrs.frozen(kw_only=True)
class LedgerEntry:
    """
    One line of the account.

    Args:
        step: What it tells.
        at: When it took effect; timezone-aware.
        until: When it ended, for a pause that has; else None.
        duration: What was given, or None.
        due: Due time after this entry, or None while there is none.
        position: Position of the event behind it, or -1.
        why: The reason, for people.
    """

    step: Step
    at: dt.datetime
    until: dt.datetime | None = None
    duration: Duration | None = None
    due: dt.datetime | None = None
    position: int = -1
    why: str = ""


@attrs.frozen(kw_only=True)
class Ledger:
    """
    How the due time of one activation of a limit came about.

    Args:
        limit: Id of the limit.
        activation: Position of the event that it runs from.
        due: Due time, or None while it stands still or cannot be told.
        entries: The account, in order of time.

    >>> Ledger(limit="seven_days", activation=0).entries
    ()
    """

    limit: str
    activation: int
    due: dt.datetime | None = None
    entries: tuple[LedgerEntry, ...] = ()
