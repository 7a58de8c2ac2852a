"""
How fast are cases simulated, side by side with SimPy, salabim and Ciw, with every event kept?

All run the two-agency workload in one process and take turns, so that they share the same minutes of the machine; what
counts is processor seconds of one core. Ciw cannot express named workers, joint meetings and parallel strands, so it
runs the reduced workload, as SimPy and we do beside it. Run ``python benchmarks/simulate.py --help`` for the options.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.simulate_peers import ours, simpy_cases
from benchmarks.simulate_peers import workload as w

from collabmodel.simulate.engine import Prepared, run
from collabmodel.simulate.expanding import Log, history_of

ROUNDS = {"S": 7, "M": 7, "L": 3}
SLOW_ROUNDS = {"S": 3, "M": 3, "L": 1}
W1 = ("simpy", "salabim", "interpreted", "compiled")
W0 = ("simpy", "ciw", "interpreted", "compiled")
STUDY = """
import time
started = time.perf_counter()
import attrs
import collabmodel as cm
from collabmodel.simulate.reading import load_scenario
from collabmodel.simulate.running import simulate
from collabmodel.workdays import Duration, Unit
folder = {folder!r}
scenario = load_scenario(folder + "/two-agencies.scenario.yaml")
scenario = attrs.evolve(scenario, horizon=Duration({weeks}, Unit.WEEKS))
study = simulate(cm.load(folder + "/two-agencies.yaml"), scenario, replications={replications})
print(time.perf_counter() - started, study.cases, any(one.compiled for one in study.replications))
"""


class Facts(NamedTuple):
    """What a run gave: how many cases and events of the workload's own kind, and its outputs."""

    cases: int
    events: int
    outputs: dict[str, float]


Turn = Callable[[int], Callable[[], Facts]]
"""Runs with a seed, and gives what looks at it afterwards."""


class Engine:
    """One simulator at one size, with what each of its turns cost."""

    def __init__(self, name: str, turn: Turn) -> None:
        self.name, self.turn = name, turn
        self.seconds: list[float] = []
        self.facts: list[Facts] = []

    def go(self, seed: int) -> None:
        """Take a turn; what it logged is looked at afterwards, and not in the time."""
        gc.collect()
        started = time.process_time()
        look = self.turn(seed)
        self.seconds.append(time.process_time() - started)
        self.facts.append(look())


def peer(module: Any, size: w.Size) -> Turn:
    """Give turns of a peer at W1."""

    def turn(seed: int) -> Callable[[], Facts]:
        tally = module.run(size, seed, log=True)
        return lambda: Facts(tally.cases, tally.events, tally.outputs())

    return turn


def reduced_peer(module: Any, size: w.Size) -> Turn:
    """Give turns of a peer at W0."""

    def turn(seed: int) -> Callable[[], Facts]:
        world = module.run_pools(size, seed)
        return lambda: Facts(int(world.outputs()["served"]), len(world.log), world.outputs())

    return turn


def our_turn(ready: Prepared, size: w.Size, *, compiled: bool, keep: bool = True) -> Turn:
    """Give turns of ours, at whichever workload."""

    def turn(seed: int) -> Callable[[], Facts]:
        log = Log()
        take = log.take if keep else ours.ignore
        ran = run(ready, replication=1, seed=seed, take=take, compiled=compiled)
        return lambda: looked_at(ready, size, log) if keep else Facts(ran.cases, ran.events, {})

    return turn


def looked_at(ready: Prepared, size: w.Size, log: Log) -> Facts:
    """Read the workload's outputs from a log."""
    table = ours.table_of(log)
    if ready.model.id == "pools":
        found = ours.reduced_outputs(ready, table)
        return Facts(int(found["served"]), int((table[:, 0] >= 0).sum()), found)
    found = ours.outputs(ready, table, size)
    return Facts(int(found["cases"]), round(found["ev_per_case"] * found["cases"]), found)


