"""Which letters a rule can ever read in this model, and what that alone says about the rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import attrs

from collabmodel.check.catalogue import ANY, Catalogue, Item, transition_of
from collabmodel.check.reach import Reach
from collabmodel.check.readings import asked
from collabmodel.model import Name, Pattern, Rule, Scope
from collabmodel.rules.templates import AB, AUTOMATA, OTHER, A, Automaton, B, Family, activating
from collabmodel.rules.verdicts import Verdict


class Match(NamedTuple):
    """
    How a pattern meets one sort of event.

    Args:
        can: Whether it can match.
        must: Whether it always does.
    """

    can: bool
    must: bool


NO = Match(can=False, must=False)


class Happening(NamedTuple):
    """
    One sort of event.

    Args:
        item: Id of the item, or the kind of bookkeeping.
        transition: What happens to it; ``"*"`` for whatever no pattern names.
    """

    item: str
    transition: str


@attrs.frozen(eq=False)
class Letters:
    """
    What rules can read in a model.

    Args:
        catalogue: Indexes of the model.
        reach: What can ever happen.
    """

    catalogue: Catalogue
    reach: Reach

    def match(self, pattern: Pattern, happening: Happening) -> Match:
        """
        Tell how a pattern meets a sort of event.

        Args:
            pattern: The pattern.
            happening: The sort of event.
        """
        item = self.catalogue.items.get(happening.item)
        if item is None:
            found = happening.item == (pattern.kind or pattern.element)
            transition = pattern.transition or ANY
        else:
            found = self.catalogue.is_of(pattern, item.id)
            transition = transition_of(pattern, item)
        if not found or transition not in (ANY, happening.transition):
            return NO
        return Match(self.catalogue.knowledge.can_hold(pattern.where), pattern.where is None)

    def happenings(self, patterns: Iterable[Pattern], scope: Scope) -> tuple[Happening, ...]:
        """
        Give the sorts of events that can happen and that some of the patterns speak of.

        Args:
            patterns: The patterns.
            scope: Scope of the rules that they belong to.
        """
        found: dict[Happening, None] = {}
        wanted = tuple(patterns)
        named = {pattern.transition for pattern in wanted if pattern.transition}
        for pattern in wanted:
            items = [
                item
                for item in self.catalogue.matches(pattern)
                if (item.section == "adoption") is (scope is Scope.ADOPTION)
            ]
            items = items or list(self.catalogue.matches(pattern))
            if not items:
                found[Happening(pattern.kind or pattern.element, pattern.transition or ANY)] = None
            for item in items:
                found |= dict.fromkeys(self._of(item, named | {item.default}))
        return tuple(found)

    def _of(self, item: Item, transitions: set[str]) -> Iterator[Happening]:
        for transition in sorted(transitions):
            if item.id not in self.reach.owners:
                yield Happening(item.id, transition)
                continue
            possible = self.reach.happens.get(item.id, frozenset())
            if transition in possible or ANY in possible or (transition == ANY and possible):
                yield Happening(item.id, transition)

    def of(self, rule: Rule) -> frozenset[int]:
        """
        Give the letters that a rule can ever read; *other* is always one of them.

        Args:
            rule: The rule.
        """
        patterns = (rule.a,) if rule.b is None else (rule.a, rule.b)
        if self.catalogue.open_kinds:
            return frozenset({OTHER, AB} if rule.a == rule.b else {OTHER, A, B, AB})
        found = {OTHER}
        for happening in self.happenings(patterns, rule.scope):
            found |= self.read(rule, happening)
        return frozenset(found)

    def read(self, rule: Rule, happening: Happening) -> frozenset[int]:
        """
        Give the letters that one sort of event may be to a rule.

        Args:
            rule: The rule.
            happening: The sort of event.
        """
        at_a = self.match(rule.a, happening)
        at_b = self.match(rule.b, happening) if rule.b is not None else NO
        if rule.a == rule.b:
            return frozenset([AB] * at_a.can + [OTHER] * (not at_a.must))
        return frozenset(
            first + second
            for first in ([A] if at_a.must else [OTHER, A] if at_a.can else [OTHER])
            for second in ([B] if at_b.must else [OTHER, B] if at_b.can else [OTHER])
        )

    def vacuous(self, rule: Rule) -> str:
        """
        Tell why a rule can never be broken, or give nothing.

        Args:
            rule: The rule.
        """
        if rule.applies is not None and not self.catalogue.knowledge.can_hold(rule.applies):
            return "its condition for applying is never true"
        if not _complete(rule):
            return ""
        letters, automaton = self.of(rule), AUTOMATA[rule.template]
        spoken = rule.b if automaton.family is Family.PRECEDENCE and rule.b else rule.a
        if automaton.family is not Family.WHOLE and letters.isdisjoint(activating(rule.template)):
            return f"{_said(spoken)} can never happen"
        if any(state not in automaton.accepting for state in _states(automaton, letters)):
            return ""
        if letters == {OTHER}:
            return f"{_said(rule.a)} can never happen"
        late = rule.within is not None and (rule.within.low is not None or rule.within.limit)
        return "" if late else "every event that it asks for comes with the one it waits for"

    def hopeless(self, rule: Rule) -> str:
        """
        Tell why a rule can never be kept, at least once it applies, or give nothing.

        Args:
            rule: The rule.
        """
        if not _complete(rule):
            return ""
        letters, automaton = self.of(rule), AUTOMATA[rule.template]
        if not any(_hope(automaton, letters, automaton.steps[0][letter]) for letter in letters):
            absent = letters.isdisjoint({A, AB})
            return f"{_said(rule.a)} can never happen" if absent else "nothing that can happen meets it"
        if rule.within is not None and automaton.family in {Family.BAN, Family.TOGETHER}:
            return ""
        alive = [state for state in _states(automaton, letters) if _hope(automaton, letters, state)]
        for letter in sorted(letters & activating(rule.template)):
            if not any(_hope(automaton, letters, automaton.steps[state][letter]) for state in alive):
                return f"once {_read(letter, rule)} happens, nothing that can happen meets it"
        return ""

    def speaks(self, rule: Rule, happening: Happening) -> bool:
        """
        Tell whether a sort of event can be anything but *other* to a rule.

        Args:
            rule: The rule.
            happening: The sort of event.
        """
        return self.read(rule, happening) != {OTHER}

    def bars(self, rule: Rule, happenings: tuple[Happening, ...]) -> bool:
        """
        Tell whether a rule is always broken before all of some events have happened.

        Args:
            rule: The rule.
            happenings: The events, in any order.
        """
        if not _complete(rule) or rule.within is not None:
            return False
        letters, automaton = self.of(rule), AUTOMATA[rule.template]
        needed = [self.read(rule, happening) for happening in happenings]
        start, full = (0, 0), (1 << len(needed)) - 1
        waiting, seen = [start], {start}
        for state, had in waiting:
            moves = [(letter, had) for letter in letters]
            moves += [(letter, had | 1 << number) for number, wanted in enumerate(needed) for letter in wanted]
            for letter, now in moves:
                after = (automaton.steps[state][letter], now)
                if after not in seen and automaton.colour(after[0]) is not Verdict.VIOLATED:
                    if now == full:
                        return False
                    seen.add(after)
                    waiting.append(after)
        return True


def correlated(pattern: Pattern | None) -> bool:
    """
    Tell whether a pattern's condition looks at the activation.

    Args:
        pattern: The pattern, or None.

    >>> correlated(Pattern(element="visit"))
    False
    """
    if pattern is None or pattern.where is None:
        return False
    return any(isinstance(part, Name) and part.name.startswith("activation.") for part in asked(pattern.where))


def _complete(rule: Rule) -> bool:
    one = AUTOMATA[rule.template].family is Family.WHOLE and rule.b is None
    return one or rule.b is not None


def _states(automaton: Automaton, letters: frozenset[int], start: int = 0) -> frozenset[int]:
    found = {start}
    waiting = [start]
    for state in waiting:
        for letter in letters:
            after = automaton.steps[state][letter]
            if after not in found:
                found.add(after)
                waiting.append(after)
    return frozenset(found)


def _hope(automaton: Automaton, letters: frozenset[int], state: int) -> bool:
    return not automaton.accepting.isdisjoint(_states(automaton, letters, state))


def _said(pattern: Pattern) -> str:
    return f"'{pattern.short()}'{' with its condition' if pattern.where is not None else ''}"


def _read(letter: int, rule: Rule) -> str:
    if letter == AB and rule.b is not None and rule.a != rule.b:
        return f"an event that is {_said(rule.a)} and {_said(rule.b)}"
    return _said(rule.b if letter == B and rule.b is not None else rule.a)
