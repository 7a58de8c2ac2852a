"""Thresholds on the command line."""

import pytest

from collabmodel.cli.requirements import parse_requirements
from collabmodel.errors import ConfigError


@pytest.mark.parametrize(
    ("text", "number", "met"),
    [
        ("violated=0", 0, True),
        ("violated=0", 1, False),
        ("a:violated<=2", 2, True),
        ("a:violated<2", 2, False),
        ("met>=3", 3, True),
        ("met>3", 3, False),
        (" unknown = 1 ", 1, True),
    ],
)
def test_thresholds_compare(text, number, met):
    """Each sign means what it says."""
    assert parse_requirements((text,))[0].met(number) is met


@pytest.mark.parametrize("text", ["violated", "violated=many", "brocken=1", "=1", "", "a:b:violated=1", "violated=-1"])
def test_what_is_no_threshold_is_refused(text):
    """A mistyped threshold stops the command before anything is judged."""
    with pytest.raises(ConfigError, match="--require"):
        parse_requirements((text,))


def test_all_wrong_thresholds_are_told_at_once():
    """One round mends all."""
    with pytest.raises(ConfigError) as caught:
        parse_requirements(("x", "violated=0", "y"))

    assert len(caught.value.problems) == 2
