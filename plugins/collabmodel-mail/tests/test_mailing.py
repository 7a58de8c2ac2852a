"""Mails as they arrive over TLS: what they say, what they never say, and what servers may do to us."""

from __future__ import annotations

import contextlib
import datetime as dt
import smtplib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs
import icalendar
import pytest
from mail_server import PASSWORD, USER, MailAuthority, MailServer

from collabmodel.errors import ConfigError
from collabmodel.model import Text
from collabmodel.plugin import Appointment, Message, Postponed, Secret
from collabmodel_mail import Contact, MailSettings
from collabmodel_mail.errors import (
    BusyServerError,
    LoginRefusedError,
    NoAnswerError,
    NotTrustedError,
    RefusedError,
    UnlistedError,
)
from collabmodel_mail.notifying import DigestNotifier, MailNotifier
from collabmodel_mail.sending import _ended, _StartTls
from collabmodel_mail.settings import Digest, Quiet, Security, Unlisted

pytestmark = pytest.mark.filterwarnings("ignore:Session.login_data is deprecated:DeprecationWarning")
NOW = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
MADE = NOW - dt.timedelta(minutes=2)
MESSAGE = Message(id="m-1", to="p-17", about="due", link="https://x.example/c/9f3b", made=MADE)
MEETING = Appointment(uid="u-77", sequence=0, starts=NOW + dt.timedelta(days=3))
Settings = Callable[..., MailSettings]


def notifier(settings: MailSettings, now: dt.datetime = NOW) -> MailNotifier:
    kind = MailNotifier if settings.digest is Digest.OFF else DigestNotifier
    return kind(settings, clock=lambda: now)


def body(server: MailServer, place: int = 0) -> str:
    found = server.mails[place].get_body(("plain",))
    assert found is not None
    return str(found.get_content())


def event(server: MailServer, place: int = 0) -> tuple[icalendar.Calendar, icalendar.Event, str]:
    (part,) = [one for one in server.mails[place].walk() if one.get_content_type() == "text/calendar"]
    calendar = icalendar.Calendar.from_ical(part.get_content())
    (found,) = calendar.walk("VEVENT")
    return calendar, found, str(part["Content-Type"])


def test_a_mail_holds_a_link_and_nothing_of_the_case(settings: Settings, server: MailServer) -> None:
    """What arrives has the link, a sentence for everybody, and headers that keep machines from answering."""
    notifier(settings(sender_name="Cases of the city")).notify(MESSAGE)

    (mail,) = server.mails
    assert "https://x.example/c/9f3b" in body(server)
    assert mail["Subject"] == "Something that you take part in is due soon"
    assert mail["From"] == "Cases of the city <cases@city.example>"
    assert mail["To"] == "anna@example.org"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert server.envelopes[0].rcpt_tos == ["anna@example.org"]
    assert not [word for word in ("p-17", "m-1") if word.encode() in server.envelopes[0].original_content]


@pytest.mark.parametrize(
    ("to", "word"), [("p-17", "Sign in"), ("p-fi", "Kirjaudu"), ("p-sv", "Logga in"), ("teacher", "Kirjaudu")]
)
def test_everybody_is_told_in_their_language(settings: Settings, server: MailServer, to: str, word: str) -> None:
    """The directory says the language; where it does not, the settings do; a role has its shared mailbox."""
    notifier(settings(language="fi")).notify(attrs.evolve(MESSAGE, to=to))

    assert word in body(server)
    assert to.encode() not in server.envelopes[0].original_content


def test_subject_and_footer_can_be_ones_own(settings: Settings, server: MailServer) -> None:
    """An organisation's own subject and last line stand in the reader's language."""
    own = settings(subject=Text.of({"en": "News", "fi": "Uutta ä"}), footer=Text.of({"fi": "Kaupunki"}))
    notifier(own).notify(attrs.evolve(MESSAGE, to="p-fi"))

    assert server.mails[0]["Subject"] == "Uutta ä"
    assert body(server).splitlines()[-1] == "Kaupunki"


