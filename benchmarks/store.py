"""
What does it cost to keep a case safely, side by side with a raw insert and with the ``eventsourcing`` library?

Everything is measured in one run, in turns, at the same journal mode and synchronous level: the ones that are durable
with this machine's SQLite. The peer needs a Python that has it: name it by the environment variable
COLLABMODEL_EVENTSOURCING_PYTHON (or COLLABMODEL_PEERS_PYTHON); without it only our own part runs. Give ``--folder`` on
the disk whose syncs are to be paid. Run ``python benchmarks/store.py --help`` for the options.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

BLOCK = 100
"""Events saved in one turn."""
CASE = 60
"""Events of the case that is rebuilt."""
COMMANDS = 20
"""Commands in one turn, on a case that begins with as many events as the one that is rebuilt."""
REBUILDS = 40
"""Rebuilds in one turn."""
PEER = "eventsourcing"
FIELDS = {"kind": "meeting", "element": "start_meeting", "transition": "completed", "instance": "start_meeting#1"}
OUTCOME = "agreed on three goals and a division of work between the school and the clinic"
NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)


def event(case: str, seq: int):
    from collabmodel.history import Actor, Event

    when = NOON + dt.timedelta(minutes=seq)
    return Event(
        id=f"{case}-{seq}",
        case=case,
        seq=seq,
        occurred=when,
        recorded=when,
        actor=Actor(role="worker", person="p-17", organisation="school"),
        data=(("outcome", OUTCOME), ("count", seq)),
        **FIELDS,
    )


def batch(case: str, expected: int, count: int):
    from collabmodel.plugin import Batch, CaseRow

    return Batch(
        case=case,
        expected=expected,
        events=tuple(event(case, seq) for seq in range(expected + 1, expected + count + 1)),
        key=f"{case}/{expected}",
        fingerprint="ab" * 32,
        answer="done",
        row=CaseRow(id=case, model="m", model_hash="ab" * 32, opened=NOON, roles=(("worker", "p-17"),)),
    )


def raw(folder: Path, journal: str, synchronous: str) -> dict[str, Callable[[int], float]]:
    """Save payloads of the same size, one insert in one transaction each, and nothing else."""
    from collabmodel.plugin import encode

    connection = sqlite3.connect(folder / "raw.db", isolation_level=None)
    connection.execute(f"PRAGMA journal_mode={journal}")
    connection.execute(f"PRAGMA synchronous={synchronous}")
    connection.execute("CREATE TABLE e (id INTEGER PRIMARY KEY, c TEXT, seq INTEGER, payload BLOB, UNIQUE (c, seq))")
    payload = encode(event("c1", 1))[2]

    def save(turn: int) -> float:
        begin = time.perf_counter()
        for number in range(BLOCK):
            connection.execute("BEGIN IMMEDIATE")
            bound = ("c1", turn * BLOCK + number, payload)
            connection.execute("INSERT INTO e (c, seq, payload) VALUES (?, ?, ?)", bound)
            connection.execute("COMMIT")
        return (time.perf_counter() - begin) / BLOCK

    return {"save": save}


def store(folder: Path, journal: str, synchronous: str) -> dict[str, Callable[[int], float]]:
    """Save through the store: key, chain, head, case row and event; rebuild by reading, checking and decoding."""
    from collabmodel.adapters import SqliteStore

    opened = SqliteStore(folder / "ours.db", journal=journal, synchronous=synchronous)
    opened.append(batch("rebuilt", 0, CASE))

    def save(turn: int) -> float:
        batches = [batch("c1", turn * BLOCK + number, 1) for number in range(BLOCK)]
        begin = time.perf_counter()
        for one in batches:
            opened.append(one)
        return (time.perf_counter() - begin) / BLOCK

    def rebuild(_turn: int) -> float:
        begin = time.perf_counter()
        for _ in range(REBUILDS):
            events = [recorded.event for recorded in opened.read("rebuilt")]
        seconds = (time.perf_counter() - begin) / REBUILDS
        assert events[-1] == event("rebuilt", CASE)
        return seconds

    return {"save": save, "rebuild": rebuild}


def desk(folder: Path, journal: str, synchronous: str) -> dict[str, Callable[[int], float]]:
    """Ask through the whole desk on a shipped model: who may, decide, gates, limits, chain, key, outbox, case row."""
    import collabmodel as cm
    from collabmodel.adapters import SqliteStore
    from collabmodel.case import Command
    from collabmodel.desk import open_desk
    from collabmodel.history import Actor

    model = cm.load("jyvaskyla-youth-reception")
    opened = open_desk(SqliteStore(folder / "desk.db", journal=journal, synchronous=synchronous), model)
    by = Actor(role="social_worker", person="p-17", organisation="child_protection")
    facts = {"age": 15, "child_protection_client": True, "competences": ("licensed_social_worker", "model_trained")}
    learn = Command(verb="learn", by=by, data=(("age", 15),))

    def command(turn: int) -> float:
        opened.open_case(by=by, id=f"c{turn}", opening="referral", data=facts).unwrap()
        while opened.store.head(f"c{turn}").seq < CASE:
            opened.record(f"c{turn}", learn).unwrap()
        begin = time.perf_counter()
        for _ in range(COMMANDS):
            opened.record(f"c{turn}", learn)
        return (time.perf_counter() - begin) / COMMANDS

    return {"command": command}


def peer(folder: Path, journal: str, synchronous: str) -> dict[str, Callable[[int], float]]:  # noqa: C901 - one setting
    """Save and rebuild the same with the eventsourcing library, its SQLite recorder at the same settings."""
    from eventsourcing.application import Application
    from eventsourcing.domain import Aggregate
    from eventsourcing.domain import event as recorded
    from eventsourcing.sqlite import SQLiteConnectionPool

    plain = SQLiteConnectionPool._create_connection  # noqa: SLF001 - it has no option for journal mode and level

    def created(self):
        self.is_journal_mode_wal = True
        connection = plain(self)
        connection._sqlite_conn.execute(f"PRAGMA journal_mode={journal}")  # noqa: SLF001
        connection._sqlite_conn.execute(f"PRAGMA synchronous={synchronous}")  # noqa: SLF001
        return connection

    SQLiteConnectionPool._create_connection = created  # noqa: SLF001

    class Case(Aggregate):
        @recorded("Opened")
        def __init__(self) -> None:
            self.events = []

        @recorded("Happened")
        def happen(self, parts) -> None:
            self.events.append(parts)

    environment = {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(folder / "peer.db")}
    application = Application(env=environment)
    rebuilt, growing = Case(), Case()
    for seq in range(CASE - 1):
        rebuilt.happen(parts(seq))
    application.save(rebuilt, growing)
    settings = sqlite3.connect(folder / "peer.db").execute("PRAGMA journal_mode").fetchone()
    assert settings == (journal,), settings

    def save(turn: int) -> float:
        seconds = 0.0
        for number in range(BLOCK):
            growing.happen(parts(turn * BLOCK + number))
            begin = time.perf_counter()
            application.save(growing)
            seconds += time.perf_counter() - begin
        return seconds / BLOCK

    def rebuild(_turn: int) -> float:
        begin = time.perf_counter()
        for _ in range(REBUILDS):
            found = application.repository.get(rebuilt.id)
        seconds = (time.perf_counter() - begin) / REBUILDS
        assert len(found.events) == CASE - 1
        return seconds

    def command(_turn: int) -> float:
        """Do what an application does for each command: load the case, change it, save what happened."""
        case = Case()
        for seq in range(CASE - 1):
            case.happen(parts(seq))
        application.save(case)
        begin = time.perf_counter()
        for number in range(COMMANDS):
            found = application.repository.get(case.id)
            found.happen(parts(CASE + number))
            application.save(found)
        return (time.perf_counter() - begin) / COMMANDS

    return {"save": save, "rebuild": rebuild, "command": command}


def parts(seq: int) -> dict[str, object]:
    """Give what our event holds, in the peer's own terms; ids, versions and one time it adds itself."""
    when = (NOON + dt.timedelta(minutes=seq)).isoformat()
    actor = {"role": "worker", "person": "p-17", "organisation": "school"}
    return FIELDS | {"seq": seq, "occurred": when, "recorded": when, "actor": actor, "outcome": OUTCOME, "count": seq}


