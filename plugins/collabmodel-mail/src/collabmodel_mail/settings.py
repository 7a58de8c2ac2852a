"""Settings of the mail notifier."""

from __future__ import annotations

import datetime as dt
import enum
import re
import zoneinfo

import attrs
from attrs.validators import and_, ge, in_, le, max_len

from collabmodel.model import Text
from collabmodel.plugin import Secret

LANGUAGES = ("en", "fi", "sv")
"""Languages that mails are written in."""
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*"
)
_HOST = re.compile(r"[A-Za-z0-9._:-]{1,253}")
_DOMAIN = re.compile(r"([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)*[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?")


class Security(enum.Enum):
    """How the connection to the server is kept private."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


class Digest(enum.Enum):
    """How often what waits is told in one mail."""

    OFF = "off"
    HOURLY = "hourly"
    DAILY = "daily"


class Unlisted(enum.Enum):
    """What is done where the directory has no address."""

    FAIL = "fail"
    SKIP = "skip"


PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}
"""Usual ports."""


def is_address(text: str) -> bool:
    """
    Tell whether a text is a mail address and nothing else.

    Args:
        text: The text.

    >>> is_address("mailbox@example.org"), is_address("a@example.org, b@example.org"), is_address("a@b" + chr(10))
    (True, False, False)
    """
    local, _, domain = text.partition("@")
    return len(local) <= 64 and len(domain) <= 253 and _ADDRESS.fullmatch(text) is not None


def is_zone(name: str) -> bool:
    """
    Tell whether a text is the name of a time zone.

    Args:
        name: The text.

    >>> is_zone("Europe/Stockholm"), is_zone("../etc/passwd")
    (True, False)
    """
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return bool(name)


def _address(_: object, field: attrs.Attribute[str], value: str) -> None:
    if not is_address(value):
        msg = f"{field.name}: a mail address is wanted, such as cases@example.org"
        raise ValueError(msg)


def _zone(_: object, field: attrs.Attribute[str], value: str) -> None:
    if not is_zone(value):
        msg = f"{field.name}: a time zone is wanted, such as Europe/Stockholm"
        raise ValueError(msg)


def _host(_: object, field: attrs.Attribute[str], value: str) -> None:
    if not _HOST.fullmatch(value):
        msg = f"{field.name}: the name of a server is wanted, such as mail.example.org"
        raise ValueError(msg)


def _domain(_: object, field: attrs.Attribute[str], value: str) -> None:
    if value and not _DOMAIN.fullmatch(value):
        msg = f"{field.name}: a domain is wanted, such as example.org"
        raise ValueError(msg)


def _one_line(_: object, field: attrs.Attribute[str], value: str) -> None:
    _is_line(field.name, value)


def _lines(_: object, field: attrs.Attribute[Text], value: Text) -> None:
    for _language, said in value.versions:
        _is_line(field.name, said)


def _is_line(name: str, value: str) -> None:
    if not value.isprintable() or len(value) > 200:
        msg = f"{name}: one line of at most 200 printable characters is wanted"
        raise ValueError(msg)


def _of_day(_: object, field: attrs.Attribute[dt.time], value: dt.time) -> None:
    if value.tzinfo is not None:
        msg = f"{field.name}: a time of day without a zone is wanted, such as 07:00"
        raise ValueError(msg)


@attrs.frozen(kw_only=True)
class Quiet:
    """
    Hours in which no mail is sent.

    Args:
        start: When they begin, on the clock of whoever is told.
        end: When they end; before ``start`` where that is the next morning.
    """

    start: dt.time = attrs.field(metadata={"key": "from"}, validator=_of_day)
    end: dt.time = attrs.field(metadata={"key": "to"}, validator=_of_day)

    def __attrs_post_init__(self) -> None:
        """Look that there are hours left in which mail is sent."""
        if self.start == self.end:
            msg = "quiet: 'from' and 'to' must differ"
            raise ValueError(msg)


@attrs.frozen(kw_only=True)
class MailSettings:
    """
    Settings of the mail notifier.

    Args:
        host: The mail server.
        sender: Address that mails come from.
        directory: File that says which address a person, role or organisation has: YAML, or CSV with its header.
        port: Port of the server; 0 for 587 with ``starttls``, 465 with ``tls``, 25 with ``none``.
        security: ``starttls``, ``tls``, or ``none``, which needs ``plaintext`` too.
        plaintext: Whether mails may go unencrypted; never with a password.
        user: User to log in as; empty to send without.
        password: Where the password is found.
        sender_name: Name that mails come from, for all to see.
        language: Language for whom the directory says none: ``en``, ``fi`` or ``sv``.
        zone: Time zone of whom the directory says none.
        subject: Subject of every mail, in the languages at hand; empty for the usual ones.
        footer: A line at the end of every mail, in the languages at hand.
        unlisted: ``fail``: a message for whom the directory has no address fails and is tried again; ``skip``: it
            counts as told.
        digest: ``off``: one mail for each message; ``hourly`` or ``daily``: one for all that came meanwhile.
        digest_at: When the daily digest goes out, on the clock of whoever is told.
        quiet: Hours in which no mail is sent, or None.
        urgent: What is told at once whatever the hour, such as ``overdue``.
        calendar: Whether meetings come as invitations for calendars.
        meeting: Minutes that a meeting takes where nobody said; 5 to 1440.
        ca_file: File with the certificates of the authorities that are trusted; empty for those of the system.
        timeout: Seconds for all of one mail, 0.1 to 50.
        domain: Domain in the ids of mails; empty for that of ``sender``.

    >>> MailSettings(host="mail.example.org", sender="cases@example.org", directory="people.yaml").security.value
    'starttls'
    """

    host: str = attrs.field(validator=_host)
    sender: str = attrs.field(validator=_address)
    directory: str
    port: int = attrs.field(default=0, validator=and_(ge(0), le(65_535)))
    security: Security = Security.STARTTLS
    plaintext: bool = False
    user: str = attrs.field(default="", validator=_one_line)
    password: Secret | None = None
    sender_name: str = attrs.field(default="", validator=_one_line)
    language: str = attrs.field(default="en", validator=in_(LANGUAGES))
    zone: str = attrs.field(default="UTC", validator=_zone)
    subject: Text = attrs.field(default=Text(), validator=_lines)
    footer: Text = attrs.field(default=Text(), validator=_lines)
    unlisted: Unlisted = Unlisted.FAIL
    digest: Digest = Digest.OFF
    digest_at: dt.time = attrs.field(default=dt.time(8), validator=_of_day)
    quiet: Quiet | None = None
    urgent: tuple[str, ...] = attrs.field(default=(), validator=max_len(50))
    calendar: bool = True
    meeting: int = attrs.field(default=60, validator=and_(ge(5), le(1440)))
    ca_file: str = ""
    timeout: float = attrs.field(default=20.0, validator=and_(ge(0.1), le(50.0)))
    domain: str = attrs.field(default="", validator=_domain)

    def __attrs_post_init__(self) -> None:
        """Look that nothing goes unencrypted unless that was said, and no password ever."""
        if self.security is Security.NONE and not self.plaintext:
            msg = "security: none sends in the clear; say 'plaintext: true' if that is what is wanted"
            raise ValueError(msg)
        if self.security is Security.NONE and self.user:
            msg = "user: nobody logs in over a connection in the clear"
            raise ValueError(msg)
        if bool(self.user) != (self.password is not None):
            msg = "user and password: say both or neither"
            raise ValueError(msg)
