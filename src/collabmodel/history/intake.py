"""Taking events in, row by row, from whatever kind of file; what is wrong is taken down with its place."""

from __future__ import annotations

import datetime as dt
import difflib
import math
import re
from collections.abc import Callable, Iterable
from collections.abc import Mapping as AnyMapping
from zoneinfo import ZoneInfo

import attrs

from collabmodel.history.builder import Finish, HistoryBuilder, column
from collabmodel.history.columns import History
from collabmodel.history.events import EVENT_SCHEMA
from collabmodel.history.mapping import FIELDS, Mapping
from collabmodel.history.naming import fact_types
from collabmodel.history.problems import Problems, shortened
from collabmodel.history.streams import Caps
from collabmodel.history.times import NO_ZONE, SKIPPED, moment, parse_time
from collabmodel.model import FactType, Model
from collabmodel.rules.trace import Value

XES_FIELDS = {
    "concept:name": "element",
    "lifecycle:transition": "transition",
    "time:timestamp": "occurred",
    "org:resource": "person",
    "org:role": "role",
    "org:group": "organisation",
    "concept:instance": "instance",
    "collab:event": "event",
    "collab:seq": "seq",
    "collab:recorded": "recorded",
    "collab:kind": "kind",
    "collab:on_behalf_of": "on_behalf_of",
    "collab:caused_by": "caused_by",
    "collab:corrects": "corrects",
    "collab:evidence": "evidence",
    "collab:schema": "schema",
    "collab:model_hash": "model_hash",
}
"""Names of event attributes in XES, and of ours that XES has none for, and the parts of an event that they hold."""

HINTS = {
    NO_ZONE: "write it with a zone, such as 2026-03-02T08:15:00+02:00, or say which zone is meant (timezone)",
    SKIPPED: "the clocks were put forward then; see what the time should be",
}
TIME_HINT = "write it as 2026-03-02T08:15:00+02:00, or say how it is written (time_format)"
_DATED = re.compile(r"\s*[0-9]{1,5}[-./][0-9]{1,2}[-./][0-9]{1,4}[0-9TZ:., +-]*", re.ASCII)
PARTS = frozenset(FIELDS) - {"case", "closed"}


