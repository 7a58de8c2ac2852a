"""What a type checker makes of the public face; mypy and pyright read this, nothing runs it."""

from __future__ import annotations

import datetime as dt
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

scenario = cm.load_scenario("spring.yaml")
assert_type(scenario, cm.Scenario)
study = cm.simulate(model, scenario, replications=10, seed=1, jobs=2, out="study", values=[model])
assert_type(study, cm.Study)
assert_type(study.indicator("lead_time").mean, float | None)
assert_type(cm.load_study("study"), cm.Study)
assert_type(cm.verify("study").same, bool)
compared = cm.compare(model, model, scenario, replications="auto", precision=0.05, past=histories)
assert_type(compared, cm.Comparison)
assert_type(compared.indicators[0].difference, float | None)
assert_type(cm.stress(study), str)
assert_type(cm.check_scenario(model, scenario), tuple[cm.Problem, ...])
assert_type(cm.pilot(model, scenario=scenario, jobs=2).what_ifs, tuple[cm.Comparison, ...])

now = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
worker = cm.Actor(role="worker", person="w1")
case = cm.new_case(model, "c1")
assert_type(case, cm.Case)
decided = cm.decide(model, case, cm.Command(verb="open", by=worker), now)
if isinstance(decided, cm.Refusal):
    assert_type(decided.reason, cm.Reason)
else:
    assert_type(cm.evolve(model, case, decided[0]), cm.Case)
assert_type(cm.why_not(model, case, "closing_meeting", worker, now), cm.Refusal | None)
assert_type(cm.next_steps(model, case, worker, now), tuple[cm.NextStep, ...])
assert_type(cm.due(model, case, now), tuple[cm.Due, ...])
assert_type(cm.blocks_closing(model, case, now), tuple[cm.Refusal, ...])
assert_type(cm.diff(model, model), tuple[cm.Difference, ...])

with cm.open_desk("sqlite:///cases.db", model) as desk:
    assert_type(desk, cm.Desk)
    answer = desk.open_case(by=worker)
    assert_type(answer, cm.Done | cm.Refused | cm.Conflict | cm.Busy | cm.Unknown)
    assert_type(answer.unwrap().seq, int)

try:
    cm.load("nowhere.yaml")
except cm.CollabError as error:
    assert_type(error.problems, tuple[cm.Problem, ...])
    assert_type(error.problems[0].place.line, int)
