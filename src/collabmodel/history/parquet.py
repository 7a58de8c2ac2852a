"""Histories read from Parquet: column by column where types allow, else row by row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from collabmodel.history.arrows import JSON, arrow_part
from collabmodel.history.columns import History
from collabmodel.history.headers import Header, headers, is_lifecycle
from collabmodel.history.intake import Intake
from collabmodel.history.json_values import decode, listed, parse
from collabmodel.history.parquet_batches import Batches
from collabmodel.history.times import format_time
from collabmodel.rules.trace import Value

_BATCH = 50_000


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
    parquet, arrow = arrow_part("pyarrow.parquet"), arrow_part("pyarrow")
    problems = intake.problems
    try:
        with path.open("rb") as file:
            table = parquet.ParquetFile(file)
            schema = table.schema_arrow
            found = headers(list(schema.names), intake)
            json = {index for index, field in enumerate(schema) if JSON in (field.metadata or {})}
            fields = {header.name: header for header in found if header.role == "field"}
            quick = Batches(arrow, arrow_part("pyarrow.compute"), fields, intake)
            taking = _Rows(found, json, intake)
            for batch in table.iter_batches(batch_size=_BATCH):
                base = intake.builder.rows
                cases = quick.take(batch)
                if cases is None:
                    taking.take([_listed(arrow, batch.column(index)) for index in range(len(found))])
                    continue
                taking.number += len(batch)
                for header in found:
                    plain = header.role == "data" and header.index not in json
                    if header.role not in ("data", "fact") or (
                        plain and quick.data(header.name, batch.column(header.index), base)
                    ):
                        continue
                    taking.take_column(header, _listed(arrow, batch.column(header.index)), base, cases)
    except OSError as error:
        problems.stop(f"cannot be read as Parquet: {error.strerror or 'broken or another kind of file'}")
    except (arrow.ArrowException, OverflowError, RecursionError, UnicodeDecodeError):
        problems.stop("cannot be read as Parquet: broken or another kind of file")
    return intake.finish(lifecycle=is_lifecycle(found))


def _listed(arrow: Any, column: Any) -> list[Any]:
    """Give the values of a column; times to microseconds, as finer ones have no value of Python's own."""
    if arrow.types.is_timestamp(column.type):
        column = column.cast(arrow.timestamp("us", column.type.tz), safe=False)
    return column.to_pylist()  # type: ignore[no-any-return]


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

    def take_column(self, header: Header, column: list[Any], base: int, cases: Sequence[int]) -> None:
        """Take in the values of one column of data or facts, for rows that are there already."""
        values = self._values(header.index, column)
        if header.role == "data":
            for row, value in enumerate(values, base):
                if value is not None:
                    self.intake.data(row, header.name, value, _nowhere)
            return
        names = tuple(self.intake.builder.numbers)
        for case, value in zip(cases, values, strict=True):
            if value is not None:
                self._fact(names[case], header.name, value)

    def _part(self, value: Any) -> Value:
        """Give a part of an event: times as text, whole numbers as text where they are ids."""
        if isinstance(value, dt.datetime):
            return value.isoformat()
        return value  # type: ignore[no-any-return]

    def _case(self, case: str, facts: list[tuple[str, Value]], closed: Value) -> None:
        self.intake.builder.case(case)
        self.intake.closed(case, closed, 0, 0)
        for name, value in facts:
            if value is not None:
                self._fact(case, name, value)

    def _fact(self, case: str, name: str, value: Value) -> None:
        """Take in a fact of a case, which every row of it may repeat."""
        if (case, name) not in self.known:
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


def _nowhere(_name: str) -> tuple[int, int]:
    return 0, 0
