"""
How fast are histories judged, side by side with peers, on one log already in memory?

Every checker runs in a process of its own and takes its turn on request, so that all share the same minutes of the
machine. The peers need a Python of their own, named by the environment variable COLLABMODEL_PEERS_PYTHON; without
it only our two paths run. Run ``python benchmarks/evaluate.py --help`` for the options.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from array import array
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

ACTIVITIES = tuple(f"a{number:02d}" for number in range(25))
AGENCIES = ("school", "clinic", "office", "police", "family")
HOUR = 3_600_000_000
LARGE = 800
PATHS = ("numpy", "pure")
PEERS = ("declare4py", "pm4py")
ROUNDS = 5

RULES = (
    ("existence", "existence", 1, None, 0, ""),
    ("absence", "absence 1", 24, None, 0, ""),
    ("init", "init", 0, None, 0, ""),
    ("answer in 14 days", "response", 2, 3, 14, ""),
    ("precedence one", "precedence", 0, 4, 0, ""),
    ("precedence two", "precedence", 5, 6, 0, ""),
    ("next", "chain response", 7, 8, 0, ""),
    ("each time before", "alternate precedence", 9, 10, 0, ""),
    ("never both", "not co-existence", 11, 12, 0, ""),
    ("answer to large", "response", 13, 14, 0, "large"),
    ("same agency in 30 days", "response", 15, 16, 30, "same agency"),
    ("never after", "not succession", 17, 18, 0, ""),
)
"""The rules: id, template, first and second activity, days within, condition."""

MORE = (
    *("existence 2", "absence 2", "exactly 1", "end", "choice", "exclusive choice", "responded existence"),
    *("co-existence", "response", "alternate response", "chain response", "precedence", "alternate precedence"),
    *("chain precedence", "succession", "alternate succession", "chain succession", "not co-existence"),
    *("not succession", "not chain succession", "existence", "absence 1", "init", "response", "precedence"),
)
"""Templates of the further 50 rules, taken twice over different activities."""

DECLARE4PY = {
    "existence": "Existence[{a}] | |",
    "absence": "Absence[{a}] | |",
    "init": "Init[{a}] |",
    "answer in 14 days": "Response[{a}, {b}] | | |0,336,h",
    "precedence one": "Precedence[{a}, {b}] | | |",
    "precedence two": "Precedence[{a}, {b}] | | |",
    "next": "Chain Response[{a}, {b}] | | |",
    "each time before": "Alternate Precedence[{a}, {b}] | | |",
    "never both": "Not Responded Existence[{a}, {b}] | | |",
    "answer to large": f"Response[{{a}}, {{b}}] |A.amount > {LARGE} | |",
    "same agency in 30 days": "Response[{a}, {b}] | | |0,720,h",
    "never after": "Not Response[{a}, {b}] | | |",
}
"""The same rules as Declare4Py writes them; it cannot judge the same agency, so that rule stands without it."""

PM4PY = {
    "existence": "existence", "absence": "absence", "init": "init", "answer in 14 days": "response",
    "precedence one": "precedence", "precedence two": "precedence", "next": "chainresponse",
    "each time before": "altprecedence", "never both": "noncoexistence", "answer to large": "response",
    "never after": "nonsuccession",
}  # fmt: skip
"""The eleven rules that pm4py can judge, without time and data."""


def write_log(folder: Path, cases: int, seed: int = 1) -> None:
    """Write a synthetic log of about 60 events a case as plain columns."""
    draw = random.Random(seed)
    starts, activity, occurred, agency, amount = array("q", [0]), array("b"), array("q"), array("b"), array("q")
    for case in range(cases):
        length = draw.randint(20, 100)
        numbers = draw.choices(range(24), k=length)
        numbers[0] = 0 if draw.random() < 0.9 else numbers[0]
        if draw.random() < 0.05:
            numbers[-1] = 24
        activity.extend(numbers)
        now = 1_700_000_000_000_000 + case * 60_000_000
        for _ in range(length):
            now += int(draw.expovariate(1 / 40) * 3_600_000) * 1_000 + 1_000
            occurred.append(now)
        agency.extend(draw.choices(range(5), k=length))
        amount.extend([draw.randint(0, 999) for _ in range(length)])
        starts.append(len(activity))
    for name, column in (
        ("starts", starts),
        ("activity", activity),
        ("occurred", occurred),
        ("agency", agency),
        ("amount", amount),
    ):
        (folder / f"{name}.{column.typecode}").write_bytes(column.tobytes())


def column(folder: Path, name: str, code: str) -> array:
    found = array(code)
    path = folder / f"{name}.{code}"
    with path.open("rb") as stream:
        found.fromfile(stream, path.stat().st_size // found.itemsize)
    return found


def our_history(folder: Path):
    """Hold the log as a history of ours."""
    from collabmodel.history import History
    from collabmodel.history.columns import NumberColumn, TextColumn
    from collabmodel.model import Signature

    starts, occurred = column(folder, "starts", "q"), column(folder, "occurred", "q")
    number = len(occurred)
    nothing = TextColumn(array("i", [-1]) * number, ())
    return History(
        cases=tuple(f"c{case}" for case in range(len(starts) - 1)),
        starts=starts,
        closed=array("b", [1]) * (len(starts) - 1),
        signatures=tuple(Signature("task", name, "completed") for name in ACTIVITIES),
        signature=array("i", column(folder, "activity", "b")),
        occurred=occurred,
        recorded=occurred,
        offset=array("h", [0]) * number,
        ids=None,
        seq=None,
        roles=nothing,
        persons=nothing,
        organisations=TextColumn(array("i", column(folder, "agency", "b")), AGENCIES),
        instances=nothing,
        data=(("amount", NumberColumn(column(folder, "amount", "q"), array("b", [1]) * number)),),
        case_data=(),
        extras=(),
    )


def our_model(rules: int, *, same_agency: bool = True):
    """Write the first 12 rules, or all 62, as a model of ours."""
    from collabmodel.model import Activity, Compare, Comparison, Literal, Model, Name, Pattern, Rule, Template, Window
    from collabmodel.workdays import Duration, Unit

    same = Compare(Comparison.EQUAL, Name("activation.actor.organisation"), Name("actor.organisation"))
    large = Compare(Comparison.MORE, Name("amount"), Literal(LARGE))
    made = []
    for id, template, a, b, days, condition in RULES:
        target = (
            None
            if b is None
            else Pattern(element=ACTIVITIES[b], where=same if condition == "same agency" and same_agency else None)
        )
        window = Window(high=Duration(days * 24, Unit.HOURS)) if days else None
        start = Pattern(element=ACTIVITIES[a], where=large if condition == "large" else None)
        made.append(Rule(id=id, template=Template(template), a=start, b=target, within=window))
    for number in range(50):
        template = Template(MORE[number % 25])
        a, b = Pattern(element=ACTIVITIES[number % 24]), Pattern(element=ACTIVITIES[(number * 7 + 5) % 24])
        made.append(Rule(id=f"more {number}", template=template, a=a, b=None if template.value in UNARY else b))
    return Model(
        id="benchmark",
        activities=tuple(Activity(id=name, kind="task") for name in ACTIVITIES),
        rules=tuple(made[:rules]),
    )


UNARY = ("existence", "existence 2", "absence 1", "absence 2", "exactly 1", "init", "end")


def ours(folder: Path, rules: int, *, fast: bool) -> tuple[Callable[[], object], Callable[[], dict[str, int]]]:
    """Give our checker: one run, and how many cases violate each rule."""
    from collabmodel.evaluate import counts, evaluate

    history, model = our_history(folder), our_model(rules)
    untied = our_model(rules, same_agency=False)

    def run():
        return evaluate(model, history, fast=fast)

    def verdicts() -> dict[str, int]:
        found = {count.id: count.violated for count in counts(run())}
        loose = {count.id: count.violated for count in counts(evaluate(untied, history, fast=fast))}
        return {**found, "same agency in 30 days, any agency": loose["same agency in 30 days"]}

    return run, verdicts


def peer_events(folder: Path) -> Iterator[list[dict[str, object]]]:
    """Walk over the log case by case as the peers' events."""
    starts, occurred = column(folder, "starts", "q"), column(folder, "occurred", "q")
    activity, agency, amount = (
        column(folder, "activity", "b"),
        column(folder, "agency", "b"),
        column(folder, "amount", "q"),
    )
    epoch = dt.datetime(1970, 1, 1, tzinfo=dt.timezone.utc)  # noqa: UP017 - peers may run an older Python
    for first, last in pairwise(starts):
        yield [
            {
                "concept:name": ACTIVITIES[activity[place]],
                "time:timestamp": epoch + dt.timedelta(microseconds=occurred[place]),
                "org:group": AGENCIES[agency[place]],
                "amount": amount[place],
            }
            for place in range(first, last)
        ]


