"""
Gates: rules that an event must not break, and rules whose breaking is only told.

What people report is asked about, not what a step derives from it; nor a correction, which says what was so all along.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from collabmodel.case.answers import Lack, Need, Reason, Refusal, Warned
from collabmodel.case.index import index_of
from collabmodel.case.state import Case
from collabmodel.case.strands import named
from collabmodel.case.tables import Tables
from collabmodel.case.telling import of_pattern, of_waiver
from collabmodel.case.wording import need, refusal
from collabmodel.history import Event
from collabmodel.model import Enforcement, Rule, Signature, Text
from collabmodel.rules import Breach
from collabmodel.workdays import to_us

_FIRST = ("init", "precedence", "succession")
_WAITS = ("response", "succession")


@attrs.frozen
class AtGates:
    """
    What rules of mode ``gate`` and ``warn`` say of an event.

    Args:
        refusals: Gates that it would break.
        warned: Rules that it would break although it goes through, and those of which nobody can tell.
        overrides: Ids of gates that it passes by an override, which is used up by it.
    """

    refusals: tuple[Refusal, ...] = ()
    warned: tuple[Warned, ...] = ()
    overrides: tuple[str, ...] = ()

    def passing(self, event: Event) -> Event:
        """
        Give an event as it is recorded: it says which overrides let it pass.

        Args:
            event: The event.
        """
        kept = tuple(pair for pair in event.data if pair[0] != "overrides")
        told = (("overrides", self.overrides),) if self.overrides else ()
        return event if not told and len(kept) == len(event.data) else attrs.evolve(event, data=(*kept, *told))


def at_gates(tables: Tables, case: Case, event: Event) -> AtGates:
    """
    Ask the gates about an event. The record follows them up to the last event first.

    Args:
        tables: The model's tables.
        case: The case before it.
        event: The event, not yet in the record.
    """
    if event.corrects or not tables.gates.subjects:
        return AtGates()
    record = case.record
    occurred = max(to_us(event.occurred), record.life.occurred[-1]) if len(record.life) else to_us(event.occurred)
    signature = Signature(event.kind, event.element, event.transition)
    rules = index_of(tables).rules
    refusals, warned, overrides = [], [], []
    for breach in record.probe().would_break(signature, occurred, named(event)):
        rule = rules[breach.rule]
        if breach.waived or rule.id in case.waived:
            continue
        if breach.unknown or breach.enforcement is not Enforcement.GATE:
            warned.append(Warned(rule=rule.id, text=_title(rule), unknown=breach.unknown))
        elif any(rule.id == overridden for overridden, _ in case.overridden):
            overrides.append(rule.id)
        else:
            refusals.append(_refused(tables, case, rule, event, breach))
    return AtGates(tuple(refusals), tuple(warned), tuple(overrides))


def used(case: Case, event: Event) -> Case:
    """
    Fold what an event does to overrides: one more is pending, or those that let it pass are used up.

    Args:
        case: The case before it.
        event: The event.
    """
    pending = case.overridden
    if event.corrects:
        pending = tuple(pair for pair in pending if pair[1] != event.corrects)
    if event.kind == "override" and event.transition == "granted":
        pending = (*pending, (event.element, event.id))
    passed = dict(event.data).get("overrides")
    for rule in passed if isinstance(passed, tuple) else ():
        first = next((pair for pair in pending if pair[0] == rule), None)
        pending = tuple(pair for pair in pending if pair is not first)
    return case if pending is case.overridden else attrs.evolve(case, overridden=pending)


def _title(rule: Rule) -> Text:
    return rule.title if rule.title.versions else Text((("en", rule.id),))


def _refused(tables: Tables, case: Case, rule: Rule, event: Event, breach: Breach) -> Refusal:
    life = case.record.life
    events = (life.event_id(breach.activation),) if 0 <= breach.activation < len(life) else ()
    return refusal(
        Reason.GATE,
        element=event.element,
        rule=rule.id,
        needs=tuple(_needs(tables, rule, events)),
        events=events,
        cites=rule.cites,
        name=_title(rule),
    )


def _needs(tables: Tables, rule: Rule, events: tuple[str, ...]) -> Iterator[Need]:
    """Give what would let the event pass: what should come before it, where that is so, or leave from somebody."""
    template = rule.template.value
    if not template.startswith("not "):
        if events and rule.b is not None and any(word in template for word in _WAITS):
            yield need(Lack.EVENT, rule.b.short(), title=of_pattern(tables, rule.b), events=events)
        elif not events and any(word in template for word in _FIRST):
            yield need(Lack.EVENT, rule.a.short(), title=of_pattern(tables, rule.a))
    for role in rule.waived_by:
        title = index_of(tables).texts.get(role, Text.of(role))
        yield need(Lack.WAIVER, rule.id, role, title=of_waiver(_title(rule), title))
