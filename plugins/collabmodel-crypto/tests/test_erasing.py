"""Erasing: keys are destroyed before anything says so, and nothing that was sealed is ever read or guessed again."""

from __future__ import annotations

import contextlib
import shutil

import attrs
import pytest
from wrapping import memory, sqlite

import collabmodel as cm
from collabmodel.errors import ErasedError, KeyUnavailableError, StoreError
from collabmodel.history import Actor
from collabmodel.plugin import Access, Snapshot
from collabmodel.testing import NOON, FaultPoints, a_batch, a_message, a_row, an_event, kill_here
from collabmodel_crypto import search_residue

AINO, NOTE, WHY, KEY, ANSWER = "aino-4711", "cried in the hall", "asked by grandmother", "aino-first-talk", "call Aino"
PLANTED = (AINO, NOTE, WHY, KEY, ANSWER)
WORKER = "worker-0815"
POINTS = (
    "destroy.before_commit",
    "destroy.after_commit",
    "record.logged",
    "record.before_commit",
    "record.after_commit",
    "cleared.before_commit",
    "cleared.after_commit",
)


def told(case, seq=1, person=AINO, note=NOTE):
    """An event of a worker that tells of a person."""
    event = an_event(case, seq, person=person, note=note, count=3, lines=((("person", person), ("outcome", "came")),))
    return attrs.evolve(event, actor=Actor(role="worker", person=WORKER, organisation="school"))


def filled(store, case="c1", person=AINO):
    """Put everything into a store in which a person may stand."""
    row = a_row(case, due=NOON, child=person, worker=WORKER)
    message = attrs.evolve(a_message(f"m-{case}"), to=person)
    batch = a_batch(
        case, key=f"{KEY}-{case}", answer=ANSWER, row=row, events=(told(case, person=person),), messages=(message,)
    )
    receipt = store.append(batch)
    store.put_snapshot(Snapshot(case=case, seq=1, digest=receipt.digest, code="x", state=f"{person} {NOTE}".encode()))
    store.log_access(Access(at=NOON, case=case, person=WORKER, role="worker", what="case", reason=WHY))
    return batch


def files_of(folder):
    """Everything that the stores wrote, without the secrets of the tests."""
    return [path for path in folder.iterdir() if path.suffix != ".secret"]


@pytest.fixture
def store(tmp_path):
    with contextlib.closing(sqlite(tmp_path)) as opened:
        yield opened


def test_nothing_personal_is_in_any_file_even_before_erasure(store, tmp_path):
    """Sealed is sealed: planted words are in no file, in no form, while the store can read all of them."""
    batch = filled(store)

    assert search_residue(PLANTED, files_of(tmp_path)) == ()
    assert [one.event for one in store.read("c1")] == list(batch.events)
    assert store.row("c1") == batch.row
    assert store.receipt(batch.key).answer == ANSWER
    assert [one.reason for one in store.accesses()] == [WHY]
    assert [one.message for one in store.outbox()] == list(batch.messages)
    assert store.snapshot("c1").state == f"{AINO} {NOTE}".encode()


def test_the_search_finds_what_is_there(tmp_path):
    """The same words in a bare store are found, so that finding none says something."""
    with contextlib.closing(cm.plugin.open_store(f"sqlite:///{tmp_path}/bare.db")) as bare:
        filled(bare)

    assert {one.marker for one in search_residue(PLANTED, [tmp_path])} == {1, 2, 3, 4, 5}


def test_an_erased_case_says_so_and_others_go_on(store):
    """Load, key, head and new commands raise ErasedError, lists show that it is erased, and another case loads."""
    batch = filled(store)
    other = filled(store, "c2")
    done = store.erase_case("c1", order="decision 12/2026", at=NOON)

    assert (done.what, done.case, done.order) == ("case", "c1", "decision 12/2026")
    for asked in (
        lambda: list(store.read("c1")),
        lambda: store.head("c1"),
        lambda: store.receipt(batch.key),
        lambda: store.append(a_batch("c1", 1)),
        lambda: store.append(a_batch("c1")),
    ):
        with pytest.raises(ErasedError):
            asked()
    assert [(row.id, row.status) for row in store.rows()] == [("c1", "erased"), ("c2", "open")]
    assert [row.id for row in store.rows(status="open")] == [row.id for row in store.rows(person=AINO)] == ["c2"]
    assert [row.id for row in store.rows(due_before=NOON + (NOON - NOON.replace(hour=1)))] == ["c2"]
    assert [one.event for one in store.read("c2")] == list(other.events)
    assert list(store.verify()) == []
    assert [head.case for head in store.heads()] == ["c1", "c2"]


