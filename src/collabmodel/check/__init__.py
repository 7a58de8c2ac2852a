"""Is the model sound: one table of named checks, one file per family of them."""

from __future__ import annotations

from collabmodel.check.finding import Check, Finding, Hit, Placing, hit
from collabmodel.check.running import Nowhere, run
from collabmodel.check.subject import Subject
from collabmodel.check.table import CHECKS
from collabmodel.model import Model

__all__ = ["CHECKS", "Check", "Finding", "Hit", "Placing", "Subject", "check", "hit"]


def check(model: Model, places: Placing | None = None, *, extra: tuple[Check, ...] = ()) -> tuple[Finding, ...]:
    """
    Tell what is unsound in a model: all of it at once, in file order.

    Args:
        model: The model.
        places: Where its parts stand, as ``formats.read`` gives it; None for a model that no file holds.
        extra: Checks beside those of the table.

    >>> from collabmodel.model import Ending, Outcome
    >>> findings = check(Model(id="m", endings=(Ending(id="done", outcome=Outcome.SUCCESS, cites=("law",)),)))
    >>> [finding.message for finding in findings if finding.code == "unknown-reference"]
    ["there is no source or claim 'law'"]
    """
    return run(model, places or Nowhere(model.id), (*CHECKS, *extra))
