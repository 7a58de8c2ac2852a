"""How leads are taken, offered, answered, agreed and let go."""

from __future__ import annotations

import pytest


def holders(town):
    return [(one.lead, one.role, one.person, one.organisation) for one in town.case.holdings]


def test_a_vacant_lead_is_taken_once(town, people):
    """With one holder at most, nobody takes what is held."""
    (taken,) = town.do(people["nurse"], "take", "lead")

    assert town.no(people["teacher"], "take", "lead")["lead"].events == (taken.id,)
    assert holders(town) == [("lead", "nurse", "n", "clinic")]


def test_an_accepted_offer_passes_the_lead(town, people):
    """The giver holds it until the other has accepted."""
    town.do(people["nurse"], "take", "lead")
    town.do(people["nurse"], "offer", "lead", role="teacher", person="t")
    assert holders(town) == [("lead", "nurse", "n", "clinic")]

    town.do(people["teacher"], "accept", "lead")

    assert holders(town) == [("lead", "teacher", "t", "school")]
    assert town.case.offers == ()


@pytest.mark.parametrize(("who", "verb"), [("teacher", "refuse"), ("nurse", "withdraw")])
def test_a_refused_or_withdrawn_offer_leaves_the_holder(town, people, who, verb):
    """Refusing needs a reason; either way the lead stays."""
    town.do(people["nurse"], "take", "lead")
    town.do(people["nurse"], "offer", "lead", role="teacher")
    assert "done already" in town.no(people["nurse"], "offer", "lead", role="teacher")
    town.do(people[who], verb, "lead", reason="too much")

    assert holders(town) == [("lead", "nurse", "n", "clinic")]
    assert town.case.offers == ()


def test_expiry_never_counts_as_agreement(town, people):
    """An offer past its time can only expire."""
    town.do(people["nurse"], "take", "lead")
    town.do(people["nurse"], "offer", "lead", role="teacher", expires="2026-03-03T10:00+02:00")
    assert "lead" in town.no(people["nurse"], "expire", "lead")
    town.now = town.now.replace(day=4)
    assert "window" in town.no(people["teacher"], "accept", "lead")

    town.do(people["nurse"], "expire", "lead")

    assert holders(town) == [("lead", "nurse", "n", "clinic")]


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ({}, ("lead", "teacher", "t", "school")),
        ({"lead": "nurse"}, ("lead", "nurse", "n", "clinic")),
        ({"lead": "clinic"}, ("lead", "nurse", "n", "clinic")),
        ({"lead": "n"}, ("lead", "nurse", "n", "clinic")),
    ],
)
def test_the_event_that_agrees_names_the_holder(town, people, data, found):
    """By a role, an organisation or a person who takes part; else it is the one who acts."""
    town.do(people["teacher"], "complete", "agree_lead", **data)

    assert holders(town) == [found]


def test_a_lead_passes_by_its_event(town, people):
    """A lead that passes by an event changes hands when it happens, and covers only its scope."""
    town.do(people["head"], "complete", "new_keeper", lead="teacher")

    assert holders(town) == [("file", "teacher", "t", "school")]


def test_a_holder_of_a_lead_may_do_what_lies_under_it(town, people):
    """Who leads a phase may do what lies in it; a lead of the whole case gives nobody the acts of another."""
    town.do(people["nurse"], "take", "lead")
    assert "role" in town.no(people["nurse"], "complete", "agree_lead")

    town.do(people["head"], "complete", "new_keeper", lead="nurse")

    town.do(people["nurse"], "complete", "agree_lead", lead="nurse")


def test_substitutes_act_only_while_a_lead_is_vacant(town, people):
    """Somebody who stands in for a lead without holder may not once there is one."""
    town.do(people["teacher"], "join", "assistant", person="a")
    town.do(people["assistant"], "complete", "check_up", result="well")

    town.do(people["head"], "complete", "new_keeper", lead="nurse")

    assert "role" in town.no(people["assistant"], "complete", "check_up", result="well")


def test_an_organisation_may_hold_a_lead(town, people):
    """Then whoever acts for it holds it, and may pass it on."""
    town.do(people["nurse"], "take", "house")
    assert holders(town) == [("house", "", "", "clinic")]
    other = people["nurse"].__class__(role="nurse", person="m", organisation="clinic")
    town.do(other, "join", "nurse", competences=["trained"])

    town.do(other, "release", "house")

    assert holders(town) == []


def test_a_lead_may_be_named_before_its_holder_comes(town, people):
    """Where nobody of the role takes part yet, the role or organisation holds it for whoever comes."""
    town.do(people["nurse"], "leave", "nurse", person="n")
    town.do(people["teacher"], "complete", "agree_lead", lead="clinic")
    assert holders(town) == [("lead", "nurse", "", "clinic")]
    town.do(people["teacher"], "complete", "agree_lead", lead="moon")
    assert holders(town) == [("lead", "nurse", "", "clinic")]
    town.do(people["nurse"], "join", "nurse", competences=["trained"])

    town.do(people["nurse"], "release", "lead")

    assert holders(town) == []


def test_who_does_not_hold_a_lead_does_not_offer_it(town, people):
    """While somebody holds it only they may; a stand-in does not take it for good."""
    (taken,) = town.do(people["nurse"], "take", "lead")
    assert town.no(people["teacher"], "offer", "lead", role="teacher")["lead"].events == (taken.id,)
    town.do(people["teacher"], "join", "assistant", person="a")
    town.do(people["nurse"], "release", "lead")

    assert town.needs(people["assistant"], "take", "lead") == {("role", "teacher", ""), ("role", "nurse", "")}
