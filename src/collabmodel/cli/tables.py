"""Tables and progress: drawn by rich on a terminal, plain text everywhere else. The only place that knows rich."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import attrs
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text


@attrs.frozen(kw_only=True)
class Table:
    """
    Rows under headings.

    Args:
        headings: Names of the columns.
        rows: The rows; each as long as ``headings``.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def plain(self) -> str:
        """
        Give the table as plain text: columns two spaces apart, nothing at the ends of lines.

        >>> print(Table(headings=("id", "n"), rows=(("opening", "2"),)).plain())
        id       n
        opening  2
        """
        rows = [self.headings, *self.rows]
        widths = [max(len(row[column]) for row in rows) for column in range(len(self.headings))]
        return "\n".join(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
        )


def draw(table: Table) -> None:
    """
    Draw a table on the terminal.

    Args:
        table: The table.
    """
    drawn = RichTable(box=None, pad_edge=False, header_style="bold")
    for heading in table.headings:
        drawn.add_column(Text(heading))
    for row in table.rows:
        drawn.add_row(*(Text(cell) for cell in row))
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
