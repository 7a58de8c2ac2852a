"""Who may see what of a case."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.case.access_scenes import HOUR, HOUSES, MODEL, NOON, ROLES, grant, participant, record, scene, somebody

import collabmodel as cm
from collabmodel.case import Command, decide, evolve, new_case
from collabmodel.case.access import allows, visible
from collabmodel.case.matters import houses
from collabmodel.case.state import Grant
from collabmodel.case.tables import tables_of
from collabmodel.history import Actor, Event
from collabmodel.model import Organisation, parse

SIDES = {role.id: role.side.value for role in ROLES}
SEES = {role.id: role.sees for role in ROLES}


def look(case, role, event=None, **more):
    return visible(MODEL, case, somebody(role), NOON, event=event, **more)


def test_somebody_who_takes_no_part_sees_nothing():
    """Access is denied by default."""
    stranger = Actor(role="nurse", person="p-other", organisation="clinic")

    found = visible(MODEL, scene(), stranger, NOON, event=record("note", "nurse"))

    assert (found.allowed, found.ground, found.by) == (False, "no participant", "nurse")
    assert found.text.in_language("fi") == "Ei osallistu tapaukseen tässä roolissa."


def test_leaving_takes_effect_at_once():
    """From the moment somebody leaves they see nothing, not even what they recorded."""
    note = record("note", "nurse")

    assert look(scene(), "nurse", note).ground == "own"
    assert look(scene(left=("nurse",)), "nurse", note).ground == "no participant"


def test_one_organisations_record_needs_a_consent_for_another():
    """A professional sees what others' people recorded only on a ground, and the answer names it."""
    note = record("note", "nurse")

    denied = look(scene(), "teacher", note)
    found = look(scene(grant("share", "given")), "teacher", note, purpose="joint  care")

    assert (denied.allowed, denied.ground) == (False, "no consent")
    assert (found.allowed, found.ground, found.by, found.events) == (True, "consent", "share", ("share-given",))


@pytest.mark.parametrize(
    ("changes", "purpose", "ground"),
    [
        ({}, "Joint care", "consent"),
        ({}, "share", "consent"),
        ({}, "", "purpose"),
        ({}, "research", "purpose"),
        ({"purpose": "school start"}, "School  Start", "consent"),
        ({"purpose": "school start"}, "Joint care", "purpose"),
        ({"recipients": ("school",)}, "Joint care", "consent"),
        ({"recipients": ("clinic",)}, "Joint care", "no consent"),
        ({"state": "withdrawn"}, "Joint care", "consent withdrawn"),
        ({"state": "refused"}, "Joint care", "consent refused"),
        ({"until": NOON}, "Joint care", "consent"),
        ({"until": NOON - HOUR}, "Joint care", "no consent"),
        ({"since": NOON + HOUR}, "Joint care", "no consent"),
    ],
)  # fmt: skip
def test_a_consent_counts_for_its_recipients_purpose_and_period(changes, purpose, ground):
    """Recipient, purpose and period of a consent all have to fit, and a withdrawal ends it."""
    case = scene(attrs.evolve(grant("share", "given"), **changes))

    assert look(case, "teacher", record("note", "nurse"), purpose=purpose).ground == ground


def test_one_who_withdraws_is_enough():
    """A consent is not in force while anybody who may give it has withdrawn or refused it."""
    theirs = grant("share", "given", role="guardian", giver="p-guardian")

    found = look(scene(theirs, grant("share", "withdrawn")), "teacher", record("note", "nurse"), purpose="share")

    assert (found.ground, found.events) == ("consent withdrawn", ("share-withdrawn",))


def test_a_consent_to_an_organisation_reaches_as_far_as_the_roles_scope():
    """An organisation receives through people whose work it is; a role named itself needs no scope."""
    case = scene(grant("share", "given"), grant("tell_head", "given"))

    assert look(case, "head", record("meet", "nurse"), purpose="Joint care").ground == "consent"
    assert look(case, "head", record("note", "nurse"), purpose="Joint care").ground == "scope"
    assert look(case, "head", record("home", "nurse")).ground == "consent"


