"""Lines over time as SVG blocks: the mean of all replications and the band in which they lie."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import attrs

from collabmodel.report.blocks import DEEP, EDGE, INK, PALE, QUIET, Block, Letters, lettered, number, placed, stacked
from collabmodel.report.charts import BAR, line, words
from collabmodel.report.lettering import width as text_width
from collabmodel.report.scales import Scale, scale_for

_SMALL = 12.5
_HIGH = 190.0


@attrs.frozen(kw_only=True)
class Band:
    """
    Series over weeks of all replications, point by point.

    Args:
        mean: Mean of the replications.
        low: Least of them.
        high: Greatest of them.
        before: How many points at the start do not count.
    """

    mean: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    before: float = 0.0


def band_of(series: Sequence[Sequence[float]], before: float = 0.0) -> Band | None:
    """
    Put the series of replications together; None where there is nothing to draw.

    Args:
        series: One a replication, a value a week; the shortest says how far they go.
        before: How many weeks at the start do not count.

    >>> band_of([(1, 2), (3, 4)]).mean
    (2.0, 3.0)
    """
    points = tuple(zip(*series, strict=False))
    if len(points) < 2:
        return None
    return Band(
        mean=tuple(sum(point) / len(point) for point in points),
        low=tuple(map(min, points)),
        high=tuple(map(max, points)),
        before=before,
    )


def band_chart(band: Band, room: float, *, along: str, left_out: str, written: Callable[[float], str]) -> Block:
    """
    Draw a line with its band over weeks.

    Args:
        band: What is drawn.
        room: Width of the chart.
        along: What the axis along says.
        left_out: Words for the weeks that do not count.
        written: How a value is written at a tick.
    """
    upright = scale_for((*band.low, *band.high), _HIGH, most=5)
    left = max(text_width(written(tick), _SMALL) for tick in upright.ticks) + 8
    across = scale_for((0, len(band.mean)), room - left - 14, most=5 if room < 520 else 9)
    across = attrs.evolve(across, high=float(len(band.mean)))
    marks = [*_ground(upright, left, across.room, written), *_weeks(across, left)]
    marks[0:0] = _before(band, across, left)
    marks += _curves(band, upright, across, left)
    plot = Block(room, _HIGH + 32, (placed(Block(room, _HIGH, tuple(marks)), 0, 8),))
    feet = [lettered(along, room, Letters(size=_SMALL, colour=QUIET))]
    if band.before > 0:
        feet.append(lettered(left_out, room, Letters(size=_SMALL, colour=QUIET)))
    return stacked([plot, *feet], 3)


def _ground(upright: Scale, left: float, room: float, written: Callable[[float], str]) -> list[str]:
    marks = []
    for tick in upright.ticks:
        y = _HIGH - upright.at(tick)
        marks.append(line(left, y, left + room, y, colour=QUIET if tick == upright.low else EDGE))
        marks.append(words(written(tick), left - 6, y + 4, anchor="end", colour=QUIET))
    return marks


def _weeks(across: Scale, left: float) -> list[str]:
    marks = []
    for tick in across.ticks:
        if tick <= across.high:
            x = left + across.at(tick)
            marks.append(line(x, _HIGH, x, _HIGH + 4, colour=QUIET))
            marks.append(words(f"{tick:g}", x, _HIGH + 18, anchor="middle", colour=QUIET))
    return marks


def _before(band: Band, across: Scale, left: float) -> list[str]:
    if band.before <= 0:
        return []
    end = across.at(band.before)
    return [
        f'<rect x="{number(left)}" y="0" width="{number(end)}" height="{number(_HIGH)}" fill="{PALE}"/>',
        line(left + end, 0, left + end, _HIGH, colour=INK, dashes="4 4"),
    ]


def _curves(band: Band, upright: Scale, across: Scale, left: float) -> list[str]:
    def points(values: Sequence[float]) -> list[str]:
        return [
            f"{number(left + across.at(week + 1))},{number(_HIGH - upright.at(value))}"
            for week, value in enumerate(values)
        ]

    around = " ".join([*points(band.high), *reversed(points(band.low))])
    return [
        f'<polygon points="{around}" fill="{BAR}" stroke="{DEEP}" stroke-width="0.6"/>',
        f'<polyline points="{" ".join(points(band.mean))}" fill="none" stroke="{INK}" stroke-width="2"/>',
    ]
