"""A small town's model, and somebody who lets things happen in a case of it."""

from __future__ import annotations

import datetime as dt

import pytest

import collabmodel as cm
from collabmodel.case import Command, Decision, Refusal, consider, evolve, new_case, tables_of
from collabmodel.history import Actor

TOWN = """
format: 1
id: town
language: en
case: {subjects: [child], openings: [referral, application]}
calendars:
  office:
    zone: Europe/Helsinki
    opening: [{days: [mon-fri], start: "08:00", end: "16:00"}]
organisations:
  school: {title: School}
  class: {title: Class, part_of: school}
  old_clinic: {title: Old clinic, succeeded_by: clinic, valid_until: 2025-12-31}
  clinic: {title: Clinic}
competences:
  trained: {title: Trained, valid_for: 12}
roles:
  child: {title: Child, side: client}
  guardian: {title: Guardian, side: family}
  teacher: {title: Teacher, side: professional, organisations: [school]}
  assistant: {title: Assistant, side: professional, organisations: [school], may_substitute: [teacher]}
  nurse: {title: Nurse, side: professional, organisations: [clinic], competences: [trained]}
  visitor: {title: Visitor, side: professional, organisations: [old_clinic]}
  head: {title: Head, side: professional, organisations: [school]}
leads:
  lead: {title: Lead, roles: [teacher, nurse], agreed: agree_lead, at_most: 1, passing: offer, substitutes: [assistant]}
  house: {roles: [teacher, nurse], holder: organisation}
  file:
    {title: File, scope: work, roles: [teacher, nurse], passing: event, passed: new_keeper, substitutes: [assistant]}
facts:
  age: {type: integer, minimum: 0, maximum: 30, required: true}
  born: {type: date}
  may_decide: {type: boolean}
  mood: {type: choice, choices: [good, bad]}
parameters:
  longer: {value: 3 working days, assumption: a number}
  many: {value: 3, unit: people, assumption: a number}
  tries: {value: 2, unit: attempts, assumption: a number}
eligibility:
  young: {title: Young, if: age < 20}
  brave: {title: Brave, if: mood == "good", at: check_up}
endings:
  done: {title: Done, outcome: success}
  lost: {title: Lost, outcome: neutral, scored: false}
  grown: {title: Grown, outcome: neutral, if: age >= 18}
links:
  siblings: {kind: group}
  back: {kind: reopens, within: 10 working days}
consents:
  share: {title: Share, givers: [child, guardian], recipients: [school, clinic], covers: [talk]}
  for_ever: {title: For ever, givers: [child], recipients: [school], covers: [talk], withdrawable: false}
  grown_up: {title: Grown up, givers: [child], recipients: [clinic], covers: [home_call], if: may_decide == true}
legal_bases:
  law: {title: Law, instead_of: [share], covers: [talk], valid_from: 2020-01-01}
  old_law: {title: Old law, instead_of: [share], covers: [talk], valid_until: 2021-12-31}
phases:
  work: {title: Work, entry: "kind:case.opened", exit: finished, responsible: [teacher]}
  later: {title: Later, entry: finished, repeat: {on: "kind:case.reopened"}}
activities:
  talk:
    title: Talk
    kind: contact
    phase: work
    participants: [{role: teacher, mode: perform}, {role: child, mode: heard}]
    consent: [share]
    repeat: {maximum: 3}
  home_call:
    kind: contact
    phase: work
    consent: [grown_up]
    repeat: {maximum: 50}
  check_up:
    title: Check-up
    kind: assessment
    phase: work
    participants: [{role: nurse, mode: perform}]
    data:
      result: {type: choice, choices: [well, ill], required: true}
      weight: {type: number, minimum: 1, maximum: 200}
      on: {type: date}
      words: {type: list, choices: [shy, loud]}
    outcomes: [missed]
  review:
    title: Review
    kind: task
    phase: work
    participants: [{role: teacher, mode: perform}]
    entry: {on: [check_up, talk], if: mood == "bad"}
  visit:
    title: Visit
    kind: contact
    phase: work
    participants: [{role: teacher, mode: perform}]
    repeat: {maximum: 2}
    planning: {by: [teacher], if: age < 18}
  gathering:
    title: Gathering
    kind: meeting
    phase: work
    participants:
      - {role: teacher, mode: required, presence: [in person]}
      - {role: child, mode: invited}
    quorums:
      - {counting: organisations, at_least: 2}
      - {counting: people, at_least: 1, sides: [client], waived_by: [teacher]}
      - {counting: share, at_least: 0.5}
      - {counting: roles, at_least: many, roles: [teacher, nurse, child], if: mood == "bad"}
      - {counting: people, at_least: 1, organisations: [clinic], competences: [trained], if: mood == "bad"}
    repeat: {maximum: 9}
  ask_nurse:
    title: Ask the nurse
    kind: consultation
    phase: work
    participants: [{role: teacher, mode: perform}, {role: nurse, mode: consulted}]
    repeat: {maximum: 9}
  offer_help:
    kind: answer
    phase: work
    participants: [{role: teacher, mode: decide}]
    data: {answer: {type: choice, choices: [accepted, declined], required: true}}
  slow: {kind: task, phase: work, manual: true}
  wake: {kind: task, entry: {on: "kind:case.opened", if: 'count("kind:case.opened", 3 days) == 0'}}
  rare: {kind: task, phase: work, repeat: {maximum: tries}}
  outside: {kind: task, entry: [talk, check_up]}
  agree_lead: {kind: agreement, phase: work, participants: [{role: teacher, mode: decide}], repeat: {maximum: 5}}
  new_keeper: {kind: task, participants: [{role: head, mode: decide}], repeat: {maximum: 5}}
  finished: {kind: decision, phase: work, participants: [{role: teacher, mode: decide}]}
  try_again: {kind: attempt, participants: [{role: teacher, mode: perform}], repeat: {maximum: 9}}
  notice: {kind: information, participants: [{role: teacher, mode: perform}], repeat: {maximum: 9}}
  last_word: {kind: task, phase: later, participants: [{role: teacher, mode: perform}]}
non_engagement:
  lost_path: {attempts_at: try_again, attempts: tries, notice: notice, ending: lost}
limits:
  answer_time:
    title: Answer in time
    anchors: ["kind:case.opened"]
    stop: check_up
    duration: 5 working days
    calendar: office
    extensions: [{by: [head], duration: longer, times: 1}]
    escalations: [{before: 1 working days, tell: [teacher]}, {tell: [head]}]
    responsible: [teacher]
    waived_by: [head]
  often:
    anchors: ["kind:case.opened"]
    stop: notice
    duration: 30 days
    calendar: office
    extensions: [{by: [head], times: 2, if: mood == "bad"}]
  reply_time:
    anchors: [ask_nurse.asked]
    stop: ask_nurse
    duration: 2 days
    calendar: office
rules:
  evaluated:
    title: Evaluated
    template: response
    a: check_up
    b: notice
    enforcement: gate
    waived_by: [head]
  quiet: {template: absence 2, a: notice, enforcement: report}
instruments:
  scale: {respondents: [child, professional], waves: [start, end], minimum: 0, maximum: 10, assumption: a scale}
indicators:
  felt: {type: attestation, question: Heard?, voices: [child], met: 0.9, assumption: a share}
  kept: {type: rule, rule: quiet, met: 0.9, assumption: a share}
"""

