"""
Many cases in columns: a history as arrays that plain Python, numpy and pyarrow read alike.

Columns are standard-library arrays, so nothing is copied when numpy looks at them, and reading a log needs
no numpy at all.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TypeAlias

import attrs

from collabmodel.model import Signature
from collabmodel.rules.trace import Value


@attrs.frozen(eq=False)
class TextColumn:
    """
    Texts by code, because they repeat.

    Args:
        codes: Index into ``words`` for each row ('i'); -1 where missing.
        words: Distinct texts.
    """

    codes: array[int]
    words: Sequence[str]


@attrs.frozen(eq=False)
class NumberColumn:
    """
    Whole numbers ('q') or numbers ('d').

    Args:
        values: One value a row; 0 where missing.
        present: 1 where there is a value ('b').
        boolean: Whether the values are truth values.
        time: Whether the values are times, microseconds since 1970 UTC.
    """

    values: array[int] | array[float]
    present: array[int]
    boolean: bool = False
    time: bool = False


@attrs.frozen(eq=False)
class ObjectColumn:
    """
    Values of mixed or nested type, few of them.

    Args:
        values: Row number to value; rows without are missing.
    """

    values: dict[int, Value]


Column: TypeAlias = TextColumn | NumberColumn | ObjectColumn


@attrs.frozen(kw_only=True, eq=False)
class History:
    """
    The events of many cases, case after case.

    Args:
        cases: Case ids in order.
        starts: Position of the first event of each case, and the number of events at the end ('q').
        closed: 1 for each case in which nothing more is expected ('b').
        signatures: Distinct (kind, element, transition).
        signature: Index into ``signatures`` of each event ('i').
        occurred: When each event happened, microseconds since 1970 UTC ('q').
        recorded: When it was entered ('q').
        offset: Minutes that its local time is ahead of UTC ('h').
        ids: Event ids, or None for ``case:seq``.
        seq: Place in its case's record ('i'), or None where it is the order.
        roles: Roles of actors.
        persons: Opaque ids of actors.
        organisations: Organisations of actors.
        instances: Occurrences.
        data: Event data by name.
        case_data: Case facts known when the case opened, by name; one row a case.
        extras: Rarely used parts of events (``on_behalf_of``, ``evidence``, ``caused_by``, ``corrects``, ``schema``,
            ``model_hash``) by name.
    """

    cases: tuple[str, ...]
    starts: array[int]
    closed: array[int]
    signatures: tuple[Signature, ...]
    signature: array[int]
    occurred: array[int]
    recorded: array[int]
    offset: array[int]
    ids: Sequence[str] | None
    seq: array[int] | None
    roles: TextColumn
    persons: TextColumn
    organisations: TextColumn
    instances: TextColumn
    data: tuple[tuple[str, Column], ...]
    case_data: tuple[tuple[str, Column], ...]
    extras: tuple[tuple[str, Column], ...]
