"""Logs in XES (IEEE 1849), read tag by tag: nothing is kept but the columns."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias
from xml.parsers import expat
from zoneinfo import ZoneInfo

from collabmodel.history.builder import HistoryBuilder
from collabmodel.history.columns import History
from collabmodel.history.intake import Intake
from collabmodel.history.json_values import listed
from collabmodel.history.streams import Bytes
from collabmodel.history.times import parse_time
from collabmodel.history.xes_attributes import Attributes
from collabmodel.history.xml_guard import GuardedParser
from collabmodel.model import Signature
from collabmodel.rules.trace import Value

_NO_TIME = "every event needs a date 'time:timestamp'; name another attribute under columns: occurred"
_NO_NAME = "every event needs a string 'concept:name'; name another attribute under columns: element"


def read_xes(path: Path, intake: Intake) -> History:
    """
    Read a log, plain or gzip.

    Attributes of traces are case facts and those of events are data, but for those that hold a part of an event
    (``concept:name``, ``lifecycle:transition``, ``org:resource``, ...). A list is a tuple, a container a tuple of
    pairs; attributes inside an attribute ``a`` that has a value of its own are data ``a.NAME``. A trace without a
    name is called ``trace-N`` after its place in the file, and a second trace of the same name gets ``#2`` after it.
    NaN is a missing value.

    Args:
        path: The file.
        intake: How to read it.

    Raises:
        FormatError: It is no XES log, with every problem and its line and column.
    """
    with Bytes(path, intake.problems, intake.caps) as stream:
        parser = GuardedParser(intake.problems, intake.caps)
        reader = _Reader(parser, intake)
        parser.read(stream)
    reader.settle()
    return intake.finish(lifecycle=True)


Opening: TypeAlias = Callable[[str, dict[str, str]], None]
"""What hears a tag that opens."""
Closing: TypeAlias = Callable[[str], None]
"""What hears a tag that closes."""


class _Reader:
    """
    Hears the tags. There is a pair of methods for each place in a log, exchanged as traces and events open and close.
    """

    event_tag: str
    form: str
    in_event: Opening
    in_trace: Opening
    level: int
    out_of_event: Closing
    out_of_trace: Closing
    trace_tag: str
    zone: ZoneInfo | None
    last: str

    def __init__(self, parser: GuardedParser, intake: Intake) -> None:
        self.parser = parser
        self.expat: expat.XMLParserType = parser.expat
        self.intake = intake
        self.builder: HistoryBuilder = intake.builder
        self.attributes: Attributes = Attributes(parser, intake)
        self.case_key: str = intake.mapping.column("case", "concept:name")
        self.names: list[str] = []
        self.level = 0
        self.last = ""
        self.when: tuple[int, int] | None = None
        self.zone, self.form = intake.zone, intake.mapping.time_format
        self.signatures: dict[tuple[str, str], int] = {}
        # Bound once, because they are put in place again after every event.
        self.in_trace, self.out_of_trace = self._in_trace, self._out_of_trace
        self.expat.StartElementHandler = self._root

    def _root(self, tag: str, _attributes: dict[str, str]) -> None:
        """Hear the first tag. Whatever namespace it has is that of XES in this file."""
        space, _, name = tag.rpartition(" ")
        if name != "log":
            self.parser.stop("not an XES log: its first tag is", value=f"<{name[:40]}>", hint="it should be <log>")
        prefix = f"{space} " if space else ""
        self.event_tag, self.trace_tag = f"{prefix}event", f"{prefix}trace"
        self.attributes.start(prefix)
        self.in_event, self.out_of_event = hearing(self, self.attributes)
        self.expat.StartElementHandler, self.expat.EndElementHandler = self._in_log, self._out_of_log

    def _in_log(self, tag: str, _attributes: dict[str, str]) -> None:
        """Hear a tag outside traces; extensions, globals, classifiers and attributes of the log are passed over."""
        if not self.level and tag == self.trace_tag:
            self.attributes.case = self.builder.case(str(len(self.names)))
            self.names.append("")
            self.expat.StartElementHandler, self.expat.EndElementHandler = self.in_trace, self.out_of_trace
            return
        if not self.level and tag == self.event_tag:
            self.attributes.problem("event outside a trace", hint="put it into a trace")
        self.level += 1
        if self.level > self.intake.caps.depth:
            self.parser.stop(f"more than {self.intake.caps.depth} levels of tags")

    def _out_of_log(self, _tag: str) -> None:
        self.level -= 1

    def _in_trace(self, tag: str, attributes: dict[str, str]) -> None:
        """Hear a tag of a trace: an event, or an attribute."""
        if not self.level and tag == self.event_tag:
            self.attributes.inside = True
            self.expat.StartElementHandler, self.expat.EndElementHandler = self.in_event, self.out_of_event
            return
        self.level += 1
        key, text = attributes.get("key"), attributes.get("value")
        if self.level > 1 or key is None or text is None or tag not in self.attributes.sinks:
            self.attributes.nest(tag, attributes, self.level, self.last)
        elif key == self.case_key:
            self.last, self.names[-1] = key, text
        else:
            self.last = key
            self.attributes.put(key, self.attributes.value(tag, text))

    def _out_of_trace(self, _tag: str) -> None:
        if self.level:
            if self.attributes.busy:
                self.attributes.up(self.level)
            self.level -= 1
            return
        self.flush()
        self.expat.StartElementHandler, self.expat.EndElementHandler = self._in_log, self._out_of_log

    def flush(self) -> None:
        """Let the events read since the last time belong to the present case."""
        builder = self.builder
        builder.case_codes.extend([len(self.names) - 1] * (builder.rows - len(builder.case_codes)))

    def hold(self, event: dict[str, str], field: str, key: str, text: str) -> None:
        """
        Hold a part of an event that has no column of its own until the event ends.

        Args:
            event: What is known of the event.
            field: The part.
            key: Key of its attribute.
            text: Its value.
        """
        if field in event:
            self.attributes.problem(f"a second {key!r} in one event")
        event[field] = text
        if field == "occurred":
            try:
                self.when = parse_time(text, self.zone, self.form)
            except ValueError:
                self.intake.time(text, key, *self.parser.place())

    def take(self, event: dict[str, str]) -> None:
        """
        Take in the event that ends here.

        Args:
            event: What was held of it.
        """
        builder, when = self.builder, self.when
        if when is None or len(event) > 3 or not event.get("element"):
            self._awkward_event(event, when)
        else:
            name = event["element"], event.get("transition", "")
            code = self.signatures.get(name)
            if code is None:
                code = builder.signatures.setdefault(Signature("", *name), len(builder.signatures))
                self.signatures[name] = code
            builder.signature.append(code)
            builder.occurred.append(when[0])
            builder.offset.append(when[1])
            builder.rows += 1
        self.when = None
        self.attributes.inside = False
        self.expat.StartElementHandler, self.expat.EndElementHandler = self.in_trace, self.out_of_trace

    def _awkward_event(self, event: dict[str, str], when: tuple[int, int] | None) -> None:
        """Take in an event that has rare parts, or lacks some."""
        self.flush()
        row = None
        fields: dict[str, Value] = {**event, "case": str(len(self.names) - 1)}
        if not event.get("element") and not event.get("kind"):
            self.attributes.problem("event without a name, ending here", hint=_NO_NAME)
        elif "occurred" not in event:
            self.attributes.problem("event without a time, ending here", hint=_NO_TIME)
        elif when is not None:
            if "evidence" in event:
                fields["evidence"] = listed(event["evidence"])
            place = self.parser.place()
            row = self.intake.take(fields, 0, lambda _: place)
        if row is None:
            self.builder.append(str(len(self.names) - 1), 0)

    def settle(self) -> None:
        """Give cases their names, when all is read."""
        taken: dict[str, int] = {}
        for number, name in enumerate(self.names):
            wanted = id = name or f"trace-{number + 1}"
            again = 1
            while id in taken:
                again += 1
                id = f"{wanted}#{again}"
            taken[id] = number
        self.builder.numbers = taken


def hearing(
    reader: _Reader, attributes: Attributes
) -> tuple[Callable[[str, dict[str, str]], None], Callable[[str], None]]:
    """
    Make the pair that hears tags inside an event.

    Nearly all tags of a log are attributes of events, so what a tag needs is held in variables of this function, and
    a value met before goes straight into its column.

    Args:
        reader: Who hears the other tags.
        attributes: Who takes in what is not plain.
    """
    sinks, fields, builder = attributes.sinks, attributes.fields, reader.builder
    event: dict[str, str] = {}
    row = level = 0
    last = ""

    def start(tag: str, pairs: dict[str, str]) -> None:
        nonlocal level, last
        level += 1
        if level > 1:
            attributes.nest(tag, pairs, level, last)
            return
        try:
            last, text, table = pairs["key"], pairs["value"], sinks[tag]
        except KeyError:
            attributes.nest(tag, pairs, level, last)
            return
        sink = table.get(last)
        if sink is not None:
            item = sink.known.get(text)
            if item is not None and sink.rows[-1] != row:
                sink.rows.append(row)
                sink.items.append(item)
                return
        elif last in attributes.held:
            reader.hold(event, fields[last], last, text)
            return
        attributes.first(tag, last, text)

    def end(_tag: str) -> None:
        nonlocal level, row
        if level:
            if attributes.busy:
                attributes.up(level)
            level -= 1
            return
        reader.take(event)
        row = builder.rows
        event.clear()

    return start, end
