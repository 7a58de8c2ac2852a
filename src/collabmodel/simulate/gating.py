"""Gates of the model as rows: tables of states, and which letter an event is to each."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from collabmodel.case import Tables
from collabmodel.errors import Place, Problem
from collabmodel.model import UNARY, Enforcement, Pattern, Rule, Scope, Signature, Template
from collabmodel.rules.letters import counted_in, is_steady
from collabmodel.rules.pairing import conjuncts, reads_activation
from collabmodel.rules.trace import tells_facts
from collabmodel.simulate.automata import table_of
from collabmodel.simulate.conditioning import Conditions
from collabmodel.simulate.kernel import header, rows

_ANSWERED = (
    Template.RESPONSE, Template.ALTERNATE_RESPONSE, Template.CHAIN_RESPONSE, Template.RESPONDED_EXISTENCE,
    Template.SUCCESSION, Template.ALTERNATE_SUCCESSION, Template.CHAIN_SUCCESSION,
)  # fmt: skip
"""Templates whose first letter asks for the second, and so meets nothing itself."""
_WAIVED = ("", "granted", "completed", "waived")


@attrs.frozen(kw_only=True)
class Gate:
    """
    One gate as its events see it.

    Args:
        tables: The model's tables.
        rule: The rule.
        address: Address of its row.
        a: Code of the condition of ``a``.
        b: Code of the condition of ``b``.
        heeds: Whether events that are neither ``a`` nor ``b`` mean anything to it.
    """

    tables: Tables
    rule: Rule
    address: int
    a: int
    b: int
    heeds: bool

    def links(self, signature: Signature) -> Iterator[tuple[int, int, int, int, int, int]]:
        """
        Give the gate link of events of a signature, where they mean anything to it.

        Args:
            signature: The signature.
        """
        lexicon, rule = self.tables.lexicon, self.rule
        other = None if rule.template in UNARY else rule.b
        a = self.a if lexicon.matches(rule.a, signature) else -1
        b = self.b if other is not None and lexicon.matches(other, signature) else -1
        mapped, looks, waives = lexicon.is_mapped(signature), self._looks(signature), self._waives(signature)
        if a >= 0 or b >= 0 or (mapped and self.heeds) or looks or waives:
            yield self.address, 0 if mapped else 27, a, b, int(looks), int(waives)

    def _looks(self, signature: Signature) -> bool:
        """Tell whether such events may change whether the rule applies."""
        applies, model = self.rule.applies, self.tables.model
        if applies is None:
            return False
        counted = () if is_steady(applies, model) else counted_in(applies, model)
        if counted is None or tells_facts(signature):
            return True
        return any(self.tables.declared.speaks_of(pattern, signature) for pattern in counted)

    def _waives(self, signature: Signature) -> bool:
        own = signature.kind == "waiver" and signature.element == self.rule.id
        return own and signature.transition in _WAIVED


def gate_rows(tables: Tables, conditions: Conditions, offset: int) -> list[Gate]:
    """
    Write the rows of a model's gates, and give the gates.

    Args:
        tables: The model's tables.
        conditions: Turns conditions into code.
        offset: Offset of the first gate's state in a case row.
    """
    found: list[int] = []
    kept: list[Rule] = []
    letters: list[tuple[int, int, bool]] = []
    pool = conditions.pool
    for rule in tables.model.rules:
        if rule.enforcement is not Enforcement.GATE or rule.scope is not Scope.CASE or not _fits(conditions, rule):
            continue
        table = table_of(rule.template, always=rule.applies is None)
        row = [0] * rows.GATE_SIZE
        row[rows.GATE_TABLE] = pool.numbers(list(table.steps))
        row[rows.GATE_OWES] = pool.numbers(list(table.owes))
        row[rows.GATE_APPLIES] = conditions.code(rule.applies, f"rules.{rule.id}.applies")
        row[rows.GATE_MET] = _met(tables, conditions, rule)
        row[rows.GATE_STATE] = offset + len(kept)
        found += row
        kept.append(rule)
        a, b = _where(conditions, rule.a, rule, "a"), _where(conditions, rule.b, rule, "b")
        letters.append((a, b, table.heeds))
    pool.m[header.N_GATES] = len(kept)
    pool.m[header.GATES] = pool.numbers(found)
    return [
        Gate(tables=tables, rule=rule, address=pool.m[header.GATES] + number * rows.GATE_SIZE, a=a, b=b, heeds=heeds)
        for number, (rule, (a, b, heeds)) in enumerate(zip(kept, letters, strict=True))
    ]


def _where(conditions: Conditions, pattern: Pattern | None, rule: Rule, name: str) -> int:
    return 0 if pattern is None else conditions.code(pattern.where, f"rules.{rule.id}.{name}")


def _fits(conditions: Conditions, rule: Rule) -> bool:
    """Tell whether the kernel can follow a gate; what keeps it from that is noted."""
    what = ""
    patterns = (rule.a, rule.b)
    if rule.within is not None:
        what = "a gate with a time window"
    elif any(reads_activation(part) for one in patterns if one is not None for part in conjuncts(one.where)):
        what = "a gate whose two events are compared with each other"
    elif rule.template is Template.INIT and rule.applies is not None:
        what = "a gate 'init' that applies to some cases alone"
    if what:
        place = Place(conditions.tables.model.id)
        hint = "let it report, or leave the window and the comparison out"
        conditions.problems.append(Problem(what=f"rules.{rule.id}: {what} cannot be simulated", place=place, hint=hint))
    return not what


def _met(tables: Tables, conditions: Conditions, rule: Rule) -> int:
    """Give the code that tells whether the closing itself is what a rule waits for, 0 for never."""
    closing = Signature("case", "", "closed")
    waited = (rule.b,) if rule.template in _ANSWERED else (rule.a, rule.b)
    parts = [
        conditions.pool.push(1.0) if one.where is None else conditions.truth(one.where, f"rules.{rule.id}")
        for one in waited
        if one is not None and tables.lexicon.matches(one, closing)
    ]
    return conditions.pool.write(conditions.joined(parts, every=False)) if parts else 0
