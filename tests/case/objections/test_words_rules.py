"""Everything that refusals say, word for word in three languages, as it was reviewed."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from tests.case.objections.test_refusals import HERE, KID, LATER, ROWS
from tests.case.pages import reviewed, titled, written

from collabmodel.case import evolve, new_case
from collabmodel.case.blocks import blocks_closing
from collabmodel.case.tables import tables_of

MORE = [
    ("teacher", "complete", "gathering", {"attendance": [HERE | {"outcome": "no-show"}, KID]}),
    ("teacher", "complete", "gathering", {"attendance": [KID], "quorum_waived": {"reason": " "}}),
    ("teacher", "complete", "gathering", {"attendance": [], "quorum_waived": {"reason": "snow"}}),
    ("head", "complete", "gathering", {"attendance": [], "quorum_waived": {"reason": "snow"}}),
    ("teacher", "complete", "gathering", {"attendance": [HERE], "stances": [{"role": "x", "stance": "no"}]}),
    ("teacher", "move", "gathering", {"at": "2026-03-20T10:00+02:00"}),
    ("teacher", "cancel", "gathering", {"reason": "snow"}),
    ("teacher", "suspend", "later", {"reason": "holidays"}),
    ("teacher", "resume", "work", {}),
    ("teacher", "complete", "finished", {"instance": "2"}),
    ("teacher", "reopen", "", {}),
    ("nobody", "complete", "talk", {}),
    ("guardian", "give", "for_ever", {}),
    ("guardian", "attest", "felt", {"answer": "met", "voice": "child"}),
    ("nurse", "leave", "head", {"person": "h"}),
    ("teacher", "join", "nurse", {"person": "n", "competences": ["trained"], "organisation": "school"}),
    ("head", "extend", "answer_time", {}),
    ("head", "halt", "answer_time", {}),
    ("head", "waive", "often", {"reason": "ill"}),
    ("head", "extend", "often", {"reason": "ill", "by": "40 days"}),
    ("nurse", "offer", "house", {"role": "teacher"}),
    ("nurse", "offer", "lead", {"role": "nurse", "person": "n"}),
    ("nurse", "withdraw", "lead", {}),
    ("nurse", "expire", "lead", {}),
    ("teacher", "take", "lead", {"role": "nurse", "organisation": "clinic"}),
    ("head", "take", "lead", {}),
    ("teacher", "close", "", {"ending": "done"}),
    ("teacher", "close", "", {"ending": "done", "reason": 3}),
    ("teacher", "correct", "", {"corrects": "c1:99", "because": "typo"}),
    ("teacher", "correct", "", {"corrects": "c1:1", "because": "typo", "transition": "closed"}),
    ("teacher", "correct", "", {"corrects": "c1:1", "because": "typo", "age": "old"}),
    ("teacher", "correct", "", {"corrects": "c1:1", "because": " "}),
    ("teacher", "correct", "", {"corrects": "c1:3", "because": "typo", "retract": True, "age": 3}),
    ("child", "disclose", "share", {"to": "moon", "what": "nothing"}),
    ("teacher", "record", "law", {}),
    ("teacher", "plan", "talk", {}),
    ("teacher", "plan", "last_word", {}),
    ("nurse", "plan", "visit", {}),
    ("teacher", "miss", "check_up", {"outcome": "missed"}),
    ("teacher", "ask", "ask_nurse", {"expires": "2026-02-01T10:00+02:00"}),
    ("teacher", "answer", "ask_nurse", {}),
    ("teacher", "start", "later", {}),
    ("teacher", "complete", "offer_help", {"answer": "perhaps"}),
]
ASKED = [row[:4] for row in ROWS] + MORE


@pytest.fixture(scope="session")
def titled_tables(town_model):
    """Tables of the town's model, every element with a source and with a title of its own in every language."""
    return tables_of(titled(town_model))


@pytest.fixture
def told(town, titled_tables):
    """The open case of the town, told with those titles."""
    events = town.case.record.events
    town.tables = titled_tables
    town.case = new_case(town.tables, "c1")
    for event in events:
        town.case = evolve(town.tables, town.case, event)
    return town


