"""What the tests of the desk share: a small model, people, commands, and a clock that is told the time."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from pathlib import Path

import attrs

from collabmodel.adapters import SqliteStore
from collabmodel.case import Command
from collabmodel.desk import Desk, Done, Reader
from collabmodel.history import Actor

SMALL = """
format: 1
id: small
organisations:
  clinic: {}
  school: {}
calendars:
  office: {zone: Europe/Helsinki, opening: [{days: [mon, tue, wed, thu, fri], start: "08:00", end: "16:00"}]}
roles:
  nurse: {side: professional, organisations: [clinic], caseload: 3}
  teacher: {side: professional, organisations: [school]}
  client: {side: client}
leads:
  responsible: {roles: [nurse, teacher]}
facts:
  age: {type: number}
endings:
  ready: {outcome: success}
activities:
  talk:
    kind: task
    repeat: {maximum: 100000}
    data: {note: {type: text, sensitive: true}}
  meeting:
    kind: meeting
    repeat: {maximum: 100000}
    participants:
      - {role: nurse, mode: perform}
      - {role: teacher, mode: informed}
      - {role: client, mode: informed}
  plan: {kind: task}
  answer: {kind: task}
limits:
  answer_due:
    anchors: [plan]
    stop: answer
    duration: 2 days
    calendar: office
    responsible: [nurse]
"""
START = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
NURSE = Actor(role="nurse", person="n-1", organisation="clinic")
TEACHER = Actor(role="teacher", person="t-1", organisation="school")
CLIENT = Actor(role="client", person="c-1")
TALK = Command(verb="complete", element="talk", by=NURSE)
MEETING = Command(verb="complete", element="meeting", by=NURSE)


@attrs.define
class Clock:
    """A clock that stands still until it is moved."""

    now: dt.datetime = START

    def __call__(self) -> dt.datetime:
        return self.now

    def move(self, **how: float) -> None:
        self.now += dt.timedelta(**how)


def numbered(prefix: str = "id") -> Callable[[], str]:
    """Ids that nobody has to guess."""
    numbers = itertools.count(1)
    return lambda: f"{prefix}-{next(numbers)}"


def talking(by: Actor = NURSE, **data: str) -> Command:
    return Command(verb="complete", element="talk", by=by, data=tuple(data.items()))


def joining(role: str, person: str, organisation: str = "", by: Actor = NURSE) -> Command:
    data = (("person", person),) + ((("organisation", organisation),) if organisation else ())
    return Command(verb="join", element=role, by=by, data=data)


def opened(desk: Desk, id: str = "c1", by: Actor = NURSE) -> Done:
    return desk.open_case(by=by, id=id).unwrap()


READER = Reader(actor=NURSE, purpose="care")


def quick(path: Path, **how: object) -> SqliteStore:
    """A real store that does not wait for the disk: what these tests protect does not hang on power cuts."""
    return SqliteStore(path, journal="wal", synchronous="normal", **how)
