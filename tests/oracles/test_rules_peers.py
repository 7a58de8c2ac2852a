"""Verdict counts on real logs are those of Declare4Py and pm4py, on the templates where these are right."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from collabmodel.history import History, read_history
from collabmodel.model import Activity, Model, Pattern, Rule, Template, Window
from collabmodel.rules import compile_rules, judge_all
from collabmodel.workdays import Duration, Unit

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("COLLABMODEL_DATA", ROOT.parent / "shared" / "data"))
PEERS = os.environ.get("COLLABMODEL_PEERS_PYTHON", "")
SCRIPT = Path(__file__).with_name("rules_peers.py")
WINDOWED = "response in "


def frequent(history: History, count: int) -> list[str]:
    found: Counter[str] = Counter()
    for code in history.signature:
        found[history.signatures[code].element] += 1
    return sorted(found, key=lambda element: (-found[element], element))[:count]


def rule_of(label: str) -> Rule:
    template, a, *b = label.split("|")
    within = None
    if template.startswith(WINDOWED):
        days = int(template.removeprefix(WINDOWED).split()[0])
        template, within = "response", Window(high=Duration(days, Unit.DAYS))
    second = Pattern(element=b[0], transition="*") if b else None
    return Rule(id=label, template=Template(template), a=Pattern(element=a, transition="*"), b=second, within=within)


def violating_cases(history: History, labels: list[str]) -> dict[str, int]:
    elements = sorted({signature.element for signature in history.signatures})
    activities = tuple(Activity(id=element, kind="activity") for element in elements)
    model = Model(id="log", activities=activities, rules=tuple(map(rule_of, labels)))
    now = max(history.occurred)
    columns = judge_all(compile_rules(model), history, history.starts, [1] * len(history.cases), now=now)
    return {column.rule: list(column.verdict).count(3) for column in columns}


def ask_peers(log: Path, activities: list[str], windows: list[int]) -> dict[str, dict[str, int]]:
    asked = json.dumps({"log": str(log), "activities": activities, "windows": windows})
    ran = subprocess.run([PEERS, "-W", "ignore", str(SCRIPT)], input=asked, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-2_000:]
    found: dict[str, dict[str, int]] = json.loads(ran.stdout)
    return found


@pytest.mark.parametrize(
    ("name", "count", "windows"),
    [
        pytest.param("receipt", 3, [7]),
        pytest.param("receipt", 6, [1, 7, 30], marks=pytest.mark.nightly),
        pytest.param("sepsis", 5, [1, 7], marks=pytest.mark.nightly),
        pytest.param("bpic2013_incidents", 4, [1, 7], marks=pytest.mark.nightly),
    ],
)
def test_counts_agree_with_peers(name: str, count: int, windows: list[int]) -> None:
    """For all ordered pairs of the most frequent activities, as many cases break each rule as the peers say."""
    log = DATA / f"{name}.xes.gz"
    if not PEERS:
        pytest.skip("COLLABMODEL_PEERS_PYTHON names no Python that has Declare4Py and pm4py")
    if not log.exists():
        pytest.skip(f"the log {log.name} is not in the folder that COLLABMODEL_DATA names")
    history = read_history(log)
    activities = frequent(history, count)
    peers = ask_peers(log, activities, windows)

    ours = violating_cases(history, sorted(set(itertools.chain(*peers.values()))))

    differing = {
        (peer, label): (ours[label], theirs)
        for peer, counts in peers.items()
        for label, theirs in counts.items()
        if ours[label] != theirs
    }
    assert differing == {}
    assert all(len(counts) >= 8 * count for counts in peers.values())
