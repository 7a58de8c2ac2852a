"""Whether a limit may stand still, go on, be lengthened or waived, and a rule be waived or overridden."""

from __future__ import annotations

from collections.abc import Iterator

from collabmodel.case.answers import Lack, Reason, Refusal
from collabmodel.case.asked import Asked
from collabmodel.case.days import PLAIN, days_of, end_of
from collabmodel.case.leads import text_in
from collabmodel.case.rights import by
from collabmodel.case.sentries import condition_needs
from collabmodel.case.wording import need, refusal
from collabmodel.model import Enforcement, Extension, Limit, Reference, Rule
from collabmodel.workdays import Duration, Unit, parse_duration, to_us


def limits(asked: Asked) -> Iterator[Refusal]:
    """
    Object to changes of limits and rules that the model does not allow.

    Args:
        asked: The command.
    """
    if asked.case.status != "open":
        return
    if asked.verb.section == "rules":
        yield from _rule(asked, asked.index.rules[asked.command.element])
    elif asked.verb.section == "limits":
        yield from _limit(asked, asked.index.limits[asked.command.element])


def _rule(asked: Asked, rule: Rule) -> Iterator[Refusal]:
    if asked.verb.name == "override" and rule.enforcement is not Enforcement.GATE:
        yield refusal(Reason.RULE, element=rule.id, rule=rule.id, cites=rule.cites)
    if rule.id in asked.case.waived:
        yield refusal(Reason.DONE, element=rule.id, rule=rule.id)


def _limit(asked: Asked, limit: Limit) -> Iterator[Refusal]:
    name, case = asked.verb.name, asked.case
    if name == "waive" and limit.id in case.waived:
        yield refusal(Reason.DONE, element=limit.id)
    elif name == "suspend" and limit.id in case.halted:
        yield refusal(Reason.SUSPENDED, element=limit.id)
    elif name == "resume" and limit.id not in case.halted:
        yield refusal(Reason.NOT_SUSPENDED, element=limit.id)
    elif name == "extend":
        yield from _extended(asked, limit)


def _extended(asked: Asked, limit: Limit) -> Iterator[Refusal]:
    """Object to lengthening what does not run, too often, by too much, or where its condition does not hold."""
    record = asked.case.record
    running = [one for one in record.monitors().obligations(to_us(asked.now)) if one.rule == limit.id]
    if not running:
        events = [anchor.event for anchor in limit.anchors if anchor.event is not None]
        needs = tuple(need(Lack.EVENT, one.short(), title=asked.called(one)) for one in events)
        yield refusal(Reason.LIMIT, element=limit.id, needs=needs, cites=limit.cites)
        return
    own = [one for one in limit.extensions if asked.event.actor.role in by(asked.index, one)]
    if not own:
        return
    if dict(asked.case.lengthened).get(limit.id, 0) >= sum(one.times for one in own):
        needs = (need(Lack.CONDITION, limit.id, str(sum(one.times for one in own)), title=asked.title(limit.id)),)
        yield refusal(Reason.MAXIMUM, element=limit.id, needs=needs, cites=limit.cites)
    fitting = [one for one in own if one.condition is None or asked.holds(one.condition) is True]
    if not fitting:
        needs = tuple(
            part for one in own if one.condition is not None
            for part in condition_needs(one.condition, asked.names, false=asked.holds(one.condition) is False)
        )  # fmt: skip
        yield refusal(Reason.LIMIT, element=limit.id, needs=needs, cites=limit.cites)
    else:
        yield from _by(asked, limit, fitting, running[0].due)


def _by(asked: Asked, limit: Limit, fitting: list[Extension], due: int | None) -> Iterator[Refusal]:
    """Object to a length that is missing, or longer than allowed."""
    wanted = _duration(text_in(asked.event, "by"))
    most = [one for one in (_most(asked, each) for each in fitting) if one is not None]
    if wanted is None and not most:
        yield refusal(Reason.DATA, element=limit.id, needs=(need(Lack.DATA, "by", "missing"),))
    if wanted is not None and not wanted.amount and wanted.unit is not Unit.SAME_DAY:
        yield refusal(Reason.DATA, element=limit.id, needs=(need(Lack.DATA, "by", "too small"),))
    if wanted is None or len(most) < len(fitting):
        return
    start = to_us(asked.now) if due is None else due
    if all(_longer(asked, limit, start, wanted, one) for one in most) and most:
        needs = (need(Lack.TIME, "by", str(most[0])),)
        yield refusal(Reason.LIMIT, element=limit.id, needs=needs, cites=limit.cites)


def _duration(text: str) -> Duration | None:
    try:
        return parse_duration(text)
    except ValueError:
        return None


def _most(asked: Asked, extension: Extension) -> Duration | None:
    most = extension.duration
    if not isinstance(most, Reference):
        return most
    values = asked.tables.declared.possible(most.parameter, asked.names)
    return next((one for one in values if isinstance(one, Duration)), None)


def _longer(asked: Asked, limit: Limit, start: int, wanted: Duration, most: Duration) -> bool:
    days = days_of(asked.tables, limit.calendar) if limit.calendar else PLAIN
    end, last = end_of(start, wanted, days), end_of(start, most, days)
    return end is None or (last is not None and end > last)
