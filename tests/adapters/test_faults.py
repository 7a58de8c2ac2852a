"""The fault catalogue against our own stores: nothing acknowledged is lost, nothing is invented, nothing shown half."""

from __future__ import annotations

import contextlib
import json
import os
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collabmodel.adapters import MemoryStore, SqliteStore, salvage
from collabmodel.adapters.sqlite import opening
from collabmodel.adapters.sqlite.schema import VERSION, statements
from collabmodel.errors import (
    BusyError,
    ConfigError,
    ConflictError,
    DamagedError,
    FullError,
    KeyReusedError,
    ReadOnlyError,
    StoreError,
    UnknownOutcomeError,
)
from collabmodel.history.times import micros
from collabmodel.plugin import digest, encode
from collabmodel.plugin.forms import row_text
from collabmodel.plugin.records import RECORDS
from collabmodel.plugin.storing import parse_heads, print_heads
from collabmodel.testing import NOON, FaultPoints, a_batch, a_message, a_row, an_event, kill_here, raising, some_text
from collabmodel.testing.conformance.listing import READ
from collabmodel.testing.power_cuts import Disk, recorded_calls


def places(store, case="c1"):
    return [recorded.seq for recorded in store.read(case)]


def append_for_ever(tell, path, journal, case="c1"):
    with contextlib.closing(SqliteStore(path, journal=journal)) as store:
        head = store.head(case)
        expected = head.seq if head else 0
        while True:
            tell(store.append(a_batch(case, expected, count=1 + expected % 3)).last)
            expected += 1 + expected % 3


@pytest.mark.parametrize("journal", ["delete", "wal"])
@pytest.mark.parametrize("kills", [16, pytest.param(160, marks=pytest.mark.nightly)])
def test_kill_in_mid_append(path, fork, opened, journal, kills, announce):
    """Fault 1: after kill -9 everything acknowledged is there, at most one batch more, and its key gives its answer."""
    draw = random.Random(kills)
    acked = committed_unheard = 0
    last = 0
    for _ in range(kills):
        child = fork(append_for_ever, path, journal)
        told = [child.told()]
        time.sleep(draw.uniform(0.0, 0.06))
        child.kill()
        told += child.end()[0]
        last = int(told[-1]) if told[-1] else last
        acked += len([line for line in told if line])
        with contextlib.closing(SqliteStore(path, journal=journal)) as store:
            found = store.head("c1").seq
            in_doubt = a_batch("c1", last, count=1 + last % 3)
            assert found in {last, in_doubt.events[-1].seq}
            receipt = store.append(in_doubt)
            assert receipt.repeated == (found > last)
            committed_unheard += receipt.repeated
            last = receipt.last
    store = opened(path, journal=journal)

    assert places(store) == list(range(1, last + 1))
    assert list(store.verify()) == []
    announce(f"kills={kills} journal={journal} acked={acked} committed_unheard={committed_unheard} lost=0")


@pytest.mark.parametrize("point", ["append.after_insert", "append.before_commit", "append.after_commit"])
def test_killed_at_a_named_point(path, fork, opened, point):
    """Fault 1: killed right before or after the commit, the whole batch is there or nothing of it."""

    def work(_tell):
        points = FaultPoints()
        points.plan(point, kill_here, turn=2)
        with contextlib.closing(SqliteStore(path, at=points)) as store:
            store.append(a_batch(count=2))
            store.append(a_batch(expected=2, count=3, messages=(a_message(),)))

    _, status = fork(work).end()
    store = opened(path)
    done = point == "append.after_commit"

    assert status == -9
    assert places(store) == ([1, 2, 3, 4, 5] if done else [1, 2])
    assert (store.receipt("c1/2") is not None) is done
    assert [parcel.message.id for parcel in store.outbox()] == (["m1"] if done else [])
    assert store.append(a_batch(expected=2, count=3, messages=(a_message(),))).repeated is done


