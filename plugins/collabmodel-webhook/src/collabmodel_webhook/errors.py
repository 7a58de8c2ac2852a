"""Why an event could not be posted: types alone, since their names are what the outbox keeps."""

from __future__ import annotations

from collabmodel.plugin import Undeliverable


class WebhookError(Exception):
    """An event could not be posted now; it is tried again."""


class AddressRefusedError(WebhookError):
    """The receiver's name leads to an address that no event may be sent to."""


class NotFoundError(WebhookError):
    """The receiver's name leads to no address at all."""


class NoAnswerError(WebhookError):
    """The receiver could not be reached, is not who it should be, or did not answer in time or in full."""


class RedirectedError(WebhookError):
    """The receiver sent us elsewhere, and we do not go there."""


class ReceiverBusyError(WebhookError):
    """The receiver cannot take it now (429 or 5xx)."""


class ReceiverRefusedError(WebhookError):
    """The receiver does not want it as it is (4xx)."""


class ReceiverGoneError(Undeliverable):
    """The receiver says that it is gone for good (410): nothing is tried again."""


class SignatureError(ValueError):
    """What came is not signed by whom it should be, is too old, or was changed. Its text says which, and no more."""
