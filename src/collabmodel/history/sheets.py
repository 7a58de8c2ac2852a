"""Histories as CSV: one event a row."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from collabmodel.history.cells import Column, ObjectColumn
from collabmodel.history.columns import History
from collabmodel.history.gathering import ColumnBuilder
from collabmodel.history.headers import Header, headers, is_lifecycle
from collabmodel.history.intake import Intake
from collabmodel.history.json_values import dump, listed
from collabmodel.history.sheet_cells import cell, guarded, mixed_cell, unguarded, values
from collabmodel.history.streams import Bytes, Lines
from collabmodel.history.tables import event_columns, field_rows
from collabmodel.rules.trace import Value

_DELIMITERS = (",", ";", "\t", "|")


class _Records:
    """Records of a sheet, each with the lines it stands on, so that problems can be located."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.text: list[str] = []
        self.first = 1
        self.delimiter = ","
        self._ahead: list[str] = []

    def _fed(self) -> Iterator[str]:
        for text in self.lines:
            self.text.append(text)
            yield text

    def __iter__(self) -> Iterator[list[str]]:
        source = self._fed()
        head = next(source, "")
        self.delimiter = max(_DELIMITERS, key=lambda sign: _outside(head, sign))
        reader = csv.reader(_chained(head, source), delimiter=self.delimiter, strict=True)
        for record in reader:
            if record:
                yield record
            self.text.clear()
            self.first = self.lines.number + 1

    def place(self, index: int) -> tuple[int, int]:
        """Give the line and column at which a cell of the newest record starts."""
        line, column, quoted = self.first, 1, False
        for letter in "".join(self.text):
            if not index:
                break
            if letter == '"':
                quoted = not quoted
            index -= letter == self.delimiter and not quoted
            line, column = (line + 1, 1) if letter == "\n" else (line, column + 1)
        return line, column


def _chained(head: str, rest: Iterator[str]) -> Iterator[str]:
    if head:
        yield head
    yield from rest


def _outside(text: str, sign: str) -> int:
    """Count a sign outside quotes."""
    return sum(part.count(sign) for part in text.split('"')[::2])


def read_csv(path: Path, intake: Intake) -> History:
    """
    Read a history. Commas, semicolons, tabs or bars may part the cells.

    Args:
        path: The file, plain or gzip.
        intake: How to read it.

    Raises:
        FormatError: Rows that are no events; all of them.
    """
    usual = csv.field_size_limit(intake.caps.line)
    try:
        found = _read(path, intake)
    finally:
        csv.field_size_limit(usual)
    return intake.finish(lifecycle=is_lifecycle(found))


def _read(path: Path, intake: Intake) -> Sequence[Header]:
    problems = intake.problems
    with Bytes(path, problems, intake.caps) as stream:
        records = _Records(Lines(stream, intake.caps))
        rows = iter(records)
        try:
            labels = next(rows, None)
            if labels is None:
                problems.stop("empty file", hint="the first line names the columns")
            found = headers([unguarded(label.strip(), typed=False) for label in labels], intake, 1)
            sheet = _Sheet(found, records, intake)
            for record in rows:
                sheet.take(record)
        except csv.Error as error:
            problems.stop(f"not CSV: {error}", records.lines.number)
    sheet.settle()
    return found


