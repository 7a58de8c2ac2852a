"""Object-centric logs in OCEL 2.0, from SQLite files that may be hostile."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from collabmodel.history.columns import History
from collabmodel.history.intake import Intake
from collabmodel.history.ocel import Happening, Thing, cases_of, typed
from collabmodel.rules.trace import Value

_TABLES = ("event", "object", "event_map_type", "object_map_type", "event_object")
_STEPS = 200_000_000
_TYPES = {"INTEGER": "integer", "REAL": "float", "BOOLEAN": "boolean", "TIMESTAMP": "time"}
_FIXED = frozenset({"ocel_id", "ocel_time", "ocel_changed_field"})


def read_ocel_sqlite(path: Path, intake: Intake) -> History:
    """
    Read a log from SQLite. The file is opened for reading only, no code in its schema is trusted, only ordinary
    tables are read, and the work it may cause is bounded.

    Args:
        path: The file.
        intake: How to read it.

    Raises:
        FormatError: It is no such log; with every problem.
    """
    problems = intake.problems
    if not path.is_file():
        problems.stop("cannot be opened: no such file")
    uri = f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1"
    try:
        base = sqlite3.connect(uri, uri=True)
    except sqlite3.Error:
        problems.stop("cannot be opened")
    try:
        _guard(base, intake)
        tables = _Tables(base, intake)
        things, happenings = list(tables.things()), list(tables.happenings())
    except (sqlite3.Error, OverflowError, UnicodeDecodeError) as error:
        problems.stop("not an SQLite log", hint=str(error)[:80] if "file is not" in str(error) else "")
    finally:
        base.close()
    return cases_of(things, happenings, intake)


def _guard(base: sqlite3.Connection, intake: Intake) -> None:
    """Take away what a hostile file could use."""
    for pragma in ("trusted_schema=OFF", "query_only=ON", "cell_size_check=ON", "mmap_size=0"):
        base.execute(f"PRAGMA {pragma}")
    base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, intake.caps.line)
    steps = 0

    def tick() -> bool:
        nonlocal steps
        steps += 1
        return steps * 10_000 > _STEPS

    base.set_progress_handler(tick, 10_000)


class _Tables:
    """The tables of a log."""

    def __init__(self, base: sqlite3.Connection, intake: Intake) -> None:
        self.base = base
        self.intake = intake
        rows = base.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
        self.tables = {str(name) for (name,) in rows}
        missing = [name for name in _TABLES if name not in self.tables]
        if missing:
            hint = f"there is no table {', '.join(missing)}"
            intake.problems.stop("not an OCEL 2.0 log", hint=hint)

    def rows(self, table: str, kinds: dict[str, str]) -> Iterator[dict[str, Value]]:
        """Walk over the rows of a table, with the types of its columns."""
        if table not in self.tables:
            self.intake.problems.add(f"table {table[:60]!r} is missing, or is no ordinary table")
            return
        name = '"' + table.replace('"', '""') + '"'
        for _, column, kind, *_ in self.base.execute(f"PRAGMA table_info({name})"):
            kinds[str(column)] = _TYPES.get(str(kind).upper().split("(")[0], "string")
        cursor = self.base.execute(f"SELECT * FROM {name} ORDER BY rowid")  # noqa: S608 - the name is quoted
        columns = [str(found[0]) for found in cursor.description]
        for values in cursor:
            if any(isinstance(value, bytes) for value in values):
                self.intake.problems.add(f"table {table[:60]!r}: bytes where text or a number should be")
            else:
                yield dict(zip(columns, values, strict=True))

    def details(self, side: str) -> dict[str, list[dict[str, Value]]]:
        """Give the rows of each event or object by id, from the tables of all types."""
        found: dict[str, list[dict[str, Value]]] = {}
        for entry in self.rows(f"{side}_map_type", {}):
            kinds: dict[str, str] = {}
            for row in self.rows(f"{side}_{entry.get('ocel_type_map')}", kinds):
                found.setdefault(str(row.get("ocel_id")), []).append(
                    {name: self.value(name, value, kinds) for name, value in row.items() if value is not None}
                )
        return found

    def value(self, name: str, value: Value, kinds: dict[str, str]) -> Value:
        """Give a value the type of its column."""
        if name in _FIXED:
            return value
        if kinds.get(name) == "boolean" and value in (0, 1):
            return bool(value)
        try:
            return typed(value, kinds.get(name, ""), self.intake)
        except ValueError:
            self.intake.problems.add(f"column {name[:60]!r}: a value that is not of its type")
            return None

    def things(self) -> Iterator[Thing]:
        """Walk over the objects of the log."""
        details = self.details("object")
        for row in self.rows("object", {}):
            id = str(row.get("ocel_id"))
            changes = sorted(details.get(id, ()), key=lambda change: str(change.get("ocel_time")))
            attributes = []
            for change in changes:
                only = change.get("ocel_changed_field")
                for name, value in change.items():
                    if name not in _FIXED and (only is None or name == only):
                        attributes.append((name, value, str(change.get("ocel_time") or "")))
            yield Thing(id, str(row.get("ocel_type")), tuple(attributes))

    def happenings(self) -> Iterator[Happening]:
        """Walk over the events of the log."""
        details = self.details("event")
        relations: dict[str, list[tuple[str, str]]] = {}
        for row in self.rows("event_object", {}):
            pair = (str(row.get("ocel_object_id")), str(row.get("ocel_qualifier") or ""))
            relations.setdefault(str(row.get("ocel_event_id")), []).append(pair)
        for row in self.rows("event", {}):
            id = str(row.get("ocel_id"))
            found = details.get(id, [{}])[0]
            attributes = tuple((name, value) for name, value in found.items() if name not in _FIXED)
            time = str(found.get("ocel_time") or "")
            yield Happening(id, str(row.get("ocel_type")), time, attributes, tuple(relations.get(id, ())))
