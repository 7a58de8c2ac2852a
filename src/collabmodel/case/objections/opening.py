"""How a case may open, and whom the cooperation is for."""

from __future__ import annotations

from collections.abc import Iterator

from collabmodel.case.answers import Lack, Reason, Refusal
from collabmodel.case.asked import Asked
from collabmodel.case.wording import need, refusal
from collabmodel.model import Eligibility, Signature
from collabmodel.model.printing import unparse
from collabmodel.rules import compile_condition


def opening(asked: Asked) -> Iterator[Refusal]:
    """
    Object to a way of opening that the model does not know, and to whom the cooperation is not for.

    Args:
        asked: The command.
    """
    ways = asked.tables.model.case.openings
    if asked.verb.name == "open" and asked.data("opening") not in (None, *ways) and ways:
        needs = tuple(need(Lack.DATA, "opening", one) for one in ways)
        yield refusal(Reason.OPENING, needs=needs)
    for condition in judged(asked):
        if asked.holds(condition.condition) is False:
            detail = unparse(condition.condition)
            yield refusal(
                Reason.ELIGIBILITY,
                element=asked.event.element,
                rule=condition.id,
                needs=(need(Lack.CONDITION, condition.id, detail, title=asked.title(condition.id)),),
                cites=condition.cites,
                name=asked.title(condition.id),
            )


def judged(asked: Asked) -> Iterator[Eligibility]:
    """
    Give the conditions of whom the cooperation is for that are judged at a command.

    Args:
        asked: The command.
    """
    event = asked.event
    signature = Signature(event.kind, event.element, event.transition)
    for condition in asked.tables.model.eligibility:
        at = condition.at
        if at is None:
            if asked.verb.name == "open":
                yield condition
        elif asked.tables.lexicon.matches(at, signature) and not event.corrects:
            where = True if at.where is None else compile_condition(at.where)(asked.names)
            if where is True:
                yield condition
