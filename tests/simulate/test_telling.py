"""What is the same in every event of a study."""

from __future__ import annotations

import attrs
import pytest
from tests.simulate.decided import LETTERS, PREPARED, SCENARIO

import collabmodel as cm
from collabmodel.simulate.expanding import history_of
from collabmodel.simulate.kernel.rows import (
    DONE_BY,
    GONE,
    JOINED,
    LOG_SIZE,
    OPENING,
)
from collabmodel.simulate.prepared import Prepared
from collabmodel.simulate.scenario import Known, Shape, Spread
from collabmodel.simulate.telling import layout_of


def letter(name: str) -> int:
    return ["/".join(one) for one in LETTERS].index(name)


def test_letters_tell_what_they_are_about() -> None:
    """Only items have instances; an exit condition ends activities alone; openings and joinings are known."""
    told = layout_of(PREPARED).told

    assert [LETTERS[at].kind for at, one in enumerate(told) if one.named].count("case") == 0
    assert [at for at, one in enumerate(told) if one.exit] == [letter("meeting/talk/terminated")]
    assert [at for at, one in enumerate(told) if one.opens or one.closes] == [
        letter("case//opened"),
        letter("case//closed"),
    ]
    assert told[letter("participant/guardian/joined")].lay == 1
    assert told[letter("participant/nurse/left")].part == "left"


def test_what_a_case_fills_in_is_told() -> None:
    """An accepted offer says so as a case would say it, and a missed talk that nobody showed up."""
    deeds = layout_of(PREPARED).deeds

    assert deeds[1].data == (("outcome", "accepted"),)
    assert deeds[0].missed == "no-show"


def test_attendance_says_how_people_were_there() -> None:
    """Who must be there in a certain way was there in that way; of lay people only those whom the case has are told."""
    lines = layout_of(PREPARED).attendance(0, 0b01, 0b11)

    assert lines == (
        (("role", "teacher"), ("organisation", "school"), ("outcome", "came")),
        (("role", "nurse"), ("organisation", "clinic"), ("presence", "remote"), ("outcome", "came")),
        (("role", "child"), ("outcome", "came")),
        (("role", "guardian"), ("outcome", "no-show")),
    )
    assert len(layout_of(PREPARED).attendance(0, 0, 0b01)) == 3  # type: ignore[arg-type]


def dated() -> Prepared:
    model = cm.load(
        "id: m\nroles: {child: {side: client}, teacher: {side: professional}, nurse: {side: professional}}\n"
        "organisations: {clinic: {}}\ncompetences: {kind: {}}\n"
        "facts: {born: {type: date}, seen: {type: time}, tongues: {type: list}, ways: {type: list}}\n"
    )
    ways = Known(id="ways", spread=Spread(shape=Shape.CONSTANT, values=("on foot", "by bus")))
    return attrs.evolve(
        PREPARED,
        model=model,
        scenario=attrs.evolve(SCENARIO, facts=(ways,)),
        data=("born", "seen", "tongues"),
        types=("date", "moment", "list"),
        words=("fi", "sv"),
        acts=(),
    )


@pytest.mark.parametrize("fast", [True, False])
def test_dates_moments_and_lists(*, fast: bool) -> None:
    """Numbers of the log become days where the scenario is, moments, and lists; a list that is always the same too."""
    rows = [0, 0, 0, 0, OPENING, -1, 1, -1, -1, -1, 0, 0]
    floats = [0.0]
    for datum, value in ((0, -60.0), (1, 90.0), (2, 1.0)):
        rows += [-1 - datum, 0, *([0] * (LOG_SIZE - 2))]
        floats.append(value)
    event = history_of(dated(), 1, rows, floats, fast=fast).event(0)
    told = {name: str(value) for name, value in event.data}

    assert told == {
        "ways": "('on foot', 'by bus')",
        "born": "2026-03-22",
        "seen": "2026-03-22 23:30:00+00:00",
        "tongues": "('sv',)",
    }


def test_one_name_of_two_kinds_keeps_both() -> None:
    """A name that is a number here and a word there stays what it is in each event."""
    mixed = attrs.evolve(PREPARED, data=("score", "score"), types=("number", "word"), words=("high",))
    rows = []
    for case, datum in ((0, 0), (1, 1)):
        rows += [0, case, 0, 0, OPENING, -1, 1, -1, -1, -1, 0, 0]
        rows += [-1 - datum, case, *([0] * (LOG_SIZE - 2))]
    for fast in (True, False):
        history = history_of(mixed, 1, rows, [0.0, 1.5, 0.0, 0.0], fast=fast)

        assert [history.value(row, "score") for row in (0, 1)] == [1.5, "high"]


def test_acts_of_nobody_are_told() -> None:
    """An act without an actor is told without one."""
    rows = [letter("case//closed"), 0, 0, 5, DONE_BY, 2, 0, 5, -1, -1, 0, 0]
    for fast in (True, False):
        event = history_of(PREPARED, 1, rows, [0.0], fast=fast).event(0)

        assert (event.actor.role, event.actor.person) == ("", "")


def test_workers_are_named_where_competences_count() -> None:
    """A quorum of competences is judged by persons, so lines then tell which workers were there: the latest to join."""
    model = cm.load(
        "id: m\nroles: {child: {side: client}, teacher: {side: professional}, nurse: {side: professional}}\n"
        "organisations: {clinic: {}}\ncompetences: {kind: {}}\n"
        "activities: {talk: {kind: meeting, quorums: [{counting: people, at_least: 1, competences: [kind]}]}}\n"
    )
    prepared = attrs.evolve(PREPARED, model=model)
    rows, done = [], letter("meeting/talk/completed")
    for number, cause, actor, plan in (
        (0, OPENING, 1, -1), (letter("participant/nurse/joined"), JOINED, 8193, -1), (done, DONE_BY, 1, 0),
        (letter("participant/nurse/left"), GONE, 8193, -1), (letter("participant/nurse/joined"), JOINED, 8194, -1),
        (done, DONE_BY, 1, 0),
    ):  # fmt: skip
        rows += [number, 0, 0, 0, cause, plan, actor, -1, -1, -1, 0, 0]
    for fast in (True, False):
        history = history_of(prepared, 1, rows, [0.0] * 6, fast=fast)
        told = [
            [dict(line)["person"] for line in value]  # type: ignore[arg-type, union-attr, call-overload]
            for row in range(6)
            if (value := history.value(row, "attendance")) is not None
        ]

        assert told == [["teachers-1", "nurses-1"], ["teachers-1", "nurses-1.2"]]
