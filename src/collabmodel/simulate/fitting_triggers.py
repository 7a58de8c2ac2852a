"""What calls for an activity: what the model says, and where it says nothing, what it usually follows."""

from __future__ import annotations

from collections import Counter

import attrs

from collabmodel.model import Activity, Milestone
from collabmodel.simulate.fitting_log import Observed, Seen, is_work

USUAL = 0.7
"""Share of cases in which an activity must follow another of its phase for that to count as its cue."""
TRIED = frozenset({"active", "attempted", "completed", "terminated"})
"""Transitions that tell that an activity was at least tried."""


@attrs.frozen(kw_only=True)
class Trigger:
    """
    What calls for an activity.

    Args:
        signs: Element and transition of the events that call for it; empty for the opening of the case.
        after: Id of the activity that people wait for although the model does not say so, or empty.
        run: Id of the phase in whose runs it is counted, or empty for the case.
    """

    signs: frozenset[tuple[str, str]] = frozenset()
    after: str = ""
    run: str = ""


def trigger_of(seen: Observed, activity: Activity) -> Trigger:
    """
    Tell what calls for an activity: its entry conditions, else its phase, else what it usually follows.

    Args:
        seen: The history.
        activity: The activity.
    """
    milestones = {one.id for one in seen.model.milestones if isinstance(one, Milestone)}
    patterns = [one for sentry in activity.entry for one in sentry.on if one.element]
    if patterns:
        usual = ((one.element, "achieved" if one.element in milestones else "completed") for one in patterns)
        signs = frozenset((id, one.transition or default) for one, (id, default) in zip(patterns, usual, strict=True))
        return Trigger(signs=signs, run=activity.phase)
    before, share = usual_predecessor(seen, activity.id)
    within = {one.id for one in seen.model.activities if one.phase == activity.phase}
    if activity.phase and (before not in within or share < USUAL):
        return Trigger(signs=frozenset({(activity.phase, "active")}), run=activity.phase)
    if not before:
        return Trigger(run=activity.phase)
    return Trigger(signs=frozenset({(before, "completed")}), after=before, run=activity.phase)


def usual_predecessor(seen: Observed, element: str) -> tuple[str, float]:
    """
    Give the activity after whose completion an activity is most often first tried, empty for the opening, and in what
    share of cases.

    Args:
        seen: The history.
        element: Id of the activity.
    """
    found: Counter[str] = Counter()
    for case in seen.cases:
        latest = ""
        for one in case.events:
            if one.element == element and one.transition in TRIED:
                found[latest] += 1
                break
            if is_work(one):
                latest = one.element
    best = most(found)
    return best, found[best] / found.total() if found else 0.0


def chance_of(seen: Observed, element: str, trigger: Trigger) -> tuple[int, int]:
    """
    Count the closed cases in which an activity was tried, of those in which it was called for.

    Args:
        seen: The history.
        element: Id of the activity.
        trigger: What calls for it.
    """
    hits = tries = 0
    for case in seen.cases:
        if case.closed and called(case, trigger):
            tries += 1
            hits += any(one.element == element and one.transition in TRIED for one in case.events)
    return hits, tries


def called(case: Seen, trigger: Trigger) -> bool:
    """
    Tell whether something in a case called for an activity.

    Args:
        case: The case.
        trigger: What calls for it.
    """
    return not trigger.signs or any((one.element, one.transition) in trigger.signs for one in case.events)


def most(counter: Counter[str]) -> str:
    """
    Give what was counted most often, of equals the first by name; empty of nothing.

    Args:
        counter: The counts.
    """
    return min(counter, key=lambda one: (-counter[one], one), default="")
