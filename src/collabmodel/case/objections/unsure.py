"""What is let through although nobody can tell whether it should be, because something is not known."""

from __future__ import annotations

from collections.abc import Iterator

from collabmodel.case.answers import Warned
from collabmodel.case.asked import Asked
from collabmodel.case.objections.opening import judged
from collabmodel.model import Expression, Mode
from collabmodel.rules.conditions import missing


def unsure(asked: Asked) -> Iterator[Warned]:
    """
    Tell of conditions that nobody can judge yet: for whom the cooperation is, and when somebody must be there.

    Args:
        asked: The command.
    """
    told = (
        (element, missing(condition, asked.names))
        for element, condition in _conditions(asked)
        if asked.holds(condition) is None
    )
    for element, lacking in dict.fromkeys(told):
        yield Warned(rule=element, text=asked.title(element), unknown=lacking)


def _conditions(asked: Asked) -> Iterator[tuple[str, Expression]]:
    for eligibility in judged(asked):
        yield eligibility.id, eligibility.condition
    activity = asked.index.activities.get(asked.command.element)
    if activity is not None and asked.event.transition == "completed":
        conditions = [one.condition for one in activity.participants if one.mode in (Mode.REQUIRED, Mode.DECIDE)]
        for condition in (*conditions, *(one.condition for one in activity.quorums)):
            if condition is not None:
                yield activity.id, condition
