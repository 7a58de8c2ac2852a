"""Values from shapes: one draw a value, by inverting its distribution where that can be done."""

from __future__ import annotations

import math

from collabmodel.simulate.kernel.codes import truth
from collabmodel.simulate.kernel.draws import uniform, word
from collabmodel.simulate.kernel.header import FOREIGN, STOPPED
from collabmodel.simulate.kernel.numbers import Floats, Ints
from collabmodel.simulate.kernel.numerics import exp, log, normal_from_uniform
from collabmodel.simulate.kernel.rows import (
    CASE_X,
    CONSTANT,
    EMPIRICAL,
    EXPONENTIAL,
    FUNCTION,
    GAMMA,
    LAST,
    LOGNORMAL,
    POISSON,
    SHAPE_N,
    SHAPE_NEXT,
    SHAPE_ROW,
    SHAPE_ROW_IF,
    SHAPE_SORT,
    SHAPE_UNIT,
    SHAPE_WHOLE,
    SHAPE_X,
    TRIANGULAR,
    UNIFORM,
)  # fmt: skip

LONGEST = 1 << 40
"""Most minutes that a length of time is told as: far beyond any horizon."""
EXACT = 4503599627370496.0
"""From here on, 2 ** 52, every float is a whole number."""
SEARCHED = 30.0
"""Greatest mean of a Poisson distribution that is inverted step by step."""


def user_draw(number: int, u: float) -> float:
    """
    Give a user's own value; where a run has none, what is no number.

    Args:
        number: Number of the function.
        u: A uniform draw in [0, 1).
    """
    return math.nan if u >= 0.0 and number >= 0 else 0.0


def triangular(low: float, mode: float, high: float, u: float) -> float:
    """
    Give the value of a triangular distribution below which a share lies.

    Args:
        low: Least value.
        mode: Most likely value.
        high: Greatest value.
        u: The share, in [0, 1).
    """
    width = high - low
    if width <= 0.0:
        return low
    if u * width < mode - low:
        return low + math.sqrt(u * width * (mode - low))
    return high - math.sqrt((1.0 - u) * width * (high - mode))


def gamma(k: float, theta: float, key: int) -> float:
    """
    Draw from a gamma distribution, by the method of Marsaglia and Tsang (2000).

    Args:
        k: Shape, > 0.
        theta: Scale, > 0.
        key: Key of its own draws, as many as it takes.
    """
    boost = theta
    if k < 1.0:
        boost = theta * exp(log(1.0 - uniform(key, 2, 0)) / k)
        k = k + 1.0
    d = k - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    tries = 0
    while True:
        z = normal_from_uniform(uniform(key, 0, tries))
        v = 1.0 + c * z
        if v > 0.0:
            v = v * v * v
            u = 1.0 - uniform(key, 1, tries)
            square = z * z
            if u < 1.0 - 0.0331 * square * square:
                return boost * d * v
            if log(u) < 0.5 * square + d * (1.0 - v + log(v)):
                return boost * d * v
        tries += 1


def log_factorial(n: float) -> float:
    """
    Give the logarithm of a factorial, by Stirling's series.

    Args:
        n: A whole number >= 0.
    """
    total = 0.0
    while n < 16.0:
        n = n + 1.0
        total = total - log(n)
    r = 1.0 / (n * n)
    series = (1.0 / 12.0 - r * (1.0 / 360.0 - r * (1.0 / 1260.0 - r / 1680.0))) / n
    return total + (n + 0.5) * log(n) - n + 0.91893853320467274178 + series


def poisson(mean: float, key: int, u: float) -> float:
    """
    Draw from a Poisson distribution: step by step for a small mean, else by Hörmann's transformed rejection (1993).

    Args:
        mean: Its mean, >= 0.
        key: Key of its own draws where it takes more than one.
        u: The first draw.
    """
    n = 0.0
    if mean <= SEARCHED:
        p = exp(-mean)
        total = p
        while u >= total and n < 1000.0:
            n = n + 1.0
            p = p * mean / n
            total = total + p
        return n
    b = 0.931 + 2.53 * math.sqrt(mean)
    a = -0.059 + 0.02483 * b
    scale = log(1.1239 + 1.1328 / (b - 3.4))
    right = 0.9277 - 3.6224 / (b - 2.0)
    tries = 0
    while True:
        v = 1.0 - uniform(key, 1, tries)
        shifted = u - 0.5
        r = 0.5 - abs(shifted)
        if r > 0.0:
            n = float(math.floor((2.0 * a / r + b) * shifted + mean + 0.43))
            if r >= 0.07 and v <= right:
                return n
            fits = n >= 0.0 and (r >= 0.013 or v <= r)
            if fits and log(v) + scale - log(a / (r * r) + b) <= n * log(mean) - mean - log_factorial(n):
                return n
        tries += 1
        u = uniform(key, 0, tries)


