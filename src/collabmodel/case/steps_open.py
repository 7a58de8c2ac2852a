"""What may be done in a case now, and what only the asker's role or missing data stands in the way of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import attrs

from collabmodel.case.answers import Due, Lack, NextStep, Reason, Refusal
from collabmodel.case.asking import SUPPLIED, reasons, together
from collabmodel.case.blocks import WHO, may_close
from collabmodel.case.commands import Command
from collabmodel.case.deciding import consider
from collabmodel.case.dues import due
from collabmodel.case.evolving import current
from collabmodel.case.index import index_of
from collabmodel.case.rights import roles_that_may
from collabmodel.case.sentries import names_now
from collabmodel.case.state import Case, Status
from collabmodel.case.steps import running
from collabmodel.case.tables import Item, Tables, tables_of
from collabmodel.case.verbs import verb_for
from collabmodel.history import Actor
from collabmodel.model import Activity, Expression, Linking, Model, Signature, Text, parse_pattern
from collabmodel.rules.conditions import compile_condition

_ACTIVITY = {Status.ENABLED: "complete", Status.ACTIVE: "complete", Status.SUSPENDED: "resume"}
_PHASE = {Status.ENABLED: "start"}
_ANSWERS = ("accept", "refuse")
_OF_ENDINGS = frozenset({Reason.ENDING, Reason.OBLIGATIONS})


def next_steps(model: Model | Tables, case: Case, actor: Actor, now: dt.datetime) -> tuple[NextStep, ...]:
    """
    Give everything that may be done in a case now: what is required first, then by due time, then in model order.

    What only the asker's role or missing data stands in the way of is given as well, with that refusal and the roles
    that may. Besides activities and phases: discretionary activities that may be planned, leads to take, to hand over
    and to answer for, consents to ask for, closing and reopening.

    Args:
        model: The model that the case is pinned to, or its tables.
        case: The case; it stays as it is.
        actor: Who asks.
        now: The time; timezone-aware.

    Raises:
        ModelError: The model cannot mean anything.
        ValueError: The time has no zone.

    >>> from collabmodel.case.evolving import new_case
    >>> noon = dt.datetime(2026, 3, 2, 12, tzinfo=dt.timezone.utc)
    >>> [step.verb for step in next_steps(Model(id="m"), new_case(Model(id="m"), "c"), Actor(), noon)]
    ['open']
    """
    tables = tables_of(model)
    case = attrs.evolve(case, record=current(tables, case))
    dues = due(tables, case, now)
    weighed = (_weighed(tables, case, one, actor, now) for one in _possible(tables, case, actor))
    found = [_timed(tables, one, dues) for one in weighed if one is not None]
    return tuple(sorted(found, key=lambda one: (not one.required, one.due is None, one.due or now)))


def _possible(tables: Tables, case: Case, actor: Actor) -> Iterator[NextStep]:
    """Give what the life of the items leaves open, in model order, before anything else is asked."""
    if case.status == "new":
        yield _step(tables, "open")
    elif case.status == "closed":
        if any(link.kind is Linking.REOPENS for link in tables.model.links):
            yield _step(tables, "reopen")
    elif case.status == "open":
        for item in tables.items:
            if running(tables, case, item.parent):
                yield from _of_item(tables, case, item)
        yield from _of_leads(tables, case, actor)
        yield from _of_consents(tables, case)
        yield _step(tables, "close")


def _of_item(tables: Tables, case: Case, item: Item) -> Iterator[NextStep]:
    """Give the steps of one item."""
    going = case.items[item.number].open
    verbs = _PHASE if item.is_phase else {} if item.is_milestone else _ACTIVITY
    for one in going:
        if one.status in verbs:
            yield _step(tables, verbs[one.status], item.id, instance=one.name, required=item.required)
    if item.planning is not None and (item.repeats or not going):
        yield _step(tables, "plan", item.id)


def _step(tables: Tables, verb: str, element: str = "", *, instance: str = "", required: bool = False) -> NextStep:
    known = verb_for(tables.model, verb, element)
    return NextStep(
        verb=verb,
        element=element,
        instance=instance,
        title=index_of(tables).texts.get(element, Text()),
        roles=() if known is None else roles_that_may(tables, known, element),
        required=required,
    )


def _of_leads(tables: Tables, case: Case, actor: Actor) -> Iterator[NextStep]:
    """Give what may be done about leads: take what is vacant, hand over what one holds, answer what is offered."""
    for lead in tables.model.leads:
        held = [one for one in case.holdings if one.lead == lead.id]
        offers = [one for one in case.offers if one.lead == lead.id]
        if len(held) < lead.at_most:
            step = _step(tables, "take", lead.id)
            yield attrs.evolve(step, roles=tuple(role for role in step.roles if role in lead.roles))
        own = (("offer", one.role) for one in held if one.role == actor.role and one.person in ("", actor.person))
        given = (("withdraw", actor.role) for one in offers if one.giver == actor.person)
        taken = ((verb, one.role) for one in offers if one.person in ("", actor.person) for verb in _ANSWERS)
        roles: dict[str, dict[str, None]] = {}
        for verb, role in (*own, *given, *taken):
            roles.setdefault(verb, {})[role] = None
        for verb, able in roles.items():
            yield attrs.evolve(_step(tables, verb, lead.id), roles=tuple(able))


def _of_consents(tables: Tables, case: Case) -> Iterator[NextStep]:
    """Give the consents to ask for: nobody has spoken, consent decides, and something that may go on wants it."""
    wanted = _wanted(tables, case)
    spoken = {one.scope for one in case.grants}
    for scope in tables.model.consents:
        if scope.id in wanted and scope.id not in spoken and _decides(case, scope.condition):
            yield _step(tables, "give", scope.id)


def _wanted(tables: Tables, case: Case) -> set[str]:
    found: set[str] = set()
    for item in tables.items:
        open_ = case.items[item.number].open or item.planning is not None
        if isinstance(item.subject, Activity) and open_ and running(tables, case, item.parent):
            found.update(item.subject.consent)
            found.update(scope.id for scope in tables.model.consents if index_of(tables).covers(scope.covers, item.id))
    return found


def _decides(case: Case, condition: Expression | None) -> bool:
    """Tell whether consent is, or may be, what decides."""
    names = names_now(case)
    return condition is None or names is None or compile_condition(condition)(names) is not False


def _weighed(tables: Tables, case: Case, step: NextStep, actor: Actor, now: dt.datetime) -> NextStep | None:
    """Ask the case about a step; None where more than the asker's role or data stands in the way."""
    if step.verb == "close" and not may_close(tables, case, now):
        return None
    command = Command(verb=step.verb, element=step.element, instance=step.instance, by=actor)
    found = consider(tables, case, command, now)
    if not isinstance(found, Refusal):
        return attrs.evolve(step, mine=True)
    parts = [one for one in reasons(found) if step.verb != "close" or one.reason not in _OF_ENDINGS]
    if any(one.reason not in WHO | SUPPLIED for one in parts):
        return None
    mine = not any(one.reason in WHO for one in parts)
    lacking = dict.fromkeys(need.name for one in reasons(found) for need in one.needs if need.lack is Lack.DATA)
    ending = ("ending",) if step.verb == "close" else ()
    return attrs.evolve(step, mine=mine, missing=(*ending, *(name for name in lacking if name not in ending)),
                        refusal=together(parts))  # fmt: skip


def _timed(tables: Tables, step: NextStep, dues: Sequence[Due]) -> NextStep:
    """Give a step the earliest time by which something waits for it."""
    verb = verb_for(tables.model, step.verb, step.element)
    assert verb is not None
    number = tables.index.get(step.element)
    kind = verb.kind or ("" if number is None else tables.items[number].kind)
    made = Signature(kind, step.element, "completed" if step.verb == "plan" else verb.transition)
    times = [one.due for one in dues if one.due is not None and _meets(tables, one.target, made)]
    return attrs.evolve(step, due=min(times, default=None))


def _meets(tables: Tables, target: str, made: Signature) -> bool:
    try:
        return tables.lexicon.matches(parse_pattern(target), made)
    except ValueError:
        return False
