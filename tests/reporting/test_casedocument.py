"""One case as a document: what the desk shows its reader, and nothing else."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from small_cases import CLIENT, NURSE, READER, Clock, joining, opened, talking

from collabmodel.adapters.plain_text import PlainText
from collabmodel.case import Command
from collabmodel.desk import Denied, Desk, Reader
from collabmodel.history import Actor
from collabmodel.report import Document, Measure
from collabmodel.reporting import case_document

GOLDEN = Path(__file__).parent / "golden"
STRANGER = Reader(actor=Actor(role="nurse", person="n-9", organisation="clinic"), purpose="care")
CLIENTS = Reader(actor=CLIENT, purpose="own")
SECRET = "what was said in confidence"


def lived(desk: Desk, clock: Clock) -> None:
    """A case with a client, a talk, and something due."""
    opened(desk)
    clock.move(hours=1)
    desk.record("c1", joining("client", "c-1")).unwrap()
    desk.record("c1", talking(note=SECRET)).unwrap()
    desk.record("c1", Command(verb="complete", element="plan", by=NURSE)).unwrap()


def made(desk: Desk, reader: Reader, clock: Clock, lang: str = "en") -> Document:
    document = case_document(desk, "c1", reader, clock.now, lang)
    assert isinstance(document, Document)
    return document


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
def test_a_case_says_the_same(desk: Desk, clock: Clock, lang: str, regenerate: bool) -> None:
    """What people read changes only on purpose."""
    lived(desk, clock)

    said = PlainText().write(made(desk, READER, clock, lang)).decode()

    golden = GOLDEN / f"case-{lang}.txt"
    if regenerate:
        golden.write_text(said, encoding="utf-8", newline="\n")
    else:
        assert said == golden.read_text(encoding="utf-8")


def test_a_stranger_is_denied_and_logged(desk: Desk, clock: Clock) -> None:
    """Denied is an answer, and that somebody asked is in the log."""
    lived(desk, clock)

    denied = case_document(desk, "c1", STRANGER, clock.now)

    assert isinstance(denied, Denied)
    assert [(one.what, one.allowed) for one in desk.store.accesses()] == [("case", False)]


def test_a_case_that_is_not_there_is_denied_alike(desk: Desk, clock: Clock) -> None:
    """Nobody learns which cases there are."""
    assert isinstance(case_document(desk, "c9", READER, clock.now), Denied)


def test_words_of_staff_are_not_in_it(desk: Desk, clock: Clock) -> None:
    """Notes stay in the record, whoever reads."""
    lived(desk, clock)

    assert SECRET not in repr([one.table.rows for one in made(desk, READER, clock).sections if one.table])


def test_every_part_is_in_the_access_log(desk: Desk, clock: Clock) -> None:
    """What was shown can be told afterwards."""
    lived(desk, clock)

    made(desk, READER, clock)

    assert [one.what for one in desk.store.accesses()] == ["case", "history", "due"]


def test_times_are_typed_and_told_in_the_zone_of_the_model(desk: Desk, clock: Clock) -> None:
    """A column of times names its zone, and its cells are times in it."""
    lived(desk, clock)
    (history,) = (one for one in made(desk, READER, clock).sections if one.id == "history")
    column = history.table.columns[1]

    assert (column.measure, column.unit) == (Measure.TIME, "Europe/Helsinki")
    assert {row[1].utcoffset() for row in history.table.rows} == {dt.timedelta(hours=2)}


def test_who_did_what_is_told_by_role(desk: Desk, clock: Clock) -> None:
    """The history names roles and organisations, never persons."""
    lived(desk, clock)
    (history,) = (one for one in made(desk, READER, clock).sections if one.id == "history")

    assert {row[3] for row in history.table.rows} == {"nurse, clinic"}
