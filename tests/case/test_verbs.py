"""The table of verbs."""

from __future__ import annotations

from collabmodel.case import VERBS, verb_for
from collabmodel.case.datatypes import GIVEN
from collabmodel.case.verbs import section_of
from collabmodel.model import SECTIONS


def test_each_verb_stands_once_for_each_section():
    """A name and a section mean one verb."""
    keys = [(verb.name, verb.section) for verb in VERBS]

    assert len(set(keys)) == len(keys)
    assert {verb.section for verb in VERBS} <= {*SECTIONS, "case"}


def test_all_data_of_verbs_can_be_read():
    """Whatever a verb needs or takes has a shape."""
    assert {name for verb in VERBS for name in (*verb.needs, *verb.takes)} <= set(GIVEN)


def test_a_verb_is_found_by_the_section_of_its_element(town_model):
    """The same word means another thing for a lead than for an activity."""
    assert verb_for(town_model, "accept", "offer_help").kind == ""
    assert verb_for(town_model, "accept", "lead").kind == "lead"
    assert verb_for(town_model, "accept", "nowhere") is None
    assert verb_for(town_model, "close", "talk") is None
    assert section_of(town_model, "share") == "consents"
    assert section_of(town_model, "age") is None
