"""Charts as SVG blocks: rows with bars or intervals, shares of a whole, lines over time. Legible without colours."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence

import attrs

from collabmodel.report.blocks import (
    DEEP,
    EDGE,
    INK,
    QUIET,
    WHITE,
    Block,
    Letters,
    lettered,
    number,
    placed,
    stacked,
)
from collabmodel.report.lettering import width as text_width
from collabmodel.report.markup import escaped
from collabmodel.report.scales import Scale, quantiles, scale_for

BAR = "#b9d3df"
"""Fill of bars and bands: light enough for dark lines on it, and grey on paper; its edge is dark."""
_SMALL = 12.5
_STRIP = 24.0
_DOT = 3.0
_NARROW = 520
"""In charts narrower than this, words stand above what they name instead of beside it."""
MOST_DOTS = 20
"""More values than so many are shown by so many dots, each for an equal part of them."""


@attrs.frozen(kw_only=True)
class Row:
    """
    One row of a chart: a figure with its interval.

    Args:
        label: What it is.
        told: The figure in words, with its unit.
        value: The figure; None draws nothing.
        low: Lower end of its interval, or None.
        high: Upper end, or None.
        spots: Single values behind it.
        bold: Whether it stands out.
    """

    label: str
    told: str
    value: float | None
    low: float | None = None
    high: float | None = None
    spots: tuple[float, ...] = ()
    bold: bool = False


@attrs.frozen(kw_only=True)
class Axis:
    """
    How the axis under the rows is written.

    Args:
        written: How a value is written at a tick.
        title: What is measured, in words; empty for none.
        full: Value that the axis reaches in any case, such as 1 for shares.
        bars: Whether a bar goes from zero to each figure; else a point marks it.
        zero: Whether zero is on the axis in any case; bars need it.
    """

    written: Callable[[float], str]
    title: str = ""
    full: float | None = None
    bars: bool = False
    zero: bool = True


def words(text: str, x: float, y: float, *, size: float = _SMALL, anchor: str = "start", colour: str = INK) -> str:
    """
    Draw one line of text at a place.

    Args:
        text: The text.
        x: Distance from the left.
        y: Distance of its base line from the top.
        size: Font size.
        anchor: ``start``, ``middle`` or ``end``: which part of it is at the place.
        colour: Its colour.
    """
    return (
        f'<text x="{number(x)}" y="{number(y)}" font-size="{number(size)}" fill="{colour}" '
        f'text-anchor="{anchor}">{escaped(text)}</text>'
    )


def line(x1: float, y1: float, x2: float, y2: float, *, colour: str = INK, wide: float = 1.0, dashes: str = "") -> str:
    """
    Draw a straight line.

    Args:
        x1: Start, from the left.
        y1: Start, from the top.
        x2: End, from the left.
        y2: End, from the top.
        colour: Its colour.
        wide: Its width.
        dashes: Its pattern of dashes; empty for none.
    """
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<line x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}" stroke="{colour}" '
        f'stroke-width="{number(wide)}"{dashed}/>'
    )


def rows_chart(rows: Sequence[Row], axis: Axis, room: float) -> Block:
    """
    Draw figures with their intervals under each other over one axis.

    Args:
        rows: The figures.
        axis: How the axis is written.
        room: Width of the chart.
    """
    narrow = room < _NARROW
    left, plot = (12.0, room - 38) if narrow else (room * 0.28, room * 0.36)
    known = [value for row in rows for value in (row.value, row.low, row.high, *row.spots) if value is not None]
    known += [] if axis.full is None else [axis.full]
    scale = scale_for(known, plot, zero=axis.zero or axis.bars, most=4 if narrow else 6)
    drawn = _under_words if narrow else _beside_words
    return stacked([*(drawn(row, scale, axis, room, left) for row in rows), _feet(scale, axis, left, room)], 0)


def _under_words(row: Row, scale: Scale, axis: Axis, room: float, left: float) -> Block:
    heading = lettered(row.label, room - 4, Letters(size=13, bold=True))
    told = lettered(row.told, room - 4, Letters(size=13))
    strip = _strip(row, scale, axis)
    lined = Block(room, strip.height, (placed(_grounded(strip, scale, strip.height), left, 0),))
    return stacked([heading, told, lined, Block(room, 6)], 3)


def _beside_words(row: Row, scale: Scale, axis: Axis, room: float, left: float) -> Block:
    label = lettered(row.label, left - 16, Letters(size=13, bold=row.bold))
    told = lettered(row.told, room - left - scale.room - 26, Letters(size=13, bold=row.bold))
    strip = _strip(row, scale, axis)
    height = max(label.height, told.height, strip.height) + 6
    parts = (
        placed(label, 0, (height - label.height) / 2),
        placed(_grounded(strip, scale, height), left, 0),
        placed(told, left + scale.room + 24, (height - told.height) / 2),
    )
    return Block(room, height, parts)


def _grounded(strip: Block, scale: Scale, height: float) -> Block:
    """Put the lines of the ticks behind a strip, as high as its row."""
    marks = [line(scale.at(tick), 0, scale.at(tick), height, colour=EDGE) for tick in scale.ticks]
    if scale.low < 0 < scale.high:
        marks.append(line(scale.at(0), 0, scale.at(0), height, wide=1.5))
    return Block(strip.width, height, (*marks, placed(strip, 0, (height - strip.height) / 2)))


def _shifted(block: Block, left: float, room: float) -> Block:
    return Block(room, block.height, (placed(block, left, 0),))


def _strip(row: Row, scale: Scale, axis: Axis) -> Block:
    """Draw what is seen of one figure: its spots above, its bar or point with the interval below."""
    piles = _piles(quantiles(row.spots, MOST_DOTS), scale)
    above = 2 * _DOT * max(map(len, piles.values()), default=0) + (4 if piles else 0)
    marks = [
        _spot(place, above - _DOT - 2 * _DOT * level) for place, pile in piles.items() for level, _ in enumerate(pile)
    ]
    marks += _figure(row, scale, axis, above + _STRIP / 2)
    return Block(scale.room, above + (8 if row.value is None else _STRIP), tuple(marks))


def _spot(x: float, y: float) -> str:
    return f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(_DOT - 0.4)}" fill="{QUIET}"/>'


def _piles(spots: Sequence[float], scale: Scale) -> dict[float, list[float]]:
    """Put spots that would cover each other on top of each other."""
    piles: dict[float, list[float]] = {}
    for spot in spots:
        place = round(scale.at(spot) / (2 * _DOT)) * 2 * _DOT
        piles.setdefault(place, []).append(spot)
    return piles


def _figure(row: Row, scale: Scale, axis: Axis, middle: float) -> Iterator[str]:
    if row.value is None:
        return
    x = scale.at(row.value)
    if axis.bars:
        zero = scale.at(0)
        wide = max(abs(x - zero), 0.8)
        yield (
            f'<rect x="{number(min(x, zero))}" y="{number(middle - 8)}" width="{number(wide)}" height="16" '
            f'fill="{BAR}" stroke="{DEEP}"/>'
        )
    if row.low is not None and row.high is not None:
        low, high = scale.at(row.low), scale.at(row.high)
        yield line(low, middle, high, middle, wide=2)
        yield from (line(end, middle - 5, end, middle + 5, wide=2) for end in (low, high))
    if not axis.bars:
        yield (
            f'<circle cx="{number(x)}" cy="{number(middle)}" r="5" fill="{DEEP}" stroke="{WHITE}" stroke-width="1.5"/>'
        )


def _feet(scale: Scale, axis: Axis, left: float, room: float) -> Block:
    """Write the axis: its line, its ticks, and what is measured."""
    marks = [line(left, 0, left + scale.room, 0, colour=QUIET)]
    for tick in _sparse(scale, axis.written):
        marks.append(line(left + scale.at(tick), 0, left + scale.at(tick), 4, colour=QUIET))
        marks.append(words(axis.written(tick), left + scale.at(tick), 18, anchor="middle", colour=QUIET))
    feet = Block(room, 22, tuple(marks))
    if not axis.title:
        return feet
    start = 0.0 if left < 40 else left
    return stacked(
        [feet, _shifted(lettered(axis.title, room - start, Letters(size=_SMALL, colour=QUIET)), start, room)], 2
    )


def _sparse(scale: Scale, written: Callable[[float], str]) -> tuple[float, ...]:
    """Leave out every other tick as long as their words would touch."""
    ticks = scale.ticks
    while len(ticks) > 2 and any(
        scale.at(right) - scale.at(left)
        < (text_width(written(left), _SMALL) + text_width(written(right), _SMALL)) / 2 + 6
        for left, right in itertools.pairwise(ticks)
    ):
        ticks = ticks[::2]
    return ticks
