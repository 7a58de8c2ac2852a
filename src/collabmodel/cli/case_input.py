"""What people type after ``collabmodel case``: who asks, when, and what comes with it. No message repeats a value."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

from collabmodel.case import datatypes
from collabmodel.case.datatypes import GIVEN
from collabmodel.desk.borders import not_opaque
from collabmodel.errors import ConfigError, FormatError, Place, Problem
from collabmodel.history import Actor
from collabmodel.history.json_values import decode, parse
from collabmodel.history.naming import fact_types
from collabmodel.history.sheet_cells import values
from collabmodel.history.times import moment, parse_time
from collabmodel.model import Fact, FactType, Model
from collabmodel.rules import Value

Pair = tuple[str, Value]

_TEXTS = frozenset(
    name for name, shape in GIVEN.items() if shape in (datatypes.text, datatypes.name, datatypes.duration)
)
"""Names of data that are text whatever they look like."""
_LISTS = frozenset({"competences", "evidence", "recipients", "times"})
_TRUTH = {"true": True, "false": False, "yes": True, "no": False}
_LONGEST = 1 << 20


def read_actor(text: str | None, option: str, on_behalf_of: str = "") -> Actor:
    """
    Read who asks: ``ROLE:PERSON`` or ``ROLE:PERSON@ORGANISATION``.

    Args:
        text: The text, or None where nobody is named.
        option: Name of the option, for messages.
        on_behalf_of: Opaque id of the person represented, or empty.

    Raises:
        ConfigError: The text names nobody, or somebody by what may be their name.

    >>> read_actor("social_worker:sw-1@child_protection", "--by").organisation
    'child_protection'
    >>> read_actor("young_person:y-01", "--by").role
    'young_person'
    """
    role, mark, rest = (text or "").partition(":")
    person, _, organisation = rest.rpartition("@") if "@" in rest else (rest, "", "")
    if not mark or not role.strip() or not person.strip() or (rest.endswith("@")):
        what = "does not say who" if text else f"is needed: who {'reads' if option == '--as' else 'asks'}?"
        hint = "write ROLE:PERSON or ROLE:PERSON@ORGANISATION, such as social_worker:sw-1@child_protection"
        raise ConfigError([Problem(what=what, place=Place(option), hint=hint)])
    named = [*not_opaque(option, person.strip()), *not_opaque("--on-behalf-of", on_behalf_of.strip())]
    if named:
        raise ConfigError(named)
    return Actor(
        role=role.strip(), person=person.strip(), organisation=organisation.strip(), on_behalf_of=on_behalf_of.strip()
    )


def read_time(text: str | None, zone: ZoneInfo, option: str) -> dt.datetime | None:
    """
    Read a time; one without a zone is meant in the model's.

    Args:
        text: ISO 8601, or None.
        zone: Zone of times that do not say theirs.
        option: Name of the option, for messages.

    Raises:
        ConfigError: It is no time, or one that the clocks of the zone skip.

    >>> read_time("2026-03-02T09:00", ZoneInfo("Europe/Helsinki"), "--at").isoformat()
    '2026-03-02T09:00:00+02:00'
    """
    if text is None:
        return None
    hint = "write 2026-03-02T09:00, or with a zone 2026-03-02T09:00+02:00"
    if len(text.strip()) <= len("2026-03-02"):
        raise ConfigError([Problem(what="not a time", place=Place(option), hint=hint)])
    try:
        return moment(*parse_time(text.strip(), zone))
    except (ValueError, OverflowError) as error:
        what = str(error) if str(error).startswith("time that") else "not a time"
        raise ConfigError([Problem(what=what, place=Place(option), hint=hint)]) from None


def read_data(entries: Iterable[str], facts: Mapping[str, Fact], zone: ZoneInfo) -> tuple[Pair, ...]:
    """
    Read what comes with a command: ``NAME=VALUE`` as the model types it, ``@FILE.json``, or ``-`` for standard input.

    Args:
        entries: As typed; of one name twice the last counts.
        facts: What the model declares under each name.
        zone: Zone of times that do not say theirs.

    Raises:
        ConfigError: Entries that are none, or that give somebody's name instead of an opaque id; all of them.
        FormatError: A file or standard input is no JSON object; all of them.
        OSError: A file cannot be read.

    >>> age = Fact(id="age", type=FactType.INTEGER)
    >>> read_data(("age=15", "at=2026-03-02T09:00", "reason=12"), {"age": age}, ZoneInfo("UTC"))[::2]
    (('age', 15), ('reason', '12'))
    """
    found: dict[str, Value] = {}
    unclear: list[Problem] = []
    unread: list[Problem] = []
    for entry in entries:
        name, mark, text = entry.partition("=")
        if entry == "-" or entry.startswith("@"):
            try:
                found.update(_object(entry, facts, zone))
            except FormatError as error:
                unread += error.problems
        elif not mark or not name.strip():
            hint = "write NAME=VALUE, @FILE.json, or - for standard input"
            what = "an entry without a name" if mark else "an entry without a value"
            unclear.append(Problem(what=what, place=Place("--data"), hint=hint))
        else:
            try:
                found[name.strip()] = typed(text, facts.get(name.strip()), name.strip(), zone)
            except (ValueError, OverflowError):
                unclear.append(_mistyped(name.strip(), facts.get(name.strip())))
    person = found.get("person")
    unclear += not_opaque("--data person", person if isinstance(person, str) else "")
    if unread:
        raise FormatError([*unread, *unclear])
    if unclear:
        raise ConfigError(unclear)
    return tuple(found.items())


def _mistyped(name: str, fact: Fact | None) -> Problem:
    kind = fact.type if fact else None
    return Problem(what=f"{name[:60]!r} is not of type {kind.value if kind else 'value'}", place=Place("--data"),
                   hint=_HINTS.get(kind, "lists and objects are JSON"))  # fmt: skip


_HINTS: dict[FactType | None, str] = {
    FactType.BOOLEAN: "write true or false",
    FactType.INTEGER: "write a whole number",
    FactType.NUMBER: "write a number, with a point before decimals",
    FactType.DATE: "write a day such as 2026-03-02",
    FactType.TIME: "write a time such as 2026-03-02T09:00",
    FactType.LIST: 'write ["a", "b"], or a,b',
}


def _object(entry: str, facts: Mapping[str, Fact], zone: ZoneInfo) -> dict[str, Value]:
    """Read a JSON object from a file or from standard input."""
    place = Place(entry[1:] or "<standard input>")
    text = sys.stdin.read(_LONGEST + 1) if entry == "-" else _text(entry[1:])
    if len(text) > _LONGEST:
        raise FormatError([Problem(what=f"more than {_LONGEST:,} characters", place=place)])
    try:
        read = parse(text)
        given = decode(read)
    except ValueError as error:
        line, column = getattr(error, "lineno", 0), getattr(error, "colno", 0)
        what = f"no JSON: {getattr(error, 'msg', error)}"
        raise FormatError([Problem(what=what, place=Place(place.file, line, column))]) from None
    if not isinstance(read, dict) or not isinstance(given, tuple):
        hint = 'write {"NAME": VALUE, ...}'
        raise FormatError([Problem(what="no JSON object", place=place, hint=hint)])
    found: dict[str, Value] = {}
    for pair in given:
        assert isinstance(pair, tuple)
        name = str(pair[0])
        found[name] = _dated(pair[1], name, facts.get(name), zone)
    return found


def _text(path: str) -> str:
    try:
        with Path(path).open(encoding="utf-8") as file:
            return file.read(_LONGEST + 1)
    except UnicodeDecodeError:
        raise FormatError([Problem(what="not UTF-8 text", place=Place(path))]) from None


def _dated(value: Value, name: str, fact: Fact | None, zone: ZoneInfo) -> Value:
    """JSON has no times: where the model or the command wants one, text is read as such."""
    wanted = fact.type in {FactType.DATE, FactType.TIME} if fact else name in GIVEN.keys() - _TEXTS
    if isinstance(value, str) and wanted:
        try:
            return typed(value, fact, name, zone)
        except (ValueError, OverflowError):
            raise FormatError([_mistyped(name, fact)]) from None
    if isinstance(value, tuple) and name in _LISTS and all(isinstance(part, str) for part in value):
        return tuple(_guess(str(part), zone) for part in value)
    return value


def typed(text: str, fact: Fact | None, name: str, zone: ZoneInfo) -> Value:
    """
    Read one value as the model declares it, else as what it looks like.

    Args:
        text: The text.
        fact: What the model declares, or None.
        name: Name of the data.
        zone: Zone of times that do not say theirs.

    Raises:
        ValueError: It is not of the declared type.
        OverflowError: It is beyond what can be reckoned with.

    >>> typed("2026-03-02", None, "until", ZoneInfo("UTC"))
    datetime.date(2026, 3, 2)
    >>> typed("a,b", Fact(id="agreed_by", type=FactType.LIST), "agreed_by", ZoneInfo("UTC"))
    ('a', 'b')
    """
    if fact is not None:
        return _BY_TYPE[fact.type](text, zone)
    if name in _TEXTS:
        return text
    return _listed(text, zone) if name in _LISTS else _guess(text, zone)


def _guess(text: str, zone: ZoneInfo) -> Value:
    return values([text], zone)[0] if text.strip() else text


def _truth(text: str, _: ZoneInfo) -> Value:
    word = text.strip().lower()
    if word not in _TRUTH:
        raise ValueError
    return _TRUTH[word]


def _whole(text: str, _: ZoneInfo) -> Value:
    return int(text)


def _number(text: str, zone: ZoneInfo) -> Value:
    found = _guess(text.strip(), zone)
    if type(found) not in {int, float}:
        raise ValueError
    return found


def _day(text: str, _: ZoneInfo) -> Value:
    return dt.date.fromisoformat(text.strip())


def _moment(text: str, zone: ZoneInfo) -> Value:
    return moment(*parse_time(text.strip(), zone))


def _listed(text: str, zone: ZoneInfo) -> Value:
    if text.lstrip().startswith("["):
        return decode(parse(text))
    return tuple(_guess(part.strip(), zone) for part in text.split(",") if part.strip())


_BY_TYPE: Mapping[FactType, Callable[[str, ZoneInfo], Value]] = {
    FactType.BOOLEAN: _truth,
    FactType.INTEGER: _whole,
    FactType.NUMBER: _number,
    FactType.TEXT: lambda text, _: text,
    FactType.CHOICE: lambda text, _: text,
    FactType.DATE: _day,
    FactType.TIME: _moment,
    FactType.LIST: _listed,
}


def declared(model: Model | None, verb: str, element: str) -> dict[str, Fact]:
    """
    Give what the model declares of the data of a command, by name.

    Args:
        model: The model, or None for none.
        verb: The verb.
        element: Id of the element, or empty.
    """
    if model is None:
        return {}
    if verb in {"open", "learn"} and not element:
        return {fact.id: fact for fact in model.facts}
    if verb == "correct":
        # What is corrected is known to the desk alone; a name means what it means everywhere in the model.
        types = fact_types(model)
        every = (*model.facts, *(fact for activity in model.activities for fact in activity.data))
        return {fact.id: fact for fact in every if fact.id in types}
    return {fact.id: fact for activity in model.activities if activity.id == element for fact in activity.data}
