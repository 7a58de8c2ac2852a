"""
Rules together: whether some case can keep them all, and which events no such case can have.

The rules that speak of the same events run as one product of their automata over the sorts of events that can
happen. The search has a budget; where it does not suffice, pairs are judged, and a note says that more is open.
Rules that do not always apply, look at their activation's data, or forbid something only for a time are left aside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import TypeAlias

import attrs

from collabmodel.check.letters import Happening, Letters, correlated
from collabmodel.model import UNARY, Pattern, Rule, Scope
from collabmodel.rules.templates import AUTOMATA

BUDGET = 60_000
"""Most steps of single automata in judging one group of rules."""
MOST_PAIRS = 1_000
"""Most pairs judged where a group is too large."""
_MOST_DOUBTS = 4
_MOST_MIXED = 8
_PAIRS_TRIED = 200
_MOST_SHRUNK = 12

Valuation: TypeAlias = frozenset[Pattern]
State: TypeAlias = tuple[int, ...]
Sorts: TypeAlias = dict[Happening, tuple[Valuation, ...]]

_NOTHING = Happening("", "")
"""An event that none of the rules speaks of."""


@attrs.frozen(kw_only=True)
class Outlook:
    """
    What a group of rules allows together.

    Args:
        keepable: Whether some case can keep them all.
        dead: Sorts of events that no such case can have.
    """

    keepable: bool
    dead: tuple[Happening, ...] = ()


@attrs.frozen(kw_only=True)
class Joint:
    """
    What was found about a group of rules that hang together.

    Args:
        rules: The rules.
        clashes: Smallest groups among them that no case can keep.
        dead: Sorts of events that no case can have, with the rules that together exclude them.
        undecided: Whether the budget did not suffice.
    """

    rules: tuple[Rule, ...]
    clashes: tuple[tuple[Rule, ...], ...] = ()
    dead: tuple[tuple[Happening, tuple[Rule, ...]], ...] = ()
    undecided: bool = False


def joints(letters: Letters) -> Iterator[Joint]:
    """
    Judge every group of rules that hang together.

    Args:
        letters: What the rules of the model can read.
    """
    for scope in (Scope.CASE, Scope.ADOPTION):
        rules = [rule for rule in letters.catalogue.model.rules if rule.scope is scope and _plain(rule)]
        for group in _groups(letters, rules):
            if len(group) > 1:
                yield _judge(letters, group)


def _plain(rule: Rule) -> bool:
    lasting = rule.within is None or not rule.template.value.startswith("not ")
    whole = (rule.b is None) is (rule.template in UNARY)
    return rule.applies is None and lasting and whole and not correlated(rule.a) and not correlated(rule.b)


def _patterns(rules: Sequence[Rule]) -> tuple[Pattern, ...]:
    return tuple(dict.fromkeys(pattern for rule in rules for pattern in (rule.a, rule.b) if pattern is not None))


def _groups(letters: Letters, rules: Sequence[Rule]) -> Iterator[tuple[Rule, ...]]:
    """Give the rules that speak, directly or by way of others, of the same sorts of events."""
    leader: dict[object, object] = {}

    def lead(of: object) -> object:
        while leader.setdefault(of, of) != of:
            leader[of] = leader[leader[of]]
            of = leader[of]
        return of

    for rule in rules:
        for pattern in _patterns([rule]):
            # Which kinds and tags overlap is not known of other models; the same pattern always means the same.
            opened = letters.catalogue.open_kinds
            sorts: Sequence[object] = [pattern] if opened else letters.happenings([pattern], rule.scope)
            for sort in sorts:
                leader[lead(("sort", sort))] = lead(rule.id)
    found: dict[object, list[Rule]] = {}
    for rule in rules:
        found.setdefault(lead(rule.id), []).append(rule)
    yield from map(tuple, found.values())


def _judge(letters: Letters, group: tuple[Rule, ...]) -> Joint:
    outlook = _outlook(letters, group)
    if outlook is None:
        clashes = tuple(pair for pair in _close_pairs(group) if _clash(letters, pair))
        return Joint(rules=group, clashes=clashes, undecided=True)
    if not outlook.keepable:
        return Joint(rules=group, clashes=(_core(letters, group),))
    dead = tuple((happening, _culprits(letters, group, happening)) for happening in outlook.dead)
    return Joint(rules=group, dead=tuple((happening, rules) for happening, rules in dead if len(rules) > 1))


def _close_pairs(group: tuple[Rule, ...]) -> tuple[tuple[Rule, Rule], ...]:
    """Give the pairs of rules that share a pattern, as many as there is time for."""
    by_pattern: dict[Pattern, list[Rule]] = {}
    for rule in group:
        for pattern in _patterns([rule]):
            by_pattern.setdefault(pattern, []).append(rule)
    found: dict[frozenset[str], tuple[Rule, Rule]] = {}
    for rules in by_pattern.values():
        for one, other in combinations(rules, 2):
            found.setdefault(frozenset({one.id, other.id}), (one, other))
            if len(found) == MOST_PAIRS:
                return tuple(found.values())
    return tuple(found.values())


def _clash(letters: Letters, rules: tuple[Rule, ...]) -> bool:
    outlook = _outlook(letters, rules)
    return outlook is not None and not outlook.keepable


def _core(letters: Letters, group: tuple[Rule, ...]) -> tuple[Rule, ...]:
    return _least(group, lambda rules: _clash(letters, rules))


def _culprits(letters: Letters, group: tuple[Rule, ...], happening: Happening) -> tuple[Rule, ...]:
    def excludes(rules: tuple[Rule, ...]) -> bool:
        outlook = _outlook(letters, rules)
        return outlook is not None and happening in outlook.dead

    return _least(group, excludes)


def _least(group: tuple[Rule, ...], guilty: Callable[[tuple[Rule, ...]], bool]) -> tuple[Rule, ...]:
    """Find few rules of a group that have a property which the whole has: one, a pair, or what cannot be left out."""
    small: tuple[tuple[Rule, ...], ...] = (*((rule,) for rule in group), *_close_pairs(group)[:_PAIRS_TRIED])
    for rules in small:
        if guilty(rules):
            return rules
    core = group
    for rule in group if len(group) <= _MOST_SHRUNK else ():
        rest = tuple(each for each in core if each is not rule)
        core = rest if guilty(rest) else core
    return core


def _sorts(letters: Letters, rules: Sequence[Rule]) -> Sorts | None:
    """Give the sorts of events that can happen, each with the patterns it may meet; None if they are too many."""
    patterns = _patterns(rules)
    if letters.catalogue.open_kinds:
        return _open_sorts(patterns)
    found: Sorts = {_NOTHING: (frozenset(),)}
    for happening in letters.happenings(patterns, rules[0].scope):
        matches = [(pattern, letters.match(pattern, happening)) for pattern in patterns]
        must = [pattern for pattern, match in matches if match.can and match.must]
        doubts = [pattern for pattern, match in matches if match.can and not match.must]
        if len(doubts) > _MOST_DOUBTS:
            return None
        found[happening] = tuple(frozenset(must) | chosen for chosen in _subsets(doubts))
    return found


def _open_sorts(patterns: tuple[Pattern, ...]) -> Sorts | None:
    """Give every mixture of patterns of one kind: which of them exist is known only beside the models judged."""
    by_kind: dict[str, list[Pattern]] = {}
    for pattern in patterns:
        by_kind.setdefault(pattern.element or pattern.kind, []).append(pattern)
    if any(len(alike) > _MOST_MIXED for alike in by_kind.values()):
        return None
    return {_NOTHING: (frozenset(),)} | {Happening(kind, ""): tuple(_subsets(alike)) for kind, alike in by_kind.items()}


def _subsets(patterns: Sequence[Pattern]) -> Iterator[Valuation]:
    for size in range(len(patterns) + 1):
        yield from map(frozenset, combinations(patterns, size))


def _outlook(letters: Letters, rules: tuple[Rule, ...]) -> Outlook | None:
    """Run the product of the rules' automata; None if the budget does not suffice."""
    sorts = _sorts(letters, rules) if rules else {}
    if sorts is None:
        return None
    moves = {value: tuple(_letter(rule, value) for rule in rules) for values in sorts.values() for value in values}
    edges = _explore(rules, tuple(dict.fromkeys(moves.values())))
    if edges is None:
        return None
    good = _leading_to_acceptance(rules, edges)
    start: State = (0,) * len(rules)
    keepable = any(after in good for after in edges[start].values())
    dead = tuple(
        happening
        for happening, values in sorts.items()
        if happening != _NOTHING and not any(step[moves[value]] in good for value in values for step in edges.values())
    )
    return Outlook(keepable=keepable, dead=dead if keepable else ())


