"""The notifiers: one mail for each message, or one for all that came until the digest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from collabmodel.plugin import Message, Postponed
from collabmodel_mail.composing import mail_of
from collabmodel_mail.directory import Contact, Directory, FileDirectory, sound
from collabmodel_mail.errors import UnlistedError
from collabmodel_mail.hours import quiet_until, slot
from collabmodel_mail.sending import send, trusted
from collabmodel_mail.settings import Digest, MailSettings, Unlisted


class MailNotifier:
    """
    Tells people by mail, one for each message.

    Args:
        settings: The settings.
        directory: Who has which address; None for the file that the settings name.
        clock: Gives the time; timezone-aware. None for that of this machine.

    Raises:
        ConfigError: The directory or the certificates cannot be read, or the password is not there.
    """

    def __init__(
        self,
        settings: MailSettings,
        *,
        directory: Directory | None = None,
        clock: Callable[[], dt.datetime] | None = None,
    ) -> None:
        self._settings = settings
        self._directory = directory or FileDirectory(settings.directory)
        self._clock = clock or (lambda: dt.datetime.now(dt.UTC))
        self._context = trusted(settings.ca_file)
        if settings.password is not None:
            # Whoever starts a worker learns at once that it is not there; it is read anew for each mail.
            settings.password.reveal()

    def notify(self, message: Message) -> None:
        """
        Send one mail.

        Args:
            message: What to tell.

        Raises:
            Postponed: These are quiet hours.
            MailError: It could not be sent now.
            ConfigError: The directory is none, or the password is no longer there.
        """
        contact = self._contact(message)
        if contact is not None:
            self._send([message], contact, self._clock())

    def _contact(self, message: Message) -> Contact | None:
        """Give how somebody is reached; None where nobody is to be told, and that is right."""
        found = self._directory.find(message.to)
        unsound = found is not None and not sound(found)
        if unsound or (found is None and self._settings.unlisted is Unlisted.FAIL):
            raise UnlistedError
        return found

    def _send(self, messages: Sequence[Message], contact: Contact, now: dt.datetime) -> None:
        settings = self._settings
        urgent = any(message.about in settings.urgent for message in messages)
        if settings.quiet is not None and not urgent:
            until = quiet_until(settings.quiet, contact.zone or settings.zone, now)
            if until is not None:
                raise Postponed(until)
        _, mail = mail_of(messages, settings, contact, now)
        send(settings, self._context, contact.mail, mail)


class DigestNotifier(MailNotifier):
    """Tells people by mail, what came until the digest in one; meetings and what is urgent at once, each by itself."""

    def notify(self, message: Message) -> None:
        """
        Send one mail.

        Args:
            message: What to tell.

        Raises:
            Postponed: The digest goes out later, or these are quiet hours.
            MailError: It could not be sent now.
            ConfigError: The directory is none, or the password is no longer there.
        """
        (raised,) = self.notify_all((message,))
        if raised is not None:
            raise raised

    def notify_all(self, messages: tuple[Message, ...]) -> tuple[Exception | None, ...]:
        """
        Send one person all that is due for them.

        Args:
            messages: What to tell, all to the same person.

        Returns:
            For each message why it was not told, or None.

        Raises:
            UnlistedError: The directory has no address for them.
            ConfigError: The directory is none, or the password is no longer there.
        """
        contact = self._contact(messages[0])
        if contact is None:
            return (None,) * len(messages)
        now = self._clock()
        outcomes: list[Exception | None] = [None] * len(messages)
        for places in self._groups(messages, contact):
            due = self._due(messages[places[0]], contact)
            raised: Exception | None = Postponed(due) if due > now else None
            if raised is None:
                raised = self._tried([messages[place] for place in places], contact, now)
            for place in places:
                outcomes[place] = raised
        return tuple(outcomes)

    def _tried(self, messages: Sequence[Message], contact: Contact, now: dt.datetime) -> Exception | None:
        try:
            self._send(messages, contact, now)
        # One digest that cannot be sent must not undo another that was.
        except Exception as error:  # noqa: BLE001 - it is handed on
            return error
        return None

    def _groups(self, messages: Sequence[Message], contact: Contact) -> list[list[int]]:
        """
        Give which messages go into one mail, by place: those of one digest, so that another attempt sends the same
        ones under the same id, whatever has come since.
        """
        groups: dict[object, list[int]] = {}
        for place, message in enumerate(messages):
            key: object = place if self._alone(message) else self._due(message, contact)
            groups.setdefault(key, []).append(place)
        return list(groups.values())

    def _alone(self, message: Message) -> bool:
        return message.appointment is not None or message.about in self._settings.urgent

    def _due(self, message: Message, contact: Contact) -> dt.datetime:
        if self._alone(message):
            return message.made
        settings = self._settings
        return slot(settings.digest, settings.digest_at, contact.zone or settings.zone, message.made)


def notifier_of(settings: MailSettings) -> MailNotifier:
    """
    Give the notifier that settings ask for.

    Args:
        settings: The settings.

    Raises:
        ConfigError: The directory or the certificates cannot be read, or the password is not there.
    """
    return MailNotifier(settings) if settings.digest is Digest.OFF else DigestNotifier(settings)
