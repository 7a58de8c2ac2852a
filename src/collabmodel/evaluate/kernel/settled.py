"""Whether a history is effective as it stands, told from whole columns."""

from __future__ import annotations

import numpy as np

from collabmodel.history import History


def time_if_settled(history: History, as_of: int | None) -> int | None:
    """
    Give the time of judging if every event counts and every case is in order; None if a closer look is needed.

    Args:
        history: The history.
        as_of: The time asked for, microseconds since 1970 UTC, or None for the latest recorded.
    """
    corrected = any(name == "corrects" for name, _ in history.extras)
    if not len(history.occurred) or corrected:
        return None
    latest = int(np.frombuffer(history.recorded, np.int64).max())
    if as_of is not None and latest > as_of:
        return None
    occurred = np.frombuffer(history.occurred, np.int64)
    back = occurred[1:] < occurred[:-1]
    if history.seq is not None:
        seq = np.frombuffer(history.seq, np.int32)
        back |= (occurred[1:] == occurred[:-1]) & (seq[1:] < seq[:-1])
    starts = np.frombuffer(history.starts, np.int64)
    opening = np.zeros(len(occurred) + 1, np.bool_)
    opening[starts] = True
    if not opening[np.flatnonzero(back) + 1].all():
        return None
    return latest if as_of is None else as_of
