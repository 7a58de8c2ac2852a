"""Cases folded lately, so that the next command of a long case costs what its own events cost."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator

import attrs

from collabmodel.case import Case, Tables, evolve, new_case
from collabmodel.desk.shelf import Shelf
from collabmodel.errors import DamagedError, Place, Problem
from collabmodel.history import Event
from collabmodel.plugin import Recorded, Store


@attrs.frozen(kw_only=True)
class Live:
    """
    A case as it is in the store.

    Args:
        case: Its state.
        tables: Tables of the model it runs on.
        digest: Digest of its last event; empty for a case that is not there yet.
        newer: Place of its first event that a newer release wrote, from which on nothing is known; 0 for none.
        last: Place of its last event, known or not.
    """

    case: Case
    tables: Tables
    digest: str = ""
    newer: int = 0
    last: int = 0


class LiveCases:
    """
    The cases folded lately; a cache, never the truth.

    Args:
        store: The store.
        shelf: Models, by content hash.
        size: How many cases are kept at most, >= 1.
    """

    def __init__(self, store: Store, shelf: Shelf, size: int = 256) -> None:
        self._store = store
        self._shelf = shelf
        self._size = size
        self._kept: OrderedDict[str, Live] = OrderedDict()

    def get(self, id: str) -> Live | None:
        """
        Give a case as it is in the store, or None if there is no such case.

        Args:
            id: Id of the case.

        Raises:
            DamagedError: What is stored is not what was written, or its model is gone.
            StoreError: The store cannot be read.
        """
        head = self._store.head(id)
        if head is None:
            self.drop(id)
            return None
        found = self._kept.get(id)
        if found is None or (found.last, found.digest) != (head.seq, head.digest):
            found = self._followed(found) or self._rebuilt(id)
            if not found.last:
                return None
        self.keep(found)
        return found

    def keep(self, live: Live) -> None:
        """
        Remember a case.

        Args:
            live: The case, as it is in the store.
        """
        self._kept[live.case.id] = live
        self._kept.move_to_end(live.case.id)
        while len(self._kept) > self._size:
            self._kept.popitem(last=False)

    def drop(self, id: str) -> None:
        """
        Forget a case.

        Args:
            id: Id of the case.
        """
        self._kept.pop(id, None)

    def _followed(self, found: Live | None) -> Live | None:
        """Take in what others added to a case; None where the one that is kept is not its beginning."""
        if found is None or found.newer or not found.last:
            return None
        records = self._store.read(found.case.id, found.last - 1)
        first = next(records, None)
        if first is None or first.digest != found.digest:
            return None
        return self._folded(found, records)

    def _rebuilt(self, id: str) -> Live:
        records = self._store.read(id)
        first = next(records, None)
        tables = self._tables(id, None if first is None else first.event)
        start = Live(case=new_case(tables, id), tables=tables)
        return start if first is None else self._folded(start, _with(first, records))

    def _folded(self, live: Live, records: Iterator[Recorded]) -> Live:
        case, tables, digest, newer, last = live.case, live.tables, live.digest, live.newer, live.last
        for record in records:
            digest, last = record.digest, record.seq
            if record.event is None:
                newer = newer or record.seq
            if newer or record.event is None:
                continue
            case = evolve(tables, case, record.event)
        return Live(case=case, tables=tables, digest=digest, newer=newer, last=last)

    def _tables(self, id: str, first: Event | None) -> Tables:
        row = self._store.row(id)
        wanted = first.model_hash if first is not None and first.model_hash else row.model_hash if row else ""
        try:
            return self._shelf.tables(wanted)
        except KeyError:
            what = "the model that the case runs on is not in the store"
            raise DamagedError([Problem(what=what, place=Place(f"case {id}"), hint="put it back")]) from None


def _with(first: Recorded, rest: Iterator[Recorded]) -> Iterator[Recorded]:
    yield first
    yield from rest
