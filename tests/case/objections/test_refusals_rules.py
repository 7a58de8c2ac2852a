"""What every refusal carries: the element it is about, its sources, and words in which people find what they know."""

from __future__ import annotations

import attrs
import pytest

from collabmodel.case import evolve, new_case
from collabmodel.case.tables import tables_of

SECTIONS = ("activities", "phases", "limits", "rules", "links", "leads", "consents", "roles")


def sourced(model):
    """Give the model with a source of its own on every element that may have one."""
    parts = {
        name: tuple(attrs.evolve(one, cites=(f"source of {one.id}",)) for one in getattr(model, name))
        for name in SECTIONS
    }
    return attrs.evolve(model, **parts)


@pytest.fixture
def cited(town, town_model):
    """The open case of the town, with sources everywhere."""
    events = town.case.record.events
    town.tables = tables_of(sourced(town_model))
    town.case = new_case(town.tables, "c1")
    for event in events:
        town.case = evolve(town.tables, town.case, event)
    return town


ALONE = {"attendance": [{"role": "child", "person": "c", "outcome": "came"}]}


@pytest.mark.parametrize(
    ("who", "asked", "data", "reason", "found", "words"),
    [
        ("teacher", ("complete", "review"), {}, "entry condition", ("review", "review"), {"Check-up", "Talk"}),
        ("teacher", ("complete", "last_word"), {}, "phase", ("last_word", "later"), set()),
        ("teacher", ("complete", "visit"), {}, "not planned", ("visit", ""), {"Visit"}),
        ("teacher", ("complete", "talk"), {}, "consent", ("talk", "talk"), {"Share"}),
        ("nurse", ("complete", "agree_lead"), {}, "role", ("agree_lead", "nurse"), {"Assistant", "Teacher"}),
        ("teacher", ("join", "nurse"), {"person": "x"}, "competence", ("nurse", ""), {"Trained"}),
        (
            "teacher", ("join", "assistant"), {"person": "x", "organisation": "clinic"}, "organisation",
            ("assistant", "assistant"), {"School"},
        ),
        ("assistant", ("complete", "agree_lead"), {}, "no participant", ("agree_lead", ""), {"Assistant"}),
        ("head", ("extend", "often"), {"reason": "ill", "by": "2 days"}, "limit", ("often", "often"), set()),
        ("teacher", ("end", "agree_lead"), {"outcome": "odd"}, "outcome", ("agree_lead", "agree_lead"), set()),
        ("teacher", ("start", "agree_lead"), {}, "done already", ("agree_lead", ""), set()),
        ("teacher", ("complete", "gathering"), ALONE, "quorum", ("gathering", "gathering"), set()),
    ],
)  # fmt: skip
def test_a_refusal_says_what_it_is_about(cited, people, who, asked, data, reason, found, words):
    """The element asked for, the sources of what stands in the way, and needs by their titles in every language."""
    told = cited.no(people[who], *asked, **data)[reason]
    about, source = found
    text = " ".join(need.text.in_language("en") for need in told.needs)

    assert (told.element, told.cites) == (about, (f"source of {source}",) if source else ())
    assert {word for word in words if word not in text} == set()
    assert all({language for language, _ in need.text.versions} == {"fi", "sv", "en"} for need in told.needs)


def test_a_limit_lengthened_as_often_as_it_may_says_so(cited, people):
    """The refusal of one more lengthening names the limit with its sources."""
    cited.do(people["head"], "extend", "answer_time", reason="ill", by="1 working day")

    told = cited.no(people["head"], "extend", "answer_time", reason="ill", by="1 working day")["maximum reached"]

    assert (told.element, told.cites) == ("answer_time", ("source of answer_time",))


def test_a_repeated_activity_at_its_end_says_so(cited, people):
    """What was done as often as it may be is refused with the event by which it was, and its sources."""
    for _ in range(2):
        (done, *_) = cited.do(people["teacher"], "complete", "rare")

    told = cited.no(people["teacher"], "complete", "rare")["first"]

    assert (told.element, told.events, told.cites) == ("rare", (done.id,), ("source of rare",))
