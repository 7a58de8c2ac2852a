"""Settings of the webhook."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import attrs
from attrs.validators import and_, ge, le, max_len, min_len

from collabmodel.plugin import Secret

_KEY = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")
_PRINTABLE = re.compile(r"[\x21-\x7e]{1,200}")


def _key_id(_: object, field: attrs.Attribute[str], value: str) -> None:
    if not _KEY.fullmatch(value) or value in {"t", "v1"}:
        msg = f"{field.name} of a key: at most 40 lower-case letters, digits, dots, hyphens; not 't' or 'v1'"
        raise ValueError(msg)


def _plain(_: object, field: attrs.Attribute[str], value: str) -> None:
    if not _PRINTABLE.fullmatch(value):
        msg = f"{field.name}: 1 to 200 printable ASCII characters without blanks are wanted"
        raise ValueError(msg)


def _host_names(_: object, field: attrs.Attribute[tuple[str, ...]], value: tuple[str, ...]) -> None:
    for name in value:
        if not _PRINTABLE.fullmatch(name) or name != name.lower() or any(sign in name for sign in "/@[]"):
            msg = f"{field.name}: each is the name of a host in lower case, without scheme and port"
            raise ValueError(msg)


def _https(_: object, field: attrs.Attribute[str], value: str) -> None:
    """Refuse what is no address of a web server over TLS; its text may hold a secret, so it is not told."""
    try:
        parts = urlsplit(value)
        sound = parts.scheme == "https" and bool(parts.hostname) and parts.port != 0
        sound = sound and parts.username is None and parts.password is None and "#" not in value
    except ValueError:
        sound = False
    if not sound or not re.fullmatch(r"[\x21-\x7e]{1,2000}", value):
        msg = f"{field.name}: wanted is https://HOST/PATH, without user, password and '#'"
        raise ValueError(msg)


@attrs.frozen(kw_only=True)
class SigningKey:
    """
    A key that events are signed with.

    Args:
        id: Its name, by which receivers find it.
        secret: Where it is found; at least 16 bytes.
    """

    id: str = attrs.field(validator=_key_id)
    secret: Secret


@attrs.frozen(kw_only=True)
class WebhookSettings:
    """
    Settings of the webhook.

    Args:
        url: Where events are posted to: https alone. Not shown in ``repr``, since some hold a token.
        keys: Keys to sign with, by id; two while one takes the place of the other.
        hosts: Hosts that events may be sent to; empty for that of ``url`` alone.
        internal: Those of them that may lie in a network of one's own: any other must have public addresses only.
        source: What the events say they come from.
        type: What their types begin with, before a dot and what the message is about.
        recipient: Whether they say to whom, as an opaque id. It is personal data: switch it off where receivers need
            not know.
        appointments: Whether they say when somebody is wanted.
        bearer: Where a token is found that receivers want in ``Authorization``; None where they want none.
        ca_file: File with the certificates of the authorities that are trusted; empty for those of the system.
        deadline: Seconds for all of one post: looking up, connecting, sending and the answer; 0.1 to 50.
        longest_wait: Hours for which a receiver may put off at most, >= 0.
        waiting: Days after which a message that receivers keep putting off counts as failed, >= 0.

    >>> WebhookSettings(url="https://hook.example/in", keys=(SigningKey(id="a", secret=Secret("env:HOOK")),)).deadline
    15.0
    """

    url: str = attrs.field(validator=_https, repr=False)
    keys: tuple[SigningKey, ...] = attrs.field(validator=and_(min_len(1), max_len(2)))
    hosts: tuple[str, ...] = attrs.field(default=(), validator=_host_names)
    internal: tuple[str, ...] = attrs.field(default=(), validator=_host_names)
    source: str = attrs.field(default="urn:collabmodel", validator=_plain)
    type: str = attrs.field(default="collabmodel.message", validator=_plain)
    recipient: bool = True
    appointments: bool = True
    bearer: Secret | None = None
    ca_file: str = ""
    deadline: float = attrs.field(default=15.0, validator=and_(ge(0.1), le(50.0)))
    longest_wait: float = attrs.field(default=24.0, validator=and_(ge(0), le(744)))
    waiting: float = attrs.field(default=3.0, validator=and_(ge(0), le(366)))

    def __attrs_post_init__(self) -> None:
        """Look that the host of the URL is one that events may be sent to."""
        host = (urlsplit(self.url).hostname or "").lower()
        if self.hosts and host not in self.hosts:
            msg = "url: its host is not among 'hosts'"
            raise ValueError(msg)
        if any(one not in (self.hosts or (host,)) for one in self.internal):
            msg = "internal: each must be among 'hosts', or the host of 'url'"
            raise ValueError(msg)
