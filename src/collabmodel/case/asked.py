"""A command on its way: what every objection looks at."""

from __future__ import annotations

import datetime as dt

import attrs

from collabmodel.case.commands import Command
from collabmodel.case.index import Index, index_of
from collabmodel.case.names import StepNames
from collabmodel.case.state import Case, ItemState
from collabmodel.case.tables import Item, Tables
from collabmodel.case.telling import of_pattern
from collabmodel.case.verbs import Verb
from collabmodel.history import Event
from collabmodel.model import Expression, Pattern, Text
from collabmodel.rules import Value, compile_condition
from collabmodel.workdays import from_us, to_us


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

    @property
    def index(self) -> Index:
        """The elements of the model by id."""
        return index_of(self.tables)

    @property
    def state(self) -> ItemState:
        """The state of the item it is about; of none, where it is about no item."""
        return ItemState() if self.item is None else self.case.items[self.item.number]

    @property
    def day(self) -> dt.date:
        """The day on which it happened, where the model's calendars lie."""
        return from_us(to_us(self.event.occurred), self.tables.declared.zone).date()

    @property
    def restates(self) -> bool:
        """Whether it is a correction of an event that the asker may know of, and so has that event's kind."""
        return bool(self.event.corrects and self.event.kind)

    def data(self, name: str) -> Value:
        """
        Give what the event carries under a name, or None.

        Args:
            name: Name of the data.
        """
        return dict(self.event.data).get(name)

    def data_given(self, name: str) -> Value:
        """
        Give what the command itself brings under a name, or None.

        Args:
            name: Name of the data.
        """
        return next((value for key, value in reversed(self.command.data) if key == name), None)

    def holds(self, condition: Expression) -> bool | None:
        """
        Tell whether a condition holds with the event; None where that is unknown.

        Args:
            condition: The condition.
        """
        value = compile_condition(condition)(self.names)
        return value if isinstance(value, bool) else None

    def title(self, element: str) -> Text:
        """
        Give what an element is called.

        Args:
            element: Its id.
        """
        return self.index.texts.get(element, Text.of(element) if element else Text())

    def called(self, pattern: Pattern) -> Text:
        """
        Give what the events of a pattern are called.

        Args:
            pattern: The pattern.
        """
        return of_pattern(self.tables, pattern)
