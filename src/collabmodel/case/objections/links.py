"""Links between cases, and whether a closed case may go on."""

from __future__ import annotations

from collections.abc import Iterator

from collabmodel.case.answers import Lack, Reason, Refusal
from collabmodel.case.asked import Asked
from collabmodel.case.days import days_of, end_of
from collabmodel.case.leads import text_in
from collabmodel.case.telling import Saying, tell
from collabmodel.case.wording import need, refusal
from collabmodel.model import Link, Linking, Pattern
from collabmodel.workdays import from_us, to_us

_REOPENING: Saying = (
    "mallissa yhteys, joka sallii avata päätetyn tapauksen uudelleen",
    "i modellen en koppling som låter ett avslutat ärende öppnas på nytt",
    "a link in the model that lets a closed case be reopened",
)


def links(asked: Asked) -> Iterator[Refusal]:
    """
    Object to links that cannot be made or ended, and to reopening where no link allows it or its time has passed.

    Args:
        asked: The command.
    """
    if asked.verb.name == "reopen" and asked.case.status == "closed":
        yield from _reopened(asked)
    if asked.verb.section != "links":
        return
    link, to = asked.index.links[asked.command.element], text_in(asked.event, "to")
    made = [one.event for one in asked.case.links if (one.link, one.to) == (link.id, to)]
    if asked.verb.name == "unlink":
        if not made:
            linked = Pattern(element=link.id, transition="made")
            needs = (need(Lack.EVENT, linked.short(), title=asked.called(linked)),)
            yield refusal(Reason.LINK, element=link.id, needs=needs)
        return
    if to == asked.case.id:
        yield refusal(Reason.LINK, element=link.id, needs=(need(Lack.DATA, "to", "other case"),))
    if made:
        yield refusal(Reason.DONE, element=link.id, events=tuple(made))
    if asked.case.status == "closed":
        yield from _window(asked, link)


def _reopened(asked: Asked) -> Iterator[Refusal]:
    ways = [one for one in asked.tables.model.links if one.kind is Linking.REOPENS]
    told = [tuple(_window(asked, one)) for one in ways]
    if not ways:
        needs = (need(Lack.EVENT, Linking.REOPENS.value, title=tell(_REOPENING)),)
        yield refusal(Reason.LINK, needs=needs, events=(asked.case.turned,))
    elif all(told):
        yield from (one for refusals in told for one in refusals)


def _window(asked: Asked, link: Link) -> Iterator[Refusal]:
    """Object to a link after its time."""
    if link.within is None or asked.case.closed is None:
        return
    end = end_of(to_us(asked.case.closed), link.within, days_of(asked.tables))
    if end is not None and to_us(asked.event.occurred) > end:
        detail = from_us(end, asked.tables.declared.zone).isoformat()
        needs = (need(Lack.TIME, link.id, detail, title=asked.title(link.id)),)
        yield refusal(Reason.WINDOW, element=link.id, needs=needs, events=(asked.case.turned,), cites=link.cites)
