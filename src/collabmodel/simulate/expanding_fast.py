"""A replication's log told as a history with numpy: the same columns, whole columns at a time."""

from __future__ import annotations

import functools
from array import array
from collections.abc import Iterator, Sequence

import attrs
import numpy as np
from numpy.typing import NDArray

from collabmodel.history import Column, History, TextColumn
from collabmodel.rules import Value
from collabmodel.simulate.growing import Growing, Whole, as_array, growing_column
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
from collabmodel.simulate.naming import MINUTE, PERSONS, case_id
from collabmodel.simulate.prepared import Floats, Ints
from collabmodel.simulate.spelling import typed
from collabmodel.simulate.telling import EXIT, Layout

Truth = NDArray[np.bool_]


def expanded(layout: Layout, replication: int, rows: Ints, floats: Floats) -> History:
    """
    Tell a log as a history.

    Args:
        layout: How logs are told.
        replication: Which replication, from 1.
        rows: The log: ``LOG_SIZE`` whole numbers a row.
        floats: One float a row.
    """
    return _Telling(layout, replication, _Sorted.of(rows, floats)).history()


@attrs.frozen(eq=False)
class _Sorted:
    """
    The rows of a log, case after case.

    Args:
        log: Rows of events in the order of the history.
        numbers: Numbers of the cases.
        starts: Where each case starts, and the number of events at the end.
        case: Place of the case of each event.
        data: Rows of data.
        owner: The event in the history that each datum belongs to.
        values: The floats of data.
    """

    log: Whole
    numbers: Whole
    starts: Whole
    case: Whole
    data: Whole
    owner: Whole
    values: NDArray[np.float64]

    @classmethod
    def of(cls, rows: Ints, floats: Floats) -> _Sorted:
        log = np.asarray(rows, np.int64).reshape(-1, LOG_SIZE)
        values = np.asarray(floats, np.float64)
        is_event = log[:, LOG_LETTER] >= 0
        at_event, at_datum = np.flatnonzero(is_event), np.flatnonzero(~is_event & (log[:, LOG_LETTER] != LOG_WORK))
        cases = log[at_event, LOG_CASE]
        order = np.argsort(cases, kind="stable")
        place = np.empty(len(order), np.int64)
        place[order] = np.arange(len(order))
        counts = np.bincount(cases) if len(cases) else np.zeros(0, np.int64)
        numbers = np.flatnonzero(counts)
        starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts[numbers])])
        return cls(
            log=log[at_event[order]],
            numbers=numbers,
            starts=starts,
            case=np.repeat(np.arange(len(numbers)), counts[numbers]),
            data=log[at_datum, LOG_LETTER],
            owner=place[np.cumsum(is_event)[at_datum] - 1],
            values=values[at_datum],
        )


