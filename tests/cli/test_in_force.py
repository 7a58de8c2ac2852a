"""A store's cases are judged by the named model, and by each version that was in force."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

import collabmodel as cm
from collabmodel.cli.running import run

MODEL = """
format: 1
id: talks
version: "{version}"
roles: {{worker: {{side: professional}}}}
activities:
  talk: {{kind: meeting, repeat: {{maximum: 9}}}}
  note: {{kind: task, repeat: {{maximum: 9}}}}
rules:
  noted: {{template: response, a: talk, b: note}}
{more}
"""
FIRST = MODEL.format(version="1", more="")
SECOND = MODEL.format(version="2", more="  talked: {template: existence, a: talk}\n")
WORKER = cm.Actor(role="worker", person="w1")


def test_each_case_is_judged_by_its_own_version_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Beside what the named model says of all, every version has its cases, its rules and its verdicts."""
    monkeypatch.chdir(tmp_path)
    Path("talks.yaml").write_text(FIRST, encoding="utf-8")
    now = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
    with cm.open_desk("sqlite:///cases.db?journal=wal&synchronous=normal", cm.load(FIRST), clock=lambda: now) as desk:
        for id in ("a", "b", "c"):
            desk.open_case(by=WORKER, id=id).unwrap()
            desk.record(id, cm.Command(verb="complete", element="talk", by=WORKER)).unwrap()
        moved = desk.migrate("c", cm.load(SECOND), by=WORKER, apply=True)
        assert moved.answer is not None
        moved.answer.unwrap()

    code = run(["evaluate", "talks.yaml", "sqlite:///cases.db?journal=wal&synchronous=normal", "--json"])

    found = json.loads(capsys.readouterr().out)
    assert code == 0
    assert (found["cases"], found["other_versions"]) == (3, 1)
    assert [rule["id"] for rule in found["rules"]] == ["noted"]
    seen = {one["version"]: (one["cases"], [rule["id"] for rule in one["rules"]]) for one in found["versions"]}
    assert seen == {"1": (2, ["noted"]), "2": (1, ["noted", "talked"])}
