"""Histories as XES."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator

from collabmodel.history.columns import History
from collabmodel.history.events import EVENT_SCHEMA
from collabmodel.history.json_values import dump, is_mapping
from collabmodel.history.naming import LIFECYCLE
from collabmodel.history.times import format_time, micros, offset_minutes
from collabmodel.rules.trace import Value

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849-2016" xes.features="nested-attributes" xmlns="http://www.xes-standard.org/">
\t<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
\t<extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
\t<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
\t<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
"""
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
_ESCAPED = re.compile('[&<>"\t\n\r]')
_REFUSED = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NO_XML = "text with a character that XML cannot hold"
_STANDARD = {
    ours: theirs for theirs, ours in LIFECYCLE.items() if theirs not in {"ate_abort", "pi_abort", "manualskip"}
}


def write_xes(history: History, write: Callable[[str], object]) -> None:
    """
    Write a history as a log. Parts of events that XES has no name for are attributes ``collab:...``.

    Dates without time and durations become text, and so do missing values inside lists; names are kept in trace and
    event attributes as they are.

    Args:
        history: The history.
        write: Takes the text, piece by piece.

    Raises:
        ValueError: A text holds a character that XML cannot.
    """
    write(_HEAD)
    standard = {signature: _transition(signature.transition) for signature in history.signatures}
    for number, case in enumerate(history.cases):
        write("\t<trace>\n")
        for line in _attributes([("concept:name", case), *history.facts(number)], "\t\t"):
            write(line)
        for row in range(history.starts[number], history.starts[number + 1]):
            transition = standard[history.signatures[history.signature[row]]]
            write("\t\t<event>\n")
            for line in _attributes(_event(history, row, transition), "\t\t\t"):
                write(line)
            write("\t\t</event>\n")
        write("\t</trace>\n")
    write("</log>\n")


def _transition(ours: str) -> str:
    return _STANDARD.get(ours, ours)


def _event(history: History, row: int, transition: str) -> Iterator[tuple[str, Value]]:
    """Walk over the attributes of an event; the moment of an event is a text here, to keep its zone."""
    kind, element, _ = history.signatures[history.signature[row]]
    offset = history.offset[row]
    yield "concept:name", element
    yield "time:timestamp", _Time(format_time(history.occurred[row], offset))
    yield "lifecycle:transition", transition
    yield "org:role", history.roles.text(row)
    yield "org:resource", history.persons.text(row)
    yield "org:group", history.organisations.text(row)
    yield "concept:instance", history.instances.text(row)
    yield "collab:kind", kind
    yield "collab:event", "" if history.ids is None else history.ids[row]
    yield "collab:seq", None if history.seq is None else history.seq[row]
    if history.recorded[row] != history.occurred[row]:
        yield "collab:recorded", _Time(format_time(history.recorded[row], offset))
    for name, column in history.extras:
        value = column.value(row)
        if name == "evidence" and isinstance(value, tuple):
            value = dump([str(part) for part in value])
        if name != "schema" or value != EVENT_SCHEMA:
            yield f"collab:{name}", value
    for name, column in history.data:
        value = column.value(row)
        yield name, _Text(value) if value == "" else value


class _Time(str):
    """A time that is written already."""

    __slots__ = ()


class _Text(str):
    """A text that is written although it is empty."""

    __slots__ = ()


def _attributes(pairs: Iterator[tuple[str, Value]] | list[tuple[str, Value]], indent: str) -> Iterator[str]:
    for key, value in pairs:
        if value is None or (value == "" and not isinstance(value, _Text)):
            continue
        yield from _attribute(key, value, indent)


def _attribute(key: str, value: Value, indent: str) -> Iterator[str]:
    head = f'key="{_escaped(key)}"'
    if isinstance(value, tuple):
        tag = "container" if is_mapping(value) else "list"
        yield f"{indent}<{tag} {head}>\n"
        for part in value:
            name, inner = (str(part[0]), part[1]) if tag == "container" and isinstance(part, tuple) else ("item", part)
            yield from _attribute(name, "" if inner is None else inner, indent + "\t")
        yield f"{indent}</{tag}>\n"
        return
    tag, text = _scalar(value)
    yield f'{indent}<{tag} {head} value="{_escaped(text)}"/>\n'


def _scalar(value: Value) -> tuple[str, str]:
    if isinstance(value, _Time):
        return "date", value
    if isinstance(value, bool):
        return "boolean", "true" if value else "false"
    if isinstance(value, dt.datetime):
        return "date", format_time(micros(value), offset_minutes(value))
    return {int: "int", float: "float"}.get(type(value), "string"), str(value)


def _escaped(text: str) -> str:
    if _REFUSED.search(text):
        raise ValueError(_NO_XML)
    return _ESCAPED.sub(lambda match: _ESCAPES[match[0]], text)
