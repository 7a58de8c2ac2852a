"""The ends of records as JSON lines, to be kept away from the store: they show what was cut off its tail."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from collabmodel.errors import FormatError, Place, Problem
from collabmodel.plugin.kept import Head

_MOST = 1 << 63


def print_heads(heads: Iterable[Head]) -> Iterator[str]:
    r"""
    Write the ends of records, one line each, with its line end.

    Args:
        heads: What ``Store.heads`` gave.

    >>> list(print_heads([Head(case="c1", seq=2, digest="ab")]))
    ['{"case": "c1", "seq": 2, "digest": "ab"}\n']
    """
    for head in heads:
        record = {"case": head.case, "seq": head.seq, "digest": head.digest}
        yield json.dumps(record, ensure_ascii=False) + "\n"


def parse_heads(lines: Iterable[str]) -> tuple[Head, ...]:
    """
    Read the ends of records.

    Args:
        lines: What ``print_heads`` wrote.

    Raises:
        FormatError: Lines that are no heads; all of them.

    >>> parse_heads(['{"case": "c1", "seq": 2, "digest": "ab"}'])
    (Head(case='c1', seq=2, digest='ab'),)
    """
    heads, problems = [], []
    for number, line in enumerate(lines, 1):
        try:
            found = json.loads(line)
            head = Head(case=found["case"], seq=found["seq"], digest=found["digest"])
            sound = [type(head.case), type(head.seq), type(head.digest)] == [str, int, str] and 0 < head.seq < _MOST
        except (ValueError, TypeError, KeyError, RecursionError):
            sound = False
        if not sound:
            hint = 'one object with "case", "seq" and "digest"'
            problems.append(Problem(what="line that is no head", place=Place("heads", number, 1), hint=hint))
        else:
            heads.append(head)
    if problems:
        raise FormatError(problems)
    return tuple(heads)
