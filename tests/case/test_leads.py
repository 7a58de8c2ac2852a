"""Who holds a lead, and to whom it passes by what happens."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from collabmodel.case.leads import agreed, held_by, lead_passing, leads_named, offer_of, text_in, time_in
from collabmodel.case.state import Holding
from collabmodel.history import Actor, Event
from collabmodel.model import Signature

NOON = dt.datetime(2026, 3, 3, 12, tzinfo=dt.UTC)
TEACHER = Actor(role="teacher", person="t", organisation="school")
NURSE = Actor(role="nurse", person="n", organisation="clinic")


def happened(transition, *, element="lead", by=TEACHER, instance="", id="e9", **data):
    return Event(
        id=id, case="c1", seq=99, occurred=NOON, recorded=NOON, kind="lead", element=element, transition=transition,
        actor=by, instance=instance, data=tuple(data.items()),
    )  # fmt: skip


def folded(town, *events):
    case = town.case
    for event in events:
        case = lead_passing(town.tables, case, event)
    return case


def holders(case):
    return [(one.lead, one.role, one.person, one.organisation) for one in case.holdings]


T_LEADS, N_LEADS = ("lead", "teacher", "t", "school"), ("lead", "nurse", "n", "clinic")


def test_what_events_say():
    """Only texts are taken for texts, and only moments with a zone for moments."""
    event = happened("offered", role="nurse", expires=NOON, naive=NOON.replace(tzinfo=None), number=3)

    assert [text_in(event, name) for name in ("role", "number", "none")] == ["nurse", "", ""]
    assert [time_in(event, name) for name in ("expires", "naive", "role", "none")] == [NOON, None, None, None]


def test_a_lead_that_is_taken_is_held_since_then(town):
    """The holder is who took it, since when it happened, by that event; what is no lead changes nothing."""
    (holding,) = folded(town, happened("taken")).holdings

    assert holding == Holding(lead="lead", role="teacher", person="t", organisation="school", since=NOON, event="e9")
    assert folded(town, happened("taken", element="talk")) == town.case


def test_a_lead_of_an_organisation_is_held_by_no_person(town):
    """Where organisations hold a lead, neither role nor person is kept."""
    assert holders(folded(town, happened("taken", element="house"))) == [("house", "", "", "school")]


def test_the_oldest_holder_gives_way(town):
    """Of a lead that one may hold, the new one takes the place of the old one; taking it again changes nothing."""
    case = folded(town, happened("taken"), happened("taken", by=NURSE))

    assert holders(case) == [N_LEADS]
    assert holders(lead_passing(town.tables, case, happened("taken", by=NURSE))) == [N_LEADS]


@pytest.mark.parametrize(("most", "left"), [(1, ["c"]), (2, ["b", "c"]), (3, ["a", "b", "c"]), (5, ["a", "b", "c"])])
def test_as_many_hold_a_lead_as_it_says(town, most, left):
    """The latest holders stay, up to the number that the lead allows; other leads are not touched."""
    lead = next(one for one in town.tables.model.leads if one.id == "lead")
    tables, case = town.tables, lead_passing(town.tables, town.case, happened("taken", element="house"))
    model = attrs.evolve(
        tables.model,
        leads=tuple(attrs.evolve(lead, at_most=most) if one is lead else one for one in tables.model.leads),
    )
    for person in "abc":
        event = happened("taken", by=attrs.evolve(TEACHER, person=person))
        case = lead_passing(attrs.evolve(tables, model=model), case, event)

    assert [one.person for one in case.holdings if one.lead == "lead"] == left
    assert [one.lead for one in case.holdings].count("house") == 1


def test_only_the_own_holding_is_let_go(town):
    """Releasing ends what the actor holds of that lead, and nothing that others hold."""
    case = folded(town, happened("taken"), happened("taken", element="house"))

    assert holders(lead_passing(town.tables, case, happened("released", by=NURSE))) == holders(case)
    assert holders(lead_passing(town.tables, case, happened("released"))) == [("house", "", "", "school")]


def offered(**data):
    return happened("offered", id="o1", **{"role": "nurse", **data})


@pytest.mark.parametrize(
    ("data", "answer", "held", "open_"),
    [
        ({}, happened("accepted", by=NURSE), [N_LEADS], 0),
        ({"person": "n"}, happened("accepted", by=NURSE), [N_LEADS], 0),
        ({"organisation": "clinic"}, happened("accepted", by=NURSE), [N_LEADS], 0),
        ({"person": "other"}, happened("accepted", by=NURSE), [T_LEADS], 1),
        ({"organisation": "school"}, happened("accepted", by=NURSE), [T_LEADS], 1),
        ({"role": "teacher"}, happened("accepted", by=NURSE), [T_LEADS], 1),
        ({}, happened("refused", by=NURSE), [T_LEADS], 0),
        ({}, happened("withdrawn"), [T_LEADS], 0),
        ({}, happened("withdrawn", by=NURSE), [T_LEADS], 1),
        ({}, happened("expired", by=NURSE), [T_LEADS], 0),
        ({"person": "other"}, happened("accepted", by=NURSE, instance="o1"), [N_LEADS], 0),
        ({}, happened("accepted", by=NURSE, element="house"), [T_LEADS], 1),
    ],
)
def test_an_offer_is_answered_by_whom_it_was_made_to(town, data, answer, held, open_):
    """Accepting passes the lead on; refusing, withdrawing and expiring end the offer and leave the holder."""
    case = folded(town, happened("taken"), offered(**data), answer)

    assert (holders(case), len(case.offers)) == (held, open_)


def test_an_offer_says_from_whom_to_whom_and_until_when(town):
    """Giver, role, person, organisation and the time it expires are kept, with its event."""
    (offer,) = folded(town, offered(person="n", organisation="clinic", expires=NOON)).offers

    assert (offer.lead, offer.giver, offer.role, offer.person) == ("lead", "t", "nurse", "n")
    assert (offer.organisation, offer.expires, offer.event) == ("clinic", NOON, "o1")


def test_of_several_offers_the_named_one_is_answered(town):
    """An answer that names an offer goes for that one, else the first made to its actor."""
    case = folded(town, happened("offered", id="o1", role="nurse"), happened("offered", id="o2", role="nurse"))

    assert offer_of(case, happened("accepted", by=NURSE)).event == "o1"
    assert offer_of(case, happened("accepted", by=NURSE, instance="o2")).event == "o2"
    assert offer_of(case, happened("expired", instance="o2")).event == "o2"
    assert offer_of(case, happened("expired")).event == "o1"
    assert offer_of(case, happened("accepted", by=TEACHER)) is None


@pytest.mark.parametrize(
    ("holding", "held"),
    [
        ({"role": "teacher", "person": "t", "organisation": "school"}, True),
        ({"role": "teacher", "person": "x", "organisation": "school"}, False),
        ({"role": "nurse", "person": "t"}, False),
        ({"organisation": "school"}, True),
        ({"organisation": "clinic"}, False),
        ({"role": "teacher"}, True),
        ({"lead": "house", "organisation": "school"}, False),
    ],
)
def test_who_holds_a_lead(holding, held):
    """A person's holding is theirs alone, an organisation's is everybody's of it, a role's whoever comes in it."""
    assert held_by(Holding(**{"lead": "lead", **holding}, since=NOON), "lead", TEACHER) is held


@pytest.mark.parametrize(
    ("by", "data", "found"),
    [
        (TEACHER, {}, [T_LEADS]),
        (NURSE, {}, [N_LEADS]),
        (Actor(role="head", person="h", organisation="school"), {}, [T_LEADS]),
        (TEACHER, {"lead": "nurse"}, [N_LEADS]),
        (TEACHER, {"lead": "n"}, [N_LEADS]),
        (TEACHER, {"lead": "clinic"}, [N_LEADS]),
        (TEACHER, {"lead": "nobody"}, []),
        (TEACHER, {"lead": "child"}, []),
    ],
)
def test_an_agreement_names_the_holder(town, by, data, found):
    """By role, person or organisation of somebody who takes part; else its actor, else who may hold it first."""
    lead = next(one for one in town.tables.model.leads if one.id == "lead")
    case = agreed(town.tables, town.case, happened("completed", element="agree_lead", by=by, **data), lead)

    assert holders(case) == found


@pytest.mark.parametrize(
    ("wanted", "found"),
    [("nurse", [("lead", "nurse", "", "")]), ("clinic", [("lead", "nurse", "", "clinic")]), ("", []), ("child", [])],
)
def test_where_nobody_fits_the_role_or_organisation_holds_it(new_town, wanted, found):
    """For whoever comes: the first role that fits what was named, of the organisation if one was named."""
    lead = next(one for one in new_town.tables.model.leads if one.id == "lead")
    event = happened("completed", element="agree_lead", lead=wanted)

    assert holders(agreed(new_town.tables, new_town.case, event, lead)) == found


@pytest.mark.parametrize(
    ("signature", "leads"),
    [
        (Signature("agreement", "agree_lead", "completed"), ("lead",)),
        (Signature("task", "new_keeper", "completed"), ("file",)),
        (Signature("agreement", "agree_lead", "planned"), ()),
        (Signature("task", "slow", "completed"), ()),
    ],
)
def test_which_events_name_a_holder(town, signature, leads):
    """What a lead is agreed or passed by names its holder; nothing else does."""
    assert leads_named(town.tables, signature, lambda _: True) == leads
