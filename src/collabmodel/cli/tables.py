"""Tables and progress: drawn by rich on a terminal, plain text everywhere else. The only place that knows rich."""

from __future__ import annotations

import itertools
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import attrs
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table as RichTable
from rich.text import Text


@attrs.frozen(kw_only=True)
class Table:
    """
    Rows under headings.

    Args:
        headings: Names of the columns.
        rows: The rows; each as long as ``headings``.
        width: Characters in a line at most, as plain text: wide cells are wrapped, but
            for those of the first column. 0 for however many it takes.
        marked: Places of rows that stand out on a terminal, from 0.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    width: int = 0
    marked: tuple[int, ...] = ()

    def plain(self) -> str:
        """
        Give the table as plain text: columns two spaces apart, nothing at the ends of lines.

        >>> print(Table(headings=("id", "n"), rows=(("opening", "2"),)).plain())
        id       n
        opening  2
        >>> print(Table(headings=("id", "what"), rows=(("a", "one two three"),), width=11).plain())
        id  what
        a   one two
            three
        """
        rows = [self.headings, *self.rows]
        widths = [max(len(row[column]) for row in rows) for column in range(len(self.headings))]
        # What stands first is what people copy, so it stays on one line.
        while self.width and sum(widths) + 2 * len(widths) - 2 > self.width and max(widths[1:]) > _NARROWEST:
            widths[widths.index(max(widths[1:]), 1)] -= 1
        return "\n".join(
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
            for row in rows
            for line in _lines(row, widths)
        )


_NARROWEST = 7
"""Characters that a column keeps, however narrow the table."""


def _lines(row: tuple[str, ...], widths: list[int]) -> Iterator[tuple[str, ...]]:
    """Break the cells of a row that are wider than their columns, between words."""
    cells = [
        [cell] if len(cell) <= width else textwrap.wrap(cell, width, subsequent_indent=_indent(cell))
        for cell, width in zip(row, widths, strict=True)
    ]
    yield from itertools.zip_longest(*cells, fillvalue="")


def _indent(cell: str) -> str:
    return cell[: len(cell) - len(cell.lstrip())]


def draw(table: Table) -> None:
    """
    Draw a table on the terminal.

    Args:
        table: The table.
    """
    drawn = RichTable(box=None, pad_edge=False, header_style="bold")
    for heading in table.headings:
        drawn.add_column(Text(heading), no_wrap=bool(table.width) and not drawn.columns)
    for number, row in enumerate(table.rows):
        drawn.add_row(*(Text(cell) for cell in row), style="red" if number in table.marked else None)
    Console().print(drawn)


@contextmanager
def busy(what: str) -> Iterator[None]:
    """
    Show that work goes on, on a terminal only.

    Args:
        what: What is being done.
    """
    if not sys.stderr.isatty():
        yield
        return
    with Console(stderr=True).status(what):
        yield


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """
    Show how far work has come, on a terminal only; what it gives is told how much is done, of how much.

    Args:
        what: What is being done.
    """
    if not sys.stderr.isatty():
        yield lambda _done, _all: None
        return
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
