"""Why a mail could not be sent: types alone, since their names are what the outbox keeps."""

from __future__ import annotations


class MailError(Exception):
    """A mail could not be sent now; it is tried again."""


class UnlistedError(MailError):
    """The directory has no address for whom the message is, or none that is one."""


class UnfitError(MailError):
    """The message's link is none that may stand in a mail."""


class NoAnswerError(MailError):
    """The server could not be reached, or did not answer in time or in full."""


class NotTrustedError(MailError):
    """The server is not who it should be, or does not offer TLS."""


class LoginRefusedError(MailError):
    """The server does not accept user and password."""


class RefusedError(MailError):
    """The server does not take mail for this address, or from this sender (5xx)."""


class BusyServerError(MailError):
    """The server cannot take the mail now (4xx)."""
