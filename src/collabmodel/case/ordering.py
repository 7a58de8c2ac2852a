"""In which order a step tests its guards: whatever may bring another about comes before it."""

from __future__ import annotations

import graphlib
from collections.abc import Iterator, Sequence
from typing import Protocol

from collabmodel.model import Call, Expression, Literal, Pattern, Signature, parse_pattern
from collabmodel.rules import Lexicon

_MAKES = {
    "entry": ("active", "enabled"),
    "exit": ("terminated",),
    "suspend": ("suspended",),
    "resume": ("resumed",),
    "achieve": ("achieved",),
    "revoke": ("revoked",),
}
_RANKS = {"achieve": 0, "revoke": 1, "suspend": 2, "resume": 3, "exit": 4, "entry": 5}


class _Part(Protocol):
    @property
    def pattern(self) -> Pattern: ...


class _Guard(Protocol):
    @property
    def number(self) -> int: ...
    @property
    def item(self) -> int: ...
    @property
    def change(self) -> str: ...
    @property
    def parts(self) -> Sequence[_Part]: ...
    @property
    def expression(self) -> Expression | None: ...


class _Item(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def parent(self) -> int: ...


def in_order(items: Sequence[_Item], guards: Sequence[_Guard], lexicon: Lexicon) -> tuple[int, ...]:
    """
    Give the numbers of guards in the order of a step.

    A guard comes after those whose changes it waits for. Where nothing decides, milestones come before pauses, those
    before exits, those before entries, and what lies deeper before what lies around it. A ring (which ``check``
    reports) is left in that order; a step ends all the same, because every status changes at most once in it.

    Args:
        items: The items.
        guards: The guards.
        lexicon: What patterns speak of.
    """
    ranked = sorted(
        range(len(guards)), key=lambda number: (_RANKS[guards[number].change], -_depth(items, guards[number]), number)
    )
    place = {number: rank for rank, number in enumerate(ranked)}
    before: dict[int, set[int]] = {}
    for guard in guards:
        patterns = [part.pattern for part in guard.parts] + list(_read(guard.expression))
        before[guard.number] = {
            other.number
            for other in guards
            if other.number != guard.number and any(_brings(items, other, pattern, lexicon) for pattern in patterns)
        }
    return tuple(_sorted(ranked, before, place))


def _depth(items: Sequence[_Item], guard: _Guard) -> int:
    depth, number = 0, items[guard.item].parent
    while number >= 0 and depth <= len(items):
        depth, number = depth + 1, items[number].parent
    return depth


def _brings(items: Sequence[_Item], guard: _Guard, pattern: Pattern, lexicon: Lexicon) -> bool:
    item = items[guard.item]
    return any(lexicon.matches(pattern, Signature(item.kind, item.id, made)) for made in _MAKES[guard.change])


def _read(expression: object) -> Iterator[Pattern]:
    """Give the patterns whose events a condition counts."""
    waiting = [expression]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Call):
            for argument in part.arguments:
                if isinstance(argument, Literal) and isinstance(argument.value, str):
                    try:
                        yield parse_pattern(argument.value)
                    except ValueError:
                        continue
        for name in ("left", "right", "item", "group", "part", "parts", "items", "arguments"):
            inner = getattr(part, name, None)
            waiting.extend(inner if isinstance(inner, tuple) else () if inner is None else (inner,))


def _sorted(ranked: list[int], before: dict[int, set[int]], place: dict[int, int]) -> Iterator[int]:
    sorter = graphlib.TopologicalSorter(before)
    try:
        sorter.prepare()
    except graphlib.CycleError:
        yield from ranked
        return
    ready: list[int] = []
    while sorter.is_active():
        ready.extend(sorter.get_ready())
        ready.sort(key=place.__getitem__)
        chosen = ready.pop(0)
        sorter.done(chosen)
        yield chosen
