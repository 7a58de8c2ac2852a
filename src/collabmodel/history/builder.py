"""Building a history row by row, with texts kept once."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as AnyMapping

import attrs

from collabmodel.history.cells import Column, TextColumn, taken
from collabmodel.history.columns import History
from collabmodel.history.events import EVENT_SCHEMA, Event
from collabmodel.history.finishing import check, closed, filled_ids, filled_seq, padded
from collabmodel.history.gathering import ColumnBuilder
from collabmodel.history.mapping import Mapping
from collabmodel.history.naming import element_kinds, named
from collabmodel.history.ordering import grouped
from collabmodel.history.problems import Problems
from collabmodel.history.times import micros, offset_minutes
from collabmodel.model import Model, Signature
from collabmodel.rules.trace import Value

NAME = "concept:name"
"""Name of the data that keeps what a log called its events, where a mapping calls them otherwise."""


@attrs.frozen(kw_only=True)
class Finish:
    """
    What remains to be known when all rows are there.

    Args:
        mapping: How names of the log become ours.
        model: The model that the log is read for, or None.
        lifecycle: Whether transitions are those of XES.
    """

    mapping: Mapping = Mapping()
    model: Model | None = None
    lifecycle: bool = False


class HistoryBuilder:
    """
    A history in the making.

    Rows of a case need not stand together: ``finish`` groups them by case, in order of first appearance, and keeps
    their order inside the case.

    >>> builder = HistoryBuilder()
    >>> row = builder.append("c1", 0, kind="meeting", element="opening", role="lead")
    >>> builder.data(row, "attended", True)
    >>> history = builder.finish()
    >>> history.events("c1")[0].element, history.value(0, "attended")
    ('opening', True)
    """

    rows: int

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.rows = 0
        self.case_codes: array[int] = array("i")
        self.signatures: dict[Signature, int] = {}
        self.signature: array[int] = array("i")
        self.occurred: array[int] = array("q")
        self.recorded: array[int] = array("q")
        self.offset: array[int] = array("h")
        self.ids: list[str] = []
        self.seq: array[int] = array("i")
        self.lines: array[int] = array("q")
        self.roles: ColumnBuilder = ColumnBuilder()
        self.persons: ColumnBuilder = ColumnBuilder()
        self.organisations: ColumnBuilder = ColumnBuilder()
        self.instances: ColumnBuilder = ColumnBuilder()
        self.columns: dict[str, ColumnBuilder] = {}
        self.case_columns: dict[str, ColumnBuilder] = {}
        self.extras: dict[str, ColumnBuilder] = {}
        self.open: dict[int, bool] = {}

    def case(self, id: str) -> int:
        """
        Give the number of a case, which is new if it was not seen before.

        Args:
            id: Id of the case.
        """
        number = self.numbers.get(id)
        if number is None:
            number = self.numbers[id] = len(self.numbers)
        return number

    def fact(self, case: str, name: str, value: Value) -> None:
        """
        Set a fact known when a case opened.

        Args:
            case: Id of the case.
            name: Id of the fact.
            value: Its value; None is passed over.
        """
        column(self.case_columns, name).add(self.case(case), value)

    def append(  # noqa: PLR0913 - one argument for each column
        self,
        case: str,
        occurred: int,
        *,
        recorded: int | None = None,
        offset: int = 0,
        kind: str = "",
        element: str = "",
        transition: str = "",
        instance: str = "",
        role: str = "",
        person: str = "",
        organisation: str = "",
        id: str = "",
        seq: int = 0,
        line: int = 0,
    ) -> int:
        """
        Append an event and give its row, for ``data`` and ``part``.

        Args:
            case: Id of the case.
            occurred: When it happened, microseconds since 1970 UTC.
            recorded: When it was entered; None for when it happened.
            offset: Minutes that its local time is ahead of UTC.
            kind: Kind of event.
            element: Id of the element, or its name in the log.
            transition: What happened to it.
            instance: Which occurrence.
            role: Role of the actor.
            person: Opaque id of the actor.
            organisation: Organisation of the actor.
            id: Id of the event, or empty for ``case:seq``.
            seq: Place in the case's record, from 1, or 0 for the order of rows.
            line: Line of the file, for messages; 0 for none.
        """
        row = self.rows
        self.rows = row + 1
        self.case_codes.append(self.case(case))
        self.signature.append(self.signatures.setdefault(Signature(kind, element, transition), len(self.signatures)))
        self.occurred.append(occurred)
        self.offset.append(offset)
        if recorded is not None and recorded != occurred:
            self.recorded.extend(self.occurred[len(self.recorded) : row])
            self.recorded.append(recorded)
        for text, grown in (
            (role, self.roles),
            (person, self.persons),
            (organisation, self.organisations),
            (instance, self.instances),
        ):
            if text:
                grown.add_text(row, text)
        if id:
            self.ids.extend([""] * (row - len(self.ids)))
            self.ids.append(id)
        if seq:
            self.seq.extend([0] * (row - len(self.seq)))
            self.seq.append(seq)
        if line:
            self.lines.extend([0] * (row - len(self.lines)))
            self.lines.append(line)
        return row

    def data(self, row: int, name: str, value: Value) -> None:
        """
        Set event data.

        Args:
            row: Row that ``append`` gave.
            name: Name of the data.
            value: Its value; None is passed over.
        """
        column(self.columns, name).add(row, value)

    def part(self, row: int, name: str, value: Value) -> None:
        """
        Set one of the rarely used parts of an event.

        Args:
            row: Row that ``append`` gave.
            name: ``on_behalf_of``, ``evidence``, ``caused_by``, ``corrects``, ``schema`` or ``model_hash``.
            value: Its value; empty ones are passed over.
        """
        if value or value == 0:
            column(self.extras, name).add(row, value)

    def event(self, event: Event) -> None:
        """
        Append an event that is there as a value.

        Args:
            event: The event.

        Raises:
            ValueError: A time of it has no zone.
        """
        row = self.append(
            event.case,
            micros(event.occurred),
            recorded=micros(event.recorded),
            offset=offset_minutes(event.occurred),
            kind=event.kind,
            element=event.element,
            transition=event.transition,
            instance=event.instance,
            role=event.actor.role,
            person=event.actor.person,
            organisation=event.actor.organisation,
            id=event.id,
            seq=event.seq,
        )
        for name, value in event.data:
            self.data(row, name, value)
        self.part(row, "on_behalf_of", event.actor.on_behalf_of)
        for name in ("evidence", "caused_by", "corrects", "model_hash"):
            self.part(row, name, getattr(event, name))
        if event.schema != EVENT_SCHEMA:
            self.part(row, "schema", event.schema)

    def finish(self, finish: Finish | None = None, problems: Problems | None = None) -> History:
        """
        Give the history.

        Args:
            finish: How to name events, and which cases are open.
            problems: What was found wrong before, to be raised together with what is found here.

        Raises:
            FormatError: Ids that occur twice, places in a record that occur twice, corrections of nothing; with what
                was found before.
        """
        finish = finish or Finish()
        problems = problems or Problems("<history>")
        final = named(self.signatures, finish.mapping, element_kinds(finish.model), lifecycle=finish.lifecycle)
        self._keep_names(final)
        rows, starts = self._order(final)
        history = self._columns(final, rows, starts)
        check(history, problems, taken(self.lines, rows) if self.lines and rows is not None else self.lines)
        problems.check()
        return attrs.evolve(history, closed=closed(history, finish.mapping, self.open))

    def _keep_names(self, final: Sequence[Signature | None]) -> None:
        """Keep the names of the log as data where the mapping changes any."""
        renamed = any(
            new is not None and new.element != raw.element for raw, new in zip(self.signatures, final, strict=True)
        )
        if not renamed or NAME in self.columns:
            return
        words = [raw.element for raw in self.signatures]
        kept = column(self.columns, NAME)
        for row, code in enumerate(self.signature):
            if words[code]:
                kept.add_text(row, words[code])

    def _order(self, final: Sequence[Signature | None]) -> tuple[array[int] | None, array[int]]:
        """Give the rows that stay, case after case (None for all as they are), and where each case starts."""
        kept: array[int] | None = None
        codes: Sequence[int] = self.case_codes
        if None in final:
            kept = array("q", [row for row, code in enumerate(self.signature) if final[code] is not None])
            codes = taken(self.case_codes, kept)
        starts, order = grouped(codes, len(self.numbers))
        if kept is None or order is None:
            return (order if kept is None else kept), starts
        return taken(kept, order), starts

    def _columns(self, final: Sequence[Signature | None], rows: array[int] | None, starts: array[int]) -> History:
        """Put the columns together, in the order wanted."""
        table: dict[Signature, int] = {}
        codes = [-1 if new is None else table.setdefault(new, len(table)) for new in final]
        count, wanted = self.rows, range(self.rows) if rows is None else rows
        ids, seq = padded(self.ids, "", count), array("i", padded(self.seq, 0, count))
        cases = tuple(self.numbers)

        def build(columns: AnyMapping[str, ColumnBuilder]) -> tuple[tuple[str, Column], ...]:
            made = ((name, grown.column(count)) for name, grown in columns.items() if grown.rows)
            return tuple((name, found if rows is None else found.take(rows)) for name, found in made)

        def text(grown: ColumnBuilder) -> TextColumn:
            return grown.text_column(count) if rows is None else grown.text_column(count).take(rows)

        recorded = self.recorded + self.occurred[len(self.recorded) :]

        return History(
            cases=cases,
            starts=starts,
            closed=array("b", [1]) * len(cases),
            signatures=tuple(table),
            signature=array(
                "i", map(codes.__getitem__, self.signature if rows is None else taken(self.signature, rows))
            ),
            occurred=self.occurred if rows is None else taken(self.occurred, rows),
            recorded=recorded if rows is None else taken(recorded, rows),
            offset=self.offset if rows is None else taken(self.offset, rows),
            ids=filled_ids([ids[row] for row in wanted], cases, starts) if self.ids else None,
            seq=filled_seq(taken(seq, wanted), starts) if self.seq else None,
            roles=text(self.roles),
            persons=text(self.persons),
            organisations=text(self.organisations),
            instances=text(self.instances),
            data=build(self.columns),
            case_data=tuple(
                (name, grown.column(len(cases))) for name, grown in self.case_columns.items() if grown.rows
            ),
            extras=build(self.extras),
        )


def column(columns: dict[str, ColumnBuilder], name: str) -> ColumnBuilder:
    """
    Give the column of a name, which is new if it was not seen before.

    Args:
        columns: The columns so far.
        name: The name.
    """
    found = columns.get(name)
    if found is None:
        found = columns[name] = ColumnBuilder()
    return found


def from_events(events: Iterable[Event]) -> History:
    """
    Make a history of events that are there as values.

    Args:
        events: The events; those of a case need not stand together.

    Raises:
        FormatError: Ids that occur twice, places in a record that occur twice, corrections of nothing.
        ValueError: A time has no zone.

    >>> from_events([]).cases
    ()
    """
    builder = HistoryBuilder()
    for event in events:
        builder.event(event)
    return builder.finish()
