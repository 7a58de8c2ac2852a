"""The reference of the model language names every word that a key may hold."""

from __future__ import annotations

import enum
import re
from pathlib import Path

import pytest

import collabmodel.model as model_types

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "model-language.md"
TOLD_ELSEWHERE = {"Comparison", "Function", "Operator", "Template"}
CHOICES = {
    name: value
    for name, value in vars(model_types).items()
    if isinstance(value, type) and issubclass(value, enum.Enum) and name not in TOLD_ELSEWHERE
}


@pytest.mark.parametrize("name", sorted(CHOICES))
def test_every_word_stands_in_one_row(name: str) -> None:
    """The words that a key may hold stand in one row of the table of words, every one of them."""
    section = PAGE.read_text(encoding="utf-8").partition("### Words to choose from\n")[2].partition("\n### ")[0]
    rows = [set(re.findall(r"`([^`]+)`", line)) for line in section.splitlines() if line.startswith("|")]
    wanted = {str(choice.value) for choice in CHOICES[name]}

    assert any(wanted <= row for row in rows)
