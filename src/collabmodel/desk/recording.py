"""One command: load, decide, append; with optimistic concurrency and an idempotency key in the same transaction."""

from __future__ import annotations

import datetime as dt
import itertools

import attrs

from collabmodel.case import Case, Command, Decision, Reason, Refusal, consider, evolve, new_case
from collabmodel.desk.answers import Answer, Busy, Conflict, Done, Refused, Unknown
from collabmodel.desk.caseloads import overload
from collabmodel.desk.fingerprints import fingerprint
from collabmodel.desk.kept_answers import KeptAnswer, parse_answer, print_answer
from collabmodel.desk.live import Live
from collabmodel.desk.messages import OWN, messages_of
from collabmodel.desk.office import Office
from collabmodel.desk.rows import row_of
from collabmodel.desk.telling import concerned
from collabmodel.errors import (
    BusyError,
    ConflictError,
    KeyReusedError,
    Place,
    Problem,
    StoreError,
    UnknownOutcomeError,
)
from collabmodel.history import Event
from collabmodel.model import Text
from collabmodel.plugin import Batch, CaseRow

TRIES = 8
"""How often a command is decided anew when the case goes on meanwhile, where the caller expects nothing."""

_NEWER = Text.of(
    {
        "fi": "Tapauksessa on tapahtuma, jonka uudempi versio on kirjannut; sitä voi vain lukea.",
        "sv": "Ärendet har en händelse som en nyare version har antecknat; det kan bara läsas.",
        "en": "The case holds an event that a newer release wrote; it can only be read.",
    }
)


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
    """

    case: str
    command: Command
    mark: str
    key: str
    expected: int | None = None
    now: dt.datetime | None = None


def record(
    office: Office,
    case: str,
    command: Command,
    *,
    expected: int | None = None,
    key: str | None = None,
    now: dt.datetime | None = None,
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

    Raises:
        KeyReusedError: The key stands for another command.
        StoreError: The store cannot do it: it is full, damaged or cannot be written. Nothing was done.
        ValueError: A time has no zone, or a number is not finite.
    """
    if key is not None and key.startswith(OWN):
        raise StoreError([Problem(what=f"key that begins with {OWN!r}", place=Place("key"), hint="choose another")])
    mark = fingerprint(case, command)
    try:
        before = None if key is None else repeated(office, key, mark)
    except BusyError:
        return Busy(key=key or "")
    if before is not None:
        return before
    chosen, key = case or office.new_id(), key or office.new_id()
    asking = Asking(case=chosen, command=command, mark=mark, key=key, expected=expected, now=now)
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
        live = office.live.get(asking.case) or _fresh(office, asking.case)
        if asking.expected is not None and asking.expected != live.last:
            return Conflict(expected=asking.expected, found=live.last, key=asking.key)
        return _decided(office, asking, live)
    except BusyError:
        return Busy(key=asking.key)


def _fresh(office: Office, case: str) -> Live:
    tables = office.shelf.current
    return Live(case=new_case(tables, case), tables=tables)


def _decided(office: Office, asking: Asking, live: Live) -> Answer:
    if live.newer:
        return Refused(refusal=Refusal(reason=Reason.READ_ONLY, text=_NEWER), key=asking.key)
    now = asking.now or office.now()
    found = consider(live.tables, live.case, asking.command, now)
    if isinstance(found, Refusal):
        return Refused(refusal=found, key=asking.key)
    # Whatever interrupts this from here on, what is folded ahead of the store must not be taken for the truth.
    office.live.drop(asking.case)
    after = live.case
    for event in found.events:
        after = evolve(live.tables, after, event)
    too_many = overload(office.store, live.tables, live.case, after)
    if too_many is not None:
        return Refused(refusal=too_many, key=asking.key)
    return _appended(office, asking, live, found, after, now)


def _appended(office: Office, asking: Asking, live: Live, found: Decision, after: Case, now: dt.datetime) -> Answer:
    kept = KeptAnswer(fingerprint=asking.mark, warned=found.warned, clock_back=_stood_back(live.case, now))
    row = row_of(live.tables, after, now)
    try:
        news = concerned(live.tables, after, found.events)
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
    office.live.keep(attrs.evolve(live, case=after, digest=receipt.digest, last=receipt.last))
    return Done(
        row=row,
        seq=receipt.last,
        events=found.events,
        warned=found.warned,
        receipt=receipt,
        key=asking.key,
        clock_back=kept.clock_back,
    )


def _stood_back(case: Case, now: dt.datetime) -> bool:
    return case.latest is not None and now < case.latest


def _settled(office: Office, asking: Asking) -> Done:
    before = repeated(office, asking.key, asking.mark)
    if before is None:
        raise KeyReusedError([Problem(what="idempotency key that the store lost", place=Place("key"))])
    return before
