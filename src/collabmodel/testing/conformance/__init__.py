"""What every adapter must pass, for whoever writes one: one suite for stores, notifiers, reporters, formats, checks."""

from __future__ import annotations

from collabmodel.testing.conformance.appending import Appending
from collabmodel.testing.conformance.breaking import Breaking
from collabmodel.testing.conformance.checking import CheckConformance
from collabmodel.testing.conformance.formatting import FormatConformance
from collabmodel.testing.conformance.hostile import HOSTILE_TEXTS
from collabmodel.testing.conformance.lacking import Plugged
from collabmodel.testing.conformance.listing import Listing
from collabmodel.testing.conformance.notifying import Arrival, NotifierConformance
from collabmodel.testing.conformance.posting import Posting
from collabmodel.testing.conformance.reading import Reading
from collabmodel.testing.conformance.reporting import ReporterConformance
from collabmodel.testing.conformance.sharing import Sharing


class StoreConformance(Appending, Reading, Sharing, Listing, Posting, Breaking, Plugged):
    """
    The suite for stores: subclass it, say how your store is opened and what it lacks, and let pytest run it.

    >>> from collabmodel.adapters import MemoryStore
    >>> class TestMine(StoreConformance):
    ...     plugin = "collabmodel.adapters.memory_urls"
    ...     lacks = {"sharing": "it lives in one process"}
    ...
    ...     def open_store(self, folder, at=None):
    ...         return MemoryStore(at=at)
    """


__all__ = [
    "HOSTILE_TEXTS",
    "Arrival",
    "CheckConformance",
    "FormatConformance",
    "NotifierConformance",
    "ReporterConformance",
    "StoreConformance",
]
