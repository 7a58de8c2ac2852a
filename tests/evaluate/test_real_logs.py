"""The fast path on real logs, which have ties in time, repetitions and lengths that nobody would invent."""

from __future__ import annotations

import itertools
import os
from collections import Counter
from pathlib import Path

import pytest

from collabmodel.evaluate import evaluate
from collabmodel.history import History, read_history
from collabmodel.model import UNARY, Activity, Model, Pattern, Rule, Template, Window
from collabmodel.rules.templates import takes_window
from collabmodel.workdays import Duration, Unit

pytest.importorskip("numpy")

DATA = Path(os.environ.get("COLLABMODEL_DATA", Path(__file__).parents[3] / "shared" / "data"))
FIELDS = ("verdict", "activations", "activation", "decider", "due", "unknown", "waived")
WEEK = Window(high=Duration(7, Unit.DAYS))


def stated(history: History) -> Model:
    """State every template over pairs of the four most frequent activities, with and without a window."""
    often = Counter(history.signatures[code].element for code in history.signature).most_common(4)
    names = [name for name, _ in often]
    rules = []
    for template in Template:
        for a, b in itertools.permutations(names, 2):
            for within in (None, WEEK) if takes_window(template) else (None,):
                second = None if template in UNARY else Pattern(element=b, transition="*")
                id = f"{template.value} {a} {b} {within is not None}"
                first = Pattern(element=a, transition="*")
                rules.append(Rule(id=id, template=template, a=first, b=second, within=within))
    elements = {signature.element for signature in history.signatures}
    activities = tuple(Activity(id=name, kind="task") for name in sorted(elements))
    return Model(id="m", activities=activities, rules=tuple(rules))


@pytest.mark.parametrize("name", ["receipt.xes.gz", "sepsis.xes.gz", "roadtraffic100traces.xes"])
def test_fast_path_gives_the_cells_of_the_reference_on_real_logs(name: str) -> None:
    """All templates over the most frequent activities find the same cells on both paths."""
    if not (DATA / name).exists():
        pytest.skip(f"{name} is not there; set COLLABMODEL_DATA to its folder")
    history = read_history(DATA / name)
    model = stated(history)

    found, expected = (evaluate(model, history, fast=fast).columns for fast in (True, False))

    different = [
        (one.rule, field)
        for one, other in zip(found, expected, strict=True)
        for field in FIELDS
        if getattr(one, field) != getattr(other, field)
    ]
    assert different == []
