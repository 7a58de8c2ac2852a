"""What a type checker makes of the public face; mypy and pyright read this, nothing runs it."""

from __future__ import annotations

from pathlib import Path
from typing import assert_type

import collabmodel as cm

model = cm.load("jyvaskyla-youth-reception")
assert_type(model, cm.Model)
assert_type(cm.read(Path("model.yaml")), cm.Loaded)
assert_type(cm.check(model), tuple[cm.Finding, ...])
assert_type(cm.dump(model), str)
assert_type(cm.content_hash(model), str)

histories = cm.read_history("cases.csv", model=model)
assert_type(histories, cm.History)
evaluation = cm.evaluate(model, histories, values=[cm.load("hyvinkaa-values")])
assert_type(evaluation, cm.Evaluation)
assert_type(evaluation.principles[0].result, cm.Result)
assert_type(cm.counts(evaluation)[0].violated, int)

tried = cm.pilot(model, histories=histories)
assert_type(tried, cm.Pilot)
assert_type(tried.evaluation, cm.Evaluation | None)
assert_type(cm.Verdict.VIOLATED.rank, int)

try:
    cm.load("nowhere.yaml")
except cm.CollabError as error:
    assert_type(error.problems, tuple[cm.Problem, ...])
    assert_type(error.problems[0].place.line, int)
