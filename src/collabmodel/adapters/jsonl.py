"""Case histories as JSON lines: one event a line, nothing lost."""

from __future__ import annotations

from collabmodel.history import History, read_history, write_history
from collabmodel.plugin import HistoryFormat, ReadHistory, WriteHistory, hookimpl


def _read(request: ReadHistory) -> History:
    return read_history(request.path, model=request.model, caps=request.caps)


def _write(request: WriteHistory) -> None:
    write_history(request.history, request.path)


@hookimpl
def collabmodel_register_history_formats() -> tuple[HistoryFormat, ...]:
    """Bring JSON lines."""
    summary = "one event a line as JSON, nothing lost"
    return (HistoryFormat(name="jsonl", summary=summary, suffixes=(".jsonl", ".jsonl.gz"), read=_read, write=_write),)
