"""The cache of live cases: never the truth, always bounded."""

from __future__ import annotations

from pathlib import Path

from small_cases import MEETING, NURSE, TALK, Clock, numbered, opened, quick

import collabmodel as cm
from collabmodel.adapters import MemoryStore
from collabmodel.desk import SYSTEM, Desk, open_desk
from collabmodel.desk.live import LiveCases
from collabmodel.desk.shelf import Shelf


def reads(store: MemoryStore, monkeypatch) -> list[int]:
    """Note from where on records are read."""
    noted: list[int] = []
    read = store.read
    monkeypatch.setattr(store, "read", lambda case, after=0: (noted.append(after), read(case, after))[1])
    return noted


def test_the_next_command_reads_nothing_again(model: cm.Model, clock: Clock, monkeypatch) -> None:
    """A case that was folded is not folded again for its next command."""
    store = MemoryStore()
    with open_desk(store, model, clock=clock, new_id=numbered()) as desk:
        opened(desk)
        noted = reads(store, monkeypatch)
        for _ in range(5):
            desk.record("c1", TALK).unwrap()

    assert noted == []


def test_what_others_added_is_folded_on(model: cm.Model, clock: Clock, monkeypatch) -> None:
    """Only what came since is read, with the last known event to be sure that it is the same case."""
    store = MemoryStore()
    with open_desk(store, model, clock=clock, new_id=numbered()) as desk:
        opened(desk)
        desk.record("c1", TALK)
        other = open_desk(store, clock=clock, new_id=numbered("b"))
        for _ in range(3):
            other.record("c1", MEETING).unwrap()
        noted = reads(store, monkeypatch)

        assert desk.record("c1", TALK).unwrap().seq == 6
        assert noted == [1]


def test_the_cache_is_bounded(model: cm.Model, clock: Clock, monkeypatch) -> None:
    """The case that was looked at longest ago is forgotten first."""
    store = MemoryStore()
    with open_desk(store, model, clock=clock, new_id=numbered(), live=2) as desk:
        for case in ("c1", "c2", "c3"):
            opened(desk, case)
        noted = reads(store, monkeypatch)
        desk.case("c3", SYSTEM)
        desk.case("c2", SYSTEM)
        kept = len(noted)
        desk.case("c1", SYSTEM)

    assert kept == 0
    assert len(noted) == 1


def test_a_restored_store_is_not_taken_for_the_one_before(
    path: Path, tmp_path: Path, model: cm.Model, clock: Clock
) -> None:
    """Where the store under a desk is another one, the digest tells, and the case is folded anew."""
    with open_desk(quick(path), model, clock=clock, new_id=numbered("a")) as desk:
        opened(desk)
        desk.record("c1", TALK).unwrap()
        live = LiveCases(desk.store, Shelf(desk.store, None))
        before = live.get("c1")
    other_path = tmp_path / "other.db"
    with open_desk(quick(other_path), model, clock=clock, new_id=numbered("b")) as desk:
        opened(desk)
        desk.record("c1", MEETING).unwrap()
        desk.record("c1", MEETING).unwrap()
        live._store = desk.store
        after = live.get("c1")

    assert [state.completed for state in before.case.items] == [1, 0, 0, 0]
    assert [state.completed for state in after.case.items] == [0, 2, 0, 0]


def test_a_forgotten_case_is_the_same_when_it_is_folded_again(desk: Desk) -> None:
    """What was decided step by step equals what a fresh desk reads."""
    opened(desk)
    for _ in range(3):
        desk.record("c1", TALK)
        desk.record("c1", MEETING)
    known = desk.case("c1", SYSTEM).unwrap().case

    fresh = LiveCases(desk.store, Shelf(desk.store, None)).get("c1")

    assert fresh.case == known
    assert NURSE.person in {one.person for one in fresh.case.participants}
