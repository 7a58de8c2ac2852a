"""Verdicts as files: one row per case and rule, written piece by piece so that size does not matter."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from collabmodel.errors import ConfigError, Place, Problem
from collabmodel.evaluate.result import Evaluation, RuleColumn
from collabmodel.rules.verdicts import VERDICTS
from collabmodel.workdays import from_us

FIELDS = ("case", "rule", "verdict", "activated", "due", "evidence", "unknown", "waived", "model")
"""Columns of a verdict file, in order."""

Row: TypeAlias = "tuple[str, str, str, bool, str, str, str, str, str]"
_WORDS = tuple(verdict.value.replace(" ", "_") for verdict in VERDICTS)
_CHUNK = 50_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def write_verdicts(evaluation: Evaluation, path: Path | str) -> int:
    """
    Write every verdict with its evidence to a file; its ending says the form: ``.csv``, ``.parquet`` or ``.jsonl``.

    One row is one trace and one rule: ``case`` (``*`` for a rule over the whole cohort), ``rule``, ``verdict``,
    ``activated``, ``due`` (ISO 8601 in UTC), ``evidence`` (ids of the deciding activation and of the event that
    decided it, joined by a space), ``unknown`` (missing names), ``waived`` (the reason) and ``model``. In CSV, texts
    that a spreadsheet would run as a formula get an apostrophe before them.

    Args:
        evaluation: What was found.
        path: Where to write.

    Returns:
        Number of rows written, >= 0.

    Raises:
        ConfigError: The ending is not one of the three, or ``.parquet`` is asked for without ``pyarrow``.

    >>> import tempfile
    >>> from array import array
    >>> from collabmodel.evaluate import evaluate
    >>> from collabmodel.history import HistoryBuilder
    >>> from collabmodel.model import Model
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_verdicts(evaluate(Model(id="m"), HistoryBuilder().finish()), Path(folder) / "verdicts.csv")
    0
    """
    target = Path(path)
    writer = _WRITERS.get(target.suffix.lower())
    if writer is None:
        raise ConfigError(
            (
                Problem(
                    what="unknown form of verdict file",
                    value=repr(target.suffix),
                    place=Place(str(target)),
                    hint="use .csv, .parquet or .jsonl",
                ),
            )
        )
    return writer(evaluation, target)


def rows(evaluation: Evaluation) -> Iterator[Row]:
    """
    Walk over the rows of a verdict file lazily, rule by rule and trace by trace.

    Args:
        evaluation: What was found.
    """
    for column in evaluation.columns:
        yield from _column_rows(evaluation, column)


def event_name(evaluation: Evaluation, position: int) -> str:
    """
    Give the id of the event at a position, or empty for none.

    Args:
        evaluation: What was found.
        position: Position in the history; -1 for none.
    """
    return evaluation.history.event_id(position) if position >= 0 else ""


def moment(microseconds: int) -> dt.datetime:
    """
    Give a time in UTC; the last that can be shown, for one beyond the year 9999.

    Args:
        microseconds: Microseconds since 1970 UTC.
    """
    return from_us(microseconds)


def _column_rows(evaluation: Evaluation, column: RuleColumn) -> Iterator[Row]:
    cases = evaluation.history.cases
    for trace, number in enumerate(evaluation.traces_of(column.scope).cases):
        activation, decider, due = column.activation[trace], column.decider[trace], column.due[trace]
        names = [event_name(evaluation, place) for place in dict.fromkeys((activation, decider)) if place >= 0]
        yield (
            cases[number] if number >= 0 else "*",
            column.rule,
            _WORDS[column.verdict[trace]],
            column.activations[trace] > 0,
            moment(due).isoformat() if due != -1 else "",
            " ".join(names),
            " ".join(column.unknown.get(trace, ())),
            column.waived.get(trace, ""),
            column.model,
        )


def _write_csv(evaluation: Evaluation, path: Path) -> int:
    number = 0
    with path.open("w", encoding="utf-8", newline="") as stream:
        sheet = csv.writer(stream, lineterminator="\n")
        sheet.writerow(FIELDS)
        for row in rows(evaluation):
            sheet.writerow([_cell(value) for value in row])
            number += 1
    return number


def _cell(value: str | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"'{value}" if value.startswith(_FORMULA) else value


def _write_lines(evaluation: Evaluation, path: Path) -> int:
    number = 0
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for row in rows(evaluation):
            json.dump(dict(zip(FIELDS, row, strict=True)), stream, ensure_ascii=False)
            stream.write("\n")
            number += 1
    return number


def _write_parquet(evaluation: Evaluation, path: Path) -> int:
    try:
        import pyarrow as pa  # type: ignore[import-untyped]  # noqa: PLC0415 - an optional extra
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as missing:
        hint = "install the extra 'tables' (pyarrow)"
        raise ConfigError((Problem(what="Parquet cannot be written", place=Place(path.name), hint=hint),)) from missing
    schema = pa.schema([(name, pa.bool_() if name == "activated" else pa.string()) for name in FIELDS])
    number = 0
    walk = rows(evaluation)
    with path.open("wb") as stream, parquet.ParquetWriter(stream, schema) as sheet:
        while chunk := list(islice(walk, _CHUNK)):
            columns = zip(FIELDS, zip(*chunk, strict=True), strict=True)
            sheet.write_table(pa.table({name: pa.array(values) for name, values in columns}, schema=schema))
            number += len(chunk)
    return number


_WRITERS = {".csv": _write_csv, ".jsonl": _write_lines, ".parquet": _write_parquet}
