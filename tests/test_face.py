"""The public face: what `import collabmodel` gives, and what it must not load."""

import importlib
import subprocess
import sys
from pathlib import Path

import collabmodel as cm

ORCHARD = Path(__file__).parent / "golden" / "cli"
HEAVY = ("numpy", "numba", "pyarrow", "click", "rich", "sqlalchemy", "jinja2", "lxml", "SALib")


def test_importing_loads_nothing_heavy():
    """A program that only judges a case does not pay for tables, terminals or databases."""
    program = f"import sys, collabmodel; print([name for name in {HEAVY!r} if name in sys.modules])"

    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert found.strip() == "[]"


def test_every_public_name_is_there_and_sorted():
    """The list of public names is true and easy to search."""
    assert [name for name in cm.__all__ if not hasattr(cm, name)] == []
    assert cm.__all__ == sorted(cm.__all__)


def test_functions_that_share_a_package_name_are_functions():
    """``cm.check`` is called, not entered, whatever is imported later."""
    importlib.import_module("collabmodel.check.table")
    importlib.import_module("collabmodel.evaluate.result")
    importlib.import_module("collabmodel.simulate.engine")

    assert callable(cm.check)
    assert callable(cm.evaluate)
    assert callable(cm.pilot)
    assert callable(cm.simulate)
    assert callable(cm.stress)


def test_a_first_session_works():
    """The lines of the design work as written: load, check, evaluate with values."""
    model = cm.load("jyvaskyla-youth-reception")
    findings = cm.check(model)
    history = cm.HistoryBuilder().finish()
    verdicts = cm.evaluate(model, history, values=[cm.load("hyvinkaa-values")])

    assert [finding for finding in findings if finding.severity is cm.Severity.ERROR] == []
    assert cm.counts(verdicts)


def test_a_first_study_works():
    """The lines that a researcher types: a scenario, a study of it, and what changes under another."""
    model = cm.load(ORCHARD / "orchard.yaml")
    scenario = cm.load_scenario(ORCHARD / "orchard.scenario.yaml")
    rainy = cm.load_scenario(ORCHARD / "rainy.yaml")

    study = cm.simulate(model, scenario, replications=2, compiled=False)
    diff = cm.compare(model, model, scenario, scenario_b=rainy, replications=2, compiled=False)

    assert study.indicator("cases").mean > 10
    assert diff.a.indicators == study.indicators
    assert {one.id: one for one in diff.indicators}["wait:visit"].difference > 0
