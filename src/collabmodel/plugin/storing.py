"""
For whoever writes a store: what every store does alike, so that each only has to say how it keeps things.

Batches are checked, encoded, judged and chained here; records read back are checked against their chain here; and rows,
messages and access-log entries have one text form.
"""

from collabmodel.plugin.batches import Entry, Known, chained, check_access, encoded, judged, receipt_of
from collabmodel.plugin.chains import CUT, Row, case_fault, damaged, head_fault, link_fault, sound_head, verified
from collabmodel.plugin.forms import access_of, access_text, message_of, message_text, row_of, row_text
from collabmodel.plugin.heads import parse_heads, print_heads
from collabmodel.plugin.records import RECORDS, Reader, Registry, canonical, unreadable
from collabmodel.plugin.refusals import (
    LONGEST_ID,
    LONGEST_KEY,
    LONGEST_RECORD,
    LONGEST_SEALED,
    check_text,
    is_unholdable,
)
from collabmodel.plugin.stores import FARTHEST, MovableStore, streamed

__all__ = [
    "CUT",
    "FARTHEST",
    "LONGEST_ID",
    "LONGEST_KEY",
    "LONGEST_RECORD",
    "LONGEST_SEALED",
    "RECORDS",
    "Entry",
    "Known",
    "MovableStore",
    "Reader",
    "Registry",
    "Row",
    "access_of",
    "access_text",
    "canonical",
    "case_fault",
    "chained",
    "check_access",
    "check_text",
    "damaged",
    "encoded",
    "head_fault",
    "is_unholdable",
    "judged",
    "link_fault",
    "message_of",
    "message_text",
    "parse_heads",
    "print_heads",
    "receipt_of",
    "row_of",
    "row_text",
    "sound_head",
    "streamed",
    "unreadable",
    "verified",
]
