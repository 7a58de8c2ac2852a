"""Distributions from observed values: the likeliest of a few shapes, or the values themselves, and how well it fits."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from statistics import NormalDist

import attrs

from collabmodel.simulate.scenario import Grid, Shape, Spread

FEWEST = 5
"""Fewest values from which a distribution is estimated."""
POOR = 0.01
"""Share of samples from the shape itself that would fit worse; below it the observed values are taken as they are."""
POINTS = 20
"""Most values of an empirical distribution, each as likely."""
_TINY = 1e-15


@attrs.frozen(kw_only=True)
class Shaped:
    """
    A distribution estimated from values.

    Args:
        spread: The distribution.
        count: How many values it rests on.
        distance: Greatest distance between its distribution function and that of the values (Kolmogorov-Smirnov).
        likeness: Share of samples of this size from the distribution itself that would lie further off; optimistic,
            because its numbers were estimated from the same values.
    """

    spread: Spread
    count: int
    distance: float
    likeness: float


def shaped(values: Sequence[float], unit: Grid | None = None) -> Shaped | None:
    """
    Estimate a distribution by maximum likelihood, the shape by Akaike's criterion.

    Args:
        values: The values, >= 0, in the unit.
        unit: Unit of a length of time, or None.

    Returns:
        The distribution, or None of fewer than five values.

    >>> found = shaped([3.0] * 6)
    >>> found.spread.shape.value, found.spread.value
    ('constant', 3.0)
    """
    if len(values) < FEWEST:
        return None
    ordered = sorted(values)
    if ordered[0] == ordered[-1]:
        return Shaped(
            spread=Spread(value=rounded(ordered[0]), unit=unit), count=len(values), distance=0.0, likeness=1.0
        )
    if ordered[0] > 0:
        best = min((candidate(ordered) for candidate in (_exponential, _lognormal, _gamma)), key=lambda one: one[0])
        distance = _distance(ordered, best[2])
        likeness = kolmogorov(distance, len(ordered))
        if likeness >= POOR:
            mean, cv = best[1].mean, best[1].cv
            assert mean is not None
            spread = attrs.evolve(best[1], mean=rounded(mean), cv=None if cv is None else rounded(cv), unit=unit)
            return Shaped(spread=spread, count=len(values), distance=distance, likeness=likeness)
    return Shaped(spread=empirical(ordered, unit), count=len(values), distance=0.0, likeness=1.0)


def empirical(ordered: Sequence[float], unit: Grid | None = None) -> Spread:
    """
    Give the values themselves as a distribution, at most twenty of them, evenly among those observed.

    Args:
        ordered: The values in order.
        unit: Unit of a length of time, or None.
    """
    count = min(POINTS, len(ordered))
    kept = tuple(rounded(ordered[int((at + 0.5) * len(ordered) / count)]) for at in range(count))
    return Spread(shape=Shape.EMPIRICAL, values=kept, unit=unit)


def rounded(value: float) -> float:
    """
    Give a number to six figures, more than any sample tells.

    Args:
        value: The number.

    >>> rounded(1 / 3)
    0.333333
    """
    return float(f"{value:.6g}")


Candidate = tuple[float, Spread, Callable[[float], float]]
"""Akaike's criterion, the distribution, its distribution function."""


def _exponential(values: Sequence[float]) -> Candidate:
    mean = math.fsum(values) / len(values)
    likelihood = -len(values) * (math.log(mean) + 1)
    return 2 - 2 * likelihood, Spread(shape=Shape.EXPONENTIAL, mean=mean), lambda x: 1 - math.exp(-x / mean)


def _lognormal(values: Sequence[float]) -> Candidate:
    logs = [math.log(value) for value in values]
    middle = math.fsum(logs) / len(logs)
    square = max(math.fsum((one - middle) ** 2 for one in logs) / len(logs), _TINY)
    likelihood = -math.fsum(logs) - len(logs) / 2 * (math.log(2 * math.pi * square) + 1)
    normal = NormalDist(middle, math.sqrt(square))
    spread = Spread(shape=Shape.LOGNORMAL, mean=math.exp(middle + square / 2), cv=math.sqrt(math.expm1(square)))
    return 4 - 2 * likelihood, spread, lambda x: normal.cdf(math.log(x))


def _gamma(values: Sequence[float]) -> Candidate:
    count = len(values)
    mean = math.fsum(values) / count
    middle = math.fsum(math.log(value) for value in values) / count
    gap = max(math.log(mean) - middle, _TINY)
    shape = (3 - gap + math.sqrt((gap - 3) ** 2 + 24 * gap)) / (12 * gap)
    for _ in range(20):
        slope = 1 / shape - _trigamma(shape)
        shape = max(shape - (math.log(shape) - _digamma(shape) - gap) / slope, shape / 2)
    scale = mean / shape
    likelihood = count * ((shape - 1) * middle - shape - shape * math.log(scale) - math.lgamma(shape))
    spread = Spread(shape=Shape.GAMMA, mean=mean, cv=1 / math.sqrt(shape))
    return 4 - 2 * likelihood, spread, lambda x: gamma_share(shape, x / scale)


def _digamma(x: float) -> float:
    found = 0.0
    while x < 6:
        found, x = found - 1 / x, x + 1
    square = 1 / (x * x)
    return found + math.log(x) - 0.5 / x - square * (1 / 12 - square * (1 / 120 - square / 252))


def _trigamma(x: float) -> float:
    found = 0.0
    while x < 6:
        found, x = found + 1 / (x * x), x + 1
    square = 1 / (x * x)
    return found + 1 / x + square / 2 + square / x * (1 / 6 - square * (1 / 30 - square / 42))


def gamma_share(shape: float, x: float) -> float:
    """
    Give the share of a gamma distribution of scale 1 that lies below a value: the regularised incomplete function.

    Args:
        shape: Its shape, > 0.
        x: The value, >= 0.

    >>> round(gamma_share(1, 1), 6)
    0.632121
    """
    if x <= 0:
        return 0.0
    front = math.exp(shape * math.log(x) - x - math.lgamma(shape))
    if x < shape + 1:
        term = total = 1 / shape
        at = shape
        while term > total * 1e-16:
            at += 1
            term *= x / at
            total += term
        return front * total
    b, c, d = x + 1 - shape, 1e300, 1 / (x + 1 - shape)
    found = d
    for at in range(1, 1000):
        top = at * (shape - at)
        b += 2
        d = 1 / (top * d + b)
        c = b + top / c
        found *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return 1 - front * found


def _distance(ordered: Sequence[float], share: Callable[[float], float]) -> float:
    count = len(ordered)
    return max(
        max((at + 1) / count - share(value), share(value) - at / count) for at, value in enumerate(ordered)
    )  # fmt: skip


def kolmogorov(distance: float, count: int) -> float:
    """
    Give the share of samples that lie further off, by the limiting distribution with Stephens' (1970) correction.

    Args:
        distance: The greatest distance, 0-1.
        count: Size of the sample.

    >>> kolmogorov(0.0, 10), kolmogorov(0.9, 100) < 1e-9
    (1.0, True)
    """
    root = math.sqrt(count)
    x = (root + 0.12 + 0.11 / root) * distance
    if x < 0.2:
        return 1.0
    return min(1.0, max(0.0, 2 * math.fsum((-1) ** (k - 1) * math.exp(-2 * k * k * x * x) for k in range(1, 101))))
