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
from collabmodel.history.xes_attributes import Attributes, paired
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


Opening: TypeAlias = Callable[[str, list[str]], None]
"""What hears a tag that opens."""
Closing: TypeAlias = Callable[[str], None]
"""What hears a tag that closes."""


class _Reader:
    """
    Hears the tags. There is a pair of handlers for each place in a log, exchanged as traces and what is nested open and
    close.
    """

    event_tag: str
    form: str
    in_trace: Opening
    last: str
    level: int
    out_of_trace: Closing
    trace_tag: str
    zone: ZoneInfo | None

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
        self.zone, self.form = intake.zone, intake.mapping.time_format
        self.signatures: dict[tuple[str | None, str | None], int] = {}
        self.expat.StartElementHandler = self._root

    def _root(self, tag: str, _pairs: list[str]) -> None:
        """Hear the first tag. Whatever namespace it has is that of XES in this file."""
        space, _, name = tag.rpartition(" ")
        if name != "log":
            self.parser.stop("not an XES log: its first tag is", value=f"<{name[:40]}>", hint="it should be <log>")
        prefix = f"{space} " if space else ""
        self.event_tag, self.trace_tag = f"{prefix}event", f"{prefix}trace"
        self.attributes.start(prefix)
        self.in_trace, self.out_of_trace = hearing(self)
        self.expat.StartElementHandler, self.expat.EndElementHandler = self._in_log, self._out_of_log

    def _in_log(self, tag: str, _pairs: list[str]) -> None:
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

    def other(self, tag: str, pairs: list[str], inside: int, last: str) -> int:
        """
        Hear a tag that is no attribute of an event, and tell what is open then.

        Args:
            tag: The tag that opens.
            pairs: Names and values of its attributes in turn.
            inside: What is open: 0 a trace only, 1 an event, 2 an attribute of it.
            last: Key of the attribute that is open.
        """
        if inside:
            self.deepen(tag, pairs, 2, last)
            return 1
        if tag == self.event_tag:
            self.attributes.inside = True
            return 1
        self.aside(tag, pairs)
        return 0

    def odd(self, tag: str, pairs: list[str], last: str, start: Opening) -> None:
        """
        Hear a tag in an event that is no plain attribute, or whose key and value stand otherwise than in most logs.

        Args:
            tag: The tag that opens.
            pairs: Names and values of its attributes in turn.
            last: Key of the attribute before.
            start: What hears plain ones.
        """
        plain = ordered(pairs) if tag in self.attributes.sinks else None
        if plain is None:
            self.deepen(tag, pairs, 1, last)
        else:
            start(tag, plain)

    def aside(self, tag: str, pairs: list[str]) -> None:
        """
        Take in an attribute of a trace, and hear what is nested in it.

        Args:
            tag: The tag that opens.
            pairs: Names and values of its attributes in turn.
        """
        plain = ordered(pairs) if tag in self.attributes.sinks else None
        if plain is None:
            self.deepen(tag, pairs, 1, self.last)
            return
        _, key, _, text = plain
        self.level, self.last = 1, key
        if key == self.case_key:
            self.names[-1] = text
        else:
            self.attributes.put(key, self.attributes.value(tag, text))
        self.expat.StartElementHandler, self.expat.EndElementHandler = self._in_nest, self._out_of_nest

    def close(self) -> None:
        """Close a trace."""
        self.flush()
        self.expat.StartElementHandler, self.expat.EndElementHandler = self._in_log, self._out_of_log

    def flush(self) -> None:
        """Let the events read since the last time belong to the present case."""
        builder = self.builder
        builder.case_codes.extend([len(self.names) - 1] * (builder.rows - len(builder.case_codes)))

    def deepen(self, tag: str, pairs: list[str], level: int, last: str) -> None:
        """
        Hear tags of a trace or event in the slow way, until the list, container or attribute that holds them closes.

        Args:
            tag: The tag that opens.
            pairs: Names and values of its attributes in turn.
            level: How many tags are open inside the trace or event, this one included.
            last: Key of the attribute around it, where that has a value of its own.
        """
        self.level, self.last = level, last
        self.attributes.nest(tag, pairs, level, last)
        self.expat.StartElementHandler, self.expat.EndElementHandler = self._in_nest, self._out_of_nest

    def _in_nest(self, tag: str, pairs: list[str]) -> None:
        self.level += 1
        self.attributes.nest(tag, pairs, self.level, self.last)

    def _out_of_nest(self, _tag: str) -> None:
        if self.attributes.busy:
            self.attributes.up(self.level)
        self.level -= 1
        if not self.level:
            self.expat.StartElementHandler, self.expat.EndElementHandler = self.in_trace, self.out_of_trace

    def slow(self, event: dict[str, str], tag: str, key: str, text: str) -> None:
        """
        Take in an attribute of an event that is a value not met before, or a part of the event met twice.

        Args:
            event: What is held of the event.
            tag: The tag.
            key: The key.
            text: The value.
        """
        field = self.attributes.held.get(key)
        if field is None:
            self.attributes.first(tag, key, text)
            return
        self.attributes.problem(f"a second {key!r} in one event")
        event[field] = text
        if field == "occurred":
            self.time(text, key)

    def time(self, text: str, key: str) -> tuple[int, int] | None:
        """
        Read the time of an event; None if it is none.

        Args:
            text: The time.
            key: Key of its attribute.
        """
        try:
            return parse_time(text, self.zone, self.form)
        except ValueError:
            return self.intake.time(text, key, *self.parser.place())

    def take(self, event: dict[str, str], when: tuple[int, int] | None) -> None:
        """
        Take in an event that ends here, whose name was not met before or that is awkward.

        Args:
            event: What was held of it.
            when: When it occurred, or None if that is not known.
        """
        plain = len(event) == 2 + ("transition" in event)
        if when is None or not plain or not event.get("element"):
            self._awkward_event(event, when)
            return
        builder, name = self.builder, (event["element"], event.get("transition"))
        signature = Signature("", name[0], name[1] or "")
        code = self.signatures[name] = builder.signatures.setdefault(signature, len(builder.signatures))
        builder.signature.append(code)
        builder.occurred.append(when[0])
        builder.offset.append(when[1])
        builder.rows += 1

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


