"""One mail to one address over SMTP: private unless that was waived, from a server that is who it says, in time."""

from __future__ import annotations

import contextlib
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator

from collabmodel.errors import ConfigError, Place, Problem
from collabmodel_mail.errors import (
    BusyServerError,
    LoginRefusedError,
    MailError,
    NoAnswerError,
    NotTrustedError,
    RefusedError,
)
from collabmodel_mail.inviting import domain
from collabmodel_mail.settings import PORTS, MailSettings, Security

_AGAIN = 0.05
"""Seconds between tries to end a session whose time is up."""


class _StartTls(smtplib.SMTP):
    """A session that knows its server's name before it connects, so that TLS can ask for it."""

    def __init__(self, host: str, seconds: float, own: str) -> None:
        super().__init__(timeout=seconds, local_hostname=own)
        self._host = host


class _Tls(smtplib.SMTP_SSL):
    """The same over TLS from the start."""

    def __init__(self, host: str, seconds: float, own: str, context: ssl.SSLContext) -> None:
        super().__init__(timeout=seconds, local_hostname=own, context=context)
        self._host = host


def trusted(ca_file: str) -> ssl.SSLContext:
    """
    Give what is trusted: certificates are checked, and that they are the server's.

    Args:
        ca_file: File with the certificates of authorities; empty for those of the system.

    Raises:
        ConfigError: It cannot be read.
    """
    try:
        context = ssl.create_default_context(cafile=ca_file or None)
    except (OSError, ValueError):
        place = Place("notifiers.mail.ca_file")
        raise ConfigError([Problem(what="certificates that cannot be read", place=place, hint="a PEM file")]) from None
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def send(settings: MailSettings, context: ssl.SSLContext, to: str, mail: bytes) -> None:
    """
    Send a mail.

    Args:
        settings: The settings.
        context: What is trusted.
        to: The address; checked before.
        mail: The mail.

    Raises:
        MailError: It could not be sent, or that is not known; without any address in it.
        ConfigError: The password is not there.
    """
    password = "" if settings.password is None else settings.password.reveal()
    # Words of what goes wrong hold addresses, so only its kind is told.
    try:
        _send(settings, context, to, mail, password)
    except (smtplib.SMTPException, OSError, ValueError) as error:
        raise _kind(error) from None


def _send(settings: MailSettings, context: ssl.SSLContext, to: str, mail: bytes, password: str) -> None:
    own, seconds = domain(settings), settings.timeout
    session: smtplib.SMTP
    if settings.security is Security.TLS:
        session = _Tls(settings.host, seconds, own, context)
    else:
        session = _StartTls(settings.host, seconds, own)
    with _ended(session, seconds):
        code, words = session.connect(settings.host, settings.port or PORTS[settings.security])
        if code != 220:
            raise smtplib.SMTPConnectError(code, words)
        if settings.security is Security.STARTTLS:
            session.starttls(context=context)
        if settings.user:
            session.login(settings.user, password)
        session.sendmail(settings.sender, [to], mail)
        # The mail is taken: whatever happens to the farewell changes nothing.
        with contextlib.suppress(smtplib.SMTPException, OSError):
            session.quit()


@contextlib.contextmanager
def _ended(session: smtplib.SMTP, seconds: float) -> Iterator[None]:
    """End a session after so many seconds in all: each step may still be within its own time."""
    over = threading.Event()

    def end() -> None:
        pause = seconds
        # Again and again: when the time is up there may be no socket yet, or TLS is just taking its place.
        while not over.wait(pause):
            pause = _AGAIN
            sock = session.sock
            if sock is not None:
                with contextlib.suppress(OSError):
                    # TLS would say goodbye first, and wait for that: the plain socket below it does not.
                    socket.socket.shutdown(sock, socket.SHUT_RDWR)

    threading.Thread(target=end, daemon=True, name="collabmodel-mail").start()
    try:
        yield
    finally:
        over.set()
        session.close()


def _kind(error: Exception) -> MailError:
    if isinstance(error, ssl.SSLCertVerificationError | smtplib.SMTPNotSupportedError):
        return NotTrustedError()
    codes = [error.smtp_code] if isinstance(error, smtplib.SMTPResponseException) else []
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
    if codes and all(500 <= code < 600 for code in codes):
        return LoginRefusedError() if isinstance(error, smtplib.SMTPAuthenticationError) else RefusedError()
    return BusyServerError() if any(400 <= code < 600 for code in codes) else NoAnswerError()
