"""Plain text: what is wide is laid out so that it can be read, and nothing leaves its line."""

import datetime as dt
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from collabmodel.adapters.plain_text import PlainText, written
from collabmodel.report import Column, Document, Measure, Section, Subject, Table

TEXTS = st.text(max_size=200)
NUMBER, SHARE, TIME = Measure.NUMBER, Measure.SHARE, Measure.TIME


def said(*columns, rows, paragraphs=()):
    table = Table(columns=columns, rows=rows)
    section = Section(id="s", title="Part", paragraphs=paragraphs, table=table)
    return PlainText().write(Document(subject=Subject.COHORT, title="Whole", lang="en", sections=(section,))).decode()


def test_numbers_stand_to_the_right_and_shares_in_per_cent():
    """Figures under each other can be compared."""
    columns = (Column(title="What"), Column(title="Number", measure=NUMBER), Column(title="Share", measure=SHARE))

    text = said(*columns, rows=(("a", 1200, 0.5), ("b", None, 1 / 3)))

    assert text.splitlines()[-4:] == [
        "What  Number   Share",
        "----  ------  ------",
        "a       1200    50 %",
        "b             33.3 %",
    ]


def test_local_times_are_told_once_by_the_heading():
    """A heading that names the zone spares every row the offset."""
    when = dt.datetime(2026, 3, 2, 10, 5, tzinfo=ZoneInfo("Europe/Helsinki"))

    assert written(when, Column(title="When", measure=TIME, unit="Europe/Helsinki")) == "2026-03-02 10:05"
    assert written(when, Column(title="When", measure=TIME)) == "2026-03-02 10:05+02:00"


def test_long_texts_that_a_wide_table_repeats_stand_below_it_once():
    """A wide table is not blown up by the same long words in every row."""
    long = "A very long name of a model that is repeated in every single row of the table"
    columns = (Column(title="What"), Column(title="From"), Column(title="Words " * 9))

    text = said(*columns, rows=tuple((f"row {number}", long, "short") for number in range(4)))

    assert text.count("[1]") == 5
    assert text.count("repeated in every") == 1


def test_paragraphs_are_wrapped():
    """No line is longer than a page is wide, where words allow it."""
    text = said(Column(title="A"), rows=(("b",),), paragraphs=("word " * 100,))

    assert max(map(len, text.splitlines())) <= 100


@given(st.lists(st.tuples(TEXTS, TEXTS, st.floats(allow_nan=True, allow_infinity=True)), max_size=5), TEXTS)
def test_nothing_steers_a_terminal(rows, paragraph):
    """Whatever is in a text, what is written has only printable signs and line ends, and is the same every time."""
    columns = (Column(title=paragraph), Column(title="B"), Column(title="C", measure=NUMBER))

    first, second = (said(*columns, rows=tuple(rows), paragraphs=(paragraph,)) for _ in range(2))

    assert first == second
    assert all(sign.isprintable() or sign == "\n" for sign in first)
