"""Histories that several tests look at."""

import datetime as dt
import os
from pathlib import Path

import pytest

from collabmodel.history import Actor, Event, HistoryBuilder, from_events
from collabmodel.workdays import Duration, Unit

HELSINKI = dt.timezone(dt.timedelta(hours=2))


def at(day, hour=8):
    """Give a time in March 2026."""
    return dt.datetime(2026, 3, day, hour, tzinfo=HELSINKI)


@pytest.fixture
def events():
    """Three events of two cases with something of everything; the third corrects the first."""
    data = (
        ("number", 1),
        ("formula", "=1+1"),
        ("digits", "12"),
        ("mixed", True),
        ("attendance", ((("role", "child"), ("outcome", "came")),)),
        ("day", dt.date(2026, 1, 1)),
        ("wait", Duration(3, Unit.DAYS)),
        ("moment", at(1)),
    )
    actor = Actor(role="lead", person="p-secret", organisation="school", on_behalf_of="q-secret")
    shared = {"kind": "meeting", "element": "opening", "transition": "completed"}
    return [
        Event(
            id="e1", case="c1", seq=1, occurred=at(2), recorded=at(2, 9), instance="i1", actor=actor, data=data,
            evidence=("doc 1", "doc2"), **shared,
        ),
        Event(
            id="e2", case="c2", seq=1, occurred=at(3), recorded=at(3), data=(("number", 2.5), ("mixed", "x")),
            **shared,
        ),
        Event(
            id="e3", case="c1", seq=2, occurred=at(1), recorded=at(4), caused_by="e2", corrects="e1", model_hash="ab",
            **shared,
        ),
    ]  # fmt: skip


@pytest.fixture
def history(events):
    """The three events, with facts and a case without events."""
    builder = HistoryBuilder()
    for event in events:
        builder.event(event)
    builder.fact("c1", "age", 15)
    builder.fact("c3", "age", 16)
    return builder.finish()


@pytest.fixture
def rows():
    """Make a plain history from (case, element, day, recorded day)."""

    def make(*found):
        return from_events(
            Event(
                id=f"e{number}", case=case, seq=number, occurred=at(day), recorded=at(known), kind="contact",
                element=element,
            )
            for number, (case, element, day, known) in enumerate(found, 1)
        )  # fmt: skip

    return make


@pytest.fixture
def real_log():
    """Find a real log, or skip."""

    def find(name):
        folder = Path(os.environ.get("COLLABMODEL_DATA") or Path(__file__).parents[3] / "shared" / "data")
        if not (folder / name).is_file():
            pytest.skip(f"{name} is not there; set COLLABMODEL_DATA to the folder of real logs")
        return folder / name

    return find


@pytest.fixture
def written(tmp_path):
    """Write a text to a file of a name, and give its path."""

    def write(name, text):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


@pytest.fixture
def everything():
    """Give all that a history says, to compare two of them."""

    def give(history):
        return [
            (case, bool(history.closed[number]), sorted(history.facts(number), key=str), [
                (event, sorted(event.data, key=str), event.actor.person, event.actor.on_behalf_of)
                for event in history.events(number)
            ])
            for number, case in enumerate(history.cases)
        ]  # fmt: skip

    return give
