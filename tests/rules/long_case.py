"""Follow one very long case of the shipped model, and print as JSON what it took; run by ``test_case_trace``."""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from collabmodel import load
from collabmodel.history import read_history
from collabmodel.model import Signature
from collabmodel.rules import CaseTrace, Monitors, Probe, Value, compile_rules

LIBRARY = Path(__file__).parents[2] / "src/collabmodel/library"
MODEL = "jyvaskyla-youth-reception"
TEN_MINUTES = 600_000_000
START = 1_700_000_000_000_000


def pattern() -> list[tuple[Signature, dict[str, Value]]]:
    """Give the events of all shipped cases one after another, as if they were of one case."""
    history = read_history(LIBRARY / f"{MODEL}.histories.jsonl")
    names = [*(name for name, _ in history.data), "actor.role", "actor.person", "actor.organisation"]
    return [
        (history.signatures[code], {name: value for name in names if (value := history.value(row, name))})
        for row, code in enumerate(history.signature)
    ]


def memory() -> int:
    """Give the bytes of memory that this process holds."""
    gc.collect()
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def follow(size: int) -> dict[str, float]:
    """Follow a case of so many events, and tell bytes and seconds."""
    events = pattern()

    def fetch(position: int) -> Mapping[str, Value]:
        return events[position % len(events)][1]

    trace = CaseTrace({"age": 15}, fetch=fetch)
    program = compile_rules(load(MODEL))
    monitors, probe = Monitors(program, trace), Probe(program, trace)
    started, marks = time.perf_counter(), [(0, memory())]
    for number in range(size):
        signature, data = events[number % len(events)]
        position = trace.add(signature, START + number * TEN_MINUTES, data)
        monitors.advance(position)
        probe.advance(position)
        if number % 1_000 == 0:
            trace.forget(number - 100)
        if number + 1 in (size // 2, size):
            marks.append((number + 1, memory()))
    seconds = time.perf_counter() - started
    (_, empty), (half, middle), (_, full) = marks
    return {
        "events": size,
        "microseconds_per_event": round(seconds / size * 1e6, 1),
        "bytes_per_event": round((full - empty) / size, 1),
        "bytes_per_later_event": round((full - middle) / (size - half), 1),
        "violated": sum(cell.verdict.rank == 3 for cell in monitors.cells(trace.occurred[-1], closed=False)),
        "state": len(json.dumps(monitors.save())),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(follow(int(sys.argv[1]))))
