"""Histories as Parquet, column by column and without loss."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from collabmodel.errors import ConfigError, Problem
from collabmodel.history.cells import Column, NumberColumn, TextColumn
from collabmodel.history.columns import History
from collabmodel.history.headers import Header, headers, is_lifecycle
from collabmodel.history.intake import Intake
from collabmodel.history.json_values import decode, dump, encode, listed, parse
from collabmodel.history.tables import event_columns, field_rows
from collabmodel.history.times import format_time, micros
from collabmodel.rules.trace import Value

_BATCH = 50_000
_JSON = b"collabmodel.json"


def _arrow(name: str) -> Any:
    """Load a part of pyarrow, which only these files need."""
    try:
        return import_module(name)
    except ImportError:
        hint = 'install it with: pip install "collabmodel[tables]"'
        raise ConfigError([Problem(what="Parquet files need pyarrow", hint=hint)]) from None


def read_parquet(path: Path, intake: Intake) -> History:
    """
    Read a history. Columns are as in CSV; those that hold JSON say so in the file.

    Args:
        path: The file.
        intake: How to read it.

    Raises:
        FormatError: It is no such file, or rows are no events; all of them.
        ConfigError: pyarrow is not installed.
    """
    parquet, arrow = _arrow("pyarrow.parquet"), _arrow("pyarrow")
    problems = intake.problems
    try:
        with path.open("rb") as file:
            table = parquet.ParquetFile(file)
            schema = table.schema_arrow
            found = headers(list(schema.names), intake)
            json = {index for index, field in enumerate(schema) if _JSON in (field.metadata or {})}
            taking = _Rows(found, json, intake)
            for batch in table.iter_batches(batch_size=_BATCH):
                taking.take([_micros(arrow, batch.column(index)).to_pylist() for index in range(len(found))])
    except OSError as error:
        problems.stop(f"cannot be read as Parquet: {error.strerror or 'broken or another kind of file'}")
    except (arrow.ArrowException, OverflowError, RecursionError, UnicodeDecodeError):
        problems.stop("cannot be read as Parquet: broken or another kind of file")
    return intake.finish(lifecycle=is_lifecycle(found))


def _micros(arrow: Any, column: Any) -> Any:
    """Bring times to microseconds, as finer ones have no value of Python's own."""
    if arrow.types.is_timestamp(column.type):
        return column.cast(arrow.timestamp("us", column.type.tz), safe=False)
    return column


