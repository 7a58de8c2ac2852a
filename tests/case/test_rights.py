"""Who may do what: roles by verb and element, whose voice somebody has, and where people of a role come from."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from collabmodel.case.index import index_of
from collabmodel.case.rights import by, fits, lacking, professionals, roles_that_may, substituted, taking_part, voice_of
from collabmodel.case.state import Participant
from collabmodel.case.tables import tables_of
from collabmodel.case.verbs import verb_for
from collabmodel.history import Actor
from collabmodel.model import Model, Organisation, Role, Side, Text

PROFESSIONALS = ("teacher", "assistant", "nurse", "visitor", "head")
EVERYBODY = ("child", "guardian", *PROFESSIONALS)
TODAY = dt.date(2026, 3, 2)


@pytest.mark.parametrize(
    ("verb", "element", "roles"),
    [
        ("open", "", ("child", *PROFESSIONALS)),
        ("close", "", PROFESSIONALS),
        ("learn", "", PROFESSIONALS),
        ("clock", "", EVERYBODY),
        ("correct", "", EVERYBODY),
        ("join", "child", EVERYBODY),
        ("leave", "child", EVERYBODY),
        ("suspend", "work", ("teacher",)),
        ("suspend", "later", PROFESSIONALS),
        ("take", "lead", ("teacher", "assistant", "nurse")),
        ("accept", "lead", ("teacher", "assistant", "nurse")),
        ("refuse", "lead", ("teacher", "assistant", "nurse")),
        ("release", "lead", ("teacher", "assistant", "nurse")),
        ("offer", "lead", EVERYBODY),
        ("withdraw", "lead", EVERYBODY),
        ("expire", "lead", EVERYBODY),
        ("give", "share", ("child", "guardian")),
        ("withdraw", "share", ("child", "guardian")),
        ("disclose", "share", PROFESSIONALS),
        ("record", "law", PROFESSIONALS),
        ("extend", "answer_time", ("head",)),
        ("waive", "answer_time", ("head",)),
        ("suspend", "answer_time", ("teacher", "head")),
        ("suspend", "often", ("head",)),
        ("suspend", "reply_time", PROFESSIONALS),
        ("waive", "often", ()),
        ("waive", "evaluated", ("head",)),
        ("override", "evaluated", ("head",)),
        ("waive", "quiet", ()),
        ("rate", "scale", ("child", *PROFESSIONALS)),
        ("attest", "felt", ("child",)),
        ("complete", "talk", ("teacher", "assistant")),
        ("complete", "check_up", ("nurse",)),
        ("complete", "gathering", ("teacher", "assistant")),
        ("plan", "visit", ("teacher", "assistant")),
        ("plan", "check_up", ("nurse",)),
        ("complete", "ask_nurse", ("teacher", "assistant")),
        ("answer", "ask_nurse", ("teacher", "assistant", "nurse")),
        ("decline", "ask_nurse", ("teacher", "assistant", "nurse")),
        ("complete", "slow", EVERYBODY),
        ("link", "siblings", PROFESSIONALS),
    ],
)
def test_roles_that_may(town_model, verb, element, roles):
    """Each section of the model says whom it lets act; stand-ins may what those may for whom they stand."""
    tables = tables_of(town_model)

    assert roles_that_may(tables, verb_for(town_model, verb, element), element) == roles


def test_a_participant_under_a_condition_may_act_where_it_may_hold(town_model):
    """Whoever takes part only under a condition acts only where it is not known to fail."""
    (talk,) = [one for one in town_model.activities if one.id == "talk"]
    part = attrs.evolve(talk.participants[0], condition=town_model.activities[3].entry[0].condition)
    model = attrs.evolve(town_model, activities=(attrs.evolve(talk, participants=(part,)),), phases=town_model.phases)
    tables, verb = tables_of(model), verb_for(model, "complete", "talk")

    assert roles_that_may(tables, verb, "talk", lambda _: True) == ("teacher", "assistant")
    assert roles_that_may(tables, verb, "talk", lambda _: False) == PROFESSIONALS


def test_without_professionals_everybody_counts_as_one():
    """A model that names no professional role leaves nobody out."""
    roles = (Role(id="child", side=Side.CLIENT), Role(id="friend", side=Side.FAMILY))

    assert list(professionals(index_of(tables_of(Model(id="m", roles=roles))))) == ["child", "friend"]


def test_stand_ins_stand_in_the_order_of_the_model(town_model):
    """Roles and those that may substitute for them are given once each; a stand-in has none itself."""
    index = index_of(tables_of(town_model))

    assert list(substituted(index, ["nurse", "teacher"])) == ["teacher", "assistant", "nurse"]
    assert list(substituted(index, ["assistant"])) == ["assistant"]


def test_who_may_lengthen_a_limit(town_model):
    """A way of lengthening names its roles; one that names none is open to professionals."""
    index = index_of(tables_of(town_model))
    way = town_model.limits[0].extensions[0]

    assert tuple(by(index, way)) == ("head",)
    assert tuple(by(index, attrs.evolve(way, by=()))) == PROFESSIONALS


def test_who_takes_part_now(town, people):
    """Somebody takes part in one role as one person, until they leave."""
    assert taking_part(town.case, "child", "c").person == "c"
    assert taking_part(town.case, "child", "g") is None
    assert taking_part(town.case, "guardian", "c") is None

    town.do(people["teacher"], "leave", "child", person="c", reason="moved")

    assert taking_part(town.case, "child", "c") is None


@pytest.mark.parametrize(
    ("actor", "voices"),
    [
        (Actor(role="child", person="c"), ("child",)),
        (Actor(role="teacher", person="t", organisation="school", on_behalf_of="c"), ("child",)),
        (Actor(role="teacher", person="t", organisation="school", on_behalf_of="nobody"), ()),
        (Actor(role="guardian", person="g", on_behalf_of="c"), ()),
        (Actor(role="child", person="c", on_behalf_of="g"), ()),
        (Actor(role="pilot", person="p", on_behalf_of="c"), ()),
    ],
)
def test_whose_voice_somebody_has(town, actor, voices):
    """Professionals note down what others say; nobody else speaks in another's voice, relatives least of all."""
    index = index_of(town.tables)

    assert voice_of(index, town.case, actor) == voices


