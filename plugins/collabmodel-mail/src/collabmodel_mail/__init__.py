"""Mail notifications and meeting invitations for collabmodel."""

from __future__ import annotations

from collabmodel.plugin import Notifier, NotifierKind, OpenNotifier, hookimpl
from collabmodel_mail.directory import Contact, Directory
from collabmodel_mail.settings import MailSettings

__all__ = ["Contact", "Directory", "MailSettings"]


def _opened(request: OpenNotifier[MailSettings]) -> Notifier:
    # What sends is imported where it is needed: finding the plugin must cost little.
    from collabmodel_mail.notifying import notifier_of  # noqa: PLC0415

    return notifier_of(request.settings)


@hookimpl
def collabmodel_register_notifiers() -> tuple[NotifierKind[MailSettings], ...]:
    """Bring the notifier that sends mail."""
    summary = "a mail with an opaque link for each message or as a digest, and invitations for meetings"
    return (NotifierKind(name="mail", summary=summary, config=MailSettings, open=_opened),)
