"""The four verdicts and what stands beside them."""

from __future__ import annotations

import enum

import attrs


class Verdict(enum.Enum):
    """
    What can be said of a rule in a case that may still go on (RV-LTL on finite traces).

    Ordered from best to worst by ``rank``; stored in columns as that rank.
    """

    SATISFIED = "satisfied"
    POSSIBLY_SATISFIED = "possibly satisfied"
    POSSIBLY_VIOLATED = "possibly violated"
    VIOLATED = "violated"

    @property
    def rank(self) -> int:
        """Give 0 for satisfied to 3 for violated."""
        return _RANKS[self]

    def closed(self) -> Verdict:
        """Give the verdict once nothing more can happen."""
        if self is Verdict.POSSIBLY_SATISFIED:
            return Verdict.SATISFIED
        return Verdict.VIOLATED if self is Verdict.POSSIBLY_VIOLATED else self


_RANKS = {verdict: rank for rank, verdict in enumerate(Verdict)}
VERDICTS = tuple(Verdict)
"""Verdicts by rank."""


@attrs.frozen(kw_only=True)
class Cell:
    """
    What is found for one rule (or limit) in one case.

    Positions count the events of the history as a whole, from 0; -1 where there is none.

    Args:
        verdict: The verdict at ``now``.
        activations: How often the rule applied; 0 is the flag ``not_activated``.
        activation: Position of the deciding activation: the first among those with the worst verdict.
        decider: Position of the event that decided it; -1 if it is pending, or if only time passing decided it.
        due: When it is or was due, microseconds since 1970 UTC, or None without a time limit.
        unknown: Names whose absence makes the optimistic and pessimistic readings differ, sorted; empty if known.
        waived: Reason of a waiver, or empty.
    """

    verdict: Verdict
    activations: int = 0
    activation: int = -1
    decider: int = -1
    due: int | None = None
    unknown: tuple[str, ...] = ()
    waived: str = ""