@pytest.mark.parametrize(
    ("changes", "role", "ground"),
    [
        ({}, "teacher", "legal basis"),
        ({"until": NOON - HOUR}, "teacher", "no consent"),
        ({"recipients": ("head",)}, "teacher", "no consent"),
        ({"purpose": "report"}, "teacher", "purpose"),
        ({}, "friend", "scope"),
    ],
)
def test_a_legal_basis_counts_for_professionals_while_it_is_in_force(changes, role, ground):
    """A recorded legal basis stands in for the consents it replaces, to their recipients."""
    case = scene(attrs.evolve(grant("law", "recorded", role="nurse", giver=""), **changes))

    assert look(case, role, record("note", "nurse")).ground == ground


def test_a_legal_basis_is_not_in_force_before_its_first_day():
    """Days of validity are those of the place where the model's calendars are."""
    case = scene(grant("law", "recorded", since=dt.datetime(2025, 1, 1, tzinfo=dt.UTC)))
    people = tuple(attrs.evolve(one, joined=dt.datetime(2025, 1, 1, tzinfo=dt.UTC)) for one in case.participants)
    before = dt.datetime(2025, 12, 31, 12, tzinfo=dt.UTC)

    found = visible(
        MODEL, attrs.evolve(case, participants=people), somebody("teacher"), before, event=record("note", "nurse")
    )

    assert found.ground == "no consent"


def test_whoever_was_there_sees_it():
    """An item that lists the role as participant is seen without a consent."""
    assert look(scene(), "teacher", record("meet", "nurse")).ground == "role"


def test_whoever_was_there_sees_it_no_longer_once_the_person_says_no():
    """A consent that is withdrawn or refused closes what it covers, for those who were there as well."""
    meet = record("meet", "nurse")

    assert look(scene(grant("share", "withdrawn")), "teacher", meet).ground == "consent withdrawn"
    assert look(scene(grant("share", "refused")), "teacher", meet).ground == "consent refused"
    assert look(scene(grant("share", "given")), "teacher", meet, purpose="another").ground == "role"


def test_a_bar_keeps_something_from_the_family():
    """A capable minor's bar wins over the guardian's role, and over what the guardian recorded."""
    case = scene(forbidden=True)

    found = look(case, "guardian", record("note", "nurse"))

    assert (found.allowed, found.ground, found.by) == (False, "barrier", "bar")
    assert look(case, "guardian", record("note", "guardian")).ground == "barrier"
    assert look(case, "guardian", record("meet", "nurse")).ground == "role"


def test_a_bar_that_cannot_be_judged_is_taken_to_hold():
    """Where it is not known whether a bar holds, nothing is shown, and the answer says so."""
    found = look(scene(forbidden=None), "guardian", record("note", "nurse"))

    assert (found.allowed, found.ground, found.by) == (False, "barrier", "bar")
    assert found.text.in_language("en") == "Not shown, because it is not known whether this bar holds: bar."


def test_broken_glass_is_for_professionals_who_take_part_and_say_why():
    """Break-glass is allowed and flagged as such; it needs a reason and a professional of the case."""
    note = record("note", "nurse")

    assert look(scene(), "teacher", note, override="fire").ground == "override"
    assert look(scene(), "teacher", note, override="  ").ground == "no consent"
    assert look(scene(forbidden=True), "guardian", note, override="fire").ground == "barrier"
    assert look(scene(left=("teacher",)), "teacher", note, override="fire").ground == "no participant"


def test_another_organisation_than_the_participants_is_nobody():
    """Naming a participant's person under another organisation gives nothing."""
    other = attrs.evolve(somebody("teacher"), organisation="clinic")

    assert visible(MODEL, scene(), other, NOON, event=record("meet", "nurse")).ground == "no participant"


def test_bookkeeping_is_seen_by_whoever_takes_part_and_has_the_scope():
    """Who takes part and how the case stands is no other organisation's record of the client."""
    event = record("teacher", "nurse", kind="participant")

    assert look(scene(), "teacher", event).ground == "role"
    assert look(scene(), "head", event).ground == "scope"


def test_facts_are_records_of_the_client():
    """What another organisation finds out needs a ground, although facts are no activity."""
    assert look(scene(), "teacher", record("", "nurse", kind="fact")).ground == "no consent"
    assert look(scene(), "nurse", record("", "nurse", kind="fact")).ground == "own"


