"""Runs cases for real: load, decide, append, outbox, notify; nothing acknowledged is lost, nothing is shown unasked."""

from collabmodel.desk.answers import Answer, Busy, Conflict, Denied, Done, Refused, Unknown
from collabmodel.desk.delivering import Delivered, Patience
from collabmodel.desk.desk import Desk
from collabmodel.desk.histories import history_of
from collabmodel.desk.judging import Judged, evaluate_store
from collabmodel.desk.moves import Move
from collabmodel.desk.opening import open_desk
from collabmodel.desk.readers import SYSTEM, Reader
from collabmodel.desk.showing import Entry, Shown
from collabmodel.desk.ticking import Ticked

__all__ = [
    "SYSTEM",
    "Answer",
    "Busy",
    "Conflict",
    "Delivered",
    "Denied",
    "Desk",
    "Done",
    "Entry",
    "Judged",
    "Move",
    "Patience",
    "Reader",
    "Refused",
    "Shown",
    "Ticked",
    "Unknown",
    "evaluate_store",
    "history_of",
    "open_desk",
]