class _Telling:
    """All columns of a history."""

    def __init__(self, layout: Layout, replication: int, found: _Sorted) -> None:
        self.layout, self.replication, self.found = layout, replication, found
        log = found.log
        self.letter, self.plan = log[:, LOG_LETTER], log[:, LOG_PLAN]
        self.follows = log[:, LOG_CAUSE] == DERIVED
        self.done = (log[:, LOG_CAUSE] == DONE_BY) & (self.plan >= 0)
        self.missed = (log[:, LOG_CAUSE] == MISSED) & (self.plan >= 0)
        self.actor = np.where(self.follows, 0, log[:, LOG_ACTOR])
        self.ids = tuple(case_id(replication, number) for number in found.numbers.tolist())
        self.count = len(log)

    def history(self) -> History:
        layout, names, log = self.layout, self.layout.names, self.found.log
        occurred = as_array("q", layout.prepared.start_us + log[:, LOG_TIME] * MINUTE)
        clock = np.array(names.clock, np.int64)
        ahead = clock[np.searchsorted(clock[:, 0], log[:, LOG_TIME], side="right") - 1, 1]
        extras = (("on_behalf_of", self._represented()), ("caused_by", self._causes()))
        hashes = TextColumn(array("i", bytes(4 * self.count)), (layout.model_hash,))
        return History(
            cases=self.ids,
            starts=as_array("q", self.found.starts),
            closed=as_array("b", self._closed()),
            signatures=layout.prepared.letters,
            signature=as_array("i", self.letter),
            occurred=occurred,
            recorded=occurred[:],
            offset=as_array("h", ahead),
            ids=None,
            seq=None,
            roles=self._texts(np.array(names.role_codes)[self.party], names.roles),
            persons=self._texts(self._person_codes(self.actor, self.case_lay(-1 - self.actor)), self.people),
            organisations=self._texts(np.array(names.organisation_codes)[self.party], names.organisations),
            instances=self._instances(),
            data=tuple(self._data()),
            case_data=(),
            extras=(*extras, ("model_hash", hashes)),
        )

    def tells(self, name: str) -> Truth:
        """Give whether the letter of each event tells something: by a name of ``Told``, or what its ``part`` is."""
        told = [one.part == name if name in ("joined", "left") else getattr(one, name) for one in self.layout.told]
        return np.array(told, np.bool_)[self.letter]

    def number(self, name: str) -> Whole:
        """Give what number the letter of each event tells under a name."""
        return np.array([getattr(one, name) for one in self.layout.told], np.int64)[self.letter]

    @functools.cached_property
    def party(self) -> Whole:
        """Party of each event's actor, -1 for nobody."""
        posts = np.array([*self.layout.names.posts, -1], np.int64)
        worker = posts[np.maximum(self.actor - 1, 0) // PERSONS]
        lay = self.layout.names.groups - 1 - self.actor
        return np.where(self.actor > 0, worker, np.where(self.actor < 0, lay, -1))

    def case_lay(self, lay: Whole) -> Whole:
        """Give one number for a lay role in the case of each event; below 0 where there is none."""
        count = len(self.layout.names.parties) - self.layout.names.groups
        return np.where(lay >= 0, self.found.case * count + lay, -1)

    @functools.cached_property
    def _joined(self) -> tuple[Whole, Whole]:
        """The parties that take part from each event on or no more: -1 for none, and the lay role by that, or -1."""
        names = self.layout.names
        opens, part = self.tells("opens"), self.tells("joined") | self.tells("left")
        role = np.array(names.role_codes)[self.party]
        own = opens | (part & (self.actor != 0) & (role == self.number("role")))
        lay = self.number("lay")
        other = part & ~own & (lay >= 0)
        party = np.where(own, self.party, np.where(other, names.groups + lay, -1))
        return party, np.where(party >= names.groups, party - names.groups, -1)

    @functools.cached_property
    def _behalf(self) -> Whole:
        table = np.array([*(deed.behalf for deed in self.layout.deeds), -1], np.int64)
        return np.where(self.follows, -1, table[self.plan])

    @functools.cached_property
    def _known(self) -> tuple[Whole, Whole]:
        """Workers by what the log calls them, and lay people by ``case_lay``, each in order."""
        lay = [self.case_lay(each) for each in (-1 - self.actor, self._joined[1], self._behalf)]
        most = len(self.ids) * max(len(self.layout.names.parties) - self.layout.names.groups, 1)
        found = np.zeros(most + 1, np.bool_)
        for each in lay:
            found[each] = True
        seen = np.zeros(int(self.actor.max(initial=0)) + 1, np.bool_)
        seen[self.actor[self.actor > 0]] = True
        return np.flatnonzero(seen), np.flatnonzero(found[:-1])

    @functools.cached_property
    def people(self) -> tuple[str, ...]:
        """Everybody's id: workers, then lay people by case."""
        workers, lay = self._known
        names, numbers = self.layout.names, self.found.numbers.tolist()
        count = max(len(names.parties) - names.groups, 1)
        told = (names.lay(one % count, self.replication, numbers[one // count]) for one in lay.tolist())
        return (*map(names.worker, workers.tolist()), *told)

    def _person_codes(self, actor: Whole, lay: Whole) -> Whole:
        """Give the place among ``people`` of a worker, or else of a lay person, or else -1."""
        workers, known = self._known
        table = np.full(int(self.actor.max(initial=0)) + 1, -1, np.int64)
        table[workers] = np.arange(len(workers))
        return np.where(
            actor > 0,
            table[np.maximum(actor, 0)],
            np.where(lay >= 0, len(workers) + np.searchsorted(known, lay), -1),
        )

    def _texts(self, codes: NDArray[np.generic], words: Sequence[str]) -> TextColumn:
        return TextColumn(as_array("i", codes), words)

    def _instances(self) -> TextColumn:
        number = np.where(self.tells("named"), self.found.log[:, LOG_INSTANCE], 0)
        return self._texts(number - 1, tuple(map(str, range(1, int(number.max(initial=0)) + 1))))

    def _represented(self) -> TextColumn:
        return self._texts(self._person_codes(np.zeros(self.count, np.int64), self.case_lay(self._behalf)), self.people)

    def _causes(self) -> TextColumn:
        """Give the id of the last event from outside of each event that follows from one."""
        outside = np.maximum.accumulate(np.where(self.follows, -1, np.arange(self.count)))
        caused = outside[self.follows]
        new = np.diff(caused, prepend=-1) > 0
        causes = caused[new]
        codes = np.full(self.count, -1, np.int64)
        codes[self.follows] = np.cumsum(new) - 1
        places = self.found.case[causes]
        seq = causes - self.found.starts[places] + 1
        words = [f"{self.ids[case]}:{one}" for case, one in zip(places.tolist(), seq.tolist(), strict=True)]
        return self._texts(codes, words)

    def _closed(self) -> NDArray[np.int8]:
        closed = np.zeros(len(self.ids), np.int8)
        shut = self.tells("closes")
        turned = np.flatnonzero(shut | self.tells("opens"))
        closed[self.found.case[turned]] = shut[turned]
        return closed

    def _data(self) -> Iterator[tuple[str, Column]]:
        growing = {name: growing_column(kind, self.count) for name, kind in self.layout.columns}
        for name, rows, value in self._constants():
            growing[name].constant(rows, value)
        self._taking_part(growing)
        self._attendance(growing)
        self._carried(growing)
        for name, one in growing.items():
            yield name, one.column()

    def _constants(self) -> Iterator[tuple[str, Whole, Value]]:
        """Give what events tell that is the same wherever it is told: name, rows and value."""
        for name, value in self.layout.opening:
            yield name, np.flatnonzero(self.tells("opens")), value
        yield "outcome", np.flatnonzero(self.follows & self.tells("exit")), EXIT
        missed, done = np.flatnonzero(self.missed), np.flatnonzero(self.done)
        missing, doing = self.plan[missed], self.plan[done]
        for number in np.unique(missing).tolist():
            yield "outcome", missed[missing == number], self.layout.deeds[number].missed
        for number, deed in enumerate(self.layout.deeds):
            own = done[doing == number] if deed.data else done[:0]
            for name, value in deed.data:
                yield name, own, value

    def _taking_part(self, growing: dict[str, Growing]) -> None:
        names, (party, lay) = self.layout.names, self._joined
        opens, left = self.tells("opens"), self.tells("left")
        rows = np.flatnonzero((party >= 0) & ~opens)
        actor = np.where(lay[rows] >= 0, 0, self.actor[rows])
        growing["person"].texts(rows, self._person_codes(actor, self.case_lay(lay)[rows]), self.people)
        came = np.flatnonzero((party >= 0) & ~opens & ~left)
        codes = np.array(names.organisation_codes)[party[came]]
        growing["organisation"].texts(came[codes >= 0], codes[codes >= 0], names.organisations)
        for number, one in enumerate(names.parties):
            if one.competences:
                growing["competences"].constant(np.flatnonzero((party == number) & ~left), one.competences)
        told = np.flatnonzero(self.tells("at"))
        at = self.layout.prepared.start_us + self.found.log[told, LOG_STARTED] * MINUTE
        growing["at"].numbers(told, at)

    def _attendance(self, growing: dict[str, Growing]) -> None:
        deeds = self.layout.deeds
        telling = np.array([*(deed.attendance for deed in deeds), False])[self.plan]
        rows = np.flatnonzero(telling & (self.done | self.missed) & ~self.tells("tried"))
        there = np.zeros(len(self.ids), np.int64)
        _, lay = self._joined
        for number in range(len(self.layout.prepared.lay)):
            there[self.found.case[lay == number]] |= 1 << number
        keys = np.stack([self.plan[rows], self.found.log[rows, LOG_SHOWN], there[self.found.case[rows]]], axis=1)
        kinds, which = np.unique(keys, axis=0, return_inverse=True)
        lines = [self.layout.attendance(*kind) for kind in kinds.tolist()]
        growing["attendance"].objects(rows, [lines[one] for one in which.reshape(-1).tolist()])
        named = np.array([*(deed.named for deed in deeds), False])[self.plan[rows]]
        if named.any():
            self._named(growing["attendance"], keys[named], rows[named])

    def _named(self, column: Growing, keys: Whole, rows: Whole) -> None:
        """Tell anew who was there, with workers by their ids: those who take part in the case by then."""
        names, left = self.layout.names, self.tells("left")
        party, _ = self._joined
        turns = np.flatnonzero((party >= 0) & (party < names.groups))
        told = dict(zip(rows.tolist(), keys.tolist(), strict=True))
        workers: dict[int, str] = {}
        before = -1
        for row in sorted([*turns.tolist(), *told]):
            if self.found.case[row] != before:
                before = self.found.case[row]
                workers.clear()
            if row in told:
                plan, shown, there = told[row]
                column.constant(np.array([row]), self.layout.attendance(plan, shown, there, workers))
            else:
                workers[int(party[row])] = "" if left[row] else names.worker(int(self.actor[row]))

    def _carried(self, growing: dict[str, Growing]) -> None:
        prepared, found = self.layout.prepared, self.found
        for number, (name, kind) in enumerate(zip(prepared.data, prepared.types, strict=True)):
            at = np.flatnonzero((found.data == -1 - number) & ~np.isnan(found.values))
            rows, values = found.owner[at], found.values[at]
            if kind == "truth":
                known = (values == 0) | (values == 1)
                rows, values = rows[known], values[known]
            if kind == "word":
                growing[name].texts(rows, values.astype(np.int64), prepared.words)
            elif kind in ("list", "date", "moment"):
                growing[name].objects(rows, [typed(self.layout, number, value) for value in values.tolist()])
            elif kind == "number":
                growing[name].numbers(rows, values)
            else:
                growing[name].numbers(rows, values.astype(np.int64), boolean=kind == "truth")
