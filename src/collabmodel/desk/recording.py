"""One command: load, decide, append; with optimistic concurrency and an idempotency key in the same transaction."""

from __future__ import annotations

import datetime as dt
import itertools

import attrs

from collabmodel.case import Case, Command, Decision, Reason, Refusal, Tables, consider
from collabmodel.case.evolving import evolved
from collabmodel.case.migrating import migrate
from collabmodel.case.wording import refusal
from collabmodel.desk.answers import Answer, Busy, Conflict, Done, Refused, Unknown
from collabmodel.desk.borders import admitted
from collabmodel.desk.caseloads import overload
from collabmodel.desk.kept_answers import KeptAnswer, parse_answer, print_answer
from collabmodel.desk.live import Live
from collabmodel.desk.messages import messages_of
from collabmodel.desk.office import Office
from collabmodel.desk.rows import row_of
from collabmodel.desk.strangers import discreet
from collabmodel.desk.telling import concerned
from collabmodel.errors import (
    BusyError,
    ConflictError,
    KeyReusedError,
    Place,
    Problem,
    UnknownOutcomeError,
)
from collabmodel.history import Event
from collabmodel.model import Text
from collabmodel.plugin import Batch, CaseChanged, CaseRow, Receipt, Step

TRIES = 8
"""How often a command is decided anew when the case goes on meanwhile, where the caller expects nothing."""

_NEWER = Text.of(
    {
        "fi": "Tapauksessa on tapahtuma, jonka uudempi versio on kirjannut; sitä voi vain lukea.",
        "sv": "Ärendet har en händelse som en nyare version har antecknat; det kan bara läsas.",
        "en": "The case holds an event that a newer release wrote; it can only be read.",
    }
)
_MOVES = Text.of(
    {
        "fi": "Tapauksen siirtää toiseen malliversioon järjestelmän ylläpitäjä.",
        "sv": "Ett ärende flyttas till en annan modellversion av den som driver systemet.",
        "en": "A case is moved to another version of its model by whoever operates the system.",
    }
)
_STARTS = ("open", "consult")
"""Verbs by which there comes to be something under an id."""


@attrs.frozen(kw_only=True)
class Asking:
    """
    A command on its way.

    Args:
        case: Id of the case.
        command: The command.
        mark: Its fingerprint.
        key: Its idempotency key.
        expected: Place that must be the last of the case, or None for whichever is.
        now: The time at which it is asked, or None for that of the clock.
        target: Tables of the model that the case is to be moved to, where that is what is asked; else None.
    """

    case: str
    command: Command
    mark: str
    key: str
    expected: int | None = None
    now: dt.datetime | None = None
    target: Tables | None = None


def record(
    office: Office,
    case: str,
    command: Command,
    *,
    expected: int | None = None,
    key: str | None = None,
    now: dt.datetime | None = None,
    target: Tables | None = None,
) -> Answer:
    """
    Do a command, or say why it was not done.

    Args:
        office: What the desk works with.
        case: Id of the case; empty for a new one whose id the desk chooses.
        command: The command.
        expected: Place of the last event that the caller knows of; None to decide on whatever is there.
        key: Idempotency key, at most 200 characters; None for a new one.
        now: The time at which it is asked; None for that of the clock.
        target: Tables of the model that the case is moved to, where that is what is asked; else None.

    Raises:
        KeyReusedError: The key stands for another command.
        StoreError: The store cannot do it: it is full, damaged or cannot be written, or the command holds what no
            store can hold. Nothing was done.
        ValueError: A time has no zone.
    """
    mark = admitted(case, command, key)
    try:
        before = None if key is None else repeated(office, key, mark)
    except BusyError:
        return Busy(key=key or "")
    if before is not None:
        return before
    chosen, key = case or office.new_id(), key or office.new_id()
    asking = Asking(case=chosen, command=command, mark=mark, key=key, expected=expected, now=now, target=target)
    answer: Answer = Busy(key=asking.key)
    for _ in range(TRIES if expected is None else 1):
        answer = _tried(office, asking)
        if not isinstance(answer, Conflict):
            break
    return answer


def repeated(office: Office, key: str, mark: str) -> Done | None:
    """
    Give the first answer to a key again, or None if the key was never used.

    Args:
        office: What the desk works with.
        key: The key.
        mark: Fingerprint of the command that comes with it now.

    Raises:
        KeyReusedError: The key stands for another command.
        StoreError: The store cannot be read.
    """
    receipt = office.store.receipt(key)
    if receipt is None:
        return None
    answer = parse_answer(receipt.answer)
    if answer.fingerprint != mark:
        what = "idempotency key that already stands for another command"
        raise KeyReusedError([Problem(what=what, place=Place("key"), hint="use a new key for a new command")])
    events: tuple[Event, ...] = ()
    if receipt.first <= receipt.last:
        records = itertools.islice(office.store.read(receipt.case, receipt.first - 1), receipt.last - receipt.first + 1)
        events = tuple(one.event for one in records if one.event is not None)
    row = office.store.row(receipt.case) or CaseRow(id=receipt.case, model="", model_hash="", status="none")
    return Done(
        row=row,
        seq=receipt.last,
        events=events,
        warned=answer.warned,
        receipt=receipt,
        key=key,
        repeated=True,
        clock_back=answer.clock_back,
    )


