"""From many values to one number: means, quantiles and dispersion, in plain arithmetic."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence

from collabmodel.model import Summary


def summarise(values: Sequence[float], summary: Summary) -> float | None:
    """
    Turn values into one number.

    Quantiles interpolate linearly between neighbouring values (type 7 of Hyndman and Fan); deviation is that of a
    sample, so one value has none.

    Args:
        values: The values, in any order.
        summary: How they become one number.

    Returns:
        The number, or None if the values are too few, or if the variation of values with mean 0 is asked for.

    >>> summarise([1.0, 2.0, 6.0], Summary.MEAN), summarise([1.0, 2.0, 6.0], Summary.MEDIAN)
    (3.0, 2.0)
    >>> summarise([5.0], Summary.DEVIATION) is None
    True
    """
    return _SUMMARIES[summary](sorted(values)) if values else None


def quantile(ordered: Sequence[float], share: float) -> float:
    """
    Give the value below which a share of the values lies.

    Args:
        ordered: Values from low to high, at least one.
        share: Share, 0-1.

    >>> quantile([1.0, 2.0, 3.0, 4.0], 0.25)
    1.75
    """
    place = share * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def _deviation(ordered: Sequence[float]) -> float | None:
    return statistics.stdev(ordered) if len(ordered) > 1 else None


def _variation(ordered: Sequence[float]) -> float | None:
    mean = statistics.fmean(ordered)
    deviation = _deviation(ordered)
    return None if deviation is None or mean == 0 else deviation / abs(mean)


_SUMMARIES: dict[Summary, Callable[[Sequence[float]], float | None]] = {
    Summary.MEAN: statistics.fmean,
    Summary.MEDIAN: lambda ordered: quantile(ordered, 0.5),
    Summary.LOWEST: lambda ordered: ordered[0],
    Summary.HIGHEST: lambda ordered: ordered[-1],
    Summary.TOTAL: math.fsum,
    Summary.P90: lambda ordered: quantile(ordered, 0.9),
    Summary.DEVIATION: _deviation,
    Summary.VARIATION: _variation,
    Summary.QUARTILES: lambda ordered: quantile(ordered, 0.75) - quantile(ordered, 0.25),
}
