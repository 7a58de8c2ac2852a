"""
What does it cost to keep a case on PostgreSQL, beside a raw insert and beside the ``eventsourcing`` library?

Everything is measured in one run, in turns, on one server that this program starts in a folder of its own (or the one
whose URL is given), with the durable settings that PostgreSQL has by itself. The peer needs a Python that has it and
psycopg: name it by the environment variable COLLABMODEL_EVENTSOURCING_PYTHON; without it only our own part runs. Run
``python benchmarks/postgres.py --help`` for the options.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).parents[1] / "plugins" / "collabmodel-postgres" / "tests"))

BLOCK = {1: 100, 60: 20}
"""Saves in one turn, by how many events are saved at once."""
PEER = "eventsourcing"
FIELDS = {"kind": "meeting", "element": "start_meeting", "transition": "completed", "instance": "start_meeting#1"}
OUTCOME = "agreed on three goals and a division of work between the school and the clinic"
NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)


def event(case: str, seq: int):
    from collabmodel.history import Actor, Event

    when = NOON + dt.timedelta(minutes=seq)
    actor = Actor(role="worker", person="p-17", organisation="school")
    data = (("outcome", OUTCOME), ("count", seq))
    return Event(id=f"{case}-{seq}", case=case, seq=seq, occurred=when, recorded=when, actor=actor, data=data, **FIELDS)


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


def raw(url: str) -> Callable[[int, int], float]:
    """Save payloads of the same size: one by a plain insert, many by the driver's own executemany in a transaction."""
    import psycopg

    from collabmodel.plugin import encode

    connection = psycopg.connect(url, autocommit=True)
    connection.execute("CREATE SCHEMA raw")
    connection.execute(
        "CREATE TABLE raw.e (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, c text, seq bigint, payload bytea, "
        "UNIQUE (c, seq))"
    )
    payload = encode(event("c1", 1))[2]
    insert = "INSERT INTO raw.e (c, seq, payload) VALUES (%s, %s, %s)"
    seq = 0

    def save(_turn: int, count: int) -> float:
        nonlocal seq
        begin = time.perf_counter()
        for _ in range(BLOCK[count]):
            if count == 1:
                connection.execute(insert, ("c1", seq, payload))
            else:
                with connection.transaction():
                    connection.cursor().executemany(insert, [("c1", seq + n, payload) for n in range(count)])
            seq += count
        return (time.perf_counter() - begin) / BLOCK[count]

    return save


def store(url: str) -> Callable[[int, int], float]:
    """Save through the store: check, encode, chain, key, end, case row and events."""
    from collabmodel_postgres import open_postgres

    opened = open_postgres(url)

    def save(turn: int, count: int) -> float:
        batches = [batch(f"c{turn}/{count}", number * count, count) for number in range(BLOCK[count])]
        begin = time.perf_counter()
        for one in batches:
            opened.append(one)
        return (time.perf_counter() - begin) / BLOCK[count]

    return save


def peer(url: str) -> Callable[[int, int], float]:
    """Save the same with the eventsourcing library's recorder on the same server, as it is set up by itself."""
    from eventsourcing.application import Application
    from eventsourcing.domain import Aggregate
    from eventsourcing.domain import event as recorded

    class Case(Aggregate):
        @recorded("Opened")
        def __init__(self) -> None:
            self.count = 0

        @recorded("Happened")
        def happen(self, parts) -> None:  # noqa: ARG002 - what is recorded
            self.count += 1

    where = urlsplit(url)
    application = Application(
        env={
            "PERSISTENCE_MODULE": "eventsourcing.postgres",
            "POSTGRES_DBNAME": where.path.strip("/"),
            "POSTGRES_HOST": where.hostname,
            "POSTGRES_PORT": str(where.port),
            "POSTGRES_USER": where.username,
            "POSTGRES_PASSWORD": where.password,
        }
    )

    def save(turn: int, count: int) -> float:
        case, seconds = Case(), 0.0
        application.save(case)
        for number in range(BLOCK[count]):
            for n in range(count):
                case.happen(parts(turn + number * count + n))
            begin = time.perf_counter()
            application.save(case)
            seconds += time.perf_counter() - begin
        return seconds / BLOCK[count]

    return save


