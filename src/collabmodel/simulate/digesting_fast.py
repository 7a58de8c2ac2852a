"""The passes over whole columns that a digest needs, with numpy."""

from __future__ import annotations

from array import array

import numpy as np
from numpy.typing import NDArray

_ROOM = {"b": np.int8, "h": np.int16, "i": np.int32, "q": np.int64}


def present(codes: array[int], missing: int) -> tuple[array[int], array[int]]:
    """
    Give the rows that have a value, and their codes.

    Args:
        codes: The codes.
        missing: What stands where there is no value.
    """
    found = np.frombuffer(codes, _ROOM[codes.typecode]) if codes else np.zeros(0, np.int64)
    rows = np.flatnonzero(found != missing)
    return _long(rows), _long(found[rows])


def numbered(codes: array[int]) -> tuple[array[int], list[int]]:
    """
    Number codes anew in order of first appearance; with the old code of each.

    Args:
        codes: The codes, all at least 0.
    """
    if not codes:
        return array("q"), []
    found = np.frombuffer(codes, _ROOM[codes.typecode])
    first = np.full(int(found.max()) + 1, len(found), np.int64)
    # Written from the last row to the first, so that the first stays.
    first[found[::-1]] = np.arange(len(found) - 1, -1, -1)
    known = np.flatnonzero(first < len(found))
    order = known[np.argsort(first[known], kind="stable")]
    table = np.zeros(len(first), np.int64)
    table[order] = np.arange(len(order))
    return _long(table[found]), order.tolist()


def _long(values: NDArray[np.generic]) -> array[int]:
    made = array("q")
    made.frombytes(np.ascontiguousarray(values, np.int64).tobytes())
    return made
