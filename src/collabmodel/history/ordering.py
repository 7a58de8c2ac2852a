"""Which rows of a history count at a time, and in which order."""

from __future__ import annotations

import itertools
from array import array
from collections.abc import Iterable, Sequence

from collabmodel.model import Signature


def superseded(ids: Sequence[str], corrections: Iterable[tuple[int, str]]) -> set[int]:
    """
    Find rows that a later event corrects.

    Args:
        ids: Event ids by row.
        corrections: Rows that correct something, each with the id of the event that it supersedes.
    """
    wanted = {target: row for row, target in corrections if ids[row] != target}
    if not wanted:
        return set()
    return {row for row, id in enumerate(ids) if id in wanted}


def effective_rows(
    starts: Sequence[int], kept: Sequence[int], occurred: Sequence[int], seq: Sequence[int] | None
) -> list[list[int]]:
    """
    Give the rows of every case that count, in order of (occurred, seq); without ``seq``, of (occurred, row).

    Args:
        starts: Position of the first row of each case, and the number of rows at the end.
        kept: 1 for rows that count.
        occurred: When each event happened.
        seq: Place of each event in its case's record, or None.
    """
    cases: list[list[int]] = []
    for case in range(len(starts) - 1):
        rows = [row for row in range(starts[case], starts[case + 1]) if kept[row]]
        if seq is not None:
            rows.sort(key=seq.__getitem__)
        rows.sort(key=occurred.__getitem__)
        cases.append(rows)
    return cases


def in_order(starts: Sequence[int], occurred: Sequence[int], seq: Sequence[int] | None) -> bool:
    """
    Tell whether every case is in order of (occurred, seq) already.

    Args:
        starts: Position of the first row of each case, and the number of rows at the end.
        occurred: When each event happened.
        seq: Place of each event in its case's record, or None.
    """
    first = set(starts)
    pairs = itertools.pairwise(occurred)
    if seq is None:
        back = [row for row, (before, after) in enumerate(pairs, 1) if after < before]
    else:
        back = [
            row
            for row, (before, after) in enumerate(pairs, 1)
            if after < before or (after == before and seq[row] < seq[row - 1])
        ]
    return all(row in first for row in back)


def finished(signatures: Sequence[Signature], codes: Iterable[int]) -> bool | None:
    """
    Tell whether the events of a case leave it closed, or None if none of them says.

    Args:
        signatures: Distinct signatures.
        codes: Index into ``signatures`` of the case's events, in effective order.
    """
    state: bool | None = None
    for code in codes:
        kind, _, transition = signatures[code]
        if kind == "case" and transition in {"opened", "reopened", "closed"}:
            state = transition == "closed"
    return state


def case_lives(signatures: Sequence[Signature]) -> bool:
    """
    Tell whether a history says itself which cases are closed.

    Args:
        signatures: Its distinct signatures.
    """
    return any(signature.kind == "case" for signature in signatures)


def grouped(cases: Sequence[int], number: int) -> tuple[array[int], array[int] | None]:
    """
    Give where each case starts once rows are grouped by case, and the rows in that order (None if they are already).

    Args:
        cases: Number of the case of each row.
        number: How many cases there are.
    """
    counts = [0] * number
    sorted_already = True
    last = 0
    for case in cases:
        counts[case] += 1
        if case < last:
            sorted_already = False
        last = case
    starts = array("q", [0])
    for count in counts:
        starts.append(starts[-1] + count)
    if sorted_already:
        return starts, None
    free = array("q", starts)
    rows = array("q", bytes(8 * len(cases)))
    for row, case in enumerate(cases):
        rows[free[case]] = row
        free[case] += 1
    return starts, rows
