"""Faults of delivery, on a real desk with SQLite: nothing is lost, nothing else is held up, doubles bear one key."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs
import pytest
from webhook_desk import MODEL, NURSE, START, TALK, Clock, desk_on
from webhook_receiver import HOST, SECRET, Authority, Receiver, cut, drip_head, stall
from webhook_receiver import status as answers

import collabmodel as cm
from collabmodel.desk import Delivered, Desk, Patience, open_desk
from collabmodel.plugin import Secret
from collabmodel_webhook import SigningKey, WebhookSettings

Settings = Callable[..., WebhookSettings]


@pytest.fixture
def settings(authority: Authority, secret: Callable[[str, str], str]) -> Settings:
    where = secret("a", SECRET)

    def made(port: int, **more: object) -> WebhookSettings:
        key = SigningKey(id="a", secret=Secret(where))
        usual = {"url": f"https://{HOST}:{port}/", "keys": (key,), "internal": (HOST,), "ca_file": authority.file}
        return WebhookSettings(**(usual | {"deadline": 5.0} | more))  # type: ignore[arg-type]

    return made


@pytest.fixture
def clock() -> Clock:
    return Clock()


@contextlib.contextmanager
def counting() -> Iterator[Counter[str]]:
    """Count the calls made meanwhile: work, whatever the machine does besides."""
    counts: Counter[str] = Counter()

    def note(_frame: object, event: str, _what: object) -> None:
        counts["calls"] += event in {"call", "c_call"}

    sys.setprofile(note)
    try:
        yield counts
    finally:
        sys.setprofile(None)


def ids(desk: Desk) -> set[str]:
    return {parcel.message.id for parcel in desk.store.outbox()}


def keys(receiver: Receiver) -> Counter[str]:
    return Counter(came.headers["Idempotency-Key"] for came in receiver.came)


def talks(desk: Desk, number: int, case: str = "c1") -> None:
    desk.open_case(by=NURSE, id=case).unwrap()
    for _ in range(number):
        desk.record(case, TALK).unwrap()


def day_of(desk: Desk, clock: Clock, rounds: int, each: int, hours: int = 2) -> tuple[list[int], list[float]]:
    """Let time pass in rounds, each with commands and one delivery; give the work and time that each command took."""
    desk.open_case(by=NURSE, id="c1").unwrap()
    desk.record("c1", TALK).unwrap()
    work, seconds = [], []
    for _ in range(rounds):
        for _ in range(each):
            began = time.perf_counter()
            with counting() as counts:
                desk.record("c1", TALK).unwrap()
            work.append(counts["calls"])
            seconds.append(time.perf_counter() - began)
        desk.deliver()
        clock.move(hours=hours)
    return work, seconds


def test_a_receiver_down_for_a_day_costs_no_command_anything(
    tmp_path: Path, authority: Authority, settings: Settings, clock: Clock
) -> None:
    """Fault 45: a command does as much when dozens wait as when nothing does; then each arrives once for its key."""
    with Receiver(authority) as gone:
        port = gone.port
    with desk_on(tmp_path / "up.db", Clock(), settings(port)) as calm:
        usual, _ = day_of(calm, Clock(), 1, 24)
    with desk_on(tmp_path / "cases.db", clock, settings(port)) as desk:
        work, _ = day_of(desk, clock, 12, 4)
        waiting = ids(desk)
        failures = [parcel.failures for parcel in desk.store.outbox()]
        with Receiver(authority, port=port) as receiver:
            clock.move(hours=5)
            delivered = desk.deliver(1000)
            found = keys(receiver)

    assert len(waiting) == 49
    assert max(failures) >= 6
    assert max(work) <= 1.1 * max(usual)
    assert sorted(work)[24] <= 1.05 * sorted(usual)[12]
    assert delivered == Delivered(sent=49)
    assert found == Counter(waiting)


def test_an_answer_that_is_lost_is_asked_for_again_with_the_same_key(
    tmp_path: Path, receiver: Receiver, settings: Settings, clock: Clock
) -> None:
    """Fault 46: what the receiver took without our learning of it comes again under its key, byte for byte."""
    receiver.acts = [cut]
    with desk_on(tmp_path / "cases.db", clock, settings(receiver.port)) as desk:
        talks(desk, 1)
        (wanted,) = ids(desk)
        first = desk.deliver()
        clock.move(minutes=2)
        second = desk.deliver()
        left = ids(desk)

    assert (first, second, left) == (Delivered(failed=1), Delivered(sent=1), set())
    assert keys(receiver) == {wanted: 2}
    assert receiver.came[0].body == receiver.came[1].body


@pytest.mark.parametrize(
    ("act", "why"),
    [
        (answers(400), "ReceiverRefusedError"),
        (answers(500), "ReceiverBusyError"),
        (answers(302), "RedirectedError"),
        (drip_head, "NoAnswerError"),
        (stall, "NoAnswerError"),
    ],
)
def test_what_fails_for_ever_is_given_up_and_harms_no_other(
    tmp_path: Path,
    receiver: Receiver,
    settings: Settings,
    clock: Clock,
    act: Callable[..., None],
    why: str,
) -> None:
    """Fault 47: after so many failures a message is a dead letter; what comes after it is delivered."""
    receiver.usual = act
    patience = Patience(most=3)
    with desk_on(tmp_path / "cases.db", clock, settings(receiver.port, deadline=0.3)) as desk:
        talks(desk, 1)
        for _ in range(3):
            desk.deliver(patience=patience)
            clock.move(hours=5)
        dead = [(parcel.why, parcel.failures) for parcel in desk.store.outbox(dead=True)]
        receiver.usual = answers(204)
        desk.record("c1", TALK).unwrap()
        delivered = desk.deliver(patience=patience)

    assert dead == [(why, 3)]
    assert delivered == Delivered(sent=1)


def test_one_receiver_that_is_gone_is_not_asked_again(
    tmp_path: Path, receiver: Receiver, settings: Settings, clock: Clock
) -> None:
    """Fault 47: 410 is final, and 429 puts off without counting."""
    receiver.acts = [answers(429, "Retry-After: 3600"), answers(410)]
    with desk_on(tmp_path / "cases.db", clock, settings(receiver.port)) as desk:
        talks(desk, 1)
        first = desk.deliver()
        early = desk.deliver()
        clock.move(hours=1)
        second = desk.deliver()
        dead = [(parcel.why, parcel.failures) for parcel in desk.store.outbox(dead=True)]

    assert (first, early, second) == (Delivered(postponed=1), Delivered(), Delivered(dead=1))
    assert dead == [("ReceiverGoneError", 1)]


def worker(path: Path, settings: WebhookSettings, *, now: dt.datetime, kill: str = "", turn: int = 1, limit: int = 100):
    """Start a worker as a process of its own."""
    plain = attrs.asdict(settings, recurse=False) | {"keys": {key.id: key.secret.source for key in settings.keys}}
    given = {"settings": plain, "now": now.isoformat(), "kill": kill, "turn": turn, "limit": limit}
    program = Path(__file__).with_name("webhook_desk.py")
    return subprocess.Popen(
        [sys.executable, str(program), str(path), json.dumps(given)], stdout=subprocess.PIPE, text=True
    )


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    out, _ = process.communicate(timeout=60)
    return process.returncode, out.strip()


def prepared(path: Path, number: int) -> set[str]:
    with open_desk(f"sqlite:///{path}", cm.load(MODEL), clock=Clock()) as desk:
        talks(desk, number)
        return ids(desk)


@pytest.mark.parametrize("point", ["deliver.claimed", "deliver.sent"])
def test_a_worker_killed_between_sending_and_marking_loses_nothing(
    tmp_path: Path, receiver: Receiver, settings: Settings, point: str
) -> None:
    """Fault 48: killed outright, a worker leaves each message sent or to be sent, under its key, with nobody's help."""
    path = tmp_path / "cases.db"
    wanted = prepared(path, 4)
    code, _ = ended(worker(path, settings(receiver.port), now=START, kill=point, turn=2))
    before = keys(receiver)
    after = ended(worker(path, settings(receiver.port), now=START + dt.timedelta(hours=1)))

    assert code == -signal.SIGKILL
    assert sum(before.values()) == (2 if point == "deliver.sent" else 1)
    assert after == (0, "3 0")
    assert set(keys(receiver)) == wanted
    assert sum(keys(receiver).values()) == (5 if point == "deliver.sent" else 4)


