"""
What does encrypting cost? The same batches appended to a bare store and to the same kind of store behind the wrapper.

Both run in one process and take turns, batch by batch, at the settings that are durable with this machine; the key file
lies beside the store. PostgreSQL is measured where ``--postgresql URL`` names a database that may be written.
Give ``--folder`` on the disk whose syncs are to be paid. Run ``python benchmarks/crypto.py --help`` for the options.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import datetime as dt
import gc
import json
import os
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

COUNTS = (1, 60)
"""Events of a batch."""
BLOCK = {1: 40, 60: 10}
"""Batches of one side before the other takes its turn."""
PEOPLE = ("p-17", "p-18", "p-19")
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
        kind="meeting",
        element="start_meeting",
        transition="completed",
        instance="start_meeting#1",
        actor=Actor(role="worker", person=PEOPLE[seq % 3], organisation="school"),
        data=(("outcome", OUTCOME), ("count", seq)),
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
        row=CaseRow(
            id=case, model="m", model_hash="ab" * 32, opened=NOON, roles=tuple(("worker", who) for who in PEOPLE)
        ),
    )


def settings_of(folder: Path, name: str):
    from collabmodel.plugin import read_settings

    master = folder / "master"
    if not master.exists():
        master.write_bytes(base64.b64encode(os.urandom(32)))
    return read_settings(f"stores:\n  crypto: {{keys: {folder}/{name}.keys, master: 'file:{master}'}}\n")


def stores(folder: Path, postgresql: str, sqlite_options: str) -> Iterator[tuple[str, Callable[[], object]]]:
    """Give what opens each side: bare and wrapped, of each kind of store."""
    from collabmodel.plugin import Host

    stamp = os.urandom(4).hex()
    urls = {"sqlite": f"sqlite:///{folder}/{{side}}.db{sqlite_options}"}
    if postgresql:
        urls["postgresql"] = postgresql
    for kind, url in urls.items():
        host = Host.discover(settings=settings_of(folder, f"{kind}-{stamp}"))
        yield f"{kind} bare", lambda host=host, url=url: host.open_store(url.format(side="bare"))
        yield f"{kind} sealed", lambda host=host, url=url: host.open_store("crypto+" + url.format(side="sealed"))


def appended(store, case: str, done: int, count: int) -> tuple[float, float]:
    """Append a block of batches to a case; give seconds of one batch, by the clock and of this process."""
    batches = [batch(case, done + number * count, count) for number in range(BLOCK[count])]
    clock, busy = time.perf_counter(), time.process_time()
    for one in batches:
        store.append(one)
    return (time.perf_counter() - clock) / len(batches), (time.process_time() - busy) / len(batches)


def read(store, case: str) -> tuple[float, float]:
    clock, busy = time.perf_counter(), time.process_time()
    events = sum(1 for _ in store.read(case))
    return (time.perf_counter() - clock) / events, (time.process_time() - busy) / events


def measure(folder: Path, rounds: int, postgresql: str, sqlite_options: str) -> dict[str, object]:
    """Measure both sides of each kind in turns; the first turn is a warm-up."""
    found: dict[str, list[tuple[float, float]]] = {}
    stamp = os.urandom(4).hex()
    with contextlib.ExitStack() as stack:
        opened = {
            name: stack.enter_context(contextlib.closing(opening()))
            for name, opening in stores(folder, postgresql, sqlite_options)
        }
        gc.collect()
        gc.freeze()
        for turn in range(rounds + 1):
            for count in COUNTS:
                # Whoever comes first in a turn comes last in the next.
                for name in sorted(opened, reverse=bool(turn % 2)):
                    # A side of its own in a database that both share.
                    case = f"{stamp}-{name.split()[1]}-{count}"
                    seconds = appended(opened[name], case, turn * BLOCK[count] * count, count)
                    if turn:
                        found.setdefault(f"{name} {count}", []).append(seconds)
        for turn in range(min(rounds, 5) + 1):
            for name in sorted(opened, reverse=bool(turn % 2)):
                seconds = read(opened[name], f"{stamp}-{name.split()[1]}-60")
                if turn:
                    found.setdefault(f"{name} read", []).append(seconds)
    return {"sqlite": sqlite3.sqlite_version, "rounds": rounds, "figures": figures(found)}


def figures(found: dict[str, list[tuple[float, float]]]) -> dict[str, dict[str, float]]:
    """Give medians of both sides; a ratio is the median of the ratios of each turn."""
    told = {}
    for name in sorted(found):
        kind, side, what = name.split()
        if side == "bare":
            pairs = list(zip(found[name], found[f"{kind} sealed {what}"], strict=True))
            told[f"{kind} {what}"] = {
                "bare_ms": 1e3 * statistics.median(bare[0] for bare, _ in pairs),
                "sealed_ms": 1e3 * statistics.median(sealed[0] for _, sealed in pairs),
                "ratio": statistics.median(sealed[0] / bare[0] for bare, sealed in pairs),
                "cpu_ratio": statistics.median(sealed[1] / bare[1] for bare, sealed in pairs),
            }
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--folder", type=Path, help="where the stores are made; a temporary folder by itself")
    parser.add_argument("--postgresql", default="", help="URL of a database that may be written")
    parser.add_argument("--sqlite-options", default="", help="such as ?journal=wal&synchronous=full")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        result = measure(Path(folder), given.rounds, given.postgresql, given.sqlite_options)
    for name, one in result["figures"].items():
        unit = "event" if name.endswith("read") else "batch"
        print(
            f"{name:18} bare {one['bare_ms']:8.3f} ms, sealed {one['sealed_ms']:8.3f} ms a {unit}; "
            f"by the clock {one['ratio']:.2f} times, of this process {one['cpu_ratio']:.2f} times"
        )
    if given.json:
        given.json.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
