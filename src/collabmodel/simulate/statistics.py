"""Means over replications with their confidence intervals, and how many replications are enough; plain Python."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Sequence
from statistics import NormalDist

import attrs

_MANY = 10_000
"""Degrees of freedom from which an expansion around the normal distribution is exact enough (error below 1e-12)."""
_TINY = 1e-300


@attrs.frozen(kw_only=True)
class Estimate:
    """
    A mean with its confidence interval.

    Args:
        count: How many values it rests on, >= 0.
        mean: Their mean, or None without any.
        deviation: Their standard deviation (divisor count - 1), or None with fewer than two.
        low: Lower end of the interval, or None with fewer than two.
        high: Upper end.
    """

    count: int
    mean: float | None = None
    deviation: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def half_width(self) -> float | None:
        """Half the width of the interval, or None where there is none."""
        return None if self.low is None or self.high is None else (self.high - self.low) / 2


@attrs.frozen(kw_only=True)
class Pairing:
    """
    What the differences of paired values say.

    Args:
        difference: The mean of b - a with its interval.
        a: Mean of the first of each pair, or None.
        b: Mean of the second, or None.
        gain: Variance of an unpaired difference through that of the paired one; None with fewer than three pairs or
            where the differences do not vary.
    """

    difference: Estimate
    a: float | None = None
    b: float | None = None
    gain: float | None = None


@functools.lru_cache(maxsize=4096)
def student_quantile(share: float, freedom: int) -> float:
    """
    Give the quantile of Student's t distribution: the value below which a share of it lies.

    Args:
        share: The share, between 0 and 1, both ends excluded.
        freedom: Degrees of freedom, >= 1.

    Raises:
        ValueError: A share or number of degrees outside these.

    >>> round(student_quantile(0.975, 9), 9), round(student_quantile(0.025, 1), 9)
    (2.262157163, -12.706204736)
    """
    if not 0 < share < 1 or freedom < 1:
        msg = f"no quantile of Student's t for share {share} and {freedom} degrees of freedom"
        raise ValueError(msg)
    if share < 0.5:
        return -student_quantile(1 - share, freedom)
    if share == 0.5:
        return 0.0
    return _expanded(share, freedom) if freedom >= _MANY else _inverted(1 - share, freedom)


def _expanded(share: float, freedom: int) -> float:
    """Abramowitz and Stegun 26.7.5, four terms."""
    z = NormalDist().inv_cdf(share)
    terms = (
        z,
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
    )
    return math.fsum(term / freedom**power for power, term in enumerate(terms))


def _inverted(tail: float, freedom: int) -> float:
    """Find the value above which a tail of the distribution lies, by halving."""
    low, high = 0.0, 2.0
    while _tail(high, freedom) > tail:
        low, high = high, high * 2
    while high - low > 1e-13 * high:
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if _tail(middle, freedom) > tail:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _tail(t: float, freedom: int) -> float:
    """Give the share of Student's t above a value >= 0: half the regularised incomplete beta function."""
    a, b = freedom / 2, 0.5
    x, rest = freedom / (freedom + t * t), t * t / (freedom + t * t)
    if rest == 0.0:
        return 0.5
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log(rest))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(a, b, x) / a / 2
    return (1 - front * _fraction(b, a, rest) / b) / 2


def _fraction(a: float, b: float, x: float) -> float:
    """Give the continued fraction of the incomplete beta function by Lentz's method (DLMF 8.17.22)."""
    c, d = 1.0, 1 / _away(1 - (a + b) * x / (a + 1))
    found = d
    for m in range(1, 10_000):
        for top in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _away(1 + top * d)
            c = _away(1 + top / c)
            found *= c * d
        if abs(c * d - 1) < 1e-16:
            break
    return found