def test_two_workers_send_each_message_once(tmp_path: Path, receiver: Receiver, settings: Settings) -> None:
    """Fault 49: two processes share the outbox, and no message is sent by both."""
    path = tmp_path / "cases.db"
    wanted = prepared(path, 30)
    both = [worker(path, settings(receiver.port), now=START) for _ in range(2)]
    done = [ended(process) for process in both]

    assert [code for code, _ in done] == [0, 0]
    assert keys(receiver) == Counter(wanted)
    assert sum(int(out.split()[0]) for _, out in done) == 30


@pytest.mark.nightly
def test_a_long_day_with_the_receiver_down(
    tmp_path: Path, authority: Authority, settings: Settings, clock: Clock
) -> None:
    """Fault 45, at length: a thousand messages wait; the median command takes as long as ever."""
    with Receiver(authority) as gone:
        port = gone.port
    with desk_on(tmp_path / "cases.db", clock, settings(port)) as desk:
        work, seconds = day_of(desk, clock, 24, 40, hours=1)
        waiting = ids(desk)
        with Receiver(authority, port=port) as receiver:
            clock.move(hours=5)
            desk.deliver(5000)
            found = keys(receiver)

    early, late = sorted(seconds[:200])[100], sorted(seconds[-200:])[100]
    assert len(waiting) == 961
    assert sorted(work[-200:])[100] <= 1.05 * sorted(work[:200])[100]
    assert late < 3 * early
    assert found == Counter(waiting)
