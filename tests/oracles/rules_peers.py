"""
Ask two peers for verdict counts. Run by the Python that has them; nothing here is imported by the library.

Standard input: {"log": path, "activities": [...], "windows": {name: days}}. Standard output: JSON with, for each peer,
{"template|a|b": number of violating cases}; Declare4Py's windowed response is "response in N days|a|b".
"""

from __future__ import annotations

import contextlib
import io
import itertools
import json
import sys

import pm4py
from Declare4Py.D4PyEventLog import D4PyEventLog
from Declare4Py.ProcessMiningTasks.ConformanceChecking.MPDeclareAnalyzer import MPDeclareAnalyzer
from Declare4Py.ProcessModels.DeclareModel import DeclareModel
from pm4py.algo.conformance.declare import algorithm

UNARY = {"existence": ("existence", "Existence1"), "exactly 1": ("exactly_one", "Exactly1"), "init": ("init", "Init")}
BINARY = {
    "responded existence": ("responded_existence", "Responded Existence"),
    "response": ("response", "Response"),
    "alternate response": ("altresponse", "Alternate Response"),
    "chain response": ("chainresponse", "Chain Response"),
    "precedence": ("precedence", "Precedence"),
    "alternate precedence": ("altprecedence", "Alternate Precedence"),
    "chain precedence": ("chainprecedence", "Chain Precedence"),
    "succession": ("succession", ""),
    "alternate succession": ("altsuccession", ""),
    "chain succession": ("chainsuccession", ""),
    "co-existence": ("coexistence", ""),
    "not co-existence": ("noncoexistence", "Not Responded Existence"),
    "not succession": ("", "Not Response"),
    "not chain succession": ("", "Not Chain Response"),
}
"""Names of templates at pm4py and at Declare4Py; empty where that peer is wrong or has no checker."""


def names_of(activities: list[str]) -> list[tuple[str, tuple[str, ...]]]:
    one = [(template, (a,)) for template in UNARY for a in activities]
    two = [(template, pair) for template in BINARY for pair in itertools.permutations(activities, 2)]
    return one + two


def ask_pm4py(log: object, activities: list[str]) -> dict[str, int]:
    model: dict[str, dict[object, dict[str, float]]] = {}
    keys = {}
    for template, letters in names_of(activities):
        name = (UNARY | BINARY)[template][0]
        if name:
            key = letters[0] if len(letters) == 1 else letters
            model.setdefault(name, {})[key] = {"support": 1.0, "confidence": 1.0}
            keys["|".join((template, *letters))] = (name, key)
    found = dict.fromkeys(keys.values(), 0)
    for case in algorithm.apply(log, model):
        for name, key in case["deviations"]:
            found[name, key if isinstance(key, str) else tuple(key)] += 1
    return {label: found[place] for label, place in keys.items()}


def ask_declare4py(log: object, activities: list[str], windows: list[int]) -> dict[str, int]:
    lines, labels = [f"activity {activity}" for activity in activities], []
    for template, letters in names_of(activities):
        name = (UNARY | BINARY)[template][1]
        if name:
            lines.append(f"{name}[{', '.join(letters)}] | |" + (" |" if len(letters) == 2 else ""))
            labels.append("|".join((template, *letters)))
    for days, pair in itertools.product(windows, itertools.permutations(activities, 2)):
        lines.append(f"Response[{', '.join(pair)}] | | |0,{days},d")
        labels.append("|".join((f"response in {days} days", *pair)))
    events = D4PyEventLog(case_name="case:concept:name")
    events.log, events.log_length = log, len(log)
    events.timestamp_key, events.activity_key = "time:timestamp", "concept:name"
    model = DeclareModel().parse_from_string("\n".join(lines))
    result = MPDeclareAnalyzer(log=events, declare_model=model, consider_vacuity=True).run()
    states = result.get_metric("state")
    assert states.shape[1] == len(labels)
    return {label: int((states.iloc[:, place] == 0).sum()) for place, label in enumerate(labels)}


def main() -> None:
    asked = json.load(sys.stdin)
    with contextlib.redirect_stdout(io.StringIO()):
        log = pm4py.convert_to_event_log(pm4py.read_xes(asked["log"], variant="iterparse"))
        found = {
            "pm4py": ask_pm4py(log, asked["activities"]),
            "Declare4Py": ask_declare4py(log, asked["activities"], asked["windows"]),
        }
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
