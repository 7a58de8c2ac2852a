"""
Fold a case of many events that are made as they are needed, and say what it took: ``python long_fold.py EVENTS``.

Events are made from their place in the record, and so can be read again from a log that holds none of them.
"""

from __future__ import annotations

import datetime as dt
import gc
import resource
import sys
import time
from collections.abc import Iterator

import collabmodel as cm
from collabmodel.case import evolve, new_case, tables_of
from collabmodel.history import Event

START = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
PLAIN = (("contact", "contact_attempt"), ("hearing", "hearing_young_person"), ("contact", "guardian_contact"))


def event_at(seq: int, kinds: dict[str, str]) -> Event:
    """Give the event at a place of the record."""
    now = START + dt.timedelta(minutes=10 * seq)
    element = PLAIN[seq % len(PLAIN)][1]
    plain = {"kind": kinds[element], "element": element, "transition": "completed"}
    if seq == 1:
        plain = {"kind": "case", "transition": "opened"}
    return Event(id=f"c:{seq}", case="c", seq=seq, occurred=now, recorded=now, **plain)


def main(size: int) -> None:
    """Fold and measure."""
    tables = tables_of(cm.load("jyvaskyla-youth-reception"))
    kinds = {item.id: item.kind for item in tables.items}

    def log(first: int, last: int) -> Iterator[Event]:
        return (event_at(seq, kinds) for seq in range(first, last + 1))

    case = new_case(tables, "c", log)
    warm = min(10_000, size // 2)
    for event in log(1, warm):
        case = evolve(tables, case, event)
    gc.collect()
    begin, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for event in log(warm + 1, size):
        case = evolve(tables, case, event)
    case.record.monitors()
    seconds = time.perf_counter() - begin
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    sys.stdout.write(f"bytes_per_event={grown / (size - warm):.1f}\nevents_per_second={(size - warm) / seconds:.0f}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