def taking(reader: _Reader) -> Callable[[dict[str, str], tuple[int, int] | None], None]:
    """
    Make what takes in an event that ends: quickly, where its name was met before and nothing about it is rare.

    Args:
        reader: Who takes in the others.
    """
    builder, codes, attributes = reader.builder, reader.signatures, reader.attributes
    signature, occurred, offset = builder.signature, builder.occurred, builder.offset

    def take(event: dict[str, str], when: tuple[int, int] | None) -> None:
        step = event.get("transition")
        code = codes.get((event.get("element"), step))
        if code is None or when is None or len(event) != (2 if step is None else 3):
            reader.take(event, when)
        else:
            signature.append(code)
            occurred.append(when[0])
            offset.append(when[1])
            builder.rows += 1
        attributes.inside = False

    return take


def hearing(reader: _Reader) -> tuple[Opening, Closing]:  # noqa: C901 - calls would cost more than what they do
    """
    Make the pair that hears tags inside a trace.

    Nearly all tags of a log are attributes of events, so what a tag needs is held in variables of this function, and
    a value met before goes straight into its column.

    Args:
        reader: Who hears the other tags, and takes in what is not plain.
    """
    sinks, held, builder, take = reader.attributes.sinks, reader.attributes.held, reader.builder, taking(reader)
    event: dict[str, str] = {}
    when: tuple[int, int] | None = None
    # Inside is 0 in a trace, 1 in an event and 2 in an attribute of it; plain numbers, being asked for every tag.
    row = inside = 0
    last = ""

    def start(tag: str, pairs: list[str]) -> None:
        nonlocal inside, last, when
        if inside != 1:
            inside = reader.other(tag, pairs, inside, last)
            return
        try:
            first, key, second, text = pairs
            sink = sinks[tag].get(key)
        except (KeyError, ValueError):
            first = second = ""
        if first != "key" or second != "value":
            reader.odd(tag, pairs, last, start)
            return
        inside, last = 2, key
        if sink is not None:
            known, rows, items = sink
            item = known.get(text)
            if item is not None and rows[-1] != row:
                rows.append(row)
                items.append(item)
                return
        elif (field := held.get(key)) is not None and field not in event:
            event[field] = text
            if field == "occurred":
                when = reader.time(text, key)
            return
        reader.slow(event, tag, key, text)

    def end(_tag: str) -> None:
        nonlocal inside, row, when
        if inside == 2:
            inside = 1
            return
        if not inside:
            reader.close()
            return
        take(event, when)
        inside, row, when = 0, builder.rows, None
        event.clear()

    return start, end


def ordered(pairs: list[str]) -> list[str] | None:
    """
    Give the attributes of a tag as those of nearly all are: its key, its value, and no others; None if it lacks one.

    Args:
        pairs: Names and values of its attributes in turn.
    """
    found = paired(pairs)
    key, text = found.get("key"), found.get("value")
    return None if key is None or text is None else ["key", key, "value", text]
