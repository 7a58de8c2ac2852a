"""What a verdict rests on and what would change it, as data without a language."""

from __future__ import annotations

import enum

import attrs

from collabmodel.model import Pattern, Rule, Template
from collabmodel.rules.lexicon import Lexicon
from collabmodel.rules.templates import AUTOMATA, Reach
from collabmodel.rules.trace import Trace
from collabmodel.rules.verdicts import Cell, Verdict


class Why(enum.Enum):
    """What a verdict rests on."""

    NOT_ACTIVATED = "not activated"
    UNKNOWN = "unknown"
    KEPT = "kept"
    RELEASED = "released"
    HOLDING = "holding"
    WAITING = "waiting"
    BROKEN = "broken"
    TIME_PASSED = "time passed"
    CLOSED_WITHOUT = "closed without"


@attrs.frozen(kw_only=True)
class Explanation:
    """
    Why a cell is as it is, and what would change it.

    Args:
        rule: Id of the rule.
        why: What the verdict rests on.
        activation: Id of the deciding activation, or empty.
        decider: Id of the deciding event, or empty.
        needs: Events any of which would help a rule that waits, or would have kept one that ran out.
        forbids: Events that would break a rule that still holds.
        next_only: Whether only the very next event counts.
        by: When it is or was due, microseconds since 1970 UTC, or None.
        missing: Names whose values would settle what is unknown.
        waived: Reason of a waiver, or empty.
    """

    rule: str
    why: Why
    activation: str = ""
    decider: str = ""
    needs: tuple[Pattern, ...] = ()
    forbids: tuple[Pattern, ...] = ()
    next_only: bool = False
    by: int | None = None
    missing: tuple[str, ...] = ()
    waived: str = ""


_T = Template
_NEEDS: dict[Template, str] = {
    _T.CHOICE: "ab", _T.EXCLUSIVE_CHOICE: "ab", _T.CO_EXISTENCE: "ab", _T.RESPONDED_EXISTENCE: "b", _T.RESPONSE: "b",
    _T.ALTERNATE_RESPONSE: "b", _T.CHAIN_RESPONSE: "b", _T.SUCCESSION: "b", _T.ALTERNATE_SUCCESSION: "b",
    _T.CHAIN_SUCCESSION: "b", _T.EXISTENCE: "a", _T.EXISTENCE_2: "a", _T.EXACTLY_1: "a", _T.INIT: "a", _T.END: "a",
}  # fmt: skip
_FORBIDS: dict[Template, str] = {
    _T.ABSENCE_1: "a", _T.ABSENCE_2: "a", _T.EXACTLY_1: "a", _T.EXCLUSIVE_CHOICE: "ab", _T.NOT_CO_EXISTENCE: "ab",
    _T.PRECEDENCE: "b", _T.ALTERNATE_PRECEDENCE: "b", _T.CHAIN_PRECEDENCE: "b", _T.SUCCESSION: "b",
    _T.ALTERNATE_SUCCESSION: "b", _T.CHAIN_SUCCESSION: "b", _T.NOT_SUCCESSION: "b", _T.NOT_CHAIN_SUCCESSION: "b",
}  # fmt: skip


def explain(cell: Cell, rule: Rule, trace: Trace, *, lexicon: Lexicon, now: int) -> Explanation:
    """
    Tell why a cell is as it is and what would change it.

    Args:
        cell: What was found.
        rule: The rule it was found for.
        trace: The events it was found in.
        lexicon: What the rule's patterns speak of.
        now: The time of judging, microseconds since 1970 UTC.

    >>> rule = Rule(id="r", template=Template.RESPONSE, a=Pattern(element="ask"), b=Pattern(element="tell"))
    >>> from collabmodel.rules.listed import ListedTrace
    >>> cell = Cell(verdict=Verdict.POSSIBLY_VIOLATED, activations=1)
    >>> told = explain(cell, rule, ListedTrace(), lexicon=Lexicon({}), now=0)
    >>> told.why.value, [pattern.short() for pattern in told.needs]
    ('waiting', ['tell'])
    """
    why = _why(cell, rule, trace, lexicon, now)
    needs = why in (Why.WAITING, Why.TIME_PASSED, Why.CLOSED_WITHOUT)
    open_ = cell.verdict in (Verdict.POSSIBLY_SATISFIED, Verdict.POSSIBLY_VIOLATED)
    return Explanation(
        rule=rule.id,
        why=why,
        activation=trace.event_id(cell.activation) if cell.activation >= 0 else "",
        decider=trace.event_id(cell.decider) if cell.decider >= 0 else "",
        needs=_patterns(rule, _NEEDS) if needs else (),
        forbids=_patterns(rule, _FORBIDS) if open_ else (),
        next_only=AUTOMATA[rule.template].reach is Reach.CHAIN,
        by=cell.due,
        missing=cell.unknown,
        waived=cell.waived,
    )


def _why(cell: Cell, rule: Rule, trace: Trace, lexicon: Lexicon, now: int) -> Why:
    if cell.unknown or not cell.activations:
        return Why.UNKNOWN if cell.unknown else Why.NOT_ACTIVATED
    if cell.verdict is Verdict.VIOLATED:
        if cell.decider >= 0:
            return Why.BROKEN
        return Why.TIME_PASSED if cell.due is not None and cell.due <= now else Why.CLOSED_WITHOUT
    if cell.verdict is Verdict.POSSIBLY_VIOLATED:
        return Why.WAITING
    if rule.applies is not None and cell.decider >= 0 and not _is_letter(cell.decider, rule, trace, lexicon):
        return Why.RELEASED
    return Why.KEPT if cell.verdict is Verdict.SATISFIED else Why.HOLDING


def _is_letter(position: int, rule: Rule, trace: Trace, lexicon: Lexicon) -> bool:
    signature = trace.signatures[trace.signature[position]]
    return any(pattern is not None and lexicon.matches(pattern, signature) for pattern in (rule.a, rule.b))


def _patterns(rule: Rule, table: dict[Template, str]) -> tuple[Pattern, ...]:
    letters = {"a": rule.a, "b": rule.b}
    return tuple(pattern for letter in table.get(rule.template, "") if (pattern := letters[letter]) is not None)