def _tried(office: Office, asking: Asking) -> Answer:
    try:
        live = office.live.get(asking.case)
        if live is None:
            if asking.command.verb not in _STARTS:
                return Refused(refusal=refusal(Reason.NOT_OPEN), key=asking.key)
            live = office.live.fresh(asking.case)
        if asking.expected is not None and asking.expected != live.last:
            return Conflict(expected=asking.expected, found=live.last, key=asking.key)
        return _decided(office, asking, live)
    except BusyError:
        return Busy(key=asking.key)


def _decided(office: Office, asking: Asking, live: Live) -> Answer:
    if live.newer:
        return Refused(refusal=Refusal(reason=Reason.READ_ONLY, text=_NEWER), key=asking.key)
    now = asking.now or office.now()
    # Whatever interrupts this from here on, what is folded ahead of the store must not be taken for the truth.
    office.live.drop(asking.case)
    target = asking.target
    found = _step(asking, live, now) if target is None else _move(target, asking, live, now)
    if isinstance(found, Refusal):
        office.live.keep(live)
        return Refused(refusal=found, key=asking.key)
    decision, ahead = found
    too_many = overload(office.store, ahead.tables, live.case, ahead.case)
    if too_many is not None:
        return Refused(refusal=too_many, key=asking.key)
    return _appended(office, asking, live, decision, ahead, now)


def _step(asking: Asking, live: Live, now: dt.datetime) -> tuple[Decision, Live] | Refusal:
    """Give what a command makes, and the case after it."""
    if asking.command.verb == "migrate":
        return Refusal(reason=Reason.VERSION, text=_MOVES)
    found = consider(live.tables, live.case, asking.command, now)
    if isinstance(found, Refusal):
        return discreet(live.case, asking.command.by, found)
    return found, attrs.evolve(live, case=evolved(live.tables, live.case, found))


def _move(target: Tables, asking: Asking, live: Live, now: dt.datetime) -> tuple[Decision, Live] | Refusal:
    """Give what moving to another version makes, and the case after it."""
    pairs = asking.command.get("mapping")
    mapping = {pair[0]: pair[1] for pair in pairs if isinstance(pair, tuple)} if isinstance(pairs, tuple) else {}
    named = {str(old): str(new) for old, new in mapping.items()}
    found = migrate(live.tables, live.case, target, named, now, by=asking.command.by, dry_run=False)
    if found.event is None or found.moved is None:
        first, *others = found.refusals
        return attrs.evolve(first, others=tuple(others))
    return Decision(events=(found.event,)), attrs.evolve(live, case=found.moved, tables=target, moved=True)


def _appended(office: Office, asking: Asking, live: Live, found: Decision, ahead: Live, now: dt.datetime) -> Answer:
    kept = KeptAnswer(fingerprint=asking.mark, warned=found.warned, clock_back=_stood_back(live.case, now))
    row = row_of(ahead.tables, ahead.case, now)
    try:
        news = concerned(ahead.tables, ahead.case, found.events, now, before=live.case)
        batch = Batch(
            case=asking.case,
            expected=live.last,
            events=found.events,
            key=asking.key,
            fingerprint=asking.mark,
            answer=print_answer(kept),
            row=row,
            messages=messages_of(office, row, live.last, news, now),
        )
        office.at("record.before_append")
        receipt = office.store.append(batch)
    except ConflictError as error:
        return Conflict(expected=live.last, found=error.found, key=asking.key)
    except UnknownOutcomeError:
        return Unknown(key=asking.key)
    except KeyReusedError:
        # Somebody used the key meanwhile: for the same command on a case whose id they chose, or for another one.
        return _settled(office, asking)
    office.at("record.after_append")
    if receipt.repeated:
        return _settled(office, asking)
    office.live.keep(attrs.evolve(ahead, digest=receipt.digest, last=receipt.last))
    if office.changed is not None and receipt.first <= receipt.last:
        office.changed(_change(row, receipt, found.events, now))
    return Done(
        row=row,
        seq=receipt.last,
        events=found.events,
        warned=found.warned,
        receipt=receipt,
        key=asking.key,
        clock_back=kept.clock_back,
    )


def _change(row: CaseRow, receipt: Receipt, events: tuple[Event, ...], now: dt.datetime) -> CaseChanged:
    return CaseChanged(
        case=row.id,
        model=row.model,
        model_hash=row.model_hash,
        status=row.status,
        first=receipt.first,
        last=receipt.last,
        steps=tuple(Step(kind=one.kind, element=one.element, transition=one.transition) for one in events),
        at=now,
    )


def _stood_back(case: Case, now: dt.datetime) -> bool:
    return case.latest is not None and now < case.latest


def _settled(office: Office, asking: Asking) -> Done:
    before = repeated(office, asking.key, asking.mark)
    if before is None:
        raise KeyReusedError([Problem(what="idempotency key that the store lost", place=Place("key"))])
    return before
