"""Moving cases to another version of their model: one, or all of a store, going on where it was stopped."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

import attrs

from collabmodel.case import Command, Tables
from collabmodel.case.migrating import Migration, migrate
from collabmodel.desk.answers import Answer, Busy
from collabmodel.desk.office import Office
from collabmodel.desk.permission import write_access
from collabmodel.desk.readers import SYSTEM
from collabmodel.desk.recording import record
from collabmodel.errors import BusyError, StoreError
from collabmodel.history import Actor


@attrs.frozen(kw_only=True)
class Move:
    """
    What became of one case that was to be moved.

    Args:
        case: Id of the case.
        report: What the move means for it; None where the case could not be read.
        answer: What became of it; None for a preview.
        failed: Type of the error by which the store failed at this case, or empty; the others go on.
    """

    case: str
    report: Migration | None = attrs.field(default=None, repr=False)
    answer: Answer | None = None
    failed: str = ""


def moved(
    office: Office,
    id: str,
    to: Tables,
    mapping: Mapping[str, str],
    *,
    by: Actor,
    apply: bool,
    key: str | None = None,
) -> Move:
    """
    Move a case, or tell what that would mean; the report is the same.

    Args:
        office: What the desk works with.
        id: Id of the case.
        to: Tables of the version to move to.
        mapping: New ids by old ones where they differ, an empty one for none.
        by: Who moves it.
        apply: Whether to do it.
        key: Idempotency key; None for a new one.

    Raises:
        KeyReusedError: The key stands for another command.
        StoreError: The access log cannot be written, or the store cannot do it.
    """
    write_access(office, id, SYSTEM, "move", allowed=True, at=office.now())
    live = office.live.get(id)
    report = None
    if live is not None and not live.newer:
        report = migrate(live.tables, live.case, to, mapping, office.now(), by=by)
    if not apply:
        return Move(case=id, report=report)
    data = (("to", to.model_hash), ("mapping", tuple(sorted(mapping.items()))))
    command = Command(verb="migrate", by=by, data=data)
    return Move(case=id, report=report, answer=record(office, id, command, key=key, target=to))


def moved_all(
    office: Office,
    to: Tables,
    mapping: Mapping[str, str],
    *,
    by: Actor,
    apply: bool,
    key: str,
    status: str = "open",
) -> Iterator[Move]:
    """
    Move every case of a model that runs on another version of it, by id, each for itself.

    Called again with the same key after it was stopped, it goes on: those that were moved are no longer on another
    version, and the key of each case is made of the key given.

    Args:
        office: What the desk works with.
        to: Tables of the version to move to.
        mapping: New ids by old ones where they differ, an empty one for none.
        by: Who moves them.
        apply: Whether to do it.
        key: Idempotency key of the whole.
        status: Only cases of this status; empty for all.

    Raises:
        StoreError: The cases cannot be listed.
    """
    rows = office.store.rows(status=status)
    ids = [row.id for row in rows if row.model == to.model.id and row.model_hash != to.model_hash]
    for id in ids:
        office.at("move.between")
        own = hashlib.sha256(repr((key, id, to.model_hash)).encode()).hexdigest()
        try:
            yield moved(office, id, to, mapping, by=by, apply=apply, key=own)
        except BusyError:
            yield Move(case=id, answer=Busy(key=own))
        except StoreError as error:
            yield Move(case=id, failed=type(error).__name__)
