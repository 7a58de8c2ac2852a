"""A replication's log told as full events: a history in columns, or event by event."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator

from collabmodel.history import Event, History, TextColumn
from collabmodel.history.times import moment
from collabmodel.rules import Value
from collabmodel.simulate.kernel.rows import (
    DERIVED,
    DONE_BY,
    LOG_ACTOR,
    LOG_CASE,
    LOG_CAUSE,
    LOG_INSTANCE,
    LOG_LETTER,
    LOG_PLAN,
    LOG_SHOWN,
    LOG_SIZE,
    LOG_STARTED,
    LOG_TIME,
    LOG_WORK,
    MISSED,
)
from collabmodel.simulate.naming import MINUTE, case_id
from collabmodel.simulate.prepared import Floats, Ints, Prepared
from collabmodel.simulate.spelling import column_of, typed
from collabmodel.simulate.telling import EXIT, Layout, layout_of


class Log:
    """
    The log of a replication while it comes in, block by block.

    >>> log = Log()
    >>> log.take([0] * LOG_SIZE, [0.0])
    >>> len(log)
    1
    """

    def __init__(self) -> None:
        self._rows: list[bytes] = []
        self._floats: list[bytes] = []

    def __len__(self) -> int:
        """Give the number of rows."""
        return sum(map(len, self._floats)) // array("d").itemsize

    @property
    def rows(self) -> array[int]:
        """Whole numbers of all rows, ``LOG_SIZE`` a row."""
        return array("q", _joined(self._rows))

    @property
    def floats(self) -> array[float]:
        """Floats of all rows, one a row."""
        return array("d", _joined(self._floats))

    def take(self, rows: Ints, floats: Floats) -> None:
        """
        Keep a block.

        Args:
            rows: Whole numbers, ``LOG_SIZE`` a row.
            floats: One a row.
        """
        # Blocks are only put together for whoever reads: a log that grew as one would be moved again and again.
        if isinstance(rows, list):
            self._rows.append(array("q", rows).tobytes())
            self._floats.append(array("d", floats).tobytes())
        else:
            self._rows.append(memoryview(rows).tobytes())  # type: ignore[arg-type]
            self._floats.append(memoryview(floats).tobytes())  # type: ignore[arg-type]


def _joined(blocks: list[bytes]) -> bytes:
    """Put blocks together, once."""
    if len(blocks) > 1:
        blocks[:] = [b"".join(blocks)]
    return blocks[0] if blocks else b""


def history_of(prepared: Prepared, replication: int, rows: Ints, floats: Floats, *, fast: bool = True) -> History:
    """
    Tell a log as a history, with the same columns in every replication.

    Args:
        prepared: What ``prepare`` gave.
        replication: Which replication, from 1.
        rows: The log: ``LOG_SIZE`` whole numbers a row.
        floats: One float a row.
        fast: Whether to use numpy where it is installed; the history is the same.
    """
    layout = layout_of(prepared)
    if fast:
        try:
            from collabmodel.simulate.expanding_fast import expanded  # noqa: PLC0415 - numpy is optional
        except ImportError:
            pass
        else:
            return expanded(layout, replication, rows, floats)
    return _Telling(layout, replication, rows, floats).history()


def events_of(
    prepared: Prepared, replication: int, rows: Ints, floats: Floats, *, fast: bool = True
) -> Iterator[Event]:
    """
    Tell a log event by event: case after case, each in order.

    Args:
        prepared: What ``prepare`` gave.
        replication: Which replication, from 1.
        rows: The log: ``LOG_SIZE`` whole numbers a row.
        floats: One float a row.
        fast: Whether to use numpy where it is installed; the events are the same.
    """
    history = history_of(prepared, replication, rows, floats, fast=fast)
    yield from map(history.event, range(len(history)))


class _Texts:
    """A column of texts in the making."""

    def __init__(self) -> None:
        self.codes: array[int] = array("i")
        self.words: dict[str, int] = {}

    def add(self, word: str) -> None:
        self.codes.append(self.words.setdefault(word, len(self.words)) if word else -1)

    def column(self) -> TextColumn:
        return TextColumn(self.codes, tuple(self.words))


class _Telling:
    """One pass over the rows in plain Python."""

    def __init__(self, layout: Layout, replication: int, rows: Ints, floats: Floats) -> None:
        self.layout, self.replication, self.rows, self.floats = layout, replication, rows, floats
        self.cases: dict[int, list[int]] = {}
        self.carried: dict[int, list[int]] = {}
        self.signature, self.occurred, self.offset = array("i"), array("q"), array("h")
        self.texts = {name: _Texts() for name in ("role", "person", "organisation", "instance")}
        self.extras = {name: _Texts() for name in ("on_behalf_of", "caused_by")}
        self.data: dict[str, dict[int, Value]] = {name: {} for name, _ in layout.columns}
        self.closed = array("b")
        self.there = 0
        self.workers: dict[int, str] = {}
        self.minutes = [minute for minute, _ in layout.names.clock]

    def history(self) -> History:
        self._sort()
        starts, ids = array("q", [0]), []
        for number in sorted(self.cases):
            ids.append(case_id(self.replication, number))
            self._case(ids[-1], number)
            starts.append(len(self.signature))
        count = len(self.signature)
        extras = [(name, found.column()) for name, found in self.extras.items()]
        return History(
            cases=tuple(ids),
            starts=starts,
            closed=self.closed,
            signatures=self.layout.prepared.letters,
            signature=self.signature,
            occurred=self.occurred,
            recorded=self.occurred[:],
            offset=self.offset,
            ids=None,
            seq=None,
            roles=self.texts["role"].column(),
            persons=self.texts["person"].column(),
            organisations=self.texts["organisation"].column(),
            instances=self.texts["instance"].column(),
            data=tuple((name, column_of(kind, count, self.data[name])) for name, kind in self.layout.columns),
            case_data=(),
            extras=(*extras, ("model_hash", TextColumn(array("i", bytes(4 * count)), (self.layout.model_hash,)))),
        )

    def _sort(self) -> None:
        """Find the rows of each case, and those of the data that each event carries."""
        last = -1
        for row in range(len(self.floats)):
            letter = self.rows[row * LOG_SIZE + LOG_LETTER]
            if letter >= 0:
                self.cases.setdefault(self.rows[row * LOG_SIZE + LOG_CASE], []).append(row)
                last = row
            elif letter != LOG_WORK:
                self.carried.setdefault(last, []).append(row)

    def _case(self, case: str, number: int) -> None:
        cause, closed, self.there = "", 0, 0
        self.workers.clear()
        for seq, row in enumerate(self.cases[number], 1):
            log = self.rows[row * LOG_SIZE : (row + 1) * LOG_SIZE]
            told = self.layout.told[log[LOG_LETTER]]
            follows = log[LOG_CAUSE] == DERIVED
            cause = cause if follows else f"{case}:{seq}"
            self.extras["caused_by"].add(cause if follows else "")
            closed = int(told.closes) if told.closes or told.opens else closed
            data = self._told(log, number)
            data.update(self._carried(row))
            for name, value in data.items():
                self.data[name][len(self.signature)] = value
            self._plain(log)
        self.closed.append(closed)

    def _plain(self, log: Ints) -> None:
        """Take down the parts that every event has."""
        names, told = self.layout.names, self.layout.told[log[LOG_LETTER]]
        self.signature.append(log[LOG_LETTER])
        self.occurred.append(self.layout.prepared.start_us + log[LOG_TIME] * MINUTE)
        self.offset.append(names.clock[bisect_right(self.minutes, log[LOG_TIME]) - 1][1])
        self.texts["instance"].add(str(log[LOG_INSTANCE]) if told.named and log[LOG_INSTANCE] else "")
        actor = 0 if log[LOG_CAUSE] == DERIVED else log[LOG_ACTOR]
        party = names.parties[names.party(actor)] if actor else None
        self.texts["role"].add(party.role if party else "")
        self.texts["organisation"].add(party.organisation if party else "")
        self.texts["person"].add(self._person(actor, log[LOG_CASE]))
        acts = log[LOG_PLAN] >= 0 and log[LOG_CAUSE] != DERIVED
        spoken_for = self.layout.deeds[log[LOG_PLAN]].behalf if acts else -1
        self.extras["on_behalf_of"].add(
            names.lay(spoken_for, self.replication, log[LOG_CASE]) if spoken_for >= 0 else ""
        )

    def _person(self, actor: int, case: int) -> str:
        names = self.layout.names
        if actor > 0:
            return names.worker(actor)
        return names.lay(-1 - actor, self.replication, case) if actor else ""

    def _told(self, log: Ints, case: int) -> dict[str, Value]:
        """Give the data that an event tells beside what the log says it carries."""
        told = self.layout.told[log[LOG_LETTER]]
        if log[LOG_CAUSE] == DERIVED:
            return {"outcome": EXIT} if told.exit else {}
        if told.part or told.opens:
            return self._taking_part(log, case)
        found: dict[str, Value] = {}
        if told.at:
            found["at"] = moment(self.layout.prepared.start_us + log[LOG_STARTED] * MINUTE)
        if log[LOG_PLAN] < 0 or log[LOG_CAUSE] not in (DONE_BY, MISSED):
            return found
        deed = self.layout.deeds[log[LOG_PLAN]]
        found.update(deed.data if log[LOG_CAUSE] == DONE_BY else (("outcome", deed.missed),))
        if deed.attendance and not told.tried:
            workers = self.workers if deed.named else None
            found["attendance"] = self.layout.attendance(log[LOG_PLAN], log[LOG_SHOWN], self.there, workers)
        return found

    def _taking_part(self, log: Ints, case: int) -> dict[str, Value]:
        """Give what is told of somebody who takes part from then on, or no more."""
        names, told, actor = self.layout.names, self.layout.told[log[LOG_LETTER]], log[LOG_ACTOR]
        party, found = names.party(actor), dict[str, Value]()
        if told.opens:
            found.update(self.layout.opening)
        elif actor and names.role_codes[party] == told.role:
            found["person"] = self._person(actor, case)
        elif told.lay >= 0:
            party = names.groups + told.lay
            found["person"] = names.lay(told.lay, self.replication, case)
        else:
            return found
        if party >= names.groups:
            self.there |= 1 << (party - names.groups)
        elif party >= 0:
            self.workers[party] = "" if told.part == "left" else names.worker(actor)
        one = names.parties[party] if party >= 0 else None
        if one is not None and told.part == "joined" and one.organisation:
            found["organisation"] = one.organisation
        if one is not None and one.competences and told.part != "left":
            found["competences"] = one.competences
        return found

    def _carried(self, row: int) -> Iterator[tuple[str, Value]]:
        prepared = self.layout.prepared
        for place in self.carried.get(row, ()):
            number, value = -1 - self.rows[place * LOG_SIZE + LOG_LETTER], self.floats[place]
            found = typed(self.layout, number, value)
            if found is not None:
                yield prepared.data[number], found
