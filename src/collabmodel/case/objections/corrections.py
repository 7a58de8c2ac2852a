"""Whether an earlier event may be corrected or taken back, and by whom."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from collabmodel.case.answers import Lack, Need, Reason, Refusal
from collabmodel.case.asked import Asked
from collabmodel.case.candidates import RETRACTED, original_of
from collabmodel.case.rights import professionals
from collabmodel.case.telling import Saying, of_pattern, tell
from collabmodel.case.wording import need, refusal
from collabmodel.history import Event
from collabmodel.model import Pattern

_FIXED = ("phase", "clock", "migration", "correction")
"""Kinds whose events nobody corrects: what they changed has gone on since."""
_KEPT: Saying = (
    "Tällaista tapahtumaa ei korjata näin: {event}.",
    "En sådan händelse rättas inte så: {event}.",
    "Such an event is not corrected so: {event}.",
)
_LATEST: Saying = (
    "Korjattu jo: korjaa viimeisin korjaus {id}.",
    "Redan rättad: rätta den senaste rättelsen {id}.",
    "Corrected already: correct the latest correction, {id}.",
)
_SWAPPED = ("completed", "terminated")


def corrections(asked: Asked) -> Iterator[Refusal]:
    """
    Object to corrections of what is not there, was corrected already, or is not the asker's to correct.

    Args:
        asked: The command.
    """
    if asked.verb.name != "correct":
        return
    corrects = asked.command.corrects
    original = original_of(asked.case, corrects) if asked.restates else None
    if original is None:
        detail = "no event" if corrects else "missing"
        yield refusal(Reason.CORRECTION, needs=(need(Lack.DATA, "corrects", detail),))
        return
    later = [one.id for one in asked.case.record.read(1, asked.case.seq) if one.corrects == corrects]
    if later:
        needs = (attrs.evolve(need(Lack.EVENT, "corrects", later[-1]), text=tell(_LATEST, id=later[-1])),)
        yield refusal(Reason.CORRECTION, element=original.element, needs=needs, events=tuple(later))
    faults = tuple(_faults(asked, original))
    if faults:
        yield refusal(Reason.CORRECTION, element=original.element, needs=faults, events=(original.id,))
    yield from _whose(asked, original)


def _faults(asked: Asked, original: Event) -> Iterator[Need]:
    transition = asked.data_given("transition")
    if original.kind in _FIXED or original.transition == RETRACTED:
        yield _kept(asked, original)
    if original.kind == "case" and asked.event.transition != original.transition:
        yield _kept(asked, original)
    swapped = transition in _SWAPPED and original.transition in _SWAPPED
    if transition is not None and transition != original.transition and not swapped:
        yield need(Lack.DATA, "transition", original.transition)


def _kept(asked: Asked, original: Event) -> Need:
    """Name an event that stays what it is."""
    name = Pattern(kind=original.kind, transition=original.transition).short()
    said = of_pattern(
        asked.tables, Pattern(element=original.element, kind=original.kind, transition=original.transition)
    )
    return attrs.evolve(need(Lack.EVENT, name), text=tell(_KEPT, event=said))


def _whose(asked: Asked, original: Event) -> Iterator[Refusal]:
    """Object to lay people who correct what is not their own."""
    actor = asked.event.actor
    own = (actor.role, actor.person) == (original.actor.role, original.actor.person)
    able = tuple(professionals(asked.index))
    if asked.index.roles and not own and actor.role not in able:
        needs = tuple(need(Lack.ROLE, one, title=asked.title(one)) for one in able)
        yield refusal(Reason.ROLE, element=original.element, needs=needs, events=(original.id,))
