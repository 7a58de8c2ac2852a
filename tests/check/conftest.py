"""Where the models stand that the tests of checks share."""

from __future__ import annotations

from pathlib import Path

import pytest

GOLDEN = Path(__file__).parents[1] / "golden" / "unsound_models"


@pytest.fixture
def sound() -> Path:
    """A model in which nothing is wrong."""
    return GOLDEN / "sound.yaml"
