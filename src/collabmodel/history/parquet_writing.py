"""Histories written as Parquet, column by column and without loss."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import attrs

from collabmodel.history.arrows import JSON, arrow_part
from collabmodel.history.cells import Column, NumberColumn, ObjectColumn, TextColumn
from collabmodel.history.columns import History
from collabmodel.history.json_values import dump, encode
from collabmodel.history.tables import event_columns
from collabmodel.history.times import FIRST, LAST, format_time
from collabmodel.rules.trace import Value

_MINUTE = 60_000_000


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
    arrow, parquet = arrow_part("pyarrow"), arrow_part("pyarrow.parquet")
    sheet = _Sheet(history, arrow, arrow_part("pyarrow.compute"))
    columns = list(sheet.columns())
    fields = [arrow.field(name, values.type, metadata={JSON: b"1"} if json else None) for name, values, json in columns]
    table = arrow.Table.from_arrays([values for _, values, _ in columns], schema=arrow.schema(fields))
    parquet.write_table(table, path, compression="zstd")


@attrs.frozen(eq=False)
class _Sheet:
    """
    A history as the columns of a table: a row an event, and a row for each case without events.

    Args:
        history: The history.
        arrow: pyarrow.
        compute: Its functions over columns.
    """

    history: History
    arrow: Any
    compute: Any

    def columns(self) -> Iterator[tuple[str, Any, bool]]:
        """Give the name of each column, its values, and whether they are JSON."""
        cases, rows = self._rows()
        for field in event_columns(self.history):
            if field in ("case", "closed"):
                yield field, (self._ids if field == "case" else self._closed)().take(cases), False
            else:
                yield field, self._placed(self._field(field), rows), False
        for name, column in self.history.data:
            values, json = self._plain(column, len(self.history))
            yield f"data.{name}", self._placed(values, rows), json
        for name, column in self.history.case_data:
            values, json = self._plain(column, len(self.history.cases))
            yield f"case.{name}", values.take(cases), json

    def _rows(self) -> tuple[Any, Any]:
        """Give the case of each row of the table, and its event; None for events if each row is the next one."""
        starts = self.history.starts
        cases, rows, gaps = array("q"), array("q"), False
        for number, (first, last) in enumerate(pairwise(starts)):
            cases.extend([number] * max(last - first, 1))
            rows.extend(range(first, last) if first < last else (-1,))
            gaps = gaps or first == last
        return self._numbers(cases), self._absent(self._numbers(rows)) if gaps else None

    def _placed(self, values: Any, rows: Any) -> Any:
        return values if rows is None else values.take(rows)

    def _numbers(self, values: array[int] | array[float]) -> Any:
        """Give the numbers of an array, without a copy."""
        kinds = {"b": "int8", "h": "int16", "i": "int32", "q": "int64", "d": "float64"}
        kind = getattr(self.arrow, kinds[values.typecode])()
        return self.arrow.Array.from_buffers(kind, len(values), [None, self.arrow.py_buffer(values)])

    def _absent(self, codes: Any) -> Any:
        """Take codes below 0 for missing."""
        return self.compute.if_else(self.compute.less(codes, 0), None, codes)

    def _ids(self) -> Any:
        return self.arrow.array(self.history.cases, self.arrow.string())

    def _closed(self) -> Any:
        return self._numbers(self.history.closed).cast(self.arrow.bool_())

    def _field(self, field: str) -> Any:
        """Give a part of all events; an empty text is missing."""
        history = self.history
        extras = dict(history.extras)
        if field in extras:
            return self._extra(field, extras[field])
        texts = {"instance": history.instances, "role": history.roles, "person": history.persons}
        texts["organisation"] = history.organisations
        if field in texts:
            return self._texts(texts[field].codes, [word or None for word in texts[field].words])
        if field in ("kind", "element", "transition"):
            words = [getattr(signature, field) or None for signature in history.signatures]
            return self._texts(history.signature, words)
        if field in ("occurred", "recorded"):
            return self._times(getattr(history, field))
        if field == "seq":
            return self._numbers(history.seq or array("i"))
        return self.arrow.array([id or None for id in history.ids or ()], self.arrow.string())

    def _extra(self, field: str, column: Column) -> Any:
        if isinstance(column, TextColumn):
            return self._texts(column.codes, [word or None for word in column.words])
        kind = self.arrow.int32() if field == "schema" else self.arrow.string()
        values: Iterable[Value] = _listed(column, len(self.history))
        if field == "evidence":
            values = [None if value is None else dump(encode(value)) for value in values]
        return self.arrow.array([None if value == "" else value for value in values], kind)

    def _texts(self, codes: array[int], words: Sequence[str | None]) -> Any:
        return self.arrow.array(words, self.arrow.string()).take(self._absent(self._numbers(codes)))

    def _times(self, times: array[int]) -> Any:
        """Write times with their offsets, as ``format_time`` does."""
        compute, arrow = self.compute, self.arrow
        offsets = self._numbers(self.history.offset)
        local = compute.add(self._numbers(times), compute.multiply(offsets.cast(arrow.int64()), _MINUTE))
        ends = compute.min_max(local).as_py()
        if not len(times) or ends["min"] < FIRST or ends["max"] > LAST:
            pairs = zip(times, self.history.offset, strict=True)
            return arrow.array([format_time(at, offset) for at, offset in pairs], arrow.string())
        text = compute.replace_substring(local.cast(arrow.timestamp("us")).cast(arrow.string()), " ", "T")
        text = compute.replace_substring_regex(text, r"\.000000$", "")
        known = sorted(set(self.history.offset))
        signs = arrow.array([format_time(0, offset)[19:] for offset in known], arrow.string())
        zones = signs.take(compute.index_in(offsets, arrow.array(known, arrow.int16())))
        return compute.binary_join_element_wise(text, zones, "")

    def _plain(self, column: Column, count: int) -> tuple[Any, bool]:
        """Give the values of a column of data, and whether they are JSON."""
        arrow = self.arrow
        if isinstance(column, TextColumn):
            return self._texts(column.codes, column.words), False
        if isinstance(column, NumberColumn):
            present = self._numbers(column.present).cast(arrow.bool_())
            values = self.compute.if_else(present, self._numbers(column.values), None)
            kind = arrow.timestamp("us", "UTC") if column.time else arrow.bool_() if column.boolean else values.type
            return values.cast(kind), False
        texts = [None if value is None else dump(encode(value)) for value in _listed(column, count)]
        return arrow.array(texts, arrow.string()), True


def _listed(column: NumberColumn | ObjectColumn, count: int) -> list[Value]:
    read: Callable[[int], Value] = column.values.get if isinstance(column, ObjectColumn) else column.value
    return [read(row) for row in range(count)]
