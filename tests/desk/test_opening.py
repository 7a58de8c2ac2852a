"""Opening a desk, and what belongs to a desk as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_cases import NURSE, READER, TALK, Clock, numbered, opened, quick

import collabmodel as cm
from collabmodel.adapters import MemoryStore
from collabmodel.desk import SYSTEM, Desk, Done, open_desk
from collabmodel.desk.kept_answers import KeptAnswer, parse_answer
from collabmodel.errors import BusyError, DamagedError, StoreError
from collabmodel.testing.faults import FaultPoints, raising


def test_a_url_opens_a_store_and_leaving_closes_it(path: Path, model: cm.Model) -> None:
    """A desk takes the URL of a store, and its own clock and ids where none are given."""
    with open_desk(f"sqlite:///{path}", model) as desk:
        done = desk.open_case(by=NURSE).unwrap()

    assert len(done.id) == 32
    assert done.events[0].recorded.tzinfo is not None
    with pytest.raises(StoreError):
        desk.case(done.id, SYSTEM)


def test_a_store_that_cannot_keep_the_model_is_closed(model: cm.Model) -> None:
    """Where opening fails, nothing is left open."""
    points = FaultPoints()
    points.plan("model.before_commit", raising(BusyError("x")))
    store = MemoryStore(at=points)
    store.put_model = lambda *_: raising(BusyError("x"))()

    with pytest.raises(BusyError):
        open_desk(store, model)
    with pytest.raises(StoreError, match="closed"):
        store.head("c1")


def test_closing_a_case(desk: Desk) -> None:
    """A case is closed with an ending, as of the place that the caller knows."""
    opened(desk)

    done = desk.close_case("c1", "ready", by=NURSE, expected=1)

    assert isinstance(done, Done)
    assert (done.row.status, done.row.ending) == ("closed", "ready")


def test_a_backup_is_whole_and_in_the_log(sqlite_desk: Desk, tmp_path: Path, model: cm.Model) -> None:
    """A copy holds everything, and that it was made stands in the log before it is."""
    opened(sqlite_desk)
    sqlite_desk.record("c1", TALK)

    sqlite_desk.backup(str(tmp_path / "copy.db"))

    assert [access.what for access in sqlite_desk.store.accesses()] == ["backup"]
    with open_desk(quick(tmp_path / "copy.db"), model, clock=Clock()) as copy:
        assert copy.case("c1", READER).unwrap().seq == 2


def test_verify_names_what_is_damaged(desk: Desk) -> None:
    """Verifying shows nothing of a case; heads kept elsewhere show what was cut."""
    opened(desk)
    heads = list(desk.store.heads())

    assert list(desk.verify(heads=heads)) == []
    wrong = [type(heads[0])(case="c1", seq=9, digest="0" * 64)]
    assert [fault.case for fault in desk.verify(heads=wrong)] == ["c1"]


def test_a_case_whose_model_is_gone_is_damaged_and_others_run(model: cm.Model, clock: Clock) -> None:
    """Nothing is guessed about a case whose model the store has lost."""
    store = MemoryStore()
    with open_desk(store, model, clock=clock, new_id=numbered()) as desk:
        opened(desk)
        store._models.clear()
        fresh = open_desk(store, clock=clock)

        with pytest.raises(DamagedError, match="model"):
            fresh.case("c1", SYSTEM)
        assert fresh.tick(every=True).failed == (("c1", "DamagedError"),)


@pytest.mark.parametrize("text", ["", "done", "[]", "{}", '{"warned": 1}', '{"warned": [], "fingerprint": "f"}'])
def test_an_answer_that_means_nothing_fits_no_command(text: str) -> None:
    """Keys of others in the same store are never taken for the desk's."""
    assert parse_answer(text) == KeptAnswer()


def test_a_desk_that_finds_the_store_busy_says_so(desk: Desk, monkeypatch) -> None:
    """Also looking a key up may find the store busy; the answer is the same."""
    opened(desk)
    monkeypatch.setattr(desk.store, "receipt", lambda _: raising(BusyError("x"))())

    answer = desk.record("c1", TALK, key="k")

    assert answer.key == "k"
    with pytest.raises(BusyError):
        answer.unwrap()
