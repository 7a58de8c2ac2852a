"""What every store must pass, for whoever writes one."""

from __future__ import annotations

from collabmodel.testing.conformance.appending import Appending
from collabmodel.testing.conformance.breaking import Breaking
from collabmodel.testing.conformance.listing import Listing
from collabmodel.testing.conformance.posting import Posting
from collabmodel.testing.conformance.reading import Reading
from collabmodel.testing.conformance.sharing import Sharing


class StoreConformance(Appending, Reading, Sharing, Listing, Posting, Breaking):
    """
    The suite as a whole: subclass it, say how your store is opened and what it lacks, and let pytest run it.

    >>> from collabmodel.adapters import MemoryStore
    >>> class TestMine(StoreConformance):
    ...     lacks = {"sharing": "it lives in one process"}
    ...
    ...     def open_store(self, folder, at=None):
    ...         return MemoryStore(at=at)
    """


__all__ = ["StoreConformance"]
