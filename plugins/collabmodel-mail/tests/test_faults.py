"""Faults of delivery, on a real desk with SQLite and a real server: nothing is lost, nothing else is held up."""

from __future__ import annotations

import datetime as dt
import json
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import attrs
import icalendar
import pytest
from mail_desk import BOOK, CANCEL, MODEL, MOVE, NURSE, START, TALK, Clock, desk_on
from mail_server import MailAuthority, MailServer

import collabmodel as cm
from collabmodel.desk import Delivered, Desk, Patience, open_desk
from collabmodel_mail import MailSettings
from collabmodel_mail.settings import Digest, Quiet

Settings = Callable[..., MailSettings]


@pytest.fixture
def clock() -> Clock:
    return Clock()


def talks(desk: Desk, number: int) -> None:
    desk.open_case(by=NURSE, id="c1").unwrap()
    for _ in range(number):
        desk.record("c1", TALK).unwrap()


def ids(server: MailServer) -> Counter[str]:
    return Counter(str(mail["Message-ID"]) for mail in server.mails)


def test_a_meeting_is_asked_moved_and_called_off_from_the_desk(
    tmp_path: Path, server: MailServer, settings: Settings, clock: Clock
) -> None:
    """Booked, moved and cancelled at the desk, a meeting reaches a calendar as one appointment."""
    with desk_on(tmp_path / "cases.db", clock, settings()) as desk:
        desk.open_case(by=NURSE, id="c1").unwrap()
        for command in (BOOK, MOVE, CANCEL):
            desk.record("c1", command).unwrap()
            desk.deliver()
            clock.move(minutes=1)
    events = []
    for mail in server.mails:
        (part,) = [one for one in mail.walk() if one.get_content_type() == "text/calendar"]
        events.append(icalendar.Calendar.from_ical(part.get_content()))
    inner = [calendar.walk("VEVENT")[0] for calendar in events]

    assert [str(calendar["METHOD"]) for calendar in events] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [int(one["SEQUENCE"]) for one in inner] == [0, 1, 2]
    assert len({str(one["UID"]) for one in inner}) == 1
    assert [one["DTSTART"].dt for one in inner] == [START + dt.timedelta(days=days) for days in (3, 4, 4)]
    sent = b"".join(envelope.original_content for envelope in server.envelopes)
    assert not [word for word in (b"meeting/", b"teacher", b"n-1", b"c1:", b"small") if word in sent]


def test_a_server_down_for_a_day_loses_nothing(
    tmp_path: Path, authority: MailAuthority, settings: Settings, clock: Clock
) -> None:
    """Fault 45: while the server is down commands go on; when it is up each mail comes once."""
    with MailServer(authority.context("localhost")) as gone:
        port = gone.port
    with desk_on(tmp_path / "cases.db", clock, settings(port=port)) as desk:
        talks(desk, 1)
        for _ in range(12):
            desk.record("c1", TALK).unwrap()
            desk.deliver()
            clock.move(hours=2)
        waiting = len(list(desk.store.outbox()))
        clock.move(hours=5)
        with MailServer(authority.context("localhost"), port=port) as server:
            delivered = desk.deliver()
            found = ids(server)

    assert (waiting, delivered) == (13, Delivered(sent=13))
    assert len(found) == sum(found.values()) == 13


def test_a_lost_answer_is_asked_for_again_under_the_same_id(
    tmp_path: Path, server: MailServer, settings: Settings, clock: Clock
) -> None:
    """Fault 46: a mail that the server took before it hung up comes again under its Message-ID."""
    server.acts = ["cut"]
    with desk_on(tmp_path / "cases.db", clock, settings()) as desk:
        talks(desk, 1)
        first = desk.deliver()
        clock.move(minutes=2)
        second = desk.deliver()

    assert (first, second) == (Delivered(failed=1), Delivered(sent=1))
    assert list(ids(server).values()) == [2]


