"""The page of the API lists by hand what the generator of the documentation leaves out."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from collabmodel.plugin import storing

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "api.md"


def is_code(name: str) -> bool:
    found = getattr(storing, name)
    return inspect.isclass(found) or inspect.isfunction(found)


@pytest.mark.parametrize("name", [name for name in storing.__all__ if not is_code(name)])
def test_every_constant_for_writers_of_stores_is_listed(name: str) -> None:
    """Whoever writes a store finds each constant, and its value where one is shown is the one in the code."""
    text = PAGE.read_text(encoding="utf-8")
    listed = re.search(
        rf"^\.\. py:data:: collabmodel\.plugin\.storing\.{name}\n(?:   :value: (.*)\n)?", text, re.MULTILINE
    )

    assert listed is not None
    assert listed[1] in {None, repr(getattr(storing, name))}