def test_nobody_speaks_for_somebody_who_left(town, people):
    """The voice of somebody who takes part no longer is not taken; a proxy's is as a professional's."""
    index = index_of(town.tables)
    proxy = Role(id="proxy", side=Side.PROXY, title=Text())
    with_proxy = attrs.evolve(index, roles={**index.roles, "proxy": proxy})
    note = attrs.evolve(people["teacher"], on_behalf_of="c")

    assert voice_of(with_proxy, town.case, Actor(role="proxy", person="x", on_behalf_of="c")) == ("child",)
    town.do(people["teacher"], "leave", "child", person="c", reason="moved")
    assert voice_of(index, town.case, note) == ()


@pytest.mark.parametrize(
    ("role", "organisation", "day", "fit"),
    [
        ("teacher", "school", TODAY, True),
        ("teacher", "class", TODAY, True),
        ("teacher", "clinic", TODAY, False),
        ("teacher", "nowhere", TODAY, False),
        ("teacher", "", TODAY, False),
        ("child", "", TODAY, True),
        ("child", "school", TODAY, False),
        ("visitor", "old_clinic", dt.date(2025, 12, 31), True),
        ("visitor", "old_clinic", dt.date(2026, 1, 1), False),
        ("visitor", "clinic", TODAY, True),
        ("nurse", "old_clinic", dt.date(2025, 1, 1), False),
    ],
)
def test_where_people_of_a_role_come_from(town_model, role, organisation, day, fit):
    """They come from an organisation of the role, a part of one, or its successor; lay people from none."""
    index = index_of(tables_of(town_model))

    assert fits(index, index.roles[role], organisation, day) is fit


@pytest.mark.parametrize(
    ("first", "last", "fit"),
    [
        (None, None, True), (TODAY, None, True), (None, TODAY, True), (TODAY, TODAY, True),
        (TODAY + dt.timedelta(days=1), None, False), (None, TODAY - dt.timedelta(days=1), False),
    ],
)  # fmt: skip
def test_an_organisation_counts_from_its_first_through_its_last_day(first, last, fit):
    """Before it was founded and after it ended nobody comes from an organisation."""
    role = Role(id="worker", side=Side.PROFESSIONAL, organisations=("office",))
    office = Organisation(id="office", valid_from=first, valid_until=last)
    index = index_of(tables_of(Model(id="m", roles=(role,), organisations=(office,))))

    assert fits(index, role, "office", TODAY) is fit


def test_a_professional_role_of_no_organisation_takes_any_that_is_known():
    """Where a role names no organisation, professionals come from any of the model's, or any at all if it has none."""
    worker, child = Role(id="worker", side=Side.PROFESSIONAL), Role(id="child", side=Side.CLIENT)
    some = index_of(tables_of(Model(id="m", roles=(worker, child), organisations=(Organisation(id="office"),))))
    none = index_of(tables_of(Model(id="n", roles=(worker, child))))

    assert [fits(some, worker, each, TODAY) for each in ("office", "other", "")] == [True, False, True]
    assert [fits(none, worker, each, TODAY) for each in ("office", "")] == [True, True]
    assert [fits(none, child, each, TODAY) for each in ("office", "")] == [False, True]


def test_organisations_that_succeed_each_other_in_a_ring_end():
    """A ring of successors, or of parts, is walked once."""
    ring = (
        Organisation(id="one", succeeded_by="two", part_of="two"),
        Organisation(id="two", succeeded_by="one", part_of="one"),
        Organisation(id="three", part_of="one"),
    )
    role = Role(id="worker", side=Side.PROFESSIONAL, organisations=("two",))
    index = index_of(tables_of(Model(id="m", roles=(role,), organisations=ring)))

    assert [fits(index, role, each.id, TODAY) for each in ring] == [True, True, True]


@pytest.mark.parametrize(
    ("held", "missing"),
    [
        ((), ("trained",)),
        ((("trained", None),), ()),
        ((("trained", TODAY),), ()),
        ((("trained", TODAY - dt.timedelta(days=1)),), ("trained",)),
        ((("other", None),), ("trained",)),
    ],
)
def test_competences_that_are_lacking(town_model, held, missing):
    """A competence counts through its last day; what the role needs and nobody has then is named."""
    index = index_of(tables_of(town_model))

    assert lacking(index.roles["nurse"], held, TODAY) == missing
    assert lacking(index.roles["child"], held, TODAY) == ()


def test_participants_are_not_shown():
    """Who takes part is left out of the text of a participant."""
    assert "secret" not in repr(
        Participant(role="child", person="secret", joined=dt.datetime(2026, 3, 2, tzinfo=dt.UTC))
    )