def test_a_mail_has_the_same_id_at_every_attempt(settings: Settings, server: MailServer) -> None:
    """Fault 46: a server that takes a mail and hangs up gets it again under the same Message-ID."""
    server.acts = ["cut"]
    with pytest.raises(NoAnswerError):
        notifier(settings()).notify(MESSAGE)
    notifier(settings(), NOW + dt.timedelta(hours=1)).notify(attrs.evolve(MESSAGE, attempt=2))
    notifier(settings()).notify(attrs.evolve(MESSAGE, id="m-2"))

    first, again, other = (mail["Message-ID"] for mail in server.mails)
    assert first == again != other
    assert first.endswith("@city.example>")


@pytest.mark.parametrize("security", [Security.TLS, Security.NONE])
def test_other_ways_to_connect(authority: MailAuthority, settings: Settings, security: Security) -> None:
    """TLS from the start works, and no encryption where that was said twice."""
    context = authority.context("localhost")
    with MailServer(context, tls=security is Security.TLS, plain=security is Security.NONE) as other:
        notifier(settings(port=other.port, security=security, plaintext=True)).notify(MESSAGE)

        assert len(other.mails) == 1


def test_a_server_without_tls_gets_nothing(authority: MailAuthority, settings: Settings) -> None:
    """A server that does not offer STARTTLS is not trusted with a mail or a password."""
    with MailServer(authority.context("localhost"), plain=True) as other:
        with pytest.raises(NotTrustedError):
            notifier(settings(port=other.port)).notify(MESSAGE)

        assert other.mails == []


@pytest.mark.parametrize("tls", [False, True])
@pytest.mark.parametrize("wrong", ["host", "authority"])
def test_a_wrong_certificate_is_refused(authority: MailAuthority, settings: Settings, wrong: str, *, tls: bool) -> None:
    """A certificate for another host, or of an authority that is not trusted, ends it before anything is told."""
    host, more = ("other.example", {}) if wrong == "host" else ("localhost", {"ca_file": ""})
    security = Security.TLS if tls else Security.STARTTLS
    with MailServer(authority.context(host), tls=tls) as other:
        with pytest.raises(NotTrustedError):
            notifier(settings(port=other.port, security=security, **more)).notify(MESSAGE)

        assert other.envelopes == []


def test_logging_in(settings: Settings, server: MailServer, tmp_path: Path) -> None:
    """With user and password the notifier logs in; a wrong password is a failure of its own kind, without it."""
    right, wrong = tmp_path / "right", tmp_path / "wrong"
    right.write_text(PASSWORD + "\n")
    wrong.write_text("guess\n")
    notifier(settings(user=USER, password=Secret(f"file:{right}"))).notify(MESSAGE)

    assert len(server.mails) == 1
    with pytest.raises(LoginRefusedError) as caught:
        notifier(settings(user=USER, password=Secret(f"file:{wrong}"))).notify(MESSAGE)
    assert str(caught.value) == ""
    with pytest.raises(ConfigError):
        notifier(settings(user=USER, password=Secret("env:NO_SUCH_VARIABLE_HERE")))


def test_one_refused_address_is_told_without_it(settings: Settings, server: MailServer) -> None:
    """A server that refuses one address is told as that, without the address, and others are sent to."""
    server.refused = {"anna@example.org"}
    with pytest.raises(RefusedError) as caught:
        notifier(settings()).notify(MESSAGE)
    notifier(settings()).notify(attrs.evolve(MESSAGE, to="p-fi"))

    assert str(caught.value) == ""
    assert caught.value.__cause__ is None
    assert [envelope.rcpt_tos for envelope in server.envelopes] == [["liisa@example.org"]]


def test_a_busy_server_is_asked_again_later(settings: Settings, server: MailServer) -> None:
    """A temporary refusal is a failure that passes."""
    server.acts = ["busy"]

    with pytest.raises(BusyServerError):
        notifier(settings()).notify(MESSAGE)


