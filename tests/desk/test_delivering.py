"""The outbox: who is told, that nothing is told about a case, and that nothing is lost or sent twice by design."""

from __future__ import annotations

import datetime as dt
import io
import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest
from small_cases import CLIENT, MEETING, NURSE, SMALL, START, TALK, Clock, joining, numbered, opened, quick, talking

import collabmodel as cm
from collabmodel.adapters import MemoryStore
from collabmodel.adapters.console import ConsoleNotifier
from collabmodel.case import Command
from collabmodel.desk import Delivered, Desk, Patience, open_desk
from collabmodel.errors import BusyError, ConfigError, Place, Problem
from collabmodel.plugin import Message, Postponed, Store, Undeliverable
from collabmodel.testing.faults import FaultPoints, raising

PATIENCE = Patience(most=4, longest=dt.timedelta(minutes=3))


@attrs.define
class Post:
    """A receiver that may be down, and that keeps what reached it."""

    came: list[Message] = attrs.field(factory=list)
    down: BaseException | None = None

    def notify(self, message: Message) -> None:
        if self.down is not None:
            raise self.down
        self.came.append(message)


def desk_on(store: Store, model: cm.Model, clock: Clock, post: Post, points: FaultPoints | None = None) -> Desk:
    return open_desk(
        store, model, clock=clock, new_id=numbered(), notifier=post, base_link="https://x.example/", at=points
    )


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def posting(path: Path, model: cm.Model, clock: Clock, post: Post, points: FaultPoints):
    with desk_on(quick(path, at=points), model, clock, post, points) as desk:
        yield desk


def meet(desk: Desk, case: str = "c1") -> None:
    """Have a meeting of which teacher and client are informed."""
    opened(desk, case)
    desk.record(case, joining("client", "c-1")).unwrap()
    desk.record(case, MEETING).unwrap()


def test_the_informed_are_told(posting: Desk, post: Post) -> None:
    """People informed of an activity are told by id, a role that nobody holds by its own, the doer not at all."""
    meet(posting)

    delivered = posting.deliver()

    assert delivered == Delivered(sent=2)
    assert [(message.to, message.about) for message in post.came] == [("teacher", "changed"), ("c-1", "changed")]
    assert posting.deliver() == Delivered()


def test_messages_tell_nothing_of_the_case(posting: Desk, post: Post) -> None:
    """A message holds an id, to whom, a kind of news and a link; neither case, element nor data are in it."""
    opened(posting, "secret-case")
    posting.record("secret-case", Command(verb="complete", element="meeting", by=NURSE, evidence=("secret-paper",)))

    posting.deliver()

    (message,) = post.came
    text = repr(attrs.asdict(message))
    assert not [word for word in ("secret", "meeting", "n-1", "small") if word in text]


def test_links_lead_back_to_the_case_and_only_they_do(posting: Desk, post: Post) -> None:
    """Every message of a case has the same link, which the desk can follow; guesses and ids lead nowhere."""
    meet(posting)
    meet(posting, "c2")
    posting.deliver()
    links = {message.link for message in post.came}

    assert len(links) == 2
    assert {posting.case_of(link) for link in links} == {"c1", "c2"}
    assert all(link.startswith("https://x.example/") for link in links)
    assert posting.case_of("c1") == posting.case_of("") == posting.case_of("https://x.example/of:c1") == ""


def test_an_offer_is_told_to_whom_it_is_made(posting: Desk, post: Post) -> None:
    """Who is offered a lead is told that there is an offer."""
    opened(posting)
    posting.record("c1", joining("nurse", "n-2", "clinic")).unwrap()
    posting.record("c1", Command(verb="take", element="responsible", by=NURSE)).unwrap()
    offer = (("role", "nurse"), ("person", "n-2"), ("organisation", "clinic"))
    posting.record("c1", Command(verb="offer", element="responsible", by=NURSE, data=offer)).unwrap()

    posting.deliver()

    assert [(message.to, message.about) for message in post.came] == [("n-2", "offer")]


def test_a_server_that_is_down_delays_and_loses_nothing(posting: Desk, post: Post, clock: Clock) -> None:
    """Waits double up to a cap while the receiver is down; when it is up everything arrives, under its first id."""
    meet(posting)
    post.down = OSError("no route to the home of n-1")
    ids = {parcel.message.id for parcel in posting.store.outbox()}

    waits = []
    for _ in range(3):
        assert posting.deliver(patience=PATIENCE).failed == 2
        assert posting.deliver(patience=PATIENCE) == Delivered()
        parcel = next(posting.store.outbox())
        waits.append((parcel.next_try - clock.now).total_seconds() / 60)
        clock.now = parcel.next_try
    post.down = None

    assert waits == [1, 2, 3]
    assert posting.deliver().sent == 2
    assert {message.id for message in post.came} == ids
    assert {message.attempt for message in post.came} == {4}