@pytest.mark.parametrize("number", range(len(ASKED)))
def test_what_is_refused_is_said_as_reviewed(told, people, number, regenerate):
    """Element, rule, sentry, sources, events and every need stand in the refusal, named by title in each language."""
    who, verb, element, data = ASKED[number]
    found = written(told.ask(people[who], verb, element, **data))

    assert found == reviewed("refusals", f"{number}: {who} {verb} {element}".strip(), found, regenerate)


CHECKED = ("nurse", "complete", "check_up", {"result": "well"})
TALKED = ("teacher", "complete", "talk", {})
BAD, GOOD = ("teacher", "learn", "", {"mood": "bad"}), ("teacher", "learn", "", {"mood": "good"})
FINISHED = ("teacher", "complete", "finished", {})
TRIED, NOTICED = ("teacher", "complete", "try_again", {}), ("teacher", "complete", "notice", {})
DONE = ("teacher", "close", "", {"ending": "done"})
GIVEN = ("child", "give", "share", {"recipients": ["school"], "until": "2026-03-20"})
TAKEN = ("nurse", "take", "lead", {})
OFFERED = ("nurse", "offer", "lead", {"role": "teacher", "expires": "2026-03-05T10:00+02:00"})
HERE_TOO = {"attendance": [HERE, KID, {"role": "nurse", "person": "n", "organisation": "clinic", "presence": "remote"}]}
AFTER = [
    # what happened, days later, what is asked
    ([DONE], 30, ("teacher", "reopen", "", {"reason": "again"})),
    ([DONE], 1, ("teacher", "complete", "notice", {})),
    ([DONE], 1, ("teacher", "join", "guardian", {"person": "x"})),
    ([DONE], 1, ("teacher", "close", "", {"ending": "lost"})),
    ([TAKEN, OFFERED], 9, ("teacher", "accept", "lead", {})),
    ([TAKEN, OFFERED], 9, ("nurse", "withdraw", "lead", {})),
    ([TAKEN, OFFERED], 1, ("nurse", "expire", "lead", {})),
    ([TAKEN, ("nurse", "offer", "lead", {"role": "teacher"})], 1, ("nurse", "expire", "lead", {})),
    ([TAKEN, OFFERED], 1, ("nurse", "offer", "lead", {"role": "teacher"})),
    ([TAKEN], 1, ("teacher", "take", "lead", {})),
    ([TAKEN], 1, ("nurse", "take", "lead", {})),
    ([TAKEN], 1, ("teacher", "release", "lead", {})),
    ([TAKEN], 1, ("teacher", "offer", "lead", {"role": "nurse"})),
    ([TAKEN], 1, ("nurse", "offer", "lead", {"role": "head"})),
    ([], 1, ("class teacher", "complete", "notice", {})),
    ([], 1, ("for nobody", "complete", "notice", {})),
    ([], 900, ("nurse", "complete", "check_up", {"result": "well"})),
    ([], 900, ("nurse", "take", "lead", {})),
    ([CHECKED], 1, ("teacher", "close", "", {"ending": "done"})),
    ([CHECKED], 1, ("teacher", "close", "", {"ending": "lost"})),
    ([CHECKED], 1, ("nurse", "complete", "check_up", {"result": "well"})),
    ([CHECKED], 1, ("teacher", "complete", "review", {})),
    ([CHECKED, GOOD], 1, ("teacher", "complete", "review", {})),
    ([TRIED], 1, ("teacher", "close", "", {"ending": "lost"})),
    ([TRIED, TRIED], 1, ("teacher", "close", "", {"ending": "lost"})),
    ([NOTICED, TRIED, TRIED], 1, ("teacher", "close", "", {"ending": "lost"})),
    ([GIVEN], 1, ("teacher", "disclose", "share", {"to": "clinic", "what": "talk"})),
    ([GIVEN], 1, ("teacher", "disclose", "share", {"to": "school", "what": "notice"})),
    ([GIVEN], 30, ("teacher", "complete", "talk", {})),
    ([GIVEN, ("child", "withdraw", "share", {})], 1, ("teacher", "complete", "talk", {})),
    ([("child", "refuse", "share", {})], 1, ("teacher", "complete", "talk", {})),
    ([("child", "give", "for_ever", {})], 1, ("child", "withdraw", "for_ever", {})),
    ([("teacher", "record", "law", {"reason": "must"})], 1, ("teacher", "disclose", "law", {"to": "x", "what": "x"})),
    ([("teacher", "learn", "", {"may_decide": False})], 1, ("teacher", "complete", "home_call", {})),
    ([("teacher", "learn", "", {"may_decide": True})], 1, ("teacher", "complete", "home_call", {})),
    ([("teacher", "suspend", "work", {"reason": "ill"})], 1, ("teacher", "complete", "agree_lead", {})),
    ([("teacher", "suspend", "work", {"reason": "ill"})], 1, ("teacher", "suspend", "work", {"reason": "ill"})),
    ([FINISHED], 1, ("teacher", "complete", "agree_lead", {})),
    ([FINISHED], 1, ("teacher", "complete", "finished", {})),
    ([FINISHED], 2, ("teacher", "start", "later", {})),
    ([("teacher", "learn", "", {"age": 18})], 1, ("teacher", "plan", "visit", {})),
    ([("teacher", "plan", "visit", {})], 1, ("teacher", "move", "visit", {"at": LATER})),
    ([("teacher", "book", "gathering", {"at": LATER})], 1, ("teacher", "move", "gathering", {"at": "soon"})),
    ([("teacher", "book", "gathering", {"at": LATER})], 1, ("teacher", "cancel", "gathering", {"instance": "2"})),
    ([BAD], 1, ("teacher", "complete", "gathering", HERE_TOO)),
    ([BAD], 1, ("teacher", "complete", "gathering", {})),
    ([BAD], 1, ("teacher", "complete", "gathering", {"quorum_waived": {"reason": "snow"}})),
    ([("head", "extend", "answer_time", {"reason": "ill"})], 1, ("head", "extend", "answer_time", {"reason": "ill"})),
    ([("head", "waive", "answer_time", {"reason": "ill"})], 1, ("head", "waive", "answer_time", {"reason": "ill"})),
    ([CHECKED], 1, ("head", "extend", "answer_time", {"reason": "ill"})),
    ([GOOD], 1, ("head", "extend", "often", {"reason": "ill"})),
    ([("teacher", "link", "siblings", {"to": "c2"})], 1, ("teacher", "link", "siblings", {"to": "c2"})),
    ([("teacher", "link", "siblings", {"to": "c2"})], 1, ("teacher", "unlink", "siblings", {"to": "c3"})),
    ([("teacher", "ask", "ask_nurse", {"expires": LATER})], 60, ("nurse", "answer", "ask_nurse", {})),
    ([("teacher", "ask", "ask_nurse", {})], 1, ("child", "answer", "ask_nurse", {})),
    ([("teacher", "leave", "guardian", {"person": "g"})], 1, ("guardian", "give", "share", {})),
    ([("teacher", "leave", "nurse", {"person": "n"})], 1, ("nurse", "complete", "check_up", {"result": "well"})),
    ([BAD], 1, ("nurse", "start", "check_up", {})),
    ([("nurse", "suspend", "check_up", {"reason": "x"})], 1, ("nurse", "complete", "check_up", {"result": "well"})),
    ([NOTICED, NOTICED], 1, ("head", "override", "quiet", {"reason": "ill"})),
]  # fmt: skip


@pytest.fixture
def everybody(people):
    """The people of the town, and some who come from elsewhere or speak for nobody."""
    teacher = people["teacher"]
    return people | {
        "class teacher": attrs.evolve(teacher, organisation="class"),
        "for nobody": attrs.evolve(teacher, on_behalf_of="zz"),
    }


@pytest.mark.parametrize("number", range(len(AFTER)))
def test_what_is_refused_later_is_said_as_reviewed(told, everybody, number, regenerate):
    """What happened before stands in the refusal: its events, what is met already, and what is still missing."""
    before, days, (who, verb, element, data) = AFTER[number]
    for by, *asked, more in before:
        told.do(everybody[by], *asked, **more)
    told.now += dt.timedelta(days=days)
    found = written(told.ask(everybody[who], verb, element, **data))
    found += "-- against closing\n" + "".join(map(written, blocks_closing(told.tables, told.case, told.now)))

    assert found == reviewed("refusals_later", f"{number}: {who} {verb} {element}".strip(), found, regenerate)
