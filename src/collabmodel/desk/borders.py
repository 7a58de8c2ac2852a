"""What comes in from outside is looked at before anything is done with it."""

from __future__ import annotations

from collabmodel.case import Command
from collabmodel.desk.fingerprints import fingerprint
from collabmodel.desk.messages import OWN
from collabmodel.errors import Place, Problem, StoreError
from collabmodel.plugin.refusals import LONGEST_ID, LONGEST_KEY, check_text


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
