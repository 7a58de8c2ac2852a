"""
Logarithm, exponential and the normal distribution's inverse, in our own plain arithmetic.

They use only what IEEE 754 fixes to the last bit (``+ - * /``, square root, taking a float apart), so that a draw is
the same on every platform, interpreted or compiled. Logarithm and exponential follow fdlibm (Sun Microsystems 1993),
the normal distribution follows algorithm AS 241 (Wichura 1988, Applied Statistics 37, 477-484).
"""

from __future__ import annotations

import math

LN2_HIGH = 6.93147180369123816490e-01
LN2_LOW = 1.90821492927058770002e-10
"""ln 2 in two parts; the first has 21 zero bits at its end, so its small multiples are exact."""
INVERSE_LN2 = 1.44269504088896338700
ROOT_HALF = 0.70710678118654752440
MOST_EXP = 709.7
LEAST_EXP = -708.0
"""Beyond these the exponential is told as infinite or 0."""
TINY = 1.0 / 18014398509481984.0
"""Half the distance between two neighbouring draws: what a draw of 0 counts as where 0 means infinity."""


def log(v: float) -> float:
    """
    Give the natural logarithm.

    Args:
        v: A finite number > 0; for any other the result is minus infinity.
    """
    if v <= 0.0:
        return -math.inf
    part, power = math.frexp(v)
    if part < ROOT_HALF:
        part = part * 2.0
        power = power - 1
    f = part - 1.0
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    even = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01))
    odd = 1.818357216161805012e-01 + w * 1.479819860511658591e-01
    odd = z * (6.666666666666735130e-01 + w * (2.857142874366239149e-01 + w * odd))
    half = 0.5 * f * f
    return power * LN2_HIGH - ((half - (s * (half + even + odd) + power * LN2_LOW)) - f)


def exp(v: float) -> float:
    """
    Give e to the power of a number.

    Args:
        v: The number; above 709.7 the result is infinite, below -708 it is 0.
    """
    if v > MOST_EXP:
        return math.inf
    if v < LEAST_EXP:
        return 0.0
    power = math.floor(v * INVERSE_LN2 + 0.5)
    high = v - power * LN2_HIGH
    low = power * LN2_LOW
    r = high - low
    t = r * r
    c = 4.13813679705723846039e-08
    c = 6.61375632143793436117e-05 + t * (-1.65339022054652515390e-06 + t * c)
    c = r - t * (1.66666666666666019037e-01 + t * (-2.77777777770155933842e-03 + t * c))
    return math.ldexp(1.0 - ((low - (r * c) / (2.0 - c)) - high), power)


def near_normal(q: float) -> float:
    """
    Give the normal distribution's inverse in its middle, by AS 241.

    Args:
        q: Share less one half, -0.425 to 0.425.
    """
    r = 0.180625 - q * q
    top = ((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r + 45921.953931549871457
    top = (((top * r + 13731.693765509461125) * r + 1971.5909503065514427) * r + 133.14166789178437745) * r
    low = ((5226.495278852854561 * r + 28729.085735721942674) * r + 39307.89580009271061) * r + 21213.794301586595867
    low = (((low * r + 5394.1960214247511077) * r + 687.1870074920579083) * r + 42.313330701600911252) * r
    return q * (top + 3.387132872796366608) / (low + 1.0)


def far_normal(r: float) -> float:
    """
    Give the normal distribution's inverse in its upper tail, by AS 241.

    Args:
        r: Square root of minus the logarithm of the share beyond.
    """
    if r <= 5.0:
        r = r - 1.6
        top = ((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r + 0.24178072517745061177) * r
        top = (((top + 1.27045825245236838258) * r + 3.64784832476320460504) * r + 5.7694972214606914055) * r
        low = ((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r + 0.0151986665636164571966) * r
        low = (((low + 0.14810397642748007459) * r + 0.68976733498510000455) * r + 1.6763848301838038494) * r
        top = (top + 4.6303378461565452959) * r + 1.42343711074968357734
        return top / ((low + 2.05319162663775882187) * r + 1.0)
    r = r - 5.0
    top = ((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 0.0012426609473880784386) * r
    top = (((top + 0.026532189526576123093) * r + 0.29656057182850489123) * r + 1.7848265399172913358) * r
    low = ((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r + 1.8463183175100546818e-5) * r
    low = (((low + 7.868691311456132591e-4) * r + 0.0148753612908506148525) * r + 0.13692988092273580531) * r
    top = (top + 5.4637849111641143699) * r + 6.6579046435011037772
    return top / ((low + 0.59983220655588793769) * r + 1.0)


def normal_from_uniform(u: float) -> float:
    """
    Give the standard normal value below which a share lies; from a uniform draw, a normal one.

    Args:
        u: The share, 0-1; 0 and 1 are told as the smallest share that is more than nothing.
    """
    q = u - 0.5
    if -0.425 <= q <= 0.425:
        return near_normal(q)
    if q < 0.0:
        return -far_normal(math.sqrt(-log(max(u, TINY))))
    return far_normal(math.sqrt(-log(max(1.0 - u, TINY))))


KERNEL = (log, exp, near_normal, far_normal, normal_from_uniform)
"""What is compiled of this module, callees first."""
