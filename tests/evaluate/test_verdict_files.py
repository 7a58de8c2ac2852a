"""Verdicts as files."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from collabmodel.errors import ConfigError
from collabmodel.evaluate import Evaluation, evaluate, write_verdicts
from collabmodel.evaluate.verdict_files import FIELDS, moment, rows
from collabmodel.history import History
from collabmodel.model import (
    Activity,
    Compare,
    Comparison,
    Literal,
    Model,
    Name,
    Pattern,
    Rule,
    Scope,
    Template,
    Window,
)
from collabmodel.workdays import Duration, Unit

MakeHistory = Callable[..., History]

A, B = Pattern(element="a"), Pattern(element="b")
LARGE = Pattern(element="a", where=Compare(Comparison.MORE, Name("amount"), Literal(5)))


@pytest.fixture
def found(history: MakeHistory) -> Evaluation:
    rules = (
        Rule(id="answer", template=Template.RESPONSE, a=A, b=B, within=Window(high=Duration(2, Unit.HOURS))),
        Rule(id="large", template=Template.ABSENCE_1, a=LARGE),
        Rule(id="all", template=Template.EXISTENCE, a=A, scope=Scope.COHORT),
    )
    log = history([("=1+1", 0, "task", "a", {}), ("c2", 0, "task", "a", {"amount": 9}), ("c2", 1, "task", "b", {})])
    model = Model(id="m", activities=(Activity(id="a", kind="task"), Activity(id="b", kind="task")), rules=rules)
    return evaluate(model, log)


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_one_row_for_each_case_and_rule(found: Evaluation, tmp_path: Path) -> None:
    """The file has a row for each case and rule, and one for a rule over the cohort."""
    number = write_verdicts(found, tmp_path / "v.csv")

    read = read_csv(tmp_path / "v.csv")
    assert number == len(read) == 5
    assert [row["case"] for row in read if row["rule"] == "all"] == ["*"]


def test_evidence_is_activation_then_decider(found: Evaluation, tmp_path: Path) -> None:
    """Evidence names events by id, the activation first, then what decided it, with the due time beside."""
    write_verdicts(found, tmp_path / "v.csv")

    row = read_csv(tmp_path / "v.csv")[1]
    assert (row["verdict"], row["activated"], row["evidence"]) == ("satisfied", "true", "c2:1 c2:2")
    assert row["due"].startswith("2025-03-03T13:06:40")


def test_unknown_names_are_told(found: Evaluation, tmp_path: Path) -> None:
    """Where a value is missing the row names it."""
    write_verdicts(found, tmp_path / "v.csv")

    row = next(row for row in read_csv(tmp_path / "v.csv") if row["rule"] == "large")
    assert row["unknown"] == "amount"


def test_spreadsheets_find_no_formula(found: Evaluation, tmp_path: Path) -> None:
    """A case id that looks like a formula cannot run in a spreadsheet."""
    write_verdicts(found, tmp_path / "v.csv")

    assert read_csv(tmp_path / "v.csv")[0]["case"] == "'=1+1"


def test_all_forms_say_the_same(found: Evaluation, tmp_path: Path) -> None:
    """JSON lines and Parquet hold the very rows."""
    parquet = pytest.importorskip("pyarrow.parquet")
    write_verdicts(found, tmp_path / "v.jsonl")
    write_verdicts(found, tmp_path / "v.parquet")

    expected = [dict(zip(FIELDS, row, strict=True)) for row in rows(found)]
    lines = (tmp_path / "v.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == expected
    assert parquet.read_table(tmp_path / "v.parquet").to_pylist() == expected


def test_same_evaluation_same_bytes(found: Evaluation, tmp_path: Path) -> None:
    """Writing twice gives the same file."""
    write_verdicts(found, tmp_path / "one.csv")
    write_verdicts(found, tmp_path / "two.csv")

    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


def test_unknown_form_is_refused(found: Evaluation, tmp_path: Path) -> None:
    """An ending that is no form says which there are."""
    with pytest.raises(ConfigError, match=r"use \.csv, \.parquet or \.jsonl"):
        write_verdicts(found, tmp_path / "v.xlsx")


def test_parquet_without_its_library_says_what_to_install(
    found: Evaluation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where pyarrow is missing the error names the extra."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(ConfigError, match="extra 'tables'"):
        write_verdicts(found, tmp_path / "v.parquet")


def test_a_due_time_beyond_the_calendar_is_told_as_its_end() -> None:
    """A window may end after the year 9999; the file then holds the last moments of the calendar."""
    assert moment(0).isoformat() == "1970-01-01T00:00:00+00:00"
    assert moment(10**18).year == 9999
