"""The notifier: one CloudEvent for each message, signed, posted, and its answer understood."""

from __future__ import annotations

import datetime as dt
import email.utils
import json
import ssl
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from collabmodel.errors import ConfigError, Place, Problem
from collabmodel.plugin import Message, Postponed
from collabmodel_webhook.addresses import Resolve, system_resolve
from collabmodel_webhook.errors import ReceiverBusyError, ReceiverGoneError, ReceiverRefusedError, RedirectedError
from collabmodel_webhook.posting import Answer, Post, Way, send
from collabmodel_webhook.settings import WebhookSettings
from collabmodel_webhook.signing import IDEMPOTENCY, SIGNATURE, header_text, signed

_LATER = (408, 425, 429)
"""Statuses below 500 that say that trying again may help."""
SHORTEST_SECRET = 16
"""Fewest bytes of a secret to sign with."""


class WebhookNotifier:
    """
    Tells people by posting events to one address.

    Args:
        settings: The settings.
        clock: Gives the time; timezone-aware. None for that of this machine.
        resolve: Gives the addresses of a host; the system's unless told otherwise.

    Raises:
        ConfigError: A secret is not there or too short, or the certificates cannot be read.
    """

    def __init__(
        self,
        settings: WebhookSettings,
        *,
        clock: Callable[[], dt.datetime] | None = None,
        resolve: Resolve = system_resolve,
    ) -> None:
        self._settings = settings
        self._clock = clock or (lambda: dt.datetime.now(dt.UTC))
        self._way = Way(
            tls=_trusted(settings.ca_file),
            resolve=resolve,
            internal=settings.internal,
            seconds=settings.deadline,
            ticks=time.monotonic,
        )
        # Whoever starts a worker learns at once that a secret is not there; it is read anew for each event.
        self._keys()

    def notify(self, message: Message) -> None:
        """
        Post one event.

        Args:
            message: What to tell.

        Raises:
            Postponed: The receiver says when to come again.
            ReceiverGoneError: The receiver says that it is gone for good.
            WebhookError: It could not be posted now.
            ConfigError: A secret is no longer there.
        """
        now = self._clock()
        body = event_of(message, self._settings)
        headers = [
            ("Host", _host(self._settings.url)),
            ("Content-Type", "application/cloudevents+json; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("User-Agent", "collabmodel-webhook"),
            ("Connection", "close"),
            (IDEMPOTENCY, header_text(message.id)),
            (SIGNATURE, signed(body, self._keys(), now)),
        ]
        if self._settings.bearer is not None:
            headers.append(("Authorization", f"Bearer {header_text(self._settings.bearer.reveal())}"))
        answer = send(Post(url=self._settings.url, headers=tuple(headers), body=body), self._way)
        self._understand(answer, message, now)

    def _understand(self, answer: Answer, message: Message, now: dt.datetime) -> None:
        if 200 <= answer.status < 300:
            return
        if 300 <= answer.status < 400:
            raise RedirectedError
        if answer.status == 410:
            raise ReceiverGoneError
        if answer.status < 500 and answer.status not in _LATER:
            raise ReceiverRefusedError
        until = come_again(answer.retry_after, now, dt.timedelta(hours=self._settings.longest_wait))
        if until is None or now - message.made > dt.timedelta(days=self._settings.waiting):
            raise ReceiverBusyError
        raise Postponed(until)

    def _keys(self) -> dict[str, str]:
        found = {key.id: key.secret.reveal() for key in self._settings.keys}
        for key in self._settings.keys:
            if len(found[key.id].encode()) < SHORTEST_SECRET:
                what = f"a secret of fewer than {SHORTEST_SECRET} bytes"
                place = Place(f"notifiers.webhook.keys.{key.id}")
                raise ConfigError([Problem(what=what, place=place, hint="use 32 random bytes")])
        return found


def event_of(message: Message, settings: WebhookSettings) -> bytes:
    """
    Give the CloudEvent of a message: the same bytes at every attempt.

    Args:
        message: The message.
        settings: What it may tell.
    """
    data: dict[str, object] = {"about": message.about, "link": message.link}
    if settings.recipient:
        data["to"] = message.to
    when = message.appointment
    if settings.appointments and when is not None:
        data["appointment"] = {
            "uid": when.uid,
            "sequence": when.sequence,
            "method": when.method,
            "starts": when.starts.isoformat(),
            "ends": None if when.ends is None else when.ends.isoformat(),
        }
    event = {
        "specversion": "1.0",
        "id": message.id,
        "source": settings.source,
        "type": f"{settings.type}.{message.about}",
        "time": message.made.isoformat(),
        "datacontenttype": "application/json",
        "data": data,
    }
    return json.dumps(event, sort_keys=True, separators=(",", ":")).encode()


def come_again(text: str, now: dt.datetime, longest: dt.timedelta) -> dt.datetime | None:
    """
    Give when a receiver wants to be asked again, or None if it does not say, or names no time to come: it must not
    have us ask again and again without a pause.

    Args:
        text: What its header ``Retry-After`` says: seconds, or a date.
        now: The time.
        longest: How far ahead at most.

    >>> now = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
    >>> come_again("120", now, dt.timedelta(hours=1)).minute, come_again("soon", now, dt.timedelta(hours=1))
    (2, None)
    """
    if text.isascii() and text.isdigit():
        until = now + min(longest, dt.timedelta(seconds=min(int(text), 10**9)))
        return until if until > now else None
    try:
        when = email.utils.parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    if when.tzinfo is None:
        return None
    until = min(when, now + longest)
    return until if until > now else None


def _host(url: str) -> str:
    """Give the host and port of a URL as they stand in it."""
    return urlsplit(url).netloc


def _trusted(ca_file: str) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cafile=ca_file or None)
    except (OSError, ValueError):
        place = Place("notifiers.webhook.ca_file")
        raise ConfigError([Problem(what="certificates that cannot be read", place=place, hint="a PEM file")]) from None
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
