"""Asking plugins' checks and indicators: one that fails is told as such, and the others are asked all the same."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator

import attrs

from collabmodel.check import Check, Finding, Hit, Placing, Subject, check
from collabmodel.errors import Place
from collabmodel.evaluate import Evaluation
from collabmodel.model import Model, Severity
from collabmodel.plugin.guarding import called
from collabmodel.plugin.kinds import IndicatorKind, Measured, Measuring

FAILED = "plugin-check-failed"
"""Code of the finding that a check of a plugin could not be run."""
MEASURING = 60.0
"""Seconds that measuring one indicator may take."""
MOST = 1_000
"""Most hits that one check of a plugin tells."""


def findings_of(checks: Iterable[Check], model: Model, places: Placing | None) -> tuple[Finding, ...]:
    """
    Check a model, by the library's checks and by those of plugins.

    Args:
        checks: The checks of plugins.
        model: The model.
        places: Where its parts stand, or None.
    """
    failed: list[tuple[str, str]] = []
    guarded = tuple(attrs.evolve(one, run=_guarded(one, failed)) for one in checks)
    found = check(model, places, extra=guarded)
    return (*found, *(_told(code, why, model, places) for code, why in failed))


def _guarded(one: Check, failed: list[tuple[str, str]]) -> Callable[[Subject], Iterator[Hit]]:
    def run(subject: Subject) -> Iterator[Hit]:
        told = called(lambda: _hits(one, subject), MEASURING)
        if told.failed:
            failed.append((one.code, told.failed))
        return iter(told.value or ())

    return run


def _hits(one: Check, subject: Subject) -> tuple[Hit, ...]:
    found = []
    for hit in one.run(subject):
        if type(hit) is not Hit or not isinstance(hit.path, str):
            msg = "a check gives hits, each with a path"
            raise TypeError(msg)
        # What the message lacks would only show when it is written, far from whoever is to blame.
        one.message.format(**dict(hit.words))
        found.append(hit)
        if len(found) == MOST:
            break
    return tuple(found)


def _told(code: str, why: str, model: Model, places: Placing | None) -> Finding:
    return Finding(
        code=FAILED,
        severity=Severity.WARNING,
        message=f"the check {code!r} of a plugin failed: {why}",
        path="",
        place=places.of("") if places else Place(model.id),
        element="",
        source="",
    )


def measured(kinds: Iterable[IndicatorKind], evaluation: Evaluation) -> tuple[tuple[IndicatorKind, Measured], ...]:
    """
    Measure the indicators of plugins.

    Args:
        kinds: The indicators.
        evaluation: How the histories fared.
    """
    return tuple((kind, _measured(kind, evaluation)) for kind in kinds)


def _measured(kind: IndicatorKind, evaluation: Evaluation) -> Measured:
    told = called(lambda: kind.measure(Measuring(evaluation=evaluation)), MEASURING)
    if told.failed:
        return Measured(value=None, why=f"measuring it failed: {told.failed}")
    found = told.value
    if type(found) is not Measured:
        return Measured(value=None, why=f"measuring it gave {type(found).__name__}, not Measured")
    if not _is_number(found.value):
        return Measured(value=None, why="measuring it gave what is no number")
    if not isinstance(found.number, int) or not isinstance(found.why, str):
        return Measured(value=None, why="measuring it gave no number of cases, or no reason in words")
    return found


def _is_number(value: object) -> bool:
    if value is None:
        return True
    try:
        return isinstance(value, int | float) and math.isfinite(value)
    except OverflowError:
        # A whole number beyond all that can be written as a decimal one.
        return False