def engines_of(workload: str, size: str, names: list[str]) -> list[Engine]:
    """Give the simulators that take turns."""
    how_big = w.SIZES[size]
    found = []
    if "salabim" in names or "ciw" in names:
        from benchmarks.simulate_peers import ciw_pools, salabim_cases

        if "salabim" in names:
            found.append(Engine("salabim", peer(salabim_cases, how_big)))
        if "ciw" in names:
            found.append(Engine("ciw", reduced_peer(ciw_pools, how_big)))
    if "simpy" in names:
        make = peer if workload == "W1" else reduced_peer
        found.append(Engine("simpy", make(simpy_cases, how_big)))
    ready = ours.prepared("two-agencies" if workload == "W1" else "pools", how_big)
    if "interpreted" in names:
        found.append(Engine("interpreted", our_turn(ready, how_big, compiled=False)))
        found.append(Engine("interpreted, log ignored", our_turn(ready, how_big, compiled=False, keep=False)))
    if "compiled" in names:
        run(ours.prepared("pools", w.SIZES["S"], 4), replication=1, seed=1, take=ours.ignore, compiled=True)
        found.append(Engine("compiled", our_turn(ready, how_big, compiled=True)))
        found.append(Engine("compiled, log ignored", our_turn(ready, how_big, compiled=True, keep=False)))
    return found


def measure(workload: str, size: str, names: list[str], rounds: int | None) -> dict[str, Any]:
    """Let all take their turns, and give medians and ratios."""
    engines = engines_of(workload, size, names)
    for number in range(rounds or ROUNDS[size]):
        for engine in engines:
            if engine.name not in {"salabim", "ciw"} or number < SLOW_ROUNDS[size]:
                engine.go(number + 1)
    return {
        "workload": workload,
        "size": size,
        "engines": {one.name: told(one) for one in engines},
        "ratios": ratios(engines),
    }


def told(engine: Engine) -> dict[str, Any]:
    middle = statistics.median(engine.seconds)
    outputs = engine.facts[0].outputs
    return {
        "seconds": engine.seconds,
        "median": middle,
        "cases": engine.facts[0].cases,
        "events": engine.facts[0].events,
        "outputs": {name: statistics.fmean(one.outputs[name] for one in engine.facts) for name in outputs},
    }


def ratios(engines: list[Engine]) -> dict[str, list[float]]:
    """Give how many times as fast as SimPy each is, and what keeping the log costs: median, least and most."""
    by_name = {one.name: one.seconds for one in engines}
    found = {}
    for name, seconds in by_name.items():
        if "simpy" in by_name and name != "simpy" and not name.endswith("ignored"):
            found[f"{name} vs simpy"] = spread(by_name["simpy"], seconds)
        if f"{name}, log ignored" in by_name:
            found[f"{name}: log kept vs ignored"] = spread(seconds, by_name[f"{name}, log ignored"])
    return found


def spread(above: list[float], below: list[float]) -> list[float]:
    each = sorted(a / b for a, b in zip(above, below, strict=False))
    return [statistics.median(each), each[0], each[-1]]


def expansion(size: str) -> dict[str, float]:
    """Measure what it costs to tell a log as full events, in processor seconds."""
    ready, log = ours.prepared("two-agencies", w.SIZES[size]), Log()
    run(ready, replication=1, seed=1, take=log.take, compiled=True)
    costs = []
    for _ in range(3):
        gc.collect()
        started = time.process_time()
        history = history_of(ready, 1, log.rows, log.floats)
        costs.append(time.process_time() - started)
    return {"rows": len(log), "events": len(history), "seconds": statistics.median(costs)}


