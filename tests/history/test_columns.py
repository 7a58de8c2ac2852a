"""A history is a trace, gives its events lazily, and can be cut to what was known."""

import datetime as dt
import pickle

import pytest

from collabmodel.history import Event, HistoryBuilder, from_events
from collabmodel.rules.trace import Trace

UTC = dt.UTC


def ids(history, case):
    return [event.id for event in history.events(case)]


def test_a_history_is_a_trace(history):
    """Monitors can look at a history through the trace protocol."""
    trace: Trace = history

    assert trace.signatures[trace.signature[0]].element == "opening"
    assert trace.event_id(0) == "e1"


def test_events_come_back_as_they_went_in(history, events):
    """An event built into columns and looked at again is the same event."""
    assert list(history.events("c1")) == [events[0], events[2]]
    assert list(history.events(1)) == [events[1]]
    assert history.events("c1")[-1] == events[2]
    assert history.events("c1")[0:1] == (events[0],)
    assert len(history) == 3


def test_values_are_found_under_their_names(history):
    """Data, parts of actors and events, and the names of XES all lead to values; others to none."""
    names = {
        "number": 1, "actor.role": "lead", "actor.person": "p-secret", "actor.organisation": "school",
        "actor.on_behalf_of": "q-secret", "event.kind": "meeting", "event.element": "opening",
        "event.transition": "completed", "event.instance": "i1", "org:group": "school", "concept:name": "opening",
        "lifecycle:transition": "completed", "nothing": None,
    }  # fmt: skip

    assert {name: history.value(0, name) for name in names} == names
    assert history.value(0, "event.occurred") == history.value(0, "time:timestamp") == history.events("c1")[0].occurred
    assert history.value(0, "event.recorded") == history.events("c1")[0].recorded


def test_facts_learnt_later_overlay_those_of_the_opening():
    """A fact has the value it opened with until an event of kind fact gives another."""
    builder = HistoryBuilder()
    builder.fact("c1", "age", 15)
    for day in range(4):
        row = builder.append("c1", day, kind="fact" if day % 2 else "contact", transition="recorded", element="")
        if day % 2:
            builder.data(row, "age", 15 + day)
    builder.append("c2", 0, kind="contact")
    history = builder.finish()

    assert [history.fact(position, "age") for position in range(5)] == [15, 16, 16, 18, None]


def test_a_case_opens_with_facts():
    """What the event that opens a case carries are case facts; what other events of its life carry are not."""
    builder = HistoryBuilder()
    for transition, age in (("opened", 15), ("closed", 16), ("reopened", 17)):
        builder.data(builder.append("c1", 0, kind="case", transition=transition, element=""), "age", age)
    history = builder.finish()

    assert [history.fact(position, "age") for position in range(3)] == [15, 15, 15]


def test_numbers_of_cases_pass_over_empty_ones():
    """An event belongs to the case that has events at its position."""
    builder = HistoryBuilder()
    for case in "abc":
        builder.case(case)
    builder.append("b", 0, kind="contact")
    history = builder.finish()

    assert history.case_number(0) == 1
    assert list(history.starts) == [0, 0, 1, 1]


def test_what_is_in_order_is_not_copied(rows):
    """A history that is effective already is given back itself."""
    history = rows(("a", "x", 1, 1), ("a", "y", 2, 2), ("b", "x", 1, 1))

    assert history.effective() is history
    assert history.effective(dt.datetime(2027, 1, 1, tzinfo=UTC)) is history


def test_effective_events_are_in_order_of_occurrence(rows):
    """A late entry takes its place by when it happened; its place in the record stays."""
    history = rows(("a", "x", 3, 3), ("a", "y", 1, 4), ("a", "z", 3, 5))
    effective = history.effective()

    assert ids(effective, "a") == ["e2", "e1", "e3"]
    assert [event.seq for event in effective.events("a")] == [2, 1, 3]


def test_a_corrected_event_is_left_out(history):
    """What a later event corrects does not count, once the correction is recorded."""
    assert ids(history.effective(), "c1") == ["e3"]
    assert ids(history.effective(dt.datetime(2026, 3, 3, 12, tzinfo=UTC)), "c1") == ["e1"]


def test_a_case_not_known_yet_is_left_out(rows):
    """As of a time before anything of a case was recorded, the case is not there; an open end is open."""
    history = rows(("a", "x", 1, 1), ("a", "y", 5, 5), ("b", "x", 5, 5))
    effective = history.effective(dt.datetime(2026, 3, 2, tzinfo=UTC))

    assert effective.cases == ("a",)
    assert list(effective.closed) == [0]
    assert list(history.closed) == [1, 1]


def test_cases_that_say_so_are_closed_as_of_a_time():
    """Where events of kind case say it, the last one known decides whether the case is closed."""
    times = [dt.datetime(2026, 3, day, tzinfo=UTC) for day in (1, 2, 3)]
    history = from_events(
        Event(id=word, case="a", seq=seq, occurred=time, recorded=time, kind="case", transition=word)
        for seq, (time, word) in enumerate(zip(times, ("opened", "closed", "reopened"), strict=True), 1)
    )

    assert [list(history.effective(time).closed) for time in times] == [[0], [1], [0]]


def test_a_time_without_zone_is_no_time_to_look_back_from(history):
    """Looking back needs a moment."""
    with pytest.raises(ValueError, match="zone"):
        history.effective(dt.datetime(2026, 1, 1))  # noqa: DTZ001


def test_a_history_can_be_sent_to_another_process(history):
    """Pickling keeps a history, also after it was looked at."""
    history.value(0, "actor.role")

    assert list(pickle.loads(pickle.dumps(history)).events("c1")) == list(history.events("c1"))


def test_persons_are_not_shown(history):
    """Printing an event shows no person and no data."""
    assert "secret" not in repr(list(history.events("c1")))
