"""Fault points do what was planned, where it was planned, once."""

from __future__ import annotations

import pytest

from collabmodel.testing import FaultPoints, raising


def test_a_plan_acts_at_its_turn_and_once():
    """Only the turn that was named is hit, counted from when it was planned, and the next passes."""
    points = FaultPoints()
    points("append.before_commit")
    points.plan("append.before_commit", raising(KeyError()), turn=2)
    points("append.before_commit")
    points("append.after_commit")
    with pytest.raises(KeyError):
        points("append.before_commit")
    points("append.before_commit")

    assert points.passed.count("append.before_commit") == 4
