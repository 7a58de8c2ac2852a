"""A desk on SQLite whose commands tell people, and a worker process that delivers: run as a program, it is one."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Callable
from pathlib import Path

import attrs

import collabmodel as cm
from collabmodel.case import Command
from collabmodel.desk import Desk, open_desk
from collabmodel.history import Actor
from collabmodel.testing import FaultPoints, kill_here
from collabmodel_mail import MailSettings
from collabmodel_mail.notifying import DigestNotifier, MailNotifier
from collabmodel_mail.settings import Digest

MODEL = """
format: 1
id: small
organisations: {clinic: {}, school: {}}
roles:
  nurse: {side: professional, organisations: [clinic]}
  teacher: {side: professional, organisations: [school]}
activities:
  talk:
    kind: task
    repeat: {maximum: 100000}
    participants: [{role: nurse, mode: perform}, {role: teacher, mode: informed}]
  meeting:
    kind: meeting
    repeat: {maximum: 10}
    participants: [{role: nurse, mode: perform}, {role: teacher, mode: invited}]
"""
START = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
NURSE = Actor(role="nurse", person="n-1", organisation="clinic")
TALK = Command(verb="complete", element="talk", by=NURSE)
BOOK = Command(verb="book", element="meeting", by=NURSE, data=(("at", START + dt.timedelta(days=3)),))
MOVE = Command(verb="move", element="meeting", by=NURSE, data=(("at", START + dt.timedelta(days=4)),))
CANCEL = Command(verb="cancel", element="meeting", by=NURSE)


@attrs.define
class Clock:
    """A clock that stands still until it is moved."""

    now: dt.datetime = START

    def __call__(self) -> dt.datetime:
        return self.now

    def move(self, **how: float) -> None:
        self.now += dt.timedelta(**how)


def desk_on(path: Path, clock: Clock, settings: MailSettings, at: Callable[[str], None] | None = None) -> Desk:
    """Open a desk whose notifier sends to a server on loopback."""
    kind = MailNotifier if settings.digest is Digest.OFF else DigestNotifier
    notifier = kind(settings, clock=clock)
    return open_desk(
        f"sqlite:///{path}", cm.load(MODEL), clock=clock, notifier=notifier, base_link="https://x.example/", at=at
    )


def work(path: str, given: str) -> None:
    """Deliver as a process of its own; ``given`` says when, and where to be killed."""
    said = json.loads(given)
    points = FaultPoints()
    if said["kill"]:
        points.plan(said["kill"], kill_here, turn=said["turn"])
    clock = Clock(dt.datetime.fromisoformat(said["now"]))
    with desk_on(Path(path), clock, MailSettings(**said["settings"]), points) as desk:
        found = desk.deliver()
    print(found.sent, found.failed)  # noqa: T201 - what the test reads


if __name__ == "__main__":
    work(*sys.argv[1:])
