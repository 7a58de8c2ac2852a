"""What a desk works with: the store, its models, live cases, and where time and new ids come from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import attrs

from collabmodel.desk.live import LiveCases
from collabmodel.desk.shelf import Shelf
from collabmodel.plugin import CaseChanged, Store


@attrs.frozen(kw_only=True, eq=False)
class Office:
    """
    What a desk works with.

    Args:
        store: Where cases are kept.
        shelf: Models, by content hash.
        live: Cases folded lately.
        clock: Gives the time; timezone-aware.
        new_id: Gives a new id that nobody can guess.
        base_link: What the links of notifications begin with.
        at: Called with the name of each fault point that is passed.
        changed: Told of every change after it was stored, and never raises; None where nobody wants to know.
    """

    store: Store
    shelf: Shelf
    live: LiveCases
    clock: Callable[[], dt.datetime]
    new_id: Callable[[], str]
    base_link: str = ""
    at: Callable[[str], None]
    changed: Callable[[CaseChanged], None] | None = None

    def now(self) -> dt.datetime:
        """
        Give the time.

        Raises:
            ValueError: The clock gives a time without zone.
        """
        moment = self.clock()
        if moment.tzinfo is None:
            msg = "the clock of a desk must give timezone-aware times"
            raise ValueError(msg)
        return moment
