"""A small model, a case on it, and histories, for tests."""

from __future__ import annotations

import datetime as dt

from collabmodel.case import Case, Command, Refusal, decide, replay
from collabmodel.formats import load
from collabmodel.history import Actor, Event, History, HistoryBuilder, from_events
from collabmodel.model import Model
from collabmodel.testing.builders import NOON

_MODEL = """
format: 1
id: talks
title: Talks
language: en
organisations: {school: {title: School}}
roles:
  worker: {title: Worker, side: professional, organisations: [school]}
  client: {title: Client, side: client}
case: {subjects: [client], openings: [request]}
phases:
  work: {title: Work, entry: kind:case.opened, exit: [goodbye], responsible: [worker]}
activities:
  talk:
    title: Talk
    kind: meeting
    phase: work
    repeat: {maximum: 9}
    participants: [{role: client, mode: required}, {role: worker, mode: perform}]
  goodbye:
    title: Goodbye
    kind: meeting
    phase: work
    required: true
    participants: [{role: client, mode: required}, {role: worker, mode: perform}]
endings:
  over: {title: Over, outcome: success}
"""
DAY = dt.timedelta(days=1)


def a_model() -> Model:
    """
    Make a model: a client and a worker talk, any number of times, and say goodbye.

    >>> [activity.id for activity in a_model().activities]
    ['talk', 'goodbye']
    """
    return load(_MODEL)


def case_events(case: str = "c1", talks: int = 2) -> tuple[Event, ...]:
    """
    Give the events of a case on the small model, as they were decided: opened, and so many talks, one a day.

    Args:
        case: Id of the case.
        talks: How many talks, 0 to 9.

    >>> [event.element for event in case_events(talks=1)][-1]
    'talk'
    """
    model = a_model()
    worker = Actor(role="worker", person="p-17", organisation="school")
    asked = [
        Command(verb="open", by=worker, data=(("opening", "request"),)),
        Command(verb="join", element="client", by=worker, data=(("person", "p-18"),)),
        *(Command(verb="complete", element="talk", by=worker) for _ in range(talks)),
    ]
    so_far: tuple[Event, ...] = ()
    for number, command in enumerate(asked):
        found = decide(model, replay(model, case, so_far), command, NOON + number * DAY)
        assert not isinstance(found, Refusal), found
        so_far += found
    return so_far


def a_case(case: str = "c1", talks: int = 2) -> Case:
    """
    Make a case on the small model, replayed from its events.

    Args:
        case: Its id.
        talks: How many talks there were, 0 to 9.

    >>> a_case().status, a_case().seq == len(case_events())
    ('open', True)
    """
    return replay(a_model(), case, case_events(case, talks))


def a_history(cases: int = 2, talks: int = 2) -> History:
    """
    Make the histories of cases on the small model.

    Args:
        cases: How many cases, >= 0.
        talks: How many talks each had, 0 to 9.

    >>> a_history(cases=3).cases
    ('c1', 'c2', 'c3')
    """
    return from_events(event for number in range(1, cases + 1) for event in case_events(f"c{number}", talks))


def a_long_history(cases: int = 2_000, events: int = 3) -> History:
    """
    Make a history of many cases, quickly: the events are plain, and nothing decided them.

    Args:
        cases: How many cases, >= 0.
        events: How many events each has, >= 1.

    >>> len(a_long_history(10, 3))
    30
    """
    builder = HistoryBuilder()
    for number in range(1, cases + 1):
        for seq in range(1, events + 1):
            when = NOON + dt.timedelta(minutes=number * events + seq)
            builder.event(
                Event(
                    id=f"c{number}-{seq}", case=f"c{number}", seq=seq, occurred=when, recorded=when, kind="meeting",
                    element="talk", transition="completed", actor=Actor(role="worker", person=f"p-{number}"),
                )
            )  # fmt: skip
    return builder.finish()