def empirical(x: Floats, at: int, count: int, u: float) -> float:
    """
    Give the value of a list below whose cumulative weight a share lies.

    Args:
        x: The memory of floats.
        at: Address of the values; as many cumulative weights follow, the last 1.
        count: How many values there are, >= 1.
        u: The share, in [0, 1).
    """
    low = 0
    high = count - 1
    while low < high:
        middle = (low + high) >> 1
        if u < x[at + count + middle]:
            high = middle
        else:
            low = middle + 1
    return x[at + low]


def by_sort(x: Floats, sort: int, at: int, count: int, key: int, purpose: int, ordinal: int) -> float:  # noqa: PLR0911 - one a sort
    """
    Draw from a distribution.

    Args:
        x: The memory of floats.
        sort: Sort of the shape; one that takes a draw.
        at: Address of its numbers.
        count: How many values an empirical one has.
        key: Key of the case, or of whatever it is drawn for.
        purpose: What for.
        ordinal: The how manieth for that purpose.
    """
    if sort == GAMMA:
        return gamma(x[at], x[at + 1], word(key, purpose, ordinal))
    u = uniform(key, purpose, ordinal)
    if sort == LOGNORMAL:
        return exp(x[at] + x[at + 1] * normal_from_uniform(u))
    if sort == EXPONENTIAL:
        return -x[at] * log(1.0 - u)
    if sort == UNIFORM:
        return x[at] + (x[at + 1] - x[at]) * u
    if sort == EMPIRICAL:
        return empirical(x, at, count, u)
    if sort == TRIANGULAR:
        return triangular(x[at], x[at + 1], x[at + 2], u)
    if sort == POISSON:
        return poisson(x[at], word(key, purpose, ordinal), u)
    return user_draw(at, u)


def whole(v: float) -> float:
    """
    Round half up to a whole number; what is unknown or beyond rounding stays.

    Args:
        v: The number.
    """
    if -EXACT < v < EXACT:
        low = float(math.floor(v))
        return low + 1.0 if v - low >= 0.5 else low
    return v


def chosen(m: Ints, x: Floats, case: int, shape: int) -> int:
    """
    Give the address of the shape that counts for a case: of the first row whose condition is true.

    Args:
        m: The memory.
        x: The memory of floats.
        case: Address of the case.
        shape: Address of the shape.
    """
    while m[shape + SHAPE_ROW] != 0:
        holds = truth(m, x, case, m[shape + SHAPE_ROW_IF]) == 1
        shape = m[shape + SHAPE_ROW] if holds else m[shape + SHAPE_NEXT]
    return shape


def sample(m: Ints, x: Floats, case: int, shape: int, key: int, purpose: int, ordinal: int) -> float:
    """
    Draw a value from a shape.

    Args:
        m: The memory.
        x: The memory of floats.
        case: Address of the case.
        shape: Address of the shape, not 0.
        key: Key of the case, or of whatever it is drawn for.
        purpose: What for.
        ordinal: The how manieth for that purpose.
    """
    if m[shape + SHAPE_ROW] != 0:
        shape = chosen(m, x, case, shape)
    sort = m[shape + SHAPE_SORT]
    at = m[shape + SHAPE_X]
    if sort == CONSTANT:
        v = x[at]
    elif sort == LAST:
        v = x[m[case + CASE_X] + at]
    else:
        v = by_sort(x, sort, at, m[shape + SHAPE_N], key, purpose, ordinal)
        if sort == FUNCTION and math.isnan(v):
            m[STOPPED] = FOREIGN
    if m[shape + SHAPE_WHOLE] != 0:
        return whole(v)
    return v


def minutes(m: Ints, x: Floats, case: int, shape: int, key: int, purpose: int, ordinal: int) -> int:
    """
    Draw a length of time in whole minutes, >= 0, rounded half up; of working days, their number.

    Args:
        m: The memory.
        x: The memory of floats.
        case: Address of the case.
        shape: Address of the shape, not 0.
        key: Key of the case, or of whatever it is drawn for.
        purpose: What for.
        ordinal: The how manieth for that purpose.
    """
    if m[shape + SHAPE_ROW] != 0:
        shape = chosen(m, x, case, shape)
    at = m[shape + SHAPE_X]
    sort = m[shape + SHAPE_SORT]
    if sort == CONSTANT:
        v = x[at]
    elif sort == EXPONENTIAL:
        v = -x[at] * log(1.0 - uniform(key, purpose, ordinal))
    elif sort == LOGNORMAL:
        v = exp(x[at] + x[at + 1] * normal_from_uniform(uniform(key, purpose, ordinal)))
    else:
        v = sample(m, x, case, shape, key, purpose, ordinal)
    if m[shape + SHAPE_WHOLE] != 0:
        v = whole(v)
    unit = m[shape + SHAPE_UNIT]
    if unit > 1:
        v = v * unit
    elif unit == -1:
        v = v * 60.0
    if v > 0.0:
        if v >= LONGEST:
            return LONGEST
        low = int(v)
        return low + 1 if v - low >= 0.5 else low
    return 0


KERNEL = (
    user_draw,
    triangular,
    gamma,
    log_factorial,
    poisson,
    empirical,
    by_sort,
    whole,
    chosen,
    sample,
    minutes,
)
"""What is compiled of this module, callees first."""
