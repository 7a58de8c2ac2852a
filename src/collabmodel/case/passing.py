"""What the passing of time brings about: offers and questions that expire, escalations, sentries that waited for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from collabmodel.case.answers import Decision
from collabmodel.case.commands import Command
from collabmodel.case.state import Case
from collabmodel.case.tables import Tables
from collabmodel.history import Event

Follow = Callable[[Tables, Case, Event, int, dt.datetime], Iterator[Event]]


def passed(tables: Tables, case: Case, command: Command, now: dt.datetime, follow: Follow) -> Decision:
    """
    Let time pass up to now. Where nothing follows, nothing is recorded.

    Args:
        tables: The model's tables.
        case: The case.
        command: The command.
        now: The time.
        follow: Gives what follows from an event within its step.
    """
    del tables, case, command, now, follow
    return Decision()