@attrs.frozen(kw_only=True, eq=False)
class Intake:
    """
    What a reader needs beside the file itself.

    Args:
        mapping: How names of the log become ours.
        zone: Zone of times that do not say theirs, or None.
        model: The model that the log is read for, or None.
        problems: Where to take problems down.
        caps: How large what is read may be.
        builder: Where events go.
    """

    mapping: Mapping
    zone: ZoneInfo | None
    model: Model | None
    problems: Problems
    caps: Caps = Caps()
    builder: HistoryBuilder = attrs.field(factory=HistoryBuilder)
    types: AnyMapping[str, FactType] = attrs.field(init=False)

    @types.default
    def _types(self) -> AnyMapping[str, FactType]:
        return fact_types(self.model)

    def finish(self, *, lifecycle: bool = False) -> History:
        """
        Give the history.

        Args:
            lifecycle: Whether transitions are those of XES.

        Raises:
            FormatError: Something was found wrong.
        """
        return self.builder.finish(Finish(mapping=self.mapping, model=self.model, lifecycle=lifecycle), self.problems)

    def label(self, field: str) -> str:
        """
        Give the name under which a part of an event is known in the file.

        Args:
            field: The part.
        """
        return self.mapping.column(field, field)

    def data_name(self, name: str) -> str:
        """
        Give the name that event data of the log is to have.

        Args:
            name: Its name in the log.
        """
        return dict(self.mapping.data).get(name, name)

    def time(self, text: str, what: str, line: int, column: int, *, shown: bool = True) -> tuple[int, int] | None:
        """
        Read a time: microseconds and minutes ahead of UTC, or None if it is none.

        Args:
            text: The text.
            what: Where it stands, for messages.
            line: Its line.
            column: Its column.
            shown: Whether a message may show it if it looks like a date; not for data, which may be personal.

        Raises:
            FormatError: There are too many problems.
        """
        try:
            return parse_time(text, self.zone, self.mapping.time_format)
        except ValueError as error:
            known = str(error) if str(error) in HINTS else "not a time"
            hint = HINTS.get(known, TIME_HINT)
            value = shortened(text) if shown and _DATED.fullmatch(text) else ""
            self.problems.add(f"{what}: {known}", line, column, value=value, hint=hint)
            return None

    def take(self, fields: AnyMapping[str, Value], line: int, at: Callable[[str], tuple[int, int]]) -> int | None:
        """
        Append an event; None if something is wrong with it.

        Args:
            fields: Parts of the event by name; see ``mapping.FIELDS``.
            line: Line of the file, 0 where it has none.
            at: Gives the line and column of a part.

        Raises:
            FormatError: There are too many problems.
        """
        before = self.problems.number
        texts = self._texts(fields, at)
        if not texts["case"]:
            self.problems.add(f"{self.label('case')}: missing", *at("case"), hint="every event names its case")
        if not texts["element"] and not texts["kind"] and self.problems.number == before:
            self.problems.add(f"{self.label('element')}: missing", *at("element"), hint="name what happened")
        occurred = self._time("occurred", fields.get("occurred"), at)
        if occurred is None and self.problems.number == before:
            self.problems.add(f"{self.label('occurred')}: missing", *at("occurred"), hint=TIME_HINT)
        recorded = self._time("recorded", fields.get("recorded"), at)
        seq = self._whole("seq", fields.get("seq"), at)
        schema = self._whole("schema", fields.get("schema"), at)
        if schema > EVENT_SCHEMA:
            hint = f"this release reads up to {EVENT_SCHEMA}"
            self.problems.add(f"{self.label('schema')}: unknown version", *at("schema"), value=str(schema), hint=hint)
        evidence = self.evidence(fields.get("evidence"), at)
        if self.problems.number > before or occurred is None:
            return None
        row = self.builder.append(
            texts.pop("case"),
            occurred[0],
            recorded=recorded[0] if recorded else None,
            offset=occurred[1],
            id=texts.pop("event"),
            seq=seq,
            line=line,
            **{field: texts[field] for field in _COLUMNS},
        )
        for field in _RARE:
            if texts[field]:
                self.builder.part(row, field, texts[field])
        if evidence:
            self.builder.part(row, "evidence", evidence)
        if schema not in {0, EVENT_SCHEMA}:
            self.builder.part(row, "schema", schema)
        return row

    def closed(self, case: str, value: Value, line: int, column: int) -> None:
        """
        Take down whether a case is closed, where the file says so itself.

        Args:
            case: Id of the case.
            value: Truth value, or its text; None or empty where it does not say.
            line: Line of the file.
            column: Its column.

        Raises:
            FormatError: There are too many problems.
        """
        known = {True: True, False: False, "true": True, "false": False}
        if value is None or value == "":
            return
        if not isinstance(value, bool | str) or value not in known:
            self.problems.add("closed: not a truth value", line, column, hint="true or false")
            return
        self.builder.open[self.builder.case(case)] = not known[value]

    def _texts(self, fields: AnyMapping[str, Value], at: Callable[[str], tuple[int, int]]) -> dict[str, str]:
        """Give the parts of an event that are texts, empty where missing."""
        found = {}
        for field in _TEXTS:
            value = fields.get(field)
            found[field] = value if isinstance(value, str) else self._text(field, value, at) if value else ""
        return found

    def _text(self, field: str, value: Value, at: Callable[[str], tuple[int, int]]) -> str:
        if value is None or isinstance(value, str):
            return value or ""
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        self.problems.add(f"{self.label(field)}: not a text", *at(field))
        return ""

    def _time(self, field: str, value: Value, at: Callable[[str], tuple[int, int]]) -> tuple[int, int] | None:
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            self.problems.add(f"{self.label(field)}: not a time", *at(field), hint=TIME_HINT)
            return None
        return self.time(value, self.label(field), *at(field))

    def _whole(self, field: str, value: Value, at: Callable[[str], tuple[int, int]]) -> int:
        """Read a whole number from 1 that fits; 0 where missing."""
        if value is None or value == "":
            return 0
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
            value = int(value)
        if type(value) is int and 0 < value < 2**31:
            return value
        hint = "a whole number from 1"
        self.problems.add(f"{self.label(field)}: not a whole number from 1", *at(field), hint=hint)
        return 0

    def evidence(self, value: Value, at: Callable[[str], tuple[int, int]]) -> tuple[str, ...]:
        """
        Read references: a list of texts, or one text with blanks between them.

        Args:
            value: The list or text; None for none.
            at: Gives the line and column of a part.

        Raises:
            FormatError: There are too many problems.
        """
        if value is None:
            return ()
        if isinstance(value, str):
            return tuple(value.split())
        if isinstance(value, tuple):
            texts = tuple(part for part in value if isinstance(part, str))
            if len(texts) == len(value):
                return texts
        self.problems.add(f"{self.label('evidence')}: not a list of texts", *at("evidence"))
        return ()

    def typed(self, name: str, value: Value) -> Value:
        """
        Give a value the type that the model declares for its name.

        Args:
            name: Name of the data or fact.
            value: The value, maybe as text.

        Raises:
            ValueError: It is not of that type.
        """
        if not isinstance(value, str):
            return value
        reader = _TYPED.get(self.types.get(name))
        return reader(value, self.zone) if reader else value

    def data(self, row: int, name: str, value: Value, at: Callable[[str], tuple[int, int]]) -> None:
        """
        Set event data.

        Args:
            row: Row of the event.
            name: Name of the data.
            value: Its value.
            at: Gives the line and column of a name.

        Raises:
            FormatError: There are too many problems, or too many names.
        """
        try:
            self.builder.data(row, name, self.typed(name, value))
        except ValueError:
            self.problems.add(f"data {name!r}: not a {self._type(name)}", *at(name))
        self.capped(self.builder.columns)

    def fact(self, case: str, name: str, value: Value, at: Callable[[str], tuple[int, int]]) -> None:
        """
        Set a fact known when a case opened.

        Args:
            case: Id of the case.
            name: Id of the fact.
            value: Its value.
            at: Gives the line and column of a name.

        Raises:
            FormatError: There are too many problems, or too many names.
        """
        try:
            self.builder.fact(case, name, self.typed(name, value))
        except ValueError:
            self.problems.add(f"fact {name!r}: not a {self._type(name)}", *at(name))
        self.capped(self.builder.case_columns)

    def _type(self, name: str) -> str:
        type = self.types.get(name)
        return type.value if type else "value"

    def capped(self, names: AnyMapping[str, object], line: int = 0) -> None:
        """
        Refuse to go on where there are too many names.

        Args:
            names: The names.
            line: Line reached.

        Raises:
            FormatError: There are too many.
        """
        if len(names) > self.caps.names:
            self.problems.stop(f"more than {self.caps.names:,} names of data", line)