def peer_log(folder: Path):
    from pm4py.objects.log.obj import Event, EventLog, Trace

    log = EventLog()
    for case, events in enumerate(peer_events(folder)):
        log.append(Trace([Event(event) for event in events], attributes={"concept:name": f"c{case}"}))
    log._properties.update({"pm4py:param:timestamp_key": "time:timestamp", "pm4py:param:activity_key": "concept:name"})  # noqa: SLF001
    return log


def declare4py(folder: Path) -> tuple[Callable[[], object], Callable[[], dict[str, int]]]:
    """Give Declare4Py's checker of the 12 rules."""
    from Declare4Py.D4PyEventLog import D4PyEventLog
    from Declare4Py.ProcessMiningTasks.ConformanceChecking.MPDeclareAnalyzer import MPDeclareAnalyzer
    from Declare4Py.ProcessModels.DeclareModel import DeclareModel

    lines = [f"activity {name}" for name in ACTIVITIES]
    lines += [
        DECLARE4PY[id].format(a=ACTIVITIES[a], b="" if b is None else ACTIVITIES[b]) for id, _, a, b, _, _ in RULES
    ]
    model = DeclareModel().parse_from_string("\n".join(lines))
    analyzer = MPDeclareAnalyzer(log=D4PyEventLog(log=peer_log(folder)), declare_model=model, consider_vacuity=True)

    def verdicts() -> dict[str, int]:
        found = analyzer.run().model_check_res
        names = [rule[0] for rule in RULES]
        return {name: sum(case[place].state.value == "Violated" for case in found) for place, name in enumerate(names)}

    return analyzer.run, verdicts


