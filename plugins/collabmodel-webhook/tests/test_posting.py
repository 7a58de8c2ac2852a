"""Posting: what arrives, what every answer means, and that nobody leads us elsewhere or holds us up."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Callable

import attrs
import pytest
from webhook_receiver import HOST, NEXT_SECRET, SECRET, Authority, Receiver, cut, drip_body, drip_head, huge_head, stall
from webhook_receiver import status as answers

from collabmodel.errors import ConfigError
from collabmodel.plugin import Appointment, Message, Postponed, Secret
from collabmodel_webhook import SigningKey, WebhookSettings, verify
from collabmodel_webhook.addresses import system_resolve
from collabmodel_webhook.errors import (
    AddressRefusedError,
    NoAnswerError,
    NotFoundError,
    ReceiverBusyError,
    ReceiverGoneError,
    ReceiverRefusedError,
    RedirectedError,
)
from collabmodel_webhook.notifying import WebhookNotifier

NOW = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
MADE = NOW - dt.timedelta(minutes=2)
MESSAGE = Message(id="m-1", to="p-17", about="due", link="https://x.example/c/9f", made=MADE)
Where = Callable[[str, str], str]


def settings_for(receiver: Receiver, authority: Authority, where: str, **more: object) -> WebhookSettings:
    usual = {
        "url": f"https://{HOST}:{receiver.port}/in?token=tk-9",
        "keys": (SigningKey(id="a", secret=Secret(where)),),
        "internal": (HOST,),
        "ca_file": authority.file,
        "deadline": 5.0,
    }
    return WebhookSettings(**(usual | more))  # type: ignore[arg-type]


@pytest.fixture
def make(receiver: Receiver, authority: Authority, secret: Where) -> Callable[..., WebhookNotifier]:
    def made(resolve: object = None, **more: object) -> WebhookNotifier:
        settings = settings_for(receiver, authority, secret("a", SECRET), **more)
        look = resolve or (lambda _host, _port: ["127.0.0.1"])
        return WebhookNotifier(settings, clock=lambda: NOW, resolve=look)

    return made


def test_a_signed_event_arrives(make: Callable[..., WebhookNotifier], receiver: Receiver) -> None:
    """A message arrives as one CloudEvent in structured form, under its id, signed, for the host that was meant."""
    make().notify(MESSAGE)

    (came,) = receiver.came
    event = json.loads(came.body)
    assert event == {
        "specversion": "1.0",
        "id": "m-1",
        "source": "urn:collabmodel",
        "type": "collabmodel.message.due",
        "time": MADE.isoformat(),
        "datacontenttype": "application/json",
        "data": {"about": "due", "link": "https://x.example/c/9f", "to": "p-17"},
    }
    assert came.line == "POST /in?token=tk-9 HTTP/1.1"
    assert came.headers["Content-Type"].startswith("application/cloudevents+json")
    assert came.headers["Idempotency-Key"] == "m-1"
    assert came.headers["Host"] == f"{HOST}:{receiver.port}"
    assert receiver.names == [HOST]
    assert verify(came.headers, came.body, {"a": SECRET}, NOW) == "m-1"


def test_every_attempt_has_the_same_body_and_key(make: Callable[..., WebhookNotifier], receiver: Receiver) -> None:
    """Attempts differ in nothing by which a receiver drops doubles."""
    notifier = make()
    for attempt in (1, 2):
        notifier.notify(attrs.evolve(MESSAGE, attempt=attempt))

    first, second = receiver.came
    assert first.body == second.body
    assert first.headers["Idempotency-Key"] == second.headers["Idempotency-Key"]


def test_an_appointment_is_told_unless_switched_off(make: Callable[..., WebhookNotifier], receiver: Receiver) -> None:
    """When somebody is wanted stands in the event; what is switched off does not."""
    when = Appointment(uid="u-1", sequence=2, method="cancel", starts=NOW, ends=NOW + dt.timedelta(hours=1))
    make().notify(attrs.evolve(MESSAGE, appointment=when))
    make(appointments=False, recipient=False).notify(attrs.evolve(MESSAGE, appointment=when))

    told, silent = (json.loads(came.body)["data"] for came in receiver.came)
    assert told["appointment"] == {
        "uid": "u-1", "sequence": 2, "method": "cancel",
        "starts": NOW.isoformat(), "ends": (NOW + dt.timedelta(hours=1)).isoformat(),
    }  # fmt: skip
    assert set(silent) == {"about", "link"}
    assert b"p-17" not in receiver.came[1].body


def test_two_keys_sign_while_one_replaces_the_other(
    make: Callable[..., WebhookNotifier], receiver: Receiver, secret: Where
) -> None:
    """With two keys a receiver that knows either accepts the event."""
    keys = tuple(SigningKey(id=id, secret=Secret(secret(id, text))) for id, text in (("a", SECRET), ("b", NEXT_SECRET)))
    make(keys=keys).notify(MESSAGE)

    (came,) = receiver.came
    assert verify(came.headers, came.body, {"a": SECRET}, NOW) == "m-1"
    assert verify(came.headers, came.body, {"b": NEXT_SECRET}, NOW) == "m-1"


def test_a_token_is_sent_where_wanted(make: Callable[..., WebhookNotifier], receiver: Receiver, secret: Where) -> None:
    """A bearer token goes along, and a line break in it stays in its header."""
    make(bearer=Secret(secret("bearer", "tok\r\nX-Evil: 1"))).notify(MESSAGE)

    (came,) = receiver.came
    assert came.headers["Authorization"] == "Bearer tok%0D%0AX-Evil:%201"
    assert "X-Evil" not in came.headers


@pytest.mark.parametrize(
    ("code", "headers", "expected"),
    [
        (200, (), None),
        (202, (), None),
        (301, ("Location: https://127.0.0.1/",), RedirectedError),
        (302, ("Location: http://169.254.169.254/latest/meta-data/",), RedirectedError),
        (307, ("Location: https://elsewhere.example/",), RedirectedError),
        (308, ("Location: /there",), RedirectedError),
        (400, (), ReceiverRefusedError),
        (401, (), ReceiverRefusedError),
        (404, ("Retry-After: 60",), ReceiverRefusedError),
        (410, (), ReceiverGoneError),
        (408, (), ReceiverBusyError),
        (429, (), ReceiverBusyError),
        (500, (), ReceiverBusyError),
        (503, ("Retry-After: soon",), ReceiverBusyError),
        (503, ("Retry-After: 0",), ReceiverBusyError),
        (429, ("Retry-After: Mon, 02 Mar 2020 12:30:00 GMT",), ReceiverBusyError),
        (999, (), ReceiverBusyError),
    ],
)
def test_answers_mean_what_they_say(
    make: Callable[..., WebhookNotifier],
    receiver: Receiver,
    code: int,
    headers: tuple[str, ...],
    expected: type[Exception] | None,
) -> None:
    """2xx is done; redirects are not followed; 410 is final; other answers are failures by their kinds."""
    receiver.acts = [answers(code, *headers)]
    raised = None
    try:
        make().notify(MESSAGE)
    except Exception as error:  # noqa: BLE001 - its type is what is compared
        raised = error

    assert type(raised) is (expected or type(None))
    assert receiver.connections == 1


@pytest.mark.parametrize(
    ("said", "minutes"),
    [("600", 10), ("Mon, 02 Mar 2026 12:30:00 GMT", 30), ("9" * 30, 1440)],
)
def test_a_receiver_can_put_off(
    make: Callable[..., WebhookNotifier], receiver: Receiver, said: str, minutes: int
) -> None:
    """Retry-After in seconds or as a date says when to come again, within a bound."""
    receiver.acts = [answers(429, f"Retry-After: {said}")]

    with pytest.raises(Postponed) as caught:
        make().notify(MESSAGE)
    assert caught.value.until == NOW + dt.timedelta(minutes=minutes)


def test_a_receiver_that_may_not_put_off_is_busy(make: Callable[..., WebhookNotifier], receiver: Receiver) -> None:
    """With no longest wait, being put off is a failure with its growing waits, not another try at once."""
    receiver.acts = [answers(429, "Retry-After: 600")]

    with pytest.raises(ReceiverBusyError):
        make(longest_wait=0).notify(MESSAGE)


def test_the_host_is_told_however_the_scheme_is_written(
    make: Callable[..., WebhookNotifier], receiver: Receiver
) -> None:
    """A scheme in capitals leaves the host as it is."""
    make(url=f"HTTPS://{HOST}:{receiver.port}?in=1").notify(MESSAGE)

    (came,) = receiver.came
    assert came.headers["Host"] == f"{HOST}:{receiver.port}"


def test_a_receiver_cannot_put_off_for_ever(make: Callable[..., WebhookNotifier], receiver: Receiver) -> None:
    """A message that was put off for days counts as failed, so that it is given up one day."""
    receiver.acts = [answers(503, "Retry-After: 60")]

    with pytest.raises(ReceiverBusyError):
        make().notify(attrs.evolve(MESSAGE, made=NOW - dt.timedelta(days=4)))


@pytest.mark.parametrize("act", [stall, drip_head, huge_head, cut])
def test_a_bad_receiver_holds_nobody_up(
    make: Callable[..., WebhookNotifier], receiver: Receiver, act: Callable[..., None]
) -> None:
    """A receiver that stalls, drips or pours headers, or hangs up has failed within the deadline."""
    receiver.acts = [act]
    began = time.monotonic()

    with pytest.raises(NoAnswerError):
        make(deadline=0.6).notify(MESSAGE)
    assert time.monotonic() - began < 4


def test_an_endless_body_is_not_read(make: Callable[..., WebhookNotifier], receiver: Receiver) -> None:
    """The status alone is the answer: a body without end is left where it is."""
    receiver.acts = [drip_body]
    began = time.monotonic()

    make().notify(MESSAGE)

    assert time.monotonic() - began < 4


@pytest.mark.parametrize(
    "spelling", ["127.1", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "100.64.0.1", "localhost", "127.0.0.1", "[::1]"]
)
def test_no_spelling_of_an_inner_address_is_reached(
    make: Callable[..., WebhookNotifier], receiver: Receiver, spelling: str
) -> None:
    """However an address of this machine or of an inner network is written, nothing is sent there."""
    notifier = make(resolve=system_resolve, url=f"https://{spelling}:{receiver.port}/", internal=(), deadline=2.0)

    with pytest.raises((AddressRefusedError, NotFoundError)):
        notifier.notify(MESSAGE)
    assert receiver.connections == 0


@pytest.mark.parametrize(
    "found",
    [
        ["10.0.0.8"], ["192.168.1.1"], ["169.254.169.254"], ["fd00::1"], ["fe80::1%eth0"], ["0.0.0.0"], ["224.0.0.1"],
        ["93.184.215.14", "127.0.0.1"], ["64:ff9b::7f00:1"], ["2002:7f00:1::"], ["::ffff:10.0.0.1"], ["no address"],
        ["fec0::1"],
    ],
)  # fmt: skip
def test_one_inner_address_among_the_answers_is_enough(
    make: Callable[..., WebhookNotifier], receiver: Receiver, found: list[str]
) -> None:
    """Every address of a name must be public, also those wrapped in others; else nothing is sent."""
    with pytest.raises(AddressRefusedError):
        make(resolve=lambda _host, _port: found, internal=()).notify(MESSAGE)
    assert receiver.connections == 0


@pytest.mark.parametrize("found", [["169.254.169.254"], ["0.0.0.0"], ["ff02::1"], ["fe80::1"]])
def test_what_is_allowed_inside_is_still_no_link_address(
    make: Callable[..., WebhookNotifier], found: list[str]
) -> None:
    """A host of one's own network may have inner addresses, but none of the link, of groups, or of nobody."""
    with pytest.raises(AddressRefusedError):
        make(resolve=lambda _host, _port: found).notify(MESSAGE)


