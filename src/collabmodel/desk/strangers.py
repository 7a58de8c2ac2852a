"""What somebody is told who asks something of a case in which they take no part: that, and nothing of the case."""

from __future__ import annotations

import attrs

from collabmodel.case import Case, Reason, Refusal
from collabmodel.history import Actor

_WHO = frozenset({Reason.NO_PARTICIPANT, Reason.ROLE, Reason.ORGANISATION, Reason.COMPETENCE})


def discreet(case: Case, by: Actor, refusal: Refusal) -> Refusal:
    """
    Give a refusal as whoever asked may be told it: others than participants learn of no reason that lies in the case.
    A case that is not opened yet has nothing to keep from anybody.

    Args:
        case: The case.
        by: Who asked.
        refusal: The refusal, with every reason.
    """
    if case.status == "new":
        return refusal
    if any(one.left is None and (one.role, one.person) == (by.role, by.person) for one in case.participants):
        return refusal
    kept = [attrs.evolve(one, others=(), events=()) for one in (refusal, *refusal.others) if one.reason in _WHO]
    if kept:
        return attrs.evolve(kept[0], others=tuple(kept[1:]))
    return attrs.evolve(refusal, needs=(), met=(), events=(), others=())
