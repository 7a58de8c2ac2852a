"""A real browser, and pages to look at in it."""

import functools
import importlib.util
import shutil
from pathlib import Path

import pytest

import collabmodel as cm
from collabmodel.report import comparison_page, page

HERE = Path(__file__).parent
OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)


def beside(name):
    """Load a module that stands beside the tests of reports."""
    spec = importlib.util.spec_from_file_location(f"browser_{name}", HERE.parent / "report" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def chromium():
    """Chromium without a window; skips where there is none."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("needs a Chromium browser")
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=found, args=list(OPTIONS))
        yield browser
        browser.close()


@functools.cache
def pages():
    """Make pages of the shipped model, whose titles are long and many, with invented figures."""
    invented = beside("invented")
    model, values = cm.load("jyvaskyla-youth-reception"), cm.load("hyvinkaa-values")
    sample = HERE.parents[1] / "src" / "collabmodel" / "library" / "jyvaskyla-youth-reception.histories.jsonl"
    judged = cm.evaluate(model, cm.read_history(sample, model=model), values=[values])
    study = invented.study_of(model, [values], replications=30, evaluation=judged, silent=("rule:closing_held",))
    others = [invented.study_of(model, [values], replications=30, seed=8 + more, more=more) for more in (1, 2)]
    comparisons = [invented.comparison_of(study, other, structure=("One rule more.",)) for other in others]
    told = {}
    for lang in ("en", "fi", "sv"):
        told["study", lang] = page(
            model, study=study, what_ifs=comparisons, lang=lang, findings=cm.check(model), command="collabmodel pilot"
        )
        told["comparison", lang] = comparison_page(comparisons[0], lang)
    return told


@pytest.fixture(scope="session")
def documents():
    """Pages by kind and language."""
    return pages()
