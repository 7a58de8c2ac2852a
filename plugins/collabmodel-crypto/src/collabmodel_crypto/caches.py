"""Cached states, sealed by the key of the case and one that is destroyed with every person: a state tells of many."""

from __future__ import annotations

import attrs
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from collabmodel.errors import DamagedError
from collabmodel.plugin import Snapshot
from collabmodel_crypto.events import SEALED
from collabmodel_crypto.holders import Holder
from collabmodel_crypto.masters import SIZE
from collabmodel_crypto.sealing import bound, framed, opened, sealed, unframed


def sealed_snapshot(snapshot: Snapshot, case: Holder, epoch: Holder) -> Snapshot:
    """
    Seal a cached state.

    Args:
        snapshot: The state.
        case: The case.
        epoch: What has the key of cached states.
    """
    plain = framed([snapshot.code.encode(), snapshot.state])
    found = sealed(_key(case, epoch), plain, _place(snapshot, case, epoch))
    return attrs.evolve(snapshot, code=SEALED, state=found)


def opened_snapshot(found: Snapshot, case: Holder, epoch: Holder) -> Snapshot | None:
    """
    Open a cached state; None where anything about it is doubtful.

    Args:
        found: The state as the inner store gives it.
        case: The case.
        epoch: What has the key of cached states.
    """
    where = f"case {found.case}, cached state"
    try:
        code, state = unframed(opened(_key(case, epoch), found.state, _place(found, case, epoch), where), where)
    except DamagedError:
        return None
    return attrs.evolve(found, code=code.decode(), state=state)


def _place(snapshot: Snapshot, case: Holder, epoch: Holder) -> bytes:
    return bound("snapshot", snapshot.case, snapshot.seq, snapshot.digest, case.handle, epoch.handle)


def _key(case: Holder, epoch: Holder) -> bytes:
    return HKDF(SHA256(), length=SIZE, salt=None, info=b"collabmodel cached state").derive(case.first + epoch.first)