def test_nothing_is_left_of_an_erased_case_in_a_backup(store, tmp_path):
    """A copy of the events made before the erasure holds no key: after it nobody can read it either."""
    filled(store)
    (tmp_path / "old").mkdir()
    store.backup(str(tmp_path / "old" / "cases.db"))
    store.erase_case("c1", order="decision 1", at=NOON)
    store.close()
    for side in ("cases.db-wal", "cases.db-shm"):
        (tmp_path / side).unlink(missing_ok=True)
    shutil.copy(tmp_path / "old" / "cases.db", tmp_path / "cases.db")
    with contextlib.closing(sqlite(tmp_path)) as again:
        assert search_residue(PLANTED, files_of(tmp_path)) == ()
        with pytest.raises(ErasedError):
            list(again.read("c1"))
        assert [row.status for row in again.rows()] == ["erased"]


def test_keys_are_overwritten_and_not_only_forgotten(store, tmp_path):
    """Fault 56: neither the wrapped keys nor anything else of the holder is left in the key file."""
    filled(store)
    rows = store.key_file._tables.rows("SELECT wrapped FROM keys")
    case = store.key_file._tables.rows(
        "SELECT k.wrapped FROM keys k JOIN holders h USING (handle) WHERE h.kind = 'case'"
    )
    assert len(search_residue([row[0] for row in rows], [tmp_path / "keys.db"])) >= len(rows)
    store.erase_case("c1", order="decision 1", at=NOON)

    assert search_residue([row[0] for row in case], files_of(tmp_path)) == ()


def test_one_person_of_a_case_is_erased_and_the_case_stays(store):
    """The person's id and what tells of them cannot be read any more; the events, others and the chain stay."""
    mother = "mother-12"
    row = a_row("c1", child=AINO, guardian=mother, worker=WORKER)
    store.append(a_batch("c1", row=row, events=(told("c1"), told("c1", 2, mother, "was angry"))))
    store.append(a_batch("c1", 2, row=row, messages=(attrs.evolve(a_message(), to=mother),)))
    before = [one.event for one in store.read("c1")]
    assert store.erase_person(mother, order="decision 2", at=NOON).case == ""
    after = [one.event for one in store.read("c1")]

    assert after[0] == before[0]
    (gone,) = {dict(after[1].data)["person"]}
    assert gone.startswith("erased-")
    assert dict(after[1].data) == {
        "person": gone, "note": "erased", "count": 3, "lines": ((("person", gone), ("outcome", "came")),),
    }  # fmt: skip
    assert after[1].actor == before[1].actor
    assert store.row("c1").roles == (("child", AINO), ("guardian", gone), ("worker", WORKER))
    assert list(store.verify()) == []
    assert [row.id for row in store.rows(person=AINO)] == ["c1"]
    with pytest.raises(ErasedError):
        list(store.rows(person=mother))


def test_a_case_goes_on_after_a_person_was_erased(store):
    """What stands for the person is taken as such; their id is refused, so that no cache brings them back."""
    row = a_row("c1", child=AINO, worker=WORKER)
    store.append(a_batch("c1", row=row))
    store.erase_person(AINO, order="decision 2", at=NOON)
    with pytest.raises(ErasedError):
        store.append(a_batch("c1", 1, row=row))
    now = store.row("c1")
    store.append(a_batch("c1", 1, row=now))

    assert store.row("c1") == now
    assert store.erase_person(AINO, order="decision 2", at=NOON) is None
    assert len(store.keys.destructions()) == 1


