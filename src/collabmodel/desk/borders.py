"""What comes in from outside is looked at before anything is done with it."""

from __future__ import annotations

from collections.abc import Iterator

from collabmodel.case import Command
from collabmodel.case.datatypes import named_values, plain
from collabmodel.desk.fingerprints import fingerprint
from collabmodel.desk.messages import OWN
from collabmodel.errors import Place, Problem, StoreError
from collabmodel.history import Actor
from collabmodel.plugin.refusals import LONGEST_ID, LONGEST_KEY, check_text

_ROWS = ("attendance", "stances")
"""Data whose rows name people."""


def not_opaque(place: str, person: str) -> tuple[Problem, ...]:
    """
    Say that the id of a person may be their name: it holds a space. The id is not quoted.

    Args:
        place: What the id is of, for the message.
        person: The id, or empty.

    >>> [str(problem) for problem in not_opaque("person", "Ada Lovelace")]
    ['person: id of a person with a space in it - use an opaque id, such as p-17; names are never stored']
    >>> not_opaque("person", "p-17")
    ()
    """
    if not any(sign.isspace() for sign in person):
        return ()
    hint = "use an opaque id, such as p-17; names are never stored"
    return (Problem(what="id of a person with a space in it", place=Place(place), hint=hint),)


def _people(command: Command) -> Iterator[tuple[str, str]]:
    """Give the ids of people that a command holds, with their places."""
    yield "by", command.by.person
    yield "on_behalf_of", command.by.on_behalf_of
    for name, value in command.data:
        if name == "person":
            yield name, value if isinstance(value, str) else ""
        elif name in _ROWS:
            rows = plain(value)
            for row in rows if isinstance(rows, tuple) else ():
                person = named_values(row).get("person")
                yield f"{name}.person", person if isinstance(person, str) else ""


def reading_as(actor: Actor) -> None:
    """
    Refuse a reader who is named instead of known by an opaque id: the access log would keep the name.

    Args:
        actor: Who reads.

    Raises:
        StoreError: The id may be a name.

    >>> reading_as(Actor(role="nurse", person="n-1"))
    """
    problems = not_opaque("reader", actor.person)
    if problems:
        raise StoreError(problems)


def admitted(case: str, command: Command, key: str | None) -> str:
    """
    Give the fingerprint of a command that a store can hold.

    Args:
        case: Id of the case, or empty for a new one.
        command: The command.
        key: Its idempotency key, or None.

    Raises:
        StoreError: Something in it can be held by no store; everything that was found wrong.
    """
    problems = [*check_text("case", case, LONGEST_ID), *check_text("key", key or "", LONGEST_KEY)]
    problems += dict.fromkeys(problem for place, person in _people(command) for problem in not_opaque(place, person))
    if key is not None and key.startswith(OWN):
        problems.append(Problem(what=f"key that begins with {OWN!r}", place=Place("key"), hint="choose another"))
    mark = ""
    try:
        mark = fingerprint(case, command)
    except (TypeError, ValueError, RecursionError, OverflowError):
        # The values may be personal, and so may the words of whoever could not write them.
        what = "command that no store can hold"
        hint = "texts, finite numbers, dates, times with a zone, durations, and tuples of them"
        problems.append(Problem(what=what, place=Place("command"), hint=hint))
    if problems:
        raise StoreError(problems)
    return mark


def known_case(case: str) -> None:
    """
    Refuse an id that no case can have.

    Args:
        case: The id.

    Raises:
        StoreError: It is none.

    >>> known_case("c1")
    """
    problems = check_text("case", case, LONGEST_ID)
    if problems:
        raise StoreError(problems)
