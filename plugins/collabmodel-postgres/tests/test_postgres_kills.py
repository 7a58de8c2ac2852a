"""Servers killed, restarted, restored from older copies: nothing acknowledged is lost, nothing is done twice."""

from __future__ import annotations

import contextlib
import shutil
import signal
import subprocess
import threading
import time

import psycopg
import pytest
from conftest import settings_of
from pg_server import QUICK, Server, why_not

from collabmodel.errors import DamagedError, ReadOnlyError, StoreError, UnknownOutcomeError
from collabmodel.testing import FaultPoints, a_batch, a_message
from collabmodel.testing.conformance.posting import LATER, LEASE
from collabmodel_postgres import migrate, migrating, release, restored
from collabmodel_postgres.following import Position
from collabmodel_postgres.store import PostgresStore


def store_on(server, folder, at=None, **how):
    """Open the store of a folder on a server."""
    return contextlib.closing(PostgresStore(server.url(), settings_of(folder, reconnect=60.0, **how), at=at))


def insistently(store, batch, told):
    """Append until it is acknowledged, asking again with the same key after whatever was told."""
    while True:
        try:
            return store.append(batch)
        except UnknownOutcomeError:
            told["unknown"] += 1
        except StoreError:
            told["not done"] += 1
        except Exception:
            told["other"] += 1
            raise


def killing(server, folder, kills):
    """Write while a server process is killed again and again; give what was acknowledged and what was told."""
    told = dict.fromkeys(("unknown", "not done", "done after all", "other"), 0)
    acknowledged, stop = [], threading.Event()

    def write():
        with store_on(server, folder) as store:
            while not stop.is_set():
                before = told["unknown"]
                turn = len(acknowledged)
                batch = a_batch(expected=turn, key=f"k{turn}", messages=(a_message(f"m{turn:06}"),))
                receipt = insistently(store, batch, told)
                told["done after all"] += receipt.repeated and told["unknown"] > before
                acknowledged.append(receipt)

    writing = threading.Thread(target=write)
    writing.start()
    for kill in range(kills):
        seen = len(acknowledged)
        end = time.monotonic() + 60
        while len(acknowledged) < seen + 3 and time.monotonic() < end:
            time.sleep(0.005)
        assert len(acknowledged) >= seen + 3, told
        time.sleep(0.001 * (kill % 7))
        with contextlib.suppress(psycopg.Error), contextlib.closing(server.admin()) as admin:
            mine = "SELECT pid FROM pg_stat_activity WHERE application_name = 'collabmodel'"
            for (backend,) in admin.execute(mine).fetchall():
                with contextlib.suppress(ProcessLookupError, FileNotFoundError):
                    server.signal(backend, signal.SIGKILL)
    stop.set()
    writing.join()
    return acknowledged, told


def all_there(server, folder, acknowledged):
    """Hold what is stored against what was acknowledged."""
    with store_on(server, folder) as store:
        records = list(store.read("c1"))
        assert [record.seq for record in records] == list(range(1, len(acknowledged) + 1))
        assert [record.digest for record in records] == [receipt.digest for receipt in acknowledged]
        assert len(list(store.outbox())) == len(acknowledged)
        assert list(store.verify()) == []


def test_nothing_is_lost_when_server_processes_are_killed(fragile, tmp_path):
    """Fault 12: with a server process killed under every few appends, all that was acknowledged is there once."""
    acknowledged, told = killing(fragile, tmp_path, 5)

    all_there(fragile, tmp_path, acknowledged)
    assert told["other"] == 0


@pytest.mark.nightly
def test_nothing_is_lost_when_server_processes_are_killed_at_night(fragile, tmp_path):
    """Fault 12: three hundred kills."""
    acknowledged, told = killing(fragile, tmp_path, 300)
    print(f"300 kills, {len(acknowledged)} acknowledged, {told}")  # noqa: T201 - the figures of the night

    all_there(fragile, tmp_path, acknowledged)


