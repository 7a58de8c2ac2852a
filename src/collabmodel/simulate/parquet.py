"""Events of replications in Parquet: one file each while they come, one file for all in the end."""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from collabmodel.errors import FormatError, Place, Problem
from collabmodel.history import History, read_history
from collabmodel.history.arrows import arrow_part
from collabmodel.history.parquet_writing import write_parquet

REPLICATIONS = b"collabmodel.replications"
"""Key in the metadata of the file: the replication of each row group, as a JSON list."""


def write_part(history: History, path: Path) -> None:
    """
    Write the events of one replication.

    Args:
        history: Its history.
        path: The file.

    Raises:
        ConfigError: pyarrow is not installed.
    """
    write_parquet(history, path)


def together(sources: Mapping[int, Path], path: Path) -> None:
    """
    Put the events of replications into one file, a row group or more each, in order; never more than one at a time is
    in memory.

    Args:
        sources: File that holds each replication: its part, or an earlier file of all.
        path: The file.

    Raises:
        ConfigError: pyarrow is not installed.
        FormatError: A source cannot be read.
    """
    arrow, parquet = arrow_part("pyarrow"), arrow_part("pyarrow.parquet")
    groups = [
        (number, source, group) for number in sorted(sources) for source, group in _groups(sources[number], number)
    ]
    schema = _schema(
        arrow, [parquet.read_schema(source) for source in dict.fromkeys(sources[one] for one in sorted(sources))]
    )
    schema = schema.with_metadata({REPLICATIONS: json.dumps([number for number, _, _ in groups]).encode()})
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        opened: tuple[Path, Any] | None = None
        for _, source, group in groups:
            if opened is None or opened[0] != source:
                if opened is not None:
                    opened[1].close()
                opened = source, parquet.ParquetFile(source)
            with _readable(source):
                table = opened[1].read_row_group(group)
            writer.write_table(_fitted(arrow, table, schema), row_group_size=max(len(table), 1))
        if opened is not None:
            opened[1].close()


def replications_in(path: Path) -> Sequence[int]:
    """
    Give the replication of each row group of a file; empty if it does not say.

    Args:
        path: The file.

    Raises:
        ConfigError: pyarrow is not installed.
        FormatError: It cannot be read.
    """
    with _readable(path):
        told = (arrow_part("pyarrow.parquet").read_schema(path).metadata or {}).get(REPLICATIONS)
        return [] if told is None else [int(number) for number in json.loads(told)]


def read_replication(path: Path, number: int) -> History:
    """
    Read the events of one replication out of a file of all.

    Args:
        path: The file.
        number: Which replication.

    Raises:
        ConfigError: pyarrow is not installed.
        FormatError: The file cannot be read as a history.
    """
    with tempfile.TemporaryDirectory() as folder:
        alone = Path(folder) / "events.parquet"
        together({number: path}, alone)
        return read_history(alone)


def _groups(path: Path, number: int) -> Iterator[tuple[Path, int]]:
    """Give the row groups of a file that hold a replication: all of a part, and those it names of a file of all."""
    told = replications_in(path)
    with _readable(path):
        with arrow_part("pyarrow.parquet").ParquetFile(path) as file:
            count = file.num_row_groups
        if told and len(told) != count:
            raise ValueError
    for group in range(count):
        if not told or told[group] == number:
            yield path, group


@contextlib.contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Tell of a file that is not what was written: a broken one, another kind of file, or none at all."""
    broken = (arrow_part("pyarrow").ArrowException, ValueError, TypeError, OSError)
    try:
        yield
    except broken as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else "broken or another kind of file"
        hint = "restore the file, or run the study again in another folder"
        what = f"events cannot be read: {why}"
        raise FormatError([Problem(what=what, place=Place(str(path)), hint=hint)]) from None


def _schema(arrow: Any, schemas: Sequence[Any]) -> Any:
    """Give the columns of all files: those of the first, then what others have besides."""
    fields: dict[str, Any] = {}
    for schema in schemas:
        for field in schema:
            known = fields.get(field.name)
            if known is None or arrow.types.is_null(known.type):
                fields[field.name] = field
    return arrow.schema(list(fields.values()))


def _fitted(arrow: Any, table: Any, schema: Any) -> Any:
    """Give a table all columns of a schema; what it does not have is missing."""
    columns = [
        table.column(field.name) if field.name in table.column_names else arrow.nulls(len(table), field.type)
        for field in schema
    ]
    return arrow.Table.from_arrays(columns, schema=schema)
