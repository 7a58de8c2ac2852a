"""Commands of any shape: answers, never exceptions."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collabmodel.case import VERBS, Command, Decision, Refusal, consider, evolve, new_case
from collabmodel.case.datatypes import GIVEN
from collabmodel.formats import load
from collabmodel.history import Actor
from collabmodel.model import elements
from collabmodel.workdays import Duration, Unit

ODD = st.sampled_from(
    ["", "c1:1", "c1:3", "c1:99", "x", "\0", "\ud800", "a" * 300, "c1:" + "9" * 5000, "²", "c1:²", "{x}"]
)
WHEN = st.sampled_from(
    [
        None,
        dt.datetime(2026, 3, 2, 8, 3, tzinfo=dt.UTC),
        dt.datetime.min.replace(tzinfo=dt.UTC),
        dt.datetime.max.replace(tzinfo=dt.UTC),
        dt.datetime.max.replace(tzinfo=dt.timezone(dt.timedelta(hours=-14))),
        dt.datetime.min.replace(tzinfo=dt.timezone(dt.timedelta(hours=14))),
    ]
)
PLAIN = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.just(10**4000),
    st.floats(),
    st.text(max_size=20),
    ODD,
    st.sampled_from(["school", "clinic", "child", "t", "done", "lost", "referral", "well", "5 working days", "talk"]),
    st.datetimes(timezones=st.none() | st.just(dt.UTC)),
    st.dates(),
    st.builds(Duration, st.integers(0, 10**9), st.sampled_from(Unit)),
)
VALUES = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, max_size=3).map(tuple)
        | st.lists(st.tuples(st.sampled_from(["role", "person", "reason", "stance", "x", ""]), inner), max_size=3).map(
            tuple
        )
    ),
    max_leaves=6,
)
NAMES = st.sampled_from([*GIVEN, "age", "born", "mood", "result", "on", "words", "nothing", "overrides"]) | ODD
ROLES = ["teacher", "nurse", "head", "child", "guardian", "assistant", "visitor", "", "pilot"]
ACTORS = st.builds(
    Actor,
    role=st.sampled_from(ROLES),
    person=st.sampled_from(["t", "n", "h", "c", "g", "", "\ud800"]),
    organisation=st.sampled_from(["school", "clinic", "old_clinic", "class", "", "moon"]),
    on_behalf_of=st.sampled_from(["", "c", "x"]),
)


def any_command_gets_an_answer(town, people, data):
    ids = [element.id for _, element in elements(town.tables.model)]
    for verb, element in (("take", "lead"), ("give", "share"), ("ask", "ask_nurse"), ("plan", "visit")):
        if data.draw(st.booleans()):
            found = town.ask(people["teacher" if verb != "give" else "child"], verb, element)
            for event in found.events if isinstance(found, Decision) else ():
                town.case = evolve(town.tables, town.case, event)
    command = Command(
        verb=data.draw(st.sampled_from(sorted({verb.name for verb in VERBS})) | ODD),
        element=data.draw(st.sampled_from([*ids, ""]) | ODD),
        by=data.draw(ACTORS),
        data=tuple(data.draw(st.lists(st.tuples(NAMES, VALUES), max_size=4))),
        occurred=data.draw(WHEN),
        instance=data.draw(st.sampled_from(["", "1", "2"]) | ODD),
        evidence=tuple(data.draw(st.lists(ODD, max_size=2))),
        corrects=data.draw(ODD),
    )

    found = consider(town.tables, town.case, command, town.now)

    if isinstance(found, Refusal):
        for one in (found, *found.others):
            assert all(one.text.in_language(code) for code in ("fi", "sv", "en"))
    else:
        after = town.case
        for event in found.events:
            after = evolve(town.tables, after, event)
        assert after.seq == town.case.seq + len(found.events)


ROLELESS = """
format: 1
id: bare
activities:
  a: {kind: task}
  b: {kind: task}
limits:
  soon: {anchors: [a], stop: b, duration: 3 days, escalations: [{tell: [board]}]}
"""
BROKEN = ("role", "organisation", "person", "on_behalf_of")


@pytest.mark.parametrize("field", BROKEN)
@pytest.mark.parametrize("verb", ["open", "clock"])
def test_nobody_acts_under_a_name_that_cannot_be_kept(field, verb):
    """A model without roles asks nobody who they are, and the clock nobody at all; but what they say must be text."""
    model, now = load(ROLELESS), dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC)
    case = new_case(model, "c")
    for one in () if verb == "open" else (Command(verb="open"), Command(verb="complete", element="a")):
        for event in consider(model, case, one, now).events:
            case = evolve(model, case, event)
    later = now + dt.timedelta(days=9)

    found = consider(model, case, Command(verb=verb, by=Actor(**{field: "x\ud800"})), later)
    kept = consider(model, case, Command(verb=verb, by=Actor(**{field: "x"})), later)

    assert [(one.name, one.detail) for one in found.needs] == [(field, "characters")]
    assert kept.events


HOSTILE = {"deadline": None, "suppress_health_check": list(HealthCheck)}


@settings(max_examples=250, **HOSTILE)
@given(data=st.data())
def test_any_command_gets_an_answer(town, people, data):
    """Whatever is asked, in whatever state, the answer is a decision whose events fold, or a refusal with words."""
    any_command_gets_an_answer(town, people, data)


@pytest.mark.nightly
@settings(max_examples=10_000, **HOSTILE)
@given(data=st.data())
def test_any_command_of_very_many_gets_an_answer(town, people, data):
    """The same over as many commands as a night allows."""
    any_command_gets_an_answer(town, people, data)


@settings(max_examples=200, **HOSTILE)
@given(data=st.data())
def test_a_command_that_goes_through_can_be_told_in_its_events(town, data):
    """What each verb makes fits its table: the first event has its kind and transition."""
    verb = data.draw(st.sampled_from(VERBS))
    section = [element.id for found, element in elements(town.tables.model) if found == verb.section]
    element = data.draw(st.sampled_from(section)) if section else ""
    command = Command(verb=verb.name, element=element, by=data.draw(ACTORS), data=(("reason", "x"),))

    found = consider(town.tables, town.case, command, town.now)

    if isinstance(found, Decision) and found.events and verb.name not in ("correct", "decline"):
        assert found.events[0].kind in (verb.kind, town.tables.items[town.tables.index.get(element, 0)].kind)
        assert found.events[0].transition == verb.transition