@pytest.mark.parametrize("mode", ["immediate", "fast"])
@pytest.mark.parametrize("point", ["append.after_insert", "append.before_commit", "append.after_commit"])
def test_a_server_restarted_in_a_transaction_leaves_all_or_nothing(fragile, tmp_path, mode, point):
    """Fault 13: restarted anywhere in an append, it was done or not, the key tells which, and the outbox goes on."""
    points = FaultPoints()
    with store_on(fragile, tmp_path, points) as store:
        store.append(a_batch(messages=(a_message("m0"),)))
        points.plan(point, lambda: fragile.restart(mode))
        batch = a_batch(expected=1, messages=(a_message("m1"),))
        done = False
        with contextlib.suppress(UnknownOutcomeError):
            done = store.append(batch).last == 2
        receipt = store.append(batch)

        assert done is (point == "append.after_commit")
        assert (receipt.last, receipt.repeated) == (2, done)
        claimed = store.claim(LATER, LEASE, 9)
        assert [parcel.message.id for parcel in claimed] == ["m0", "m1"]
        assert list(store.verify()) == []


def test_a_server_restarted_while_tables_are_made_is_told_as_such(fragile, tmp_path):
    """Fault 13: whoever makes the tables just then learns that the connection was lost, and goes on by asking again."""
    points = FaultPoints()
    points.plan("migrate.step", lambda: fragile.restart("immediate"))

    with pytest.raises(StoreError):
        migrating.migrate(fragile.url(), settings_of(tmp_path), at=points)
    migrating.migrate(fragile.url(), settings_of(tmp_path))
    with store_on(fragile, tmp_path) as store:
        assert store.append(a_batch()).last == 1


@pytest.mark.nightly
def test_nothing_is_lost_in_restarts_at_night(fragile, tmp_path):
    """Fault 13: thirty restarts of both kinds under a writer."""
    told = dict.fromkeys(("unknown", "not done", "done after all", "other"), 0)
    acknowledged, stop, opened = [], threading.Event(), threading.Event()

    def write():
        with store_on(fragile, tmp_path) as store:
            opened.set()
            while not stop.is_set():
                turn = len(acknowledged)
                batch = a_batch(expected=turn, key=f"k{turn}", messages=(a_message(f"m{turn:06}"),))
                acknowledged.append(insistently(store, batch, told))

    writing = threading.Thread(target=write)
    writing.start()
    assert opened.wait(60)
    for turn in range(30):
        time.sleep(0.2)
        fragile.restart(("immediate", "fast")[turn % 2])
    stop.set()
    writing.join()

    all_there(fragile, tmp_path, acknowledged)


@pytest.fixture
def older(tmp_path):
    """A server, an older copy of it, and what a follower and a keeper of heads knew of the newer state."""
    if why_not():
        pytest.skip(why_not())
    server = Server(*QUICK)
    folder = tmp_path / "store"
    with store_on(server, folder) as store:
        store.append(a_batch(count=2, messages=(a_message("m1"), a_message("m2"))))
        server.stop("fast")
        shutil.copytree(server.data, tmp_path / "copy")
        server.start()
        store.append(a_batch(expected=2))
        store.append(a_batch("c2"))
        store.claim(LATER, LEASE, 1)
        store.settle("m1", sent=True)
        heads, followed = list(store.heads()), list(store.follow())
    server.destroy()
    copy = Server(*QUICK, data=tmp_path / "copy", password=server.password)
    yield copy, folder, heads, followed
    copy.destroy()


def test_an_older_copy_of_the_server_is_known_by_heads_and_followers(older):
    """Fault 16: where a server comes back older than it was, kept heads and followers' positions refuse it."""
    server, folder, heads, followed = older
    with store_on(server, folder) as store:
        faults = list(store.verify(heads=heads))
        with pytest.raises(DamagedError, match="older copy"):
            next(store.follow(followed[-1].position))
        store.append(a_batch(expected=2, key="another"))
        store.append(a_batch("c3"))
        # Its places are given out a second time, to other events; a follower must not take those for its own.
        with pytest.raises(DamagedError, match="older copy"):
            next(store.follow(followed[-1].position))
        since = list(store.follow(followed[1].position))

    assert [(fault.case, fault.seq) for fault in faults] == [("c1", 3), ("c2", 1)]
    assert [found.record.case for found in since] == ["c1", "c3"]