def test_what_is_refused_for_ever_is_given_up_and_harms_no_other(
    tmp_path: Path, server: MailServer, settings: Settings, clock: Clock, people: Path
) -> None:
    """Fault 47: an address that is always refused becomes a dead letter; mail to others arrives."""
    server.refused = {"school-box@example.org"}
    with desk_on(tmp_path / "cases.db", clock, settings()) as desk:
        talks(desk, 1)
        for _ in range(3):
            desk.deliver(patience=Patience(most=3))
            clock.move(hours=5)
        dead = [(parcel.why, parcel.failures) for parcel in desk.store.outbox(dead=True)]
        people.write_text("teacher: other-box@example.org\n")
        desk.record("c1", TALK).unwrap()
        delivered = desk.deliver()

    assert dead == [("RefusedError", 3)]
    assert delivered == Delivered(sent=1)
    assert [envelope.rcpt_tos for envelope in server.envelopes] == [["other-box@example.org"]]


def test_quiet_hours_and_digests_on_a_desk(
    tmp_path: Path, server: MailServer, settings: Settings, clock: Clock
) -> None:
    """What waits for its hour has not failed, and comes in one mail when it is there and nights are over."""
    clock.now = dt.datetime(2026, 3, 2, 20, 10, tzinfo=dt.UTC)
    night = Quiet(start=dt.time(21), end=dt.time(7))
    with desk_on(tmp_path / "cases.db", clock, settings(digest=Digest.HOURLY, quiet=night)) as desk:
        talks(desk, 3)
        rounds = []
        for _ in range(12):
            rounds.append(desk.deliver())
            clock.move(hours=1)
        left = list(desk.store.outbox())

    assert [one.postponed for one in rounds[:3]] == [3, 3, 0]
    assert sum(one.failed for one in rounds) == 0
    assert sum(one.sent for one in rounds) == 3
    assert (left, len(server.mails)) == ([], 1)


def worker(path: Path, settings: MailSettings, *, now: dt.datetime, kill: str = "", turn: int = 1):
    """Start a worker as a process of its own."""
    plain = {name: getattr(settings, name) for name in ("host", "port", "sender", "directory", "ca_file")}
    given = json.dumps({"settings": plain, "now": now.isoformat(), "kill": kill, "turn": turn})
    program = Path(__file__).with_name("mail_desk.py")
    return subprocess.Popen([sys.executable, str(program), str(path), given], stdout=subprocess.PIPE, text=True)


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    out, _ = process.communicate(timeout=60)
    return process.returncode, out.strip()


def prepared(path: Path, number: int) -> int:
    with open_desk(f"sqlite:///{path}", cm.load(MODEL), clock=Clock()) as desk:
        talks(desk, number)
        return len(list(desk.store.outbox()))


def test_a_worker_killed_between_sending_and_marking_loses_nothing(
    tmp_path: Path, server: MailServer, settings: Settings
) -> None:
    """Fault 48: killed outright, a worker leaves each mail sent or to be sent, under its Message-ID."""
    path = tmp_path / "cases.db"
    assert prepared(path, 3) == 3
    code, _ = ended(worker(path, settings(), now=START, kill="deliver.sent", turn=2))
    after = ended(worker(path, settings(), now=START + dt.timedelta(hours=1)))

    assert (code, after) == (-signal.SIGKILL, (0, "2 0"))
    assert sorted(ids(server).values()) == [1, 1, 2]


def test_two_workers_send_each_mail_once(tmp_path: Path, server: MailServer, settings: Settings) -> None:
    """Fault 49: two processes share the outbox, and no mail is sent by both."""
    path = tmp_path / "cases.db"
    prepared(path, 12)
    both = [worker(path, attrs.evolve(settings()), now=START) for _ in range(2)]
    done = [ended(process) for process in both]

    assert [code for code, _ in done] == [0, 0]
    assert list(ids(server).values()) == [1] * 12