WORKERS = {"raw": raw, "store": store, "desk": desk, PEER: peer}
DOES = {"raw": ("save",), "store": ("save", "rebuild"), "desk": ("command",), PEER: ("save", "rebuild", "command")}


def worker(kind: str, folder: Path, journal: str, synchronous: str) -> None:
    """Answer requests from the parent: do it once and say how long one took."""
    measures = WORKERS[kind](folder, journal, synchronous)
    out, sys.stdout = sys.stdout, sys.stderr
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        what, turn = line.split()
        out.write(json.dumps(measures[what](int(turn))) + "\n")
        out.flush()


class Worker:
    """One side in a process of its own."""

    def __init__(self, kind: str, folder: Path, journal: str, synchronous: str) -> None:
        self.kind = kind
        command = [python_of(kind), __file__, "--worker", kind, "--folder", str(folder)]
        command += ["--journal", journal, "--synchronous", synchronous]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.seconds: dict[str, list[float]] = {what: [] for what in DOES[kind]}

    def ask(self, what: str, turn: int) -> float:
        self.process.stdin.write(f"{what} {turn}\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.kind} ended without an answer")
        return json.loads(line)

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait()


def python_of(kind: str) -> str:
    if kind != PEER:
        return sys.executable
    return os.environ.get("COLLABMODEL_EVENTSOURCING_PYTHON") or os.environ.get("COLLABMODEL_PEERS_PYTHON", "")


