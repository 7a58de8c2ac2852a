"""How bookkeeping events change a case: one small function for each kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

import attrs

from collabmodel.case.index import index_of
from collabmodel.case.leads import agreed, lead_passing, text_in, time_in
from collabmodel.case.state import Case, Grant, Linked, Participant, Question
from collabmodel.case.tables import Tables
from collabmodel.history import Event
from collabmodel.rules import Value
from collabmodel.workdays import Duration, Unit, from_us, shift, to_us

Fold = Callable[[Tables, Case, Event], Case]

ESCALATIONS = 200
"""How many escalations of one limit a case remembers, so that none comes twice; far more than can wait at once."""

_NEVER_ASKED = ("asked",)
_ENDED = ("completed", "terminated")


def bookkept(tables: Tables, case: Case, event: Event, named: tuple[str, ...] = ()) -> Case:
    """
    Fold what is kept of a case besides its items.

    Args:
        tables: The model's tables.
        case: The case before it.
        event: The event.
        named: Ids of the leads whose holder it names.
    """
    fold = FOLDS.get(event.kind)
    after = case if fold is None else fold(tables, case, event)
    if event.element and event.transition in (*_NEVER_ASKED, *_ENDED):
        after = _question(after, event)
    for lead in named:
        after = agreed(tables, after, event, index_of(tables).leads[lead])
    return after


def _texts(event: Event, name: str) -> tuple[str, ...]:
    value = dict(event.data).get(name)
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, tuple) else ()


def _case(tables: Tables, case: Case, event: Event) -> Case:
    """Fold the opening, closing and reopening of a case; who opens it takes part from then on."""
    if event.transition in ("opened", "closed", "reopened"):
        case = attrs.evolve(case, turned=event.id)
    if event.transition == "closed":
        return attrs.evolve(
            case, status="closed", closed=event.occurred, ending=text_in(event, "ending"), offers=(), questions=()
        )
    if event.transition == "opened":
        return _with(attrs.evolve(case, status="open", opened=event.occurred), _participant(tables, event))
    if event.transition == "reopened":
        return _with(attrs.evolve(case, status="open", ending=""), _participant(tables, event))
    return case


def _consultation(tables: Tables, case: Case, event: Event) -> Case:
    del tables
    return attrs.evolve(case, status="none", turned=event.id) if not event.element and case.status == "new" else case


def _participant(tables: Tables, event: Event, role: str = "") -> Participant:
    """Give the participant that an event makes: of one who opens a case, its actor."""
    own = not role
    return Participant(
        role=role or event.actor.role,
        person=event.actor.person if own else text_in(event, "person"),
        organisation=event.actor.organisation if own else text_in(event, "organisation"),
        competences=competences_in(tables, event),
        joined=event.occurred,
        event=event.id,
    )


def competences_in(tables: Tables, event: Event) -> tuple[tuple[str, dt.date | None], ...]:
    """
    Give the competences that an event tells of, each with the last day of its validity, None for ever.

    Args:
        tables: The model's tables.
        event: The event; its data ``competences`` is a list of ids, or of pairs of id and last day.
    """
    value = dict(event.data).get("competences")
    found: dict[str, dt.date | None] = {}
    for one in value if isinstance(value, tuple) else (value,):
        if isinstance(one, str):
            found[one] = _lasts(tables, one, event.occurred.date())
        elif isinstance(one, tuple) and len(one) == 2 and isinstance(one[0], str):
            found[one[0]] = _day(one[1])
    return tuple(found.items())


def _lasts(tables: Tables, competence: str, start: dt.date) -> dt.date | None:
    known = index_of(tables).competences.get(competence)
    if known is None or known.valid_for is None:
        return None
    return shift(start, Duration(known.valid_for, Unit.MONTHS))


def _day(value: Value) -> dt.date | None:
    """Give the last day of a validity, None for ever; what is no day has ended long ago."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    return None if value is None else dt.date.min


def _with(case: Case, one: Participant) -> Case:
    """Give a case in which somebody takes part; of one who did before, what is newly told wins."""
    if not one.role:
        return case
    earlier = [other for other in case.participants if _same(other, one)]
    kept = tuple(other for other in case.participants if other not in earlier)
    if earlier and not one.competences:
        one = attrs.evolve(one, competences=earlier[-1].competences)
    return attrs.evolve(case, participants=(*kept, one))


def _same(one: Participant, other: Participant) -> bool:
    return (one.role, one.person) == (other.role, other.person)