def test_cached_states_and_messages_of_a_person_go_with_them(store):
    """A snapshot may tell of anybody, so none is read or kept by who was open then; messages are given up."""
    batch = filled(store)
    store.erase_person(AINO, order="decision 2", at=NOON)
    store.put_snapshot(Snapshot(case="c1", seq=1, digest=store.head("c1").digest, code="x", state=AINO.encode()))

    assert store.snapshot("c1") is None
    assert store.claim(NOON, NOON - NOON.replace(hour=11), 9) == ()
    assert [(one.message.id, one.message.to, one.why) for one in store.outbox(dead=True)] == [
        (batch.messages[0].id, "erased", "ErasedError")
    ]


def test_another_process_learns_of_an_erasure(store, tmp_path):
    """A key that somebody else destroyed is not used from memory."""
    filled(store)
    assert len(list(store.read("c1"))) == 1
    with contextlib.closing(sqlite(tmp_path)) as operator:
        operator.erase_case("c1", order="decision 3", at=NOON)
        with pytest.raises(ErasedError):
            store.head("c1")
        with pytest.raises(ErasedError):
            list(store.read("c1"))


@pytest.mark.parametrize("point", POINTS)
def test_an_erasure_killed_anywhere_is_finished_by_doing_it_again(tmp_path, killed, point):
    """Fault 55: killed between destroying and recording, nothing is ever recorded but readable; rerun finishes."""
    with contextlib.closing(sqlite(tmp_path)) as store:
        filled(store)

    def erase():
        points = FaultPoints()
        opened = sqlite(tmp_path, keys_at=points)
        points.plan(point, kill_here)
        opened.erase_case("c1", order="decision 4", at=NOON)

    assert killed(erase) == 9
    log = tmp_path / "keys.db.destroyed"
    recorded = log.exists() and "c1" in log.read_text()
    with contextlib.closing(sqlite(tmp_path)) as store:
        if recorded or point != "destroy.before_commit":
            with pytest.raises(ErasedError):
                list(store.read("c1"))
        done = store.erase_case("c1", order="decision 4", at=NOON)

        assert (done is None) is (point != "destroy.before_commit")
        with pytest.raises(ErasedError):
            list(store.read("c1"))
        assert [one.case for one in store.keys.destructions()] == ["c1"]
        assert store.keys.uncleared() == ()
        assert [row.status for row in store.inner.rows()] == ["erased"]
        assert list(store.verify()) == []
    assert search_residue(PLANTED, files_of(tmp_path)) == ()


def test_a_restored_key_file_does_not_bring_back_what_was_destroyed(tmp_path):
    """A copy of the key file made before obeys the log of destroyed keys: it is cleansed when it is opened."""
    with contextlib.closing(sqlite(tmp_path)) as store:
        filled(store)
        store.append(a_batch("c2", row=a_row("c2", child="other-child")))
    shutil.copy(tmp_path / "keys.db", tmp_path / "keys.copy")
    with contextlib.closing(sqlite(tmp_path)) as store:
        store.erase_case("c1", order="decision 5", at=NOON)
        store.erase_person("other-child", order="decision 6", at=NOON)
    shutil.copy(tmp_path / "keys.copy", tmp_path / "keys.db")
    with contextlib.closing(sqlite(tmp_path)) as store:
        with pytest.raises(ErasedError):
            list(store.read("c1"))
        with pytest.raises(ErasedError):
            list(store.rows(person="other-child"))
        assert dict(store.row("c2").roles)["child"].startswith("erased-")
        rows = store.key_file._tables.rows("SELECT count(*) FROM holders WHERE kind <> 'store'")

        assert rows == [(4,)]
        assert list(store.verify()) == []


def test_a_list_that_was_begun_goes_on_where_somebody_else_erases_a_case(tmp_path):
    """What was taken out of a row meanwhile is no damage: the list says that the case was erased, and goes on."""
    with contextlib.closing(sqlite(tmp_path)) as store, contextlib.closing(sqlite(tmp_path)) as operator:
        for case in ("c1", "c2", "c3"):
            operator.append(a_batch(case, row=a_row(case)))
        begun = store.rows()
        assert [row.status for row in store.rows()] == ["open"] * 3
        operator.erase_case("c2", order="decision 8", at=NOON)
        found = [(row.id, row.status) for row in begun]

    assert found == [("c1", "open"), ("c2", "erased"), ("c3", "open")]


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85", "\x0b", "\r", "\x1e"])
def test_no_character_of_an_order_makes_the_log_of_destroyed_keys_unreadable(tmp_path, sign):
    """What some call the end of a line is none in the log: the store opens again, and the order is as it was given."""
    with contextlib.closing(sqlite(tmp_path)) as store:
        store.append(a_batch("c1", row=a_row("c1")))
        store.erase_case("c1", order=f"decision{sign}14", at=NOON)
    with contextlib.closing(sqlite(tmp_path)) as store:
        orders = [one.order for one in store.keys.destructions()]

    assert orders == [f"decision{sign}14"]


