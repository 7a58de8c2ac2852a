"""Lead times: how long it takes at the least from one happening to another."""

from __future__ import annotations

import attrs

from collabmodel.check.catalogue import Catalogue
from collabmodel.check.order import Happening, Order
from collabmodel.check.spans import Span
from collabmodel.model import Pattern, Rule, Scope
from collabmodel.rules.templates import AUTOMATA, Family
from collabmodel.workdays import Duration

_MOST_ROUNDS = 60


@attrs.frozen(eq=False)
class LeadTimes:
    """
    Least distances between happenings: by entry conditions, nesting, and rules that something must come before.

    Args:
        order: What must have happened before what.
        needs: For each happening what rules want before it, and how long before.
    """

    order: Order
    needs: dict[Happening, tuple[tuple[Happening, Duration | None], ...]]

    @classmethod
    def of(cls, catalogue: Catalogue, order: Order) -> LeadTimes:
        """
        Gather them from a model.

        Args:
            catalogue: Indexes of the model.
            order: What must have happened before what.
        """
        found: dict[Happening, list[tuple[Happening, Duration | None]]] = {}
        for rule in catalogue.model.rules:
            for later, earlier in _demands(order, rule):
                low = catalogue.settled(rule.within.low) if rule.within else None
                found.setdefault(later, []).append((earlier, low if isinstance(low, Duration) else None))
        return cls(order, {later: tuple(needs) for later, needs in found.items()})

    def least(self, start: Pattern, end: Pattern) -> Span | None:
        """
        Give the least time from one happening to another that needs it; None if it does not need it, or if the
        earlier may happen again, because then the later one may rest on another of them.

        Args:
            start: The earlier happening.
            end: The later one.
        """
        if start.where is not None:
            return None
        starts = {each for each in self.order.named((start,)) if self.order.once(each)}
        ends = tuple(self.order.named((end,)))
        longest: dict[Happening, tuple[Duration, ...]] = dict.fromkeys(ends, ())
        changed = list(ends)
        for _ in range(_MOST_ROUNDS):
            changed = [earlier for later in changed for earlier in self._relax(later, longest)]
        found = [Span.of(longest[each]) for each in starts if each in longest]
        return max(found, key=Span.fewest) if found and not changed else None

    def _relax(self, later: Happening, longest: dict[Happening, tuple[Duration, ...]]) -> list[Happening]:
        changed: dict[Happening, None] = {}
        steps = [(earlier, None) for earlier in self.order.just_before(later)]
        for earlier, low in (*steps, *self.needs.get(later, ())):
            way = longest[later] + ((low,) if low else ())
            if earlier not in longest or Span.of(way).fewest() > Span.of(longest[earlier]).fewest():
                longest[earlier] = way
                changed[earlier] = None
        return list(changed)


def _demands(order: Order, rule: Rule) -> list[tuple[Happening, Happening]]:
    """Give what a rule wants before what, where it always does."""
    ordering = AUTOMATA[rule.template].family in {Family.PRECEDENCE, Family.SUCCESSION}
    always = rule.applies is None and rule.scope is Scope.CASE
    if not ordering or not always or rule.b is None or rule.b.where is not None:
        return []
    later, earlier = tuple(order.named((rule.b,))), tuple(order.named((rule.a,)))
    return [(later[0], earlier[0])] if later and earlier else []