def pm4py(folder: Path) -> tuple[Callable[[], object], Callable[[], dict[str, int]]]:
    """Give pm4py's checker of the eleven rules that it can judge, without time and data."""
    from pm4py.algo.conformance.declare import algorithm

    log = peer_log(folder)
    model: dict[str, dict[object, dict[str, int]]] = {}
    for id, _, a, b, _, _ in RULES:
        if id in PM4PY:
            letters = ACTIVITIES[a] if b is None else (ACTIVITIES[a], ACTIVITIES[b])
            model.setdefault(PM4PY[id], {})[letters] = {"support": 1, "confidence": 1}
    return (lambda: algorithm.apply(log, model)), dict


def worker(kind: str, folder: Path, rules: int) -> None:
    """Answer requests from the parent: run once and say how long it took, or tell verdicts and memory."""
    makers = {"declare4py": declare4py, "pm4py": pm4py}
    run, verdicts = makers[kind](folder) if kind in makers else ours(folder, rules, fast=kind == "numpy")
    out, sys.stdout = sys.stdout, sys.stderr
    gc.collect()
    gc.freeze()
    loaded = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    for line in sys.stdin:
        asked = line.strip()
        if asked == "run":
            begin = time.perf_counter()
            run()
            answer: object = time.perf_counter() - begin
        else:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
            answer = {"loaded": loaded, "peak": peak, "violated": verdicts()}
        out.write(json.dumps(answer) + "\n")
        out.flush()


