"""Invitations for calendars: asked for, moved and called off under one id, with nothing of what they are for."""

from __future__ import annotations

import datetime as dt

import icalendar

from collabmodel.plugin import Appointment, Message
from collabmodel_mail.directory import Contact
from collabmodel_mail.settings import MailSettings
from collabmodel_mail.wording import texts


def invitation(message: Message, when: Appointment, settings: MailSettings, contact: Contact, language: str) -> bytes:
    """
    Give an iCalendar object that asks for an appointment or calls it off.

    Args:
        message: The message.
        when: Its appointment.
        settings: The settings.
        contact: Whom it is for.
        language: The language.
    """
    event = icalendar.Event()
    event.add("uid", f"{when.uid}@{domain(settings)}")
    event.add("sequence", when.sequence)
    event.add("dtstamp", message.made.astimezone(dt.UTC))
    event.add("dtstart", when.starts.astimezone(dt.UTC))
    event.add("dtend", (when.ends or when.starts + dt.timedelta(minutes=settings.meeting)).astimezone(dt.UTC))
    event.add("summary", texts()[language]["summary"])
    event.add("description", f"{texts()[language]['sign']} {message.link}")
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if when.method == "cancel" else "CONFIRMED")
    event.add("organizer", icalendar.vCalAddress(f"mailto:{settings.sender}"))
    attendee = icalendar.vCalAddress(f"mailto:{contact.mail}")
    attendee.params["RSVP"] = icalendar.vText("FALSE")
    event.add("attendee", attendee)
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//collabmodel//mail//EN")
    calendar.add("version", "2.0")
    calendar.add("method", when.method.upper())
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def domain(settings: MailSettings) -> str:
    """
    Give the domain that ids of mails and appointments end with.

    Args:
        settings: The settings.
    """
    return settings.domain or settings.sender.rpartition("@")[2]
