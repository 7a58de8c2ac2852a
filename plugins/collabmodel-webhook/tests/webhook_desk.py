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
from collabmodel.desk import Desk, Patience, open_desk
from collabmodel.history import Actor
from collabmodel.plugin import Secret
from collabmodel.testing import FaultPoints, kill_here
from collabmodel_webhook import SigningKey, WebhookSettings
from collabmodel_webhook.notifying import WebhookNotifier

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
"""
START = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
NURSE = Actor(role="nurse", person="n-1", organisation="clinic")
TALK = Command(verb="complete", element="talk", by=NURSE)


@attrs.define
class Clock:
    """A clock that stands still until it is moved."""

    now: dt.datetime = START

    def __call__(self) -> dt.datetime:
        return self.now

    def move(self, **how: float) -> None:
        self.now += dt.timedelta(**how)


def desk_on(path: Path, clock: Clock, settings: WebhookSettings, at: Callable[[str], None] | None = None) -> Desk:
    """Open a desk whose notifier posts to a receiver on loopback."""
    notifier = WebhookNotifier(settings, clock=clock, resolve=lambda _host, _port: ["127.0.0.1"])
    return open_desk(
        f"sqlite:///{path}", cm.load(MODEL), clock=clock, notifier=notifier, base_link="https://x.example/", at=at
    )


def work(path: str, given: str) -> None:
    """Deliver as a process of its own; ``given`` says when, how much, and where to be killed."""
    said = json.loads(given)
    said["settings"]["keys"] = tuple(
        SigningKey(id=id, secret=Secret(where)) for id, where in said["settings"]["keys"].items()
    )
    said["settings"]["internal"] = tuple(said["settings"]["internal"])
    points = FaultPoints()
    if said["kill"]:
        points.plan(said["kill"], kill_here, turn=said["turn"])
    clock = Clock(dt.datetime.fromisoformat(said["now"]))
    with desk_on(Path(path), clock, WebhookSettings(**said["settings"]), points) as desk:
        found = desk.deliver(said["limit"], patience=Patience())
    print(found.sent, found.failed)  # noqa: T201 - what the test reads


if __name__ == "__main__":
    work(*sys.argv[1:])
