"""What must have happened before what, by entry conditions and nesting alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

import attrs

from collabmodel.check.catalogue import ANY, transition_of
from collabmodel.check.reach import Reach
from collabmodel.model import Activity, Milestone, Pattern, Phase, Sentry

Happening: TypeAlias = tuple[str, str]
"""An item and a transition of it."""


@attrs.frozen(eq=False)
class Order:
    """
    Certain order between happenings. What is given is certain; some of what is certain may be missing.

    Args:
        reach: What can happen in the model.
    """

    reach: Reach

    def before(self, happening: Happening) -> dict[Happening, None]:
        """
        Give what has happened whenever something happens, nearest first.

        Args:
            happening: The later thing.
        """
        found: dict[Happening, None] = {}
        waiting = [happening]
        for later in waiting:
            for earlier in self.just_before(later):
                if earlier not in found:
                    found[earlier] = None
                    waiting.append(earlier)
        return found

    def just_before(self, happening: Happening) -> Iterator[Happening]:
        """
        Give what something directly needs to have happened.

        Args:
            happening: The later thing.
        """
        id, transition = happening
        owner = self.reach.owners.get(id)
        if owner is None:
            return
        if isinstance(owner, Milestone):
            yield from self._opening(owner.phase, owner.achieve if transition == "achieved" else ())
        elif transition == "active":
            yield from self._opening(owner.phase, owner.entry)
        elif transition not in {"available", "enabled"}:
            yield id, "active"
            if isinstance(owner, Phase) and transition == "completed":
                yield from self._required(owner)

    def _opening(self, phase: str, sentries: tuple[Sentry, ...]) -> Iterator[Happening]:
        if phase:
            yield phase, "active"
        needed = [dict.fromkeys(self.named(sentry.on)) for sentry in sentries]
        yield from (each for each in needed[0] if all(each in other for other in needed)) if needed else ()

    def named(self, patterns: Iterable[Pattern]) -> Iterator[Happening]:
        """
        Give the happenings that patterns name outright, each of one item and one transition.

        Args:
            patterns: The patterns.
        """
        for pattern in patterns:
            items = self.reach.subject.matches(pattern)
            if len(items) == 1 and items[0].id in self.reach.owners:
                transition = transition_of(pattern, items[0])
                if transition != ANY:
                    yield items[0].id, transition

    def once(self, happening: Happening) -> bool:
        """
        Tell whether something happens at most once in a case.

        Args:
            happening: An item and a transition.
        """
        owner = self.reach.owners.get(happening[0])
        around: set[str] = set()
        while owner is not None and owner.id not in around and (isinstance(owner, Milestone) or owner.repeat is None):
            if not owner.phase:
                return True
            around.add(owner.id)
            owner = self.reach.owners.get(owner.phase)
        return False

    def _required(self, phase: Phase) -> Iterator[Happening]:
        for child in self.reach.children.get(phase.id, ()):
            if child.required and isinstance(child, Milestone):
                yield child.id, "achieved"
            elif child.required and isinstance(child, Activity) and not child.exit:
                yield child.id, "completed"
