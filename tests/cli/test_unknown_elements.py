"""A misspelt name in a history or mapping is told, not passed over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from collabmodel.cli.running import run

MODEL = "id: talks\nactivities: {talk: {kind: meeting}}\nrules: {r: {template: existence, a: talk}}\n"
LOG = "case,occurred,element\nc1,2025-03-04T09:00:00Z,tlak\nc1,2025-03-05T09:00:00Z,talk\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "model.yaml").write_text(MODEL, encoding="utf-8")
    (tmp_path / "log.csv").write_text(LOG, encoding="utf-8")
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_a_name_that_no_model_has_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """The note names the element, how often it occurs, and what may be meant; the verdicts are given all the same."""
    code = run(["evaluate", "model.yaml", "log.csv", "--json"])

    shown = capsys.readouterr()
    assert code == 0
    assert json.loads(shown.out)["unknown_elements"] == [{"element": "tlak", "events": 1}]
    assert "'tlak'" in shown.err
    assert "did you mean 'talk'?" in shown.err


def test_a_mapping_to_nothing_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A mapping whose target the model does not have cannot be meant."""
    (folder / "mapping.yaml").write_text("elements: {tlak: takl, other: talk}\n", encoding="utf-8")

    code = run(["evaluate", "model.yaml", "log.csv", "--mapping", "mapping.yaml"])

    shown = capsys.readouterr()
    assert code == 3
    assert "mapping.yaml" in shown.err
    assert "'takl' - did you mean 'talk'?" in shown.err


@pytest.mark.usefixtures("folder")
def test_a_pilot_may_leave_shipped_values_out(capsys: pytest.CaptureFixture[str]) -> None:
    """With ``--values none`` a model is tried by its own promises only."""
    code = run(["pilot", "model.yaml", "--history", "log.csv", "--values", "none", "--out", "here", "--json"])

    assert code == 0
    assert json.loads(capsys.readouterr().out)["verdicts"]["principles"] == []
