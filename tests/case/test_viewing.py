"""The events of a case as one reader may see them."""

from __future__ import annotations

import attrs
import pytest
from tests.case.access_scenes import MODEL, NOON, grant, record, scene, somebody

from collabmodel.case.tables import tables_of
from collabmodel.case.viewing import sensitive, view
from collabmodel.history import Actor

NOTE = record("note", "nurse", seq=2, secret="s", open="o")
MEET = record("meet", "nurse", seq=3, secret="s")
HOME = record("home", "guardian", seq=4, secret="s")


def seen(case, role, **more):
    return view(MODEL, case, (NOTE, MEET, HOME), somebody(role), NOON, **more)


def test_what_may_not_be_seen_is_left_out():
    """A view holds only what the policy allows, in order."""
    assert [event.element for event in seen(scene(), "nurse")] == ["note", "meet", "home"]
    assert [event.element for event in seen(scene(), "teacher")] == ["meet", "home"]
    assert [event.element for event in seen(scene(), "friend")] == ["meet"]
    assert seen(scene(left=("nurse",)), "nurse") == ()


def test_whom_the_case_is_about_sees_everything_whole():
    """Nothing is masked from the subject of the case."""
    assert seen(scene(), "child") == (NOTE, MEET, HOME)


def test_sensitive_data_of_another_side_is_masked():
    """The family sees that something sensitive was recorded, and not what."""
    note, meet, home = seen(scene(), "guardian")

    assert note.data == (("secret", None), ("open", "o"))
    assert meet.data == (("secret", None),)
    assert home == HOME


def test_a_professional_who_was_there_sees_it_whole():
    """Who takes part in an item, and whose organisation recorded it, sees its sensitive data."""
    meet, home = seen(scene(), "teacher")

    assert meet == MEET
    assert home.data == (("secret", None),)
    assert seen(scene(), "nurse")[:2] == (NOTE, MEET)


def test_a_ground_shows_what_it_covers_whole():
    """A consent, a legal basis and broken glass are given for the very data."""
    assert NOTE in seen(scene(grant("share", "given")), "teacher", purpose="Joint care")
    assert NOTE in seen(scene(grant("law", "recorded")), "teacher")
    assert NOTE in seen(scene(), "teacher", override="fire")


@pytest.mark.parametrize(("role", "whole"), [("child", True), ("nurse", True), ("teacher", False), ("guardian", False)])
def test_sensitive_facts_are_masked_where_the_case_opens(role, whole):
    """Facts told with the opening are as sensitive as those told later."""
    opened = attrs.evolve(
        record("", "nurse", seq=1), transition="opened", data=(("age", 15), ("forbidden", True)),
        actor=Actor(role="nurse", person="p-other", organisation="clinic"),
    )  # fmt: skip

    found = view(MODEL, scene(), (opened,), somebody(role), NOON)

    assert found[0].data == (("age", 15), ("forbidden", True if whole else None))


def test_only_what_the_model_says_is_sensitive():
    """Which data is sensitive is for the model to say, fact by fact."""
    tables = tables_of(MODEL)

    assert sensitive(tables, NOTE) == {"secret"}
    assert sensitive(tables, record("", "nurse", kind="fact")) == {"forbidden"}
    assert sensitive(tables, record("elsewhere", "nurse")) == frozenset()


def test_the_family_sees_what_the_family_recorded_whole():
    """What one's own side recorded is not masked from it; what nobody known recorded is."""
    home = attrs.evolve(record("home", "guardian", seq=4, secret="s"), actor=Actor(role="guardian", person="other"))
    unknown = attrs.evolve(home, actor=Actor(role="stranger", person="x"))

    whole, masked = view(MODEL, scene(), (home, unknown), somebody("guardian"), NOON)

    assert whole == home
    assert masked.data == (("secret", None),)


def test_an_event_without_sensitive_data_is_shown_as_it_is():
    """Masking changes nothing else."""
    joined = record("teacher", "nurse", seq=5, kind="participant", reason="r")

    assert view(MODEL, scene(), (joined,), somebody("guardian"), NOON) == (joined,)


def test_what_a_consent_is_for_stays_out_of_what_is_printed():
    """The purpose of a consent is free text, and may name somebody."""
    assert "Aino" not in repr(grant("share", "given", purpose="so that Aino gets help"))