def test_messages_of_an_older_copy_are_held(older):
    """Fault 25: told that it was restored, a store sends nothing a second time until somebody releases it."""
    server, folder, _, _ = older
    settings = settings_of(folder)
    held = restored(server.url(), settings)
    with store_on(server, folder) as store:
        none = store.claim(LATER, LEASE, 9)
        store.append(a_batch("c9", messages=(a_message("m9"),)))
        new = store.claim(LATER, LEASE, 9)
        dead = list(store.outbox(dead=True))
        released = release(server.url(), settings)
        again = store.claim(LATER, LEASE, 9)

    assert (held, none, released) == (2, (), 2)
    assert [parcel.message.id for parcel in new] == ["m9"]
    assert {parcel.why for parcel in dead} == {"Restored"}
    # Under the ids that they always had, so that whoever got one before knows it.
    assert [parcel.message.id for parcel in again] == ["m1", "m2"]


def test_a_backup_restored_on_another_server_begins_an_era_by_itself(server, fragile, tmp_path):
    """Fault 25: on another server, what waited is held; followers miss nothing and get none twice."""
    folder, dump = tmp_path / "store", tmp_path / "dump"
    with contextlib.closing(server.admin()) as admin:
        # The other server's transactions have lower numbers, as those of a new one always have.
        for _ in range(300):
            admin.execute("SELECT pg_current_xact_id()")
    with store_on(server, folder) as store:
        store.append(a_batch(count=3, messages=(a_message("m1"),)))
        store.append(a_batch("c2"))
        store.backup(str(dump))
        heads, followed = list(store.heads()), list(store.follow())
        store.settle("m1", sent=True)
    dump.chmod(0o644)
    subprocess.run([fragile.bin / "pg_restore", "--exit-on-error", f"--dbname={fragile.url()}", str(dump)], check=True)
    with pytest.raises(ReadOnlyError), store_on(fragile, folder, migrate=False) as store:
        store.append(a_batch("c3"))
    version = migrate(fragile.url(), settings_of(folder))
    with store_on(fragile, folder) as store:
        store.append(a_batch("c3"))
        store.append(a_batch("c1", 3))
        since = list(store.follow(followed[-1].position))
        whole = list(store.follow())

        assert version == "0004"
        assert [(found.record.case, found.record.seq, found.position.era) for found in since] == [
            ("c3", 1, 2),
            ("c1", 4, 2),
        ]
        assert [found.record.digest for found in whole[:4]] == [found.record.digest for found in followed]
        assert len(whole) == 6
        assert list(store.verify(heads=heads)) == []
        assert store.claim(LATER, LEASE, 9) == ()
        assert [parcel.why for parcel in store.outbox(dead=True)] == ["Restored"]


def test_a_replica_is_read_and_never_written(fragile, tmp_path):
    """A replica gives what it has, to readers and followers, and refuses to write by itself."""
    with store_on(fragile, tmp_path) as store:
        store.append(a_batch(count=2))
        base = fragile.folder / "base"
        fragile.run("pg_basebackup", "-d", fragile.url(), "-D", str(base), "-R", "-c", "fast")
        replica = Server(
            *QUICK, "max_connections=40", "max_prepared_transactions=5", data=base, password=fragile.password
        )
        try:
            store.append(a_batch(expected=2))
            replica.until(f"SELECT count(*) = 3 FROM {settings_of(tmp_path).schema}.events")
            with store_on(replica, tmp_path) as copy:
                with pytest.raises(ReadOnlyError, match="replica"):
                    copy.append(a_batch(expected=3))
                assert list(copy.heads()) == list(store.heads())
                assert [found.record.seq for found in copy.follow(Position())] == [1, 2, 3]
        finally:
            replica.destroy()


def test_a_server_with_ordinary_settings_is_durable(server, tmp_path):
    """What a store promises is read from its server: disks that are waited for, and those that are not."""
    ordinary = Server()
    try:
        with store_on(ordinary, tmp_path) as kept, store_on(server, tmp_path) as quick:
            assert kept.durability.durable
            assert kept.durability.mode == "synchronous_commit=on fsync=on full_page_writes=on"
            assert not quick.durability.durable
    finally:
        ordinary.destroy()
