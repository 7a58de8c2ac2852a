"""A case of a small model that is gone through with commands, for tests of what people ask of it."""

from __future__ import annotations

import datetime as dt

from collabmodel.case import Command, Refusal, decide, evolve, new_case
from collabmodel.formats import load
from collabmodel.history import Actor

START = dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC)
WORKER = Actor(role="worker", person="w-1")
CHILD = Actor(role="child", person="c-1")
TEXT = """
format: 1
id: small
language: en
case: {subjects: [child]}
calendars:
  office: {zone: Europe/Helsinki, opening: [{days: [mon, tue, wed, thu, fri], start: "08:00", end: "16:00"}]}
roles:
  child: {title: {fi: Lapsi, sv: Barn, en: Child}, side: client}
  worker: {title: {fi: Työntekijä, sv: Arbetare, en: Worker}, side: professional}
  chief: {side: professional}
facts:
  age: {type: integer}
  urgent: {type: boolean}
endings:
  done: {outcome: success}
  young: {outcome: neutral, if: age < 10}
leads:
  main: {roles: [worker, chief]}
consents:
  sharing: {givers: [child], recipients: [worker], covers: [picture]}
phases:
  work: {title: {fi: Työ, sv: Arbete, en: Work}, entry: kind:case.opened}
  later:
    title: {fi: Myöhemmin, sv: Senare, en: Later}
    entry: [{on: [plan, {element: picture, where: 'basis == "law"'}], if: urgent == true}, agreed]
activities:
  plan:
    title: {fi: Suunnitelma, sv: Plan, en: Plan}
    kind: task
    phase: work
    participants: [{role: worker, mode: perform}]
    required: true
  picture:
    kind: task
    phase: work
    participants: [{role: worker, mode: perform}]
    data: {basis: {type: text, required: true}}
    repeat: {maximum: 3}
  sign: {kind: task, phase: work, participants: [{role: chief, mode: decide}]}
  talk:
    kind: meeting
    phase: work
    planning: {by: [worker], if: age >= 12}
  follow: {kind: task, phase: later}
  ask: {kind: task, phase: work, participants: [{role: worker, mode: perform}], repeat: {maximum: 9}}
  answer:
    title: {fi: Vastaus, sv: Svar, en: Answer}
    kind: task
    phase: work
    participants: [{role: worker, mode: perform}]
    repeat: {maximum: 9}
  hold: {kind: task, participants: [{role: worker, mode: perform}], repeat: {maximum: 9}}
  release: {kind: task, participants: [{role: worker, mode: perform}], repeat: {maximum: 9}}
milestones:
  agreed: {title: {fi: Sovittu, sv: Avtalat, en: Agreed}, achieve: [{on: [plan, picture]}]}
limits:
  answer_due:
    title: {fi: Vastausaika, sv: Svarstid, en: Time to answer}
    anchors: [ask]
    stop: answer
    duration: 7 working days
    calendar: office
    pauses: [{start: hold, end: release}]
    extensions: [{by: [worker], duration: 2 working days, times: 1}]
    responsible: [worker]
rules:
  planned_first:
    title: {fi: Ensin suunnitelma, sv: Först planen, en: First the plan}
    template: precedence
    a: plan
    b: kind:case.closed
    enforcement: gate
    waived_by: [chief]
  follow_up: {template: response, a: sign, b: follow, enforcement: gate, waived_by: [chief], cites: []}
"""
MODEL = load(TEXT)


class Story:
    """A case that goes on command by command, an hour between them."""

    def __init__(self) -> None:
        self.case = new_case(MODEL, "c")
        self.now = START
        self.events = []

    def tell(self, verb: str, element: str = "", who: Actor = WORKER, **data: object) -> Story:
        """Let somebody do something, which must go through."""
        self.now += dt.timedelta(hours=1)
        command = Command(verb=verb, element=element, by=who, data=tuple(data.items()))
        found = decide(MODEL, self.case, command, self.now)
        assert not isinstance(found, Refusal), (verb, element, found)
        for event in found:
            self.case = evolve(MODEL, self.case, event)
        self.events += found
        return self

    def later(self, **much: int) -> Story:
        """Let time pass."""
        self.now += dt.timedelta(**much)
        return self


def opened(**facts: object) -> Story:
    """Give a case that the worker has opened for the child."""
    story = Story().tell("open", **facts)
    return story.tell("join", "child", person="c-1")
