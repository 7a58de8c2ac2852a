"""A command on its way: what every objection looks at."""

from __future__ import annotations

import datetime as dt

import attrs

from collabmodel.case.commands import Command
from collabmodel.case.names import StepNames
from collabmodel.case.state import Case
from collabmodel.case.tables import Item, Tables
from collabmodel.case.verbs import Verb
from collabmodel.history import Event


@attrs.frozen(kw_only=True)
class Asked:
    """
    A command with the event that it would make.

    Args:
        tables: The model's tables.
        case: The case before it. Its record holds the event, for now, as the last one.
        command: The command.
        verb: What is known of its verb.
        item: The item it is about, or None.
        event: The event that it would make.
        position: Position of that event in the record.
        now: The time at which it is asked; timezone-aware.
    """

    tables: Tables
    case: Case
    command: Command
    verb: Verb
    item: Item | None
    event: Event
    position: int
    now: dt.datetime

    @property
    def names(self) -> StepNames:
        """What conditions may name: data of the event, facts as known with it."""
        record = self.case.record
        return record.names.step(self.position, self.position, record.life.occurred[self.position])
