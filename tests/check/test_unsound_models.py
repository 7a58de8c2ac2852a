"""Models with something wrong with them, and exactly what is said about each."""

from __future__ import annotations

from pathlib import Path

import pytest

from collabmodel.check import CHECKS, check
from collabmodel.formats import read

GOLDEN = Path(__file__).parents[1] / "golden" / "unsound_models"
MODELS = sorted(GOLDEN.glob("*.yaml"))
MADE_IN_PYTHON = {"unbounded-repeat", "letter-count", "undecided-rules"}
"""Checks for models that no file can hold, or that no file should: their tests build them."""


def findings_of(path: Path) -> list[str]:
    loaded = read(path)
    folder = f"{path.parent}/"
    return [str(finding).replace(folder, "") for finding in check(loaded.model, loaded.places)]


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_every_unsound_model_gives_exactly_its_findings(path: Path, regenerate: bool) -> None:
    """What is found, where, how bad it is and how it is said are promises."""
    expected = path.with_suffix(".yaml.txt")
    found = "".join(f"{line}\n" for line in findings_of(path))
    if regenerate:
        expected.write_text(found, encoding="utf-8")

    assert found == expected.read_text(encoding="utf-8")


def test_nothing_is_found_in_a_sound_model(sound: Path) -> None:
    """A model in which nothing is wrong gives no finding, not even a note."""
    found = findings_of(sound)

    assert found == []


def test_every_check_has_a_model_that_fails_it() -> None:
    """No check stands in the table that no model was seen to fail."""
    seen = {line.split()[2] for path in MODELS for line in path.with_suffix(".yaml.txt").read_text().splitlines()}

    assert {each.code for each in CHECKS} - seen == MADE_IN_PYTHON


def test_models_are_named_after_a_check_they_fail() -> None:
    """A file's name tells which check it fails, so a reader finds the example of a check."""
    for path in MODELS:
        codes = {line.split()[2] for line in path.with_suffix(".yaml.txt").read_text().splitlines()}
        name = path.stem.replace("_", "-")
        assert name in {"sound", "waived"} or name.startswith(("several", *codes))
