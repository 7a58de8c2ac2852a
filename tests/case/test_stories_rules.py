"""Whole stories, step by step: which events a command makes, what they change, and what may be asked at the end."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from tests.case.asking_scenes import MODEL, WORKER, opened
from tests.case.pages import changes, reviewed, titled, written

from collabmodel.case import Command, Decision, Refusal, allows, consider, decide, evolve, replay, tables_of, visible
from collabmodel.case.asking import why_not
from collabmodel.case.blocks import blocks_closing
from collabmodel.case.dues import due
from collabmodel.case.steps_open import next_steps
from collabmodel.history import Actor

CHIEF = Actor(role="chief", person="x-1")
CAME = {"presence": "in person", "outcome": "came"}
ALL = [
    {"role": "teacher", "person": "t", "organisation": "school", **CAME},
    {"role": "child", "person": "c", **CAME},
    {"role": "nurse", "person": "n", "organisation": "clinic", "presence": "remote"},
]
MEETINGS = [
    ("teacher", "propose", "gathering", {"times": ["2026-03-09T10:00+02:00", "2026-03-10T10:00+02:00"]}),
    ("teacher", "book", "gathering", {"at": "2026-03-09T10:00+02:00", "instance": "spring"}),
    ("teacher", "move", "gathering", {"at": "2026-03-10T10:00+02:00", "instance": "spring"}),
    ("teacher", "cancel", "gathering", {"instance": "spring", "reason": "snow"}),
    ("teacher", "book", "gathering", {"at": "2026-03-12T10:00+02:00"}),
    ("teacher", "complete", "gathering", {"attendance": ALL}),
    (
        "teacher",
        "complete",
        "gathering",
        {"attendance": [*ALL[::2], {"role": "guardian", "outcome": "no-show"}], "quorum_waived": {"reason": "snow"}},
    ),
    ("teacher", "book", "check_up", {"at": "2026-03-13T10:00+02:00"}),
    ("nurse", "start", "check_up", {}),
    ("nurse", "suspend", "check_up", {"reason": "ill"}),
    ("nurse", "resume", "check_up", {}),
    ("nurse", "complete", "check_up", {"result": "well", "weight": 30, "words": ["shy"]}),
    ("teacher", "complete", "notice", {}),
]
LEADS = [
    ("nurse", "take", "lead", {}),
    ("nurse", "offer", "lead", {"role": "teacher", "expires": "2026-03-05T10:00+02:00"}),
    ("nurse", "withdraw", "lead", {}),
    ("nurse", "offer", "lead", {"role": "teacher", "person": "t"}),
    ("teacher", "refuse", "lead", {"reason": "busy"}),
    ("nurse", "offer", "lead", {"role": "teacher"}),
    ("teacher", "accept", "lead", {}),
    ("teacher", "release", "lead", {}),
    ("teacher", "complete", "agree_lead", {"stances": [{"role": "teacher", "stance": "agree"}]}),
    ("teacher", "take", "house", {}),
    ("nurse", "take", "file", {}),
    ("head", "complete", "new_keeper", {"role": "teacher"}),
]
CONSENTS = [
    ("teacher", "request", "share", {}),
    ("child", "give", "share", {"recipients": ["school"], "until": "2026-06-01"}),
    ("teacher", "complete", "talk", {}),
    ("teacher", "disclose", "share", {"to": "school", "what": "talk"}),
    ("guardian", "refuse", "share", {}),
    ("child", "withdraw", "share", {}),
    ("teacher", "record", "law", {"reason": "must"}),
    ("child", "give", "for_ever", {}),
    ("teacher", "disclose", "law", {"to": "clinic", "what": "talk"}),
    ("teacher", "learn", "", {"may_decide": True, "mood": "bad"}),
    ("child", "give", "grown_up", {}),
    ("teacher", "complete", "home_call", {}),
    ("teacher", "plan", "visit", {}),
    ("teacher", "complete", "visit", {}),
]
LIMITS = [
    ("head", "extend", "answer_time", {"reason": "ill", "by": "1 working day"}),
    ("teacher", "learn", "", {"mood": "bad"}),
    ("head", "extend", "often", {"reason": "ill", "by": "3 days"}),
    ("teacher", "ask", "ask_nurse", {}),
    ("teacher", "ask", "ask_nurse", {"expires": "2026-03-04T10:00+02:00"}),
    ("nurse", "answer", "ask_nurse", {}),
    ("head", "waive", "answer_time", {"reason": "ill"}),
    ("teacher", "complete", "offer_help", {"answer": "declined"}),
    ("child", "rate", "scale", {"score": 4, "wave": "start", "respondent": "child"}),
    ("child", "attest", "felt", {"answer": "met", "voice": "child"}),
    ("teacher", "link", "siblings", {"to": "c2"}),
    ("teacher", "link", "siblings", {"to": "c3"}),
    ("teacher", "unlink", "siblings", {"to": "c2"}),
    ("teacher", "suspend", "work", {"reason": "holidays"}),
    ("teacher", "resume", "work", {}),
    ("teacher", "leave", "guardian", {"person": "g"}),
]
ENDING = [
    ("nurse", "complete", "check_up", {"result": "ill"}),
    ("head", "waive", "evaluated", {"reason": "ill"}),
    ("nurse", "take", "lead", {}),
    ("teacher", "complete", "slow", {}),
    ("teacher", "complete", "rare", {}),
    ("teacher", "complete", "try_again", {}),
    ("teacher", "complete", "finished", {}),
    ("teacher", "complete", "last_word", {}),
    ("teacher", "close", "", {"ending": "done"}),
    ("teacher", "reopen", "", {"reason": "again"}),
]
SEVERAL = [
    ("teacher", "book", "gathering", {"at": "2026-03-09T10:00+02:00", "instance": "spring"}),
    ("teacher", "book", "gathering", {"at": "2026-03-10T10:00+02:00", "instance": "autumn"}),
    ("teacher", "plan", "visit", {"instance": "north"}),
    ("teacher", "plan", "visit", {"instance": "south"}),
    ("teacher", "start", "visit", {"instance": "south"}),
    ("teacher", "suspend", "visit", {"instance": "south", "reason": "ill"}),
    ("teacher", "resume", "visit", {"instance": "south"}),
    ("teacher", "suspend", "gathering", {"instance": "spring", "reason": "ill"}),
    ("teacher", "plan", "talk", {"at": "2026-03-11T10:00+02:00"}),
    ("teacher", "start", "slow", {}),
    ("teacher", "complete", "visit", {"instance": "south"}),
    ("teacher", "cancel", "gathering", {"instance": "spring", "reason": "snow"}),
    ("head", "complete", "notice", {}),
    ("teacher", "take", "lead", {}),
    ("nurse", "take", "lead", {}),
    ("nurse", "offer", "lead", {"role": "teacher", "person": "t"}),
    ("nurse", "offer", "lead", {"role": "teacher"}),
    ("teacher", "accept", "lead", {}),
    ("nurse", "take", "house", {}),
    ("nurse", "offer", "house", {"role": "teacher"}),
    ("teacher", "accept", "house", {}),
]
STORIES = {
    "several": SEVERAL,
    "meetings": MEETINGS,
    "leads": LEADS,
    "consents": CONSENTS,
    "limits": LIMITS,
    "ending": ENDING,
}


@pytest.fixture(scope="session")
def titled_tables(town_model):
    """Tables in which everything has a title, and a lead may have two holders."""
    model = titled(town_model)
    return tables_of(attrs.evolve(model, leads=tuple(attrs.evolve(one, at_most=2) for one in model.leads)))


@pytest.fixture(autouse=True)
def _titled_town(town, titled_tables):
    """Tell of the town in titles that are told apart."""
    town.case = replay(titled_tables, "c1", town.case.record.events)
    town.tables = titled_tables


def gone_through(town, people, story, stop=None):
    """Let a story happen, and tell for each command its events and what they change, or why it was refused."""
    pages = []
    for who, verb, element, data in STORIES[story][:stop]:
        before, found = town.case, town.ask(people[who], verb, element, **data)
        for event in found.events if isinstance(found, Decision) else ():
            town.case = evolve(town.tables, town.case, event)
        pages.append(f"-- {who} {verb} {element}\n" + written(found) + changes(town.tables, before, town.case))
    return "".join(pages)


@pytest.mark.parametrize("story", STORIES)
def test_commands_make_these_events_and_they_these_changes(town, people, story, regenerate):
    """Nothing comes about that a reader of the story has not agreed to, and folding it again gives the same."""
    found = gone_through(town, people, story)

    assert found == reviewed(f"story_{story}", story, found, regenerate)
    assert replay(town.tables, "c1", town.case.record.events) == town.case


@pytest.mark.parametrize("stop", [2, 6, 99])
@pytest.mark.parametrize("story", STORIES)
def test_what_is_open_is_told_as_reviewed(town, people, story, stop, regenerate):
    """Next steps of each person, what is due, what stands against closing: in order, with words and sources."""
    gone_through(town, people, story, stop)
    now = town.now + dt.timedelta(days=3)
    steps = {
        who: [
            (one.verb, one.element, one.instance, one.roles, one.mine, one.due, one.required, one.missing,
             one.title.in_language("sv"), None if one.refusal is None else one.refusal.reason)
            for one in next_steps(town.tables, town.case, people[who], now)
        ]
        for who in ("teacher", "nurse", "child", "assistant")
    }  # fmt: skip
    found = "".join(f"-- {who}\n" + "".join(map(written, told)) for who, told in steps.items())
    found += "-- due\n" + "".join(f"-\n{written(attrs.evolve(one, ledger=None), 1)}" for one in due(
        town.tables, town.case, now
    ))  # fmt: skip
    found += "-- against closing\n" + "".join(
        f"{one.reason.value} {one.element} {[(need.lack.value, need.name, need.detail) for need in one.needs]}\n"
        for one in blocks_closing(town.tables, town.case, now)
    )

    assert found == reviewed("open_things", f"{story} {stop}", found, regenerate)


@pytest.mark.parametrize("story", STORIES)
def test_why_not_is_told_as_reviewed(town, people, story, regenerate):
    """Of each element the reasons why it cannot be done now, as whoever asks is told them."""
    gone_through(town, people, story, 5)
    found = ""
    for item in town.tables.items:
        told = why_not(town.tables, town.case, item.id, people["teacher"], town.now)
        found += f"-- {item.id}\n" + ("" if told is None else written(told))

    assert found == reviewed("why_not", story, found, regenerate)


@pytest.mark.parametrize("way", ["retract", "restate", "started", "planned", "completed", "missed"])
@pytest.mark.parametrize("story", ["several", "meetings", "consents", "limits", "ending", "leads"])
def test_taking_back_and_restating_leave_this(town, people, story, way, regenerate):
    """Each event of a story is corrected in turn, from the same case: what changes, or why it cannot be."""
    gone_through(town, people, story, 9 if story == "ending" else None)
    case, page = town.case, ""
    for event in case.record.events[1:]:
        town.case = case
        data = {"retract": True} if way == "retract" else {} if way == "restate" else {"transition": way}
        more = {"at": "2026-03-20T10:00+02:00"} if way == "restate" and event.transition in ("booked", "moved") else {}
        found = town.ask(people["teacher"], "correct", corrects=event.id, because="typo", **data, **more)
        told = "".join(f"{one.kind} {one.element} {one.transition} {one.instance}\n" for one in getattr(
            found, "events", ()
        ) if not isinstance(one, str))  # fmt: skip
        if isinstance(found, Decision):
            for one in found.events:
                town.case = evolve(town.tables, town.case, one)
            assert replay(town.tables, "c1", town.case.record.events) == town.case
        else:
            told = (
                f"{[one.reason.value for one in (found, *found.others)]} {[(n.name, n.detail) for n in found.needs]}\n"
            )
        page += f"-- {event.kind} {event.element} {event.transition}\n{told}{changes(town.tables, case, town.case)}"

    assert page == reviewed(f"corrected_{way}", story, page, regenerate)


@pytest.mark.parametrize("days", [1, 5, 8, 40])
def test_time_that_passes_makes_these_events(town, people, days, regenerate):
    """What falls due, expires or is to be told is recorded once, with whom it is told to."""
    gone_through(town, people, "limits", 5)
    before = town.case
    now = town.now + dt.timedelta(days=days)
    found = consider(town.tables, town.case, Command(verb="clock", by=Actor(role="teacher", person="t")), now)
    for event in found.events:
        town.case = evolve(town.tables, town.case, event)
    page = written(found) + changes(town.tables, before, town.case)

    assert page == reviewed("clock", str(days), page, regenerate)


@pytest.mark.parametrize("override", [None, " ", "a danger to the child"])
@pytest.mark.parametrize("story", ["several", "consents", "limits"])
def test_who_may_see_what_is_told_as_reviewed(town, people, story, override, regenerate):
    """Of each person and element whether it may be seen, on what ground, by which events, in words."""
    page = ""
    for stop in (2, 6, 99) if story == "consents" and override is None else (99,):
        gone_through(town, people, story, stop)
        for who in ("teacher", "nurse", "child", "guardian", "assistant", "stranger"):
            for element in ("", "talk", "home_call", "check_up", "notice", "share", "lead", "nothing"):
                for purpose in ("", "care"):
                    asked = {"element": element, "purpose": purpose, "override": override}
                    found = visible(town.tables, town.case, people[who], town.now, **asked)
                    assert allows(town.tables, town.case, people[who], town.now, **asked) is found.allowed
                    text = found.text.in_language("sv")
                    page += f"{who} {element} {purpose}: {found.ground} {found.by} {found.events} {text}\n"
        town.case = replay(town.tables, "c1", town.case.record.events[:6])

    assert page == reviewed("seen", f"{story} {override}", page, regenerate)


@pytest.mark.parametrize("retract", [True, False])
def test_a_milestone_falls_or_stands_with_what_it_rests_on(retract, regenerate):
    """Correcting what a milestone or a sentry rests on changes this, event by event."""
    story = opened(age=15).tell("complete", "plan").tell("complete", "picture", basis="law")
    story.tell("plan", "talk").tell("join", "chief", person="x-1").tell("complete", "sign", CHIEF)
    page = ""
    for number, event in enumerate(story.events):
        data = (("because", "typo"),) + ((("retract", True),) if retract else ())
        command = Command(verb="correct", by=WORKER, corrects=event.id, data=data)
        found = decide(MODEL, story.case, command, story.now)
        case = story.case
        for one in () if isinstance(found, Refusal) else found:
            case = evolve(MODEL, case, one)
        page += f"-- {number} {event.kind} {event.element} {event.transition}\n"
        page += written(found) if isinstance(found, Refusal) else changes(tables_of(MODEL), story.case, case)

    assert page == reviewed("corrected_small", "taken back" if retract else "restated", page, regenerate)
