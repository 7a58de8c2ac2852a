"""What is stored of an event: canonical JSON with a type and a version, and the digest that chains it to the last."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import json
import math
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias, cast

import attrs

from collabmodel.errors import DamagedError, Place, Problem, ReadOnlyError, StoreError
from collabmodel.history import EVENT_SCHEMA, Actor, Event
from collabmodel.history.json_values import Json
from collabmodel.plugin.refusals import (
    FLAT,
    LONGEST_RECORD,
    NO_VALUE,
    NO_ZONE,
    event_problems,
    place_of,
)
from collabmodel.rules.trace import Value
from collabmodel.workdays import Duration, Unit

RECORD_TYPE = "event"
"""Type name of the records that this release writes."""

_STORED_FLAT = frozenset({str, bool, int, type(None)})
_ONLY_TEXT = {str}
_no_actor = Actor()
_from_iso = dt.datetime.fromisoformat

Record: TypeAlias = "dict[str, Json]"
"""A record as JSON holds it."""
Reader: TypeAlias = Callable[[Record], Event]
"""Makes an event of a record; ``ValueError``, ``TypeError`` or ``LookupError`` say that it is none."""


def _tagged(value: object) -> dict[str, Json]:
    if isinstance(value, dt.datetime):
        return {"$time": _time_text(value)}
    if isinstance(value, dt.date):
        return {"$date": value.isoformat()}
    if isinstance(value, Duration):
        return {"$duration": [value.amount, value.unit.value]}
    raise TypeError(NO_VALUE)


def _dumper() -> Callable[[object], str]:
    """Give what writes canonical JSON."""
    encoder = json.JSONEncoder(
        ensure_ascii=False, allow_nan=False, check_circular=False, sort_keys=True, separators=(",", ":"),
        default=_tagged,
    )  # fmt: skip
    make: Callable[..., Callable[[object, int], Sequence[str]]] | None = getattr(json.encoder, "c_make_encoder", None)
    if make is None:
        return encoder.encode
    # What encode makes anew for every text, made once: a command writes four of them.
    chunks = make(None, _tagged, json.encoder.encode_basestring, None, ":", ",", True, False, False)
    return lambda value: "".join(chunks(value, 0))


_dump = _dumper()


def canonical(record: Mapping[str, object]) -> str:
    """
    Write JSON in the one form that a digest can be taken of: sorted keys, no blanks, tagged times and durations.

    Args:
        record: What to write.

    Raises:
        ValueError: A number is not finite, or a time has no zone.
        TypeError: A value is of a kind that no record holds.

    >>> canonical({"b": 1, "a": dt.date(2026, 3, 2)})
    '{"a":{"$date":"2026-03-02"},"b":1}'
    """
    return _dump(record)


def encode(event: Event, longest: int = LONGEST_RECORD) -> tuple[str, int, bytes]:
    """
    Give an event the form in which it is stored: type name, version and canonical JSON in UTF-8.

    Times keep their offset, not the name of their zone.

    Args:
        event: The event.
        longest: Most bytes of the record; more than 1 MiB only for what a wrapper has sealed.

    Raises:
        StoreError: It holds what no store may: NUL, half characters, numbers that are not finite, times without
            zone, more than 32 levels, more bytes than allowed; everything that is wrong is told at once.

    >>> when = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
    >>> event = Event(id="e1", case="c1", seq=1, occurred=when, recorded=when, kind="case", transition="opened")
    >>> decode(*encode(event)) == event
    True
    """
    problems: tuple[Problem, ...] = ()
    if any(type(value) not in FLAT or type(name) is not str for name, value in event.data) or not _typed(event):
        problems = tuple(event_problems(event, longest=longest))
    if not problems:
        try:
            text = _dump(_record(event))
            payload = text.encode()
        except (TypeError, ValueError, RecursionError, OverflowError):
            found = tuple(event_problems(event, longest=longest))
            problems = found or (Problem(what=NO_VALUE, place=place_of(event)),)
        else:
            # The escape also stands in texts that quote it, so it only calls for a closer look.
            if "\\u0000" in text or len(payload) > longest or event.schema != EVENT_SCHEMA:
                problems = tuple(event_problems(event, len(payload), longest))
    if problems:
        raise StoreError(problems)
    return RECORD_TYPE, EVENT_SCHEMA, payload


def _typed(event: Event) -> bool:
    """Tell whether texts are texts: JSON would write a number just as well, and nobody could read it back."""
    actor = event.actor
    texts = (event.id, event.case, event.kind, event.element, event.transition, event.instance)
    more = (event.caused_by, event.corrects, event.model_hash, *event.evidence)
    whose = (actor.role, actor.person, actor.organisation, actor.on_behalf_of)
    return {*map(type, (*texts, *more, *whose))} == _ONLY_TEXT and type(event.seq) is int


def _record(event: Event) -> dict[str, object]:
    """Give the parts of an event; what is as if missing is left out."""
    occurred, recorded = event.occurred, event.recorded
    first = _time_text(occurred)
    record: dict[str, object] = {
        "id": event.id,
        "case": event.case,
        "kind": event.kind,
        "seq": event.seq,
        "occurred": first,
        "recorded": first if recorded is occurred else _time_text(recorded),
    }
    # One by one: this is every append, and a loop over names costs as much as all of them.
    if event.element:
        record["element"] = event.element
    if event.transition:
        record["transition"] = event.transition
    if event.instance:
        record["instance"] = event.instance
    if event.caused_by:
        record["caused_by"] = event.caused_by
    if event.corrects:
        record["corrects"] = event.corrects
    if event.model_hash:
        record["model_hash"] = event.model_hash
    if event.data:
        record["data"] = event.data
    if event.evidence:
        record["evidence"] = event.evidence
    if actor := _actor_record(event.actor):
        record["actor"] = actor
    return record


def _actor_record(actor: Actor) -> dict[str, str]:
    found: dict[str, str] = {}
    if actor.role:
        found["role"] = actor.role
    if actor.person:
        found["person"] = actor.person
    if actor.organisation:
        found["organisation"] = actor.organisation
    if actor.on_behalf_of:
        found["on_behalf_of"] = actor.on_behalf_of
    return found


def _time_text(when: dt.datetime) -> str:
    if when.utcoffset() is None:
        raise ValueError(NO_ZONE)
    return when.isoformat()


def _event(record: Record) -> Event:
    """Read a record of version 1; what it does not name is as if missing, what it should not name is refused."""
    seq = record.pop("seq")
    actor, data, evidence = record.pop("actor", None), record.pop("data", None), record.pop("evidence", None)
    # What is left are texts, under the names that an event gives them.
    if {*map(type, record.values())} != _ONLY_TEXT or type(seq) is not int or "schema" in record:
        raise ValueError(_MALFORMED)
    texts = cast("dict[str, str]", record)
    occurred, recorded = _from_iso(texts.pop("occurred")), _from_iso(texts.pop("recorded"))
    if occurred.tzinfo is None or recorded.tzinfo is None:
        raise ValueError(NO_ZONE)
    return Event(
        seq=seq,
        occurred=occurred,
        recorded=recorded,
        actor=_no_actor if actor is None else _actor(actor),
        data=() if data is None else _pairs(cast("list[tuple[str, Value]]", data)),
        evidence=() if evidence is None else _references(evidence),
        **texts,  # type: ignore[arg-type]
    )


_MALFORMED = "malformed record"


def _references(found: Json) -> tuple[str, ...]:
    if not isinstance(found, list) or {*map(type, found)} - _ONLY_TEXT:
        raise ValueError(_MALFORMED)
    return tuple(cast("list[str]", found))


def _actor(record: Json) -> Actor:
    if not isinstance(record, dict):
        raise TypeError(_MALFORMED)
    return _same_actor(tuple(record.items()))


# Few people act in many events, and finding an actor costs less than making one.
@functools.lru_cache(maxsize=1_024)
def _same_actor(parts: tuple[tuple[str, Json], ...]) -> Actor:
    if {type(part) for _, part in parts} != _ONLY_TEXT:
        raise ValueError(_MALFORMED)
    return Actor(**cast("dict[str, str]", dict(parts)))


def _moment(text: Json) -> dt.datetime:
    when = _from_iso(cast("str", text))
    if when.tzinfo is None:
        raise ValueError(NO_ZONE)
    return when


def _pairs(data: list[tuple[str, Value]]) -> tuple[tuple[str, Value], ...]:
    found = []
    for name, value in data:
        if type(name) is not str:
            raise ValueError(_MALFORMED)
        found.append((name, value if type(value) in _STORED_FLAT else _value(cast("Json", value))))
    return tuple(found)


def _value(value: Json) -> Value:
    if isinstance(value, list):
        return tuple(_value(part) for part in value)
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(_MALFORMED)
    if not isinstance(value, dict):
        return value
    ((tag, part),) = value.items()
    if tag == "$time":
        return _moment(part)
    if tag == "$date":
        return dt.date.fromisoformat(cast("str", part))
    amount, unit = cast("tuple[int, str]", part)
    if tag != "$duration" or type(amount) is not int:
        raise ValueError(_MALFORMED)
    return Duration(amount, Unit(unit))


@attrs.frozen
class Registry:
    """
    Which types and versions of records can be read, and by what: a closed list, never a name looked up.

    Args:
        readers: What reads a type and version.

    >>> sorted(RECORDS.readers)
    [('event', 1)]
    """

    readers: Mapping[tuple[str, int], Reader]

    def with_older(self, type: str, schema: int, upcast: Callable[[Record], Record]) -> Registry:
        """
        Give a registry that also reads an older version, by leading its records to the next one.

        Args:
            type: Type name of the records.
            schema: The older version; the next one must be known.
            upcast: Makes a record of the next version of one of the older.
        """
        newer = self.readers[type, schema + 1]
        return Registry({**self.readers, (type, schema): lambda record: newer(upcast(record))})


RECORDS = Registry({(RECORD_TYPE, EVENT_SCHEMA): _event})
"""What this release can read."""

_MISREAD = (StopIteration, TypeError, ValueError, LookupError, AttributeError, ArithmeticError, RecursionError)


def _constant(word: str) -> float:
    raise ValueError(_MALFORMED + word[:0])


# The scanner itself, without the search for blanks around it: canonical JSON has none, and this is every rebuild.
_scan: Callable[[str, int], tuple[Record, int]] = json.JSONDecoder(parse_constant=_constant).scan_once  # type: ignore[attr-defined]


def decode(type: str, schema: int, payload: bytes, registry: Registry = RECORDS) -> Event | None:
    """
    Give an event back from the form in which it is stored, or None where this release does not know that form.

    Args:
        type: Type name of the record.
        schema: Its version.
        payload: The record, JSON in UTF-8.
        registry: What can be read.

    Raises:
        DamagedError: The form is known but the record does not have it.

    >>> decode("event", 999, b"{}") is None
    True
    """
    reader = registry.readers.get((type, schema))
    if reader is None:
        return None
    try:
        text = payload.decode()
        record, end = _scan(text, 0)
        if end == len(text):
            event = reader(record)
            # Texts that no store takes can only have come in escaped, by another hand.
            if "\\u" not in text or next(event_problems(event), None) is None:
                return event
    except _MISREAD:
        pass
    # What could not be read may hold personal data, so neither it nor the reader's words are told.
    raise DamagedError([Problem(what=f"record that is no {type!r} of version {schema}", place=Place("record"))])


def digest(previous: str, case: str, seq: int, type: str, schema: int, payload: bytes) -> str:
    """
    Give the digest that chains a record to the one before: SHA-256, hexadecimal.

    Every part stands behind its length, so that no two different records frame alike.

    Args:
        previous: Digest of the record before, or empty for the first.
        case: Id of the case.
        seq: Place in the case's record, from 1.
        type: Type name of the record.
        schema: Its version.
        payload: The record.

    >>> digest("", "c1", 1, "event", 1, b"{}")[:16]
    'b8a4f7d90bc91dd7'
    """
    frame = f"{len(previous)}:{previous}{len(case)}:{case}{seq}:{len(type)}:{type}{schema}:{len(payload)}:"
    return hashlib.sha256(frame.encode() + payload).hexdigest()


def unreadable(case: str, seq: int, type: str, schema: int) -> ReadOnlyError:
    """
    Give the error for a record that a newer release wrote.

    Args:
        case: Id of the case.
        seq: Place of the record.
        type: Its type name.
        schema: Its version.

    >>> unreadable("c1", 3, "event", 9).problems[0].what
    "record of type 'event' and version 9, which this release cannot read"
    """
    what = f"record of type {type[:40]!r} and version {schema}, which this release cannot read"
    place = Place(f"case {case}, event {seq}")
    return ReadOnlyError([Problem(what=what, place=place, hint="use the release that wrote it")])
