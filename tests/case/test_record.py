"""What a case remembers of its events."""

from __future__ import annotations

import datetime as dt
import functools
import random
import subprocess
import sys
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import collabmodel as cm
from collabmodel.case import Case, evolve, new_case, replay, tables_of
from collabmodel.case.deciding import derived, placed
from collabmodel.case.record import KEPT
from collabmodel.case.tables import Tables
from collabmodel.evaluate import evaluate
from collabmodel.evaluate.result import RuleColumn
from collabmodel.history import Actor, Event
from collabmodel.history.builder import from_events
from collabmodel.rules import VERDICTS, Cell
from collabmodel.workdays import to_us

START = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
SEEDS = st.integers(0, 2**32)
ROLES = ("social_worker", "youth_psychiatry_nurse", "young_person", "guardian")


@functools.cache
def tables() -> Tables:
    """Give the tables of the shipped model, with rules and limits enough."""
    return tables_of(cm.load("jyvaskyla-youth-reception"))


def an_event(case: Case, now: dt.datetime, kind: str, element: str, transition: str, **data: object) -> Event:
    """Give the next event of a case."""
    return Event(
        id=f"c:{case.seq + 1}", case="c", seq=case.seq + 1, occurred=now, recorded=now,
        kind=kind, element=element, transition=transition, data=tuple(data.items()),
    )  # fmt: skip


def next_event(luck: random.Random, case: Case, now: dt.datetime) -> Event:
    """Give something that may happen: most often an activity is done, sometimes late, sometimes a correction."""
    if not case.seq:
        return an_event(case, now, "case", "", "opened", age=luck.randint(12, 20), child_protection_client=True)
    earlier = [event for event in case.record.events if not event.caused_by and event.kind not in ("case", "clock")]
    if earlier and luck.random() < 0.1:
        return correction(luck, luck.choice(earlier), an_event(case, now, "", "", ""))
    if luck.random() < 0.05:
        turn = "closed" if case.status == "open" else "reopened"
        return an_event(case, now, "case", "", turn, ending="goals_reached", reason="x")
    if luck.random() < 0.15:
        return an_event(case, now, "fact", "", "recorded", age=luck.randint(12, 20))
    able = [
        item
        for item, state in zip(tables().items, case.items, strict=True)
        if item.section == "activities" and (state.open or item.planning)
    ]
    item = luck.choice(able)
    transition = luck.choice(["completed"] * 5 + ["terminated", "booked", "moved"])
    data = {"answer": luck.choice(["accepted", "declined"]), "basis": "law", "at": now, "outcome": "declined"}
    event = an_event(case, now, item.kind, item.id, "planned" if item.planning and luck.random() < 0.5 else transition)
    event = attrs.evolve(event, data=tuple(data.items()), actor=Actor(role=luck.choice(ROLES), person="p"))
    if luck.random() < 0.15:
        event = attrs.evolve(event, occurred=now - dt.timedelta(hours=luck.randint(1, 900)))
    return placed(tables(), case, event)


def correction(luck: random.Random, event: Event, blank: Event) -> Event:
    """Give an event that corrects another, or takes it back."""
    restated = attrs.evolve(
        blank, kind=event.kind, element=event.element, transition=event.transition, instance=event.instance,
        occurred=event.occurred - dt.timedelta(hours=luck.randint(0, 50)), corrects=event.id, data=event.data,
    )  # fmt: skip
    if luck.random() < 0.3:
        return attrs.evolve(restated, transition="retracted", data=(("retract", True),))
    return restated


def grown(seed: int, length: int) -> Case:
    """Give a case in which much has happened."""
    luck, now = random.Random(seed), START
    case = new_case(tables(), "c")
    while case.seq < length:
        now += dt.timedelta(minutes=luck.choice([1, 60, 60, 3_000, 30_000]))
        event = next_event(luck, case, now)
        for one in (event, *derived(tables(), case, event, now)):
            case = evolve(tables(), case, one)
    return case


@settings(max_examples=12, deadline=None)
@given(SEEDS)
def test_live_verdicts_are_those_of_evaluation(seed: int) -> None:
    """Late entries and corrections included, a running case is judged as its history is."""
    case = grown(seed, 40)
    events = case.record.events
    found = evaluate(tables().model, from_events(events), fast=False)
    closed = bool(found.traces[0].closed[0])
    now = max(to_us(event.recorded) for event in events)

    cells = case.record.monitors().cells(now, closed=closed)

    assert [told(cell, case.record.judged().event_id) for cell in cells] == [
        told(cell_of(column), found.history.event_id) for column in found.columns if column.scope == "case"
    ]