@contextlib.contextmanager
def dripping() -> Iterator[int]:
    """A server that says one byte after the other, for ever."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(10)

        def serve() -> None:
            sock, _ = listening.accept()
            with sock, contextlib.suppress(OSError):
                while not over.wait(0.05):
                    sock.sendall(b"2")

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            over.set()
            thread.join(10)


def test_a_slow_server_holds_nobody_up(settings: Settings, server: MailServer) -> None:
    """Fault 47: a server that takes for ever to take a mail, or to greet, has failed in time."""
    server.acts = ["slow"]
    began = time.monotonic()
    with pytest.raises(NoAnswerError):
        notifier(settings(timeout=0.5)).notify(MESSAGE)
    with dripping() as port, pytest.raises(NoAnswerError):
        notifier(settings(timeout=0.5, port=port)).notify(MESSAGE)

    assert time.monotonic() - began < 5


def test_a_deadline_that_passes_before_there_is_a_connection_still_holds() -> None:
    """A server whose name was found too late has no time of its own left."""

    def late(port: int) -> None:
        session = _StartTls("127.0.0.1", 5.0, "example.org")
        with _ended(session, 0.1):
            time.sleep(0.3)
            session.connect("127.0.0.1", port)

    began = time.monotonic()
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises((smtplib.SMTPException, OSError)):
        late(silent.getsockname()[1])

    assert time.monotonic() - began < 3


def test_who_is_not_listed_is_told_without_their_id(settings: Settings, server: MailServer) -> None:
    """Without an address a message fails, or counts as told where that was said; nobody's id is in it."""
    stranger = attrs.evolve(MESSAGE, to="p-secret")
    with pytest.raises(UnlistedError) as caught:
        notifier(settings()).notify(stranger)
    notifier(settings(unlisted=Unlisted.SKIP)).notify(stranger)

    assert str(caught.value) == ""
    assert server.mails == []


@pytest.mark.parametrize(
    "mail", ["a@example.org\r\nBcc: all@example.org", "a@example.org,b@example.org", "<a@example.org>", "a b@c", ""]
)
def test_a_directory_of_ones_own_is_looked_at_too(settings: Settings, server: MailServer, mail: str) -> None:
    """Whoever brings their own directory cannot bring what is no address."""

    class Own:
        def find(self, id: str) -> Contact | None:
            del id
            return Contact(mail=mail)

    with pytest.raises(UnlistedError):
        MailNotifier(settings(), directory=Own(), clock=lambda: NOW).notify(MESSAGE)
    assert server.envelopes == []


@pytest.mark.parametrize("to", ["p-17", "p-fi", "p-sv"])
def test_an_invitation_is_asked_moved_and_called_off_under_one_id(
    settings: Settings, server: MailServer, to: str
) -> None:
    """REQUEST, REQUEST and CANCEL bear one UID and a growing SEQUENCE; the part says its method; times are right."""
    moved = attrs.evolve(
        MEETING, sequence=1, starts=NOW + dt.timedelta(days=4), ends=NOW + dt.timedelta(days=4, hours=2)
    )
    steps = [MEETING, moved, attrs.evolve(moved, sequence=2, method="cancel")]
    for number, when in enumerate(steps):
        message = attrs.evolve(MESSAGE, id=f"m-{number}", to=to, about="changed", appointment=when)
        notifier(settings(meeting=45)).notify(message)
    found = [event(server, place) for place in range(3)]

    assert {str(one["UID"]) for _, one, _ in found} == {"u-77@city.example"}
    assert [int(one["SEQUENCE"]) for _, one, _ in found] == [0, 1, 2]
    assert [str(calendar["METHOD"]) for calendar, _, _ in found] == ["REQUEST", "REQUEST", "CANCEL"]
    assert ['method="REQUEST"' in kind for _, _, kind in found] == [True, True, False]
    assert [str(one["STATUS"]) for _, one, _ in found] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert {one["DTSTAMP"].dt for _, one, _ in found} == {MADE}
    first, second, _ = (one for _, one, _ in found)
    assert (first["DTSTART"].dt, first["DTEND"].dt - first["DTSTART"].dt) == (MEETING.starts, dt.timedelta(minutes=45))
    assert (second["DTSTART"].dt, second["DTEND"].dt) == (moved.starts, moved.ends)
    assert str(first["ORGANIZER"]) == "mailto:cases@city.example"


