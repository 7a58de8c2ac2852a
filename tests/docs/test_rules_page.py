"""The reference of rules shows every template, with a picture that the automata draw."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from collabmodel.model import Template
from collabmodel.rules.verdicts import Verdict

DOCS = Path(__file__).parents[2] / "docs"


def timelines() -> ModuleType:
    spec = importlib.util.spec_from_file_location("timelines", DOCS / "timelines.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("template", Template)
def test_every_template_has_a_fresh_picture_on_the_page(template: Template) -> None:
    """Every template has a section and a picture that is drawn from its automaton."""
    drawing = timelines()
    page = (DOCS / "reference" / "rules.md").read_text(encoding="utf-8")

    assert f"### {template.value}\n" in page
    assert f"images/templates/{drawing.file_name(template)}" in page
    assert (drawing.FOLDER / drawing.file_name(template)).read_text(encoding="utf-8") == drawing.picture(template)


@pytest.mark.parametrize("template", Template)
def test_every_picture_shows_both_sides(template: Template) -> None:
    """Every picture shows a case that keeps the rule so far and one that does not."""
    drawing = timelines()
    ends = {
        drawing.verdicts(template, trace)[-1].rank <= Verdict.POSSIBLY_SATISFIED.rank
        for trace in drawing.TRACES[template]
    }

    assert ends == {True, False}