class Checker:
    """One checker in a process of its own."""

    def __init__(self, name: str, kind: str, folder: Path, rules: int) -> None:
        self.name = name
        python = os.environ["COLLABMODEL_PEERS_PYTHON"] if kind in PEERS else sys.executable
        command = [python, __file__, "--worker", kind, "--folder", str(folder), "--rules", str(rules)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.seconds: list[float] = []

    def ask(self, what: str):
        self.process.stdin.write(what + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.name} ended without an answer")
        return json.loads(line)

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait()


def measure(cases: int, kinds: tuple[str, ...], rounds: int, *, many: bool) -> dict[str, object]:
    """Measure the checkers on one size, in alternation."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_log(folder, cases)
        events = len(column(folder, "activity", "b"))
        checkers = [Checker(kind, kind, folder, 12) for kind in kinds]
        if many:
            checkers += [Checker(f"{kind}, 62 rules", kind, folder, 62) for kind in kinds if kind in PATHS]
        for turn in range(rounds + 1):
            for checker in checkers:
                seconds = checker.ask("run")
                if turn or rounds == 0:
                    checker.seconds.append(seconds)
        facts = {checker.name: checker.ask("facts") for checker in checkers}
        for checker in checkers:
            checker.close()
    compare_verdicts(facts)
    results = {
        checker.name: {
            "median": statistics.median(checker.seconds),
            "seconds": checker.seconds,
            "peak_gib": facts[checker.name]["peak"],
            "loaded_gib": facts[checker.name]["loaded"],
            "violated": facts[checker.name]["violated"],
        }
        for checker in checkers
    }
    return {"cases": cases, "events": events, "rounds": rounds, "checkers": results, "ratios": ratios(results)}


def compare_verdicts(facts: dict[str, dict[str, dict[str, int]]]) -> None:
    """Assert that our paths count the same violations, and Declare4Py too where it judges the same rule."""
    paths = [facts[kind]["violated"] for kind in PATHS if kind in facts]
    for other in paths[1:]:
        assert other == paths[0], f"our paths differ: {paths[0]} and {other}"
    if "declare4py" not in facts or not paths:
        return
    for id, number in facts["declare4py"]["violated"].items():
        mine = paths[0]["same agency in 30 days, any agency" if id == "same agency in 30 days" else id]
        assert mine == number, f"{id}: {mine} violations, Declare4Py {number}"


def ratios(results: dict[str, dict[str, object]]) -> dict[str, float]:
    """Give how many times faster our paths are than each peer, and what 62 rules cost."""
    found: dict[str, float] = {}
    for path in PATHS:
        if path not in results:
            continue
        for peer in PEERS:
            if peer in results:
                found[f"{path} vs {peer}"] = results[peer]["median"] / results[path]["median"]
        more = results.get(f"{path}, 62 rules")
        if more:
            found[f"{path}, 62 rules vs 12"] = more["median"] / results[path]["median"]
    return found


def show(result: dict[str, object]) -> None:
    print(f"\n{result['cases']:,} cases, {result['events']:,} events, median of {result['rounds']}")
    print(f"{'checker':<20}{'seconds':>12}{'cases/s':>14}{'peak GiB':>10}{'log alone':>11}")
    for name, found in result["checkers"].items():
        speed = result["cases"] / found["median"]
        print(
            f"{name:<20}{found['median']:>12.4f}{speed:>14,.0f}{found['peak_gib']:>10.2f}{found['loaded_gib']:>11.2f}"
        )
    for name, ratio in result["ratios"].items():
        print(f"  {name}: {ratio:.2f}x")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, nargs="+", default=[1_000, 10_000, 100_000], help="sizes, in cases")
    parser.add_argument(
        "--rounds", type=int, default=ROUNDS, help="runs of each checker after a warm-up (at least 5 for figures)"
    )
    parser.add_argument("--only", nargs="+", choices=(*PATHS, *PEERS), default=[*PATHS, *PEERS], help="checkers")
    parser.add_argument("--no-many", action="store_true", help="leave out the runs with 62 rules")
    parser.add_argument("--json", type=Path, help="file to write the figures to")
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--rules", type=int, default=12, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.worker:
        worker(asked.worker, asked.folder, asked.rules)
        return
    kinds = tuple(asked.only)
    if "COLLABMODEL_PEERS_PYTHON" not in os.environ and set(kinds) & set(PEERS):
        print("COLLABMODEL_PEERS_PYTHON is not set: the peers are left out", file=sys.stderr)
        kinds = tuple(kind for kind in kinds if kind in PATHS)
    results = []
    for cases in asked.cases:
        results.append(measure(cases, kinds, asked.rounds, many=not asked.no_many))
        show(results[-1])
        if asked.json:
            asked.json.write_text(json.dumps({"results": results}, indent=1) + "\n")


if __name__ == "__main__":
    main()