class _Sheet:
    """The rows of a sheet while they are read."""

    def __init__(self, found: Sequence[Header], records: _Records, intake: Intake) -> None:
        self.records = records
        self.intake = intake
        self.width = len(found)
        self.fields = [header for header in found if header.role == "field"]
        self.data = [header for header in found if header.role == "data"]
        self.facts = [header for header in found if header.role == "fact"]
        self.events = [header.index for header in found if header.is_event]
        self.places = {header.name: header.index for header in self.fields}
        self.known: dict[tuple[str, str], str] = {}

    def at(self, field: str) -> tuple[int, int]:
        return self.records.place(self.places.get(field, 0))

    def take(self, record: list[str]) -> None:
        if len(record) != self.width:
            what = f"row of {len(record)} cells where the first line has {self.width}"
            self.intake.problems.add(what, self.records.first, hint="put cells that hold the delimiter in quotes")
            return
        fields: dict[str, Value] = {h.name: unguarded(record[h.index], typed=False) for h in self.fields}
        if fields.get("evidence"):
            fields["evidence"] = listed(str(fields["evidence"]))
        line = self.records.first
        case = str(fields["case"])
        if any(record[index] for index in self.events):
            row = self.intake.take(fields, line, self.at)
            if row is None:
                return
            for header in self.data:
                if record[header.index]:
                    self.intake.builder.data(row, header.name, record[header.index])
        elif not case:
            self.intake.problems.add(f"{self.intake.label('case')}: missing", *self.at("case"))
            return
        self._case(case, record)
        if fields.get("closed"):
            self.intake.closed(case, fields["closed"], *self.at("closed"))

    def _case(self, case: str, record: list[str]) -> None:
        """Take in the facts of a case, which every row of it may repeat."""
        self.intake.builder.case(case)
        for header in self.facts:
            word = record[header.index]
            before = self.known.get((case, header.name))
            if word and before is None:
                self.known[case, header.name] = word
                self.intake.builder.fact(case, header.name, word)
            elif word and word != before:
                hint = "a case fact is the same in every row of its case; what changes is event data"
                place = self.records.place(header.index)
                self.intake.problems.add(f"{header.label}: differs from an earlier row of the case", *place, hint=hint)

    def settle(self) -> None:
        """Give the columns of data their types."""
        builder = self.intake.builder
        for headers_, columns in ((self.data, builder.columns), (self.facts, builder.case_columns)):
            labels = {header.name: header.label for header in headers_}
            for name, grown in columns.items():
                columns[name] = self._typed(name, labels.get(name, name), grown)

    def _typed(self, name: str, label: str, grown: ColumnBuilder) -> ColumnBuilder:
        words = list(grown.index)
        if name in self.intake.types:
            found = [self._declared(name, label, word) for word in words]
        else:
            found = values(words, self.intake.zone)
        made = ColumnBuilder()
        for row, code in zip(grown.rows, grown.items, strict=True):
            made.add(row, found[int(code)])
        return made

    def _declared(self, name: str, label: str, word: str) -> Value:
        text = unguarded(word, typed=True)
        try:
            value = self.intake.typed(name, text)
        except ValueError:
            type = self.intake.types[name].value
            self.intake.problems.add(f"column {label!r}: a value that is not of type {type}", 0)
            return None
        return values([word], self.intake.zone)[0] if isinstance(value, str) and word.startswith("[") else value


def write_csv(history: History, write: Callable[[str], object]) -> None:
    """
    Write a history: event data in columns ``data.NAME``, case facts in columns ``case.NAME`` on every row of the case.

    Text that a spreadsheet could take for a formula gets an apostrophe, which reading takes off again.

    Args:
        history: The history.
        write: Takes the text, piece by piece.

    Raises:
        ValueError: A number is not finite.
    """

    class _Target:
        def write(self, text: str) -> object:
            return write(text)

    writer = csv.writer(_Target(), lineterminator="\n")
    fields = event_columns(history)
    data = [(f"data.{name}", column, _cells(column)) for name, column in history.data]
    facts = [(f"case.{name}", column, _cells(column)) for name, column in history.case_data]
    writer.writerow([guarded(name, typed=False) for name in (*fields, *(name for name, *_ in (*data, *facts)))])
    for case, row, found in field_rows(history, fields):
        texts = [_field(value) for value in found]
        texts += ["" if row is None else as_text(column.value(row)) for _, column, as_text in data]
        texts += [as_text(column.value(case)) for _, column, as_text in facts]
        writer.writerow(texts)


def _field(value: Value) -> str:
    if isinstance(value, tuple):
        plain = all(isinstance(part, str) and part and not any(map(str.isspace, part)) for part in value)
        words = " ".join(map(str, value))
        value = words if plain and not words.startswith("[") else dump([str(part) for part in value])
    if value is None or isinstance(value, str):
        return guarded(value or "", typed=False)
    return cell(value)


def _cells(column: Column) -> Callable[[Value], str]:
    """Give the way to write the cells of a column."""
    if isinstance(column, ObjectColumn) and len({type(value) for value in column.values.values()}) > 1:
        return mixed_cell
    return cell
