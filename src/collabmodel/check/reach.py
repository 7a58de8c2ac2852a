"""What can ever happen in a case: which items can begin, be done, be achieved, and which phases can come to an end."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from functools import cached_property

import attrs

from collabmodel.check.catalogue import ANY, Catalogue, transition_of
from collabmodel.model import BOOKKEEPING, Activity, Milestone, Pattern, Phase, Sentry

Owner = Phase | Activity | Milestone

_STARTED = frozenset({"available", "enabled", "disabled", "active", "suspended", "resumed", "terminated"})


@attrs.frozen(eq=False, slots=False)
class Reach:
    """
    What can ever happen, found by letting everything happen that nothing forbids until nothing new comes.

    Gate rules are left aside, so *cannot* is certain and *can* may be a guess.

    Args:
        subject: Indexes of the model under check.
    """

    subject: Catalogue

    @cached_property
    def owners(self) -> dict[str, Owner]:
        """Phases, activities and milestones by id."""
        model = self.subject.model
        owners: tuple[Owner, ...] = (*model.phases, *model.activities, *model.milestones)
        # Where two have one id the first counts, as it does for patterns.
        found: dict[str, Owner] = {}
        for owner in owners:
            found.setdefault(owner.id, owner)
        return found

    @cached_property
    def children(self) -> dict[str, tuple[Owner, ...]]:
        """What lies directly in each phase."""
        found: dict[str, list[Owner]] = {}
        for owner in self.owners.values():
            found.setdefault(owner.phase, []).append(owner)
        return {phase: tuple(inside) for phase, inside in found.items()}

    @cached_property
    def happens(self) -> dict[str, frozenset[str]]:
        """Transitions of each item that can happen; ``"*"`` stands for whatever people may report of an activity."""
        found: dict[str, frozenset[str]] = {}
        waiting = deque(self.owners)
        queued = set(waiting)
        while waiting:
            id = waiting.popleft()
            queued.discard(id)
            now = self._transitions(self.owners[id], found)
            if now == found.get(id, frozenset()):
                continue
            found[id] = now
            for other in self._dependents.get(id, ()):
                if other not in queued:
                    queued.add(other)
                    waiting.append(other)
        return found

    @cached_property
    def _dependents(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = {}
        for owner in self.owners.values():
            for pattern in (pattern for sentry in sentries_of(owner) for pattern in sentry.on):
                for item in self.subject.matches(pattern):
                    found.setdefault(item.id, {})[owner.id] = None
                    # A child that can come to an end lets the phase around it be completed.
                    found[item.id][owner.phase] = None
            if owner.phase:
                found.setdefault(owner.phase, {})[owner.id] = None
                found.setdefault(owner.id, {})[owner.phase] = None
        return {id: tuple(other for other in others if other in self.owners) for id, others in found.items()}

    def _transitions(self, owner: Owner, so_far: dict[str, frozenset[str]]) -> frozenset[str]:
        if owner.phase in self.owners and "active" not in so_far.get(owner.phase, frozenset()):
            return frozenset()
        if isinstance(owner, Milestone):
            return frozenset({"available", *self._achieving(owner, so_far)})
        if owner.entry and not any(self.can_fire(sentry, so_far) for sentry in owner.entry):
            return frozenset({"available"})
        if isinstance(owner, Activity):
            return _STARTED | {"completed", ANY}
        return _STARTED | {"completed"} if self._completes(owner, so_far) else _STARTED

    def _achieving(self, milestone: Milestone, so_far: dict[str, frozenset[str]]) -> Iterator[str]:
        if any(self.can_fire(sentry, so_far) for sentry in milestone.achieve):
            yield "achieved"
            if self._renews(milestone) or any(self.can_fire(sentry, so_far) for sentry in milestone.revoke):
                yield "revoked"

    def _renews(self, milestone: Milestone) -> bool:
        """Tell whether a phase around a milestone, however far out, repeats: what lies in it begins anew with it."""
        around = self.owners.get(milestone.phase)
        seen: set[str] = set()
        while isinstance(around, Phase) and around.id not in seen:
            if around.repeat is not None:
                return True
            seen.add(around.id)
            around = self.owners.get(around.phase)
        return False

    def _completes(self, phase: Phase, so_far: dict[str, frozenset[str]]) -> bool:
        return all(self._ends(child, so_far) for child in self.children.get(phase.id, ()) if child.required)

    def _ends(self, child: Owner, so_far: dict[str, frozenset[str]]) -> bool:
        done = so_far.get(child.id, frozenset())
        if isinstance(child, Milestone):
            return "achieved" in done
        if isinstance(child, Activity):
            return "completed" in done
        return "completed" in done or ("active" in done and any(self.can_fire(each, so_far) for each in child.exit))

    def can_fire(self, sentry: Sentry, so_far: dict[str, frozenset[str]] | None = None) -> bool:
        """
        Tell whether a sentry can ever fire.

        Args:
            sentry: The sentry.
            so_far: What can happen as far as known; None for all that can.
        """
        known = self.happens if so_far is None else so_far
        return self.subject.knowledge.can_hold(sentry.condition) and all(self.occurs(part, known) for part in sentry.on)

    def occurs(self, pattern: Pattern, so_far: dict[str, frozenset[str]] | None = None) -> bool:
        """
        Tell whether any event that a pattern speaks of can ever happen.

        Args:
            pattern: The pattern.
            so_far: What can happen as far as known; None for all that can.
        """
        known = self.happens if so_far is None else so_far
        if not self.subject.knowledge.can_hold(pattern.where):
            return False
        items = self.subject.matches(pattern)
        # What is unknown is the business of the checks of references; here it counts as possible.
        if not items:
            return pattern.element not in self.subject.items
        for item in items:
            if item.id not in self.owners or item.kind in BOOKKEEPING:
                return True
            wanted, possible = transition_of(pattern, item), known.get(item.id, frozenset())
            if wanted in possible or ANY in possible or (wanted == ANY and possible):
                return True
        return False

    def begins(self, id: str) -> bool:
        """
        Tell whether a phase or activity can ever begin, or a milestone ever be achieved.

        Args:
            id: Its id.
        """
        wanted = "achieved" if isinstance(self.owners.get(id), Milestone) else "active"
        return wanted in self.happens.get(id, frozenset())

    def blockers(self, phase: Phase) -> Iterator[str]:
        """
        Name the required children because of which a phase can never be completed.

        Args:
            phase: The phase.
        """
        for child in self.children.get(phase.id, ()):
            if child.required and not self._ends(child, self.happens):
                yield child.id

    def leaves(self, phase: Phase) -> bool:
        """
        Tell whether a phase that began can end: be completed, or left by an exit of its own or around it.

        Args:
            phase: The phase.
        """
        seen: set[str] = set()
        around: Owner | None = phase
        while isinstance(around, Phase) and around.id not in seen:
            seen.add(around.id)
            if any(self.can_fire(sentry) for sentry in around.exit):
                return True
            around = self.owners.get(around.phase)
        return not any(True for _ in self.blockers(phase))


def sentries_of(owner: Owner) -> tuple[Sentry, ...]:
    """
    Give all sentries of an item.

    Args:
        owner: The item.

    >>> sentries_of(Phase(id="start"))
    ()
    """
    if isinstance(owner, Milestone):
        return owner.achieve + owner.revoke
    pause = owner.suspension
    return owner.entry + owner.exit + (pause.suspend + pause.resume if pause else ())
