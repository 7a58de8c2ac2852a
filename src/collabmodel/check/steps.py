"""Which changes of status can bring about which others within one step, and whether that can go in a ring."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import attrs

from collabmodel.check.catalogue import ANY, Catalogue, Item, transition_of
from collabmodel.check.reach import Owner, Reach
from collabmodel.check.readings import patterns_in
from collabmodel.model import Activity, Milestone, Pattern, Phase, Sentry

Change: TypeAlias = tuple[str, str]
"""An item and what happens to it; ``closed with its phase`` is apart from what its own exit does."""

_DEEPEST = 100  # phases within phases; whatever lies deeper is taken to need somebody
_WITH_PHASE = "ended with its phase"


@attrs.frozen
class Guard:
    """
    One sentry with the change that it makes.

    Args:
        path: Path of the sentry.
        sentry: The sentry.
        change: What it does.
    """

    path: str
    sentry: Sentry
    change: Change


def guards(subject: Catalogue) -> Iterator[Guard]:
    """
    Walk over all sentries with the changes they make, in file order.

    Args:
        subject: The model under check.
    """
    model = subject.model
    items: tuple[Phase | Activity, ...] = (*model.phases, *model.activities)
    for item in items:
        section = "phases" if isinstance(item, Phase) else "activities"
        path = f"{section}.{item.id}"
        yield from _guards(item.entry, f"{path}.entry", (item.id, "active"))
        yield from _guards(item.exit, f"{path}.exit", (item.id, "terminated"))
        if item.suspension:
            yield from _guards(item.suspension.suspend, f"{path}.suspension.suspend", (item.id, "suspended"))
            yield from _guards(item.suspension.resume, f"{path}.suspension.resume", (item.id, "resumed"))
    for milestone in model.milestones:
        yield from _guards(milestone.achieve, f"milestones.{milestone.id}.achieve", (milestone.id, "achieved"))
        yield from _guards(milestone.revoke, f"milestones.{milestone.id}.revoke", (milestone.id, "revoked"))


def _guards(sentries: tuple[Sentry, ...], path: str, change: Change) -> Iterator[Guard]:
    for number, sentry in enumerate(sentries):
        yield Guard(f"{path}.{number}", sentry, change)


@attrs.frozen(eq=False)
class Steps:
    """
    The graph of changes within one step: from what a guard reads to what it makes.

    What people report (an activity is completed, a meeting is moved) comes from outside and so starts a step of its
    own; a new instance of a repeated item is a step of its own as well. Neither makes an edge.

    Args:
        reach: What can happen in the model.
    """

    reach: Reach

    def edges(self) -> dict[Change, dict[Change, str]]:
        """Give, for each change, the changes it can bring about, each with the path of what does it."""
        found: dict[Change, dict[Change, str]] = {}
        for cause, effect, path in (*self._by_guards(), *self._by_nesting()):
            found.setdefault(cause, {}).setdefault(effect, path)
        return found

    def _by_guards(self) -> Iterator[tuple[Change, Change, str]]:
        for guard in guards(self.reach.subject):
            owner = self.reach.owners[guard.change[0]]
            repeated = not isinstance(owner, Milestone) and owner.repeat is not None
            if repeated and guard.change[1] == "active":
                continue
            reads = (*guard.sentry.on, *(patterns_in(guard.sentry.condition) if guard.sentry.condition else ()))
            for pattern in reads:
                for cause in self._causes(pattern, owner):
                    yield cause, guard.change, guard.path

    def _causes(self, pattern: Pattern, reader: Owner) -> Iterator[Change]:
        """Give the changes within a step that a pattern may speak of."""
        for item in self.reach.subject.matches(pattern):
            if item.id not in self.reach.owners:
                continue
            for transition in self._derived(item, transition_of(pattern, item)):
                # A phase that ends takes its children along; that cannot end the phase a second time.
                if transition != _WITH_PHASE or reader.id not in self._around(item.id):
                    yield item.id, transition

    def _derived(self, item: Item, wanted: str) -> Iterator[str]:
        owner = self.reach.owners[item.id]
        if isinstance(owner, Milestone):
            possible: tuple[str, ...] = ("achieved", "revoked")
        elif isinstance(owner, Activity):
            possible = ("active", "terminated", "suspended", "resumed")
        else:
            possible = ("active", "completed", "terminated", "suspended", "resumed")
        yield from (transition for transition in possible if wanted in (ANY, transition))
        if wanted in (ANY, "terminated") and owner.phase:
            yield _WITH_PHASE

    def _around(self, id: str) -> tuple[str, ...]:
        found: list[str] = []
        while (owner := self.reach.owners.get(id)) and owner.phase and owner.phase not in found:
            found.append(owner.phase)
            id = owner.phase
        return tuple(found)

    def _by_nesting(self) -> Iterator[tuple[Change, Change, str]]:
        for phase in self.reach.subject.model.phases:
            path = f"phases.{phase.id}"
            if phase.id in self._around(phase.id):
                continue
            for child in self.reach.children.get(phase.id, ()):
                yield from self._with_child(phase, child, path)
            if self._ends_at_once(phase, ()):
                yield (phase.id, "active"), (phase.id, "completed"), path

    def _with_child(self, phase: Phase, child: Owner, path: str) -> Iterator[tuple[Change, Change, str]]:
        if isinstance(child, Milestone):
            if child.required:
                yield (child.id, "achieved"), (phase.id, "completed"), path
            return
        if child.repeat is None:
            yield (phase.id, "active"), (child.id, "active"), path
        for ended in ("terminated", "completed") if isinstance(child, Phase) else ("terminated",):
            yield (child.id, ended), (phase.id, "completed"), path
        for over in ("completed", "terminated", _WITH_PHASE):
            yield (phase.id, over), (child.id, _WITH_PHASE), path

    def _ends_at_once(self, phase: Phase, seen: tuple[str, ...]) -> bool:
        """Tell whether a phase may be completed in the very step in which it began: nobody has to do anything in it."""
        if phase.id in seen or len(seen) == _DEEPEST:
            return False
        inner = (*seen, phase.id)
        return not any(self._holds_up(child, inner) for child in self.reach.children.get(phase.id, ()))

    def _holds_up(self, child: Owner, seen: tuple[str, ...]) -> bool:
        if isinstance(child, Milestone):
            return False
        if isinstance(child, Activity):
            return child.required or not (child.entry or child.manual or child.planning)
        return (child.required or not child.entry) and not self._ends_at_once(child, seen)
