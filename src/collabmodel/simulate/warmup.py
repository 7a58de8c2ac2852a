"""How long a start from an empty office colours what follows: MSER-5, Welch's moving average, and advice."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import attrs

from collabmodel.model import Text
from collabmodel.simulate.titles import worded

BATCH = 5
"""Values to a batch, as White, Cobb and Spratt (2000) have it."""
_LEAST = 10
"""Fewest values of a series about which anything is said."""
WEEK = 7 * 24 * 60
"""Minutes in a week."""


@attrs.frozen(kw_only=True)
class Truncation:
    """
    Where a series is best cut so that its start does not colour its mean.

    Args:
        at: How many values to leave out, a multiple of the batch, >= 0.
        settled: Whether the series is long enough to say so; not where the best cut is the last that is looked at.
        statistic: The least MSER statistic: the squared standard error of what is left, in the values' unit squared.
    """

    at: int
    settled: bool
    statistic: float


def averaged(series: Iterable[Sequence[float]]) -> tuple[float, ...]:
    """
    Give the mean of several replications' series, value by value, as long as the shortest.

    Args:
        series: One series a replication.

    >>> averaged([(1.0, 2.0, 3.0), (3.0, 4.0)])
    (2.0, 3.0)
    """
    rows = [tuple(one) for one in series]
    return tuple(math.fsum(values) / len(rows) for values in zip(*rows, strict=False))


def mser(series: Sequence[float], batch: int = BATCH) -> Truncation | None:
    """
    Find the cut by the marginal standard error rule over batch means.

    Source: K. P. White, *Simulation* 69 (1997) 323-334; White, Cobb and Spratt, *Proc. Winter Simulation
    Conference* 2000, 755-761 (MSER-5). Only the first half is looked at, because a few last values may lie close
    together by chance; a cut at its very end is not trusted.

    Args:
        series: The series, averaged over replications.
        batch: Values to a batch, >= 1.

    Returns:
        The cut, or None of a series shorter than ten values or two batches.

    >>> mser([0, 1, 2, 4, 6] + [10, 11, 9, 10, 10] * 6).at
    5
    """
    means = [math.fsum(series[at : at + batch]) / batch for at in range(0, len(series) - batch + 1, batch)]
    if len(series) < _LEAST or len(means) < 2:
        return None
    best, least = 0, math.inf
    for cut in range(len(means) // 2 + 1):
        rest = means[cut:]
        middle = math.fsum(rest) / len(rest)
        found = math.fsum((value - middle) ** 2 for value in rest) / len(rest) ** 2
        if found < least:
            best, least = cut, found
    return Truncation(at=best * batch, settled=best < len(means) // 2, statistic=least)


def welch(series: Sequence[float], window: int) -> tuple[float, ...]:
    """
    Smooth a series by Welch's moving average: the mean of each value with its neighbours, fewer near the start.

    Source: P. D. Welch, in *The Computer Performance Modeling Handbook* (1983), 268-328.

    Args:
        series: The series, averaged over replications.
        window: Neighbours on either side, >= 0; at most a quarter of the series is of use.

    Returns:
        One value for each but the last ``window``.

    >>> welch((0.0, 3.0, 6.0, 9.0), 1)
    (0.0, 3.0, 6.0)
    """
    found = []
    for at in range(len(series) - window):
        near = min(at, window)
        found.append(math.fsum(series[at - near : at + near + 1]) / (2 * near + 1))
    return tuple(found)


def suggested_weeks(series: Mapping[str, Sequence[Sequence[float]]]) -> tuple[int, bool]:
    """
    Give the longest warm-up that any weekly series asks for, and whether all are long enough to tell.

    Args:
        series: Of each name, one series a replication, a value a week.

    >>> suggested_weeks({"open": [(5.0,) * 40]})
    (0, True)
    """
    cuts = [cut for rows in series.values() if (cut := mser(averaged(rows))) is not None]
    settled = len(cuts) == len(series) and all(cut.settled for cut in cuts)
    return max((cut.at for cut in cuts if cut.settled), default=0), settled


def warm_up_advice(series: Mapping[str, Sequence[Sequence[float]]], minutes: int) -> tuple[Text, ...]:
    """
    Say whether a warm-up is long enough for steady-state figures.

    A study of what happens from an empty start on (a terminating one) needs none and may pass this advice over.

    Args:
        series: Of each name, one series a replication, a value a week.
        minutes: The warm-up that was set.

    >>> [one.in_language("en") for one in warm_up_advice({"open": [(5.0,) * 40]}, 0)]
    []
    """
    if not series:
        return ()
    weeks, settled = suggested_weeks(series)
    if not settled:
        return (worded(*UNSETTLED),)
    return (_too_short(weeks, minutes / WEEK),) if minutes < weeks * WEEK else ()


def _too_short(weeks: int, given: float) -> Text:
    return worded(
        "Lämmittelyjakso on {given:g} viikkoa, mutta MSER-5 ehdottaa vähintään {weeks} viikkoa, jos haluat tietää, "
        "miten toiminta asettuu. Jos tutkit nimenomaan alkua, lämmittelyä ei tarvita.",
        "Uppvärmningen är {given:g} veckor, men MSER-5 föreslår minst {weeks} veckor om du vill veta hur verksamheten "
        "stabiliseras. Om du undersöker just starten behövs ingen uppvärmning.",
        "The warm-up is {given:g} weeks, but MSER-5 suggests at least {weeks} weeks if you want to know how the work "
        "settles. If it is the start that you study, none is needed.",
        weeks=weeks,
        given=given,
    )


UNSETTLED = (
    "Tarkastelujakso on liian lyhyt, jotta voisi sanoa, milloin toiminta asettuu; luvut kuvaavat alkua.",
    "Tidsperioden är för kort för att säga när verksamheten stabiliseras; siffrorna beskriver starten.",
    "The horizon is too short to tell when the work settles; the figures describe the start, not a steady state.",
)
"""Finnish, Swedish and English words."""
