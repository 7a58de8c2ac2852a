"""Getting every readable case out of a damaged file."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import sqlite3
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import attrs

from collabmodel.adapters.sqlite.connection import Connection
from collabmodel.adapters.sqlite.failures import of_system, translated
from collabmodel.adapters.sqlite.opening import connect, make_private
from collabmodel.errors import Place, Problem, StoreError
from collabmodel.plugin import Fault
from collabmodel.plugin.storing import CUT, Row, link_fault

_SCAN = "SELECT position, case_id FROM events NOT INDEXED WHERE position > ? ORDER BY position"
_ONE = "SELECT seq, type, schema, payload, digest FROM events NOT INDEXED WHERE position = ?"
_FARTHEST = 1 << 40
_PATIENCE = 2_000


@attrs.frozen(kw_only=True)
class Salvage:
    """
    What could be saved.

    Args:
        cases: How many cases are whole.
        events: How many events were written, also of cases that are not whole.
        faults: What is lost.
    """

    cases: int
    events: int
    faults: tuple[Fault, ...] = ()


def salvage(path: str, target: str) -> Salvage:
    """
    Write every record that is still what was written as JSON lines: case, seq, type, schema, digest, record (base64
    where it is no text).

    A case is followed until its first fault. The damaged file is not written.

    Args:
        path: Path of the damaged store.
        target: Path of the lines; must not exist. It is private to its owner.

    Raises:
        StoreError: Something is at the target, or the file cannot be opened at all.
    """
    try:
        raw = connect(Path(path), options="mode=ro")
    except (sqlite3.Error, ValueError):
        raise StoreError([Problem(what="file that cannot be opened", place=Place("salvage"))]) from None
    with contextlib.closing(Connection(raw, frozen="salvage only reads")) as connection:
        try:
            descriptor = make_private(Path(target))
        except (OSError, ValueError) as error:
            raise of_system(error, "salvage", "the lines cannot be written") from None
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            found = _salvaged(connection, out)
            out.flush()
            os.fsync(descriptor)
        return found


def _salvaged(connection: Connection, out: TextIO) -> Salvage:
    positions, faults = _positions(connection)
    whole = events = 0
    for case in sorted(positions):
        seq, what = 0, ""
        for seq, row in _rows(connection, positions[case]):  # noqa: B007 - the last place is told below
            if isinstance(row, str):
                what = row
                break
            out.write(_line(case, row))
            events += 1
        seq = seq if what else seq + 1
        what = what or _cut(connection, case, seq)
        whole += not what
        faults += [Fault(case=case, seq=seq, what=what)] if what else []
    faults += [Fault(case=case, seq=1, what=CUT) for case in _kept_ids(connection) if case not in positions]
    return Salvage(cases=whole, events=events, faults=tuple(faults))


def _line(case: str, row: Row) -> str:
    seq, type, schema, payload, digest = row
    record: dict[str, object] = {"case": case, "seq": seq, "type": type, "schema": schema, "digest": digest}
    try:
        record["record"] = payload.decode()
    except UnicodeDecodeError:
        # A newer release may write what is no text.
        record["base64"] = base64.b64encode(payload).decode()
    return json.dumps(record, ensure_ascii=False) + "\n"


def _positions(connection: Connection) -> tuple[dict[str, array[int]], list[Fault]]:
    """Find where each case's events are, leaping over what cannot be read: first step by step, then ever farther."""
    found: dict[str, array[int]] = {}
    faults: list[Fault] = []
    after, failed = 0, 0
    while after < _FARTHEST:
        try:
            for position, case in connection.raw.execute(_SCAN, (after,)):
                if isinstance(case, str):
                    found.setdefault(case, array("q")).append(position)
                else:
                    faults.append(Fault(case="", what=f"the event at position {position} names no case"))
                after, failed = position, 0
        except sqlite3.Error as error:
            if not failed:
                what = f"events after position {after}: {translated(error).problems[0].what}"
                faults.append(Fault(case="", what=what))
            failed += 1
            after += 1 if failed <= _PATIENCE else 1 << min(40, failed - _PATIENCE)
        else:
            break
    return found, faults


def _rows(connection: Connection, positions: array[int]) -> Iterator[tuple[int, Row | str]]:
    """Give place and record of each event of a case, and a text instead of the first that is not what was written."""
    case = ""
    previous = ""
    for seq, position in enumerate(positions, 1):
        try:
            ((case,),) = connection.rows("SELECT case_id FROM events NOT INDEXED WHERE position = ?", (position,))
            (row,) = connection.rows(_ONE, (position,))
        except (StoreError, ValueError):
            yield seq, "the event cannot be read"
            return
        what = link_fault(case, seq, previous, row)
        if what:
            yield seq, what
            return
        yield seq, row
        previous = row[4]


def _cut(connection: Connection, case: str, seq: int) -> str:
    try:
        found = connection.row("SELECT seq FROM cases WHERE id = ?", (case,))
    except StoreError:
        return ""
    return CUT if found is not None and (not isinstance(found[0], int) or found[0] >= seq) else ""


def _kept_ids(connection: Connection) -> list[str]:
    try:
        found = connection.rows("SELECT id FROM cases WHERE seq > 0 ORDER BY id")
        return [id for (id,) in found if isinstance(id, str)]
    except StoreError:
        return []
