"""
What does one more command cost in a case of 100, 1,000 and 10,000 events?

All sizes run on the same model, in turns, so that they share the same minutes of the machine. Four things are measured:
a command that goes through (decide and evolve) on a case held in memory, a command that is refused, the next command of
a case that comes from its snapshot, and how fast a whole record is folded. Run ``python benchmarks/case.py --help``.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import collabmodel as cm
from collabmodel.case import (
    Case,
    Command,
    Refusal,
    Tables,
    decide,
    evolve,
    new_case,
    replay,
    restore,
    snapshot,
    tables_of,
)
from collabmodel.history import Actor, Event

START = dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC)
WORKER = Actor(role="worker", person="w", organisation="office")
SIZES = (100, 1_000, 10_000)
PLENTY = 1_000_000

MODEL = """
format: 1
id: benchmark
language: en
case: {subjects: [child]}
calendars: {office: {zone: Europe/Helsinki, opening: [{days: [mon-fri], start: "08:00", end: "16:00"}]}}
organisations: {office: {title: Office}, clinic: {title: Clinic}}
roles:
  child: {title: Child, side: client}
  worker: {title: Worker, side: professional, organisations: [office]}
  nurse: {title: Nurse, side: professional, organisations: [clinic]}
facts: {mood: {type: choice, choices: [good, bad]}}
phases:
  work: {title: Work, exit: decided}
  track: {title: Track, phase: work, entry: {on: contact}}
activities:
%s
  review: {kind: meeting, phase: track, entry: {on: contact, if: 'count("contact") > 3'}, repeat: {maximum: %d}}
  decided: {kind: decision, phase: work}
  told: {kind: information}
milestones:
  known: {phase: work, achieve: [{on: [contact, note]}]}
limits:
  seen: {title: Seen, anchors: [note], stop: contact, duration: 5 working days, calendar: office}
rules:
  told_first: {title: Told first, template: precedence, a: told, b: decided, enforcement: gate}
  once: {title: Once, template: absence 2, a: told, enforcement: gate}
  next: {title: Next, template: chain response, a: told, b: note, enforcement: warn}
  answered: {title: Answered, template: response, a: ask, b: contact, within: 14 days}
  noted: {title: Noted, template: alternate response, a: plan, b: note}
  never: {title: Never, template: not succession, a: decided, b: ask}
  both: {title: Both, template: responded existence, a: ask, b: note}
  begins: {title: Begins, template: existence, a: contact}
"""
DONE = ("contact", "note", "ask", "plan", "call")


def model() -> Tables:
    """Give the tables of the benchmark's model."""
    repeated = "\n".join(f"  {id}: {{kind: contact, phase: work, repeat: {{maximum: {PLENTY}}}}}" for id in DONE)
    return tables_of(cm.load(MODEL % (repeated, PLENTY)))


def command(number: int) -> Command:
    """Give the command at a place."""
    if not number:
        return Command(verb="open", by=WORKER)
    return Command(verb="complete", element=DONE[number % len(DONE)], by=WORKER)


def at(case: Case) -> dt.datetime:
    """Give the time of the next command."""
    return START + dt.timedelta(minutes=10 * case.seq)


def step(tables: Tables, case: Case, asked: Command) -> tuple[Case, tuple[Event, ...]]:
    """Decide and fold one command that must go through."""
    events = decide(tables, case, asked, at(case))
    if isinstance(events, Refusal):
        raise SystemExit(f"refused: {events.reason.value} {events.text.in_language('en')} {events.needs}")
    for event in events:
        case = evolve(tables, case, event)
    return case, events