def test_asked_about_nothing_it_tells_whether_the_case_may_be_known_of():
    """Everybody who takes part may know that the case is there, whatever their scope."""
    assert look(scene(), "friend").ground == "role"
    assert not allows(MODEL, scene(left=("friend",)), somebody("friend"), NOON)


def test_an_element_is_asked_about_as_what_those_who_do_it_record():
    """Without an event the people who do an activity count as those who recorded it."""
    assert look(scene(), "nurse", element="note").ground == "role"
    assert look(scene(), "teacher", element="note").ground == "no consent"
    assert look(scene(), "teacher", element="nothing of the kind").ground == "no consent"
    assert look(scene(), "friend", element="note").ground == "scope"


def test_a_participant_may_be_given_in_place_of_an_actor():
    """Reports ask for whoever takes part."""
    assert visible(MODEL, scene(), participant("child"), NOON, event=record("note", "nurse")).ground == "role"


def test_a_time_without_a_zone_is_a_mistake():
    """Access at no certain time cannot be told."""
    with pytest.raises(ValueError, match="zone"):
        visible(MODEL, scene(), somebody("child"), NOON.replace(tzinfo=None))


GRANTS = st.builds(
    lambda scope, state, who, recipients, purpose, until: Grant(
        scope=scope, state="recorded" if scope == "law" else state, role="" if scope == "law" else who,
        giver="" if scope == "law" else f"p-{who}", recipients=recipients, purpose=purpose,
        since=NOON - 4 * HOUR, until=until, event="e",
    ),
    st.sampled_from(["share", "tell_head", "law"]),
    st.sampled_from(["given", "refused", "withdrawn"]),
    st.sampled_from(["child", "guardian"]),
    st.sampled_from([(), (), ("school",), ("head",), ("teacher", "head")]),
    st.sampled_from(["", "", "report"]),
    st.sampled_from([None, None, NOON - HOUR, NOON + HOUR]),
)  # fmt: skip


def reference(role, joined, grants, event, purpose, forbidden, override):  # noqa: C901, PLR0911, PLR0912
    """Say it once more, in plain sentences, from the words of the policy alone."""
    side = SIDES[role]
    if joined != "now":
        return False
    if override and side == "professional":
        return True
    if role == "guardian" and event.element == "note" and forbidden is not False:
        return False
    if event.actor.person == f"p-{role}":
        return True
    mine = {role, HOUSES.get(role, "nowhere")}
    reaches = "*" in SEES[role] or event.element in SEES[role] or f"kind:{event.kind}" in SEES[role]
    if side != "professional":
        if reaches:
            return True
    else:
        theirs = event.actor.organisation not in ("", HOUSES[role])
        there = (role, event.element) in {("nurse", "note"), ("nurse", "meet"), ("teacher", "meet")}
        if reaches and (not theirs or event.kind in ("case", "participant")):
            return True
    said_no = False
    for scope, elements, recipients, wanted in (
        ("share", ("note", "meet"), {"school"}, {"joint care", "share"}),
        ("tell_head", ("home",), {"head"}, None),
    ):
        spoken = [one for one in grants if one.scope == scope]
        narrowed = [set(one.recipients) & recipients for one in spoken if one.recipients] or [recipients]
        named = all(role in names for names in narrowed)
        housed = all(names & mine for names in narrowed)
        running = [one for one in spoken if one.state == "given" and (one.until is None or one.until >= NOON)]
        if event.element not in elements or not (named or (housed and reaches)):
            continue
        if any(one.state != "given" for one in spoken):
            said_no = True
            continue
        if not running:
            continue
        if all(
            purpose == one.purpose if one.purpose else wanted is None or purpose.lower() in wanted for one in running
        ):
            return True
    law = [one for one in grants if one.scope == "law"]
    narrowed = [set(one.recipients) & {"school"} for one in law if one.recipients] or [{"school"}]
    if event.element == "note" and side == "professional" and all(names & mine for names in narrowed) and reaches:
        running = [one for one in law if one.until is None or one.until >= NOON]
        if any(not one.purpose or one.purpose == purpose for one in running):
            return True
    return side == "professional" and reaches and there and not said_no


