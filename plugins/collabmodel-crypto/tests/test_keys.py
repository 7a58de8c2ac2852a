"""Keys: missing, wrong, rotated, made by several at once; and what can be done without them."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import sqlite3
import stat
import threading

import pytest
from test_erasing import filled
from wrapping import MASTER, OTHER, secret, sqlite

from collabmodel.errors import CollabError, ConfigError, DamagedError, KeyUnavailableError
from collabmodel.plugin import Host, read_settings
from collabmodel.testing import NOON, FaultPoints, a_batch, a_message, a_row, kill_here
from collabmodel_crypto import Kind
from collabmodel_crypto.key_file import KeyFile
from collabmodel_crypto.masters import Masters, key_of


def other_master(folder):
    return {"master": secret(folder, "other", OTHER)}


def spoil(path):
    path.write_bytes(b"this is no database at all, only some words" * 40)


LOSSES = {
    "the key file is missing": (lambda folder: (folder / "keys.db").rename(folder / "gone.bin"), {}),
    "the key file is another file": (lambda folder: spoil(folder / "keys.db"), {}),
    "the key file is empty": (lambda folder: (folder / "keys.db").write_bytes(b""), {}),
    "the master key is another one": (lambda _: None, "other"),
}


def test_a_message_whose_key_is_missing_holds_up_no_other(tmp_path):
    """One case whose key an older key file lacks must not keep the messages of all others from being sent."""
    with contextlib.closing(sqlite(tmp_path)) as store:
        for case in ("c1", "c2", "c3"):
            store.append(a_batch(case, row=a_row(case), messages=(a_message(f"m-{case}"),)))
        with contextlib.closing(sqlite3.connect(tmp_path / "keys.db", isolation_level=None)) as raw:
            raw.execute("DELETE FROM holders WHERE kind = 'case' AND name = 'c2'")
        claimed = store.claim(NOON, dt.timedelta(minutes=5), 9)

        assert [parcel.message.id for parcel in claimed] == ["m-c1", "m-c3"]
        for parcel in claimed:
            store.settle(parcel.message.id, sent=True)
        with pytest.raises(KeyUnavailableError):
            store.claim(NOON + dt.timedelta(minutes=6), dt.timedelta(minutes=5), 9)


@pytest.mark.parametrize("loss", LOSSES)
def test_without_keys_everything_says_so_and_lists_still_work(tmp_path, loss):
    """Fault 54: never empty data, never new keys for old cases; ids, status, due times, chains and backup remain."""
    with contextlib.closing(sqlite(tmp_path)) as store:
        batch = filled(store)
        heads = list(store.heads())
    act, how = LOSSES[loss]
    act(tmp_path)
    with contextlib.closing(sqlite(tmp_path, **(other_master(tmp_path) if how else {}))) as store:
        for asked in (
            lambda: list(store.read("c1")),
            lambda: store.receipt(batch.key),
            lambda: store.append(a_batch("c1", 1)),
            lambda: list(store.accesses()),
            lambda: list(store.outbox()),
            lambda: store.claim(NOON, NOON - NOON.replace(hour=11), 9),
            lambda: list(store.rows(person="aino-4711")),
            lambda: store.snapshot("c1"),
        ):
            with pytest.raises(KeyUnavailableError):
                asked()
        (row,) = store.rows()

        assert (row.id, row.status, row.due, row.roles, row.model) == ("c1", "open", NOON, (), "sealed")
        assert list(store.heads()) == heads
        assert store.head("c1") == heads[0]
        assert {fault.case for fault in store.verify()} <= {"", "c1"}
        assert list(store.verify()) != []
        assert list(store.inner.verify(heads=heads)) == []
        store.backup(str(tmp_path / "copy.db"))


def test_the_right_key_file_put_back_opens_everything(tmp_path):
    """Nothing that was tried meanwhile harmed what is sealed."""
    with contextlib.closing(sqlite(tmp_path)) as store:
        batch = filled(store)
    (tmp_path / "keys.db").rename(tmp_path / "away.db")
    with contextlib.closing(sqlite(tmp_path)) as store:
        with pytest.raises(CollabError):
            store.append(a_batch("c9"))
        assert not (tmp_path / "keys.db").exists()
    (tmp_path / "away.db").rename(tmp_path / "keys.db")
    with contextlib.closing(sqlite(tmp_path)) as store:
        assert [one.event for one in store.read("c1")] == list(batch.events)
        assert list(store.verify()) == []


def test_an_older_key_file_lacks_newer_keys_and_makes_no_others(tmp_path):
    """A key file restored from before a case was opened gives KeyUnavailableError for it, and the others open."""
    with contextlib.closing(sqlite(tmp_path)) as store:
        filled(store)
    old = (tmp_path / "keys.db").read_bytes()
    with contextlib.closing(sqlite(tmp_path)) as store:
        store.append(a_batch("c2", row=a_row("c2", child="newer")))
    (tmp_path / "keys.db").write_bytes(old)
    with contextlib.closing(sqlite(tmp_path)) as store:
        assert len(list(store.read("c1"))) == 1
        with pytest.raises(KeyUnavailableError):
            list(store.read("c2"))
        with pytest.raises(KeyUnavailableError):
            store.append(a_batch("c2", 1))
        assert [(row.id, row.model) for row in store.rows()] == [("c1", "m"), ("c2", "sealed")]


def test_files_are_private(tmp_path):
    """Key file and log can be read by their owner alone, whatever the umask."""
    before = os.umask(0)
    try:
        with contextlib.closing(sqlite(tmp_path)) as store:
            filled(store)
            store.erase_case("c1", order="decision 1", at=NOON)
    finally:
        os.umask(before)

    for name in ("keys.db", "keys.db.destroyed"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_a_new_master_key_wraps_everything_anew(tmp_path):
    """After rewrapping the old master key is needed no more, and opens nothing any more."""
    with contextlib.closing(sqlite(tmp_path)) as store:
        batch = filled(store)
    new = {"master": secret(tmp_path, "other", OTHER), "old_masters": (secret(tmp_path),)}
    with contextlib.closing(sqlite(tmp_path, **new)) as store:
        assert [one.event for one in store.read("c1")] == list(batch.events)
        count = store.key_file.rewrap()
        assert count == sum(number for _, number in store.key_file.masters())
        assert len(store.key_file.masters()) == 1
        assert store.key_file.rewrap() == 0
    with contextlib.closing(sqlite(tmp_path, **other_master(tmp_path))) as store:
        assert [one.event for one in store.read("c1")] == list(batch.events)
        assert list(store.verify()) == []
    with contextlib.closing(sqlite(tmp_path)) as store, pytest.raises(KeyUnavailableError):
        list(store.read("c1"))


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_a_rotation_killed_half_way_goes_on(tmp_path, killed, monkeypatch, turn):
    """Killed between two steps, both master keys are needed until it is done again."""
    monkeypatch.setattr("collabmodel_crypto.key_file.PAGE", 3)
    with contextlib.closing(sqlite(tmp_path)) as store:
        for number in range(8):
            store.append(a_batch(f"c{number}", row=a_row(f"c{number}", child=f"child-{number}")))
    new = {"master": secret(tmp_path, "other", OTHER), "old_masters": (secret(tmp_path),)}

    def rotate():
        points = FaultPoints()
        opened = sqlite(tmp_path, keys_at=points, **new)
        points.plan("rewrap.before_commit", kill_here, turn)
        opened.key_file.rewrap()

    assert killed(rotate) == 9
    with contextlib.closing(sqlite(tmp_path, **new)) as store:
        assert len(store.key_file.masters()) == (1 if turn == 1 else 2)
        assert all(len(list(store.read(f"c{number}"))) == 1 for number in range(8))
        store.key_file.rewrap()
        assert [id for id, _ in store.key_file.masters()] == [Masters(key_of(new["master"])).current]
    with contextlib.closing(sqlite(tmp_path, **other_master(tmp_path))) as store:
        assert list(store.verify()) == []


def test_a_new_data_key_seals_from_now_on(tmp_path):
    """Every record names its key: older ones open with the older one, also for who is reading just then."""
    with contextlib.closing(sqlite(tmp_path)) as store, contextlib.closing(sqlite(tmp_path)) as other:
        filled(store)
        reading = other.read("c1")
        assert next(reading).seq == 1
        assert store.keys.renew(Kind.CASE, "c1") == 2
        assert store.keys.renew(Kind.PERSON, "aino-4711") == 2
        row = store.row("c1")
        store.append(a_batch("c1", 1, row=row))
        other.append(a_batch("c1", 2, row=row))

        assert [dict(one.data)["key"] for one in (found.event for found in store.inner.read("c1"))] == [1, 2, 2]
        assert [one.seq for one in other.read("c1")] == [1, 2, 3]
        assert [found.id for found in other.rows(person="aino-4711")] == ["c1"]
        assert list(store.verify()) == []


def test_keys_made_at_once_are_made_once(tmp_path):
    """Two who need keys of the same case and person at the same moment get the same ones."""
    masters = Masters(bytes(range(32)))
    KeyFile(tmp_path / "keys.db", masters).close()
    found, barrier = [], threading.Barrier(2)

    def need():
        with contextlib.closing(KeyFile(tmp_path / "keys.db", masters)) as keys:
            for number in range(10):
                barrier.wait()
                found.append([one.keys for one in keys.need([(Kind.CASE, f"c{number}"), (Kind.PERSON, f"p{number}")])])

    threads = [threading.Thread(target=need) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 20
    assert len({str(one) for one in found}) == 10


def test_a_wrapped_key_that_was_changed_is_told(tmp_path):
    """A flipped bit in the key file makes a key unavailable, never another key."""
    with contextlib.closing(sqlite(tmp_path)) as store:
        filled(store)
        with store.key_file._tables.writing("test") as raw:
            cases = "SELECT handle FROM holders WHERE kind = 'case'"
            raw.execute(f"UPDATE keys SET wrapped = zeroblob(40) WHERE handle IN ({cases})")
    with contextlib.closing(sqlite(tmp_path)) as store, pytest.raises(KeyUnavailableError):
        list(store.read("c1"))


@pytest.mark.parametrize("text", ["", "short", "not base64 at all!", "QUJD"])
def test_a_master_key_that_is_none_is_refused_unquoted(tmp_path, text):
    """A secret that is no key is told by its place and never shown."""
    with pytest.raises(ConfigError) as caught:
        sqlite(tmp_path, master=secret(tmp_path, "bad", text))

    assert not text or text not in str(caught.value)


def test_the_wrapper_is_opened_by_its_url(tmp_path):
    """A file of settings and a URL are all that is needed; a misspelt or missing setting is told with its place."""
    text = f"stores:\n  crypto:\n    keys: {tmp_path}/keys.db\n    master: {secret(tmp_path).source}\n"
    host = Host.discover(settings=read_settings(text))
    with contextlib.closing(host.open_store(f"crypto+sqlite:///{tmp_path}/cases.db")) as store:
        store.append(a_batch())

        assert store.durability.store == "crypto+sqlite"
        assert MASTER not in repr(host.settings.parts)
    with pytest.raises(CollabError):
        Host.discover().open_store(f"crypto+sqlite:///{tmp_path}/other.db")


def test_a_damaged_log_of_destroyed_keys_is_not_passed_over(tmp_path):
    """Whoever breaks a line of the log does not bring a key back: the store is not opened until it is mended."""
    with contextlib.closing(sqlite(tmp_path)) as store:
        filled(store)
        store.erase_case("c1", order="decision 1", at=NOON)
    log = tmp_path / "keys.db.destroyed"
    log.write_text(log.read_text().replace("case", "caze", 1))
    with pytest.raises(DamagedError):
        sqlite(tmp_path)


def test_a_line_broken_off_by_a_power_cut_is_written_over(tmp_path):
    """Half a line at the end was never written; the next erasure stands in its place."""
    with contextlib.closing(sqlite(tmp_path)) as store:
        filled(store)
        filled(store, "c2")
        store.erase_case("c1", order="decision 1", at=NOON)
    log = tmp_path / "keys.db.destroyed"
    log.write_bytes(log.read_bytes() + b'{"what": "ca')
    with contextlib.closing(sqlite(tmp_path)) as store:
        store.erase_case("c2", order="decision 2", at=NOON)

        assert [one.case for one in store.keys.destructions()] == ["c1", "c2"]