def test_calendars_can_be_switched_off(settings: Settings, server: MailServer) -> None:
    """Without calendars a meeting is a plain mail, with no time in it."""
    notifier(settings(calendar=False)).notify(attrs.evolve(MESSAGE, appointment=MEETING))

    assert server.mails[0].get_content_type() == "text/plain"
    assert "2026" not in body(server)


def test_quiet_hours_put_off_by_the_readers_clock(settings: Settings, server: MailServer) -> None:
    """In quiet hours a mail waits for their end on the reader's clock; what is urgent does not."""
    night = settings(quiet=Quiet(start=dt.time(21), end=dt.time(7)), urgent=("overdue",))
    late = dt.datetime(2026, 3, 2, 22, tzinfo=dt.UTC)
    for to, until in (
        ("p-17", dt.datetime(2026, 3, 3, 7, tzinfo=dt.UTC)),
        ("p-fi", dt.datetime(2026, 3, 3, 5, tzinfo=dt.UTC)),
    ):
        with pytest.raises(Postponed) as caught:
            notifier(night, late).notify(attrs.evolve(MESSAGE, to=to))
        assert caught.value.until == until
    notifier(night, late).notify(attrs.evolve(MESSAGE, to="p-sv"))
    notifier(night, late).notify(attrs.evolve(MESSAGE, about="overdue"))

    assert [mail["To"] for mail in server.mails] == ["sven@example.org", "anna@example.org"]


def test_a_digest_tells_in_one_mail_what_came_until_then(settings: Settings, server: MailServer) -> None:
    """What came since the last digest goes out together at its hour; a meeting goes at once; later ones wait."""
    daily = settings(digest=Digest.DAILY, digest_at=dt.time(8))
    day = dt.datetime(2026, 3, 3, 8, tzinfo=dt.UTC)
    messages = tuple(attrs.evolve(MESSAGE, id=f"m-{n}", link=f"https://x.example/c/{n}") for n in range(3))
    meeting = attrs.evolve(MESSAGE, id="m-9", appointment=MEETING)
    early = notifier(daily, NOW).notify_all((*messages, meeting))  # type: ignore[attr-defined]
    fresh = attrs.evolve(MESSAGE, id="m-7", made=day + dt.timedelta(minutes=1))
    late = notifier(daily, day + dt.timedelta(minutes=5)).notify_all((*messages, fresh))  # type: ignore[attr-defined]

    assert [type(one) for one in early] == [Postponed, Postponed, Postponed, type(None)]
    assert {one.until for one in early if isinstance(one, Postponed)} == {day}
    assert [type(one) for one in late] == [type(None), type(None), type(None), Postponed]
    assert len(server.mails) == 2
    assert [f"https://x.example/c/{n}" in body(server, 1) for n in range(3)] == [True] * 3


def test_a_digest_that_is_sent_again_is_the_same(settings: Settings, server: MailServer) -> None:
    """After a lost answer a digest goes out again with what it had and its id, whatever has come since."""
    hourly = settings(digest=Digest.HOURLY)
    messages = tuple(attrs.evolve(MESSAGE, id=f"m-{n}") for n in range(2))
    server.acts = ["cut"]
    first = notifier(hourly, NOW + dt.timedelta(hours=1)).notify_all(messages)  # type: ignore[attr-defined]
    since = attrs.evolve(MESSAGE, id="m-5", made=NOW + dt.timedelta(hours=1, minutes=2))
    again = notifier(hourly, NOW + dt.timedelta(hours=3)).notify_all((since, *messages))  # type: ignore[attr-defined]

    assert [type(one) for one in first] == [NoAnswerError, NoAnswerError]
    assert again == (None, None, None)
    ids = [mail["Message-ID"] for mail in server.mails]
    assert len(ids) == 3
    assert ids.count(ids[0]) == 2


def test_nothing_planted_is_in_what_is_sent(settings: Settings, server: MailServer) -> None:
    """Whatever stands in a message beside its link, no byte of it is sent."""
    planted = attrs.evolve(MESSAGE, id="MARK-id", about="MARK-about", to="p-17", appointment=MEETING)
    notifier(settings()).notify(planted)

    sent = server.envelopes[0].original_content + body(server).encode() + event(server)[0].to_ical()
    assert not [word for word in (b"MARK", b"p-17") if word in sent]
