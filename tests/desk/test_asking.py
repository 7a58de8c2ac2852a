"""Questions about a case tell nobody of what lies beyond their reach."""

from __future__ import annotations

import datetime as dt

import pytest

import collabmodel as cm
from collabmodel.desk import open_desk

TEXT = """
format: 1
id: reach
roles:
  nurse: {side: professional}
  helper: {side: professional, sees: [talk]}
activities:
  talk: {kind: meeting, repeat: {maximum: 5}}
  exam: {kind: assessment, repeat: {maximum: 5}}
endings: {over: {outcome: neutral}}
rules:
  examined: {title: The exam is made, template: precedence, a: exam, b: kind:case.closed, enforcement: gate}
links: {back: {kind: reopens, within: 1 day}}
"""
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
NURSE, HELPER = cm.Actor(role="nurse", person="n1"), cm.Actor(role="helper", person="h1")


def test_what_blocks_closing_is_not_told_beyond_reach() -> None:
    """Whoever may not see an element learns that something stands against closing, and not what."""
    with open_desk("memory://", cm.load(TEXT), clock=lambda: NOW) as desk:
        desk.open_case(by=NURSE, id="c1").unwrap()
        desk.record("c1", cm.Command(verb="join", element="helper", by=NURSE, data=(("person", "h1"),))).unwrap()

        seen = desk.blocks_closing("c1", cm.Reader(actor=NURSE))
        hidden = desk.blocks_closing("c1", cm.Reader(actor=HELPER))

    assert isinstance(seen, tuple)
    assert isinstance(hidden, tuple)
    assert "examined" in [one.rule for one in seen]
    assert [one.reason for one in hidden] == [one.reason for one in seen]
    assert all(not (one.rule or one.element or one.needs or one.cites) for one in hidden)


def test_a_stranger_who_is_refused_for_another_reason_learns_no_details() -> None:
    """Where who asks is no reason, a stranger is told the reason alone."""
    now = [NOW]
    with open_desk("memory://", cm.load(TEXT), clock=lambda: now[0]) as desk:
        desk.open_case(by=NURSE, id="c1").unwrap()
        desk.record("c1", cm.Command(verb="complete", element="exam", by=NURSE)).unwrap()
        desk.close_case("c1", "over", by=NURSE).unwrap()
        now[0] += dt.timedelta(days=30)

        stranger = cm.Actor(role="nurse", person="n9")
        found = desk.record("c1", cm.Command(verb="reopen", by=stranger, data=(("reason", "back"),)))

    assert isinstance(found, cm.Refused)
    assert found.refusal.reason is cm.Reason.WINDOW
    assert (found.refusal.needs, found.refusal.events, found.refusal.others) == ((), (), ())


def test_no_case_runs_on_a_set_of_values() -> None:
    """Values judge the cases of a cooperation; a desk refuses to open cases on them, and to move cases to them."""
    values = cm.load("id: v\nkind: values\nprinciples: {kind_words: {}}")
    with pytest.raises(cm.ConfigError, match="no case runs on a set of values"):
        open_desk("memory://", values)

    with open_desk("memory://", cm.load(TEXT), clock=lambda: NOW) as desk:
        desk.open_case(by=NURSE, id="c1").unwrap()
        with pytest.raises(cm.ConfigError, match="no case runs on a set of values"):
            desk.migrate("c1", values, by=NURSE, apply=True)
