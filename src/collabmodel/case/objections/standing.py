"""Whether the case is at a point where the command means anything."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from collabmodel.case.answers import Lack, Reason, Refusal
from collabmodel.case.asked import Asked
from collabmodel.case.telling import Saying, tell
from collabmodel.case.wording import need, refusal
from collabmodel.model import Pattern

_MOVES: Saying = (
    "Tapausta ei siirretä mallin toiseen versioon kirjaamalla niin.",
    "Ett ärende flyttas inte till en annan version av modellen genom att det antecknas.",
    "A case is not moved to another version of its model by recording so.",
)
_OPENED = Pattern(kind="case", transition="opened")
_REOPENED = Pattern(kind="case", transition="reopened")
_FIRST = ("open", "consult")
_OUTSIDE = ("consult",)


def standing(asked: Asked) -> Iterator[Refusal]:
    """
    Object to what cannot be asked of a case that is new, open, closed, or no case at all. To another version of its
    model a case is moved by ``migrate`` alone, which knows that version; an event that only says so would leave a case
    of no model.

    Args:
        asked: The command.
    """
    if asked.verb.name == "migrate":
        yield attrs.evolve(refusal(Reason.VERSION), text=tell(_MOVES))
    status, verb, element = asked.case.status, asked.verb, asked.event.element
    turned = (asked.case.turned,)
    if status == "none":
        if verb.name not in _OUTSIDE:
            yield refusal(Reason.NOT_OPEN, element=element, events=turned)
    elif status == "new":
        if verb.name not in _FIRST:
            needs = (need(Lack.EVENT, _OPENED.short(), title=asked.called(_OPENED)),)
            yield refusal(Reason.NOT_OPEN, element=element, needs=needs)
    elif verb.name in _FIRST or (verb.name == "reopen" and status == "open"):
        yield refusal(Reason.ALREADY_OPEN, element=element, events=turned)
    elif status == "closed" and not verb.ended:
        needs = (need(Lack.EVENT, _REOPENED.short(), title=asked.called(_REOPENED)),)
        yield refusal(Reason.CLOSED, element=element, needs=needs, events=turned)
