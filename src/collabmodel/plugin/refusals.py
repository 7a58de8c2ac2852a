"""What no store may hold, found and told: text that another store could not keep, values of no kind, sizes."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator

from collabmodel.errors import Place, Problem
from collabmodel.history import EVENT_SCHEMA, Event
from collabmodel.history.json_values import DEEPEST
from collabmodel.rules.trace import Value
from collabmodel.workdays import Duration

LONGEST_RECORD = 1 << 20
"""Most bytes of one record, 1 MiB; also the most characters of any other text that is stored."""
LONGEST_SEALED = 2 << 20
"""Most bytes of a record that a wrapper has sealed, 2 MiB: sealing lets it grow."""
LONGEST_KEY = 200
"""Most characters of an idempotency key."""
LONGEST_ID = 1_000
"""Most characters of an id."""
TEXTS = ("id", "case", "kind", "element", "transition", "instance", "caused_by", "corrects", "model_hash")
"""Parts of an event that are texts."""
ACTOR = ("role", "person", "organisation", "on_behalf_of")
"""Parts of an actor."""
FLAT = frozenset({str, bool, int, float, type(None), dt.datetime, dt.date, Duration})
"""Types of values that hold no others."""
NO_VALUE = "value of a kind that no record holds"
NO_ZONE = "time without zone"

_LONE = re.compile("[\0\ud800-\udfff]")
_BAD_TEXT = "text with NUL or half a character"


def place_of(event: Event, part: str = "") -> Place:
    """
    Give the place of an event, or of a part of it, for a message: by number, since words may be personal.

    Args:
        event: The event.
        part: Which part of it.
    """
    return Place(f"event {event.seq}{': ' if part else ''}{part}")


def event_problems(event: Event, size: int = 0, longest: int = LONGEST_RECORD) -> Iterator[Problem]:
    """
    Find everything that keeps an event from being stored; slow, so only asked when something is wrong.

    Args:
        event: The event.
        size: Bytes of its record, 0 if it could not be written.
        longest: Most bytes of a record.
    """
    if event.schema != EVENT_SCHEMA:
        hint = f"write schema {EVENT_SCHEMA}"
        yield Problem(what="event of another version than this release writes", place=place_of(event), hint=hint)
    if type(event.seq) is not int:
        yield Problem(what=NO_VALUE, place=place_of(event, "seq"), hint="a whole number")
    for name, when in (("occurred", event.occurred), ("recorded", event.recorded)):
        if when.utcoffset() is None:
            yield Problem(what=NO_ZONE, place=place_of(event, name))
    for name in TEXTS:
        yield from check_text(str(place_of(event, name)), getattr(event, name))
    for name in ACTOR:
        yield from check_text(str(place_of(event, f"actor.{name}")), getattr(event.actor, name))
    for number, text in enumerate(event.evidence, 1):
        yield from check_text(str(place_of(event, f"evidence {number}")), text)
    yield from value_problems(event, longest)
    if size > longest:
        hint = f"a record holds at most {longest} bytes"
        yield Problem(what=f"record of {size} bytes", place=place_of(event), hint=hint)


def value_problems(event: Event, longest: int = LONGEST_RECORD) -> Iterator[Problem]:
    """
    Find what is wrong with the data of an event.

    Args:
        event: The event.
        longest: Most characters of a text.
    """
    for number, (name, value) in enumerate(event.data, 1):
        # Names and values may tell of a person, so a place is told by its number.
        place = str(place_of(event, f"data {number}"))
        yield from check_text(place, name)
        yield from _checked(place, value, 1, longest)


def _checked(place: str, value: Value, depth: int, longest: int) -> Iterator[Problem]:
    if isinstance(value, str):
        yield from check_text(place, value, longest)
    elif isinstance(value, tuple):
        if depth > DEEPEST:
            yield Problem(what=f"value of more than {DEEPEST} levels", place=Place(place))
        else:
            for part in value:
                yield from _checked(place, part, depth + 1, longest)
    elif type(value) not in FLAT:
        yield Problem(what=NO_VALUE, place=Place(place), hint="a text, number, time, date, duration or tuple")
    elif isinstance(value, dt.datetime) and value.utcoffset() is None:
        yield Problem(what=NO_ZONE, place=Place(place))
    elif isinstance(value, float) and not math.isfinite(value):
        yield Problem(what="number that is not finite", place=Place(place))


def is_unholdable(text: str) -> bool:
    r"""
    Tell whether a text has NUL or half a character.

    Args:
        text: The text.

    >>> is_unholdable("ä"), is_unholdable("\0")
    (False, True)
    """
    return _LONE.search(text) is not None


def check_text(place: str, text: str, longest: int = LONGEST_RECORD) -> tuple[Problem, ...]:
    """
    Say what is wrong with a text that is to be stored: NUL, half characters, length. The text is never quoted.

    Args:
        place: What the text is, for the message.
        text: The text.
        longest: Most characters.

    >>> [str(problem) for problem in check_text("key", "", 200)]
    []
    >>> [str(problem) for problem in check_text("key", "x" * 201, 200)]
    ['key: text of 201 characters - at most 200']
    """
    if not isinstance(text, str):
        return (Problem(what=NO_VALUE, place=Place(place), hint="a text"),)
    found: tuple[Problem, ...] = ()
    if len(text) > longest:
        found = (Problem(what=f"text of {len(text)} characters", place=Place(place), hint=f"at most {longest}"),)
    if _LONE.search(text):
        found += (Problem(what=_BAD_TEXT, place=Place(place)),)
    return found
