"""Whether the files of a study say what they should, before anybody builds on them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from collabmodel.errors import FormatError, Place, Problem
from collabmodel.simulate.provenance import Json
from collabmodel.simulate.results import Replication

_VERDICTS = 5
_MOST = 2**63
_LAST = 32_000_000_000_000_000
"""Microseconds until after the last year in which a study can end."""


def _whole(value: object, least: int = 0) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value < _MOST


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


_SAID: Mapping[str, Callable[[Json], bool]] = {
    "model": lambda value: isinstance(value, dict),
    "scenario": lambda value: isinstance(value, dict),
    "values": lambda value: isinstance(value, list) and all(isinstance(one, dict) for one in value),
    "seed": _whole,
    "replications": lambda value: _whole(value, 1),
    "confidence": lambda value: isinstance(value, float) and 0 < value < 1,
    "warm_up": _whole,
    "end_us": lambda value: _whole(value) and isinstance(value, int) and value < _LAST,
    "judge": lambda value: isinstance(value, bool),
    "audit": lambda value: isinstance(value, bool),
    "keep_events": lambda value: isinstance(value, bool),
    "functions": _texts,
    "complete": lambda value: isinstance(value, bool),
    "digests": _texts,
    "files": lambda value: isinstance(value, dict) and all(isinstance(one, str) for one in value.values()),
}
"""What a record says, and what each part of it is like."""


def sound_record(record: Mapping[str, Json], place: str) -> None:
    """
    See to it that a record says everything that a study rests on.

    Args:
        record: What ``run.json`` holds.
        place: Name of the file, for messages.

    Raises:
        FormatError: Parts are missing or cannot be; all of them are told.
    """
    wrong = [name for name, right in _SAID.items() if name not in record or not right(record[name])]
    digests, wanted = record.get("digests"), record.get("replications")
    if not wrong and record["complete"] and isinstance(digests, list) and len(digests) != wanted:
        wrong = ["digests"]
    if wrong:
        hint = "restore the file, or run the study again in another folder"
        what = "missing, or not what was written:"
        raise FormatError([Problem(what=what, value=name, place=Place(place), hint=hint) for name in wrong])


def sound_replication(one: Replication) -> bool:
    """
    Tell whether what a replication gave can be what one gives.

    Args:
        one: What was read.

    >>> sound_replication(Replication(number=1, cases=2, events=3, measures={"cases": 2.0}))
    True
    >>> sound_replication(Replication(number=1, cases=2, events=3, measures={"cases": float("nan")}))
    False
    """
    return (
        _whole(one.number, 1)
        and all(map(_whole, (one.cases, one.events, one.stuck)))
        and isinstance(one.digest, str)
        and all(value is None or _number(value) for value in one.measures.values())
        and all(len(counts) == _VERDICTS and all(map(_whole, counts)) for counts in one.rules.values())
        and all(isinstance(result, str) for result in one.principles.values())
        and all(all(map(_number, values)) for values in one.series.values())
    )