def parts(seq: int) -> dict[str, object]:
    """Give what our event holds, in the peer's own terms; ids, versions and one time it adds itself."""
    when = (NOON + dt.timedelta(minutes=seq)).isoformat()
    actor = {"role": "worker", "person": "p-17", "organisation": "school"}
    return FIELDS | {"seq": seq, "occurred": when, "recorded": when, "actor": actor, "outcome": OUTCOME, "count": seq}


WORKERS = {"raw": raw, "store": store, PEER: peer}


def worker(kind: str, url: str) -> None:
    """Answer requests from the parent: save a block and say how long one save took, and of that this process."""
    save = WORKERS[kind](url)
    out, sys.stdout = sys.stdout, sys.stderr
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        turn, count = map(int, line.split())
        out.write(json.dumps(save(turn, count)) + "\n")
        out.flush()


class Worker:
    """One side in a process of its own."""

    def __init__(self, kind: str, url: str) -> None:
        self.kind = kind
        python = os.environ["COLLABMODEL_EVENTSOURCING_PYTHON"] if kind == PEER else sys.executable
        command = [python, __file__, "--worker", kind, "--url", url]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.seconds: dict[int, list[float]] = {count: [] for count in BLOCK}

    def ask(self, turn: int, count: int) -> float:
        self.process.stdin.write(f"{turn} {count}\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.kind} ended without an answer")
        return json.loads(line)

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait()


def has_peer() -> bool:
    """Say why if the peer cannot be measured."""
    python = os.environ.get("COLLABMODEL_EVENTSOURCING_PYTHON", "")
    if not python:
        print("COLLABMODEL_EVENTSOURCING_PYTHON is not set: no peer measured", file=sys.stderr)
        return False
    if subprocess.run([python, "-c", "import eventsourcing.postgres"], capture_output=True, check=False).returncode:
        print(f"{python} has no eventsourcing with psycopg: no peer measured", file=sys.stderr)
        return False
    return True


def measure(url: str, kinds: tuple[str, ...], rounds: int) -> dict[str, object]:
    """Measure every side in turns; the first turn is a warm-up. A ratio is the median of the ratios of each turn."""
    workers = [Worker(kind, url) for kind in kinds]
    for turn in range(rounds + 1):
        for count in BLOCK:
            for one in workers:
                seconds = one.ask(turn, count)
                if turn:
                    one.seconds[count].append(seconds)
    for one in workers:
        one.close()
    seconds = {f"{one.kind} {count}": found for one in workers for count, found in one.seconds.items()}
    pairs = [(f"store {count}", f"{other} {count}") for count in BLOCK for other in ("raw", PEER)]
    ratios = {
        f"{a} / {b}": statistics.median(x / y for x, y in zip(seconds[a], seconds[b], strict=True))
        for a, b in pairs
        if b in seconds
    }
    median = {name: statistics.median(found) for name, found in seconds.items()}
    return {"rounds": rounds, "seconds": seconds, "median": median, "ratios": ratios}


def show(result: dict[str, object]) -> None:
    print(f"median of {result['rounds']} rounds; one save of 1 or of 60 events, durably")
    for name, seconds in result["median"].items():
        print(f"{name:<20}{seconds * 1e3:>10.3f} ms")
    for name, ratio in result["ratios"].items():
        print(f"  {name}: {ratio:.2f}x")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15, help="turns of each side after a warm-up")
    parser.add_argument("--url", help="an empty database, as a role that may create (a server of its own is started)")
    parser.add_argument("--json", type=Path, help="file to write the figures to")
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.worker:
        worker(asked.worker, asked.url)
        return
    kinds = tuple(WORKERS) if has_peer() else ("raw", "store")
    if asked.url:
        result = measure(asked.url, kinds, asked.rounds)
    else:
        from pg_server import Server

        server = Server()
        try:
            result = measure(server.url(), kinds, asked.rounds)
        finally:
            server.destroy()
    show(result)
    if asked.json:
        asked.json.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
