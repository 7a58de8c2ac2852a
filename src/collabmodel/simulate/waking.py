"""Which moves an event can have made possible, letter by letter: a step looks at no others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from collabmodel.case import Tables
from collabmodel.model import Signature
from collabmodel.simulate.kernel import codes
from collabmodel.simulate.kernel.header import (
    GUARDS,
)
from collabmodel.simulate.kernel.rows import (
    GUARD_IF,
    GUARD_SIZE,
)
from collabmodel.simulate.registers import Pool, Registers, Watch

_OWN = ("enabled", "active", "completed", "terminated", "suspended", "resumed", "achieved", "revoked", "planned")
"""Transitions after which an item itself, or a new instance of it, may move."""
_LETS_END = ("completed", "terminated", "resumed", "achieved")
"""Transitions after which the phase around may be done."""
_LETS_GO_ON = ("active", "resumed")
"""Transitions of a phase after which what lies in it may move."""
_OF_THE_EVENT = (codes.MOMENT, codes.KIND, codes.ELEMENT, codes.TURN)


class Waking:
    """
    What each letter may bring about.

    Args:
        tables: The model's tables.
        pool: Where conditions are written; guards are there already.
        registers: Registers by name.
    """

    def __init__(self, tables: Tables, pool: Pool, registers: Registers) -> None:
        self.tables = tables
        self._of_item: dict[int, list[int]] = {}
        self._of_guard: dict[int, list[int]] = {}
        self._reads: dict[int, list[int]] = {}
        self._any_time: set[int] = set()
        data = set(registers.data.values())
        facts = set(registers.facts.values())
        self._facts: set[int] = set()
        for place, move in enumerate(tables.order):
            self._of_item.setdefault(move.item, []).append(place)
            if move.guard < 0:
                continue
            self._of_guard.setdefault(move.guard, []).append(place)
            code = pool.m[pool.m[GUARDS] + move.guard * GUARD_SIZE + GUARD_IF]
            for operation, number, _ in pool.steps[code] if code else ():
                if operation in _OF_THE_EVENT:
                    self._any_time.add(place)
                if operation in (codes.REGISTER, codes.SAME):
                    if number in data:
                        self._any_time.add(place)
                    if number in facts:
                        self._facts.add(place)
                    self._reads.setdefault(number, []).append(place)

    def moves(self, signature: Signature, told: Iterable[Watch]) -> tuple[list[int], list[int]]:
        """
        Give the places of the moves that an event may bring about, in order: of one from outside, and of one derived.

        Args:
            signature: The event's signature.
            told: What watches such events.
        """
        then = set(self._structural(signature))
        for watch in told:
            then.update(self._reads.get(watch.register, ()))
        if signature.kind == "fact":
            then |= self._facts
        return sorted(then | self._any_time), sorted(then)

    def _structural(self, signature: Signature) -> Iterator[int]:
        tables, turn = self.tables, signature.transition
        for number, _, _ in tables.heard(signature):
            yield from self._of_guard.get(number, ())
        for number, _ in tables.repeated(signature):
            yield from self._of_item.get(number, ())
        number = tables.index.get(signature.element, -1)
        if number < 0 or tables.items[number].kind != signature.kind:
            return
        item = tables.items[number]
        if turn in _OWN:
            yield from self._of_item.get(number, ())
        if turn in _LETS_END and item.parent >= 0:
            yield from (
                place for place in self._of_item.get(item.parent, ()) if tables.order[place].change == "complete"
            )
        if turn in _LETS_GO_ON and item.is_phase:
            for inner in tables.within(number):
                yield from self._of_item.get(inner, ())
