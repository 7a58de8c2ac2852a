"""What lists still tell of a case whose keys are destroyed: who took part, what is due. It is taken out of them."""

from __future__ import annotations

from collabmodel.errors import ConflictError, ErasedError, ReadOnlyError
from collabmodel.plugin import Batch, CaseRow, Store
from collabmodel_crypto.holders import KeyStore, Kind
from collabmodel_crypto.people import ERASED

TRIES = 8
"""How often a row is taken out while others write."""


def erased_row(case: str) -> CaseRow:
    """
    Give the row of a case that was erased.

    Args:
        case: Its id.

    >>> erased_row("c1").status
    'erased'
    """
    return CaseRow(id=case, model="", model_hash="", status=ERASED)


def clear(inner: Store, keys: KeyStore) -> None:
    """
    Take out of lists what they still tell of erased cases; whatever ends this, doing it again finishes.

    Args:
        inner: The store.
        keys: Where the keys were.

    Raises:
        StoreError: The store cannot be written.
    """
    for one in keys.uncleared():
        if _cleared(inner, one.case, one.handle):
            keys.cleared(one.handle)


def clear_again(inner: Store, keys: KeyStore, case: str) -> None:
    """
    Take out of lists what was written to a case while it was erased: sealed before, and kept after.

    Args:
        inner: The store.
        keys: Where the keys were.
        case: Id of the case.

    Raises:
        StoreError: The store cannot be written.
    """
    keys.refresh()
    try:
        keys.find(Kind.CASE, case)
    except ErasedError:
        for one in keys.destructions():
            if one.case == case:
                _cleared(inner, case, one.handle)


def _cleared(inner: Store, case: str, handle: str) -> bool:
    for _ in range(TRIES):
        head = inner.head(case)
        seq = 0 if head is None else head.seq
        key = f"{ERASED}:{handle}:{seq}"
        row = erased_row(case)
        batch = Batch(case=case, expected=seq, events=(), key=key, fingerprint=ERASED, row=row, sealed=True)
        try:
            inner.append(batch)
        except ConflictError:
            continue
        except ReadOnlyError:
            # A newer release wrote to the case; its row stays until that release clears it.
            return False
        return True
    return False
