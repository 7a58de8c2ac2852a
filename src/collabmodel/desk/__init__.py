"""Runs cases for real: load, decide, append, outbox, notify; nothing acknowledged is lost, nothing is shown unasked."""

from collabmodel.desk.answers import Answer, Busy, Conflict, Denied, Done, Refused, Unknown
from collabmodel.desk.desk import Desk
from collabmodel.desk.histories import history_of
from collabmodel.desk.opening import open_desk
from collabmodel.desk.readers import SYSTEM, Reader
from collabmodel.desk.showing import Entry, Shown

__all__ = [
    "SYSTEM",
    "Answer",
    "Busy",
    "Conflict",
    "Denied",
    "Desk",
    "Done",
    "Entry",
    "Reader",
    "Refused",
    "Shown",
    "Unknown",
    "history_of",
    "open_desk",
]
