"""Models, kept for ever, and snapshots, kept as long as nothing about them is doubtful."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from collabmodel.adapters.sqlite.connection import Connection
from collabmodel.plugin import Snapshot


def put_model(connection: Connection, model_hash: str, text: str) -> None:
    """
    Keep a model; one that is there already stays.

    Args:
        connection: The connection.
        model_hash: Its content hash.
        text: The model as JSON.
    """
    if model(connection, model_hash) is not None:
        return
    with connection.writing("model") as raw:
        raw.execute("INSERT INTO models (hash, text) VALUES (?, ?) ON CONFLICT DO NOTHING", (model_hash, text))


def model(connection: Connection, model_hash: str) -> str | None:
    """
    Give a kept model, or None.

    Args:
        connection: The connection.
        model_hash: Its content hash.
    """
    found = connection.row("SELECT text FROM models WHERE hash = ?", (model_hash,))
    return None if found is None else str(found[0])


def models(connection: Connection) -> Iterator[str]:
    """
    Give the content hashes of all kept models, sorted.

    Args:
        connection: The connection.
    """
    return (str(hash) for (hash,) in connection.rows("SELECT hash FROM models ORDER BY hash"))


def _checked(case: str, seq: int, digest: str, code: str, state: bytes) -> str:
    frame = f"{len(case)}:{case}{seq}:{len(digest)}:{digest}{len(code)}:{code}"
    return hashlib.sha256(frame.encode() + state).hexdigest()


def put_snapshot(connection: Connection, snapshot: Snapshot) -> None:
    """
    Keep a snapshot in place of an older one.

    Args:
        connection: The connection.
        snapshot: The snapshot.
    """
    parts = (snapshot.case, snapshot.seq, snapshot.digest, snapshot.code, snapshot.state)
    with connection.writing("snapshot") as raw:
        raw.execute(
            "INSERT OR REPLACE INTO snapshots (case_id, seq, digest, code, state, checked) VALUES (?, ?, ?, ?, ?, ?)",
            (*parts, _checked(*parts)),
        )


def snapshot(connection: Connection, case: str) -> Snapshot | None:
    """
    Give the snapshot of a case; None if there is none, it is damaged, or the record has another event at its place.

    Args:
        connection: The connection.
        case: Id of the case.
    """
    found = connection.row(
        "SELECT s.seq, s.digest, s.code, s.state, s.checked FROM snapshots AS s "
        "JOIN events AS e ON e.case_id = s.case_id AND e.seq = s.seq AND e.digest = s.digest WHERE s.case_id = ?",
        (case,),
    )
    if found is None or [each.__class__ for each in found] != [int, str, str, bytes, str]:
        return None
    if _checked(case, *found[:4]) != found[4]:
        return None
    seq, digest, code, state, _ = found
    return Snapshot(case=case, seq=seq, digest=digest, code=code, state=state)