def test_what_fails_for_ever_is_given_up(posting: Desk, post: Post, clock: Clock) -> None:
    """After enough failures a message is a dead letter that says of which type the failure was, never its words."""
    meet(posting)
    post.down = ValueError("n-1 lives at home")
    for _ in range(3):
        posting.deliver(patience=PATIENCE)
        clock.move(hours=1)

    assert posting.deliver(patience=PATIENCE) == Delivered(dead=2)
    clock.move(days=30)
    assert posting.deliver(patience=PATIENCE) == Delivered()
    assert [parcel.why for parcel in posting.store.outbox(dead=True)] == ["ValueError", "ValueError"]


@pytest.mark.parametrize("error", [RuntimeError("x"), SystemExit(3)])
def test_a_notifier_that_raises_harms_nothing(posting: Desk, post: Post, error: BaseException) -> None:
    """Whatever a notifier raises, cases go on and other messages are tried."""
    meet(posting)
    post.down = error

    assert posting.deliver() == Delivered(failed=2)
    assert posting.record("c1", TALK).unwrap().seq == 4


def test_a_slow_append_is_not_the_notifiers_doing(posting: Desk, post: Post) -> None:
    """A command never calls the notifier: what is told waits in the outbox."""
    post.down = AssertionError("called by a command")

    meet(posting)

    assert len(list(posting.store.outbox())) == 2


def test_a_worker_that_dies_after_sending_sends_again_with_the_same_id(
    posting: Desk, post: Post, points: FaultPoints, clock: Clock
) -> None:
    """Between sending and marking nothing can be known, so it is sent again, and receivers drop doubles by id."""
    meet(posting)
    points.plan("deliver.sent", raising(KeyboardInterrupt()))

    with pytest.raises(KeyboardInterrupt):
        posting.deliver()
    assert posting.deliver().sent == 1
    clock.move(minutes=10)
    assert posting.deliver().sent == 1

    first, _, again = post.came
    assert (first.id, first.attempt, again.id, again.attempt) == (again.id, 1, first.id, 2)


def test_a_mark_that_meets_a_busy_store_is_sent_again(posting: Desk, points: FaultPoints) -> None:
    """A store that is busy when a message is to be marked only means that it is sent again."""
    meet(posting)
    points.plan("settle.before_commit", raising(BusyError("x")))

    assert posting.deliver().sent == 2
    assert len(list(posting.store.outbox())) == 1


def test_two_workers_never_hold_the_same_message(
    posting: Desk, post: Post, path: Path, model: cm.Model, clock: Clock, points: FaultPoints
) -> None:
    """While one worker sends, another gets other messages; when a lease has passed, they are free again."""
    for number in range(3):
        opened(posting, f"c{number}")
        posting.record(f"c{number}", MEETING).unwrap()
    other_post = Post()
    with desk_on(quick(path), model, clock, other_post) as other:
        points.plan("deliver.claimed", other.deliver)
        posting.deliver()

        ids = [message.id for message in (*post.came, *other_post.came)]

    assert len(ids) == len({*ids}) == 3
    assert len(other_post.came) == 2


@pytest.mark.parametrize("name", ["deliver.claimed", "deliver.sent", "settle.before_commit", "settle.after_commit"])
def test_a_killed_worker_loses_no_message(path: Path, model: cm.Model, tmp_path: Path, name: str) -> None:
    """Killed anywhere, a worker leaves every message sent or still to be sent, under its own id."""
    log = tmp_path / "sent"

    class Log:
        def notify(self, message: Message) -> None:
            with log.open("a") as file:
                file.write(message.id + "\n")

    with open_desk(quick(path), model, clock=Clock(), new_id=numbered()) as desk:
        meet(desk)
        wanted = {parcel.message.id for parcel in desk.store.outbox()}
    child = os.fork()
    if not child:
        points = FaultPoints()
        points.plan(name, lambda: os.kill(os.getpid(), signal.SIGKILL), turn=2)
        open_desk(quick(path, at=points), clock=Clock(), notifier=Log(), at=points).deliver()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    with open_desk(quick(path), clock=Clock(START + dt.timedelta(hours=1)), notifier=Log()) as desk:
        desk.deliver()
        left = list(desk.store.outbox())

    assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL
    assert left == []
    assert {*log.read_text().split()} == wanted


@attrs.define
class Batches(Post):
    """A receiver that takes several at once, and may put some of them off."""

    later: dt.datetime | None = None
    calls: list[int] = attrs.field(factory=list)

    def notify_all(self, messages: tuple[Message, ...]) -> tuple[Exception | None, ...]:
        self.calls = [*self.calls, len(messages)]
        self.came += messages[:1]
        return (None, *[Postponed(self.later or START) for _ in messages[1:]])