def has_peer() -> bool:
    """Say why if the peer cannot be measured."""
    python = python_of(PEER)
    if not python:
        print("COLLABMODEL_EVENTSOURCING_PYTHON is not set: no peer measured", file=sys.stderr)
        return False
    if subprocess.run([python, "-c", f"import {PEER}"], capture_output=True, check=False).returncode:
        print(f"{python} has no {PEER}: no peer measured", file=sys.stderr)
        return False
    return True


def measure(folder: Path, kinds: tuple[str, ...], rounds: int, journal: str, synchronous: str) -> dict[str, object]:
    """Measure every side in turns; the first turn is a warm-up. A ratio is the median of the ratios of each turn."""
    workers = [Worker(kind, folder, journal, synchronous) for kind in kinds]
    for turn in range(rounds + 1):
        for what in ("save", "rebuild", "command"):
            for one in workers:
                if what in one.seconds:
                    seconds = one.ask(what, turn)
                    if turn:
                        one.seconds[what].append(seconds)
    for one in workers:
        one.close()
    seconds = {f"{one.kind} {what}": found for one in workers for what, found in one.seconds.items()}
    pairs = [("store save", "raw save"), (f"{PEER} save", "raw save"), (f"{PEER} save", "store save")]
    pairs += [(f"{PEER} rebuild", "store rebuild"), ("desk command", "raw save"), ("desk command", f"{PEER} save")]
    pairs += [(f"{PEER} command", "desk command")]
    ratios = {
        f"{a} / {b}": statistics.median(x / y for x, y in zip(seconds[a], seconds[b], strict=True))
        for a, b in pairs
        if a in seconds and b in seconds
    }
    return {
        "sqlite": sqlite3.sqlite_version,
        "journal": journal,
        "synchronous": synchronous,
        "rounds": rounds,
        "seconds": seconds,
        "median": {name: statistics.median(found) for name, found in seconds.items()},
        "ratios": ratios,
    }


def show(result: dict[str, object]) -> None:
    print(f"SQLite {result['sqlite']}, journal_mode={result['journal']} synchronous={result['synchronous']}, ", end="")
    print(f"median of {result['rounds']}; save = 1 event, durably;")
    print(f"rebuild = a case of {CASE} events; command = load such a case, change it, save 1 event")
    for name, seconds in result["median"].items():
        print(f"{name:<24}{seconds * 1e3:>10.3f} ms")
    for name, ratio in result["ratios"].items():
        print(f"  {name}: {ratio:.2f}x")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9, help="turns of each side after a warm-up")
    parser.add_argument("--folder", type=Path, help="folder on the disk whose syncs are paid (a temporary one)")
    parser.add_argument("--journal", choices=("delete", "wal"), help="journal mode (the durable one)")
    parser.add_argument("--synchronous", choices=("normal", "full", "extra"), help="level (the durable one)")
    parser.add_argument("--json", type=Path, help="file to write the figures to")
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.worker:
        worker(asked.worker, asked.folder, asked.journal, asked.synchronous)
        return
    from collabmodel.adapters.sqlite.gate import settings

    chosen = settings(sqlite3.sqlite_version_info, asked.journal or "", asked.synchronous or "")
    kinds = tuple(WORKERS) if has_peer() else ("raw", "store", "desk")
    with tempfile.TemporaryDirectory(dir=asked.folder) as name:
        result = measure(Path(name), kinds, asked.rounds, chosen.journal, chosen.synchronous)
    show(result)
    if asked.json:
        asked.json.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