class Sized:
    """A case of one size, with its events and its snapshot."""

    def __init__(self, tables: Tables, size: int) -> None:
        self.tables = tables
        self.log: list[Event] = []
        case, number = new_case(tables, "c"), 0
        while case.seq < size:
            case, events = step(tables, case, command(number))
            self.log.extend(events)
            number += 1
        self.case = case
        self.number = number
        self.bytes = snapshot(tables, case)
        self.costs: dict[str, list[float]] = {name: [] for name in self.ways}
        self.seconds = 0.0

    @property
    def ways(self) -> dict[str, Callable[[int], int]]:
        """What is measured: each does something about as often as it is told, and gives how often it did."""
        return {"command": self.go_on, "refused": self.refuse, "from snapshot": self.come_back, "fold": self.fold}

    def go_on(self, times: int) -> int:
        """Take commands one after another; the case does not grow for the next round."""
        case = restore(self.tables, "c", self.bytes, self.read)
        case, _ = step(self.tables, case, command(self.number))
        begin = time.perf_counter()
        for number in range(times):
            case, _ = step(self.tables, case, command(self.number + 1 + number))
        self.seconds = time.perf_counter() - begin
        return times

    def refuse(self, times: int) -> int:
        """Ask for what a gate forbids."""
        asked = Command(verb="complete", element="decided", by=WORKER)
        begin = time.perf_counter()
        for _ in range(times):
            if not isinstance(decide(self.tables, self.case, asked, at(self.case)), Refusal):
                msg = "a gate let pass what it forbids"
                raise SystemExit(msg)
        self.seconds = time.perf_counter() - begin
        return times

    def come_back(self, times: int) -> int:
        """Take the next command of a case that nobody has in memory."""
        begin = time.perf_counter()
        for _ in range(times // 10):
            step(self.tables, restore(self.tables, "c", self.bytes, self.read), command(self.number))
        self.seconds = time.perf_counter() - begin
        return times // 10

    def fold(self, times: int) -> int:
        """Fold the whole record, as often as that many events are in it; at least once."""
        rounds = max(1, times // len(self.log))
        begin = time.perf_counter()
        for _ in range(rounds):
            replay(self.tables, "c", self.log).record.monitors()
        self.seconds = time.perf_counter() - begin
        return rounds * len(self.log)

    def read(self, first: int, last: int) -> list[Event]:
        """Give events again."""
        return self.log[first - 1 : last]


def measure(sizes: tuple[int, ...], rounds: int, times: int) -> dict[str, object]:
    """Measure every size in turn, several times."""
    tables = model()
    cases = {size: Sized(tables, size) for size in sizes}
    gc.collect()
    gc.freeze()
    for turn in range(rounds + 1):
        for one in cases.values():
            for name, way in one.ways.items():
                done = way(times)
                if turn:
                    one.costs[name].append(one.seconds / done)
    found = {size: {name: statistics.median(costs) for name, costs in one.costs.items()} for size, one in cases.items()}
    return {
        "rounds": rounds,
        "seconds": found,
        "snapshot_bytes": {size: len(one.bytes) for size, one in cases.items()},
        "ratios": {
            name: {size: found[size][name] / found[sizes[0]][name] for size in sizes} for name in found[sizes[0]]
        },
    }


def cell(seconds: float, ratio: float) -> str:
    """Give one figure as it is printed."""
    return f"{seconds * 1e6:,.0f} ({ratio:.2f})".rjust(22)


def show(result: dict[str, object]) -> None:
    """Print the figures."""
    names = list(result["ratios"])
    print(f"microseconds, median of {result['rounds']} rounds; in brackets: times the smallest case")
    print(f"{'events':>8}" + "".join(f"{name:>22}" for name in names) + f"{'snapshot bytes':>16}{'folded/s':>12}")
    for size, costs in result["seconds"].items():
        cells = "".join(cell(costs[name], result["ratios"][name][size]) for name in names)
        print(f"{size:>8,}{cells}{result['snapshot_bytes'][size]:>16,}{1 / costs['fold']:>12,.0f}")


def main() -> None:
    """Read the options, measure and show."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="sizes of cases, in events")
    parser.add_argument("--rounds", type=int, default=7, help="rounds after a warm-up (at least 5 for figures)")
    parser.add_argument("--times", type=int, default=200, help="commands in a round")
    parser.add_argument("--json", type=Path, help="file to write the figures to")
    asked = parser.parse_args()
    result = measure(tuple(asked.sizes), asked.rounds, asked.times)
    show(result)
    if asked.json:
        asked.json.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
