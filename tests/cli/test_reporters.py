"""Reports by reporters of plugins on the command line: which, about what, and where to."""

import json
from pathlib import Path

import pytest

from collabmodel.cli.running import run

GOLDEN = Path(__file__).parent.parent / "golden" / "cli"
HISTORIES = ["report", str(GOLDEN / "garden.histories.jsonl"), "--model", str(GOLDEN / "garden.yaml")]
MODEL = """
format: 1
id: small
roles: {nurse: {side: professional}}
endings: {ready: {outcome: success}}
activities:
  plan: {kind: task}
  answer: {kind: task}
limits:
  answer_due: {anchors: [plan], stop: answer, duration: 2 days, responsible: [nurse]}
"""


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """Work in an empty folder, with a store of one case in which something is due."""
    monkeypatch.chdir(tmp_path)
    for name in ("COLLABMODEL_LANG", "COLLABMODEL_STORE", "COLLABMODEL_BY"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def store(here, capfd):
    """Open a case in a store, with something due."""
    (here / "small.yaml").write_text(MODEL, encoding="utf-8")
    url = ["--store", "sqlite:///cases.db", "--by", "nurse:n-1"]
    assert run(["case", "open", "--model", "small.yaml", "--id", "c1", *url]) == 0
    assert run(["case", "record", "c1", "complete", "plan", *url]) == 0
    capfd.readouterr()
    return "sqlite:///cases.db"


@pytest.mark.parametrize(
    ("options", "path"),
    [
        (["--out", "told/"], "told/report.txt"),
        (["--out", "told"], "told/report.txt"),
        (["--out", "told.txt"], "told.txt"),
        (["--about", "cohort", "--out", "told"], "told/cohort.txt"),
    ],
)
def test_a_report_goes_into_a_folder_or_a_file(here, capfd, options, path):
    """A name with an ending is a file; anything else a folder."""
    code = run([*HISTORIES, "--as", "text", "--json", *options])

    answer = json.loads(capfd.readouterr().out)
    assert code in {0, 1}
    assert Path(answer["report"]) == Path(path)
    assert set(answer) == {"format", "report", "stress", "study", "verdicts"}
    assert (here / path).read_text(encoding="utf-8").endswith("\n")
    assert [one.name for one in here.rglob("*.part")] == []


def test_small_numbers_can_be_kept_back(here):
    """What the option asks for is kept back."""
    run([*HISTORIES, "--as", "text", "--about", "cohort", "--hide-below", "100000", "--out", "told.txt"])

    assert "fewer than 100000 cases" in (here / "told.txt").read_text(encoding="utf-8")


def test_deadlines_of_a_store_are_reported(here, store):
    """Whoever runs the store may write a list of what is due."""
    code = run(["report", store, "--about", "deadlines", "--as", "text", "--out", "due.txt"])

    assert code == 0
    assert "answer_due" in (here / "due.txt").read_text(encoding="utf-8")


def test_a_reader_reports_only_what_they_take_part_in(here, store):
    """A reader who is named sees their own cases."""
    run(["report", store, "--about", "deadlines", "--as", "text", "--out", "due.txt", "--reader", "nurse:n-2"])

    assert "answer_due" not in (here / "due.txt").read_text(encoding="utf-8")


def test_a_case_is_reported_to_its_reader(here, store, capfd):
    """The report of a case holds what its reader may see."""
    show = ["case", "show", "c1", "--store", store, "--reporter", "text", "--out", "case.txt"]
    code = run([*show, "--as", "nurse:n-1", "--json"])

    assert code == 0
    assert json.loads(capfd.readouterr().out) == {"format": 1, "report": "case.txt"}
    assert "answer_due" in (here / "case.txt").read_text(encoding="utf-8")


def test_a_case_is_not_reported_to_a_stranger(here, store):
    """Denied is an answer, and no file is written."""
    show = ["case", "show", "c1", "--store", store, "--reporter", "text", "--out", "case.txt"]

    assert run([*show, "--as", "nurse:n-2"]) == 1
    assert not (here / "case.txt").exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--as", "nonsense"], "no reporter is installed for the name 'nonsense'"),
        (["--as", "txt"], "did you mean 'text'?"),
        (["--about", "cohort"], "name a reporter"),
        (["--about", "deadlines", "--as", "text"], "only a store knows what is due"),
        (["--as", "text", "--out", "small.yaml/x.txt"], "cannot be written"),
    ],
)
def test_what_cannot_be_reported_is_told_in_a_line(here, capfd, options, said):
    """What is wrong is named, with what would be right; nothing is left behind."""
    (here / "small.yaml").write_text(MODEL, encoding="utf-8")

    assert run([*HISTORIES, *options]) == 2
    assert said in capfd.readouterr().err
    assert [one.name for one in here.iterdir()] == ["small.yaml"]


@pytest.mark.parametrize("lacking", [["--reporter", "text"], ["--out", "case.txt"]])
def test_a_report_of_a_case_needs_a_reporter_and_a_file(capfd, lacking):
    """Half an order is not carried out."""
    assert run(["case", "show", "c1", "--as", "nurse:n-1", *lacking]) == 2
    assert "a report needs a reporter and a file" in capfd.readouterr().err