def _membership(tables: Tables, case: Case, event: Event) -> Case:
    if event.transition == "joined":
        return _with(case, _participant(tables, event, event.element))
    if event.transition != "left":
        return case
    person = text_in(event, "person")
    left = tuple(
        attrs.evolve(one, left=event.occurred)
        if (one.role, one.person) == (event.element, person) and one.left is None
        else one
        for one in case.participants
    )
    held = tuple(one for one in case.holdings if (one.role, one.person) != (event.element, person) or not one.person)
    return attrs.evolve(case, participants=left, holdings=held)


def _grant(tables: Tables, case: Case, event: Event) -> Case:
    """Fold a consent or a legal basis: of one giver, the latest counts."""
    if event.transition == "disclosed":
        return case
    giver, role = _giver(case, event)
    grant = Grant(
        scope=event.element,
        giver=giver,
        role=role,
        state=event.transition,
        recipients=_texts(event, "recipients"),
        purpose=text_in(event, "purpose"),
        since=event.occurred,
        until=_until(dict(event.data).get("until"), tables.declared.zone),
        event=event.id,
    )
    others = tuple(one for one in case.grants if (one.scope, one.giver) != (grant.scope, grant.giver))
    ended = event.kind == "legal_basis" and event.transition == "ended"
    return attrs.evolve(case, grants=others if ended else (*others, grant))


def _giver(case: Case, event: Event) -> tuple[str, str]:
    if event.kind == "legal_basis":
        return "", event.actor.role
    person = event.actor.on_behalf_of
    if not person:
        return event.actor.person, event.actor.role
    return person, next((one.role for one in case.participants if one.person == person), event.actor.role)


def _until(value: Value, zone: dt.tzinfo) -> dt.datetime | None:
    """Give the end of a period: a day lasts until its end, where the model's calendars lie."""
    if isinstance(value, dt.datetime):
        return value
    if isinstance(value, dt.date):
        return from_us(to_us(dt.datetime.combine(value, dt.time.max, tzinfo=zone)))
    return None


def _limit(tables: Tables, case: Case, event: Event) -> Case:
    del tables
    limit = event.element
    if event.transition == "extended":
        counts = dict(case.lengthened)
        counts[limit] = counts.get(limit, 0) + 1
        return attrs.evolve(case, lengthened=tuple(sorted(counts.items())))
    if event.transition in ("suspended", "resumed"):
        halted = set(case.halted) - {limit} | ({limit} if event.transition == "suspended" else set())
        return attrs.evolve(case, halted=tuple(sorted(halted)))
    if event.transition == "waived":
        return _waived(case, limit)
    if event.transition == "escalated":
        step = dict(event.data).get("step")
        told = (limit, text_in(event, "activation"), step if isinstance(step, int) else 0)
        return attrs.evolve(case, told=(*_latest(case.told, limit), told))
    return case


def _latest(told: tuple[tuple[str, str, int], ...], limit: str) -> tuple[tuple[str, str, int], ...]:
    """Leave out the oldest escalation of a limit that has many: it was of something settled long ago."""
    own = [number for number, one in enumerate(told) if one[0] == limit]
    return told if len(own) < ESCALATIONS else (*told[: own[0]], *told[own[0] + 1 :])


def _waiver(tables: Tables, case: Case, event: Event) -> Case:
    del tables
    return _waived(case, event.element) if event.transition in ("granted", "completed", "") else case


def _waived(case: Case, element: str) -> Case:
    return attrs.evolve(case, waived=tuple(sorted({*case.waived, element})))


def _link(tables: Tables, case: Case, event: Event) -> Case:
    del tables
    to = text_in(event, "to")
    others = tuple(one for one in case.links if (one.link, one.to) != (event.element, to))
    if event.transition == "made":
        return attrs.evolve(case, links=(*others, Linked(link=event.element, to=to, event=event.id)))
    return attrs.evolve(case, links=others) if event.transition == "ended" else case


def _question(case: Case, event: Event) -> Case:
    if event.transition in _NEVER_ASKED:
        expires = time_in(event, "expires")
        asked = Question(element=event.element, instance=event.instance, expires=expires, event=event.id)
        return attrs.evolve(case, questions=(*case.questions, asked))
    waiting = [one for one in case.questions if one.element == event.element]
    answered = [one for one in waiting if one.instance == event.instance] or waiting
    if not answered:
        return case
    return attrs.evolve(case, questions=tuple(one for one in case.questions if one is not answered[0]))


FOLDS: Mapping[str, Fold] = {
    "case": _case,
    "consultation": _consultation,
    "participant": _membership,
    "lead": lead_passing,
    "consent": _grant,
    "legal_basis": _grant,
    "limit": _limit,
    "waiver": _waiver,
    "link": _link,
}
"""What folds events of each kind; kinds of elements are folded by ``life``."""
