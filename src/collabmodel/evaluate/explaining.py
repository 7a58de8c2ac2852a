"""Why a verdict is what it is, and what would change it, as a value."""

from __future__ import annotations

import datetime as dt
import enum

import attrs

from collabmodel.errors import ConfigError, Place, Problem
from collabmodel.evaluate.result import Evaluation, RuleColumn
from collabmodel.evaluate.verdict_files import event_name, moment
from collabmodel.model import Limit, Pattern, Rule, Template
from collabmodel.rules.verdicts import VERDICTS, Verdict


class Turn(enum.Enum):
    """
    What would change a verdict.

    ``event``: that the event comes (in time, if there is a due time). ``breach``: that the event comes, for the worse.
    ``absence``: that the case closes without it. ``record``: only a late entry, a correction or a waiver. ``fact``:
    that what is missing becomes known.
    """

    EVENT = "event"
    BREACH = "breach"
    ABSENCE = "absence"
    RECORD = "record"
    FACT = "fact"


@attrs.frozen(kw_only=True)
class Change:
    """
    One thing that would change a verdict.

    Args:
        turn: In which way.
        pattern: The event, in its short form, or the missing name; empty where neither is meant.
        before: Until when it would help, or None.
    """

    turn: Turn
    pattern: str = ""
    before: dt.datetime | None = None

    def __str__(self) -> str:
        until = f" by {self.before.isoformat()}" if self.before else ""
        return _SENTENCES[self.turn].format(pattern=self.pattern, until=until)


@attrs.frozen(kw_only=True)
class Explanation:
    """
    A verdict with its evidence.

    Args:
        rule: Id of the rule or limit.
        model: Id of the model that states it.
        case: Id of the case; ``*`` for the cohort.
        verdict: The verdict.
        activations: How often the rule applied; 0 is ``not_activated``.
        activation: Id of the deciding activation, or empty.
        decider: Id of the event that decided it, or empty.
        due: When it is or was due, or None.
        unknown: Names whose absence keeps it from being known.
        waived: Reason of a waiver, or empty.
        changes: What would change it.
    """

    rule: str
    model: str
    case: str
    verdict: Verdict
    activations: int = 0
    activation: str = ""
    decider: str = ""
    due: dt.datetime | None = None
    unknown: tuple[str, ...] = ()
    waived: str = ""
    changes: tuple[Change, ...] = ()


def explain(evaluation: Evaluation, rule: str, case: str, *, model: str = "") -> Explanation:
    """
    Tell why a rule's verdict in a case is what it is.

    Args:
        evaluation: What was found.
        rule: Id of the rule or limit.
        case: Id of the case, or ``*`` for a rule over the cohort.
        model: Id of the model that states the rule; empty for the first that has one of that id.

    Raises:
        ConfigError: There is no such rule, or no such case in its scope.

    >>> from collabmodel.evaluate import evaluate
    >>> from collabmodel.history import HistoryBuilder
    >>> from collabmodel.model import Activity, Model
    >>> rule = Rule(id="meet", template=Template.EXISTENCE, a=Pattern(element="opening"))
    >>> model = Model(id="m", activities=(Activity(id="opening", kind="meeting"),), rules=(rule,))
    >>> builder = HistoryBuilder()
    >>> row = builder.append("c1", 0, kind="meeting", element="opening", transition="completed")
    >>> found = explain(evaluate(model, builder.finish()), "meet", "c1")
    >>> found.verdict.value, found.decider, str(found.changes[0])
    ('satisfied', 'c1:1', 'only a late entry, a correction or a waiver can change it')
    """
    column = _column(evaluation, rule, model)
    trace = _trace(evaluation, column, case)
    verdict, due = VERDICTS[column.verdict[trace]], column.due[trace]
    found = Explanation(
        rule=rule,
        model=column.model,
        case=case,
        verdict=verdict,
        activations=column.activations[trace],
        activation=event_name(evaluation, column.activation[trace]),
        decider=event_name(evaluation, column.decider[trace]),
        due=None if due == -1 else moment(due),
        unknown=column.unknown.get(trace, ()),
        waived=column.waived.get(trace, ""),
    )
    closed = bool(evaluation.traces_of(column.scope).closed[trace])
    return attrs.evolve(found, changes=_changes(evaluation, column, found, closed=closed))


def _column(evaluation: Evaluation, rule: str, model: str) -> RuleColumn:
    for column in evaluation.columns:
        if column.rule == rule and model in ("", column.model):
            return column
    names = ", ".join(sorted({column.rule for column in evaluation.columns}))
    raise ConfigError(
        (Problem(what="no such rule or limit", value=repr(rule), place=_PLACE, hint=f"there are: {names}"),)
    )


