"""Boxes of a drawing: each knows its size before it is placed, so nothing can overlap."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from collabmodel.report.lettering import width, wrapped
from collabmodel.report.markup import escaped

INK = "#17262e"
QUIET = "#46565f"
EDGE = "#b9c6cc"
DEEP = "#14506b"
PALE = "#eef4f7"
WHITE = "#ffffff"
FONT = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', Helvetica, Arial, sans-serif"


@attrs.frozen
class Block:
    """
    A finished part of a drawing.

    Args:
        width: Its width.
        height: Its height.
        marks: Its SVG elements, drawn from its own upper left corner.
    """

    width: float
    height: float
    marks: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Letters:
    """
    How a text is set.

    Args:
        size: Font size.
        colour: Colour.
        bold: Whether it is bold.
    """

    size: float = 14
    colour: str = INK
    bold: bool = False


def number(value: float) -> str:
    """
    Write a coordinate with at most one decimal.

    Args:
        value: The coordinate.

    >>> number(3.0), number(2.25)
    ('3', '2.2')
    """
    return f"{value:.1f}".removesuffix(".0")


def lettered(text: str, room: float, letters: Letters) -> Block:
    """
    Set a text in lines that fit into a width.

    Args:
        text: The text.
        room: Width there is.
        letters: How it is set.
    """
    scale = 1.1 if letters.bold else 1.0
    lines = wrapped(text, room / scale, letters.size)
    step = letters.size * 1.3
    weight = ' font-weight="600"' if letters.bold else ""
    marks = tuple(
        f'<text x="0" y="{number(letters.size + index * step)}" font-size="{number(letters.size)}" '
        f'fill="{letters.colour}"{weight}>{escaped(line)}</text>'
        for index, line in enumerate(lines)
    )
    widest = max((width(line, letters.size) * scale for line in lines), default=0.0)
    return Block(min(widest, room), len(lines) * step, marks)


def placed(block: Block, x: float, y: float) -> str:
    """
    Put a block somewhere.

    Args:
        block: The block.
        x: Distance from the left.
        y: Distance from the top.
    """
    return f'<g transform="translate({number(x)} {number(y)})">{"".join(block.marks)}</g>'


def stacked(blocks: Sequence[Block], gap: float) -> Block:
    """
    Put blocks under each other.

    Args:
        blocks: The blocks; empty ones take no room.
        gap: Room between them.
    """
    marks: list[str] = []
    top = 0.0
    for block in blocks:
        if block.height:
            marks.append(placed(block, 0, top))
            top += block.height + gap
    return Block(max((block.width for block in blocks), default=0.0), max(top - gap, 0.0), tuple(marks))


def beside(blocks: Sequence[Block], gap: float) -> Block:
    """
    Put blocks next to each other, tops level.

    Args:
        blocks: The blocks.
        gap: Room between them.
    """
    marks: list[str] = []
    left = 0.0
    for block in blocks:
        marks.append(placed(block, left, 0))
        left += block.width + gap
    return Block(max(left - gap, 0.0), max((block.height for block in blocks), default=0.0), tuple(marks))


@attrs.frozen(kw_only=True)
class Frame:
    """
    How a box looks.

    Args:
        fill: Colour inside.
        edge: Colour of its line.
        bar: Colour of a bar along its left side, or empty.
        dashed: Whether its line is dashed.
        padding: Room between line and content.
        corner: Radius of its corners.
    """

    fill: str = WHITE
    edge: str = EDGE
    bar: str = ""
    dashed: bool = False
    padding: float = 12
    corner: float = 8


def framed(content: Block, outer: float, frame: Frame) -> Block:
    """
    Draw a box around a block.

    Args:
        content: What stands inside.
        outer: Width of the box.
        frame: How it looks.
    """
    height = content.height + 2 * frame.padding
    dashes = ' stroke-dasharray="5 4"' if frame.dashed else ""
    box = (
        f'<rect x="0" y="0" width="{number(outer)}" height="{number(height)}" rx="{number(frame.corner)}" '
        f'fill="{frame.fill}" stroke="{frame.edge}"{dashes}/>'
    )
    bar = (
        f'<rect x="0" y="0" width="5" height="{number(height)}" rx="2" fill="{frame.bar}" class="bar"/>'
        if frame.bar
        else ""
    )
    return Block(outer, height, (box, bar, placed(content, frame.padding, frame.padding)))


def grid(blocks: Sequence[Block], columns: int, gap: float) -> Block:
    """
    Put blocks of one width into rows.

    Args:
        blocks: The blocks.
        columns: How many in a row.
        gap: Room between them.
    """
    rows = [beside(blocks[start : start + columns], gap) for start in range(0, len(blocks), columns)]
    return stacked(rows, gap)


def arrow_down(room: float, length: float) -> Block:
    """
    Draw an arrow that points down in the middle of a width.

    Args:
        room: The width.
        length: Its length.
    """
    middle = number(room / 2)
    line = f'<line x1="{middle}" y1="0" x2="{middle}" y2="{number(length - 7)}" stroke="{DEEP}" stroke-width="2"/>'
    left, right, base = number(room / 2 - 6), number(room / 2 + 6), number(length - 9)
    points = f"{left},{base} {right},{base} {middle},{number(length)}"
    return Block(room, length, (line, f'<polygon points="{points}" fill="{DEEP}"/>'))


def arrow_right(room: float, top: float) -> Block:
    """
    Draw an arrow that points right.

    Args:
        room: Its length.
        top: How far down it lies.
    """
    y = number(top)
    line = f'<line x1="3" y1="{y}" x2="{number(room - 8)}" y2="{y}" stroke="{DEEP}" stroke-width="2"/>'
    points = f"{number(room - 10)},{number(top - 6)} {number(room - 10)},{number(top + 6)} {number(room - 2)},{y}"
    return Block(room, top + 6, (line, f'<polygon points="{points}" fill="{DEEP}"/>'))


def document(block: Block, *, title: str, description: str, name: str, margin: float = 16) -> str:
    """
    Make a whole SVG picture of a block, with a text alternative.

    Args:
        block: What it shows.
        title: What the picture is called.
        description: What it shows, in words.
        name: Prefix of its ids, so that several pictures may stand in one page.
        margin: Room around it.
    """
    wide, high = block.width + 2 * margin, block.height + 2 * margin
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(wide)} {number(high)}" width="{number(wide)}" '
        f'height="{number(high)}" role="img" aria-labelledby="{name}-title {name}-desc" font-family="{FONT}">'
        f'<title id="{name}-title">{escaped(title)}</title><desc id="{name}-desc">{escaped(description)}</desc>'
        f'<rect x="0" y="0" width="{number(wide)}" height="{number(high)}" fill="{WHITE}"/>'
        f"{placed(block, margin, margin)}</svg>"
    )


def joined(blocks: Iterable[Block]) -> list[Block]:
    """
    Keep the blocks that show something.

    Args:
        blocks: The blocks.
    """
    return [block for block in blocks if block.height]
