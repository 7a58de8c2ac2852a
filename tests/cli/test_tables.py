"""Tables as plain text: columns, and wide cells that are wrapped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.cli.tables import Table

WORDS = st.text(alphabet="ab é", max_size=40)


def test_a_table_without_width_stays_on_its_lines():
    """Programs that read a table line by line find one row a line."""
    table = Table(headings=("id", "what"), rows=(("a", "x " * 100),))

    assert len(table.plain().splitlines()) == 2


def test_wide_cells_are_wrapped_between_words_and_the_first_column_is_not():
    """What people copy from the first column stays whole."""
    table = Table(headings=("command", "what"), rows=(("complete something_long", "one two three four"),), width=34)

    assert table.plain().splitlines() == [
        "command                  what",
        "complete something_long  one two",
        "                         three",
        "                         four",
    ]


@given(st.lists(st.tuples(WORDS, WORDS, WORDS), max_size=5), st.integers(0, 60))
def test_nothing_is_lost_by_wrapping(rows, width):
    """Every word of every cell is still there, and no line ends in blanks."""
    plain = Table(headings=("a", "b", "c"), rows=tuple(rows), width=width).plain()

    wanted = sorted("".join("".join(row).split()) for row in rows)
    assert sorted("".join(plain.split())) == sorted("abc" + "".join(wanted))
    assert all(line == line.rstrip() for line in plain.splitlines())


@pytest.mark.parametrize("width", [0, 10])
def test_an_empty_table_has_its_headings(width):
    """Nothing found is shown as nothing found."""
    assert Table(headings=("a", "b"), rows=(), width=width).plain() == "a  b"
