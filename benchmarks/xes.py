"""
Reading XES, side by side with pm4py: ``python benchmarks/xes.py [--rounds N]``.

Two peers: ``pm4py.read_xes`` as a user calls it, with the parser that is its default where r4pm is absent, which gives
a data frame; and that parser alone, which gives a list of objects. Ours gives columns that are ready to be judged.

Each reading runs in a process of its own. The peer runs in the Python that COLLABMODEL_PEERS_PYTHON names (pm4py is
AGPL and no part of this project) and is left out where there is none.
"""

import argparse
import datetime as dt
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

OURS = """
import json, resource, sys, time
from collabmodel.history import read_history
start = time.perf_counter()
history = read_history(sys.argv[1])
seconds = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
print(json.dumps({"seconds": seconds, "peak": peak, "cases": len(history.cases), "events": len(history)}))
"""

PEER = """
import json, resource, sys, time
import pm4py
from pm4py.util import constants
start = time.perf_counter()
log = pm4py.read_xes(sys.argv[1], variant=constants.DEFAULT_XES_PARSER, show_progress_bar=False)
seconds = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
print(json.dumps({"seconds": seconds, "peak": peak, "cases": 0, "events": len(log)}))
"""

PARSER = """
import json, resource, sys, time
from pm4py.objects.log.importer.xes import importer
start = time.perf_counter()
log = importer.apply(sys.argv[1], variant=importer.Variants.ITERPARSE, parameters={"show_progress_bar": False})
seconds = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
print(json.dumps({"seconds": seconds, "peak": peak, "cases": len(log), "events": sum(map(len, log))}))
"""

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xes.features="nested-attributes" xmlns="http://www.xes-standard.org/">
\t<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
\t<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
\t<extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
\t<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
"""


def generate(path: Path, cases: int, seed: int = 1) -> None:
    """Write a synthetic log of invented cases: about 60 events each, 25 activities, 8 agencies, one number."""
    draw = random.Random(seed)
    start = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        for number in range(cases):
            when = start + dt.timedelta(minutes=draw.randrange(500_000))
            file.write(f'\t<trace>\n\t\t<string key="concept:name" value="case {number}"/>\n')
            for _ in range(draw.randint(40, 80)):
                when += dt.timedelta(seconds=draw.randrange(60, 200_000))
                file.write(
                    "\t\t<event>\n"
                    f'\t\t\t<string key="concept:name" value="Activity {draw.randrange(25):02}"/>\n'
                    '\t\t\t<string key="lifecycle:transition" value="complete"/>\n'
                    f'\t\t\t<string key="org:group" value="agency {draw.randrange(8)}"/>\n'
                    f'\t\t\t<date key="time:timestamp" value="{when.isoformat(timespec="milliseconds")}"/>\n'
                    f'\t\t\t<int key="level" value="{draw.randrange(100)}"/>\n'
                    "\t\t</event>\n"
                )
            file.write("\t</trace>\n")
        file.write("</log>\n")


def run(python: str, program: str, path: Path) -> dict[str, float]:
    """Run one reading in a process of its own."""
    done = subprocess.run(
        [python, "-W", "ignore", "-c", program, str(path)], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    """Time both readers, taking turns, and print medians, the ratio and the peak of memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--cases", type=int, default=10_000)
    options = parser.parse_args()
    peer = os.environ.get("COLLABMODEL_PEERS_PYTHON")
    readers = {"collabmodel": (sys.executable, OURS)}
    if peer:
        readers |= {"pm4py.read_xes": (peer, PEER), "its parser alone": (peer, PARSER)}
    found: dict[str, list[dict[str, float]]] = {name: [] for name in readers}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "synthetic.xes"
        generate(path, options.cases)
        print(f"{path.stat().st_size / 1e6:.0f} MB, {options.cases:,} cases, {options.rounds} rounds")
        for _ in range(options.rounds):
            for name, (python, program) in readers.items():
                found[name].append(run(python, program, path))
    medians = {name: statistics.median(result["seconds"] for result in results) for name, results in found.items()}
    for name, results in found.items():
        peak = max(result["peak"] for result in results)
        print(f"{name:18} {medians[name]:7.2f} s  peak {peak:.2f} GiB  {results[0]['events']:,.0f} events")
    for name in list(readers)[1:]:
        print(f"{name} takes {medians[name] / medians['collabmodel']:.1f}x the time of collabmodel")
    if not peer:
        print("COLLABMODEL_PEERS_PYTHON is not set: no peer measured")


if __name__ == "__main__":
    main()