def _letter(rule: Rule, value: Valuation) -> int:
    return (rule.a in value) + 2 * (rule.b in value)


def _explore(rules: tuple[Rule, ...], moves: tuple[State, ...]) -> dict[State, dict[State, State]] | None:
    automata = [AUTOMATA[rule.template].steps for rule in rules]
    start: State = (0,) * len(rules)
    edges: dict[State, dict[State, State]] = {start: {}}
    waiting = [start]
    spent = 0
    for state in waiting:
        spent += len(moves) * len(rules)
        if spent > BUDGET:
            return None
        for move in moves:
            after = tuple(steps[at][letter] for steps, at, letter in zip(automata, state, move, strict=True))
            edges[state][move] = after
            if after not in edges:
                edges[after] = {}
                waiting.append(after)
    return edges


def _leading_to_acceptance(rules: tuple[Rule, ...], edges: dict[State, dict[State, State]]) -> set[State]:
    accepting = [AUTOMATA[rule.template].accepting for rule in rules]
    before: dict[State, list[State]] = {}
    for state, steps in edges.items():
        for after in steps.values():
            before.setdefault(after, []).append(state)
    waiting = [state for state in edges if all(at in good for at, good in zip(state, accepting, strict=True))]
    found = set(waiting)
    for state in waiting:
        for earlier in before.get(state, ()):
            if earlier not in found:
                found.add(earlier)
                waiting.append(earlier)
    return found