def test_what_is_put_off_has_not_failed(posting: Desk, post: Post, clock: Clock) -> None:
    """A notifier that says when is asked again then; however often, that gives nothing up."""
    meet(posting)
    for _ in range(6):
        until = clock.now + dt.timedelta(hours=9)
        post.down = Postponed(until)
        assert posting.deliver(patience=PATIENCE) == Delivered(postponed=2)
        clock.now = until
    post.down = None

    assert posting.deliver(patience=PATIENCE) == Delivered(sent=2)


@attrs.define
class HalfSet(Post):
    """A notifier of several that tells the first, and lacks a setting for the others."""

    def notify_all(self, messages: tuple[Message, ...]) -> tuple[Exception | None, ...]:
        error = ConfigError([Problem(what="a password that is not there", place=Place("x"))])
        return (None, *[error for _ in messages[1:]])


def test_a_setting_that_is_missing_for_some_uses_up_no_tries(path: Path, model: cm.Model, clock: Clock) -> None:
    """A notifier of several that answers with a missing setting ends the round; what it told is marked all the same."""
    with desk_on(quick(path), model, clock, HalfSet()) as desk:
        meet(desk, "c1")
        meet(desk, "c2")
        with pytest.raises(ConfigError):
            desk.deliver()
        left = tuple(desk.store.outbox())

    assert [parcel.failures for parcel in left] == [0] * 3


@pytest.mark.parametrize("ago", [dt.timedelta(0), dt.timedelta(days=9)])
def test_what_is_put_off_until_the_past_is_not_asked_again_at_once(
    posting: Desk, post: Post, clock: Clock, ago: dt.timedelta
) -> None:
    """A notifier that puts off until a time that has passed is asked once in a round, and again after a first wait."""
    meet(posting)
    post.down = Postponed(clock.now - ago)

    assert posting.deliver(patience=PATIENCE) == Delivered(postponed=2)
    post.down = None
    assert posting.deliver(patience=PATIENCE) == Delivered()
    clock.now += PATIENCE.first
    assert posting.deliver(patience=PATIENCE) == Delivered(sent=2)


@pytest.mark.parametrize("until", [dt.datetime(2026, 3, 3), "tomorrow", None])  # noqa: DTZ001 - the fault
def test_what_is_put_off_until_no_time_has_failed(posting: Desk, post: Post, until: object) -> None:
    """A notifier that puts off until what is no moment has failed."""
    meet(posting)
    post.down = Postponed(until)

    assert posting.deliver() == Delivered(failed=2)
    assert {parcel.why for parcel in posting.store.outbox()} == {"Postponed"}


def test_one_person_is_told_several_things_at_once(path: Path, model: cm.Model, clock: Clock) -> None:
    """A notifier that takes several gets all that waits for one person in one call, and answers for each."""
    post = Batches()
    post.later = START + dt.timedelta(hours=1)
    with desk_on(quick(path), model, clock, post) as desk:
        meet(desk, "c1")
        meet(desk, "c2")
        delivered = desk.deliver()
        again = desk.deliver()

    assert sorted(post.calls) == [2, 2]
    assert delivered == Delivered(sent=2, postponed=2)
    assert again == Delivered()


def test_what_can_never_be_told_is_given_up_at_once(posting: Desk, post: Post) -> None:
    """A notifier that says that trying again is of no use is not asked again."""
    meet(posting)
    post.down = Undeliverable("n-1 has moved")

    assert posting.deliver() == Delivered(dead=2)
    assert [parcel.why for parcel in posting.store.outbox(dead=True)] == ["Undeliverable", "Undeliverable"]


class Hanging:
    """A receiver that takes for ever, until it is freed."""

    def __init__(self) -> None:
        self.freed = threading.Event()

    def notify(self, message: Message) -> None:
        del message
        self.freed.wait(60)


def test_a_notifier_that_does_not_come_back_ends_the_round(path: Path, model: cm.Model, clock: Clock) -> None:
    """A notifier that hangs fails that message alone, ends the round, and holds up no later one."""
    post = Hanging()
    patience = attrs.evolve(PATIENCE, longest_call=dt.timedelta(milliseconds=50))
    with desk_on(quick(path), model, clock, post) as desk:
        meet(desk)
        first = desk.deliver(patience=patience)
        whys = {parcel.why for parcel in desk.store.outbox()}
        post.freed.set()
        clock.move(minutes=5)
        second = desk.deliver()

    assert first == Delivered(failed=1)
    assert whys == {"NotBackError", ""}
    assert second == Delivered(sent=2)


@attrs.define
class Slow(Post):
    """A receiver that takes several at once, and takes its time, or for ever."""

    act: Callable[[], object] = list

    def notify_all(self, messages: tuple[Message, ...]) -> tuple[Exception | None, ...]:
        self.act()
        self.came += messages
        return (None,) * len(messages)


