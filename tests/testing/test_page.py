"""The page of the suites says what there is, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from collabmodel import testing
from collabmodel.testing.conformance.keeping import PARTS
from collabmodel.testing.conformance.lacking import Plugged

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "conformance.md"
SUITES = {
    name: getattr(testing, name)
    for name in (
        "StoreConformance",
        "NotifierConformance",
        "ReporterConformance",
        "FormatConformance",
        "CheckConformance",
    )
}


def told(suite: type) -> str:
    """Give the tests of a suite, each with what it holds."""
    common = set() if suite is Plugged else set(dir(Plugged))
    names = [name for kind in reversed(suite.__mro__) for name in vars(kind) if name.startswith("test_")]
    lines = [
        f"| `{name}` | {' '.join((getattr(suite, name).__doc__ or '').split())} |"
        for name in dict.fromkeys(names)
        if name not in common
    ]
    return "\n| test | what it holds |\n|---|---|\n" + "\n".join(lines) + "\n\n"


def test_every_test_of_every_suite_is_listed(regenerate):
    """Each suite's table on the page is the list of its tests with their own words."""
    text = PAGE.read_text(encoding="utf-8")
    wanted = text
    for name, suite in {**SUITES, "Plugged": Plugged}.items():
        pattern = re.compile(rf"(<!-- tests: {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        assert pattern.search(text), name
        wanted = pattern.sub(lambda match, suite=suite: match[1] + told(suite) + match[2], wanted)
    if regenerate:
        PAGE.write_text(wanted, encoding="utf-8")

    assert PAGE.read_text(encoding="utf-8") == wanted


@pytest.mark.parametrize("name", testing.__all__)
def test_every_public_name_is_on_the_page(name):
    """Whatever the package offers stands on its page."""
    assert re.search(rf"\b{name}\b", PAGE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("part", PARTS)
def test_every_part_that_a_format_may_lack_is_on_the_page(part):
    """Whoever writes a format finds the words by which to say what it cannot hold."""
    assert f'`"{part}"`' in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("suite", SUITES.values(), ids=SUITES)
def test_every_method_to_override_is_on_the_page(suite):
    """Each part of a suite that its user may replace stands on the page."""
    text = PAGE.read_text(encoding="utf-8")
    own = [name for name, value in vars(suite).items() if not name.startswith(("_", "test_")) and value is not None]
    inside = {"opened", "written", "documents", "reads", "writes", "read", "write", "path", "shows", "in_time",
              "unsounds", "objections"}  # fmt: skip

    assert [name for name in own if name not in inside and f"`{name}" not in text] == []
