"""Looking through a store for what only the engine can see: models and cached states that somebody changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from collabmodel.desk.office import Office
from collabmodel.desk.shelf import kept_model
from collabmodel.errors import DamagedError, StoreError
from collabmodel.plugin import CaseRow, Fault, Head


def verified(office: Office, case: str, after: str, heads: Iterable[Head]) -> Iterator[Fault]:
    """
    Give what is not as it was written: first what the store finds, then models and cached states.

    Args:
        office: What the desk works with.
        case: Only this case; empty for all.
        after: Id of the case after which to go on.
        heads: Ends of records as kept elsewhere.

    Raises:
        StoreError: The store cannot be read.
    """
    broken = set()
    for fault in office.store.verify(case, after, heads=heads):
        broken.add(fault.case)
        yield fault
    looked: set[str] = set()
    for row in _rows(office, case, after):
        if row.status == "erased":
            continue
        if row.model_hash not in looked:
            looked.add(row.model_hash)
            yield from _model_faults(office, row.model_hash)
        # What a broken record makes is told already.
        if row.id not in broken and not _cache_holds(office, row.id):
            yield Fault(case=row.id, what="the cached state of the case is not what its events make")


def _rows(office: Office, case: str, after: str) -> Iterator[CaseRow]:
    rows = office.store.rows(after=after) if not case else iter([row for row in [office.store.row(case)] if row])
    try:
        yield from rows
    except DamagedError:
        # The store has told of the row that means nothing.
        return


def _model_faults(office: Office, model_hash: str) -> Iterator[Fault]:
    try:
        kept_model(office.store, model_hash)
    except KeyError:
        yield Fault(case="", what=f"the model {model_hash[:12]} of a case is missing")
    except DamagedError as error:
        yield Fault(case="", what=error.problems[0].what)


def _cache_holds(office: Office, id: str) -> bool:
    try:
        return office.live.cache_holds(id)
    except StoreError:
        return True
