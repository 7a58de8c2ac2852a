"""A compact trace says what a plain one says, whatever was forgotten, taken back, or taken up again."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabmodel.model import Activity, Fact, FactType, Model, Pattern, Rule, Signature, Template
from collabmodel.model.expressions import parse
from collabmodel.rules.case_trace import CaseTrace
from collabmodel.rules.listed import ListedTrace
from collabmodel.rules.monitors import Monitors
from collabmodel.rules.program import compile_rules
from collabmodel.rules.trace import Value

A = Signature("task", "a", "completed")
FACT = Signature("fact", "", "recorded")
OPENED = Signature("case", "", "opened")
NAMES = ("key", "flag", "actor.role", "none")
STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("add"),
            st.sampled_from([A, FACT, OPENED, Signature("case", "", "closed")]),
            st.dictionaries(st.sampled_from(NAMES), st.sampled_from([1, "x", True, None]), max_size=3),
        ),
        st.tuples(st.sampled_from(["drop", "forget"]), st.integers(0, 3), st.just({})),
        st.tuples(st.just("move"), st.just(0), st.just({})),
    ),
    max_size=14,
)


def said(trace: CaseTrace | ListedTrace) -> list[object]:
    """Everything that a trace says."""
    places = range(len(trace.signature))
    return [
        [trace.signatures[code] for code in trace.signature],
        list(trace.occurred),
        [[trace.value(place, name) for name in NAMES] for place in places],
        [[trace.fact(place, name) for name in NAMES] for place in places],
        [trace.event_id(place) for place in places],
    ]


@given(STEPS, st.sampled_from([{}, {"flag": False}]))
def test_it_says_what_a_plain_trace_says(
    steps: list[tuple[str, object, dict[str, Value]]], facts: dict[str, Value]
) -> None:
    """Adding, taking back, forgetting and moving to another trace change nothing of what is said."""
    told: list[dict[str, Value]] = []
    plain, compact = ListedTrace(facts), CaseTrace(facts, fetch=told.__getitem__)
    for what, which, data in steps:
        size = len(plain.signature)
        if what == "add":
            assert isinstance(which, Signature)
            told.append(data)
            assert plain.add(which, size, data) == compact.add(which, size, data)
        elif what == "move":
            state = json.loads(json.dumps(compact.save()))
            compact = CaseTrace(facts, fetch=told.__getitem__)
            compact.load(state)
        else:
            assert isinstance(which, int)
            end = max(0, size - which)
            if what == "forget":
                compact.forget(end)
            else:
                plain.drop(end)
                compact.drop(end)
                del told[end:]

        assert said(compact) == said(plain)


def test_what_was_forgotten_is_fetched_and_held_for_a_while() -> None:
    """The 64 forgotten events that were asked for last are held; another takes the place of the longest unasked."""
    fetched: list[int] = []
    trace = CaseTrace(fetch=lambda position: fetched.append(position) or {})
    for number in range(70):
        trace.add(A, number)
    trace.forget(70)
    for position in (*range(64), 0, 64, 0, 1):
        trace.value(position, "key")

    assert fetched == [*range(65), 1]


def test_nothing_is_forgotten_that_cannot_be_fetched() -> None:
    """Without a way back to the data they are not let go."""
    trace = CaseTrace()
    trace.add(A, 0, {"key": 1})

    with pytest.raises(ValueError, match="what events before 1 carried could not be fetched again"):
        trace.forget(1)
    assert trace.value(0, "key") == 1


def test_ids_come_from_the_caller() -> None:
    """The id of an event is what the caller says of its position."""
    trace = CaseTrace(ids="xyz".__getitem__)
    trace.add(A, 0)

    assert trace.event_id(0) == "x"


def test_facts_are_not_fetched_while_they_are_the_latest() -> None:
    """The facts in force are at hand although the events that told them are forgotten."""
    trace = CaseTrace(fetch=lambda position: pytest.fail(f"fetched {position}"))
    trace.add(OPENED, 0, {"age": 15})
    trace.add(FACT, 0, {"age": 16})
    trace.forget(2)

    assert trace.fact(1, "age") == 16


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ((0, "middle"), "saved on a machine that is middle-endian"),
        ((1, [["task", "a"]]), "unpack"),
        ((2, "?"), "[Bb]ase64|padding"),
        ((3, "AAAA"), "multiple of item size"),
        ((4, [[]]), "no state that was saved here"),
    ],
)
def test_a_state_of_something_else_is_refused(change: tuple[int, object], why: str) -> None:
    """A state that was saved elsewhere, or is damaged, is not taken up."""
    trace = CaseTrace()
    trace.add(A, 0)
    state = json.loads(json.dumps(trace.save()))
    state[change[0]] = change[1]

    with pytest.raises(ValueError, match=why):
        CaseTrace().load(state)


def test_machines_that_are_there_see_what_is_loaded() -> None:
    """Monitors made over an empty trace go on once trace and monitors have taken up their states."""
    condition = parse("activation.flag != flag")
    rule = Rule(
        id="r", template=Template.NOT_SUCCESSION, a=Pattern(element="a"), b=Pattern(element="b", where=condition)
    )
    activities = (Activity(id="a", kind="task"), Activity(id="b", kind="task"))
    facts = (Fact(id="flag", type=FactType.BOOLEAN),)
    program = compile_rules(Model(id="m", activities=activities, facts=facts, rules=(rule,)))
    told: list[dict[str, Value]] = [{"flag": True}, {}, {"flag": False}]
    one = CaseTrace(fetch=told.__getitem__)
    monitors = Monitors(program, one)
    for signature, data in zip((OPENED, A, FACT), told, strict=True):
        monitors.advance(one.add(signature, 0, data))
    other = CaseTrace(fetch=told.__getitem__)
    again = Monitors(program, other)

    other.load(one.save())
    again.load(monitors.save())
    again.advance(other.add(Signature("task", "b", "completed"), 0))

    assert [(cell.verdict.rank, cell.activation, cell.decider) for cell in again.cells(0, closed=False)] == [(3, 1, 3)]


def long_case(size: int) -> dict[str, float]:
    program = [sys.executable, str(Path(__file__).with_name("long_case.py")), str(size)]
    done = subprocess.run(program, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


needs_statm = pytest.mark.skipif(
    not Path("/proc/self/statm").exists(), reason="no /proc/self/statm to measure memory by"
)


@needs_statm
def test_a_long_case_takes_little_memory() -> None:
    """Trace, monitors and probe together hold less than 200 bytes an event of what has happened."""
    assert long_case(20_000)["bytes_per_event"] < 200


@needs_statm
@pytest.mark.nightly
def test_a_million_events_take_little_memory() -> None:
    """A million events of one case take under 32 bytes each, and no more each at the end than at the beginning."""
    found = long_case(1_000_000)

    assert found["bytes_per_event"] < 32
    assert found["bytes_per_later_event"] < 32
    assert found["state"] < 20_000