def _trace(evaluation: Evaluation, column: RuleColumn, case: str) -> int:
    number = -1 if case == "*" else evaluation.history.numbers.get(case, -2)
    try:
        return evaluation.traces_of(column.scope).cases.index(number)
    except ValueError:
        hint = f"its scope is '{column.scope}'"
        raise ConfigError((Problem(what="the rule is not judged in this case", place=_PLACE, hint=hint),)) from None


def _changes(evaluation: Evaluation, column: RuleColumn, found: Explanation, *, closed: bool) -> tuple[Change, ...]:
    missing = tuple(Change(turn=Turn.FACT, pattern=name) for name in found.unknown)
    if closed or found.verdict in (Verdict.SATISFIED, Verdict.VIOLATED):
        return (*missing, Change(turn=Turn.RECORD))
    stated = _stated(evaluation, column)
    pending = found.verdict is Verdict.POSSIBLY_VIOLATED
    if isinstance(stated, Limit):
        anchors = tuple(anchor.event for anchor in stated.anchors if anchor.event)
        wanted = (stated.stop,) if pending else anchors
    else:
        letters = _AWAITED[stated.template] if pending else _FEARED[stated.template]
        wanted = tuple(pattern for letter in letters if (pattern := _letter(stated, letter)))
    turn = Turn.EVENT if pending else Turn.BREACH
    named = tuple(Change(turn=turn, pattern=p.short(), before=found.due if pending else None) for p in wanted)
    return (*missing, *named, *((Change(turn=Turn.ABSENCE),) if pending else ()))


def _stated(evaluation: Evaluation, column: RuleColumn) -> Rule | Limit:
    model = next(model for model in evaluation.models if model.id == column.model)
    rules = (rule for rule in model.rules if rule.id == column.rule)
    return next(rules, None) or next(limit for limit in model.limits if limit.id == column.rule)


def _letter(rule: Rule, letter: str) -> Pattern | None:
    return rule.a if letter == "a" else rule.b


_PLACE = Place("<evaluation>")
_SENTENCES = {
    Turn.EVENT: "'{pattern}' would keep it{until}",
    Turn.BREACH: "'{pattern}' could break it",
    Turn.ABSENCE: "closing the case as it stands would break it",
    Turn.RECORD: "only a late entry, a correction or a waiver can change it",
    Turn.FACT: "knowing '{pattern}' would tell",
}
_AWAITED: dict[Template, str] = {
    Template.EXISTENCE: "a",
    Template.EXISTENCE_2: "a",
    Template.ABSENCE_1: "",
    Template.ABSENCE_2: "",
    Template.EXACTLY_1: "a",
    Template.INIT: "a",
    Template.END: "a",
    Template.CHOICE: "ab",
    Template.EXCLUSIVE_CHOICE: "ab",
    Template.RESPONDED_EXISTENCE: "b",
    Template.CO_EXISTENCE: "ab",
    Template.RESPONSE: "b",
    Template.ALTERNATE_RESPONSE: "b",
    Template.CHAIN_RESPONSE: "b",
    Template.PRECEDENCE: "",
    Template.ALTERNATE_PRECEDENCE: "",
    Template.CHAIN_PRECEDENCE: "",
    Template.SUCCESSION: "b",
    Template.ALTERNATE_SUCCESSION: "b",
    Template.CHAIN_SUCCESSION: "b",
    Template.NOT_CO_EXISTENCE: "",
    Template.NOT_SUCCESSION: "",
    Template.NOT_CHAIN_SUCCESSION: "",
}
"""The letters that would keep a pending rule."""
_FEARED: dict[Template, str] = {
    Template.EXISTENCE: "",
    Template.EXISTENCE_2: "",
    Template.ABSENCE_1: "a",
    Template.ABSENCE_2: "a",
    Template.EXACTLY_1: "a",
    Template.INIT: "",
    Template.END: "",
    Template.CHOICE: "",
    Template.EXCLUSIVE_CHOICE: "ab",
    Template.RESPONDED_EXISTENCE: "a",
    Template.CO_EXISTENCE: "ab",
    Template.RESPONSE: "a",
    Template.ALTERNATE_RESPONSE: "a",
    Template.CHAIN_RESPONSE: "a",
    Template.PRECEDENCE: "b",
    Template.ALTERNATE_PRECEDENCE: "b",
    Template.CHAIN_PRECEDENCE: "b",
    Template.SUCCESSION: "ab",
    Template.ALTERNATE_SUCCESSION: "ab",
    Template.CHAIN_SUCCESSION: "ab",
    Template.NOT_CO_EXISTENCE: "ab",
    Template.NOT_SUCCESSION: "b",
    Template.NOT_CHAIN_SUCCESSION: "b",
}
"""The letters that could break a rule that is kept so far."""