TEACHER = Actor(role="teacher", person="t", organisation="school")
NURSE = Actor(role="nurse", person="n", organisation="clinic")
HEAD = Actor(role="head", person="h", organisation="school")
CHILD = Actor(role="child", person="c")
GUARDIAN = Actor(role="guardian", person="g")
ASSISTANT = Actor(role="assistant", person="a", organisation="school")


class Town:
    """A case in the town, from Monday 2 March 2026 at ten on; each command comes a minute later."""

    def __init__(self, model: cm.Model) -> None:
        self.tables = tables_of(model)
        self.case = new_case(self.tables, "c1")
        self.now = dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC)

    def ask(self, by, verb, element="", /, *, instance="", corrects="", occurred=None, **data) -> Decision | Refusal:
        """Ask without doing."""
        self.now += dt.timedelta(minutes=1)
        command = Command(
            verb=verb, element=element, by=by, data=tuple(data.items()), instance=instance, corrects=corrects,
            occurred=occurred,
        )  # fmt: skip
        return consider(self.tables, self.case, command, self.now)

    def do(self, by, verb, element="", /, **data):
        """Do something that must go through, and give its events."""
        found = self.ask(by, verb, element, **data)
        assert isinstance(found, Decision), (verb, element, found.reason, found.needs, found.others)
        for event in found.events:
            self.case = evolve(self.tables, self.case, event)
        return found.events

    def no(self, by, verb, element="", /, **data):
        """Ask what must be refused, and give all refusals by reason, the first first."""
        found = self.ask(by, verb, element, **data)
        assert isinstance(found, Refusal), found
        return {one.reason.value: one for one in reversed((found, *found.others))} | {"first": found}

    def needs(self, by, verb, element="", /, why="first", **data):
        """Ask what must be refused, and give the needs of one reason, else of the first, as (lack, name, detail)."""
        told = self.no(by, verb, element, **data)
        return {(need.lack.value, need.name, need.detail) for need in told[why].needs}


@pytest.fixture(scope="session")
def town_model():
    return cm.load(TOWN)


@pytest.fixture
def new_town(town_model):
    """A case that is not open yet."""
    return Town(town_model)


@pytest.fixture
def town(town_model):
    """An open case with a teacher, a nurse, a head, a child and a guardian."""
    town = Town(town_model)
    town.do(TEACHER, "open", opening="referral", age=12)
    town.do(NURSE, "join", "nurse", competences=["trained"])
    town.do(HEAD, "join", "head")
    town.do(TEACHER, "join", "child", person="c")
    town.do(TEACHER, "join", "guardian", person="g")
    return town


@pytest.fixture
def people():
    """The people of the town by what they are."""
    return {
        "teacher": TEACHER, "nurse": NURSE, "head": HEAD, "child": CHILD, "guardian": GUARDIAN,
        "assistant": ASSISTANT, "nobody": Actor(), "stranger": Actor(role="pilot", person="p"),
    }  # fmt: skip