def test_a_lost_log_of_destroyed_keys_is_written_again(tmp_path):
    """Either of key file and log is enough to know what was destroyed."""
    with contextlib.closing(sqlite(tmp_path)) as store:
        filled(store)
        done = store.erase_case("c1", order="decision 7", at=NOON)
    (tmp_path / "keys.db.destroyed").unlink()
    with contextlib.closing(sqlite(tmp_path)) as store:
        assert store.keys.destructions() == (done,)


def test_the_access_log_outlives_the_case(store):
    """Who read an erased case stays known; why, which may tell of the case, does not."""
    filled(store)
    store.erase_case("c1", order="decision 8", at=NOON)

    assert [(one.person, one.role, one.reason) for one in store.accesses()] == [(WORKER, "worker", "erased")]
    store.erase_person(WORKER, order="decision 9", at=NOON)
    assert [one.person.split("-")[0] for one in store.accesses("c1")] == ["erased"]


@pytest.mark.parametrize("order", ["", "two\nlines", "x" * 201])
def test_an_erasure_needs_an_order(store, order):
    """Without an order that can be written down nothing is destroyed."""
    filled(store)
    with pytest.raises(StoreError):
        store.erase_case("c1", order=order, at=NOON)

    assert len(list(store.read("c1"))) == 1


def test_what_is_not_there_cannot_be_erased(store):
    """An id that has no keys is told, so that a slip of the pen does not pass for an erasure."""
    for erase in (store.erase_case, store.erase_person):
        with pytest.raises(StoreError) as caught:
            erase("nobody", order="decision 10", at=NOON)

        assert not isinstance(caught.value, ErasedError)


def test_a_desk_evaluates_the_cases_that_are_left(tmp_path):
    """Exports leave out erased cases, and verifying a desk finds nothing wrong with them."""
    model = cm.load("id: talks\nroles: {worker: {side: professional}}\nactivities: {talk: {kind: task}}")
    by = Actor(role="worker", person=WORKER)
    with cm.open_desk(sqlite(tmp_path), model, clock=lambda: NOON) as desk:
        for case in ("c1", "c2"):
            desk.open_case(by=by, id=case).unwrap()
        desk.store.erase_case("c1", order="decision 11", at=NOON)

        assert cm.history_of(desk.store, at=NOON).cases == ("c2",)
        assert list(desk.verify()) == []
        with pytest.raises(ErasedError):
            desk.case("c1", cm.desk.SYSTEM)


def test_what_was_sealed_before_and_kept_after_an_erasure_is_taken_out_of_lists(tmp_path):
    """A command that overtakes an erasure leaves neither status, due time nor handles in the index."""
    points = FaultPoints()
    with contextlib.closing(memory(tmp_path, at=points)) as store:
        batch = filled(store)
        points.plan("append.before_commit", lambda: store.erase_case("c1", order="decision 13", at=NOON))
        store.append(a_batch("c1", 1, row=attrs.evolve(batch.row, due=NOON)))
        (row,) = store.inner.rows()

        assert (row.status, row.due, row.roles) == ("erased", None, ())
        with pytest.raises(ErasedError):
            list(store.read("c1"))


def test_a_store_in_memory_is_erased_alike(tmp_path):
    """The wrapper asks nothing of the inner store but what every store has."""
    with contextlib.closing(memory(tmp_path)) as store:
        filled(store)
        store.erase_case("c1", order="decision 12", at=NOON)
        with pytest.raises(ErasedError):
            list(store.read("c1"))
        with pytest.raises(KeyUnavailableError):
            store.keys.held("never-there")