def test_those_behind_one_that_does_not_come_back_have_not_failed(path: Path, model: cm.Model, clock: Clock) -> None:
    """Where a call for one person hangs, what was claimed for others waits without a failure, for the next round."""
    freed = threading.Event()
    post = Slow(act=lambda: freed.wait(60))
    with desk_on(quick(path), model, clock, post) as desk:
        meet(desk)
        first = desk.deliver(patience=attrs.evolve(PATIENCE, longest_call=dt.timedelta(milliseconds=50)))
        freed.set()
        second = desk.deliver()

    assert first == Delivered(failed=1, postponed=1)
    assert second == Delivered(sent=1)


def test_nobody_is_told_on_a_lease_that_runs_out(path: Path, model: cm.Model, clock: Clock) -> None:
    """Where telling one person took most of the lease, others wait for the next round."""
    post = Slow(act=lambda: clock.move(minutes=9, seconds=30))
    with desk_on(quick(path), model, clock, post) as desk:
        meet(desk)

        assert desk.deliver() == Delivered(sent=1, postponed=1)
        assert desk.deliver() == Delivered(sent=1)


def test_no_more_is_delivered_than_asked(posting: Desk, post: Post) -> None:
    """A round ends at its limit."""
    meet(posting)

    assert posting.deliver(1) == Delivered(sent=1)
    assert len(post.came) == 1


class Short(Post):
    """A receiver that does not say what became of each message."""

    def notify_all(self, messages: tuple[Message, ...]) -> tuple[Exception | None, ...]:
        del messages
        return ()


def test_a_short_answer_for_several_has_failed(path: Path, model: cm.Model, clock: Clock) -> None:
    """A notifier that does not answer for each message has failed for all of them."""
    with desk_on(quick(path), model, clock, Short()) as desk:
        meet(desk)

        assert desk.deliver() == Delivered(failed=2)


def test_the_console_prints_one_line_and_no_more() -> None:
    """Whatever is in a message, it stays on one line."""
    stream = io.StringIO()

    ConsoleNotifier(stream).notify(Message(id="m", to="a\nb\x1b", about="due", link="l", made=START))

    assert stream.getvalue() == "m due to=a?b? link=l attempt=1\n"


def test_a_notifier_is_found_by_name(model: cm.Model, clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    """The console notifier prints to standard error; an unknown name is told with those that are known."""
    with open_desk(MemoryStore(), model, clock=clock, new_id=numbered(), notifier="console") as desk:
        opened(desk)
        desk.record("c1", MEETING)
        desk.deliver()

    assert capsys.readouterr().err.startswith("id-")
    with pytest.raises(ConfigError, match="known: console"):
        open_desk("memory://", model, notifier="smoke")


def test_without_a_notifier_nothing_is_claimed(desk: Desk) -> None:
    """A desk that tells nobody leaves the outbox as it is."""
    opened(desk)
    desk.record("c1", MEETING)

    assert desk.deliver() == Delivered()
    assert len(list(desk.store.outbox())) == 1


def test_the_client_is_not_told_of_what_is_their_own(posting: Desk) -> None:
    """Who brought something about is not told of it; nor is anybody of what nobody is informed of."""
    opened(posting)
    posting.record("c1", joining("client", CLIENT.person)).unwrap()
    posting.record("c1", talking(note="x")).unwrap()

    assert posting.deliver() == Delivered()


def test_who_must_not_know_is_not_told(clock: Clock, post: Post) -> None:
    """A barrier of the model also keeps the news from those whom it keeps out."""
    barred = cm.load(SMALL + "barriers:\n  quiet: {roles: [client], covers: [meeting]}\n")
    with desk_on(MemoryStore(), barred, clock, post) as desk:
        meet(desk)
        desk.deliver()

    assert [message.to for message in post.came] == ["teacher"]


def test_a_setting_that_is_missing_uses_up_nobodys_tries(posting: Desk, post: Post) -> None:
    """A notifier that cannot work as it is set up ends the round with its error; what waits has not failed."""
    meet(posting)
    post.down = ConfigError([Problem(what="no secret is there", place=Place("env:TOKEN"))])

    with pytest.raises(ConfigError, match="env:TOKEN"):
        posting.deliver()

    waiting = list(posting.store.outbox())
    assert waiting
    assert {parcel.failures for parcel in waiting} == {0}
    post.down = None
    assert posting.deliver().sent == len(waiting)


def test_it_is_told_why_messages_failed(posting: Desk, post: Post) -> None:
    """Whoever delivers learns the type of each failure and how often it came, never its words."""
    meet(posting)
    post.down = OSError("planted words")

    delivered = posting.deliver()

    assert delivered.reasons == (("OSError", delivered.failed),)
    assert "planted" not in str(delivered)