@contextlib.contextmanager
def small_disk(folder, size="4m"):
    folder.mkdir()
    mount = shutil.which("mount")
    made = mount and subprocess.run(
        [mount, "-t", "tmpfs", "-o", f"size={size},mode=0755", "tmpfs", str(folder)], check=False, capture_output=True
    )
    if not made or made.returncode:
        pytest.skip("a small disk cannot be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def fill(folder, *, leave=0):
    with contextlib.suppress(OSError), (folder / "filler").open("wb", buffering=0) as out:
        while True:
            out.write(b"\0" * 4096)
    if leave:
        with (folder / "filler").open("r+b") as out:
            out.truncate(max(0, (folder / "filler").stat().st_size - leave))


def append_until(store, kind, case="c1", most=10_000):
    expected = store.head(case).seq if store.head(case) else 0
    for _ in range(most):
        try:
            expected = store.append(a_batch(case, expected, events=(an_event(case, expected + 1, x="y" * 9_000),))).last
        except kind:
            return expected
    pytest.fail("the disk never became full")
    return expected


@pytest.mark.parametrize("journal", ["delete", "wal"])
def test_disk_full(tmp_path, journal):
    """Fault 4: with no room left a command is refused as such, what is stored stays whole, and room lets it go on."""
    with contextlib.ExitStack() as stack:
        disk = stack.enter_context(small_disk(tmp_path / "disk"))
        store = stack.enter_context(contextlib.closing(SqliteStore(disk / "cases.db", journal=journal)))
        store.append(a_batch())
        fill(disk, leave=200_000)
        last = append_until(store, FullError)

        assert places(store) == list(range(1, last + 1))
        assert store.receipt(f"c1/{last}") is None
        (disk / "filler").unlink()
        assert store.append(a_batch(expected=last)).last == last + 1
        assert list(store.verify()) == []


def test_file_size_limit(path, fork):
    """Fault 4: a limit on the size of files is told like a full disk, and lifting it lets the store go on."""

    def work(_tell):
        with contextlib.closing(SqliteStore(path)) as store:
            store.append(a_batch())
            size = path.stat().st_size
            _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
            resource.setrlimit(resource.RLIMIT_FSIZE, (size + 50_000, hard))
            last = append_until(store, FullError)
            whole = places(store) == list(range(1, last + 1))
            resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
            return whole and store.append(a_batch(expected=last)).last == last + 1 and not list(store.verify())

    assert fork(work).answer() is True


@pytest.mark.parametrize("journal", ["delete", "wal"])
def test_disk_full_while_recovering(tmp_path, fork, journal):
    """Fault 5: killed in a large batch, then the disk full: what was stored can be read, and writing says why not."""

    def work(_tell):
        points = FaultPoints()
        points.plan("append.before_commit", kill_here, turn=2)
        with contextlib.closing(SqliteStore(disk / "cases.db", journal=journal, at=points)) as store:
            store.append(a_batch(count=3))
            store.append(a_batch(expected=3, count=12_000))

    with small_disk(tmp_path / "disk", "16m") as disk:
        fork(work).end()
        side = disk / ("cases.db-journal" if journal == "delete" else "cases.db-wal")
        assert side.stat().st_size > 4_096
        fill(disk)
        with contextlib.closing(SqliteStore(disk / "cases.db", journal=journal)) as store:
            assert places(store) == [1, 2, 3]
            with pytest.raises((FullError, ReadOnlyError)) as caught:
                append_until(store, ())
            assert "room" in str(caught.value)
        (disk / "filler").unlink()
        with contextlib.closing(SqliteStore(disk / "cases.db", journal=journal)) as store:
            last = store.head("c1").seq
            assert store.append(a_batch(expected=last)).last == last + 1
            assert list(store.verify()) == []


def test_locked_by_another(path, opened):
    """Fault 6: while another holds the store, a command waits for its time, says busy, and has done nothing."""
    store = opened(path, timeout=0.2)
    store.append(a_batch())
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        begin = time.monotonic()
        with pytest.raises(BusyError):
            store.append(a_batch(expected=1))
        waited = time.monotonic() - begin

        assert 0.15 < waited < 3
        assert places(store) == [1]
        other.execute("ROLLBACK")
    assert store.append(a_batch(expected=1)).last == 2


def test_no_read_becomes_a_write(path, opened):
    """Fault 7: every transaction that writes begins as a writer, so none can fail half-way for having read before."""
    store, other = opened(path), opened(path)
    said = []
    store._connection.raw.set_trace_callback(said.append)
    store.append(a_batch(messages=(a_message(),)))
    reading = store.read("c1")
    next(reading)
    other.append(a_batch(expected=1))
    with pytest.raises(ConflictError):
        store.append(a_batch(expected=1, key="late"))
    store.settle("m1", sent=True)

    begins = [line for line in said if line.startswith("BEGIN")]
    assert begins == ["BEGIN IMMEDIATE"] * 3
    writing = False
    for line in said:
        writing = line.startswith("BEGIN") or (writing and not line.startswith(("COMMIT", "ROLLBACK")))
        assert writing or not line.startswith(("INSERT", "UPDATE", "DELETE"))


def test_starving_writers(path, fork, opened):
    """Fault 8: four writers without pause: each is answered within its time, and everything acknowledged is there."""
    opened(path)
    barrier = get_context("fork").Barrier(4)

    def work(_tell, number):
        case, expected, longest, busy = f"c{number}", 0, 0.0, 0
        store = SqliteStore(path, timeout=1.0)
        barrier.wait()
        with contextlib.closing(store):
            end = time.monotonic() + 1.5
            while time.monotonic() < end:
                begin = time.monotonic()
                try:
                    expected = store.append(a_batch(case, expected)).last
                except BusyError:
                    busy += 1
                longest = max(longest, time.monotonic() - begin)
        return expected, longest, busy

    answers = [child.answer() for child in [fork(work, number) for number in range(4)]]
    store = opened(path)

    for number, (acked, longest, _busy) in enumerate(answers):
        assert places(store, f"c{number}") == list(range(1, acked + 1))
        assert longest < 6
    assert sum(acked for acked, _, _ in answers) > 20


def test_two_writers_of_one_case(path, fork, opened):
    """Fault 9: in 300 races for one place exactly one writer wins, and the other learns how far the case has gone."""
    opened(path)
    barrier = get_context("fork").Barrier(2)

    def work(_tell, name):
        told = []
        with contextlib.closing(SqliteStore(path)) as store:
            for expected in range(300):
                barrier.wait()
                try:
                    told.append(store.append(a_batch(expected=expected, key=f"{name}{expected}")).last)
                except ConflictError as error:
                    told.append(-error.found)
        return told

    one, two = (child.answer() for child in [fork(work, name) for name in "ab"])
    store = opened(path)

    assert [sorted(pair) for pair in zip(one, two, strict=True)] == [[-n, n] for n in range(1, 301)]
    assert places(store) == list(range(1, 301))
    assert list(store.verify()) == []


def test_two_commands_with_one_key(path, fork, opened):
    """Fault 10: one command sent by two at once has one effect; another under its key is refused."""
    opened(path)
    barrier = get_context("fork").Barrier(2)

    def work(_tell):
        told = []
        with contextlib.closing(SqliteStore(path)) as store:
            for expected in range(40):
                barrier.wait()
                receipt = store.append(a_batch(expected=expected))
                told.append([receipt.last, receipt.digest, receipt.repeated])
        return told

    one, two = (child.answer() for child in [fork(work), fork(work)])
    store = opened(path)

    assert [a[:2] for a in one] == [b[:2] for b in two]
    assert all(sorted((a[2], b[2])) == [False, True] for a, b in zip(one, two, strict=True))
    assert places(store) == list(range(1, 41))
    with pytest.raises(KeyReusedError):
        store.append(a_batch(fingerprint="other"))


def test_answer_of_a_commit_lost(path, opened):
    """Fault 11: where the answer to a commit is lost, the caller learns just that, and the key settles it."""
    points = FaultPoints()
    store = opened(path, at=points)
    points.plan("append.after_commit", raising(sqlite3.OperationalError("disk I/O error")))
    with pytest.raises(UnknownOutcomeError) as caught:
        store.append(a_batch())

    assert "same idempotency key" in str(caught.value)
    assert store.receipt("c1/0").last == 1
    assert store.append(a_batch()).repeated
    assert places(store) == [1]


TRACED = """
import sys
from collabmodel.adapters import SqliteStore
from collabmodel.errors import StoreError
from collabmodel.testing import a_batch
store = SqliteStore(sys.argv[1], journal=sys.argv[2], synchronous=sys.argv[4])
sys.stdout.write("ready\\n"); sys.stdout.flush()
expected = 0
for turn in range(int(sys.argv[3])):
    try:
        expected = store.append(a_batch(expected=expected, count=1 + turn % 4, key=f"k{turn}")).last
    except StoreError as error:
        sys.stdout.write(f"{type(error).__name__} {turn}\\n"); sys.stdout.flush()
        expected = store.append(a_batch(expected=expected, count=1 + turn % 4, key=f"k{turn}")).last
    sys.stdout.write(f"ack {expected}\\n"); sys.stdout.flush()
"""


def strace():
    found = shutil.which("strace")
    if not found:
        pytest.skip("strace is not on this machine")
    return found


@pytest.mark.nightly
@pytest.mark.parametrize("journal", ["delete", "wal"])
def test_sync_of_a_commit_fails(tmp_path, journal):
    """Fault 11: whichever sync fails, the command is told as not done or unknown, and asking again settles it."""
    told = set()
    for number in range(1, 40):
        path = tmp_path / f"{number}.db"
        inject = f"inject=fsync,fdatasync:error=EIO:when={number}"
        command = [strace(), "-f", "-o", "/dev/null", "-e", "trace=fsync,fdatasync", "-e", inject]
        command += [sys.executable, "-c", TRACED, str(path), journal, "5", ""]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        lines = run.stdout.splitlines()
        if "ready" not in lines:
            continue
        told |= {line.split()[0] for line in lines} - {"ready", "ack"}
        acked = [int(line.split()[1]) for line in lines if line.startswith("ack")]
        with contextlib.closing(SqliteStore(path, journal=journal)) as store:
            assert places(store) == list(range(1, acked[-1] + 1)), (number, run.stderr)
            assert list(store.verify()) == []

    assert "UnknownOutcomeError" in told


def power_cuts(tmp_path, journal, synchronous=""):
    """Cut the power after each call of a traced program; give how many cuts, what was acked, how often it was lost."""
    path, trace = tmp_path / "cases.db", tmp_path / "trace"
    names = "openat,pwrite64,write,ftruncate,fsync,fdatasync,unlink,unlinkat,close"
    command = [strace(), "-f", "-xx", "-s", "10000000", "-o", str(trace), "-e", f"trace={names}"]
    command += [sys.executable, "-c", TRACED, str(path), journal, "25", synchronous]
    subprocess.run(command, check=True, capture_output=True)
    disk, acked, cuts, lost = Disk(), 0, 0, 0
    draw = random.Random(7)
    for call in recorded_calls(trace.read_text(encoding="ascii").splitlines(), tmp_path):
        disk.apply(call)
        acked = call.number or acked
        if call.name == "create" or not acked:
            continue
        for keep in ("none", "some", "torn"):
            cuts += 1
            disk.write_out(tmp_path / "after", keep, draw)
            with contextlib.closing(SqliteStore(tmp_path / "after" / "cases.db", journal=journal)) as store:
                found = places(store)
                lost += len(found) < acked
                assert found == list(range(1, len(found) + 1))
                assert list(store.verify()) == []
            shutil.rmtree(tmp_path / "after")
    return cuts, acked, lost


@pytest.mark.nightly
@pytest.mark.parametrize("journal", ["delete", "wal"])
def test_power_cut(tmp_path, journal, announce):
    """Faults 2 and 3: cut at any system call, with any part of what was not synced lost or torn, nothing acked is."""
    cuts, acked, lost = power_cuts(tmp_path, journal)

    announce(f"power cuts={cuts} journal={journal} acked={acked} lost={lost}")
    assert cuts > 200
    assert lost == 0


@pytest.mark.nightly
def test_power_cut_without_syncs(tmp_path, announce):
    """Faults 2 and 3: the same cuts do lose commits of a store that says that it is not durable."""
    cuts, acked, lost = power_cuts(tmp_path, "wal", "normal")

    announce(f"power cuts={cuts} journal=wal synchronous=normal acked={acked} lost={lost}")
    assert lost > 0


def three_cases(store):
    for expected in range(4):
        for case in ("c1", "c2", "c3"):
            event = an_event(case, expected + 1, note=f"marker-{case}-{expected + 1}-{some_text(expected, 700)}")
            store.append(a_batch(case, expected, events=(event,)))
    store.put_model("h", "{}")


def test_bit_flipped(path, opened):
    """Fault 20: one flipped bit, which SQLite does not notice, is found and placed; the other cases load."""
    with contextlib.closing(SqliteStore(path)) as store:
        three_cases(store)
    content = bytearray(path.read_bytes())
    content[content.index(b"marker-c2-3")] ^= 1
    path.write_bytes(content)
    store = opened(path)

    assert store._connection.rows("PRAGMA integrity_check") == [("ok",)]
    assert [(fault.case, fault.seq) for fault in store.verify()] == [("c2", 3)]
    reading = store.read("c2")
    assert [next(reading).seq, next(reading).seq] == [1, 2]
    with pytest.raises(DamagedError, match="case c2, event 3"):
        next(reading)
    assert places(store, "c1") == places(store, "c3") == [1, 2, 3, 4]
    assert list(store.verify("c1")) == []


def test_page_overwritten(path, opened, tmp_path):
    """Fault 21: random bytes over a page are reported, not a crash, and every readable event can be salvaged."""
    with contextlib.closing(SqliteStore(path)) as store:
        three_cases(store)
        size = 4096
    content = bytearray(path.read_bytes())
    page = content.index(b"marker-c2-3") // size
    content[page * size : page * size + 64] = random.Random(1).randbytes(64)
    path.write_bytes(content)
    store = opened(path)
    faults = list(store.verify())
    found = salvage(str(path), str(tmp_path / "saved.jsonl"))
    lines = [json.loads(line) for line in (tmp_path / "saved.jsonl").read_text(encoding="utf-8").splitlines()]

    assert any(fault.case == "" for fault in faults)
    assert any(fault.case == "c2" for fault in faults)
    assert found.faults
    assert found.events == len(lines) > 0
    assert (tmp_path / "saved.jsonl").stat().st_mode & 0o777 == 0o600
    previous = dict.fromkeys(("c1", "c2", "c3"), "")
    for line in lines:
        case = line["case"]
        chain = digest(previous[case], case, line["seq"], line["type"], line["schema"], line["record"].encode())
        assert chain == line["digest"]
        previous[case] = chain


def test_salvage_of_a_whole_store_saves_everything(path, tmp_path):
    """What is not damaged is salvaged whole, unreadable types too, and never over something that is there."""
    with contextlib.closing(SqliteStore(path)) as store:
        three_cases(store)
    found = salvage(str(path), str(tmp_path / "saved.jsonl"))

    assert (found.cases, found.events, found.faults) == (3, 12, ())
    with pytest.raises(StoreError):
        salvage(str(path), str(tmp_path / "saved.jsonl"))
    with pytest.raises(StoreError):
        salvage(str(tmp_path / "missing.db"), str(tmp_path / "other.jsonl"))


def forced(path, *statements):
    """Do as an administrator would who takes the triggers away first."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as raw:
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            raw.execute(statement)


def test_tail_cut(path, opened):
    """Fault 22: a tail cut with care is seen only against ends kept elsewhere, and there it is named."""
    store = opened(path)
    three_cases(store)
    kept = "".join(print_heads(store.heads()))
    before = next(recorded for recorded in store.read("c2") if recorded.seq == 3)
    forced(
        path,
        "DELETE FROM events WHERE case_id = 'c2' AND seq = 4",
        "DELETE FROM keys WHERE case_id = 'c2' AND last = 4",
        f"UPDATE cases SET seq = 3, digest = '{before.digest}' WHERE id = 'c2'",
        "UPDATE events SET position = 11 WHERE position = 12",
        "UPDATE sqlite_sequence SET seq = 11 WHERE name = 'events'",
    )

    assert list(store.verify()) == []
    faults = list(store.verify(heads=parse_heads(kept.splitlines())))
    assert [(fault.case, fault.seq) for fault in faults] == [("c2", 4)]


def test_tail_cut_without_care(path, opened):
    """Fault 22: where only the last event is gone, reading the case says so instead of giving less."""
    store = opened(path)
    three_cases(store)
    forced(path, "DELETE FROM events WHERE case_id = 'c2' AND seq = 4")

    with pytest.raises(DamagedError, match="case c2, event 4"):
        places(store, "c2")
    assert ("c2", 4) in [(fault.case, fault.seq) for fault in store.verify()]
    assert places(store, "c1") == [1, 2, 3, 4]


def append_and_die(_tell, path):
    store = SqliteStore(path, journal="wal")
    three_cases(store)
    store.append(a_batch("c9"))
    Path(f"{path}.heads").write_text("".join(print_heads(store.heads())), encoding="utf-8")
    kill_here()


def test_log_tail_cut(path, fork, opened):
    """Fault 22: SQLite drops a commit silently when the end of its log is cut; the kept ends show it."""
    fork(append_and_die, path).end()
    log = Path(f"{path}-wal")
    os.truncate(log, log.stat().st_size - 100)
    heads = parse_heads(Path(f"{path}.heads").read_text(encoding="utf-8").splitlines())
    store = opened(path, journal="wal")

    assert store.head("c9") is None
    assert list(store.verify()) == []
    assert [(fault.case, fault.seq) for fault in store.verify(heads=heads)] == [("c9", 1)]


EDITS = [
    ("UPDATE events SET payload = replace(payload, 'marker', 'MARKER') WHERE case_id = 'c2' AND seq = 2", ("c2", 2)),
    ("UPDATE events SET schema = 0 WHERE case_id = 'c2' AND seq = 2", ("c2", 2)),
    ("DELETE FROM events WHERE case_id = 'c2' AND seq = 2", ("c2", 2)),
    ("UPDATE events SET case_id = 'c9' WHERE case_id = 'c2' AND seq = 4", ("c2", 4)),
    ("UPDATE events SET seq = 5 - seq + 10 WHERE case_id = 'c2'", ("c2", 1)),
    ("INSERT INTO events SELECT 99, 'c2', 5, type, schema, payload, digest FROM events WHERE position = 1", ("c2", 5)),
    ("UPDATE cases SET seq = 3 WHERE id = 'c2'", ("c2", 3)),
    ("DELETE FROM cases WHERE id = 'c2'", ("c2", 0)),
    ("UPDATE cases SET row = replace(row, '\"c2\"', '\"c1\"') WHERE id = 'c2'", ("c2", 0)),
    ("UPDATE keys SET digest = '00' WHERE case_id = 'c2' AND last = 3", ("", 3)),
    ("DELETE FROM keys WHERE case_id = 'c2' AND last = 3", ("c2", 0)),
    ("UPDATE keys SET first = first - 1 WHERE case_id = 'c2' AND last = 3", ("c2", 0)),
]


@pytest.mark.parametrize(("statement", "named"), EDITS, ids=[edit[0][:40] for edit in EDITS])
def test_row_edited_by_an_administrator(path, opened, statement, named):
    """Fault 23: whatever is edited, moved, added or removed behind the store's back is found and named."""
    store = opened(path)
    three_cases(store)
    statement = statement.replace(
        "replace(payload, 'marker', 'MARKER')", "CAST(replace(payload, 'mark', 'MARK') AS BLOB)"
    )
    forced(path, statement)

    assert named in [(fault.case, fault.seq) for fault in store.verify()]


def test_access_log_edited_by_an_administrator(path, opened):
    """Fault 23: an entry taken out of the access log, or changed, is found."""
    store = opened(path)
    for _ in range(3):
        store.log_access(READ)
    forced(path, "UPDATE accesses SET case_id = 'c7' WHERE position = 2")
    changed = [(fault.case, fault.seq) for fault in store.verify()]
    forced(path, "DELETE FROM accesses WHERE position = 2")

    assert changed == [("", 2)]
    assert [(fault.case, fault.seq) for fault in store.verify()] == [("", 0), ("", 2)]


def test_what_was_taken_away_as_a_whole_is_missed(path, opened):
    """Fault 23: a case with all that belongs to it, or the end of the access log, leaves a hole that is found."""
    store = opened(path)
    three_cases(store)
    for _ in range(3):
        store.log_access(READ)
    forced(path, "DELETE FROM accesses WHERE position = 3")
    cut = [(fault.case, fault.what) for fault in store.verify()]
    for table in ("events", "keys", "people"):
        forced(path, f"DELETE FROM {table} WHERE case_id = 'c2'")
    forced(path, "DELETE FROM cases WHERE id = 'c2'")
    gone = [(fault.case, fault.what) for fault in store.verify()]

    assert cut == [("", "entries of the access log are missing: 2 of the 3 that were ever written")]
    assert [what.partition(":")[0] for _, what in gone] == [
        "events are missing",
        "entries of the access log are missing",
    ]


def test_verify_goes_on_where_it_was_stopped(path, opened):
    """Fault 38: a look at the store that was stopped goes on after the case it came to."""
    store = opened(path)
    three_cases(store)
    forced(path, "UPDATE events SET digest = '00' WHERE seq = 1")

    assert {fault.case for fault in store.verify() if fault.case} == {"c1", "c2", "c3"}
    assert {fault.case for fault in store.verify(after="c1") if fault.case} == {"c2", "c3"}


@pytest.mark.parametrize("journal", ["delete", "wal"])
def test_backup_while_others_write(path, fork, opened, tmp_path, journal):
    """Fault 24: every backup made while another process writes is whole, private and on the disk."""
    child = fork(append_for_ever, path, journal)
    child.told()
    store = opened(path, journal=journal)
    for number in range(5):
        before = store.head("c1").seq
        store.backup(str(tmp_path / f"{number}.bak"))
        with contextlib.closing(SqliteStore(tmp_path / f"{number}.bak")) as copy:
            assert len(places(copy)) >= before
            assert list(copy.verify()) == []
        assert (tmp_path / f"{number}.bak").stat().st_mode & 0o777 == 0o600
    child.kill()


def test_backup_of_a_busy_large_store_ends(path, opened, tmp_path):
    """Fault 24: where others write at every step, the copy holds them up once rather than going on for ever."""
    points = FaultPoints()
    other = opened(path)
    other.append(a_batch(events=tuple(an_event(seq=seq, x="y" * 9_000) for seq in range(1, 1_200))))
    store = opened(path, at=points)
    for turn in range(1, 40):
        points.plan("backup.step", lambda turn=turn: other.append(a_batch("c2", turn - 1)), turn)
    store.backup(str(tmp_path / "copy"))

    with contextlib.closing(SqliteStore(tmp_path / "copy")) as copy:
        assert list(copy.verify()) == []
    assert 2 < points.passed.count("backup.step") < 40


def test_backup_that_fails_leaves_nothing(path, opened, tmp_path):
    """Fault 24: a copy broken off is taken away again, and a folder that is missing is told."""
    points = FaultPoints()
    store = opened(path, at=points)
    store.append(a_batch())
    points.plan("backup.step", raising(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        store.backup(str(tmp_path / "copy"))

    assert not (tmp_path / "copy").exists()
    with pytest.raises(StoreError):
        store.backup(str(tmp_path / "missing" / "copy"))


def test_copy_without_its_log(path, fork, opened, tmp_path):
    """Fault 24: a plain copy of the file without its log is behind, and the kept ends say so."""
    fork(append_and_die, path).end()
    shutil.copy(path, tmp_path / "copy.db")
    heads = parse_heads(Path(f"{path}.heads").read_text(encoding="utf-8").splitlines())
    store = opened(tmp_path / "copy.db")

    assert {fault.case for fault in store.verify(heads=heads)} == {"c1", "c2", "c3", "c9"}


def test_network_file_system(path, opened):
    """Fault 26: a store on a network file system is refused unless the risk is accepted."""
    with pytest.raises(ConfigError, match="nfs4"):
        SqliteStore(path, filesystem=lambda _path: "nfs4")
    assert not path.exists()
    assert opened(path, filesystem=lambda _path: "nfs4", network=True).append(a_batch()).last == 1


@pytest.mark.parametrize(
    ("version", "journal"), [((3, 40, 1), "delete"), ((3, 51, 2), "delete"), ((3, 51, 3), "wal"), ((3, 44, 6), "wal")]
)
def test_sqlite_with_the_defect(path, opened, monkeypatch, version, journal):
    """Fault 27: the version of SQLite decides the journal mode, a file in another is brought over, and it says why."""
    with contextlib.closing(SqliteStore(path, journal="delete" if journal == "wal" else "wal")) as before:
        before.append(a_batch())
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
    store = opened(path, filesystem=lambda _path: "ext4")

    assert store._connection.rows("PRAGMA journal_mode") == [(journal,)]
    assert store._connection.rows("PRAGMA synchronous") == [(2 if journal == "wal" else 3,)]
    assert store.durability.durable
    assert ".".join(map(str, version)) in store.durability.why
    assert places(store) == [1]


def test_a_store_in_use_is_not_brought_over(path, opened):
    """Fault 27: while another has the file open in WAL mode, opening it otherwise is refused as busy."""
    opened(path, journal="wal").append(a_batch())

    with pytest.raises(BusyError, match="journal mode"):
        SqliteStore(path, journal="delete", timeout=0.1)


def test_fork_with_an_open_store(path, fork, opened):
    """Fault 28: a store opened before a fork is refused in the child, closing it there harms nobody; its own works."""
    store = opened(path)
    store.append(a_batch())

    def work(_tell):
        refused = []
        for use in (
            lambda: store.append(a_batch(expected=1)),
            lambda: store.head("c1"),
            lambda: list(store.read("c1")),
        ):
            try:
                use()
            except StoreError as error:
                refused.append("each process opens its own" in str(error))
        store.close()
        with contextlib.closing(SqliteStore(path)) as own:
            own.append(a_batch(expected=1))
        return refused

    assert fork(work).answer() == [True, True, True]
    assert store.append(a_batch(expected=2)).last == 3
    assert places(store) == [1, 2, 3]
    assert list(store.verify()) == []


@pytest.mark.parametrize("journal", ["delete", "wal"])
def test_fork_in_the_middle_of_a_transaction(path, opened, journal):
    """Fault 28: a child that is forked while its parent writes, and fails there, takes nothing of the parent back."""

    def split():
        child = os.fork()
        if not child:
            raise KeyboardInterrupt
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) == 7

    points = FaultPoints()
    store = opened(path, journal=journal, at=points)
    store.append(a_batch())
    points.plan("append.before_commit", split)
    try:
        last = store.append(a_batch(expected=1, count=300)).last
    except KeyboardInterrupt:
        os._exit(7)

    assert last == 301
    assert places(store) == list(range(1, 302))
    assert list(store.verify()) == []


def plant(path, case, type, schema, payload):
    """Write a record as another release would: chained, and with the end of the case brought up to date."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as raw:
        seq, previous = raw.execute("SELECT seq, digest FROM cases WHERE id = ?", (case,)).fetchone()
        chain = digest(previous, case, seq + 1, type, schema, payload)
        raw.execute(
            "INSERT INTO events (case_id, seq, type, schema, payload, digest) VALUES (?, ?, ?, ?, ?, ?)",
            (case, seq + 1, type, schema, payload, chain),
        )
        raw.execute("UPDATE cases SET seq = ?, digest = ? WHERE id = ?", (seq + 1, chain, case))
        raw.execute("INSERT INTO keys VALUES (?, '', ?, ?, ?, ?, '')", (chain, case, seq + 1, seq + 1, chain))


@pytest.mark.parametrize(("type", "schema"), [("event", 9), ("event", 2), ("__import__('os')", 1), ("pickle", 1)])
def test_newer_records(path, opened, type, schema):
    """Faults 29 and 30: an unknown type or version is kept raw and loads no code; the case is closed to writing."""
    store = opened(path)
    store.append(a_batch())
    store.append(a_batch("c2"))
    plant(path, "c1", type, schema, b"\x80\x04not even text")
    loaded = set(sys.modules)
    last = list(store.read("c1"))[-1]

    assert (last.event, last.type, last.schema, last.payload) == (None, type, schema, b"\x80\x04not even text")
    assert set(sys.modules) == loaded
    with pytest.raises(ReadOnlyError, match="case c1, event 2"):
        store.append(a_batch(expected=2))
    assert store.append(a_batch("c2", 1)).last == 2
    assert list(store.verify()) == []


def test_upcaster_raises(path, opened):
    """Fault 32: one old row that its upcaster cannot take flags its case; the rest work."""

    def upcast(record):
        return record | {"kind": {"a": "meeting"}[record["old_kind"]]}

    registry = RECORDS.with_older(
        "event", 0, lambda record: {k: v for k, v in upcast(record).items() if k != "old_kind"}
    )
    store = opened(path, registry=registry)
    for case, kind in (("c1", "a"), ("c2", "secret")):
        store.append(a_batch(case))
        record = json.loads(encode(an_event(case, 2))[2])
        del record["kind"]
        plant(path, case, "event", 0, json.dumps(record | {"old_kind": kind}).encode())

    assert list(store.read("c1"))[-1].event == an_event("c1", 2)
    assert store.append(a_batch("c1", 2)).last == 3
    with pytest.raises(DamagedError) as caught:
        list(store.read("c2"))
    assert "secret" not in str(caught.value)
    assert [(fault.case, fault.seq) for fault in store.verify()] == [("c2", 2)]


def tables(path):
    with contextlib.closing(sqlite3.connect(path)) as raw:
        made = raw.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name").fetchall()
        return made, raw.execute("PRAGMA user_version").fetchall(), raw.execute("PRAGMA application_id").fetchall()


def older(path, version):
    """Make a store as a release with older tables left it."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as raw:
        for step in range(version):
            for statement in statements(step):
                raw.execute(statement)
        raw.execute(f"PRAGMA application_id={opening.APPLICATION}")
        raw.execute(f"PRAGMA user_version={version}")
        if version:
            parts = ("c1", 1, *encode(an_event()), digest("", "c1", 1, *encode(an_event())))
            raw.execute("INSERT INTO events VALUES (1, ?, ?, ?, ?, ?, ?)", parts)


@pytest.mark.parametrize("version", range(VERSION + 1))
def test_migrated_is_fresh(path, opened, tmp_path, version):
    """Fault 35: tables led up from any version are the same as fresh ones, and what was in them is still there."""
    older(path, version)
    opened(tmp_path / "fresh.db")
    store = opened(path)

    assert tables(path) == tables(tmp_path / "fresh.db")
    assert store._connection.rows("SELECT count(*) FROM events") == [(1 if version else 0,)]


def test_migration_killed(path, fork, opened, tmp_path):
    """Fault 35: killed at any statement of a migration, the next opening goes on and ends at the same tables."""
    opened(tmp_path / "fresh.db")
    total = sum(len(statements(step)) for step in range(VERSION))

    def work(_tell, turn):
        points = FaultPoints()
        points.plan("migrate.step", kill_here, turn)
        SqliteStore(path, at=points).close()

    for turn in range(1, total + 1, 2):
        path.unlink(missing_ok=True)
        _, status = fork(work, turn).end()

        assert status == -9
        SqliteStore(path).close()
        assert tables(path) == tables(tmp_path / "fresh.db")


def test_two_migrate_at_once(path, fork, opened, tmp_path):
    """Fault 35: several who open the same old or new store at once all find it whole."""
    opened(tmp_path / "fresh.db")
    for version in (None, 0, 1, 2):
        path.unlink(missing_ok=True)
        if version is not None:
            older(path, version)
        barrier = get_context("fork").Barrier(3)

        def work(_tell, barrier=barrier):
            barrier.wait()
            SqliteStore(path).close()

        for child in [fork(work) for _ in range(3)]:
            assert child.answer() is None
        assert tables(path) == tables(tmp_path / "fresh.db")


def test_newer_tables(path, opened):
    """Fault 35: tables of a newer release are read and not written, and the refusal says so."""
    with contextlib.closing(SqliteStore(path)) as store:
        store.append(a_batch())
    with contextlib.closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA user_version=99")
    store = opened(path)

    assert places(store) == [1]
    assert "newer release" in store.readonly
    with pytest.raises(ReadOnlyError, match="newer release"):
        store.append(a_batch(expected=1))
    with pytest.raises(ReadOnlyError):
        store.settle("m1", sent=True)


def resident():
    return int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[1]) * resource.getpagesize()


@pytest.mark.nightly
def test_million_events(path, fork, opened, announce):
    """Fault 37: a case of a million events is written in batches and read at constant memory."""

    def work(_tell):
        with contextlib.closing(SqliteStore(path)) as store:
            for expected in range(0, 1_000_000, 20_000):
                store.append(a_batch(expected=expected, count=20_000))
        return True

    assert fork(work).answer()
    store = opened(path)
    next(store.read("c1"))
    before = resident()
    begin = time.monotonic()
    count = sum(1 for _ in store.read("c1"))
    seconds = time.monotonic() - begin
    grown = resident() - before

    assert count == 1_000_000
    assert grown < 8 << 20
    announce(f"one case of {count} events read in {seconds:.1f} s, memory grown by {grown / 2**20:.1f} MiB")


@pytest.mark.nightly
def test_large_log(path, opened, announce):
    """Fault 38: opening, appending and reading one case take the same time however large the log is."""
    size = int(os.environ.get("COLLABMODEL_LOG_BYTES", str(300 << 20)))
    store = opened(path)
    store.append(a_batch(count=60))
    small = timings(path, "c1", 60)
    number = 0
    while path.stat().st_size < size:
        case = f"n{number}"
        events = tuple(an_event(case, seq, note=some_text(seq, 200)) for seq in range(1, 20_001))
        store.append(a_batch(case, events=events))
        number += 1
    large = timings(path, "c1", 60 + 20)

    assert large < 3 * small + 0.02
    reached = next(fault for fault in [*store.verify(case="n0"), None])
    assert reached is None
    announce(f"log of {path.stat().st_size / 2**30:.2f} GiB: {large * 1e3:.1f} ms, at the start {small * 1e3:.1f} ms")


def timings(path, case, expected):
    found = []
    for turn in range(20):
        begin = time.perf_counter()
        with contextlib.closing(SqliteStore(path)) as store:
            store.append(a_batch(case, expected + turn))
            list(store.read(case))
        found.append(time.perf_counter() - begin)
    return sorted(found)[len(found) // 2]


@pytest.mark.parametrize("count", [20_000, pytest.param(200_000, marks=pytest.mark.nightly)])
def test_many_small_cases(path, opened, count):
    """Fault 39: of very many cases the first page of any list comes at once, from an index."""
    store = opened(path)
    row = a_row("c", due=NOON, worker="p-0")
    with store._connection.writing("bulk") as raw:
        for number in range(count):
            status = "open" if number % 100 else "closed"
            row = attrs.evolve(a_row(f"c{number:06}", status=status, due=NOON), roles=(("worker", f"p-{number // 7}"),))
            bound = (row.id, 0, "", status, micros(NOON) + number, row_text(row))
            raw.execute("INSERT INTO cases (id, seq, digest, status, due, row) VALUES (?, ?, ?, ?, ?, ?)", bound)
            raw.execute("INSERT INTO people (person, case_id) VALUES (?, ?)", (f"p-{number // 7}", row.id))
    for wanted in ({}, {"status": "closed"}, {"person": "p-100"}, {"due_before": NOON}, {"after": "c015000"}):
        begin = time.perf_counter()
        next(store.rows(**wanted), None)

        assert time.perf_counter() - begin < 0.1
    assert len(list(store.rows(person="p-100"))) == 7
    assert len(list(store.rows(status="closed"))) == count // 100


@pytest.mark.parametrize("journal", ["delete", "wal"])
def test_read_only_files(fork, journal):
    """Fault 58: on a file system that cannot be written the cases can be read, and writing says why not."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "cases.db"
        with contextlib.closing(SqliteStore(path, journal=journal)) as store:
            store.append(a_batch(count=2))
        path.chmod(0o444)
        folder.chmod(0o555)

        def work(_tell):
            if os.geteuid() == 0:
                os.seteuid(65_534)
            with contextlib.closing(SqliteStore(path, journal=journal)) as store:
                found = places(store)
                try:
                    store.append(a_batch(expected=2))
                except ReadOnlyError as error:
                    return found, "cannot be written" in str(error)
            return found, False

        answer = fork(work).answer()
        folder.chmod(0o755)

    assert answer == [[1, 2], True]


def test_too_many_open_files(path, fork):
    """Fault 58: without a free descriptor opening and appending fail with our errors, and go on when there is one."""

    def work(_tell):
        with contextlib.closing(SqliteStore(path)) as store:
            store.append(a_batch())
            spare = []
            soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
            resource.setrlimit(resource.RLIMIT_NOFILE, (64, hard))
            with contextlib.suppress(OSError):
                while True:
                    spare.append(os.open("/dev/null", os.O_RDONLY))
            told = []
            for use in (lambda: store.append(a_batch(expected=1)), lambda: SqliteStore(path).close()):
                try:
                    use()
                except StoreError as error:
                    told.append(type(error).__name__)
            for descriptor in spare:
                os.close(descriptor)
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
            return len(told), store.append(a_batch(expected=1)).last, places(store)

    assert fork(work).answer() == [2, 2, [1, 2]]


STARVED = """
import resource, sys
from pathlib import Path
from collabmodel.adapters import SqliteStore
from collabmodel.errors import StoreError
from collabmodel.testing import a_batch, an_event
store = SqliteStore(sys.argv[1])
store.append(a_batch())
batch = a_batch(expected=1, events=tuple(an_event(seq=seq, x="y" * 900_000) for seq in range(2, 60)))
size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (size + (20 << 20), resource.getrlimit(resource.RLIMIT_AS)[1]))
try:
    store.append(batch)
    print("done")
except StoreError as error:
    print(error.problems[0].what, store.head("c1").seq)
store.close()
"""
"""A fresh process, whose heap has no room of its own left from elsewhere."""


def test_out_of_memory(path, opened):
    """Fault 58: a command that finds no memory fails as such and leaves the store as it was."""
    found = subprocess.run([sys.executable, "-c", STARVED, path], capture_output=True, text=True, check=False)

    assert (found.stdout, found.stderr) == ("out of memory 1\n", "")
    assert places(opened(path)) == [1]


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """Both of our stores, for texts of one case each."""
    sqlite = SqliteStore(tmp_path_factory.mktemp("hostile") / "cases.db")
    with contextlib.closing(sqlite), contextlib.closing(MemoryStore()) as memory:
        yield sqlite, memory


@settings(max_examples=60, deadline=None)
@given(text=st.text(st.characters(), max_size=8))
def test_hostile_text(both, text):
    """Fault 60: every store takes the same texts, and gives back exactly what it took."""
    holdable = "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)
    for store in both:
        head = store.head("c1")
        batch = a_batch(expected=head.seq if head else 0, answer=text)
        batch = attrs.evolve(batch, events=(attrs.evolve(batch.events[0], data=(("note", text),)),))
        try:
            receipt = store.append(batch)
        except StoreError:
            assert not holdable
        else:
            assert holdable
            assert receipt.answer == text
            assert [recorded.event for recorded in store.read("c1", batch.expected)] == list(batch.events)
