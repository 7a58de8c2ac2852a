"""Histories as JSON lines: one event a line, and a line for the facts of a case where it has any."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

from collabmodel.history.columns import History
from collabmodel.history.events import EVENT_SCHEMA
from collabmodel.history.intake import PARTS, Intake, did_you_mean
from collabmodel.history.json_values import Json, decode, dump, encode, parse
from collabmodel.history.ordering import case_lives
from collabmodel.history.streams import Bytes, Lines
from collabmodel.history.times import format_time
from collabmodel.rules.trace import Value

_KEYS = PARTS | {"case", "closed", "actor", "data", "facts"}
_ACTOR = ("role", "person", "organisation", "on_behalf_of")


def read_jsonl(path: Path, intake: Intake) -> History:
    """
    Read a history.

    Args:
        path: The file, plain or gzip.
        intake: How to read it.

    Raises:
        FormatError: Lines that are no events; all of them.
    """
    with Bytes(path, intake.problems, intake.caps) as stream:
        lines = Lines(stream, intake.caps)
        for text in lines:
            if not text.isspace():
                _Line(text, lines.number, intake).take()
    return intake.finish()


class _Line:
    """One line while it is read."""

    def __init__(self, text: str, number: int, intake: Intake) -> None:
        self.text = text
        self.number = number
        self.intake = intake
        self.problems = intake.problems

    def at(self, key: str) -> tuple[int, int]:
        """Give the line and column where a key stands; column 1 if it does not."""
        return self.number, self.text.find(dump(self.intake.label(key))) + 1 or 1

    def take(self) -> None:
        try:
            record = parse(self.text)
        except json.JSONDecodeError as error:
            self.problems.add("not JSON", self.number, error.colno, hint=error.msg[:60])
            return
        except ValueError as error:
            self.problems.add(_safe(error), self.number, 1)
            return
        if not isinstance(record, dict):
            self.problems.add("line that is no JSON object", self.number, 1)
            return
        actor, data, facts = (self._part(record, name) for name in ("actor", "data", "facts"))
        fields = {name: value for name, value in record.items() if name not in {"actor", "data", "facts"}}
        fields |= {name: actor.pop(name) for name in _ACTOR if name in actor}
        self._unknown(actor, _ACTOR)
        self._sort(fields, data)
        values = {name: self._value(name, value) for name, value in fields.items()}
        if PARTS.intersection(values) or data:
            self._event(values, data)
        self._case(values, facts)

    def _part(self, record: dict[str, Json], name: str) -> dict[str, Json]:
        part = record.get(name)
        if part is None or isinstance(part, dict):
            return dict(part or {})
        self.problems.add(f"{name}: not an object", *self.at(name))
        return {}

    def _unknown(self, found: dict[str, Json], known: tuple[str, ...]) -> None:
        for name in found:
            hint = did_you_mean(name, known)
            self.problems.add("unknown key", *self.at(name), value=repr(name[:40]), hint=hint)

    def _sort(self, fields: dict[str, Json], data: dict[str, Json]) -> None:
        """Find parts of an event under the names that the mapping gives; with a mapping, what is left is data."""
        mapping = self.intake.mapping
        if not mapping.columns:
            self._unknown({name: None for name in fields if name not in _KEYS}, tuple(_KEYS))
            return
        found = {field: fields.pop(name) for field, name in mapping.columns if name in fields}
        for name in [name for name in fields if name not in _KEYS]:
            data[name] = fields.pop(name)
        fields |= found

    def _value(self, name: str, value: Json) -> Value:
        try:
            return decode(value)
        except ValueError as error:
            self.problems.add(f"{name[:40]}: {_safe(error)}", *self.at(name))
            return None

    def _event(self, values: dict[str, Value], data: dict[str, Json]) -> None:
        row = self.intake.take(values, self.number, self.at)
        if row is None:
            return
        mapping = self.intake.mapping
        facts = dict(mapping.facts)
        for name, value in data.items():
            if name in mapping.drop:
                continue
            known = self._value(name, value)
            if name in facts:
                self.intake.fact(str(values["case"]), facts[name], known, self.at)
            else:
                self.intake.data(row, self.intake.data_name(name), known, self.at)

    def _case(self, values: dict[str, Value], facts: dict[str, Json]) -> None:
        case = values.get("case")
        if not isinstance(case, str) or not case:
            if not PARTS.intersection(values):
                self.problems.add("case: missing", self.number, 1, hint="every line names its case, as text")
            return
        self.intake.builder.case(case)
        if "closed" in values:
            self.intake.closed(case, values["closed"], *self.at("closed"))
        for name, value in facts.items():
            self.intake.fact(case, name, self._value(name, value), self.at)


def _safe(error: ValueError) -> str:
    """Give the words of an error unless they may quote the value."""
    text = str(error)
    return text if len(text) < 90 and not any(letter in text for letter in "'\"") else "value that means nothing"


def write_jsonl(history: History, write: Callable[[str], object]) -> None:
    """
    Write a history without loss.

    Args:
        history: The history.
        write: Takes the text, piece by piece.

    Raises:
        ValueError: A number is not finite.
    """
    for line in _lines(history):
        write(dump(line))
        write("\n")


def _lines(history: History) -> Iterator[dict[str, Json]]:
    said = case_lives(history.signatures)
    for number, case in enumerate(history.cases):
        facts: dict[str, Json] = {name: encode(value) for name, value in history.facts(number)}
        events = range(history.starts[number], history.starts[number + 1])
        open_case = not said and not history.closed[number]
        if facts or open_case or not events:
            line: dict[str, Json] = {"case": case}
            line |= {"closed": False} if open_case else {}
            yield line | ({"facts": facts} if facts else {})
        for row in events:
            yield _event(history, case, row)


def _event(history: History, case: str, row: int) -> dict[str, Json]:
    """Give the line of an event; parts that are as if missing are left out."""
    kind, element, transition = history.signatures[history.signature[row]]
    offset = history.offset[row]
    line: dict[str, Json] = {"case": case}
    if history.ids is not None:
        line["event"] = history.ids[row]
    if history.seq is not None:
        line["seq"] = history.seq[row]
    line["occurred"] = format_time(history.occurred[row], offset)
    if history.recorded[row] != history.occurred[row]:
        line["recorded"] = format_time(history.recorded[row], offset)
    extra = {name: encode(value) for name, column in history.extras if (value := column.value(row)) is not None}
    texts = {"kind": kind, "element": element, "transition": transition, "instance": history.instances.text(row)}
    actor: dict[str, Json] = {
        "role": history.roles.text(row),
        "person": history.persons.text(row),
        "organisation": history.organisations.text(row),
        "on_behalf_of": extra.pop("on_behalf_of", ""),
    }
    line |= {name: text for name, text in texts.items() if text}
    if any(actor.values()):
        line["actor"] = {name: text for name, text in actor.items() if text}
    data = {name: encode(value) for name, column in history.data if (value := column.value(row)) is not None}
    if data:
        line["data"] = data
    if "schema" in extra and extra["schema"] == EVENT_SCHEMA:
        del extra["schema"]
    return line | extra
