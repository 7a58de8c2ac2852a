"""Consent and other grounds over time."""

from __future__ import annotations

import attrs

from collabmodel.case import Decision


def test_withdrawal_takes_effect_on_the_next_command(town, people):
    """What a consent allowed goes no longer once it is withdrawn, and the refusal names the withdrawal."""
    town.do(people["child"], "give", "share")
    town.do(people["teacher"], "complete", "talk")
    (withdrawn,) = town.do(people["child"], "withdraw", "share")

    told = town.no(people["teacher"], "complete", "talk")

    assert told["consent"].events == (withdrawn.id,)


def test_one_who_withdrew_outweighs_another_who_gave(town, people):
    """A guardian's consent does not stand against the child's own refusal."""
    town.do(people["guardian"], "give", "share")
    town.do(people["teacher"], "complete", "talk")
    town.do(people["child"], "refuse", "share")

    assert "consent" in town.no(people["teacher"], "complete", "talk")


def test_a_consent_runs_out(town, people):
    """A consent with an end counts until that day is over."""
    town.do(people["child"], "give", "share", until="2026-03-03")
    town.do(people["teacher"], "complete", "talk")

    town.now = town.now.replace(day=4)

    assert "consent" in town.no(people["teacher"], "complete", "talk")


def test_what_cannot_be_withdrawn_is_not(town, people):
    """A consent of which the model says so stays."""
    (given,) = town.do(people["child"], "give", "for_ever")

    assert town.no(people["child"], "withdraw", "for_ever")["consent"].events == (given.id,)


def test_a_legal_basis_in_force_stands_in(town, people):
    """A recorded ground that replaces the consent will do, until it is ended."""
    town.do(people["teacher"], "record", "law", reason="must")
    town.do(people["teacher"], "complete", "talk")
    town.do(people["teacher"], "end", "law")

    assert "consent" in town.no(people["teacher"], "complete", "talk")


def test_consent_is_not_asked_where_it_does_not_decide(town, people):
    """Where the scope's own condition is false nothing is held up; where nobody knows, consent is needed."""
    assert "consent" in town.no(people["teacher"], "complete", "home_call")
    town.do(people["teacher"], "learn", may_decide=False)
    town.do(people["teacher"], "complete", "home_call")
    town.do(people["teacher"], "learn", may_decide=True)
    assert "consent" in town.no(people["teacher"], "complete", "home_call")

    town.do(people["child"], "give", "grown_up")

    town.do(people["teacher"], "complete", "home_call")


def test_somebody_may_record_what_another_says(town, people):
    """A worker gives consent for a child who takes part, on their behalf; the child is its giver."""
    by = attrs.evolve(people["teacher"], on_behalf_of="c")

    town.do(by, "give", "share")

    assert [(one.giver, one.role, one.state) for one in town.case.grants] == [("c", "child", "given")]
    assert "no participant" in town.no(attrs.evolve(by, on_behalf_of="x"), "give", "share")


def test_disclosure_keeps_to_what_the_ground_says(town, people):
    """Under a consent only its recipients learn only what it covers."""
    town.do(people["child"], "give", "share", recipients=["clinic"])

    town.do(people["teacher"], "disclose", "share", to="clinic", what="talk")

    assert town.needs(people["teacher"], "disclose", "share", to="school", what="gathering") == {
        ("data", "to", "recipient"),
        ("data", "what", "covered"),
    }


def test_what_ends_without_being_done_needs_no_ground(town, people):
    """Booking, missing and declining share nothing."""
    town.do(people["teacher"], "book", "talk", at="2026-03-20T10:00+02:00")

    town.do(people["teacher"], "miss", "talk")


def test_a_relative_does_not_speak_in_the_child_s_voice(town, people):
    """What only the child decides cannot be given, rated or attested by a guardian for the child."""
    by = attrs.evolve(people["guardian"], on_behalf_of="c")

    assert "role" in town.no(by, "give", "share")
    assert "role" in town.no(by, "attest", "felt", answer="met", voice="child")
    town.do(attrs.evolve(people["teacher"], on_behalf_of="c"), "attest", "felt", answer="met", voice="child")


def test_a_consent_given_afterwards_justifies_nothing(town, people):
    """What was done before anybody agreed was done without consent, whenever it is entered."""
    before = town.now
    town.do(people["child"], "give", "share")

    assert "consent" in town.no(people["teacher"], "complete", "talk", occurred=before)


def test_a_legal_basis_recorded_afterwards_justifies_nothing(town, people):
    """The same of another ground, which counts from when it is said to hold."""
    before = town.now
    town.do(people["teacher"], "record", "law", reason="danger")

    assert "consent" in town.no(people["teacher"], "complete", "talk", occurred=before)
    assert isinstance(town.ask(people["teacher"], "complete", "talk"), Decision)


def test_recipients_are_organisations_and_roles_of_the_model(town, people):
    """A ground reaches those whom the model knows; a name typed there would reach nobody, and be kept and printed."""
    told = town.needs(people["teacher"], "record", "law", reason="danger", recipients=["Aino"])
    known = town.ask(people["teacher"], "record", "law", reason="danger", recipients=["clinic", "head"])

    assert told == {("data", "recipients", "recipient")}
    assert isinstance(known, Decision)