def _away(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


def estimate(values: Iterable[float | None], confidence: float = 0.95) -> Estimate:
    """
    Give the mean of values with its confidence interval by Student's t; what could not be told is left out.

    Args:
        values: The values, one a replication.
        confidence: How sure the interval is to hold the true mean, between 0 and 1.

    Raises:
        ValueError: The confidence is not between 0 and 1.

    >>> found = estimate([10.0, 12.0, None, 14.0])
    >>> found.count, found.mean, round(found.low, 3), round(found.high, 3)
    (3, 12.0, 7.032, 16.968)
    """
    told = [float(value) for value in values if value is not None]
    if not 0 < confidence < 1:
        msg = f"a confidence of {confidence} is not between 0 and 1"
        raise ValueError(msg)
    if not told:
        return Estimate(count=0)
    mean = math.fsum(told) / len(told)
    if len(told) == 1:
        return Estimate(count=1, mean=mean)
    deviation = math.sqrt(math.fsum((value - mean) ** 2 for value in told) / (len(told) - 1))
    half = student_quantile((1 + confidence) / 2, len(told) - 1) * deviation / math.sqrt(len(told))
    return Estimate(count=len(told), mean=mean, deviation=deviation, low=mean - half, high=mean + half)


def paired(a: Sequence[float | None], b: Sequence[float | None], confidence: float = 0.95) -> Pairing:
    """
    Compare values pair by pair; a pair of which one could not be told is left out.

    Args:
        a: Values under the first, one a replication.
        b: Values under the second, of the same replications.
        confidence: How sure the interval is to hold the true difference.

    Raises:
        ValueError: There are more of one than of the other.

    >>> found = paired([10.0, 20.0, 30.0], [11.0, 22.0, 31.0])
    >>> round(found.difference.mean, 3), round(found.gain)
    (1.333, 601)
    """
    pairs = [(one, other) for one, other in zip(a, b, strict=True) if one is not None and other is not None]
    firsts, seconds = estimate((one for one, _ in pairs), confidence), estimate((two for _, two in pairs), confidence)
    difference = estimate((other - one for one, other in pairs), confidence)
    gain = None
    if len(pairs) > 2 and difference.deviation and firsts.deviation is not None and seconds.deviation is not None:
        gain = (firsts.deviation**2 + seconds.deviation**2) / difference.deviation**2
    return Pairing(difference=difference, a=firsts.mean, b=seconds.mean, gain=gain)


def replications_needed(
    values: Iterable[float | None], half_width: float, *, relative: bool = False, confidence: float = 0.95
) -> int | None:
    """
    Tell how many replications would give an interval of a wished half-width, judged by those there are.

    Where only some replications could tell, more are needed by as much.

    Args:
        values: The values so far, one a replication, None where it could not be told.
        half_width: Wished half-width, > 0: in the values' unit, or as a share of the mean.
        relative: Whether it is a share of the mean.
        confidence: Confidence of the interval.

    Returns:
        How many, >= 2; None where it cannot be told: fewer than two values, or a share of a mean of zero.

    Raises:
        ValueError: The half-width is not above 0.

    >>> replications_needed([9.0, 10.0, 11.0], 0.1, relative=True), replications_needed([1.0], 1)
    (7, None)
    """
    if half_width <= 0:
        msg = f"a half-width of {half_width} is not above 0"
        raise ValueError(msg)
    made = list(values)
    found = estimate(made, confidence)
    if found.mean is None or found.deviation is None:
        return None
    wished = half_width * abs(found.mean) if relative else half_width
    if wished == 0 and found.deviation:
        return None
    least = _least(found.deviation / wished, (1 + confidence) / 2) if found.deviation else 2
    return math.ceil(least * len(made) / found.count)


def _least(ratio: float, share: float) -> int:
    """Give the least number of values of which a deviation gives a half-width, both as their ratio."""
    count = max(2, math.ceil((NormalDist().inv_cdf(share) * ratio) ** 2))
    while student_quantile(share, count - 1) * ratio > math.sqrt(count):
        count += 1 + (count > 1000) * (count // 1000)
    return count


def wilson(hits: int, tries: int, confidence: float = 0.95) -> tuple[float, float]:
    """
    Give the interval of a share by Wilson (1927), which keeps within 0 and 1.

    Args:
        hits: How often it happened, >= 0.
        tries: Of how many, >= hits; with none the interval is the whole range.
        confidence: Confidence of the interval.

    >>> [round(end, 4) for end in wilson(10, 50)]
    [0.1124, 0.3304]
    """
    if tries == 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, square = hits / tries, z * z / tries
    middle = (share + square / 2) / (1 + square)
    half = z / (1 + square) * math.sqrt(share * (1 - share) / tries + square / (4 * tries))
    return max(0.0, middle - half), min(1.0, middle + half)


def variation(values: Sequence[float]) -> float | None:
    """
    Give the coefficient of variation: the standard deviation through the mean; None if it cannot be told.

    Args:
        values: The values.

    >>> variation([1.0, 3.0]), variation([2.0])
    (0.7071067811865476, None)
    """
    found = estimate(values)
    return None if found.deviation is None or not found.mean else found.deviation / found.mean
