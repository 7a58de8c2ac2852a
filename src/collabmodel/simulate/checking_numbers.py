"""Numbers of a scenario: rates, shares, weights and the parts of distributions, each with its unit."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Iterator

from collabmodel.errors import Problem
from collabmodel.simulate.checking_subject import CHANCE, COUNT, DATUM, LENGTH, Subject, Use
from collabmodel.simulate.reading_forms import UNITS
from collabmodel.simulate.scenario import Shape, Spread
from collabmodel.simulate.spans import start_of

Found = Iterator[tuple[str, str, object, str]]
"""Key, what is wrong, the value, and what would be right."""

_PARTS: dict[Shape, tuple[str, ...]] = {
    Shape.CONSTANT: ("value",),
    Shape.UNIFORM: ("low", "high"),
    Shape.TRIANGULAR: ("low", "mode", "high"),
    Shape.EXPONENTIAL: ("mean",),
    Shape.LOGNORMAL: ("mean", "cv"),
    Shape.GAMMA: ("mean", "cv"),
    Shape.POISSON: ("mean",),
    Shape.EMPIRICAL: ("values",),
    Shape.LAST: ("of",),
    Shape.FUNCTION: ("function",),
}
"""What each shape needs."""
_MAY: dict[Shape, tuple[str, ...]] = {Shape.CONSTANT: ("values",), Shape.EMPIRICAL: ("weights",)}
_KEYS = ("value", "mean", "cv", "low", "mode", "high", "values", "weights", "of", "function")
_POSITIVE = ("mean", "cv")
LEAST_CV, MOST_CV = 0.001, 1000.0
"""Coefficients of variation outside which there is no telling a spread from a constant, or from noise."""
MOST_WEIGHT = 1e15
"""Greatest weight, so that sums of many stay finite."""


def spreads(subject: Subject) -> Iterator[Problem]:
    """
    Find distributions that lack a part, have one too many, or whose parts make no sense.

    Args:
        subject: The scenario under check.
    """
    for use in subject.uses:
        for key, what, value, hint in _faults(use):
            path = f"{use.path}.{key}" if key else use.path
            yield subject.problem(path, what, value, hint)


def _faults(use: Use) -> Found:
    if use.sort == CHANCE:
        yield from _chance(use.spread)
        return
    parts = tuple(_parts(use))
    yield from parts
    if not parts:
        yield from _order(use.spread)
        yield from _weights(use.spread)
        yield from _sort(use)
    yield from _unit(use)


def _chance(spread: Spread) -> Found:
    """Find shares that are none; within rows only constants are."""
    value = spread.value
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if spread.shape is not Shape.CONSTANT or not number or spread.unit is not None:
        yield "", "a share between 0 and 1 is wanted here", None, "write a number such as 0.2"
    elif isinstance(value, int | float) and not 0 <= value <= 1:
        yield "", "a share lies between 0 and 1, not", value, "80 % is 0.8"


def _parts(use: Use) -> Found:
    spread, shape = use.spread, use.spread.shape
    given = [key for key in _KEYS if getattr(spread, key) not in (None, (), "")]
    wanted = _PARTS[shape]
    listed = shape is Shape.CONSTANT and "values" in given and "value" not in given
    if listed and use.sort != DATUM:
        yield "values", "several values make no single one", None, "write 'shape: empirical'"
    for key in wanted:
        if key not in given and not listed:
            yield "", f"the shape {shape.value!r} needs {key!r}", None, _advice(spread)
    for key in given:
        if key not in (*wanted, *_MAY.get(shape, ())):
            yield key, f"the shape {shape.value!r} has no {key!r}", None, _advice(spread)
    if listed or shape is not Shape.CONSTANT or not spread.values:
        return
    yield "values", "a constant has one value or a list, not both", None, "leave 'value' or 'values' out"


def _advice(spread: Spread) -> str:
    """Tell which shape the parts given would fit, or which parts the shape needs."""
    given = {key for key in _KEYS if getattr(spread, key) not in (None, (), "")} - {"weights"}
    fits = [shape.value for shape, parts in _PARTS.items() if given == set(parts)]
    if spread.shape is Shape.CONSTANT and fits:
        return f"write 'shape: {fits[0]}'"
    return f"it has {' and '.join(_PARTS[spread.shape])}"


def _order(spread: Spread) -> Found:
    for key in (*_POSITIVE, "low", "mode", "high"):
        value = getattr(spread, key)
        if value is not None and not math.isfinite(value):
            yield key, "no number:", value, ""
            return
    for key in _POSITIVE:
        value = getattr(spread, key)
        if value is not None and value <= 0:
            yield key, f"{key!r} must be more than 0, not", value, ""
    if spread.cv is not None and spread.cv > 0 and not LEAST_CV <= spread.cv <= MOST_CV:
        hint = "write a constant for what is always the same" if spread.cv < LEAST_CV else ""
        yield "cv", f"'cv' lies between {LEAST_CV:g} and {MOST_CV:g}, not at", spread.cv, hint
    low, mode, high = spread.low, spread.mode, spread.high
    if low is not None and high is not None and low > high:
        yield "low", f"'low' is more than 'high', {high:g}:", low, "swap them"
    elif low is not None and high is not None and mode is not None and not low <= mode <= high:
        yield "mode", f"'mode' lies between 'low' and 'high', {low:g} and {high:g}, not at", mode, ""


def _weights(spread: Spread) -> Found:
    if not spread.weights:
        return
    values, weights = len(spread.values), len(spread.weights)
    if values != weights:
        yield "weights", f"there are {values} values, but {weights} weights", None, "give each value its weight"
    yield from _likely(spread.weights, "weights")


def _likely(weights: Iterable[float], key: str) -> Found:
    for number, weight in enumerate(weights):
        if not weight >= 0 or not math.isfinite(weight):
            yield f"{key}.{number}", "a weight must be at least 0, not", weight, ""
            return
        if weight > MOST_WEIGHT:
            yield f"{key}.{number}", f"a weight must be at most {MOST_WEIGHT:g}, not", weight, ""
            return
    if not any(weights):
        yield key, "the weights are all 0", None, "make one of them more than 0"


def _sort(use: Use) -> Found:
    """Find lengths and counts that are no numbers, or fall below 0."""
    spread = use.spread
    if use.sort == DATUM:
        return
    if spread.shape is Shape.LAST:
        yield "shape", "only data repeats what was said last", None, "choose another shape"
        return
    called = "a length of time" if use.sort == LENGTH else "a number of times"
    key = "values" if spread.values else "value"
    for value in spread.values or (spread.value,) if spread.shape in (Shape.CONSTANT, Shape.EMPIRICAL) else ():
        if isinstance(value, bool | str):
            yield key, f"{called} is a number, not", value, ""
        elif value is not None and not (value >= 0 and math.isfinite(value)):
            yield key, f"{called} cannot be less than 0:", value, ""
    if spread.low is not None and spread.low < 0:
        yield "low", f"{called} cannot be less than 0:", spread.low, ""


def _unit(use: Use) -> Found:
    unit = use.spread.unit
    if use.sort == LENGTH and unit is None and use.spread.shape is not Shape.LAST:
        yield "", "a length of time needs a unit", None, f"add 'unit:', one of {UNITS}"
    elif use.sort == COUNT and unit is not None:
        yield "unit", "a number of times has no unit", unit.value, "leave it out"
    elif use.sort == DATUM and unit is not None:
        yield "unit", "a value has no unit of time", unit.value, "leave it out"


def rates(subject: Subject) -> Iterator[Problem]:
    """
    Find rates, factors and counts of the scenario that make no sense.

    Args:
        subject: The scenario under check.
    """
    scenario = subject.scenario
    for stream in scenario.arrivals:
        yield from _stream(subject, f"arrivals.{stream.id}")
    for group in scenario.staff:
        path = f"staff.{group.id}"
        yield from _least(subject, f"{path}.count", group.count, 0)
        yield from _least(subject, f"{path}.caseload", group.caseload, 1)
        for absence in group.absences:
            yield from _least(subject, f"{path}.absences.{absence.id}.per_year", absence.per_year, 0)
    for behaviour in scenario.behaviour:
        yield from _least(subject, f"behaviour.{behaviour.id}.search.rounds", behaviour.search.rounds, 0)
    if scenario.drop_out is not None:
        yield from _least(subject, "drop_out.waiting", scenario.drop_out.waiting, 0)
    yield from _least(subject, "seed", scenario.seed, 0)


def _least(subject: Subject, path: str, value: float | None, least: int) -> Iterator[Problem]:
    if value is not None and not (value >= least and math.isfinite(value)):
        key = path.rpartition(".")[2]
        yield subject.problem(path, f"{key!r} must be at least {least}, not", value)


def _stream(subject: Subject, path: str) -> Iterator[Problem]:
    stream = next(one for one in subject.scenario.arrivals if path == f"arrivals.{one.id}")
    given = [key for key in ("per_week", "gap", "at") if getattr(stream, key) not in (None, ())]
    if not given:
        yield subject.problem(path, "nothing says when cases come", hint="write per_week, gap or at")
    elif len(given) > 1:
        told = " and ".join(given)
        yield subject.problem(f"{path}.{given[1]}", f"cases come by {told}: only one of them can be", hint="choose one")
    yield from _least(subject, f"{path}.per_week", stream.per_week, 0)
    yield from _least(subject, f"{path}.most", stream.most, 0)
    for key, factors, wanted in (("weekdays", stream.weekdays, 7), ("months", stream.months, 12)):
        if factors and len(factors) != wanted:
            yield subject.problem(f"{path}.{key}", f"{key} are {wanted} numbers, not {len(factors)}")
        elif factors:
            for where, what, value, hint in _likely(factors, key):
                yield subject.problem(f"{path}.{where}", what.replace("weight", "factor"), value, hint)
    moments = stream.at
    if any(one.utcoffset() is None for one in moments):
        yield subject.problem(f"{path}.at", "a moment without its offset from UTC", hint="write such as +02:00")
    elif any(later < sooner for sooner, later in itertools.pairwise(moments)):
        yield subject.problem(f"{path}.at", "the moments are not in order", hint="write the earliest first")
    elif moments and moments[0] < start_of(subject.tables, subject.scenario):
        what = "a case comes before the scenario starts"
        yield subject.problem(f"{path}.at", what, moments[0].isoformat(), "leave it out, or start earlier")


NUMBER_CHECKS: tuple[Callable[[Subject], Iterator[Problem]], ...] = (spreads, rates)
"""Checks of numbers."""
