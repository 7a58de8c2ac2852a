"""Models, kept for ever, and snapshots, kept as long as nothing about them is doubtful."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from collabmodel.plugin import Snapshot
from collabmodel_postgres.connection import Connection

_PUT_MODEL = b"INSERT INTO models (hash, text) VALUES (%s, %s) ON CONFLICT DO NOTHING"
_MODEL = b"SELECT text FROM models WHERE hash = %s"
_PUT_SNAPSHOT = b"""
INSERT INTO snapshots (case_id, seq, digest, code, state, checked) VALUES (%s, %s, %s, %s, %b, %s)
ON CONFLICT (case_id) DO UPDATE SET seq = excluded.seq, digest = excluded.digest, code = excluded.code,
state = excluded.state, checked = excluded.checked
"""
_SNAPSHOT = b"""
SELECT s.seq, s.digest, s.code, s.state, s.checked FROM snapshots AS s
JOIN events AS e ON e.case_id = s.case_id AND e.seq = s.seq AND e.digest = s.digest WHERE s.case_id = %s
"""


def put_model(connection: Connection, model_hash: str, text: str) -> None:
    """
    Keep a model; one that is there already stays.

    Args:
        connection: The connection.
        model_hash: Its content hash.
        text: The model as JSON.
    """
    if model(connection, model_hash) is None:
        with connection.writing("model") as link:
            link.execute(_PUT_MODEL, (model_hash, text))


def model(connection: Connection, model_hash: str) -> str | None:
    """
    Give a kept model, or None.

    Args:
        connection: The connection.
        model_hash: Its content hash.
    """
    found = connection.row(_MODEL, (model_hash,))
    return None if found is None else str(found[0])


def _checked(case: str, seq: int, digest: str, code: str, state: bytes) -> str:
    parts = [case.encode(), str(seq).encode(), digest.encode(), code.encode(), state]
    return hashlib.sha256(b"".join(b"%d:" % len(part) + part for part in parts)).hexdigest()


def put_snapshot(connection: Connection, snapshot: Snapshot) -> None:
    """
    Keep a snapshot in place of an older one.

    Args:
        connection: The connection.
        snapshot: The snapshot.
    """
    parts = (snapshot.case, snapshot.seq, snapshot.digest, snapshot.code, snapshot.state)
    with connection.writing("snapshot") as link:
        link.execute(_PUT_SNAPSHOT, (*parts, _checked(*parts)))


def snapshot(connection: Connection, case: str) -> Snapshot | None:
    """
    Give the snapshot of a case; None if there is none, it is damaged, or the record has another event at its place.

    Args:
        connection: The connection.
        case: Id of the case.
    """
    found = connection.row(_SNAPSHOT, (case,))
    if found is None or _checked(case, *found[:4]) != found[4]:
        return None
    seq, digest, code, state, _ = found
    return Snapshot(case=case, seq=seq, digest=digest, code=code, state=state)


def models(connection: Connection) -> Iterator[str]:
    """
    Give the content hashes of all kept models, sorted.

    Args:
        connection: The connection.
    """
    return (str(found[0]) for found in connection.rows(b"SELECT hash FROM models ORDER BY hash"))
