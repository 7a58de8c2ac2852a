"""Attributes of traces and events in XES, on their way into columns."""

from __future__ import annotations

from array import array
from typing import Any, TypeAlias

from collabmodel.history.builder import HistoryBuilder, column
from collabmodel.history.gathering import ColumnBuilder
from collabmodel.history.intake import XES_FIELDS, Intake, did_you_mean
from collabmodel.history.times import moment
from collabmodel.history.xes_values import NESTING, READERS, TAGS, TEXTS, Nested
from collabmodel.history.xml_guard import GuardedParser
from collabmodel.rules.trace import Value

_KNOWN = 50_000
_ACTOR = {"role": "roles", "person": "persons", "organisation": "organisations", "instance": "instances"}


Sink: TypeAlias = "tuple[dict[str, int | float], array[int], array[Any]]"
"""
Where the values of one attribute go without being read again: what to append to the items for a text that was read
before; the rows of its column; and the items. A tuple, because it is taken apart for every attribute.
"""

Sinks: TypeAlias = "dict[str, dict[str, Sink]]"
"""Sinks by tag and key."""


def paired(pairs: list[str]) -> dict[str, str]:
    """
    Give the attributes of a tag by name.

    Args:
        pairs: Their names and values in turn.
    """
    return dict(zip(pairs[::2], pairs[1::2], strict=True))


