"""Whether a case may close: its ending, what was tried before, and what still has to be done."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from collabmodel.case.answers import Lack, Need, Reason, Refusal
from collabmodel.case.asked import Asked
from collabmodel.case.leads import text_in
from collabmodel.case.sentences import ENDING_OF
from collabmodel.case.sentries import condition_needs
from collabmodel.case.telling import Saying, of_waiver, tell
from collabmodel.case.wording import need, refusal
from collabmodel.model import Enforcement, NonEngagement, Pattern, Reference, Rule, Signature, Template
from collabmodel.rules import Obligation, Verdict, compile_condition
from collabmodel.workdays import from_us, to_us

_ANSWERED = (
    Template.RESPONSE, Template.ALTERNATE_RESPONSE, Template.CHAIN_RESPONSE, Template.RESPONDED_EXISTENCE,
    Template.SUCCESSION, Template.ALTERNATE_SUCCESSION, Template.CHAIN_SUCCESSION,
)  # fmt: skip
"""Templates whose first letter asks for the second, and so meets nothing itself."""
_TRIES: Saying = (
    "{what} ({made}, tarvitaan vähintään {wanted})",
    "{what} ({made}, minst {wanted} behövs)",
    "{what} ({made}, at least {wanted} needed)",
)


def closing(asked: Asked) -> Iterator[Refusal]:
    """
    Object to an ending that the model does not know or that is not reached, and to closing over open obligations.

    Args:
        asked: The command.
    """
    if asked.verb.name != "close" or asked.case.status != "open":
        return
    name = text_in(asked.event, "ending")
    ending = asked.index.endings.get(name)
    if ending is None and asked.index.endings and name:
        needs = tuple(need(Lack.ENDING, one, title=asked.title(one)) for one in asked.index.endings)
        yield refusal(Reason.ENDING, needs=needs)
    elif ending is not None:
        if ending.condition is not None and (value := asked.holds(ending.condition)) is not True:
            needs = tuple(condition_needs(ending.condition, asked.names, false=value is False))
            yield _not_so(asked, ending.id, needs, ending.cites)
        yield from _tried(asked, ending.id)
    yield from _owed(asked)


def _not_so(asked: Asked, ending: str, needs: tuple[Need, ...], cites: tuple[str, ...]) -> Refusal:
    """Refuse an ending by its name: closing without one is refused for each."""
    found = refusal(Reason.ENDING, element=ending, needs=needs, cites=cites)
    return attrs.evolve(found, text=tell(ENDING_OF, name=asked.title(ending)))


def _tried(asked: Asked, ending: str) -> Iterator[Refusal]:
    """Object to giving somebody up before they were tried often enough, and before notice was given of it."""
    paths = [one for one in asked.tables.model.non_engagement if one.ending == ending]
    told = [tuple(_lacks(asked, path)) for path in paths]
    if paths and all(told):
        for path, needs in zip(paths, told, strict=True):
            yield _not_so(asked, ending, needs, path.cites)


def _lacks(asked: Asked, path: NonEngagement) -> Iterator[Need]:
    wanted = path.attempts
    if isinstance(wanted, Reference):
        values = asked.tables.declared.possible(wanted.parameter, asked.names)
        wanted = max((one for one in values if isinstance(one, int)), default=1)
    made = times_seen(asked, path.attempts_at)
    if made < wanted:
        title = tell(_TRIES, what=asked.called(path.attempts_at), made=str(made), wanted=str(wanted))
        yield need(Lack.EVENT, path.attempts_at.short(), f"{made} < {wanted}", title=title)
    if path.notice and not times_seen(asked, Pattern(element=path.notice)):
        yield need(Lack.EVENT, path.notice, title=asked.called(Pattern(element=path.notice)))


def times_seen(asked: Asked, pattern: Pattern) -> int:
    """
    Tell how many events of the case a pattern speaks of.

    Args:
        asked: The command.
        pattern: The pattern.
    """
    life, where = asked.case.record.life, None if pattern.where is None else compile_condition(pattern.where)
    speaks = [asked.tables.lexicon.matches(pattern, one) for one in life.signatures]
    found = 0
    for position in range(asked.position):
        if speaks[life.signature[position]]:
            names = asked.case.record.names.step(position, position, life.occurred[position])
            found += where is None or where(names) is True
    return found


def _owed(asked: Asked) -> Iterator[Refusal]:
    """Object to closing over each gate that still waits for something, waived ones aside."""
    record, now = asked.case.record, to_us(max(asked.now, asked.event.occurred))
    monitors = record.monitors()
    waiting: dict[str, list[Obligation]] = {}
    for one in monitors.obligations(now):
        waiting.setdefault(one.rule, []).append(one)
    cells = dict(zip(record.program.ids, monitors.cells(now, closed=False), strict=True))
    for rule in asked.tables.model.rules:
        cell = cells.get(rule.id)
        gate = rule.enforcement is Enforcement.GATE and rule.id not in asked.case.waived
        if cell is None or not gate or cell.waived or _met_by_closing(asked, rule):
            continue
        if rule.id in waiting:
            yield _owing(asked, rule, waiting[rule.id])
        elif cell.verdict is Verdict.POSSIBLY_VIOLATED and not cell.unknown:
            yield _owing(asked, rule, [])


def _met_by_closing(asked: Asked, rule: Rule) -> bool:
    """Tell whether the closing itself is what a rule waits for."""
    event = asked.event
    signature = Signature(event.kind, event.element, event.transition)
    return any(
        pattern is not None
        and asked.tables.lexicon.matches(pattern, signature)
        and (pattern.where is None or asked.holds(pattern.where) is True)
        for pattern in ((rule.b,) if rule.template in _ANSWERED else (rule.a, rule.b))
    )


def _owing(asked: Asked, rule: Rule, obligations: list[Obligation]) -> Refusal:
    strand = asked.case.record.judged()
    target = rule.b or rule.a
    needs = [
        need(
            Lack.EVENT, target.short(), _due(asked, one), title=asked.called(target),
            events=(strand.event_id(one.activation),) if one.activation >= 0 else (),
        )
        for one in obligations
    ] or [need(Lack.EVENT, target.short(), title=asked.called(target))]  # fmt: skip
    rule_title = asked.title(rule.id)
    needs += [need(Lack.WAIVER, one, title=of_waiver(rule_title, asked.title(one))) for one in rule.waived_by]
    return refusal(
        Reason.OBLIGATIONS,
        rule=rule.id,
        needs=tuple(needs),
        events=tuple(event for one in needs for event in one.events),
        cites=rule.cites,
        name=rule_title,
    )


def _due(asked: Asked, obligation: Obligation) -> str:
    return "" if obligation.due is None else from_us(obligation.due, asked.tables.declared.zone).isoformat()
