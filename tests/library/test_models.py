import datetime as dt
from functools import cache

import pytest

from collabmodel.check import check
from collabmodel.formats import dump, load, read, shipped
from collabmodel.model import Kind, Severity, Template

MODELS = ("hyvinkaa-values", "jyvaskyla-youth-reception")
TAGS = frozenset(
    {
        "lead",
        "goals",
        "measures",
        "work_division",
        "client_share",
        "client_contact",
        "child",
        "family",
        "outcome",
        "noticed",
        "raised",
        "contribution",
        "information",
    }
)
"""What events may be about, as the values know it."""


@cache
def shipped_model(name):
    """Give a shipped model, read once."""
    return load(name)


def patterns(model):
    """Give the patterns of the rules of a model."""
    return [pattern for rule in model.rules for pattern in (rule.a, rule.b) if pattern is not None]


def test_both_models_are_shipped():
    """The two models are found by their ids."""
    assert set(MODELS) <= set(shipped())


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("form", ["yaml", "json"])
def test_a_shipped_model_survives_writing_and_reading(name, form):
    """Nothing of a shipped model is lost in either form."""
    model = shipped_model(name)

    again = load(dump(model, form))

    assert again == model


@pytest.mark.parametrize("name", MODELS)
def test_a_shipped_model_is_sound(name):
    """The checks find neither an error nor a warning in what we ship."""
    loaded = read(name)

    found = [str(finding) for finding in check(loaded.model, loaded.places) if finding.severity is not Severity.NOTE]

    assert found == []


def test_values_speak_of_kinds_only():
    """The values name no activity of any model, so that they apply to every cooperation."""
    named = [pattern.element for pattern in patterns(shipped_model("hyvinkaa-values")) if pattern.element]

    assert named == []


def test_values_speak_of_documented_tags():
    """The values use the documented tags and no other, and their summary lists them for authors of models."""
    model = shipped_model("hyvinkaa-values")

    used = {pattern.tag for pattern in patterns(model) if pattern.tag}

    assert used <= TAGS
    assert all(tag in model.summary.in_language("en") for tag in used)


def test_the_cooperation_has_what_the_values_speak_of():
    """Every kind and tag that a value asks about occurs in the youth reception model."""
    cooperation = shipped_model("jyvaskyla-youth-reception")
    kinds = {activity.kind: set() for activity in cooperation.activities}
    for activity in cooperation.activities:
        kinds[activity.kind] |= set(activity.tags)

    silent = [
        pattern.short()
        for pattern in patterns(shipped_model("hyvinkaa-values"))
        if pattern.kind != "case"
        and (pattern.kind not in kinds or (pattern.tag and pattern.tag not in kinds[pattern.kind]))
    ]

    assert silent == []


def test_both_models_use_many_templates():
    """The shipped rules show most families of templates, so that readers find an example to start from."""
    used = {rule.template for name in MODELS for rule in shipped_model(name).rules}

    assert len(used) >= 15
    assert {Template.PRECEDENCE, Template.RESPONSE, Template.EXISTENCE} <= used


def test_the_phases_of_the_card_are_there():
    """Start, work and end each have their entry, their exit and somebody responsible."""
    phases = {phase.id: phase for phase in shipped_model("jyvaskyla-youth-reception").phases}

    for id in ("start", "work", "end"):
        assert phases[id].entry
        assert phases[id].exit
        assert phases[id].responsible


def test_not_coming_is_not_scored_against_the_organisations():
    """The endings of the non-engagement paths are unscored, and each path has bounded attempts and a notice."""
    model = shipped_model("jyvaskyla-youth-reception")
    endings = {ending.id: ending for ending in model.endings}

    for path in model.non_engagement:
        assert not endings[path.ending].scored
        assert path.attempts
        assert path.notice


def test_the_city_is_succeeded_by_the_county():
    """The services passed from the city to the wellbeing services county at the turn of 2023."""
    organisations = {each.id: each for each in shipped_model("jyvaskyla-youth-reception").organisations}

    city = organisations["jyvaskyla_city"]
    county = organisations[city.succeeded_by]

    assert city.valid_until + dt.timedelta(days=1) == county.valid_from == dt.date(2023, 1, 1)


def test_the_kinds_of_the_models():
    """One of the shipped models is a cooperation and the other a set of values."""
    assert [shipped_model(name).kind for name in MODELS] == [Kind.VALUES, Kind.COOPERATION]


def test_the_three_meetings_weigh_most():
    """The card calls the three meetings the main means, so no rule about a case weighs more than theirs."""
    rules = shipped_model("jyvaskyla-youth-reception").rules

    heaviest = {rule.id for rule in rules if rule.weight == max(each.weight for each in rules)}

    assert heaviest == {"opening_meeting_held", "mid_term_before_closing", "closing_meeting_held"}
    assert all("B24" in rule.cites for rule in rules if rule.id in heaviest)


def test_other_organisations_can_take_the_model_over():
    """The cooperation is bound to other bodies, with a time of their own, by saying only what differs."""
    text = """
    id: elsewhere
    extends: jyvaskyla-youth-reception
    organisations:
      child_protection: {title: {fi: Toinen lastensuojelu, sv: Ett annat barnskydd, en: Another child protection}}
      youth_reception: {title: {fi: Toinen vastaanotto, sv: En annan mottagning, en: Another reception}}
    parameters:
      answer_time: {value: 3 working days}
    """

    elsewhere = load(text)

    assert [each.severity for each in check(elsewhere) if each.severity is not Severity.NOTE] == []
    assert elsewhere.rules == shipped_model("jyvaskyla-youth-reception").rules
    assert {str(each.value) for each in elsewhere.parameters if each.id == "answer_time"} == {"3 working days"}