class _Rows:
    """The rows of a table while they are read."""

    def __init__(self, found: Sequence[Header], json: set[int], intake: Intake) -> None:
        self.found = found
        self.json = json
        self.intake = intake
        self.number = 0
        self.known: set[tuple[str, str]] = set()
        self.events = [header.index for header in found if header.is_event]

    def take(self, columns: list[list[Any]]) -> None:
        """Take in a batch of rows."""
        columns = [self._values(index, column) for index, column in enumerate(columns)]
        fields = [header for header in self.found if header.role == "field"]
        data = [header for header in self.found if header.role == "data"]
        facts = [header for header in self.found if header.role == "fact"]
        for place in range(len(columns[0]) if columns else 0):
            self.number += 1
            parts = {header.name: self._part(columns[header.index][place]) for header in fields}
            if isinstance(parts.get("evidence"), str):
                parts["evidence"] = listed(str(parts["evidence"]))
            case = parts.get("case")
            if not isinstance(case, str) or not case:
                self.intake.problems.add(f"row {self.number}: {self.intake.label('case')}: missing")
                continue
            if any(columns[index][place] is not None for index in self.events):
                row = self.intake.take(parts, 0, _nowhere)
                for header in data if row is not None else ():
                    self.intake.data(row or 0, header.name, columns[header.index][place], _nowhere)
            self._case(case, [(header.name, columns[header.index][place]) for header in facts], parts.get("closed"))

    def _part(self, value: Any) -> Value:
        """Give a part of an event: times as text, whole numbers as text where they are ids."""
        if isinstance(value, dt.datetime):
            return value.isoformat()
        return value  # type: ignore[no-any-return]

    def _case(self, case: str, facts: list[tuple[str, Value]], closed: Value) -> None:
        self.intake.builder.case(case)
        self.intake.closed(case, closed, 0, 0)
        for name, value in facts:
            if value is not None and (case, name) not in self.known:
                self.known.add((case, name))
                self.intake.fact(case, name, value, _nowhere)

    def _values(self, index: int, column: list[Any]) -> list[Any]:
        """Give the values of a column in our types."""
        known: dict[str, Value] = {}
        if index in self.json:
            for word in {word for word in column if isinstance(word, str)}:
                try:
                    known[word] = decode(parse(word))
                except ValueError:
                    self.intake.problems.add(f"column {self.found[index].label!r}: not JSON")
            return [known.get(word) for word in column]
        return [self._value(value, index) for value in column]

    def _value(self, value: Any, index: int) -> Any:
        if value is None or isinstance(value, str | int | float):
            return None if isinstance(value, float) and value != value else value  # noqa: PLR0124 - NaN is missing
        if isinstance(value, dt.datetime) and value.tzinfo is None and self.found[index].role != "field":
            found = self.intake.time(value.isoformat(), self.found[index].label, 0, 0, shown=False)
            return None if found is None else dt.datetime.fromisoformat(format_time(*found))
        if isinstance(value, dt.datetime | dt.date):
            return value
        if isinstance(value, list):
            return tuple(self._value(part, index) for part in value)
        if isinstance(value, dict):
            return tuple((str(name), self._value(part, index)) for name, part in value.items())
        return str(value)


def write_parquet(history: History, path: Path) -> None:
    """
    Write a history without loss.

    Args:
        history: The history.
        path: The file.

    Raises:
        ConfigError: pyarrow is not installed.
        ValueError: A number is not finite.
    """
    arrow, parquet = _arrow("pyarrow"), _arrow("pyarrow.parquet")
    fields = event_columns(history)
    found = list(field_rows(history, fields))
    names, arrays = [], []
    for place, field in enumerate(fields):
        values: list[Any] = [parts[place] for _, _, parts in found]
        if field == "evidence":
            values = [None if value is None else dump(encode(value)) for value in values]
        kind = {"seq": arrow.int32(), "schema": arrow.int32(), "closed": arrow.bool_()}.get(field, arrow.string())
        names.append(arrow.field(field, kind))
        arrays.append(arrow.array([None if value == "" else value for value in values], kind))
    rows = [row for _, row, _ in found]
    cases = [case for case, _, _ in found]
    for prefix, columns, places in (("data.", history.data, rows), ("case.", history.case_data, cases)):
        for name, column in columns:
            kind, values, json = _plain(arrow, column, places)
            names.append(arrow.field(prefix + name, kind, metadata={_JSON: b"1"} if json else None))
            arrays.append(arrow.array(values, kind))
    table = arrow.Table.from_arrays(arrays, schema=arrow.schema(names))
    parquet.write_table(table, path, compression="zstd")


def _plain(arrow: Any, column: Column, rows: Sequence[int | None]) -> tuple[Any, list[Any], bool]:
    """Give the type and values of a column, and whether they are JSON."""
    values = [None if row is None else column.value(row) for row in rows]
    if isinstance(column, TextColumn):
        return arrow.string(), values, False
    if isinstance(column, NumberColumn):
        if column.time:
            return arrow.timestamp("us", "UTC"), [value and micros(value) for value in values], False  # type: ignore[arg-type]
        kinds = {"q": arrow.int64(), "d": arrow.float64()}
        return arrow.bool_() if column.boolean else kinds[column.values.typecode], values, False
    return arrow.string(), [None if value is None else dump(encode(value)) for value in values], True


def _nowhere(_name: str) -> tuple[int, int]:
    return 0, 0
