"""What is kept of a case besides its items."""

from __future__ import annotations

import datetime as dt

from collabmodel.case import replay
from collabmodel.case.folds import ESCALATIONS, bookkept
from collabmodel.history import Event


def test_folding_the_record_again_gives_the_same_case(town, people):
    """People, leads, consents, limits and links are a fold of the events."""
    events = []
    for by, verb, element, data in (
        ("nurse", "take", "lead", {}),
        ("nurse", "offer", "lead", {"role": "teacher"}),
        ("child", "give", "share", {"until": "2026-06-01"}),
        ("teacher", "record", "law", {"reason": "must"}),
        ("head", "extend", "answer_time", {"reason": "ill"}),
        ("teacher", "suspend", "answer_time", {"reason": "ill"}),
        ("head", "waive", "evaluated", {"reason": "ill"}),
        ("teacher", "link", "siblings", {"to": "c2"}),
        ("teacher", "ask", "ask_nurse", {"question": "what now?"}),
        ("teacher", "leave", "guardian", {"person": "g"}),
        ("teacher", "accept", "lead", {}),
        ("teacher", "unlink", "siblings", {"to": "c2"}),
    ):
        town.do(people[by], verb, element, **data)
    events = town.case.record.events

    again = replay(town.tables, "c1", events)

    assert again == town.case
    assert again.lengthened == (("answer_time", 1),)
    assert (again.halted, again.waived, again.links) == (("answer_time",), ("evaluated",), ())
    assert [one.scope for one in again.grants] == ["share", "law"]
    assert [one.left is not None for one in again.participants if one.role == "guardian"] == [True]


def test_competences_last_as_long_as_the_model_says(town):
    """A competence told without an end lasts the months that the model gives it."""
    nurse = next(one for one in town.case.participants if one.role == "nurse")

    assert nurse.competences == (("trained", dt.date(2027, 3, 2)),)


def test_coming_again_renews_what_is_known(town, people):
    """Joining once more with competences replaces them; the person is there once."""
    town.do(people["nurse"], "join", "nurse", competences=[["trained", "2030-01-01"]])

    nurses = [one for one in town.case.participants if one.role == "nurse"]

    assert [one.competences for one in nurses] == [(("trained", dt.date(2030, 1, 1)),)]


def test_a_legal_basis_that_has_ended_is_gone(town, people):
    """A legal basis that is ended is kept no longer."""
    town.do(people["teacher"], "record", "law", reason="must")
    town.do(people["teacher"], "end", "law")

    assert town.case.grants == ()


def test_a_consent_lasts_to_the_end_of_its_day_where_the_case_lies(town, people):
    """The last day ends at the model's own midnight."""
    town.do(people["child"], "give", "share", until="2026-03-05")

    assert town.case.grants[0].until == dt.datetime(2026, 3, 5, 21, 59, 59, 999_999, tzinfo=dt.UTC)


def test_a_case_remembers_a_bounded_number_of_escalations(town):
    """However often limits escalate, what a case remembers of it does not grow without end; the latest stay."""
    case = town.case
    noon = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
    for seq in range(1, 2 * ESCALATIONS):
        event = Event(
            id=f"c:{seq}", case="c", seq=seq, occurred=noon, recorded=noon, kind="limit", element="answer_time",
            transition="escalated", data=(("step", 1), ("activation", f"c:{seq}")),
        )  # fmt: skip
        case = bookkept(town.tables, case, event)

    assert len(case.told) == ESCALATIONS
    assert case.told[-1] == ("answer_time", f"c:{2 * ESCALATIONS - 1}", 1)
