"""Verifying: what only the engine can see, models and cached states that somebody has changed."""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
from pathlib import Path

import pytest
from small_cases import START, TALK, Clock, numbered, opened, quick

import collabmodel as cm
from collabmodel.adapters.sqlite.keeping import put_snapshot
from collabmodel.desk import SYSTEM, evaluate_store, open_desk
from collabmodel.desk.live import FIRST_SNAPSHOT
from collabmodel.errors import DamagedError
from collabmodel.plugin import Snapshot


@pytest.fixture
def filled(path: Path, model: cm.Model) -> Path:
    """A store with a long case, which has a snapshot, and a short one."""
    with open_desk(quick(path), model, clock=Clock(), new_id=numbered()) as desk:
        opened(desk, "c2")
        opened(desk, "c1")
        for _ in range(FIRST_SNAPSHOT):
            desk.record("c1", TALK).unwrap()
        assert list(desk.verify()) == []
    return path


def forged(kept: Snapshot) -> Snapshot:
    """Make a snapshot say that the case is closed, with every digest in it right again."""
    header, _, body = kept.state.partition(b"\n")
    changed = body.replace(b'{"status":"open"}', b'{"status":"closed"}').replace(b'"open"', b'"closed"')
    assert changed != body
    told = json.loads(header) | {"body": hashlib.sha256(changed).hexdigest()}
    state = json.dumps(told, separators=(",", ":")).encode() + b"\n" + changed
    return Snapshot(case=kept.case, seq=kept.seq, digest=kept.digest, code=kept.code, state=state)


def test_a_forged_snapshot_is_found(filled: Path) -> None:
    """Fault 36: a cached state that was changed with care, all its digests right, is not what the events make."""
    with open_desk(quick(filled), clock=Clock()) as desk:
        put_snapshot(desk.store._connection, forged(desk.store.snapshot("c1")))
        found = list(desk.verify())

        assert [(fault.case, "cached state" in fault.what) for fault in found] == [("c1", True)]
        assert list(desk.verify("c2")) == []
        assert list(desk.verify(after="c1")) == []


@pytest.mark.parametrize(
    "statement",
    ["UPDATE models SET text = replace(text, 'talk', 'task')", "UPDATE models SET text = '{'", "DELETE FROM models"],
)
def test_a_model_changed_in_the_store_decides_nothing(filled: Path, statement: str) -> None:
    """Fault 33: cases run on the model they were pinned to or not at all, and verify says that it is another."""
    with contextlib.closing(sqlite3.connect(filled, isolation_level=None)) as raw:
        for verb in ("update", "delete"):
            raw.execute(f"DROP TRIGGER models_never_{verb}")
        raw.execute(statement)
    with open_desk(quick(filled), clock=Clock()) as desk:
        with pytest.raises(DamagedError):
            desk.record("c1", TALK)
        with pytest.raises(DamagedError):
            desk.case("c1", SYSTEM)
        with pytest.raises(DamagedError):
            evaluate_store(desk.store, at=START)

        assert [(fault.case, fault.what[:9]) for fault in desk.verify()] == [("", "the model")]
