"""
Many cases in columns: a history as arrays that plain Python, numpy and pyarrow read alike.

Columns are standard-library arrays, so nothing is copied when numpy looks at them, and reading a log needs
no numpy at all.
"""

from __future__ import annotations

import datetime as dt
import functools
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence

import attrs

from collabmodel.history.cells import ALIASES, Column, NumberColumn, ObjectColumn, TextColumn, taken
from collabmodel.history.events import Actor, Event
from collabmodel.history.ordering import case_lives, effective_rows, finished, in_order, superseded
from collabmodel.history.times import micros, moment
from collabmodel.history.views import CaseEvents
from collabmodel.model import Signature
from collabmodel.rules.trace import Value, tells_facts

__all__ = ["ALIASES", "Column", "History", "NumberColumn", "ObjectColumn", "TextColumn"]


@attrs.frozen(kw_only=True, eq=False)
class History:
    """
    The events of many cases, case after case.

    A history is a ``rules.trace.Trace`` once it is ``effective``.

    Args:
        cases: Case ids in order.
        starts: Position of the first event of each case, and the number of events at the end ('q').
        closed: 1 for each case in which nothing more is expected ('b').
        signatures: Distinct (kind, element, transition).
        signature: Index into ``signatures`` of each event ('i').
        occurred: When each event happened, microseconds since 1970 UTC ('q').
        recorded: When it was entered ('q').
        offset: Minutes that its local time is ahead of UTC ('h').
        ids: Event ids, or None for ``case:seq``.
        seq: Place in its case's record ('i'), or None where it is the order.
        roles: Roles of actors.
        persons: Opaque ids of actors.
        organisations: Organisations of actors.
        instances: Occurrences.
        data: Event data by name.
        case_data: Case facts known when the case opened, by name; one row a case.
        extras: Rarely used parts of events (``on_behalf_of``, ``evidence``, ``caused_by``, ``corrects``, ``schema``,
            ``model_hash``) by name.
    """

    cases: tuple[str, ...]
    starts: array[int]
    closed: array[int]
    signatures: tuple[Signature, ...]
    signature: array[int]
    occurred: array[int]
    recorded: array[int]
    offset: array[int]
    ids: Sequence[str] | None
    seq: array[int] | None
    roles: TextColumn
    persons: TextColumn
    organisations: TextColumn
    instances: TextColumn
    data: tuple[tuple[str, Column], ...]
    case_data: tuple[tuple[str, Column], ...]
    extras: tuple[tuple[str, Column], ...]

    def __len__(self) -> int:
        """Give the number of events."""
        return len(self.occurred)

    @functools.cached_property
    def numbers(self) -> Mapping[str, int]:
        """Number of each case by its id."""
        return {case: number for number, case in enumerate(self.cases)}

    def case_number(self, position: int) -> int:
        """
        Give the number of the case that an event belongs to.

        Args:
            position: Position of the event.
        """
        return bisect_right(self.starts, position) - 1

    def event_id(self, position: int) -> str:
        """
        Give the id of an event.

        Args:
            position: Position of the event.
        """
        if self.ids is not None:
            return self.ids[position]
        return f"{self.cases[self.case_number(position)]}:{self.event_seq(position)}"

    def event_seq(self, position: int) -> int:
        """
        Give the place of an event in its case's record, from 1.

        Args:
            position: Position of the event.
        """
        if self.seq is not None:
            return self.seq[position]
        return position - self.starts[self.case_number(position)] + 1

    def column(self, name: str) -> Column | None:
        """
        Give the column behind a name of event data, or behind one of ``actor.role``, ``actor.person``,
        ``actor.organisation``, ``actor.on_behalf_of``, ``event.instance`` or their XES names; None if there is none.

        Args:
            name: Name as written in a condition.
        """
        return self._columns.get(name)

    def value(self, position: int, name: str) -> Value:
        """
        Give event data, or actor and event names (``actor.role``, ``event.instance``), or None.

        Args:
            position: Position of the event.
            name: Name as written in a condition.
        """
        column = self._columns.get(name)
        if column is not None:
            return column.value(position)
        reader = self._readers.get(name)
        return reader(position) if reader else None

    def fact(self, position: int, name: str) -> Value:
        """
        Give a case fact as known right after the event at a position: what was known from the start, overlaid by the
        data of events that tell facts (``case.opened`` and those of kind ``fact``).

        Args:
            position: Position of the event.
            name: Id of the fact.
        """
        case = self.case_number(position)
        learnt = self._data.get(name)
        if learnt is not None:
            for row in reversed(self._learning.get(case, ())):
                if row <= position and (value := learnt.value(row)) is not None:
                    return value
        known = self._case_data.get(name)
        return None if known is None else known.value(case)

    def events(self, case: str | int) -> Sequence[Event]:
        """
        Give the events of a case; each is made when it is looked at.

        Args:
            case: Id of the case, or its number.

        Raises:
            KeyError: There is no case of that id.
        """
        number = self.numbers[case] if isinstance(case, str) else case
        return CaseEvents(self.event, self.starts[number], self.starts[number + 1])

    def facts(self, case: str | int) -> tuple[tuple[str, Value], ...]:
        """
        Give what was known about a case when it opened, as pairs of name and value.

        Args:
            case: Id of the case, or its number.

        Raises:
            KeyError: There is no case of that id.
        """
        number = self.numbers[case] if isinstance(case, str) else case
        pairs = ((name, column.value(number)) for name, column in self.case_data)
        return tuple((name, value) for name, value in pairs if value is not None)

    def event(self, position: int) -> Event:
        """
        Make the event at a position.

        Args:
            position: Position of the event.
        """
        kind, element, transition = self.signatures[self.signature[position]]
        offset = self.offset[position]
        extra = {name: value for name, column in self.extras if (value := column.value(position)) is not None}
        actor = Actor(
            role=self.roles.text(position),
            person=self.persons.text(position),
            organisation=self.organisations.text(position),
            on_behalf_of=extra.pop("on_behalf_of", ""),  # type: ignore[arg-type]
        )
        data = ((name, column.value(position)) for name, column in self.data)
        return Event(
            id=self.event_id(position),
            case=self.cases[self.case_number(position)],
            seq=self.event_seq(position),
            occurred=moment(self.occurred[position], offset),
            recorded=moment(self.recorded[position], offset),
            kind=kind,
            element=element,
            transition=transition,
            instance=self.instances.text(position),
            actor=actor,
            data=tuple((name, value) for name, value in data if value is not None),
            **extra,  # type: ignore[arg-type]
        )

    def effective(self, as_of: dt.datetime | None = None) -> History:
        """
        Give the history as known at a time: recorded by then, without superseded events, each case in order of
        (occurred, seq).

        A case none of whose events was known yet is left out. A case that says itself whether it is closed is as
        its events up to then say; another is open if events of it were still to come. Where nothing changes, this
        history itself is given.

        Args:
            as_of: The time, or None for all that was ever recorded.

        Raises:
            ValueError: The time has no zone.
        """
        limit = max(self.recorded, default=0) if as_of is None else micros(as_of)
        late = bool(self.recorded) and max(self.recorded) > limit
        corrects = dict(self.extras).get("corrects")
        if not late and corrects is None and in_order(self.starts, self.occurred, self.seq):
            return self
        kept = array("b", [recorded <= limit for recorded in self.recorded])
        if isinstance(corrects, TextColumn):
            pairs = [(row, corrects.text(row)) for row, code in enumerate(corrects.codes) if code >= 0 and kept[row]]
            ids = self.ids if self.ids is not None else [self.event_id(row) for row in range(len(self))]
            for row in superseded(ids, pairs):
                kept[row] = 0
        return self._of(effective_rows(self.starts, kept, self.occurred, self.seq), limit)

    def _of(self, rows: list[list[int]], limit: int) -> History:
        """Give the history of some rows of each case."""
        starts = self.starts
        known = [
            case
            for case in range(len(self.cases))
            if starts[case] == starts[case + 1] or min(self.recorded[starts[case] : starts[case + 1]]) <= limit
        ]
        flat = array("q", [row for case in known for row in rows[case]])
        ends = array("q", [0])
        closed = array("b")
        lives = case_lives(self.signatures)
        for case in known:
            ends.append(ends[-1] + len(rows[case]))
            said = finished(self.signatures, map(self.signature.__getitem__, rows[case])) if lives else None
            more = max(self.recorded[starts[case] : starts[case + 1]], default=limit) > limit
            closed.append(said if said is not None else self.closed[case] and not more)
        return attrs.evolve(
            self.take(flat),
            cases=tuple(self.cases[case] for case in known),
            starts=ends,
            closed=closed,
            case_data=tuple((name, column.take(known)) for name, column in self.case_data),
        )

    def take(self, rows: Sequence[int]) -> History:
        """
        Give the columns of some rows; cases and their starts are left for the caller to set.

        Args:
            rows: Row numbers, in the order wanted.
        """
        seq = array("i", [self.event_seq(row) for row in rows]) if self.seq is None else taken(self.seq, rows)
        return attrs.evolve(
            self,
            signature=taken(self.signature, rows),
            occurred=taken(self.occurred, rows),
            recorded=taken(self.recorded, rows),
            offset=taken(self.offset, rows),
            ids=None if self.ids is None else [self.ids[row] for row in rows],
            seq=seq,
            roles=self.roles.take(rows),
            persons=self.persons.take(rows),
            organisations=self.organisations.take(rows),
            instances=self.instances.take(rows),
            data=_all_taken(self.data, rows),
            extras=_all_taken(self.extras, rows),
        )

    @functools.cached_property
    def _data(self) -> Mapping[str, Column]:
        return dict(self.data)

    @functools.cached_property
    def _case_data(self) -> Mapping[str, Column]:
        return dict(self.case_data)

    @functools.cached_property
    def _columns(self) -> Mapping[str, Column]:
        """Columns by every name they can be called."""
        found: dict[str, Column] = {
            "actor.role": self.roles,
            "actor.person": self.persons,
            "actor.organisation": self.organisations,
            "event.instance": self.instances,
        }
        extras = dict(self.extras)
        if "on_behalf_of" in extras:
            found["actor.on_behalf_of"] = extras["on_behalf_of"]
        found |= {alias: found[name] for alias, name in ALIASES.items() if name in found}
        return {**found, **self._data}

    @functools.cached_property
    def _readers(self) -> Mapping[str, Callable[[int], Value]]:
        """Ways to names that have no column of their own."""
        found: dict[str, Callable[[int], Value]] = {
            "event.kind": lambda row: self.signatures[self.signature[row]].kind or None,
            "event.element": lambda row: self.signatures[self.signature[row]].element or None,
            "event.transition": lambda row: self.signatures[self.signature[row]].transition or None,
            "event.occurred": lambda row: moment(self.occurred[row], self.offset[row]),
            "event.recorded": lambda row: moment(self.recorded[row], self.offset[row]),
        }
        return found | {alias: found[name] for alias, name in ALIASES.items() if name in found}

    @functools.cached_property
    def _learning(self) -> Mapping[int, Sequence[int]]:
        """Positions of events that tell facts, by case number."""
        codes = {code for code, signature in enumerate(self.signatures) if tells_facts(signature)}
        found: dict[int, list[int]] = {}
        if codes:
            for row, code in enumerate(self.signature):
                if code in codes:
                    found.setdefault(self.case_number(row), []).append(row)
        return found


def _all_taken(columns: Iterable[tuple[str, Column]], rows: Sequence[int]) -> tuple[tuple[str, Column], ...]:
    return tuple((name, column.take(rows)) for name, column in columns)
