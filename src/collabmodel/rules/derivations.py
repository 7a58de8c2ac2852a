"""Which names of a model rest on which: derived facts and parameters rest on others, in no ring and not too deep."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from collabmodel.errors import Problem
from collabmodel.model import Expression, Model, Name
from collabmodel.rules.conditions import names_in, parts_of

DEEPEST = 100
"""Most levels of a condition with all that its names rest on written out."""


def foundations(model: Model) -> dict[str, tuple[str, ...]]:
    """
    Give, for every derived fact and parameter, the derived facts and parameters that it rests on.

    Args:
        model: The model.

    >>> foundations(Model(id="m"))
    {}
    """
    trees = _trees(model)
    return {
        id: tuple(dict.fromkeys(name for tree in grown for name in _plain(tree) if name in trees))
        for id, grown in trees.items()
    }


def derivation_problems(model: Model) -> Iterator[Problem]:
    """
    Say why names of a model cannot be given a value: they rest on themselves, or on too much.

    Args:
        model: The model.

    >>> list(derivation_problems(Model(id="m")))
    []
    """
    try:
        deep = _too_deep(model)
    except CycleError as error:
        ring = " -> ".join(reversed(error.args[1]))
        yield Problem(what=f"derived facts and parameters follow from one another in a ring: {ring}")
        return
    if deep:
        what = f"more than {DEEPEST} levels within each other, with all that it rests on:"
        yield Problem(what=what, value=repr(deep), hint="rest it on fewer others")


def too_deep(model: Model) -> str:
    """
    Name the first derived fact or parameter that rests on too many levels; empty if none does, or in a ring.

    Args:
        model: The model.

    >>> too_deep(Model(id="m"))
    ''
    """
    try:
        return _too_deep(model)
    except CycleError:
        return ""


def _too_deep(model: Model) -> str:
    trees = _trees(model)
    levels: dict[str, int] = {}
    for id in TopologicalSorter(foundations(model)).static_order():
        levels[id] = max((_levels(tree, levels) for tree in trees[id]), default=0)
        if levels[id] > DEEPEST:
            return id
    return ""


def _trees(model: Model) -> dict[str, tuple[Expression, ...]]:
    derived = {fact.id: (fact.value,) for fact in model.derived}
    return derived | {each.id: tuple(row.condition for row in each.rows) for each in model.parameters}


def _plain(tree: Expression) -> Iterator[str]:
    return (name.removeprefix("activation.") for name in names_in(tree))


def _levels(tree: Expression, known: Mapping[str, int]) -> int:
    below = known.get(tree.name.removeprefix("activation."), 0) if isinstance(tree, Name) else 0
    return 1 + max((_levels(part, known) for part in parts_of(tree)), default=below)