_COLUMNS = ("kind", "element", "transition", "instance", "role", "person", "organisation")
_RARE = ("on_behalf_of", "caused_by", "corrects", "model_hash")
_TEXTS = ("case", "event", *_COLUMNS, *_RARE)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """
    Give a hint for a word that is not known.

    Args:
        word: The word.
        known: Words that are.

    >>> did_you_mean("occured", ["occurred", "case"])
    "did you mean 'occurred'?"
    """
    close = difflib.get_close_matches(word, sorted(known), 1, 0.6)
    return f"did you mean {close[0]!r}?" if close else ""


def _truth(text: str, _: ZoneInfo | None) -> Value:
    word = text.strip().lower()
    if word not in {"true", "false", "1", "0"}:
        raise ValueError(text)
    return word in {"true", "1"}


def _finite(text: str, _: ZoneInfo | None) -> Value:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _day(text: str, _: ZoneInfo | None) -> Value:
    return dt.date.fromisoformat(text.strip())


def _moment(text: str, zone: ZoneInfo | None) -> Value:
    return moment(*parse_time(text, zone))


def _count(text: str, _: ZoneInfo | None) -> Value:
    return int(text)


_TYPED: dict[FactType | None, Callable[[str, ZoneInfo | None], Value]] = {
    FactType.BOOLEAN: _truth,
    FactType.INTEGER: _count,
    FactType.NUMBER: _finite,
    FactType.DATE: _day,
    FactType.TIME: _moment,
}
__all__ = ["HINTS", "PARTS", "TIME_HINT", "XES_FIELDS", "Intake", "column", "did_you_mean"]
