"""What a sentry has seen and what it waits for, told so that somebody can do something about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from collabmodel.case.answers import Lack, Need, Reason, Refusal
from collabmodel.case.names import StepNames
from collabmodel.case.state import Case, Instance
from collabmodel.case.tables import Guard, Part, Tables
from collabmodel.case.telling import Saying, listed, of_pattern, tell
from collabmodel.model import Expression, Name, Text, unparse
from collabmodel.rules.conditions import missing
from collabmodel.workdays import to_us

_WAITS: Saying = (
    "Odottaa vielä: {parts}.",
    "Väntar ännu på: {parts}.",
    "Still waits for: {parts}.",
)
_SEEN: Saying = ("Tapahtunut jo: {part}", "Har redan hänt: {part}", "Seen already: {part}")
_UNSEEN: Saying = ("Ei vielä: {part}", "Inte ännu: {part}", "Not yet: {part}")
_WHERE: Saying = (
    "Ei vielä: {part}, kun {condition}", "Inte ännu: {part}, när {condition}", "Not yet: {part}, where {condition}",
)  # fmt: skip
_FALSE: Saying = (
    "Ehto ei täyty: {condition}", "Villkoret är inte uppfyllt: {condition}", "The condition does not hold: {condition}",
)  # fmt: skip
_UNKNOWN: Saying = (
    "Ehtoa ei voi arvioida, koska tieto puuttuu: {condition}",
    "Villkoret kan inte bedömas eftersom en uppgift saknas: {condition}",
    "The condition cannot be judged because something is not known: {condition}",
)
_TELL: Saying = ("Kirjaa tieto: {name}", "Anteckna uppgiften: {name}", "Record what is not known: {name}")


def waiting(tables: Tables, case: Case, guard: Guard, one: Instance, names: StepNames | None) -> Refusal | None:
    """
    Tell why a sentry does not fire for an instance: which of its parts were seen, which not, and what its condition
    lacks; None if it fires.

    Args:
        tables: The model's tables.
        case: The case; its record ends where it does.
        guard: The sentry.
        one: The instance.
        names: What conditions may name now; None before anything has happened.
    """
    seen = tuple(
        _met(tables, case, part, of_pattern(tables, part.pattern))
        for bit, part in enumerate(guard.parts)
        if one.seen[guard.slot] & 1 << bit
    )
    unseen = [part for bit, part in enumerate(guard.parts) if not one.seen[guard.slot] & 1 << bit]
    condition = _condition(guard, names)
    needs = [*(_unmet(part, of_pattern(tables, part.pattern)) for part in unseen), *condition]
    if not needs:
        return None
    waits = [of_pattern(tables, part.pattern) for part in unseen]
    return Refusal(
        reason=Reason.ENTRY,
        element=tables.items[guard.item].id,
        text=tell(_WAITS, parts=listed((*waits, *(need.detail for need in condition[:1])))),
        sentry=guard.path,
        needs=tuple(needs),
        met=seen,
    )


def names_now(case: Case, now: dt.datetime | None = None) -> StepNames | None:
    """
    Give what conditions may name right after the last event of a case; None before anything has happened.

    Args:
        case: The case; its record ends where it does.
        now: The time, a timezone-aware datetime; None for that of the last event.
    """
    life = case.record.life
    last = len(life.ids) - 1
    if last < 0:
        return None
    moment = life.occurred[last] if now is None else max(to_us(now), life.occurred[last])
    return case.record.names.step(last, last, moment)


def read_names(expression: object) -> tuple[str, ...]:
    """
    Give the names that a condition reads, sorted.

    Args:
        expression: The condition.

    >>> read_names((Name("b"), Name("a"), Name("b")))
    ('a', 'b')
    """
    return tuple(sorted(set(_names(expression))))


def _names(part: object) -> Iterator[str]:
    if isinstance(part, Name):
        yield part.name
    elif isinstance(part, tuple):
        for inner in part:
            yield from _names(inner)
    else:
        for name in getattr(part, "__match_args__", ()) or ():
            yield from _names(getattr(part, name))


def as_written(expression: Expression) -> str:
    """
    Give a condition as text; empty where no text stands for it.

    Args:
        expression: The condition.

    >>> as_written(Name("age"))
    'age'
    """
    try:
        return unparse(expression)
    except ValueError:
        return ""


def _met(tables: Tables, case: Case, part: Part, said: Text) -> Need:
    """Give a part that was seen, with the last event that met it."""
    life = case.record.life
    found = ""
    for position in range(len(life.ids) - 1, -1, -1):
        signature = life.signatures[life.signature[position]]
        if not tables.lexicon.matches(part.pattern, signature):
            continue
        names = case.record.names.step(position, position, life.occurred[position])
        if part.where is None or part.where(names) is True:
            found = life.ids[position]
            break
    return Need(
        lack=Lack.EVENT,
        name=part.pattern.short(),
        detail="" if part.pattern.where is None else as_written(part.pattern.where),
        text=tell(_SEEN, part=said),
        events=(found,) if found else (),
    )


def _unmet(part: Part, said: Text) -> Need:
    where = "" if part.pattern.where is None else as_written(part.pattern.where)
    return Need(
        lack=Lack.EVENT,
        name=part.pattern.short(),
        detail=where,
        text=tell(_WHERE if where else _UNSEEN, part=said, condition=where),
    )


def _condition(guard: Guard, names: StepNames | None) -> list[Need]:
    if guard.condition is None or guard.expression is None:
        return []
    value = None if names is None else guard.condition(names)
    if value is True:
        return []
    return list(condition_needs(guard.expression, names, false=value is False))


def condition_needs(expression: Expression, names: StepNames | None, *, false: bool) -> Iterator[Need]:
    """
    Give what a condition that does not hold needs: itself, and the names whose values it lacks.

    Args:
        expression: The condition.
        names: What it may name; None before anything has happened.
        false: Whether it is false, rather than unknown.
    """
    written = as_written(expression)
    yield Need(
        lack=Lack.CONDITION,
        name=", ".join(read_names(expression)),
        detail=written,
        text=tell(_FALSE if false else _UNKNOWN, condition=written),
    )
    if not false:
        lacking = read_names(expression) if names is None else missing(expression, names)
        for name in lacking:
            yield Need(lack=Lack.FACT, name=name, text=tell(_TELL, name=name))
