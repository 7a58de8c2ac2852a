"""Mails: an opaque link, a sentence that fits everybody, and an invitation where there is a time; nothing else."""

from __future__ import annotations

import datetime as dt
import email.policy
import hashlib
import re
from collections.abc import Sequence
from email.headerregistry import Address
from email.message import EmailMessage

from collabmodel.plugin import Message
from collabmodel_mail.directory import Contact
from collabmodel_mail.errors import UnfitError
from collabmodel_mail.inviting import domain, invitation
from collabmodel_mail.settings import MailSettings
from collabmodel_mail.wording import line, said, texts

_LINK = re.compile(r"[\x21-\x7e]{1,2000}")


def mail_of(
    messages: Sequence[Message], settings: MailSettings, contact: Contact, now: dt.datetime
) -> tuple[str, bytes]:
    """
    Give the id and bytes of the mail that tells messages to one reader; its id is the same at every attempt.

    Args:
        messages: The messages, one at least; several make a digest.
        settings: The settings.
        contact: Whom they are for.
        now: The time; timezone-aware.

    Raises:
        UnfitError: A link is none that may stand in a mail.
    """
    if not all(_LINK.fullmatch(message.link) for message in messages):
        raise UnfitError
    language = contact.language or settings.language
    first = messages[0]
    lines = list(dict.fromkeys((line(one, language), one.link) for one in messages))
    headline = lines[0][0] if len(lines) == 1 else texts()[language]["digest"]
    mail = EmailMessage(policy=email.policy.SMTP)
    mail["From"] = Address(settings.sender_name, addr_spec=settings.sender)
    mail["To"] = Address(addr_spec=contact.mail)
    mail["Subject"] = said(settings.subject, language) or headline.rstrip(".")
    mail["Date"] = now
    id = message_id(messages, settings)
    mail["Message-ID"] = id
    mail["Auto-Submitted"] = "auto-generated"
    mail["Content-Language"] = language
    mail.set_content(_body(headline, lines, said(settings.footer, language), language), cte="quoted-printable")
    if settings.calendar and len(messages) == 1 and first.appointment is not None:
        when = first.appointment
        content = invitation(first, when, settings, contact, language)
        mail.add_alternative(
            content.decode(),
            subtype="calendar",
            params={"method": when.method.upper()},
            cte="base64",
        )
    return id, mail.as_bytes()


def message_id(messages: Sequence[Message], settings: MailSettings) -> str:
    """
    Give the id of the mail that tells messages: it hangs on their ids alone, so a second attempt bears it too.

    Args:
        messages: The messages.
        settings: The settings.
    """
    ids = sorted(message.id for message in messages)
    told = "\n".join([str(len(ids)), *ids]).encode("utf-8", "surrogatepass")
    return f"<{hashlib.sha256(told).hexdigest()[:40]}@{domain(settings)}>"


def _body(headline: str, lines: Sequence[tuple[str, str]], footer: str, language: str) -> str:
    known = texts()[language]
    parts = [headline, ""]
    if len(lines) == 1:
        parts += [known["sign"], lines[0][1]]
    else:
        parts += [f"- {said}\n  {link}" for said, link in lines]
    parts += ["", known["why"], *([footer] if footer else [])]
    return "\n".join(parts) + "\n"