@given(
    role=st.sampled_from([role.id for role in ROLES]),
    joined=st.sampled_from(["now", "now", "now", "left", "never"]),
    grants=st.lists(GRANTS, max_size=4, unique_by=lambda one: (one.scope, one.giver)),
    what=st.sampled_from(["note", "meet", "home", "", "teacher"]),
    by=st.sampled_from([role.id for role in ROLES]),
    purpose=st.sampled_from(["", "Joint care", "report", "share"]),
    forbidden=st.sampled_from([True, False, None]),
    override=st.sampled_from([None, None, "", "fire"]),
)
def test_the_policy_says_what_its_sentences_say(role, joined, grants, what, by, purpose, forbidden, override):
    """Over roles, consents, purposes, kinds of events and sides the answer is that of an independent reading."""
    event: Event = record(what, by, kind="participant" if what == "teacher" else "")
    case = scene(*grants, forbidden=forbidden, left=(role,) if joined == "left" else ())
    if joined == "never":
        case = attrs.evolve(case, participants=tuple(one for one in case.participants if one.role != role))

    found = look(case, role, event, purpose=purpose, override=override)

    assert found.allowed is reference(role, joined, grants, event, purpose, forbidden, override), found
    assert set(found.text.languages()) == {"fi", "sv", "en"}


def test_a_withdrawal_takes_effect_on_the_next_call():
    """In the shipped model the partner's picture is seen with a consent, and not from its withdrawal on."""
    model = cm.load("jyvaskyla-youth-reception")
    worker = Actor(role="social_worker", person="w", organisation="child_protection")
    partner = Actor(role="youth_worker", person="y", organisation="youth_reception")
    young = Actor(role="young_person", person="n")
    case, now = new_case(model, "c"), NOON
    grounds = []
    opening = {
        "age": 15, "child_protection_client": True, "opening": "referral",
        "competences": ("licensed_social_worker", "model_trained"),
    }  # fmt: skip
    joining = {"person": "y", "organisation": "youth_reception", "competences": ("model_trained",)}
    for actor, verb, element, data in (
        (worker, "open", "", opening),
        (worker, "complete", "referral", {"reason": "mood"}),
        (worker, "join", "youth_worker", joining),
        (worker, "join", "young_person", {"person": "n"}),
        (partner, "complete", "referral_answer", {"answer": "accepted"}),
        (young, "give", "share_information", {}),
        (worker, "complete", "situation_picture", {"basis": "consent"}),
        (young, "withdraw", "share_information", {}),
        (worker, "leave", "youth_worker", {"person": "y"}),
    ):
        now += HOUR
        command = Command(verb=verb, element=element, by=actor, data=tuple(data.items()))
        for event in decide(model, case, command, now):
            case = evolve(model, case, event)
        grounds.append(
            visible(
                model, case, partner, now, element="situation_picture", purpose="Joint work with the young person"
            ).ground
        )

    assert grounds[-4:] == ["consent", "consent", "consent withdrawn", "no participant"]
    assert visible(model, case, worker, now, element="situation_picture").ground == "consent withdrawn"


def test_somebody_who_joins_later_sees_nothing_before():
    """Taking part begins when it begins."""
    case = scene()
    people = tuple(attrs.evolve(one, joined=NOON + HOUR) for one in case.participants)

    assert look(attrs.evolve(case, participants=people), "nurse").ground == "no participant"


def test_a_role_that_the_model_does_not_know_sees_nothing():
    """Nobody sees by a role that nothing is known of."""
    case = attrs.evolve(scene(), participants=(participant("stranger"),))

    assert look(case, "stranger").ground == "no participant"


def test_a_record_whose_organisation_is_not_known_is_anothers():
    """Where nobody can tell who recorded something, it is not one's own organisation's."""
    nobody = attrs.evolve(record("home", "nurse"), actor=Actor())
    worker = attrs.evolve(record("home", "nurse"), actor=Actor(role="nurse", person="x"))
    derived = attrs.evolve(nobody, caused_by="c:1")

    assert [look(scene(), "nurse", event).ground for event in (nobody, worker, derived)] == [
        "no consent", "role", "role",
    ]  # fmt: skip


