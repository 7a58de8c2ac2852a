"""Notifications as CloudEvents over HTTPS for collabmodel."""

from __future__ import annotations

from collabmodel.plugin import Notifier, NotifierKind, OpenNotifier, hookimpl
from collabmodel_webhook.errors import SignatureError
from collabmodel_webhook.settings import SigningKey, WebhookSettings
from collabmodel_webhook.signing import verify

__all__ = ["SignatureError", "SigningKey", "WebhookSettings", "verify"]


def _opened(request: OpenNotifier[WebhookSettings]) -> Notifier:
    # What posts is imported where it is needed: finding the plugin must cost little.
    from collabmodel_webhook.notifying import WebhookNotifier  # noqa: PLC0415

    return WebhookNotifier(request.settings)


@hookimpl
def collabmodel_register_notifiers() -> tuple[NotifierKind[WebhookSettings], ...]:
    """Bring the notifier that posts events."""
    summary = "a signed CloudEvent over HTTPS for each message, to an address of your own"
    return (NotifierKind(name="webhook", summary=summary, config=WebhookSettings, open=_opened),)
