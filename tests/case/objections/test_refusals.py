"""Refusals in an open case: one row for each reason, with exactly what is missing."""

from __future__ import annotations

import datetime as dt

import pytest

HERE = {"role": "teacher", "person": "t", "organisation": "school", "presence": "in person", "outcome": "came"}
KID = {"role": "child", "person": "c", "presence": "in person", "outcome": "came"}
CLINIC = {"role": "nurse", "person": "n", "organisation": "clinic", "presence": "remote"}
TEACHERS = {("role", "teacher", ""), ("role", "assistant", "")}
LATER = "2026-03-20T10:00+02:00"

ROWS = [
    # who, verb, element, data, reason, needs
    ("teacher", "dance", "", {}, "unknown verb", set()),
    ("teacher", "complete", "nothing", {}, "unknown element", set()),
    ("teacher", "complete", "share", {}, "unknown verb", set()),
    ("teacher", "attest", "kept", {"answer": "met", "voice": "child"}, "unknown verb", set()),
    ("teacher", "open", "", {"opening": "referral", "age": 12}, "already open", set()),
    ("teacher", "consult", "", {"question": "what if"}, "already open", set()),
    ("teacher", "reopen", "", {"reason": "again"}, "already open", set()),
    ("stranger", "complete", "agree_lead", {}, "role", TEACHERS),
    ("nurse", "complete", "agree_lead", {}, "role", TEACHERS),
    ("child", "close", "", {"ending": "done"}, "role",
     {("role", one, "") for one in ("teacher", "assistant", "nurse", "visitor", "head")}),
    ("assistant", "complete", "agree_lead", {}, "no participant", {("participant", "assistant", "")}),
    ("child", "join", "nurse", {"person": "x", "competences": ["trained"]}, "role",
     {("role", one, "") for one in ("teacher", "assistant", "nurse", "visitor", "head")}),
    ("assistant", "join", "guardian", {"person": "x"}, "no participant", {("participant", "assistant", "")}),
    ("teacher", "join", "child", {"person": "c"}, "done already", set()),
    ("teacher", "leave", "child", {"person": "x"}, "no participant", set()),
    ("teacher", "join", "nurse", {"person": "x", "competences": ["trained", "kind"]}, "data",
     {("data", "competences", "competence")}),
    ("teacher", "join", "nurse", {"person": "x"}, "competence", {("competence", "trained", "")}),
    ("teacher", "join", "assistant", {"person": "x", "organisation": "clinic"}, "organisation",
     {("organisation", "school", "")}),
    ("teacher", "complete", "last_word", {}, "phase", {("phase", "later", "")}),
    ("teacher", "complete", "review", {}, "entry condition",
     {("event", "check_up", ""), ("event", "talk", ""), ("condition", "mood", 'mood == "bad"'), ("fact", "mood", "")}),
    ("teacher", "complete", "visit", {}, "not planned", {("plan", "visit", "")}),
    ("teacher", "move", "home_call", {"at": LATER}, "not planned", {("plan", "home_call", "")}),
    ("teacher", "start", "agree_lead", {}, "done already", set()),
    ("teacher", "complete", "agree_lead", {"instance": "tenth"}, "no such instance", {("event", "agree_lead", "1")}),
    ("teacher", "resume", "agree_lead", {}, "not suspended", set()),
    ("teacher", "end", "agree_lead", {"outcome": "odd"}, "outcome",
     {("data", "outcome", one) for one in ("declined", "expired", "no-show", "cancelled", "not held")}),
    ("nurse", "complete", "check_up", {}, "data", {("data", "result", "missing")}),
    ("nurse", "complete", "check_up", {"result": "odd", "weight": 0, "on": "soon", "words": "shy", "wieght": 1}, "data",
     {("data", "result", "choice"), ("data", "weight", "too small"), ("data", "on", "date"), ("data", "words", "list"),
      ("data", "wieght", "weight")}),
    ("nurse", "complete", "check_up", {"result": "well", "weight": 201, "words": ["shy", "mean"]}, "data",
     {("data", "weight", "too large"), ("data", "words", "choice")}),
    ("teacher", "learn", "", {}, "data", {("data", "", "missing")}),
    ("teacher", "learn", "", {"age": "old"}, "data", {("data", "age", "integer")}),
    ("teacher", "learn", "", {"Ada Lovelace": 1}, "data", {("data", "?", "not declared")}),
    ("teacher", "learn", "", {"mood": "good\ud800"}, "data", {("data", "mood", "characters")}),
    ("teacher", "book", "gathering", {"at": "tomorrow"}, "data", {("data", "at", "time")}),
    ("teacher", "book", "gathering", {"at": "2026-03-01T10:00+02:00"}, "time", {("time", "at", "past")}),
    ("teacher", "complete", "agree_lead", {"occurred": dt.datetime(2026, 3, 3, tzinfo=dt.UTC)}, "time",
     {("time", "occurred", "future")}),
    ("teacher", "complete", "agree_lead", {"occurred": dt.datetime(2026, 3, 1, tzinfo=dt.UTC)}, "time",
     {("time", "occurred", "before opening")}),
    ("teacher", "complete", "talk", {}, "consent", {("consent", "share", ""), ("consent", "law", ""),
                                                     ("consent", "old_law", "")}),
    ("teacher", "complete", "home_call", {}, "consent", {("consent", "grown_up", "")}),
    ("child", "withdraw", "share", {}, "consent", {("consent", "share", "")}),
    ("teacher", "give", "share", {}, "role", {("role", "child", ""), ("role", "guardian", "")}),
    ("child", "give", "share", {"until": "2026-03-01"}, "time", {("time", "until", "past")}),
    ("child", "give", "share", {"until": "2026-03-01T10:00+02:00"}, "time", {("time", "until", "past")}),
    ("child", "give", "share", {"recipients": ["police"]}, "data", {("data", "recipients", "recipient")}),
    ("teacher", "record", "old_law", {"reason": "must"}, "window", {("time", "old_law", " - 2021-12-31")}),
    ("teacher", "disclose", "law", {"to": "clinic", "what": "talk"}, "consent", {("consent", "law", "")}),
    ("teacher", "disclose", "share", {"to": "clinic", "what": "talk"}, "consent", {("consent", "share", "")}),
    ("teacher", "complete", "gathering", {"attendance": [{"role": "king", "presence": "flying", "outcome": "late"}]},
     "attendance", {("data", "attendance.outcome", "word"), ("data", "attendance.presence", "word"),
                    ("data", "attendance.role", "role")}),
    ("teacher", "complete", "gathering",
     {"attendance": [HERE | {"side": "client", "presence": 1, "age": 3}, KID | {"organisation": "moon"}, "Ann", []]},
     "data", {("data", "attendance", "mapping")}),
    ("teacher", "complete", "gathering",
     {"attendance": [HERE | {"side": "client", "presence": 1, "age": 3}, KID | {"organisation": "moon"}]},
     "attendance", {("data", "attendance.side", "side"), ("data", "attendance.presence", "text"),
                    ("data", "attendance", "not declared"), ("data", "attendance.organisation", "organisation")}),
    ("teacher", "complete", "agree_lead", {"stances": [{"role": "teacher"}]}, "attendance",
     {("data", "stances.stance", "missing")}),
    ("teacher", "complete", "gathering", {}, "quorum",
     {("attendance", "teacher", "in person"), ("attendance", "organisations", "organisations 0 < 2"),
      ("attendance", "client", "people 0 < 1"), ("waiver", "teacher", "quorum_waived"),
      ("attendance", "share", "share 0 < 0.5")}),
    ("teacher", "complete", "gathering", {"attendance": [HERE, KID]}, "quorum",
     {("attendance", "organisations", "organisations 1 < 2")}),
    ("teacher", "complete", "gathering", {"attendance": [HERE | {"presence": "remote"}, KID, CLINIC]}, "quorum",
     {("attendance", "teacher", "in person")}),
    ("child", "accept", "lead", {}, "role", TEACHERS | {("role", "nurse", "")}),
    ("nurse", "accept", "lead", {}, "lead", {("event", "lead.offered", "")}),
    ("nurse", "release", "lead", {}, "lead", {("lead", "lead", "")}),
    ("teacher", "take", "lead", {"person": "x"}, "lead", {("data", "person", "own")}),
    ("teacher", "offer", "lead", {"role": "child"}, "lead", {("role", "teacher", ""), ("role", "nurse", "")}),
    ("teacher", "offer", "lead", {"role": "nurse", "person": "x"}, "lead", {("participant", "nurse", "")}),
    ("assistant", "offer", "lead", {"role": "nurse"}, "no participant", {("participant", "assistant", "")}),
    ("head", "extend", "often", {"reason": "ill"}, "limit",
     {("condition", "mood", 'mood == "bad"'), ("fact", "mood", "")}),
    ("child", "rate", "scale", {"score": -1, "wave": "end", "respondent": "child"}, "data",
     {("data", "score", "too small")}),
    ("nurse", "complete", "check_up", {"result": "well", "instance": "a\nb"}, "data",
     {("data", "instance", "characters")}),
    ("teacher", "offer", "file", {"role": "teacher"}, "lead", {("event", "new_keeper", "")}),
    ("nurse", "extend", "answer_time", {"reason": "ill"}, "role", {("role", "head", "")}),
    ("head", "extend", "answer_time", {"reason": "ill", "by": "4 working days"}, "limit",
     {("time", "by", "3 working days")}),
    ("head", "extend", "answer_time", {"reason": "ill", "by": "soon"}, "data", {("data", "by", "duration")}),
    ("teacher", "resume", "answer_time", {}, "not suspended", set()),
    ("teacher", "waive", "answer_time", {"reason": "ill"}, "role", {("role", "head", "")}),
    ("teacher", "waive", "evaluated", {"reason": "ill"}, "role", {("role", "head", "")}),
    ("head", "override", "quiet", {"reason": "ill"}, "rule", set()),
    ("child", "rate", "scale", {"score": 11, "wave": "soon", "respondent": "guardian"}, "data",
     {("data", "score", "too large"), ("data", "wave", "start, end"), ("data", "respondent", "child, professional"),
      ("data", "respondent", "own")}),
    ("guardian", "rate", "scale", {"score": 1, "wave": "start", "respondent": "child"}, "role",
     {("role", one, "") for one in ("child", "teacher", "assistant", "nurse", "visitor", "head")}),
    ("child", "attest", "felt", {"answer": "yes", "voice": "child"}, "data",
     {("data", "answer", "met, partly, not met")}),
    ("teacher", "link", "siblings", {"to": "c1"}, "link", {("data", "to", "other case")}),
    ("teacher", "unlink", "siblings", {"to": "c2"}, "link", {("event", "siblings.made", "")}),
    ("teacher", "close", "", {}, "data", {("data", "ending", "missing")}),
    ("teacher", "close", "", {"ending": "odd"}, "ending",
     {("ending", "done", ""), ("ending", "lost", ""), ("ending", "grown", "")}),
    ("teacher", "close", "", {"ending": "grown"}, "ending", {("condition", "age", "age >= 18")}),
    ("teacher", "close", "", {"ending": "lost"}, "ending", {("event", "try_again", "0 < 2"), ("event", "notice", "")}),
    ("teacher", "correct", "", {"because": "typo"}, "correction", {("data", "corrects", "missing")}),
    ("teacher", "correct", "", {"because": "typo", "corrects": "c1:2"}, "correction",
     {("event", "kind:phase.active", "")}),
    ("child", "correct", "", {"because": "typo", "corrects": "c1:1"}, "role",
     {("role", one, "") for one in ("teacher", "assistant", "nurse", "visitor", "head")}),
    ("teacher", "correct", "", {"because": "typo", "corrects": "c1:1", "retract": True}, "correction",
     {("event", "kind:case.opened", "")}),
]  # fmt: skip