def cell_of(column: RuleColumn) -> Cell:
    """Give the cell of the only case there is."""
    due = column.due[0]
    return Cell(
        verdict=VERDICTS[column.verdict[0]],
        activations=column.activations[0],
        activation=column.activation[0],
        decider=column.decider[0],
        due=None if due < 0 else due,
        unknown=column.unknown.get(0, ()),
        waived=column.waived.get(0, ""),
    )


def told(cell: Cell, id_of) -> tuple[object, ...]:
    """Give a cell with ids in the place of positions."""
    places = [id_of(place) if place >= 0 else "" for place in (cell.activation, cell.decider)]
    return cell.verdict, cell.activations, *places, cell.due, cell.unknown, cell.waived


@settings(max_examples=15, deadline=None)
@given(SEEDS)
def test_a_record_with_a_log_says_the_same(seed: int) -> None:
    """Whether events are kept or read again from a log makes no difference to what a case is and answers."""
    case = grown(seed, 60)
    events = case.record.events

    other = replay(tables(), "c", events, log=lambda first, last: events[first - 1 : last])

    assert other == case
    assert other.record.events == events
    now = to_us(case.latest or START)
    assert other.record.monitors().cells(now, closed=False) == case.record.monitors().cells(now, closed=False)


def test_late_events_and_corrections_reach_back_to_what_was_let_go() -> None:
    """A record that has let earlier events go reads them again when something is entered late, or corrected."""
    case, events = long(2 * KEPT + 50)
    then = START + dt.timedelta(minutes=45)
    late = attrs.evolve(an_event(case, then, "contact", "contact_attempt", "completed"), recorded=events[-1].recorded)

    entered = evolve(tables(), case, late)

    earlier = [event.id for event in events if event.occurred <= then]
    assert list(entered.record.judged().ids[: len(earlier) + 2]) == [*earlier, late.id, events[len(earlier)].id]
    events.append(late)
    fix = attrs.evolve(events[5], id=f"c:{len(events) + 1}", seq=len(events) + 1, corrects=events[5].id)
    events.append(fix)
    corrected = evolve(tables(), entered, fix)
    assert len(corrected.record.life) == len(events) - 1
    assert corrected == replay(tables(), "c", events)


def long(length: int) -> tuple[Case, list[Event]]:
    """Give a long case that reads earlier events from a list, and that list."""
    events: list[Event] = []
    case = new_case(tables(), "c", log=lambda first, last: events[first - 1 : last])
    now = START
    while case.seq < length:
        now += dt.timedelta(minutes=10)
        plain = ("contact", "contact_attempt", "completed") if case.seq else ("case", "", "opened")
        event = placed(tables(), case, an_event(case, now, *plain))
        for one in (event, *derived(tables(), case, event, now)):
            case = evolve(tables(), case, one)
            events.append(one)
    return case, events


def test_candidates_leave_no_trace() -> None:
    """What is tried at the end of a record is gone afterwards, even where rules were asked meanwhile."""
    case = grown(7, 30)
    now = to_us(case.latest or START)
    before = case.record.monitors().cells(now, closed=False)
    length = len(case.record.life)
    case.record.life.push(an_event(case, START + dt.timedelta(days=900), "decision", "decision_to_end", "completed"))

    asked = case.record.monitors().cells(now, closed=False)
    case.record.cut(length)

    assert asked == before == case.record.monitors().cells(now, closed=False)
    assert len(case.record.life) == length


def test_events_are_found_by_id() -> None:
    """An event is found by its id, whether a case gave the id or somebody else."""
    case = grown(3, 10)
    strange = attrs.evolve(an_event(case, START + dt.timedelta(days=999), "clock", "", "passed"), id="elsewhere")
    case = evolve(tables(), case, strange)

    assert case.record.event("c:4") == case.record.events[3]
    assert case.record.event("elsewhere") == strange
    assert case.record.event("c:9999") is None
    assert case.record.life.ids[-1] == "elsewhere"
    assert list(case.record.life.ids[:2]) == ["c:1", "c:2"]


def folded_long(size: int) -> dict[str, float]:
    """Fold a long case in a process of its own, and give what it took."""
    program = [sys.executable, str(Path(__file__).with_name("long_fold.py")), str(size)]
    found = subprocess.run(program, check=True, capture_output=True, text=True)
    return {name: float(value) for name, value in (line.split("=") for line in found.stdout.split())}


@pytest.mark.nightly
def test_a_case_of_a_million_events_takes_little_memory() -> None:
    """Folding a million events with a log costs a few dozen bytes an event, and no more time an event than a few."""
    found = folded_long(1_000_000)

    assert found["bytes_per_event"] < 60
    assert found["events_per_second"] > 2_000
