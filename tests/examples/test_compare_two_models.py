"""The example for researchers: both comparisons run from its script, and its page tells what a whole run gives."""

import csv
import importlib.util
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path

import pytest

from collabmodel.check import check
from collabmodel.formats import load
from collabmodel.model import Severity
from collabmodel.simulate import check_scenario, load_scenario, verify

FOLDER = Path(__file__).parents[2] / "examples" / "compare-two-models"
SHIPPED = "jyvaskyla-youth-reception"
PAIRS = (
    ("without-review.yaml", "without-review.scenario.yaml"),
    ("two-attempts.yaml", "two-attempts.scenario.yaml"),
)
ROW = re.compile(
    r"^\| `([\w:]+)` \| (-?[\d.]+) \| (-?[\d.]+) \| (-?[\d.]+) \| (-?[\d.]+) to (-?[\d.]+) \| (.+?) \|$", re.MULTILINE
)


@cache
def script():
    """Give the script as a module."""
    spec = importlib.util.spec_from_file_location("compare_two_models", FOLDER / "compare.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def table(folder):
    """Give the rows of a table of differences by their indicator."""
    with (folder / "differences.csv").open(encoding="utf-8", newline="") as file:
        return {row["indicator"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def quick(tmp_path_factory):
    """Give the folder and the words of a quick look of two replications."""
    out = tmp_path_factory.mktemp("comparison")
    command = [sys.executable, FOLDER / "compare.py", "--replications", "2", "--jobs", "1", "--out", out]
    found = subprocess.run(command, cwd=out, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr
    return out, found.stdout


@pytest.mark.parametrize(("model", "scenario"), PAIRS)
def test_variants_are_sound(model, scenario):
    """Neither a model nor a scenario of the example has an error in it."""
    loaded = load(model if model == SHIPPED else FOLDER / model)

    problems = check_scenario(loaded, load_scenario(FOLDER / scenario))

    assert [finding for finding in check(loaded) if finding.severity is Severity.ERROR] == []
    assert problems == ()


def test_each_question_gets_page_figures_table_and_report(quick):
    """Everything that the example's page promises is written, and figures can be read by others."""
    out, _ = quick

    for name in ("review", "attempts"):
        written = {path.name for path in (out / name).iterdir()}
        assert {"comparison.html", "differences.csv", "stress.md", "a", "b", "differences-1.svg"} <= written
        for figure in (out / name).glob("*.svg"):
            assert ET.parse(figure).getroot().tag.endswith("svg")
        assert "95% interval" in (out / name / "stress.md").read_text(encoding="utf-8")


def test_the_figures_that_answer_are_told(quick):
    """Each figure that was chosen beforehand is printed with both sides."""
    _, said = quick

    for question in script().QUESTIONS:
        for id in question.figures:
            assert re.search(rf"^{re.escape(id)} +(-?[\d.]+|-) +(-?[\d.]+|-) ", said, re.MULTILINE), id


def test_without_the_review_nobody_meets_about_it_and_cases_still_end(quick):
    """The variant has no review and is not a standstill: cases end for reasons that come after a decision."""
    out, _ = quick

    found = table(out / "review")

    assert float(found["work:mid_term_review"]["a"]) > 0
    assert found["work:mid_term_review"]["b"] == ""
    assert float(found["ending:goals_reached"]["b"]) > 0
    assert float(found["utilisation:social_workers"]["high"]) < 0


def test_two_attempts_are_fewer_than_three(quick):
    """The number that the model asks for is the number that workers make."""
    out, _ = quick

    found = table(out / "attempts")

    assert float(found["work:contact_attempt"]["difference"]) < 0
    assert float(found["rule:enough_attempts"]["b"]) == 1.0


def test_a_study_of_it_can_be_repeated(quick):
    """Whoever has the folder gets the same bytes."""
    out, _ = quick

    assert verify(out / "attempts" / "b").same


def test_the_page_names_the_figures_that_the_script_tells():
    """The tables of the page have the figures of the script, in their order."""
    page = (FOLDER / "README.md").read_text(encoding="utf-8")

    assert [row[0] for row in ROW.findall(page)] == [id for one in script().QUESTIONS for id in one.figures]


def test_every_file_is_on_the_page():
    """The page tells what each file of the example is for."""
    page = (FOLDER / "README.md").read_text(encoding="utf-8")

    for path in FOLDER.iterdir():
        assert path.name in {"README.md", "__pycache__"} or f"`{path.name}`" in page


def told(row):
    """Give a row of a table as the page has it."""
    numbers = {name: f"{float(row[name]):.3f}" for name in ("a", "b", "difference", "low", "high")}
    interval = "{low} to {high}".format(**numbers)
    return "| `{indicator}` | {a} | {b} | {difference} | {interval} | {unit} |".format(
        **{**row, **numbers, "interval": interval}
    )


@pytest.mark.nightly
def test_the_numbers_of_the_page_are_those_of_a_whole_run(tmp_path, regenerate):
    """Five years thirty times give what the page says, to the last digit shown; ``--regenerate`` writes it anew."""
    script().main(["--full", "--out", str(tmp_path)])

    found = [told(table(tmp_path / one.name)[id]) for one in script().QUESTIONS for id in one.figures]
    page = FOLDER / "README.md"
    if regenerate:
        rows = iter(found)
        page.write_text(ROW.sub(lambda _: next(rows), page.read_text(encoding="utf-8")), encoding="utf-8")

    assert [match[0] for match in ROW.finditer(page.read_text(encoding="utf-8"))] == found
