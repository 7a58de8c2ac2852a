"""On what ground something may be seen, by what and since which event, in words: each ground there is, in turn."""

from __future__ import annotations

import attrs
import pytest
from tests.case.access_scenes import HOUR, MODEL, NOON, grant, record, scene, somebody
from tests.case.pages import reviewed, written

from collabmodel.case import allows, visible

LAW = {"role": "nurse", "giver": ""}
SCENES = {
    "nothing said": scene(),
    "given": scene(grant("share", "given"), grant("tell_head", "given")),
    "given for a report": scene(grant("share", "given", purpose="report")),
    "given to a role": scene(grant("share", "given", recipients=("teacher", "school"))),
    "given to the head": scene(grant("share", "given", recipients=("head",))),
    "over": scene(grant("share", "given", until=NOON - HOUR)),
    "withdrawn": scene(grant("share", "withdrawn")),
    "refused": scene(grant("share", "refused"), grant("tell_head", "refused")),
    "two say otherwise": scene(
        grant("share", "given"), grant("share", "refused", role="guardian", giver="p-guardian", event="no")
    ),
    "law": scene(grant("law", "recorded", **LAW)),
    "law for a report": scene(grant("law", "recorded", purpose="report", **LAW)),
    "law that ended": scene(grant("law", "recorded", until=NOON - HOUR, **LAW)),
    "law after a refusal": scene(grant("law", "recorded", **LAW), grant("share", "refused")),
    "bar": scene(forbidden=True),
    "bar unknown": scene(forbidden=None),
    "left": scene(grant("share", "given"), left=("nurse", "teacher", "guardian")),
}
EVENTS = {
    "note": record("note", "nurse", secret="x", open="y"),
    "meet": record("meet", "nurse"),
    "home": record("home", "teacher"),
    "case": record("", "nurse"),
}


@pytest.mark.parametrize("name", SCENES)
def test_grounds_are_told_as_reviewed(name, regenerate):
    """Each role sees what its row of the policy says, and is told by what, since when, and in which words."""
    page = ""
    for role in ("child", "guardian", "friend", "nurse", "teacher", "head", "king"):
        for what, event in EVENTS.items():
            for purpose in ("", "Joint care", "report"):
                found = visible(MODEL, SCENES[name], somebody(role), NOON, event=event, purpose=purpose)
                page += f"{role} {what} {purpose}: {found.ground} {found.by} {found.events} "
                page += f"{' / '.join(words for _, words in found.text.versions)}\n"

    assert page == reviewed("grounds", name, page, regenerate)


@pytest.mark.parametrize("purpose", ["", "report"])
@pytest.mark.parametrize("override", [None, "", "fire"])
@pytest.mark.parametrize("name", ["given for a report", "law for a report", "left", "bar"])
def test_whether_and_why_agree(name, purpose, override):
    """Asking whether something may be seen and asking why give one answer, for events and for elements."""
    for role in ("child", "guardian", "nurse", "teacher", "head"):
        asked = {"purpose": purpose, "override": override}
        for what, event in EVENTS.items():
            for more in ({"event": event}, {"element": what}):
                why = visible(MODEL, SCENES[name], somebody(role), NOON, **asked, **more)

                assert allows(MODEL, SCENES[name], somebody(role), NOON, **asked, **more) is why.allowed


def test_whoever_takes_part_comes_from_where_they_joined():
    """An organisation that is not told is the one joined from; without that, the only one of the role."""
    nurse, case = somebody("nurse"), scene()
    elsewhere = attrs.evolve(
        case, participants=tuple(attrs.evolve(one, organisation="school") for one in case.participants)
    )
    unsaid = attrs.evolve(nurse, organisation="")

    asked = {"event": record("home", "teacher")}

    assert visible(MODEL, case, unsaid, NOON, **asked).ground == "no consent"
    assert visible(MODEL, elsewhere, unsaid, NOON, **asked).ground == "role"


def test_asked_about_nothing_both_ways_of_asking_speak_of_the_case_itself():
    """Whether somebody may know of a case at all is one answer, asked either way."""
    for role in ("child", "guardian", "friend", "nurse", "teacher", "head", "king"):
        known = visible(MODEL, scene(), somebody(role), NOON)

        assert allows(MODEL, scene(), somebody(role), NOON) is known.allowed


def test_words_of_a_ground_name_the_role():
    """Who is told by role is told its name; a role that the model does not know has none."""
    known = written(visible(MODEL, scene(), somebody("nurse"), NOON).text)
    unknown = visible(MODEL, scene(), somebody("king"), NOON, event=EVENTS["note"])

    assert "nurse" in known
    assert (unknown.allowed, unknown.ground, unknown.by) == (False, "no participant", "")