def test_people_of_a_part_or_of_a_successor_are_of_the_same_house():
    """An organisation's people see what was recorded by the one whose duties it took over, and that it is part of."""
    organisations = (
        Organisation(id="clinic", part_of="region"), Organisation(id="region"),
        Organisation(id="school", succeeded_by="clinic"),
    )  # fmt: skip
    tables = tables_of(attrs.evolve(MODEL, organisations=organisations))

    assert houses(tables, "clinic") == ("clinic", "region", "school")
    assert houses(tables, "school") == ("school",)
    assert houses(tables, "") == ()


def test_the_last_day_there_is_has_a_day():
    """No time takes a question about a legal basis out of the calendar."""
    case = scene(grant("law", "recorded"))
    last = dt.datetime.max.replace(tzinfo=dt.timezone(-9 * HOUR))

    assert visible(MODEL, case, somebody("teacher"), last, event=record("note", "nurse")).ground == "legal basis"


@pytest.mark.parametrize(("age", "ground"), [(10, "no consent"), (15, "consent"), (None, "consent")])
def test_a_consent_counts_only_where_consent_is_what_decides(age, ground):
    """A condition that is false for certain takes a consent away; where it cannot be told, what was given counts."""
    scopes = tuple(attrs.evolve(one, condition=parse("age >= 12")) for one in MODEL.consents)
    model = attrs.evolve(MODEL, consents=scopes)
    facts = () if age is None else (("age", age),)
    opened = attrs.evolve(record("", "nurse", seq=1), transition="opened", data=facts)
    case = evolve(model, new_case(model, "c"), opened)
    case = attrs.evolve(case, participants=(participant("teacher"),), grants=(grant("share", "given"),))

    found = visible(model, case, somebody("teacher"), NOON, event=record("note", "nurse"), purpose="share")

    assert found.ground == ground


def test_a_professional_whose_organisation_is_not_told_is_of_the_roles_only_one():
    """Nobody loses sight of their own organisation's records because an organisation was left out."""
    people = tuple(attrs.evolve(one, organisation="") for one in scene().participants)
    case = attrs.evolve(scene(grant("share", "given")), participants=people)

    theirs = visible(
        MODEL, case, Actor(role="teacher", person="p-teacher"), NOON, event=record("note", "nurse"), purpose="share"
    )
    own = visible(
        MODEL, case, Actor(role="nurse", person="p-nurse"), NOON,
        event=attrs.evolve(record("home", "nurse"), actor=Actor(role="nurse", person="x", organisation="clinic")),
    )  # fmt: skip

    assert (theirs.ground, own.ground) == ("consent", "role")


def test_grounds_end_after_the_last_moment_of_their_period():
    """A period lasts until its end, that moment included, and no longer."""
    note, basis = record("note", "nurse"), grant("law", "recorded", role="nurse", giver="")

    assert look(scene(attrs.evolve(basis, until=NOON)), "teacher", note).ground == "legal basis"
    assert look(scene(attrs.evolve(basis, until=NOON - HOUR / 60)), "teacher", note).ground == "no consent"
    assert look(scene(attrs.evolve(basis, since=NOON + HOUR)), "teacher", note).ground == "no consent"


def test_an_element_is_recorded_by_the_organisations_of_whoever_does_it():
    """Asked about an element, people of the organisation that does it see it by their role."""
    assert look(scene(), "nurse", element="meet").ground == "role"
    assert look(scene(grant("share", "withdrawn")), "nurse", element="note").ground == "role"
    assert look(scene(), "nurse", element="home").ground == "no consent"
    assert look(scene(), "teacher", element="share").ground == "role"


def test_a_correction_stays_with_those_who_recorded_what_it_corrects():
    """Whoever corrects what others recorded does not make it their own: they see it for as long as they saw that."""
    case = scene()
    note = attrs.evolve(record("note", "nurse"), instance="1")
    again = attrs.evolve(record("note", "teacher", seq=3), id="c:3", corrects="c:2")
    third = attrs.evolve(record("note", "teacher", seq=4), id="c:4", corrects="c:3")
    for event in (note, again, third):
        case = evolve(MODEL, case, event)
    case = attrs.evolve(case, participants=scene().participants)

    seen = {role: [allows(MODEL, case, somebody(role), NOON, event=one) for one in (again, third)] for role in HOUSES}

    assert seen == {"nurse": [True, True], "teacher": [False, False], "head": [False, False]}