@pytest.mark.parametrize(("who", "verb", "element", "data", "reason", "needs"), ROWS, ids=range(len(ROWS)))
def test_each_reason_names_exactly_what_is_missing(town, people, who, verb, element, data, reason, needs):
    """A refusal has its reason and needs, all of them and no others, and is told in three languages."""
    told = town.no(people[who], verb, element, **data)

    assert reason in told
    found = [one for one in (told["first"], *told["first"].others) if one.reason.value == reason]
    assert {(need.lack.value, need.name, need.detail) for one in found for need in one.needs} == needs
    for one in (told["first"], *told["first"].others):
        for text in (one.text, *(need.text for need in one.needs)):
            assert all(text.in_language(code) for code in ("fi", "sv", "en"))
            assert set(text.languages()) >= {"fi", "sv", "en"}


@pytest.mark.parametrize("row", ROWS, ids=range(len(ROWS)))
def test_a_refused_command_leaves_the_case_as_it_was(town, people, row):
    """Asking what is refused leaves the case and its record as they were."""
    who, verb, element, data, *_ = row
    before, length = town.case, len(town.case.record.life)

    town.ask(people[who], verb, element, **data)

    assert town.case == before
    assert len(town.case.record.life) == length


def test_all_that_stands_against_a_command_is_told_at_once(town, people):
    """Reasons of several families come together: entry, competence, role and time."""
    told = town.no(people["nurse"], "complete", "review", occurred=dt.datetime(2030, 1, 1, tzinfo=dt.UTC))

    assert list(told)[-1] == "first"
    assert set(told) == {"entry condition", "competence", "role", "time", "first"}


def test_no_refusal_shows_who_or_what_was_typed(town, people):
    """Neither a person's id nor a value nor a strange name stands in what a refusal says."""
    found = town.no(people["child"], "learn", "", **{"Matti Meikäläinen": "salaisuus", "age": "salaisuus"})["first"]

    assert "Matti" not in repr(found)
    assert "salaisuus" not in repr(found)
    assert "'c'" not in repr(found)
