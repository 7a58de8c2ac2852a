"""One case of a model in the kernel alone, without people or time passing: to hold it against ``collabmodel.case``."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping

from collabmodel.case import Tables, tables_of
from collabmodel.history import Event
from collabmodel.model import Model, Signature
from collabmodel.simulate.attending import ending_codes
from collabmodel.simulate.conditioning import Conditions
from collabmodel.simulate.kernel import gates, header, life, memory, rows, standing
from collabmodel.simulate.kernel.noticing import forget
from collabmodel.simulate.modelling import ModelRows, empty_memory, model_rows
from collabmodel.simulate.registers import BEHALF, ORGANISATION, ROLE, Pool, Registers, Words

_LOG_ROWS = 20_000
_ROOM = 60_000
Derived = tuple[str, str, str, str]
"""Kind, element, transition and instance of an event that follows."""


class Trial:
    """
    One case of a model.

    Args:
        model: The model, or its tables.
        start: Midnight from which minutes are counted; timezone-aware.
        signatures: Signatures of bookkeeping events that will come.

    >>> from collabmodel.model import Activity, Pattern, Phase, Sentry
    >>> phase = Phase(id="work", entry=(Sentry(on=(Pattern(element="talk"),)),))
    >>> trial = Trial(Model(id="m", activities=(Activity(id="talk", kind="meeting"),), phases=(phase,)))
    >>> trial.take(Signature("case", "", "opened"))
    ()
    >>> trial.take(Signature("meeting", "talk", "completed"), 1)
    (('phase', 'work', 'active', '1'), ('phase', 'work', 'completed', '1'))
    """

    def __init__(
        self,
        model: Model | Tables,
        start: dt.datetime = dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
        signatures: Iterable[Signature] = (),
    ) -> None:
        self.tables: Tables = tables_of(model)
        self.start = start
        m, x = empty_memory()
        self.words: Words = Words()
        self.conditions: Conditions = Conditions(self.tables, Pool(m, x), self.words, start, Registers())
        self.rows: ModelRows = model_rows(self.tables, self.conditions)
        self.endings: Mapping[str, int] = ending_codes(self.conditions)
        for signature in signatures:
            self.rows.letter(signature)
        self.prepared()
        self.rows.finish()
        self.signatures: tuple[Signature, ...] = tuple(self.rows.letters)
        m[header.TOP], m[header.XTOP] = len(m), len(x)
        self.m: list[int] = m + [0] * _ROOM
        self.x: list[float] = x + [0.0] * _ROOM
        self.log: list[int] = [0] * (_LOG_ROWS * rows.LOG_SIZE)
        self.lx: list[float] = [0.0] * _LOG_ROWS
        self.case: int = memory.new_row(self.m, memory.OF_CASES, m[header.CASE_SIZE])
        self.m[self.case + rows.CASE_X] = memory.new_registers(self.m, self.x)

    def prepared(self) -> None:
        """Add what else is to be compiled, before letters are tied to what listens; nothing here."""

    def take(
        self,
        signature: Signature,
        instance: int = 0,
        data: Mapping[str, object] | None = None,
        occurred: dt.datetime | None = None,
    ) -> tuple[Derived, ...]:
        """
        Take in an event from outside, and give what follows.

        Args:
            signature: What it is.
            instance: Number of the instance that it is about, 0 for none.
            data: What it carries; ``actor.role`` is the id of a role.
            occurred: When; None for at the start.
        """
        self.put(signature, data or {}, occurred)
        self.m[header.LOGGED] = 0
        life.take(self.m, self.x, self.log, self.lx, self.case, self.rows.letters[signature], instance)
        return tuple(self._derived(row) for row in range(self.m[header.LOGGED]))

    def blocked(
        self, signature: Signature, data: Mapping[str, object] | None = None, occurred: dt.datetime | None = None
    ) -> bool:
        """
        Tell whether a gate stands against an event.

        Args:
            signature: What it is.
            data: What it would carry.
            occurred: When; None for at the start.
        """
        self.put(signature, data or {}, occurred)
        return bool(gates.blocked(self.m, self.x, self.case, self.rows.letters[signature]))

    def owed(self, data: Mapping[str, object] | None = None) -> bool:
        """
        Tell whether a gate stands against closing because it waits.

        Args:
            data: What the closing would carry.
        """
        self.put(Signature("case", "", "closed"), data or {}, None)
        return bool(gates.owed(self.m, self.x, self.case))

    def possible(self, item: str) -> int:
        """
        Tell whether an item can be done now: 1 if so, 2 if it must be planned first, else 0.

        Args:
            item: Id of the item.
        """
        return standing.possible(self.m, self.x, self.case, self.tables.index[item])

    def put(self, signature: Signature, data: Mapping[str, object], occurred: dt.datetime | None) -> None:
        """
        Put the data of an event into their registers.

        Args:
            signature: What it is.
            data: What it carries.
            occurred: When; None for no change.
        """
        if occurred is not None:
            self.m[header.NOW] = int((occurred - self.start).total_seconds() // 60)
        forget(self.m, self.x, self.case)
        here, registers = self.m[self.case + rows.CASE_X], self.conditions.registers
        for name, value in data.items():
            number = self._number(name, value)
            if name in registers.data:
                self.x[here + registers.data[name]] = number
            opening = signature.kind == "case" and signature.transition == "opened"
            if opening and name in registers.facts:
                self.x[here + registers.facts[name]] = number

    def _number(self, name: str, value: object) -> float:
        if name in (ROLE, BEHALF):
            return float(self.conditions.roles.get(str(value), math.nan))
        if isinstance(value, bool | int | float):
            return float(value)
        if isinstance(value, str):
            return float(self.words.number(value))
        if isinstance(value, dt.datetime):
            return (value - self.start).total_seconds() / 60
        if isinstance(value, dt.date):
            return self.conditions.minutes(value)
        return math.nan

    def _derived(self, row: int) -> Derived:
        at = row * rows.LOG_SIZE
        kind, element, transition = self.signatures[self.log[at + rows.LOG_LETTER]]
        number = self.log[at + rows.LOG_INSTANCE]
        return kind, element, transition, str(number) if number else ""


def carried(event: Event) -> dict[str, object]:
    """
    Give what an event carries by the names that conditions have for it.

    Args:
        event: The event.
    """
    found: dict[str, object] = dict(event.data)
    actor = event.actor
    own = {ROLE: actor.role, ORGANISATION: actor.organisation}
    return found | {name: value for name, value in own.items() if value}
