"""The socket: what a store and a notifier must be, and how one is found by the scheme of its URL."""

from collabmodel.plugin.kept import (
    Access,
    Batch,
    CaseRow,
    Durability,
    Fault,
    Head,
    Parcel,
    Receipt,
    Recorded,
    Snapshot,
)
from collabmodel.plugin.notifiers import Message, Notifier
from collabmodel.plugin.records import decode, digest, encode
from collabmodel.plugin.schemes import open_store
from collabmodel.plugin.stores import Store

__all__ = [
    "Access",
    "Batch",
    "CaseRow",
    "Durability",
    "Fault",
    "Head",
    "Message",
    "Notifier",
    "Parcel",
    "Receipt",
    "Recorded",
    "Snapshot",
    "Store",
    "decode",
    "digest",
    "encode",
    "open_store",
]