def test_a_name_is_looked_up_once_for_each_event(make: Callable[..., WebhookNotifier], receiver: Receiver) -> None:
    """The address that was judged is the one connected to: a resolver that changes its answer gains nothing."""
    asked: list[str] = []

    def changing(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["169.254.169.254"]

    notifier = make(resolve=changing)
    notifier.notify(MESSAGE)

    assert (asked, receiver.connections) == ([HOST], 1)
    with pytest.raises(AddressRefusedError):
        notifier.notify(MESSAGE)
    assert receiver.connections == 1


def test_a_name_without_address_is_told(make: Callable[..., WebhookNotifier]) -> None:
    """A name that leads nowhere is a failure of its own kind."""

    def nowhere(_host: str, _port: int) -> list[str]:
        raise OSError

    for resolve in (nowhere, lambda _host, _port: []):
        with pytest.raises(NotFoundError):
            make(resolve=resolve).notify(MESSAGE)


def test_a_stranger_s_certificate_is_refused(
    authority: Authority, make: Callable[..., WebhookNotifier], receiver: Receiver
) -> None:
    """Neither a certificate for another host nor one of an unknown authority is taken, and nothing is told to it."""
    with Receiver(authority, "other.example") as other, pytest.raises(NoAnswerError):
        make(url=f"https://{HOST}:{other.port}/").notify(MESSAGE)
    with pytest.raises(NoAnswerError):
        make(ca_file="").notify(MESSAGE)

    assert other.came == receiver.came == []


def test_proxies_of_the_environment_are_not_asked(
    make: Callable[..., WebhookNotifier], receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy that the environment names sees nothing."""
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    make().notify(MESSAGE)

    assert len(receiver.came) == 1


def test_a_secret_that_is_missing_or_short_is_told_at_once(
    receiver: Receiver, authority: Authority, secret: Where
) -> None:
    """Whoever opens the notifier learns that a secret is not there, is too short, or certificates cannot be read."""
    for where in ("env:NO_SUCH_VARIABLE_HERE", secret("short", "tooshort")):
        with pytest.raises(ConfigError) as caught:
            WebhookNotifier(settings_for(receiver, authority, where))
        assert "tooshort" not in str(caught.value)
    with pytest.raises(ConfigError, match="certificates"):
        WebhookNotifier(settings_for(receiver, authority, secret("a", SECRET), ca_file="/no/such/file"))
