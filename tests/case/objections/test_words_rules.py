"""Everything that refusals say, word for word in three languages, as it was reviewed."""

from __future__ import annotations

import attrs
import pytest
from tests.case.objections.test_refusals import HERE, KID, ROWS
from tests.case.pages import reviewed, written

from collabmodel.case import evolve, new_case
from collabmodel.case.tables import tables_of
from collabmodel.model import Text

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


def said(one):
    titled = {"cites": (f"source of {one.id}",)} if hasattr(one, "cites") else {}
    if isinstance(getattr(one, "title", None), Text):
        titled["title"] = Text(tuple((code, f"{code} {one.id}") for code in ("fi", "sv", "en")))
    return attrs.evolve(one, **titled)


@pytest.fixture(scope="session")
def titled_tables(town_model):
    """Tables of the town's model, every element with a source and with a title of its own in every language."""
    parts = {
        field.name: tuple(map(said, getattr(town_model, field.name)))
        for field in attrs.fields(type(town_model))
        if isinstance(getattr(town_model, field.name), tuple)
        and all(hasattr(one, "id") for one in getattr(town_model, field.name))
    }
    return tables_of(attrs.evolve(town_model, **parts))


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
