"""Events, sealed: what an inner store keeps and chains holds nothing but ciphertext and the number of a key."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from collabmodel.errors import ErasedError
from collabmodel.history import Event
from collabmodel.plugin import Recorded, decode, encode
from collabmodel.plugin.storing import LONGEST_SEALED, RECORDS, Registry
from collabmodel.rules import Value
from collabmodel_crypto.holders import Holder
from collabmodel_crypto.people import Hidden, Showing
from collabmodel_crypto.sealing import FORM, armoured, bare, bound, framed, opened, sealed, unframed, unsound

SEALED = "sealed"
"""Kind of an event that holds another one, sealed."""
EPOCH = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""The time of everything that is sealed, as far as others can see."""


def sealed_event(hidden: Hidden, record: tuple[str, int, bytes], case: Holder, held: Callable[[str], Holder]) -> Event:
    """
    Seal an event: what tells of persons by their keys, and all of it by the key of the case.

    Args:
        hidden: The event, with handles for persons.
        record: The same, encoded.
        case: The case.
        held: Gives a person by handle.
    """
    event = hidden.event
    type, schema, payload = record
    place = (event.case, event.seq, type, schema)
    parts = [payload]
    for handle, told in hidden.told.items():
        person = held(handle)
        inner = Event(id="", case=event.case, seq=event.seq, occurred=EPOCH, recorded=EPOCH, kind="",
                      data=tuple(told))  # fmt: skip
        generation = person.newest
        plain = encode(inner, LONGEST_SEALED)[2]
        found = sealed(person.keys[generation], plain, bound("told", *place, handle, generation))
        parts.append(framed([handle.encode(), str(generation).encode(), found]))
    generation = case.newest
    text = armoured(sealed(case.keys[generation], framed(parts), bound("event", *place, case.handle, generation)))
    return Event(
        id=str(event.seq),
        case=event.case,
        seq=event.seq,
        occurred=EPOCH,
        recorded=EPOCH,
        kind=SEALED,
        data=(("form", FORM), ("key", generation), (SEALED, text)),
    )


def opened_event(
    found: Recorded,
    case: Holder,
    held: Callable[[str], Holder],
    person: Callable[[str], str],
    registry: Registry = RECORDS,
) -> Event | None:
    """
    Open an event.

    Args:
        found: The record as the inner store gives it.
        case: The case.
        held: Gives a person by handle; raises ``ErasedError`` for one who was erased.
        person: Gives the id of a person by handle, or what stands for one who was erased.
        registry: Which records can be read.

    Raises:
        DamagedError: It was sealed for another place or with another key, was changed, or is not sealed at all.
        KeyUnavailableError: A key is missing.
    """
    where = f"case {found.case}, event {found.seq}"
    outer = found.event
    if outer is None:
        return None
    generation, text = _parts(outer, where)
    place = (found.case, found.seq, found.type, found.schema)
    key = case.key(generation)
    plain = opened(key, bare(text, where), bound("event", *place, case.handle, generation), where)
    payload, *parts = unframed(plain, where)
    told: dict[str, Value] = {}
    for part in parts:
        handle, number, secret = unframed(part, where)
        told |= _told(handle.decode(), int(number), secret, held, place)
    event = decode(found.type, found.schema, payload, registry)
    if event is None:
        return None
    return Showing(person, told).event(event)


def _parts(outer: Event, where: str) -> tuple[int, str]:
    data = dict(outer.data)
    generation, text = data.get("key"), data.get(SEALED)
    if outer.kind != SEALED or data.get("form") != FORM or type(generation) is not int or not isinstance(text, str):
        raise unsound(where)
    return generation, text


def _told(
    handle: str, generation: int, secret: bytes, held: Callable[[str], Holder], place: tuple[str | int, ...]
) -> dict[str, Value]:
    """Give what tells of one person; nothing where the person was erased."""
    try:
        key = held(handle).key(generation)
    except ErasedError:
        return {}
    case, seq, type, schema = place
    where = f"case {case}, event {seq}"
    plain = opened(key, secret, bound("told", *place, handle, generation), where)
    inner = decode(str(type), int(schema), plain)
    return {} if inner is None else dict(inner.data)
