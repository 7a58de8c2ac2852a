"""What is due in all the cases of a reader: most urgent first, by role, and only what the reader may see."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from small_cases import NURSE, READER, Clock, opened

from collabmodel.adapters.plain_text import PlainText
from collabmodel.case import Command
from collabmodel.desk import SYSTEM, Desk, Reader
from collabmodel.history import Actor
from collabmodel.report import Subject
from collabmodel.reporting import deadlines_document

GOLDEN = Path(__file__).parent / "golden"
PLAN = Command(verb="complete", element="plan", by=NURSE)
STRANGER = Reader(actor=Actor(role="nurse", person="n-9", organisation="clinic"), purpose="care")


def planned(desk: Desk, clock: Clock) -> None:
    """Three cases: planned on Monday, on Wednesday, and not at all."""
    for case, days in (("c2", 0), ("c1", 2)):
        clock.move(days=days)
        opened(desk, case)
        desk.record(case, PLAN).unwrap()
    opened(desk, "c3")
    clock.move(hours=2)


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
def test_deadlines_say_the_same(desk: Desk, clock: Clock, lang: str, regenerate: bool) -> None:
    """What people read changes only on purpose."""
    planned(desk, clock)
    clock.move(hours=20)

    said = PlainText().write(deadlines_document(desk, READER, clock.now, lang)).decode()

    golden = GOLDEN / f"deadlines-{lang}.txt"
    if regenerate:
        golden.write_text(said, encoding="utf-8", newline="\n")
    else:
        assert said == golden.read_text(encoding="utf-8")


def test_the_most_urgent_comes_first_and_the_overdue_apart(desk: Desk, clock: Clock) -> None:
    """What is late cannot be overlooked."""
    planned(desk, clock)
    clock.move(days=1)

    document = deadlines_document(desk, READER, clock.now)

    tables = {one.id: one.table for one in document.sections if one.table}
    assert document.subject is Subject.DEADLINES
    assert [(row[0], row[1], row[3]) for row in tables["overdue"].rows] == [("c2", dt.date(2026, 3, 4), -1)]
    assert [(row[0], row[1], row[3]) for row in tables["coming"].rows] == [("c1", dt.date(2026, 3, 6), 1)]
    assert [row[1:] for row in tables["summary"].rows] == [(1, 1), (1, 1), (0, 0), (2, 2)]


def test_whoever_answers_is_told_by_role(desk: Desk, clock: Clock) -> None:
    """No person is named, not even by an opaque id."""
    planned(desk, clock)

    said = PlainText().write(deadlines_document(desk, SYSTEM, clock.now)).decode()

    assert "nurse" in said
    assert "n-1" not in said


def test_strangers_learn_of_no_case(desk: Desk, clock: Clock) -> None:
    """Only the cases in which a reader takes part are told of, and asking is logged."""
    planned(desk, clock)

    document = deadlines_document(desk, STRANGER, clock.now)

    assert [one.id for one in document.sections] == ["summary"]
    assert document.sections[0].paragraphs == ("Nothing.",)
    assert [one.what for one in desk.store.accesses()] == ["list"]


def test_every_case_that_is_looked_at_is_logged(desk: Desk, clock: Clock) -> None:
    """The access log knows whose deadlines were read."""
    planned(desk, clock)

    deadlines_document(desk, READER, clock.now)

    assert [(one.what, one.case) for one in desk.store.accesses()] == [("list", ""), ("due", "c2"), ("due", "c1")]


def test_only_so_many_cases_are_looked_at(desk: Desk, clock: Clock) -> None:
    """A long list may be cut; the most urgent stay."""
    planned(desk, clock)

    document = deadlines_document(desk, READER, clock.now, most=1)

    assert [row[0] for one in document.sections[1:] for row in one.table.rows] == ["c2"]
