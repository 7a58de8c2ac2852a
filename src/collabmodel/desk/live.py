"""Cases folded lately, and kept as they stood: the next command of a long case costs what its own events cost."""

from __future__ import annotations

import contextlib
import itertools
from collections import OrderedDict
from collections.abc import Iterable, Iterator

import attrs

from collabmodel.case import Case, Tables, evolve, new_case
from collabmodel.case.moving import moved
from collabmodel.case.record import Log
from collabmodel.case.snapshots import restore, snapshot
from collabmodel.case.versions import is_move, target_of
from collabmodel.desk.shelf import Shelf
from collabmodel.errors import DamagedError, Place, Problem, StoreError
from collabmodel.history import Event
from collabmodel.plugin import Recorded, Snapshot, Store

SNAPSHOT_FORMAT = "1"
"""Version of what a desk says of the snapshots it keeps."""
FIRST_SNAPSHOT = 128
"""How many events a case has at least before it is kept as it stands."""
NEXT_SNAPSHOT = 64
"""By how many events it has grown at least before it is kept again; by a 128th where that is more."""


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
        saved: Place of the last event of its snapshot, 0 for none.
        moved: Whether it was moved between versions of its model: then it is folded from its events alone.
    """

    case: Case
    tables: Tables
    digest: str = ""
    newer: int = 0
    last: int = 0
    saved: int = 0
    moved: bool = False


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

    def fresh(self, id: str) -> Live:
        """
        Give a case in which nothing has happened yet, on the model that new cases run on.

        Args:
            id: Its id.

        Raises:
            ConfigError: The desk has no model to open cases on.
        """
        tables = self._shelf.current
        return Live(case=new_case(tables, id, self._log(id)), tables=tables)

    def get(self, id: str) -> Live | None:
        """
        Give a case as it is in the store, or None if there is no such case.

        Args:
            id: Id of the case.

        Raises:
            DamagedError: What is stored is not what was written, or a model of it is gone.
            StoreError: The store cannot be read.
        """
        head = self._store.head(id)
        if head is None:
            self.drop(id)
            return None
        found = self._kept.get(id)
        if found is None or (found.last, found.digest) != (head.seq, head.digest):
            found = self._followed(found) or self._followed(self._restored(id)) or self._rebuilt(id)
            if not found.last:
                return None
        self.keep(found)
        return self._kept[id]

    def keep(self, live: Live) -> None:
        """
        Remember a case, and from time to time have the store keep it as it stands.

        Args:
            live: The case, as it is in the store.
        """
        grown = live.last >= max(FIRST_SNAPSHOT, live.saved + max(NEXT_SNAPSHOT, live.saved // 128))
        if grown and not live.newer and not live.moved:
            live = self._saved(live)
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

    def cache_holds(self, id: str) -> bool:
        """
        Tell whether the snapshot that a case would be taken up from, if any, is what its events make.

        Args:
            id: Id of the case.

        Raises:
            DamagedError: What is stored is not what was written, or a model of it is gone.
            StoreError: The store cannot be read.
        """
        restored = self._restored(id)
        return restored is None or self._rebuilt(id, restored.last).case == restored.case

    def _saved(self, live: Live) -> Live:
        kept = Snapshot(
            case=live.case.id,
            seq=live.last,
            digest=live.digest,
            code=f"{SNAPSHOT_FORMAT} {live.tables.model_hash}",
            state=snapshot(live.tables, live.case),
        )
        # A cache that cannot be written costs time and nothing else.
        with contextlib.suppress(StoreError):
            self._store.put_snapshot(kept)
        return attrs.evolve(live, saved=live.last)

    def _restored(self, id: str) -> Live | None:
        """Take up a case where a snapshot left it; None where anything about the snapshot is doubtful."""
        with contextlib.suppress(StoreError, ValueError, KeyError):
            kept = self._store.snapshot(id)
            format_, _, model_hash = ("", "", "") if kept is None else kept.code.partition(" ")
            if kept is not None and kept.case == id and format_ == SNAPSHOT_FORMAT:
                tables = self._shelf.tables(model_hash)
                case = restore(tables, id, kept.state, self._log(id))
                if case.seq == kept.seq:
                    return Live(case=case, tables=tables, digest=kept.digest, last=kept.seq, saved=kept.seq)
        return None

    def _followed(self, found: Live | None) -> Live | None:
        """Take in what others added to a case; None where the one that is kept is not its beginning."""
        if found is None or found.newer or not found.last:
            return None
        records = self._store.read(found.case.id, found.last - 1)
        first = next(records, None)
        if first is None or first.digest != found.digest:
            return None
        return self._folded(found, records)

    def _rebuilt(self, id: str, last: int | None = None) -> Live:
        records = itertools.islice(self._store.read(id), last)
        first = next(records, None)
        row = self._store.row(id)
        event = None if first is None else first.event
        tables = self._tables(id, event.model_hash if event is not None else row.model_hash if row else "")
        start = Live(case=new_case(tables, id, self._log(id)), tables=tables)
        return start if first is None else self._folded(start, itertools.chain((first,), records))

    def _folded(self, live: Live, records: Iterable[Recorded]) -> Live:
        case, tables, digest, newer, last, was_moved = (
            live.case, live.tables, live.digest, live.newer, live.last, live.moved,
        )  # fmt: skip
        for record in records:
            digest, last = record.digest, record.seq
            if record.event is None:
                newer = newer or record.seq
            if newer or record.event is None:
                continue
            if is_move(record.event):
                target = self._tables(case.id, target_of(record.event))
                case, tables, was_moved = moved(tables, target, case, record.event), target, True
            else:
                case = evolve(tables, case, record.event)
        return attrs.evolve(live, case=case, tables=tables, digest=digest, newer=newer, last=last, moved=was_moved)

    def _log(self, id: str) -> Log:
        """Give what reads a case's events again, so that a long case need not be held in memory."""

        def log(first: int, last: int) -> Iterator[Event]:
            for record in self._store.read(id, first - 1):
                if record.seq > last:
                    return
                if record.event is not None:
                    yield record.event

        return log

    def _tables(self, id: str, wanted: str) -> Tables:
        try:
            return self._shelf.tables(wanted)
        except KeyError:
            what = "a model that the case runs on is not in the store"
            raise DamagedError([Problem(what=what, place=Place(f"case {id}"), hint="put it back")]) from None
