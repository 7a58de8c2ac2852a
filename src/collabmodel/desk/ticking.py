"""Letting time pass over all cases in which something is due."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator

import attrs

from collabmodel.case import Command, Refusal, consider
from collabmodel.desk.answers import Done
from collabmodel.desk.live import Live
from collabmodel.desk.messages import OWN, messages_of
from collabmodel.desk.office import Office
from collabmodel.desk.recording import record
from collabmodel.desk.rows import row_of
from collabmodel.desk.telling import OVERDUE, News, holders
from collabmodel.errors import ConflictError, StoreError
from collabmodel.plugin import Batch
from collabmodel.rules.machine import Obligation
from collabmodel.workdays import Duration, to_us

_AHEAD = dt.timedelta(days=31)
"""How far ahead of a due time a case is looked at at least, for escalations that come before it."""

_MARK = "overdue"


@attrs.frozen(kw_only=True)
class Ticked:
    """
    What the passing of time brought about.

    Args:
        looked: How many cases were looked at.
        events: How many events it made.
        told: How many messages about what is overdue it made.
        failed: Ids of cases at which the store failed, each with the type of the error; the others went on.
    """

    looked: int = 0
    events: int = 0
    told: int = 0
    failed: tuple[tuple[str, str], ...] = ()


def tick(office: Office, now: dt.datetime, *, every: bool = False) -> Ticked:
    """
    Let time pass: what expires or escalates happens, and who answers for what is overdue is told once.

    Args:
        office: What the desk works with.
        now: The time; timezone-aware.
        every: Whether all open cases are looked at, not only those with something due.

    Raises:
        StoreError: The cases cannot be listed.
    """
    before = None if every else now + _ahead(office)
    ids = [row.id for row in office.store.rows(status="open", due_before=before)]
    events = told = 0
    failed: list[tuple[str, str]] = []
    for id in ids:
        try:
            made, sent = _passed(office, id, now)
        except StoreError as error:
            failed.append((id, type(error).__name__))
            continue
        events, told = events + made, told + sent
    return Ticked(looked=len(ids), events=events, told=told, failed=tuple(failed))


def _ahead(office: Office) -> dt.timedelta:
    """Give how long before a due time the first escalation of any known model may come."""
    befores = [
        escalation.before
        for model in office.shelf.values()
        for limit in model.limits
        for escalation in limit.escalations
        if escalation.before is not None
    ]
    return max([_AHEAD, *map(_at_most, befores)])


def _at_most(duration: Duration) -> dt.timedelta:
    """Give a bound on how long a duration is on any calendar."""
    longest = {"minutes": 1 / 1_440, "hours": 1 / 24, "working days": 5, "days": 1, "weeks": 7, "months": 31}
    return dt.timedelta(days=duration.amount * longest.get(duration.unit.value, 366) + 31)


def _passed(office: Office, id: str, now: dt.datetime) -> tuple[int, int]:
    """Let time pass in one case, and give how many events and messages that made."""
    live = office.live.get(id)
    if live is None or live.newer:
        return 0, 0
    clock = Command(verb="clock")
    found = consider(live.tables, live.case, clock, now)
    made = 0
    if not isinstance(found, Refusal) and found.events:
        answer = record(office, id, clock, now=now)
        made = len(answer.events) if isinstance(answer, Done) else 0
        live = office.live.get(id)
    return made, 0 if live is None else sum(_told(office, live, one, now) for one in _overdue(live, now))


def _overdue(live: Live, now: dt.datetime) -> Iterator[Obligation]:
    if live.case.status != "open":
        return
    at = to_us(now)
    for obligation in live.case.record.monitors().obligations(at):
        # They come in order of their due times, those without any last.
        if obligation.due is None or obligation.due > at:
            return
        yield obligation


def _told(office: Office, live: Live, obligation: Obligation, now: dt.datetime) -> int:
    """Tell who answers for a limit that has passed; once, because the key is made of what is told."""
    case, limits = live.case, live.tables.model.limits
    roles = next((limit.responsible for limit in limits if limit.id == obligation.rule), ())
    news: tuple[News, ...] = tuple(
        dict.fromkeys(News(to, OVERDUE) for role in roles for to in holders(live.tables, case, role))
    )
    activation = case.record.judged().event_id(obligation.activation) if obligation.activation >= 0 else ""
    key = OWN + hashlib.sha256(repr((case.id, obligation.rule, activation, obligation.due)).encode()).hexdigest()
    if not news or office.store.receipt(key) is not None:
        return 0
    row = row_of(live.tables, case, now)
    try:
        batch = Batch(
            case=case.id,
            expected=live.last,
            events=(),
            key=key,
            fingerprint=_MARK,
            answer=_MARK,
            row=row,
            messages=messages_of(office, row, live.last, news, now),
        )
        return 0 if office.store.append(batch).repeated else len(news)
    except ConflictError:
        # The case goes on just now; what is still overdue then is told at the next round.
        return 0
