"""The model as rows of the kernel: items, guards, moves, and what each letter may bring about."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import attrs

from collabmodel.case import Tables
from collabmodel.case.tables import Move
from collabmodel.errors import Place, Problem
from collabmodel.model import Expression, Pattern, Signature
from collabmodel.simulate.attending import eligible_at, eligible_at_opening
from collabmodel.simulate.conditioning import Conditions
from collabmodel.simulate.gating import gate_rows
from collabmodel.simulate.grounding import ground_of
from collabmodel.simulate.kernel import codes, header, rows
from collabmodel.simulate.registers import BEHALF, LAST, LAST_KNOWN, ORGANISATION, ROLE, Code, Registers, Watch
from collabmodel.simulate.sparing import BITS, heeded, what_changes
from collabmodel.simulate.waking import Waking

TRANSITIONS = (
    "enabled", "active", "completed", "terminated", "suspended", "resumed", "achieved", "revoked", "cancelled",
    "planned", "booked", "moved", "attempted", "asked", "proposed",
)  # fmt: skip
"""Transitions of items in the order of their letters."""
CHANGES = ("entry", "exit", "suspend", "resume", "achieve", "revoke", "start", "complete", "renew")
"""Changes of moves in the order of their numbers."""
EXIT_OUTCOME = "exit condition"
_MOST_BITS = 62
_MOST_CODED = 62
_STEP_ROOM = 4_096


@attrs.frozen(kw_only=True)
class _Listener:
    """A plan that waits for events."""

    plan: int
    bits: int
    pattern: Pattern
    where: int


Link = tuple[int, int, int]
"""What listens, bits, and the code of a condition."""


@attrs.frozen(kw_only=True)
class Links:
    """
    What listens to letters, by signature.

    Args:
        heard: Guards.
        again: Repetitions.
        needs: Codes of whom the cooperation is for.
        watches: Address of each watch's row.
    """

    heard: Mapping[Signature, Sequence[Link]]
    again: Mapping[Signature, Sequence[Link]]
    needs: Mapping[Signature, int]
    watches: Mapping[Watch, int]


class ModelRows:
    """
    The rows of a model, which grow until ``finish`` ties letters to what listens to them.

    Args:
        tables: The model's tables.
        conditions: Turns conditions into code; its pool's memory is where rows go.
    """

    def __init__(self, tables: Tables, conditions: Conditions) -> None:
        self.tables = tables
        self.conditions = conditions
        self.m: list[int] = conditions.pool.m
        self.x: list[float] = conditions.pool.x
        self.letters: dict[Signature, int] = {}
        self._listeners: list[_Listener] = []
        self._guards: dict[int, int] = {}
        self._bits: dict[tuple[int, int], int] = {}

    @property
    def problems(self) -> list[Problem]:
        """What the kernel cannot do."""
        return self.conditions.problems

    def letter(self, signature: Signature) -> int:
        """
        Give the number of the letter of a signature; a new one where there is none.

        Args:
            signature: The signature.
        """
        return self.letters.setdefault(signature, len(self.letters))

    def listen(self, pattern: Pattern, plan: int, bits: int, path: str) -> None:
        """
        Let a plan hear events.

        Args:
            pattern: Which events.
            plan: Number of the plan.
            bits: Bits of ``PLAN_SEEN`` that they set.
            path: Where the pattern stands, for problems.
        """
        where = self.conditions.code(pattern.where, path)
        self._listeners.append(_Listener(plan=plan, bits=bits, pattern=pattern, where=where))

    def state_of(self, item: int) -> int:
        """
        Give the offset of an item's state in a case row.

        Args:
            item: Number of the item.
        """
        return rows.CASE_FIXED + item * rows.STATE_SIZE

    def begin(self) -> None:
        """Write items, guards and moves, and number the letters that every model has."""
        m, tables = self.m, self.tables
        self._number_letters()
        m[header.CASE_STATES] = rows.CASE_FIXED
        self._write_guards()
        self._write_items()
        moves = [number for move in tables.order for number in (*self._move(move), *self._quickly(move))]
        m[header.N_MOVES] = len(tables.order)
        m[header.MOVES] = self.conditions.pool.numbers(moves)
        m[header.ALL_MOVES] = self._addresses(range(len(tables.order)))
        m[header.PENDING] = self.conditions.pool.numbers([0] * (2 * len(tables.order) + 2))
        m[header.ROOTS] = self.conditions.pool.numbers(list(tables.roots))
        m[header.N_ROOTS] = len(tables.roots)
        m[header.ELIGIBLE] = eligible_at_opening(self.conditions)
        m[header.CASE_GATES] = rows.CASE_FIXED + len(tables.items) * rows.STATE_SIZE
        self._gates = gate_rows(tables, self.conditions, m[header.CASE_GATES])
        m[header.CASE_SIZE] = m[header.CASE_GATES] + len(self._gates)
        m[header.EXIT_WORD] = self.conditions.words.number(EXIT_OUTCOME)

    def _number_letters(self) -> None:
        for item in self.tables.items:
            for transition in TRANSITIONS:
                self.letter(Signature(item.kind, item.id, transition))
        m, model = self.m, self.tables.model
        m[header.OPENED] = self.letter(Signature("case", "", "opened"))
        m[header.CLOSED] = self.letter(Signature("case", "", "closed"))
        for place, transition in ((header.JOIN, "joined"), (header.LEFT, "left")):
            m[place] = len(self.letters)
            for role in model.roles:
                self.letter(Signature("participant", role.id, transition))

    def _write_guards(self) -> None:
        found: list[int] = []
        for item in self.tables.items:
            bit = 0
            for number in item.guards:
                guard = self.tables.guards[number]
                full = 0
                for place in range(len(guard.parts)):
                    self._bits[number, place] = bit
                    full |= 1 << bit
                    bit += 1
                self._guards[number] = len(self._guards)
                found += [item.number, CHANGES.index(guard.change), full, self._if(guard.expression, guard.path)]
            if bit > _MOST_BITS:
                what = f"{item.section}.{item.id}: its conditions wait for {bit} events together"
                told = Place(self.tables.model.id)
                self.problems.append(Problem(what=what, place=told, hint=f"at most {_MOST_BITS} can be simulated"))
        self.m[header.N_GUARDS] = len(self.tables.guards)
        self.m[header.GUARDS] = self.conditions.pool.numbers(found)

    def _move(self, move: Move) -> tuple[int, int, int]:
        guard = self.m[header.GUARDS] + self._guards[move.guard] * rows.GUARD_SIZE if move.guard >= 0 else 0
        return move.item, CHANGES.index(move.change), guard

    def _addresses(self, moves: Iterable[int]) -> int:
        """Write the addresses of moves down."""
        return self.conditions.pool.numbers([self.m[header.MOVES] + move * rows.MOVE_SIZE for move in moves])

    def _quickly(self, move: Move) -> tuple[int, int, int, int, int]:
        """Give what passes most moves by without more ado, and what a move changes."""
        guard = self.tables.guards[move.guard] if move.guard >= 0 else None
        bits = range(len(guard.parts)) if guard is not None else ()
        full = sum(1 << self._bits[move.guard, bit] for bit in bits)
        stands, bit, turn = what_changes(move.change, manual=self.tables.items[move.item].manual)
        return self.state_of(move.item) + rows.FIRST, full, stands, bit, TRANSITIONS.index(turn)

    def _if(self, expression: Expression | None, path: str) -> int:
        return self.conditions.code(expression, path)

    def _write_items(self) -> None:
        pool, tables = self.conditions.pool, self.tables
        found: list[int] = []
        for item in tables.items:
            row = [0] * rows.ITEM_SIZE
            guards = [tables.guards[number] for number in item.guards]
            row[rows.ITEM_PARENT] = item.parent
            row[rows.ITEM_SORT] = 0 if item.is_phase else 2 if item.is_milestone else 1
            row[rows.ITEM_REQUIRED] = int(item.required)
            row[rows.ITEM_MANUAL] = int(item.manual)
            row[rows.ITEM_PLANNING] = int(item.planning is not None)
            if item.planning is not None:
                row[rows.ITEM_PLANNABLE] = self._if(item.planning.condition, f"activities.{item.id}.planning")
            row[rows.ITEM_REPEATS] = int(item.repeats)
            if item.most is not None:
                path = f"{item.section}.{item.id}.repeat.maximum"
                most = self.conditions.number(item.most, path, most=False, default=math.nan)
                row[rows.ITEM_MOST] = pool.write(self._lasting(most, path))
            row[rows.ITEM_AGAIN] = int(item.again is not None)
            row[rows.ITEM_GUARDS] = self.m[header.GUARDS] + (
                self._guards[item.guards[0]] * rows.GUARD_SIZE if item.guards else 0
            )
            row[rows.ITEM_N_GUARDS] = len(guards)
            row[rows.ITEM_ENTRIES] = int(any(guard.change == "entry" for guard in guards))
            row[rows.ITEM_CHILDREN] = pool.numbers(list(item.children))
            row[rows.ITEM_N_CHILDREN] = len(item.children)
            row[rows.ITEM_LETTER] = self.letters[Signature(item.kind, item.id, TRANSITIONS[0])]
            row[rows.ITEM_STATE] = self.state_of(item.number)
            for place, change in (
                (rows.ITEM_ENTRY_BITS, "entry"),
                (rows.ITEM_SUSPEND_BITS, "suspend"),
                (rows.ITEM_RESUME_BITS, "resume"),
            ):
                row[place] = sum(
                    1 << self._bits[guard.number, bit]
                    for guard in guards
                    if guard.change == change
                    for bit in range(len(guard.parts))
                )
            row[rows.ITEM_GROUND] = ground_of(self.conditions, item.id)
            row[rows.ITEM_AROUND] = self.state_of(item.parent) + rows.FIRST if item.parent >= 0 else 0
            found += row
        self.m[header.N_ITEMS] = len(tables.items)
        self.m[header.ITEMS] = pool.numbers(found)
        for item in tables.items:
            over = self.m[header.ITEMS] + item.parent * rows.ITEM_SIZE if item.parent >= 0 else 0
            self.m[self.m[header.ITEMS] + item.number * rows.ITEM_SIZE + rows.ITEM_OVER] = over

    def _lasting(self, code: Code, path: str) -> Code:
        """Give code that is read when no event is at hand; what reads one is noted."""
        read = {number for operation, number, _ in code.steps if operation in (codes.REGISTER, codes.SAME)}
        if read & set(self.conditions.registers.data.values()):
            self.problems.append(Problem(what=f"{path}: it depends on data of an event"))
        return code

    def finish(self) -> None:
        """Tie letters to what listens to them. Nothing may be added afterwards."""
        pool, m, registers = self.conditions.pool, self.m, self.conditions.registers
        heard, again = self._heard(), self._again()
        needs = {signature: eligible_at(self.conditions, signature) for signature in self.letters}
        if any(signature.kind == "fact" for signature in self.letters):
            for name in registers.facts:
                registers.datum(name)
        for name in ("outcome", ROLE, ORGANISATION, BEHALF):
            registers.datum(name)
        watches = [*registers.watches, *registers.recorded()]
        links = Links(heard=heard, again=again, needs=needs, watches={watch: self._placed(watch) for watch in watches})
        waking = Waking(self.tables, pool, registers)
        found = [number for signature in self.letters for number in self._letter_row(signature, links, waking)]
        m[header.N_LETTERS] = len(self.letters)
        m[header.LETTERS] = pool.numbers(found)
        m[header.HEEDED] = int(heeded(registers, pool, watches))
        self._finish_registers(max((len(self._told(one, links)) for one in self.letters), default=0))

    def _placed(self, watch: Watch) -> int:
        return self.conditions.pool.numbers([watch.register, watch.sort, watch.datum])

    def _told(self, signature: Signature, links: Links) -> list[Watch]:
        """Give what watches events of a signature, those without a condition first."""
        found = [one for one in links.watches if self.tables.lexicon.matches(one.pattern, signature)]
        return sorted(found, key=lambda one: one.where != 0)

    def _letter_row(self, signature: Signature, links: Links, waking: Waking) -> list[int]:
        pool, row = self.conditions.pool, [0] * rows.LETTER_SIZE
        heard, again = links.heard.get(signature, ()), links.again.get(signature, ())
        told = self._told(signature, links)
        watched = [(links.watches[one], 0, one.where) for one in told]
        plans = [
            (one.plan, one.bits, one.where)
            for one in self._listeners
            if self.tables.lexicon.matches(one.pattern, signature)
        ]
        gates = [link for gate in self._gates for link in gate.links(signature)]
        for place, each in (
            (rows.LETTER_HEARD, heard),
            (rows.LETTER_AGAIN, again),
            (rows.LETTER_WATCHED, watched),
            (rows.LETTER_PLANS, plans),
        ):
            row[place], row[place + 1] = pool.numbers([number for link in each for number in link]), len(each)
        row[rows.LETTER_GATES] = pool.numbers([number for link in gates for number in link])
        row[rows.LETTER_N_GATES] = len(gates)
        self._describe(row, signature)
        row[rows.LETTER_NEEDS] = links.needs[signature]
        first, then = waking.moves(signature, told)
        row[rows.LETTER_FIRST], row[rows.LETTER_N_FIRST] = self._addresses(first), len(first)
        row[rows.LETTER_THEN], row[rows.LETTER_N_THEN] = self._addresses(then), len(then)
        coded = any(link[2] for link in (*heard, *again, *watched, *plans))
        coded = coded or any(link[2] > 0 or link[3] > 0 or link[4] for link in gates)
        row[rows.LETTER_CODED] = int(coded or any(one.sort in (LAST, LAST_KNOWN) for one in told))
        self._few(signature, heard)
        return row

    def _few(self, signature: Signature, links: Iterable[tuple[int, int, int]]) -> None:
        if sum(1 for link in links if link[2]) > _MOST_CODED:
            what = f"more than {_MOST_CODED} conditions wait for '{signature.element}.{signature.transition}'"
            self.problems.append(Problem(what=what, place=Place(self.tables.model.id)))

    def _heard(self) -> dict[Signature, list[tuple[int, int, int]]]:
        found: dict[Signature, list[tuple[int, int, int]]] = {}
        for guard in self.tables.guards:
            first = self.state_of(guard.item) + rows.FIRST
            for place, part in enumerate(guard.parts):
                where = self._if(part.pattern.where, f"{guard.path}.on.{place}")
                for signature in self.letters:
                    if self.tables.lexicon.matches(part.pattern, signature):
                        link = (first, 1 << self._bits[guard.number, place], where)
                        found.setdefault(signature, []).append(link)
        return {signature: _joined(links) for signature, links in found.items()}

    def _again(self) -> dict[Signature, list[tuple[int, int, int]]]:
        found: dict[Signature, list[tuple[int, int, int]]] = {}
        for item in self.tables.items:
            if item.again is None:
                continue
            where = self._if(item.again.pattern.where, f"{item.section}.{item.id}.repeat.on")
            for signature in self.letters:
                if self.tables.lexicon.matches(item.again.pattern, signature):
                    found.setdefault(signature, []).append((item.number, 0, where))
        return found

    def _describe(self, row: list[int], signature: Signature) -> None:
        words, number = self.conditions.words, self.tables.index.get(signature.element)
        own = number is not None and self.tables.items[number].kind == signature.kind
        row[rows.LETTER_ITEM] = number if own and number is not None else -1
        known = own and signature.transition in TRANSITIONS
        row[rows.LETTER_TRANSITION] = TRANSITIONS.index(signature.transition) if known else -1
        row[rows.LETTER_BIT] = BITS.get(signature.transition, 0) if known else 0
        row[rows.LETTER_STATE] = self.state_of(number) if own and number is not None else 0
        row[rows.LETTER_KIND] = words.number(signature.kind)
        row[rows.LETTER_ELEMENT] = words.number(signature.element) if signature.element else -1
        row[rows.LETTER_TURN] = words.number(signature.transition)
        turns = ("opened", "closed", "reopened")
        if signature.kind == "case" and signature.transition in turns:
            row[rows.LETTER_CASE] = turns.index(signature.transition) + 1

    def _finish_registers(self, widest: int) -> None:
        m, pool, registers = self.m, self.conditions.pool, self.conditions.registers
        m[header.REGISTERS] = max(1, registers.size)
        data = list(registers.data.values())
        m[header.DATA], m[header.N_DATA] = pool.numbers(data), len(data)
        m[header.COUNTS], m[header.N_COUNTS] = pool.numbers(list(registers.counts)), len(registers.counts)
        m[header.SCRATCH] = pool.table([0.0] * (len(data) + widest))
        m[header.STACK] = pool.table([0.0] * (pool.deepest + 2))
        m[header.STEP_LOG] = pool.numbers([0] * (2 * _STEP_ROOM + 2))
        m[header.STEP_ROOM] = _STEP_ROOM
        for place, name in (
            (header.OUTCOME, "outcome"),
            (header.ENDING, "ending"),
            (header.AT_TIME, "at"),
            (header.ACTOR_ROLE, ROLE),
            (header.ACTOR_ORGANISATION, ORGANISATION),
            (header.BEHALF, BEHALF),
        ):
            m[place] = registers.data.get(name, -1)


def _joined(links: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Join links to the same item under the same condition."""
    found: dict[tuple[int, int], int] = {}
    for first, bits, where in links:
        found[first, where] = found.get((first, where), 0) | bits
    return [(first, bits, where) for (first, where), bits in found.items()]


def model_rows(tables: Tables, conditions: Conditions) -> ModelRows:
    """
    Write a model's rows; ``finish`` them once everything that listens is known.

    Args:
        tables: The model's tables.
        conditions: Turns conditions into code, into a memory whose header is there already.
    """
    found = ModelRows(tables, conditions)
    found.begin()
    return found


def empty_memory() -> tuple[list[int], list[float]]:
    """Give the two memories with a header and nothing else."""
    return [0] * header.HEADER, [0.0]


__all__ = ["CHANGES", "TRANSITIONS", "ModelRows", "Registers", "empty_memory", "model_rows"]
