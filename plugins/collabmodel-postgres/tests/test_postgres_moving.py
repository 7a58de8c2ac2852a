"""Everything in a store elsewhere is moved here under its digests, and what was broken off goes on."""

from __future__ import annotations

import contextlib

import attrs
import pytest
from conftest import settings_of

from collabmodel.adapters import MemoryStore, SqliteStore
from collabmodel.errors import ConfigError, DamagedError, StoreError
from collabmodel.plugin import digest
from collabmodel.testing import FaultPoints, a_batch, a_message, a_row, raising
from collabmodel.testing.builders import NOON
from collabmodel.testing.conformance.listing import HOUR, READ
from collabmodel.testing.conformance.posting import LATER, LEASE
from collabmodel_postgres import copy_store, copying
from collabmodel_postgres.__main__ import main


@pytest.fixture
def source(tmp_path, monkeypatch):
    """A store in a file with something of every kind, and pages so small that everything takes several."""
    monkeypatch.setattr(copying, "PAGE", 4)
    with contextlib.closing(SqliteStore(tmp_path / "cases.db", synchronous="normal")) as store:
        for number in range(9):
            case = f"c{number}"
            row = a_row(case, due=NOON + number * HOUR, worker="p-17", guardian=f"p-{number}")
            store.append(a_batch(case, count=300 if number == 3 else 2, row=row, messages=(a_message(f"m{number}"),)))
            store.append(a_batch(case, store.head(case).seq, row=row))
            store.log_access(attrs.evolve(READ, case=case))
        store.append(a_batch("idle", count=0, key="idle"))
        store.put_model("h1", "{}")
        store.put_model("h2", "[]")
        claimed = store.claim(LATER, LEASE, 2)
        store.settle(claimed[0].message.id, sent=True)
        store.settle(claimed[1].message.id, sent=False, why="TimeoutError")
        yield store


def test_everything_is_moved(source, store):
    """Heads, records, rows, keys, models, the access log and the outbox are equal on both sides."""
    heads = list(source.heads())
    said = copy_store(source, store)

    assert (
        said == "9 cases with 325 events, 19 idempotency keys and 9 entries of the access log are equal on both sides"
    )
    assert list(store.verify(heads=heads)) == []
    for case in ("c1", "c3"):
        assert list(store.read(case)) == list(source.read(case))
    assert list(store.rows()) == list(source.rows())
    assert list(store.rows(person="p-3")) == list(source.rows(person="p-3"))
    assert list(store.rows(due_before=NOON + 5 * HOUR)) == list(source.rows(due_before=NOON + 5 * HOUR))
    assert [store.model(each) for each in store.models()] == ["{}", "[]"]
    assert list(store.accesses()) == list(source.accesses())
    for dead in (False, True):
        assert [each.message.id for each in store.outbox(dead=dead)] == [
            each.message.id for each in source.outbox(dead=dead)
        ]
    assert list(store.keys()) == list(source.keys())
    assert len(list(store.follow())) == 325
    assert store.append(a_batch("idle", count=0, key="idle")).repeated
    assert store.append(a_batch("c1", 3)).last == 4


@pytest.mark.parametrize("turn", [1, 3, 7, 12, 14, 18, 20])
def test_a_move_broken_off_goes_on(source, opened, turn):
    """Broken off anywhere, a move is asked for again and ends with everything there once."""
    points = FaultPoints()
    store = opened(at=points)
    points.plan("move.before_commit", raising(RuntimeError("broken off")), turn)
    with pytest.raises(RuntimeError):
        copy_store(source, store)
    said = copy_store(source, store)

    assert "9 cases with 325 events" in said
    assert list(store.verify()) == []
    assert len(list(store.outbox())) == len(list(source.outbox()))


def test_a_move_that_was_done_brings_no_message_back(source, store):
    """Asked for once more after messages were sent here, a move only looks, and nothing is sent a second time."""
    copy_store(source, store)
    for parcel in store.claim(LATER + LEASE, LEASE, 99):
        store.settle(parcel.message.id, sent=True)
    copy_store(source, store)

    assert list(store.outbox()) == []


def test_what_is_here_already_is_left_alone(source, store):
    """Into a store with cases of its own nothing is moved."""
    store.append(a_batch("own"))
    with pytest.raises(StoreError, match="cases here already"):
        copy_store(source, store)

    assert [head.case for head in store.heads()] == ["own"]


def test_a_record_that_differs_is_not_moved_over(source, opened):
    """Where the record here went another way, it is damage, and neither side is changed."""
    points = FaultPoints()
    store = opened(at=points)
    points.plan("move.before_commit", raising(RuntimeError("broken off")), 4)
    with pytest.raises(RuntimeError):
        copy_store(source, store)
    head = store.head("c0")
    store.append(a_batch("c0", head.seq, key="elsewhere", count=2))
    with pytest.raises(DamagedError, match="case c0"):
        copy_store(source, store)


def test_damage_is_not_moved(source, store):
    """A record that is not what was written is told, and its case is not taken."""
    source._connection.raw.execute("DROP TRIGGER events_never_update")
    source._connection.raw.execute(
        "UPDATE events SET digest = ? WHERE case_id = 'c3' AND seq = 200", (digest("", "", 1, "", 1, b""),)
    )
    with pytest.raises(DamagedError, match="case c3, event 200"):
        copy_store(source, store)

    assert store.head("c3") is None


def test_only_stores_that_list_everything_are_moved(store):
    """A store that cannot list its keys would lose them, so it is refused; and only PostgreSQL is a target."""
    with contextlib.closing(MemoryStore()) as other:
        with pytest.raises(ConfigError, match="keys and models"):
            copy_store(other, store)
        with pytest.raises(ConfigError, match="not a store on PostgreSQL"):
            copy_store(store, other)


@pytest.mark.usefixtures("source")
def test_the_command_moves(server, tmp_path, capsys):
    """The command moves a file into the schema that the settings name."""
    settings = tmp_path / "settings.yaml"
    settings.write_text(f"stores:\n  postgresql:\n    schema: {settings_of(tmp_path / 'moved').schema}\n")

    assert main(["--settings", str(settings), "move", f"sqlite:///{tmp_path}/cases.db", server.url()]) == 0
    assert "equal on both sides" in capsys.readouterr().out