class Attributes:
    """
    Takes attributes in, also nested ones.

    Args:
        parser: Who tells the tags.
        intake: How to read the log.
    """

    fields: dict[str, str]
    busy: bool
    prefix: str

    def __init__(self, parser: GuardedParser, intake: Intake) -> None:
        self.parser = parser
        self.intake = intake
        self.builder: HistoryBuilder = intake.builder
        said = dict(intake.mapping.columns)
        dropped = intake.mapping.drop
        self.fields = {key: field for key, field in XES_FIELDS.items() if field not in said and key not in dropped}
        self.fields |= {key: field for field, key in said.items() if field != "case"}
        self.facts: dict[str, str] = dict(intake.mapping.facts)
        self.held: dict[str, str] = {key: field for key, field in self.fields.items() if field not in _ACTOR}
        self.sinks: Sinks = {}
        self.tags: dict[str, str] = {}
        self.prefix = ""
        self.case = 0
        self.inside = False
        self.busy = False
        self._stack: list[Nested] = []
        self._foreign = 0

    def start(self, prefix: str) -> None:
        """
        Settle the namespace.

        Args:
            prefix: What stands before the names of tags.
        """
        self.prefix = prefix
        self.tags = {prefix + tag: tag for tag in (*TAGS, *NESTING)}
        self.sinks.update((prefix + tag, {}) for tag in TAGS)

    def problem(self, what: str, value: str = "", hint: str = "") -> None:
        """
        Take a problem down at the present place.

        Args:
            what: What is wrong.
            value: The offending value.
            hint: What would be right.

        Raises:
            FormatError: There are too many problems.
        """
        self.parser.problems.add(what, *self.parser.place(), value=value, hint=hint)

    def nest(self, tag: str, pairs: list[str], level: int, last: str) -> None:
        """
        Open a list, a container, or an attribute inside another. Tags of other namespaces are passed over.

        Args:
            tag: The tag.
            pairs: Names and values of its attributes in turn.
            level: How many tags are open inside the trace or event, this one included.
            last: Key of the attribute around it, where that has a value of its own.

        Raises:
            FormatError: There are too many levels, or too many problems.
        """
        self.busy = True
        if level > self.intake.caps.depth:
            self.parser.stop(f"more than {self.intake.caps.depth} levels of tags")
        if self._foreign:
            return
        name = self.tags.get(tag)
        if name is None:
            if tag.startswith(self.prefix) and (self.prefix or " " not in tag):
                word = tag.removeprefix(self.prefix)
                self.problem("unknown tag", f"<{word[:40]}>", did_you_mean(word, (*self.tags.values(), "event")))
            self._foreign = level
            return
        if level > 1 and not self._stack:
            self._stack.append(Nested(last, ""))
        attributes = paired(pairs)
        key, text = attributes.get("key"), attributes.get("value")
        if key is None and name != "values":
            self.problem(f"<{name}> without a key")
        if text is None and name in TAGS:
            self.problem(f"<{name}> without a value")
        self._stack.append(Nested(key or "", name, None if text is None else self.value(tag, text)))

    def up(self, level: int) -> None:
        """
        Close a tag while something nested is open.

        Args:
            level: How many tags were open, the closing one included.
        """
        if self._foreign:
            self._foreign = 0 if self._foreign == level else self._foreign
        elif self._stack:
            done = self._stack.pop()
            for key, value in done.close():
                if self._stack:
                    self._stack[-1].parts.append((key, value))
                else:
                    self.put(key, value)
        self.busy = bool(self._stack or self._foreign)

    def value(self, tag: str, text: str) -> Value:
        """
        Read the value of an attribute; None if it is none.

        Args:
            tag: The tag.
            text: The value as written.
        """
        name = self.tags[tag]
        if name in TEXTS:
            return text
        if name == "date":
            found = self.intake.time(text, "<date>", *self.parser.place(), shown=False)
            return None if found is None else moment(*found)
        reader = READERS.get(name)
        try:
            return reader(text) if reader else None
        except ValueError as error:
            self.problem(f"<{name}>: {error}")
            return None

    def put(self, key: str, value: Value) -> ColumnBuilder | None:
        """
        Set event data or a case fact; give the column, or None if that takes more each time.

        Args:
            key: Key of the attribute.
            value: Its value.

        Raises:
            FormatError: There are too many names, or too many problems.
        """
        intake, row = self.intake, self.builder.rows
        if key in intake.mapping.drop:
            return None
        into, name = self.builder.columns, intake.data_name(key)
        as_fact = not self.inside or key in self.facts
        if as_fact:
            into, name, row = self.builder.case_columns, self.facts.get(key, key), self.case
        grown = column(into, name)
        if grown.has(row):
            if not (self.inside and as_fact):
                self.problem(f"a second {name[:40]!r} in one {'event' if self.inside else 'trace'}")
            return None
        kind = grown.kind
        try:
            grown.add(row, intake.typed(name, value))
        except ValueError:
            self.problem(f"{name[:40]!r}: not of type {intake.types[name].value}")
        if kind and grown.kind != kind:
            self._forget(grown)
        intake.capped(into, self.parser.expat.CurrentLineNumber)
        return None if as_fact or name in intake.types else grown

    def first(self, tag: str, key: str, text: str) -> None:
        """
        Take in an attribute of an event whose value was not met before, and make its like quick.

        Args:
            tag: The tag.
            key: Its key.
            text: Its value.

        Raises:
            FormatError: There are too many names, or too many problems.
        """
        field = _ACTOR.get(self.fields.get(key, ""))
        if field:
            grown: ColumnBuilder | None = self._actor(field, key, text)
        else:
            grown = self.put(key, self.value(tag, text))
        if grown is not None and grown.kind != "object" and grown.has(self.builder.rows):
            self._remember(grown, tag, key, text, every=bool(field))

    def _actor(self, field: str, key: str, text: str) -> ColumnBuilder:
        grown: ColumnBuilder = getattr(self.builder, field)
        if grown.has(self.builder.rows):
            self.problem(f"a second {key!r} in one event")
        elif text:
            grown.add_text(self.builder.rows, text)
        return grown

    def _remember(self, grown: ColumnBuilder, tag: str, key: str, text: str, *, every: bool) -> None:
        """Make later values of an attribute quick."""
        sink = self.sinks[tag].get(key)
        if sink is None:
            known: dict[str, int | float] = grown.index if grown.kind == "text" else {}  # type: ignore[assignment]
            sink = known, grown.rows, grown.items
            for name in self.sinks if every else (tag,):
                self.sinks[name][key] = sink
        if grown.kind != "text":
            if len(sink[0]) >= _KNOWN:
                sink[0].clear()
            sink[0][text] = grown.items[-1]

    def _forget(self, grown: ColumnBuilder) -> None:
        """Make the attributes of a column slow again, because its type changed."""
        for table in self.sinks.values():
            for key in [key for key, sink in table.items() if sink[1] is grown.rows]:
                del table[key]