def scaling(size: str, rounds: int) -> dict[str, Any]:
    """Measure how much more two threads do than one, by the clock, with the log kept."""
    ready = ours.prepared("two-agencies", w.SIZES[size])
    work = 8 if size != "L" else 4

    def one(number: int) -> int:
        log = Log()
        return run(ready, replication=number + 1, seed=1, take=log.take, compiled=True).cases

    found: dict[int, list[float]] = {1: [], 2: []}
    one(0)
    for _ in range(rounds):
        for workers, seconds in found.items():
            with ThreadPoolExecutor(workers) as pool:
                list(pool.map(one, range(workers)))
                started = time.perf_counter()
                list(pool.map(one, range(work)))
                seconds.append(time.perf_counter() - started)
    return {"one": found[1], "two": found[2], "ratio": spread(found[1], found[2])}


def first_result(weeks: int, replications: int, cache: str | None) -> dict[str, Any]:
    """Measure a study in a process of its own, from the first import to the indicators."""
    text = STUDY.format(folder=str(ours.MODELS), weeks=weeks, replications=replications)
    environment = {**os.environ, **({"COLLABMODEL_CACHE_DIR": cache} if cache else {})}
    started = time.perf_counter()
    ran = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True, env=environment)
    whole = time.perf_counter() - started
    inside, cases, compiled = ran.stdout.split()
    return {"seconds": whole, "inside": float(inside), "cases": int(cases), "compiled": compiled == "True"}


def first_results() -> dict[str, Any]:
    """Measure small studies from a warm start, and with nothing compiled before."""
    with tempfile.TemporaryDirectory() as empty:
        return {
            "small, warm": [first_result(52, 3, None) for _ in range(3)],
            "small, nothing compiled before": [first_result(52, 1, empty)],
        }


def show(result: dict[str, Any]) -> None:
    print(f"\n{result['workload']} at size {result['size']}, medians, processor seconds of one core")
    print(f"{'simulator':<28}{'seconds':>10}{'cases/s':>12}{'events/s':>14}")
    for name, found in result["engines"].items():
        events = f"{found['events'] / found['median']:>14,.0f}"
        print(f"{name:<28}{found['median']:>10.3f}{found['cases'] / found['median']:>12,.0f}{events}")
    for name, (middle, low, high) in result["ratios"].items():
        print(f"  {name}: {middle:.2f}x ({low:.2f}-{high:.2f})")
    for name in next(iter(result["engines"].values()))["outputs"]:
        values = {one: found["outputs"].get(name) for one, found in result["engines"].items() if found["outputs"]}
        print(f"  {name}: " + ", ".join(f"{one} {value:.4g}" for one, value in values.items()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", nargs="+", choices=tuple(w.SIZES), default=["S", "M"], help="sizes of the workload")
    parser.add_argument("--only", nargs="+", default=[*W1, "ciw"], choices=(*W1, "ciw"), help="simulators")
    parser.add_argument("--rounds", type=int, help="turns of each; fewer for salabim and Ciw")
    parser.add_argument("--parts", nargs="+", default=["W1", "W0", "beside"], choices=("W1", "W0", "beside"))
    parser.add_argument("--json", type=Path, help="file to write the figures to")
    asked = parser.parse_args()
    figures: dict[str, Any] = {"python": platform.python_version(), "cores": os.cpu_count(), "results": []}
    for size in asked.sizes:
        for workload, able in (("W1", W1), ("W0", W0)):
            if workload in asked.parts and not (workload == "W0" and size == "L"):
                names = [name for name in asked.only if name in able]
                figures["results"].append(measure(workload, size, names, asked.rounds))
                show(figures["results"][-1])
        if "beside" in asked.parts:
            figures[f"expansion {size}"] = expansion(size)
            figures[f"two workers {size}"] = scaling(size, asked.rounds or 5)
            print(f"  expansion: {figures[f'expansion {size}']}\n  two workers: {figures[f'two workers {size}']}")
    if "beside" in asked.parts:
        figures["first results"] = first_results()
        print(f"first results: {figures['first results']}")
    if asked.json:
        asked.json.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
