"""Writing a history to a file of any kind that can hold one."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from collabmodel.errors import ConfigError, FormatError, Place, Problem
from collabmodel.history.columns import History

Write = Callable[[str], object]

WRITERS = {
    ".xes": "xes_writing:write_xes",
    ".csv": "sheets:write_csv",
    ".jsonl": "jsonl:write_jsonl",
    ".jsonocel": "ocel_writing:write_ocel",
    ".json": "ocel_writing:write_ocel",
}
"""Writers of texts by the ending of a file's name; ``.gz`` may follow it."""


def write_history(history: History, path: str | Path) -> None:
    """
    Write the histories of many cases: ``.xes``, ``.csv``, ``.jsonl``, OCEL 2.0 as ``.jsonocel`` or ``.json`` (each also
    ``.gz``), or ``.parquet``. The file appears whole or not at all; the same history gives the same bytes.

    JSON lines and Parquet keep everything. CSV keeps everything but the difference between an empty text and a
    missing one in parts of events. XES and OCEL know neither dates without time nor durations (they become text),
    and XES keeps which cases are open only through their events.

    Args:
        history: The history.
        path: The file.

    Raises:
        FormatError: The file cannot be written, or the history holds what such a file cannot.
        ConfigError: No writer for such a file, or a library that is not installed.

    >>> import tempfile
    >>> from collabmodel.history import HistoryBuilder, read_history
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_history(HistoryBuilder().finish(), f"{folder}/none.jsonl")
    ...     len(read_history(f"{folder}/none.jsonl"))
    0
    """
    path = Path(path)
    name = path.name.lower()
    part = path.with_name(path.name + ".part")
    try:
        if name.endswith(".parquet"):
            module = import_module("collabmodel.history.parquet_writing")
            module.write_parquet(history, part)
        else:
            _write_text(history, part, _writer(path), zipped=name.endswith(".gz"))
        part.replace(path)
    except OSError as error:
        raise FormatError([Problem(what=f"cannot be written: {error.strerror}", place=Place(str(path)))]) from None
    except ValueError as error:
        raise FormatError([Problem(what=str(error), place=Place(str(path)))]) from None
    finally:
        part.unlink(missing_ok=True)


def _writer(path: Path) -> Callable[[History, Write], None]:
    name = path.name.lower().removesuffix(".gz")
    for suffix, target in WRITERS.items():
        if name.endswith(suffix):
            module, _, function = target.partition(":")
            writer: Callable[[History, Write], None] = getattr(import_module(f"collabmodel.history.{module}"), function)
            return writer
    hint = f"it can be {', '.join(WRITERS)} or .parquet"
    raise ConfigError([Problem(what="no writer for this kind of file", place=Place(str(path)), hint=hint)])


def _write_text(history: History, path: Path, writer: Callable[[History, Write], None], *, zipped: bool) -> None:
    with path.open("wb") as file:
        # No name and no time in the header: the same history gives the same bytes.
        binary = gzip.GzipFile(filename="", fileobj=file, mode="wb", mtime=0) if zipped else file
        with io.TextIOWrapper(binary, encoding="utf-8", newline="") as text:
            writer(history, text.write)
